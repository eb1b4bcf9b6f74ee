"""``list``, ``entities`` and ``sources``: one record a line, or stacked where the terminal is narrow."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from brief_cli.model.age import ago
from brief_cli.model.edtf import show_day
from brief_cli.render.page import Lines, Screen, counted, cut, indented, joined, pad, text, width_of, wrapped
from brief_cli.reports.brief import BriefRow
from brief_cli.reports.registers import EntityProfile, SourceProfile

STACKED = 56
LONGEST = 10_000
WITH_TAGS = 160  # how wide the list of briefs may be where it shows tags


def briefs(rows: Sequence[BriefRow], screen: Screen, today: str) -> Lines:
    """The briefs, with what is stale at the left edge."""
    body = [_stacked(r, screen, today) for r in rows] if screen.width < STACKED else [_columns(rows, screen, today)]
    stale, drafts = sum(r.stale for r in rows), sum(r.status == "draft" for r in rows)
    dot = (f" {screen.own('·')} ", "brief.label")
    total = joined("  ", counted(len(rows), "brief"))
    if stale:
        total = joined(total, dot, (screen.signs.attention, "brief.attention"), f" {stale} stale")
    if drafts:
        total = joined(total, dot, counted(drafts, "draft"))
    return [Text(), *(line for lines in body for line in lines), Text(), total, Text()]


def _due(row: BriefRow, today: str) -> str:
    return ago(row.review_due, today) if row.review_due else ""


def _columns(rows: Sequence[BriefRow], screen: Screen, today: str) -> Lines:
    wide, tags = screen.width >= 96, screen.width >= 120
    ids = max([2, *(len(r.id) for r in rows)])
    tail = (10 + 13 + 13 if wide else 12) + (30 if tags else 0)
    titles = max([5, *(width_of(_title(r, wide, LONGEST, screen)) for r in rows)])
    page = min(screen.width, WITH_TAGS) if tags else screen.page
    titles = min(titles, max(page - 2 - ids - 2 - 2 - tail - 1, 12))
    out = [
        _row(
            screen,
            "",
            ("id", ids),
            ("title", titles),
            _ends(wide, tags, "status", "as of", "review due", "tags"),
            "brief.label",
        )
    ]
    for r in rows:
        ends = _ends(wide, tags, r.status, show_day(r.as_of), _due(r, today), cut(_flat(", ".join(r.tags)), 29, screen))
        sign = screen.signs.attention if r.stale else ""
        out.append(_row(screen, sign, (r.id, ids), (_title(r, wide, titles, screen), titles), ends, ""))
    return out


def _title(row: BriefRow, wide: bool, width: int, screen: Screen) -> str:
    """The title, cut where it must be; the status behind it never is."""
    mark = "" if wide or row.status == "active" else f"  {row.status}"
    return cut(_flat(row.title), width - len(mark), screen) + mark


def _ends(wide: bool, tags: bool, status: str, as_of: str, due: str, words: str) -> list[tuple[str, int]]:
    if not wide:
        return [(as_of, 12)]
    return [(status, 10), (as_of, 13), (due, 13 if tags else 12)] + ([(words, 30)] if tags else [])


def _row(
    screen: Screen, sign: str, id_: tuple[str, int], title: tuple[str, int], ends: list[tuple[str, int]], style: str
) -> Text:
    line = joined((f"{sign:<2}", "brief.attention"))
    line.append_text(pad(text(id_[0], style or "brief.id"), id_[1] + 2))
    line.append_text(pad(text(title[0], style), title[1] + 2))
    for value, width in ends:
        line.append_text(pad(text(value, style), width))
    line.rstrip()
    return line


def _flat(value: str) -> str:
    return text(value).plain


def _stacked(row: BriefRow, screen: Screen, today: str) -> Lines:
    sign = (f"{screen.signs.attention if row.stale else '':<2}", "brief.attention")
    facts = f"{show_day(row.as_of)}" + ("" if row.status == "active" else f", {row.status}")
    if row.stale:
        facts += f", stale {_due(row, today)}"
    title = [indented(line, 2) for line in wrapped(text(row.title), screen.page - 3)]
    return [joined(sign, text(row.id, "brief.id")), *title, joined("  ", (facts, "brief.label")), Text()]


# -- registers ------------------------------------------------------------------------------------------------


def entities(rows: Sequence[EntityProfile], screen: Screen) -> Lines:
    """The entities: id, name, type, use."""
    head = ("id", "name", "type", "briefs", "items")
    cells = [(r.id, r.name, r.type, str(r.briefs), str(r.items)) for r in rows]
    return _register(head, cells, screen, counted(len(rows), "entity", "entities"), grow=1)


def sources(rows: Sequence[SourceProfile], screen: Screen) -> Lines:
    """The sources: letter, id, publisher, title, day, origin where there is room, use."""
    head: tuple[str, ...] = ("", "id", "publisher", "title", "published", "origin", "items")
    cells = [
        (
            r.reliability or screen.own("–"),
            r.id,
            r.publisher or "",
            r.title,
            r.published or "",
            r.origin or "",
            str(r.items),
        )
        for r in rows
    ]
    if screen.width < 108:
        head, cells = head[:5] + head[6:], [c[:5] + c[6:] for c in cells]  # type: ignore[misc]
    return _register(head, cells, screen, counted(len(rows), "source"), grow=3)


CAPS = {"publisher": 16, "origin": 12}  # columns that wrap rather than push the others out


def _register(head: tuple[str, ...], cells: Sequence[tuple[str, ...]], screen: Screen, total: str, grow: int) -> Lines:
    """Columns of their own width, the growing one wrapped; stacked where that leaves it too little."""
    flat = [tuple(_flat(value) for value in row) for row in cells]
    widths = [max([width_of(head[n]), *(width_of(row[n]) for row in flat)]) for n in range(len(head))]
    if screen.width >= 72:
        widths = [min(width, CAPS.get(name, width)) for width, name in zip(widths, head, strict=True)]
    rest = sum(w for n, w in enumerate(widths) if n != grow) + 2 * len(widths)
    room = screen.page - 3 - rest
    if room < 14:
        body = [line for row in flat for line in _piled(head, row, grow, screen)]
    else:
        widths[grow] = min(widths[grow], room)
        body = [_line([text(name, "brief.label") for name in head], widths)]
        body += [line for row in flat for line in _wrapped_row(row, widths, head)]
    return [Text(), *body, Text(), joined("  ", total), Text()]


def _line(parts: list[Text], widths: list[int]) -> Text:
    line = Text("  ", end="")
    for part, width in zip(parts, widths, strict=True):
        line.append_text(pad(part, width + 2))
    line.rstrip()
    return line


def _wrapped_row(row: tuple[str, ...], widths: list[int], head: tuple[str, ...]) -> Lines:
    """A row whose cells wrap in their columns."""
    columns = []
    for value, width, name in zip(row, widths, head, strict=True):
        shade = "brief.id" if name == "id" else "brief.label" if name in ("type", "published", "origin") else ""
        number = name in ("briefs", "items")
        columns.append(wrapped(text(f"{value:>{width}}" if number else value, shade), width))
    empty = Text(end="")
    return [
        _line([column[n] if n < len(column) else empty for column in columns], widths)
        for n in range(max(map(len, columns)))
    ]


def _piled(head: tuple[str, ...], row: tuple[str, ...], grow: int, screen: Screen) -> Lines:
    id_ = row[head.index("id")]
    facts = [
        f"{name} {value}".strip()
        for name, value in zip(head, row, strict=True)
        if name not in ("id", head[grow]) and value
    ]
    lines = [text(row[grow]), text(f" {screen.own('·')} ".join(facts), "brief.label")]
    return [
        *(indented(p, 2) for p in wrapped(text(id_, "brief.id"), screen.page - 3)),
        *(indented(p, 4) for line in lines for p in wrapped(line, screen.page - 5)),
    ]
