"""The timeline drawn: labels sit on their marks, one axis a panel, the whole book's years above."""

from __future__ import annotations

import datetime
import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.text import Text

from brief_cli.model.edtf import ordinal, show_day
from brief_cli.render.page import Lines, Screen, cut, joined, right, set_apart, text, width_of, wrapped
from brief_cli.render.pages.axis import Scale, is_one_day, is_span, mark_of
from brief_cli.reports.timeline import Timeline, TimelineRow

WIDEST, MOST_PANELS = 200, 3
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Panel:
    """Some of the rows on an axis of their own; ``dates`` is the width of the date column, ``years`` its heading."""

    rows: tuple[TimelineRow, ...]
    scale: Scale
    dates: int
    today: str
    years: str = ""

    @property
    def at(self) -> int:
        """Where the axis begins."""
        return self.dates + 4


def draw(found: Timeline, screen: Screen, limit: int | None = None) -> Lines:
    """The strip of years, then at most three panels, then the key of the marks in use."""
    rows = tuple(row for row in found.rows[:limit] if row.earliest or row.latest)
    if not rows:
        return [Text(), joined("  ", "no dated events"), Text()]
    width = min(screen.width, WIDEST)
    dates = 16 if width >= 72 else 9
    cells = max(width - dates - 5, 10)
    out: Lines = [Text(), *_strip(found.years, rows, screen, dates, cells)]
    chunks = panels(sorted(rows, key=lambda r: (*r.when.sort_key(), r.id)))
    for chunk in chunks:
        inside = {row.id for row in chunk}
        ordered = tuple(row for row in rows if row.id in inside)
        years = _years(chunk, screen) if len(chunks) > 1 else ""
        panel = Panel(ordered, _scale(ordered, cells, found.today), dates, found.today, years)
        out += [Text(), *_panel(panel, screen)]
    return [*out, Text(), *_key(rows, screen), Text()]


def panels(rows: Sequence[TimelineRow]) -> list[tuple[TimelineRow, ...]]:
    """With more than half of the events in an axis's last quarter it is cut where that evens them out best."""
    out: list[tuple[TimelineRow, ...]] = []
    rest = tuple(rows)
    while len(out) < MOST_PANELS - 1:
        days = [_start(row) for row in rest]
        first, last = min(days), max(days)
        late = sum(day > last - (last - first) / 4 for day in days)
        years = sorted({_date(day).year for day in days if _date(day).year > _date(first).year})
        if late * 2 <= len(rest) or not years:
            break

        def unevenness(year: int, days: list[int] = days) -> int:
            return abs(len(days) - 2 * sum(_date(day).year < year for day in days))

        year = min(years, key=unevenness)
        out.append(tuple(row for row, day in zip(rest, days, strict=True) if _date(day).year < year))
        rest = tuple(row for row, day in zip(rest, days, strict=True) if _date(day).year >= year)
    return [*out, rest]


def _years(rows: Sequence[TimelineRow], screen: Screen) -> str:
    """The years that the events of a panel begin in."""
    years = [_date(_start(row)).year for row in rows]
    first, last = min(years), max(years)
    return f"{first:04}" if first == last else screen.own(f"{first:04}–{last:04}")


def _date(day: int) -> datetime.date:
    return datetime.date.fromordinal(min(max(day, 1), datetime.date.max.toordinal()))


def _start(row: TimelineRow) -> int:
    return ordinal(row.earliest or row.latest or "0001-01-01")


