"""Registers (docs/format.md, section 3), rule by rule."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import MakeBook, Run, a_brief


def rows(run: Run, command: str, book: Path, *words: str) -> Any:
    return json.loads(run(command, *words, "--json", book=book).out)


def test_one_record_a_file_or_many(make_book: MakeBook, run: Run) -> None:
    files = {
        "entities/a.yaml": "a: {type: person, name: A}\nb: {type: group, name: B}\n",
        "entities/c.yaml": "c: {type: place, name: C}\n",
        "entities/none.yaml": "# nobody yet\n",
    }
    listed = run("entities", "--fields", "id,type,name", book=make_book(files))
    assert (listed.out, listed.err) == ("a\tperson\tA\nb\tgroup\tB\nc\tplace\tC\n", "")


@pytest.mark.parametrize("kind", ["person", "organization", "country", "place", "event", "document", "group"])
def test_the_types_of_entities(kind: str, make_book: MakeBook, run: Run) -> None:
    book = make_book({"entities/e.yaml": f"e: {{type: {kind.title()}, name: E}}"})
    assert rows(run, "entities", book)[0]["type"] == kind


@pytest.mark.parametrize("kind", ["press", "official", "report", "law", "dataset", "interview", "other"])
def test_the_kinds_of_sources(kind: str, make_book: MakeBook, run: Run) -> None:
    book = make_book({"sources/s.yaml": f"s: {{title: S, kind: {kind.upper()}}}"})
    assert rows(run, "sources", book)[0]["kind"] == kind


@pytest.mark.parametrize(("record", "missing"), [
    ("entities/e.yaml", "type"), ("entities/e.yaml", "name"), ("sources/e.yaml", "title")])  # fmt: skip
def test_what_a_record_requires(record: str, missing: str, make_book: MakeBook, run: Run) -> None:
    fields = {"type": "person", "name": "N"} if record.startswith("entities") else {"title": "T"}
    fields.pop(missing)
    text = "e:\n" + "".join(f"  {key}: {value}\n" for key, value in fields.items()) + "  x_own: y\n"
    assert f"`{missing}` is missing" in run("list", book=make_book({record: text, "a.yaml": a_brief()})).err


def test_an_entity_says_all_that_the_page_names(make_book: MakeBook, run: Run) -> None:
    record = """\
e:
  type: person
  name: Sviatlana Tsikhanouskaya
  aliases: Svetlana Tikhanovskaya
  names: {be: Святлана Ціханоўская, lt: [Sviatlana Cichanouskaja, S. C.], no: ''}
  weak_aliases: [Sveta]
  not_same_as: [other]
  summary: See [[f]].
  part_of: cabinet
  country: by
  wikidata: q42
  x_own: [1]
