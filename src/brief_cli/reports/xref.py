"""``xref``: what names what; the chains between two; and what briefs share."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from itertools import pairwise

from brief_cli.book import Book
from brief_cli.book.match import Selector, Unit
from brief_cli.book.references import Reference
from brief_cli.errors import NotFound, offer
from brief_cli.model.brief import INVERSE
from brief_cli.query.selection import Selection

MOST_CHAINS = 10
CHAINING = ("related", "part_of", "same_as", "contradicts", "entity", "link")
"""What ties two records into a chain, the most telling first."""
BACK = {
    "entity": "named_in",
    "link": "linked_from",
    "part_of": "has_part",
    "place": "place_of",
    "said_by": "says",
    "source": "cited_in",
    "not_same_as": "not_same_as",
    "for": "watched_by",
    "holds": "holds",
    "same_as": "same_as",
    "contradicts": "contradicts",
}
"""How a naming reads from the side that is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class XrefRow:
    """One naming, out of what was asked for or into it, with where it stands."""

    direction: str = field(metadata={"options": ("out", "in")})
    as_: str = field(metadata={"name": "as"})
    id: str
    path: str
    line: int
    how: str = field(metadata={"hidden": True})
    role: str = field(metadata={"hidden": True})
    origin: str = field(metadata={"hidden": True})


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainRow:
    """One step of one chain."""

    chain: int
    step: int
    from_: str = field(metadata={"name": "from"})
    as_: str = field(metadata={"name": "as"})
    to: str
    items: tuple[str, ...] = field(metadata={"hidden": True})


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRow:
    """Two briefs and what they share; `as` is the relation of the first to the second, if any is written."""

    a: str
    b: str
    as_: str | None = field(metadata={"name": "as"})
    shared: tuple[str, ...]


def resolve(book: Book, word: str) -> str:
    """The id or address that a word means.  Raises ``NotFound`` with the nearest, ``UsageError`` for a shared name."""
    if word in book or word in book.items:
        return word
    try:
        return book.entity(word)
    except NotFound:
        known = [*book.briefs, *book.entities, *book.sources]
        raise NotFound(f"No brief, entity or source is called {word}.", *offer(word, known)) from None


def of_one(book: Book, id_: str) -> tuple[XrefRow, ...]:
    """All namings out of a record (its items included) and into it, by direction and id."""
    if "#" in id_:
        ahead = [r for r in book.names_at.get(id_, ()) if r.to != id_]
        behind = [r for r in book.named_in.get(id_, ()) if r.origin != id_]
    else:
        ahead = [r for r in book.names.get(id_, ()) if r.target != r.brief]
        behind = [r for r in book.named_in.get(id_, ()) if r.brief != id_]
    written = {(r.to, r.as_) for r in ahead if r.how == "related"}
    back = [_in(book, r) for r in behind if not _agrees(r, written)]
    return (*sorted((_out(book, r) for r in ahead), key=_order), *sorted(back, key=_order))


def _agrees(r: Reference, written: set[tuple[str, str]]) -> bool:
    """Whether a relation into a brief is one that the brief has written itself; one to an item never is."""
    return r.how == "related" and "#" not in r.to and (r.brief, INVERSE.get(r.as_, "")) in written


def _order(row: XrefRow) -> tuple[str, str, str, int]:
    return row.id, row.as_, row.path, row.line


def _out(book: Book, r: Reference) -> XrefRow:
    path, line = _place(book, r)
    as_ = r.as_ if r.how == "related" else r.how
    return XrefRow(direction="out", as_=as_, id=r.to, path=path, line=line, how=r.how, role=r.as_, origin=r.origin)


def _in(book: Book, r: Reference) -> XrefRow:
    path, line = _place(book, r)
    as_ = INVERSE.get(r.as_, r.as_) if r.how == "related" else BACK[r.how]
    return XrefRow(direction="in", as_=as_, id=r.origin, path=path, line=line, how=r.how, role=r.as_, origin=r.origin)


def _place(book: Book, r: Reference) -> tuple[str, int]:
    stored = book.stored(r.brief)
    return stored.path, stored.line(*r.inside)


# -- between two ----------------------------------------------------------------------------------------------

Edges = dict[str, dict[str, tuple[str, tuple[str, ...]]]]


