"""The grid of a page: one text column between a margin of alarms and a gutter of sureness."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from brief_cli.render.safe import inline
from brief_cli.render.signs import Signs, plainer, signs_for

Lines = list[Text]
Part = str | Text | tuple[str, str]
WIDEST, LINE = 112, 76
MARGIN, SECOND = 2, 17  # the sign margin; the width of a first column inside the text
TIED = "\u00a0"
"""A space at which no line breaks; on the screen it is an ordinary one."""
_HELD = "\ufdd0"  # stands for it while Rich breaks lines, since Rich breaks at every kind of space
_console = Console(width=200, file=None, markup=False, emoji=False, highlight=False, color_system=None)


@dataclass(frozen=True, slots=True)
class Screen:
    """What the page is drawn on: its columns and its alphabet."""

    width: int
    ascii: bool
    signs: Signs = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "signs", signs_for(self.ascii))

    @property
    def page(self) -> int:
        """The page's own width: it stands at the left of a wide terminal."""
        return min(self.width, WIDEST)

    @property
    def gutter(self) -> int:
        """The width of the right edge's column; 0 where its lines follow the text."""
        return 26 if self.width >= 96 else 22 if self.width >= 72 else 0

    @property
    def narrow(self) -> bool:
        """Whether rows are stacked."""
        return self.width < 48

    def own(self, text: str) -> str:
        """Our own words in this alphabet."""
        return plainer(text, self.ascii)


@dataclass(frozen=True, slots=True)
class Grid:
    """The columns of one page; ``ids`` is the width of the id column with its space."""

    screen: Screen
    ids: int = 4

    @property
    def text_at(self) -> int:
        """Where text begins."""
        return MARGIN + self.ids

    @property
    def gutter_at(self) -> int:
        """Where the gutter begins; the page's end without one."""
        return self.screen.page - 1 - self.screen.gutter if self.screen.gutter else self.screen.page

    @property
    def text_width(self) -> int:
        """How wide text may be."""
        room = self.gutter_at - 3 if self.screen.gutter else self.screen.page - 1
        return max(min(room - self.text_at, LINE), 8)

    @property
    def second_at(self) -> int:
        """Where a second column begins."""
        return self.text_at + SECOND

    def item(self, sign: Part, name: str, body: Iterable[Text], gutter: Iterable[Text] = (), at: int = 0) -> Lines:
        """One item: sign, id, wrapped text, and beside it the gutter's lines (under it where there is none)."""
        left = [line for text in body for line in wrapped(text, self.text_width)]
        right = list(gutter)
        if not self.screen.gutter and not at:
            left, right = left + [line for text in right for line in wrapped(text, self.text_width)], []
        head = joined(sign, " " * (MARGIN - width_of(sign)), (name, "brief.label"))
        out = [indented(line, self.text_at) for line in left] or [Text()]
        if width_of(head) >= self.text_at:  # an id too long for its column stands above its text
            return [*wrapped(head, self.screen.page - 1), *beside(out, right, at or self.gutter_at)]
        first = pad(head, self.text_at)
        first.append_text(left[0] if left else Text())
        out[0] = first
        return beside(out, right, at or self.gutter_at)


def text(value: str, style: str = "") -> Text:
    """Content as inert text of one line."""
    return Text(inline(value), style=style, end="")


def joined(*parts: Part) -> Text:
    """Parts side by side; strings are content or our own words, never markup."""
    out = Text(end="")
    for part in parts:
        if isinstance(part, Text):
            out.append_text(part)
        elif isinstance(part, tuple):
            out.append(inline(part[0]), style=part[1])
        else:
            out.append(inline(part))
    return out


def width_of(part: Part) -> int:
    """Cells that a part takes."""
    return cell_len(part.plain if isinstance(part, Text) else part[0] if isinstance(part, tuple) else part)


def pad(line: Text, width: int) -> Text:
    """A copy, filled with spaces up to a column; one space at least where something stands before."""
    out = line.copy()
    missing = width - cell_len(out.plain)
    out.append(" " * (missing if missing > 0 else 1 if out.plain else 0))
    return out


def right(line: Text, width: int) -> Text:
    """A copy, pushed to the right edge of a column."""
    return joined(" " * max(width - cell_len(line.plain), 0), line)


def indented(line: Text, by: int) -> Text:
    """A copy behind spaces."""
    return joined(" " * by, line)


def wrapped(line: Text, width: int) -> Lines:
    """The text in lines of a width; words longer than that are folded, nothing is cut."""
    tied = TIED in line.plain
    if tied:
        line = line.copy()
        line.plain = line.plain.replace(TIED, _HELD)
    out = list(line.wrap(_console, max(width, 1), overflow="fold", tab_size=1))
    for piece in out:
        if tied:
            piece.plain = piece.plain.replace(_HELD, TIED)
        piece.rstrip()
        piece.end = ""
    return out or [Text(end="")]


def beside(left: Lines, right_side: Lines, at: int) -> Lines:
    """Two columns side by side."""
    out: Lines = []
    for n in range(max(len(left), len(right_side))):
        line = left[n] if n < len(left) else Text(end="")
        out.append(joined(pad(line, at), right_side[n]) if n < len(right_side) else line)
    return out


def spread(left: Text, right_side: Text, width: int, gap: int = 3) -> Lines:
    """Left and right on one line, or the right one under it where they do not fit."""
    if width_of(left) + gap + width_of(right_side) <= width:
        return [joined(left, " " * (width - width_of(left) - width_of(right_side)), right_side)]
    return [indented(line, 2) for part in (_stripped(left), right_side) for line in wrapped(part, width - 2)]


def _stripped(line: Text) -> Text:
    """A copy without the spaces that it stands behind."""
    return line[len(line.plain) - len(line.plain.lstrip()) :] if line.plain.strip() else line.copy()


def cut(value: str, width: int, screen: Screen) -> str:
    """A label that may end in an ellipsis: only a title in ``list`` and a label on a chart."""
    if cell_len(value) <= width:
        return value
    end = screen.signs.more
    kept = value
    while kept and cell_len(kept) + len(end) > width:
        kept = kept[:-1]
    return kept.rstrip() + end


def counted(n: int, one: str, many: str | None = None) -> str:
    """A number and its noun, on one line."""
    return together(f"{n} {one if n == 1 else many or one + 's'}")


def together(words: str) -> str:
    """Words between which no line breaks."""
    return words.replace(" ", TIED)


def dotted(screen: Screen, parts: Iterable[Part]) -> Text:
    """Parts with a quiet dot between them."""
    out = Text(end="")
    for part in parts:
        out.append_text(joined((f" {screen.own('·')} ", "brief.label") if out.plain else "", part))
    return out


def set_apart(screen: Screen, word: str) -> Text:
    """A word behind a dot: how it stands with what is said before."""
    return joined((f" {screen.own('·')}{TIED}", "brief.label"), together(word))
