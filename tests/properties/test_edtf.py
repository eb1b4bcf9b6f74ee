"""What holds of every date, and what the library ``edtf`` makes of the same ones."""

from __future__ import annotations

import calendar
import contextlib
import math
import re

import edtf as oracle
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brief_cli.model.edtf import DateFault, Edtf, ordinal, parse_day, show_day

YEARS = st.integers(0, 9999).map("{:04}".format)
MONTHS = st.tuples(YEARS, st.integers(1, 12)).map(lambda p: f"{p[0]}-{p[1]:02}")
SEASONS = st.tuples(st.integers(0, 9998), st.integers(21, 24)).map(lambda p: f"{p[0]:04}-{p[1]}")


@st.composite
def days(draw: st.DrawFn) -> str:
    year, month = draw(st.integers(0, 9999)), draw(st.integers(1, 12))
    length = calendar.monthrange(year or 400, month)[1]  # 400 has the calendar of 0000
    return f"{year:04}-{month:02}-{draw(st.integers(1, length)):02}"


UNKNOWN_DIGITS = st.one_of(
    YEARS.map(lambda year: f"{year[:3]}X"),
    YEARS.map(lambda year: f"{year[:2]}XX"),
    YEARS.map(lambda year: f"{year}-XX"),
    YEARS.map(lambda year: f"{year}-XX-XX"),
    MONTHS.map(lambda month: f"{month}-XX"),
)
PLAIN = st.one_of(YEARS, MONTHS, days())
ENDS = st.tuples(st.one_of(PLAIN, UNKNOWN_DIGITS, SEASONS), st.sampled_from(["", "?", "~", "%"])).map("".join)


@st.composite
def intervals(draw: st.DrawFn, ends: st.SearchStrategy[str] = ENDS) -> str:
    start, end = draw(ends), draw(ends)
    if Edtf.parse(end).sort_key()[1] < Edtf.parse(start).sort_key()[0]:
        start, end = end, start
    return draw(st.sampled_from([f"{start}/{end}", f"{start}/..", f"../{end}", f"{start}/", f"/{end}"]))


DATES = st.one_of(ENDS, intervals())
NEARLY = st.text("0123456789XxuTWQ-/.~?%[]{}: ٣–", max_size=24)
WORDY = st.lists(
    st.sampled_from(
        ["2025", "Sep", "12", "-", "to", "c.", "since", "?", "summer", "/", "..", "until", "13", "W37", "~"]
    )
).map(" ".join)


@given(st.one_of(st.text(), st.text(st.characters(codec=None)), NEARLY, WORDY))
def test_any_text_is_a_date_or_a_fault_that_tells_a_way_out(text: str) -> None:
    try:
        date = Edtf.parse(text)
    except DateFault as fault:
        assert fault.message and fault.hint
        for form in re.findall("`([^`]*)`", fault.hint):
            Edtf.parse(form)  # what a hint offers is right
    else:
        assert date.text == text and date.shown() is not None


@given(st.one_of(st.text(), NEARLY, WORDY, DATES))
def test_any_text_is_a_day_or_a_fault_that_offers_one(text: str) -> None:
    try:
        assert parse_day(text) == text
    except DateFault as fault:
        assert fault.message and fault.hint
        for form in re.findall("write (?:one day of it, such as )?`([^`]*)`$", fault.hint):
            if len(form) == 10:
                assert parse_day(form) == form


@given(DATES)
def test_the_text_is_kept_and_its_days_are_days(text: str) -> None:
    date = Edtf.parse(text)
    assert date.text == text
    assert Edtf.parse(date.text) == date
    bounds = [day for day in (date.earliest, date.latest) if day]
    assert bounds
    for day in bounds:
        assert parse_day(day) == day
        assert show_day(day).endswith(day[:4])
    assert date.sort_key()[0] <= date.sort_key()[1]
    assert (None in (date.earliest, date.latest)) is ("open" in date.flags or "unknown" in date.flags)


@given(DATES)
def test_every_date_can_be_shown(text: str) -> None:
    date = Edtf.parse(text)
    shown, in_year = date.shown(), date.shown_in_year()
    assert shown == shown.strip() and "X" not in shown
    assert len(in_year) <= len(shown)
    assert in_year or text[:4] == shown
    assert ("c. " in shown) is ("approximate" in date.flags)
    assert ("?" in shown) is ("uncertain" in date.flags or "unknown" in date.flags)


@given(st.lists(DATES, max_size=6))
def test_order_is_by_earliest_then_latest(texts: list[str]) -> None:
    def as_numbers(date: Edtf) -> tuple[float, float]:
        earliest = ordinal(date.earliest) if date.earliest else -math.inf
        return earliest, ordinal(date.latest) if date.latest else math.inf

    dates = [Edtf.parse(text) for text in texts]
    assert sorted(dates, key=Edtf.sort_key) == sorted(dates, key=as_numbers)


@given(days(), days())
def test_days_are_numbered_in_their_order(one: str, other: str) -> None:
    assert (ordinal(one) < ordinal(other)) is (one < other)


# The oracle


def theirs(text: str) -> tuple[str | None, str | None]:
    """The first and the last day by the library ``edtf``; an infinite one is no bound."""
    read = oracle.parse_edtf(text)
    bounds = (read.lower_strict(), read.upper_strict())
    first, last = (None if isinstance(b, float) else f"{b[0]:04}-{b[1]:02}-{b[2]:02}" for b in bounds)
    return first, last


WITHOUT_WINTER = SEASONS.filter(lambda s: not s.endswith("24"))
COMPARABLE = st.one_of(  # the library knows no season with a qualifier
    WITHOUT_WINTER, st.tuples(PLAIN, st.sampled_from(["", "?", "~", "%"])).map("".join)
)
BOUNDED = intervals(PLAIN).filter(lambda text: not text.startswith("/") and not text.endswith("/"))


@given(st.one_of(COMPARABLE, UNKNOWN_DIGITS, BOUNDED))
def test_the_library_finds_the_same_days(text: str) -> None:
    date = Edtf.parse(text)
    assert (date.earliest, date.latest) == theirs(text)


INTENDED = [
    ("2025-24", ("2025-12-01", "2026-02-28"), ("2025-12-01", "2025-12-31"), "a winter is three months"),
    ("/2020", (None, "2020-12-31"), ("2010-12-31", "2020-12-31"), "an unknown start is not ten years back"),
    ("2025/", ("2025-01-01", None), ("2025-01-01", "2035-01-01"), "an unknown end is not ten years on"),
    ("2025-02-29", None, ("2025-02-29", "2025-02-29"), "there is no such day"),
    ("2025-09-16/2025-09-12", None, ("2025-09-16", "2025-09-12"), "it ends before it begins"),
    ("2025-09-12T08:30:00", None, ("2025-09-12", "2025-09-12"), "an hour belongs to the detail"),
    ("{2025,2026}", None, ("2025-01-01", "2026-12-31"), "a set is written as an interval"),
]


@pytest.mark.parametrize(("text", "ours", "library", "why"), INTENDED)
def test_where_we_differ_from_the_library_on_purpose(
    text: str, ours: tuple[str | None, str | None] | None, library: tuple[str | None, str | None], why: str
) -> None:
    found = None
    with contextlib.suppress(DateFault):
        date = Edtf.parse(text)
        found = (date.earliest, date.latest)
    assert found == ours, why
    assert theirs(text) == library, "the library has changed: see whether the difference is gone"
