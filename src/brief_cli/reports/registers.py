"""``entities`` and ``sources``: the registers, with how often and where each record is used."""

from __future__ import annotations

from dataclasses import field, fields
from typing import Any, TypeVar

from brief_cli.book import Book
from brief_cli.book.match import selected
from brief_cli.index.reader import Unit
from brief_cli.model.fields import Extra
from brief_cli.model.registers import ENTITY_TYPES, Entity, Exemption, Source
from brief_cli.model.shape import from_json
from brief_cli.model.value import Value
from brief_cli.query.selection import Selection
from brief_cli.reports.rows import Rows

USES = ("entity", "place", "said_by", "link", "source", "part_of")


class EntityProfile(Value):
    """An entity and its use: `briefs` and `items` are counts, `used_in` the addresses."""

    id: str
    type: str = field(metadata={"options": ENTITY_TYPES})
    name: str
    aliases: tuple[str, ...]
    names: dict[str, tuple[str, ...]]
    weak_aliases: tuple[str, ...]
    not_same_as: tuple[str, ...]
    summary: str | None
    part_of: tuple[str, ...]
    country: str | None
    wikidata: str | None
    exempt: tuple[Exemption, ...]
    path: str
    line: int
    briefs: int
    items: int
    used_in: tuple[str, ...]
    x: Extra = field(default_factory=dict)


class SourceProfile(Value):
    """A source and its use: `briefs` and `items` are counts, `used_in` the addresses."""

    id: str
    title: str
    publisher: str | None
    via: str | None
    author: str | None
    url: str | None
    archived: str | None
    published: str | None
    retrieved: str | None
    lang: str | None
    kind: str | None
    reliability: str | None
    origin: str | None
    note: str | None
    exempt: tuple[Exemption, ...]
    path: str
    line: int
    briefs: int
    items: int
    used_in: tuple[str, ...]
    x: Extra = field(default_factory=dict)


def entities(book: Book, selection: Selection) -> Rows[EntityProfile, int]:
    """The entities that answer, by id."""
    where, values = selected(book, selection, "entity")
    numbers = book.index.column(f"SELECT n FROM unit u WHERE {where} ORDER BY id", *values)
    return Rows(numbers, lambda some: [_profile(book, EntityProfile, *u) for u in book.index.units_with_own(some)])


def sources(book: Book, selection: Selection) -> Rows[SourceProfile, int]:
    """The sources that answer, by id."""
    where, values = selected(book, selection, "source")
    numbers = book.index.column(f"SELECT n FROM unit u WHERE {where} ORDER BY id", *values)
    return Rows(numbers, lambda some: [_profile(book, SourceProfile, *u) for u in book.index.units_with_own(some)])


def entity_profile(book: Book, id_: str) -> EntityProfile:
    """One entity with its use."""
    return _profile(book, EntityProfile, book.unit(id_), book.index.own(id_) or {})


def source_profile(book: Book, id_: str) -> SourceProfile:
    """One source with its use."""
    return _profile(book, SourceProfile, book.unit(id_), book.index.own(id_) or {})


P = TypeVar("P", EntityProfile, SourceProfile)


def _profile(book: Book, cls: type[P], unit: Unit, own: dict[str, Any]) -> P:
    used = used_in(book, unit.id)
    record = from_json(Entity if cls is EntityProfile else Source, own)
    plain: dict[str, Any] = {f.name: getattr(record, f.name) for f in fields(cls) if hasattr(record, f.name)}
    if cls is SourceProfile:
        plain["published"] = own.get("published")
    return cls(
        **plain,
        path=unit.path,
        line=unit.line,
        briefs=book.index.column(_USING, unit.id)[0],
        items=sum("#" in address for address in used),
        used_in=used,
    )


_USING = (
    "SELECT count(DISTINCT r.owner) FROM ref r JOIN unit b ON b.id = r.owner AND b.kind = 'brief'"
    f" WHERE r.record = ? AND r.how IN {USES}"
)


def used_in(book: Book, id_: str) -> tuple[str, ...]:
    """The addresses of everything that names a record, in code-point order."""
    named = f"SELECT DISTINCT origin FROM ref WHERE record = ? AND how IN {USES} ORDER BY origin"
    return tuple(book.index.column(named, id_))
