"""The page of a brief, of one item, and of an entity's or source's profile."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from rich.text import Text

from brief_cli.book import Book
from brief_cli.model.age import ago
from brief_cli.model.edtf import Edtf, show_day
from brief_cli.render.page import (
    SECOND,
    TIED,
    Grid,
    Lines,
    Part,
    Screen,
    beside,
    counted,
    dotted,
    indented,
    joined,
    pad,
    spread,
    text,
    together,
    width_of,
    wrapped,
)
from brief_cli.render.pages import claims, profile
from brief_cli.render.pages.axis import mini
from brief_cli.render.pages.claims import ids, local, prose, written_id
from brief_cli.render.prose import ITEM, Claim, blocks, here, name_of, settled
from brief_cli.reports.brief import BriefPage
from brief_cli.reports.item import ItemPage
from brief_cli.reports.parts import EventRow, RelationRow

LABEL = 10
_MARKS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1|(?<![\w*])\*(?=\S)([^*]+?)(?<=\S)\*(?![\w*])")
_LINKED = re.compile(r"(?<!\[)\[([^\[\]]+)\]\((\S+?)\)")
WIDEST_IDS = 12  # a longer id stands above its text
LONGEST_NAME = 32  # a longer one wraps in its column
SECOND_WIDTH = 20  # what a second column needs; with less room it runs in
CONFIDENCE = ("low", "moderate", "high")


def draw(book: Book, record: Any, screen: Screen, sections: tuple[str, ...] = ()) -> Lines:
    """Whatever ``show`` found."""
    if isinstance(record, BriefPage):
        return brief(book, record, screen, sections)
    if isinstance(record, ItemPage):
        return item(book, record, screen)
    return profile.draw(book, record, screen)


def grid_of(page: BriefPage, screen: Screen) -> Grid:
    """Columns wide enough for the page's longest item id."""
    names = [local(i.id) for part in _ITEMS for i in getattr(page, part)]
    return Grid(screen, min(max([4, *(len(name) + 2 for name in names)]), WIDEST_IDS))


_ITEMS = ("key_points", "judgments", "events", "assumptions", "alternatives", "gaps", "indicators")


def brief(book: Book, page: BriefPage, screen: Screen, sections: tuple[str, ...] = ()) -> Lines:
    """The whole page, or some of its sections under the title."""
    grid = grid_of(page, screen)
    out: Lines = [Text(), *title(page, screen), Text()]
    if not sections or "bottom_line" in sections:
        out += [*bottom_line(book, page, grid), Text(), *_age(book, page, screen), *_how_sure(book, page, screen)]
    for name, section in SECTIONS:
        if (not sections or name in sections) and (lines := section(book, page, grid)):
            out += [Text(), *lines] if out[-1].plain else lines
    if page.handling in ("tlp:amber", "tlp:amber+strict", "tlp:red"):
        out += [Text(), joined("  ", handling(page.handling))]
    return [*out, Text()]


# -- the head -------------------------------------------------------------------------------------------------


def handling(label: str) -> Text:
    """The TLP label in its colour."""
    shade = label.removeprefix("tlp:").partition("+")[0]
    return text(
        label.upper() if label.startswith("tlp:") else label, f"brief.tlp.{shade}" if ":" in label else "brief.label"
    )


def title(page: BriefPage, screen: Screen) -> Lines:
    """What it is called, and quietly its id, status and handling."""
    dot = f" {screen.own('·')} "
    named = joined(text(page.id, "brief.id"), (f"{dot}{page.status}{dot}", "brief.label"), handling(page.handling))
    left = indented(text(page.title), 2)
    if screen.narrow:
        return [*_hung(text(page.title), screen), *_hung(named, screen)]
    return spread(left, named, screen.page - 1) if width_of(left) + width_of(named) < screen.page - 4 else [
        *_hung(text(page.title), screen),
        *_hung(named, screen),
    ]  # fmt: skip


def _hung(line: Text, screen: Screen, by: int = 2) -> Lines:
    return [indented(piece, by) for piece in wrapped(line, screen.page - by - 1)]


def bottom_line(book: Book, page: BriefPage, grid: Grid) -> Lines:
    """The answer: the only bold paragraph, with a bar at its left."""
    screen = grid.screen
    width = min(grid.text_at + grid.text_width - 4, 76)
    body = prose(book, " ".join(page.bottom_line.split()))
    body.stylize("brief.answer")
    return [joined("  ", (f"{screen.signs.bar} ", "brief.id"), line) for line in wrapped(body, width)]


