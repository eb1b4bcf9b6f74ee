"""What was asked for, as one value: a tree of words, terms and dates under ``not``, ``and``, ``or``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias

from brief_cli.model.value import Value

DateField: TypeAlias = Literal["since", "until", "on"]

_SIMPLE = re.compile(r"[\w.#/-]+")
"""Values that are read without quotes."""


class Word(Value, kw_only=False):
    """A free word: it must occur in the unit's own text."""

    text: str  # as typed, without its quotes
    phrase: bool = False  # whether it stood in quotes


class Term(Value, kw_only=False):
    """``field:value``: one of the values must be the field's."""

    field: str  # a key of query.fields.FIELDS without the date fields, or an x_ field
    values: tuple[str, ...]  # as typed, without quotes, at least one; `is` and `status` in lower case


class DateTerm(Value, kw_only=False):
    """``since:``, ``until:`` or ``on:``; a date that shares a day with ``first`` to ``last`` matches."""

    field: DateField  # as asked
    first: str | None  # the first day asked for, ISO; None: no matter how early
    last: str | None  # the last day asked for, ISO; None: no matter how late
    text: str  # the date as typed


class Not(Value, kw_only=False):
    """What does not match ``part``."""

    part: Expression  # what is excluded


class And(Value, kw_only=False):
    """What matches every part."""

    parts: tuple[Expression, ...]  # two or more, none of them an And


class Or(Value, kw_only=False):
    """What matches any part."""

    parts: tuple[Expression, ...]  # two or more, none of them an Or


class Everything(Value, kw_only=False):
    """Nothing was asked for, so all is selected."""


Leaf: TypeAlias = Word | Term | DateTerm
Expression: TypeAlias = Leaf | Not | And | Or | Everything


class Selection(Value, kw_only=False):
    """A selector and the options beside it, read."""

    expression: Expression  # the whole reading, options and-ed to it
    text: str  # the selector as typed, its arguments joined with spaces; options are not in it

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked for."""
        return isinstance(self.expression, Everything)

    def words(self) -> tuple[Word, ...]:
        """The free words that are looked for, in order, each once; words under a ``not`` are none of them."""
        found = (leaf for leaf, wanted in _leaves(self.expression, True) if wanted and isinstance(leaf, Word))
        return tuple(dict.fromkeys(found))

    @property
    def needs_all_words(self) -> bool:
        """Whether whatever answers holds every word that is looked for: none of them is one choice of several."""
        parts = self.expression.parts if isinstance(self.expression, And) else (self.expression,)
        return set(self.words()) == {part for part in parts if isinstance(part, Word)}

    def terms(self) -> tuple[Term | DateTerm, ...]:
        """Every field term in order, those under a ``not`` too."""
        return tuple(leaf for leaf, _ in _leaves(self.expression, True) if not isinstance(leaf, Word))

    def explain(self) -> str:
        """The reading in plain English, with every grouping in parentheses."""
        return _explained(self.expression, outermost=True)


def all_of(parts: Iterable[Expression]) -> Expression:
    """What matches every part, with no And inside an And; everything when there is none."""
    flat: list[Expression] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, And) else (part,))
    if not flat:
        return Everything()
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def any_of(parts: Iterable[Expression]) -> Expression:
    """What matches any of one or more parts, with no Or inside an Or."""
    flat: list[Expression] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, Or) else (part,))
    return flat[0] if len(flat) == 1 else Or(tuple(flat))


def _leaves(expression: Expression, wanted: bool) -> Iterator[tuple[Leaf, bool]]:
    match expression:
        case Not(part):
            yield from _leaves(part, not wanted)
        case And(parts) | Or(parts):
            for part in parts:
                yield from _leaves(part, wanted)
        case Word() | Term() | DateTerm():
            yield expression, wanted


def _explained(expression: Expression, outermost: bool = False) -> str:
    match expression:
        case Not(part):
            return f"not ({_explained(part, outermost=True)})"
        case And(parts):
            joined = ", and ".join([_explained(part) for part in parts])
            return joined if outermost else f"({joined})"
        case Or(parts):
            joined = " or ".join([_explained(part) for part in parts])
            return joined if outermost else f"({joined})"
        case Term(field, values) if len(values) > 1:
            joined = " or ".join([_term(field, value) for value in values])
            return joined if outermost else f"({joined})"
        case Term(field, values):
            return _term(field, values[0])
        case DateTerm():
            return _date(expression)
        case Word(text):
            return f'text has "{text}"'
    return "everything"


def _term(field: str, value: str) -> str:
    shown = value if _SIMPLE.fullmatch(value) else f'"{value}"'
    return f"is {shown}" if field == "is" else f"{field} is {shown}"


def _date(term: DateTerm) -> str:
    if term.last is None:
        return f"date on or after {term.first}"
    if term.first is None:
        return f"date on or before {term.last}"
    if term.first == term.last:
        return f"date on {term.first}"
    return f"date within {term.first}..{term.last}"
