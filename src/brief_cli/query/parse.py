"""The selector language: from what was typed to one ``Selection``, or to an error that points at its place.

::

    either   = both ("or" both)*
    both     = negated (["and"] negated)*
    negated  = "not"* single
    single   = "(" either ")" | field ":" value ("," value)* | word

Double quotes make everything inside them plain text.  There is no escape: a quote cannot stand in quotes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from brief_cli.errors import PointedError
from brief_cli.model.calendar import shifted
from brief_cli.model.edtf import DateFault, Edtf
from brief_cli.query.fields import DATE_FIELDS, FIELDS, choices, is_field, known_near
from brief_cli.query.selection import (
    DateTerm,
    Everything,
    Expression,
    Not,
    Selection,
    Term,
    Word,
    all_of,
    any_of,
)

DEEPEST: Final = 50
"""How many parentheses and ``not`` may stand around one term."""

_TOKEN = re.compile(r'\s+|[()]|(?:"[^"]*"|[^\s"()]+)+|"')
_QUOTED_OR_COMMA = re.compile(r'"[^"]*"|,')
_FIELD = re.compile(r"([^\W\d][\w-]*):")
_BACK = re.compile(r"-([0-9]+)([dwmy])", re.IGNORECASE)
_AS_TEXT: Final = "To look for the text itself, put it in quotes."


def parse(arguments: Sequence[str], *, options: Mapping[str, Sequence[str]] | None = None, today: str) -> Selection:
    """Read ``arguments`` as one selector, narrowed by the values of ``options``; ``today`` is an ISO day."""
    text = " ".join(arguments)
    parts = [_Parser(text, today).whole()]
    for field, written in (options or {}).items():
        values = [value for one in written for value in _option_values(field, one)]
        if values:
            parts.append(_term(field, values, today))
    return Selection(all_of(part for part in parts if not isinstance(part, Everything)), text)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of what was typed, with its place."""

    text: str  # what it says: quotes are gone from values and kept in tokens
    source: str  # all that was typed, which start and end count in
    start: int  # where it begins
    end: int  # just behind it

    def fault(self, message: str, *hints: str) -> PointedError:
        return PointedError(message, self.source, self.start, self.end, *hints)

    def is_operator(self, *words: str) -> bool:
        return self.text.lower() in words


class _Parser:
    """One reading of one selector; ``depth`` counts the parentheses and ``not`` that are open."""

    def __init__(self, source: str, today: str) -> None:
        self.tokens = _tokens(source)
        self.at = 0
        self.depth = 0
        self.today = today

    def whole(self) -> Expression:
        if not self.tokens:
            return Everything()
        found = self.either()
        if (stray := self.peek()) is not None:
            raise stray.fault("this ) closes nothing", _AS_TEXT)
        return found

    def either(self) -> Expression:
        parts = [self.both()]
        while (token := self.peek()) is not None and token.is_operator("or"):
            self.at += 1
            self.need_operand(token)
            parts.append(self.both())
        return any_of(parts)

    def both(self) -> Expression:
        parts = [self.negated()]
        while (token := self.peek()) is not None and not token.is_operator("or", ")"):
            if token.is_operator("and"):
                self.at += 1
                self.need_operand(token)
            parts.append(self.negated())
        return all_of(parts)

    def negated(self) -> Expression:
        nots = 0
        while (token := self.peek()) is not None and token.is_operator("not"):
            self.at += 1
            self.need_operand(token)
            self.deeper(token)
            nots += 1
        found = self.single()
        self.depth -= nots
        for _ in range(nots):
            found = Not(found)
        return found

    def single(self) -> Expression:
        token = self.tokens[self.at]
        if token.is_operator("or", "and"):
            raise token.fault(f"nothing stands before this {token.text}", _AS_TEXT)
        self.at += 1
        return self.group(token) if token.text == "(" else _word_or_term(token, self.today)

    def group(self, opening: _Piece) -> Expression:
        self.deeper(opening)
        token = self.peek()
        if token is not None and token.text == ")":
            empty = _Piece("", opening.source, opening.start, token.end)
            raise empty.fault("nothing stands in these parentheses", _AS_TEXT)
        found = self.either() if token is not None else Everything()
        if self.peek() is None:
            raise opening.fault("this ( is never closed", _AS_TEXT)
        self.at += 1
        self.depth -= 1
        return found

    def peek(self) -> _Piece | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def need_operand(self, operator: _Piece) -> None:
        """Something must stand behind ``operator`` that it can be about."""
        token = self.peek()
        if token is None or token.is_operator(")", "or", "and"):
            raise operator.fault(f"nothing stands behind this {operator.text}", _AS_TEXT)

    def deeper(self, token: _Piece) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise token.fault(f"this is nested more than {DEEPEST} levels deep")


def _tokens(source: str) -> list[_Piece]:
    found = []
    for match in _TOKEN.finditer(source):
        if match[0] == '"':
            raise PointedError("this quote is never closed", source, match.start(), len(source))
        if not match[0].isspace():
            found.append(_Piece(match[0], source, match.start(), match.end()))
    return found


# Words and terms


def _word_or_term(token: _Piece, today: str) -> Expression:
    named = _FIELD.match(token.text)
    if named is not None:
        name, behind = named[1], token.start + named.end()
        field = name.lower() if name.lower() in FIELDS else name
        if is_field(field):
            return _term(field, _values(field, token, behind), today)
        if not token.source.startswith("//", behind):
            raise _unknown_field(_Piece(name, token.source, token.start, behind))
    text = token.text.replace('"', "")
    if not text.strip():
        raise token.fault("nothing stands in these quotes")
    return Word(text, phrase='"' in token.text)


