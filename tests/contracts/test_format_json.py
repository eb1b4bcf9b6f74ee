"""JSON, version 1 (docs/format.md, section 6): closed schemas, every key there, inert characters."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from conftest import SAMPLE, MakeBook, Run, a_brief
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

ANSWERS = [
    ("list", ["list"]),
    ("show", ["show", "zapad-2025"]),
    ("show", ["show", "zapad-2025", "lithuania", "zapad-2025#k1", "zapad-2025#e1", "lincoln-ap-2025-09-12"]),
    ("timeline", ["timeline"]),
    ("search", ["search", "lithuania"]),
    ("xref", ["xref", "lithuania"]),
    ("xref", ["xref", "lithuania", "zapad-2025"]),
    ("xref", ["xref"]),
    ("entities-answer", ["entities"]),
    ("sources-answer", ["sources"]),
    ("stats", ["stats"]),
]
EVIL = r'"\e[31m \x9b \u202e \u2028 <b> [x](javascript:1)"'


def published(run: Run, name: str) -> Any:
    return json.loads(run("schema", name).out)


def schema(run: Run, name: str) -> Draft202012Validator:
    return Draft202012Validator(published(run, name))


def answer(run: Run, *arguments: str, book: Any = SAMPLE) -> Any:
    return json.loads(run(*arguments, "--json", book=book).out)


@pytest.mark.parametrize(("name", "arguments"), ANSWERS)
def test_every_answer_obeys_its_published_schema(name: str, arguments: list[str], run: Run) -> None:
    schema(run, name).validate(answer(run, *arguments))


@pytest.mark.parametrize("name", sorted({name for name, _ in ANSWERS}))
def test_schemas_are_closed_and_every_key_is_due(name: str, run: Run) -> None:
    for shape in published(run, name)["$defs"].values():
        assert shape["additionalProperties"] is False
        assert shape["required"] == list(shape["properties"])


@pytest.mark.parametrize("name", ["brief", "entities", "sources", "book"])
def test_the_schema_of_a_file_takes_the_sample_as_text_and_as_typed_values(name: str, run: Run) -> None:
    check = schema(run, name)
    files = {"brief": "*.yaml", "book": "book.yaml"}.get(name, f"{name}/*.yaml")
    for path in SAMPLE.glob(files):
        if name == "book" or path.name != "book.yaml":
            text = path.read_text(encoding="utf-8")
            check.validate(yaml.load(text, yaml.BaseLoader))
            typed = YAML(typ="safe", pure=True).load(text)  # YAML 1.2, as editors read it: `on` and `yes` are text
            check.validate(json.loads(json.dumps(typed, default=str)))


def test_the_schema_of_a_brief_tells_an_editor_what_stands_where(run: Run) -> None:
    check = schema(run, "brief")
    fields = published(run, "brief")["$defs"]["Brief"]["properties"]
    assert all(field["title"] and field["description"] for field in fields.values())
    assert fields["as_of"]["examples"]
    assert "draft" in fields["status"]["anyOf"][0]["enum"]
    good = {"title": "A", "bottom_line": "B", "as_of": 2026}
    check.validate(good | {"tags": "one", "key_points": ["a text"], "related": "b", "x_own": {"a": [1]}})
    for bad in ({"titel": "A"}, {"status": "actve"}, {"events": [{"title": "no date"}]}, {"related": [{"to": "b"}]}):
        assert not check.is_valid(good | bad), bad


def test_control_and_bidi_characters_are_escaped_and_mean_the_same(make_book: MakeBook, run: Run) -> None:
    book = make_book({"note.yaml": a_brief(EVIL, tags="[é, Ж]")})
    out = run("list", "--json", book=book).out
    assert not set(out) & set("\x1b\x9b\u202e\u2028")
    assert "é" in out
    assert json.loads(out)[0]["title"] == "\x1b[31m \x9b \u202e <b> [x](javascript:1)", "a title is one line"
    assert json.loads(run("show", "note", "--format", "jsonl", book=book).out) == answer(run, "show", "note", book=book)


def test_defaults_are_filled_in_and_what_is_not_written_is_null_or_empty(make_book: MakeBook, run: Run) -> None:
    events, judgments = "[{date: 2025, title: E}]", "[{text: J, likelihood: LIKELY}]"
    note = a_brief(events=events, judgments=judgments, indicators="[I]", x_own="[a]")
    found = answer(run, "show", "note", book=make_book({"note.yaml": note}))
    assert (found["status"], found["handling"], found["lang"], found["author"], found["tags"]) == (
        "active", "unmarked", None, None, [])  # fmt: skip
    assert found["x_own"] == ["a"]
    event, judgment, indicator = found["events"][0], found["judgments"][0], found["indicators"][0]
    assert (event["id"], event["brief"], event["status"]) == ("note#events.1", "note", "happened")
    assert (event["earliest"], event["latest"], event["date_flags"], event["date_text"]) == (
        "2025-01-01", "2025-12-31", [], "2025")  # fmt: skip
    assert (judgment["likelihood"], judgment["made_on"], judgment["confidence"]) == ("likely", "2026-01-01", None)
    assert (indicator["state"], indicator["for"], indicator["since"]) == ("quiet", [], None)


def test_a_grade_is_null_unless_both_halves_are_written(make_book: MakeBook, run: Run) -> None:
    register = "a: {title: A, reliability: B}\nb: {title: B}\n"
    note = a_brief(key_points="[{text: One, sources: [a 2, a, b 3, {source: c, credibility: 6, locator: p. 1}]}]")
    found = answer(run, "show", "note", book=make_book({"note.yaml": note, "sources/s.yaml": register}))
    cited = found["key_points"][0]["sources"]
    assert [(c["source"], c["credibility"], c["reliability"], c["grade"]) for c in cited] == [
        ("a", 2, "B", "B2"), ("a", None, "B", None), ("b", 3, None, None), ("c", 6, None, None)]  # fmt: skip


def test_ties_are_shown_from_both_sides_and_say_who_wrote_them(make_book: MakeBook, run: Run) -> None:
    one = a_brief(key_points="[{id: k1, text: X, contradicts: two#k1}]", related="[{to: two, as: causes, note: N}]")
    two = a_brief(key_points="[{id: k1, text: Y}]", related="[{to: 'one#k1', as: supports}]")
    book = make_book({"one.yaml": one, "two.yaml": two})
    first, second = answer(run, "show", "one", "two", book=book)
    assert first["key_points"][0]["contradicts"] == [{"id": "two#k1", "derived": False}]
    assert second["key_points"][0]["contradicts"] == [{"id": "one#k1", "derived": True}]
    assert first["related"] == [
        {"to": "two", "as": "causes", "note": "N", "item": None, "derived": False},
        {"to": "two", "as": "supported_by", "note": None, "item": "one#k1", "derived": True},
    ]
    assert second["related"] == [
        {"to": "one#k1", "as": "supports", "note": None, "item": "one#k1", "derived": False},
        {"to": "one", "as": "caused_by", "note": "N", "item": None, "derived": True},
    ]


def test_relations_that_agree_are_one(make_book: MakeBook, run: Run) -> None:
    one, two = a_brief(related="[{to: two, as: part_of}]"), a_brief(related="[{to: one, as: has_part}]")
    shown = answer(run, "show", "one", "two", book=make_book({"one.yaml": one, "two.yaml": two}))
    assert [len(brief["related"]) for brief in shown] == [1, 1]


def test_the_same_event_is_one_row_told_by_the_one_that_names_none(make_book: MakeBook, run: Run) -> None:
    files = {
        "a.yaml": a_brief(events="[{id: e1, date: 2025-09-14, title: A tells, same_as: 'c#e1', entities: [x]}]"),
        "b.yaml": a_brief(events="[{id: e1, date: 2025-09, title: B tells, same_as: 'a#e1', entities: [y, x]}]"),
        "c.yaml": a_brief(events="[{id: e1, date: 2025-09-12, title: C tells}]"),
    }
    (row,) = answer(run, "timeline", book=make_book(files))
    assert (row["id"], row["title"], row["briefs"], row["dates_disagree"]) == ("c#e1", "C tells", ["a", "b", "c"], True)
    assert [telling["id"] for telling in row["told_in"]] == ["a#e1", "b#e1", "c#e1"]
    assert [entity["id"] for entity in row["entities"]] == ["x", "y"]
    assert row["same_as"] == [{"id": "a#e1", "derived": True}]


def test_stats_is_an_object_whose_rows_join_keys_with_a_dot(run: Run) -> None:
    found = answer(run, "stats", book=SAMPLE)
    rows = dict(line.split("\t") for line in run("stats", book=SAMPLE).out.splitlines())
    assert int(rows["grades.B2"]) == found["grades"]["B2"]
    assert int(rows["events_by_year.2025"]) == found["events_by_year"]["2025"]
    assert int(rows["briefs"]) == found["briefs"] == 10


def hostile(make_book: MakeBook) -> Any:
    """A book whose every text is hostile, with ties that lead to itself, in circles and nowhere."""
    events = f"[{{id: e1, date: ../2024, title: {EVIL}, same_as: [b#e1, a#e1, c#e9], place: {EVIL}}}]"
    points = f"[{{id: k1, text: {EVIL}, contradicts: [k1, b#k1, nowhere], sources: [{{source: s, locator: {EVIL}}}]}}]"
    judgments = f"[{{text: {EVIL}, likelihood: remote, outcome: {{result: no}}, basis: {EVIL}}}]"
    note = a_brief(EVIL, events=events, key_points=points, judgments=judgments, gaps=f"[{EVIL}]", tags=f"[{EVIL}, '']",
                   related="[{to: a, as: causes}, b, nowhere]", entities=f"[e, {EVIL}]", x_own=f"[{EVIL}]",
                   indicators=f"[{{text: {EVIL}, for: [nowhere]}}]")  # fmt: skip
    entity = (
        f"e: {{type: person, name: {EVIL}, aliases: [{EVIL}], names: {{ru: {EVIL}}}, part_of: [e, f], x_a: {EVIL}}}"
    )
    source = f"s: {{title: {EVIL}, publisher: {EVIL}, url: {EVIL}, published: /2020, reliability: F, note: {EVIL}}}"
    files = {"a.yaml": note, "b.yaml": note.replace("b#", "a#"), "broken.yaml": "title: ["}
    return make_book({**files, "entities/e.yaml": entity + "\n", "sources/s.yaml": source + "\n"})


HOSTILE = [
    ("list", ["list"]),
    ("show", ["show", "a", "b", "e", "s", "a#k1", "a#e1", "a#judgments.1", "b#gaps.1"]),
    ("timeline", ["timeline"]),
    ("search", ["search", "javascript"]),
    ("xref", ["xref"]),
    ("xref", ["xref", "a"]),
    ("xref", ["xref", "e", "b"]),
    ("entities-answer", ["entities"]),
    ("sources-answer", ["sources"]),
    ("stats", ["stats"]),
]


@pytest.mark.parametrize(("name", "arguments"), HOSTILE)
def test_answers_from_a_hostile_book_obey_their_schemas_and_are_inert(
    name: str, arguments: list[str], make_book: MakeBook, run: Run
) -> None:
    out = run(*arguments, "--json", book=hostile(make_book)).out
    assert json.loads(out)
    schema(run, name).validate(json.loads(out))
    assert not set(out) & set("\x1b\x9b\u202e\u2028")


def test_an_unknown_or_a_missing_key_fails_the_schema_of_an_answer(run: Run) -> None:
    check, rows = schema(run, "list"), answer(run, "list")
    assert not check.is_valid([rows[0] | {"unknown": 1}])
    for key in rows[0]:
        assert not check.is_valid([{k: v for k, v in rows[0].items() if k != key}]), key


def kinds(value: Any, key: str = "") -> set[tuple[str, str]]:
    """The keys whose values are integers or booleans."""
    if isinstance(value, dict):
        return {pair for k, v in value.items() for pair in kinds(v, k)}
    if isinstance(value, list):
        return {pair for v in value for pair in kinds(v, key)}
    return {(key, type(value).__name__)} if isinstance(value, int) else set()


def test_only_credibility_lines_steps_and_counts_are_integers_and_only_states_are_booleans(run: Run) -> None:
    found = [answer(run, *arguments) for name, arguments in ANSWERS if name != "stats"]
    numbers = {key for key, kind in kinds(found) if kind == "int"}
    counts = {*found[0][0]["counts"], "briefs", "items"}
    assert numbers - counts <= {"credibility", "line", "chain", "step", "origins"}
    states = {"stale", "unsourced", "single_source", "contested", "orphan", "dangling", "derived", "dates_disagree"}
    assert {key for key, kind in kinds(found) if kind == "bool"} <= states


@pytest.mark.parametrize("name", ["brief", "entities", "sources", "book"])
def test_the_schemas_of_files_are_valid_and_say_what_each_field_is(name: str, run: Run) -> None:
    whole = published(run, name)
    Draft202012Validator.check_schema(whole)
    fields = [field for shape in whole["$defs"].values() for field in shape["properties"].values()]
    assert all(field["title"] and field["description"] for field in fields)
    assert sum("examples" in field for field in fields) > len(fields) / 2
    assert all(shape["additionalProperties"] is False for shape in whole["$defs"].values())


WRONG = [
    ("entities", {"a": {"type": "person", "name": "A", "hue": "red"}}),
    ("entities", {"a": {"type": "man", "name": "A"}}),
    ("entities", {"a": {"type": "person"}}),
    ("entities", {"A b": {"type": "person", "name": "A"}}),
    ("sources", {"a": {"title": "A", "publsher": "B"}}),
    ("sources", {"a": {"publisher": "B"}}),
    ("sources", {"a": "A"}),
    ("book", {"yardstik": "phia"}),
    ("book", {"yardstick": "nato"}),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_field_fails_the_schema_of_its_file(name: str, value: Any, run: Run) -> None:
    assert not schema(run, name).is_valid(value)


@pytest.mark.parametrize("name", ["brief", "entities", "sources", "book"])
def test_the_sample_validates_as_a_reader_of_yaml_1_2_sees_it(name: str, run: Run) -> None:
    check, reader = schema(run, name), YAML(typ="safe", pure=True)
    for path in SAMPLE.glob({"brief": "*.yaml", "book": "book.yaml"}.get(name, f"{name}/*.yaml")):
        if name == "book" or path.name != "book.yaml":
            check.validate(json.loads(json.dumps(reader.load(path), default=str)))
