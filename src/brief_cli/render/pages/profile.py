"""Profiles of entities and sources, and the list of sources at the end of a page."""

from __future__ import annotations

from typing import Any

from rich.text import Text

from brief_cli.book import Book
from brief_cli.model.edtf import show_day
from brief_cli.model.registers import Source
from brief_cli.render.page import (
    Grid,
    Lines,
    Screen,
    beside,
    counted,
    indented,
    joined,
    pad,
    spread,
    text,
    wrapped,
)
from brief_cli.render.pages.claims import local, prose
from brief_cli.render.prose import name_of
from brief_cli.reports.brief import BriefPage
from brief_cli.reports.item import ItemPage
from brief_cli.reports.registers import EntityProfile, SourceProfile


def draw(book: Book, record: EntityProfile | SourceProfile, screen: Screen) -> Lines:
    """An entity or a source with its fields and its use."""
    grid = Grid(screen)
    is_entity = isinstance(record, EntityProfile)
    kind = record.type if isinstance(record, EntityProfile) else record.kind or "source"
    name = record.name if isinstance(record, EntityProfile) else record.title
    dot = f" {screen.own('·')} "
    more = getattr(record, "country", None) or getattr(record, "reliability", None)
    named = joined(text(record.id, "brief.id"), (dot + kind + (f"{dot}{more}" if more else ""), "brief.label"))
    out: Lines = [Text(), *spread(indented(text(name), 2), named, screen.page - 1)]
    for label, value in _fields(book, record):
        out += _field(label, value, grid)
    if record.summary if isinstance(record, EntityProfile) else record.note:
        body = prose(book, (record.summary if isinstance(record, EntityProfile) else record.note) or "")
        out += [Text(), *(indented(line, 2) for line in wrapped(body, min(screen.page - 3, 76)))]
    verb = "Named in" if is_entity else "Cited in"
    counts = f"  {counted(record.briefs, 'brief')}, {counted(record.items, 'item')}"
    out += [Text(), joined("  ", (verb, "brief.heading"), (counts, "brief.label")), *_uses(book, record, grid)]
    return [*out, Text()]


def _field(label: str, value: Text, grid: Grid) -> Lines:
    """A label and its value; what goes on under one label comes with an empty one."""
    at = 2 + 14
    lines = wrapped(value, max(grid.screen.page - at - 1, 8))
    head = joined("  ", (label, "brief.label"))
    return [joined(pad(head, at) if n == 0 else " " * at, line) for n, line in enumerate(lines)]


def _fields(book: Book, record: Any) -> list[tuple[str, Text]]:
    """What is written of a record, but its id, kind and prose."""
    out: list[tuple[str, Text]] = []
    if isinstance(record, EntityProfile):
        rows: list[tuple[str, Any]] = [("also", record.aliases)]
        widest = max(map(len, record.names), default=0)
        spoken = [joined((f"{lg:<{widest}}  ", "brief.label"), ", ".join(ns)) for lg, ns in record.names.items()]
        rows += [("" if n else "names", line) for n, line in enumerate(spoken)]
        rows += [("weak names", record.weak_aliases)]
        rows += [("part of", [name_of(book, p) for p in record.part_of]), ("not", record.not_same_as)]
        rows += [("wikidata", record.wikidata)]
    else:
        rows = [("publisher", record.publisher), ("via", record.via), ("author", record.author)]
        rows += [("published", book.sources[record.id].published), ("retrieved", record.retrieved)]
        rows += [("origin", record.origin), ("language", record.lang), ("address", record.url)]
        rows += [("kept copy", record.archived)]
    for label, value in rows:
        shown = (
            ", ".join(value) if isinstance(value, list | tuple) else value.shown() if hasattr(value, "shown") else value
        )
        if isinstance(shown, Text):
            out.append((label, shown))
        elif shown:
            out.append((label, _address(shown) if label in ("address", "kept copy") else text(shown)))
    return out + [(key, text(str(value))) for key, value in record.x.items()]


