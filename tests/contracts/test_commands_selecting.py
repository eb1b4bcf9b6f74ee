"""Selecting (docs/commands/README.md): each field asked of each unit, on a small book with known truth."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import MakeBook, Run, a_brief

ALPHA = """
title: Alpha
bottom_line: Minsk acts. See [[beta]].
as_of: 2026-01-10
review_by: 2026-02-01
tags: [Military, eastern flank]
author: Smith, J.
x_desk: [North, South]
key_points:
  - {id: k1, text: Held by two., sources: [s1 2, s2 2]}
  - {id: k2, text: Held by one., sources: [s1 2, s3], contradicts: beta#k1, said_by: lukashenka}
  - {id: k3, text: Held by none.}
events:
  - {id: e1, date: 2025-09-12/2025-09-16, title: The drill, place: minsk, sources: s1}
  - {id: e2, date: 2027-01, title: The next drill, status: planned, entities: [nowhere]}
"""
BETA = """
title: Beta
bottom_line: Vilnius answers.
as_of: 2026-03-01
status: draft
tags: [nato]
key_points: [{id: k1, text: It is not so., sources: s2}]
events: [{id: e1, date: 2025-09-20, title: The drill as others tell it, sources: s2, same_as: alpha#e1}]
gaps: ["What does [[lukashenka|he]] want?"]
"""
FILES = {
    "book.yaml": "review_interval: 90d\n",
    "alpha.yaml": ALPHA,
    "beta.yaml": BETA,
    "lone.yaml": a_brief("Lone", status="archived"),
    "entities/e.yaml": """
lukashenka: {type: person, name: Aliaksandr Lukashenka, names: {ru: Александр Лукашенко}}
minsk: {type: place, name: Minsk, aliases: [Mensk]}
twin-a: {type: group, name: The Twins}
twin-b: {type: group, name: the twins}
""",
    "sources/s.yaml": """
s1: {title: One, publisher: The Times, published: 2025-09-13, kind: press, reliability: B}
s2: {title: Two, origin: wire, published: 2025-10}
s3: {title: Three, publisher: the times}
""",
}


@pytest.fixture
def book(make_book: MakeBook) -> Path:
    return make_book(FILES)


def ids(run: Run, book: Path, command: str, *selector: str) -> list[str]:
    done = run(command, *selector, "--fields", "id", "--format", "plain", book=book)
    assert done.code == (0 if done.out else 1)
    return done.out.split()


BRIEFS = [
    ("tag:military", ["alpha"]), ('tag:"eastern flank",nato', ["alpha", "beta"]), ("tag:mil", []),
    ('author:"smith, j."', ["alpha"]), ("status:draft,archived", ["beta", "lone"]),
    ("x_desk:south", ["alpha"]), ("x_desk:sou", []), ("entity:lukashenka", ["alpha", "beta"]),
    ("entity:Mensk", ["alpha"]), ("place:minsk", ["alpha"]), ("source:s2", ["alpha", "beta"]),
    ("brief:beta", ["beta"]),
    ("is:stale", ["alpha"]), ("is:draft", ["beta"]), ("is:unsourced", ["alpha"]),
    ("is:single-source", ["alpha", "beta"]), ("is:contested", ["alpha", "beta"]), ("is:orphan", ["lone"]),
    ("is:dangling", ["alpha"]), ("since:2026-01-05", ["alpha", "beta"]), ("until:2026-01-05", ["lone"]),
    ("on:2026-01", ["alpha", "lone"]), ("minsk acts", ["alpha"]), ("INSK", ["alpha"]),
    ("not is:orphan", ["alpha", "beta"]),
    ("tag:nato or is:stale not tag:nato", ["alpha", "beta"]), ("(tag:nato or is:stale) not tag:nato", ["alpha"]),
]  # fmt: skip


@pytest.mark.parametrize(("selector", "wanted"), BRIEFS)
def test_of_briefs(selector: str, wanted: list[str], run: Run, book: Path) -> None:
    assert ids(run, book, "list", selector) == wanted


EVENTS = [
    ("place:minsk", ["alpha#e1"]), ("status:planned", ["alpha#e2"]), ("status:draft", ["alpha#e1"]),
    ("tag:nato", ["alpha#e1"]), ("since:2026", ["alpha#e2"]), ("until:2025-09-12", ["alpha#e1"]),
    ("on:2025-09-15..2025-09-16", ["alpha#e1"]), ("on:2025-09-17..2025-09-19", []), ("is:contested", ["alpha#e1"]),
    ("is:unsourced", ["alpha#e2"]), ("is:single-source", ["alpha#e1"]), ("is:dangling", ["alpha#e2"]),
    ("is:stale", ["alpha#e1", "alpha#e2"]), ("others tell", ["alpha#e1"]), ("source:s2", ["alpha#e1"]),
    ("minsk", ["alpha#e1"]),
]  # fmt: skip


@pytest.mark.parametrize(("selector", "wanted"), EVENTS)
def test_of_events_each_telling_is_asked_and_one_keeps_the_row(
    selector: str, wanted: list[str], run: Run, book: Path
) -> None:
    assert ids(run, book, "timeline", selector) == wanted


HITS = [
    ("type:gap", ["beta#g"]), ("type:key_point is:unsourced", ["alpha#k3"]),
    ("is:contested type:key_point", ["alpha#k2", "beta#k1"]),
    ("type:key_point is:single-source", ["alpha#k2", "beta#k1"]), ("entity:lukashenka type:key_point", ["alpha#k2"]),
    ("type:person", ["lukashenka"]), ("type:press", ["s1"]),
    ("drill type:event", ["alpha#e1", "alpha#e2", "beta#e1"]),
]  # fmt: skip


@pytest.mark.parametrize(("selector", "wanted"), HITS)
def test_of_hits(selector: str, wanted: list[str], run: Run, book: Path) -> None:
    found = [id_.replace("beta#gaps.1", "beta#g") for id_ in ids(run, book, "search", selector)]
    assert sorted(found) == wanted


RECORDS = [
    ("entities", "type:place", ["minsk"]), ("entities", "tag:nato", ["lukashenka"]), ("entities", "mensk", ["minsk"]),
    ("entities", "Лукашенко", ["lukashenka"]), ("entities", "is:stale", ["lukashenka", "minsk"]),
    ("sources", "since:2025-10", ["s2"]), ("sources", "until:2025-09-30", ["s1"]), ("sources", "type:press", ["s1"]),
    ("sources", "entity:lukashenka", ["s1", "s3"]), ("sources", "place:minsk", ["s1"]),
    ("sources", "brief:beta", ["s2"]),
    ("sources", "times", ["s1", "s3"]),
]  # fmt: skip


@pytest.mark.parametrize(("command", "selector", "wanted"), RECORDS)
def test_of_entities_and_sources(command: str, selector: str, wanted: list[str], run: Run, book: Path) -> None:
    assert ids(run, book, command, selector) == wanted


def test_options_are_anded_with_the_selector_and_twice_means_or(run: Run, book: Path) -> None:
    assert ids(run, book, "list", "--tag", "nato", "--tag", "military") == ["alpha", "beta"]
    assert ids(run, book, "list", "is:stale", "--tag", "nato,military") == ["alpha"]
    assert ids(run, book, "list", "--since", "2026-02") == ["beta"]


def test_a_name_that_two_share_is_wrong_use_naming_both(run: Run, book: Path) -> None:
    done = run("list", 'entity:"the twins"', book=book)
    assert (done.code, done.out) == (2, "")
    assert "twin-a" in done.err
    assert "twin-b" in done.err


def test_what_means_nothing_for_a_unit_is_wrong_use(run: Run, book: Path) -> None:
    for command, selector in (("list", "type:gap"), ("timeline", "type:event"), ("entities", "since:2025")):
        assert run(command, selector, book=book).code == 2


def test_explain_prints_the_reading_instead_of_the_answer(run: Run, book: Path) -> None:
    done = run("list", "tag:nato is:stale or not x", "--explain", book=book)
    assert (done.code, done.out) == (0, '(tag is nato, and is stale) or not (text has "x")\n')


def test_what_the_book_lacks_is_exit_1_with_the_nearest(run: Run, book: Path) -> None:
    for selector, near in (("tag:natp", "nato"), ("entity:minks", "minsk"), ("brief:betta", "beta")):
        done = run("list", selector, book=book)
        assert (done.code, done.out) == (1, "")
        assert near in done.err


def test_an_empty_answer_says_what_emptied_it(run: Run, book: Path) -> None:
    done = run("list", "tag:nato", "is:stale", book=book)
    assert done.err.splitlines() == [
        "brief: Nothing matches: tag is nato, and is stale.",
        "  1 matches tag is nato, 1 matches is stale; none matches all.",
    ]


def test_a_broken_file_changes_no_answer_about_the_others(run: Run, book: Path) -> None:
    before = {c: run(c, "--json", book=book).out for c in ("list", "timeline", "entities", "sources", "stats")}
    (book / "zz-broken.yaml").write_text("title: [")
    for command, out in before.items():
        done = run(command, "--json", book=book)
        assert (done.code, done.out) == (0, out)
        assert done.err.count("\n") == 1
    (book / "nowhere.yaml").write_text("title: [")
    assert ids(run, book, "list", "is:dangling") == []