def _labelled(sign: Text, label: str, value: Text, screen: Screen) -> Lines:
    """A label and its value, hanging; in a narrow terminal the label runs in."""
    head = joined(sign, " " * (2 - width_of(sign)), (label, "brief.label"))
    if screen.narrow:
        lines = wrapped(joined((label, "brief.label"), " ", value), screen.page - 3)
        return [
            joined(sign if n == 0 else "", " " * (2 - (width_of(sign) if n == 0 else 0)), x)
            for n, x in enumerate(lines)
        ]
    at = 2 + LABEL
    lines = wrapped(value, min(screen.page - at - 1, 90))
    return [joined(pad(head, at) if n == 0 else " " * at, line) for n, line in enumerate(lines)]


def _age(book: Book, page: BriefPage, screen: Screen) -> Lines:
    def when(day: str) -> str:
        return f"{together(show_day(day))}, {together(ago(day, book.today))}"

    parts: list[Part] = [when(page.as_of)]
    if page.reviewed:
        parts.append(f"looked at {together(show_day(page.reviewed))}")
    if page.stale and page.review_due:
        parts.append(joined(("stale", "brief.strong"), f" since {when(page.review_due)}"))
    elif page.review_due:
        parts.append((f"review due {together(ago(page.review_due, book.today))}", "brief.label"))
    sign = Text(screen.signs.attention, "brief.attention", end="") if page.stale else Text(end="")
    return _labelled(sign, "as of", dotted(screen, parts), screen)


def _how_sure(book: Book, page: BriefPage, screen: Screen) -> Lines:
    """The judgments' confidence, then how the claims stand; each count is said of what it stands behind."""
    given = [c for c in CONFIDENCE if any(j.confidence == c for j in page.judgments)]
    range_ = given[0] if len(given) == 1 else f"{given[0]} to {given[-1]}" if given else "not given"
    sure = f"confidence {range_} in {counted(len(page.judgments), 'judgment')}" if page.judgments else "no judgments"
    parts = [_counts(book, page.judgments, sure), _points_stand(book, page)]
    events = [found for found in _disputes(book, page.events) if found]
    parts += [f"{counted(len(page.events), 'event')}, {', '.join(events)}"] if events else []
    return _labelled(Text(end=""), "how sure", dotted(screen, parts), screen)


def _points_stand(book: Book, page: BriefPage) -> str:
    points = page.key_points
    weak = (
        (sum(p.single_source for p in points), "on one origin"),
        (sum(p.unsourced for p in points), "unsourced"),
    )
    counts = [f"{n} {word}".replace(" ", TIED, 1) for n, word in weak if n]
    return _counts(book, points, ", ".join([counted(len(points), "key point"), *counts]))


def _counts(book: Book, rows: Sequence[Claim], first: str) -> str:
    return ", ".join([first, *_disputes(book, rows)])


def _disputes(book: Book, rows: Sequence[Claim]) -> list[str]:
    """How many of the claims are disputed still, and how many were."""
    done = sum(row.contested and settled(book, row) is not None for row in rows)
    still = sum(row.contested for row in rows) - done
    return [together(f"{n} {word}") for n, word in ((still, "disputed"), (done, "settled")) if n]


# -- the sections ---------------------------------------------------------------------------------------------


def heading(grid: Grid, name: str, label: str = "") -> Text:
    """A bold heading, and the gutter's label where there is a gutter."""
    line = joined("  ", (name, "brief.heading"))
    if not label:
        return line
    return joined(pad(line, grid.gutter_at) if grid.screen.gutter else joined(line, "  "), (label, "brief.label"))


def _apart(items: list[Lines]) -> Lines:
    """Items that may wrap, with a blank line between them."""
    return [line for n, one in enumerate(items) for line in ([Text(), *one] if n else one)]


def _key_points(book: Book, page: BriefPage, grid: Grid) -> Lines:
    label = {26: "grade, source, origins", 22: "grade"}.get(grid.screen.gutter, "")
    rows = [claims.point(book, row, grid) for row in page.key_points]
    return [heading(grid, "Key points", label), *_apart(rows)] if rows else []


def _judgments(book: Book, page: BriefPage, grid: Grid) -> Lines:
    rows = [claims.judgment(book, row, grid) for row in page.judgments]
    return [heading(grid, "Judgments", book.yardstick.name), *_apart(rows)] if rows else []


