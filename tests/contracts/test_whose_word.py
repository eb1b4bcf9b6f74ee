"""Whose word an event is, and what goes back to one outlet."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import MakeBook, Run, a_brief

PEOPLE = "putin: {type: person, name: Vladimir Putin}\n"
SIDE = a_brief(
    events="[{id: e1, date: 2025-08-12, title: By one account}, {id: e2, date: 2025-08-14, title: By another}]",
    related="[{to: main#k1, as: supports}, {to: main, as: precedes}]",
)
MAIN = a_brief(
    key_points="[{id: k1, text: It is so., contradicts: k2, resolution: {holds: k1, on: 2026-03-20}},"
    " {id: k2, text: It is not so.}, {id: k3, text: 'As in [[side#e1]] and side-b#e1.'}]",
    judgments="[{id: j1, text: It will be., likelihood: likely}]",
    events="[{id: e2, date: 2025-09-01, title: Later},"
    " {id: e1, date: 2025-08-13, title: Here it is, status: alleged, said_by: putin, same_as: [side#e1, side#e2]}]",
    gaps="[{id: g7, text: What was it for?}]",
    indicators="[{id: i1, text: A sign, for: j1}]",
)


@pytest.fixture
def book(make_book: MakeBook) -> Path:
    return make_book({"main.yaml": MAIN, "side.yaml": SIDE, "entities/people.yaml": PEOPLE})


def drawn(run: Run, book: Path, *words: str, columns: int = 80) -> str:
    done = run(*words, "--format", "table", book=book, columns=columns)
    assert (done.code, done.err) == (0, "")
    return done.out


def test_an_event_says_whose_word_it_is_in_every_form(run: Run, book: Path) -> None:
    page = json.loads(run("show", "main", "--json", book=book).out)
    assert [event["said_by"] for event in page["events"]] == [None, "putin"], "in the file's order"
    (row,) = json.loads(run("timeline", "status:alleged", "--json", book=book).out)
    assert (row["said_by"], [t["said_by"] for t in row["told_in"]]) == ("putin", ["putin", None, None])
    named = json.loads(run("xref", "putin", "--json", book=book).out)
    assert [(n["as"], n["id"]) for n in named] == [("says", "main#e1")]
    assert "said by Vladimir Putin" in drawn(run, book, "show", "main#e1")


@pytest.mark.parametrize(
    ("one", "other", "origins"),
    [
        ("ukrainska-pravda", "Ukrainska Pravda", 1),
        ("ukrainska_pravda", "UKRAINSKA  PRAVDA", 1),
        ("Radio-Free Europe", "radio free-europe", 1),
        ("ukrainskapravda", "Ukrainska Pravda", 2),
        ("ap", "Associated Press", 2),
    ],
)
def test_a_slug_and_the_name_of_an_outlet_are_one_origin(
    one: str, other: str, origins: int, run: Run, make_book: MakeBook
) -> None:
    root = make_book(
        {
            "a.yaml": a_brief(key_points="[{id: k1, text: B, sources: [s1, s2]}]"),
            "sources/s.yaml": f"s1: {{title: A, origin: {one}}}\ns2: {{title: B, publisher: {other}}}\n",
        }
    )
    (point,) = json.loads(run("show", "a", "--json", book=root).out)["key_points"]
    assert (point["origins"], point["single_source"]) == (origins, origins == 1)