def between(book: Book, one: str, other: str) -> tuple[ChainRow, ...]:
    """All the shortest chains from one record to another, at most ten, by the ids that they pass."""
    start, end = one.partition("#")[0], other.partition("#")[0]
    edges = _edges(book)
    before = _steps_back(edges, start, end)
    if end not in before or start == end:
        return ()
    rows = []
    for n, chain in enumerate(_chains(before, start, end), 1):
        for step, (a, b) in enumerate(pairwise(chain), 1):
            as_, items = edges[a][b]
            rows.append(ChainRow(chain=n, step=step, from_=a, as_=as_, to=b, items=items))
    return tuple(rows)


def no_chain(one: str, other: str) -> NotFound:
    """What is said when nothing ties the two."""
    return NotFound(f"No chain leads from {one} to {other}.", "Chains run over relations, listed entities and links.")


def _edges(book: Book) -> Edges:
    """The ties of the book, both ways; of several between the same two the most telling."""
    best: dict[tuple[str, str], tuple[int, str, list[str]]] = {}
    for r in book.references:
        if r.how not in CHAINING or r.target == r.brief or r.target not in book or r.brief not in book:
            continue
        rank = CHAINING.index(r.how)
        forward = r.as_ if r.how == "related" else {"entity": "names", "link": "links_to"}.get(r.how, r.how)
        back = INVERSE[r.as_] if r.how == "related" else BACK[r.how]
        for pair, as_ in (((r.brief, r.target), forward), ((r.target, r.brief), back)):
            known = best.get(pair)
            if known is None or rank < known[0]:
                best[pair] = (rank, as_, [r.origin])
            elif rank == known[0]:
                known[2].append(r.origin)
    out: Edges = {}
    for (a, b), (_, as_, items) in best.items():
        out.setdefault(a, {})[b] = as_, tuple(dict.fromkeys(items))
    return out


def _steps_back(edges: Edges, start: str, end: str) -> dict[str, list[str]]:
    """For each record reached, the records one step nearer the start, up to the end's own distance."""
    distance, before, pending = {start: 0}, {start: list[str]()}, deque([start])
    while pending:
        here = pending.popleft()
        if end in distance and distance[here] >= distance[end]:
            break
        for there in edges.get(here, ()):
            if there not in distance:
                distance[there] = distance[here] + 1
                before[there] = []
                pending.append(there)
            if distance[there] == distance[here] + 1:
                before[there].append(here)
    return before


def _chains(before: dict[str, list[str]], start: str, end: str) -> list[list[str]]:
    """Walked from the end, depth first, so that no more is built than is shown."""
    found: list[list[str]] = []
    pending = [[end]]
    while pending and len(found) < MOST_CHAINS:
        chain = pending.pop()
        if chain[-1] == start:
            found.append(chain[::-1])
        else:
            pending += [[*chain, there] for there in sorted(before[chain[-1]], reverse=True)]
    return sorted(found)


# -- the matrix -----------------------------------------------------------------------------------------------


def matrix(book: Book, selection: Selection) -> tuple[PairRow, ...]:
    """The selected briefs that are related or share entities, pair by pair, by id."""
    asked = Selector(book, selection)
    chosen = [b.id for b in book.briefs.values() if asked(Unit(b.id, "brief", b, b))]
    named: dict[str, set[str]] = {}
    for id_ in chosen:
        for r in book.names.get(id_, ()):
            if r.how == "entity" and r.target in book.entities:
                named.setdefault(r.target, set()).add(id_)
    shared: dict[tuple[str, str], list[str]] = {}
    for entity, briefs in sorted(named.items()):
        ordered = sorted(briefs)
        for n, a in enumerate(ordered):
            for b in ordered[n + 1 :]:
                shared.setdefault((a, b), []).append(entity)
    related = _related(book, set(chosen))
    pairs = sorted(shared.keys() | related.keys())
    return tuple(PairRow(a=a, b=b, as_=related.get((a, b)), shared=tuple(shared.get((a, b), ()))) for a, b in pairs)


def _related(book: Book, chosen: set[str]) -> dict[tuple[str, str], str]:
    out: dict[tuple[str, str], str] = {}
    for id_ in sorted(chosen):
        for r in book.names.get(id_, ()):
            if r.how == "related" and r.target in chosen and r.target != id_:
                pair, as_ = ((id_, r.target), r.as_) if id_ < r.target else ((r.target, id_), INVERSE[r.as_])
                if out.get(pair, "see_also") == "see_also":  # any other term says more
                    out[pair] = as_
    return out
