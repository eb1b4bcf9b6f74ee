"""JSON and JSON Lines: version 1 of the promise (format.md, section 6)."""

from __future__ import annotations

import json

from brief_cli.model.shape import Json
from brief_cli.render.safe import json_safe


def as_json_text(value: Json) -> str:
    """An answer, indented, UTF-8 kept but for control and bidi characters."""
    return json_safe(json.dumps(value, ensure_ascii=False, indent=2)) + "\n"


def as_jsonl(values: list[Json]) -> str:
    """One object a line."""
    return "".join(json_safe(compact(value)) + "\n" for value in values)


def compact(value: Json) -> str:
    """JSON without white space."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
