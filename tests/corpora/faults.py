"""Ten kinds of fault as people make them, each drawn at random into a file of a book, with what a report should say."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from corpora.document import Document, Node


@dataclass(frozen=True)
class Fault:
    """What was done to a file, the lines at which a report of it is right, and how such a report reads."""

    kind: str
    path: str
    did: str
    after: str
    lines: frozenset[int]
    codes: frozenset[str]
    mend: str  # a pattern of the hint, or of the message where that says it

    @property
    def data(self) -> bytes:
        """The file as it then is."""
        return self.after.encode("utf-8", "surrogateescape")

    def __str__(self) -> str:
        return f"{self.kind}, {self.path}:{'/'.join(map(str, sorted(self.lines)))}: {self.did}"


Draw = Callable[[random.Random, Document], Fault | None]
"""A fault of one kind in a file; None where the file has no room for it."""

FIELDS = frozenset({
    "title", "bottom_line", "as_of", "review_by", "reviewed", "status", "tags", "author", "summary",
    "source_summary", "key_points", "judgments", "events", "entities", "related", "assumptions",
    "alternatives", "gaps", "indicators", "sources", "text", "said_by", "contradicts", "likelihood",
    "confidence", "basis", "made_on", "resolves_by", "outcome", "date", "detail", "place", "same_as",
    "why_not", "state", "since", "note", "credibility", "locator", "source", "role", "type", "name",
    "aliases", "names", "weak_aliases", "part_of", "country", "publisher", "via", "url", "published", "lang",
    "kind", "reliability", "origin",
})  # fmt: skip
"""Names that are given to fields in the sample book."""
DATES = ("date", "published")
DAYS = ("as_of", "review_by", "made_on", "resolves_by", "since", "on", "reviewed")
TERMS = {
    "status": ("done", "happend", "canceled", "activ"),
    "confidence": ("medium", "mid", "hihg", "strong"),
    "likelihood": ("possible", "60 %", "very probable", "almost surely", "likly"),
    "type": ("persn", "organisation", "city", "company"),
    "kind": ("newspaper", "offical", "web", "pres"),
    "as": ("part of", "elaborated-by", "see also", "refines"),
    "state": ("calm", "stiring", "active"),
    "reliability": ("G", "B2", "high", "b-"),
    "result": ("maybe", "true", "correct"),
    "country": ("Belarus", "BLR", "B"),
}
"""Fields that take a term, and words that are none."""
REQUIRED = {
    "": ("title", "bottom_line", "as_of"),
    "key_points": ("text",),
    "judgments": ("text", "likelihood"),
    "events": ("date", "title"),
    "related": ("to", "as"),
    "assumptions": ("text",),
    "alternatives": ("text",),
    "gaps": ("text",),
    "indicators": ("text",),
    "entities/": ("type", "name"),
    "sources/": ("title",),
}
"""What may not be missing, by the part of a brief or the folder of a register."""
REFERENCES = ("place", "said_by", "entities", "to", "id", "source", "part_of", "contradicts", "same_as")


def slipped(rng: random.Random, word: str) -> str:
    """A word with one slip of the keyboard: a letter lost, doubled, swapped with the next or mistaken."""
    at = rng.randrange(len(word) - 1)
    return rng.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + chr(97 + (ord(word[at]) - 96) % 26) + word[at + 1 :],
        )
    )


def _one(rng: random.Random, nodes: Iterable[Node]) -> Node | None:
    found = list(nodes)
    return rng.choice(found) if found else None


def _at(document: Document, node: Node) -> int:
    """The line of a node's key, or its own."""
    return node.key_line if node.keyed else node.line


def mistyped_field(rng: random.Random, document: Document) -> Fault | None:
    node = _one(
        rng, (n for n in document.nodes if n.keyed and n.name in FIELDS and len(n.name) > 3 and n.inside[0] != "names")
    )
    if node is None:
        return None
    while (word := slipped(rng, node.name)) in FIELDS or not word.isidentifier():
        pass
    return Fault(
        "mistyped field", document.path, f"`{node.name}` became `{word}`",
        document.replaced(node.key_start, node.key_end, word),
        frozenset({_at(document, node)}), frozenset({"E103"}), rf"write `{node.name}`",
    )  # fmt: skip


