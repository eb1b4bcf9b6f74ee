"""What holds for every command (docs/commands/README.md, "Everywhere"): formats, files, exit codes, streams, offers."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from conftest import SAMPLE, MakeBook, Run, a_brief

from brief_cli import __version__
from brief_cli.cli.app import COMMANDS
from brief_cli.cli.app import READING as ANSWERING

BOOK = {
    "one.yaml": a_brief(
        "One",
        tags="[north]",
        x_desk="[Baltic, Nordic]",
        related="{to: two, as: causes}",
        entities="[{id: minsk, role: host}]",
        key_points="[{id: k1, text: Said., sources: s1 2, x_note: Own}]",
        events="[{id: e1, date: 2025-09, title: Held, place: minsk, sources: s1}]",
    ),
    "two.yaml": a_brief("Two", status="draft", entities="minsk"),
    "entities/e.yaml": "minsk: {type: place, name: Minsk, x_code: M}\n",
    "sources/s.yaml": "s1: {title: Source, publisher: Press, published: 2025-09-02, reliability: B}\n",
}
READING = {
    "list": "id title status as_of stale tags",
    "show one": "id kind date text",
    "timeline": "date title briefs id earliest latest",
    "search minsk": "id kind field text via path line",
    "xref minsk": "direction as id path line",
    "xref minsk two": "chain step from as to",
    "xref": "a b as shared",
    "entities": "id type name briefs items",
    "sources": "id reliability publisher title published origin items",
    "stats": "measure value",
}
FORMATS = ("table", "plain", "json", "jsonl", "csv", "tsv", "markdown")
ENDINGS = {
    "json": "json",
    "jsonl": "jsonl",
    "ndjson": "jsonl",
    "csv": "csv",
    "tsv": "tsv",
    "md": "markdown",
    "markdown": "markdown",
    "txt": "plain",
}


@pytest.fixture
def book(make_book: MakeBook) -> Path:
    return make_book(BOOK)


def test_bare_brief_prints_the_help_with_every_command(run: Run) -> None:
    done = run()
    assert (done.code, done.err) == (0, "")
    assert done.out == run("--help").out
    assert all(f"\n  {name} " in done.out for name in COMMANDS)


def test_the_version_is_one_line(run: Run) -> None:
    assert run("--version").out == f"brief {__version__}\n"


def test_no_option_has_a_default_that_hides_a_status(run: Run, book: Path) -> None:
    assert run("list", "--fields", "id,status", book=book).out == "one\tactive\ntwo\tdraft\n"


# -- formats --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("command", READING)
def test_every_reading_command_has_every_format(command: str, form: str, run: Run, book: Path) -> None:
    done = run(*command.split(), "--format", form, book=book)
    assert (done.code, done.err) == (0, "")
    assert done.out.endswith("\n")
    assert "\x1b" not in done.out
    if form in ("json", "jsonl"):
        assert [json.loads(line) for line in done.out.splitlines()] if form == "jsonl" else json.loads(done.out)
    if form in ("csv", "tsv"):
        rows = list(csv.reader(io.StringIO(done.out), delimiter="," if form == "csv" else "\t"))
        assert " ".join(rows[0]) == READING[command]
        assert {len(row) for row in rows} == {len(rows[0])}
        assert len(rows) > 1


@pytest.mark.parametrize("command", [name for name in READING if name not in ("show one", "stats")])
def test_a_list_in_a_pipe_is_one_record_a_line_in_the_order_of_the_contract(command: str, run: Run, book: Path) -> None:
    piped = run(*command.split(), book=book).out
    assert piped == run(*command.split(), "--format", "plain", book=book).out
    records = json.loads(run(*command.split(), "--json", book=book).out)
    assert len(piped.splitlines()) == len(records)
    for line, record in zip(piped.splitlines(), records, strict=True):
        for cell, name in zip(line.split("\t"), READING[command].split(), strict=True):
            value = record[name]
            joined = ", ".join(value) if isinstance(value, list) else value
            assert cell == ("" if value is None else str(joined).lower() if isinstance(value, bool) else str(joined))


def test_show_in_a_pipe_is_markdown(run: Run, book: Path) -> None:
    assert run("show", "one", book=book).out == run("show", "one", "--format", "markdown", book=book).out
    assert run("show", "one", book=book).out.startswith("# One\n\n> The answer.\n")


def test_one_thing_is_an_object_and_several_an_array_and_jsonl_one_object_a_line(run: Run, book: Path) -> None:
    assert json.loads(run("show", "one", "--json", book=book).out)["id"] == "one"
    assert [r["id"] for r in json.loads(run("show", "one", "minsk", "--json", book=book).out)] == ["one", "minsk"]
    lines = run("show", "one", "minsk", "s1", "one#k1", "--format", "jsonl", book=book).out.splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["one", "minsk", "s1", "one#k1"]
    assert isinstance(json.loads(run("stats", "--json", book=book).out), dict)
    assert len(run("stats", "--format", "jsonl", book=book).out.splitlines()) == 1


@pytest.mark.parametrize(("ending", "form"), ENDINGS.items())
def test_the_ending_of_a_file_names_its_format(ending: str, form: str, run: Run, book: Path, tmp_path: Path) -> None:
    for command in ("list", "show one", "stats"):
        printed = run(*command.split(), "--format", form, book=book).out
        for name in (f"out.{ending}", f"out.{ending.upper()}"):
            done = run(*command.split(), "-o", tmp_path / name, book=book)
            assert (done.code, done.out, done.err) == (0, "", "")
            assert (tmp_path / name).read_text(encoding="utf-8") == printed


@pytest.mark.parametrize("name", ["out", "out.xlsx", "out.json.bak", ".json", "out."])
def test_any_other_ending_is_wrong_use_and_writes_nothing(name: str, run: Run, book: Path, tmp_path: Path) -> None:
    (tmp_path / "to").mkdir()
    done = run("list", "-o", tmp_path / "to" / name, book=book)
    assert (done.code, done.out) == (2, "")
    assert list((tmp_path / "to").iterdir()) == []
    assert run("list", "-o", tmp_path / "to" / name, "--format", "csv", book=book).code == 0
    assert (tmp_path / "to" / name).read_text().startswith("id,title,")


def test_a_format_that_is_given_stands_before_the_ending(run: Run, book: Path, tmp_path: Path) -> None:
    assert run("list", "-o", tmp_path / "x.csv", "--json", book=book).code == 0
    assert json.loads((tmp_path / "x.csv").read_text())[0]["id"] == "one"


def test_an_empty_answer_in_a_file_is_what_it_is_in_a_pipe(run: Run, book: Path, tmp_path: Path) -> None:
    for name, text in (("x.json", "[]\n"), ("x.csv", READING["list"].replace(" ", ",") + "\n")):
        assert run("list", "tag:none", "-o", tmp_path / name, book=book).code == 1
        assert (tmp_path / name).read_text() == text


@pytest.mark.parametrize("form", ["plain", "csv", "tsv", "markdown", "table"])
def test_fields_are_columns_in_the_order_asked_in_every_format(form: str, run: Run, book: Path) -> None:
    out = run("list", "--fields", "stale,x_desk,id", "--format", form, book=book).out
    row = next(line for line in out.splitlines() if "Baltic" in line)
    places = [row.index(value) for value in ("false", "Baltic, Nordic", "one")]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("command", "fields", "cells"),
    [
        ("show one", "id,entities,related", 'one\tminsk\t{"to":"two","as":"causes"'),
        ("show one#k1", "kind,id", "key_point\tone#k1"),
        ("timeline", "id,place,date_text,dates_disagree", "one#e1\tminsk\tSep 2025\tfalse"),
        ("entities", "x_code,id,used_in", "M\tminsk\tone, one#e1, two"),
        ("sources", "path,line,id", "sources/s.yaml\t1\ts1"),
        ("stats", "briefs,draft", "2\t1"),
        ("xref minsk two", "to,step", "two\t1"),
        ("search type:source", "title,brief,id", "Source\t\ts1"),
    ],
)
def test_fields_take_any_name_of_the_commands_own_json(
    command: str, fields: str, cells: str, run: Run, book: Path
) -> None:
    done = run(*command.split(), "--fields", fields, "--format", "plain", book=book)
    assert (done.code, done.out.splitlines()[0].startswith(cells)) == (0, True), done.out
    objects = json.loads(run(*command.split(), "--fields", fields, "--json", book=book).out)
    assert list(objects[0] if isinstance(objects, list) else objects) == fields.split(",")


@pytest.mark.parametrize("command", [name for name in READING if name != "show one"])
def test_fields_that_no_record_has_are_wrong_use_with_the_known_ones(command: str, run: Run, book: Path) -> None:
    for wrong in ("nonesuch", ",", "id,,nonesuch"):
        done = run(*command.split(), "--fields", wrong, book=book)
        assert (done.code, done.out) == (2, "")
        assert "Fields: " in done.err


@pytest.mark.parametrize("command", ["list", "timeline", "search minsk", "xref minsk", "xref", "entities", "sources"])
def test_limit_cuts_a_list_from_its_end_and_none_of_it_is_no_failure(command: str, run: Run, book: Path) -> None:
    whole = json.loads(run(*command.split(), "--json", book=book).out)
    for n in (0, 1, 2, 99):
        done = run(*command.split(), "--json", "--limit", n, book=book)
        assert (done.code, json.loads(done.out), done.err) == (0, whole[:n], "")
    assert run(*command.split(), "--limit", "-1", book=book).code == 2
    assert run(*command.split(), "--limit", "x", book=book).code == 2


# -- exit codes and streams -----------------------------------------------------------------------------------

EMPTY = {
    "list": ["list", "tag:none"],
    "timeline": ["timeline", "until:1900"],
    "search": ["search", "nonesuch"],
    "xref of one": ["xref", "nonesuch"],
    "xref of two": ["xref", "two", "s1"],
    "xref": ["xref", "brief:two"],
    "entities": ["entities", "type:person"],
    "sources": ["sources", "type:law"],
}


@pytest.mark.parametrize("case", EMPTY)
def test_at_1_a_list_prints_its_empty_form_and_says_why_on_standard_error(case: str, run: Run, book: Path) -> None:
    key = {"xref of one": "xref minsk", "xref of two": "xref minsk two", "search": "search minsk"}.get(case, case)
    heads = {"csv": READING[key].replace(" ", ",") + "\n", "tsv": READING[key].replace(" ", "\t") + "\n"}
    for form in FORMATS:
        done = run(*EMPTY[case], "--format", form, book=book)
        assert (done.code, done.out) == (1, {"json": "[]\n", **heads}.get(form, "")), form
        assert done.err.startswith("brief: ")


@pytest.mark.parametrize("form", FORMATS)
def test_at_1_show_prints_nothing(form: str, run: Run, book: Path) -> None:
    for missing in ("nonesuch", "one#k9", "nonesuch#k1"):
        done = run("show", missing, "--format", form, book=book)
        assert (done.code, done.out) == (1, "")


@pytest.mark.parametrize(
    ("arguments", "near"),
    [
        (["show", "onne"], "one"), (["show", "one#k2"], "k1"), (["xref", "mins"], "minsk"),
        (["list", "tag:nort"], "north"), (["list", "entity:Minks"], "minsk"), (["list", "brief:tow"], "two"),
        (["list", "source:s11"], "s1"), (["list", "tga:x"], "tag"), (["list", "is:stail"], "stale"),
        (["list", "status:drafted"], "draft"), (["list", "--format", "jsno"], "json"),
        (["list", "--fields", "titel"], "title"), (["list", "--sort", "titel"], "title"), (["lisst"], "list"),
        (["list", "--formt", "csv"], "--format"), (["schema", "breif"], "brief"),
        (["show", "one", "--section", "judgment"], "judgments"), (["list", "--tag", "noorth"], "north"),
    ],
)  # fmt: skip
def test_for_what_is_unknown_the_nearest_known_is_offered(
    arguments: list[str], near: str, run: Run, book: Path
) -> None:
    done = run(*arguments, book=book)
    assert done.code in (1, 2)
    assert done.out == ""
    said = done.err.removeprefix("brief: ")
    assert re.search(rf"(?<![\w-]){near}(?![\w-])", said), said


@pytest.mark.parametrize("command", ["list", "timeline", "search answer", "xref minsk", "entities", "sources", "stats"])
def test_a_broken_file_is_one_line_of_place_what_and_mend_and_changes_no_answer(
    command: str, run: Run, book: Path
) -> None:
    before = run(*command.split(), "--json", book=book)
    (book / "broken.yaml").write_text("title: No\nas_of: 2026-02-30\nbottom_line: x\nbotom: y\n")
    after = run(*command.split(), "--json", book=book)
    assert (after.code, after.out) == (before.code, before.out)
    (line,) = after.err.splitlines()
    assert line.endswith("write `2026-02-28` (and 1 more)")
    assert "broken.yaml:2:8: " in line


@pytest.mark.parametrize(
    "words",
    [
        ["show", "broken"],
        ["show", "broken#k1"],
        ["xref", "broken"],
        ["xref", "one", "broken"],
        ["xref", "nonesuch", "broken"],
        ["xref", "broken#k1", "broken"],
    ],
)
def test_asking_for_the_broken_brief_itself_is_exit_2_with_place_and_excerpt(
    words: list[str], run: Run, book: Path
) -> None:
    (book / "broken.yaml").write_text("title: No\nas_of: 2026-02-30\n")
    done = run(*words, book=book)
    assert (done.code, done.out) == (2, "")
    assert "broken.yaml:2:8" in done.err
    assert "2 │ as_of: 2026-02-30" in done.err
    assert done.err.count("E104") == 1


def test_in_a_cell_tabs_and_breaks_are_a_space(run: Run, make_book: MakeBook) -> None:
    book = make_book({"a.yaml": 'title: "a\\tb"\nbottom_line: |\n  one\n  two\nas_of: 2026-01-01\n'})
    assert run("list", "--fields", "title,bottom_line", book=book).out == "a b\tone two\n"


# -- clock, colour and schema -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "stale"),
    [
        ("2026-02-01", False), ("2026-02-02", True), ("2026-02-02T00:00:00Z", True),
        ("2026-02-01T23:59:59+00:00", False), ("2026-02-02T12:00:00.5+00:00", True),
    ],
)  # fmt: skip
def test_brief_now_is_a_day_or_a_time(
    now: str, stale: bool, run: Run, make_book: MakeBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setenv("BRIEF_NOW", now)
    book = make_book({"a.yaml": a_brief(review_by="2026-02-01")})
    assert json.loads(run("list", "--json", book=book).out)[0]["stale"] is stale


@pytest.mark.parametrize("now", ["tomorrow", "2026-02-30", "24.03.2026", "2026-3-24", "2026-03-24T25:00:00Z"])
def test_a_clock_that_is_none_is_wrong_use(now: str, run: Run, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEF_NOW", now)
    done = run("list", book=book)
    assert (done.code, done.out) == (2, "")
    assert "BRIEF_NOW" in done.err


def test_the_clock_is_also_that_of_the_dates_asked_for(run: Run, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for now, found in (("2026-01-01", "one\ntwo\n"), ("2026-01-02", "")):
        monkeypatch.setenv("BRIEF_NOW", now)
        assert run("list", "since:today", "--fields", "id", book=book).out == found


def test_a_schema_is_json_and_nothing_else_and_may_go_to_a_file(run: Run, tmp_path: Path) -> None:
    for name in ("brief", "entities", "sources", "book", *(name for name in ANSWERING if name != "schema")):
        assert run("schema", name, "-o", tmp_path / "x.json").code == 0
        assert json.loads((tmp_path / "x.json").read_text()) == json.loads(run("schema", name).out)
    assert run("schema", "list", "-o", tmp_path / "x.csv").code == 2
    assert not (tmp_path / "x.csv").exists()


def test_a_chart_is_drawn_in_a_pipe_and_into_a_file_and_has_no_data_format(run: Run, tmp_path: Path) -> None:
    drawn = run("timeline", "--chart", book=SAMPLE, columns=90)
    assert max(len(line) for line in drawn.out.splitlines()) <= 90
    assert "━" in drawn.out
    for form in ("plain", "json", "jsonl", "csv", "tsv", "markdown"):
        assert run("timeline", "--chart", "--format", form, book=SAMPLE).code == 2
    assert run("timeline", "--chart", "-o", tmp_path / "x.csv", book=SAMPLE).code == 2
    assert run("timeline", "--chart", "--format", "table", "-o", tmp_path / "x.txt", book=SAMPLE).code == 0
    assert "━" in (tmp_path / "x.txt").read_text(encoding="utf-8")
