"""Key points, judgments and events of a page: the text, its second lines, and the gutter of sureness."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.text import Text

from brief_cli.book import Book
from brief_cli.model.brief import KIND_OF
from brief_cli.model.edtf import show_day
from brief_cli.model.yardstick import YARDSTICKS
from brief_cli.render.page import (
    Grid,
    Lines,
    Screen,
    dotted,
    joined,
    right,
    set_apart,
    text,
    together,
    width_of,
    wrapped,
)
from brief_cli.render.prose import Claim, here, name_of, pieces, publisher_of, settled
from brief_cli.reports.brief import JudgmentRow, PointRow
from brief_cli.reports.parts import CitationRow, EventRow

CELLS = 20  # a likelihood bar: 5 % a cell, so that every band of both yardsticks ends on a border
MOST_CITED = 3


def prose(book: Book, content: str, style: str = "") -> Text:
    """A paragraph with its links."""
    out = Text(end="")
    for piece, is_id in pieces(book, content):
        out.append_text(text(piece, "brief.id" if is_id else style))
    return out


def local(address: str) -> str:
    """An item's id inside its brief; without one its place."""
    name = address.partition("#")[2]
    head, _, place = name.partition(".")
    return place if head in KIND_OF and place else name


def written_id(address: str) -> str:
    """An item's id where it has one; its place is no name that a text can cite."""
    name = address.partition("#")[2]
    return "" if "." in name else name


def sign(book: Book, screen: Screen, claim: Claim) -> Text:
    """The alarm of a claim."""
    if claim.unsourced:
        return Text(screen.signs.wrong, "brief.wrong", end="")
    if claim.contested:
        return Text(screen.signs.differs, "" if settled(book, claim) else "brief.differs", end="")
    return Text(end="")


def origins(claim: Any) -> Text:
    """The number of independent origins: one is plain where several are dim."""
    if claim.unsourced:
        return text("no source")
    if claim.single_source:
        return text("one origin")
    return text(f"{getattr(claim, 'origins', 0)} origins", "brief.label")


def evidence(book: Book, claim: Claim, grid: Grid) -> Lines:
    """The gutter of a claim: pairs and publishers, then the origins."""
    if not claim.sources:
        return [origins(claim)]
    if grid.screen.gutter < 26:
        pairs = text(grid.screen.own(" ".join(g for c in claim.sources if (g := c.pair))))
        if not grid.screen.gutter:
            return [joined(pairs, f" {grid.screen.own('·')} " if pairs.plain else "", origins(claim))]
        return [*(wrapped(pairs, grid.screen.gutter) if pairs.plain else []), origins(claim)]
    out: Lines = []
    for citation in claim.sources[:MOST_CITED]:
        out += _cited(book, citation, grid)
    if len(claim.sources) > MOST_CITED:
        out.append(text(f"+{len(claim.sources) - MOST_CITED} more", "brief.label"))
    last = origins(claim)
    if width_of(out[-1]) + 1 + width_of(last) <= grid.screen.gutter:
        out[-1] = joined(out[-1], right(last, grid.screen.gutter - width_of(out[-1])))
    else:
        out.append(right(last, grid.screen.gutter))
    return out


def _cited(book: Book, citation: CitationRow, grid: Grid) -> Lines:
    pair = grid.screen.own(citation.pair)
    name = wrapped(text(publisher_of(book, citation.source), "brief.label"), grid.screen.gutter - 3)
    head = f"{pair:<2} " if pair else "   "
    return [joined(head if n == 0 else "   ", line) for n, line in enumerate(name)]


def against(book: Book, claim: Claim, screen: Screen) -> Lines:
    """The second lines that several kinds of claim have: whose word, what says otherwise, how it was settled."""
    out: Lines = []
    if said := getattr(claim, "said_by", None):
        out.append(joined(("said by ", "brief.label"), text(name_of(book, said))))
    if claim.contradicts:
        out.append(joined(("against ", "brief.label"), ids(claim.id, (tie.id for tie in claim.contradicts))))
    if found := settled(book, claim):
        when = f" {screen.own(show_day(found.on))}" if found.on else ""
        out.append(joined((f"settled{when} {together('for ')}", "brief.label"), ids(claim.id, [found.holds])))
        if claim.resolution and found.why:
            out.append(prose(book, found.why))
    return out


def ids(owner: str, addresses: Iterable[str]) -> Text:
    """Addresses in a row, short inside their own brief."""
    return Text(" ", end="").join(text(here(owner, address), "brief.id") for address in addresses)


def point(book: Book, row: PointRow, grid: Grid) -> Lines:
    """One key point."""
    body = [prose(book, row.text), *against(book, row, grid.screen)]
    return grid.item(sign(book, grid.screen, row), local(row.id), body, evidence(book, row, grid))


