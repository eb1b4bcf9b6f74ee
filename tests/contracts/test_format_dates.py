"""Dates keep section 4 of the format: each row of its table, each refusal with its nearest right form."""

from __future__ import annotations

import time

import pytest
from conftest import MakeBook, Run, a_brief

from brief_cli.model.edtf import DateFault, Edtf, ordinal, parse_day, show_day

TABLE = [
    ("2025-09-12", "2025-09-12", "2025-09-12", "", "12 Sep 2025"),
    ("2025-09", "2025-09-01", "2025-09-30", "", "Sep 2025"),
    ("2025", "2025-01-01", "2025-12-31", "", "2025"),
    ("2025-09-12/2025-09-16", "2025-09-12", "2025-09-16", "", "12–16 Sep 2025"),
    ("2025-11/2026-02", "2025-11-01", "2026-02-28", "", "Nov 2025 – Feb 2026"),
    ("2022-02-24/..", "2022-02-24", None, "open", "since 24 Feb 2022"),
    ("../2024", None, "2024-12-31", "open", "until 2024"),
    ("2025/", "2025-01-01", None, "unknown", "2025 – ?"),
    ("/2020", None, "2020-12-31", "unknown", "? – 2020"),
    ("2025-09~", "2025-09-01", "2025-09-30", "approximate", "c. Sep 2025"),
    ("1999?", "1999-01-01", "1999-12-31", "uncertain", "1999?"),
    ("2004-06-11%", "2004-06-11", "2004-06-11", "approximate uncertain", "c. 11 Jun 2004?"),
    ("202X", "2020-01-01", "2029-12-31", "", "2020s"),
    ("20XX", "2000-01-01", "2099-12-31", "", "2000–2099"),
    ("2025-XX", "2025-01-01", "2025-12-31", "", "2025, month unknown"),
    ("2025-09-XX", "2025-09-01", "2025-09-30", "", "Sep 2025, day unknown"),
    ("2025-22", "2025-06-01", "2025-08-31", "", "summer 2025"),
    ("2025-24", "2025-12-01", "2026-02-28", "", "winter 2025–26"),
]
BEYOND_THE_TABLE = [
    ("2025-XX-XX", "2025-01-01", "2025-12-31", "", "2025, month and day unknown"),
    ("2025-21", "2025-03-01", "2025-05-31", "", "spring 2025"),
    ("2025-23", "2025-09-01", "2025-11-30", "", "autumn 2025"),
    ("2023-24", "2023-12-01", "2024-02-29", "", "winter 2023–24"),
    ("1999-24", "1999-12-01", "2000-02-29", "", "winter 1999–2000"),
    ("0000-02", "0000-02-01", "0000-02-29", "", "Feb 0000"),
    ("9999-12-31", "9999-12-31", "9999-12-31", "", "31 Dec 9999"),
    ("1900-02", "1900-02-01", "1900-02-28", "", "Feb 1900"),
    ("2025-09-XX?", "2025-09-01", "2025-09-30", "uncertain", "Sep 2025?, day unknown"),
    ("202X~", "2020-01-01", "2029-12-31", "approximate", "c. 2020s"),
    ("2025-10-29/2025-11-19", "2025-10-29", "2025-11-19", "", "29 Oct – 19 Nov 2025"),
    ("2025-09/2025-09-12", "2025-09-01", "2025-09-12", "", "Sep – 12 Sep 2025"),
    ("2025-09-16/2025-09", "2025-09-16", "2025-09-30", "", "16 Sep – Sep 2025"),
    ("2025-09-12/2025-09-12", "2025-09-12", "2025-09-12", "", "12 Sep 2025"),
    ("2000/2099", "2000-01-01", "2099-12-31", "", "2000 – 2099"),
    ("2025-21/2025-22", "2025-03-01", "2025-08-31", "", "spring – summer 2025"),
    ("2025-24/2026-03", "2025-12-01", "2026-03-31", "", "winter 2025–26 – Mar 2026"),
    ("201X/202X", "2010-01-01", "2029-12-31", "", "2010s – 2020s"),
    (
        "2025-09-12~/2025-09-16?",
        "2025-09-12",
        "2025-09-16",
        "approximate uncertain",
        "c. 12 Sep – 16 Sep 2025?",
    ),
    ("2025-09~/..", "2025-09-01", None, "open approximate", "since c. Sep 2025"),
    ("/2025-09-12?", None, "2025-09-12", "unknown uncertain", "? – 12 Sep 2025?"),
]


