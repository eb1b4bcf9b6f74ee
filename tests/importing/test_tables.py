"""Tables of events and of sources are read by the names of their columns, and what has no place is told."""

from __future__ import annotations

import csv
import io
import json

import pytest
from conftest import SAMPLE, Run
from hypothesis import given
from hypothesis import strategies as st

from brief_cli.files.gate import Rules, gate_records
from brief_cli.files.library import read_alone
from brief_cli.files.read import read_text
from brief_cli.importing import tables
from brief_cli.importing.carried import Carried, Given, Record
from brief_cli.model.registers import Settings, Source

EXCEL = """Zeitleiste;;;;;\r
;;;;;\r
Datum;Titel;Ort;Beteiligte;Quelle;Stimmung\r
12.09.2025;"Übung beginnt; Grenze zu";Minsk;Belarus, Russland;https://www.lrt.lt/naujienos/2/123;angespannt\r
16.09.2025 14:30;"Übung
endet";;Russland;isw-2025-09-16 2;\r
"""
SHEET = """Date,Event,Notes,End,Who,Link
9/12/2025,Exercise begins,"Said the ministry, twice",9/16/2025,NATO; Poland,https://a.org/1
9/13/2025,Border closed,,,,"https://a.org/1, https://b.org/2"
ca. 2024,Planning,,,,
"""
SOURCES = """id,title,url,publisher,author,date,accessed,language,type,reliability,notes,Mood
isw-1,Campaign assessment,https://isw.org/a,ISW,A. B.,2025-09-12,2025-10-01,English,report,b,good,calm
,Zapad begins,https://lrt.lt/x,LRT,,12.09.2025,,lt,newspaper,,,
,,https://www.example.org/y,,,,,,,,,
"""


def read(text: str | bytes, meant: tables.Meant | None = None, name: str = "table.csv") -> Carried:
    return tables.read([Given(name, text if isinstance(text, bytes) else text.encode())], meant=meant)


def of_kind(carried: Carried, kind: str) -> list[Record]:
    return [record for record in carried.records if record.kind == kind]


def events(text: str | bytes) -> list[dict[str, object]]:
    return [dict(record.values) for record in of_kind(read(text), "event")]


def told(carried: Carried) -> list[tuple[str, str]]:
    return [(loss.place, loss.what) for loss in carried.losses]


def sound(carried: Carried) -> bool:
    """Whether the format's own gate takes every record, and ids are given once."""
    sources, dated = of_kind(carried, "source"), of_kind(carried, "event")
    register = json.dumps({record.id: record.values for record in sources}, ensure_ascii=False)
    found, problems = gate_records(Source, read_text("s.yaml", register.encode(), kind="register"), "s.yaml", Rules())
    assert problems == [] and len(found) == len(sources)
    for brief in {record.brief for record in dated}:
        items = [record.values for record in dated if record.brief == brief]
        whole = {"title": "T", "bottom_line": "B", "as_of": "2026-03-24", "events": items}
        stored, problems = read_alone("b.yaml", json.dumps(whole, ensure_ascii=False).encode(), "b", Settings())
        assert problems == [] and stored is not None
    return True


def test_an_export_of_excel_in_german_becomes_events() -> None:
    carried = read(EXCEL.encode("cp1252"))
    source = of_kind(carried, "source")[0]
    first, second = (record.values for record in of_kind(carried, "event"))
    assert first == {
        "date": "2025-09-12",
        "title": "Übung beginnt; Grenze zu",
        "place": "Minsk",
        "entities": ["Belarus", "Russland"],
        "sources": [source.id],
        "x_stimmung": "angespannt",
    }
    assert (source.id, source.key) == ("lrt-lt-123", "url:https://www.lrt.lt/naujienos/2/123")
    assert source.values == {"title": "lrt.lt", "url": "https://www.lrt.lt/naujienos/2/123"}
    assert (second["title"], second["detail"], second["sources"]) == ("Übung endet", "14:30", ["isw-2025-09-16 2"])
    assert [record.place for record in of_kind(carried, "event")] == ["line 4", "line 5"]
    assert told(carried) == [
        ("", "the file is not UTF-8 and was read as Windows-1252, which is a guess: look at letters with marks")
    ]
    assert sound(carried)


