"""The YAML test suite, each document as a file of a book: a value or problems, and no other value than is meant."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import MakeBook, Run, a_brief
from corpora.events import Meant, Value, as_text, meant
from corpora.inert import (
    FORMATS,
    SOME,
    assert_checked,
    assert_inert,
    assert_sound,
    ids,
    in_every_format,
    indented,
    on_a_screen,
)
from corpora.packages import YamlCase, yaml_suite
from corpora.whole import assert_settings_survive, assert_told_by_the_program_itself

from brief_cli.files.read import read_text

LIMIT = 1.0
"""Seconds for one small document, of which none takes a hundredth: what takes longer has run away."""

ACCEPTED = {
    "libyaml asks for no indentation inside brackets and quotes": "9C9N QB6E",
    "libyaml takes a tab before a quoted text's further line for white space": "DK95.2",
    "libyaml does not mind a comment right behind a value": "SU5Z X4QW",
    "libyaml ends a block of text that holds only white space at a line less far to the right": "S98Z",
}
"""Documents that the suite calls wrong and that are read all the same, by reason; nothing is lost in any of them."""

REFUSED = {
    "libyaml takes a tab before a line's text for indentation, also in a block of text and on an empty line": """
        6BCT 96NN 96NN.2 A2M4 DK95 DK95.4 DK95.5 R4YG Y79Y.2 Y79Y.11""",
    "libyaml wants a key in brackets and its colon on one line": "4MUZ 4MUZ.2 4MUZ.3 5MUD 9SA2 NJ66 VJP3.2",
    "libyaml wants a space behind a colon in brackets, and no value there that begins with one": """
        4ABK 58MP 5T43 DBG4 HM87 K3WX""",
    "the format refuses a name that holds a control character": "5WE3 6SLA",
    "the format refuses an empty value that stands alone in brackets: a comma has ended the text before it": """
        8KB6 9BXH HM87.2""",
    "the format refuses a `#` right before a letter": "DC7X",
}
"""Documents that the suite calls right and that are refused, although they use none of what the format refuses."""

TOLD_OTHERWISE = {
    "libyaml does not see an empty key": "2JQS CFD4 FRK4 M2N8 NHX8 NKF9 S3PD SM9W.2 UKK6",
    "libyaml knows ASCII names of anchors only, and the mend is the same": "8XYN W5VH",
    "libyaml stumbles over the first of the documents": "UT92",
}
"""Documents that hold what the format refuses, and that are refused for something else."""

MISREAD = {
    "libyaml takes a `?` right before a text in brackets for the sign of a key, and drops it": "652Z",
}
"""Documents that are read, and otherwise than the suite says."""


def named(table: dict[str, str]) -> set[str]:
    return {name for names in table.values() for name in names.split()}


@pytest.fixture(scope="module")
def suite() -> list[YamlCase]:
    return yaml_suite()


def intended(case: YamlCase) -> Meant:
    """What a document means; a directive stands in no event."""
    found = meant(case.tree)
    if re.search(r"(?m)^%\w", case.yaml.partition("\n---")[0]):
        found.refused.add("E011")
    return found


def as_field(text: str) -> str:
    """A whole document as the value of the field `x_case`: a line further to the right, without its own marks."""
    text = re.sub(r"\n\.\.\.[ \t]*\n\Z", "\n", text)
    found = re.search(r"^---(?=[ \t\n]|\Z)", text, re.M)
    if found is None:
        return f"x_case:\n{indented(text)}\n"
    first, _, below = text[found.end() :].partition("\n")
    return f"{text[: found.start()]}x_case:{first}\n{indented(below)}\n"


def plain(suite: list[YamlCase]) -> Iterator[tuple[YamlCase, Value]]:
    """The sound documents that use only what the format takes, with what each is to be read as."""
    for case in suite:
        found = None if case.fails else intended(case)
        if found and found.value and not found.refused:
            yield case, found.value


def said(value: Any) -> Value | None:
    """A value of the suite's JSON, or one of ours, without what stands for nothing: the JSON knows only null for it."""
    if isinstance(value, dict):
        return {key: text for key, inner in value.items() if (text := said(inner)) is not None}
    if isinstance(value, list):
        return [text for inner in value if (text := said(inner)) is not None]
    text = as_text(value)
    return None if text in ("null", "~") else text


def test_the_suite_is_there_whole(suite: list[YamlCase]) -> None:
    assert len(suite) == 402
    assert sum(case.fails for case in suite) == 94