@pytest.mark.parametrize(("text", "earliest", "latest", "flags", "shown"), TABLE + BEYOND_THE_TABLE)
def test_a_date_is_kept_as_written_and_its_days_derived(
    text: str, earliest: str | None, latest: str | None, flags: str, shown: str
) -> None:
    date = Edtf.parse(text)
    assert date == Edtf(text, earliest, latest, tuple(flags.split()))
    assert date.shown() == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2025-05-28", "28 May"),
        ("2025-08", "Aug"),
        ("2025-09~", "c. Sep"),
        ("2025-22", "summer"),
        ("2025-09-12/2025-09-16", "12–16 Sep"),
        ("2025-10-29/2025-11-19", "29 Oct – 19 Nov"),
        ("2025-09-XX", "Sep, day unknown"),
        ("2025-XX", "month unknown"),
        ("2025", ""),
        ("2025/2025", ""),
        ("2025~", "c. 2025"),
        ("2025-XX?", "2025?, month unknown"),
        ("2025-24", "winter 2025–26"),
        ("2025-11/2026-02", "Nov 2025 – Feb 2026"),
        ("2025-03/2025", "Mar 2025 – 2025"),
        ("2022-02-24/..", "since 24 Feb 2022"),
        ("202X", "2020s"),
    ],
)
def test_under_its_year_a_date_is_shown_without_it(text: str, shown: str) -> None:
    assert Edtf.parse(text).shown_in_year() == shown


REFUSED = [
    # what section 4 names
    ("2025-02-29", "`2025-02-29` is no date: the days of Feb 2025 are 01 to 28", "write `2025-02-28`"),
    ("2025-13", "`2025-13` is no date: months are 01 to 12, seasons 21 to 24", "write `2025-12`"),
    (
        "2025-09-16/2025-09-12",
        "`2025-09-16/2025-09-12` ends before it begins",
        "write `2025-09-12/2025-09-16`",
    ),
    ("12.09.2025", "`12.09.2025` is no date: the year comes first, then month and day", "write `2025-09-12`"),
    ("25-09", "`25-09` is no date: a year has four digits", "write `2025-09`"),
    ("２０２５-09", "`２０２５-09` is no date: digits are 0 to 9", "write `2025-09`"),
    ("٢٠٢٥-٠٩", "`٢٠٢٥-٠٩` is no date: digits are 0 to 9", "write `2025-09`"),
    (
        "2025-W37",
        "`2025-W37` is no date: weeks are not read, write an interval",
        "write `2025-09-08/2025-09-14`",
    ),
    (
        "[2025-09-12..2025-09-16]",
        "`[2025-09-12..2025-09-16]` is no date: sets are not read, write an interval",
        "write `2025-09-12/2025-09-16`",
    ),
    ("{2025,2026}", "`{2025,2026}` is no date: sets are not read, write an interval", "write `2025/2026`"),
    (
        "2025-09-12T08:30+03:00",
        "`2025-09-12T08:30+03:00` is no date: a date has no time of day",
        "write `2025-09-12`; the hour goes into the detail",
    ),
    ("..", "`..` is no date", "give one end a date, such as `2025-09-12/..`"),
    (
        "/",
        "`/` is no date: an interval has a date at one end at least",
        "give one end a date, such as `2025-09-12/..`",
    ),
    (
        "../..",
        "`../..` is no date: an interval has a date at one end at least",
        "give one end a date, such as `2025-09-12/..`",
    ),
    # section 2: nothing is written as nothing
    ("null", "`null` is no date", "leave it empty"),
    ("~", "`~` is no date: one of ? ~ % may stand, at the end", "leave it empty"),
    ("", "an empty text is no date", "leave it empty"),
    # shapes of X and of qualifiers that level 1 lacks
    ("2025-XX-12", "`2025-XX-12` is no date: what follows an unknown part is unknown too", "write `2025-XX`"),
    ("202X-09", "`202X-09` is no date: what follows an unknown part is unknown too", "write `202X`"),
    ("1XXX", "`1XXX` is no date", "write `1000/1999`"),
    ("199u", "`199u` is no date", "write `199X`"),
    ("~2025", "`~2025` is no date: one of ? ~ % may stand, at the end", "write `2025~`"),
    ("2025?-09~", "`2025?-09~` is no date: one of ? ~ % may stand, at the end", "write `2025-09%`"),
    ("2025-22-05", "`2025-22-05` is no date: a season has no days", "write `2025-22`"),
    ("9999-24", "`9999-24` is no date: this winter ends after the year 9999", "write `9999-12`"),
    ("-0044", "`-0044` is no date: years run from 0000 to 9999", "write a year from `0000` to `9999`"),
    # what people write
    ("2025-9-1", "`2025-9-1` is no date", "write `2025-09-01`"),
    ("20250912", "`20250912` is no date", "write `2025-09-12`"),
    (
        "2025/09/12",
        "`2025/09/12` is no date: year, month and day are joined by hyphens",
        "write `2025-09-12`",
    ),
    ("2025-09-12/16", "`16` is no date", "write `2025-09-12/2025-09-16`"),
    ("2025-09-12..2025-09-16", "`2025-09-12..2025-09-16` is no date", "write `2025-09-12/2025-09-16`"),
    ("2025-09-12–2025-09-16", "`2025-09-12–2025-09-16` is no date", "write `2025-09-12/2025-09-16`"),
    ("2025-Q3", "`2025-Q3` is no date", "write `2025-07/2025-09`"),
    ("2025-255", "`2025-255` is no date", "write `2025-09-12`"),
    ("Sept. 12th, 2025", "`Sept. 12th, 2025` is no date", "write `2025-09-12`"),
    (
        "yesterday",
        "`yesterday` is no date",
        "write a date such as `2025-09-12`, `2025-09`, `2025` or `2025-09/2026-02`",
    ),
]


