"""The JSON shape of records and answers: field names as in the files, every key always there."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from typing import Any

from brief_cli.model.edtf import Edtf

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]


@cache
def keys_of(cls: type) -> tuple[tuple[str, str], ...]:
    """Pairs of attribute and JSON key of a dataclass, in order; hidden fields left out."""
    return tuple(
        (f.name, f.metadata.get("name", f.name)) for f in fields(cls) if not f.metadata.get("hidden") and f.name != "x"
    )


def as_json(value: Any) -> Json:
    """A record, or anything inside one, as plain JSON values."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, tuple | list):
        return [as_json(v) for v in value]
    if isinstance(value, dict):
        return {k: as_json(v) for k, v in value.items()}
    if isinstance(value, Edtf):
        return value.text
    out: dict[str, Json] = {key: as_json(getattr(value, name)) for name, key in keys_of(value.__class__)}
    for key, own in getattr(value, "x", {}).items():
        out[key] = as_json(own)
    return out
