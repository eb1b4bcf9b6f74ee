"""``search``: ranked hits, each with the item that matched and its place."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from brief_cli.book import Book
from brief_cli.book.match import Selector, Unit, strings
from brief_cli.index.search import Document, Field, Found, Matches, Name, Reading, Search
from brief_cli.model.brief import KIND_OF
from brief_cli.model.shape import as_json
from brief_cli.query.selection import Selection, Word


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Something found; `via` says by which spelling, and is null for what was typed."""

    id: str
    kind: str = dataclasses.field(
        metadata={"options": ("brief", *KIND_OF.values(), "entity", "source")},
    )
    field: str
    text: str
    via: str | None
    path: str
    line: int
    brief: str | None
    title: str
    spans: tuple[tuple[int, int], ...] = dataclasses.field(default=(), metadata={"hidden": True})


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """All hits, best first, and how the words were read."""

    rows: tuple[Hit, ...]
    readings: tuple[Reading, ...]


def search(book: Book, selection: Selection, *, exact: bool = False, limit: int | None = None) -> Hits:
    """Free words are searched; field terms narrow; with field terms alone every matching item, by address.

    No more than ``limit`` hits are looked up in their files.
    """
    units = list(_units(book))
    words = selection.words()
    if not words:
        asked = Selector(book, selection, hits=True)
        chosen = sorted((u for u in units if asked(u)), key=lambda u: u.id)
        return Hits(rows=tuple(_hit(book, u, _first(u)) for u in chosen[:limit]), readings=())
    names = [Name(e.id, e.spellings()) for e in book.entities.values()]
    question = Search([_document(u) for u in units], names, exact=exact)
    tables = {word: question.matches(word.text) for word in words}
    asked = Selector(book, selection, hits=True, word=lambda unit, word: _holds(unit, word, tables, exact))
    by_id = {u.id: u for u in units if asked(u)}
    found = question.ranked(by_id, list(tables.values()))
    rows = tuple(_hit(book, by_id[f.id], f) for f in found[:limit])
    return Hits(rows=rows, readings=() if exact else tuple(question.reading(word.text) for word in words))


def _holds(unit: Unit, word: Word, tables: Mapping[Word, Matches], exact: bool) -> bool | None:
    """Whether a unit holds a word; None leaves a word that is only under a ``not`` to the selection."""
    if word in tables:
        return unit.id in tables[word]
    return any(word.text in text for text in strings(as_json(unit.record))) if exact else None


def _units(book: Book) -> Iterator[Unit]:
    for brief in book.briefs.values():
        yield Unit(brief.id, "brief", brief, brief)
        for part, item in brief.items():
            yield Unit(item.id, KIND_OF[part], item, brief)
    for entity in book.entities.values():
        yield Unit(entity.id, "entity", entity)
    for source in book.sources.values():
        yield Unit(source.id, "source", source)


_TEXTS = {
    "brief": ("title", "id", "bottom_line", "tags", "summary", "source_summary", "author"),
    "entity": ("name", "id", "alias", "summary"),
    "source": ("title", "id", "publisher", "via", "author", "origin", "note"),
    "event": ("title", "detail"),
}


def _texts(unit: Unit) -> Iterator[tuple[str, str]]:
    """The searchable texts of a unit by field; names in other languages count as aliases."""
    for name in _TEXTS.get(unit.kind, ("text", "basis", "change", "why_not")):
        if name == "alias":
            yield from (("alias", spelling) for spelling in unit.record.spellings()[1:])
        else:
            value: Any = getattr(unit.record, name, None)
            if value:
                yield name, value if isinstance(value, str) else ", ".join(value)


def _document(unit: Unit) -> Document:
    joined: dict[str, str] = {}
    for name, text in _texts(unit):
        joined[name] = f"{joined[name]}, {text}" if name in joined else text
    fields = tuple(Field(name, text) for name, text in joined.items())
    return Document(unit.id, fields, 0.5 if unit.kind == "source" else 1.0)


def _first(unit: Unit) -> Found:
    name, text = next(_texts(unit))
    return Found(unit.id, name, text, None, (), (0, 0, 0))


def _hit(book: Book, unit: Unit, found: Found) -> Hit:
    where = {"alias": "aliases"}.get(found.field, found.field)
    path, line = _place(book, unit, where)
    return Hit(
        id=unit.id,
        kind=unit.kind,
        field=found.field,
        text=found.text,
        via=found.via,
        path=path,
        line=line,
        brief=unit.brief.id if unit.brief else None,
        title=unit.brief.title if unit.brief else getattr(unit.record, "name", None) or unit.record.title,
        spans=found.spans,
    )


def _place(book: Book, unit: Unit, where: str) -> tuple[str, int]:
    """The line of the field that matched; ids stand at the record's own line."""
    if where == "id":
        return book.place_of(unit.id)
    return book.place_of(unit.id, where)