def test_an_export_of_google_sheets_becomes_events_and_one_source_an_address() -> None:
    carried = read(SHEET)
    first, second, third = (record.values for record in of_kind(carried, "event"))
    assert (first["date"], first["detail"]) == ("2025-09-12/2025-09-16", "Said the ministry, twice")
    assert first["entities"] == ["NATO", "Poland"]
    assert second["sources"] == ["a-org-1", "b-org-2"]
    assert third == {"date": "2024~", "title": "Planning"}
    assert [record.id for record in of_kind(carried, "source")] == ["a-org-1", "b-org-2"]
    assert carried.losses == [] and sound(carried)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"], ids=str)
def test_every_unicode_that_spreadsheets_write_is_read(encoding: str) -> None:
    assert events("Date\tTitle\n2025-09-12\tÜbung\n".encode(encoding)) == [{"date": "2025-09-12", "title": "Übung"}]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found_though_others_stand_in_the_cells(separator: str) -> None:
    text = separator.join(("Date", "Title", "Notes")) + "\n"
    text += separator.join(("2025-09-12", '"a, b; c | d"', '"x;y;z"')) + "\n"
    assert events(text) == [{"date": "2025-09-12", "title": "a, b; c | d", "detail": "x;y;z"}]


def test_a_line_that_says_the_separator_is_honoured_and_lines_keep_their_numbers() -> None:
    carried = read("sep=;\nDate;Title\n2025-09-12;a,b\n2025-99;c\n")
    assert carried.records[0].place == "line 3"
    assert told(carried)[0][0] == "line 4"


@pytest.mark.parametrize("sign", ["=1+1", "+1", "-1", "@a"])
def test_the_apostrophe_before_a_formula_is_taken_off(sign: str) -> None:
    assert events(f"date,title\n2025,'{sign}\n2025,'quoted'\n") == [
        {"date": "2025", "title": sign},
        {"date": "2025", "title": "'quoted'"},
    ]


def test_rows_of_other_lengths_lose_nothing_unsaid() -> None:
    carried = read("date,title,place,\n2025,a\n\n,,,\n2025,b,,cell,too,,many\n")
    assert [record.values for record in carried.records] == [
        {"date": "2025", "title": "a"},
        {"date": "2025", "title": "b", "x_column_4": "cell"},
    ]
    assert told(carried) == [("line 5", "cells beyond the last column are left out: `too`, `many`")]


def test_two_columns_of_one_meaning_are_both_kept() -> None:
    found = events("Date,Title,Headline,Mood,mood,x_mood\n2025,a,b,c,d,e\n")
    assert found == [{"date": "2025", "title": "a", "x_headline": "b", "x_mood": "c", "x_mood_2": "d", "x_mood_3": "e"}]


def test_a_row_without_date_or_title_or_with_a_bad_date_is_told() -> None:
    carried = read("date,title\n,a\n2025,\n2025-02-30,b\n")
    assert carried.records == []
    assert told(carried) == [
        ("line 2", "a row without a date is no event"),
        ("line 3", "a row without a title is no event"),
        ("line 4", "`2025-02-30` is no date, or one that can be read in two ways, so the row is left out"),
    ]


@pytest.mark.parametrize(
    ("sure", "read_as"), [("13/04/2025", ["2025-04-03", "2025-04-13"]), ("04/13/2025", ["2025-03-04", "2025-04-13"])]
)
def test_a_whole_column_says_whether_the_day_comes_first(sure: str, read_as: list[str]) -> None:
    assert [event["date"] for event in events(f"date,title\n03/04/2025,a\n{sure},b\n")] == read_as


def test_a_column_that_does_not_say_it_loses_what_could_be_two_days() -> None:
    carried = read("date,title\n03/04/2025,a\n13/04/2025,b\n04/13/2025,c\n")
    assert [record.values["title"] for record in carried.records] == ["b", "c"]
    assert [place for place, _ in told(carried)] == ["line 2"]


def test_an_end_makes_an_interval_and_a_bad_one_is_told() -> None:
    carried = read("start,end,title\n2025-09-12,2025-09-16,a\n2025-09-12,soon,b\n2025-09-12,2025-09-01,c\n")
    assert [record.values["date"] for record in carried.records] == ["2025-09-12/2025-09-16", "2025-09-12"]
    assert told(carried) == [
        ("line 3", "`soon` is no date, so the event has no end"),
        ("line 4", "from `2025-09-12` to `2025-09-01` is no interval, so the row is left out"),
    ]


