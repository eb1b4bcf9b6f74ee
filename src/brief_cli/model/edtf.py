"""Dates as an analyst knows them: EDTF, which is ISO 8601-2:2019, levels 0 and 1.

Read are years 0000-9999, months, days, seasons 21-24, ``X`` for unknown digits, one qualifier (``?``
uncertain, ``~`` approximate, ``%`` both) and intervals with open (``..``) or unknown (empty) ends; no times
of day, no sets.  Seasons are meteorological and northern, so winter 2025 ends in February 2026.

Days are ISO strings (``2025-09-12``): they sort by code point and hold the year 0000, which
``datetime.date`` does not.  The text stays as written; days are derived from it, never invented.

Refusals name the nearest right form; what finds it (``edtf_mend``) is loaded on a refusal only.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from types import ModuleType
from typing import Final

from brief_cli.model.value import Value

MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""English and fixed: ``strftime`` would follow the locale of whoever runs the program."""

SEASONS: Final = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}

_DATE: Final = re.compile(
    r"(?P<year>[0-9]{4}|[0-9]{3}X|[0-9]{2}XX)"
    r"(?:-(?P<month>[0-9]{2}|XX)(?:-(?P<day>[0-9]{2}|XX))?)?(?P<mark>[?~%]?)"
)
_CYCLE: Final = 146_097
"""Days in 400 Gregorian years, after which the calendar repeats."""


