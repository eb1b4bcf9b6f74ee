"""``search``: ranked hits, each with the item that matched and its place."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from functools import partial
from typing import Any

from brief_cli.book import Book
from brief_cli.book.match import selected
from brief_cli.index.reader import Unit
from brief_cli.index.search import Found, Reading, Search
from brief_cli.index.words import searched
from brief_cli.model.brief import KIND_OF
from brief_cli.model.value import Value
from brief_cli.query.selection import Selection
from brief_cli.reports.rows import Rows


class Hit(Value):
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


ANY: tuple[str, list[Any]] = ("n IS NOT NULL", [])
"""The condition for a word that is seen to elsewhere."""


class Hits(Value):
    """All hits, best first, and how the words were read."""

    rows: Sequence[Hit]
    readings: tuple[Reading, ...]


def search(book: Book, selection: Selection, *, exact: bool = False, limit: int | None = None) -> Hits:
    """Free words are searched; field terms narrow; with field terms alone every matching item, by address.

    No more than ``limit`` hits are looked for.
    """
    words = selection.words()
    question = Search(book.index, [word.text for word in words], exact=exact)
    if words and selection.needs_all_words and not exact and question.leads_everywhere:
        where, values = selected(book, selection, "hit", word=lambda word: ANY if word in words else None)
        numbers = question.ranked(where, values, limit)
    else:
        literally = exact and bool(words)
        where, values = selected(
            book, selection, "hit", word=lambda word: question.holding(word.text), literally=literally
        )
        found = book.index.db.execute(f"SELECT n, id, kind FROM unit u WHERE {where} ORDER BY id", values).fetchall()
        numbers = question.by_words(found) if words else [n for n, _, _ in found]
    return Hits(rows=Rows(numbers, partial(_hits, book, question)), readings=question.readings())


def _hits(book: Book, question: Search, numbers: Sequence[int]) -> list[Hit]:
    return [_hit(book, question, unit, own) for unit, own in book.index.units_with_own(numbers)]


def _hit(book: Book, question: Search, unit: Unit, own: dict[str, Any]) -> Hit:
    texts = list(searched(unit.kind, own).items())
    found = question.best(texts) if question.asked else Found(*texts[0], None, ())
    where = {"alias": "aliases"}.get(found.field, found.field)
    return Hit(
        id=unit.id,
        kind=unit.kind,
        field=found.field,
        text=found.text,
        via=found.via,
        path=unit.path,
        line=book.line_of(unit, where),
        brief=unit.brief,
        title=unit.title,
        spans=found.spans,
    )
