"""The timeline as a list: dates right-aligned, so that months stand under months."""

from __future__ import annotations

from rich.text import Text

from brief_cli.model.edtf import show_day
from brief_cli.render.page import Lines, Screen, counted, indented, joined, pad, right, text, width_of, wrapped
from brief_cli.reports.timeline import Timeline, TimelineRow

BESIDE = 72  # from here on the ids stand beside the title, below it under it


def draw(found: Timeline, screen: Screen, limit: int | None = None) -> Lines:
    """The rows by year, then the totals; today closes the past."""
    rows = list(found.rows[:limit])
    shown = {row.id: _dates(row, screen) for row in rows}
    dates = max([11, *(width_of(line) for lines in shown.values() for line in lines)]) if rows else 11
    dates = min(dates, max(screen.page // 3, 17))
    ids = max((len(brief) for row in rows for brief in row.briefs), default=0)
    out: Lines = [Text()]
    year, month, before = "", "", ""
    for row in rows:
        now = (row.earliest or row.latest or "")[:4]
        if before and before <= found.today < (row.earliest or ""):
            out += _today(found.today, year, dates, screen)
            year, month = max(year, found.today[:4]), ""
        if now != year:
            out += [*([Text()] if year else []), joined("  ", (now, "brief.heading"))]
            year, month = now, ""
        here = _month(row)
        out += _row(row, shown[row.id], (dates, ids), screen, repeated=here if here and here == month else "")
        month, before = here, row.earliest or before
    if year == found.today[:4] and before <= found.today and len(rows) == len(found.rows) and not found.reverse:
        out += _today(found.today, year, dates, screen)
    totals = wrapped(_totals(rows, found, screen), screen.page - 3)
    return [*out, Text(), *(indented(line, 2 if n else 0) for n, line in enumerate(totals)), Text()]


def _today(day: str, year: str, dates: int, screen: Screen) -> Lines:
    """Today's line, under a heading of its own where the rows above are of another year."""
    name = show_day(day).rsplit(" ", 1)[0]
    width = 0 if screen.narrow else dates
    line = joined("  ", right(text(name, "brief.attention"), width), " ")
    line.append_text(joined((screen.signs.track * 2 + " today", "brief.attention")))
    return [line] if year == day[:4] else [Text(), joined("  ", (day[:4], "brief.heading")), line]


def _month(row: TimelineRow) -> str:
    shown = row.when.shown_in_year()
    return shown.rsplit(" ", 1)[1] if row.earliest and row.earliest == row.latest and " " in shown else ""


def _dates(row: TimelineRow, screen: Screen) -> Lines:
    """The teller's date, and under it those of tellings that share no day with it."""
    dates = [row.when]
    if row.dates_disagree:
        dates += [t.when for t in row.told_in if t.id != row.id and t.date != row.date]
    return [text(screen.own(date.shown_in_year() or date.shown())) for date in dates]


def _row(row: TimelineRow, dates: Lines, widths: tuple[int, int], screen: Screen, repeated: str) -> Lines:
    width, longest = widths
    at = 2 + width + 3
    ids = _ids(row)
    beside = screen.width >= BESIDE
    room = screen.page - 1 - at - (longest + 3 if beside else 0)
    told = row.title if row.status == "happened" else f"{row.title}, {row.status}"
    sign = Text(screen.signs.differs, "brief.differs", end="") if row.dates_disagree else Text(end="")
    if screen.narrow or room < 16:
        return _stacked(row, dates, told, ids, sign, screen)
    title = wrapped(text(told), min(room, 60) if beside else room)
    title = title if beside else [*title, *(line for id_ in ids for line in wrapped(id_, room))]
    left = [piece for line in dates for piece in _dimmed(wrapped(line, width), repeated)]
    count = max(len(title), len(left), len(ids) if beside else 0)
    if row.dates_disagree and beside:
        ids = _with_dates(row, dates, left, title)
        count = max(count, len(ids))
    out: Lines = []
    for n in range(count):
        line = joined(
            pad(sign, 2) if n == 0 and sign.plain else "  ", right(left[n] if n < len(left) else Text(end=""), width)
        )
        line = joined(pad(line, at), title[n] if n < len(title) else "")
        if beside and n < len(ids):
            line = joined(pad(line, at + min(room, 60) + 3), ids[n])
        out.append(line)
    return out


def _with_dates(row: TimelineRow, dates: Lines, left: Lines, title: Lines) -> Lines:
    """Each differing date stands beside the brief that gives it."""
    others = [t for t in row.told_in if t.id != row.id and t.date != row.date]
    same = [t.brief for t in row.told_in if t.date == row.date and t.id != row.id]
    return [
        text(row.brief, "brief.id"),
        *(text(t.brief, "brief.id") for t in others),
        *(text(b, "brief.id") for b in same),
    ]


def _ids(row: TimelineRow) -> Lines:
    return [text(brief, "brief.id") for brief in dict.fromkeys([row.brief, *row.briefs])]


def _dimmed(lines: Lines, repeated: str) -> Lines:
    """A month that the row above has already named is dim."""
    if repeated:
        for line in lines:
            if line.plain.endswith(repeated):
                line.stylize("brief.label", len(line.plain) - len(repeated))
    return lines


def _stacked(row: TimelineRow, dates: Lines, told: str, ids: Lines, sign: Text, screen: Screen) -> Lines:
    when = Text(", ", end="").join(dates)
    body = [piece for line in (when, text(told), *ids) for piece in wrapped(line, screen.page - 5)]
    return [
        joined(pad(sign, 2) if sign.plain and n == 0 else "  ", indented(p, 0 if n == 0 else 2))
        for n, p in enumerate(body)
    ]


def _totals(rows: list[TimelineRow], found: Timeline, screen: Screen) -> Text:
    dot = (f" {screen.own('·')} ", "brief.label")
    whole = f"{len(rows)} of {len(found.rows)} events" if len(rows) < len(found.rows) else counted(len(rows), "event")
    total = joined("  ", whole)
    if several := sum(len(row.briefs) > 1 for row in rows):
        total = joined(total, dot, f"{several} told in several briefs")
    if differing := sum(row.dates_disagree for row in rows):
        sign = (screen.signs.differs, "brief.differs")
        total = joined(total, dot, sign, f" {differing} with differing dates")
    return total