"""
    (found,) = rows(run, "entities", make_book({"entities/e.yaml": record.replace("See [[f]].", "'See [[f]].'")}))
    assert found["names"] == {"be": ["Святлана Ціханоўская"], "lt": ["Sviatlana Cichanouskaja", "S. C."]}
    assert (found["aliases"], found["weak_aliases"], found["not_same_as"], found["part_of"]) == (
        ["Svetlana Tikhanovskaya"], ["Sveta"], ["other"], ["cabinet"])  # fmt: skip
    assert (found["country"], found["wikidata"], found["x_own"]) == ("BY", "Q42", ["1"])


def test_a_source_says_all_that_the_page_names(make_book: MakeBook, run: Run) -> None:
    fields = {"title": "T", "publisher": "P", "via": "V", "author": "A", "url": "https://example.org/a",
              "archived": "https://example.org/b", "published": "2025-09-12/..", "retrieved": "2026-03-01",
              "lang": "en", "kind": "press", "reliability": "B", "origin": "ap", "note": "N"}  # fmt: skip
    text = "s:\n" + "".join(f"  {key}: {value}\n" for key, value in fields.items())
    (found,) = rows(run, "sources", make_book({"sources/s.yaml": text}))
    assert {key: found[key] for key in fields} == fields


@pytest.mark.parametrize(("field", "value"), [("published", "12.09.2025"), ("retrieved", "2026-03"), ("kind", "blog"),
    ("reliability", "G"), ("reliability", "B2"), ("lang", "en gb"), ("publsher", "x")])  # fmt: skip
def test_a_wrong_field_of_a_source_breaks_that_source(field: str, value: str, make_book: MakeBook, run: Run) -> None:
    book = make_book({"sources/s.yaml": f"s: {{title: S, {field}: {value}}}\nt: {{title: T}}\n"})
    assert [row["id"] for row in rows(run, "sources", book)] == ["t"]
    assert "in source s" in run("sources", book=book).err


@pytest.mark.parametrize(("field", "value"), [("country", "BLR"), ("wikidata", "42"), ("names", "Минск"),
    ("type", "man"), ("names", "{be: {x: y}}"), ("names", "{be Latn: x}"), ("aliases", "{a: b}")])  # fmt: skip
def test_a_wrong_field_of_an_entity_breaks_that_entity(field: str, value: str, make_book: MakeBook, run: Run) -> None:
    fields = {"type": "person", "name": "E"} | {field: value}
    text = "e:\n" + "".join(f"  {key}: {value}\n" for key, value in fields.items())
    book = make_book({"entities/e.yaml": f"{text}f: {{type: person, name: F}}\n"})
    assert [row["id"] for row in rows(run, "entities", book)] == ["f"]


def test_names_are_searched_as_aliases_and_weak_ones_never_link(make_book: MakeBook, run: Run) -> None:
    entity = "e: {type: person, name: Anna, aliases: [Nina], names: {ru: Анна Каренина}, weak_aliases: [Boss]}\n"
    book = make_book({"entities/e.yaml": entity, "a.yaml": a_brief(entities="[e]")})
    for name in ("Nina", "анна каренина", "ANNA", "e"):
        assert [row["id"] for row in rows(run, "list", book, f'entity:"{name}"')] == ["a"], name
    assert run("list", "entity:Boss", book=book).code == 1


def test_aliases_never_merge_two_entities(make_book: MakeBook, run: Run) -> None:
    register = "a: {type: person, name: Anna, aliases: [Nina]}\nb: {type: person, name: Nina}\n"
    book = make_book({"entities/e.yaml": register, "n.yaml": a_brief(entities="[a]")})
    assert [(row["id"], row["briefs"]) for row in rows(run, "entities", book)] == [("a", 1), ("b", 0)]


@pytest.mark.parametrize(("one", "other", "alone"), [
    ("publisher: AP", "publisher: ' ap '", True), ("publisher: AP", "publisher: AFP", False),
    ("publisher: Lincoln, origin: AP", "publisher: AP", True), ("origin: ap", "origin: Ap", True),
    ("publisher: AP, origin: x", "publisher: AP, origin: y", False)])  # fmt: skip
def test_sources_of_one_origin_do_not_corroborate_each_other(
    one: str, other: str, alone: bool, make_book: MakeBook, run: Run
) -> None:
    register = f"s: {{title: S, {one}}}\nt: {{title: T, {other}}}\n"
    book = make_book({"sources/s.yaml": register, "a.yaml": a_brief(key_points="[{text: K, sources: [s, t]}]")})
    assert json.loads(run("show", "a", "--json", book=book).out)["single_source"] is alone


def test_a_registers_definition_wins_over_one_inside_a_brief(make_book: MakeBook, run: Run) -> None:
    inside = a_brief(sources="[{id: s, title: Inside}, {id: own, title: Own}]", gaps="[G]")
    book = make_book({"sources/s.yaml": "s: {title: Register}\n", "a.yaml": inside})
    assert [(row["id"], row["title"]) for row in rows(run, "sources", book)] == [("own", "Own"), ("s", "Register")]


@pytest.mark.parametrize("grades", ["F 6", "F 1", "A 6"])
def test_f_and_6_are_shown_as_written_and_never_averaged(grades: str, make_book: MakeBook, run: Run) -> None:
    reliability, credibility = grades.split()
    register = f"s: {{title: S, reliability: {reliability}}}\nt: {{title: T, reliability: A}}\n"
    note = a_brief(key_points=f"[{{text: K, sources: [s {credibility}, t 1]}}]")
    book = make_book({"sources/s.yaml": register, "a.yaml": note})
    cited = json.loads(run("show", "a", "--json", book=book).out)["key_points"][0]["sources"]
    assert [citation["grade"] for citation in cited] == [reliability + credibility, "A1"], "the file's order holds"
    assert rows(run, "stats", book)["grades"] == {reliability + credibility: 1, "A1": 1}
