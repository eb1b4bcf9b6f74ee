"""Hits, grouped by where they stand, the match underlined as it is spelled in the file."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from brief_cli.book import Book
from brief_cli.model.links import Link, split
from brief_cli.render.page import Lines, Screen, counted, indented, joined, pad, text, wrapped
from brief_cli.render.pages.claims import local
from brief_cli.render.prose import label
from brief_cli.render.safe import inline
from brief_cli.reports.search import Hit, Hits


def draw(book: Book, found: Hits, screen: Screen, limit: int | None = None) -> Lines:
    """Groups stand by their best hit; the foot says how the words were read."""
    rows = found.rows[:limit]
    groups: dict[str, list[Hit]] = {}
    for hit in rows:
        groups.setdefault(hit.brief or hit.id, []).append(hit)
    out: Lines = [Text()]
    for owner, hits in groups.items():
        out += [
            *_head(book, owner, hits[0], screen),
            *(line for hit in hits for line in _hit(book, hit, screen)),
            Text(),
        ]
    return [*out, *_foot(rows, found, screen), Text()]


def _head(book: Book, owner: str, hit: Hit, screen: Screen) -> Lines:
    kind = book.entities[owner].type if owner in book.entities else ""
    title = f"{hit.title}, {kind}" if kind else hit.title
    told = hit.brief is None and hit.field in ("title", "name")  # the hit below is the title
    line = text(owner, "brief.id")
    line = line if told else joined(line, "  ", text(title, "brief.label"))
    return [indented(piece, 2) for piece in wrapped(line, screen.page - 3)]


def _hit(book: Book, hit: Hit, screen: Screen) -> Lines:
    kind = (
        "alias"
        if hit.field == "alias"
        else hit.kind.replace("_", " ")
        if "#" in hit.id
        else hit.field.replace("_", " ")
    )
    name = local(hit.id) if "#" in hit.id else ""
    head = joined("  ", (name, "brief.label"))
    if screen.width >= 60:
        at = max(7 + 11, len(name) + 3 + 12)
        head = joined(pad(head, at - 12) if name else " " * (at - 12), (kind, "brief.label"))
    else:
        at = max(6, len(name) + 4)
    if at > screen.page // 2:  # an id too long for its column stands above its text
        label = f"{name}  {kind}" if screen.width >= 60 else name
        above = [indented(line, 2) for line in wrapped(text(label, "brief.label"), screen.page - 3)]
        return [*above, *(indented(line, 6) for line in wrapped(_marked(book, hit), min(screen.page - 7, 76)))]
    body = wrapped(_marked(book, hit), min(screen.page - at - 1, 76))
    return [joined(pad(head, at) if n == 0 else " " * at, line) for n, line in enumerate(body)]


def _marked(book: Book, hit: Hit) -> Text:
    """The text, or of a long one the paragraph of the first match, as it reads, with every match underlined."""
    start = hit.spans[0][0] if hit.spans else 0
    before = hit.text.rfind("\n\n", 0, start)
    first = before + 2 if before >= 0 else 0
    last = hit.text.find("\n\n", start)
    last = len(hit.text) if last < 0 else last
    out, at = Text(end=""), first
    for piece in split(hit.text[first:last]):
        if isinstance(piece, Link):
            begin, at = at, at + piece.end - piece.start
            found = any(s < at and begin < e for s, e in hit.spans)
            out.append(inline(label(book, piece)[0]), style="brief.match" if found else "")
        else:
            begin, at = at, at + len(piece)
            out.append_text(_underlined(hit, begin, at))
    return out


def _underlined(hit: Hit, first: int, last: int) -> Text:
    out, at = Text(end=""), first
    for begin, end in hit.spans:
        if begin >= at and end <= last:
            out.append(inline(hit.text[at:begin]))
            out.append(inline(hit.text[begin:end]), style="brief.match")
            at = end
    out.append(inline(hit.text[at:last]))
    return out


def _foot(rows: Sequence[Hit], found: Hits, screen: Screen) -> Lines:
    briefs = len({hit.brief for hit in rows if hit.brief})
    parts = [counted(briefs, "brief")] if briefs else []
    for kind, many in (("entity", "entities"), ("source", "sources")):
        n = sum(hit.kind == kind for hit in rows)
        parts += [counted(n, kind, many)] if n else []
    line = joined("  ", f"{counted(len(rows), 'hit')} in {', '.join(parts)}" if parts else counted(len(rows), "hit"))
    for entity in dict.fromkeys(r.entity for r in found.readings if r.entity):
        words = " ".join(r.word for r in found.readings if r.entity == entity)
        spellings = max(len(r.spellings) for r in found.readings if r.entity == entity)
        dot = (f" {screen.own('·')} ", "brief.label")
        others = f" and its {counted(spellings, 'spelling')}"
        line = joined(line, dot, text(words), " read as ", text(entity, "brief.id"), others)
    out = [indented(piece, 0 if n == 0 else 2) for n, piece in enumerate(wrapped(line, screen.page - 3))]
    if any(hit.via for hit in rows):
        out.append(joined("  ", ("--exact searches only what you typed", "brief.label")))
    return out
