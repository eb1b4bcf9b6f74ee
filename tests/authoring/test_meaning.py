"""What two that become one say afterwards, and what a new id must not come to mean: nothing is lost untold."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import MakeBook, Run, a_brief


def with_points(*points: str, **fields: str) -> str:
    return a_brief(**fields, key_points=f"[{', '.join(points)}]")


@pytest.fixture
def merged(run: Run, make_book: MakeBook):  # type: ignore[no-untyped-def]
    """``merged(files, old, into)``: the text of ``b.yaml`` afterwards, and what was told."""

    def call(files: dict[str, str], old: str, into: str) -> tuple[str, str]:
        book = make_book(files)
        done = run("merge", old, into, book=book)
        assert done.code == 0, done.err
        return (book / "b.yaml").read_text(), done.err

    return call


def test_an_item_of_the_same_words_and_another_source_comes_over_whole(merged) -> None:  # type: ignore[no-untyped-def]
    text, _ = merged({
        "a.yaml": with_points("{id: k1, text: Same., said_by: putin, sources: [ap 2]}"),
        "b.yaml": with_points("{id: k1, text: Same.}"),
    }, "a", "b")  # fmt: skip
    assert "{id: k1-2, text: Same., said_by: putin, sources: [ap 2]}" in text


def test_an_item_that_moves_to_another_brief_names_what_it_named(merged) -> None:  # type: ignore[no-untyped-def]
    text, _ = merged({
        "a.yaml": with_points("{id: k1, text: x}", "{id: k3, text: See., contradicts: k1}"),
        "b.yaml": with_points("{id: k1, text: y}", "{id: k2, text: See.}"),
    }, "a#k3", "b#k2")  # fmt: skip
    assert '{id: k2, text: See., contradicts: "a#k1"}' in text


def test_a_credibility_that_is_left_out_is_told(merged) -> None:  # type: ignore[no-untyped-def]
    _, told = merged({
        "a.yaml": a_brief(),
        "b.yaml": with_points("{id: k1, text: x, sources: [ap 2]}", "{id: k2, text: x, sources: [ap 5]}"),
    }, "b#k1", "b#k2")  # fmt: skip
    assert "left out, since b#k2 has its own: sources: ap 2" in told


def test_what_speaks_of_the_one_alone_does_not_fill_what_the_other_leaves_open(merged) -> None:  # type: ignore[no-untyped-def]
    text, told = merged({
        "book.yaml": "handling: tlp:amber\n",
        "a.yaml": a_brief(handling="tlp:clear", status="archived", reviewed="2026-03-01"), "b.yaml": a_brief("B"),
    }, "a", "b")  # fmt: skip
    assert not any(word in text for word in ("handling", "archived", "reviewed"))
    assert "a was handled as tlp:clear, b is as tlp:amber: see to it" in told
    assert all(word in told for word in ("status: archived", "reviewed: 2026-03-01"))


def test_whose_word_an_event_is_stays_with_that_event(merged) -> None:  # type: ignore[no-untyped-def]
    one = "{id: e1, date: 2025, title: X, status: alleged, said_by: putin}"
    text, told = merged({
        "a.yaml": a_brief(), "b.yaml": a_brief(events=f"[{one}, {{id: e2, date: 2025, title: X, sources: [ap 1]}}]"),
    }, "b#e1", "b#e2")  # fmt: skip
    assert "events: [{id: e2, date: 2025, title: X, sources: [ap 1]}]" in text
    assert ("status: alleged" in told, "said_by: putin" in told) == (True, True)


def test_a_resolution_is_one_and_never_mixed(merged) -> None:  # type: ignore[no-untyped-def]
    text, told = merged({
        "a.yaml": a_brief(),
        "b.yaml": with_points(
            "{id: k1, text: x, resolution: {holds: k3, why: Retracted.}}", "{id: k2, text: x, resolution: {holds: k4}}"
        ),
    }, "b#k1", "b#k2")  # fmt: skip
    assert "resolution: {holds: k4}}" in text
    assert "resolution: {holds: k3, why: Retracted.}" in told


def test_a_judgment_keeps_the_day_it_was_made_on(merged) -> None:  # type: ignore[no-untyped-def]
    text, _ = merged({
        "a.yaml": "title: A\nbottom_line: A\nas_of: 2025-01-01\njudgments: [{id: j1, text: So., likelihood: likely}]\n",
        "b.yaml": a_brief("B"),
    }, "a", "b")  # fmt: skip
    assert "made_on: 2025-01-01" in text


def test_nothing_names_itself_afterwards(run: Run, make_book: MakeBook) -> None:
    book = make_book({
        "entities/e.yaml": "a: {type: group, name: A}\nb: {type: group, name: B, part_of: a}\n",
        "c.yaml": a_brief(entities="[a, {id: b, role: ally}]", events="[{id: e1, date: 2025, title: X}, "
                          "{id: e2, date: 2025, title: X, same_as: [e1]}]"),
        "d.yaml": a_brief("D", related="[{to: c, as: supersedes, note: Why}, {to: c#e1, as: see_also}]"),
    })  # fmt: skip
    run("merge", "a", "b", book=book)
    assert "part_of" not in (book / "entities/e.yaml").read_text()
    assert "entities: [{id: b, role: ally}]" in (book / "c.yaml").read_text()
    run("merge", "c#e1", "c#e2", book=book)
    assert "same_as" not in (book / "c.yaml").read_text()
    done = run("merge", "c", "d", book=book)
    assert "related" not in (book / "d.yaml").read_text()
    assert "{to: d, as: supersedes, note: Why}" in done.err


def test_an_exemption_of_a_whole_brief_is_not_the_others(merged) -> None:  # type: ignore[no-untyped-def]
    text, told = merged({
        "a.yaml": with_points(
            "{id: k1, text: x}", exempt="[{rule: V301, reason: So.}, {rule: V302, at: k1, reason: So.}]"
        ),
        "b.yaml": with_points("{id: k1, text: y}"),
    }, "a", "b")  # fmt: skip
    assert ("V301" in text, "{rule: V302, at: k1-2, reason: So.}" in text) == (False, True)
    assert "exempt: {rule: V301, reason: So.}" in told


def test_what_is_addressed_by_its_number_goes_by_its_id(run: Run, make_book: MakeBook) -> None:
    book = make_book(
        {"a.yaml": with_points("{id: k1, text: x}", "{id: k2, text: '[[#k1]]', contradicts: k1}", "{text: z}")}
    )
    assert run("rename", "a#key_points.1", "kx", book=book).out == "a#kx\n"
    assert "[{id: kx, text: x}, {id: k2, text: '[[#kx]]', contradicts: kx}" in (book / "a.yaml").read_text()
    done = run("merge", "a#kx", "a#key_points.3", book=book)
    assert (done.code, "Give it one first: brief rename a#key_points.3 NEW." in done.err) == (2, True)


def test_a_source_that_two_briefs_define_alike_gets_its_new_id_in_both(run: Run, make_book: MakeBook) -> None:
    own = "[{id: ap, title: AP}]"
    book = make_book({name: a_brief(sources=own, events="[{id: e1, date: 2025, title: X, sources: [ap 2]}]")
                      for name in ("a.yaml", "b.yaml")})  # fmt: skip
    before = {path: path.read_text() for path in book.glob("*.yaml")}
    assert run("rename", "ap", "wire", book=book).code == 0
    assert all("[{id: wire, title: AP}]" in path.read_text() and "[wire 2]" in path.read_text() for path in before)
    assert run("rename", "wire", "ap", book=book).code == 0
    assert {path: path.read_text() for path in book.glob("*.yaml")} == before


def test_a_record_named_where_items_are_changes_too_and_an_item_never_takes_its_word(
    run: Run, make_book: MakeBook
) -> None:
    book = make_book({
        "a.yaml": with_points("{id: k1, text: x, contradicts: nato}"),
        "entities/e.yaml": "nato: {type: group, name: N}\n",
    })  # fmt: skip
    done = run("rename", "a#k1", "nato", book=book)
    assert (done.code, "nato means something else in a.yaml" in done.err) == (2, True)
    run("rename", "nato", "otan", book=book)
    assert "contradicts: otan" in (book / "a.yaml").read_text()


def test_a_new_id_that_was_named_already_is_told(run: Run, make_book: MakeBook) -> None:
    book = make_book({"a.yaml": a_brief(entities="[new]"), "entities/e.yaml": "old: {type: group, name: N}\n"})
    assert "one place named new already" in run("rename", "old", "new", book=book).err


@pytest.mark.parametrize(
    ("field", "words", "code", "said"),
    [
        ("sources", ["ap", "--remove"], 2, "has 2 entries of ap"),
        ("sources", ["ap 3", "--add"], 2, "has ap already"),
        ("sources", ["nyt 3", "--add"], 0, "the book has no nyt yet"),
    ],
)
def test_a_list_of_sources_is_changed_by_what_it_cites(
    field: str, words: list[str], code: int, said: str, run: Run, make_book: MakeBook
) -> None:
    point = "{id: k1, text: x, sources: [{source: ap, locator: p 1}, {source: ap, locator: p 9}]}"
    done = run("set", "a#k1", field, *words, book=make_book({"a.yaml": with_points(point)}))
    assert (done.code, said in done.err) == (code, True)


def test_what_is_set_keeps_what_else_is_written_of_the_same(run: Run, make_book: MakeBook) -> None:
    book = make_book({"a.yaml": a_brief(entities="[{id: nato, role: host}, eu]")})
    run("set", "a", "entities", "nato", "un", book=book)
    assert "entities: [{id: nato, role: host}, un]" in (book / "a.yaml").read_text()
    assert run("set", "a", "related", "b", book=book).code == 2


def test_a_book_that_was_just_begun_is_in_its_own_style_and_sound(run: Run, tmp_path: Path) -> None:
    run("init", tmp_path / "p", "--title", "My: desk")
    assert run("fmt", "--check", book=tmp_path / "p").code == 0
    assert run("check", "--strict", book=tmp_path / "p").code == 0


def test_the_markdown_of_a_summary_keeps_its_lines_in_a_pipe(run: Run, make_book: MakeBook) -> None:
    text = "|\n  ## Timeline\n  - early: [[a]]\n  - late\n\n  | A | B |\n  |---|---|\n\n  One\n  sentence."
    printed = run("show", "a", book=make_book({"a.yaml": a_brief(summary=text)})).out
    summary = printed.partition("## Summary\n\n")[2].partition("\n\n## ")[0]
    assert summary.splitlines()[:3] == ["**Timeline**  ", "- early: `a`", "- late"]
    assert summary.endswith("One sentence.")
    assert len(summary.splitlines()) == 8
