"""What the YAML test suite says a document is: its event tree as text, lists and mappings, as this format reads them.

The tree holds every scalar as text, which its JSON does not: `0.278` and `1e3` are numbers there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Value: TypeAlias = "str | list[Value] | dict[str, Value]"

_ESCAPE = re.compile(r"\\(.)")
_MEANS = {"n": "\n", "t": "\t", "b": "\b", "r": "\r", "\\": "\\"}
_PROPERTIES = re.compile(r"(?P<anchor>&\S+ )?(?P<tag><[^>]*> )?")


@dataclass
class Meant:
    """A document's value (None when it is absent), and the codes of what this format refuses in it."""

    value: Value | None = None
    refused: set[str] = field(default_factory=set)
    documents: int = 0


def meant(tree: str) -> Meant:
    """What an event tree stands for: of several documents the first."""
    found = Meant()
    lines = [line.strip(" ") if line.lstrip().startswith(("+", "-")) else line.lstrip() for line in tree.splitlines()]
    rest = iter(lines)
    for line in rest:
        if line.startswith("+DOC"):
            found.documents += 1
            value = _value(next(rest), rest, found)
            found.value = value if found.documents == 1 else found.value
    if found.documents > 1:
        found.refused.add("E010")
    return found


def _value(line: str, rest: Iterator[str], found: Meant) -> Value | None:
    """A value: text loses white space at its end, and empty text is absent."""
    value = _node(line, rest, found)
    return value.rstrip() or None if isinstance(value, str) else value


def _node(line: str, rest: Iterator[str], found: Meant) -> Value | None:
    """A value and all of its events; what the format refuses on the way is noted."""
    kind, _, about = line.partition(" ")
    if kind == "=ALI":
        found.refused.add("E017")
        return None
    about = re.sub(r"^(\{\}|\[\]) ?", "", about) + " "
    properties = _PROPERTIES.match(about)
    assert properties
    found.refused |= {code for name, code in (("anchor", "E017"), ("tag", "E018")) if properties[name]}
    if kind == "=VAL":
        text = about[properties.end() :][1:-1]
        return _ESCAPE.sub(lambda escape: _MEANS[escape[1]], text)
    return _mapping(rest, found) if kind == "+MAP" else _list(rest, found)


def _list(rest: Iterator[str], found: Meant) -> Value:
    values = []
    while not (line := next(rest)).startswith("-SEQ"):
        values.append(_value(line, rest, found))
    return [value for value in values if value is not None]


def _mapping(rest: Iterator[str], found: Meant) -> Value:
    values: dict[str, Value] = {}
    while not (line := next(rest)).startswith("-MAP"):
        key = _key(line, rest, found)
        value = _value(next(rest), rest, found)
        if value is not None:
            values[key] = value
    return values


def _key(line: str, rest: Iterator[str], found: Meant) -> str:
    """A key, which keeps the space at its end; one that is no text of its own is refused."""
    text = _node(line, rest, found)
    if isinstance(text, str) and text:
        return text
    found.refused.add("E017" if line.startswith("=ALI") else "E016")
    return ""


def as_text(value: Any) -> Value | None:
    """A JSON value as this format reads it: words and numbers are text, and what is empty is absent.

    The numbers must still be as they were written: ``json.loads(..., parse_int=str, parse_float=str)``.
    """
    if isinstance(value, dict):
        return {key: text for key, inner in value.items() if (text := as_text(inner)) is not None}
    if isinstance(value, list):
        return [text for inner in value if (text := as_text(inner)) is not None]
    return (value if isinstance(value, str) else json.dumps(value)).rstrip() or None
