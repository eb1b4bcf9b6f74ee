"""A page as Markdown: what a pipe gets, and what can be pasted into a document."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from brief_cli.book import Book
from brief_cli.model.age import ago
from brief_cli.model.edtf import show_day
from brief_cli.render.delimited import code, escaped, inner
from brief_cli.render.prose import ITEM, blocks, here, name_of, pieces, publisher_of, settled
from brief_cli.render.safe import safe
from brief_cli.reports.brief import BriefPage
from brief_cli.reports.item import ItemPage
from brief_cli.reports.parts import EventRow, RelationRow
from brief_cli.reports.registers import EntityProfile, SourceProfile


def document(book: Book, record: Any, sections: tuple[str, ...] = ()) -> str:
    """Whatever ``show`` found, as Markdown."""
    if isinstance(record, BriefPage):
        return brief(book, record, sections)
    if isinstance(record, ItemPage):
        return item(book, record)
    return profile(book, record)


def said(book: Book, content: str) -> str:
    """Prose as one inert paragraph; an address in it as code, so that it can be copied."""
    runs: list[tuple[str, bool]] = []
    for piece, is_id in pieces(book, content):
        if runs and not is_id and not runs[-1][1]:  # text beside text is read, and made inert, as one
            runs[-1] = (runs[-1][0] + piece, False)
        else:
            runs.append((piece, is_id))
    shown = []
    for n, (run, is_id) in enumerate(runs):
        flat = re.sub(r"\s+", " ", run)
        flat = flat.lstrip() if n == 0 else flat
        shown.append(code(flat) if is_id else escaped(flat) if n == 0 else inner(flat))
    return "".join(shown).rstrip()


def brief(book: Book, page: BriefPage, sections: tuple[str, ...] = ()) -> str:
    """The whole page, or some of its sections under the title."""
    out = [f"# {escaped(page.title)}", ""]
    if not sections or "bottom_line" in sections:
        out += [f"> {said(book, page.bottom_line)}", "", _line(book, page), ""]
    for name, section in SECTIONS:
        if (not sections or name in sections) and (lines := section(book, page)):
            out += [*lines, ""]
    return "\n".join(out)


def _line(book: Book, page: BriefPage) -> str:
    parts = [f"{code(page.id)}", f"as of {show_day(page.as_of)} ({ago(page.as_of, book.today)})"]
    if page.stale and page.review_due:
        parts.append(f"**stale** since {show_day(page.review_due)}")
    if page.reviewed:
        parts.append(f"looked at {show_day(page.reviewed)}")
    handling = page.handling.upper() if page.handling.startswith("tlp:") else page.handling
    return " · ".join([*parts, page.status, escaped(handling)])


def _cited(book: Book, row: Any) -> str:
    """``(B2 Moscow Times; one origin)``."""
    if not row.sources:
        return "(no source)"
    pairs = []
    for c in row.sources:
        pairs.append(f"{c.pair} {escaped(publisher_of(book, c.source))}".strip())
    origins = getattr(row, "origins", None)
    count = "one origin" if row.single_source else f"{origins} origins" if origins else ""
    return f"({', '.join(pairs)}{'; ' + count if count else ''})"


def _against(book: Book, row: Any) -> str:
    out = []
    if getattr(row, "said_by", None):
        out.append(f"said by {escaped(name_of(book, row.said_by))}")
    if row.contradicts:
        out.append(f"against {_codes(row.id, (tie.id for tie in row.contradicts))}")
    if found := settled(book, row):
        on = f" {show_day(found.on)}" if found.on else ""
        out.append(f"settled{on} for {_codes(row.id, [found.holds])}")
    return "; ".join(out)


def _codes(owner: str, addresses: Iterable[str]) -> str:
    """Addresses as code, short inside their own brief."""
    return ", ".join(code(here(owner, address)) for address in addresses)


def _local(address: str) -> str:
    return address.partition("#")[2]


def _points(book: Book, page: BriefPage) -> list[str]:
    rows = []
    for row in page.key_points:
        more = _against(book, row)
        rows.append(f"- {_local(row.id)}: {said(book, row.text)} {_cited(book, row)}" + (f"; {more}" if more else ""))
    return ["## Key points", "", *rows] if rows else []


def _judgments(book: Book, page: BriefPage) -> list[str]:
    out = []
    for row in page.judgments:
        term = book.yardstick.find(row.likelihood)
        band = f" ({term.low}–{term.high} %)" if term else ""
        out += [f"- {_local(row.id)}: {said(book, row.text)}", f"  - likelihood: {row.likelihood}{band}"]
        out.append(f"  - confidence: {row.confidence or 'not given'}")
        if row.basis:
            out.append(f"  - basis: {said(book, row.basis)}")
        if row.outcome:
            out.append(
                f"  - resolved: {row.outcome.result}" + (f", {show_day(row.outcome.on)}" if row.outcome.on else "")
            )
        elif row.resolves_by:
            out.append(f"  - by {show_day(row.resolves_by)}")
        if more := _against(book, row):
            out.append(f"  - {more}")
    return ["## Judgments", "", *out] if out else []


def _summary(book: Book, page: BriefPage) -> list[str]:
    """Its Markdown with the marks that could act made inert: HTML, images and links are shown as text."""
    if not page.summary:
        return []
    paragraphs = [p for p in page.summary.split("\n\n") if p.strip()]
    return ["## Summary", "", *[line for p in paragraphs for line in (*_block_lines(book, p), "")]][:-1]


def _block_lines(book: Book, paragraph: str) -> list[str]:
    """A paragraph as its lines are meant: items as items, a heading in bold, and rows and quotes a line each."""
    out: list[str] = []
    for piece in blocks(paragraph):
        item, words = ITEM.match(piece), piece.lstrip("#").strip()
        if item:
            out.append(f"- {said(book, piece[item.end() :])}")
        elif piece.startswith("#") and words:
            out.append(f"**{said(book, words)}**  ")
        else:
            out.append(f"{said(book, piece)}  ")
    return [*out[:-1], out[-1].rstrip()]


def _events(book: Book, page: BriefPage) -> list[str]:
    rows = []
    for e in sorted(page.events, key=lambda e: e.when.sort_key()):
        status = "" if e.status == "happened" else f" · {e.status}"
        also = [f"also {_codes(e.id, (t.id for t in e.same_as))}"] if e.same_as else []
        more = "".join(f"; {part}" for part in (*also, _against(book, e)) if part)
        rows.append(f"- {_local(e.id)}: **{e.date_text}** {escaped(e.title)}{status} {_cited(book, e)}{more}")
        rows += [f"  - {said(book, e.detail)}"] if e.detail else []
    return ["## Events", "", *rows] if rows else []


def _whole_event(book: Book, page: BriefPage) -> list[str]:
    """The one event of a page, with its place and who took part."""
    (row,) = page.events
    names = [name_of(book, e.id) + (f" ({e.role})" if e.role else "") for e in row.entities]
    place = [f"  - at {escaped(name_of(book, row.place))}"] if row.place else []
    return [*_events(book, page), *place, *([f"  - with {escaped(', '.join(names))}"] if names else [])]


def _entities(book: Book, page: BriefPage) -> list[str]:
    rows = [f"- {escaped(name_of(book, e.id))}" + (f": {escaped(e.role)}" if e.role else "") for e in page.entities]
    return ["## Who and what", "", *rows] if rows else []


def _relation(owner: str, row: RelationRow) -> str:
    """What stands before the other end; a relation that only the other side wrote may be to one item here."""
    term = row.as_.replace("_", " ")
    return f"{_codes(owner, [row.item])} {term}" if row.derived and row.item else term


def _related(book: Book, page: BriefPage) -> list[str]:
    rows = [
        f"- {_relation(page.id, r)} {code(r.to)}" + (f": {said(book, r.note)}" if r.note else "") for r in page.related
    ]
    return ["## Related", "", *rows] if rows else []


def _plain_items(heading: str, part: str) -> Callable[[Book, BriefPage], list[str]]:
    def section(book: Book, page: BriefPage) -> list[str]:
        rows = []
        for row in getattr(page, part):
            why = getattr(row, "why_not", None)
            name = _local(row.id)
            id_ = f"{name}: " if "." not in name else ""  # a place is no name that a text can cite
            rows.append(f"- {id_}{said(book, row.text)}" + (f" (why not: {said(book, why)})" if why else ""))
        if not rows and part == "gaps":
            rows = ["nothing noted"]
        return [f"## {heading}", "", *rows] if rows else []

    return section


def _watch(book: Book, page: BriefPage) -> list[str]:
    rows = []
    for i in page.indicators:
        since = f" since {show_day(i.since)}" if i.since else ""
        bears_on = f"; for {_codes(i.id, i.for_)}" if i.for_ else ""
        rows.append(f"- {_local(i.id)}: {said(book, i.text)} ({i.state}{since}){bears_on}")
    return ["## Watch", "", *rows] if rows else []


def _sources(book: Book, page: BriefPage) -> list[str]:
    rows = [said(book, page.source_summary), ""] if page.source_summary else []
    for s in page.sources:
        facts = [s.publisher or s.id, s.title, s.published.shown() if s.published else "no date"]
        address = f" {_address(s.url)}" if s.url else ""
        rows.append(f"- {s.reliability or '–'} {escaped('; '.join(facts))}{address}")
    return ["## Sources", "", *rows] if rows else []


def _address(url: str) -> str:
    """An autolink for http, https and mailto in plain ASCII; any other address as inert text."""
    plain_one = url.isascii() and url.isprintable() and not set(url) & set('<> "`\\')
    return f"<{url}>" if plain_one and url.startswith(("http://", "https://", "mailto:")) else escaped(url)


SECTIONS: tuple[tuple[str, Callable[[Book, BriefPage], list[str]]], ...] = (
    ("key_points", _points),
    ("judgments", _judgments),
    ("summary", _summary),
    ("events", _events),
    ("entities", _entities),
    ("related", _related),
    ("assumptions", _plain_items("Assumed", "assumptions")),
    ("alternatives", _plain_items("Other readings", "alternatives")),
    ("gaps", _plain_items("Not known", "gaps")),
    ("indicators", _watch),
    ("sources", _sources),
)


def item(book: Book, page: ItemPage) -> str:
    """One item under its brief's title."""
    alone = page.alone()
    section = dict(SECTIONS)[page.part]
    if isinstance(page.item, EventRow):
        section = _whole_event
    parts = [
        f"# {escaped(page.title)}",
        "",
        f"{code(page.id)}",
        "",
        *section(book, alone),
        "",
        *_sources(book, alone),
        "",
    ]
    return "\n".join(parts)


