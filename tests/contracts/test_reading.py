"""Each thing that reading refuses, with its whole message, its place and the text that is shown of it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from brief_cli.files import build
from brief_cli.files.catalogue import CATALOGUE
from brief_cli.files.load import load_bytes
from brief_cli.files.raw import Raw, shown_column
from brief_cli.files.read import MAX_BYTES, MAX_DEPTH, read_text
from brief_cli.model.problem import Problem

QUOTES = "put it in quotes, or use |"
HASH = "put the value in quotes, or write a space behind the `#` of a comment"
ALIAS = "write the text out; text that begins so stands in quotes"
NO_KEY = "put it in quotes, or write `field: value`"
FIELD = "write `field: value`, or indent text that goes on from the line above"

# What the file holds; the code; the faulty text, as its place cuts it out; the message; the mend.
FATAL = [
    ("a: [[nato]] is big", "E021", "[[nato]] is big",
     "the value begins with `[[`, which YAML reads as a list in a list", QUOTES),
    ("a: [AP] said", "E021", "[AP] said", "the value begins with `[`, which YAML reads as a list", QUOTES),
    ('a: "Foo" bar', "E021", '"Foo" bar',
     'the value begins with `"` and goes on behind the closing `"`', "put it all in single quotes, or use |"),
    ("a: 'it's'", "E021", "'it's'", "the value begins with `'` and goes on behind the closing `'`",
     "put it all in double quotes, or use |"),
    ('a: "x": y', "E021", '"x": y', 'the value begins with `"` and goes on behind the closing `"`',
     "put it all in single quotes, or use |"),
    ("a: > foo", "E021", "> foo",
     "the value begins with `>`, which YAML reads as a block of text on the lines below", QUOTES),
    ("a: | foo", "E021", "| foo",
     "the value begins with `|`, which YAML reads as a block of text on the lines below",
     "begin the text on the next line, or put it in quotes"),
    ("a: *bold* x", "E021", "*bold* x", "the value begins with `*`, which YAML reads as an alias", QUOTES),
    ("a: *bold words", "E021", "*bold words",
     "the value begins with `*`, which YAML reads as an alias", QUOTES),
    ("a: & Sons", "E021", "& Sons", "the value begins with `&`, which YAML reads as an anchor", QUOTES),
    ("a: !x!y foo", "E021", "!x!y foo", "the value begins with `!`, which YAML reads as a tag", QUOTES),
    ("a: %x", "E021", "%x", "the value begins with `%`, which YAML keeps for itself", QUOTES),
    ("a: @x", "E021", "@x", "the value begins with `@`, which YAML keeps for itself", QUOTES),
    ("a: `x`", "E021", "`x`", "the value begins with a backtick, which YAML keeps for itself", QUOTES),
    ("a: Foo: bar", "E021", "Foo: bar", "the value holds `: `", QUOTES),
    ("a: {b: Foo: bar}", "E021", "Foo: bar}", "the value holds `: `", QUOTES),
    ("a: - b", "E021", "- b", "the value begins with `- `, which YAML reads as an entry of a list",
     "begin the list on the next line, or put the text in quotes"),
    ("a: some\n  text: more", "E021", "text: more",
     "this line goes on with the text of line 1, yet holds `: `",
     "put the text in quotes, or use |; a field of its own is indented like the field above"),
    ('a: "foo\nb: 1', "E021", '"foo', 'the `"` that opens here is never closed',
     'close it with `"`, or put the whole text in quotes'),
    ('a: "foo\nb: "bar"', "E021", '"foo',
     'the `"` that opens here is closed only in line 2, and the text goes on behind it',
     "close it where it should end"),
    ("a: [x, y\nb: 1", "E013", "[x, y", "the `[` that opens here is not closed",
     "close it with `]`, or put text that begins with `[` in quotes"),
    ("a: {x: y\nb: 1", "E013", "{x: y", "the `{` that opens here is not closed",
     "close it with `}`, or put text that begins with `{` in quotes"),
    ("a: [x, #nato, y]\nb: 1", "E020", "#nato, y]",
     "`#nato` would be cut off: a `#` behind a space begins a comment", HASH),
    ("a:\n\tb: 1", "E013", "\t", "a tab indents this line", "indent with spaces"),
    ("a:\n  b: 1\n c: 2", "E013", "c: 2", "the indentation of this line fits no line above it",
     "give all fields of one mapping the same indentation"),
    ("a:\n - b\n c: 1", "E013", "c: 1", "this line does not belong to the list above it",
     "indent it as the list, or less"),
    ("a: 1\nfoo bar\nb: 1", "E013", "foo bar", "this line is no `field: value`", FIELD),
    ("foo bar\nb: 1", "E013", "foo bar", "this line is no `field: value`", FIELD),
    (r'a: "C:\qux"', "E013", r"\q", r"`\q` in double quotes stands for nothing",
     "write the text in single quotes, or the backslash twice"),
    (r'a: "\ud83d\ude00"', "E023", r"\ud83d", r"`\ud83d` is half a character", "write the character itself"),
    ("a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> x", "E014", "<<<<<<< HEAD",
     "git left a conflict mark here",
     "keep what you need of both versions and delete the three marks"),
    ("a: 1\n=======\nb: 2", "E014", "=======", "git left a conflict mark here",
     "keep what you need of both versions and delete the three marks"),
    ("a: 1\n---\nb: 1", "E010", "---", "a second document begins here",
     "put each document into a file of its own"),
    ("a: 1\n...\nb: 1", "E010", "b: 1", "a second document begins here",
     "put each document into a file of its own"),
    ("# x\n%YAML 1.1\n---\na: no", "E011", "%YAML 1.1", "a YAML directive stands here", "delete the line"),
    ("a: 1\n%TAG ! x", "E011", "%TAG ! x", "a YAML directive stands here", "delete the line"),
    ("a: b\0c", "E012", "\0", "U+0000 is a control character", "delete it"),
    ("a: b\u2028c", "E012", "\u2028", "U+2028 (LINE SEPARATOR) is a line break that editors do not show",
     "write a space or an ordinary line break"),
    ("- a", "E008", "- a", "the file is a list, not a mapping of fields", "write it as `field: value`"),
    ("hello", "E008", "hello", "the file is text, not a mapping of fields", "write it as `field: value`"),
    ("a: " + "[" * 100_000, "E009", "[", "this stands more than 32 lists and mappings deep",
     "flatten it, or put text in quotes"),
    ("", "E006", "", "the file is empty", "write the brief, or delete the file"),
    ("# only a comment\n", "E006", "", "the file is empty", "write the brief, or delete the file"),
]  # fmt: skip

# The same, and what is read all the same.
GOES_ON = [
    ("a: &x foo\nb: 1", "E017", "&x", "`&x` is read as an anchor", ALIAS, {"a": "foo", "b": "1"}),
    ("a: *x\nb: 1", "E017", "*x", "`*x` is read as an alias", ALIAS, {"b": "1"}),
    ("a: [*x, y]", "E017", "*x", "`*x` is read as an alias", ALIAS, {"a": ["y"]}),
    ("a: !!int 12", "E018", "!!int", "`!!int` is read as a tag",
     "leave the tag out, or put the text in quotes", {"a": "12"}),
    ("a: 1\n<<: {b: 1}", "E019", "<<", "`<<` would merge another mapping into this one",
     "write the fields out", {"a": "1"}),
    ("a: 1\nb: 1\na: 2", "E015", "a", "`a` already stands in line 1",
     "delete one of them, or merge the two", {"a": "1", "b": "1"}),
    ("a:\nb: 1\na: 2", "E015", "a", "`a` already stands in line 1",
     "delete one of them, or merge the two", {"b": "1"}),
    ("[a]: 1\nb: 1", "E016", "[a]: 1", "a list stands where a field's name is due", NO_KEY, {"b": "1"}),
    ("a: {{x}}", "E016", "{x}}", "a mapping stands where a field's name is due", NO_KEY, {"a": {}}),
    ("*x : 1\nb: 1", "E016", "*x : 1", "an alias stands where a field's name is due", NO_KEY, {"b": "1"}),
    ('"\\0own": 1\nb: 1', "E016", '"\\0own"', "the name of a field holds a control character", NO_KEY,
     {"b": "1"}),
    ("'': 1\nb: 1", "E016", "''", "the name of a field is empty", NO_KEY, {"b": "1"}),
    ("a: No. #7 x", "E020", "#7 x", "`#7` would be cut off: a `#` behind a space begins a comment", HASH,
     {"a": "No."}),
    ("tags: #nato\nb: 1", "E020", "#nato",
     "`#nato` would be cut off: a `#` behind a space begins a comment", HASH,
     {"b": "1"}),
    ("a:\n- #nato\n- b", "E020", "#nato",
     "`#nato` would be cut off: a `#` behind a space begins a comment", HASH,
     {"a": ["b"]}),
    ("a: {b: Foo, bar}", "E022", "bar", "a comma inside {} ends a value, and this stands alone",
     "a value that holds a comma stands in quotes inside {}", {"a": {"b": "Foo"}}),
]  # fmt: skip


def faulty(text: str, problem: Problem) -> str:
    """What the place of a problem cuts out of the text, on the line where it begins."""
    line = re.split(r"\r\n?|\n", text)[problem.line - 1]
    return line[problem.column - 1 : problem.end_column - 1 if problem.end_line == problem.line else None]


def only(text: str | bytes, kind: str = "brief") -> Problem:
    data = text.encode() if isinstance(text, str) else text
    (problem,) = read_text("p.yaml", data, kind=kind).problems
    return problem


@pytest.mark.parametrize(("text", "code", "where", "message", "hint"), FATAL)
def test_what_breaks_a_file(text: str, code: str, where: str, message: str, hint: str) -> None:
    document = read_text("p.yaml", text.encode())
    (problem,) = document.problems
    assert (problem.code, problem.message, problem.hint) == (code, message, hint)
    assert faulty(text, problem) == where
    assert document.fatal
    assert document.value == {}


@pytest.mark.parametrize(("text", "code", "where", "message", "hint", "value"), GOES_ON)
def test_what_is_refused_while_reading_goes_on(
    text: str, code: str, where: str, message: str, hint: str, value: object
) -> None:
    document = read_text("p.yaml", text.encode())
    (problem,) = document.problems
    assert (problem.code, problem.message, problem.hint) == (code, message, hint)
    assert faulty(text, problem) == where
    assert not document.fatal
    assert document.value == value


@pytest.mark.parametrize("text", [row[0] for row in GOES_ON])
def test_without_libyaml_the_same_is_read(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fast = read_text("p.yaml", text.encode())
    monkeypatch.setattr(build, "_LOADER", yaml.SafeLoader)
    slow = read_text("p.yaml", text.encode())
    assert (slow.value, slow.problems) == (fast.value, fast.problems)


def test_every_refusal_is_in_the_catalogue() -> None:
    assert all(code == fault.code and fault.rule.endswith(".") for code, fault in CATALOGUE.items())
    assert {row[1] for row in [*FATAL, *GOES_ON]} <= set(CATALOGUE)


def test_every_scalar_is_text() -> None:
    text = "a: no\nb: 2025-09\nc: 1.10\nd: 012\ne: null\nf: ~\ng: 0x10\nh: 12:30:45\ni: 'x'\n"
    assert read_text("p.yaml", text.encode()).value == {
        "a": "no", "b": "2025-09", "c": "1.10", "d": "012", "e": "null", "f": "~", "g": "0x10",
        "h": "12:30:45", "i": "x",
    }  # fmt: skip


def test_an_empty_value_is_an_absent_one() -> None:
    text = "a:\nb: ''\nc: '  '\nd: [x, '', y]\ne:\n-\n- z\nf: |\n  kept\n\n\ng: {h: }\n"
    document = read_text("p.yaml", text.encode())
    assert document.value == {"d": ["x", "y"], "e": ["z"], "f": "kept", "g": {}}
    assert document.problems == []
    assert document.places.place_of(("d", 1)) == (4, 12, 4, 13)


def test_a_real_comment_is_none_of_a_slip() -> None:
    text = "# top\na: b # said\nc: #\nd: 'x' #quoted\ne: see x#7\nf: C# 7\n#g: 1\n"
    document = read_text("p.yaml", text.encode())
    assert document.problems == []
    assert document.value == {"a": "b", "d": "x", "e": "see x#7", "f": "C# 7"}


@pytest.mark.parametrize("kind", ["register", "book"])
def test_an_empty_register_or_book_is_fine(kind: str) -> None:
    document = read_text("p.yaml", b"# none yet\n", kind=kind)
    assert (document.value, document.problems, document.fatal) == ({}, [], False)


def test_bom_and_line_ends_of_windows_are_fine() -> None:
    document = read_text("p.yaml", b"\xef\xbb\xbfa: 1\r\nb: |\r\n  x\r\n  y\r\n")
    assert document.value == {"a": "1", "b": "x\ny"}
    assert document.places.key_place_of(("b",)) == (2, 1, 2, 2)


def test_a_bad_byte_has_its_place() -> None:
    problem = only("a: žala\nb: é ".encode() + b"\xe9t\xe9")
    assert (problem.code, problem.message) == ("E001", "the byte 0xE9 is not UTF-8")
    assert (problem.line, problem.column, problem.end_column) == (2, 6, 7)
    assert problem.excerpt == ((1, "a: žala"), (2, "b: é \ufffdt\ufffd"))
    assert only("a: 1".encode("utf-16")).message == "the file is UTF-16, not UTF-8"


def test_depth_and_size_have_their_limits() -> None:
    assert read_text("p.yaml", f"a: {'[' * (MAX_DEPTH - 1)}{']' * (MAX_DEPTH - 1)}".encode()).problems == []
    assert only(f"a: {'[' * MAX_DEPTH}{']' * MAX_DEPTH}").code == "E009"
    assert only(b"#" * (MAX_BYTES + 1)).message == "the file holds 8.0 MB, more than 8 MB"
    assert read_text("p.yaml", b"a: " + b"9" * 5_000_000).value == {"a": "9" * 5_000_000}


def test_in_a_register_a_refusal_names_its_record() -> None:
    text = "nato: {name: *x}\nput: {a: 1, a: 2}\neu: {name: EU}\neu: {}\n<<: {}\n"
    document = read_text("p.yaml", text.encode(), kind="register")
    assert [(p.code, p.record) for p in document.problems] == [
        ("E017", "nato"), ("E015", "put"), ("E015", "eu"), ("E019", "<<"),
    ]  # fmt: skip
    assert document.value == {"nato": {}, "put": {"a": "1"}, "eu": {"name": "EU"}}


def test_what_was_refused_is_not_complained_of_again() -> None:
    text = "a: *x\nb:\n  <<: *y\n  c: 1\nd: {e: No. #7\n  }\nf: 1\n"
    places = read_text("p.yaml", text.encode()).places
    assert all(places.is_refused(path) for path in [("a",), ("b", "title"), ("d", "e")])
    assert not any(places.is_refused(path) for path in [("b", "c"), ("f",), ("g",), ()])


def test_places_of_values_and_keys() -> None:
    text = "# top\ntitle: Žala\ngaps: one\nevents:\n  - id: e1\n    date: |\n      x\n\nend: 1\n"
    places = read_text("p.yaml", text.encode()).places
    assert places.place_of(("title",)) == (2, 8, 2, 12)
    assert places.key_place_of(("title",)) == (2, 1, 2, 6)
    assert places.place_of(("events", 0)) == (5, 5, 7, 8)
    assert places.place_of(("events", 0, "date")) == (6, 11, 7, 8)
    assert places.key_place_of(("events", 0)) == (5, 5, 5, 11)
    assert places.place_of(("gaps", 0, "text")) == (3, 7, 3, 10)  # the short form of a list of items
    assert places.place_of(("events", 0, "title")) == (5, 5, 5, 11)
    assert places.place_of(("nowhere", "at", 3)) == places.key_place_of(()) == (2, 1, 2, 6)


def test_the_excerpt_has_a_line_before_and_one_after() -> None:
    problem = only("a: 1\nb: 2\nc: @x\nd: 3\ne: 4\n")
    assert problem.excerpt == ((2, "b: 2"), (3, "c: @x"), (4, "d: 3"))
    assert only("c: @x\n").excerpt == ((1, "c: @x"),)


@pytest.mark.parametrize("column", [140, 151, 3000])
def test_a_long_line_is_cut_around_the_fault(column: int) -> None:
    text = "x" * (column - 1) + "!" + "y" * 5000
    ((_, shown),) = Raw("p.yaml", text).excerpt(1, 1, column + 1, column)
    assert len(shown) <= 400
    assert shown[shown_column(column) - 1] == "!"
    assert shown.startswith("…") == (column > 150)


def test_loading_refuses_what_is_no_file(tmp_path: Path) -> None:
    root = str(tmp_path)
    (tmp_path / "a.yaml").write_bytes(b"a: 1")
    os.mkfifo(tmp_path / "pipe.yaml")
    with (tmp_path / "big.yaml").open("wb") as big:
        big.truncate(9 * 1024 * 1024)
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    assert load_bytes(root, "a.yaml") == b"a: 1"
    assert load_bytes(root, "gone.yaml") is None
    for name, code, message in [
        ("pipe.yaml", "E003", "not read: it is no regular file"),
        (".", "E003", "not read: it is no regular file"),
        ("big.yaml", "E002", "the file holds 9.0 MB, more than 8 MB"),
        ("loop.yaml", "E007", "cannot be read: too many levels of symbolic links"),
        ("a\0b", "E007", "cannot be read: embedded null byte"),
    ]:
        problem = load_bytes(root, name)
        assert isinstance(problem, Problem)
        assert (problem.path, problem.line, problem.code, problem.message) == (name, 1, code, message)
        assert problem.hint


def test_a_closed_file_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"a: 1")
    (tmp_path / "a.yaml").chmod(0)
    tmp_path.chmod(0o755)
    look = (
        "import os; from brief_cli.files.load import load_bytes\n"
        "if os.geteuid() == 0: os.seteuid(65534)\n"
        "print(load_bytes('.', 'a.yaml').message)"
    )
    told = subprocess.run([sys.executable, "-c", look], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert told.stdout == "cannot be read: permission denied\n"
