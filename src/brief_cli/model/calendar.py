"""Days moved by days, weeks, months and years, as a calendar on the wall would."""

from __future__ import annotations

from datetime import date, timedelta


def shifted(day: str, count: int, unit: str) -> str | None:
    """The ISO day ``count`` units (``d w m y``) after ``day``, or before it; None past the calendar's ends."""
    start = date.fromisoformat(day)
    try:
        if unit in "dw":
            return (start + timedelta(days=count * (7 if unit == "w" else 1))).isoformat()
        year, month = divmod(start.year * 12 + start.month - 1 + count * (12 if unit == "y" else 1), 12)
        return _clamped(year, month + 1, start.day).isoformat()
    except (OverflowError, ValueError):
        return None


def _clamped(year: int, month: int, day: int) -> date:
    """That day of the month, or the month's last where it is shorter."""
    try:
        return date(year, month, day)
    except ValueError:
        if day <= 28:
            raise
        return _clamped(year, month, day - 1)
