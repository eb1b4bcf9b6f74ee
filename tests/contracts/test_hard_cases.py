"""Hard cases of several rules at once, each found by trying to break the program."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import SAMPLE, MakeBook, Run, a_brief


def rows(run: Run, book: Path, *arguments: str) -> list[list[str]]:
    return [line.split("\t") for line in run(*arguments, book=book).out.splitlines()]


def test_an_or_loses_neither_hits_nor_exactness(run: Run) -> None:
    for exact in ([], ["--exact"]):
        alone = run("search", *exact, "Łukašenka", book=SAMPLE).out
        assert alone
        assert run("search", *exact, "Łukašenka or zzzzq", book=SAMPLE).out == alone


def test_what_nobody_wrote_is_no_text(run: Run, make_book: MakeBook) -> None:
    book = make_book({"a.yaml": a_brief(events="[{date: 2025, title: E}]")})
    for word in ("active", "happened", "null"):
        assert run("list", word, book=book).code == 1
        assert run("timeline", word, book=book).code == 1


def test_the_name_of_a_brief_is_no_text_of_its_events(run: Run, make_book: MakeBook) -> None:
    book = make_book({"storm.yaml": a_brief(events="[{id: e1, date: 2025, title: E}]")})
    assert run("timeline", "storm", book=book).code == 1
    assert run("timeline", "e1", book=book).code == 0


def test_a_broken_record_is_there_though_unread(run: Run, make_book: MakeBook) -> None:
    book = make_book({"a.yaml": a_brief(entities="[gone, bad]"), "entities/e.yaml": "bad: {type: person, nam: X}\n"})
    assert run("list", "is:dangling", book=book).code == 0
    (book / "a.yaml").write_text(a_brief(entities="[bad]"))
    assert run("list", "is:dangling", book=book).code == 1
    for command in ("show", "xref"):
        done = run(command, "bad", book=book)
        assert (done.code, done.out) == (2, "")
        assert "unknown field `nam`" in done.err


def test_a_relation_to_an_item_is_not_that_to_the_brief(run: Run, make_book: MakeBook) -> None:
    one = a_brief(related="[{to: b, as: contradicts}]", key_points="[{id: k1, text: x}]")
    two = a_brief(related="[{to: 'a#k1', as: contradicts, note: important}]")
    book = make_book({"a.yaml": one, "b.yaml": two})
    shown = json.loads(run("show", "a", "--json", book=book).out)["related"]
    assert [(r["item"], r["derived"], r["note"]) for r in shown] == [(None, False, None), ("a#k1", True, "important")]
    assert [row[:3] for row in rows(run, book, "xref", "a")] == [
        ["out", "contradicts", "b"],
        ["in", "contradicts", "b"],
    ]


def test_an_item_is_cross_referenced_inside_its_brief(run: Run, make_book: MakeBook) -> None:
    points = "[{id: k1, text: x, contradicts: k2}, {id: k2, text: y}]"
    book = make_book({"a.yaml": a_brief(key_points=points)})
    assert rows(run, book, "xref", "a#k2") == [["in", "contradicts", "a#k1", "a.yaml", "4"]]


@pytest.mark.parametrize(
    "register", ["q: {type: person, name: A,\n name: B}\n", "{ q: {type: person, name: A,\n  name: B}}\n"]
)
def test_a_key_twice_inside_a_record_breaks_it_wherever_it_stands(register: str, run: Run, make_book: MakeBook) -> None:
    assert run("entities", book=make_book({"entities/e.yaml": register})).code == 1


def test_a_pattern_that_is_none_is_told_and_the_book_read_as_by_default(run: Run, make_book: MakeBook) -> None:
    for pattern in ("!", "[z-a]", "[[:x:]]", "*a*a*a*a*a*b"):
        book = make_book({"book.yaml": f"ignore: ['{pattern}']\n", f"{'a' * 60}.yaml": a_brief()})
        done = run("list", book=book)
        assert done.code == 0
        assert "book.yaml:1:10: " in done.err


def test_the_ends_of_the_calendar_are_drawn(run: Run, make_book: MakeBook) -> None:
    for dates in (("0000", "9999"), ("9990", "9999"), ("0001/9999", "2025"), ("00XX", "99XX")):
        events = ", ".join(f"{{date: {date}, title: e}}" for date in dates)
        book = make_book({"a.yaml": a_brief(events=f"[{events}]")})
        assert run("timeline", "--chart", book=book).code == 0
        assert run("timeline", "--format", "table", book=book).code == 0


def test_of_several_ids_a_wrong_file_hides_none(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("loose.yaml").write_text(a_brief())
    done = run("show", "loose.yaml#k9", "zapad-2025", book=SAMPLE)
    assert done.code == 1
    assert done.out.startswith("# Zapad-2025 exercise")


def test_a_link_inside_the_book_is_shown_by_its_path(run: Run, make_book: MakeBook) -> None:
    book = make_book({"book.yaml": "", "_real.yaml": a_brief("Linked")})
    (book / "link.yaml").symlink_to("_real.yaml")
    assert run("show", book / "link.yaml").out.startswith("# Linked")


def test_an_answer_never_replaces_a_file_of_the_book(run: Run, make_book: MakeBook) -> None:
    book = make_book({"book.yaml": "", "a.yaml": a_brief()})
    for arguments in (["list"], ["stats"], ["show", "a"], ["show", str(book / "a.yaml")]):
        done = run(*arguments, "--json", "-o", book / "a.yaml", book=book)
        assert (done.code, done.out) == (2, "")
    assert (book / "a.yaml").read_text() == a_brief()
    assert run("list", "-o", book / "list.json", book=book).code == 0


def test_an_answer_goes_to_a_pipe_that_is_named_as_a_file() -> None:
    command = f"{sys.executable} -m brief_cli --book {SAMPLE} list --json -o /dev/stdout | cat"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=True)
    assert len(json.loads(done.stdout)) == 10


def test_a_working_directory_that_is_gone_is_told(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    command = f"cd {gone} && rmdir {gone} && {sys.executable} -m brief_cli --book . list"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, env=os.environ, check=False)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_times_of_rfc_3339_are_taken_in_any_case(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for now in ("2026-03-24t10:00:00z", "2026-03-24T12:59:60Z"):
        monkeypatch.setenv("BRIEF_NOW", now)
        assert run("list", "--limit", "1", book=SAMPLE).code == 0


def test_a_pager_with_an_open_quote_is_no_pager(monkeypatch: pytest.MonkeyPatch, capfdbinary: object) -> None:
    from brief_cli.render import terminal

    monkeypatch.setenv("PAGER", "'")
    written: list[str] = []
    monkeypatch.setattr("brief_cli.render.output.write", lambda pieces, path: written.extend(pieces))
    terminal.paged(["page\n"])
    assert written == ["page\n"]


def test_large_answers_do_not_grow_faster_than_the_book(run: Run, make_book: MakeBook) -> None:
    """Each would take minutes if every item were compared with every reference, span or word."""
    events = "events:\n" + "  - {date: 2020, title: e, entities: [x]}\n" * 20_000
    linked = "summary: |\n  " + "`` [[a]] " * 40_000 + "\n"
    book = make_book(
        {"a.yaml": a_brief() + events, "b.yaml": a_brief() + linked, "entities/e.yaml": "y: {type: group, name: Y}\n"}
    )
    assert run("timeline", "entity:y", book=book).code == 1
    assert run("list", "is:dangling", book=book).code == 0
    words = [f"w{n}qx" for n in range(400)]
    assert run("search", *words, book=SAMPLE).code == 1


WORDY = {
    "a.yaml": a_brief("Alpha", summary="Sanctions under § 12 hold.", key_points="[Storm in Warsaw, C++ is old]"),
    "b.yaml": a_brief("Beta", key_points="[warsaw is calm]"),
    "sources/s.yaml": "wire: {title: Storm warning, url: 'https://example.org/storm'}\n",
}


def test_what_a_brief_must_not_say_none_of_its_items_may_whatever_a_source_says(make_book: MakeBook, run: Run) -> None:
    book = make_book(WORDY)
    assert run("list", "not storm", "--fields", "id", book=book).out == "b\n"
    assert run("stats", "not storm", "--fields", "briefs", "--json", book=book).code == 0
    assert run("search", "type:brief not storm", "--fields", "id", book=book).out == "b\n"


def test_marks_beside_words_and_marks_alone_are_meant(make_book: MakeBook, run: Run) -> None:
    book = make_book(WORDY)
    for words, found in (('"C++"', "a\n"), ('"§"', "a\n"), ('"§ 12"', "a\n"), ('"storm!"', ""), ('not "C++"', "b\n")):
        assert run("list", words, "--fields", "id", book=book).out == found, words
    assert run("search", "§", "--fields", "id,field", book=book).out == "a\tsummary\n"


def test_an_exact_search_means_the_very_characters_of_what_a_search_looks_at(make_book: MakeBook, run: Run) -> None:
    book = make_book(WORDY)
    assert run("search", "--exact", "https", book=book).code == 1
    assert run("search", "--exact", "Warsaw", "--fields", "id", book=book).out == "a#key_points.1\n"
    assert run("search", "--exact", "Warsaw not warsaw", "--fields", "id", book=book).out == "a#key_points.1\n"
