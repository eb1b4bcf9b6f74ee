"""Dates that begin a line of a note, and the events that such lines tell."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import cast

from brief_cli.importing import dates
from brief_cli.importing.carried import Raw
from brief_cli.importing.markdown_prose import plain, sentences, unmarked
from brief_cli.model.edtf import Edtf
from brief_cli.model.links import links
from brief_cli.model.value import Value

TITLE = 120
"""Letters of an event's title; a longer text stands whole in its detail."""

_MONTH = r"(?:jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz])[a-zä]{0,7}\.?"
_ONE = (
    r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}/[0-9]{2}/[0-9]{2}|[0-9]{4}-[0-9]{2}"
    r"|[0-9]{1,2}\.[ ]?[0-9]{1,2}\.[ ]?[0-9]{4}"
    rf"|[0-9]{{1,2}}(?:st|nd|rd|th|\.)?[ ](?:of[ ])?{_MONTH},?[ ][0-9]{{4}}"
    rf"|{_MONTH}[ ][0-9]{{1,2}}(?:st|nd|rd|th)?,?[ ][0-9]{{4}}|{_MONTH},?[ ][0-9]{{4}}"
    r"|(?:spring|summer|autumn|fall|winter|q[1-4])[ ][0-9]{4}|[0-9]{3}0s|[0-9]{4})(?![0-9])[?~%]?"
)
_DATE = re.compile(
    rf"(?:(?:c\.|ca\.|circa)[ ]?)?(?:[0-9]{{1,2}}\.?[ ]?[-–][ ]?[0-9]{{1,2}}(?:\.?[ ]){_MONTH}[ ][0-9]{{4}}"
    rf"|{_ONE}(?:[ ]?(?:/|-|–|—|to|until|bis)[ ]?(?P<last>{_ONE})|/\.\.)?)(?![0-9A-Za-z])",
    re.IGNORECASE,
)
_FIRST = re.compile(_ONE, re.IGNORECASE)
_SLASHED = re.compile(r"[0-9]{1,2}[/-][0-9]{1,2}[/-](?:[0-9]{4}|[0-9]{2})(?![0-9A-Za-z/-])")
_OPENING = re.compile(r"(?:\*{1,3}|_{1,3}|==|`|\()?")
_LINKED = re.compile(r"\[\[([^\[\]|\n]{1,100})(?:\|([^\[\]\n]{1,100}))?\]\]")
_HOUR = re.compile(r"(?:[T ]|, ?)([0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?)(?:[ ]?(?:Z|UTC)(?![A-Za-z]))?(?!:?[0-9])")
_CLOSING = re.compile(
    r"(?P<inner>[ ]?[:,–—-](?=[*_=`)]))?(?:\*{1,3}|_{1,3}|==|`|\))?(?P<outer>[ \t]*+(?:[:–—|,→]|-{1,3}>?))?"
)
_YEAR = re.compile(r"[0-9]{4}[?~%]?")
_YEAR_INSIDE = re.compile("[0-9]{4}")
_SPORTS_YEAR = re.compile(r"[0-9]{4}-2[1-4]")


class Dated(Value, kw_only=False):
    """A date that begins a text: its EDTF form, the hour beside it, and the text behind it."""

    date: str
    hour: str
    rest: str


class Doubt(Value, kw_only=False):
    """What begins a text like a date and is none, or could be two."""

    written: str


def dated(text: str, order: dates.Order = None) -> Dated | Doubt | None:
    """The date at the start of a text; None where there is none."""
    opened = _OPENING.match(text)
    at = opened.end() if opened else 0
    sign = text[at : at + 1]
    if not (sign.isdigit() or sign.isalpha() or sign == "["):
        return None
    linked = _LINKED.match(text, at) if sign == "[" else None
    if linked is not None:
        date = next((whole for words in (linked[2], linked[1]) if words and (whole := _whole(words))), None)
        return _behind(text, linked.end(), date, linked[0]) if date else None
    if (slashed := _SLASHED.match(text, at)) is not None:
        date = dates.edtf(slashed[0], order)
        return _behind(text, slashed.end(), date, slashed[0]) if date else Doubt(slashed[0])
    found = _DATE.match(text, at)
    if found is None:
        return None
    if _SPORTS_YEAR.fullmatch(found[0]):
        return Doubt(found[0])  # a season of EDTF to some, two years to most
    written = found[0]
    if found["last"] and len(found["last"]) == 4 and (first := _FIRST.match(text, at)) and len(first[0]) > 4:
        written = first[0]  # `2025-09-12 - 2025 opens with a drill`: the year belongs to the text
    date = _edtf(written)
    if date is None:
        return Doubt(written) if written.count("-") == 2 or written.count(".") == 2 else None
    return _behind(text, at + len(written), date, written)


