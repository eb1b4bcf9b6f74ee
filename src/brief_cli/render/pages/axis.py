"""A time axis in cells: where a day falls, and the marks of dates on it."""

from __future__ import annotations

from dataclasses import dataclass

from rich.text import Text

from brief_cli.model.edtf import Edtf, ordinal
from brief_cli.render.page import Screen, joined


@dataclass(frozen=True, slots=True)
class Scale:
    """Days to cells: ``first`` to ``last`` (ordinals) over ``cells`` cells."""

    first: int
    last: int
    cells: int

    def cell(self, day: int) -> int:
        """The cell of a day, kept on the axis."""
        span = max(self.last - self.first, 1)
        return min(max((day - self.first) * (self.cells - 1) // span, 0), self.cells - 1)


def is_one_day(date: Edtf) -> bool:
    """Whether a date is a single day."""
    return date.earliest is not None and date.earliest == date.latest


def is_span(date: Edtf) -> bool:
    """Whether a date goes from a day to a day (an interval), rather than lying some day within."""
    return "/" in date.text


def bounds(dates: list[Edtf]) -> tuple[int, int] | None:
    """The first and the last day that any of the dates names, as ordinals."""
    days = [ordinal(day) for date in dates for day in (date.earliest, date.latest) if day]
    return (min(days), max(days)) if days else None


def mark_of(screen: Screen, date: Edtf, status: str) -> str:
    """The sign of a single day."""
    signs = screen.signs
    if status == "cancelled":
        return signs.cancelled
    if status in ("planned", "alleged"):
        return signs.planned
    return signs.about if "approximate" in date.flags else signs.day


def mini(screen: Screen, dates: list[tuple[Edtf, str]], cells: int) -> Text | None:
    """A brief's own timeline on one line: the track, spans, and days over them."""
    found = bounds([date for date, _ in dates])
    if found is None or cells < 14 or found[0] == found[1]:
        return None
    scale = Scale(*found, cells)
    line = [(screen.signs.track, "brief.track")] * cells
    for date, _ in (d for d in dates if not is_one_day(d[0])):
        start = scale.cell(ordinal(date.earliest)) if date.earliest else 0
        end = scale.cell(ordinal(date.latest)) if date.latest else cells - 1
        sign = screen.signs.filled if is_span(date) else screen.signs.within
        for n in range(start, end + 1):
            line[n] = (sign, "brief.mark")
    for date, status in dates:
        for day in {date.earliest, date.latest} if is_one_day(date) or is_span(date) else set():
            if day:
                line[scale.cell(ordinal(day))] = (mark_of(screen, date, status), "brief.mark")
    return joined(*line)
