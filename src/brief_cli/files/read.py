"""Reading one YAML file: every scalar is text, every place is known, and what could mislead is refused.

Lines are kept while reading, columns and ends are not: a document remembers its text, and builds once more when
a whole place is asked for, which only problems do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from brief_cli.files.build import MAX_DEPTH as MAX_DEPTH
from brief_cli.files.build import Builder, Inside, Lines, Spots, Value
from brief_cli.files.raw import MAX_BYTES as MAX_BYTES
from brief_cli.files.raw import Excerpt, Raw, Span, decode
from brief_cli.files.slips import place
from brief_cli.model.problem import Problem

DIALECTS = {"brief": "brief", "entities": "register", "sources": "register", "book": "book"}
"""How a file of a kind is read (``files.read.read_text``)."""

# The codes of what a conflict mark can look like to a parser.
_STUMBLED = ("E008", "E010", "E013", "E021")


class Places:
    """Where everything in a document stands; all but lines is worked out when first asked."""

    __slots__ = ("_below", "_holed", "_raw", "_refused", "_spots", "lines")

    def __init__(self, raw: Raw, builder: Builder | None = None) -> None:
        self._raw = raw
        self.lines: Lines = builder.lines if builder else {}
        self._below = builder.below if builder else {}
        self._refused = frozenset(builder.refused) if builder else frozenset()
        self._holed = frozenset(builder.holed) if builder else frozenset()
        # text that was refused as such is never parsed
        self._spots: Spots | None = builder.spots if builder else Spots()

    def place_of(self, path: Inside) -> Span:
        """The place of a value; of what stands nearest above it when there is none."""
        spots = self._found()
        known, whole = self._nearest(path)
        spot = spots.values.get(known)
        if spot is None or not (whole or spot[2]):
            return self.key_place_of(known)
        return self._span(spot)

    def key_place_of(self, path: Inside) -> Span:
        """The place of a key, of the first line of a list's entry, or of what stands nearest above."""
        spots = self._found()
        known, _ = self._nearest(path)
        while known:
            if (key := spots.keys.get(known)) is not None:
                return (*place(key[0]), *place(key[1]))
            if (spot := spots.values.get(known)) is not None:
                line, column, end_line, end_column = self._span(spot)
                return (line, column, line, end_column) if line == end_line else self._raw.rest_of(line, column)
            known = known[:-1]
        first = next(iter(spots.keys.values()), None)
        return (*place(first[0]), *place(first[1])) if first else (1, 1, 1, 1)

    def line_of(self, path: Inside) -> int:
        """The line of a key or of a list's entry, counting from 1; of what stands nearest above when there is none."""
        known: Inside = ()
        line, whole = next(iter(self.lines.get((), {}).values()), 1), True
        for part in path:
            if (found := self.lines.get(known, {}).get(part)) is not None:
                known, line = (*known, part), found
            elif part != 0 or isinstance(part, str):  # as in ``_nearest``
                whole = False
                break
        if isinstance(path[-1], int) and (whole or known not in self.lines):
            return self._below.get(known, line)  # an entry that stands alone, as the key's value
        return line

    def is_refused(self, path: Inside) -> bool:
        """Whether the reader has already said that this value is bad, or why it is missing."""
        if path in self._refused:
            return True
        return bool(self._holed) and path[:-1] in self._holed and path not in self._found().values

    @property
    def spots(self) -> Spots:
        """The marks of everything, as they were read."""
        return self._found()

    def _found(self) -> Spots:
        if self._spots is None:
            builder = Builder(self._raw, "brief", Spots())
            builder.run()
            self._spots = builder.spots or Spots()
        return self._spots

    def _nearest(self, path: Inside) -> tuple[Inside, bool]:
        """The longest part of a path that exists, and whether it is all of it.

        Where a list is due one value may stand alone: its ``0`` is then in the path but not in the file.
        """
        spots = self._found()
        known: Inside = ()
        for part in path:
            longer = (*known, part)
            if longer in spots.values or longer in spots.keys:
                known = longer
            elif part != 0 or isinstance(part, str):
                return known, False
        return known, True

    def _span(self, spot: tuple[Any, Any, bool]) -> Span:
        start, end, _ = spot
        # libyaml ends block lists, mappings and texts where the next thing begins
        text = self._raw.text[start.index : end.index].rstrip()
        return self._raw.span(start.index, start.index + len(text))


@dataclass(slots=True)
class Document:
    """A file as read.  ``fatal``: nothing of it can be used, and ``value`` is empty."""

    value: dict[str, Value]
    places: Places
    problems: list[Problem]
    fatal: bool
    raw: Raw

    @property
    def lines(self) -> list[str]:
        """The text's lines."""
        return self.raw.lines

    def place_of(self, path: Inside, words: str = "", nth: int = 0) -> Span:
        """The place of a value, or of some words in it (counting from 0); of a mapping that has no text its key."""
        span = self.places.place_of(path)
        found = self.raw.words(span, words, nth) if words else None
        if found is None and words.startswith("[[") and "#" in words:  # an item of its own brief, in short
            found = self.raw.words(span, f"[[{words[words.index('#') :]}", nth)
        if found is None and span[0] != span[2]:
            return self.places.key_place_of(path)
        return found or span

    def excerpt(self, line: int, end_line: int, end_column: int, column: int = 1) -> Excerpt:
        """The lines around a fault, see ``Raw.excerpt``."""
        return self.raw.excerpt(line, end_line, end_column, column)


def read_text(path: str, data: bytes, *, kind: str = "brief", placed: bool = False) -> Document:
    """Read a file of the given kind: ``brief``, ``register`` or ``book``.  Nothing is ever raised.

    ``placed`` keeps whole places at once, for who is going to ask for them.
    """
    raw = decode(path, data)
    if isinstance(raw, tuple):
        return Document({}, Places(raw[0]), [raw[1]], True, raw[0])
    builder = Builder(raw, kind, Spots() if placed else None)
    value = builder.run()
    problems = builder.problems
    mark = raw.conflict(syntax=problems[-1].code in _STUMBLED) if problems else None
    if mark is not None:
        # the mark explains what the parser stumbled over
        problems = [mark] if value is None else [mark, *problems]
    return Document(value or {}, Places(raw, builder), problems, value is None, raw)
