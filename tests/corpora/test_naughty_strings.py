"""The big list of naughty strings in every field: read back as they are or refused, and inert wherever shown."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest
from conftest import MakeBook, Run, a_brief
from corpora.everywhere import as_read, files, key_of
from corpora.inert import FORMATS, SOME, assert_inert, in_every_format, on_a_screen, written
from corpora.packages import naughty_strings

from brief_cli.files.library import read_alone
from brief_cli.model.registers import Settings

LIMIT = 5.0
"""Seconds for one small answer, which takes a thousandth of it."""

COMMANDS = {"list": FORMATS, "timeline": FORMATS, "entities": SOME, "sources": SOME}


@pytest.fixture(scope="module")
def naughty() -> list[str]:
    return naughty_strings()


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory, naughty: list[str]) -> Path:
    """A brief, an entity and a source for each string, with it in each of their fields."""
    root = tmp_path_factory.mktemp("naughty")
    (root / "sound.yaml").write_text(a_brief("Sound", events="[{date: 2025, title: It holds}]"))
    for number, text in enumerate(naughty):
        for name, content in files(number, text).items():
            path = root / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(content, encoding="utf-8")
    return root


def sound(naughty: list[str]) -> dict[str, str]:
    """The strings by the id of their brief, but for those that hold nothing: a title is due."""
    return {f"n-{number}": text for number, text in enumerate(naughty) if text.strip()}


def test_the_list_is_there_whole(naughty: list[str]) -> None:
    assert len(naughty) > 400


def test_each_is_read_back_as_it_is(book: Path, naughty: list[str], run: Run) -> None:
    """In fields of one line, of prose, in lists, in references and in what is the user's own."""
    listed = {brief["id"]: brief for brief in json.loads(run("list", "--json", book=book).out)}
    assert set(listed) == {"sound", *sound(naughty)}
    shown = json.loads(run("show", *sound(naughty), "--json", book=book).out)
    assert len(shown) == len(sound(naughty))
    for brief, text in zip(shown, sound(naughty).values(), strict=True):
        line, prose = as_read(text, line=True), as_read(text, line=False)
        point, event = brief["key_points"][0], brief["events"][0]
        assert [brief["title"], brief["author"], *brief["tags"], event["title"]] == [line] * 4
        assert [brief["bottom_line"], brief["summary"], point["text"], event["detail"], brief["x_own"]] == [prose] * 5
        assert brief["x_map"] == {key_of(text): [prose]}
        entity = brief["entities"][0]["id"]
        assert [point["said_by"], event["place"], entity, event["entities"][0]["role"]] == [line] * 4
        assert brief["related"][0]["note"] == prose


@pytest.mark.parametrize("register", ["entities", "sources"])
def test_each_is_read_back_from_a_register(register: str, book: Path, naughty: list[str], run: Run) -> None:
    records = {record["id"]: record for record in json.loads(run(register, "--json", book=book).out)}
    for id_, text in sound(naughty).items():
        record, line = records[register[0] + id_[1:]], as_read(text, line=True)
        if register == "entities":
            assert (record["name"], record["aliases"], record["names"]["be"]) == (line, [line], [line])
        else:
            assert [record[name] for name in ("title", "publisher", "url", "via", "origin")] == [line] * 5


@pytest.mark.parametrize("command", COMMANDS)
def test_each_is_inert_in_every_format(command: str, book: Path) -> None:
    for name, done in in_every_format(book, command, formats=COMMANDS[command]).items():
        assert done.code == 0, name


def test_many_are_inert_on_their_pages(book: Path, naughty: list[str]) -> None:
    """Each eighth, from the end, where the strings are that act on a terminal; the others when there is time."""
    answers = in_every_format(book, "show", *list(sound(naughty))[::-8])
    assert all(done.code == 0 for done in answers.values())


@pytest.mark.slow
@pytest.mark.parametrize("sort", ["n", "e", "s"])
def test_each_is_inert_on_its_page(sort: str, book: Path, naughty: list[str]) -> None:
    answers = in_every_format(book, "show", *(sort + id_[1:] for id_ in sound(naughty)))
    assert all(done.code == 0 for done in answers.values())


def asked(book: Path, *arguments: str) -> None:
    """A command that may find nothing, or be told that it is wrong, and says so."""
    started = time.perf_counter()
    done = assert_inert(on_a_screen(*arguments, book=book), *arguments)
    assert done.code == 0 or done.err, arguments
    assert time.perf_counter() - started < LIMIT, arguments


def arguments(naughty: list[str]) -> list[str]:
    """The strings that an operating system takes as an argument."""
    return [text for text in naughty if "\0" not in text]


@pytest.fixture
def small(make_book: MakeBook) -> Path:
    return make_book({"note.yaml": a_brief("Note", key_points="[{id: k1, text: Some words.}]"), **files(0, "Words")})


def test_each_can_be_searched_for(small: Path, naughty: list[str]) -> None:
    for text in arguments(naughty):
        asked(small, "search", text)


@pytest.mark.slow
def test_each_can_be_a_selector_a_date_and_an_id(small: Path, naughty: list[str]) -> None:
    for text in arguments(naughty):
        quoted = text.replace('"', "")
        asked(small, "list", f'tag:"{quoted}" or entity:"{quoted}"', "or", text)
        asked(small, "list", "--tag", text)
        asked(small, "timeline", f"on:{text}")
        asked(small, "show", f"note#{text}", text)


@pytest.mark.slow
def test_each_can_be_searched_for_where_it_stands(book: Path, naughty: list[str]) -> None:
    for text in arguments(naughty):
        asked(book, "search", text)
        asked(book, "search", "--exact", text)


def test_each_is_found_by_its_own_words(book: Path, naughty: list[str], run: Run) -> None:
    """Of those that have a word of letters: the very characters of the string are found where they stand."""
    for id_, text in list(sound(naughty).items())[::12]:
        if re.fullmatch(r"\w+", text):
            found = run("search", "--exact", f'"{text}"', "--fields", "id", book=book).out.splitlines()
            assert id_ in {line.partition("#")[0] for line in found}, text


def test_each_is_a_date_or_refused_at_its_place(naughty: list[str], make_book: MakeBook, run: Run) -> None:
    briefs = [a_brief(events=f"[{{date: {written(text)}, title: T}}]") for text in naughty]
    book = make_book({f"n-{number}.yaml": brief for number, brief in enumerate(briefs)})
    listed = {event["brief"]: event for event in json.loads(run("timeline", "--json", book=book).out)}
    for number, text in enumerate(naughty):
        if (event := listed.get(f"n-{number}")) is not None:
            assert event["date"] == text.strip()
            continue
        (problem,) = read_alone("note.yaml", briefs[number].encode(), "note", Settings())[1]
        assert (problem.line, problem.code) == (4, "E104" if text.strip() else "E101"), text
    assert len(naughty) > len(listed)


def test_each_can_be_the_name_of_a_file_that_is_told_inertly(naughty: list[str], make_book: MakeBook, run: Run) -> None:
    book = make_book({"sound.yaml": a_brief("Sound")})
    named = 0
    for text in naughty:
        if "/" not in text and "\0" not in text and not text.startswith((".", "_")) and len(text.encode()) < 250:
            (book / f"{text}.yaml").write_text(a_brief("T"), encoding="utf-8")
            named += bool(text)
    listed = json.loads(assert_inert(run("list", "--json", book=book)).out)
    stems = {brief["id"] for brief in listed}
    assert stems - {"sound"} <= set(naughty)
    told = assert_inert(on_a_screen("list", book=book)).err
    assert told.count("is no id; rename the file") == named + 1 - len(stems)
