"""The timeline as a list: dates right-aligned, so that months stand under months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text

from brief_cli.book import Book
from brief_cli.model.edtf import Edtf, show_day
from brief_cli.render.page import (
    Lines,
    Screen,
    counted,
    indented,
    joined,
    pad,
    right,
    set_apart,
    text,
    together,
    width_of,
    wrapped,
)
from brief_cli.render.prose import name_of
from brief_cli.reports.timeline import Timeline, TimelineRow, ToldIn

BESIDE = 72  # from here on the ids stand beside the title, below it under it


@dataclass(frozen=True, slots=True)
class Telling:
    """A day, what is told of it, and who tells it."""

    when: Edtf
    told: tuple[Text, ...]
    ids: tuple[str, ...]
    other: bool = False  # another day for the event of the line above


@dataclass(frozen=True, slots=True)
class Row:
    """An event with its tellings in order: one, or each by itself where they share no day."""

    tellings: tuple[Telling, ...]
    differs: bool
    id: str

    @property
    def when(self) -> Edtf:
        """The day that the row stands at."""
        return self.tellings[0].when


def draw(book: Book, found: Timeline, screen: Screen, limit: int | None = None) -> Lines:
    """The rows by year, then the totals; today closes the past."""
    kept = found.rows[:limit]
    rows = [_row(book, row, screen, found.reverse) for row in kept]
    rows.sort(key=lambda r: (*r.when.sort_key(), r.id), reverse=found.reverse)  # in the order of what is shown
    widths = _widths(rows, screen)
    out: Lines = [Text()]
    year, month, before = "", "", ""
    for row in rows:
        now = (row.when.earliest or row.when.latest or "")[:4]
        if before and before <= found.today < (row.when.earliest or ""):
            out += _today(found.today, year, widths[0], screen)
            year, month = max(year, found.today[:4]), ""
        if now != year:
            out += [*([Text()] if year else []), joined("  ", (now, "brief.heading"))]
            year, month = now, ""
        out += _drawn(row, widths, screen, month)
        month, before = _month(row.tellings[-1].when), row.when.earliest or before
    if year == found.today[:4] and before <= found.today and len(rows) == len(found.rows) and not found.reverse:
        out += _today(found.today, year, widths[0], screen)
    totals = wrapped(_totals(kept, found, screen), screen.page - 3)
    return [*out, Text(), *(indented(line, 2 if n else 0) for n, line in enumerate(totals)), Text()]


# -- what is told ---------------------------------------------------------------------------------------------


def _row(book: Book, row: TimelineRow, screen: Screen, reverse: bool) -> Row:
    if not row.dates_disagree:
        told = (_title(row, screen), *_word_of(book, row))
        return Row((Telling(row.when, told, tuple(dict.fromkeys([row.brief, *row.briefs]))),), False, row.id)
    ordered = sorted(row.told_in, key=lambda t: (*t.when.sort_key(), t.id), reverse=reverse)
    tellings = []
    for n, one in enumerate(ordered):
        repeated = n > 0 and one.title == ordered[n - 1].title
        title = () if repeated else (_title(row, screen) if one.id == row.id else text(one.title),)
        tellings.append(Telling(one.when, (*title, *_word_of(book, one)), (one.id,), other=n > 0))
    return Row(tuple(tellings), True, row.id)


def _title(row: TimelineRow, screen: Screen) -> Text:
    return joined(text(row.title), "" if row.status == "happened" else set_apart(screen, row.status))


def _word_of(book: Book, told: TimelineRow | ToldIn) -> list[Text]:
    return [joined(("said by ", "brief.label"), text(name_of(book, told.said_by)))] if told.said_by else []


# -- how it stands --------------------------------------------------------------------------------------------


def _widths(rows: Sequence[Row], screen: Screen) -> tuple[int, int]:
    """The column of dates, and that of ids."""
    tellings = [telling for row in rows for telling in row.tellings]
    dates = max([11, *(width_of(_date(t, screen)) for t in tellings)])
    return min(dates, max(screen.page // 3, 17)), max((len(id_) for t in tellings for id_ in t.ids), default=0)


def _date(telling: Telling, screen: Screen) -> Text:
    shown = screen.own(telling.when.shown_in_year() or telling.when.shown())
    return joined(("or ", "brief.label"), shown) if telling.other else text(shown)


def _today(day: str, year: str, dates: int, screen: Screen) -> Lines:
    """Today's line, under a heading of its own where the rows above are of another year."""
    name = show_day(day).rsplit(" ", 1)[0]
    width = 0 if screen.narrow else dates
    line = joined("  ", right(text(name, "brief.attention"), width), " ")
    line.append_text(joined((screen.signs.track * 2 + " today", "brief.attention")))
    return [line] if year == day[:4] else [Text(), joined("  ", (day[:4], "brief.heading")), line]


