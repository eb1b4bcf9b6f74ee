"""The Markdown of notes: its blocks, its code, its links and its plain words, each found in one pass.

Only what becomes something in a brief is told apart; everything else stays text.  No pattern here goes back over
what it has passed, so that a note of megabytes of `[[` takes as long as one of prose.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Literal

from brief_cli.model.value import Value

BlockKind = Literal["heading", "item", "table", "code", "quote", "html", "rule", "text", "blank"]


class Block(Value, kw_only=False):
    """Lines that belong together: ``start`` and ``end`` count from 0, ``end`` stands behind the last."""

    kind: BlockKind
    start: int
    end: int
    text: str
    depth: int = 0  # a heading's level; of anything else how far it is indented
    mark: str = ""  # what stands in the box of a task


_FENCE = re.compile(r"[ \t]*+(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]++)?(`{3,}+(?=[^`]*$)|~{3,}+)")
_TICKS = re.compile("`+")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]++(.*)|$)")
_ITEM = re.compile(r"([ \t]*+)(?:[-*+]|[0-9]{1,9}[.)])[ \t]++(?:\[(.)\](?:[ \t]++|$))?")
_RULE = re.compile(r"[ \t]*+(?:(?:\*[ \t]*+){3,}+|(?:-[ \t]*+){3,}+|(?:_[ \t]*+){3,}+)$")
_UNDER = re.compile(r" {0,3}(=++|-++)[ \t]*+$")
_DELIMITER = re.compile(r"[ \t]*+\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?[ \t]*+$")
_PIPE = re.compile(r"\[\[[^\[\]\n]*+\]\]|\\\||\|")  # those within links and escaped ones part no cells
_BLOCK_ID = re.compile(r"(?:^|[ \t])\^[A-Za-z0-9-]++[ \t]*+$", re.MULTILINE)


# Code


def code_lines(lines: list[str]) -> list[bool]:
    """Which lines are a block of code: fenced, or indented below an empty line and outside of lists."""
    flags: list[bool] = []
    fence, blank, listed, indented = "", True, False, False
    for line in lines:
        bare = line.strip()
        if fence:
            flags.append(True)
            fence = "" if bare.startswith(fence) and not bare.strip(fence[0]) else fence
            continue
        found = _FENCE.match(line) if "```" in line or "~~~" in line else None
        fence = found[1] if found else ""
        deep = line.startswith(("    ", "\t"))
        indented = bool(deep and bare and not listed and (blank or indented))
        flags.append(bool(fence) or indented)
        if bare and not deep:
            listed = _ITEM.match(line) is not None or (listed and (not blank or line[0] == " "))
        blank = not bare
    return flags


def is_heading(line: str) -> bool:
    """Whether a line is a heading of whatever level."""
    return "#" in line and _HEADING.match(line) is not None


def code_spans(text: str) -> list[tuple[int, int]]:
    """Where code stands within prose: from a run of backticks up to the next run as long."""
    runs = [(found.start(), found.end()) for found in _TICKS.finditer(text)] if "`" in text else []
    later: dict[int, list[int]] = {}
    for number in range(len(runs) - 1, -1, -1):
        later.setdefault(runs[number][1] - runs[number][0], []).append(number)
    spans, number = [], 0
    while number < len(runs):
        same = later[runs[number][1] - runs[number][0]]
        while same and same[-1] <= number:
            same.pop()
        if same:
            spans.append((runs[number][0], runs[same[-1]][1]))
            number = same[-1]
        number += 1
    return spans


def over_prose(text: str, change: Callable[[str], str]) -> str:
    """The text with each of its paragraphs changed, and its blocks of code as they are."""
    lines = text.split("\n")
    out: list[str] = []
    prose: list[str] = []

    def close() -> None:
        if prose:
            out.append(change("\n".join(prose)))
            prose.clear()

    for line, code in zip(lines, code_lines(lines), strict=True):
        if code or not line.strip():
            close()
            out.append(line)
        else:
            prose.append(line)
    close()
    return "\n".join(out)


def comments_apart(text: str) -> tuple[str, list[str]]:
    """The text without its remarks between ``%%`` (their lines stay, empty), and the remarks.

    A mark that nothing closes is text: ``100 %%`` hides no rest of a note.
    """
    if text.count("%%") < 2:
        return text, []
    marks = _marks(text)
    found: list[str] = []
    out: list[str] = []
    at = 0
    for start, end in zip(marks[::2], marks[1::2], strict=False):
        remark = text[start + 2 : end]
        out += [text[at:start], "\n" * remark.count("\n")]
        at = end + 2
        if remark.strip():
            found.append(remark.strip())
    return "".join([*out, text[at:]]), found


def _marks(text: str) -> list[int]:
    """Where ``%%`` stands outside of code."""
    marks: list[int] = []
    at = 0
    lines = text.split("\n")
    for line, code in zip(lines, code_lines(lines), strict=True):
        if not code and "%%" in line:
            outside = _outside(code_spans(line), len(line))
            places = [found.start() for start, end in outside for found in re.finditer("%%", line[start:end])]
            offsets = [start for start, end in outside for _ in range(line[start:end].count("%%"))]
            marks += [at + offset + place for offset, place in zip(offsets, places, strict=True)]
        at += len(line) + 1
    return marks


def _outside(spans: Iterable[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    edges = [0, *(edge for span in spans for edge in span), length]
    return list(zip(edges[::2], edges[1::2], strict=True))


def without_block_ids(text: str) -> tuple[str, int]:
    """A paragraph without the ``^ids`` at the ends of its lines, and how many they were."""
    return _BLOCK_ID.subn("", text) if "^" in text else (text, 0)


# Blocks


def blocks(lines: list[str]) -> list[Block]:
    """The blocks of a note, in order; each line belongs to one."""
    code = code_lines(lines)
    out: list[Block] = []
    at = 0
    while at < len(lines):
        block = _block(lines, code, at)
        out.append(block)
        at = block.end
    return out


def _block(lines: list[str], code: list[bool], at: int) -> Block:
    line = lines[at]
    kind = _kind(line, code[at])
    if kind == "heading":
        found = _HEADING.match(line)
        assert found is not None
        return Block(kind, at, at + 1, (found[2] or "").rstrip().rstrip("#").rstrip(), len(found[1]))
    if kind in ("blank", "rule"):
        return Block(kind, at, at + 1, "")
    if kind == "text" and "|" in line and at + 1 < len(lines) and "-" in lines[at + 1] and _delimits(lines[at + 1]):
        kind = "table"
    if kind == "item":
        found = _ITEM.match(line)
        assert found is not None
        end = _run(lines, code, at + 1, ("text",))
        text = "\n".join([line[found.end() :], *(more.strip() for more in lines[at + 1 : end])])
        return Block(kind, at, end, text.strip(), _width(found[1]), found[2] or "")
    if kind == "text" and at + 1 < len(lines) and not code[at + 1] and (under := _UNDER.match(lines[at + 1])):
        return Block("heading", at, at + 2, line.strip(), 1 if under[1][0] == "=" else 2)
    end = _end_of(kind, lines, code, at + 1)
    text = "\n".join(lines[at:end])
    return Block(kind, at, end, text, _width(line[: len(line) - len(line.lstrip())]))


def _end_of(kind: BlockKind, lines: list[str], code: list[bool], at: int) -> int:
    if kind == "table":
        while at < len(lines) and "|" in lines[at] and not code[at]:
            at += 1
        return at
    if kind == "html":
        return _run(lines, code, at, ("text", "html", "rule", "item", "quote"))
    return _run(lines, code, at, ("text",) if kind == "text" else (kind,))


def _run(lines: list[str], code: list[bool], at: int, kinds: tuple[str, ...]) -> int:
    """How far lines of these kinds go on."""
    while at < len(lines) and _kind(lines[at], code[at]) in kinds:
        at += 1
    return at


def _kind(line: str, code: bool) -> BlockKind:
    """What a line is by its first sign."""
    if code:
        return "code"
    bare = line.lstrip()
    if not bare:
        return "blank"
    sign = bare[0]
    if sign in "-*+_" and _RULE.match(line):
        return "rule"
    if (sign in "-*+" or sign.isdigit()) and _ITEM.match(line):
        return "item"
    if sign == "#" and _HEADING.match(line):
        return "heading"
    if sign == ">":
        return "quote"
    return "html" if sign == "<" and (bare[1:2].isalpha() or bare[1:2] in tuple("!/?")) else "text"


def _delimits(line: str) -> bool:
    return _DELIMITER.match(line) is not None


def _width(blank: str) -> int:
    return len(blank.expandtabs(4))


def cells(row: str) -> list[str]:
    """The cells of a row of a table."""
    bare = row.strip().removeprefix("|")
    bare = bare[:-1] if bare.endswith("|") and not bare.endswith("\\|") else bare
    edges = [-1, *(found.start() for found in _PIPE.finditer(bare) if found[0] == "|"), len(bare)]
    return [bare[start + 1 : end].strip().replace("\\|", "|") for start, end in pairwise(edges)]
