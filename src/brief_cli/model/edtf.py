"""Dates as an analyst knows them: EDTF, which is ISO 8601-2:2019, levels 0 and 1.

Read are years 0000-9999, months, days, seasons 21-24, ``X`` for unknown digits, one qualifier (``?``
uncertain, ``~`` approximate, ``%`` both) and intervals with open (``..``) or unknown (empty) ends; no times
of day, no sets.  Seasons are meteorological and northern, so winter 2025 ends in February 2026.

Days are ISO strings (``2025-09-12``): they sort by code point and hold the year 0000, which
``datetime.date`` does not.  The text stays as written; days are derived from it, never invented.

Refusals name the nearest right form.  What finds it (second half of this file) runs only on a refusal and
compiles its patterns only then; a form is offered only after the reader has accepted it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

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


@dataclass(frozen=True, slots=True)
class Edtf:
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
            return _parsed(text)
        except DateFault as fault:
            message = fault.message
        raise DateFault(message, _hint(text))

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

    def overlaps(self, other: Edtf) -> bool:
        """Whether some day may belong to both; what has no bound is unbounded."""
        (first, last), (other_first, other_last) = self.sort_key(), other.sort_key()
        return first <= other_last and other_first <= last


@dataclass(frozen=True, slots=True)
class _End:
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
def _parsed(text: str) -> Edtf:
    """The date, or a fault that says why not (its hint is empty)."""
    if text.count("/") != 1:
        one = _end(text)
        return Edtf(text, one.earliest, one.latest, _flags(text, one))
    start_text, _, end_text = text.partition("/")
    start = None if start_text in ("", "..") else _end(start_text)
    end = None if end_text in ("", "..") else _end(end_text)
    if start is None and end is None:
        raise DateFault(f"{_quoted(text)} is no date: an interval has a date at one end at least")
    if start and end and end.latest < start.earliest:
        raise DateFault(f"{_quoted(text)} ends before it begins")
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
        raise DateFault(_why_not(text))
    year, month, day, mark = found["year"], found["month"], found["day"], found["mark"]
    _check_shape(text, year, month, day)
    if year.endswith("X"):
        first, last = year.replace("X", "0"), year.replace("X", "9")
        return _End(year, None, None, mark, f"{first}-01-01", f"{last}-12-31")
    if month is None or month == "XX":
        return _End(year, month, day, mark, f"{year}-01-01", f"{year}-12-31")
    if month in SEASONS:
        return _End(year, month, None, mark, *_season(year, month))
    length = _length(year, month)
    if day is None or day == "XX":
        return _End(year, month, day, mark, f"{year}-{month}-01", f"{year}-{month}-{length}")
    if not 1 <= int(day) <= length:
        name = MONTHS[int(month) - 1]
        raise DateFault(f"{_quoted(text)} is no date: the days of {name} {year} are 01 to {length}")
    return _End(year, month, day, mark, f"{year}-{month}-{day}", f"{year}-{month}-{day}")


def _check_shape(text: str, year: str, month: str | None, day: str | None) -> None:
    """Level 1 leaves digits unknown only from the right, and gives seasons no days."""
    if month is None:
        return
    if year.endswith("X") or (month == "XX" and day not in (None, "XX")):
        raise DateFault(f"{_quoted(text)} is no date: what follows an unknown part is unknown too")
    if month in SEASONS and day is not None:
        raise DateFault(f"{_quoted(text)} is no date: a season has no days")
    if month != "XX" and month not in SEASONS and not 1 <= int(month) <= 12:
        raise DateFault(f"{_quoted(text)} is no date: months are 01 to 12, seasons 21 to 24")


def _season(year: str, season: str) -> tuple[str, str]:
    """First and last day of a northern meteorological season."""
    if season != "24":
        first = 3 * int(season) - 60
        return f"{year}-{first:02}-01", f"{year}-{first + 2:02}-{_length(year, f'{first + 2:02}')}"
    following = f"{int(year) + 1:04}"
    if len(following) > 4:  # a fifth digit would sort before all others
        raise DateFault(f"`{year}-24` is no date: this winter ends after the year 9999")
    return f"{year}-12-01", f"{following}-02-{_length(following, '02')}"


def _length(year: str, month: str) -> int:
    """Days of a month in the proleptic Gregorian calendar, in which 0000 is a leap year (ISO 8601)."""
    if month == "02":
        number = int(year)
        return 29 if number % 4 == 0 and (number % 100 != 0 or number % 400 == 0) else 28
    return 30 if month in ("04", "06", "09", "11") else 31


# Plain days


def parse_day(text: str) -> str:
    """A plain day, as ``YYYY-MM-DD``; ``DateFault`` for anything else, other dates included."""
    try:
        found = _parsed(text)
    except DateFault as fault:
        message, form = fault.message.replace("is no date", "is no day", 1), _mended(text)
        if form is None:
            raise DateFault(message, _hint(text, "write a day, such as `2025-09-12`")) from None
        found = _parsed(form)
    else:
        if text == found.earliest == found.latest:
            return text
        message = f"{_quoted(text)} is no single day"
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


# Refusals: why not, and the nearest right form

_NOTHING: Final = ("", "null", "~", "none", "n/a", "?", "-", "unknown", "tbd")
_LONGEST: Final = 80
"""No mend is sought for a longer text: none would be near, and patterns may be slow on it."""

_OTHER_YEARS: Final = r"Y-?[0-9]|[-+][0-9]|[0-9]{5}(?![0-9])"
_USUAL: Final = "write a date such as `2025-09-12`, `2025-09`, `2025` or `2025-09/2026-02`"

_REASONS: Final = (
    (r".*\d(T| +)\d{1,2}:?\d\d", "a date has no time of day"),
    (r"[\[{]|.*[\]}]", "sets are not read, write an interval"),
    (r"[0-9]{4}-?W", "weeks are not read, write an interval"),
    (r"[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{4}", "the year comes first, then month and day"),
    (r"[0-9]{2}-[0-9]{2}", "a year has four digits"),
    (_OTHER_YEARS, "years run from 0000 to 9999"),
    (r".*[?~%]", "one of ? ~ % may stand, at the end"),
    (r".*/.*/|[0-9]{4}/[0-9]{1,2}/", "year, month and day are joined by hyphens"),
)
_PARTS_OF_YEAR: Final = {
    **{f"Q{n}": (3 * n - 2, 3 * n) for n in (1, 2, 3, 4)},
    **{f"H{n}": (6 * n - 5, 6 * n) for n in (1, 2)},
    # the numbers that level 2 gives to quarters and halves of a year
    **{str(32 + n): (3 * n - 2, 3 * n) for n in (1, 2, 3, 4)},
    **{str(39 + n): (6 * n - 5, 6 * n) for n in (1, 2)},
}


def _quoted(text: str) -> str:
    flat = " ".join(text.split())
    return f"`{flat if len(flat) <= 60 else flat[:59] + '…'}`"


def _why_not(text: str) -> str:
    if not text.strip():
        return "an empty text is no date"
    head = text[:_LONGEST]
    if any(sign.isdecimal() and not sign.isascii() for sign in head):
        return f"{_quoted(text)} is no date: digits are 0 to 9"
    why = next((why for pattern, why in _REASONS if re.match(pattern, head)), None)
    return f"{_quoted(text)} is no date: {why}" if why else f"{_quoted(text)} is no date"


def _hint(text: str, otherwise: str = _USUAL) -> str:
    """What to write in place of a text that was refused."""
    if text.strip().casefold() in _NOTHING:
        return "leave it empty"
    if text and not text.strip("./ "):
        return "give one end a date, such as `2025-09-12/..`"
    form = _mended(text)
    if form is None:
        return "write a year from `0000` to `9999`" if re.match(_OTHER_YEARS, text[:_LONGEST]) else otherwise
    timed = re.search(r"\d(T| +)\d{1,2}:?\d\d", text)
    return f"write `{form}`; the hour goes into the detail" if timed else f"write `{form}`"


def _mended(text: str) -> str | None:
    """The nearest right form of a text that was refused, if one is near."""
    if len(text) > _LONGEST or text.strip().casefold() in _NOTHING:
        return None
    tidy = _tidied(text)
    forms = (mend(tidy) for mend in _MENDS)
    return next((right for form in forms if form for right in _with_clamp(form) if _is_date(right)), None)


def _is_date(text: str) -> bool:
    try:
        _parsed(text)
    except DateFault:
        return False
    return True


def _with_clamp(form: str) -> Iterator[str]:
    """The form, then the same brought back inside the calendar: 30 February is 28 or 29, month 13 is 12."""
    yield form
    if found := re.fullmatch(r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?", form):
        year, month, day = found.groups()
        if day and month in SEASONS:
            yield f"{year}-{month}"
        if day and int(month) > 12 and 1 <= int(day) <= 12:
            yield f"{year}-{day}-{month}"
        if month in _PARTS_OF_YEAR:
            first, last = _PARTS_OF_YEAR[month]
            yield f"{year}-{first:02}/{year}-{last:02}"
        elif "25" <= month <= "28":  # level 2: the same seasons, said to be northern
            yield f"{year}-{int(month) - 4}"
        if day and 1 <= int(month) <= 12:
            yield f"{year}-{month}-{_length(year, month)}" if "29" <= day <= "31" else f"{year}-{month}"
        yield f"{year}-12" if "13" <= month <= "20" or (year, month) == ("9999", "24") else year


def _tidied(text: str) -> str:
    """Other scripts' digits, other dashes, stray blanks and the letters of EDTF's drafts made ours."""
    signs = (str(int(sign)) if sign.isdecimal() else sign for sign in text)
    tidy = re.sub("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]", "-", "".join(signs))
    tidy = re.sub(r" ?([/\uff0f]) ?", "/", " ".join(tidy.split()))
    tidy = re.sub(r"\bopen\b", "..", tidy, flags=re.IGNORECASE)
    tidy = re.sub(r"(?<=/)unknown$|^unknown(?=/)", "", tidy, flags=re.IGNORECASE)
    return re.sub("[xu]", "X", tidy) if re.fullmatch(r"[-0-9XxUu/?~%.]+", tidy) else tidy


def _marks(text: str) -> str | None:
    """Qualifiers moved to the end and joined into one."""
    found = set(re.findall("[?~%]", text))
    if not found or "/" in text:
        return None
    return re.sub("[?~%]", "", text) + (found.pop() if len(found) == 1 else "%")


def _set(text: str) -> str | None:
    """The interval that spans a set, or a range with two dots."""
    inner = text[1:-1] if re.fullmatch(r"\[.*\]|\{.*\}", text) else text
    if found := re.fullmatch(r"([0-9]{4})-([0-9]{4})", text):
        return f"{found[1]}/{found[2]}"
    if inner == text and not re.fullmatch(r"[-0-9X?~%]* ?\.\. ?[-0-9X?~%]*", text):
        return None
    ends = [end.strip() or ".." for end in re.split(r"\.\.|,", inner)]
    return f"{ends[0]}/{ends[-1]}" if len(ends) > 1 else ends[0]


def _timed(text: str) -> str | None:
    """Without the time of day."""
    return re.sub(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ][0-9]{1,2}:?[0-9]{2}[^/]*", r"\1", text)


def _counted(text: str) -> str | None:
    """Weeks and days of the year by number (ISO 8601-1), quarters and halves."""
    try:
        if found := re.fullmatch(r"([0-9]{4})-?W([0-9]{2})(?:-?([1-7]))?", text):
            day = date.fromisocalendar(int(found[1]), int(found[2]), int(found[3] or 1))
            return f"{day}" if found[3] else f"{day}/{day + timedelta(days=6)}"
        if found := re.fullmatch(r"([0-9]{4})-?([0-9]{3})", text):
            day = date(int(found[1]), 1, 1) + timedelta(days=int(found[2]) - 1)
            return f"{day}" if f"{day}".startswith(found[1]) else None
    except (ValueError, OverflowError):
        return None
    if found := re.fullmatch(r"([0-9]{4})[- ]?([QH][1-4])", text):
        first, last = _PARTS_OF_YEAR.get(found[2], (1, 12))
        return f"{found[1]}-{first:02}/{found[1]}-{last:02}"
    return None


def _figures(text: str) -> str | None:
    """Year, month and day in another order, with other or no signs between, or with fewer digits."""
    if found := re.fullmatch(r"([0-9]{4})([0-9]{2})([0-9]{2})?", text):
        return "-".join(filter(None, found.groups()))
    if found := re.fullmatch(r"([0-9]{4})[-./ ]([0-9]{1,2})(?:[-./ ]([0-9]{1,2}))?", text):
        return "-".join(part.zfill(2) for part in found.groups() if part)
    if found := re.fullmatch(r"([0-9]{1,2})[-./ ]([0-9]{1,2})[-./ ]([0-9]{4})", text):
        day, month = (found[2], found[1]) if int(found[2]) > 12 else (found[1], found[2])
        return f"{found[3]}-{month.zfill(2)}-{day.zfill(2)}"
    if found := re.fullmatch(r"([0-9]{1,2})[./]([0-9]{4})", text):
        return f"{found[2]}-{found[1].zfill(2)}"
    if found := re.fullmatch(r"([0-9]{1,2})[./]([0-9]{1,2})[./]([0-9]{2})", text):
        return f"{_century(found[3])}-{found[2].zfill(2)}-{found[1].zfill(2)}"
    if found := re.fullmatch(r"([0-9]{2})((?:-[0-9]{2}){1,2})", text):
        return _century(found[1]) + found[2]
    return None


def _century(digits: str) -> str:
    """A year of two digits, with the turn where POSIX ``strptime`` has it (69 is 1969)."""
    return f"{'19' if digits >= '69' else '20'}{digits}"


def _unknown_digits(text: str) -> str | None:
    """``X`` where level 1 has none: the parts before it, or the span of the digits."""
    if found := re.fullmatch(r"([0-9]{4}-XX)-[0-9]{2}|([0-9]{2,3}X{1,2})-.*", text):
        return found[1] or found[2]
    if found := re.fullmatch(r"[0-9]XXX", text):
        return f"{text[0]}000/{text[0]}999"
    return None


def _worded(text: str) -> str | None:
    """Dates in English words, the program's own ``shown`` among them."""
    words = re.sub(r"(?<=\d)(st|nd|rd|th)\b|,|(?<=[a-z])\.", "", text.casefold()).strip()
    for pattern, shape in (
        (r"(?:c|ca|circa|about|around) (.+?)(?:\?)?$", "{}%" if words.endswith("?") else "{}~"),
        (r"(.+)\?$", "{}?"),
        (r"(?:since|from) (.+)", "{}/.."),
        (r"(?:until|till|to) (.+)", "../{}"),
        (r"(.+?) ?- \?", "{}/"),
        (r"\? - (.+)", "/{}"),
    ):
        if found := re.fullmatch(pattern, words):
            inner = _named(found[1]) or (found[1] if _is_date(found[1]) else None)
            return shape.format(inner) if inner else None
    return _named(words)


