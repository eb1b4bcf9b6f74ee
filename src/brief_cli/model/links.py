"""``[[links]]`` in prose, read but not in code spans."""

from __future__ import annotations

import re
from collections.abc import Iterator

from brief_cli.model.value import Value

_LINK = re.compile(r"\[\[([^\[\]|\n]+)(?:\|([^\[\]\n]+))?\]\]")
_TICKS = re.compile("`+")


class Link(Value, kw_only=False):
    """``[[to|label]]`` at ``start:end`` of its text."""

    to: str
    label: str | None
    start: int
    end: int


def links(text: str | None) -> Iterator[Link]:
    """The links of a text, in order."""
    if not text or "[[" not in text:
        return
    spans = iter(_code_spans(text)) if "`" in text else iter(())
    start, end = next(spans, (len(text), len(text)))
    for found in _LINK.finditer(text):
        while end <= found.start():
            start, end = next(spans, (len(text), len(text)))
        if found.start() < start:
            yield Link(found[1].strip(), found[2], found.start(), found.end())


def _code_spans(text: str) -> list[tuple[int, int]]:
    """Where code stands: a run of backticks up to the next run as long (CommonMark 0.31, 6.1), in one pass."""
    runs = [(m.start(), m.end()) for m in _TICKS.finditer(text)]
    later: dict[int, list[int]] = {}
    for n in range(len(runs) - 1, -1, -1):
        later.setdefault(runs[n][1] - runs[n][0], []).append(n)
    spans, n = [], 0
    while n < len(runs):
        same = later[runs[n][1] - runs[n][0]]
        while same and same[-1] <= n:
            same.pop()
        if same:
            spans.append((runs[n][0], runs[same[-1]][1]))
            n = same[-1]
        n += 1
    return spans


def split(text: str) -> Iterator[str | Link]:
    """The text in pieces: plain strings and links."""
    at = 0
    for link in links(text):
        if link.start > at:
            yield text[at : link.start]
        yield link
        at = link.end
    if at < len(text):
        yield text[at:]
