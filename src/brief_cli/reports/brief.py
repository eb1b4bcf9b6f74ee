"""``show`` and ``list``: a brief as an answer, whole or in outline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from functools import partial
from typing import Any

from brief_cli.book import Book
from brief_cli.book.match import selected
from brief_cli.index.reader import Unit
from brief_cli.model.brief import KIND_OF, PARTS, Alternative, Assumption, Brief, Gap, Outcome, Resolution
from brief_cli.model.fields import Extra
from brief_cli.model.registers import Exemption, Source
from brief_cli.model.shape import from_json, keys_of
from brief_cli.model.value import Later, Value
from brief_cli.query.selection import Selection
from brief_cli.reports.parts import (
    CitationRow,
    EntityRow,
    EventRow,
    RelationRow,
    Tie,
    citations,
    claim_states,
    entity_rows,
    event_row,
    relations,
    ties,
)
from brief_cli.reports.rows import Rows


class PointRow(Value):
    """A key point with its evidence."""

    id: str
    text: str
    said_by: str | None
    sources: tuple[CitationRow, ...]
    origins: int
    contradicts: tuple[Tie, ...]
    resolution: Resolution | None
    unsourced: bool
    single_source: bool
    contested: bool
    x: Extra = field(default_factory=dict)


class JudgmentRow(Value):
    """A judgment with its term, confidence and basis."""

    id: str
    text: str
    likelihood: str
    confidence: str | None
    basis: str | None
    made_on: str
    said_by: str | None
    change: str | None
    resolves_by: str | None
    outcome: Outcome | None
    sources: tuple[CitationRow, ...]
    origins: int
    contradicts: tuple[Tie, ...]
    resolution: Resolution | None
    unsourced: bool
    single_source: bool
    contested: bool
    x: Extra = field(default_factory=dict)


class IndicatorRow(Value):
    """What to watch, and how it stands."""

    id: str
    text: str
    state: str
    since: str | None
    for_: tuple[str, ...] = field(metadata={"name": "for"})
    x: Extra = field(default_factory=dict)


class BriefRow(Later):
    """A brief in outline: its own fields, its states, and the counts of its parts."""

    id: str
    title: str
    bottom_line: str
    as_of: str
    review_by: str | None
    reviewed: str | None
    review_due: str | None = field(metadata={"doc": "the day after which it is stale"})
    status: str
    stale: bool
    unsourced: bool
    single_source: bool
    contested: bool
    orphan: bool
    dangling: bool
    tags: tuple[str, ...]
    author: str | None
    handling: str
    lang: str | None
    summary: str | None
    source_summary: str | None
    exempt: tuple[Exemption, ...]
    path: str
    counts: dict[str, int]
    x: Extra = field(default_factory=dict)


class BriefPage(BriefRow):
    """A brief as `show` answers it: the outline, and every item."""

    key_points: tuple[PointRow, ...]
    judgments: tuple[JudgmentRow, ...]
    events: tuple[EventRow, ...]
    entities: tuple[EntityRow, ...]
    related: tuple[RelationRow, ...]
    assumptions: tuple[Assumption, ...]
    alternatives: tuple[Alternative, ...]
    gaps: tuple[Gap, ...]
    indicators: tuple[IndicatorRow, ...]
    sources: tuple[Source, ...]


def outlines(book: Book, selection: Selection) -> Rows[BriefRow, int]:
    """The briefs that answer, by id."""
    where, values = selected(book, selection, "brief")
    return Rows(book.index.column(f"SELECT n FROM unit u WHERE {where} ORDER BY id", *values), partial(_outlines, book))


def _outlines(book: Book, numbers: Sequence[int]) -> list[BriefRow]:
    return [
        BriefRow.of(partial(_more, book, unit, own), **_states(book, unit), **_head(own))
        for unit, own in book.index.units_with_own(numbers)
    ]


def page(book: Book, brief: Brief) -> BriefPage:
    """A brief as a page of ``show``."""
    return BriefPage(
        **_own(book, brief),
        key_points=tuple(_point(book, p) for p in brief.key_points),
        judgments=tuple(_judgment(book, brief, j) for j in brief.judgments),
        events=tuple(event_row(book, e) for e in brief.events),
        entities=entity_rows(brief),
        related=relations(book, brief),
        assumptions=brief.assumptions,
        alternatives=brief.alternatives,
        gaps=brief.gaps,
        indicators=tuple(_indicator(i) for i in brief.indicators),
        sources=cited_or_defined(book, brief),
    )


KNOWN = frozenset(key for _, key in keys_of(Brief))
"""The keys of a brief; what else stands in one is the user's own."""
_HEAD = ("id", "title", "as_of", "status", "tags")
_PLAIN = ("bottom_line", "review_by", "reviewed", "author", "summary", "source_summary")


