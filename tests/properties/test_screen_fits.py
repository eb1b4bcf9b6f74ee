"""At any width a page fits, and what a file says stands on it whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import NOW, SAMPLE, MakeBook, Run, a_brief
from rich.cells import cell_len

from brief_cli.book import Book, open_book
from brief_cli.book.open import Where
from brief_cli.query.parse import parse
from brief_cli.query.selection import Everything, Selection
from brief_cli.render.page import Lines, Screen, width_of
from brief_cli.render.pages import chart, show, stats, tables, timeline, xref
from brief_cli.reports import stats as counting
from brief_cli.reports import timeline as dated
from brief_cli.reports import xref as crossing
from brief_cli.reports.brief import outlines
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
        "list": tables.briefs(outlines(book, Selection(Everything(), "")), screen, NOW),
        "timeline": timeline.draw(book, found, screen),
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


# -- through the command, from 24 columns on -------------------------------------------------------------------

COLUMNS = [24, 29, 31, 37, 40, 47, 48, 59, 60, 71, 72, 95, 96, 112, 113, 200]


def wide(name: str) -> str:
    """Text in every kind of letter, each word of it named for the field that it stands in."""
    words = (f"漢字{name}かな", f"Ціханоў{name}ская", f"e\u0301{name}e\u0301", f"👩‍👩‍👧{name}", f"[bold]{name}[/]")
    return " ".join([*words, f"{name}{'x' * 300}{name}"])


NOTE = f"""
title: "{wide("title")}"
bottom_line: "{wide("line")}"
as_of: 2026-01-01
reviewed: 2026-01-15
review_by: 2026-02-01
handling: tlp:amber
summary: "{wide("summary")}"
source_summary: "{wide("sourcing")}"
key_points:
  - id: {"k" * 60}
    text: "{wide("point")}"
    said_by: who
    sources: ["{"s" * 80} 2", src 3]
    contradicts: other#k1
    resolution: {{holds: other#k1, on: 2026-03-01, why: "{wide("why")}"}}
judgments:
  - {{id: j1, text: "{wide("judgment")}", likelihood: likely, basis: "{wide("basis")}", change: "{wide("change")}"}}
events:
  - {{id: e1, date: 1999/2001, title: "{wide("event")}", detail: "{wide("detail")}", sources: src}}
  - {{date: 2025-09~, title: "{wide("planned")}", status: planned, place: where}}
entities: [{{id: who, role: "{wide("role")}"}}, {"u" * 90}]
related: [{{to: other, as: see_also, note: "{wide("relation")}"}}, {{to: {"b" * 90}, as: part_of}}]
assumptions: ["{wide("assumed")}"]
alternatives: [{{text: "{wide("reading")}", why_not: "{wide("against")}"}}]
gaps: ["{wide("gap")}"]
indicators: [{{id: i1, text: "{wide("watch")}", state: stirring}}]
"""
BOOK = {
    "note.yaml": NOTE,
    "other.yaml": a_brief("Other", key_points=f'[{{id: k1, text: "{wide("told")}"}}]', entities="[who]"),
    "entities/e.yaml": f"""
who: {{type: person, name: "{wide("name")}", aliases: ["{wide("alias")}"], summary: "{wide("about")}", part_of: where}}
where: {{type: place, name: "{wide("place")}"}}
""",
    "sources/s.yaml": f"""
src:
  title: "{wide("heading")}"
  publisher: "{wide("house")}"
  via: "{wide("via")}"
  author: "{wide("writer")}"
  origin: "{wide("origin")}"
  note: "{wide("remark")}"
""",
}
SHOWN = {
    "show note": "title line summary sourcing point why judgment basis change event detail planned role relation "
    "assumed reading against gap watch",
    "show note#j1": "judgment basis change",
    "show note#e1": "event detail heading house",
    "show who": "name alias about",
    "show src": "heading house via writer origin remark",
    "timeline": "event planned",
    "entities": "name place",
    "sources": "heading house",
    "search type:gap": "",
    "search Ціханоў": "",
    "list": "",
    "timeline --chart": "",
    "xref": "",
    "xref who": "name",
    "xref where other": "name place",
    "stats": "",
}
"""What each page must hold whole; a list's titles, a chart's labels and a hit's window may end in an ellipsis."""


@pytest.fixture
def hostile(make_book: MakeBook) -> Path:
    return make_book(BOOK)


@pytest.mark.parametrize(("command", "fields"), SHOWN.items())
def test_nothing_overflows_and_nothing_is_lost_from_24_columns_on(
    command: str, fields: str, hostile: Path, run: Run
) -> None:
    for width in COLUMNS:
        done = run(*command.split(), "--format", "table", book=hostile, columns=width)
        assert (done.code, done.err) == (0, "")
        assert max(cell_len(line) for line in done.out.splitlines()) <= width, width
        page = squeezed(done.out).replace("▌", "")
        lost = [word for name in fields.split() for word in wide(name).split() if word not in page]
        beside = width >= 72  # there the gutter's text stands between the pieces of an endless word
        assert [word for word in lost if not (beside and len(word) > 300)] == [], width


@pytest.mark.parametrize("command", ["list --fields id,title", "show note --fields id,title,gaps"])
def test_a_table_of_chosen_fields_fits_too(command: str, hostile: Path, run: Run) -> None:
    for width in COLUMNS:
        done = run(*command.split(), "--format", "table", book=hostile, columns=width)
        assert max(cell_len(line) for line in done.out.splitlines()) <= width, width
        assert all(word in squeezed(done.out) for word in wide("title").split()), width


def test_what_a_pipe_gets_is_neither_wrapped_nor_cut(hostile: Path, run: Run) -> None:
    done = run("show", "note", "--format", "plain", book=hostile, columns=24)
    rows = [line.split("\t") for line in done.out.splitlines()]
    assert rows[0] == ["note", "brief", "2026-01-01", wide("line")]
    assert [row[3] for row in rows if row[1] == "event"] == [wide("event"), wide("planned")]