def judgment(book: Book, row: JudgmentRow, grid: Grid) -> Lines:
    """One judgment: likelihood at the right, confidence under the text, never on one line."""
    screen = grid.screen
    body = [prose(book, row.text), _sureness(row, screen)]
    if row.change:
        body.append(prose(book, row.change))
    if row.basis:
        body.append(joined(("basis ", "brief.label"), prose(book, row.basis)))
    body += against(book, row, screen)
    margin = Text(end="") if row.unsourced and not row.sources else sign(book, screen, row)
    return grid.item(margin, local(row.id), body, likelihood(book, row, screen))


def _sureness(row: JudgmentRow, screen: Screen) -> Text:
    parts = [joined(("confidence ", "brief.label"), row.confidence or "not given")]
    if row.resolves_by and not row.outcome:
        parts.append(text(together(f"by {show_day(row.resolves_by)}")))
    if row.outcome:
        on = f", {show_day(row.outcome.on)}" if row.outcome.on else ""
        parts.append(text(f"resolved: {row.outcome.result}{on}"))
    return dotted(screen, parts)


def likelihood(book: Book, row: JudgmentRow, screen: Screen) -> Lines:
    """The term, its band on a bar of twenty cells, and the figures under the band."""
    term = book.yardstick.find(row.likelihood)
    if term is None:
        term = next(t for y in YARDSTICKS.values() if (t := y.find(row.likelihood)))
    first = round(term.low / 5) if term.low > 1 else 0
    last = max(round(term.high / 5) if term.high < 99 else CELLS, first + 1)
    bar = joined(
        (screen.signs.track * first, "brief.track"),
        (screen.signs.filled * (last - first), "brief.mark"),
        (screen.signs.track * (CELLS - last), "brief.track"),
    )
    figures = screen.own(f"{term.low}–{term.high} %")
    at = min(max((first + last - len(figures) + 1) // 2, 0), CELLS - len(figures))
    return [text(row.likelihood), bar, joined(" " * at, (figures, "brief.label"))]


def who_and_where(book: Book, row: EventRow) -> Lines:
    """The place of an event and who took part, for a page of its own."""
    out: Lines = []
    if row.place:
        out.append(joined(("at ", "brief.label"), text(name_of(book, row.place))))
    if row.entities:
        names = [name_of(book, e.id) + (f" ({e.role})" if e.role else "") for e in row.entities]
        out.append(joined(("with ", "brief.label"), text(", ".join(names))))
    return out


def event(book: Book, row: EventRow, grid: Grid, *, whole: bool = False) -> Lines:
    """One event of a brief: date, title, and the pair of its first citation; ``whole`` with place and parties."""
    screen = grid.screen
    lines = [joined(text(row.title), "" if row.status == "happened" else set_apart(screen, row.status))]
    if row.detail:
        lines.append(prose(book, row.detail, "brief.label"))
    lines += who_and_where(book, row) if whole else []
    if row.same_as:
        lines.append(joined(("also ", "brief.label"), ids(row.id, (tie.id for tie in row.same_as))))
    lines += against(book, row, screen)
    best = screen.own(row.sources[0].pair) if row.sources else "no source"
    date = text(screen.own(row.date_text))
    if screen.narrow or screen.page - grid.second_at < 24:
        return grid.item(sign(book, screen, row), local(row.id), [date, *lines, text(best)])
    return _beside_date(row, grid, sign(book, screen, row), [date, *lines], best)


def _beside_date(row: EventRow, grid: Grid, alarm: Text, lines: Lines, best: str) -> Lines:
    screen = grid.screen
    gutter = grid.gutter_at if screen.gutter == 26 else screen.page - 1 - max(3, len(best) + 1)
    room = max(min(gutter - 1, grid.text_at + 76) - grid.second_at, 8)
    dated = wrapped(lines[0], grid.second_at - grid.text_at - 1)
    told = [piece for line in lines[1:] for piece in wrapped(line, room)]
    body: Lines = []
    for n in range(max(len(dated), len(told))):
        left = dated[n] if n < len(dated) else Text(end="")
        filled = joined(left, " " * (grid.second_at - grid.text_at - width_of(left)))
        body.append(joined(filled, told[n]) if n < len(told) else left)
    out: Lines = []
    head = joined(alarm, " " * (2 - width_of(alarm)), (local(row.id), "brief.label"))
    if width_of(head) >= grid.text_at:  # an id too long for its column stands above
        out, head = wrapped(head, screen.page - 1), Text(end="")
    for n, line in enumerate(body):
        start = head if n == 0 else Text(end="")
        whole = joined(start, " " * max(grid.text_at - width_of(start), 0), line)
        out.append(joined(whole, " " * max(gutter - width_of(whole), 1), best) if n == 0 else whole)
    return out
