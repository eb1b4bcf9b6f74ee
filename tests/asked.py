"""How a selection is asked of one thing: the tree is walked here, the leaves are the asker's."""

from __future__ import annotations

from collections.abc import Callable

from brief_cli.query.selection import And, Everything, Expression, Leaf, Not, Or


def matches(expression: Expression, test: Callable[[Leaf], bool]) -> bool:
    """Whether the thing that ``test`` knows matches; no leaf is tested once the answer is certain."""
    match expression:
        case Everything():
            return True
        case Not(part):
            return not matches(part, test)
        case And(parts):
            return all(matches(part, test) for part in parts)
        case Or(parts):
            return any(matches(part, test) for part in parts)
        case _:
            return test(expression)
