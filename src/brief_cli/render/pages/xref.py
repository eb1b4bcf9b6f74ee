"""Cross-references: of one, the chains between two, the matrix."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from brief_cli.book import Book
from brief_cli.render.page import Lines, Screen, counted, indented, joined, pad, spread, text, width_of, wrapped
from brief_cli.render.pages.claims import local
from brief_cli.reports.xref import ChainRow, PairRow, XrefRow

MOST_TOGETHER = 8


def title_of(book: Book, id_: str) -> str:
    """What a record is called."""
    record = id_.partition("#")[0]
    if record in book.briefs:
        return book.briefs[record].title
    return book.entities[record].name if record in book.entities else book.sources[record].title


def kind_of(book: Book, id_: str) -> str:
    """What kind of thing a record is."""
    record = id_.partition("#")[0]
    if record in book.briefs:
        return "brief"
    return book.entities[record].type if record in book.entities else "source"


def of_one(book: Book, id_: str, rows: Sequence[XrefRow], screen: Screen) -> Lines:
    """Who names it, in which role and where; what it names; what it is named together with."""
    dot = f" {screen.own('·')} "
    named = joined(text(id_, "brief.id"), (dot + kind_of(book, id_), "brief.label"))
    out: Lines = [Text(), *spread(indented(text(title_of(book, id_)), 2), named, screen.page - 1)]
    back = [row for row in rows if row.direction == "in"]
    ahead = [row for row in rows if row.direction == "out"]
    if back:
        briefs = len({row.id.partition("#")[0] for row in back} & book.briefs.keys())
        counts = f"  {counted(briefs, 'brief')}, {_times(len(back))}"
        out += [Text(), joined("  ", ("Named in", "brief.heading"), (counts, "brief.label"))]
        out += _grouped(back, screen.signs.back, screen)
    if ahead:
        out += [Text(), joined("  ", ("Names", "brief.heading"), (f"  {_times(len(ahead))}", "brief.label"))]
        lacking = frozenset(row.id.partition("#")[0] for row in ahead if not book.knows(row.id))
        out += _grouped(ahead, screen.signs.out, screen, lacking)
    if together := _together(book, id_):
        out += [Text(), joined("  ", ("Together with", "brief.heading"))]
        out += [_counted_row(book, other, n, screen) for other, n in together]
    return [*out, Text()]


def _times(n: int) -> str:
    return "once" if n == 1 else counted(n, "time")


def _label(row: XrefRow) -> str:
    """How a naming reads: a role in its own words; of a settled dispute which side it speaks for."""
    if row.how == "entity":
        return row.role or "named"
    if row.how == "holds":
        return "settled for" if row.direction == "out" else "holds against"
    return row.as_.replace("_", " ")


def _counted_row(book: Book, other: str, n: int, screen: Screen) -> Text:
    name = indented(text(title_of(book, other)), 6)
    return joined(
        pad(name, 46) if screen.page >= 60 and width_of(name) < 45 else joined(name, "  "), counted(n, "brief")
    )


def _grouped(rows: list[XrefRow], sign: str, screen: Screen, lacking: frozenset[str] = frozenset()) -> Lines:
    """One line a record and kind, with the items it stands in."""
    groups: dict[tuple[str, str], list[str]] = {}
    for row in sorted(rows, key=lambda row: (row.path, row.line)):
        other, _, item = row.id.partition("#")
        here = local(row.origin) if row.direction == "out" and "#" in row.origin else local(row.id) if item else ""
        groups.setdefault((other, _label(row)), []).append(here)
    labels = min(max((width_of(text(label)) for _, label in groups), default=0), 22)
    ids = max(len(other) for other, _ in groups)
    out: Lines = []
    for (other, label), items in sorted(groups.items()):
        head = joined("  ", (f"{sign:<4}", "brief.label"))
        where = text(" ".join(dict.fromkeys(i for i in items if i)), "brief.label")
        if other in lacking:
            where = joined(where, " " if where.plain else "", ("not in the book", "brief.attention"))
        if 6 + labels + 1 + ids + 13 > screen.page:
            body = joined(text(label), "  ", text(other, "brief.id"), "  ", where)
            out += [joined(head if n == 0 else "      ", p) for n, p in enumerate(wrapped(body, screen.page - 7))]
            continue
        named = wrapped(text(label), labels)
        at = 6 + labels + 1
        places = wrapped(where, screen.page - 1 - at - ids - 3)
        for n in range(max(len(named), len(places))):
            line = joined(head if n == 0 else "      ", named[n] if n < len(named) else "")
            line = joined(pad(line, at), text(other, "brief.id")) if n == 0 else line
            out.append(joined(pad(line, at + ids + 3), places[n]) if n < len(places) and places[n].plain else line)
    return out


def _together(book: Book, id_: str) -> list[tuple[str, int]]:
    """The entities that the most briefs name beside this one."""
    if id_ not in book.entities:
        return []
    ranked = sorted(book.named_beside(id_).items(), key=lambda pair: (-pair[1], title_of(book, pair[0])))
    return [pair for pair in ranked if pair[1] > 1][:MOST_TOGETHER]


def between(book: Book, ids: list[str], rows: Sequence[ChainRow], screen: Screen) -> Lines:
    """Chains stand upright, so that they fit any width."""
    chains: dict[int, list[ChainRow]] = {}
    for row in rows:
        chains.setdefault(row.chain, []).append(row)
    steps = max((len(chain) for chain in chains.values()), default=0)
    counts = f"  {counted(len(chains), 'shortest chain')}, {counted(steps, 'step')}{' each' if len(chains) > 1 else ''}"
    ends = joined("  ", text(ids[0], "brief.id"), " to ", text(ids[1], "brief.id"), (counts, "brief.label"))
    head = wrapped(ends, screen.page - 3)
    out: Lines = [Text(), *(indented(line, 2 if n else 0) for n, line in enumerate(head))]
    longest = max((len(end) for row in rows for end in (row.from_, row.to)), default=0)
    for n, chain in chains.items():
        out += [Text(), *_node(book, f"{n}", chain[0].from_, longest, screen)]
        for row in chain:
            link = joined(f"      {screen.signs.down} ", row.as_.replace("_", " "), "  ", (_items(row), "brief.label"))
            out += [*_bent(link, screen), *_node(book, "", row.to, longest, screen)]
    return [*out, Text()]


def _bent(link: Text, screen: Screen) -> Lines:
    pieces = wrapped(link, screen.page - 1)
    return [piece if n == 0 else indented(piece, 8) for n, piece in enumerate(pieces)]


def _items(row: ChainRow) -> str:
    """The items that a step stands in; a relation stands in none."""
    whole = "" if row.as_ in ("names", "named_in") else "related"
    return " ".join(dict.fromkeys(local(item) if "#" in item else whole for item in row.items)).strip()


def _node(book: Book, n: str, id_: str, longest: int, screen: Screen) -> Lines:
    head = joined("  ", (f"{n:<4}", "brief.label"), text(id_, "brief.id"))
    title = text(title_of(book, id_))
    if 6 + longest + 2 + width_of(title) < screen.page:
        return [joined(pad(head, 6 + longest + 2), title)]
    return [head, *(indented(piece, 8) for piece in wrapped(title, screen.page - 9))]


def matrix(book: Book, rows: Sequence[PairRow], screen: Screen) -> Lines:
    """The lower half of the square of briefs; too wide, a list of pairs, most shared first."""
    ids = sorted({end for row in rows for end in (row.a, row.b)})
    longest = max((len(id_) for id_ in ids), default=0)
    pairs = {(row.a, row.b): row for row in rows}
    if 4 + 2 + longest + 3 + 5 * len(ids) > screen.page:
        return _pairs(rows, screen)
    at = 6 + longest + 2
    out: Lines = [Text(), joined(" " * at, *((f"{n:>4} ", "brief.label") for n in range(1, len(ids) + 1)))]
    for n, id_ in enumerate(ids):
        line = pad(joined((f"{n + 1:>4}  ", "brief.label"), text(id_, "brief.id")), at)
        for other in ids[:n]:
            line.append_text(_cell(pairs.get((other, id_))))
        line.append_text(joined((f"{screen.own('·'):>4}", "brief.label")))
        out.append(line)
    foot = joined("  ", (f"shared entities {screen.own('·')} * also related by the analyst", "brief.label"))
    return [*out, Text(), *wrapped(foot, screen.page - 1), Text()]


def _cell(row: PairRow | None) -> Text:
    if row is None:
        return Text("     ", end="")
    weak = len(row.shared) < 3 and not row.as_
    return text(f"{len(row.shared) or '':>4}{'*' if row.as_ else ' '}", "brief.label" if weak else "")


def _pairs(rows: Sequence[PairRow], screen: Screen) -> Lines:
    out: Lines = [Text()]
    for row in sorted(rows, key=lambda r: (-len(r.shared), r.a, r.b)):
        count = f"{len(row.shared):>4}{'*' if row.as_ else ' '}  "
        ends = joined(text(row.a, "brief.id"), "  ", text(row.b, "brief.id"))
        pieces = wrapped(ends, screen.page - 8)
        out += [joined(count if n == 0 else " " * 7, piece) for n, piece in enumerate(pieces)]
    foot = joined("  ", (f"shared entities {screen.own('·')} * also related by the analyst", "brief.label"))
    return [*out, Text(), *wrapped(foot, screen.page - 1), Text()]