def _summary(book: Book, page: BriefPage, grid: Grid) -> Lines:
    """The Markdown as paragraphs: headings plain, lists hanging."""
    if not page.summary:
        return []
    out = [heading(grid, "Summary")]
    paragraphs = [p for p in page.summary.split("\n\n") if p.strip()]
    for n, paragraph in enumerate(paragraphs):
        out += [Text()] if n else []
        out += [line for piece in blocks(paragraph) for line in _block(book, piece, grid)]
    return out


def _plainer(piece: str) -> str:
    """Inline Markdown as it reads: emphasis without its marks, a link's address behind its text."""
    return _LINKED.sub(r"\1 (\2)", _MARKS.sub(lambda m: m[2] or m[3], piece))


def _block(book: Book, piece: str, grid: Grid) -> Lines:
    hang = len(found[0]) if (found := ITEM.match(piece)) else 0
    body = prose(book, _plainer(piece.lstrip("#").strip() if piece.startswith("#") else piece))
    lines = wrapped(body, grid.text_width - hang)
    return [indented(line, grid.text_at + (hang if n else 0)) for n, line in enumerate(lines)]


def _events(book: Book, page: BriefPage, grid: Grid) -> Lines:
    ordered = sorted(page.events, key=lambda e: e.when.sort_key())
    rows = [line for row in ordered for line in claims.event(book, row, grid)]
    return [_events_heading(page, grid), *rows] if rows else []


def _events_heading(page: BriefPage, grid: Grid) -> Text:
    """The heading whose rule is the brief's own timeline."""
    screen = grid.screen
    line = heading(grid, "Events")
    dated: list[tuple[Edtf, str]] = [(e.when, e.status) for e in page.events]
    starts = [d.earliest for d, _ in dated if d.earliest]
    ends = [d.latest or d.earliest for d, _ in dated if d.latest or d.earliest]
    if not starts or not ends or screen.narrow:
        return line
    first, last = show_day(min(starts)), show_day(max(d for d in ends if d))
    first = first.rsplit(" ", 1)[0] if first[-4:] == last[-4:] else first
    room = screen.page - 1 - width_of(line) - len(first) - len(last) - 3
    drawn = mini(screen, dated, room)
    return joined(line, " ", (first, "brief.label"), " ", drawn, " ", (last, "brief.label")) if drawn else line


def _entities(book: Book, page: BriefPage, grid: Grid) -> Lines:
    names = [text(name_of(book, e.id)) for e in page.entities]
    at = _second_column(grid, [name for name, e in zip(names, page.entities, strict=True) if e.role])
    rows = [
        _two(grid, "", name, text(e.role or "", "brief.label"), at)
        for name, e in zip(names, page.entities, strict=True)
    ]
    return [heading(grid, "Who and what"), *(line for row in rows for line in row)] if rows else []


def _second_column(grid: Grid, firsts: list[Text]) -> int:
    """Where the second of two columns begins: behind the longest name that leaves it the larger half."""
    most = (grid.screen.page - grid.text_at) * 9 // 20
    longest = max((width_of(first) for first in firsts), default=0)
    return grid.text_at + max(SECOND, min(longest, most, LONGEST_NAME) + 2)


def _two(grid: Grid, sign: str, first: Text, second: Text, at: int) -> Lines:
    """A name and what is said of it, in two columns, or one after the other where there is no room for two."""
    screen = grid.screen
    head = joined("  ", (sign, "brief.label"))
    if not second.plain:
        return [indented(piece, grid.text_at) for piece in wrapped(first, screen.page - grid.text_at - 1)]
    named = wrapped(first, at - grid.text_at - 1)
    if at + SECOND_WIDTH < screen.page and (screen.gutter or len(named) == 1):
        left = [joined(pad(head if n == 0 else Text(end=""), grid.text_at), piece) for n, piece in enumerate(named)]
        return beside(left, wrapped(second, screen.page - at - 1), at)
    pieces = wrapped(joined(first, "  ", second), screen.page - grid.text_at - 1)
    return [joined(pad(head, grid.text_at) if n == 0 else " " * grid.text_at, p) for n, p in enumerate(pieces)]


def _relation(row: RelationRow, owner: str) -> Text:
    """What stands before the other end; a relation that only the other side wrote may be to one item here."""
    term = text(row.as_.replace("_", " "))
    return joined(text(here(owner, row.item), "brief.id"), " ", term) if row.derived and row.item else term


