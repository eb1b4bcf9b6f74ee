"""Pictures of the terminal for the README and the docs, drawn by the program itself.

They hold no outside address: the font is whatever monospace the reader has.  Every stretch of text stands at its own
place, so that columns hold in viewers that drop leading spaces or do not know `textLength`.
"""

from __future__ import annotations

import html
import io
import os
import re
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.cells import cell_len
from rich.console import Console
from rich.terminal_theme import TerminalTheme

from brief_cli.book import Book, open_book
from brief_cli.book.open import Where
from brief_cli.query.parse import parse
from brief_cli.render.page import Lines, Screen
from brief_cli.render.pages import chart, show
from brief_cli.render.terminal import THEME
from brief_cli.reports.show import record
from brief_cli.reports.timeline import timeline

ROOT = Path(__file__).parent.parent
TODAY = "2026-03-24"
FONT = "ui-monospace, 'JetBrains Mono', 'DejaVu Sans Mono', Menlo, Consolas, monospace"
LAST = "j2"  # the item that ends the picture of a long page
CELL = 12.2  # Rich's width of a character
TEXT = re.compile(
    r'<text class="(brief-r\d+)" x="([\d.]+)" y="([\d.]+)" textLength="[\d.]+" ([^>]*)>(.*?)</text>', re.S
)
STRETCH = re.compile(r"\S+(?: \S+)*")
DARK = TerminalTheme(
    (23, 26, 31), (205, 210, 214),
    [(60, 66, 74), (224, 108, 100), (128, 184, 120), (219, 168, 82),
     (97, 150, 220), (190, 130, 220), (92, 180, 180), (205, 210, 214)],
)  # fmt: skip
LIGHT = TerminalTheme(
    (252, 252, 250), (36, 40, 44),
    [(60, 66, 74), (196, 48, 43), (56, 128, 70), (150, 100, 0),
     (30, 90, 180), (130, 60, 170), (10, 115, 125), (36, 40, 44)],
)  # fmt: skip


def picture(lines: Lines, width: int, theme: TerminalTheme, title: str) -> str:
    """An SVG of a page."""
    console = Console(
        record=True, width=width, file=io.StringIO(), theme=THEME, markup=False, emoji=False, highlight=False,
        force_terminal=True, color_system="standard", _environ={},
    )  # fmt: skip
    for line in lines:
        console.print(line, no_wrap=True, overflow="ignore", crop=False)
    form = re.sub(r"@font-face \{\{.*?\}\}", "", CONSOLE_SVG_FORMAT, flags=re.S)
    form = re.sub(r"font-family: [^;]+;", f"font-family: {FONT};", form).replace("https://www.textualize.io", "")
    form = form.replace("<!-- Generated with Rich  -->", "")
    svg = console.export_svg(title=title, theme=theme, code_format=form, unique_id="brief")
    return TEXT.sub(placed, svg)


def placed(found: re.Match[str]) -> str:
    """A run of text as stretches without wide gaps, each at its own column."""
    style, x, y, more, content = found.groups()
    plain = html.unescape(content).replace("\xa0", " ").strip("\n")
    out = []
    for stretch in STRETCH.finditer(plain):
        at = float(x) + cell_len(plain[: stretch.start()]) * CELL
        width = cell_len(stretch[0]) * CELL
        inside = html.escape(stretch[0], quote=False).replace(" ", "&#160;")
        out.append(f'<text class="{style}" x="{at:g}" y="{y}" textLength="{width:g}" {more}>{inside}</text>')
    return "".join(out)


def through(lines: Lines, item: str) -> Lines:
    """The page up to the blank line behind an item."""
    start = next(n for n, line in enumerate(lines) if line.plain[2:].startswith(f"{item} "))
    return lines[: next((n for n in range(start, len(lines)) if not lines[n].plain), len(lines)) + 1]


def pages(book: Book) -> dict[str, str]:
    """The pictures by file name."""
    wide, narrow = Screen(100, False), Screen(80, False)
    drawn = through(show.draw(book, record(book, "zapad-2025"), wide), LAST)
    small = through(show.draw(book, record(book, "zapad-2025"), narrow), LAST)
    events = timeline(book, parse(["since:2025"], today=TODAY))
    return {
        "show-dark.svg": picture(drawn, 100, DARK, "brief show zapad-2025"),
        "show-light.svg": picture(small, 80, LIGHT, "brief show zapad-2025"),
        "chart-dark.svg": picture(chart.draw(events, wide), 100, DARK, "brief timeline --chart since:2025"),
    }


def main() -> None:
    """Write them all."""
    os.environ.pop("COLUMNS", None)
    folder = ROOT / "docs" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    for name, svg in pages(open_book(Where(str(ROOT / "briefs")), TODAY)).items():
        (folder / name).write_text("\n".join(line.rstrip() for line in svg.splitlines()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
