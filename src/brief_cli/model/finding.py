"""What a check found wrong or weak in a book, as a value with its place."""

from __future__ import annotations

import dataclasses

from brief_cli.model.value import Value

SEVERITIES = ("error", "warning", "note")
"""From the gravest: what is wrong, what is weak, what is worth a look."""


class Finding(Value):
    """One finding: the rule, the place, what is there and how to mend it.

    ``line`` and ``column`` count from 1, columns in characters; ``end_line`` and ``end_column`` stand just behind
    the text that is meant.  ``path`` is relative to the book, ``id`` the record or item, null where it is the file.
    """

    code: str
    rule: str
    severity: str = dataclasses.field(metadata={"options": SEVERITIES})
    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    id: str | None
    message: str
    hint: str
    excerpt: tuple[tuple[int, str], ...] = dataclasses.field(default=(), metadata={"hidden": True})
