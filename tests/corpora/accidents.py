"""What happens to files: lines lost, doubled and joined, signs mistyped, a file cut short, marks left by git."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable

from corpora.document import Document
from corpora.faults import Draw, Fault


def _fault(
    kind: str, document: Document, did: str, after: str, lines: Iterable[int], gone: Iterable[int] = ()
) -> Fault:
    """An accident to these lines; ``gone`` are those of the sound file that it touched, where they are others.

    Any code may tell it, at or beside those lines, or where it can first be seen: at the first line of the item, record
    or file that now lacks a field, in what stood below a key that is gone, and at the next line that is no further to
    the right, where a list or mapping turns out not to be what it began as.
    """
    touched = set(lines)
    gone = set(gone) or touched
    moved = after.count("\n") - document.text.count("\n")
    right = {line + by for line in touched for by in (-1, 0, 1)}
    keys = {node.inside: node.key_line for node in document.nodes if node.keyed}
    for node in document.nodes:
        if node.keyed and keys[node.inside] in gone:
            right |= {node.top, keys.get(node.inside[:-1], node.top)}
            right.update(range(node.line + min(moved, 0), node.last_line + max(moved, 0) + 1))
    right.add(_next(document.lines, after.split("\n"), max(touched)))
    return Fault(kind, document.path, did, after, frozenset(right), frozenset(), "")


def _next(before: list[str], after: list[str], line: int) -> int:
    """The next line that is indented no further than this one was, or the last."""
    was = before[min(line, len(before)) - 1]
    indent = len(was) - len(was.lstrip(" "))
    for number in range(line + 1, len(after) + 1):
        text = after[number - 1]
        if text.strip() and len(text) - len(text.lstrip(" ")) <= indent:
            return number
    return len(after)


def _written(rng: random.Random, document: Document) -> int:
    """A line that holds more than white space, counting from 1."""
    return rng.choice([number for number, line in enumerate(document.lines, 1) if line.strip()])


def _changed(kind: str, document: Document, number: int, new: str, did: str) -> Fault:
    """One line became another, or several."""
    lines = document.lines
    lines[number - 1 : number] = new.split("\n")
    return _fault(kind, document, f"{did}: {new!r:.80}", "\n".join(lines), range(number, number + new.count("\n") + 1))


def deleted_line(rng: random.Random, document: Document) -> Fault | None:
    number = _written(rng, document)
    lines = document.lines
    gone = lines.pop(number - 1)
    return _fault("deleted line", document, f"{gone.strip()!r:.80}", "\n".join(lines), (number - 1, number), [number])


def doubled_line(rng: random.Random, document: Document) -> Fault | None:
    number = _written(rng, document)
    line = document.lines[number - 1]
    return _changed("doubled line", document, number, f"{line}\n{line}", "twice")


def swapped_lines(rng: random.Random, document: Document) -> Fault | None:
    number = _written(rng, document)
    if number == len(document.lines):
        return None
    lines = document.lines
    lines[number - 1], lines[number] = lines[number], lines[number - 1]
    return _fault(
        "swapped lines", document, f"{lines[number - 1].strip()!r:.80}", "\n".join(lines), (number, number + 1)
    )


def truncated(rng: random.Random, document: Document) -> Fault | None:
    at = rng.randrange(1, len(document.text))
    after = document.text[:at]
    return _fault("truncated", document, f"{after[-30:]!r}", after, *_cut(document, after))


def _cut(document: Document, after: str) -> tuple[range, range]:
    """The last lines that are left, and all that are gone."""
    last = after.count("\n") + 1
    return range(last - 1, last + 1), range(last, len(document.lines) + 1)


def joined_lines(rng: random.Random, document: Document) -> Fault | None:
    at = rng.choice([found.start() for found in re.finditer(r"\n(?=.)", document.text)])
    line = document.line_at(at)
    after = document.replaced(at, at + 1, "")
    return _fault("joined lines", document, f"{after[at - 20 : at + 20]!r}", after, [line], (line, line + 1))


def split_line(rng: random.Random, document: Document) -> Fault | None:
    at = rng.choice([found.start() for found in re.finditer(r"(?<=\S)[ ](?=\S)", document.text)])
    line = document.line_at(at)
    after = document.replaced(at, at + 1, "\n")
    return _fault("split line", document, f"{after[at - 20 : at + 20]!r}", after, (line, line + 1))


def _inserted(kind: str, signs: Iterable[str]) -> Draw:
    """Anywhere in a line one of these signs is put in."""
    choices = tuple(signs)

    def draw(rng: random.Random, document: Document) -> Fault | None:
        number, sign = _written(rng, document), rng.choice(choices)
        line = document.lines[number - 1]
        at = rng.randrange(len(line) + 1)
        return _changed(kind, document, number, line[:at] + sign + line[at:], f"{sign!r} at {at + 1}")

    return draw


def _replaced(kind: str, pattern: str, new: str) -> Draw:
    """One of the places that a pattern finds becomes something else."""

    def draw(rng: random.Random, document: Document) -> Fault | None:
        number = _written(rng, document)
        line = document.lines[number - 1]
        places = list(re.finditer(pattern, line))
        if not places:
            return None
        found = rng.choice(places)
        return _changed(
            kind, document, number, line[: found.start()] + found.expand(new) + line[found.end() :], "became"
        )

    return draw


def moved_line(rng: random.Random, document: Document) -> Fault | None:
    """A line is moved by a step of the indentation."""
    number = _written(rng, document)
    line = document.lines[number - 1]
    by = rng.choice((-2, 2, 4))
    if by < 0 and not line.startswith("  "):
        return None
    return _changed("moved line", document, number, " " * by + line if by > 0 else line[-by:], f"by {by}")


def conflict(rng: random.Random, document: Document) -> Fault | None:
    """Git's marks around a line and another telling of it, or one that was left behind."""
    number = _written(rng, document)
    line = document.lines[number - 1]
    marks = rng.choice(
        (
            f"<<<<<<< HEAD\n{line}\n=======\n{line} (theirs)\n>>>>>>> branch",
            f"{line}\n=======",
            f"<<<<<<< HEAD\n{line}",
            f"{line}\n>>>>>>> 1a2b3c4 (a commit)",
        )
    )
    return _changed("conflict mark", document, number, marks, "conflict")


