"""What the model says of its records' fields, by the keys that a file has for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from functools import cache
from typing import Any

from brief_cli.model import brief, registers

Meta = Mapping[str, Any]
NOTHING_KNOWN: Meta = {"kind": "extra", "many": False}
"""What is known of a field of the user's own."""


def metas_of(cls: type | None) -> dict[str, Meta]:
    """What the model says of each key of a record's class, in canonical order."""
    return _metas(cls) if cls else {}


@cache
def _metas(cls: type) -> dict[str, Meta]:
    return {f.metadata.get("name", f.name): f.metadata for f in fields(cls) if f.metadata["kind"] != "extra"}


def class_of(meta: Meta) -> type | None:
    """The class of the records that a field holds."""
    name = meta.get("of")
    return (getattr(brief, name, None) or getattr(registers, name)) if name else None


def in_order(keys: Iterable[str], cls: type | None) -> list[str]:
    """The keys of a record in canonical order; those that the model does not know keep theirs, at the end."""
    known = list(metas_of(cls))
    return sorted(keys, key=lambda key: known.index(key) if key in known else len(known))
