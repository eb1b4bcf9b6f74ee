"""``timeline``: all dated events in order, the same event told in several briefs once."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TypeVar

from brief_cli.book import Book
from brief_cli.book.match import Selector, Unit
from brief_cli.model.brief import Event
from brief_cli.model.edtf import Edtf
from brief_cli.query.selection import Selection
from brief_cli.reports.parts import EventRow, event_row

R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldIn:
    """One telling of an event."""

    id: str
    brief: str
    date: str
    earliest: str | None
    latest: str | None
    title: str
    said_by: str | None
    when: Edtf = field(metadata={"hidden": True})


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineRow(EventRow):
    """An event as its teller tells it, with every telling; entities and sources are united."""

    briefs: tuple[str, ...]
    told_in: tuple[ToldIn, ...]
    dates_disagree: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The rows in order; ``years`` counts the whole book's events by year, for the strip above a chart."""

    rows: tuple[TimelineRow, ...]
    years: dict[int, int]
    today: str
    reverse: bool


def timeline(book: Book, selection: Selection, *, reverse: bool = False) -> Timeline:
    """The selection is asked of each telling; one match keeps the row."""
    asked = Selector(book, selection)
    kept = [e for e in book.events.values() if asked(Unit(e.id, "event", e, book.briefs[e.id.partition("#")[0]]))]
    tellers = dict.fromkeys(book.teller(e.id) for e in kept)
    rows = sorted((_row(book, book.events[id_]) for id_ in tellers), key=lambda r: (*r.when.sort_key(), r.id))
    return Timeline(
        rows=tuple(reversed(rows) if reverse else rows), years=years(book), today=book.today, reverse=reverse
    )


def years(book: Book) -> dict[int, int]:
    """How many events of the book begin (or, without a first day, end) in each year, told ones once."""
    out: dict[int, int] = {}
    for id_ in dict.fromkeys(book.teller(e) for e in book.events):
        date = book.events[id_].date
        year = int((date.earliest or date.latest or "0000")[:4])
        out[year] = out.get(year, 0) + 1
    return dict(sorted(out.items()))


def _row(book: Book, event: Event) -> TimelineRow:
    told = [book.events[id_] for id_ in book.tellings(event.id)]
    own = event_row(book, event)
    others = [event_row(book, e) for e in told if e.id != event.id]
    whole = {f.name: getattr(own, f.name) for f in fields(own)} | {
        "entities": _united([own.entities, *(row.entities for row in others)], "id"),
        "sources": _united([own.sources, *(row.sources for row in others)], "source"),
    }
    return TimelineRow(
        **whole,
        briefs=tuple(sorted({e.id.partition("#")[0] for e in told})),
        told_in=tuple(_telling(e) for e in told),
        dates_disagree=event.id in book.disagreeing,
    )


def _united(lists: list[tuple[R, ...]], key: str) -> tuple[R, ...]:
    """The teller's rows first, then what only others have."""
    out: dict[str, R] = {}
    for rows in lists:
        for row in rows:
            out.setdefault(getattr(row, key), row)
    return tuple(out.values())


def _telling(event: Event) -> ToldIn:
    date = event.date
    return ToldIn(
        id=event.id,
        brief=event.id.partition("#")[0],
        date=date.text,
        earliest=date.earliest,
        latest=date.latest,
        title=event.title,
        said_by=event.said_by,
        when=date,
    )
