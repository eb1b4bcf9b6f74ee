"""What is wrong or weak with a brief or an item: the ``is:`` states, each asked in one function."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from brief_cli.book.book import Book
from brief_cli.model.brief import Brief
from brief_cli.model.calendar import shifted
from brief_cli.model.text import fold_words

CLAIMS = ("key_points", "judgments", "events")
POINTS = ("key_points", "judgments")


@dataclass(frozen=True, slots=True)
class States:
    """The states of one brief, by their names in the selector language."""

    stale: bool
    draft: bool
    unsourced: bool
    single_source: bool
    contested: bool
    orphan: bool
    dangling: bool


def due(brief: Brief, interval: str | None) -> str | None:
    """The day after which a brief is stale: ``review_by``, else the book's interval after its last look."""
    if brief.review_by:
        return brief.review_by
    return shifted(max(brief.as_of, brief.reviewed or ""), int(interval[:-1]), interval[-1]) if interval else None


def stale(book: Book, brief: Brief) -> bool:
    """Whether its review is overdue, whatever its status."""
    last = due(brief, book.settings.review_interval)
    return last is not None and book.today > last


def origin(book: Book, source: str) -> str:
    """What a source's reporting goes back to, folded word by word: its origin, else its publisher, else itself."""
    found = book.sources.get(source)
    return fold_words((found and (found.origin or found.publisher)) or source)


def origins(book: Book, item: Any) -> int:
    """How many independent origins an item's sources have."""
    return len({origin(book, c.source) for c in item.sources})


def is_unsourced(item: Any) -> bool:
    """Whether a claim cites nothing; what makes no claim is never unsourced."""
    return hasattr(item, "sources") and not item.sources


def is_single_source(book: Book, item: Any) -> bool:
    """Whether all that a claim cites goes back to one origin."""
    return bool(getattr(item, "sources", ())) and origins(book, item) == 1


def is_contested(book: Book, item: Any) -> bool:
    """Whether something contradicts it, or another telling shares no day with it."""
    return item.id in book.contradictions or item.id in book.disagreeing


def is_orphan(book: Book, brief: Brief) -> bool:
    """Whether nothing ties it to another brief: no relation, link, telling or contradiction, either way."""
    tying = ("related", "link", "same_as", "contradicts")
    out = (r.target for r in book.names.get(brief.id, ()) if r.how in tying)
    back = (r.brief for r in book.named_in.get(brief.id, ()) if r.how in tying)
    return not any(other != brief.id and other in book.briefs for other in (*out, *back))


def states(book: Book, brief: Brief) -> States:
    """All states of a brief."""
    claims = [item for part in CLAIMS for item in getattr(brief, part)]
    return States(
        stale=stale(book, brief),
        draft=brief.status == "draft",
        unsourced=any(is_unsourced(item) for item in claims),
        single_source=any(is_single_source(book, item) for part in POINTS for item in getattr(brief, part)),
        contested=any(is_contested(book, item) for item in claims),
        orphan=is_orphan(book, brief),
        dangling=bool(book.dangling(book.names.get(brief.id, ()))),
    )


def item_state(book: Book, item: Any, state: str) -> bool:
    """A state asked of the item itself."""
    if state == "unsourced":
        return is_unsourced(item)
    if state == "single-source":
        return is_single_source(book, item)
    if state == "contested":
        return is_contested(book, item)
    return item.id in book.dangling_at


def claim_states(book: Book, item: Any) -> dict[str, Any]:
    """The states of a claim that need no clock."""
    return {
        "unsourced": is_unsourced(item),
        "single_source": is_single_source(book, item),
        "contested": is_contested(book, item),
    }
