"""What a reader of another format hands over: records in the words of the book's format, and what had no place there.

A reader is ``read(files: Sequence[Given]) -> Carried``.  It never raises for what a file contains, opens nothing,
and asks nothing of the book: ids are wishes, and whether something is there already is decided at the way in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, TypeAlias

from brief_cli.model.value import Value

Raw: TypeAlias = "str | list[Raw] | dict[str, Raw]"
"""A value as a YAML file of the book has it: text, lists and mappings, nothing else."""

Kind = Literal["brief", "entity", "source", "event"]
REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
"""Characters that a file of the book cannot have, or that nobody sees."""
FILE_SIZE = 64 * 1024 * 1024
"""The most bytes that are read of one file."""


class Given(Value, kw_only=False):
    """A file to import: its name as the user gave it, its bytes, and the day it was last changed."""

    name: str
    data: bytes
    day: str = ""  # YYYY-MM-DD


class Record(Value):
    """Something to be written into the book."""

    kind: Kind
    id: str  # the id it would like to have: a slug; empty for an event, and where nothing suggests one
    values: dict[str, Raw]  # its fields, named and spelled as docs/format.md has them, in any order
    file: str  # the name of the file it comes from
    place: str  # where in that file: `line 12`, `entry smith2020`, `indicator--4f…`
    key: str = ""  # what makes it the same thing at the next import: a STIX id, a path in the vault, `bibtex:smith2020`
    brief: str = ""  # of an event: the id wished for the brief it belongs to; empty: the one asked for, or the file's


class Loss(Value):
    """Something that could not be carried over, and why; it is told to the user, a line each."""

    file: str
    place: str  # as a record's
    what: str  # one sentence without a full stop: "the field `doi2` has no place in a source"


class Carried(Value):
    """All that a reader made of some files, in the files' order."""

    records: Sequence[Record] = ()
    losses: Sequence[Loss] = ()
