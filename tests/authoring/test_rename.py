"""Another id, everywhere: every reference and nothing else, and undone the book is as it was, byte for byte."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from authoring.test_git import git
from conftest import SAMPLE, MakeBook, Run, a_brief


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A copy of the sample book."""
    return Path(shutil.copytree(SAMPLE, tmp_path / "book"))


def every(book: Path) -> dict[str, bytes]:
    return {str(path.relative_to(book)): path.read_bytes() for path in sorted(book.rglob("*.yaml"))}


def answers(run: Run, book: Path) -> Any:
    """What the whole book says, as JSON."""
    ids = [row["id"] for row in json.loads(run("list", "--json", book=book).out)]
    kinds = ("entities", "sources", "timeline")
    return [
        json.loads(run("show", *ids, "--json", book=book).out),
        *(json.loads(run(k, "--json", book=book).out) for k in kinds),
    ]


IDS = [
    ("lukashenka", "aliaksandr-lukashenka"),
    ("zapad-2025", "zapad-25"),
    ("belarus", "by"),
    ("afp-2025-09-16", "afp-putin"),
    ("prisoner-deal-2025#k3", "crossed"),
    ("russia-belarus-ties#e7", "e-seven"),
]


@pytest.mark.parametrize(("old", "new"), IDS, ids=[old for old, _ in IDS])
def test_every_reference_changes_and_nothing_else_and_undone_it_is_as_it_was(
    old: str, new: str, sample: Path, run: Run
) -> None:
    before, told = every(sample), json.dumps(answers(run, sample))
    brief, mark, item = old.partition("#")
    now = f"{brief}#{new}" if mark else new
    assert run("rename", old, new, book=sample).code == 0
    after = every(sample)
    word = re.compile(rb"(?<![a-z0-9-])" + re.escape((item or old).encode()) + rb"(?![a-z0-9-])")
    for path, data in before.items():
        made = after[path.replace(f"{old}.yaml", f"{new}.yaml") if not mark else path]
        assert len(made.splitlines()) == len(data.splitlines())
        for was, line in zip(data.splitlines(), made.splitlines(), strict=True):
            assert line == was or word.search(was), "only lines that name it change"
    expected = re.sub(
        rf'(?<=["#\[ ]){re.escape(old)}(?=["#|\]])' if not mark else rf"{re.escape(old)}(?![a-z0-9-])", now, told
    )
    if not mark:
        expected = expected.replace(f'"{old}.yaml"', f'"{new}.yaml"')
    got = json.dumps(answers(run, sample))
    assert sorted(re.findall(r"[\w#-]+", got)) == sorted(re.findall(r"[\w#-]+", expected)), (
        "what the book says is the same"
    )
    assert run("check", "--strict", book=sample).code == 0
    assert run("rename", now, item or old, book=sample).code == 0
    assert every(sample) == before


def test_git_shows_what_a_rename_touched_and_nothing_once_it_is_undone(sample: Path, run: Run) -> None:
    git(sample, "init", "-q")
    git(sample, "add", "-A")
    git(sample, "commit", "-qm", "base")
    run("rename", "lukashenka", "aliaksandr-lukashenka", book=sample)
    stat = git(sample, "diff", "--stat").stdout
    assert "people.yaml" in stat
    assert re.search(r"(\d+) insertions\(\+\), \1 deletions\(-\)", stat)
    added = [
        line for line in git(sample, "diff", "-U0").stdout.splitlines() if line.startswith("+") and line[1:2] != "+"
    ]
    assert all("aliaksandr-lukashenka" in line for line in added)
    run("rename", "aliaksandr-lukashenka", "lukashenka", book=sample)
    assert git(sample, "diff", "--stat").stdout == ""


def test_a_brief_takes_its_file_its_items_and_its_exemptions_along(run: Run, make_book: MakeBook) -> None:
    book = make_book({
        "sub/a.yaml": a_brief(id="a", summary="See [[a#k1]], `[[a]]` and [[a-b]].", key_points="[{id: k1, text: x}]"),
        "a-b.yaml": a_brief(related="[{to: a#k1, as: supports}, a]"),
        "book.yaml": "exempt:\n  - {rule: V, at: [a#k1, sub/a.yaml, a-b], reason: So.}\n",
    })  # fmt: skip
    assert run("rename", "a", "z", book=book).out == "z\n"
    assert not (book / "sub/a.yaml").exists()
    text = (book / "sub/z.yaml").read_text()
    assert "id: z\n" in text
    assert "See [[z#k1]], `[[a]]` and [[a-b]]." in text
    assert "related: [{to: z#k1, as: supports}, z]" in (book / "a-b.yaml").read_text()
    assert "at: [z#k1, sub/z.yaml, a-b]" in (book / "book.yaml").read_text()


