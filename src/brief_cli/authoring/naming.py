"""Ids made of names."""

from __future__ import annotations

import re
from typing import Any

from brief_cli.index.spelling import plain
from brief_cli.model.edtf import DateFault, Edtf

MOST = 60
"""Letters of an id that is made of a title; people type ids."""
MOST_WORDS = 4
"""Words of a title that a source without a publisher or a date is called by."""

_GAP = re.compile(r"[^a-z0-9]+")


def slug(text: str, most: int = MOST) -> str:
    """A text as an id, in Latin letters whatever its script, cut between words; empty when nothing of it is left."""
    whole = _GAP.sub("-", plain(text)).strip("-")
    if len(whole) <= most:
        return whole
    cut = whole[: most + 1].rpartition("-")[0] or whole[:most]
    return cut.strip("-")


def entity_id(values: dict[str, Any]) -> str:
    """The id of an entity: its name."""
    return slug(str(values.get("name", "")))


def source_id(values: dict[str, Any]) -> str:
    """The id of a source: its publisher and its day, as ``reuters-2025-09-16``, else the words of its title."""
    publisher = slug(str(values.get("publisher") or values.get("author") or ""), 30)
    day = _day(str(values.get("published", "")))
    words = "-".join(slug(str(values.get("title", ""))).split("-")[:MOST_WORDS])
    return "-".join(part for part in (publisher, day or words) if part)


def _day(date: str) -> str:
    try:
        Edtf.parse(date)
    except DateFault:
        return ""
    return slug(date.partition("/")[0])