def changed_id(rng: random.Random, document: Document) -> Fault | None:
    """The id of a record or an item, where it is defined, is no id or another's."""
    new = rng.choice(("", "K 1", "-", "k_1", "kłajpeda", "belarus", "k1", "x" * 101))
    nodes = [
        n
        for n in document.nodes
        if n.name == "id" and len(n.inside) == 3 and n.text and n.inside[0] not in ("entities",)
    ]
    if document.register:
        nodes = [n for n in document.nodes if len(n.inside) == 1 and n.keyed]
    if not nodes:
        return None
    node = rng.choice(nodes)
    start, end = (node.key_start, node.key_end) if document.register else (node.start, node.end)
    after = document.replaced(start, end, new)
    return _fault("changed id", document, f"became {new!r:.20}", after, [document.line_at(start)])


CONTROL = [chr(code) for code in (0, 1, 7, 8, 11, 12, 27, 31, 127, 128, 155, 159)] + list("\x85\u2028\u2029\ufffe")
BYTES = [chr(0xDC00 + code) for code in (0x80, 0xC0, 0xE9, 0xF5, 0xFE, 0xFF)]
UNSEEN = list("\xa0\xad\u200b\u200d\u200e\u202e\u2066\ufeff\u3000")
SIGNS = list("[]{}\"'#:&*!|>%@`,-?~=<\\")

ACCIDENTS: dict[str, Draw] = {
    "deleted line": deleted_line,
    "doubled line": doubled_line,
    "swapped lines": swapped_lines,
    "truncated": truncated,
    "joined lines": joined_lines,
    "split line": split_line,
    "inserted sign": _inserted("inserted sign", SIGNS),
    "inserted text": _inserted("inserted text", (": ", " #", " - ", ", ", "''", "\\", "\t", "…", "”", "’")),
    "control character": _inserted("control character", CONTROL),
    "broken byte": _inserted("broken byte", BYTES),
    "unseen character": _inserted("unseen character", UNSEEN),
    "tab indentation": _replaced("tab indentation", r"^(?:  )+", "\t"),
    "no colon": _replaced("no colon", r":(?= |$)", ""),
    "colon doubled": _replaced("colon doubled", r":(?= |$)", "::"),
    "other colon": _replaced("other colon", r":(?= |$)", "="),
    "no space behind a colon": _replaced("no space behind a colon", r": ", ":"),
    "dropped sign": _replaced("dropped sign", r"[\"'\[\]{},]", ""),
    "typographic quotes": _replaced("typographic quotes", r"[\"']", "”"),
    "no dash": _replaced("no dash", r"- (?=\S)", ""),
    "dash without space": _replaced("dash without space", r"- (?=\S)", "-"),
    "capitals": _replaced("capitals", r"^([ -]*)\w+(?=:)", r"\1TITLE"),
    "unseen space": _replaced("unseen space", r" (?=\S)", "\xa0"),
    "carriage return": _replaced("carriage return", r"$", "\r"),
    "commented out": _replaced("commented out", r"^", "# "),
    "moved line": moved_line,
    "conflict mark": conflict,
    "changed id": changed_id,
}
