"""What a broken line of YAML meant: libyaml's complaints in plain English, with the slip behind them.

Nearly every syntax error in a brief is prose that YAML reads as a sign of its own.  The parser's complaint
comes with two marks, and the reader adds what it read last; together they tell which slip it was.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from brief_cli.files.raw import Raw, Span
from brief_cli.model.problem import Problem

SLIP = re.compile(r"[ \t,\[{\"']#[^\W_]")
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{0,4}|U[0-9A-Fa-f]{0,8}|x[0-9A-Fa-f]{0,2}|.?)")
_MEANS = {
    "[[": "a list in a list",
    "[": "a list",
    "{": "a mapping",
    '"': "the start of a quotation",
    "'": "the start of a quotation",
    ">": "a block of text on the lines below",
    "|": "a block of text on the lines below",
    "*": "an alias",
    "&": "an anchor",
    "!": "a tag",
    "- ": "an entry of a list",
    "? ": "a key",
}
_BLOCK_MEND = "begin the text on the next line, or put it in quotes"
_LIST_MEND = "begin the list on the next line, or put the text in quotes"


@dataclass(slots=True)
class Trail:
    """How far reading came: the last event, and where the latest outermost ``[`` or ``{`` began."""

    last: Any = None
    bracket: Any = None
    quoted: bool = False  # the last event is a quoted text
    inside: bool = False  # the bracket is still open
    closed: bool = False  # the last event is the end of something in brackets
    alias: bool = False
    plain: bool = False


def explain(raw: Raw, error: Any, trail: Trail) -> Problem:
    """The problem behind a syntax error."""
    said = str(getattr(error, "problem", None) or error)
    mark = getattr(error, "problem_mark", None)
    start = getattr(error, "context_mark", None) or mark
    if mark is None:
        return raw.problem("E013", (1, 1, 1, 2), f"not valid YAML: {said}")
    context = str(getattr(error, "context", "") or "")
    return (
        _escapes(raw, said, mark)
        or _signs(raw, said, context, mark, start)
        or _colon(raw, said, mark, start, trail)
        or _goes_on(raw, mark, trail)
        or _open(raw, said, context, mark, start)
        or _lines(raw, said, mark, start)
    )


def place(mark: Any) -> tuple[int, int]:
    """A mark of PyYAML as line and column, counting from 1."""
    return mark.line + 1, mark.column + 1


def begins_with(raw: Raw, sign: str, at: Any, hint: str = "") -> Problem:
    """The value at a mark begins with a sign of YAML's."""
    shown = "a backtick" if sign == "`" else f"`{sign}`"
    reads = f"reads as {_MEANS[sign]}" if sign in _MEANS else "keeps for itself"
    return raw.problem("E021", raw.rest_of(*place(at)), f"the value begins with {shown}, which YAML {reads}", hint)


def _char(raw: Raw, mark: Any) -> str:
    line = raw.line(mark.line + 1)
    return line[mark.column] if mark.column < len(line) else ""


def _escapes(raw: Raw, said: str, mark: Any) -> Problem | None:
    line, column = place(mark)
    text = raw.line(line)
    if "escape" in said:
        # libyaml marks the backslash or the digits behind it, depending on what is wrong
        column = max(text.rfind("\\", 0, column) + 1, 1)
        found = _ESCAPE.match(text, column - 1)
        escape = found[0] if found else ""
        span: Span = (line, column, line, column + max(len(escape), 1))
        if re.match(r"\\u[dD][89A-Fa-f]|\\U0000[dD][89A-Fa-f]", escape):
            return raw.problem("E023", span, f"`{escape}` is half a character")
        mend = "write the text in single quotes, or the backslash twice"
        return raw.problem("E013", span, f"`{escape}` in double quotes stands for nothing", mend)
    if _char(raw, mark) == "\t" or "tab character" in said:
        at = text.find("\t")
        column = at + 1 if at >= 0 else column
        return raw.problem("E013", (line, column, line, column + 1), "a tab indents this line", "indent with spaces")
    return None


def _signs(raw: Raw, said: str, context: str, mark: Any, start: Any) -> Problem | None:
    """Values that begin with a sign and then go wrong at once."""
    if "cannot start any token" in said:
        return begins_with(raw, _char(raw, mark), mark)
    if "block scalar" in context and "expected" in said:
        sign = _char(raw, start)
        return begins_with(raw, sign, start, _BLOCK_MEND if sign == "|" else "")
    if "alias" in context or "anchor" in context or "tag" in context or "tag handle" in said:
        return begins_with(raw, _char(raw, start), start)
    if "entries are not allowed" in said:
        return begins_with(raw, "- ", mark, _LIST_MEND)
    if "keys are not allowed" in said:
        return begins_with(raw, "? ", mark)
    if "node content" in said and _char(raw, mark):
        return begins_with(raw, _char(raw, mark), mark)
    return None


def _colon(raw: Raw, said: str, mark: Any, start: Any, trail: Trail) -> Problem | None:
    """``text: Foo: bar``, on one line or on a later one."""
    if "mapping values are not allowed" not in said and not ("',' or '}'" in said and _char(raw, mark) == ":"):
        return None
    line, column = place(mark)
    if not trail.plain or trail.last.end_mark.line != mark.line:
        if trail.quoted and trail.last.end_mark.line == mark.line:
            return _behind(raw, trail)
        return raw.problem("E021", (line, column, line, column + 1), "a `:` stands where none is expected")
    first = trail.last.start_mark
    if trail.inside and first.line != mark.line:
        return _unclosed(raw, mark, trail.bracket)
    if first.line == mark.line:
        return raw.problem("E021", raw.rest_of(*place(first)), "the value holds `: `")
    text = raw.line(line)
    indent = len(text) - len(text.lstrip(" "))
    if not raw.line(first.line + 1)[: first.column].strip(" ") and first.column == indent:
        return _no_field(raw, first)
    message = f"this line goes on with the text of line {first.line + 1}, yet holds `: `"
    mend = "put the text in quotes, or use |; a field of its own is indented like the field above"
    return raw.problem("E021", raw.rest_of(line, indent + 1), message, mend)


def _goes_on(raw: Raw, mark: Any, trail: Trail) -> Problem | None:
    """Text behind a value that YAML takes for finished: ``"Foo" bar``, ``[[nato]] is big``, ``*bold``."""
    last = trail.last
    if last is None or last.end_mark.line != mark.line or not _char(raw, mark):
        return None
    if raw.line(mark.line + 1)[last.end_mark.column : mark.column].strip():
        return None
    if trail.quoted:
        return _behind(raw, trail)
    if trail.alias:
        return begins_with(raw, "*", last.start_mark)
    if trail.closed and trail.bracket is not None:
        text = raw.line(trail.bracket.line + 1)[trail.bracket.column :]
        return begins_with(raw, "[[" if text.startswith("[[") else text[:1], trail.bracket)
    return None


def _behind(raw: Raw, trail: Trail) -> Problem:
    """A value that begins with a quotation and goes on behind it."""
    first, end = trail.last.start_mark, trail.last.end_mark
    sign = _char(raw, first)
    if first.line == end.line:
        message = f"the value begins with `{sign}` and goes on behind the closing `{sign}`"
        other = "single" if sign == '"' else "double"
        return raw.problem("E021", raw.rest_of(*place(first)), message, f"put it all in {other} quotes, or use |")
    message = f"the `{sign}` that opens here is closed only in line {end.line + 1}, and the text goes on behind it"
    return raw.problem("E021", raw.rest_of(*place(first)), message, "close it where it should end")


def _open(raw: Raw, said: str, context: str, mark: Any, start: Any) -> Problem | None:
    """Quotes and brackets that are never closed."""
    sign = _char(raw, start)
    if "quoted scalar" in context:
        mend = f"close it with `{sign}`, or put the whole text in quotes"
        return raw.problem("E021", raw.rest_of(*place(start)), f"the `{sign}` that opens here is never closed", mend)
    if "flow" not in context:
        return None
    return _unclosed(raw, mark, start)


def _unclosed(raw: Raw, mark: Any, start: Any) -> Problem:
    """A bracket that is never closed, or whose closing is behind a ``#``."""
    line, column = place(start)
    sign = _char(raw, start)
    if sign not in ("[", "{"):  # libyaml names the place where a value was due: the bracket stands before it
        at = max(raw.text.rfind("[", 0, start.index), raw.text.rfind("{", 0, start.index), 0)
        (line, column, _, _), sign = raw.span(at, at + 1), raw.text[at : at + 1]
    for number in range(line, min(mark.line + 1, line + 50) + 1):
        if (found := SLIP.search(raw.line(number), column - 1 if number == line else 0)) is not None:
            return hash_slip(raw, number, found.end() - 1)
    if raw.line(line)[column - 1 :].startswith("[["):
        return begins_with(raw, "[[", start)
    close = {"[": "]", "{": "}"}.get(sign, "]")
    message = f"the `{sign}` that opens here is not closed"
    mend = f"close it with `{close}`, or put text that begins with `{sign}` in quotes"
    return raw.problem("E013", raw.rest_of(line, column), message, mend)


def hash_slip(raw: Raw, line: int, column: int, record: str = "") -> Problem:
    """``No. #7``: what stands from the ``#`` on would be lost unseen."""
    cut = raw.line(line)[column - 1 : column + 30].split()[0].rstrip(",]}")
    shown = cut if len(cut) <= 30 else cut[:29] + "…"
    message = f"`{shown}` would be cut off: a `#` behind a space begins a comment"
    return raw.problem("E020", raw.rest_of(line, column), message, record=record)


def _no_field(raw: Raw, at: Any) -> Problem:
    line, column = place(at)
    mend = "write `field: value`, or indent text that goes on from the line above"
    return raw.problem("E013", raw.rest_of(line, column), "this line is no `field: value`", mend)


def _lines(raw: Raw, said: str, mark: Any, start: Any) -> Problem:
    """Lines that fit nothing: what is left when no slip explains it."""
    if "could not find expected ':'" in said:
        return _no_field(raw, start)
    span = raw.rest_of(*place(mark))
    if "'-' indicator" in said:
        mend = "indent it as the list, or less"
        return raw.problem("E013", span, "this line does not belong to the list above it", mend)
    if "expected key" in said and (sign := _char(raw, mark)) in ("]", "}"):
        mend = "delete it, or put text that begins so in quotes"
        return raw.problem("E013", (*place(mark), mark.line + 1, mark.column + 2), f"the `{sign}` closes nothing", mend)
    if "expected key" in said:
        mend = "give all fields of one mapping the same indentation"
        return raw.problem("E013", span, "the indentation of this line fits no line above it", mend)
    if "document start" in said:
        return raw.problem("E010", span, "a second document begins here")
    return raw.problem("E013", span, f"not valid YAML: {said}")
