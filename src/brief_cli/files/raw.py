"""A file's text before YAML looks at it: its encoding, its lines, and problems with an excerpt of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import islice

from brief_cli.files.catalogue import CATALOGUE
from brief_cli.model.problem import Problem

MAX_BYTES = 8 * 1024 * 1024
BOM = b"\xef\xbb\xbf"
Span = tuple[int, int, int, int]
"""Line and column of a text and of what stands just behind it; all count from 1."""

Excerpt = tuple[tuple[int, str], ...]

_BREAK = re.compile(r"\r\n?|\n")
_WINDOW, _FAR, _SHOWN = 200, 150, 101
# Also NEL and the two Unicode separators: YAML breaks lines there, and editors show nothing.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_PLAIN = bytes([*b"\t\n\r", *range(0x20, 0x7F)])
# Possessive, so that no file makes it go back: comments and blank lines, then a percent sign.
_DIRECTIVE = re.compile(r"(?:[ \t]*+(?:#[^\r\n]*+)?(?:\r\n?+|\n))*+%")
_CONFLICT = re.compile(r"(?:<{7}|>{7}|\|{7})(?: .*)?")
_BREAKS = {"\x85": "NEL", "\u2028": "LINE SEPARATOR", "\u2029": "PARAGRAPH SEPARATOR"}


def shown_column(column: int) -> int:
    """Where in its excerpt's line a column stands: lines are cut at the front (see ``Raw.excerpt``)."""
    return column if column <= _FAR else _SHOWN


def too_large(path: str, size: int) -> Problem:
    """The refusal of a file of more than ``MAX_BYTES``."""
    message = f"the file holds {size / 1024 / 1024:.1f} MB, more than 8 MB"
    return Problem(path, 1, 1, "E002", message, CATALOGUE["E002"].mend)


class Raw:
    """The text of a file and where it came from."""

    __slots__ = ("_lines", "_starts", "path", "text")

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self._lines: list[str] | None = None
        self._starts: list[int] | None = None

    @property
    def lines(self) -> list[str]:
        """The text's lines as YAML counts them: broken at CR, LF and CRLF only."""
        if self._lines is None:
            self._lines = _BREAK.split(self.text)
        return self._lines

    def line(self, number: int) -> str:
        """One line, counting from 1; empty when there is none."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def rest_of(self, line: int, column: int) -> Span:
        """From a place to the end of its line's text; never empty."""
        return line, column, line, max(len(self.line(line).rstrip()), column) + 1

    def span(self, start: int, end: int) -> Span:
        """The span of ``text[start:end]``."""
        return (*self._point(start), *self._point(end))

    def words(self, span: Span, words: str, nth: int = 0) -> Span | None:
        """The place of some words inside a place, on whatever lines they stand; None when they are not written so.

        ``nth`` counts from 0; of fewer the last is taken.  What begins with ``[[`` is a link's target, and whole.
        """
        link = words.startswith("[[")
        written = r"\s+".join(re.escape(word) for word in words.removeprefix("[[").split())
        written = rf"\[\[\s*{written}(?=\s*[|\]])" if link else written
        places = re.compile(written).finditer(self.text, self.index(*span[:2]), self.index(*span[2:]))
        found = None
        for found in islice(places, nth + 1):  # noqa: B007 - the last one is what is wanted
            pass
        return self.span(found.start(), found.end()) if found else None

    def index(self, line: int, column: int) -> int:
        """Where in the text a place stands."""
        if self._starts is None:
            self._point(0)
        assert self._starts is not None
        return self._starts[min(line, len(self._starts)) - 1] + column - 1

    def _point(self, index: int) -> tuple[int, int]:
        if self._starts is None:
            self._starts = [0, *(found.end() for found in _BREAK.finditer(self.text))]
        line = bisect_right(self._starts, index)
        return line, index - self._starts[line - 1] + 1

    def excerpt(self, line: int, end_line: int, end_column: int, column: int = 1) -> Excerpt:
        """The line of a fault, with the one before and the one after it.

        Long lines are cut at the end.  When ``column`` is above 150 the fault's line is cut at the front too:
        it then begins with ``…``, and the fault stands in its column 101.  ``shown_column`` knows this rule,
        so a problem keeps its true column.
        """
        numbers = range(max(line - 1, 1), min(line + 1, len(self.lines)) + 1)
        until = end_column if end_line == line else _WINDOW
        shown = [(n, self._cut(n, column, until) if n == line else self.line(n)[:_WINDOW]) for n in numbers]
        if shown and shown[-1][0] > line and not shown[-1][1]:
            shown.pop()
        return tuple(shown)

    def _cut(self, number: int, column: int, until: int) -> str:
        text = self.line(number)
        if column > _FAR:
            return "…" + text[column - _SHOWN + 1 : column - _SHOWN + _WINDOW]
        return text[: min(max(_WINDOW, until + 20), 2 * _WINDOW)]

    def problem(self, code: str, span: Span, message: str, hint: str = "", record: str = "") -> Problem:
        """A problem in this text; the mend is the catalogue's where none is given."""
        line, column, end_line, end_column = span
        if line > len(self.lines):  # libyaml ends a last line that has no end
            line = end_line = len(self.lines)
            column = end_column = len(self.lines[-1]) + 1
        shown = self.excerpt(line, end_line, end_column, column)
        hint = hint or CATALOGUE[code].mend
        return Problem(self.path, line, column, code, message, hint, end_line, end_column, "", record, shown)

    def conflict(self, *, syntax: bool) -> Problem | None:
        """The first of git's conflict marks; ``=======`` alone counts only where the syntax is broken too."""
        number = next((n for n, line in enumerate(self.lines, 1) if _CONFLICT.fullmatch(line)), 0)
        if not number and syntax and "=======" in self.lines:
            number = self.lines.index("=======") + 1
        if not number:
            return None
        return self.problem("E014", self.rest_of(number, 1), "git left a conflict mark here")


