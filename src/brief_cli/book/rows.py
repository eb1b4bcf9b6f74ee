"""Records as the index keeps them: their own JSON, their words, and what they name."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from typing import Any

from brief_cli.book import references as refs
from brief_cli.book.references import Reference
from brief_cli.checks.records import of_record
from brief_cli.files.library import Read, Stored
from brief_cli.index.tables import EXEMPT, MOST_ITEMS, Claim, FileRows, RecordRows, RefRow, UnitRow, kept_path
from brief_cli.index.words import columns, searched
from brief_cli.model.brief import ITEM_FIELDS, KIND_OF, Brief
from brief_cli.model.calendar import shifted
from brief_cli.model.registers import Entity, Settings, Source
from brief_cli.model.shape import Json, as_own
from brief_cli.model.text import fold, fold_words
from brief_cli.model.yardstick import YARDSTICKS

_KEYS = {"alias": "aliases"}
"""The keys in a file of what a search calls otherwise."""

_compact: Callable[[Json], str] = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), check_circular=False
).encode


def digest(data: object) -> bytes:
    """What tells two states of a file apart; nothing of one that could not be read, so that it is asked for again."""
    return hashlib.blake2b(data, digest_size=16).digest() if isinstance(data, bytes) else b""


def claims(read: Read) -> list[Claim]:
    """The ids that a file claims: its records', and those of sources that its brief defines by the way."""
    own = [Claim(stored.record.id, False) for stored in read.records]
    return own + [Claim(source.record.id, True) for source in _inner(read)]


def _inner(read: Read) -> list[Stored[Any]]:
    """The sources that a brief defines, each with its place."""
    if read.found.kind != "brief":
        return []
    return [
        Stored(source, stored.path, stored.places, ("sources", n))
        for stored in read.records
        for n, source in enumerate(stored.record.sources)
        if source.id
    ]


def file_rows(read: Read, mine: Iterable[Claim], settings: Settings, extra: Iterable[Any] = ()) -> FileRows:
    """All rows of a file for the claims that are to be its own; ``extra`` are problems with other files."""
    problems = sorted([*read.problems, *extra], key=lambda p: (p.line, p.column))
    wanted = set(mine)
    records = [(Claim(s.record.id, False), s, 0) for s in read.records] + [
        (Claim(s.record.id, True), s, -1) for s in _inner(read)
    ]
    return FileRows(
        read.found.path,
        read.found.kind,
        b"",
        list(read.broken),
        [[getattr(p, f.name) for f in fields(p)] for p in problems],
        [told for claim, s, seq in records if claim in wanted and not seq for told in _against(s, settings)],
        [(claim, record_rows(s, settings, seq)) for claim, s, seq in records if claim in wanted],
    )


def _against(stored: Stored[Any], settings: Settings) -> Iterator[list[Any]]:
    """What a record says against itself; where that stands is looked up when somebody asks."""
    for told in of_record(stored.record, YARDSTICKS[settings.yardstick], settings.lang):
        yield list(told._replace(inside=stored.at + told.inside))


def record_rows(stored: Stored[Any], settings: Settings, seq: int = 0) -> RecordRows:
    """All rows of one record; ``seq`` is below zero for a source that a brief defines by the way."""
    record = stored.record
    if isinstance(record, Brief):
        return _brief(stored, record, settings)
    if isinstance(record, Entity):
        return _entity(stored, record)
    return _source(stored, record, seq)


def _brief(stored: Stored[Any], brief: Brief, settings: Settings) -> RecordRows:
    whole = as_own(brief)
    head = {key: value for key, value in whole.items() if key not in ITEM_FIELDS}
    due = brief.review_by or _due(brief, settings.review_interval)
    found = searched("brief", head)
    path = kept_path(stored.path)
    unit = UnitRow(
        brief.id, "brief", brief.id, path, 1, 0, _compact(head), _lines(stored, (), found), brief.title,
        status=brief.status, as_of=brief.as_of, due=due,
    )  # fmt: skip
    units = [(unit, columns("brief", head, found))]
    for part_no, part in enumerate(ITEM_FIELDS):
        items: Any = whole.get(part, [])
        for n, (item, own) in enumerate(zip(getattr(brief, part), items, strict=True)):
            units.append(_item(stored, brief, item, own, path, (part, n), part_no * MOST_ITEMS + n + 1))
    labels = [(brief.id, "tag", fold(tag), tag) for tag in brief.tags]
    labels += [(brief.id, "author", fold(brief.author), brief.author)] if brief.author else []
    labels += [(brief.id, key, fold(text), text) for key, text in _own_fields(brief)]
    labels += _exempt(brief)
    return RecordRows(units, _refs(stored, refs.of_brief(brief)), labels, [])


