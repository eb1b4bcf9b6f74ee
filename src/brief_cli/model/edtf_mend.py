"""Why a text is no date, and the nearest right form; loaded and run on a refusal only.

A form is offered only after the reader has accepted it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Final

from brief_cli.model.edtf import MONTHS, SEASONS, DateFault, length_of, parsed, quoted

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


def why_not(text: str) -> str:
    """What is wrong with a text that is no date."""
    if not text.strip():
        return "an empty text is no date"
    head = text[:_LONGEST]
    if any(sign.isdecimal() and not sign.isascii() for sign in head):
        return f"{quoted(text)} is no date: digits are 0 to 9"
    why = next((why for pattern, why in _REASONS if re.match(pattern, head)), None)
    return f"{quoted(text)} is no date: {why}" if why else f"{quoted(text)} is no date"


def hint(text: str, otherwise: str = _USUAL) -> str:
    """What to write in place of a text that was refused."""
    if text.strip().casefold() in _NOTHING:
        return "leave it empty"
    if text and not text.strip("./ "):
        return "give one end a date, such as `2025-09-12/..`"
    form = mended(text)
    if form is None:
        return "write a year from `0000` to `9999`" if re.match(_OTHER_YEARS, text[:_LONGEST]) else otherwise
    if (other := other_order(text)) is not None:
        return f"write `{form}` or `{other}`: day and month could be either way round"
    timed = re.search(r"\d(T| +)\d{1,2}:?\d\d", text)
    return f"write `{form}`; the hour goes into the detail" if timed else f"write `{form}`"


def other_order(text: str) -> str | None:
    """``9/12/2025`` or ``9-12-25`` the other way round, where both could be meant."""
    found = re.fullmatch(r"([0-9]{1,2})([/-])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})", text.strip())
    if found is None or found[1] == found[3] or not (0 < int(found[1]) <= 12 and 0 < int(found[3]) <= 12):
        return None
    return f"{found[4] if len(found[4]) == 4 else '20' + found[4]}-{found[1].zfill(2)}-{found[3].zfill(2)}"


def mended(text: str) -> str | None:
    """The nearest right form of a text that was refused, if one is near."""
    if len(text) > _LONGEST or text.strip().casefold() in _NOTHING:
        return None
    tidy = _tidied(text)
    forms = (mend(tidy) for mend in _MENDS)
    return next((right for form in forms if form for right in _with_clamp(form) if _is_date(right)), None)


def _is_date(text: str) -> bool:
    try:
        parsed(text)
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
            yield f"{year}-{month}-{length_of(year, month)}" if "29" <= day <= "31" else f"{year}-{month}"
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
    """The interval that spans a set, or a range with a dash or two dots."""
    inner = text[1:-1] if re.fullmatch(r"\[.*\]|\{.*\}", text) else text
    if found := re.fullmatch(r"([0-9]{4}(?:-[0-9]{2}){0,2}) ?- ?([0-9]{4}(?:-[0-9]{2}){0,2})", text):
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
        (r"(.+?) ?- \?", "{}/"),
        (r"\? - (.+)", "/{}"),
        (r"(.+)\?$", "{}?"),
        (r"(?:since|from) (.+)", "{}/.."),
        (r"(?:until|till|to) (.+)", "../{}"),
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
    start, end = (end if end in ("", "..") or _is_date(end) else mended(end) for end in ends)
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
