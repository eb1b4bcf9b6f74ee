"""What a rule says of a place in a record, before the place is looked up in its file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from brief_cli.index.reader import Reader
from brief_cli.index.tables import MOST_ITEMS
from brief_cli.model.brief import ITEM_FIELDS, Brief
from brief_cli.model.registers import Settings

Inside = tuple[str | int, ...]


class Told(NamedTuple):
    """A rule's word on one place of a record; ``words`` narrows the place to a part of its text."""

    code: str
    id: str  # the record or item that it is about
    inside: Inside  # where in the record's own mapping
    message: str
    hint: str = ""  # the catalogue's mend where none is given
    words: str = ""
    after: str = ""  # true only after this day
    nth: int = 0  # which of the places where the words stand is meant, counting from 0


def items(brief: Brief, *parts: str) -> Iterator[tuple[Inside, Any]]:
    """The items of some parts of a brief, each with its place."""
    for part in parts:
        for n, item in enumerate(getattr(brief, part)):
            yield (part, n), item


def inside_of(seq: int) -> Inside:
    """Where in its brief the item of a number stands."""
    return (ITEM_FIELDS[(seq - 1) // MOST_ITEMS], (seq - 1) % MOST_ITEMS) if seq > 0 else ()


class Across(NamedTuple):
    """What a rule says of a record that stands in a file; ``seq`` is the naming it is about, below zero for none."""

    path: str
    record: str  # empty where `told.inside` begins at the top of the file
    told: Told
    seq: int = -1


class Ground(NamedTuple):
    """What rules are asked on: a book's index, its folder, how its files are read, and the day."""

    reader: Reader
    root: str
    settings: Settings
    today: str


Question = Callable[[Ground], Iterator[Across]]
