"""Whether a unit of the book answers a selection.  Each command selects its own unit."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from brief_cli.book.book import Book
from brief_cli.errors import NotFound, UsageError, offer
from brief_cli.index.selecting import Condition
from brief_cli.model.brief import KIND_OF
from brief_cli.model.registers import ENTITY_TYPES, SOURCE_KINDS
from brief_cli.model.text import fold
from brief_cli.query.selection import DateTerm, Selection, Term, Word

NAMED = ("entity", "place", "source")  # fields whose values are names
_OF = {"brief": "u.kind = 'brief'", "event": "u.kind = 'event'", "entity": "u.kind = 'entity'"} | {
    "source": "u.kind = 'source'", "hit": "u.id IS NOT NULL",
}  # fmt: skip


def selected(
    book: Book,
    selection: Selection,
    unit: str,
    *,
    word: Callable[[Word], tuple[str, list[Any]] | None] | None = None,
    literally: bool = False,
) -> tuple[str, list[Any]]:
    """The condition of SQL, and its values, for the units of one sort that answer.

    ``unit`` is brief, event, entity, source or hit.  Raises ``UsageError`` for a name that two entities share.
    """
    names = {term: _ids(book, term) for term in selection.terms() if isinstance(term, Term) and term.field in NAMED}
    condition = Condition(book.index, unit, names, book.today, word=word, literally=literally)
    said = condition.of(selection)
    return f"{_OF[unit]} AND {said}", condition.values


def _ids(book: Book, term: Term) -> frozenset[str]:
    found = set()
    for value in term.values:
        with suppress(NotFound):  # what the book lacks matches nothing; ``missing`` says so
            found.add(named(book, term.field, value))
    return frozenset(found)


def named(book: Book, field: str, value: str) -> str:
    """The id that a value of ``entity: place: source:`` means.  Raises ``UsageError`` and ``NotFound``."""
    return book.source(value) if field == "source" else book.entity(value)


def missing(book: Book, selection: Selection) -> NotFound | None:
    """The first name, tag or brief that a selection asks for and the book lacks."""
    for term in selection.terms():
        if isinstance(term, Term) and (error := _missing(book, term)) is not None:
            return error
    return None


def _missing(book: Book, term: Term) -> NotFound | None:
    if term.field in NAMED:
        for value in term.values:
            try:
                named(book, term.field, value)
            except NotFound as error:
                return error
    known = _known(book, term.field)
    if known is None:
        return None
    folded = {fold(word) for word in known}
    lacking = next((value for value in term.values if fold(value) not in folded), None)
    return NotFound(f"No {term.field} is called {lacking}.", *offer(lacking, sorted(known))) if lacking else None


def _known(book: Book, field: str) -> set[str] | None:
    """The values that a field can have in the book; None where any text may be one."""
    if field == "tag":
        return set(book.tags())
    if field == "brief":
        return {*book.briefs, *book.broken}
    return {"brief", "entity", "source", *KIND_OF.values(), *ENTITY_TYPES, *SOURCE_KINDS} if field == "type" else None


def check_fields(selection: Selection, *, unit: str) -> None:
    """Refuse the terms that mean nothing for a unit: ``type:`` of briefs and events, days of entities."""
    for term in selection.terms():
        if isinstance(term, Term) and term.field == "type" and unit in ("brief", "event"):
            raise UsageError(f"`type:` is asked of entities, sources and hits, not of {unit}s.")
        if isinstance(term, DateTerm) and unit == "entity":
            raise UsageError(f"`{term.field}:` is no question to entities: they have no date.")
