"""Reading commands: formats, columns, exit codes, files as arguments, and which book is meant."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
from pathlib import Path

import pytest
from conftest import SAMPLE, MakeBook, Run, a_brief

COLUMNS = {
    "list": "id title status as_of stale tags",
    "show zapad-2025": "id kind date text",
    "timeline": "date title briefs id earliest latest",
    "search lithuania": "id kind field text via path line",
    "xref lithuania": "direction as id path line",
    "xref lithuania zapad-2025": "chain step from as to",
    "xref": "a b as shared",
    "entities": "id type name briefs items",
    "sources": "id reliability publisher title published origin items",
    "stats": "measure value",
}


@pytest.mark.parametrize(("command", "columns"), COLUMNS.items())
def test_the_columns_stand_in_the_order_of_the_contract_in_every_format(command: str, columns: str, run: Run) -> None:
    head = columns.split()
    outs = {f: run(*command.split(), "--format", f, book=SAMPLE) for f in ("plain", "csv", "tsv", "markdown", "jsonl")}
    assert {done.code for done in outs.values()} == {0}
    rows = list(csv.reader(io.StringIO(outs["csv"].out)))
    assert rows[0] == outs["tsv"].out.splitlines()[0].split("\t") == head
    assert {len(row) for row in rows} == {len(head)}
    assert len(outs["plain"].out.splitlines()) == len(rows) - 1
    if not command.startswith("show"):
        assert outs["markdown"].out.splitlines()[0] == "| " + " | ".join(head) + " |"
    assert all(json.loads(line) for line in outs["jsonl"].out.splitlines())
    if command not in ("stats", "show zapad-2025"):
        assert set(head) <= set(json.loads(outs["jsonl"].out.splitlines()[0]))


def test_fields_take_any_name_of_the_json_and_their_order(run: Run, make_book: MakeBook) -> None:
    book = make_book({"a.yaml": a_brief(x_desk="North", entities="[{id: e, role: r}]")})
    assert run("list", "--fields", "as_of,id,x_desk,counts", book=book).out.startswith("2026-01-01\ta\tNorth\t{")
    shown = run("show", "a", "--fields", "id,entities", "--format", "csv", book=book)
    assert shown.out == "id,entities\na,e\n"
    done = run("list", "--fields", "titel", book=book)
    assert (done.code, done.out) == (2, "")
    assert "title" in done.err


def test_limit_sort_and_reverse(run: Run) -> None:
    by_day = run("list", "--sort", "as_of", "--fields", "as_of", book=SAMPLE).out.split()
    assert by_day == sorted(by_day)
    assert run("list", "--sort", "as_of", "--reverse", "--fields", "as_of", book=SAMPLE).out.split() == by_day[::-1]
    assert len(run("timeline", "--limit", "3", book=SAMPLE).out.splitlines()) == 3
    first = run("timeline", "--fields", "id", book=SAMPLE).out.split()
    assert run("timeline", "--reverse", "--fields", "id", book=SAMPLE).out.split() == first[::-1]


def test_at_exit_1_a_list_prints_what_an_empty_one_is(run: Run, make_book: MakeBook) -> None:
    empty = {"json": "[]\n", "csv": f"{COLUMNS['list'].replace(' ', ',')}\n", "plain": "", "jsonl": "", "markdown": ""}
    for form, out in empty.items():
        done = run("list", "tag:none", "--format", form, book=SAMPLE)
        assert (done.code, done.out) == (1, out)
    assert run("xref", "none-such", "--json", book=SAMPLE).out == "[]\n"
    apart = make_book({"entities/all.yaml": "".join(f"{id_}: {{type: place, name: {id_}}}\n" for id_ in ("a", "b"))})
    done = run("xref", "a", "b", "--json", book=apart)
    assert (done.code, done.out) == (1, "[]\n")


@pytest.mark.parametrize(
    "arguments",
    [["lst"], ["list", "--format", "xml"], ["list", "--json", "--format", "csv"], ["list", "--nope"], ["show"],
     ["list", "is:fresh"], ["list", "since:tomorrow"], ["list", "tga:x"], ["list", "("], ["list", "-o", "x.xlsx"],
     ["timeline", "--chart", "--json"], ["schema", "nope"], ["xref", "a", "b", "c"], ["search"],
     ["list", "--sort", "x"],
     ["show", "zapad-2025", "--section", "x"], ["list", "--color", "blue"], ["schema", "list", "--format", "csv"]],
)  # fmt: skip
def test_wrong_use_is_exit_2_with_nothing_on_standard_output(arguments: list[str], run: Run) -> None:
    done = run(*arguments, book=SAMPLE)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("brief: ")
    assert not Path("x.xlsx").exists()


def test_of_several_ids_the_others_are_printed_and_the_highest_code_stands(run: Run, make_book: MakeBook) -> None:
    book = make_book({"a.yaml": a_brief("A"), "b.yaml": "title: ["})
    done = run("show", "a", "none", "a#k9", book=book)
    assert done.code == 1
    assert done.out.startswith("# A\n")
    assert run("show", "a", "none", "b", book=book).code == 2
    assert json.loads(run("show", "a", "none", "--json", book=book).out)[0]["id"] == "a"


def test_a_file_as_argument_is_shown_in_its_book_or_alone(run: Run, make_book: MakeBook, tmp_path: Path) -> None:
    book = make_book({"book.yaml": "title: B\n", "a.yaml": a_brief("A", related="b"), "b.yaml": a_brief("B")})
    shown = json.loads(run("show", book / "b.yaml", "--json").out)
    assert [(r["to"], r["derived"]) for r in shown["related"]] == [("a", True)]
    (tmp_path / "elsewhere").mkdir()
    alone = tmp_path / "elsewhere" / "b.yaml"
    shutil.copy(book / "b.yaml", alone)
    assert json.loads(run("show", alone, "--json").out)["related"] == []
    assert json.loads(run("show", "-", "--json", stdin=a_brief("C").encode()).out)["id"] == "stdin"
    assert json.loads(run("show", "-", "--json", stdin=a_brief("C", id="own").encode()).out)["id"] == "own"
    assert run("show", "./none.yaml").code == 2
    broken = run("show", "-", stdin=b"title: [")
    assert (broken.code, broken.out) == (2, "")
    assert "<stdin>:1:8" in broken.err


def test_which_book(run: Run, make_book: MakeBook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def title(*arguments: str) -> str:
        return run("list", "--fields", "title", *arguments).out.strip()

    make_book({"briefs/deep/a.yaml": a_brief("Upwards"), "other/b.yaml": a_brief("Explicit")})
    root = tmp_path / "book"
    monkeypatch.chdir(root / "briefs" / "deep")
    assert title() == "Upwards"
    monkeypatch.setenv("BRIEF_BOOK", str(root / "other"))
    assert title() == "Explicit"
    assert run("list", "--fields", "title", book=root).out.strip() == "Upwards", "a folder that holds briefs/"
    monkeypatch.setenv("BRIEF_BOOK", str(root / "none"))
    assert run("list").code == 2
    monkeypatch.delenv("BRIEF_BOOK")
    monkeypatch.chdir("/")
    sample = run("list")
    assert (sample.code, sample.err) == (0, "brief: no book here; answering from the sample book\n")
    settings = tmp_path / "config" / "brief"
    settings.mkdir(parents=True)
    (settings / "config.yaml").write_text(f"book: {root / 'other'}\n")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    assert title() == "Explicit"


def test_an_empty_folder_is_a_book(run: Run, tmp_path: Path) -> None:
    done = run("list", "--json", book=tmp_path)
    assert (done.code, done.out, done.err) == (1, "[]\n", "brief: The book holds no briefs.\n")


def test_the_clock_is_fixed_by_brief_now(run: Run, make_book: MakeBook, monkeypatch: pytest.MonkeyPatch) -> None:
    book = make_book({"a.yaml": a_brief(review_by="2026-02-01")})
    for now, stale in (("2026-02-01", "false"), ("2026-02-02", "true"), ("2026-02-02T00:30:00+00:00", "true")):
        monkeypatch.setenv("BRIEF_NOW", now)
        assert run("list", "--fields", "stale", book=book).out.strip() == stale
    monkeypatch.setenv("BRIEF_NOW", "soon")
    assert run("list", book=book).code == 2


def test_cells_that_could_become_formulas_get_an_apostrophe_in_csv_and_tsv_only(run: Run, make_book: MakeBook) -> None:
    book = make_book({"a.yaml": a_brief("=1+1", tags='["@x", "-y", "+z"]')})
    for form in ("csv", "tsv"):
        assert "'=1+1" in run("list", "--format", form, book=book).out
    assert run("list", "--fields", "title", book=book).out == "=1+1\n"
    assert json.loads(run("list", "--json", book=book).out)[0]["title"] == "=1+1"


def test_a_page_is_markdown_in_a_pipe_and_its_text_is_inert(run: Run, make_book: MakeBook) -> None:
    evil = "'<script>x</script> [a](javascript:1) **b** `c` | d'"
    source = "[{id: s, title: S, url: 'javascript:alert(1)'}]"
    book = make_book({"a.yaml": a_brief(evil, sources=source, key_points=f"[{{text: {evil}, sources: s}}]")})
    out = run("show", "a", book=book).out
    assert "<script>" not in out.replace("\\<script\\>", "")
    assert "](" not in out.replace("\\](", "")
    assert "<javascript:" not in out


def test_a_file_of_each_ending_is_written_in_its_format(run: Run, tmp_path: Path) -> None:
    for ending, start in (
        ("json", "["),
        ("ndjson", '{"'),
        ("csv", "id,"),
        ("tsv", "id\t"),
        ("md", "| id"),
        ("txt", "deal-"),
    ):
        target = tmp_path / f"list.{ending}"
        assert run("list", "-o", target, book=SAMPLE).code == 0
        assert target.read_text(encoding="utf-8").startswith(start)
    assert os.listdir(tmp_path) == sorted(os.listdir(tmp_path), key=os.listdir(tmp_path).index)
    assert len(os.listdir(tmp_path)) == 6


def test_search_finds_a_name_in_every_script_and_with_a_typo_and_says_how(run: Run) -> None:
    for word, via in (("Лукашенко", "alias"), ("Łukašenka", "alias"), ("Lukashenko", "alias"), ("Lukashenkо", None)):
        rows = [line.split("\t") for line in run("search", word, "type:event", book=SAMPLE).out.splitlines()]
        assert any("Lukashenka" in row[3] for row in rows), word
        assert via is None or all(row[4].startswith(via) for row in rows if row[4])
    typo = run("search", "Luthuania", "--limit", "1", book=SAMPLE).out.split("\t")
    assert (typo[0], typo[4]) == ("lithuania", "typo lithuania")
    assert run("search", "--exact", "Luthuania", book=SAMPLE).code == 1