def _scale(rows: Sequence[TimelineRow], cells: int, today: str) -> Scale:
    """From the first day that begins to the last that is named; open ends go to today."""
    days = [_start(row) for row in rows]
    ends = [ordinal(row.latest) for row in rows if row.latest]
    first, last = min(days), max([*ends, *days])
    if any(row.latest is None for row in rows):
        last = max(last, ordinal(today))
    room = max((last - first) // 40, 3)
    return Scale(max(first - room, 1), last + room, cells)


# -- the strip ------------------------------------------------------------------------------------------------


def strip(years: Mapping[int, int], screen: Screen, most: int, marked: range | None = None) -> Text:
    """Counts by year as small columns, heights by square root; one to four cells a year."""
    first, last = min(years), max(years)
    span = last - first + 1
    if span > most:
        first = last - most + 1  # older years than there are cells: the newest are shown
        span = most
    each = min(max(most // span, 1), 4) if span * 4 <= most else 1
    top = math.sqrt(max(years.values()))
    out = Text(end="")
    for year in range(first, last + 1):
        n = years.get(year, 0)
        levels = screen.signs.counts
        sign = levels[min(int(math.sqrt(n) / top * len(levels)), len(levels) - 1)] if n else screen.own("·")
        style = "brief.label" if not n else "brief.mark" if marked and year in marked else ""
        out.append_text(joined((sign * each, style)))
    return out


def _strip(years: Mapping[int, int], rows: Sequence[TimelineRow], screen: Screen, dates: int, cells: int) -> Lines:
    if len(years) < 2:
        return []
    drawn_years = [_date(_start(row)).year for row in rows]
    marked = range(min(drawn_years), max(drawn_years) + 1)
    whole = len(marked) >= max(years) - min(years) + 1
    columns = strip(years, screen, cells, None if whole else marked)
    last = max(years)
    first = max(min(years), last - cells + 1)  # as the strip does, where a book has more years than it has cells
    each = max(width_of(columns) // (last - first + 1), 1)
    label = right(text("events a year" if dates > 12 else "a year", "brief.label"), dates + 2)
    names = [" "] * (width_of(columns) + 4)
    round_ones = range(first + -first % 10, last + 1, 10)  # as on the axes below; the ends where they leave room
    for year in (*round_ones, first, last):
        at = (year - first) * each
        if 0 <= at <= min(len(names), cells) - 4 and all(c == " " for c in names[max(at - 1, 0) : at + 5]):
            names[at : at + 4] = f"{year:04}"
    return [joined(label, "  ", columns), joined(" " * (dates + 4), ("".join(names).rstrip(), "brief.label"))]


# -- a panel --------------------------------------------------------------------------------------------------


def _panel(panel: Panel, screen: Screen) -> Lines:
    today = ordinal(panel.today)
    line_at = panel.scale.cell(today) if panel.scale.first <= today <= panel.scale.last else None
    out = _axis(panel, screen)
    year = None
    for row in panel.rows:
        now = (row.earliest or row.latest or "")[:4]
        out += _row(panel, row, screen, line_at, with_year=now != year)
        year = now
    if line_at is not None:
        at = max(min(line_at - 2, panel.scale.cells - 5), 0)
        out.append(joined(" " * (panel.at + at), ("today", "brief.attention")))
    return out


def _ticks(panel: Panel) -> list[tuple[int, str, bool]]:
    """Ticks as cell, name and whether they are a January: the finest months or years whose names fit."""
    scale = panel.scale
    days = scale.last - scale.first
    if days <= 5 * 366:
        for step in (1, 2, 3, 4, 6, 12):
            found = _month_ticks(scale, step)
            if _fits(found):
                return found
    for step in (1, 2, 5, 10, 20, 50, 100, 1000):
        first, last = _date(scale.first).year, _date(scale.last).year
        years = [y for y in range(first + 1, last + 1) if y % step == 0]
        cells = [(scale.cell(datetime.date(y, 1, 1).toordinal()), f"{y:04}", True) for y in years]
        found = [tick for tick in cells if tick[0] + 4 <= scale.cells]
        if _fits(found):
            return found
    return []


def _month_ticks(scale: Scale, step: int) -> list[tuple[int, str, bool]]:
    out: list[tuple[int, str, bool]] = []
    start = _date(scale.first)
    year, month = start.year, start.month
    while True:
        month += 1
        if month > 12:
            year, month = year + 1, 1
        if year > 9999 or (day := datetime.date(year, month, 1).toordinal()) > scale.last:
            return out
        name = f"{year:04}" if month == 1 else MONTHS[month - 1]
        if (month - 1) % step == 0 and scale.cell(day) + len(name) <= scale.cells:
            out.append((scale.cell(day), name, month == 1))


def _fits(ticks: list[tuple[int, str, bool]]) -> bool:
    return all(a[0] + len(a[1]) + 1 < b[0] for a, b in itertools.pairwise(ticks))


def _axis(panel: Panel, screen: Screen) -> Lines:
    names, line = [" "] * (panel.scale.cells + 5), [screen.signs.track] * panel.scale.cells
    ticks = _ticks(panel)
    for cell, name, january in ticks:
        names[cell : cell + len(name)] = name
        line[cell] = screen.signs.january if january else screen.signs.month
    start = _date(panel.scale.first)
    opening = (
        f"{start.year:04}" if not any(j for _, _, j in ticks) or start.year != _date(panel.scale.last).year else ""
    )
    if opening and all(c == " " for c in names[: len(opening) + 1]):
        names[: len(opening)] = opening
    head = "".join(names).rstrip()
    years = right(text(panel.years, "brief.heading"), panel.dates)
    return [joined("  ", years, "  ", (head, "brief.label")), joined(" " * panel.at, ("".join(line), "brief.track"))]


def _when(row: TimelineRow, screen: Screen, width: int, with_year: bool) -> str:
    """The date as it fits the column; the year where it changes."""
    shown = screen.own(row.when.shown() if with_year else row.when.shown_in_year() or row.when.shown())
    if len(shown) <= width:
        return shown
    for short in (row.when.shown_in_year(), _days(row, with_year), _days(row, with_year=False)):
        if short and len(short) <= width:
            return screen.own(short)
    return _months(row, screen, width, with_year)


def _days(row: TimelineRow, with_year: bool) -> str:
    """An interval of days about which there is doubt, the doubt said once: ``c. 16–18 Sep``; otherwise ``""``."""
    first, last = row.earliest, row.latest
    halves = row.date.split("/")
    if not first or not last or first[:4] != last[:4] or [h[:10] for h in halves] != [first, last]:
        return ""
    if not all(h.endswith("~") for h in halves):
        return ""
    start = f"{int(first[8:])}" if first[:7] == last[:7] else f"{int(first[8:])} {_month(first)}"
    return f"c. {start}–{int(last[8:])} {_month(last)}" + (f" {last[:4]}" if with_year else "")


def _months(row: TimelineRow, screen: Screen, width: int, with_year: bool) -> str:
    """A date too long for the column, to the month; the doubt stays."""
    first, last = row.earliest or row.latest or "", row.latest or row.earliest or ""
    about = "c. " if "approximate" in row.date_flags else ""
    one = first[:7] == last[:7]
    year = f" {last[:4]}" if with_year or first[:4] != last[:4] else ""
    whole = f"{about}{_month(first)}{year}" if one else screen.own(f"{about}{_month(first)} – {_month(last)}{year}")
    return whole if len(whole) <= width else f"{about}{_month(first)}"[:width]


def _month(day: str) -> str:
    return show_day(day).split(" ")[1]


def _row(panel: Panel, row: TimelineRow, screen: Screen, today: int | None, with_year: bool) -> Lines:
    scale, signs = panel.scale, screen.signs
    cells: list[tuple[str, str]] = [(" ", "")] * scale.cells
    if today is not None:
        cells[today] = (signs.today, "brief.attention")
    start = scale.cell(ordinal(row.earliest)) if row.earliest else 0
    end = scale.cell(ordinal(row.latest)) if row.latest else scale.cell(max(ordinal(panel.today), _start(row)))
    sign, style = signs.filled, "brief.mark"
    if is_one_day(row.when) or (start == end and row.latest):
        sign = mark_of(screen, row.when, row.status)
    elif not is_span(row.when):
        sign = signs.within
    for n in range(start, end + 1):
        cells[n] = (sign, style)
    before = row.earliest is None or ordinal(row.earliest) < scale.first
    if before:
        cells[start] = (signs.goes_back, style)
    if row.latest is None:
        cells[end] = (signs.goes_on if "unknown" not in row.date_flags else "?", style)
    status = "" if row.status == "happened" else set_apart(screen, row.status).plain
    _place(text(row.title).plain, status, (start, end), cells, screen)
    date = right(text(_when(row, screen, panel.dates, with_year)), panel.dates)
    margin = (signs.differs, "brief.differs") if row.dates_disagree else (" ", "")
    line = joined(margin, " ", date, "  ")
    for sign, style in cells:
        line.append(sign, style=style)
    line.rstrip()
    return [line]


def _place(title: str, status: str, mark: tuple[int, int], cells: list[tuple[str, str]], screen: Screen) -> None:
    """The label: right of the mark if it fits, else left, inside a long bar, else cut on the roomier side."""
    start, end = mark
    told = title + status
    size, free_right, free_left = width_of(told), len(cells) - end - 2, start - 1
    if end - start + 1 >= size + 5:
        _write(f" {told} ", start + 3, cells)
    elif size <= free_right:
        _write(told, end + 2, cells)
    elif size <= free_left:
        _write(told, start - 1 - size, cells)
    elif free_right >= free_left:
        _write(_cut(title, status, free_right, screen), end + 2, cells)
    else:
        label = _cut(title, status, free_left, screen)
        _write(label, start - 1 - width_of(label), cells)


def _cut(title: str, status: str, room: int, screen: Screen) -> str:
    """A label that may be cut; the status behind it is not while there is room for some of the title."""
    left = room - width_of(status)
    return cut(title, left, screen) + status if left >= 8 else cut(title + status, room, screen)


def _write(label: str, at: int, cells: list[tuple[str, str]]) -> None:
    """Put a label over the cells; a wide character takes two, so that what follows stays in place."""
    n = at
    for char in label:
        wide = width_of(char)
        if wide == 0 and 0 < n <= len(cells):
            cells[n - 1] = (cells[n - 1][0] + char, cells[n - 1][1])
        elif 0 <= n < len(cells):
            cells[n] = (char, "")
            if wide == 2 and n + 1 < len(cells):
                cells[n + 1] = ("", "")
        n += wide


def _key(rows: Sequence[TimelineRow], screen: Screen) -> Lines:
    """Only the marks in use."""
    signs, used = screen.signs, []
    statuses = {row.status for row in rows}
    if any(is_one_day(row.when) and row.status == "happened" for row in rows):
        used.append((signs.day, "a day"))
    if any("approximate" in row.date_flags for row in rows):
        used.append((signs.about, "about"))
    if any(is_span(row.when) for row in rows):
        used.append((signs.filled * 3, screen.own("from – to")))
    if any(not is_span(row.when) and not is_one_day(row.when) for row in rows):
        used.append((signs.within * 3, "some day within"))
    if any(row.latest is None for row in rows):
        used.append((signs.filled + signs.goes_on, "goes on"))
    if statuses & {"planned", "alleged"}:
        used.append((signs.planned, "planned or alleged"))
    if "cancelled" in statuses:
        used.append((signs.cancelled, "cancelled"))
    line = Text("   ", end="").join(joined((sign, "brief.mark"), (f" {word}", "brief.label")) for sign, word in used)
    return [joined("  ", piece) for piece in wrapped(line, min(screen.width, WIDEST) - 3)]
