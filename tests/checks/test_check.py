"""``brief check`` as users call it: what is asked of which files, exemptions, places, streams and exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import SAMPLE, MakeBook, Run, a_brief

from brief_cli.checks.catalogue import RULES

WEAK = {
    "a.yaml": a_brief("A", key_points="[{id: k1, text: One., sources: none-such}, {id: k2, text: Two.}]"),
    "b.yaml": a_brief("B", tags="[east]", key_points="[{id: k1, text: Three.}]"),
    "sources/s.yaml": "wire: {title: A wire, url: ftp://example.org/a}\n",
}


def found(run: Run, book: Path, *options: str) -> list[tuple[str, str, int]]:
    """Code, path and line of each finding."""
    return [(one["code"], one["path"], one["line"]) for one in told(run, book, *options)]


def told(run: Run, book: Path, *options: str) -> list[dict[str, Any]]:
    answer: list[dict[str, Any]] = json.loads(run("check", "--json", *options, book=book).out)
    return answer


# -- what is asked of what -----------------------------------------------------------------------------------------
def test_findings_stand_by_file_and_place_and_registers_are_checked(run: Run, make_book: MakeBook) -> None:
    assert found(run, make_book(WEAK)) == [
        ("R201", "a.yaml", 4),
        ("V301", "a.yaml", 4),
        ("V301", "b.yaml", 5),
        ("H602", "sources/s.yaml", 1),
        ("V303", "sources/s.yaml", 1),
        ("H604", "sources/s.yaml", 1),
    ]


def test_a_selection_is_of_briefs_and_leaves_registers_out(run: Run, make_book: MakeBook) -> None:
    book = make_book(WEAK)
    assert found(run, book, "tag:east") == [("V301", "b.yaml", 5)]
    nothing = run("check", "tag:west", book=book)
    assert (nothing.code, nothing.out, nothing.err) == (1, "", "brief: No tag is called west.\n  Near it: east.\n")


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        (["--select", "V"], {"V301", "V303"}),
        (["--select", "v3,r201", "--ignore", "V303"], {"V301", "R201"}),
        (["--ignore", "V", "--ignore", "H60"], {"R201"}),
        (["--select", "T"], set()),
    ],
)
def test_rules_are_picked_by_code_or_by_its_beginning(
    options: list[str], codes: set[str], run: Run, make_book: MakeBook
) -> None:
    assert {code for code, _, _ in found(run, make_book(WEAK), *options)} == codes


def test_an_unknown_rule_is_wrong_use_with_the_nearest(run: Run, make_book: MakeBook) -> None:
    book = make_book(WEAK)
    for option in ("--select", "--ignore"):
        done = run("check", option, "V310", book=book)
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith("brief: There is no rule V310.\n  Near it: V306")
    assert run("check", "--explain", "V310", book=book).code == 1
    assert run("check", "--select", "", book=book).code == 2


def test_errors_end_with_1_warnings_only_when_strict(run: Run, make_book: MakeBook) -> None:
    book = make_book(WEAK)
    assert run("check", book=book).code == 1
    assert run("check", "--ignore", "R201", book=book).code == 0
    assert run("check", "--ignore", "R201", "--strict", book=book).code == 1
    assert run("check", "--select", "T", "--strict", book=book).code == 0
    assert run("check", "--limit", "1", "--select", "V,R", book=book).code == 1
    assert run("check", "--limit", "0", book=book).code == 1


@pytest.mark.parametrize("today", ["2026-03-24", "2026-12-31", "2040-01-01"])
def test_the_sample_book_is_sound_and_each_exemption_has_its_reason(
    today: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIEF_NOW", today)
    done = run("check", "--strict", book=SAMPLE)
    assert (done.code, done.out, done.err) == (0, "", "")
    exempt = [one for brief in json.loads(run("list", "--json", book=SAMPLE).out) for one in brief["exempt"]]
    assert len(exempt) >= 5
    assert all(one["rule"] in RULES and len(one["reason"].split()) >= 4 for one in exempt)


def test_a_broken_file_is_a_finding_and_hides_no_other(run: Run, make_book: MakeBook) -> None:
    book = make_book(WEAK | {"c.yaml": a_brief(titel="x"), "book.yaml": "yardstick: icd2003\nexempt: x\n"})
    done = run("check", "--json", book=book)
    codes = [(one["code"], one["path"]) for one in json.loads(done.out)]
    assert done.err == ""
    assert ("E103", "c.yaml") in codes
    assert ("E105", "book.yaml") in codes
    assert ("V301", "b.yaml") in codes


def test_what_a_broken_file_may_name_is_not_called_unused(run: Run, make_book: MakeBook) -> None:
    register = {"entities/e.yaml": "minsk: {type: place, name: Minsk}\n"}
    book = make_book(register | {"a.yaml": a_brief(entities="minsk", titel="x")})
    assert found(run, book) == [("E103", "a.yaml", 5)]


def test_what_does_not_load_is_told_whatever_is_selected(run: Run, make_book: MakeBook) -> None:
    book = make_book(WEAK | {"c.yaml": a_brief(titel="x", tags="[north]")})
    assert ("E103", "c.yaml", 4) in found(run, book, "tag:east")
    assert found(run, book, "brief:c") == [("E103", "c.yaml", 4)]
    assert ("E103", "c.yaml", 4) not in found(run, book, "brief:b")


def test_files_may_be_named_in_place_of_a_selection(
    run: Run, make_book: MakeBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = make_book(WEAK | {"book.yaml": "title: B\n"})
    monkeypatch.chdir(book.parent)
    for words in (["book/b.yaml"], [str(book / "b.yaml")]):
        done = run("check", "--json", *words)
        assert [one["path"] for one in json.loads(done.out)] == ["b.yaml"]
    assert len(found(run, book, str(book / "sources" / "s.yaml"))) == 3
    for words in (["book/none.yaml"], ["-"], [str(book.parent / "x.yaml")]):
        assert run("check", *words, book=book).code == 2


def test_a_register_that_does_not_load_floods_nobody(run: Run, make_book: MakeBook) -> None:
    points = "[{id: k1, text: One., sources: wire}, {id: k2, text: Two., contradicts: b#k9}]"
    files = {"a.yaml": a_brief(key_points=points, entities="minsk"), "sources/s.yaml": 'wire: {title: "A}\n'}
    wrong = [one["message"] for one in told(run, make_book(files), "--select", "R,E")]
    assert sorted(wrong)[1:] == ["the book has no entity `minsk`", "the book has no item `b#k9`"]
    assert len(wrong) == 3


def test_explain_lists_a_family(run: Run) -> None:
    told = run("check", "--explain", "t")
    assert told.out.splitlines()[0] == "T401  warning  overdue"
    assert {line[:1] for line in told.out.splitlines()} == {"T"}


def test_columns_and_limits_where_there_are_none(run: Run, make_book: MakeBook) -> None:
    book = make_book(WEAK)
    for form in ("sarif", "github", "junit"):
        assert run("check", "--format", form, "--fields", "code", book=book).code == 2
    cut = run("check", "--format", "table", "--limit", "1", book=book)
    assert "1 error, 4 warnings, 1 note" in cut.out
    assert cut.out.count("mend") == 1
    assert "nothing to mend of what was asked" in run("check", "--select", "T", "--format", "table", book=book).out


# -- exemptions ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("at", ["", ", at: k2", ", at: [k9, k2]"])
def test_a_brief_exempts_itself_or_some_of_its_items(at: str, run: Run, make_book: MakeBook) -> None:
    files = {"b.yaml": a_brief("B", key_points="[{id: k2, text: Two.}]", exempt=f"[{{rule: V301{at}, reason: so}}]")}
    assert found(run, make_book(files)) == []


@pytest.mark.parametrize("at", ["a", "a#k2", "'*.yaml'", "a.yaml", "[b, a]"])
def test_the_book_exempts_ids_addresses_and_paths(at: str, run: Run, make_book: MakeBook) -> None:
    files = {
        "a.yaml": a_brief(key_points="[{id: k2, text: Two.}]"),
        "book.yaml": f"exempt:\n  - {{rule: V301, at: {at}, reason: so}}\n",
    }
    assert found(run, make_book(files)) == []


def test_records_of_registers_exempt_themselves(run: Run, make_book: MakeBook) -> None:
    source = "wire: {title: A wire, exempt: [{rule: V303, reason: so}, {rule: H602, reason: so}]}\n"
    entity = "minsk: {type: place, name: Minsk, exempt: {rule: H601, reason: so}}\n"
    assert found(run, make_book({"sources/s.yaml": source, "entities/e.yaml": entity})) == []


def test_an_exemption_that_meets_nothing_is_a_finding_when_all_is_asked(run: Run, make_book: MakeBook) -> None:
    book = make_book(
        {
            "a.yaml": a_brief(exempt="\n  - {rule: V301, reason: so}\n  - {rule: X9, reason: so}"),
            "book.yaml": "title: B\nexempt: {rule: H601, reason: so}\n",
            "sources/s.yaml": "wire:\n  title: W\n  reliability: B\n  exempt:\n"
            "    - {rule: H602, reason: so}\n    - {rule: V303, reason: so}\n",
        }
    )
    assert found(run, book) == [
        ("H607", "a.yaml", 5),
        ("H607", "a.yaml", 6),
        ("H607", "book.yaml", 2),
        ("H607", "sources/s.yaml", 6),
    ]
    assert "there is no rule X9" in run("check", book=book).out
    assert len(found(run, book, "--select", "H607")) == 4
    assert found(run, book, "--ignore", "H607") == []
    assert found(run, book, "brief:a") == []
    (book / "b.yaml").write_text("x: [\n")
    assert {code for code, _, _ in found(run, book)} == {"E013"}, "a broken file may hide what is exempted"


@pytest.mark.parametrize("rule", ["v301", "V", "V30"])
@pytest.mark.parametrize("at", ["k2", "a#k2", "'#k2'"])
def test_an_exemption_names_its_rule_in_any_case_or_a_family(rule: str, at: str, run: Run, make_book: MakeBook) -> None:
    exempt = f"[{{rule: {rule}, at: {at}, reason: so}}]"
    assert found(run, make_book({"a.yaml": a_brief(key_points="[{id: k2, text: Two.}]", exempt=exempt)})) == []


def test_a_record_exempts_nobody_else(run: Run, make_book: MakeBook) -> None:
    points = "[{id: k1, text: One.}]"
    exempt = "[{rule: V301, at: b#k1, reason: so}, {rule: V303, at: wire, reason: so}]"
    files = {"a.yaml": a_brief(key_points=points, exempt=exempt), "b.yaml": a_brief(key_points=points)}
    codes = [one for one in found(run, make_book(files | {"sources/s.yaml": "wire: {title: W}\n"})) if one[0] != "H602"]
    assert (
        codes
        == [("V301", "a.yaml", 4), ("V301", "b.yaml", 4), ("V303", "sources/s.yaml", 1)] + [("H607", "a.yaml", 5)] * 2
    )


def test_an_exemption_for_one_item_is_not_for_another(run: Run, make_book: MakeBook) -> None:
    points = "[{id: k1, text: One.}, {id: k2, text: Two.}]"
    book = make_book({"a.yaml": a_brief(key_points=points, exempt="[{rule: V301, at: k1, reason: so}]")})
    assert [one["id"] for one in told(run, book)] == ["a#k2"]


def test_an_exemption_from_a_rule_of_days_may_wait(run: Run, make_book: MakeBook) -> None:
    book = make_book({"a.yaml": a_brief(review_by="2999-01-01", exempt="{rule: T401, reason: so}")})
    assert found(run, book) == []


def test_an_exemption_without_a_reason_is_refused(run: Run, make_book: MakeBook) -> None:
    assert found(run, make_book({"a.yaml": a_brief(exempt="{rule: T401}")})) == [("E101", "a.yaml", 4)]


# -- places --------------------------------------------------------------------------------------------------------
PLACED = "judgments:\n  - {id: j1, text: 'CJK 漢字 e\u0301 It could possibly be.', likelihood: likely, basis: x}\n"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_columns_count_characters_whatever_ends_a_line(end: str, mark: bytes, run: Run, make_book: MakeBook) -> None:
    text = (a_brief() + PLACED).replace("\n", end)
    (one,) = told(run, make_book({"a.yaml": mark + text.encode()}), "--select", "L503")
    line = text.split(end)[one["line"] - 1]
    assert (one["line"], one["end_line"]) == (5, 5)
    assert line[one["column"] - 1 : one["end_column"] - 1] == "could possibly"


def test_the_underline_counts_cells(run: Run, make_book: MakeBook) -> None:
    drawn = run("check", "--select", "L503", "--format", "table", book=make_book({"a.yaml": a_brief() + PLACED})).out
    line, mark = next(
        pair for pair in zip(drawn.splitlines(), drawn.splitlines()[1:], strict=False) if "漢字" in pair[0]
    )
    from rich.cells import cell_len

    before = line.partition("could possibly")[0]
    assert len(mark.partition("━")[0]) == cell_len(before)
    assert mark.count("━") == len("could possibly")


@pytest.mark.parametrize("width", [24, 40, 80, 160])
def test_a_page_of_findings_fits(width: int, run: Run, make_book: MakeBook) -> None:
    from rich.cells import cell_len

    long = a_brief("A", summary='"' + "漢字 long words " * 40 + 'in the end Minsk."')
    files = {"a.yaml": long, "entities/e.yaml": "minsk: {type: place, name: Minsk}\n"} | {"b.yaml": WEAK["a.yaml"]}
    drawn = run("check", "--format", "table", book=make_book(files), columns=width).out
    assert max(cell_len(line) for line in drawn.splitlines()) <= width
    assert "━" in drawn
    assert "H603" in drawn


def test_a_text_that_is_folded_over_lines_is_found_in_them(run: Run, make_book: MakeBook) -> None:
    folded = "judgments:\n  - id: j1\n    basis: x\n    likelihood: likely\n    text: >\n"
    folded += "      It could\n      possibly be.\n"
    (one,) = told(run, make_book({"a.yaml": a_brief() + folded}), "--select", "L503")
    assert (one["line"], one["column"], one["end_line"], one["end_column"]) == (9, 10, 10, 15)


# -- streams -------------------------------------------------------------------------------------------------------
def test_the_first_findings_come_while_others_are_looked_up(make_book: MakeBook) -> None:
    """Who reads the first line and goes makes the rest unnecessary."""
    events = "events:\n" + "  - {date: 2025-01-01, title: E}\n" * 400
    book = make_book({f"b-{n:03}.yaml": a_brief() + events for n in range(120)})
    command = f"{sys.executable} -m brief_cli --book {book} check | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True, env=os.environ)
    first, code = done.stdout.splitlines()
    assert ": V301 the event cites nothing; name its sources" in first
    assert (code, done.stderr) == ("141", "")


@pytest.mark.parametrize(
    "form", ["plain", "json", "jsonl", "csv", "tsv", "markdown", "github", "sarif", "junit", "table"]
)
def test_every_format_tells_every_finding_and_none_holds_a_raw_control(
    form: str, run: Run, make_book: MakeBook
) -> None:
    evil = '"\\e[31m\\u202e]]>\\r::error::x"'
    points = f"[{{id: k1, text: {evil}, said_by: {evil}}}]"
    files = {"a.yaml": a_brief(evil, key_points=points, entities=f"[{evil}]")}
    done = run("check", "--format", form, book=make_book(files))
    assert done.code == 1
    raw = [c for c in done.out if (ord(c) < 32 and c not in "\n\t") or c in "\x7f\x9b\u202e"]
    assert not raw or form in ("csv", "tsv")  # which keep values as they are, for other programs
    assert all(code in done.out for code in ("R201", "V301"))
    assert done.err == ""


def test_an_ending_names_a_format_that_only_check_has(run: Run, make_book: MakeBook, tmp_path: Path) -> None:
    book = make_book(WEAK)
    for ending, begins in (("sarif", "{"), ("xml", "<?xml"), ("json", "["), ("txt", "")):
        target = tmp_path / f"out.{ending}"
        assert run("check", "-o", str(target), book=book).code == 1
        assert target.read_text().startswith(begins)
    assert run("list", "-o", str(tmp_path / "out.sarif"), book=book).code == 2
    assert run("list", "--format", "sarif", book=book).code == 2


def test_no_rule_fires_on_a_generated_book_without_a_cause(run: Run, tmp_path: Path) -> None:
    from bench.generator import HEDGED, write

    write(tmp_path / "book", HEDGED + 20, sound=True)
    assert found(run, tmp_path / "book") == [("L503", "b-000006.yaml", 24), ("L503", "b-000106.yaml", 24)]


def test_a_field_of_an_item_that_a_folded_text_drew_in_is_told_at_its_line(run: Run, make_book: MakeBook) -> None:
    points = "key_points:\n  - id: k1\n    text: >\n      It was so.\n        said_by: putin\n    sources: [ap 2]\n"
    done = run("check", "--select", "H610", book=make_book({"a.yaml": a_brief() + points}))
    assert ("a.yaml:8:9" in done.out, "`said_by:` stands in the text of `text`" in done.out) == (True, True)