@pytest.mark.parametrize(("text", "message", "hint"), REFUSED)
def test_a_refusal_says_why_and_gives_the_nearest_right_form(text: str, message: str, hint: str) -> None:
    with pytest.raises(DateFault) as refused:
        Edtf.parse(text)
    assert (refused.value.message, refused.value.hint) == (message, hint)
    assert str(refused.value) == message


@pytest.mark.parametrize("text", [text for text, *_ in TABLE])
def test_what_the_program_shows_leads_back_to_what_it_reads(text: str) -> None:
    shown = Edtf.parse(text).shown()
    if "unknown" in shown or shown in (text, "2000–2099"):
        return
    with pytest.raises(DateFault) as refused:
        Edtf.parse(shown)
    assert refused.value.hint == f"write `{text}`"


def test_order_is_earliest_with_null_first_then_latest_with_null_last() -> None:
    ordered = [
        "../2024",
        "/2026",
        "0000",
        "2024-12-31",
        "2025-01-01",
        "2025-01",
        "2025",
        "2025/..",
        "2025-02",
    ]
    assert sorted(set(ordered), key=lambda text: Edtf.parse(text).sort_key()) == ordered


@pytest.mark.parametrize(
    ("written", "asked", "shared"),
    [
        ("2025-09", "2025-09-12", True),
        ("2025-09-12", "2025-09-13", False),
        ("2025-09-12/..", "2031", True),
        ("../2024", "2025", False),
        ("/2024", "2024-12-31", True),
        ("2025-24", "2026-02-28", True),
    ],
)
def test_a_date_is_found_by_another_when_some_day_may_belong_to_both(
    written: str, asked: str, shared: bool, make_book: MakeBook, run: Run
) -> None:
    book = make_book({"a.yaml": a_brief(events=f"[{{id: e1, date: {written}, title: E}}]")})
    assert run("timeline", f"on:{asked}", "--fields", "id", book=book).out == ("a#e1\n" if shared else "")


@pytest.mark.parametrize("day", ["2025-09-12", "2024-02-29", "0000-02-29", "9999-12-31"])
def test_a_plain_day_is_itself(day: str) -> None:
    assert parse_day(day) == day


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("2025-09", "`2025-09` is no single day", "write one day of it, such as `2025-09-30`"),
        ("2025-09-12/..", "`2025-09-12/..` is no single day", "write one day of it, such as `2025-09-12`"),
        ("2025-09-12~", "`2025-09-12~` is no single day", "write `2025-09-12`"),
        ("2025-02-29", "`2025-02-29` is no day: the days of Feb 2025 are 01 to 28", "write `2025-02-28`"),
        (
            "12.09.2025",
            "`12.09.2025` is no day: the year comes first, then month and day",
            "write `2025-09-12`",
        ),
        ("Sep 2025", "`Sep 2025` is no day", "write one day of it, such as `2025-09-30`"),
        ("null", "`null` is no day", "leave it empty"),
        ("~", "`~` is no day: one of ? ~ % may stand, at the end", "leave it empty"),
        ("soon", "`soon` is no day", "write a day, such as `2025-09-12`"),
    ],
)
def test_where_a_day_is_due_nothing_else_will_do(text: str, message: str, hint: str) -> None:
    with pytest.raises(DateFault) as refused:
        parse_day(text)
    assert (refused.value.message, refused.value.hint) == (message, hint)


def test_days_are_shown_in_english_whatever_the_locale() -> None:
    assert [show_day(day) for day in ("2025-09-02", "0000-01-31")] == ["2 Sep 2025", "31 Jan 0000"]


def test_days_are_counted_through_the_year_nought() -> None:
    assert ordinal("0001-01-01") == 1
    assert ordinal("0001-01-01") - ordinal("0000-01-01") == 366
    assert ordinal("2026-03-24") - ordinal("2025-09-25") == 180


@pytest.mark.parametrize("text", ["2" * 1_000_000, "2025-09-12 " * 100_000, "a - " * 250_000, "[" * 80, " to " * 20])
def test_a_hostile_text_is_refused_at_once_and_in_short(text: str) -> None:
    started = time.perf_counter()
    with pytest.raises(DateFault) as refused:
        Edtf.parse(text)
    assert time.perf_counter() - started < 1
    assert len(refused.value.message) < 200