def test_a_status_in_other_words_is_understood_or_kept() -> None:
    carried = read("date,title,status\n2025,a,Confirmed\n2025,b,canceled\n2025,c,maybe\n")
    statuses = [(r.values.get("status"), r.values.get("x_status")) for r in carried.records]
    assert statuses == [("happened", None), ("cancelled", None), (None, "maybe")]
    assert told(carried) == [("line 4", "`maybe` is no status of an event, so it is kept as `x_status`")]


def test_a_source_may_be_an_id_a_name_or_a_name_with_an_address() -> None:
    carried = read("date,title,source,url\n2025,a,isw-1,\n2025,b,Radio Svaboda,\n2025,c,Reuters,https://r.com/1\n")
    assert [record.values["sources"] for record in of_kind(carried, "event")] == [
        ["isw-1"], ["radio-svaboda"], ["reuters-1"]
    ]  # fmt: skip
    assert [record.values for record in of_kind(carried, "source")] == [
        {"title": "Radio Svaboda"},
        {"title": "Reuters", "url": "https://r.com/1"},
    ]


def test_an_address_without_its_scheme_is_one_all_the_same() -> None:
    source = of_kind(read("date,title,link\n2025,a,www.lrt.lt/x/7\n"), "source")[0]
    assert (source.id, source.values) == ("lrt-lt-7", {"title": "lrt.lt", "url": "www.lrt.lt/x/7"})


def test_an_event_keeps_its_id_and_says_which_brief_it_wants() -> None:
    carried = read("id,date,title,brief\ne1,2025,a,Baltic Sea\ne1,2025,b,other\ne1,2025,c,other\nE 2,2025,d,x\n")
    assert [(record.brief, record.values.get("id")) for record in carried.records] == [
        ("baltic-sea", "e1"), ("other", "e1"), ("other", None), ("x", None)
    ]  # fmt: skip
    assert told(carried) == [
        ("line 4", "`e1` stands in another row, too, so this event has none"),
        ("line 5", "`E 2` is no id, so this event has none"),
    ]


def test_a_table_of_sources_becomes_sources() -> None:
    carried = read(SOURCES)
    first, second, third = carried.records
    assert (first.id, first.key) == ("isw-1", "url:https://isw.org/a")
    assert first.values == {
        "title": "Campaign assessment",
        "url": "https://isw.org/a",
        "publisher": "ISW",
        "author": "A. B.",
        "published": "2025-09-12",
        "retrieved": "2025-10-01",
        "lang": "en",
        "kind": "report",
        "reliability": "B",
        "note": "good",
        "x_mood": "calm",
    }
    assert (second.id, second.values["published"], second.values["kind"]) == ("lrt-2025-09-12", "2025-09-12", "press")
    assert third.values == {"title": "example.org", "url": "https://www.example.org/y"}
    assert carried.losses == [] and sound(carried)


def test_what_a_field_of_a_source_cannot_hold_is_kept_and_told() -> None:
    carried = read("title,publisher,published,reliability,kind\na,b,soon,Z,poem\n,b,2025,,\n")
    assert carried.records[0].values == {
        "title": "a", "publisher": "b", "x_published": "soon", "x_reliability": "Z", "x_kind": "poem"
    }  # fmt: skip
    assert [place for place, _ in told(carried)] == ["line 2"] * 3 + ["line 3"]
    assert told(carried)[-1][1] == "a source needs a title, and there is none"


@pytest.mark.parametrize(
    ("columns", "kind"),
    [
        ("Date,Title", "event"),
        ("When,What,Where,Source", "event"),
        ("Date,Title,URL", "event"),
        ("Title,Publisher", "source"),
        ("URL,Author", "source"),
        ("Date,Title,Author", "source"),
        ("Title,URL", "source"),
        ("Key,Item Type,Author,Title,Publication Title,Url,Date,Place,Access Date", "source"),
    ],
)
def test_the_columns_tell_events_from_sources(columns: str, kind: str) -> None:
    row = ",".join("2025" if "at" in name or name == "When" else "https://a.org" for name in columns.split(","))
    assert of_kind(read(f"{columns}\n{row}\n"), kind)