def decode(path: str, data: bytes) -> Raw | tuple[Raw, Problem]:
    """The text of a file, or what can be shown of it and why it is refused before YAML sees it."""
    if len(data) > MAX_BYTES:
        return Raw(path, ""), too_large(path, len(data))
    if data.startswith(BOM):
        data = data[len(BOM) :]
    try:
        raw = Raw(path, data.decode("utf-8"))
    except UnicodeDecodeError as error:
        return _undecodable(path, data, error)
    plain = data.isascii() and not data.translate(None, _PLAIN)  # as most are, and told faster than by a search
    if not plain and (found := _CONTROL.search(raw.text)) is not None:
        return raw, _control(raw, found.start())
    if (found := _DIRECTIVE.match(raw.text)) is not None:
        line, column, *_ = raw.span(found.end() - 1, found.end())
        return raw, raw.problem("E011", raw.rest_of(line, column), "a YAML directive stands here")
    return raw


def _undecodable(path: str, data: bytes, error: UnicodeDecodeError) -> tuple[Raw, Problem]:
    raw = Raw(path, data.decode("utf-8", errors="replace"))
    before = len(data[: error.start].decode("utf-8"))
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    message = "the file is UTF-16, not UTF-8" if wide else f"the byte 0x{data[error.start]:02X} is not UTF-8"
    return raw, raw.problem("E001", raw.span(before, before + 1), message)


def _control(raw: Raw, index: int) -> Problem:
    char = raw.text[index]
    span = raw.span(index, index)
    span = (*span[:2], span[0], span[1] + 1)
    if char in _BREAKS:
        message = f"U+{ord(char):04X} ({_BREAKS[char]}) is a line break that editors do not show"
        return raw.problem("E012", span, message, "write a space or an ordinary line break")
    return raw.problem("E012", span, f"U+{ord(char):04X} is a control character")
