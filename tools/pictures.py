"""Pictures of the terminal for the README and the docs, drawn by the program itself.

They hold no outside address: the font is whatever monospace the reader has.
"""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
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
FIRST_LINES = 60  # what the README shows of a long page
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
    return console.export_svg(title=title, theme=theme, code_format=form, unique_id="brief")


def pages(book: Book) -> dict[str, str]:
    """The pictures by file name."""
    wide, narrow = Screen(100, False), Screen(80, False)
    drawn = show.draw(book, record(book, "zapad-2025"), wide)[:FIRST_LINES]
    small = show.draw(book, record(book, "zapad-2025"), narrow)[:FIRST_LINES]
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
