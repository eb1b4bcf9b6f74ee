"""A sound file of a book and where its values stand, found by PyYAML's composer and not by the reader under test."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Inside = tuple[str | int, ...]


@dataclass(frozen=True)
class Node:
    """A value: its place in the document, its text (None for a list or mapping), and where it and its key stand.

    Offsets are characters of the text, lines count from 1; ``top`` is the first line of the mapping it is a field of.
    """

    inside: Inside
    text: str | None
    start: int
    end: int
    key_start: int  # -1 without a key
    key_end: int
    key_line: int
    line: int
    last_line: int
    reach: int  # the last line before the next thing: empty lines may belong to a text
    top: int
    flow: bool  # the mapping or list that it stands in is written in brackets
    first: bool  # its key is the first of its mapping
    style: str

    @property
    def name(self) -> str:
        """The field that it is a value of, or one of whose values it is."""
        return next((part for part in reversed(self.inside) if isinstance(part, str)), "")

    @property
    def keyed(self) -> bool:
        """Whether it is the value of a key, not an entry of a list."""
        return self.key_start >= 0


@dataclass
class Document:
    """A file's path in its book, its text, and all nodes of it."""

    path: str
    text: str
    nodes: list[Node] = field(default_factory=list)

    @property
    def lines(self) -> list[str]:
        """The text's lines, without their ends."""
        return self.text.split("\n")

    @property
    def register(self) -> bool:
        """Whether it is a register, whose uppermost keys are ids."""
        return self.path.startswith(("entities/", "sources/"))

    def line_at(self, offset: int) -> int:
        """The line of a character."""
        return self.text.count("\n", 0, offset) + 1

    def replaced(self, start: int, end: int, new: str) -> str:
        """The text with another one in the place of some characters."""
        return self.text[:start] + new + self.text[end:]


def composed(path: str, text: str) -> Document:
    """A sound file with its nodes."""
    document = Document(path, text)
    root = yaml.compose(text, Loader=LOADER)
    _visit(document, root, (), None, 1)
    return document


def _visit(
    document: Document, node: Any, inside: Inside, key: Any, top: int, *, flow: bool = False, first: bool = False
) -> None:
    text = node.value if isinstance(node, yaml.ScalarNode) else None
    # libyaml ends blocks where the next thing begins
    written = document.text[node.start_mark.index : node.end_mark.index].rstrip()
    end, last = node.start_mark.index + len(written), node.start_mark.line + 1 + written.count("\n")
    document.nodes.append(
        Node(
            inside,
            text,
            node.start_mark.index,
            end,
            key.start_mark.index if key else -1,
            key.end_mark.index if key else -1,
            key.start_mark.line + 1 if key else 0,
            node.start_mark.line + 1,
            last,
            max(node.end_mark.line + (node.end_mark.column > 0), last),
            top,
            flow,
            first,
            getattr(node, "style", None) or "",
        )
    )
    if isinstance(node, yaml.MappingNode):
        for number, (name, value) in enumerate(node.value):
            at = (*inside, name.value)
            line = node.start_mark.line + 1
            _visit(document, value, at, name, line, flow=bool(node.flow_style), first=number == 0)
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            _visit(document, value, (*inside, number), None, top, flow=bool(node.flow_style))


def documents(root: Path) -> list[Document]:
    """All files of a book but its settings."""
    paths = sorted(path for path in root.rglob("*.yaml") if path.name != "book.yaml")
    return [composed(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")) for path in paths]
