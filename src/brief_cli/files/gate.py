"""The gate: a document as read becomes a record of the model, or a list of problems with their places."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, TypeVar

from pydantic_core import ValidationError

from brief_cli.errors import near
from brief_cli.files.read import Document
from brief_cli.files.scalars import ID, quoted
from brief_cli.files.shapes import OWN, checker, file_keys
from brief_cli.files.walk import unusable
from brief_cli.model import brief as records
from brief_cli.model.brief import ITEM_FIELDS, KIND_OF, Brief
from brief_cli.model.problem import Problem
from brief_cli.model.registers import Entity, Settings, Source
from brief_cli.model.schema import a_kind
from brief_cli.model.value import Value
from brief_cli.model.yardstick import YARDSTICKS

T = TypeVar("T", bound=Value)
Path = tuple[str | int, ...]
MOST_TOLD = 10_000  # faults of one record; more are no help to anybody


@dataclass(frozen=True, slots=True)
class Rules:
    """What the book itself says about how its files are read."""

    yardstick: str = "icd203"
    lenient: bool = False  # a later format: unknown fields are kept


def gate_brief(document: Document, path: str, stem: str, rules: Rules) -> Brief | list[Problem]:
    """A brief whose items carry their full addresses, or everything that is wrong with it."""
    checked = _checked(Brief, document, path, (), document.value, rules)
    problems = [
        *document.problems,
        *(checked if isinstance(checked, list) else _own_faults(checked, document, path, stem)),
    ]
    if problems or isinstance(checked, list):
        return sorted(problems, key=lambda p: (p.line, p.column))
    return _addressed(checked, stem)


def gate_records(
    cls: type[Entity] | type[Source], document: Document, path: str, rules: Rules
) -> tuple[dict[str, Any], list[Problem]]:
    """The sound records of a register by id, and the problems of the others."""
    broken = {p.record for p in document.problems if not _is_second(p, document)}
    sound: dict[str, Any] = {}
    problems = list(document.problems)
    for key, value in document.value.items():
        if key in broken:
            continue
        found = _checked(cls, document, path, (key,), value, rules, key)
        if isinstance(found, list):
            problems += [replace(p, record=key) for p in found]
        elif faults := list(_record_id(key, found, document, path)):
            problems += faults
        else:
            sound[key] = _changed(found, id=key)
    return sound, sorted(problems, key=lambda p: (p.line, p.column))


def _is_second(problem: Problem, document: Document) -> bool:
    """Whether a problem is that of a record's id written again: the first of the two is sound."""
    if problem.code != "E015" or problem.column != document.places.key_place_of((problem.record,))[1]:
        return False
    written = document.raw.line(problem.line)[problem.column - 1 : problem.end_column - 1]
    return written.strip("'\"") == problem.record


def gate_settings(document: Document, path: str) -> tuple[Settings, list[Problem]]:
    """The book's settings; broken ones are reported and read as defaults."""
    version = document.value.get("format")
    later = isinstance(version, str) and re.fullmatch(r"[1-9][0-9]*", version, re.ASCII) is not None and version != "1"
    found = _checked(Settings, document, path, (), document.value, Rules(lenient=later))
    problems = [*document.problems, *(found if isinstance(found, list) else _patterns(found, document, path))]
    problems.sort(key=lambda p: (p.line, p.column))
    return (Settings() if problems or isinstance(found, list) else found), problems


def _patterns(found: Settings, document: Document, path: str) -> Iterable[Problem]:
    """Patterns of ``ignore`` that are none, or that a name could make run for ever."""
    for n, pattern in enumerate(found.ignore):
        if (why := unusable(pattern)) is not None:
            place = document.places.place_of(("ignore", n))
            hint = "a gitignore pattern, as `docs/**`"
            yield _at(document, path, place, "E113", f"{quoted(pattern)} is no pattern: {why}", hint, "")


