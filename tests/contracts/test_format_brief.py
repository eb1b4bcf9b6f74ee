"""A brief (docs/format.md, section 2), rule by rule."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import MakeBook, Run, a_brief

JUDGMENT = "text: J, likelihood: likely"
INVERSES = [("part_of", "has_part"), ("causes", "caused_by"), ("precedes", "follows"), ("elaborates", "elaborated_by"),
    ("supports", "supported_by"), ("supersedes", "superseded_by"), ("contradicts", "contradicts"),
    ("see_also", "see_also")]  # fmt: skip


def shown(run: Run, book: Path, *names: str) -> Any:
    return json.loads(run("show", *names, "--json", book=book).out)


def page(run: Run, make_book: MakeBook, **fields: str) -> Any:
    """The brief with these fields, as JSON."""
    return shown(run, make_book({"a.yaml": a_brief(**fields)}), "a")


def complaint(run: Run, make_book: MakeBook, **fields: str) -> str:
    """The one line on a brief with these fields."""
    return (
        run("list", book=make_book({"a.yaml": a_brief(**fields), "z.yaml": a_brief()})).err.rstrip().partition(": ")[2]
    )


@pytest.mark.parametrize("field", ["title", "bottom_line", "as_of"])
def test_title_bottom_line_and_as_of_are_required(field: str, make_book: MakeBook, run: Run) -> None:
    lines = [line for line in a_brief().splitlines() if not line.startswith(field)]
    told = run("show", "a", book=make_book({"a.yaml": "\n".join(lines) + "\n"}))
    assert (told.code, told.err.count("✗")) == (2, 1)
    assert f"`{field}` is missing" in told.err


@pytest.mark.parametrize(("part", "item", "missing"), [
    ("key_points", "id: k", "text"), ("judgments", "likelihood: likely", "text"),
    ("judgments", "text: J", "likelihood"),
    ("indicators", "id: i", "text"), ("alternatives", "why_not: W", "text"), ("gaps", "id: g", "text"),
    ("assumptions", "id: s", "text"), ("events", "title: T", "date"), ("events", "date: 2025", "title"),
    ("sources", "id: s", "title"), ("related", "as: causes", "to"), ("related", "to: b", "as")])  # fmt: skip
def test_what_an_item_requires(part: str, item: str, missing: str, make_book: MakeBook, run: Run) -> None:
    assert complaint(run, make_book, **{part: f"[{{{item}}}]"}).startswith(f"`{missing}` is missing in ")


def test_every_other_field_may_be_left_out(make_book: MakeBook, run: Run) -> None:
    found = page(run, make_book)
    assert (found["status"], found["handling"]) == ("active", "unmarked")
    empty = [key for key, value in found.items() if value in (None, [])]
    assert set(empty) >= {"review_by", "reviewed", "tags", "author", "lang", "summary", "source_summary", "key_points",
                          "judgments", "events", "entities", "related", "assumptions", "alternatives", "gaps",
                          "indicators", "sources"}  # fmt: skip


def test_where_a_list_is_due_one_value_is_a_list_of_one(make_book: MakeBook, run: Run) -> None:
    point = "{id: k1, text: K, sources: s 2, contradicts: k2}"
    event = "{date: 2025, title: E, entities: x, sources: {source: s}}"
    found = page(run, make_book, tags="nato", key_points=point, events=event, entities="x", related="b", gaps="G")
    assert found["tags"] == ["nato"]
    assert [citation["source"] for citation in found["key_points"][0]["sources"]] == ["s"]
    assert found["events"][0]["entities"] == found["entities"] == [{"id": "x", "role": None}]
    assert [gap["text"] for gap in found["gaps"]] == ["G"]
    assert [(row["to"], row["as"]) for row in found["related"]] == [("b", "see_also")]


@pytest.mark.parametrize("part", ["key_points", "gaps", "indicators", "assumptions", "alternatives"])
def test_a_plain_text_item_is_its_text(part: str, make_book: MakeBook, run: Run) -> None:
    first = page(run, make_book, **{part: "[A text, {text: A text}]"})[part]
    assert [item["text"] for item in first] == ["A text", "A text"]
    assert [item["id"] for item in first] == [f"a#{part}.1", f"a#{part}.2"]


@pytest.mark.parametrize("part", ["judgments", "events", "sources"])
def test_the_others_have_no_plain_text_form(part: str, make_book: MakeBook, run: Run) -> None:
    assert "is a mapping of fields, not the text `A text`" in complaint(run, make_book, **{part: "[A text]"})


@pytest.mark.parametrize(("written", "source", "credibility"), [
    ("ap-1", "ap-1", None), ("ap-1 3", "ap-1", 3), ("{source: ap-1}", "ap-1", None),
    ("{source: ap-1, credibility: 6, locator: 4, note: N}", "ap-1", 6)])  # fmt: skip
def test_a_citation_is_an_id_or_an_id_and_its_credibility_or_a_mapping(
    written: str, source: str, credibility: int | None, make_book: MakeBook, run: Run
) -> None:
    (cited,) = page(run, make_book, key_points=f"[{{text: K, sources: [{written}]}}]")["key_points"][0]["sources"]
    assert (cited["source"], cited["credibility"]) == (source, credibility)


@pytest.mark.parametrize(
    "written", ["ap-1 7", "ap-1 0", "ap-1 B2", "AP said", "ap-1, 3", "{source: ap-1, credibility: 2.0}"]
)
def test_no_other_citation_is_taken(written: str, make_book: MakeBook, run: Run) -> None:
    quoted = written if written.startswith("{") else f"'{written}'"
    assert complaint(run, make_book, key_points=f"[{{text: K, sources: [{quoted}]}}]")


def test_an_item_without_an_id_is_addressed_by_its_place_from_1(make_book: MakeBook, run: Run) -> None:
    events = "[{date: 2025, title: E1}, {id: e9, date: 2026, title: E2}, {date: 2024, title: E3}]"
    book = make_book({"a.yaml": a_brief(events=events)})
    assert [event["id"] for event in shown(run, book, "a")["events"]] == ["a#events.1", "a#e9", "a#events.3"]
    assert shown(run, book, "a#events.3")["item"]["title"] == "E3"
    assert run("show", "a#events.2", book=book).code == 1, "an item with an id has no other address"


def test_an_item_id_is_unique_in_its_brief_whatever_the_part(make_book: MakeBook, run: Run) -> None:
    twice = complaint(run, make_book, gaps="[{id: x, text: G}]", events="[{id: x, date: 2025, title: E}]")
    assert twice.startswith("`x` is already the id of one of the ")
    assert "is no id" in complaint(run, make_book, gaps="[{id: X1, text: G}]")
    files = {f"{name}.yaml": a_brief(gaps="[{id: x, text: G}]") for name in "ab"}
    assert [page["gaps"][0]["id"] for page in shown(run, make_book(files), "a", "b")] == ["a#x", "b#x"]


def test_inside_its_own_brief_an_item_is_named_without_the_brief(make_book: MakeBook, run: Run) -> None:
    points = "[{id: k1, text: K, contradicts: k2, resolution: {holds: k2, on: 2026-03-20, why: W}}, {id: k2, text: L}]"
    found = page(run, make_book, key_points=points, indicators="[{text: I, for: [j1, b#j2]}]",
                 judgments=f"[{{id: j1, {JUDGMENT}}}]")  # fmt: skip
    first, second = found["key_points"]
    assert first["contradicts"] == [{"id": "a#k2", "derived": False}]
    assert second["contradicts"] == [{"id": "a#k1", "derived": True}]
    assert first["resolution"] == {"holds": "a#k2", "on": "2026-03-20", "why": "W"}
    assert found["indicators"][0]["for"] == ["a#j1", "b#j2"]


def told(run: Run, make_book: MakeBook, same: dict[str, str]) -> Any:
    """One event a brief, each the same as what is given."""
    files = {
        f"{name}.yaml": a_brief(events=f"[{{id: e1, date: 2025-0{n}, title: {name}, same_as: [{other}]}}]")
        for n, (name, other) in enumerate(same.items(), 1)
    }
    rows = json.loads(run("timeline", "--json", book=make_book(files)).out)
    return {row["id"]: [telling["id"] for telling in row["told_in"]] for row in rows}


def test_same_as_is_symmetric_and_transitive_cycles_included(make_book: MakeBook, run: Run) -> None:
    circle = {"a": "b#e1", "b": "c#e1", "c": "a#e1", "d": ""}
    assert told(run, make_book, circle) == {"a#e1": ["a#e1", "b#e1", "c#e1"], "d#e1": ["d#e1"]}


@pytest.mark.parametrize(("same", "teller"), [
    ({"a": "c#e1", "b": "c#e1", "c": ""}, "c#e1"),
    ({"a": "b#e1", "b": "c#e1", "c": ""}, "c#e1"),
    ({"a": "", "b": "a#e1, c#e1", "c": ""}, "a#e1"),
    ({"a": "b#e1", "b": "a#e1", "c": "b#e1"}, "a#e1"),
    ({"a": "a#e1", "b": "a#e1", "c": "b#e1"}, "a#e1")])  # fmt: skip
def test_the_teller_is_the_one_that_others_name_and_that_names_none_else_the_smallest_id(
    same: dict[str, str], teller: str, make_book: MakeBook, run: Run
) -> None:
    assert told(run, make_book, same) == {teller: ["a#e1", "b#e1", "c#e1"]}


@pytest.mark.parametrize(("term", "inverse"), [*INVERSES, *((b, a) for a, b in INVERSES[:6])])
def test_one_side_of_a_relation_is_enough_and_both_briefs_show_it(
    term: str, inverse: str, make_book: MakeBook, run: Run
) -> None:
    book = make_book({"a.yaml": a_brief(related=f"[{{to: b, as: {term}, note: N}}]"), "b.yaml": a_brief()})
    first, second = shown(run, book, "a", "b")
    assert [(row["to"], row["as"], row["note"], row["derived"]) for row in first["related"] + second["related"]] == [
        ("b", term, "N", False), ("a", inverse, "N", True)]  # fmt: skip
    (book / "b.yaml").write_text(a_brief(related=f"[{{to: a, as: {inverse}}}]"))
    both = shown(run, book, "a", "b")
    assert [[(row["as"], row["derived"]) for row in x["related"]] for x in both] == [
        [(term, False)],
        [(inverse, False)],
    ]


def test_relations_in_disagreement_are_both_shown(make_book: MakeBook, run: Run) -> None:
    files = {"a.yaml": a_brief(related="[{to: b, as: causes}]"), "b.yaml": a_brief(related="[{to: a, as: causes}]")}
    first, _ = shown(run, make_book(files), "a", "b")
    assert [(row["as"], row["derived"]) for row in first["related"]] == [("causes", False), ("caused_by", True)]


def test_links_are_read_in_every_prose_field_but_titles_and_code(make_book: MakeBook, run: Run) -> None:
    entity = "nato: {type: organization, name: NATO}\n"
    for field in ("bottom_line", "summary", "source_summary", "gaps", "assumptions", "key_points"):
        text = "title: T\nas_of: 2026-01-01\n" + ("" if field == "bottom_line" else "bottom_line: B\n")
        book = make_book({"a.yaml": f"{text}{field}: 'See [[nato|them]].'\n", "entities/e.yaml": entity})
        used = json.loads(run("entities", "--json", book=book).out)[0]
        assert used["briefs"] == 1, field
    for silent in ({"title": "'[[nato]]'"}, {"summary": "'`[[nato]]`'"}, {"author": "'[[nato]]'"}):
        book = make_book({"a.yaml": a_brief(**silent), "entities/e.yaml": entity})
        assert json.loads(run("entities", "--json", book=book).out)[0]["briefs"] == 0, silent


def test_an_unknown_link_is_shown_as_its_text(make_book: MakeBook, run: Run) -> None:
    book = make_book({"a.yaml": a_brief(gaps="['Ask [[nobody|Him]] or [[no-one]]?']")})
    assert "Ask Him or no-one?" in run("show", "a", book=book).out


@pytest.mark.parametrize(("field", "nearest"), [
    ("titel", "title"), ("key_point", "key_points"), ("judgements", "judgments"), ("asof", "as_of"),
    ("Summary", "summary"), ("bottomline", "bottom_line"), ("tag", "tags")])  # fmt: skip
def test_an_unknown_field_is_an_error_with_the_nearest_known_name(
    field: str, nearest: str, make_book: MakeBook, run: Run
) -> None:
    assert complaint(run, make_book, **{field: "x"}) == f"unknown field `{field}`; write `{nearest}`"


def test_x_fields_are_kept_printed_selectable_and_never_interpreted(make_book: MakeBook, run: Run) -> None:
    own = "{deep: [2025-02-29, '[[nobody]]', null]}"
    book = make_book({"a.yaml": a_brief(x_own=own, x_desk="East", gaps="[{text: G, x_by: me}]"), "b.yaml": a_brief()})
    found = shown(run, book, "a")
    assert (found["x_own"], found["gaps"][0]["x_by"]) == ({"deep": ["2025-02-29", "[[nobody]]", "null"]}, "me")
    assert found["dangling"] is False
    assert run("list", "x_desk:east", "--fields", "id,x_desk", book=book).out == "a\tEast\n"


@pytest.mark.parametrize("value", ["[[nato]] said", '"Foo" said', "> 100", "*bold* text", "& Sons", "!x!y z", "%x",
    "@x", "`x` y", "Minsk: no", "- x"])  # fmt: skip
def test_a_slip_of_plain_english_has_its_own_mend(value: str, make_book: MakeBook, run: Run) -> None:
    assert "quotes" in complaint(run, make_book, author=value)
    assert "quotes" in complaint(run, make_book, gaps=f"\n  - One\n  - {value}") or value == "- x"


@pytest.mark.parametrize("text", ["Foo, bar", "Foo, bar, baz"])
def test_a_comma_inside_braces_has_its_own_mend(text: str, make_book: MakeBook, run: Run) -> None:
    assert "a value that holds a comma stands in quotes" in complaint(run, make_book, gaps=f"[{{text: {text}}}]")


@pytest.mark.parametrize("mark", ["<<<<<<< HEAD", ">>>>>>> desk", "||||||| base"])
def test_the_conflict_marks_of_git_are_named_as_such(mark: str, make_book: MakeBook, run: Run) -> None:
    told = run("list", book=make_book({"a.yaml": a_brief() + mark + "\ngaps: [x]\n"})).err
    assert "git left a conflict mark here" in told


@pytest.mark.parametrize("value", ["No. #7", "#nato", "[a, #b]", "{id: x, text: G #7\n  }", "a #é", "a #7"])
def test_a_hash_right_before_a_letter_or_digit_is_refused(value: str, make_book: MakeBook, run: Run) -> None:
    assert "would be cut off" in complaint(run, make_book, gaps=value)


@pytest.mark.parametrize("value", ["a # comment", "a#7", "'No. #7'", "a ## b", "# comment"])
def test_other_hashes_are_what_they_are_in_yaml(value: str, make_book: MakeBook, run: Run) -> None:
    assert complaint(run, make_book, gaps=value) == ""


@pytest.mark.parametrize("field", ["review_by", "reviewed", "status"])
@pytest.mark.parametrize("nothing", ["null", "~", "Null", "NULL"])
def test_null_where_a_date_or_a_term_is_due_is_told_to_be_left_empty(
    field: str, nothing: str, make_book: MakeBook, run: Run
) -> None:
    assert complaint(run, make_book, **{field: nothing}).endswith("; leave it empty")


@pytest.mark.parametrize(("field", "word", "read"), [("status", "DRAFT", "draft"), ("handling", "TLP:Amber+STRICT",
    "tlp:amber+strict"), ("review_by", "2026-03-01", "2026-03-01"), ("lang", "be-Latn", "be-Latn")])  # fmt: skip
def test_words_are_read_in_any_case(field: str, word: str, read: str, make_book: MakeBook, run: Run) -> None:
    assert page(run, make_book, **{field: word})[field] == read


@pytest.mark.parametrize(("item", "path", "read"), [
    ("judgments: [{text: J, likelihood: Very  LIKELY, confidence: High}]", ("judgments", "confidence"), "high"),
    ("judgments: [{text: J, likelihood: likely, outcome: {result: Yes, on: 2026-02-24}}]",
     ("judgments", "outcome"), {"result": "yes", "on": "2026-02-24"}),
    ("judgments: [{text: J, likelihood: likely, made_on: 2025-09-19}]", ("judgments", "made_on"), "2025-09-19"),
    ("events: [{date: 2025, title: E, status: Alleged}]", ("events", "status"), "alleged"),
    ("indicators: [{text: I, state: Tripped, since: 2025-09-10}]", ("indicators", "state"), "tripped"),
    ("alternatives: [{text: A, why_not: W}]", ("alternatives", "why_not"), "W")])  # fmt: skip
def test_what_an_item_says_is_read(item: str, path: tuple[str, str], read: Any, make_book: MakeBook, run: Run) -> None:
    book = make_book({"a.yaml": a_brief() + item + "\n"})
    assert shown(run, book, "a")[path[0]][0][path[1]] == read
