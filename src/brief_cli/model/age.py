"""How long ago, in one unit: days to 13, weeks to 12, then months, years from 24 months.

The nearest whole unit is said, so that 180 days are 6 months; a month is a twelfth of the mean Gregorian
year of 365.2425 days.  Integers throughout: no age depends on how a float is rounded.
"""

from __future__ import annotations

from typing import Final

from brief_cli.model.edtf import ordinal

_YEAR: Final = 3_652_425
"""Ten-thousandths of a day in a mean Gregorian year."""


def age(days: int) -> str:
    """``1 day``, ``2 weeks``, ``23 months``, ``2 years``; ``today`` for none.  The sign does not count."""
    days = abs(days)
    if days == 0:
        return "today"
    if days <= 13:
        return _counted(days, "day")
    if (weeks := _nearest(days, 7)) <= 12:
        return _counted(weeks, "week")
    if (months := _nearest(days * 120_000, _YEAR)) < 24:
        return _counted(months, "month")
    return _counted(_nearest(days * 10_000, _YEAR), "year")


def ago(iso_day: str, today: str) -> str:
    """``6 months ago``, ``today`` or ``in 3 months``."""
    days = ordinal(today) - ordinal(iso_day)
    if days == 0:
        return "today"
    return f"{age(days)} ago" if days > 0 else f"in {age(days)}"


def _nearest(amount: int, unit: int) -> int:
    return (2 * amount + unit) // (2 * unit)


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
