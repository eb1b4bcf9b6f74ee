"""How a record declares its fields: once, for the gate, the JSON, the schemas and the pages.

Each maker returns a ``dataclasses.field`` whose metadata says what a file may hold there (``kind``), what it is
for (``doc``), an example (``eg``) and whether it is due (``required``).  ``files.gate`` reads that to check a
file, ``model.schema`` to publish it; nothing else is written twice.
"""

from __future__ import annotations

from dataclasses import MISSING, field
from typing import Any

Extra = dict[str, Any]
"""The user's own ``x_`` fields of a record, kept as written."""


def _made(kind: str, doc: str, many: bool = False, **more: Any) -> Any:
    required = more.pop("required", False)
    default = more.pop("default", () if many else None)
    meta = {"kind": kind, "doc": doc, "many": many, "required": required, **more}
    return field(default=MISSING if required else default, metadata=meta)


def text(doc: str, **more: Any) -> Any:
    """One line or more of plain text."""
    return _made("text", doc, **more)


def prose(doc: str, **more: Any) -> Any:
    """Text in which ``[[links]]`` are read."""
    return _made("prose", doc, **more)


def reference(doc: str, **more: Any) -> Any:
    """The id or address of something else; that it exists is not asked here."""
    return _made("reference", doc, **more)


def day(doc: str, **more: Any) -> Any:
    """A plain day, kept as ``YYYY-MM-DD``."""
    return _made("day", doc, **more)


def edtf(doc: str, **more: Any) -> Any:
    """A date in EDTF, parsed to ``model.edtf.Edtf``."""
    return _made("edtf", doc, **more)


def choice(doc: str, options: tuple[str, ...], **more: Any) -> Any:
    """One of a few words."""
    return _made("choice", doc, options=options, **more)


def special(kind: str, doc: str, **more: Any) -> Any:
    """A field with a reader of its own in the gate (``kind`` names it)."""
    return _made(kind, doc, **more)


def record(doc: str, of: str, **more: Any) -> Any:
    """A nested record (``of`` names its class), or a list of them with ``many``."""
    return _made("record", doc, of=of, **more)


def extra() -> Any:
    """The ``x_`` fields."""
    return field(default_factory=dict, metadata={"kind": "extra", "doc": "the user's own fields", "many": False})
