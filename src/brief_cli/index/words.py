"""Texts as words: what the index of words is filled with and asked for."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from brief_cli.index.tables import SEARCHED
from brief_cli.model.text import fold

UNSEARCHED = ("status", "state")
"""Fields that have a value whether one was written or not, and are asked for by name."""

TEXTS = {
    "brief": ("title", "id", "bottom_line", "tags", "summary", "source_summary", "author"),
    "entity": ("name", "id", "alias", "summary"),
    "source": ("title", "id", "publisher", "via", "author", "origin", "note"),
    "event": ("title", "detail"),
}
"""What a search looks at, by kind, the most telling first."""
ITEM_TEXTS = ("text", "basis", "change", "why_not")
"""The same of the items that have no title."""

WORD = re.compile(r"[^\W_]+")
"""A run of letters and digits, in any script."""


_ASCII = bytes(ord(chr(code).lower()) if code < 128 and chr(code).isalnum() else 32 for code in range(256))


def tokens(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return spaced(text).split()


def spaced(text: str) -> str:
    """A text as the index of words reads it: folded words between single spaces."""
    if text.isascii():  # nearly all that is indexed, and as bytes done in a fifth of the time
        return b" ".join(text.encode().translate(_ASCII).split()).decode()
    return " ".join(WORD.findall(fold(text)))


def quoted(words: list[str], prefix: bool = False) -> str:
    """Words in a row as a phrase of the query language of FTS5: nothing in it is an operator."""
    return f'"{" ".join(words)}"' + (" *" if prefix else "")


def searched(kind: str, own: dict[str, Any]) -> dict[str, str]:
    """The searchable texts of a unit by field; names in other languages count as aliases."""
    out: dict[str, str] = {}
    for name in TEXTS.get(kind, ITEM_TEXTS):
        value = spellings(own)[1:] if name == "alias" else own.get(name)
        if value:
            out[name] = value if isinstance(value, str) else ", ".join(value)
    return out


def spellings(entity: dict[str, Any]) -> list[str]:
    """Every name that an entity goes by but the weak ones, the main one first."""
    by_language = [n for names in entity.get("names", {}).values() for n in names]
    return list(dict.fromkeys([entity["name"], *entity.get("aliases", ()), *by_language]))


def columns(kind: str, own: dict[str, Any], found: dict[str, str] | None = None) -> tuple[str, ...]:
    """The words of a unit by column of the index of words; what no search looks at stands in ``rest``.

    ``found`` is what ``searched`` gave of the unit, where that is known.
    """
    found = searched(kind, own) if found is None else found
    said: dict[str, str] = {}
    for name, text in found.items():
        column = name if name in SEARCHED else "text"
        said[column] = f"{said[column]}\n{text}" if column in said else text
    told = _told(kind)
    rest: list[str] = []
    for key, value in own.items():
        if key not in told:
            _gather(value, rest)
    if "id" not in found:
        rest.append(own["id"].partition("#")[2])
    words = [spaced(said[name]) if name in said else "" for name in SEARCHED]
    return (*words, spaced("\n".join(rest)))


@cache
def _told(kind: str) -> frozenset[str]:
    """The fields of a unit that are searched, or asked for by name."""
    names = ("aliases", "names") if kind == "entity" else ()
    return frozenset({"id", *TEXTS.get(kind, ITEM_TEXTS), *UNSEARCHED, *names})


def every_text(own: dict[str, Any]) -> list[str]:
    """Every text of a unit's own JSON: of an item's address what stands behind the ``#``, and nothing defaulted."""
    texts: list[str] = []
    _gather(own, texts)
    return texts


def _gather(value: Any, texts: list[str]) -> None:
    """Put every text in a JSON value to ``texts``."""
    if isinstance(value, str):
        texts.append(value)
    elif isinstance(value, list):
        for inner in value:
            _gather(inner, texts)
    elif isinstance(value, dict):
        for name, inner in value.items():
            if isinstance(inner, str) and name not in UNSEARCHED:  # as most are: a call less
                texts.append(inner.partition("#")[2] or inner if name == "id" else inner)
            elif name not in UNSEARCHED:
                _gather(inner, texts)