def test_what_is_meant_is_read_so_whatever_the_columns_look_like() -> None:
    text = "Title,Date,Publisher\na,2025,b\n"
    assert read(text, "events").records[0].kind == "event"
    assert read(text, "sources").records[0].kind == "source"
    assert read("Title\na\n", "sources").records[0].values == {"title": "a"}


@pytest.mark.parametrize("text", ["colour,size\nred,3\n", "Title\na\n", "2025,Exercise\n"])
def test_a_table_of_neither_is_told_once_with_what_would_be_needed(text: str) -> None:
    carried = read(text)
    assert carried.records == [] and len(carried.losses) == 1
    assert "events need a `date` and a `title`" in carried.losses[0].what


def test_an_empty_file_is_told() -> None:
    assert told(read("")) == [("", "the table has no rows")]


def test_control_characters_become_spaces_and_a_huge_cell_is_read() -> None:
    carried = read("date,title\n2025,a\x00b\u2028c\n2025," + "x" * 300_000 + "\n")
    assert carried.records[0].values["title"] == "a b c"
    assert len(str(carried.records[1].values["title"])) == 300_000
    assert told(carried) == [("line 2", "2 control characters became spaces")]
    assert csv.field_size_limit() < 300_000


def test_a_quotation_mark_that_is_not_closed_is_told_and_swallows_nothing_unsaid() -> None:
    carried = read('date,title\n2025,a\n2025,"b\n2025,c\n')
    assert [record.values["title"] for record in carried.records] == ["a"]
    assert told(carried) == [("line 3", "a quotation mark is not closed, so nothing is read from here")]


@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_the_timeline_that_the_program_exports_is_read_back(run: Run, form: str) -> None:
    carried = read(run("timeline", "--format", form, book=SAMPLE).out)
    rows = list(csv.DictReader(io.StringIO(run("timeline", "--format", "csv", book=SAMPLE).out)))
    back = [(f"{r.brief}#{r.values.get('id')}", r.values["date"], r.values["title"]) for r in carried.records]
    assert back == [(row["id"], row["date"], row["title"]) for row in rows]
    assert {name for record in carried.records for name in record.values} == {"id", "date", "title"}
    assert carried.losses == [] and sound(carried)


def test_the_sources_that_the_program_exports_are_read_back(run: Run) -> None:
    out = run("sources", "--format", "csv", book=SAMPLE).out
    carried = read(out)
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [record.id for record in carried.records] == [row["id"] for row in rows]
    for record, row in zip(carried.records, rows, strict=True):
        assert record.values | {"id": record.id} == {k: v for k, v in row.items() if v and k != "items"}
    assert carried.losses == [] and sound(carried)


HEADS = st.sampled_from(
    ["date,title\n", "Datum;Titel;Quelle;id;brief\n", "title,url,publisher,date,id\n", "", "sep=;\n"]
)
CELLS = st.sampled_from(
    ["2025-09-12", "03/04/2025", "a", "Ü", "https://a.org/b", "http://[", "x-1 3", "e1", "#", "b#e1", "b#events.2",
     "'=1", '"', ",", ";", "\t", "|", "\n", "\r", "\x00", "\u2028", "\ufeff", " ", "A", "ё"]
)  # fmt: skip
MEANT: st.SearchStrategy[tables.Meant | None] = st.sampled_from(("events", "sources", None))


@given(HEADS, st.lists(CELLS, max_size=30).map("".join), MEANT)
def test_every_record_of_any_table_passes_the_gate(head: str, rest: str, meant: tables.Meant | None) -> None:
    assert sound(read(head + rest, meant))


@given(st.lists(st.lists(st.text(max_size=12), min_size=5, max_size=5), max_size=4), MEANT)
def test_every_record_of_any_words_passes_the_gate(rows: list[list[str]], meant: tables.Meant | None) -> None:
    out = io.StringIO()
    writer = csv.writer(out, escapechar="\\")
    writer.writerow(["date", "title", "url", "publisher", "who"])
    writer.writerows([["2025", *row[1:]] for row in rows])
    assert sound(read(out.getvalue().encode("utf-8", "replace"), meant))


@given(st.binary(max_size=150), MEANT)
def test_any_bytes_are_read_or_told(data: bytes, meant: tables.Meant | None) -> None:
    assert sound(read(data, meant))