def _related(book: Book, page: BriefPage, grid: Grid) -> Lines:
    longest = max((len(r.to) for r in page.related), default=0)
    second_at = _second_column(grid, [_relation(row, page.id) for row in page.related])
    if second_at + longest >= grid.screen.page:  # an address is not broken where it fits a line of its own
        second_at = grid.screen.page
    out: Lines = []
    for row in page.related:
        sign = grid.screen.signs.back if row.derived else grid.screen.signs.out
        target = text(row.to, "brief.id")
        record = book.briefs.get(row.to.partition("#")[0])
        if record and grid.screen.width >= 76:
            target = joined(pad(target, longest + 3), text(record.title, "brief.label"))
        out += _two(grid, sign, _relation(row, page.id), target, second_at)
        if row.note:
            at = second_at if second_at + SECOND_WIDTH < grid.screen.page else grid.text_at
            out += [indented(p, at) for p in wrapped(prose(book, row.note, "brief.label"), grid.screen.page - at - 1)]
    return [heading(grid, "Related"), *out] if out else []


def _assumed(book: Book, page: BriefPage, grid: Grid) -> Lines:
    rows = [line for a in page.assumptions for line in grid.item("", local(a.id), [prose(book, a.text)])]
    return [heading(grid, "Assumed"), *rows] if rows else []


def _other_readings(book: Book, page: BriefPage, grid: Grid) -> Lines:
    out: Lines = []
    for row in page.alternatives:
        why = [joined(("why not ", "brief.label"), prose(book, row.why_not))] if row.why_not else []
        out += grid.item("", local(row.id), [prose(book, row.text), *why])
    return [heading(grid, "Other readings"), *out] if out else []


def _not_known(book: Book, page: BriefPage, grid: Grid) -> Lines:
    rows = [line for gap in page.gaps for line in grid.item("", written_id(gap.id) or "?", [prose(book, gap.text)])]
    return [heading(grid, "Not known"), *(rows or [indented(text("nothing noted"), grid.text_at)])]


def _watch(book: Book, page: BriefPage, grid: Grid) -> Lines:
    signs = grid.screen.signs
    shown = {"quiet": (signs.quiet, "brief.calm"), "stirring": (signs.stirring, "brief.attention")}
    out: Lines = []
    for row in page.indicators:
        sign, style = shown.get(row.state, (signs.tripped, "brief.wrong"))
        since = joined(" ", (show_day(row.since), "brief.label")) if row.since else Text(end="")
        bears_on = [joined(("for ", "brief.label"), ids(row.id, row.for_))] if row.for_ else []
        state = joined((sign, style), f" {row.state}", since)
        out += grid.item("", local(row.id), [prose(book, row.text), *bears_on], [state])
    return [heading(grid, "Watch"), *out] if out else []


def _sources(book: Book, page: BriefPage, grid: Grid) -> Lines:
    out: Lines = []
    if page.source_summary:
        lines = wrapped(prose(book, " ".join(page.source_summary.split())), grid.text_width)
        out += [*(indented(line, grid.text_at) for line in lines), Text()]
    out += profile.sources(book, page, grid)
    if not out:
        return []
    origins = len({book.origin(s.id) for s in page.sources})
    label = f"{len(page.sources)}, of {counted(origins, 'origin')}" if page.sources else ""
    return [heading(grid, "Sources", label), *out]


SECTIONS: tuple[tuple[str, Callable[[Book, BriefPage, Grid], Lines]], ...] = (
    ("key_points", _key_points),
    ("judgments", _judgments),
    ("summary", _summary),
    ("events", _events),
    ("entities", _entities),
    ("related", _related),
    ("assumptions", _assumed),
    ("alternatives", _other_readings),
    ("gaps", _not_known),
    ("indicators", _watch),
    ("sources", _sources),
)


# -- one item -------------------------------------------------------------------------------------------------


def item(book: Book, page: ItemPage, screen: Screen) -> Lines:
    """One item with its citations in full."""
    alone = page.alone()
    grid = grid_of(alone, screen)
    named = joined(text(page.id, "brief.id"), (f" {screen.own('·')} {page.kind.replace('_', ' ')}", "brief.label"))
    out: Lines = [Text(), *spread(indented(text(page.title), 2), named, screen.page - 1), Text()]
    if isinstance(page.item, EventRow):
        out += [heading(grid, "Events"), *claims.event(book, page.item, grid, whole=True)]
    else:
        out += next(section for name, section in SECTIONS if name == page.part)(book, alone, grid)
    if page.sources:
        out += [Text(), heading(grid, "Sources"), *profile.cited(book, page, grid)]
    return [*out, Text()]
