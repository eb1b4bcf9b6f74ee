"""What can be added to a book, and where it goes."""

from __future__ import annotations

from brief_cli.model import brief, registers
from brief_cli.model.value import Value


class Kind(Value, kw_only=False):
    """Something that ``add`` makes: its word, its class, and the list of a brief that it goes into."""

    word: str
    cls: type
    part: str = ""  # empty: a record of a register
    letter: str = ""  # with which its ids begin
    first: tuple[str, ...] = ()  # its fields that may be given without naming them


KINDS = {
    kind.word: kind
    for kind in (
        Kind("point", brief.KeyPoint, "key_points", "k", ("text",)),
        Kind("judgment", brief.Judgment, "judgments", "j", ("likelihood", "text")),
        Kind("event", brief.Event, "events", "e", ("date", "title")),
        Kind("assumption", brief.Assumption, "assumptions", "s", ("text",)),
        Kind("alternative", brief.Alternative, "alternatives", "a", ("text",)),
        Kind("gap", brief.Gap, "gaps", "g", ("text",)),
        Kind("indicator", brief.Indicator, "indicators", "i", ("text",)),
        Kind("relation", brief.Relation, "related", "", ("as", "to")),
        Kind("entity", registers.Entity, first=("type", "name")),
        Kind("source", registers.Source, first=("title",)),
    )
}
