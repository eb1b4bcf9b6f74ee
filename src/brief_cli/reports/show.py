"""``show``: what an id or an address means, as a page, an item or a profile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from brief_cli.book import Book
from brief_cli.book.open import BrokenBrief, broken
from brief_cli.errors import NotFound, offer
from brief_cli.model.brief import KIND_OF
from brief_cli.model.shape import Json
from brief_cli.reports.brief import BriefPage, page

if TYPE_CHECKING:
    from brief_cli.reports.item import ItemPage
    from brief_cli.reports.registers import EntityProfile, SourceProfile

    Record = BriefPage | ItemPage | EntityProfile | SourceProfile


def record(book: Book, word: str) -> Record:
    """What a word means.  Raises ``NotFound`` with the nearest, ``BrokenBrief`` for a brief that does not load."""
    if word in book.briefs:
        return page(book, book.briefs[word])
    if book.is_item(word):
        from brief_cli.reports.item import item_page

        return item_page(book, word)
    from brief_cli.reports.registers import entity_profile, source_profile

    if word in book.entities:
        return entity_profile(book, word)
    if word in book.sources:
        return source_profile(book, word)
    if (named := _by_name(book, word)) is not None:
        return entity_profile(book, named)
    raise _missing(book, word)


def _by_name(book: Book, word: str) -> str | None:
    """The entity that a whole name means.  Raises ``UsageError`` for a name that two share."""
    if "#" in word or broken(book, word) is not None:
        return None
    try:
        return book.entity(word)
    except NotFound:
        return None


def _missing(book: Book, word: str) -> BrokenBrief | NotFound:
    owner, _, item = word.partition("#")
    if (unread := broken(book, owner)) is not None:
        return unread
    if owner in book.briefs:
        inside = [i.id.partition("#")[2] for _, i in book.briefs[owner].items()]
        return NotFound(
            f"{owner} has no item {item}.",
            *(offer(item, inside) or (f"It has {', '.join(inside[:12]) or 'no items'}.",)),
        )
    hints = offer(word, book.ids()) or book.near_entities(word)
    return NotFound(f"No brief, entity or source is called {word}.", *hints)


Row = list[Json]


def rows(shown: Record, sections: tuple[str, ...] = ()) -> list[Row]:
    """``id kind date text``, one row an item; the brief itself first, with its as-of day and bottom line."""
    if isinstance(shown, BriefPage):
        own: list[Row] = [[shown.id, "brief", shown.as_of, shown.bottom_line]]
        wanted = sections or tuple(KIND_OF)
        out = own if not sections or "bottom_line" in sections else []
        return out + [_row(i, kind) for part, kind in KIND_OF.items() if part in wanted for i in getattr(shown, part)]
    item = getattr(shown, "item", None)
    if item is not None:
        return [_row(item, getattr(shown, "kind", ""))]
    profile: Any = shown
    if hasattr(profile, "name"):
        return [[profile.id, "entity", None, profile.name]]
    return [[profile.id, "source", profile.published, profile.title]]


def _row(item: Any, kind: str) -> Row:
    date = getattr(item, "date", None) or getattr(item, "made_on", None) or getattr(item, "since", None)
    return [item.id, kind, date, getattr(item, "title", None) or item.text]
