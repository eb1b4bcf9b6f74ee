"""What day it is: the local day, or the one that ``BRIEF_NOW`` fixes."""

from __future__ import annotations

import datetime
import os

from brief_cli.errors import UsageError


def today() -> str:
    """Today as ``YYYY-MM-DD``.  Raises ``UsageError`` when ``BRIEF_NOW`` is no day and no RFC 3339 time."""
    fixed = os.environ.get("BRIEF_NOW")
    if not fixed:
        return datetime.date.today().isoformat()
    try:
        if len(fixed) == 10:
            return datetime.date.fromisoformat(fixed).isoformat()
        moment = datetime.datetime.fromisoformat(fixed)
        return (moment.astimezone() if moment.tzinfo else moment).date().isoformat()
    except (ValueError, OverflowError):
        raise UsageError(f"BRIEF_NOW is no day and no time: {fixed}", "Write it as 2026-03-24.") from None