def _exempt(record: Any) -> list[tuple[str, str, str, str]]:
    return [(record.id, EXEMPT, one.rule, _compact(as_own(one))) for one in record.exempt]


def _due(brief: Brief, interval: str | None) -> str | None:
    """The book's interval after its last look."""
    return shifted(max(brief.as_of, brief.reviewed or ""), int(interval[:-1]), interval[-1]) if interval else None


def _own_fields(brief: Brief) -> Iterator[tuple[str, str]]:
    for key, value in brief.x.items():
        for text in value if isinstance(value, list) else [value]:
            if isinstance(text, str):
                yield key, text


def _item(
    stored: Stored[Any], brief: Brief, item: Any, own: dict[str, Json], path: str, at: tuple[str, int], seq: int
) -> tuple[UnitRow, tuple[str, ...]]:
    kind = KIND_OF[at[0]]
    found = searched(kind, own)
    first, last, status = (item.date.earliest, item.date.latest, item.status) if kind == "event" else (None, None, None)
    unit = UnitRow(
        item.id, kind, brief.id, path, stored.line(*at), seq, _compact(own), _lines(stored, at, found), brief.title,
        first, last, status, as_of=brief.as_of, cites=len(item.sources) if hasattr(item, "sources") else None,
        teller=item.id if kind == "event" else None, told=1 if kind == "event" else None,
    )  # fmt: skip
    return unit, columns(kind, own, found)


def _entity(stored: Stored[Any], entity: Entity) -> RecordRows:
    own = as_own(entity)
    found = searched("entity", own)
    unit = UnitRow(
        entity.id, "entity", None, kept_path(stored.path), stored.line(), 0, _compact(own),
        _lines(stored, (), found), entity.name, type=entity.type,
    )  # fmt: skip
    names = [(name, entity.id, "entity") for name in dict.fromkeys(fold(n) for n in entity.spellings())]
    return RecordRows(
        [(unit, columns("entity", own, found))], _refs(stored, refs.of_entity(entity)), _exempt(entity), names
    )


def _source(stored: Stored[Any], source: Source, seq: int = 0) -> RecordRows:
    own = as_own(source)
    found = searched("source", own)
    published = source.published
    unit = UnitRow(
        source.id, "source", None, kept_path(stored.path), stored.line(), seq, _compact(own),
        _lines(stored, (), found), source.title,
        first=published.earliest if published else None, last=published.latest if published else None,
        status="dated" if published else None, type=source.kind,
        origin=fold_words(source.origin or source.publisher or source.id),
    )  # fmt: skip
    names = [(fold(source.title), source.id, "source")]
    return RecordRows(
        [(unit, columns("source", own, found))], _refs(stored, refs.of_source(source)), _exempt(source), names
    )


def _lines(stored: Stored[Any], at: tuple[str | int, ...], found: dict[str, str]) -> str:
    """The line of each text that a hit may stand in, as JSON (written by hand: fields' names need no escapes)."""
    keys = [_KEYS.get(name, name) for name in found if name != "id"]
    return "{" + ",".join([f'"{key}":{stored.line(*at, key)}' for key in keys]) + "}"


def _refs(stored: Stored[Any], found: list[Reference]) -> list[RefRow]:
    return [
        RefRow(
            origin, origin.partition("#")[0], to, to.partition("#")[0], how, as_, stored.line(*inside), seq,
            note, credibility,
        )
        for seq, (origin, to, how, as_, inside, credibility, note) in enumerate(found)
    ]  # fmt: skip