def profile(book: Book, record: EntityProfile | SourceProfile) -> str:
    """An entity or a source with its use."""
    is_entity = isinstance(record, EntityProfile)
    name = record.name if isinstance(record, EntityProfile) else record.title
    out = [f"# {escaped(name)}", ""]
    note = record.summary if isinstance(record, EntityProfile) else record.note
    if note:
        out += [f"> {said(book, note)}", ""]
    out += [f"- {key.replace('_', ' ')}: {escaped(safe(value))}" for key, value in _facts(record)]
    out += ["", f"## {'Named' if is_entity else 'Cited'} in", "", *(f"- {code(a)}" for a in record.used_in), ""]
    return "\n".join(out)


def _facts(record: Any) -> list[tuple[str, str]]:
    names = (
        ("id", "type", "aliases", "country", "part_of", "wikidata")
        if isinstance(record, EntityProfile)
        else (
            "id",
            "publisher",
            "via",
            "author",
            "published",
            "reliability",
            "origin",
            "kind",
            "lang",
            "url",
            "archived",
        )
    )
    values = ((name, getattr(record, name)) for name in names)
    facts = [(name, ", ".join(v) if isinstance(v, tuple) else v) for name, v in values if v]
    spoken = record.names.items() if isinstance(record, EntityProfile) else ()
    return [*facts, *((f"name ({lang})", ", ".join(names)) for lang, names in spoken)]
