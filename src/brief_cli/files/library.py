"""A file, read: every sound record with its place, and every problem."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from brief_cli.files.catalogue import CATALOGUE
from brief_cli.files.gate import Rules, gate_brief, gate_records, gate_settings
from brief_cli.files.load import load_bytes
from brief_cli.files.read import DIALECTS, Document, Places, read_text
from brief_cli.files.scalars import ID, quoted
from brief_cli.files.walk import Found, kind_of
from brief_cli.model.brief import Brief
from brief_cli.model.problem import Problem
from brief_cli.model.registers import SETTINGS_FILES, Entity, Settings, Source
from brief_cli.model.value import Value

T = TypeVar("T")
Inside = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Stored(Generic[T]):
    """A record, and where it stands: its file, and its place in it (``at``: the key in a register)."""

    record: T
    path: str
    places: Places
    at: Inside = ()

    def line(self, *inside: str | int) -> int:
        """The line of the record, or of something in it; counts from 1."""
        path = self.at + inside
        if not path:
            return 1
        here = self.places.lines.get(path[:-1])
        found = here.get(path[-1]) if here else None
        return self.places.line_of(path) if found is None else found


class Read(Value, kw_only=False):
    """What one file says: its sound records in the file's order, what is wrong with it, and what does not load."""

    found: Found
    records: tuple[Stored[Any], ...] = ()
    problems: tuple[Problem, ...] = ()
    broken: tuple[str, ...] = ()  # the ids of a brief or of records that are there and do not load
    excerpts: Any = None  # the document, to point into it

    def taken(self, id_: str, first: str) -> Problem:
        """What is said of a record whose id another file has first."""
        problem = Problem(
            self.found.path, 1, 1, "E005", f"the id `{id_}` is already taken by {first}",
            "give one of them another id",
        )  # fmt: skip
        if self.found.kind == "brief":
            return problem
        line, column, end_line, end_column = self.excerpts.places.key_place_of((id_,))
        return replace(
            problem, line=line, column=column, end_line=end_line, end_column=end_column,
            excerpt=self.excerpts.excerpt(line, end_line, end_column, column), record=id_,
        )  # fmt: skip


def settings_of(root: str) -> tuple[Settings, dict[str, tuple[Problem, ...]], bytes]:
    """The settings of a book, the problems of the file that they stand in, and its bytes."""
    for name in SETTINGS_FILES:
        data = load_bytes(root, name)
        if data is None:
            continue
        if isinstance(data, Problem):
            return Settings(), {name: (data,)}, b""
        settings, problems = gate_settings(read_text(name, data, kind="book"), name)
        return settings, {name: tuple(problems)} if problems else {}, data
    return Settings(), {}, b""


def rules_of(settings: Settings) -> Rules:
    """How a book's files are read."""
    return Rules(settings.yardstick, settings.format > 1)


def read_file(root: str, found: Found, rules: Rules, data: bytes | Problem | None = None) -> Read | None:
    """Read one file of a book; nothing in it can raise.  None when it is gone since it was seen."""
    if found.refused:
        return _refused(found, Problem(found.path, 1, 1, found.code, f"not read: {found.refused}", _mend(found.code)))
    data = load_bytes(root, found.path) if data is None else data
    if data is None:
        return None
    if isinstance(data, Problem):
        return _refused(found, data)
    return _brief(found, data, rules) if found.kind == "brief" else _register(found, data, rules)


def problems_in(root: str, path: str, data: bytes, rules: Rules) -> tuple[Problem, ...]:
    """What is wrong with a file of a book that holds these bytes, or would."""
    kind = kind_of(path)
    if kind == "book":
        return tuple(gate_settings(read_text(path, data, kind=DIALECTS[kind]), path)[1])
    read = read_file(root, Found(path, kind), rules, data)
    return read.problems if read else ()


def _mend(code: str) -> str:
    return CATALOGUE[code].mend


def _refused(found: Found, *problems: Problem) -> Read:
    broken = [found.stem] if found.kind == "brief" else [p.record for p in problems if p.record]
    return Read(found, problems=problems, broken=tuple(dict.fromkeys(broken)))


def _brief(found: Found, data: bytes, rules: Rules) -> Read:
    if not ID.fullmatch(found.stem):
        mend = "rename the file: lower-case letters, digits and hyphens, at most 100"
        why = f"the file name {quoted(found.stem)} is no id"
        return _refused(found, Problem(found.path, 1, 1, "E004", why, mend))
    document = read_text(found.path, data)
    result = document.problems if document.fatal else gate_brief(document, found.path, found.stem, rules)
    if isinstance(result, list):
        return _refused(found, *result)
    return Read(found, (Stored(result, found.path, document.places),), excerpts=document)


def _register(found: Found, data: bytes, rules: Rules) -> Read:
    document = read_text(found.path, data, kind="register")
    if document.fatal:
        return _refused(found, *document.problems)
    cls: type[Entity] | type[Source] = Entity if found.kind == "entities" else Source
    sound, problems = gate_records(cls, document, found.path, rules)
    records = tuple(Stored(record, found.path, document.places, (id_,)) for id_, record in sound.items())
    unsound = tuple(dict.fromkeys(p.record for p in problems if p.record and p.record not in sound))
    return Read(found, records, tuple(problems), unsound, document)


def read_alone(path: str, data: bytes, stem: str, settings: Settings) -> tuple[Stored[Brief] | None, list[Problem]]:
    """One brief from bytes that need not stand in a book (``show -``, ``show ./note.yaml``)."""
    document: Document = read_text(path, data)
    named = document.value.get("id")
    if not stem:
        stem = named if isinstance(named, str) and ID.fullmatch(named) else "stdin"
    result = document.problems if document.fatal else gate_brief(document, path, stem, rules_of(settings))
    return (None, result) if isinstance(result, list) else (Stored(result, path, document.places), [])
