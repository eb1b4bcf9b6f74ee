"""From YAML's events to text, lists and mappings; nothing is resolved, shared or guessed on the way."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml

from brief_cli.files.raw import Raw, Span
from brief_cli.files.slips import SLIP, Trail, explain, hash_slip, place
from brief_cli.model.problem import Problem

MAX_DEPTH = 32
MAX_PROBLEMS = 1000
Value: TypeAlias = "str | list[Value] | dict[str, Value]"
Inside = tuple[str | int, ...]

# libyaml's parser where PyYAML was built with it
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SCALAR: Any = yaml.ScalarEvent
_STARTS = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
_ENDS = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
_NOT_TEXT: dict[Any, str] = {
    yaml.SequenceStartEvent: "a list",
    yaml.MappingStartEvent: "a mapping",
    yaml.AliasEvent: "an alias",
}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_SIGN = re.compile(r"[^\s,\[\]{}]+")
_COLON = re.compile(r"\s*+:")
_CUT = re.compile(r"[ \t]++#(?=[^\W_])")
_CUT_BEHIND_QUOTE = re.compile(r"(?<=[\"'])#(?=[^\W_])")
_CUT_IN_BRACKETS = re.compile(r"[ \t]*+,?+[ \t]*+#(?=[^\W_])")


class _Stopped(Exception):
    """Reading ends here: the problem is already among the builder's."""


@dataclass(slots=True)
class Spots:
    """The marks of values (and whether they are text) and of keys, by path."""

    values: dict[Inside, tuple[Any, Any, bool]] = field(default_factory=dict)
    keys: dict[Inside, tuple[Any, Any]] = field(default_factory=dict)


Lines = dict[Inside, dict[str | int, int]]
"""For each mapping and list the lines of its keys or entries."""


def _short(name: str) -> str:
    """A name in a message, cut when long."""
    return name if len(name) <= 60 else name[:59] + "…"


