"""What day it is: the local day, or the one that ``BRIEF_NOW`` fixes."""

from __future__ import annotations

import datetime
import os
import re

from brief_cli.errors import UsageError

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d([Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[-+]\d\d:\d\d)?)?", re.ASCII)
"""A day, or a time of RFC 3339, section 5.6 (without its offset: local)."""
_LEAP = re.compile(r"(:\d\d):60")


def today() -> str:
    """Today as ``YYYY-MM-DD``.  Raises ``UsageError`` when ``BRIEF_NOW`` is no day and no RFC 3339 time."""
    fixed = os.environ.get("BRIEF_NOW")
    if not fixed:
        return datetime.date.today().isoformat()
    if not _MOMENT.fullmatch(fixed):
        raise _no_moment(fixed)
    try:
        moment = datetime.datetime.fromisoformat(_LEAP.sub(r"\1:59", fixed.upper()))
        return (moment.astimezone() if moment.tzinfo else moment).date().isoformat()
    except (ValueError, OverflowError):
        raise _no_moment(fixed) from None


def _no_moment(text: str) -> UsageError:
    return UsageError(f"BRIEF_NOW is no day and no time: {text}", "Write it as 2026-03-24.")