def _unknown_field(name: _Piece) -> PointedError:
    hints = known_near(name.text, tuple(FIELDS), "The fields")
    if name.text.lower().startswith("x_"):
        hints = ("Fields of your own have lower case letters, digits and _ behind x_.",)
    return name.fault(f"there is no field {_short(name.text)}:", *hints, _AS_TEXT)


def _values(field: str, token: _Piece, behind: int) -> list[_Piece]:
    if behind < token.end:
        return _split(field, _Piece("", token.source, behind, token.end))
    hints = [f"Write the value right behind the colon: {field}:VALUE."]
    if token.source.startswith("(", behind):
        hints = [f"A comma means or: {field}:a,b. Parentheses go around whole terms: ({field}:a or {field}:b)."]
    raise token.fault(f"{field}: has an empty value", *hints)


def _option_values(field: str, written: str) -> list[_Piece]:
    whole = _Piece("", written, 0, len(written))
    if written.count('"') % 2:
        last = written.rindex('"')
        raise PointedError(f"--{field}: this quote is never closed", written, last, len(written))
    if not written.strip():
        raise whole.fault(f"--{field} has an empty value")
    return _split(field, whole)


def _split(field: str, whole: _Piece) -> list[_Piece]:
    """The parts between the commas that stand outside quotes, none of them empty."""
    marks = _QUOTED_OR_COMMA.finditer(whole.source, whole.start, whole.end)
    commas = [mark.start() for mark in marks if mark[0] == ","]
    found = []
    start = whole.start
    for end in (*commas, whole.end):
        raw = whole.source[start:end]
        text = raw.replace('"', "").strip()
        begin = start + len(raw) - len(raw.lstrip())
        part = _Piece(text, whole.source, begin, begin + len(raw.strip()))
        if not text:
            raise _empty_part(field, part, end if end < whole.end else start - 1)
        found.append(part)
        start = end + 1
    return found


def _empty_part(field: str, part: _Piece, comma: int) -> PointedError:
    if part.start < part.end:
        return part.fault(f"{field}: has an empty value between quotes")
    beside = _Piece(",", part.source, comma, comma + 1)
    return beside.fault(
        f"{field}: has an empty value beside this comma",
        f'A comma means or, with no space around it: {field}:a,b. In quotes it is text: {field}:"a, b".',
    )


def _term(field: str, values: Sequence[_Piece], today: str) -> Expression:
    if field in DATE_FIELDS:
        return any_of([_date_term(field, value, today) for value in values])
    known = choices(field)
    read = [_choice(field, value, known) if known else value.text for value in values]
    return Term(field, tuple(dict.fromkeys(read)))


def _choice(field: str, value: _Piece, known: tuple[str, ...]) -> str:
    word = value.text.lower()
    if word not in known:
        hints = known_near(word, known, "Its values")
        raise value.fault(f"{field}: knows no {_short(value.text)}", *hints)
    return word


def _short(text: str) -> str:
    return text if len(text) <= 64 else f"{text[:63]}…"


# Dates

_Days = tuple[str | None, str | None]


def _date_term(field: str, value: _Piece, today: str) -> DateTerm:
    if field == "on":
        first, last = _range(value, today)
        return DateTerm("on", first, last, value.text)
    if ".." in value.text and "/" not in value.text:
        raise value.fault(f"{field}: takes one date, not a range", f"Ranges belong to on: on:{_short(value.text)}.")
    first, last = _days(value, today)
    if field == "since":
        if first is None:
            raise value.fault("since: needs a date with a first day", "What has only an end belongs to until:.")
        return DateTerm("since", first, None, value.text)
    if last is None:
        raise value.fault("until: needs a date with a last day", "What has only a beginning belongs to since:.")
    return DateTerm("until", None, last, value.text)


def _range(value: _Piece, today: str) -> _Days:
    """The first and the last day of a date, or of ``A..B`` (a slash is EDTF's own interval)."""
    if ".." not in value.text or "/" in value.text:
        return _days(value, today)
    left, right = (half.strip() for half in value.text.split("..", 1))
    if not left and not right:
        raise value.fault("a range needs a date on one side", "2025-09.. has no end, ..2025-09 no beginning.")
    middle = value.source.find("..", value.start, value.end)
    ends = (value.start, middle, middle + 2, value.end) if middle >= 0 else (value.start, value.end) * 2
    start = _days(_Piece(left, value.source, *ends[:2]), today) if left else (None, None)
    end = _days(_Piece(right, value.source, *ends[2:]), today) if right else (None, None)
    if start[0] and end[1] and start[0] > end[1]:
        raise value.fault("this range ends before it begins", f"The other way round: {right}..{left}.")
    return start[0], end[1]


def _days(value: _Piece, today: str) -> _Days:
    """The first and the last day of EDTF, ``today`` or a way back from it."""
    if value.text.lower() == "today":
        return today, today
    if (back := _BACK.fullmatch(value.text)) is not None:
        day = _back(today, back[1], back[2].lower())
        if day is None:
            raise value.fault(f"{_short(value.text)} lies before the first year of the calendar")
        return day, day
    if value.text.startswith("-"):
        raise value.fault(
            f"{_short(value.text)} is no date",
            "A way back is a number with d, w, m or y: -10d, -6w, -3m, -1y.",
        )
    try:
        parsed = Edtf.parse(value.text)
    except DateFault as fault:
        raise value.fault(fault.message, *([fault.hint] if fault.hint else ())) from None
    return parsed.earliest, parsed.latest


def _back(today: str, number: str, unit: str) -> str | None:
    """The ISO day that many days, weeks, months or years before ``today``; None when no calendar has it."""
    digits = number.lstrip("0") or "0"
    return shifted(today, -int(digits), unit) if len(digits) <= 7 else None