def impossible_date(rng: random.Random, document: Document) -> Fault | None:
    node = _one(rng, (n for n in document.nodes if n.keyed and n.name in (*DATES, *DAYS) and n.text))
    if node is None or not node.text:
        return None
    year = node.text[:4]
    wrong = rng.choice(
        (
            f"{year}-02-30", f"{year}-13-05", f"{year}-00-10", f"{year}-06-31", f"12.09.{year}", f"09/12/{year}",
            f"{year}/09/12", f"12 September {year}", f"September {year}", f"{year}-9-2", f"{year}-09-12T08:30",
            f"{year}-9", f"{year[2:]}-09", "20O5-09-12",
        )
    )  # fmt: skip
    return Fault(
        "impossible date", document.path, f"`{node.text}` became `{wrong}`",
        document.replaced(node.start, node.end, wrong),
        frozenset({node.line}), frozenset({"E104"}), r"`-?\d{4}(-\d\d)?(-\d\d)?(/[-\d.]*)?`",
    )  # fmt: skip


def unknown_reference(rng: random.Random, document: Document) -> Fault | None:
    def refers(n: Node) -> bool:
        if not n.text or not re.fullmatch(r"[a-z0-9-]{5,}( [1-6])?", n.text) or n.name not in (*REFERENCES, "sources"):
            return False
        # the id of an item, or of a record itself, is a definition
        return not (n.name == "id" and (n.inside[0] != "entities" and "entities" not in n.inside))

    node = _one(rng, filter(refers, document.nodes))
    if node is None or not node.text:
        return None
    id_, space, grade = node.text.partition(" ")
    wrong = slipped(rng, id_)
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", wrong) or wrong == id_:
        return None
    return Fault(
        "unknown reference", document.path, f"`{id_}` became `{wrong}`",
        document.replaced(node.start, node.end, wrong + space + grade),
        frozenset({node.line}), frozenset({"R201", "R203"}), rf"`{id_}`",
    )  # fmt: skip


def duplicate_key(rng: random.Random, document: Document) -> Fault | None:
    """A line `field: value` is written again below itself, as it is or with another value."""
    node = _one(
        rng, (n for n in document.nodes if n.keyed and n.text and not n.flow and not n.first and n.line == n.last_line)
    )
    if node is None or (node.style in "|>" and node.style):
        return None
    at = _at(document, node)
    lines = document.lines
    if node.line != at:
        return None
    again = lines[at - 1] if rng.random() < 0.5 else lines[at - 1][: lines[at - 1].index(":")] + ": Another value"
    lines.insert(at, again)
    return Fault(
        "duplicate key", document.path, f"`{node.name}` stands twice", "\n".join(lines),
        frozenset({at + 1}), frozenset({"E015"}), rf"`{node.name}` already stands in line {at}\b",
    )  # fmt: skip


def wrong_term(rng: random.Random, document: Document) -> Fault | None:
    node = _one(rng, (n for n in document.nodes if n.keyed and n.name in TERMS and n.text))
    if node is None:
        return None
    wrong = rng.choice(TERMS[node.name])
    return Fault(
        "wrong term", document.path, f"`{node.name}: {node.text}` became `{wrong}`",
        document.replaced(node.start, node.end, wrong),
        frozenset({node.line}), frozenset({"E105", "E106", "E107", "E108", "E114"}),
        r"write `[\w ]+`|one of \w+|a letter from A|two letters of ISO",
    )  # fmt: skip


def _is_required(document: Document, node: Node) -> bool:
    folder = document.path.partition("/")[0] + "/"
    if document.register:
        return len(node.inside) == 2 and node.name in REQUIRED.get(folder, ())
    part = str(node.inside[0]) if len(node.inside) == 3 and isinstance(node.inside[1], int) else ""
    return (
        len(node.inside) in (1, 3)
        and node.keyed
        and node.name in REQUIRED.get(part, ())
        and (bool(part) or len(node.inside) == 1)
    )


def missing_field(rng: random.Random, document: Document) -> Fault | None:
    """A required field is deleted with its value; told at the first line of what lacks it, since it stands nowhere."""
    node = _one(rng, (n for n in document.nodes if n.keyed and _is_required(document, n)))
    if node is None:
        return None
    if node.flow:
        after = _without_flow(document, node)
        top = node.top
    else:
        lines = document.lines
        at = _at(document, node)
        lines[at - 1 : node.last_line] = []
        if node.first and len(node.inside) > 1 and not document.register:
            lines[at - 1] = document.lines[at - 1][: document.lines[at - 1].index("- ") + 2] + lines[at - 1].lstrip()
        after = "\n".join(lines)
        top = at if node.first and not document.register else node.top
    if document.register:
        top = next(n.key_line for n in document.nodes if n.inside == node.inside[:1])
    return Fault(
        "missing field", document.path, f"`{node.name}` was deleted", after,
        frozenset({top}), frozenset({"E101"}), rf"write `{node.name}:` and its value",
    )  # fmt: skip


def _without_flow(document: Document, node: Node) -> str:
    """The text without a field in brackets, and without the comma beside it."""
    before, behind = document.text[: node.key_start], document.text[node.end :]
    if behind.startswith(", "):
        return before + behind[2:]
    return before.removesuffix(", ") + behind