class Builder:
    """Events in, text and lists and mappings out.  With ``spots`` it notes where everything stands."""

    def __init__(self, raw: Raw, kind: str, spots: Spots | None = None) -> None:
        self.raw = raw
        self.kind = kind
        self.spots = spots
        self.lines: Lines = {}
        self.below: dict[Inside, int] = {}  # the lines of values that begin behind the line of their key
        self.problems: list[Problem] = []
        self.refused: set[Inside] = set()
        self.holed: set[Inside] = set()  # mappings that lost a key, so that a field may be missing for it
        self.at: list[str | int] = []
        self.depth = 0
        self.brackets = 0
        self.bracket: Any = None
        self.last: Any = None
        self.next: Callable[[], Any] = lambda: None
        self.hashes = "#" in raw.text and SLIP.search(raw.text) is not None

    def run(self) -> dict[str, Value] | None:
        """The top-level mapping, or None when the file cannot be used."""
        loader = _LOADER(self.raw.text)
        try:
            self.next = loader.get_event
            return self._document()
        except _Stopped:
            return None
        except yaml.YAMLError as error:
            found = explain(self.raw, error, self._trail())
            # what was refused behind the fault, or at it, comes of the fault
            before = [p for p in self.problems if (p.line, p.column) < (found.line, found.column)]
            self.problems = [*before, found]
            return None
        finally:
            loader.dispose()

    def _trail(self) -> Trail:
        last = self.last
        style = getattr(last, "style", None) if type(last) is yaml.ScalarEvent else None
        alias = type(last) is yaml.AliasEvent
        # the end of a block list or mapping is an event, too, and closes no bracket
        closed = type(last) in _ENDS and self.raw.text[last.end_mark.index - 1 : last.end_mark.index] in ("]", "}")
        plain = type(last) is yaml.ScalarEvent and not style
        quoted = style in ("'", '"')
        return Trail(last, self.bracket, quoted, self.brackets > 0, closed, alias, plain)

    def _document(self) -> dict[str, Value] | None:
        self.next()  # the start of the stream
        if type(self.next()) is yaml.StreamEndEvent:
            return self._empty()
        event = self.next()
        value = self._value(event)
        self._only_one(self.next().end_mark.index)
        if value is None and type(event) is yaml.ScalarEvent and not self.problems:
            return self._empty()
        if not isinstance(value, dict):
            what = "a list" if isinstance(value, list) else "text"
            span = self.raw.rest_of(*place(event.start_mark))
            self._stop("E008", span, f"the file is {what}, not a mapping of fields")
            return None
        return value

    def _empty(self) -> dict[str, Value]:
        if self.kind == "brief":
            self._stop("E006", (1, 1, 1, 1), "the file is empty")
        return {}

    def _only_one(self, end: int) -> None:
        """Nothing but comments stands behind the document.

        The text is looked at, not parsed: libyaml takes quadratic time over a long row of directives.
        """
        rest = self.raw.text[end:]
        if not rest.strip():
            return
        line, column = self.raw.span(end, end)[:2]
        for number in range(line, len(self.raw.lines) + 1):
            text = self.raw.line(number)[column - 1 if number == line else 0 :]
            if text.startswith("%"):
                self._stop("E011", self.raw.rest_of(number, 1), "a YAML directive stands here")
            if text.strip() and not text.lstrip().startswith("#") and text.rstrip() != "...":
                self._stop("E010", self.raw.rest_of(number, 1), "a second document begins here")

    def _value(self, event: Any) -> Value | None:
        """A value; None for an absent one."""
        self.last = event
        if type(event) is _SCALAR:
            if event.anchor is not None or event.tag is not None:
                self._marked(event)
            if self.hashes:
                self._check_cut(event)
            if self.spots is not None:
                self.spots.values[tuple(self.at)] = (event.start_mark, event.end_mark, True)
            return event.value.rstrip() or None
        if type(event) is yaml.AliasEvent:
            self._alias(event)
            return None
        return self._collection(event)

    def _collection(self, event: Any) -> Value:
        if event.anchor is not None or event.tag is not None:
            self._marked(event)
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self._too_deep(event)
        if event.flow_style:
            self.bracket = self.bracket if self.brackets else event.start_mark
            self.brackets += 1
            if self.hashes:
                self._check_cut(event)
        value: Value = {}
        if type(event) is yaml.MappingStartEvent:
            value, end = self._mapping()
        else:
            value, end = self._sequence()
        self.last = end
        self.depth -= 1
        self.brackets -= bool(event.flow_style)
        if self.spots is not None:
            self.spots.values[tuple(self.at)] = (event.start_mark, end.end_mark, False)
        return value

    def _sequence(self) -> tuple[list[Value], Any]:
        found: list[Value] = []
        lines: dict[str | int, int] = {}
        self.lines[tuple(self.at)] = lines
        self.at.append(0)
        advance, ending = self.next, yaml.SequenceEndEvent
        while type(event := advance()) is not ending:
            self.at[-1] = n = len(found)
            value = self._value(event)
            if value is not None:
                found.append(value)
                lines[n] = event.start_mark.line + 1
        self.at.pop()
        if self.spots is not None:  # an absent last entry leaves no place behind
            self.spots.values.pop((*self.at, len(found)), None)
        return found, event

    def _mapping(self) -> tuple[dict[str, Value], Any]:
        found: dict[str, Value] = {}
        lines: dict[str | int, int] = {}
        at, spots = self.at, self.spots
        self.lines[tuple(at)] = lines
        advance, ending = self.next, yaml.MappingEndEvent
        quick = spots is None and not self.hashes  # nothing is asked of most texts but to be there
        while type(key := advance()) is not ending:
            self.last = key
            name = key.value if type(key) is _SCALAR else ""
            # a word, as nearly all are: nothing can be wrong with it but to stand here twice
            plain = name.isidentifier() and key.anchor is None and key.tag is None and name not in lines
            if not plain and not self._good_key(key, lines):
                self._skip(advance())
                continue
            lines[name] = line = key.start_mark.line + 1
            if spots is not None:
                spots.keys[(*at, name)] = (key.start_mark, key.end_mark)
            self.last = event = advance()
            bare = quick and type(event) is _SCALAR and event.anchor is None and event.tag is None
            if bare and event.start_mark.line < line and (text := event.value.rstrip()):
                found[name] = text
                continue
            at.append(name)
            value = self._value(event)
            if value is not None:
                found[name] = value
            elif self.brackets:
                self._check_comma(key, event)
            if event.start_mark.line >= line:
                self.below[tuple(at)] = event.start_mark.line + 1
            at.pop()
        return found, key

    def _good_key(self, key: Any, seen: dict[str | int, int]) -> bool:
        """Whether a key is plain text, and new."""
        if type(key) is not yaml.ScalarEvent:
            span = self.raw.rest_of(*place(key.start_mark))
            self._skip(key)
            self.holed.add(tuple(self.at))
            self._refuse("E016", span, f"{_NOT_TEXT[type(key)]} stands where a field's name is due")
            return False
        name, span = key.value, (*place(key.start_mark), *place(key.end_mark))
        if key.anchor is not None or key.tag is not None:
            self._marked(key, name)
        if not name.strip() or _CONTROL.search(name):
            self.holed.add(tuple(self.at))
            what = "holds a control character" if name.strip() else "is empty"
            self._refuse("E016", span, f"the name of a field {what}", record=name)
        elif name == "<<" and not key.style:
            self.holed.add(tuple(self.at))
            self._refuse("E019", span, "`<<` would merge another mapping into this one", record=name)
        elif name in seen:
            self._refuse("E015", span, f"`{_short(name)}` already stands in line {seen[name]}", record=name)
        else:
            return True
        return False

    def _skip(self, event: Any) -> None:
        """Pass over a value whose key is refused; depth counts here as well."""
        opened = 0
        while True:
            self.last = event
            if type(event) in _STARTS:
                opened += 1
                if self.depth + opened > MAX_DEPTH:
                    self._too_deep(event)
            elif type(event) in _ENDS:
                opened -= 1
            if not opened:
                return
            event = self.next()

    def _check_cut(self, event: Any) -> None:
        """Refuse a ``#`` that cuts off what stands behind a plain, an empty or (in brackets) any value."""
        scalar = type(event) is yaml.ScalarEvent
        if scalar and event.style and not self.brackets:
            pattern = _CUT_BEHIND_QUOTE  # which YAML does not allow, and libyaml reads
        else:  # a bracket's event ends behind the bracket
            pattern = _CUT_IN_BRACKETS if self.brackets else _CUT
        found = pattern.match(self.raw.text, event.end_mark.index)
        if found is None or (scalar and event.style and self.brackets and "," not in found[0]):
            return
        line, column = place(event.end_mark)
        column += found.end() - 1 - event.end_mark.index
        self.refused.add(tuple(self.at))
        self._add(hash_slip(self.raw, line, column, self._record()))

    def _check_comma(self, key: Any, event: Any) -> None:
        """``{text: Foo, bar}``: YAML takes ``bar`` for a field without a value."""
        if type(event) is not yaml.ScalarEvent or event.style or _COLON.match(self.raw.text, key.end_mark.index):
            return
        self.at.pop()
        span = (*place(key.start_mark), *place(key.end_mark))
        self._refuse("E022", span, "a comma inside {} ends a value, and this stands alone", record=key.value)
        self.at.append(key.value)

    def _marked(self, event: Any, record: str = "") -> None:
        """An anchor or a tag in front of a value or key."""
        start = event.start_mark.index
        sign = _SIGN.match(self.raw.text, start)
        end = sign.end() if sign else start + 1
        line, column = place(event.start_mark)
        self.refused.add(tuple(self.at))
        code, what = ("E017", "an anchor") if event.anchor is not None else ("E018", "a tag")
        span = (line, column, line, column + end - start)
        self._refuse(code, span, f"`{_short(self.raw.text[start:end])}` is read as {what}", record=record)

    def _alias(self, event: Any) -> None:
        span = (*place(event.start_mark), *place(event.end_mark))
        if not self.at or isinstance(self.at[-1], str):
            self.refused.add(tuple(self.at))
        self._refuse("E017", span, f"`{_short('*' + event.anchor)}` is read as an alias")

    def _too_deep(self, event: Any) -> None:
        line, column = place(event.start_mark)
        self._stop(
            "E009",
            (line, column, line, column + 1),
            f"this stands more than {MAX_DEPTH} lists and mappings deep",
        )

    def _record(self, name: str = "") -> str:
        """The record of a register that a refusal stands in: only this one breaks."""
        return "" if self.kind != "register" else str(self.at[0]) if self.at else name

    def _refuse(self, code: str, span: Span, message: str, *, record: str = "") -> None:
        self._add(self.raw.problem(code, span, message, record=self._record(record)))

    def _add(self, problem: Problem) -> None:
        self.problems.append(problem)
        if len(self.problems) >= MAX_PROBLEMS:
            raise _Stopped

    def _stop(self, code: str, span: Span, message: str) -> None:
        self.problems.append(self.raw.problem(code, span, message))
        raise _Stopped
