"""Whether an accident that nobody tells did no harm: the file is read as YAML says, and only what was touched differs.

YAML's word is that of PyYAML's composer, not of the reader under test. What differs is every text that was there before
and is not there now, or the other way round; each must stand at the lines that were touched, or below a key that does,
or have only moved there.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml
from corpora.document import Document, Inside, composed

from brief_cli.files.read import read_text

Leaf = tuple[tuple[str, ...], str]
"""A text, and the keys above it; which entry of a list it is does not count, since entries come and go."""


@dataclass
class Said:
    """What a file says, and at which lines it says it: those of a text, and of each key above it."""

    texts: Counter[Leaf]
    places: dict[Leaf, set[int]]


def said(document: Document) -> Said:
    """By the nodes of a sound file."""
    found = Said(Counter(), {})
    keys = {node.inside: node.key_line for node in document.nodes if node.keyed}
    for node in document.nodes:
        if node.text and node.text.rstrip():
            leaf = _leaf(node.inside, node.text)
            found.texts[leaf] += 1
            above = {keys[node.inside[:n]] for n in range(1, len(node.inside) + 1) if node.inside[:n] in keys}
            found.places.setdefault(leaf, set()).update(range(node.line, node.reach + 1), above)
    return found


def _leaf(inside: Inside, text: str) -> Leaf:
    return tuple(part for part in inside if isinstance(part, str)), text.rstrip()


def _texts(value: Any, inside: tuple[str, ...] = ()) -> Iterator[Leaf]:
    """Every text of a value as it was read."""
    if isinstance(value, str):
        yield inside, value
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, inside)
    else:
        for key, inner in value.items():
            yield from _texts(inner, (*inside, key))


def harm(before: Document, after: str) -> str:
    """What harm was done without a word; empty if none."""
    try:
        changed = composed(before.path, after)
    except yaml.YAMLError as error:
        return f"YAML refuses it: {error}"
    was, now = said(before), said(changed)
    read = read_text(before.path, after.encode(), kind="register" if before.register else "brief")
    if (mine := Counter(_texts(read.value))) != now.texts:
        return f"read as {mine - now.texts}, not as {now.texts - mine}"
    touched = _touched(before.text.split("\n"), after.split("\n"))
    gone, come = was.texts - now.texts, now.texts - was.texts
    gone_here = {leaf for leaf in gone if was.places[leaf] & touched[0]}
    come_here = {leaf for leaf in come if now.places[leaf] & touched[1]}
    moved = {text for _, text in gone_here} & {text for _, text in come} | {text for _, text in come_here} & {
        text for _, text in gone
    }
    lost = [leaf for leaf in was.places if leaf in gone and leaf[1] not in moved]
    brought = [leaf for leaf in now.places if leaf in come and leaf[1] not in moved]
    if (set(lost) <= gone_here and set(brought) <= come_here) or _words(lost) == _words(brought):
        return ""
    return f"gone: {set(lost) - gone_here}, come: {set(brought) - come_here}"


def _words(leaves: list[Leaf]) -> list[str]:
    """All words of texts: the line between two of them may have gone, and nothing else."""
    return [word for _, text in leaves for word in text.split()]


def _touched(before: list[str], after: list[str]) -> tuple[set[int], set[int]]:
    """The lines that an edit took away or changed, and those that it brought."""
    out: tuple[set[int], set[int]] = set(), set()
    for tag, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            # a text goes on, or ends, beside a line that is gone
            out[0].update(range(a, b + 2) if a == b else range(a + 1, b + 1))
            out[1].update(range(c, d + 2) if c == d else range(c + 1, d + 1))
    return out
