"""Findings told apart: what is found twice in a file needs two names wherever results are compared by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from brief_cli.model.finding import Finding


def numbered(findings: Iterable[Finding]) -> Iterator[tuple[Finding, int]]:
    """Each finding and the how-manieth of its like it is in its file, from 1.

    Places do not count, so the number of a finding stays when its line moves.  Only one file is kept in mind.
    """
    path, seen = None, Counter[tuple[str, str | None, str]]()
    for found in findings:
        if found.path != path:
            path, seen = found.path, Counter()
        like = (found.code, found.id, found.message)
        seen[like] += 1
        yield found, seen[like]