def _address(url: str) -> Text:
    """An address; a link only for http, https and mailto, and only when every character is plain."""
    out = text(url)
    if url.startswith(("http://", "https://", "mailto:")) and url.isascii() and url.isprintable() and " " not in url:
        out.stylize(f"link {url}")
    return out


def _uses(book: Book, record: EntityProfile | SourceProfile, grid: Grid) -> Lines:
    by_brief: dict[str, list[str]] = {}
    for address in sorted(record.used_in, key=lambda a: (len(a), a)):  # e2 before e10
        owner, _, item = address.partition("#")
        by_brief.setdefault(owner, []).extend([local(address)] if item else [])
    out: Lines = []
    longest = max((len(owner) for owner in by_brief), default=0)
    for owner, items in sorted(by_brief.items()):
        start = joined("  ", (f"{grid.screen.signs.back} ", "brief.label"), "  ", text(owner, "brief.id"))
        at = 6 + longest + 3
        if at + 10 > grid.screen.page:
            out += [
                start,
                *(indented(x, 8) for x in wrapped(text(" ".join(items), "brief.label"), grid.screen.page - 9)),
            ]
            continue
        pieces = wrapped(text(" ".join(items), "brief.label"), grid.screen.page - at - 1)
        out += [joined(pad(start, at) if n == 0 else " " * at, piece) for n, piece in enumerate(pieces)]
    return out


# -- the list of sources --------------------------------------------------------------------------------------


def sources(book: Book, page: BriefPage, grid: Grid) -> Lines:
    """Letter, publisher, title; at the right edge the day and the items that use it."""
    used: dict[str, list[str]] = {}
    for part in ("key_points", "judgments", "events"):
        for row in getattr(page, part):
            for citation in row.sources:
                used.setdefault(citation.source, []).append(local(row.id))
    return [line for source in page.sources for line in _source(source, used.get(source.id, []), grid)]


def _source(source: Source, items: list[str], grid: Grid) -> Lines:
    screen = grid.screen
    day = text(screen.own(source.published.shown() if source.published else "no date"))
    room = max(screen.gutter - 13, 6)
    last = wrapped(text(" ".join(dict.fromkeys(items)), "brief.label"), room)
    dates = wrapped(day, 12)
    used = text(" ".join(dict.fromkeys(items)), "brief.label")
    gutter = beside(dates, last if used.plain else [], 13) if screen.gutter else [joined(day, "  ", used)]
    letter = source.reliability or screen.own("–")
    publisher = text(source.publisher or source.id)
    if screen.gutter < 26:
        return grid.item("", letter, [joined(publisher, ": ", text(source.title))], gutter)
    return _columns(grid, letter, publisher, text(source.title), gutter)


def _columns(grid: Grid, letter: str, publisher: Text, title: Text, gutter: Lines) -> Lines:
    first = grid.second_at - grid.text_at
    left = wrapped(publisher, first - 1)
    right_side = wrapped(title, grid.text_width - first)
    body = beside(left, right_side, first)
    return grid.item("", letter, body, gutter)


def cited(book: Book, page: ItemPage, grid: Grid) -> Lines:
    """The citations of one item, in full."""
    out: Lines = []
    for citation in getattr(page.item, "sources", ()):
        source = book.sources.get(citation.source)
        pair = grid.screen.own(citation.pair)
        lines = (
            [joined(text(source.publisher or "", ""), ": " if source.publisher else "", text(source.title))]
            if source
            else []
        )
        lines.append(joined(text(citation.source, "brief.id"), *_where(citation, source, grid)))
        if citation.note:
            lines.append(prose(book, citation.note))
        if source and source.url:
            lines.append(_address(source.url))
        out += [*([Text()] if out else []), *grid.item("", pair, lines)]
    return out


def _where(citation: Any, source: Source | None, grid: Grid) -> list[Text]:
    parts = [citation.locator, source.published.shown() if source and source.published else None]
    parts += [f"read {show_day(source.retrieved)}" if source and source.retrieved else None]
    return [joined((f" {grid.screen.own('·')} ", "brief.label"), text(part)) for part in parts if part]