def fault_of(cls: type, key: str, text: str, yardstick: str) -> str | None:
    """What is wrong with a text in a field of a record, with its mend; None when it can stand there."""
    try:
        checker(cls).validate_python({key: text}, context={"yardstick": YARDSTICKS[yardstick]})
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            if fault["loc"][:1] == (key,) and fault["type"] != "missing":
                context = fault.get("ctx", {})
                return "; ".join(
                    filter(None, (str(context.get("message", fault["msg"])), str(context.get("hint", ""))))
                )
    return None


def _checked(
    cls: type, document: Document, path: str, at: Path, value: Any, rules: Rules, key: str = ""
) -> Any | list[Problem]:
    try:
        return checker(cls, rules.lenient).validate_python(value, context={"yardstick": YARDSTICKS[rules.yardstick]})
    except ValidationError as error:
        faults = error.errors(include_url=False)[:MOST_TOLD]
        mended = {_meant(cls, fault) for fault in faults if fault["type"] == "extra_forbidden"}
        told = [
            _problem(cls, document, path, at, fault, key)
            for fault in faults
            if fault["type"] != "missing" or fault["loc"] not in mended  # misspelt, and told as that
        ]
        return [problem for problem in told if problem is not None]


def _meant(cls: type, fault: Any) -> Path:
    """The place of the field that a misspelt one was to be."""
    inside: Path = fault["loc"]
    found = _nearest_field(str(inside[-1]), _owner(cls, inside))
    return (*inside[:-1], *found) if found else ()


@lru_cache(maxsize=1024)  # a fault is asked about twice, and whoever mistypes a field does it often
def _nearest_field(name: str, owner: type) -> tuple[str, ...]:
    """The field of a record that a misspelt name is nearest to, or none."""
    return tuple(near(name, list(file_keys(owner)), 1))


def _problem(cls: type, document: Document, path: str, at: Path, fault: Any, key: str) -> Problem | None:
    """One of pydantic-core's errors in our words, at its place; None where the reader has already refused the text."""
    inside: Path = tuple(part for part in fault["loc"] if part != OWN)
    where = _where(document.value, at, inside, cls, key)
    owner = _owner(cls, inside)
    name = str(inside[-1]) if inside else ""
    full = (*at, *inside)
    if document.places.is_refused(full):
        return None
    if fault["type"] == "missing":
        place = document.places.key_place_of((*at, *inside[:-1]))
        hint = f"write `{name}:` and its value"
        return _at(document, path, place, "E101", f"`{name}` is missing", hint, where or a_kind(cls))
    if fault["type"] == "extra_forbidden":
        found = _nearest_field(name, owner)
        hint = f"write `{found[0]}`" if found else f"not a field of {a_kind(owner)}; name your own fields `x_…`"
        if fault["input"] == "" and not found:
            hint = "a value that holds a comma stands in quotes inside {}"
        place = document.places.key_place_of(full)
        return _at(document, path, place, "E103", f"unknown field `{name}`", hint, where)
    context = fault.get("ctx", {})
    place = document.places.place_of(full)
    message = context.get("message", fault["msg"])
    code = fault["type"] if fault["type"].startswith("E") else "E102"
    return _at(document, path, place, code, message, context.get("hint", ""), where)


def _at(document: Document, path: str, place: Any, code: str, message: str, hint: str, where: str) -> Problem:
    line, column, end_line, end_column = place
    return Problem(
        path, line, column, code, message, hint, end_line, end_column, where, "",
        document.excerpt(line, end_line, end_column, column),
    )  # fmt: skip


def _owner(cls: type, inside: Path) -> type:
    """The record class that the last name of a path belongs to."""
    for part in inside[:-1]:
        if isinstance(part, str) and part in file_keys(cls):
            of = file_keys(cls)[part].metadata.get("of")
            cls = getattr(records, of) if of else cls
    return cls


