"""Where everything stands in a text that was read, as places to cut at: keys, values, dashes, line ends, comments."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

from brief_cli.files.build import Inside, Spots
from brief_cli.files.read import Document

Part = str | int
_LINE = re.compile(r"\r\n?|\n")
_COLON = re.compile(r"\s*+:")
_MARKS = re.compile(r"(?:[&!][^\s,\[\]{}]*+\s++)*+")
_COMMENT = re.compile(r"#[^\r\n]*+")
_HEADER = re.compile(r"[|>][-+0-9]*+")
_BLANK = re.compile(r"(?:[ \t]*+(?:\r\n?+|\n))++")
_EMPTY_LINE = re.compile(r"[\r\n][ \t]*+(?:\r\n?+|\n)")


class Layout:
    """The places of one document, as indexes of its text."""

    def __init__(self, document: Document) -> None:
        self.text = document.raw.text
        self._spots: Spots = document.places.spots
        self.keys: dict[Inside, tuple[int, int]] = {
            at: (start.index, end.index) for at, (start, end) in self._spots.keys.items()
        }
        self.values: dict[Inside, tuple[int, int]] = {}
        self._below: dict[Inside, list[Part]] = defaultdict(list)
        self._measure()

    def _measure(self) -> None:
        """The true ends: what stands in lines ends with the last thing in it, and not where the next begins."""
        spots = self._spots.values
        for at in sorted(self.keys.keys() | spots.keys(), key=self._start):
            if at:
                self._below[at[:-1]].append(at[-1])
        for at in sorted(spots, key=len, reverse=True):
            start, end, text = spots[at]
            if text or self._begins(start.index) in ("[", "{"):
                last = start.index + len(self.text[start.index : end.index].rstrip())
            else:
                last = max((self.end_of((*at, part)) for part in self._below[at]), default=start.index)
            if last > start.index:
                self.values[at] = (start.index, last)

    def _start(self, at: Inside) -> int:
        return self.keys[at][0] if at in self.keys else int(self._spots.values[at][0].index)

    # -- what there is --------------------------------------------------------------------------------------------

    def children(self, at: Inside) -> list[Part]:
        """The keys of a mapping or the numbers of a list's entries, as they stand."""
        return self._below.get(at, [])

    def in_brackets(self, at: Inside) -> bool:
        """Whether a list or mapping, or one that it stands in, is written in brackets."""
        return any(
            spot is not None and not spot[2] and self._begins(spot[0].index) in ("[", "{")
            for spot in (self._spots.values.get(at[:n]) for n in range(len(at) + 1))
        )

    def _begins(self, start: int) -> str:
        """The first sign of a value, behind an anchor or a tag, which the reader has refused."""
        marks = _MARKS.match(self.text, start)
        at = marks.end() if marks else start
        return self.text[at : at + 1]

    def end_of(self, at: Inside) -> int:
        """Where a value ends; of a key without one where its colon does."""
        return self.values[at][1] if at in self.values else self.colon(at)

    def colon(self, at: Inside) -> int:
        """Just behind the colon of a key."""
        end = self.keys[at][1]
        found = _COLON.match(self.text, end)
        return found.end() if found else end

    def margin(self, at: Inside) -> int:
        """The column, from 0, in which the keys of a mapping stand that is written in lines."""
        found = self.children(at)
        return self.column(self.keys[(*at, found[0])][0]) if found else 0

    def head(self, at: Inside) -> tuple[str, int]:
        """What stands in the line in front of a value, and the column for what is inside it."""
        if at in self.keys:
            start, end = self.keys[at][0], self.colon(at)
            return self.text[self.line_start(start) : end], self.column(start) + 2
        dash = self.dash_of(at)
        return self.text[self.line_start(dash) : dash + 1], self.column(dash) + 2

    def column(self, index: int) -> int:
        """The column of a place, from 0."""
        return index - self.line_start(index)

    def dash_of(self, at: Inside) -> int:
        """Where the dash of a list's entry stands."""
        found = self.values[at][0]
        while (found := self.text.rfind("-", 0, found)) >= 0:
            n = bisect_right(self.comment_places, (found, "\uffff")) - 1
            if n < 0 or found >= self.comment_places[n][0] + len(self.comment_places[n][1]):
                break
        return found

    def alone(self, index: int) -> bool:
        """Whether nothing but white space stands in front of a place in its line."""
        return not self.text[self.line_start(index) : index].strip()

    def apart(self, ids: list[str]) -> bool:
        """Whether the records of a register have empty lines between them; a single one is taken to."""
        if len(ids) < 2:
            return True
        between = self.text[self.end_of((ids[0],)) : self.keys[(ids[1],)][0]]
        return _EMPTY_LINE.search(between) is not None

    # -- lines ----------------------------------------------------------------------------------------------------

    def line_start(self, index: int) -> int:
        """Where the line of a place begins."""
        return max(self.text.rfind("\n", 0, index), self.text.rfind("\r", 0, index)) + 1

    def line_end(self, index: int) -> int:
        """Where the line behind that of a place begins."""
        found = _LINE.search(self.text, index)
        return found.end() if found else len(self.text)

    # -- cuts -----------------------------------------------------------------------------------------------------

    def behind_in_brackets(self, at: Inside, last: Sequence[Part], written: str) -> tuple[int, int, str]:
        """The splice that puts something behind the last of some in brackets, or into empty ones."""
        if last:
            end = self.end_of((*at, last[0]))
            return end, end, f", {written}"
        start, end = self.values[at]
        return start + 1, end - 1, written

    def without(self, at: Inside) -> tuple[int, int, str]:
        """The splice that takes away a key or an entry which is not the only one."""
        if self.in_brackets(at[:-1]):
            return self._without_in_brackets(at)
        start = self.dash_of(at) if isinstance(at[-1], int) else self.keys[at][0]
        end = self.line_end(self.end_of(at))
        if not self.alone(start):  # the first key behind a dash: the next one takes its place
            following = self.children(at[:-1])[1]
            return start, self.keys[(*at[:-1], following)][0], ""
        start = self.line_start(start)
        lead = self.text[:start].rstrip(" \t")
        if not lead or _EMPTY_LINE.search(lead[-4:]):
            gap = _BLANK.match(self.text, end)
            end = gap.end() if gap else end
            if lead and end == len(self.text):  # nothing follows that an empty line would set apart
                start = self.line_end(len(lead.rstrip()))
        return start, end, ""

    def _without_in_brackets(self, at: Inside) -> tuple[int, int, str]:
        siblings = self.children(at[:-1])
        n = siblings.index(at[-1])
        if n + 1 < len(siblings):
            return self._start(at), self._start((*at[:-1], siblings[n + 1])), ""
        return self.end_of((*at[:-1], siblings[n - 1])), self.end_of(at), ""

    # -- comments -------------------------------------------------------------------------------------------------

    @cached_property
    def comment_places(self) -> list[tuple[int, str]]:
        """Each comment and where it begins."""
        found: list[tuple[int, str]] = []
        at = 0
        for start, end in sorted(self._texts()):
            found += [(one.start(), one[0].rstrip()) for one in _COMMENT.finditer(self.text, at, start)]
            at = max(at, end)
        found += [(one.start(), one[0].rstrip()) for one in _COMMENT.finditer(self.text, at)]
        return found

    @property
    def comments(self) -> list[str]:
        """Each comment, in order."""
        return [comment for _, comment in self.comment_places]

    def _texts(self) -> list[tuple[int, int]]:
        """The places of all keys and texts; a sign of a block and what stands behind it is no text yet."""
        spans = list(self.keys.values())
        for at, (start, end) in self.values.items():
            if self._spots.values[at][2]:
                header = _HEADER.match(self.text, start)
                behind = self.line_end(header.end()) if header else start
                spans.append((min(behind, end) if header else start, end))
        return spans
