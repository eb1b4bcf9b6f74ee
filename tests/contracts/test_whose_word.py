"""Whose word an event is, what goes back to one outlet, and how pages say what is disputed, where, and for what."""

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
    assert "said by Vladimir Putin" in drawn(run, book, "timeline", "status:alleged")
    assert "Here it is · alleged (no source); also `side#e1`, `side#e2`; said by Vladimir Putin" in (
        run("show", "main", book=book).out
    )


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


def test_tellings_that_differ_stand_by_their_days_each_with_its_address(run: Run, book: Path) -> None:
    lines = [line.split() for line in drawn(run, book, "timeline").splitlines()]
    told = [line for line in lines if "Aug" in line]
    assert [line[-1] for line in told] == ["side#e1", "main#e1", "side#e2"]
    assert [line[:3] for line in told] == [["≠", "12", "Aug"], ["or", "13", "Aug"], ["or", "14", "Aug"]]
    rows = json.loads(run("timeline", "--json", book=book).out)
    assert [row["id"] for row in rows] == ["main#e1", "main#e2"], "the teller's day orders the rows"
    assert [t["id"] for t in rows[0]["told_in"]] == ["main#e1", "side#e1", "side#e2"]
    back = [line.split() for line in drawn(run, book, "timeline", "--reverse").splitlines()]
    assert [line[-1] for line in back if "Aug" in line] == ["side#e2", "main#e1", "side#e1"]


def test_a_page_names_what_can_be_cited_and_settled(run: Run, book: Path) -> None:
    page = drawn(run, book, "show", "main")
    assert "g7  What was it for?" in page
    assert "for j1" in page
    assert "settled 20 Mar 2026 for k1" in page
    assert "3 key points, 3 unsourced, 2 settled · 2 events, 1 disputed" in " ".join(page.split())
    assert page.index("Here it is") < page.index("Later"), "events by their days"
    assert "k1 supported by  side" in page
    assert "follows          side" in page


def test_markdown_has_addresses_as_code(run: Run, book: Path) -> None:
    page = run("show", "main", book=book).out
    assert r"- k3: As in `side#e1` and side-b\#e1." in page, "what is no link is text as it was written"
    assert "- `k1` supported by `side`" in page
    assert "- i1: A sign (quiet); for `j1`" in page
    assert "- g7: What was it for?" in page


def test_words_that_belong_together_stay_on_one_line(run: Run, book: Path) -> None:
    for width in range(40, 100):
        lines = drawn(run, book, "show", "main", columns=width).splitlines()
        assert not any(line.rstrip().endswith((" 1", " 2", " 3")) for line in lines), width


def test_a_profile_has_the_names_by_language(run: Run, make_book: MakeBook) -> None:
    names = "{be: [Адно, Два], be-Latn: Adno, lt: Vienas}"
    root = make_book({"a.yaml": a_brief(), "entities/e.yaml": f"one: {{type: person, name: One, names: {names}}}\n"})
    rows = [line.strip().removeprefix("names").strip() for line in drawn(run, root, "show", "one").splitlines()]
    assert [row for row in rows if row.startswith(("be", "lt"))] == [
        "be       Адно, Два",
        "be-Latn  Adno",
        "lt       Vienas",
    ]
    assert "- name (be): Адно, Два" in run("show", "one", book=root).out


def test_the_second_column_stands_behind_the_longest_name(run: Run, make_book: MakeBook) -> None:
    entities = "[{id: a-name-of-two-dozen-letters, role: first}, {id: short, role: second}]"
    page = drawn(run, make_book({"a.yaml": a_brief(entities=entities)}), "show", "a").splitlines()
    assert len({line.index(role) for line in page for role in ("first", "second") if role in line}) == 1