def _head(own: dict[str, Any]) -> dict[str, Any]:
    """What every list shows of a brief."""
    return {name: own.get(name, ()) for name in _HEAD}


def _states(book: Book, unit: Unit) -> dict[str, Any]:
    return {
        "review_due": unit.due,
        "stale": unit.due is not None and book.today > unit.due,
        "unsourced": bool(unit.unsourced),
        "single_source": bool(unit.single),
        "contested": bool(unit.contested),
        "orphan": bool(unit.orphan),
        "dangling": bool(unit.dangling),
        "path": unit.path,
    }


def _more(book: Book, unit: Unit, own: dict[str, Any]) -> dict[str, Any]:
    """What only a page or the JSON shows of a brief."""
    counts = dict(book.index.db.execute("SELECT kind, count(*) FROM unit WHERE brief = ? GROUP BY kind", (unit.id,)))
    inside = {part: counts.get(kind, 0) for part, kind in KIND_OF.items()}
    return {name: own.get(name) for name in _PLAIN} | {
        "handling": own.get("handling") or book.settings.handling or "unmarked",
        "lang": own.get("lang") or book.settings.lang,
        "exempt": tuple(from_json(Exemption, one) for one in own.get("exempt", ())),
        "counts": {part: inside[part] if part in inside else len(own.get(part, ())) for part in PARTS},
        "x": {name: value for name, value in own.items() if name.startswith("x_") or name not in KNOWN},
    }


def _own(book: Book, brief: Brief) -> dict[str, Any]:
    unit = book.unit(brief.id)
    own = book.index.own(brief.id) or {}
    return _states(book, unit) | _head(own) | _more(book, unit, own)


def _claim(book: Book, item: Any) -> dict[str, Any]:
    return {
        "id": item.id,
        "text": item.text,
        "said_by": item.said_by,
        "sources": citations(book, item),
        "origins": book.unit(item.id).origins,
        "contradicts": ties(book, "contradicts", item, item.contradicts),
        "resolution": item.resolution,
        "x": item.x,
        **claim_states(book, item.id),
    }


def _point(book: Book, point: Any) -> PointRow:
    return PointRow(**_claim(book, point))


def _judgment(book: Book, brief: Brief, judgment: Any) -> JudgmentRow:
    own = ("likelihood", "confidence", "basis", "change", "resolves_by", "outcome")
    return JudgmentRow(
        **_claim(book, judgment),
        **{name: getattr(judgment, name) for name in own},
        made_on=judgment.made_on or brief.as_of,
    )


def _indicator(found: Any) -> IndicatorRow:
    return IndicatorRow(id=found.id, text=found.text, state=found.state, since=found.since, for_=found.for_, x=found.x)


def cited_or_defined(book: Book, brief: Brief) -> tuple[Source, ...]:
    """The sources that a brief cites, in the order of first citing, then those that it only defines."""
    cited = [ref.target for ref in book.named_by(brief.id) if ref.how == "source"]
    ordered = dict.fromkeys([*cited, *(s.id for s in brief.sources)])
    return tuple(book.sources[id_] for id_ in ordered if id_ in book.sources)
