"""What people, scripts, editors and odd files do to the writing commands: refused in one sentence, or done exactly."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from authoring.hand import read, remarks
from conftest import MakeBook, Result, Run

from brief_cli.cli.app import WRITING

NAMES = [name for name in WRITING if name != "git-merge"]

BOOK: dict[str, str | bytes] = {
    "alpha.yaml": "# head\ntitle: Alpha  # remark 1\nbottom_line: On [[beta]] and [[maria]].\nas_of: 2026-01-01\n"
    "tags: [nato]\n"
    "key_points:\n  - id: k1\n    text: One\n    said_by: maria\n    sources: [wire-1]\n",
    "beta.yaml": "title: Beta\nbottom_line: On [[alpha#k1]].\nas_of: 2026-01-02\nrelated: [alpha]\n",
    "broken.yaml": "title: Broken\n",
    "book.yaml": "ignore: [hidden.yaml]\n",
    "hidden.yaml": "not: ours\n",
    "entities/people.yaml": "maria: {type: person, name: Maria}\nviktar: {type: person, name: Viktar}\n"
    "odd: {type: none}\n",
    "sources/wires.yaml": "wire-1: {title: First}\n",
}  # fmt: skip
VALUES = (
    "two\nlines", "'single' and \"double\"", "Minsk: who decides?", "a #tag", "# no comment", "- dash", "-5", "--title",
    "emoji 🚢", "\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "bidi \u202e txt \u2066x", "[bold]markup[/bold]",
    "../../etc/passwd",
    "$(touch x)", "`[[beta]]`", "[[beta|B]]", "%s {0} {curly", "---", "...", "? key", "|2-", "&a *a", "null", "yes",
    "a\x85b\u2028c",
    "\ufeffmark", "\x00nul", "end \\", "<<<<<<< HEAD",
)  # fmt: skip
"""Texts that mean something to a shell, a terminal, a path, a patch, Markdown or YAML."""

HEAD = "title: Alpha\nbottom_line: On [[beta]].\nas_of: 2026-01-01\n"
ONE = "  - id: k1\n    text: T [[beta]]\n"
LAYOUTS = {
    "tabs": "title:\tAlpha\t# remark 1\nbottom_line:\tOn [[beta]].\nas_of:\t2026-01-01\ntags:\t[a,\tb]\n",
    "lists not indented": f"{HEAD}tags:\n- a # remark 1\n- b\nkey_points:\n- id: k1\n  text: T [[beta]]\n- text: U\n"
    f"  id: k2\n",
    "lists far in": f"{HEAD}tags:\n        - a\n        - b # remark 1\nkey_points:\n      -   id: k1\n"
    f"          text: T\n",
    "one column": f"{HEAD}key_points:\n - id: k1\n   text: >\n    x\n    y\nx_o:\n a:\n  b: c # remark 1\n",
    "all far in": "  title: Alpha\n  bottom_line: On [[beta]].\n  as_of: 2026-01-01\n  key_points:\n  - id: k1\n"
    "    text: T\n",
    "question marks": "? title\n: Alpha\n? bottom_line\n: B\n? as_of\n: 2026-01-01\n? tags\n: - a\n  - b # remark 1\n",
    "brackets over lines": "{title: Alpha, # remark 1\n bottom_line: 'On [[beta]].',\n"
    " as_of: 2026-01-01, # remark 2\n tags: [a,\n"
    "  b, # remark 3\n  ],\n key_points: [{id: k1,\n   text: 'T [[beta]]'},],\n}\n",
    "signs of blocks": "title: |2-\n    Alpha\nbottom_line: >2 # remark 1\n   On [[beta]].\n\n\nas_of: 2026-01-01\n"
    "summary: |4+\n      deep # no\n"
    "     [[beta]]\n\n\nkey_points:\n  - id: k1\n    text: >-\n      T\n      more\n\n      para\n  - id: k2\n"
    "    text: |1\n      x\n",
    "comments everywhere": "# remark 1\n\ntitle: # remark 2\n  Alpha # remark 3\n# remark 4\n"
    "bottom_line: # remark 5\n  # remark 6\n  On [[beta]].\n"
    " # remark 7\nas_of: 2026-01-01 # remark 8\ntags: # remark 9\n  # remark 10\n  - # remark 11\n    a # remark 12\n"
    "  # remark 13\n  - b\n"
    "key_points: # remark 14\n # remark 15\n  - # remark 16\n    # remark 17\n    id: k1 # remark 18\n"
    "    text: # remark 19\n      T [[beta]]\n# remark 20\n",
    "comments behind dashes": f"{HEAD}key_points:\n  - # first-of-all # remark 1\n    id: k1\n    text: T\n"
    f"  - # a-b # remark 2\n    id: k2\n"
    "    text: U\ntags:\n  - # t-t\n    a\n  - b\n",
    "comments between": f"{HEAD}key_points:\n{ONE}# remark 1\n\n# remark 2\n  - id: k2\n    text: U\n# remark 3\n",
    "quoted keys": "\"title\": Alpha\n'bottom_line': B\n\"as_of\" : 2026-01-01\n'tags' : [ \"a\" , 'b' ]\n"
    '"key_points":\n  - "id": k1\n    \'text\': T\n',
    "spaces at ends": "title: Alpha   \nbottom_line: B  \nas_of: 2026-01-01 \ntags:   \n  - a  \n  - b\t\n   \n \n"
    "key_points: \n  -  id: k1  \n     text: T  \n",
    "spaces at colons": "title   :   Alpha   # remark 1\nbottom_line    : B\nas_of:      2026-01-01\ntags  :\n  - a\n",
    "document markers": f"---\n# remark 1\n{HEAD}tags: [a]\nkey_points:\n{ONE}...\n# remark 2\n",
    "all behind a marker": "--- {title: Alpha, bottom_line: 'On [[beta]].', as_of: 2026-01-01}\n",
    "empty values": f"{HEAD}tags:\nsummary:\nkey_points:\nevents: []\nrelated: [ ]\nx_a: ''\nauthor: # remark 1\n"
    f"x_b:\n",
    "keys of other scripts": f"{HEAD}x_ключ: знач\nx_日本: [ä, ö]\nx_q: {{é: 1}}\nx_emoji😀: 1\n",
    "no end": f"{HEAD}key_points: [T]".rstrip(),
    "cr": f"{HEAD}# remark 1\ntags:\n- a\n- b\nkey_points:\n- id: k1\n  text: T [[beta]]\n".replace("\n", "\r"),
    "crlf, no end": f"{HEAD}tags: [a] # remark 1\nkey_points:\n{ONE}".rstrip().replace("\n", "\r\n"),
    "mixed ends": f"{HEAD}tags:\r- a\r\n- b\n# remark 1\r\nkey_points:\n  - id: k1\r\n    text: T [[beta]]\n",
    "mark": f"\ufeff{HEAD}key_points:\n{ONE}",
    "quotes over lines": 'title: "Alpha \\\n  two"\nbottom_line: "On [[be\\\n  ta]] and \\u005b[beta]]\n\n  x # no"\n'
    'as_of: "2026-01-01"\n',
    "plain over lines": "title:\n  Alpha\n  two\nbottom_line: On\n  [[beta]]\n\n  and more.\nas_of: 2026-01-01\n",
    "alone": f"{HEAD}tags: a\nentities: maria\nkey_points: T\nrelated: beta\ngaps: {{text: G, id: g1}}\n",
    "brackets behind dashes": f"{HEAD}key_points:\n- {{id: k1, text: 'T [[beta]]'}}   # remark 1\n- {{ id: k2,\n"
    f"    text: U, # remark 2\n  }}\n",
    "anchors": f"{HEAD}tags: &t [a, b]\nx_t: *t\nauthor: &a Me\nkey_points:\n  - &k {{id: k1, text: T}}\n",
    "duplicates": f"{HEAD}title: Second # remark 1\ntags: [a]\ntags: [b]\nkey_points:\n"
    f"  - {{id: k1, text: T, text: U}}\n",
    "tags": f"{HEAD}x_a: !!str 5\nx_b: !foo bar\nkey_points: [T]\n",
}
"""One brief in every way that YAML lets people write it."""
OTHERS = {"beta.yaml": f"{HEAD.replace('beta', 'alpha')}", "entities/p.yaml": "maria: {type: person, name: M}\n"}
STROKES: tuple[tuple[str, ...], ...] = (
    ("set", "alpha", "title", 'New: "title" #x'),
    ("set", "alpha", "bottom_line", "long " * 60),
    ("set", "alpha", "summary", "# H\n\n- a\n- b"),
    ("set", "alpha", "tags", "a", "c d"),
    ("set", "alpha", "tags", "zz", "--add"),
    ("set", "alpha", "tags", "a", "--remove"),
    ("set", "alpha", "tags", ""),
    ("set", "alpha", "author", "Me"),
    ("set", "alpha", "x_new", "v"),
    ("set", "alpha#k1", "text", "New"),
    ("set", "alpha#k1", "sources", "wire-1 2", "{source: wire-1, note: 'q, r'}"),
    ("add", "point", "alpha", "A: b", "--after", "k1"),
    ("add", "event", "alpha", "2025-09-12", "E"),
    ("add", "relation", "alpha", "see_also", "gamma"),
    ("touch", "alpha"),
    ("rename", "beta", "betb"),
    ("rename", "alpha#k1", "k9"),
    ("merge", "beta", "alpha"),
    ("merge", "alpha#k1", "alpha#k2"),
    ("fmt", "alpha"),
)


@pytest.fixture
def book(make_book: MakeBook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return make_book(BOOK)


def files(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def refused(done: Result, *words: str, code: int = 2) -> None:
    """That a command was refused in words, with nothing that acts on a terminal."""
    assert done.code == code, done
    assert "Traceback" not in done.err and "\x1b" not in done.err + done.out
    for word in words:
        assert word in done.err


# -- values and names ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", VALUES, ids=ascii)
def test_a_value_comes_back_as_it_was_given_and_acts_on_nothing(book: Path, run: Run, value: str) -> None:
    given = value.encode()
    for words, path, keys in (
        (["set", "alpha", "title", "-"], "alpha.yaml", ["title"]),
        (["set", "alpha#k1", "text", "-"], "alpha.yaml", ["key_points", 0, "text"]),
        (["set", "alpha", "tags", "-", "--add"], "alpha.yaml", ["tags", -1]),
        (["add", "source", "-", "--id", "new"], "sources/wires.yaml", ["new", "title"]),
        (["new", "delta", "--title=-", "--bottom-line=B"], "delta.yaml", ["title"]),
    ):
        before = files(book)
        done = run(*words, book=book, stdin=given)
        assert "\x1b" not in done.out + done.err and "Traceback" not in done.err
        if done.code:
            assert files(book) == before and value in ("\x00nul",)
            continue
        found = read(files(book)[path])
        for key in keys:
            found = found[key]
        assert found == (value.strip() if "text" in keys else " ".join(value.split("\n")).strip())
        assert remarks(files(book)["alpha.yaml"])["# remark 1"] == 1
        shown = run(*words[:2], "title", "Again", "--dry-run", book=book)
        assert "\x1b" not in shown.out + shown.err


def test_a_megabyte_goes_in_and_comes_back(book: Path, run: Run) -> None:
    text = "Words, and more of them. " * 42000
    assert run("set", "alpha", "summary", "-", book=book, stdin=text.encode()).code == 0
    assert read(files(book)["alpha.yaml"])["summary"] == text.strip()


def test_a_value_that_makes_a_file_too_large_is_refused(book: Path, run: Run) -> None:
    before = files(book)
    refused(run("set", "alpha", "x_big", "-", book=book, stdin=b"x" * (9 << 20)), "8 MB")
    assert files(book) == before


@pytest.mark.parametrize(
    "words",
    [
        ["set", "alpha", "title", "bad \udcff"], ["set", "alpha", "x_\udcff", "v"],
        ["set", "alpha", "tags", "\udcff", "--add"],
        ["add", "gap", "alpha", "bad \udcff"], ["add", "entity", "person", "Bad \udcff"],
        ["add", "source", "Bad \udcff"],
        ["new", "delta", "--title=\udcff", "--bottom-line=B"], ["set", "al\udcff", "title", "v"],
        ["rename", "alpha", "\udcff"],
        ["set", "alpha#k1", "sources", "{source: wire-1, note: \udcff}"],
    ],
    ids=ascii,
)  # fmt: skip
def test_bytes_that_are_no_text_are_refused_as_an_argument(book: Path, run: Run, words: list[str]) -> None:
    before = files(book)
    ended = ""
    try:
        ended = str(run(*words, book=book).code)
    except Exception as error:  # what it says holds what no report of a test can be sent with
        ended = type(error).__name__
    assert ended in ("1", "2")
    assert files(book) == before


def test_bytes_that_are_no_text_are_refused_from_standard_input(book: Path, run: Run) -> None:
    refused(run("set", "alpha", "title", "-", book=book, stdin="Žalgiris".encode("cp1257")))
    assert files(book) == {path: str(text).encode() for path, text in BOOK.items()}


@pytest.mark.parametrize(
    ("words", "near"),
    [
        (["set", "alpha", "titel", "X"], "title"), (["set", "alpha#k1", "sorces", "X"], "sources"),
        (["set", "maria", "nmae", "X"], "name"), (["set", "wire-1", "publishr", "X"], "publisher"),
        (["set", "alpha", "names.be", "X"], "names"), (["set", "alpha#k1", "resolution.hold", "k1"], "holds"),
    ],
)  # fmt: skip
def test_a_field_that_does_not_exist_is_refused_with_the_nearest(
    book: Path, run: Run, words: list[str], near: str
) -> None:
    refused(run(*words, book=book), near)


# -- ids ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("old", ["alpha", "maria", "wire-1"])
@pytest.mark.parametrize(
    "new",
    ["beta", "viktar", "wire-1", "maria", "broken", "odd", "hidden", "Upper", "a b", "../x", "-x", "x#y", "", "ü"],
)
def test_an_id_that_is_taken_or_none_is_refused_as_a_new_one(book: Path, run: Run, old: str, new: str) -> None:
    before = files(book)
    done = run("rename", "--", old, new, book=book)
    if new == "hidden" and old != "alpha":
        return  # a file that the book ignores is in the way of a brief's alone
    assert done.code in (1, 2) and done.err and "Traceback" not in done.err
    assert files(book) == before


@pytest.mark.parametrize(
    "words",
    [
        ["rename", "nobody", "x"], ["rename", "alpha#k9", "x"], ["rename", "maria#k1", "x"], ["rename", "#k1", "x"],
        ["rename", "hidden", "x"], ["merge", "nobody", "alpha"], ["merge", "alpha", "nobody"],
        ["merge", "maria", "maria"],
        ["merge", "alpha#k1", "alpha#k1"], ["merge", "maria", "wire-1"], ["merge", "maria", "alpha"],
        ["merge", "alpha", "alpha#k1"], ["merge", "alpha#k1", "alpha"], ["set", "", "title", "x"], ["edit", "nobody"],
        ["touch", "maria"], ["touch", "alpha#k1"], ["touch", "nobody"], ["fmt", "nobody"], ["fmt", "/etc/x.yaml"],
        ["new", "alpha", "--title=A", "--bottom-line=B"], ["new", "hidden", "--title=A", "--bottom-line=B"],
        ["new", "broken", "--title=A", "--bottom-line=B"], ["add", "gap", "maria", "x"], ["add", "gap", "nobody", "x"],
        ["add", "entity", "person", "Maria", "--id", "alpha"], ["add", "entity", "person", "Y", "--in", "../../x"],
        ["add", "point", "alpha", "x", "--id", "k1"], ["add", "point", "alpha", "x", "--after", "k7"],
        ["new", "x", "--in", "../out", "--title=A", "--bottom-line=B"],
        ["new", "x", "--in", "sources", "--title=A", "--bottom-line=B"],
        ["set", "alpha", "id", "x"], ["set", "alpha", "tags", "none", "--remove"], ["set", "alpha", "title"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_what_cannot_be_is_refused_and_changes_nothing(book: Path, run: Run, words: list[str]) -> None:
    before = files(book)
    done = run(*words, book=book)
    assert done.code in (1, 2) and done.err.strip() and "Traceback" not in done.err
    assert files(book) == before


@pytest.mark.parametrize("name", NAMES)
def test_each_command_has_help_in_both_spellings(run: Run, name: str) -> None:
    short, long = run(name, "-h"), run(name, "--help")
    assert short.code == long.code == 0
    assert short.out == long.out and "Usage" in short.out


@pytest.mark.parametrize("words", [["add", "point", "alpha"], ["add", "entity"], ["add", "source"], ["new", "delta"],
                                   ["add", "event", "alpha", "2025-01-01"], ["add", "judgment", "alpha"]])  # fmt: skip
def test_a_script_that_leaves_out_what_is_required_is_told_what(book: Path, run: Run, words: list[str]) -> None:
    refused(run(*words, book=book), "needs", "--help")


@pytest.mark.parametrize("name", NAMES[1:])
def test_where_no_book_is_nothing_is_written(
    run: Run, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    words = {"add": ["gap", "a", "x"], "set": ["a", "title", "x"], "fmt": []}.get(name, ["alpha", "beta"])
    refused(run(name, *(words if name not in ("new", "edit") else words[:1])), "brief init")


# -- files that are in the way ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        b"title: Alpha\nx_big: " + b"x" * (9 << 20), "title: Alpha\nbottom_line: maria\n".encode("utf-16"),
        b"title: A\n<<<<<<< HEAD\nas_of: 2026-01-01\n=======\nas_of: 2026-01-02\n>>>>>>> x\nsaid: maria\n",
        b"title: [maria\n", b"title: maria\x00\n", b"\xff\xfe\xfd maria", b"title: A\n\tb: maria\n",
        b"%YAML 1.1\n---\ntitle: maria\n",
    ],
    ids=["large", "utf-16", "conflict", "bracket", "nul", "bytes", "tab", "directive"],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_and_others_are_written(book: Path, run: Run, data: bytes) -> None:
    (book / "alpha.yaml").write_bytes(data)
    before = files(book)
    for words in (["set", "alpha", "title", "X"], ["add", "gap", "alpha", "X"], ["touch", "alpha"]):
        refused(run(*words, book=book), "alpha.yaml")
        assert files(book) == before
    done = run("rename", "maria", "mary", book=book)
    assert "alpha.yaml" in done.err and files(book)["alpha.yaml"] == data
    assert run("set", "beta", "title", "New", book=book).code == 0
    assert files(book)["alpha.yaml"] == data


def test_a_register_with_one_bad_record_takes_new_ones_in_front_of_it(book: Path, run: Run) -> None:
    (book / "sources/wires.yaml").write_text("wire-1: {title: One}\nwire-2: {title: Two}\nwire-2: {title: Again}\n")
    done = run("add", "source", "First of all", "--id", "a-1", book=book)
    assert done.code == 0, done.err


@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_odd_layout_is_changed_exactly_or_refused(book: Path, run: Run, layout: str) -> None:
    for words in STROKES:
        root = {**OTHERS, "alpha.yaml": LAYOUTS[layout]}
        for path in files(book):
            (book / path).unlink()
        for path, text in root.items():
            (book / path).write_bytes(text.encode())
        before = files(book)
        done = run(*words, book=book)
        after = files(book)
        assert "Traceback" not in done.err
        if done.code:
            assert done.err and after == before
            continue
        old, new = before["alpha.yaml"], after["alpha.yaml"]
        taken = words[-1] in ("", "--remove") or words[0] == "merge" or words[2:] == ("tags", "a", "c d")
        assert taken or not remarks(old) - remarks(new), words
        if layout not in ("anchors", "duplicates", "tags", "tabs", "spaces at ends"):  # which others read otherwise
            was, now = read(old), read(new)
            changed = {key for key in {*was, *now} if was.get(key) != now.get(key)}
            assert (
                changed <= {words[2]} if words[0] == "set" and "#" not in words[1] else words[0] != "fmt" or not changed
            )
        ends = [set(re.findall(rb"\r\n|\r|\n", data)) for data in (old, new)]
        assert layout == "mixed ends" or words[0] == "fmt" or ends[1] <= ends[0] or not ends[0], (words, ends)


def test_a_file_with_anchors_twice_said_or_tagged_fields_is_left_alone_by_fmt(book: Path, run: Run) -> None:
    for layout in ("anchors", "duplicates", "tags"):
        (book / "alpha.yaml").write_text(LAYOUTS[layout])
        assert "alpha.yaml" in run("fmt", "alpha", book=book).err
        assert (book / "alpha.yaml").read_text() == LAYOUTS[layout]


def test_a_value_that_looks_like_an_option_is_told_where_it_stands(book: Path, run: Run) -> None:
    done = run("set", "alpha", "title", "-5", book=book)
    assert (done.code, "A value that begins with a dash stands behind --" in done.err) == (2, True)
    assert run("set", "alpha", "title", "--", "-5", book=book).code == 0
