"""JSON and JSON Lines: version 1 of the promise (format.md, section 6)."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterable, Iterator

from brief_cli.model.shape import Json
from brief_cli.render.safe import json_safe

AT_ONCE = 1000
"""Values written between two looks for what they left behind."""


def as_json_text(value: Json) -> str:
    """An answer, indented, UTF-8 kept but for control and bidi characters."""
    return _indented(value) + "\n"


def as_json_list(values: Iterable[Json]) -> Iterator[str]:
    """A list as ``as_json_text`` would write it, piece by piece."""
    count = 0
    for value in values:
        yield (",\n  " if count else "[\n  ") + _indented(value).replace("\n", "\n  ")
        count += 1
        if count % AT_ONCE == 0:
            gc.collect(0)  # the standard library's indenting leaves a cycle behind each call, and nobody else looks
    yield "\n]\n" if count else "[]\n"


def _indented(value: Json) -> str:
    return json_safe(json.dumps(value, ensure_ascii=False, indent=2))


def as_jsonl(values: Iterable[Json]) -> Iterator[str]:
    """One object a line."""
    return (json_safe(compact(value)) + "\n" for value in values)


def compact(value: Json) -> str:
    """JSON without white space."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
