"""Rendered reports of the sample book, a file a page and width; UPDATE_GOLDENS=1 renews them (read the diff)."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import NOW, SAMPLE, Run

from brief_cli.book import Book, open_book
from brief_cli.book.open import Where
from brief_cli.query.parse import parse
from brief_cli.query.selection import Everything, Selection
from brief_cli.render.page import TIED, Lines, Screen, width_of
from brief_cli.render.pages import chart, search, show, stats, tables, timeline, xref
from brief_cli.reports import registers
from brief_cli.reports import search as searching
from brief_cli.reports import stats as counting
from brief_cli.reports import timeline as dated
from brief_cli.reports import xref as crossing
from brief_cli.reports.brief import outlines
from brief_cli.reports.show import record

HERE = Path(__file__).parent
SCREENS = {"80": Screen(80, False), "100": Screen(100, False), "40-ascii": Screen(40, True)}


def asked(*words: str) -> Selection:
    return parse(list(words), today=NOW)


def pages() -> dict[str, Callable[[Book, Screen], Lines]]:
    ids = ["lukashenka", "zapad-2025-risks"]
    return {
        "list": lambda b, s: tables.briefs(outlines(b, Selection(Everything(), "")), s, NOW),
        "show-brief": lambda b, s: show.draw(b, record(b, "zapad-2025"), s),
        "show-item": lambda b, s: show.draw(b, record(b, "zapad-2025#k4"), s),
        "show-entity": lambda b, s: show.draw(b, record(b, "statkevich"), s),
        "show-source": lambda b, s: show.draw(b, record(b, "lincoln-ap-2025-09-12"), s),
        "timeline": lambda b, s: timeline.draw(b, dated.timeline(b, asked("since:2025-05")), s),
        "chart": lambda b, s: chart.draw(dated.timeline(b, asked()), s),
        "search": lambda b, s: search.draw(b, searching.search(b, asked("Łukašenka")), s, 12),
        "xref-one": lambda b, s: xref.of_one(b, "statkevich", crossing.of_one(b, "statkevich"), s),
        "xref-two": lambda b, s: xref.between(b, ids, crossing.between(b, *ids), s),
        "xref-none": lambda b, s: xref.matrix(b, crossing.matrix(b, asked()), s),
        "entities": lambda b, s: tables.entities(registers.entities(b, asked("type:event")), s),
        "sources": lambda b, s: tables.sources(registers.sources(b, asked("type:official")), s),
        "stats": lambda b, s: stats.draw(counting.stats(b, asked()), s),
    }


@pytest.fixture(scope="module")
def book() -> Book:
    return open_book(Where(str(SAMPLE)), NOW)


def same(name: str, shown: str) -> None:
    path = HERE / name
    if os.environ.get("UPDATE_GOLDENS"):
        path.write_text(shown, encoding="utf-8")
    assert shown == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("size", SCREENS)
@pytest.mark.parametrize("name", pages())
def test_a_page_is_drawn_as_before_and_fits(name: str, size: str, book: Book) -> None:
    screen = SCREENS[size]
    lines = pages()[name](book, screen)
    assert max(width_of(line) for line in lines) <= screen.width
    same(f"{name}.{size}.txt", "".join(f"{line.plain.rstrip()}\n" for line in lines).replace(TIED, " "))


@pytest.mark.parametrize("name", pages())
def test_ascii_changes_our_signs_and_never_the_text_of_a_file(name: str, book: Book) -> None:
    texts = [
        "".join(line.plain for line in pages()[name](book, Screen(40, ascii_only))) for ascii_only in (False, True)
    ]
    ours = set("▲✗≠→←▌━─╌●≈○×▸◂▁▂▃▄▅▆▇█┊┬┼·…│")
    assert not ours & set(texts[1])


@pytest.mark.parametrize("form", ["json", "markdown", "plain", "csv"])
@pytest.mark.parametrize("command", ["show zapad-2025", "timeline since:2025-12", "list"])
def test_the_other_renderers_write_as_before(command: str, form: str, run: Run) -> None:
    done = run(*command.split(), "--format", form, book=SAMPLE)
    assert (done.code, done.err) == (0, "")
    same(f"{command.split()[0]}.{form}.txt", done.out)
