"""Findings one under the other: what, where, the lines with the fault underlined, the mend."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from rich.cells import cell_len
from rich.text import Text

from brief_cli.model.finding import SEVERITIES, Finding
from brief_cli.render.page import Lines, Screen, counted, indented, joined, text, wrapped
from brief_cli.render.problems import parted
from brief_cli.render.safe import inline

AT_ONCE = 50
"""Findings drawn together: handing them to Rich one by one takes three times as long."""
STYLES = {"error": "brief.wrong", "warning": "brief.attention", "note": "brief.label"}
_DEEP = 4  # columns before the numbers of lines


def draw(
    findings: Iterable[Finding], shown: Callable[[str], str], screen: Screen, end: Callable[[], Lines]
) -> Iterator[Lines]:
    """The findings in pieces, and behind the last one what ``end`` sums up."""
    held: Lines = [Text()]
    for n, found in enumerate(findings, 1):
        held += [*_one(found, shown(found.path), screen), Text()]
        if n == 1 or n % AT_ONCE == 0:
            yield held
            held = []
    yield [*held, *end(), Text()]


def summary(counts: dict[str, int], screen: Screen, *, narrowed: bool = False) -> Lines:
    """How many there are of each severity; that there is nothing, where that was asked."""
    if not counts:
        return [joined("  ", ("nothing to mend" + (" of what was asked" if narrowed else ""), "brief.calm"))]
    told = [counted(counts[severity], severity) for severity in SEVERITIES if severity in counts]
    return [indented(line, 2) for line in wrapped(text(", ".join(told)), screen.page - 3)]


def _one(found: Finding, path: str, screen: Screen) -> Lines:
    sign = {"error": screen.signs.wrong, "warning": screen.signs.attention}.get(found.severity, screen.signs.dot)
    style = STYLES[found.severity]
    head = joined(text(found.message), "  ", (found.code, style))
    first, *more = wrapped(head, screen.page - 3)
    within = f"  in {found.id}" if found.id else ""
    place = text(f"{path}:{found.line}:{found.column}{within}", "brief.label")
    out = [joined((sign, style), " ", first), *(indented(line, 2) for line in more)]
    out += [indented(line, 2) for line in wrapped(place, screen.page - 3)]
    return [*out, *_excerpt(found, screen, style), *(indented(line, 2) for line in _mend(found, screen))]


def _mend(found: Finding, screen: Screen) -> Lines:
    lines = wrapped(text(found.hint), screen.page - 9)
    return [joined(("mend  ", "brief.label") if n == 0 else " " * 6, line) for n, line in enumerate(lines)]


def _excerpt(found: Finding, screen: Screen, style: str) -> Lines:
    width = max((len(str(number)) for number, _ in found.excerpt), default=1)
    rule = screen.signs.down
    room = max(screen.page - _DEEP - width - 4, 8)
    out: Lines = []
    for number, line in found.excerpt:
        if number != found.line:
            shown = _cut(inline(line), 0, room, screen)[0]
            out.append(joined(" " * _DEEP, (f"{number:>{width}} {rule} ", "brief.label"), shown))
            continue
        before, fault = parted(found, line)
        shown, at = _cut(inline(line), cell_len(before), room, screen)
        cells = max(min(cell_len(fault), room - at), 1)
        out.append(joined(" " * _DEEP, (f"{number:>{width}} ", "brief.label"), (f"{rule} ", "brief.label"), shown))
        mark = (screen.signs.under * cells, style)
        out.append(joined(" " * (_DEEP + width + 1), (f"{rule} ", "brief.label"), " " * at, mark))
    return out


def _cut(line: str, at: int, room: int, screen: Screen) -> tuple[str, int]:
    """A line as far as there is room, with the cell ``at`` in sight, and the cell at which that stands then."""
    more = screen.signs.more
    begin = 0
    if at > room - 12:
        cells = 0
        while begin < len(line) and cells < at - room // 3:
            cells += cell_len(line[begin])
            begin += 1
        at = at - cells + cell_len(more)
        line = more + line[begin:]
    if cell_len(line) <= room:
        return line, at
    end, cells = 0, cell_len(more)
    while end < len(line) and cells + cell_len(line[end]) <= room:
        cells += cell_len(line[end])
        end += 1
    return line[:end] + more, at
