"""``stats``: the book at a glance."""

from __future__ import annotations

from dataclasses import field

from brief_cli.book import Book
from brief_cli.book.match import selected
from brief_cli.model.brief import CONFIDENCES, STATUSES
from brief_cli.model.value import Value
from brief_cli.query.selection import Selection


class Stats(Value):
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
    where, values = selected(book, selection, "brief")
    db = book.index.db
    db.execute("CREATE TEMP TABLE IF NOT EXISTS chosen (id TEXT PRIMARY KEY, stale INT) WITHOUT ROWID")
    db.execute("DELETE FROM chosen")
    db.execute(f"INSERT INTO chosen SELECT id, coalesce(due < ?, 0) FROM unit u WHERE {where}", (book.today, *values))

    def counts(sql: str) -> dict[str, int]:
        return dict(db.execute(sql))

    kinds = counts(f"SELECT kind, count(*) FROM unit WHERE {_INSIDE} GROUP BY kind")
    states = dict(zip(_STATES, db.execute(_SUMS).fetchone(), strict=True))
    claims = dict(zip(_CLAIM_SUMS, db.execute(_CLAIMS).fetchone(), strict=True))
    told = f"SELECT DISTINCT teller FROM unit WHERE {_INSIDE} AND kind = 'event'"
    return Stats(
        briefs=kinds.get("brief", 0),
        key_points=kinds.get("key_point", 0),
        judgments=kinds.get("judgment", 0),
        events=db.execute(f"SELECT count(*) FROM ({told})").fetchone()[0],
        entities=db.execute(_ENTITIES).fetchone()[0],
        sources=db.execute(f"SELECT count(*) FROM ({_CITED})").fetchone()[0],
        **{name: n or 0 for name, n in (states | claims).items()},
        gaps=kinds.get("gap", 0),
        indicators=kinds.get("indicator", 0),
        status=_ordered(counts(_COUNT.format(what="status", kind="brief")), STATUSES),
        likelihoods=_ordered(counts(_JUDGED.format(what="likelihood")), tuple(book.yardstick.words())),
        confidences=_ordered(counts(_JUDGED.format(what="confidence")), CONFIDENCES),
        grades=counts(_GRADES),
        reliability=counts(_RELIABILITY),
        tags=counts(_TAGS),
        events_by_year=counts(_YEARS.format(told=told)),
        stale_briefs=tuple(book.index.column("SELECT id FROM chosen WHERE stale ORDER BY id")),
        draft_briefs=tuple(book.index.column(_DRAFTS)),
    )


_INSIDE = "brief IN (SELECT id FROM chosen)"
_STATES = ("stale", "draft", "orphan", "dangling")
_SUMS = (
    "SELECT (SELECT sum(stale) FROM chosen), sum(status = 'draft'), sum(orphan), sum(dangling) FROM unit"
    f" WHERE {_INSIDE} AND kind = 'brief'"
)
_CLAIM_SUMS = ("claims", "sourced", "citations", "single_source", "contested")
_CLAIMS = (
    "SELECT count(*), sum(cites > 0), sum(cites), sum(kind <> 'event' AND single), sum(contested) FROM unit"
    f" WHERE {_INSIDE} AND cites IS NOT NULL"
)
_ENTITIES = (
    "SELECT count(DISTINCT record) FROM ref WHERE owner IN (SELECT id FROM chosen)"
    " AND how IN ('entity', 'place', 'said_by', 'link')"
    " AND record IN (SELECT id FROM unit WHERE kind = 'entity')"
)
_CITED = (
    "SELECT DISTINCT record FROM ref WHERE owner IN (SELECT id FROM chosen) AND how = 'source'"
    " AND record IN (SELECT id FROM unit WHERE kind = 'source')"
)
_YEARS = "SELECT substr(coalesce(first, last, ''), 1, 4), count(*) FROM unit WHERE id IN ({told}) GROUP BY 1 ORDER BY 1"
_DRAFTS = f"SELECT id FROM unit WHERE {_INSIDE} AND kind = 'brief' AND status = 'draft' ORDER BY id"
_COUNT = "SELECT {what}, count(*) FROM unit WHERE brief IN (SELECT id FROM chosen) AND kind = '{kind}' GROUP BY 1"
_JUDGED = (
    "SELECT json_extract(own, '$.{what}'), count(*) FROM unit WHERE brief IN (SELECT id FROM chosen)"
    " AND kind = 'judgment' AND json_extract(own, '$.{what}') IS NOT NULL GROUP BY 1"
)
_GRADES = (
    "SELECT json_extract(s.own, '$.reliability') || r.credibility AS grade, count(*) FROM ref r"
    " JOIN unit s ON s.id = r.record AND s.kind = 'source'"
    " WHERE r.owner IN (SELECT id FROM chosen) AND r.how = 'source' AND grade IS NOT NULL GROUP BY 1 ORDER BY 1"
)
_RELIABILITY = (
    f"SELECT coalesce(json_extract(own, '$.reliability'), 'none'), count(*) FROM unit WHERE id IN ({_CITED})"
    " GROUP BY 1 ORDER BY 1"
)
_TAGS = (
    "SELECT shown, count(*) FROM label WHERE field = 'tag' AND owner IN (SELECT id FROM chosen) GROUP BY 1 ORDER BY 1"
)


def _ordered(counts: dict[str, int], order: tuple[str, ...]) -> dict[str, int]:
    return {word: counts[word] for word in order if counts.get(word)}


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
