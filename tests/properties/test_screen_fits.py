"""At any width a page fits, and what a file says stands on it whole."""

from __future__ import annotations

import re

import pytest
from conftest import NOW, SAMPLE, MakeBook, a_brief

from brief_cli.book import Book, open_book
from brief_cli.book.open import Where
from brief_cli.query.parse import parse
from brief_cli.render.page import Lines, Screen, width_of
from brief_cli.render.pages import chart, show, stats, tables, timeline, xref
from brief_cli.reports import stats as counting
from brief_cli.reports import timeline as dated
from brief_cli.reports import xref as crossing
from brief_cli.reports.brief import outline
from brief_cli.reports.show import record

WIDTHS = [40, 43, 47, 48, 56, 60, 71, 72, 76, 95, 96, 112, 120, 160, 200]
LONG = "x" * 300
WIDE = "漢字かな交じり文 Ціханоўская e\u0301e\u0301 👩‍👩‍👧 𝔘𝔫𝔦 " + LONG
HOSTILE = a_brief(
    f'"{WIDE}"',
    tags=f'["{WIDE}"]',
    key_points=f'[{{id: {"k" * 60}, text: "{WIDE}", sources: ["{"s" * 80} 2"]}}]',
    judgments=f'[{{id: j1, text: "{WIDE}", likelihood: likely, basis: "{WIDE}"}}]',
    events=f'[{{date: 1999/2001, title: "{WIDE}", detail: "{WIDE}"}}, {{date: 2025-09~, title: B}}]',
    entities=f'[{{id: a, role: "{WIDE}"}}]',
    related=f'[{{to: {"b" * 90}, as: see_also, note: "{WIDE}"}}]',
    gaps=f'["{WIDE}"]',
)


def pages(book: Book, screen: Screen, id_: str) -> dict[str, Lines]:
    everything = parse([], today=NOW)
    found = dated.timeline(book, everything)
    return {
        "show": show.draw(book, record(book, id_), screen),
        "list": tables.briefs([outline(book, b) for b in book.briefs.values()], screen, NOW),
        "timeline": timeline.draw(found, screen),
        "chart": chart.draw(found, screen),
        "xref": xref.of_one(book, id_, crossing.of_one(book, id_), screen),
        "matrix": xref.matrix(book, crossing.matrix(book, everything), screen),
        "stats": stats.draw(counting.stats(book, everything), screen),
    }


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("ascii_only", [False, True])
def test_the_sample_book_fits_at_every_width(ascii_only: bool) -> None:
    book = open_book(Where(str(SAMPLE)), NOW)
    for width in WIDTHS:
        for name, lines in pages(book, Screen(width, ascii_only), "zapad-2025").items():
            assert max(width_of(line) for line in lines) <= width, (name, width)


def test_wide_and_endless_text_fits_and_none_of_it_is_lost(make_book: MakeBook) -> None:
    book = open_book(Where(str(make_book({"note.yaml": HOSTILE}))), NOW)
    for width in WIDTHS:
        drawn = pages(book, Screen(width, False), "note")
        for name, lines in drawn.items():
            assert max(width_of(line) for line in lines) <= width, (name, width)
        page = squeezed("".join(line.plain for line in drawn["show"]))
        assert page.count("Ціханоўская") >= 9, width
        assert squeezed("".join(line.plain for line in drawn["timeline"])).count("x") >= len(LONG)
