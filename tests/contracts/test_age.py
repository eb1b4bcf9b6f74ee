"""Ages keep look.md: days to 13, weeks to 12, then months, years from 24 months."""

from __future__ import annotations

import pytest

from brief_cli.model.age import age, ago


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "today"),
        (1, "1 day"),
        (2, "2 days"),
        (13, "13 days"),
        (14, "2 weeks"),
        (23, "3 weeks"),
        (87, "12 weeks"),
        (88, "3 months"),
        (180, "6 months"),
        (365, "12 months"),
        (700, "23 months"),
        (715, "23 months"),
        (716, "2 years"),
        (730, "2 years"),
        (3652, "10 years"),
        (-14, "2 weeks"),
    ],
)
def test_an_age_is_said_in_its_nearest_unit(days: int, said: str) -> None:
    assert age(days) == said


def test_ages_never_step_back_and_leave_no_unit_out() -> None:
    said = list(dict.fromkeys(age(days) for days in range(1, 2000)))
    days = [f"{n} day{'s' * (n > 1)}" for n in range(1, 14)]
    weeks = [f"{n} weeks" for n in range(2, 13)]
    months = [f"{n} months" for n in range(3, 24)]
    assert said == [*days, *weeks, *months, *(f"{n} years" for n in range(2, 6))]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2025-09-25", "6 months ago"),
        ("2026-03-01", "3 weeks ago"),
        ("2026-03-23", "1 day ago"),
        ("2026-03-24", "today"),
        ("2026-03-25", "in 1 day"),
        ("2026-06-24", "in 3 months"),
        ("0000-01-01", "2026 years ago"),
    ],
)
def test_a_day_is_told_from_today(day: str, said: str) -> None:
    assert ago(day, "2026-03-24") == said