def _behind(text: str, at: int, date: str, written: str) -> Dated | None:
    """The text behind a date, where what stands between says that the date is its date."""
    hour = _HOUR.match(text, at)
    at = hour.end() if hour else at
    closing = _CLOSING.match(text, at)
    assert closing is not None  # it matches nothing, too
    rest = text[closing.end() :]
    separated = bool(closing["inner"] or closing["outer"])
    if _YEAR.fullmatch(written) and not separated and rest.strip():
        return None  # `2025 was a year`
    if rest and not separated and not rest[0].isspace():
        return None
    if closing["outer"] and closing["outer"].strip() in ("-", ",") and rest[:1].isalnum() and not closing["inner"]:
        return None  # `2025-based`
    return Dated(date, hour[1] if hour else "", rest.strip())


def _whole(text: str) -> str | None:
    """The date that a text is, and nothing else: a daily note's name, a heading."""
    bare = text.rpartition("/")[2].strip() if not text[:4].isdigit() else text.strip()
    found = _DATE.match(bare)
    return _edtf(bare) if found and found.end() == len(bare) and not _SPORTS_YEAR.fullmatch(bare) else None


def heading_date(text: str) -> str | None:
    """The date that a heading is, whatever its emphasis; the names of weekdays may stand with it."""
    if len(text) > 4 * dates.LONGEST or _YEAR_INSIDE.search(text) is None:
        return None
    words = plain(text).rstrip(":")
    return _whole(words) or (_edtf(words) if len(words) <= dates.LONGEST else None)


@lru_cache(maxsize=4096)
def _edtf(text: str) -> str | None:
    found = dates.edtf(text.replace("/", "-") if re.fullmatch("[0-9]{4}/[0-9]{2}/[0-9]{2}", text) else text)
    if found is None:
        return None
    start, _, end = found.partition("/")
    return Edtf.parse(start if start == end else found).text


def event(date: str, hour: str, text: str, more: list[str], mark: str, entities: set[str]) -> dict[str, Raw] | None:
    """An event of its text and of what stands below it; None when nothing is left to call it by."""
    flat = " ".join(text.split())
    words = plain(flat)
    title = words if len(words) <= TITLE else sentences(words, TITLE, TITLE)
    if not any(char.isalnum() for char in title):
        return None
    whole = flat if title != words or "[" in flat or "`" in flat else ""
    detail = "\n".join(filter(None, [hour, unmarked(whole), *more])).strip()
    values: dict[str, Raw] = {"date": date, "title": title}
    if detail:
        values["detail"] = detail
    if mark in (" ", "-"):
        values["status"] = "planned" if mark == " " else "cancelled"
    if entities and "[[" in detail:
        named = dict.fromkeys(link.to for link in links(detail) if link.to in entities)
        if named:
            values["entities"] = cast("list[Raw]", list(named))
        if detail == flat and title == words and all(link.to in entities for link in links(detail)):
            del values["detail"]  # it says no more than the title and the entities do
    return values


def in_order(events: list[dict[str, Raw]]) -> list[dict[str, Raw]]:
    """The events by their days, as everywhere in a book; those of the same days as the note has them."""
    return sorted(events, key=lambda one: Edtf.parse(str(one["date"])).sort_key())


def newest_day(events: list[dict[str, Raw]]) -> str:
    """The latest day that a single day's event tells; empty when there is none."""
    days = [str(one["date"]) for one in events if one.get("status") is None]
    return max((day for day in days if len(day) == 10 and day[:4].isdigit() and "/" not in day), default="")
