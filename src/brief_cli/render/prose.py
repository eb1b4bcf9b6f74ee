"""Prose with its links resolved: what a reader sees in place of ``[[nato]]``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from brief_cli.book import Book
from brief_cli.model.brief import Resolution
from brief_cli.model.links import Link, split
from brief_cli.reports.brief import JudgmentRow, PointRow
from brief_cli.reports.parts import EventRow

ITEM = re.compile(r"([-*+]|\d{1,3}[.)]) +")
"""The sign of a list's item, with its margin."""
_STARTS = re.compile(r"\s*([-*+] |\d{1,3}[.)] |#|>|\|)")

Claim = PointRow | JudgmentRow | EventRow


def pieces(book: Book, content: str) -> Iterator[tuple[str, bool]]:
    """Stretches of text, and whether each is an id that can be typed next."""
    for piece in split(content):
        if isinstance(piece, Link):
            yield label(book, piece)
        else:
            yield piece, False


def label(book: Book, link: Link) -> tuple[str, bool]:
    """A link's own label, else the entity's name, else the address; an unknown one is its text."""
    if link.label:
        return link.label, False
    if link.to in book.entities:
        return book.entities[link.to].name, False
    return link.to, link.to in book or book.is_item(link.to)


def plain(book: Book, content: str) -> str:
    """Prose as plain text of one paragraph."""
    return " ".join("".join(piece for piece, _ in pieces(book, content)).split())


def here(owner: str, address: str) -> str:
    """An address as it stands in a brief (``owner``, or an item of it): short where it leads into the brief itself."""
    brief, _, item = address.partition("#")
    return item if item and brief == owner.partition("#")[0] else address


def name_of(book: Book, id_: str) -> str:
    """An entity's name, or the id as written where the book has no such entity."""
    return book.entities[id_].name if id_ in book.entities else id_


def publisher_of(book: Book, source: str) -> str:
    """Who published a source; its id where nobody says."""
    found = book.sources.get(source)
    return (found.publisher if found and found.publisher else None) or source


def settled(book: Book, claim: Claim) -> Resolution | None:
    """What settled a dispute: the claim's own word, or that of every item that contradicts it.

    Tellings that share no day stay apart until the event itself says which holds.
    """
    if claim.resolution or isinstance(claim, EventRow):
        return claim.resolution
    others = [book.resolution(tie.id) for tie in claim.contradicts]
    return others[0] if others and all(others) else None


def blocks(paragraph: str) -> list[str]:
    """The lines of a paragraph of Markdown, joined but for items, headings, rows and quotes, which begin their own."""
    out: list[str] = []
    for line in paragraph.splitlines():
        if out and not _STARTS.match(line):
            out[-1] += " " + line.strip()
        else:
            out.append(line.strip())
    return out
