"""The pieces that several answers share: citations with grades, ties, relations, events."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from brief_cli.book import Book
from brief_cli.model.brief import INVERSE, Brief, Event, Resolution
from brief_cli.model.edtf import Edtf
from brief_cli.model.fields import Extra
from brief_cli.model.value import Value


class CitationRow(Value):
    """A citation with the grade of its source; `grade` is null unless both halves are written."""

    source: str
    credibility: int | None
    locator: str | None
    note: str | None
    reliability: str | None
    grade: str | None
    x: Extra = field(default_factory=dict)

    @property
    def pair(self) -> str:
        """The grade as pages show it: a dash for the half that nobody wrote, empty when neither half is there."""
        if self.reliability is None and self.credibility is None:
            return ""
        return f"{self.reliability or '–'}{self.credibility or '–'}"


class Tie(Value):
    """The other end of a symmetric tie; `derived` is true on what only the other side wrote."""

    id: str
    derived: bool


class EntityRow(Value):
    """An entity and its role."""

    id: str
    role: str | None


class RelationRow(Value):
    """A relation as this brief shows it; `item` where one end is an item."""

    to: str
    as_: str = field(metadata={"name": "as"})
    note: str | None
    item: str | None
    derived: bool


class EventRow(Value):
    """An event of a brief, with its days derived."""

    id: str
    brief: str
    date: str
    earliest: str | None
    latest: str | None
    date_flags: tuple[str, ...]
    date_text: str
    title: str
    detail: str | None
    status: str
    said_by: str | None
    place: str | None
    entities: tuple[EntityRow, ...]
    sources: tuple[CitationRow, ...]
    same_as: tuple[Tie, ...]
    contradicts: tuple[Tie, ...]
    resolution: Resolution | None
    unsourced: bool
    single_source: bool
    contested: bool
    when: Edtf = field(metadata={"hidden": True})
    x: Extra = field(default_factory=dict)


def citations(book: Book, item: Any) -> tuple[CitationRow, ...]:
    """An item's citations in the file's order."""
    return tuple(_citation(book, c) for c in item.sources)


def _citation(book: Book, cited: Any) -> CitationRow:
    source = book.sources.get(cited.source)
    letter = source.reliability if source else None
    return CitationRow(
        source=cited.source,
        credibility=cited.credibility,
        locator=cited.locator,
        note=cited.note,
        reliability=letter,
        grade=f"{letter}{cited.credibility}" if letter and cited.credibility else None,
        x=cited.x,
    )


def ties(book: Book, how: str, item: Any, written: tuple[str, ...]) -> tuple[Tie, ...]:
    """Both directions of a symmetric tie; what leads nowhere stands as it was written."""
    joined = dict.fromkeys(written, False) | book.tied(item.id, how)
    return tuple(Tie(id=other, derived=derived) for other, derived in sorted(joined.items()))


def entity_rows(item: Any) -> tuple[EntityRow, ...]:
    """The entities of a brief or an event, in the file's order."""
    return tuple(EntityRow(id=e.id, role=e.role) for e in item.entities)


def event_row(book: Book, event: Event) -> EventRow:
    """One event as its brief tells it."""
    return EventRow(
        id=event.id,
        brief=event.id.partition("#")[0],
        **dates(event.date),
        title=event.title,
        detail=event.detail,
        status=event.status,
        said_by=event.said_by,
        place=event.place,
        entities=entity_rows(event),
        sources=citations(book, event),
        same_as=ties(book, "same_as", event, event.same_as),
        contradicts=ties(book, "contradicts", event, event.contradicts),
        resolution=event.resolution,
        **claim_states(book, event.id),
        when=event.date,
        x=event.x,
    )


def claim_states(book: Book, id_: str) -> dict[str, Any]:
    """The states of a claim that need no clock."""
    unit = book.unit(id_)
    return {"unsourced": bool(unit.unsourced), "single_source": bool(unit.single), "contested": bool(unit.contested)}


def dates(date: Edtf) -> dict[str, Any]:
    """The date as written, and what is derived from it."""
    return {
        "date": date.text,
        "earliest": date.earliest,
        "latest": date.latest,
        "date_flags": date.flags,
        "date_text": date.shown(),
    }


def relations(book: Book, brief: Brief) -> tuple[RelationRow, ...]:
    """The relations of a brief: its own in the file's order, then those that only the other side wrote."""
    own = tuple(
        RelationRow(to=r.to, as_=r.as_, note=r.note, item=r.to if "#" in r.to else None, derived=False)
        for r in brief.related
    )
    agreed: set[tuple[str, str, str | None]] = {
        (r.to, r.as_, None) for r in own
    }  # what names an item is never written from the other side
    back = []
    for ref in book.naming(brief.id):
        item = ref.target if "#" in ref.target else None
        row = (ref.owner, INVERSE.get(ref.as_, ""), item)
        if ref.how == "related" and ref.owner != brief.id and row not in agreed:
            agreed.add(row)
            back.append(RelationRow(to=row[0], as_=row[1], note=ref.note, item=item, derived=True))
    return own + tuple(sorted(back, key=lambda r: (r.to, r.as_)))