def _named(words: str) -> str | None:
    """Days, months and seasons by name, and decades."""
    if found := re.fullmatch(r"([0-9]{3})0s", words):
        return f"{found[1]}X"
    if found := re.fullmatch(r"([0-9]{1,2}) ?- ?([0-9]{1,2}) ([a-z]+) ([0-9]{4})", words):
        month = _number(found[3])
        return month and f"{found[4]}-{month}-{found[1].zfill(2)}/{found[4]}-{month}-{found[2].zfill(2)}"
    if found := re.fullmatch(r"([0-9]{1,2}) ([a-z]+) ([0-9]{4})", words):
        month = _number(found[2])
        return month and f"{found[3]}-{month}-{found[1].zfill(2)}"
    if found := re.fullmatch(r"([a-z]+)(?: ([0-9]{1,2}))? ([0-9]{4})(?:-[0-9]{2,4})?", words):
        month = _number(found[1])
        return month and f"{found[3]}-{month}{f'-{found[2].zfill(2)}' if found[2] else ''}"
    return None


def _number(name: str) -> str | None:
    """The two digits of a month or a season."""
    seasons = {name: number for number, name in SEASONS.items()} | {"fall": "23"}
    if name in seasons:
        return seasons[name]
    short = name[:3].capitalize()
    return f"{MONTHS.index(short) + 1:02}" if short in MONTHS and len(name) > 2 else None


def _interval(text: str) -> str | None:
    """Both ends mended; an end cut short gets what the start has; a reversed interval is turned round."""
    ends = re.split(r"/| - | to ", text)
    if len(ends) != 2:
        return None
    start, end = (end if end in ("", "..") or _is_date(end) else _mended(end) for end in ends)
    if re.fullmatch("[0-9]{2}", ends[1]) and start:
        end = start[:-2] + ends[1]
    if start is None or end is None:
        return None
    return f"{start}/{end}" if _is_date(f"{start}/{end}") else f"{end}/{start}"


def _beginning(text: str) -> str | None:
    """The date with which the text begins."""
    found = re.match(r"[0-9]{4}(?:-[0-9]{2}){0,2}(?![0-9])", text)
    return found[0] if found else None


_MENDS: Final[tuple[Callable[[str], str | None], ...]] = (
    str,  # tidied, it may be right already
    _worded,
    _marks,
    _set,
    _timed,
    _counted,
    _figures,
    _unknown_digits,
    _interval,
    _beginning,
)
"""In the order tried: exact readings first, guesses last."""
