"""What files say about each other, and what the book's own file says of all, is seen by the very next command."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from conftest import MakeBook, Run, a_brief
from edits.cached import own_cache, replied, settled, titles  # noqa: F401 (fixtures)

REGISTER = "maria: {type: person, name: Maria}\nviktar: {type: person, name: Viktar}\n"
SOURCES = "wire: {title: A wire, reliability: B, origin: ap}\npaper: {title: A paper, reliability: C, origin: AP}\n"


def point(run: Run, book: Path, brief: str = "a") -> Any:
    """The first key point of a brief."""
    return replied(run, book, "show", brief)["key_points"][0]


# -- what other files say ------------------------------------------------------------------------------------------
def test_a_relation_shows_from_its_other_side_at_once_and_no_longer_than_it_is_written(
    run: Run, make_book: MakeBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = make_book({"a.yaml": a_brief("One"), "b.yaml": a_brief("Two")})
    settled(monkeypatch)
    assert replied(run, book, "show", "a")["orphan"] is True
    (book / "b.yaml").write_text(a_brief("Two", related="[{to: a, as: causes}]"))
    one = replied(run, book, "show", "a")
    assert ([(r["to"], r["as"], r["derived"]) for r in one["related"]], one["orphan"]) == (
        [("b", "caused_by", True)],
        False,
    )
    (book / "b.yaml").write_text(a_brief("Two", summary="See [[a]]."))
    one = replied(run, book, "show", "a")
    assert (one["related"], one["orphan"]) == ([], False)
    (book / "b.yaml").unlink()
    assert replied(run, book, "show", "a")["orphan"] is True


def test_what_names_a_record_dangles_when_it_goes_and_no_more_when_it_comes(
    run: Run, make_book: MakeBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = make_book({"a.yaml": a_brief("One", entities="[maria]", key_points="[{text: x, sources: [wire]}]")})
    settled(monkeypatch)
    for there in (False, True, False):
        for name, content in (("entities/e.yaml", REGISTER), ("sources/s.yaml", SOURCES)):
            (book / name).parent.mkdir(exist_ok=True)
            (book / name).write_text(content if there else "{}\n")
        assert replied(run, book, "list")[0]["dangling"] is not there
        assert replied(run, book, "stats")["dangling"] == (0 if there else 1)


def event(id_: str, date: str, same: str = "") -> str:
    tie = f", same_as: {json.dumps(same)}" if same else ""
    return f"[{{id: {id_}, date: {date}, title: {id_} of {date}{tie}}}]"


def test_tellings_merge_split_and_disagree_as_the_ties_and_days_are_written(
    run: Run, make_book: MakeBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = make_book(
        {
            "a.yaml": a_brief(events=event("e1", "2025-09-12")),
            "b.yaml": a_brief(events=event("e2", "2025-09", "a#e1")),
            "c.yaml": a_brief(events=event("e3", "2025-09-12")),
        }
    )
    settled(monkeypatch)

    def told() -> list[tuple[str, list[str], bool]]:
        rows = replied(run, book, "timeline")
        return [(row["id"], [t["id"] for t in row["told_in"]], row["dates_disagree"]) for row in rows]

    assert told() == [("a#e1", ["a#e1", "b#e2"], False), ("c#e3", ["c#e3"], False)]
    (book / "c.yaml").write_text(a_brief(events=event("e3", "2025-09-12", "b#e2")))
    assert told() == [("a#e1", ["a#e1", "b#e2", "c#e3"], False)]
    (book / "c.yaml").write_text(a_brief(events=event("e3", "2025-09-13", "b#e2")))
    assert told() == [("a#e1", ["a#e1", "b#e2", "c#e3"], True)]
    assert all(row["contested"] for row in replied(run, book, "list"))
    (book / "b.yaml").write_text(a_brief(events=event("e2", "2025-09")))
    assert told() == [("b#e2", ["b#e2", "c#e3"], False), ("a#e1", ["a#e1"], False)]
    assert not any(row["contested"] for row in replied(run, book, "list"))
    (book / "b.yaml").unlink()
    assert told() == [("a#e1", ["a#e1"], False), ("c#e3", ["c#e3"], False)]


def test_a_contradiction_is_seen_from_both_sides_for_as_long_as_one_writes_it(
    run: Run, make_book: MakeBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = "[{id: k1, text: x, sources: [wire]}]"
    against = "[{id: k1, text: y, contradicts: 'a#k1'}]"
    book = make_book({"a.yaml": a_brief(key_points=alone), "b.yaml": a_brief(key_points=against)})
    settled(monkeypatch)
    for written in (True, False, True):
        (book / "b.yaml").write_text(a_brief(key_points=against if written else alone))
        assert point(run, book)["contested"] is written
        assert bool(point(run, book)["contradicts"]) is written
    (book / "b.yaml").unlink()
    assert point(run, book)["contested"] is False


def test_origins_and_grades_follow_the_sources_register(
    run: Run, make_book: MakeBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    brief = a_brief(key_points="[{id: k1, text: x, sources: [wire 2, paper 3]}]")
    book = make_book({"a.yaml": brief, "sources/s.yaml": SOURCES})
    settled(monkeypatch)

    def graded() -> tuple[int, bool, list[str | None]]:
        found = point(run, book)
        return found["origins"], found["single_source"], [c["grade"] for c in found["sources"]]

    assert graded() == (1, True, ["B2", "C3"])
    (book / "sources/s.yaml").write_text(SOURCES.replace("origin: ap", "origin: afp").replace("ity: C", "ity: A"))
    assert graded() == (2, False, ["B2", "A3"])
    assert replied(run, book, "stats")["grades"] == {"A3": 1, "B2": 1}
    (book / "sources/s.yaml").write_text("paper: {title: A paper, publisher: WIRE}\n")
    assert graded() == (1, True, [None, None])  # of what is not known, the id is all there is
    (book / "sources/s.yaml").unlink()
    assert graded() == (2, False, [None, None])


def test_a_register_wins_over_a_source_that_a_brief_defines_for_as_long_as_it_is_there(
    run: Run, make_book: MakeBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = a_brief(
        key_points="[{id: k1, text: x, sources: [wire 1]}]", sources="[{id: wire, title: Own, reliability: F}]"
    )
    book = make_book({"a.yaml": own, "b.yaml": own.replace("Own", "Second")})
    settled(monkeypatch)
    assert [row["title"] for row in replied(run, book, "sources")] == ["Own"]
    (book / "sources").mkdir()
    (book / "sources/s.yaml").write_text(SOURCES)
    assert [row["title"] for row in replied(run, book, "sources")] == ["A paper", "A wire"]
    assert point(run, book, "b")["sources"][0]["grade"] == "B1"
    (book / "sources/s.yaml").write_text("paper: {title: A paper}\n")
    assert [row["title"] for row in replied(run, book, "sources")] == ["A paper", "Own"]
    (book / "a.yaml").unlink()
    assert [row["title"] for row in replied(run, book, "sources")] == ["A paper", "Second"]


def test_of_two_registers_the_first_by_path_has_a_source_whoever_else_defines_it(
    run: Run, make_book: MakeBook, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = a_brief(sources="[{id: wire, title: Own}, {id: paper, title: Own}]")
    book = make_book({"a.yaml": own, "sources/m.yaml": "wire: {title: First}\n", "sources/n.yaml": SOURCES})
    settled(monkeypatch)
    for _ in range(2):
        assert [row["title"] for row in replied(run, book, "sources")] == ["A paper", "First"]
        shutil.rmtree(home)
    (book / "sources/m.yaml").unlink()
    assert [row["title"] for row in replied(run, book, "sources")] == ["A paper", "A wire"]


def test_aliases_follow_the_register(run: Run, make_book: MakeBook, monkeypatch: pytest.MonkeyPatch) -> None:
    book = make_book({"a.yaml": a_brief("One", entities="[maria]"), "entities/e.yaml": REGISTER})
    settled(monkeypatch)
    assert run("list", "entity:Masha", book=book).code == 1
    (book / "entities/e.yaml").write_text(REGISTER.replace("name: Maria", "name: Maria, aliases: [Masha]"))
    assert run("list", "entity:Masha", book=book).out.startswith("a\t")
    assert "maria" in run("search", "masha", book=book).out
    (book / "entities/e.yaml").write_text(REGISTER.replace("name: ", "aliases: [Masha], name: "))
    done = run("list", "entity:Masha", book=book)
    assert (done.code, "`Masha` is a name of maria and of viktar" in done.err) == (2, True)
    (book / "entities/e.yaml").write_text(REGISTER)
    assert run("list", "entity:Masha", book=book).code == 1
    assert run("search", "masha", book=book).code == 1


def test_uses_are_counted_as_briefs_come_and_go(run: Run, make_book: MakeBook, monkeypatch: pytest.MonkeyPatch) -> None:
    book = make_book({"entities/e.yaml": REGISTER})
    settled(monkeypatch)
    for n in range(3):
        found = replied(run, book, "show", "maria")
        assert (found["briefs"], found["used_in"]) == (n, [f"b{m}" for m in range(n)])
        (book / f"b{n}.yaml").write_text(a_brief(entities="[maria]"))
    (book / "b1.yaml").unlink()
    assert replied(run, book, "show", "maria")["used_in"] == ["b0", "b2"]


def test_lines_follow_a_register_in_which_records_only_move(
    run: Run, make_book: MakeBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = make_book({"a.yaml": a_brief(), "entities/e.yaml": "maria: {type: person, name: M, summary: 'see [[a]]'}\n"})
    settled(monkeypatch)
    for above in (0, 3, 1):
        (book / "entities/e.yaml").write_text("#\n" * above + "maria: {type: person, name: M, summary: 'see [[a]]'}\n")
        assert replied(run, book, "show", "maria")["line"] == above + 1
        assert [row["line"] for row in replied(run, book, "xref", "a")] == [above + 1]
        assert [row["line"] for row in replied(run, book, "search", "maria")] == [above + 1]


# -- the book's own file -------------------------------------------------------------------------------------------
def test_the_books_own_file_is_seen_by_the_very_next_command(
    run: Run, make_book: MakeBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged = a_brief("One", judgments="[{text: x, likelihood: realistic possibility}]")
    book = make_book({"a.yaml": judged, "docs/b.yaml": a_brief("Two")})
    settled(monkeypatch)
    assert "is a term of PHIA" in run("list", book=book).err
    (book / "book.yaml").write_text("yardstick: phia\nhandling: tlp:red\nlang: be\n")
    assert titles(run, book) == ["One", "Two"]
    assert [(row["handling"], row["lang"]) for row in replied(run, book, "list")] == [("tlp:red", "be")] * 2
    (book / "book.yaml").write_text("yardstick: phia\nreview_interval: 30d\nignore: [docs/]\n")
    assert [(row["id"], row["review_due"], row["stale"]) for row in replied(run, book, "list")] == [
        ("a", "2026-01-31", True)
    ]
    (book / "book.yaml").write_text("ignore: [a.yaml]\n")
    assert (titles(run, book), run("list", book=book).err) == (["Two"], "")
    (book / "book.yaml").write_text("yardstick: phi\n")
    assert "book.yaml:1:12" in run("list", book=book).err
    (book / "book.yaml").unlink()
    done = run("list", "--json", book=book)
    assert ([row["id"] for row in json.loads(done.out)], "is a term of PHIA" in done.err) == (["b"], True)


def test_of_two_settings_files_the_first_is_asked_whichever_came_first(
    run: Run, make_book: MakeBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = make_book({"a.yaml": a_brief("One"), "book.yml": "handling: tlp:red\n"})
    settled(monkeypatch)

    def handling() -> str:
        return str(replied(run, book, "list")[0]["handling"])

    assert handling() == "tlp:red"
    (book / "book.yaml").write_text("handling: tlp:green\n")
    assert handling() == "tlp:green"
    (book / "book.yml").write_text("handling: tlp:clear\n")
    assert handling() == "tlp:green"
    (book / "book.yaml").unlink()
    assert handling() == "tlp:clear"
