"""A book is a folder (docs/format.md, section 1), rule by rule."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from conftest import MakeBook, Run, a_brief

PERSON = "{type: person, name: "


def ids(run: Run, book: Path, command: str = "list") -> list[str]:
    return [row["id"] for row in json.loads(run(command, "--json", book=book).out)]


def shown(run: Run, book: Path, *names: str) -> Any:
    return json.loads(run("show", *names, "--json", book=book).out)


def test_every_file_that_is_no_register_is_one_brief_called_by_its_stem(make_book: MakeBook, run: Run) -> None:
    brief = a_brief()
    book = make_book(
        {
            "b.yaml": brief,
            "deep/er/a.yml": brief,
            "entities.yaml": brief,
            "deep/entities/c.yaml": brief,
            "deep/book.yaml": brief,
            "entities/x/y/p.yaml": f"p: {PERSON}P}}",
            "entities/q.yml": f"q: {PERSON}Q}}",
            "sources/x/s.yaml": "s: {title: S}",
        }
    )
    assert ids(run, book) == ["a", "b", "book", "c", "entities"]
    assert ids(run, book, "entities") == ["p", "q"]
    assert ids(run, book, "sources") == ["s"]


def test_names_that_start_with_a_dot_or_underscore_are_passed_over(make_book: MakeBook, run: Run) -> None:
    hidden = dict.fromkeys((".a.yaml", "_b.yaml", ".git/c.yaml", "_drafts/d.yaml", "entities/_e.yaml"), "not: [YAML")
    listed = run("list", "--fields", "id", book=make_book({"sound.yaml": a_brief(), "x_y.txt": "[", **hidden}))
    assert (listed.out, listed.err) == ("sound\n", "")


@pytest.mark.parametrize(
    ("ignore", "left"),
    [
        ("[docs/**, mkdocs.yml]", ["sound"]),
        ("docs", ["mkdocs", "sound"]),
        ("['*.yml', '/docs/', '!docs']", ["a", "b", "sound"]),
        ("['*', '!sound.yaml']", ["sound"]),
        ("'# docs'", ["a", "b", "mkdocs", "sound"]),
    ],
)
def test_what_the_book_ignores_is_in_gits_own_patterns(
    ignore: str, left: list[str], make_book: MakeBook, run: Run
) -> None:
    files = dict.fromkeys(("sound.yaml", "mkdocs.yml", "docs/a.yaml", "docs/x/b.yaml"), a_brief())
    assert ids(run, make_book({**files, "book.yaml": f"ignore: {ignore}\n"})) == left


def test_a_link_counts_when_it_leads_to_a_file_inside_and_linked_folders_are_not_entered(
    make_book: MakeBook, run: Run
) -> None:
    book = make_book({"folder/one.yaml": a_brief("One")})
    (book / "two.yaml").symlink_to("folder/one.yaml")
    (book / "again").symlink_to("folder")
    listed = run("list", "--fields", "id,title", book=book)
    assert (listed.out, listed.err) == ("one\tOne\ntwo\tOne\n", "")


def test_no_reading_command_writes_into_the_book_or_calls_git(make_book: MakeBook, run: Run, tmp_path: Path) -> None:
    book = make_book({"a.yaml": a_brief(), "b.yaml": "broken", "entities/e.yaml": f"e: {PERSON}E}}"})
    subprocess.run(["git", "init", "-q", str(book)], check=True)
    before = {path: path.stat().st_mtime_ns for path in book.rglob("*")}
    for command in (["list"], ["show", "a"], ["timeline"], ["search", "a"], ["entities"], ["stats"], ["xref"]):
        run(*command, book=book)
    assert {path: path.stat().st_mtime_ns for path in book.rglob("*")} == before


@pytest.mark.parametrize(("stem", "sound"), [("a", True), ("0-a-", True), ("a" * 100, True), ("a" * 101, False),
    ("A", False), ("-a", False), ("a_b", False), ("a.b", False), ("é", False), ("а", False)])  # fmt: skip
def test_an_id_is_lower_case_letters_digits_and_hyphens_up_to_100(
    stem: str, sound: bool, make_book: MakeBook, run: Run
) -> None:
    listed = run("list", "--fields", "id", book=make_book({f"{stem}.yaml": a_brief(), "sound.yaml": a_brief()}))
    assert (f"{stem}\n" in listed.out, "is no id" in listed.err) == (sound, not sound)
    register = make_book({f"{stem}.yaml": "x_: y", "entities/e.yaml": f'"{stem}": {PERSON}P}}'})
    assert (stem in ids(run, register, "entities")) == sound


def test_an_id_inside_is_allowed_and_must_agree(make_book: MakeBook, run: Run) -> None:
    book = make_book({"good.yaml": a_brief(id="good"), "bad.yaml": a_brief(id="worse")})
    listed = run("list", "--fields", "id", book=book)
    assert listed.out == "good\n"
    assert "the id inside, `worse`, is not the file's, `bad`" in listed.err


def test_of_two_with_one_id_the_first_path_in_code_point_order_keeps_it(make_book: MakeBook, run: Run) -> None:
    files = {"b/note.yaml": a_brief("Low"), "B/note.yaml": a_brief("High"), "é/note.yml": a_brief("Last")}
    listed = run("list", "--fields", "title", book=make_book(files))
    assert listed.out == "High\n", "B stands before b"
    assert [line.partition("; ")[0].partition(": ")[2] for line in listed.err.splitlines()] == [
        "the id `note` is already taken by B/note.yaml"
    ] * 2


def test_briefs_entities_and_sources_share_one_id_space(make_book: MakeBook, run: Run) -> None:
    files = {
        "a.yaml": a_brief(),
        "z.yaml": a_brief(),
        "entities/e.yaml": f"z: {PERSON}Z}}\ny: {PERSON}Y}}",
        "sources/s.yaml": "a: {title: A}\ny: {title: Y}\nx: {title: X}",
    }
    listed = run("list", "--fields", "id", book=(book := make_book(files)))
    assert listed.out == "a\n"
    assert ids(run, book, "entities") == ["y", "z"]
    assert ids(run, book, "sources") == ["x"]
    assert "the id `z` is already taken by entities/e.yaml" in listed.err
    assert "the id `a` is already taken by a.yaml" in listed.err


def test_the_first_of_two_that_is_broken_itself_takes_nothing(make_book: MakeBook, run: Run) -> None:
    book = make_book({"a/note.yaml": "title: [", "b/note.yaml": a_brief("Sound")})
    assert shown(run, book, "note")["title"] == "Sound"


def test_every_scalar_is_text_until_its_field_says_otherwise(make_book: MakeBook, run: Run) -> None:
    texts = ["no", "2025-09", "1.10", "012", "null", "~", "0x1F", "1_000", "true", ".inf", "2025-09-12", "1e3"]
    book = make_book({"a.yaml": a_brief("012", tags=f"[{', '.join(texts)}]", author="no", x_own="{a: [1.10, off]}")})
    found = shown(run, book, "a")
    assert (found["title"], found["tags"], found["author"]) == ("012", texts, "no")
    assert found["x_own"] == {"a": ["1.10", "off"]}


@pytest.mark.parametrize("empty", ["", "''", '""', "  # nothing", '"   "'])
def test_an_empty_value_is_an_absent_one(empty: str, make_book: MakeBook, run: Run) -> None:
    book = make_book({"a.yaml": a_brief(author=empty, status=empty, tags=empty, events=empty, review_by=empty)})
    found = shown(run, book, "a")
    assert [found[key] for key in ("author", "status", "tags", "events", "review_by")] == [None, "active", [], [], None]
    missing = run("show", "b", book=make_book({"b.yaml": f"title: {empty}\nbottom_line: B\nas_of: 2026-01-01\n"}))
    assert "`title` is missing" in missing.err


def test_bom_and_crlf_are_fine_and_change_nothing(make_book: MakeBook, run: Run) -> None:
    text = a_brief(summary="|\n  One\n  two\n")
    plain = shown(run, make_book({"a.yaml": text}), "a")
    assert shown(run, make_book({"a.yaml": b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()}), "a") == plain


@pytest.mark.parametrize(
    "fault",
    ["title: [", "weather_is: x", "tags: {a: b}", "review_by: soon", "gaps: [{id: g, text: A}, {id: g, text: B}]"],
)
def test_a_brief_with_any_error_is_broken_as_a_whole(fault: str, make_book: MakeBook, run: Run) -> None:
    book = make_book({"a.yaml": a_brief() + fault + "\n", "b.yaml": a_brief()})
    assert ids(run, book) == ["b"]
    assert run("show", "a", book=book).code == 2


@pytest.mark.parametrize("fault", ["{type: person}", "{type: person, name: A, hue: red}", "{type: persn, name: A}",
    "text", "&x {type: person, name: A}", "{<<: x, type: person, name: A}", "{type: person, name: A, name: B}",
    "{type: person, name: !t A}", "{type: person, name: A #7}"])  # fmt: skip
def test_an_error_inside_one_record_breaks_that_record_alone(fault: str, make_book: MakeBook, run: Run) -> None:
    book = make_book({"entities/e.yaml": f"a: {PERSON}A}}\nb: {fault}\nc: {PERSON}C}}\n".replace("#7}", "#7\n  }")})
    listed = run("entities", "--fields", "id", book=book)
    assert listed.out == "a\nc\n"
    assert listed.err.count("\n") == 1


@pytest.mark.parametrize(
    "fault", ["b: [", "b: " + "[" * 40, "---\nb: {type: person, name: B}", "%TAG ! x", "b: \udcff"]
)
def test_syntax_encoding_nesting_directives_and_documents_break_the_file(
    fault: str, make_book: MakeBook, run: Run
) -> None:
    data = f"a: {PERSON}A}}\n{fault}\n".encode("utf-8", "surrogateescape")
    book = make_book({"entities/e.yaml": data, "entities/f.yaml": f"f: {PERSON}F}}"})
    assert ids(run, book, "entities") == ["f"]


def test_a_broken_book_file_is_reported_and_read_as_defaults(make_book: MakeBook, run: Run) -> None:
    settings = "title: Desk\nhandling: tlp:red\nreview_interval: soon\nignore: ['*']\n"
    listed = run("list", "--json", book=make_book({"book.yaml": settings, "a.yaml": a_brief()}))
    assert listed.err.startswith("book.yaml:3:18: ") or "/book.yaml:3:18: " in listed.err
    assert [(row["id"], row["handling"]) for row in json.loads(listed.out)] == [("a", "unmarked")]


def test_a_reference_to_what_the_book_lacks_breaks_nothing_and_is_shown_as_written(
    make_book: MakeBook, run: Run
) -> None:
    text = a_brief(entities="[nobody]", related="[{to: nowhere, as: causes}]", summary="'See [[no-one|Him]].'")
    listed = run("show", "a", "--json", book=make_book({"a.yaml": text}))
    found = json.loads(listed.out)
    assert (listed.err, found["dangling"]) == ("", True)
    assert found["entities"] == [{"id": "nobody", "role": None}]
    assert found["related"][0]["to"] == "nowhere"
    assert "See Him." in run("show", "a", book=make_book({"a.yaml": text})).out


def test_asked_for_a_broken_file_all_its_errors_are_printed_else_the_first_and_how_many_more(
    make_book: MakeBook, run: Run
) -> None:
    book = make_book({"a.yaml": a_brief(status="odd", lang="a b", tags="{a: b}"), "b.yaml": a_brief()})
    assert run("show", "a", book=book).err.count("✗ ") == 3
    (line,) = run("list", book=book).err.splitlines()
    assert "`odd` is no status" in line
    assert line.endswith("(and 2 more)")


def test_naming_the_id_of_a_broken_brief_is_not_dangling(make_book: MakeBook, run: Run) -> None:
    text = a_brief(related="[{to: b, as: causes}, {to: 'b#k1', as: causes}]")
    broken = make_book({"a.yaml": text, "b.yaml": "title: ["})
    assert shown(run, broken, "a")["dangling"] is False
    os.remove(broken / "b.yaml")
    assert shown(run, broken, "a")["dangling"] is True


def test_the_settings_of_a_book_are_defaults_of_its_briefs(make_book: MakeBook, run: Run) -> None:
    settings = "yardstick: PHIA\nreview_interval: 90D\nlang: be\nhandling: TLP:Green\nx_desk: east\n"
    book = make_book(
        {
            "book.yaml": settings,
            "a.yaml": a_brief(judgments="[{text: J, likelihood: Realistic  Possibility}]"),
            "b.yaml": a_brief(handling="tlp:RED", lang="en", review_by="2027-01-01"),
        }
    )
    first, second = shown(run, book, "a", "b")
    assert [(x["handling"], x["lang"], x["stale"]) for x in (first, second)] == [
        ("tlp:green", "be", False), ("tlp:red", "en", False)]  # fmt: skip
    assert first["judgments"][0]["likelihood"] == "realistic possibility"
    (book / "book.yaml").write_text("review_interval: 11w\nyardstick: phia\n")
    assert shown(run, book, "a")["stale"] is True


def test_in_a_book_of_a_later_format_unknown_fields_are_kept_warned_about_once_and_break_nothing(
    make_book: MakeBook, run: Run
) -> None:
    book = make_book(
        {
            "book.yaml": "format: 2\nmood: new\n",
            "a.yaml": a_brief(weather="rain", events="[{date: 2025, title: E, mood: calm}]"),
            "entities/e.yaml": f"e: {PERSON}E, hue: red}}\n",
        }
    )
    answer = run("show", "a", "e", "--json", book=book)
    brief, entity = json.loads(answer.out)
    assert (answer.code, brief["weather"], brief["events"][0]["mood"], entity["hue"]) == (0, "rain", "calm", "red")
    (warning,) = answer.err.splitlines()
    assert "format 2" in warning
    assert "unknown fields are kept" in warning
    (book / "a.yaml").write_text(a_brief(status="odd"))
    assert run("show", "a", book=book).code == 2, "what is known is still checked"
