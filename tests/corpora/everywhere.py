"""One text in every field of a book that takes text: what stands in any of them can reach a screen."""

from __future__ import annotations

import re

from corpora.inert import written

BRIEF = """\
title: {text}
bottom_line: {text}
as_of: 2026-01-01
tags: [{text}]
author: {text}
summary: {text}
source_summary: {text}
x_own: {text}
x_map: {{{key}: [{text}]}}
key_points: [{{id: k1, text: {text}, said_by: {text}, sources: [{{source: s, locator: {text}, note: {text}}}]}}]
judgments: [{{id: j1, text: {text}, likelihood: likely, basis: {text}, change: {text}, said_by: {text}}}]
events:
  - {{id: e1, date: 2025-09, title: {text}, detail: {text}, place: {text}, entities: [{{id: {text}, role: {text}}}]}}
entities: [{text}]
related: [{{to: {text}, as: see_also, note: {text}}}]
assumptions: [{{id: s1, text: {text}}}]
alternatives: [{{id: a1, text: {text}, why_not: {text}}}]
gaps: [{{id: g1, text: {text}}}]
indicators: [{{id: i1, text: {text}}}]
sources: [{{id: own, title: {text}, publisher: {text}, url: {text}, note: {text}}}]
"""
ENTITY = """\
{id}: {{type: place, name: {text}, aliases: [{text}], names: {{be: {text}}}, weak_aliases: [{text}], summary: {text}}}
"""
SOURCE = """\
{id}: {{title: {text}, publisher: {text}, via: {text}, author: {text}, url: {text}, archived: {text}, origin: {text}}}
"""
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def files(number: int, text: str) -> dict[str, str]:
    """A brief `n-N`, an entity `e-N` and a source `s-N` that say nothing but this text."""
    quoted = written(text)
    return {
        f"n-{number}.yaml": BRIEF.format(text=quoted, key=written(key_of(text))),
        f"entities/{number}.yaml": ENTITY.format(id=f"e-{number}", text=quoted),
        f"sources/{number}.yaml": SOURCE.format(id=f"s-{number}", text=quoted),
    }


def key_of(text: str) -> str:
    """The text as a key of the user's own; one that is empty or holds a control character is refused there."""
    return text if text.strip() and not CONTROL.search(text) else "key"


def as_read(text: str, *, line: bool) -> str:
    """A text as a field keeps it: without white space at its end, and on one line without breaks and at the start."""
    if not line:
        return text.rstrip()
    return re.sub(r"[ \t]*[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+[ \t]*", " ", text).strip()
