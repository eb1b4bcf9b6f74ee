"""Dates as people write them, made to the EDTF strings of docs/format.md, section 4; what is not sure gives None.

Nothing is brought back inside the calendar and no order of day and month is guessed: `2025-02-30` is no date, and
`03/04/2025` is one only where the caller knows how its column is written (``order_of``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from brief_cli.model.edtf import DateFault, Edtf
from brief_cli.model.text import fold

Order = Literal["day", "month"] | None
"""Which of the two comes first in `03/04/2025`; None: nobody knows."""

Parts = tuple[int | None, int | None, int | None]
"""Year, month and day, as far as they are written."""

LONGEST = 60

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar janner", "february feb februar", "march mar marz maerz mrz", "april apr", "may mai",
            "june jun juni", "july jul juli", "august aug", "september sep sept", "october oct oktober okt",
            "november nov", "december dec dezember dez",
        ), 1,
    )
    for name in names.split()
}  # fmt: skip
_SEASONS = {
    "spring": 21, "fruhling": 21, "fruhjahr": 21, "summer": 22, "sommer": 22, "autumn": 23, "fall": 23, "herbst": 23,
    "winter": 24,
}  # fmt: skip
_NAMED = _MONTHS | _SEASONS
_FILLERS = frozenset(
    (
        "of",
        "the",
        "den",
        "am",
        "im",
        "in",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "tues",
        "thur",
        "thurs",
        "montag",
        "dienstag",
        "mittwoch",
        "donnerstag",
        "freitag",
        "samstag",
        "sonntag",
        "mo",
        "di",
        "mi",
        "do",
        "fr",
        "sa",
        "so",
    )
)
_FORMS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), order)
    for pattern, order in (
        (r"([0-9]{4})([-./ ])([0-9]{1,2})\2([0-9]{1,2})\.?", "y_md"),
        (r"([0-9]{4})([0-9]{2})([0-9]{2})", "ymd"),
        (r"([0-9]{4})[-./]([0-9]{1,2})", "ym"),
        (r"([0-9]{1,2})[-./]([0-9]{4})", "my"),
        (r"([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{4}|[0-9]{2})", "dmy"),
        (r"([0-9]{1,2})\. ?([0-9]{1,2})\.?", "dm"),
        (r"([0-9]{4})", "y"),
        (r"([0-9]{1,2})\.?", "d"),
    )
)
_EITHER = re.compile(r"([0-9]{1,2})([/-])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})")
_TIMED = re.compile(r"(.*[0-9])(?:t| +|, *)([0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:[.,][0-9]{1,9})?)(.{0,12})")
_ZONE = re.compile(r"|z| ?utc| ?gmt| ?[ap]m| ?uhr| ?h| ?[+-][0-9]{2}:?[0-9]{0,2}")
_QUARTER = re.compile(r"q([1-4])[ /-]?([0-9]{4})|([0-9]{4})[ /-]?q([1-4])")
_DECADE = re.compile(r"([0-9]{3})0(?:s|er)")
_CIRCA = re.compile(r"(?:circa|ca\.?|c\.|about|around|approx\.?|approximately|etwa|um|~) ?(?=.)")
_SINCE = re.compile(r"(?:since|from|seit|ab) ")
_UNTIL = re.compile(r"(?:until|till|up to|bis) ")
_DASHES = str.maketrans(dict.fromkeys("\u2012\u2013\u2014\u2015", " - ") | dict.fromkeys("\u2010\u2011\u2212", "-"))
_BETWEEN = (" - ", " to ", " bis ", " until ", " / ")


def edtf(text: str, order: Order = None) -> str | None:
    """The date as EDTF; None for what is none, or could be two."""
    bare = text.strip()
    if not bare or len(bare) > LONGEST:
        return None
    if _valid(bare):
        return bare
    tidy = fold(bare.translate(_DASHES))
    return _phrase(_timeless(tidy)[0], order)


def day(text: str, order: Order = None) -> str | None:
    """The date as a plain day; None for a longer time, and for what is sure to nobody."""
    found = edtf(text, order)
    return found if found and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", found) else None


def hour(text: str) -> str:
    """The time of day that stands behind a date; empty when there is none, or it is midnight for want of one."""
    written = _timeless(" ".join(text.split()).lower())[1] if len(text) <= LONGEST else ""
    return "" if re.fullmatch(r"0?0:00(:00)?([.,]0+)?(z|\+00:?00)?", written) else written.upper()


def from_parts(year: int | None, month: int | None = None, day: int | None = None) -> str | None:
    """The date of its parts; a month of 21 to 24 is a season."""
    if year is None or not 0 <= year <= 9999 or (day is not None and month is None):
        return None
    written = f"{year:04}" + "".join(f"-{part:02}" for part in (month, day) if part is not None)
    return _valid(written)


def spanned(start: str, end: str) -> str | None:
    """The interval between two dates in EDTF; the one date where both are the same."""
    return _valid(start if start == end else f"{start}/{end}")


def order_of(cells: Iterable[str]) -> Order:
    """How a column writes `03/04/2025`, told by the cells that can be read in one way only."""
    sure: set[Order] = set()
    for cell in cells:
        found = _EITHER.fullmatch(_timeless(cell.strip().lower())[0]) if len(cell) <= LONGEST else None
        if found and int(found[1]) > 12 >= int(found[3]):
            sure.add("day")
        elif found and int(found[3]) > 12 >= int(found[1]):
            sure.add("month")
    return sure.pop() if len(sure) == 1 else None


def _valid(text: str) -> str | None:
    try:
        return Edtf.parse(text).text
    except DateFault:
        return None


def _timeless(text: str) -> tuple[str, str]:
    """The date and the time of day of a text in lower case."""
    found = _TIMED.fullmatch(text)
    if found is None or not _ZONE.fullmatch(found[3]):
        return text, ""
    return found[1], found[2] + found[3]


def _phrase(text: str, order: Order) -> str | None:
    """A date with the words that people put before it, or two of them."""
    for pattern, shape in ((_SINCE, "{}/.."), (_UNTIL, "../{}")):
        if (found := pattern.match(text)) is not None:
            inner = _marked(text[found.end() :], order)
            return _valid(shape.format(inner)) if inner else None
    return _marked(text, order) or _range(text, order)


def _marked(text: str, order: Order) -> str | None:
    """One date, with what says that it is not exact as a qualifier."""
    unsure = text.endswith("?")
    bare = text.rstrip("? ")
    circa = _CIRCA.match(bare)
    bare = bare[circa.end() :] if circa else bare
    mark = {(True, True): "%", (True, False): "~", (False, True): "?"}.get((circa is not None, unsure), "")
    if mark and (plain := _valid(bare)) and "/" not in plain and plain[-1] not in "?~%":
        return plain + mark
    found = _single(bare, order)
    return _valid(found + mark) if found else None


def _single(text: str, order: Order) -> str | None:
    if (quarter := _QUARTER.fullmatch(text)) is not None:
        year, number = quarter[2] or quarter[3], int(quarter[1] or quarter[4])
        return f"{year}-{3 * number - 2:02}/{year}-{3 * number:02}"
    if (decade := _DECADE.fullmatch(text)) is not None:
        return f"{decade[1]}X"
    return from_parts(*_parts(text, order))


def _parts(text: str, order: Order) -> Parts:
    """What is written of year, month and day; three times None for anything else."""
    if (found := _EITHER.fullmatch(text)) is not None:
        return _either(int(found[1]), int(found[3]), _year(found[4]), order)
    for pattern, names in _FORMS:
        if (found := pattern.fullmatch(text)) is not None:
            written = dict(zip(names, found.groups(), strict=True))
            year, month, day = (written.get(name) for name in "ymd")
            return (_year(year) if year else None), (int(month) if month else None), (int(day) if day else None)
    return _worded(text)


def _either(first: int, second: int, year: int, order: Order) -> Parts:
    """Day and month in the one order that they can have, or in the order that is known."""
    if first == second or order == "day" or (order is None and first > 12):
        return year, second, first
    if order == "month" or second > 12:
        return year, first, second
    return None, None, None


def _year(digits: str) -> int:
    """A year of two digits turns where POSIX has it: 69 is 1969."""
    return int(digits) if len(digits) == 4 else int(digits) + (1900 if digits >= "69" else 2000)


def _worded(text: str) -> Parts:
    """`12 Sep 2025`, `September 12th, 2025`, `2025 Sep 12`, `12-Sep-25`, `Sep 2025`, `12 Sep`, `summer 2025`."""
    if text.endswith(("-", "/")):  # the end is missing, and who knows which it was to be
        return None, None, None
    words = [word for word in re.split(r"[ ,./-]+", text) if word and word not in _FILLERS]
    named = [(at, _NAMED[word]) for at, word in enumerate(words) if word in _NAMED]
    figures = [(at, re.sub("(?<=[0-9])(st|nd|rd|th)$", "", word)) for at, word in enumerate(words)]
    figures = [(at, word) for at, word in figures if re.fullmatch("[0-9]{1,2}|[0-9]{4}", word)]
    if len(named) > 1 or len(named) + len(figures) != len(words) or len(figures) > 2:
        return None, None, None
    years = [word for _, word in figures if len(word) == 4]
    days = [(at, word) for at, word in figures if len(word) < 4]
    month = named[0][1] if named else None
    if not years and len(days) == 2 and named and days[0][0] < named[0][0] < days[1][0]:
        return _year(days[1][1].zfill(2)), month, int(days[0][1])
    if len(years) > 1 or len(days) > 1:
        return None, None, None
    return (int(years[0]) if years else None), month, (int(days[0][1]) if days else None)


def _range(text: str, order: Order) -> str | None:
    """Two dates; what only one of them says of the year and the month holds for the other, too."""
    signs = [sign for sign in _BETWEEN if text.count(sign) == 1]
    signs += [sign for sign in "-/" if text.count(sign) == 1 and sign not in "".join(signs)]
    for sign in signs:
        first, _, last = (part.strip() for part in text.partition(sign))
        start, end = _marked(first, order), _marked(last, order)
        found = _valid(f"{start}/{end}") if start and end else _shared(_parts(first, order), _parts(last, order))
        if found:
            return found
    return None


def _shared(start: Parts, end: Parts) -> str | None:
    """`12 - 16 Sep 2025`, `Sep 12 - 16, 2025`, `Sep - Oct 2025`, `28.02. - 01.03.2025`."""
    year, month, day = start
    last_year, last_month, last_day = end
    if last_year is None or (year is not None and year != last_year):
        return None
    if month is None and day is not None:
        month = last_month
    if last_month is None and last_day is not None:
        last_month = month
    first, last = from_parts(last_year, month, day), from_parts(last_year, last_month, last_day)
    alike = (day is None) == (last_day is None) and (month is None) == (last_month is None)
    return _valid(f"{first}/{last}") if first and last and alike else None
