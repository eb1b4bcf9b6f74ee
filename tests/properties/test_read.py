"""Reading never raises and never hangs, and what JSON wrote reads back as it was."""

from __future__ import annotations

import json
import time
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from brief_cli.files.catalogue import CATALOGUE
from brief_cli.files.read import Document, read_text

# What YAML reads inside JSON's quotes: no control characters, no line breaks of YAML's own.
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="\ufffe\uffff\ufeff"))
KEYS = TEXT.filter(lambda key: bool(key.strip()))
TREES = st.recursive(
    TEXT, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=20
)
# Pieces that YAML and git give a meaning to, so that random files are near to real ones.
PIECES = st.sampled_from(
    [
        *"[]{}:,#&*!|>'\"%@`-?~<=\\\t\r\n 1aé\x00\x85\u2028",
        *(": ", "- ", "\n  ", "\n- ", "<<: ", "---\n", "...\n", "%TAG ! x\n", "title: ", "[[nato]]"),
        *(" #7", "&a ", "*a", "!!str ", "\\ud83d", "<<<<<<< HEAD\n", "=======\n"),
    ]
)
FILES = st.binary(max_size=200) | st.lists(PIECES, max_size=40).map(lambda parts: "".join(parts).encode())


def without_absent(value: Any) -> Any:
    """The value as the format sees it: empty text is absent, white space at the end is none."""
    if isinstance(value, str):
        return value.rstrip() or None
    if isinstance(value, list):
        return [v for v in map(without_absent, value) if v is not None]
    return {k: v for k, v in ((k, without_absent(v)) for k, v in value.items()) if v is not None}


def paths(value: Any, at: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    if isinstance(value, str):
        return [at]
    entries = value.items() if isinstance(value, dict) else enumerate(value)
    return [at, *(path for key, inner in entries for path in paths(inner, (*at, key)))]


def check_places(document: Document) -> None:
    for path in [*paths(document.value), ("no", 7, "where")]:
        for line, column, end_line, end_column in (
            document.places.place_of(path),
            document.places.key_place_of(path),
        ):
            assert (1, 1) <= (line, column) <= (end_line, end_column)
            assert end_line <= len(document.lines)
        if path and document.value:
            for longer in (path, (*path, 0), (*path, 0, "nowhere"), (*path, "nowhere")):
                check_line(document, longer)


def check_line(document: Document, path: tuple[str | int, ...]) -> None:
    """The line that is kept while reading is that of the place that is looked up."""
    look = document.places.place_of if isinstance(path[-1], int) else document.places.key_place_of
    assert document.places.line_of(path) == look(path)[0]


@given(FILES, st.sampled_from(["brief", "register", "book"]))
@settings(max_examples=500, deadline=None)
def test_any_bytes_give_a_document(data: bytes, kind: str) -> None:
    began = time.perf_counter()
    document = read_text("p.yaml", data, kind=kind)
    assert time.perf_counter() - began < 2
    assert not document.fatal or (document.problems and document.value == {})
    for problem in document.problems:
        assert problem.code in CATALOGUE
        assert problem.hint
        assert not problem.message.endswith(".")
        assert problem.line <= problem.end_line <= len(document.lines)
        assert (1, 1) <= (problem.line, problem.column) <= (problem.end_line, problem.end_column)
    check_places(document)


@given(st.dictionaries(KEYS, TREES, max_size=5))
@settings(max_examples=300, deadline=None)
def test_json_reads_back_equal(value: dict[str, Any]) -> None:
    document = read_text("p.yaml", json.dumps(value, ensure_ascii=False).encode())
    assert document.problems == []
    assert document.value == without_absent(value)
    check_places(document)


@given(st.dictionaries(KEYS, st.lists(TEXT, min_size=1), min_size=1))
@settings(deadline=None)
def test_places_point_at_the_text(value: dict[str, list[str]]) -> None:
    document = read_text("p.yaml", json.dumps(value, ensure_ascii=False, indent=1).encode())
    for key, entries in document.value.items():
        for n, entry in enumerate(entries):
            line, column, end_line, end_column = document.places.place_of((key, n))
            assert line == end_line
            assert json.loads(document.lines[line - 1][column - 1 : end_column - 1]).rstrip() == entry
        line, column, _, end_column = document.places.key_place_of((key,))
        assert json.loads(document.lines[line - 1][column - 1 : end_column - 1]) == key
