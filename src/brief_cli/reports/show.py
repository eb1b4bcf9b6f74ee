"""``show``: what an id or an address means, as a page, an item or a profile."""

from __future__ import annotations

from brief_cli.book import Book
from brief_cli.book.open import BrokenBrief, broken
from brief_cli.errors import NotFound, offer
from brief_cli.reports.brief import BriefPage, page
from brief_cli.reports.item import ItemPage, item_page
from brief_cli.reports.registers import EntityProfile, SourceProfile, entity_profile, source_profile

Record = BriefPage | ItemPage | EntityProfile | SourceProfile


def record(book: Book, word: str) -> Record:
    """What a word means.  Raises ``NotFound`` with the nearest, ``BrokenBrief`` for a brief that does not load."""
    if word in book.briefs:
        return page(book, book.briefs[word])
    if word in book.items:
        return item_page(book, word)
    if word in book.entities:
        return entity_profile(book, book.entities[word])
    if word in book.sources:
        return source_profile(book, book.sources[word])
    raise _missing(book, word)


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
