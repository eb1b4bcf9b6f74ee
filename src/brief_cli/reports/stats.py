"""``stats``: the book at a glance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from brief_cli.book import Book
from brief_cli.book.match import Selector, Unit
from brief_cli.book.states import claim_states, states
from brief_cli.model.brief import CONFIDENCES, STATUSES, Brief
from brief_cli.query.selection import Selection
from brief_cli.reports.parts import citations


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """Counts over the selected briefs; claims are their key points, judgments and events."""

    briefs: int
    key_points: int
    judgments: int
    events: int
    entities: int
    sources: int
    citations: int
    stale: int
    draft: int
    orphan: int
    dangling: int
    claims: int
    sourced: int
    single_source: int
    contested: int
    gaps: int
    indicators: int
    status: dict[str, int]
    likelihoods: dict[str, int]
    confidences: dict[str, int]
    grades: dict[str, int] = field(metadata={"doc": "citations by grade, ungraded ones left out"})
    reliability: dict[str, int] = field(metadata={"doc": "cited sources by letter"})
    tags: dict[str, int]
    events_by_year: dict[str, int]
    stale_briefs: tuple[str, ...] = field(metadata={"hidden": True})
    draft_briefs: tuple[str, ...] = field(metadata={"hidden": True})


def stats(book: Book, selection: Selection) -> Stats:
    """The counts over the briefs that answer; events told in several of them count once."""
    asked = Selector(book, selection)
    chosen = [b for b in book.briefs.values() if asked(Unit(b.id, "brief", b, b))]
    found = {b.id: states(book, b) for b in chosen}
    claims: list[Any] = [i for b in chosen for i in (*b.key_points, *b.judgments, *b.events)]
    points: list[Any] = [i for b in chosen for i in (*b.key_points, *b.judgments)]
    cited = [c for item in claims for c in citations(book, item)]
    told = {book.teller(e.id) for b in chosen for e in b.events}
    used = {c.source for c in cited if c.source in book.sources}
    judged = [j for b in chosen for j in b.judgments]
    return Stats(
        briefs=len(chosen),
        key_points=sum(len(b.key_points) for b in chosen),
        judgments=len(judged),
        events=len(told),
        entities=len(_entities(book, chosen)),
        sources=len(used),
        citations=len(cited),
        stale=sum(s.stale for s in found.values()),
        draft=sum(s.draft for s in found.values()),
        orphan=sum(s.orphan for s in found.values()),
        dangling=sum(s.dangling for s in found.values()),
        claims=len(claims),
        sourced=sum(bool(i.sources) for i in claims),
        single_source=sum(claim_states(book, i)["single_source"] for i in points),
        contested=sum(claim_states(book, i)["contested"] for i in claims),
        gaps=sum(len(b.gaps) for b in chosen),
        indicators=sum(len(b.indicators) for b in chosen),
        status=_ordered((b.status for b in chosen), STATUSES),
        likelihoods=_ordered((j.likelihood for j in judged), tuple(book.yardstick.words())),
        confidences=_ordered((j.confidence for j in judged if j.confidence), CONFIDENCES),
        grades=_counted(c.grade for c in cited if c.grade),
        reliability=_counted(book.sources[s].reliability or "none" for s in used),
        tags=_counted(tag for b in chosen for tag in b.tags),
        events_by_year=_counted((book.events[e].date.earliest or book.events[e].date.latest or "")[:4] for e in told),
        stale_briefs=tuple(b for b, s in found.items() if s.stale),
        draft_briefs=tuple(b for b, s in found.items() if s.draft),
    )


def _entities(book: Book, chosen: list[Brief]) -> set[str]:
    named = {
        r.target for b in chosen for r in book.names.get(b.id, ()) if r.how in ("entity", "place", "said_by", "link")
    }
    return named & book.entities.keys()


def _counted(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))


def _ordered(values: Iterable[str], order: tuple[str, ...]) -> dict[str, int]:
    counts = Counter(values)
    return {word: counts[word] for word in order if counts[word]}


def rows(found: Stats) -> list[tuple[str, int]]:
    """Measures and values, counts by key joined to their measure with a dot (``grades.B2``)."""
    out: list[tuple[str, int]] = []
    for name in Stats.__dataclass_fields__:
        value = getattr(found, name)
        if isinstance(value, dict):
            out += [(f"{name}.{key}", count) for key, count in value.items()]
        elif isinstance(value, int):
            out.append((name, value))
    return out