def bad_indentation(rng: random.Random, document: Document) -> Fault | None:
    """A line of a block is moved by a space: told there, or at the next line when that is what no longer fits."""
    node = _one(rng, (n for n in document.nodes if n.keyed and not n.flow and not n.first))
    if node is None:
        return None
    at = _at(document, node)
    lines = document.lines
    by = rng.choice((1, -1)) if lines[at - 1].startswith(" ") else 1
    lines[at - 1] = " " + lines[at - 1] if by > 0 else lines[at - 1][1:]
    return Fault(
        "bad indentation", document.path, f"`{node.name}` moved by {by}", "\n".join(lines),
        frozenset({at, at + 1}), frozenset({"E013", "E021", "E103"}), r"indent",
    )  # fmt: skip


def unclosed(rng: random.Random, document: Document) -> Fault | None:
    """The sign that closes a list, a mapping or a quotation is deleted; told where it was opened."""
    node = _one(
        rng, (n for n in document.nodes if n.end and document.text[n.end - 1] in "]}\"'" and _closes(document, n))
    )
    if node is None:
        return None
    sign = document.text[node.end - 1]
    return Fault(
        "unclosed bracket or quote", document.path, f"the `{sign}` that ends `{node.name}` was deleted",
        document.replaced(node.end - 1, node.end, ""),
        frozenset({node.line}), frozenset({"E013", "E021", "E020"}), r"close|quotes",
    )  # fmt: skip


def _closes(document: Document, node: Node) -> bool:
    opened = document.text[node.start]
    return (node.text is None and opened in "[{") or (node.style in ("'", '"'))


MIXED = (
    "It is likely, with {c} confidence, that this holds.",
    "We assess with {c} confidence that it is very likely.",
    "This is almost certain ({c} confidence).",
    "Our confidence is {c} that it will probably go on.",
    "This is unlikely (confidence {c}).",
    "It is likely that this holds, and our confidence in it is {c}.",
    "We hold it very likely, with a {c} degree of confidence.",
    "We are highly confident that this is likely.",
)


def mixed(rng: random.Random, document: Document) -> Fault | None:
    """A sentence that says both a likelihood and a confidence is added to a judgment's text."""
    node = _one(rng, (n for n in document.nodes if n.inside[:1] == ("judgments",) and n.name == "text" and not n.style))
    if node is None:
        return None
    added = rng.choice(MIXED).format(c=rng.choice(("low", "moderate", "high")))
    return Fault(
        "mixed likelihood and confidence", document.path, f"added: {added}",
        document.replaced(node.end, node.end, " " + added),
        frozenset(range(node.line, node.last_line + 1)), frozenset({"L501"}), r"write the confidence into `confidence`",
    )  # fmt: skip


NAMES = ("name", "aliases", "names")


def shared_alias(rng: random.Random, document: Document) -> Fault | None:
    """An entity gets the name of another one of its register as an alias; told there, or at a name of the other."""
    if not document.path.startswith("entities/"):
        return None
    names = {n.inside[0]: n for n in document.nodes if len(n.inside) == 2 and n.name == "name"}
    lists = [n for n in document.nodes if len(n.inside) == 2 and n.name == "aliases" and n.flow is False]
    node = _one(rng, (n for n in lists if document.text[n.start] == "["))
    if node is None or len(names) < 2:
        return None
    other = rng.choice(sorted(str(id_) for id_ in names if id_ != node.inside[0]))
    name = names[other].text or ""
    if not re.fullmatch(r"[\w .'-]+", name):
        return None
    spelled = {n.line for n in document.nodes if n.text and n.inside[:1] == (other,) and n.inside[1] in NAMES}
    return Fault(
        "alias shared by two", document.path, f"{node.inside[0]} got the name of {other}",
        document.replaced(node.end - 1, node.end, f', "{rng.choice((name, name.upper()))}"]'),
        frozenset({node.line, *spelled}), frozenset({"R206"}), rf"`?({other}|{node.inside[0]})`?",
    )  # fmt: skip


TEN: dict[str, Draw] = {
    "mistyped field": mistyped_field,
    "impossible date": impossible_date,
    "unknown reference": unknown_reference,
    "duplicate key": duplicate_key,
    "wrong term": wrong_term,
    "missing field": missing_field,
    "bad indentation": bad_indentation,
    "unclosed bracket or quote": unclosed,
    "mixed likelihood and confidence": mixed,
    "alias shared by two": shared_alias,
}


def drawn(rng: random.Random, kind: str, book: list[Document], kinds: dict[str, Draw]) -> Fault:
    """A fault of a kind, in any file of the book that has room for one."""
    while True:
        document = rng.choice(book)
        if (fault := kinds[kind](rng, document)) is not None and fault.after != document.text:
            return fault
