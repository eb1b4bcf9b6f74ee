"""``entities`` and ``sources``: the registers, with how often and where each record is used."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from brief_cli.book import Book
from brief_cli.book.match import Selector, Unit
from brief_cli.model.fields import Extra
from brief_cli.model.registers import ENTITY_TYPES, Entity, Source
from brief_cli.query.selection import Selection

USES = ("entity", "place", "said_by", "link", "source", "part_of")


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityProfile:
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
    path: str
    line: int
    briefs: int
    items: int
    used_in: tuple[str, ...]
    x: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceProfile:
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
    path: str
    line: int
    briefs: int
    items: int
    used_in: tuple[str, ...]
    x: Extra = field(default_factory=dict)


def entities(book: Book, selection: Selection) -> tuple[EntityProfile, ...]:
    """The entities that answer, by id."""
    asked = Selector(book, selection)
    return tuple(entity_profile(book, e) for e in book.entities.values() if asked(Unit(e.id, "entity", e)))


def sources(book: Book, selection: Selection) -> tuple[SourceProfile, ...]:
    """The sources that answer, by id."""
    asked = Selector(book, selection)
    return tuple(source_profile(book, s) for s in book.sources.values() if asked(Unit(s.id, "source", s)))


def entity_profile(book: Book, entity: Entity) -> EntityProfile:
    """One entity with its use."""
    return EntityProfile(**_own(book, entity, EntityProfile))


def source_profile(book: Book, source: Source) -> SourceProfile:
    """One source with its use."""
    own = _own(book, source, SourceProfile)
    return SourceProfile(**own | {"published": source.published.text if source.published else None})


def _own(book: Book, record: Any, cls: type) -> dict[str, Any]:
    used = used_in(book, record.id)
    path, line = book.place_of(record.id)
    own = {name: getattr(record, name) for name in cls.__dataclass_fields__ if hasattr(record, name)}  # type: ignore[attr-defined]
    return own | {
        "path": path,
        "line": line,
        "briefs": len({address.partition("#")[0] for address in used} & book.briefs.keys()),
        "items": sum("#" in address for address in used),
        "used_in": used,
    }


def used_in(book: Book, id_: str) -> tuple[str, ...]:
    """The addresses of everything that names a record, in code-point order."""
    return tuple(sorted({r.origin for r in book.named_in.get(id_, ()) if r.how in USES}))