def _where(value: Any, at: Path, inside: Path, cls: type, key: str) -> str:
    """``judgment j1``: the item or record that a fault stands in; empty for the file's own fields."""
    if key:
        return f"{a_kind(cls).partition(' ')[2]} {key}"
    if len(inside) < 2 or inside[0] not in KIND_OF or not isinstance(inside[1], int):
        return str(inside[0]) if len(inside) > 1 else ""
    items = value.get(inside[0])
    item = items[inside[1]] if isinstance(items, list) and inside[1] < len(items) else items
    name = item.get("id") if isinstance(item, dict) else None
    return f"{KIND_OF[str(inside[0])].replace('_', ' ')} {name if isinstance(name, str) and name else inside[1] + 1}"


def _record_id(key: str, found: Any, document: Document, path: str) -> Iterable[Problem]:
    place = document.places.key_place_of((key,))
    if not ID.fullmatch(key):
        hint = "lower-case letters, digits and hyphens, at most 100"
        yield replace(_at(document, path, place, "E109", f"{quoted(key)} is no id", hint, ""), record=key)
    elif found.id and found.id != key:
        place = document.places.place_of((key, "id"))
        message = f"the id inside, `{found.id}`, is not the record's, `{key}`"
        yield replace(_at(document, path, place, "E115", message, "leave it out", ""), record=key)


def _own_faults(found: Brief, document: Document, path: str, stem: str) -> Iterable[Problem]:
    """What no single field shows: an id that disagrees with the stem, an item id written twice."""
    if found.id and found.id != stem:
        place = document.places.place_of(("id",))
        message = f"the id inside, `{found.id}`, is not the file's, `{stem}`"
        yield _at(document, path, place, "E115", message, "leave it out, or rename the file", "")
    seen: dict[str, str] = {}
    for part in ITEM_FIELDS:
        for n, item in enumerate(getattr(found, part)):
            if item.id and item.id in seen:
                place = document.places.place_of((part, n, "id"))
                message = f"`{item.id}` is already the id of one of the {seen[item.id].replace('_', ' ')}"
                yield _at(document, path, place, "E110", message, "give one of them another id", "")
            elif item.id:
                seen[item.id] = part
    yield from _source_ids(found, document, path)


def _source_ids(found: Brief, document: Document, path: str) -> Iterable[Problem]:
    """A source that a brief defines has an id, and its own: another of the same would be lost without a word."""
    seen: set[str] = set()
    for n, source in enumerate(found.sources):
        if not source.id:
            place = document.places.key_place_of(("sources", n))
            yield _at(document, path, place, "E101", "`id` is missing", "write `id:` and its value", f"source {n + 1}")
        elif source.id in seen:
            place = document.places.place_of(("sources", n, "id"))
            message = f"`{source.id}` is already the id of one of the sources"
            yield _at(document, path, place, "E110", message, "give one of them another id", "")
        seen.add(source.id)


def _addressed(found: Brief, stem: str) -> Brief:
    """Items get full addresses; references inside the brief (``k4``) are written out."""
    local = {item.id for _, item in found.items() if item.id}

    def full(reference: str) -> str:
        return f"{stem}#{reference}" if reference in local else reference

    parts = {part: _items(getattr(found, part), part, stem, full) for part in ITEM_FIELDS if getattr(found, part)}
    return _changed(found, id=stem, **parts)


def _items(items: tuple[Any, ...], part: str, stem: str, full: Callable[[str], str]) -> tuple[Any, ...]:
    out = []
    for n, item in enumerate(items, 1):
        new: dict[str, Any] = {"id": f"{stem}#{item.id or f'{part}.{n}'}"}
        inside = item.__dict__  # kinds of items have few fields in common
        for name in ("contradicts", "same_as", "for_"):
            if references := inside.get(name):
                new[name] = tuple(full(r) for r in references)
        if (settled := inside.get("resolution")) is not None:
            new["resolution"] = _changed(settled, holds=full(settled.holds))
        out.append(_changed(item, **new))
    return tuple(out)


def _changed(value: T, **new: Any) -> T:
    """``replace`` for fields that are known to be there, in a quarter of its time."""
    copy = object.__new__(value.__class__)
    copy.__dict__.update(value.__dict__, **new)
    return copy
