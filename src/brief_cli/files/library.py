"""A folder, read: every sound record with its place, and every problem by its path."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from brief_cli.files.catalogue import CATALOGUE
from brief_cli.files.gate import Rules, gate_brief, gate_records, gate_settings
from brief_cli.files.load import load_bytes
from brief_cli.files.read import Document, Places, read_text
from brief_cli.files.scalars import ID, quoted
from brief_cli.files.walk import Found, walk
from brief_cli.model.brief import Brief
from brief_cli.model.problem import Problem
from brief_cli.model.registers import SETTINGS_FILES, Entity, Settings, Source

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
        if not inside and not self.at:
            return 1
        last = (*self.at, *inside)[-1]
        look = self.places.place_of if isinstance(last, int) else self.places.key_place_of
        line: int = look((*self.at, *inside))[0]
        return line


@dataclass(slots=True)
class Contents:
    """What a folder holds.  ``problems`` by path; ``broken``: the path of each brief and record that does not load."""

    root: str
    settings: Settings
    briefs: dict[str, Stored[Brief]] = field(default_factory=dict)
    entities: dict[str, Stored[Entity]] = field(default_factory=dict)
    sources: dict[str, Stored[Source]] = field(default_factory=dict)
    problems: dict[str, list[Problem]] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)


def read_book(root: str) -> Contents:
    """Read a whole folder; nothing in it can raise."""
    contents, rules = _opened(root)
    seen: dict[str, str] = {}
    for found in walk(root, contents.settings.ignore):
        if found.refused:
            _refuse(contents, found, _not_read(found))
        else:
            _file(contents, found, rules, seen)
    for shelf in (contents.briefs, contents.entities, contents.sources):
        ordered = sorted(shelf.items())
        shelf.clear()
        shelf.update(ordered)  # type: ignore[arg-type]
    return contents


def _not_read(found: Found) -> Problem:
    return Problem(found.path, 1, 1, found.code, f"not read: {found.refused}", CATALOGUE[found.code].mend)


def _opened(root: str) -> tuple[Contents, Rules]:
    """The settings of the book, and the rules they make."""
    for name in SETTINGS_FILES:
        data = load_bytes(root, name)
        if data is None:
            continue
        if isinstance(data, Problem):
            return Contents(root, Settings(), problems={name: [data]}), Rules()
        settings, problems = gate_settings(read_text(name, data, kind="book"), name)
        contents = Contents(root, settings, problems={name: problems} if problems else {})
        return contents, Rules(settings.yardstick, settings.format > 1)
    return Contents(root, Settings()), Rules()


def _refuse(contents: Contents, found: Found, *problems: Problem) -> None:
    contents.problems.setdefault(found.path, []).extend(problems)
    for id_ in [found.stem] if found.kind == "brief" else [p.record for p in problems if p.record]:
        contents.broken.setdefault(id_, found.path)


def _file(contents: Contents, found: Found, rules: Rules, seen: dict[str, str]) -> None:
    data = load_bytes(contents.root, found.path)
    if data is None:
        return  # gone since the walk: the book is without it
    if isinstance(data, Problem):
        _refuse(contents, found, data)
    elif found.kind == "brief":
        _brief(contents, found, data, rules, seen)
    else:
        _register(contents, found, data, rules, seen)


def _brief(contents: Contents, found: Found, data: bytes, rules: Rules, seen: dict[str, str]) -> None:
    if not ID.fullmatch(found.stem):
        mend = "rename the file: lower-case letters, digits and hyphens, at most 100"
        _refuse(
            contents, found, Problem(found.path, 1, 1, "E004", f"the file name {quoted(found.stem)} is no id", mend)
        )
        return
    document = read_text(found.path, data)
    result = document.problems if document.fatal else gate_brief(document, found.path, found.stem, rules)
    if isinstance(result, list):
        _refuse(contents, found, *result)
    elif found.stem in seen:
        contents.problems.setdefault(found.path, []).append(_twice(found.path, found.stem, seen[found.stem], 1, 1))
    else:
        seen[found.stem] = found.path
        contents.briefs[found.stem] = Stored(result, found.path, document.places)


def _register(contents: Contents, found: Found, data: bytes, rules: Rules, seen: dict[str, str]) -> None:
    document = read_text(found.path, data, kind="register")
    if document.fatal:
        _refuse(contents, found, *document.problems)
        return
    cls: type[Entity] | type[Source] = Entity if found.kind == "entities" else Source
    sound, problems = gate_records(cls, document, found.path, rules)
    shelf: dict[str, Stored[Any]] = contents.entities if found.kind == "entities" else contents.sources
    for id_, record in sound.items():
        if id_ in seen:
            line, column, end_line, end_column = document.places.key_place_of((id_,))
            clash = _twice(found.path, id_, seen[id_], line, column)
            excerpt = document.excerpt(line, end_line, end_column, column)
            problems.append(replace(clash, end_line=end_line, end_column=end_column, excerpt=excerpt, record=id_))
        else:
            seen[id_] = found.path
            shelf[id_] = Stored(record, found.path, document.places, (id_,))
    if problems:
        _refuse(contents, found, *problems)


def _twice(path: str, id_: str, first: str, line: int, column: int) -> Problem:
    return Problem(
        path, line, column, "E005", f"the id `{id_}` is already taken by {first}", "give one of them another id"
    )


def read_alone(path: str, data: bytes, stem: str, settings: Settings) -> tuple[Stored[Brief] | None, list[Problem]]:
    """One brief from bytes that need not stand in a book (``show -``, ``show ./note.yaml``)."""
    document: Document = read_text(path, data)
    named = document.value.get("id")
    if not stem:
        stem = named if isinstance(named, str) and ID.fullmatch(named) else "stdin"
    rules = Rules(settings.yardstick, settings.format > 1)
    result = document.problems if document.fatal else gate_brief(document, path, stem, rules)
    return (None, result) if isinstance(result, list) else (Stored(result, path, document.places), [])
