"""``show`` and ``list``: a brief as an answer, whole or in outline."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from brief_cli.book import Book
from brief_cli.book.states import claim_states, due, origins, states
from brief_cli.model.brief import PARTS, Alternative, Assumption, Brief, Gap, Outcome, Resolution
from brief_cli.model.fields import Extra
from brief_cli.model.registers import Source
from brief_cli.reports.parts import (
    CitationRow,
    EntityRow,
    EventRow,
    RelationRow,
    Tie,
    citations,
    entity_rows,
    event_row,
    relations,
    ties,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PointRow:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgmentRow:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRow:
    """What to watch, and how it stands."""

    id: str
    text: str
    state: str
    since: str | None
    for_: tuple[str, ...] = field(metadata={"name": "for"})
    x: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefRow:
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
    path: str
    counts: dict[str, int]
    x: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
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


def outline(book: Book, brief: Brief) -> BriefRow:
    """A brief as a row of ``list``."""
    return BriefRow(**_own(book, brief))


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


def _own(book: Book, brief: Brief) -> dict[str, Any]:
    found = states(book, brief)
    return {
        **{name: getattr(brief, name) for name in _PLAIN},
        "review_due": due(brief, book.settings.review_interval),
        "stale": found.stale,
        "unsourced": found.unsourced,
        "single_source": found.single_source,
        "contested": found.contested,
        "orphan": found.orphan,
        "dangling": found.dangling,
        "handling": brief.handling or book.settings.handling or "unmarked",
        "lang": brief.lang or book.settings.lang,
        "path": book.stored(brief.id).path,
        "counts": {part: len(getattr(brief, part)) for part in PARTS},
        "x": brief.x,
    }


_PLAIN = (
    "id", "title", "bottom_line", "as_of", "review_by", "reviewed", "status", "tags", "author", "summary",
    "source_summary",
)  # fmt: skip


def _claim(book: Book, item: Any) -> dict[str, Any]:
    return {
        "id": item.id,
        "text": item.text,
        "said_by": item.said_by,
        "sources": citations(book, item),
        "origins": origins(book, item),
        "contradicts": ties(book, book.contradictions, item, item.contradicts),
        "resolution": item.resolution,
        "x": item.x,
        **claim_states(book, item),
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
    cited = [r.to for r in book.names.get(brief.id, ()) if r.how == "source"]
    ordered = dict.fromkeys([*cited, *(s.id for s in brief.sources)])
    return tuple(book.sources[id_] for id_ in ordered if id_ in book.sources)