class DateFault(ValueError):
    """A text that is no date: why, and the nearest right form."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class Edtf(Value, kw_only=False):
    """A date as written, with the first and the last day it may mean (None: no bound is known).

    Make one with ``parse``: the methods trust ``text``.
    """

    text: str
    earliest: str | None
    latest: str | None
    flags: tuple[str, ...]

    @staticmethod
    def parse(text: str) -> Edtf:
        """Read a date; ``DateFault``, and nothing else, for any text that is none."""
        try:
            return parsed(text)
        except DateFault as fault:
            message = fault.message
        raise DateFault(message, _mend().hint(text))

    def shown(self) -> str:
        """The date for a reader: ``12–16 Sep 2025``, ``c. Sep 2025``, ``since 24 Feb 2022``.

        Intervals of years keep their blanks (``2000 – 2099``), centuries have none (``2000–2099``).
        """
        start, slash, end = self.text.partition("/")
        if not slash:
            return _end(start).phrase()
        if start == "..":
            return f"until {_end(end).phrase()}"
        if end == "..":
            return f"since {_end(start).phrase()}"
        if not start or not end:
            return f"{_end(start).phrase()} – ?" if start else f"? – {_end(end).phrase()}"
        return _span(_end(start), _end(end))

    def shown_in_year(self) -> str:
        """The date under a heading that names its year: ``12–16 Sep``, ``c. Sep``, ``month unknown``.

        A bare year adds nothing to its heading and gives ``""``.  What reaches beyond one year, or would
        lose its sense without it (``1999?``), is as ``shown``.
        """
        if not self.earliest or not self.latest or self.earliest[:4] != self.latest[:4]:
            return self.shown()
        first, last = (_end(half) for half in (self.text.split("/") * 2)[:2])
        if first == last and not first.mark and first.month in (None, "XX"):
            return first.unknown
        if first.drops_year and last.drops_year:
            return _span(first, last, year=False)
        return self.shown()

    def sort_key(self) -> tuple[str, str]:
        """Earliest day, no bound first; then latest, no bound last."""
        return self.earliest or "", self.latest or "~"


class _End(Value, kw_only=False):
    """One date, alone or as an end of an interval; the parts are as written."""

    year: str
    month: str | None
    day: str | None
    mark: str
    earliest: str
    latest: str

    @property
    def drops_year(self) -> bool:
        """Whether the year may be left to the context: without it something is left, of one year."""
        return self.month not in (None, "XX", "24")

    @property
    def unknown(self) -> str:
        """Which parts are said to be unknown."""
        if self.month == "XX":
            return "month and day unknown" if self.day else "month unknown"
        return "day unknown" if self.day == "XX" else ""

    @property
    def approximate(self) -> bool:
        return self.mark in ("~", "%")

    @property
    def uncertain(self) -> bool:
        return self.mark in ("?", "%")

    def phrase(self, year: bool = True) -> str:
        day = str(int(self.day)) if self.day and self.day != "XX" else ""
        words = filter(None, (day, _month_name(self.month), self._year() if year else ""))
        main = f"{'c. ' if self.approximate else ''}{' '.join(words)}{'?' if self.uncertain else ''}"
        return f"{main}, {self.unknown}" if self.unknown else main

    def _year(self) -> str:
        if self.year.endswith("XX"):
            return f"{self.year[:2]}00–{self.year[:2]}99"
        if self.year.endswith("X"):
            return f"{self.year[:3]}0s"
        if self.month != "24":
            return self.year
        following = self.latest[:4]
        return f"{self.year}–{following[2:] if following[:2] == self.year[:2] else following}"


def _month_name(month: str | None) -> str:
    if month is None or month == "XX":
        return ""
    return SEASONS[month] if month in SEASONS else MONTHS[int(month) - 1]


def _span(start: _End, end: _End, year: bool = True) -> str:
    """Two ends as one phrase; what they share is said once."""
    if start == end:
        return end.phrase(year)
    days = start.earliest == start.latest and end.earliest == end.latest and not start.mark + end.mark
    if days and start.earliest[:7] == end.earliest[:7]:
        return f"{int(start.earliest[8:])}–{end.phrase(year)}"
    shared = start.year == end.year and start.drops_year and end.drops_year
    return f"{start.phrase(not shared)} – {end.phrase(year)}"


@lru_cache(maxsize=8192)
def parsed(text: str) -> Edtf:
    """The date, or a fault that says why not (its hint is empty)."""
    if text.count("/") != 1:
        one = _end(text)
        return Edtf(text, one.earliest, one.latest, _flags(text, one))
    start_text, _, end_text = text.partition("/")
    start = None if start_text in ("", "..") else _end(start_text)
    end = None if end_text in ("", "..") else _end(end_text)
    if start is None and end is None:
        raise DateFault(f"{quoted(text)} is no date: an interval has a date at one end at least")
    if start and end and end.latest < start.earliest:
        raise DateFault(f"{quoted(text)} ends before it begins")
    first, last = start.earliest if start else None, end.latest if end else None
    return Edtf(text, first, last, _flags(text, *filter(None, (start, end))))


def _flags(text: str, *ends: _End) -> tuple[str, ...]:
    halves = text.split("/")
    having = {
        "open": ".." in halves,
        "unknown": "" in halves,
        "approximate": any(end.approximate for end in ends),
        "uncertain": any(end.uncertain for end in ends),
    }
    return tuple(flag for flag, has in having.items() if has)


@lru_cache(maxsize=8192)
def _end(text: str) -> _End:
    found = _DATE.fullmatch(text)
    if found is None:
        raise DateFault(_mend().why_not(text))
    year, month, day, mark = found["year"], found["month"], found["day"], found["mark"]
    _check_shape(text, year, month, day)
    if year.endswith("X"):
        first, last = year.replace("X", "0"), year.replace("X", "9")
        return _End(year, None, None, mark, f"{first}-01-01", f"{last}-12-31")
    if month is None or month == "XX":
        return _End(year, month, day, mark, f"{year}-01-01", f"{year}-12-31")
    if month in SEASONS:
        return _End(year, month, None, mark, *_season(year, month))
    length = length_of(year, month)
    if day is None or day == "XX":
        return _End(year, month, day, mark, f"{year}-{month}-01", f"{year}-{month}-{length}")
    if not 1 <= int(day) <= length:
        name = MONTHS[int(month) - 1]
        raise DateFault(f"{quoted(text)} is no date: the days of {name} {year} are 01 to {length}")
    return _End(year, month, day, mark, f"{year}-{month}-{day}", f"{year}-{month}-{day}")


def _check_shape(text: str, year: str, month: str | None, day: str | None) -> None:
    """Level 1 leaves digits unknown only from the right, and gives seasons no days."""
    if month is None:
        return
    if year.endswith("X") or (month == "XX" and day not in (None, "XX")):
        raise DateFault(f"{quoted(text)} is no date: what follows an unknown part is unknown too")
    if month in SEASONS and day is not None:
        raise DateFault(f"{quoted(text)} is no date: a season has no days")
    if month != "XX" and month not in SEASONS and not 1 <= int(month) <= 12:
        raise DateFault(f"{quoted(text)} is no date: months are 01 to 12, seasons 21 to 24")


def _season(year: str, season: str) -> tuple[str, str]:
    """First and last day of a northern meteorological season."""
    if season != "24":
        first = 3 * int(season) - 60
        return f"{year}-{first:02}-01", f"{year}-{first + 2:02}-{length_of(year, f'{first + 2:02}')}"
    following = f"{int(year) + 1:04}"
    if len(following) > 4:  # a fifth digit would sort before all others
        raise DateFault(f"`{year}-24` is no date: this winter ends after the year 9999")
    return f"{year}-12-01", f"{following}-02-{length_of(following, '02')}"


def length_of(year: str, month: str) -> int:
    """Days of a month in the proleptic Gregorian calendar, in which 0000 is a leap year (ISO 8601)."""
    if month == "02":
        number = int(year)
        return 29 if number % 4 == 0 and (number % 100 != 0 or number % 400 == 0) else 28
    return 30 if month in ("04", "06", "09", "11") else 31


# Plain days


def parse_day(text: str) -> str:
    """A plain day, as ``YYYY-MM-DD``; ``DateFault`` for anything else, other dates included."""
    try:
        found = parsed(text)
    except DateFault as fault:
        message, form = fault.message.replace("is no date", "is no day", 1), _mend().mended(text)
        if form is None or _mend().other_order(text) is not None:
            raise DateFault(message, _mend().hint(text, "write a day, such as `2025-09-12`")) from None
        found = parsed(form)
    else:
        if text == found.earliest == found.latest:
            return text
        message = f"{quoted(text)} is no single day"
    day = found.latest or found.earliest
    such_as = "" if found.earliest == found.latest else "one day of it, such as "
    raise DateFault(message, f"write {such_as}`{day}`")


def show_day(iso: str) -> str:
    """``12 Sep 2025`` for ``2025-09-12``."""
    return f"{int(iso[8:])} {MONTHS[int(iso[5:7]) - 1]} {iso[:4]}"


def ordinal(iso: str) -> int:
    """The day's number, as ``date.toordinal`` counts, carried back through the year 0000."""
    if iso.startswith("0000"):
        return date(400, int(iso[5:7]), int(iso[8:])).toordinal() - _CYCLE
    return date.fromisoformat(iso).toordinal()


def quoted(text: str) -> str:
    """A text as it stands in a message, cut when long."""
    flat = " ".join(text.split())
    return f"`{flat if len(flat) <= 60 else flat[:59] + '…'}`"


def _mend() -> ModuleType:
    from brief_cli.model import edtf_mend

    return edtf_mend
