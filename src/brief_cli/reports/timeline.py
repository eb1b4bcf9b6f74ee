"""``timeline``: all dated events in order, the same event told in several briefs once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, fields
from functools import partial
from typing import Any, TypeVar

from brief_cli.book import Book
from brief_cli.book.match import selected
from brief_cli.index.reader import Unit
from brief_cli.model.brief import Event
from brief_cli.model.edtf import Edtf
from brief_cli.model.value import Later, Value
from brief_cli.query.selection import Selection
from brief_cli.reports.parts import EventRow, event_row
from brief_cli.reports.rows import Rows

R = TypeVar("R")


class ToldIn(Value):
    """One telling of an event."""

    id: str
    brief: str
    date: str
    earliest: str | None
    latest: str | None
    title: str
    said_by: str | None
    when: Edtf = field(metadata={"hidden": True})


class TimelineRow(Later, EventRow):
    """An event as its teller tells it, with every telling; entities and sources are united."""

    briefs: tuple[str, ...]
    told_in: tuple[ToldIn, ...]
    dates_disagree: bool


class Timeline(Value):
    """The rows in order; ``years`` counts the whole book's events by year, for the strip above a chart."""

    rows: Sequence[TimelineRow]
    years: dict[int, int]
    today: str
    reverse: bool


def timeline(book: Book, selection: Selection, *, reverse: bool = False) -> Timeline:
    """The selection is asked of each telling; one match keeps the row."""
    where, values = selected(book, selection, "event")
    down = " DESC" if reverse else ""
    order = f"coalesce(first, ''){down}, coalesce(last, '~'){down}, id{down}"
    tellers = f"SELECT teller FROM unit u WHERE {where}"
    numbers = book.index.column(f"SELECT n FROM unit WHERE id IN ({tellers}) ORDER BY {order}", *values)
    return Timeline(rows=Rows(numbers, partial(_rows, book)), years=years(book), today=book.today, reverse=reverse)


def years(book: Book) -> dict[int, int]:
    """How many events of the book begin (or, without a first day, end) in each year, told ones once."""
    counted = "SELECT substr(coalesce(first, last, '0000'), 1, 4), count(*) FROM unit"
    rows = book.index.db.execute(f"{counted} WHERE kind = 'event' AND teller = id GROUP BY 1 ORDER BY 1")
    return {int(year): n for year, n in rows}


def _rows(book: Book, numbers: Sequence[int]) -> list[TimelineRow]:
    return [_row(book, unit, own) for unit, own in book.index.units_with_own(numbers)]


def _row(book: Book, unit: Unit, own: dict[str, Any]) -> TimelineRow:
    told = book.tellings(unit)
    return TimelineRow.of(
        partial(_whole, book, unit, told),
        id=unit.id,
        date=own["date"],
        earliest=unit.first,
        latest=unit.last,
        title=own["title"],
        status=unit.status,
        briefs=tuple(sorted({id_.partition("#")[0] for id_ in told})),
        dates_disagree=book.disagrees(unit),
    )


def _whole(book: Book, unit: Unit, told: list[str]) -> dict[str, Any]:
    """What only a page or the JSON shows of an event."""
    own = event_row(book, book.event(unit.id))
    others = [event_row(book, book.event(id_)) for id_ in told if id_ != unit.id]
    whole = {f.name: getattr(own, f.name) for f in fields(own)} | {
        "entities": _united([own.entities, *(row.entities for row in others)], "id"),
        "sources": _united([own.sources, *(row.sources for row in others)], "source"),
    }
    return whole | {"told_in": tuple(_telling(book.event(id_)) for id_ in told)}


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
