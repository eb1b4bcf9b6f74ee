"""``xref``: what names what; the chains between two; and what briefs share."""

from __future__ import annotations

from collections import deque
from dataclasses import field
from itertools import pairwise

from brief_cli.book import Book
from brief_cli.book.match import selected
from brief_cli.errors import NotFound, offer
from brief_cli.index.tables import RefRow
from brief_cli.model.brief import INVERSE
from brief_cli.model.value import Value
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


class XrefRow(Value):
    """One naming, out of what was asked for or into it, with where it stands."""

    direction: str = field(metadata={"options": ("out", "in")})
    as_: str = field(metadata={"name": "as"})
    id: str
    path: str
    line: int
    how: str = field(metadata={"hidden": True})
    role: str = field(metadata={"hidden": True})
    origin: str = field(metadata={"hidden": True})


class ChainRow(Value):
    """One step of one chain."""

    chain: int
    step: int
    from_: str = field(metadata={"name": "from"})
    as_: str = field(metadata={"name": "as"})
    to: str
    items: tuple[str, ...] = field(metadata={"hidden": True})


class PairRow(Value):
    """Two briefs and what they share; `as` is the relation of the first to the second, if any is written."""

    a: str
    b: str
    as_: str | None = field(metadata={"name": "as"})
    shared: tuple[str, ...]


def resolve(book: Book, word: str) -> str:
    """The id or address that a word means.  Raises ``NotFound`` with the nearest, ``UsageError`` for a shared name."""
    if word in book or book.is_item(word):
        return word
    try:
        return book.entity(word)
    except NotFound:
        known = [*book.briefs, *book.entities, *book.sources]
        raise NotFound(f"No brief, entity or source is called {word}.", *offer(word, known)) from None


def of_one(book: Book, id_: str) -> tuple[XrefRow, ...]:
    """All namings out of a record (its items included) and into it, by direction and id."""
    ahead, behind = book.named_by(id_), book.naming(id_)
    if "#" in id_:
        ahead = [r for r in ahead if r.target != id_]
        behind = [r for r in behind if r.origin != id_]
    else:
        ahead = [r for r in ahead if r.record != r.owner]
        behind = [r for r in behind if r.owner != id_]
    written = {(r.target, r.as_) for r in ahead if r.how == "related"}
    back = [_in(book, r) for r in behind if not _agrees(r, written)]
    return (*sorted((_out(book, r) for r in ahead), key=_order), *sorted(back, key=_order))


def _agrees(r: RefRow, written: set[tuple[str, str]]) -> bool:
    """Whether a relation into a brief is one that the brief has written itself; one to an item never is."""
    return r.how == "related" and "#" not in r.target and (r.owner, INVERSE.get(r.as_, "")) in written


def _order(row: XrefRow) -> tuple[str, str, str, int]:
    return row.id, row.as_, row.path, row.line


def _out(book: Book, r: RefRow) -> XrefRow:
    path, as_ = book.unit(r.owner).path, r.as_ if r.how == "related" else r.how
    return XrefRow(
        direction="out", as_=as_, id=r.target, path=path, line=r.line, how=r.how, role=r.as_, origin=r.origin
    )


def _in(book: Book, r: RefRow) -> XrefRow:
    path, as_ = book.unit(r.owner).path, INVERSE.get(r.as_, r.as_) if r.how == "related" else BACK[r.how]
    return XrefRow(direction="in", as_=as_, id=r.origin, path=path, line=r.line, how=r.how, role=r.as_, origin=r.origin)


# -- between two ----------------------------------------------------------------------------------------------


class Edges(dict[str, dict[str, tuple[str, tuple[str, ...]]]]):
    """The ties of each record to others, looked up when a chain comes by; of several to the same the most telling."""

    def __init__(self, book: Book) -> None:
        super().__init__()
        self._book = book

    def __missing__(self, here: str) -> dict[str, tuple[str, tuple[str, ...]]]:
        best: dict[str, tuple[int, str, list[str]]] = {}
        for r in self._book.index.refs("owner = ? OR record = ?", here, here):
            there = r.record if r.owner == here else r.owner
            if r.how not in CHAINING or there == here or there not in self._book:
                continue
            rank, as_ = CHAINING.index(r.how), _forward(r) if r.owner == here else _backward(r)
            known = best.get(there)
            if known is None or rank < known[0]:
                best[there] = (rank, as_, [r.origin])
            elif rank == known[0]:
                known[2].append(r.origin)
        found = self[here] = {there: (as_, tuple(dict.fromkeys(items))) for there, (_, as_, items) in best.items()}
        return found


def _forward(r: RefRow) -> str:
    return r.as_ if r.how == "related" else {"entity": "names", "link": "links_to"}.get(r.how, r.how)


def _backward(r: RefRow) -> str:
    return INVERSE[r.as_] if r.how == "related" else BACK[r.how]


def between(book: Book, one: str, other: str) -> tuple[ChainRow, ...]:
    """All the shortest chains from one record to another, at most ten, by the ids that they pass."""
    start, end = one.partition("#")[0], other.partition("#")[0]
    edges = Edges(book)
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


def _steps_back(edges: Edges, start: str, end: str) -> dict[str, list[str]]:
    """For each record reached, the records one step nearer the start, up to the end's own distance."""
    distance, before, pending = {start: 0}, {start: list[str]()}, deque([start])
    while pending:
        here = pending.popleft()
        if end in distance and distance[here] >= distance[end]:
            break
        for there in edges[here]:
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
    where, values = selected(book, selection, "brief")
    chosen = set(book.index.column(f"SELECT id FROM unit u WHERE {where}", *values))
    named: dict[str, set[str]] = {}
    entities = "SELECT r.record, r.owner FROM ref r JOIN unit e ON e.id = r.record AND e.kind = 'entity'"
    for entity, brief in book.index.db.execute(f"{entities} WHERE r.how = 'entity'"):
        if brief in chosen:
            named.setdefault(entity, set()).add(brief)
    shared: dict[tuple[str, str], list[str]] = {}
    for entity, briefs in sorted(named.items()):
        ordered = sorted(briefs)
        for n, a in enumerate(ordered):
            for b in ordered[n + 1 :]:
                shared.setdefault((a, b), []).append(entity)
    related = _related(book, chosen)
    pairs = sorted(shared.keys() | related.keys())
    return tuple(PairRow(a=a, b=b, as_=related.get((a, b)), shared=tuple(shared.get((a, b), ()))) for a, b in pairs)


def _related(book: Book, chosen: set[str]) -> dict[tuple[str, str], str]:
    out: dict[tuple[str, str], str] = {}
    for r in book.index.refs("how = 'related'"):
        if r.owner in chosen and r.record in chosen and r.record != r.owner:
            pair, as_ = ((r.owner, r.record), r.as_) if r.owner < r.record else ((r.record, r.owner), INVERSE[r.as_])
            if out.get(pair, "see_also") == "see_also":  # any other term says more
                out[pair] = as_
    return out
