"""Dates as people write them become EDTF, or nothing; none is guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brief_cli.importing import dates
from brief_cli.model.edtf import Edtf

READ = {
    "2025-09-12": "2025-09-12",
    "2025-09-12/2025-09-16": "2025-09-12/2025-09-16",
    "2022-02-24/..": "2022-02-24/..",
    "12.09.2025": "2025-09-12",
    "12. 9. 2025": "2025-09-12",
    "12.09.25": "2025-09-12",
    "2025/09/12": "2025-09-12",
    "2025-9-1": "2025-09-01",
    "20250912": "2025-09-12",
    "09.2025": "2025-09",
    "9/2025": "2025-09",
    "12 Sep 2025": "2025-09-12",
    "12-Sep-25": "2025-09-12",
    "Fri, 12 Sep 2025": "2025-09-12",
    "September 12th, 2025": "2025-09-12",
    "12th of September 2025": "2025-09-12",
    "2025 Sep 12": "2025-09-12",
    "Freitag, 12. März 2025": "2025-03-12",
    "1. Jänner 2020": "2020-01-01",
    "September 2025": "2025-09",
    "summer 2025": "2025-22",
    "Q3 2025": "2025-07/2025-09",
    "2020s": "202X",
    "ca. 2025": "2025~",
    "c. Sep 2025": "2025-09~",
    "2025?": "2025?",
    "ca. 2025?": "2025%",
    "since March 2022": "2022-03/..",
    "until 2024": "../2024",
    "12–16 Sep 2025": "2025-09-12/2025-09-16",
    "12.-16.09.2025": "2025-09-12/2025-09-16",
    "28.02.–01.03.2025": "2025-02-28/2025-03-01",
    "September 12 - 16, 2025": "2025-09-12/2025-09-16",
    "Sep-Oct 2025": "2025-09/2025-10",
    "12 Dec 2025 – 3 Jan 2026": "2025-12-12/2026-01-03",
    "1999-2004": "1999/2004",
    "2025-09-12T10:00:00Z": "2025-09-12",
    "12.09.2025 14:30": "2025-09-12",
    "13/04/2025": "2025-04-13",
    "04/13/2025": "2025-04-13",
    "04/04/2025": "2025-04-04",
}
NONE = (
    "", " ", "im Druck", "2025-02-30", "2025-13", "31.04.2025", "03/04/2025", "Sep-25", "12 Sep", "Sep", "2025–",
    "12 Dec – 3 Jan 2026", "16-12 Sep 2025", "45912", "12/16", "n.d.", "2025-09-12 2025-09-13", "1 2 3 Sep 2025",
)  # fmt: skip


@pytest.mark.parametrize("written", READ)
def test_a_date_is_read_as_it_is_meant(written: str) -> None:
    assert dates.edtf(written) == READ[written]


@pytest.mark.parametrize("written", NONE)
def test_what_is_no_date_or_could_be_two_is_none(written: str) -> None:
    assert dates.edtf(written) is None


def test_day_and_month_are_told_apart_where_the_order_is_known() -> None:
    assert dates.edtf("03/04/2025", "day") == "2025-04-03"
    assert dates.edtf("03/04/2025", "month") == "2025-03-04"
    assert dates.edtf("03/04/2025 - 05/04/2025", "day") == "2025-04-03/2025-04-05"
    assert dates.edtf("13/04/2025", "month") is None


def test_a_column_tells_its_order_only_by_cells_that_agree() -> None:
    assert dates.order_of(["03/04/2025", "13/04/2025 10:00", "other"]) == "day"
    assert dates.order_of(["03/04/2025", "04/13/2025"]) == "month"
    assert dates.order_of(["13/04/2025", "04/13/2025"]) is None
    assert dates.order_of(["03/04/2025", "13.04.2025"]) is None


def test_a_time_of_day_is_handed_over_unless_it_is_midnight() -> None:
    assert dates.hour("2025-09-12T10:00:00Z") == "10:00:00Z"
    assert dates.hour("12.09.2025 14:30") == "14:30"
    assert dates.hour("2025-09-12 00:00:00") == ""
    assert dates.hour("2025-09-12") == ""


def test_a_plain_day_is_a_day_and_nothing_longer() -> None:
    assert dates.day("1 March 2026") == "2026-03-01"
    assert dates.day("March 2026") is None
    assert dates.day("ca. 1 March 2026") is None


def test_parts_make_a_date_only_inside_the_calendar() -> None:
    assert dates.from_parts(2025) == "2025"
    assert dates.from_parts(2025, 9, 12) == "2025-09-12"
    assert dates.from_parts(2025, 22) == "2025-22"
    assert dates.from_parts(2025, 2, 30) is None
    assert dates.from_parts(2025, None, 3) is None
    assert dates.from_parts(-44, 3, 15) is None
    assert dates.from_parts(99999) is None


def test_two_dates_span_an_interval_that_does_not_run_backwards() -> None:
    assert dates.spanned("2025-09-12", "2025-09-16") == "2025-09-12/2025-09-16"
    assert dates.spanned("2025-09-12", "2025-09-12") == "2025-09-12"
    assert dates.spanned("2025-09-16", "2025-09-12") is None


PIECES = st.sampled_from(
    ["2025", "12", "9", "03/04/2025", "Sep", "März", "ca. ", "c.", " - ", "–", "-", "/", ".", ",", " ", "?", "~", "to ",
     "since ", "until ", "10:30", "T", "Z", "..", "X", "Q3", "s", "th", "24", "summer", "٣", "²"]
)  # fmt: skip
ORDERS: st.SearchStrategy[dates.Order] = st.sampled_from(("day", "month", None))


@given(st.text(max_size=80) | st.lists(PIECES, max_size=8).map("".join), ORDERS)
def test_any_text_gives_a_date_of_the_format_or_none(text: str, order: dates.Order) -> None:
    found = dates.edtf(text, order)
    assert found is None or Edtf.parse(found).text == found
    assert isinstance(dates.hour(text), str)
    dates.order_of([text])