def _month(when: Edtf) -> str:
    shown = when.shown_in_year()
    return shown.rsplit(" ", 1)[1] if when.earliest and when.earliest == when.latest and " " in shown else ""


def _drawn(row: Row, widths: tuple[int, int], screen: Screen, month: str) -> Lines:
    """The tellings one under the other, the sign before the first."""
    room = screen.page - 1 - (2 + widths[0] + 3) - (widths[1] + 3 if screen.width >= BESIDE else 0)
    out: Lines = []
    for telling in row.tellings:
        if screen.narrow or room < 16:
            out += _stacked(telling, screen)
        else:
            out += _beside(telling, widths, room, screen, month)
        month = _month(telling.when)
    sign = Text(screen.signs.differs, "brief.differs", end="")
    out[0] = joined(sign, out[0][1:]) if row.differs else out[0]
    return out


def _beside(telling: Telling, widths: tuple[int, int], room: int, screen: Screen, month: str) -> Lines:
    width, at = widths[0], 2 + widths[0] + 3
    ids = [text(id_, "brief.id") for id_ in telling.ids]
    beside = screen.width >= BESIDE
    told = [piece for line in telling.told for piece in wrapped(line, min(room, 60) if beside else room)]
    told = told if beside else [*told, *(piece for id_ in ids for piece in wrapped(id_, room))]
    here = _month(telling.when)
    left = _dimmed(wrapped(_date(telling, screen), width), here if here == month else "")
    out: Lines = []
    for n in range(max(len(told), len(left), len(ids) if beside else 0)):
        line = joined("  ", right(left[n] if n < len(left) else Text(end=""), width))
        line = joined(pad(line, at), told[n] if n < len(told) else "")
        if beside and n < len(ids):
            line = joined(pad(line, at + min(room, 60) + 3), ids[n])
        out.append(line)
    return out


def _dimmed(lines: Lines, repeated: str) -> Lines:
    """A month that the row above has already named is dim."""
    if repeated:
        for line in lines:
            if line.plain.endswith(repeated):
                line.stylize("brief.label", len(line.plain) - len(repeated))
    return lines


def _stacked(telling: Telling, screen: Screen) -> Lines:
    parts = [_date(telling, screen), *telling.told, *(text(id_, "brief.id") for id_ in telling.ids)]
    body = [piece for line in parts for piece in wrapped(line, screen.page - 5)]
    return [indented(piece, 2 if n == 0 else 4) for n, piece in enumerate(body)]


def _totals(rows: Sequence[TimelineRow], found: Timeline, screen: Screen) -> Text:
    dot = (f" {screen.own('·')} ", "brief.label")
    whole = f"{len(rows)} of {len(found.rows)} events" if len(rows) < len(found.rows) else counted(len(rows), "event")
    total = joined("  ", whole)
    if several := sum(len(row.briefs) > 1 for row in rows):
        total = joined(total, dot, f"{several} told in several briefs")
    if differing := sum(row.dates_disagree for row in rows):
        sign = (screen.signs.differs, "brief.differs")
        total = joined(total, dot, sign, together(f" {differing} with"), " differing dates")
    return total
