"""Two that are one: lists are joined, what is left out is told, and what named the first names the second."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import MakeBook, Run, a_brief

PEOPLE = """\
# people
ann:
  type: person
  name: Ann
  aliases: [Anna]
  summary: One.
  part_of: [club]

anne:
  type: person
  name: Anne
  names: {fr: Anne}
  summary: Two.  # why two

club: {type: group, name: Club}
"""


@pytest.fixture
def book(make_book: MakeBook) -> Path:
    return make_book({
        "entities/people.yaml": PEOPLE,
        "sources/s.yaml": "s1: {title: S, url: https://example.org/1}\ns2: {title: S, publisher: P}\n",
        "a.yaml": a_brief(
            "A",
            summary="By [[ann|her]].",
            key_points="[{id: k1, text: One, sources: s1 2, said_by: ann}, {id: k2, text: Two, sources: [s1 2, s2 3]}]",
            entities="[ann, anne, {id: club, role: host}]",
        ),
        "b.yaml": a_brief(
            "B", bottom_line="Other.", key_points="[{id: k1, text: Mine, contradicts: k2}, {id: k2, text: '[[#k1]]'}]",
            related="[{to: a, as: supports}]",
        ).replace("bottom_line: The answer.\n", "", 1),
        "c.yaml": a_brief("C", summary="'[[b]], [[b#k1]] and [[a#k2]]'", related="[b]"),
    })  # fmt: skip


def test_of_two_entities_the_names_and_lists_are_joined(run: Run, book: Path) -> None:
    done = run("merge", "ann", "anne", book=book)
    assert (done.code, done.out) == (0, "anne\n")
    assert done.err == "brief: left out, since anne has its own: summary: One.\n"
    assert (book / "entities/people.yaml").read_text() == (
        "# people\n\nanne:\n  type: person\n  name: Anne\n  aliases: [Ann, Anna]\n  names: {fr: Anne}\n"
        "  summary: Two.  # why two\n  part_of: [club]\n\nclub: {type: group, name: Club}\n"
    )
    text = (book / "a.yaml").read_text()
    assert "By [[anne|her]]." in text
    assert "entities: [anne, {id: club, role: host}]" in text
    assert "said_by: anne" in text


def test_of_two_sources_a_list_names_the_one_that_stays_once(run: Run, book: Path) -> None:
    assert run("merge", "s2", "s1", book=book).code == 0
    assert (book / "sources/s.yaml").read_text() == "s1: {title: S, publisher: P, url: https://example.org/1}\n"
    assert "{id: k2, text: Two, sources: [s1 2, s1 3]}" in (book / "a.yaml").read_text()


def test_the_items_of_a_brief_move_and_what_named_them_follows(run: Run, book: Path) -> None:
    done = run("merge", "b", "a", book=book)
    assert done.code == 0, done.err
    assert not (book / "b.yaml").exists()
    text = (book / "a.yaml").read_text()
    assert '{id: k1-2, text: Mine, contradicts: k2-2}, {id: k2-2, text: "[[#k1-2]]"}]' in text
    assert "## B\n\n  Other." in text
    assert "related" not in text
    assert "summary: '[[a]], [[a#k1-2]] and [[a#k2]]'" in (book / "c.yaml").read_text()
    assert run("check", "--select", "E,R", book=book).out == ""


def test_of_two_items_the_sources_are_joined_and_the_other_text_is_told(run: Run, book: Path) -> None:
    done = run("merge", "a#k2", "a#k1", book=book)
    assert (done.out, done.err) == ("a#k1\n", "brief: left out, since a#k1 has its own: text: Two\n")
    assert "key_points: [{id: k1, text: One, sources: [s1 2, s2 3], said_by: ann}]" in (book / "a.yaml").read_text()
    assert "[[a#k1]]" in (book / "c.yaml").read_text()


@pytest.mark.parametrize(
    ("old", "into", "said"),
    [
        ("ann", "ann", "ann cannot be merged into itself."),
        ("ann", "s1", "ann and s1 are of two kinds."),
        ("a#k1", "a", "a#k1 and a are of two kinds."),
        ("b#k1", "b#k2", "b#k1 contradicts b#k2."),
        ("nobody", "ann", "The book has no nobody."),
        ("ann", "nobody", "The book has no nobody."),
    ],
)
def test_what_cannot_be_one_is_told_and_nothing_changes(old: str, into: str, said: str, run: Run, book: Path) -> None:
    before = {path: path.read_bytes() for path in book.rglob("*.yaml")}
    done = run("merge", old, into, book=book)
    assert done.code > 0
    assert said in done.err
    assert {path: path.read_bytes() for path in book.rglob("*.yaml")} == before


def test_two_that_the_analyst_said_are_not_one_are_not_merged(run: Run, book: Path) -> None:
    run("set", "anne", "not_same_as", "ann", book=book)
    for pair in (("ann", "anne"), ("anne", "ann")):
        done = run("merge", *pair, book=book)
        assert (done.code, "anne is said not to be ann." in done.err) == (2, True)