@pytest.mark.parametrize("kind", ["brief", "register", "book"])
def test_any_document_is_read_to_a_value_or_to_problems_with_places(kind: str, suite: list[YamlCase]) -> None:
    for case in suite:
        started = time.perf_counter()
        document = read_text("note.yaml", case.data, kind=kind)
        assert time.perf_counter() - started < LIMIT, case.name
        assert document.problems or not document.fatal, case.name
        for problem in document.problems:
            assert_sound(problem, case.data)


def test_what_the_suite_calls_wrong_is_refused_or_listed(suite: list[YamlCase]) -> None:
    read = {case.name for case in suite if case.fails and not read_text("note.yaml", case.data).problems}
    assert read == named(ACCEPTED)


def test_what_the_format_leaves_out_of_yaml_is_refused_as_what_it_is(suite: list[YamlCase]) -> None:
    """Anchors, aliases, tags, directives, several documents, and keys that are no text."""
    otherwise = set()
    for case in suite:
        if not case.fails and (refused := intended(case).refused):
            codes = {problem.code for problem in read_text("note.yaml", case.data).problems}
            assert codes, case.name
            if not codes & (refused | {"E008"}):
                otherwise.add(case.name)
    assert otherwise == named(TOLD_OTHERWISE)


def test_a_document_is_read_as_the_suite_means_it(suite: list[YamlCase]) -> None:
    """Whole where it is a mapping, and each as the value of a field."""
    refused, misread = set(), set()
    for case, value in plain(suite):
        whole: list[tuple[str, Value]] = [(as_field(case.yaml), {"x_case": value})]
        if isinstance(value, dict):
            whole.append((case.yaml, value))
        for text, due in whole:
            document = read_text("note.yaml", text.encode())
            if document.problems:
                refused.add(case.name)
            elif document.value != due:
                misread.add(case.name)
    assert (refused, misread) == (named(REFUSED), named(MISREAD))


def test_a_document_is_read_as_the_suite_s_json_has_it(suite: list[YamlCase]) -> None:
    compared = 0
    for case, value in plain(suite):
        if case.json:
            stated = json.loads(case.json, parse_int=str, parse_float=str)
            assert said(value) == said(stated), case.name
            compared += 1
    assert compared > 150


def is_told(case: YamlCase, folder: str) -> bool:
    """Whether a file's line stands among what a book tells: a register may be empty, a brief may not."""
    read = read_text("note.yaml", case.data, kind="register" if folder else "brief")
    return bool(read.problems or read.value or not folder)


@pytest.mark.parametrize("folder", ["", "entities/", "sources/"])
def test_a_book_of_the_whole_suite_is_told_in_every_format(
    folder: str, suite: list[YamlCase], make_book: MakeBook, run: Run
) -> None:
    """Each document as a brief or as a register, beside a sound one that every answer still holds."""
    cases = {case.name: case for case in suite}
    names = ids(cases)
    book = make_book({f"{folder}{id_}.yaml": cases[name].data for id_, name in names.items()})
    (book / "sound.yaml").write_text(a_brief("Sound", events="[{date: 2025, title: It holds}]"))
    told = sum(is_told(case, folder) for case in suite)
    for command in (["list"], ["timeline"], ["search", "holds"]):
        for name, done in in_every_format(book, *command, formats=SOME if folder else FORMATS).items():
            assert done.code == 0, (command, name)
            assert done.err.count("\n") == told, (command, name)
    assert_inert(on_a_screen("show", *([] if folder else names), "sound", book=book))
    assert_checked(book, run)


def test_a_book_of_the_whole_suite_is_told_by_the_program_itself(
    suite: list[YamlCase], make_book: MakeBook, spawn: Run
) -> None:
    assert_told_by_the_program_itself([case.data for case in suite], make_book, spawn)


def test_the_settings_of_a_book_survive_any_document(suite: list[YamlCase], make_book: MakeBook) -> None:
    assert_settings_survive([case.data for case in suite], make_book)


def test_what_a_brief_keeps_for_its_user_is_printed_as_the_suite_means_it(
    suite: list[YamlCase], make_book: MakeBook, run: Run
) -> None:
    due = {case.name: (as_field(case.yaml), value) for case, value in plain(suite)}
    names = ids(set(due) - named(REFUSED) - named(MISREAD))
    book = make_book({f"{id_}.yaml": a_brief() + due[name][0] for id_, name in names.items()})
    listed = in_every_format(book, "list")
    assert {brief["id"]: brief["x_case"] for brief in json.loads(listed["json"].out)} == {
        id_: due[name][1] for id_, name in names.items()
    }
    in_every_format(book, "show", *names)