def test_an_items_id_changes_in_short_inside_its_brief_and_in_full_outside(run: Run, make_book: MakeBook) -> None:
    points = "[{id: k1, text: 'x [[#k1]] [[a#k1]]'}, {id: k2, text: k1 in words, contradicts: [k1, b#k1]}]"
    book = make_book({
        "a.yaml": a_brief(key_points=points),
        "b.yaml": a_brief(key_points="[{id: k1, text: y, contradicts: 'a#k1'}]"),
    })  # fmt: skip
    done = run("rename", "a#k1", "k9", book=book)
    assert (done.out, "still says k1 in its words" in done.err) == ("a#k9\n", True)
    assert (
        "[{id: k9, text: 'x [[#k9]] [[a#k9]]'}, {id: k2, text: k1 in words, contradicts: [k9, b#k1]}]"
        in (book / "a.yaml").read_text()
    )
    assert "[{id: k1, text: y, contradicts: 'a#k9'}]" in (book / "b.yaml").read_text()


def test_a_bare_word_in_a_field_of_items_means_the_item_that_is_called_so(run: Run, make_book: MakeBook) -> None:
    book = make_book({
        "a.yaml": a_brief(key_points="[{id: x, text: '[[x]]', said_by: x}, {id: k2, text: y, contradicts: x}]"),
        "entities/e.yaml": "x: {type: person, name: X}\n",
    })  # fmt: skip
    run("rename", "x", "y", book=book)
    assert "[{id: x, text: '[[y]]', said_by: y}, {id: k2, text: y, contradicts: x}]" in (book / "a.yaml").read_text()


@pytest.mark.parametrize(
    ("old", "new", "code", "said"),
    [
        ("a", "b", 1, "The id b is taken: b.yaml."),
        ("a", "x", 1, "The id x is taken: entities/e.yaml."),
        ("a", "broken", 1, "The id broken is taken: broken.yaml."),
        ("a", "A b", 2, "A b is no id of a record."),
        ("nothing", "c", 1, "The book has no nothing."),
        ("a#k1", "k2", 1, "The id a#k2 is taken."),
        ("a#k1", "b#k7", 2, "b#k7 is no id of an item."),
        ("a#k7", "k8", 1, "a has no item k7."),
    ],
)
def test_what_cannot_be_is_told_and_nothing_changes(
    old: str, new: str, code: int, said: str, run: Run, make_book: MakeBook
) -> None:
    book = make_book({
        "a.yaml": a_brief(key_points="[{id: k1, text: x}, {id: k2, text: y}]"), "b.yaml": a_brief(),
        "broken.yaml": "title: [\n", "entities/e.yaml": "x: {type: person, name: X}\n",
    })  # fmt: skip
    before = every(book)
    done = run("rename", old, new, book=book)
    assert (done.code, done.out) == (code, "")
    assert said in done.err
    assert every(book) == before


def test_a_file_that_names_it_and_cannot_be_read_stops_all_of_it(run: Run, make_book: MakeBook) -> None:
    book = make_book({
        "a.yaml": a_brief(summary="[[x]]"), "z.yaml": "title: [[x]] [\nsaid: x\n",
        "entities/e.yaml": "x: {type: person, name: X}\n",
    })  # fmt: skip
    before = every(book)
    done = run("rename", "x", "y", book=book)
    assert (done.code, "cannot write z.yaml: it names x and cannot be read" in done.err) == (2, True)
    assert every(book) == before


def test_a_brief_with_other_faults_is_changed_all_the_same(run: Run, make_book: MakeBook) -> None:
    book = make_book({
        "a.yaml": a_brief(summary="'[[x]]'", statuss="draft"), "entities/e.yaml": "x: {type: person, name: X}\n",
    })  # fmt: skip
    assert run("rename", "x", "y", book=book).code == 0
    assert (book / "a.yaml").read_text() == a_brief(summary="'[[y]]'", statuss="draft")


def test_a_naming_where_none_can_be_in_a_file_that_does_not_load_is_told(run: Run, make_book: MakeBook) -> None:
    book = make_book({
        "a.yaml": a_brief(summary="[[x]]", author="x"), "entities/e.yaml": "x: {type: person, name: X}\n",
    })  # fmt: skip
    done = run("rename", "x", "y", book=book)
    assert (done.code, "brief: a.yaml does not load, and still says x" in done.err) == (0, True)
