"""A text is changed in one place: what is written reads back, in every style of YAML, for every reader of it."""

from __future__ import annotations

import io
from collections import Counter
from typing import Any

import pytest
import yaml
from conftest import SAMPLE
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from brief_cli.errors import CannotWrite
from brief_cli.files import emit
from brief_cli.files.canonical import canonical
from brief_cli.files.draft import Draft, Unfaithful
from brief_cli.files.read import read_text
from brief_cli.model.brief import Brief
from brief_cli.model.meta import metas_of

LETTERS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
SIGNS = st.text(st.sampled_from("ab :#-?,[]{}\"'&*!|>%@`\\\n\t~=<.x0"), max_size=40)
LONG = st.lists(
    st.sampled_from(["word", "a:", "#tag", "- b", "[[link|label]]", "'q'", "\n", "\n\n", "  "]), max_size=60
).map(" ".join)
TEXTS = st.one_of(LETTERS, SIGNS, LONG).map(str.rstrip).filter(bool)


def as_text(value: Any) -> Any:
    """What another reader found, every scalar as text."""
    if isinstance(value, dict):
        return {str(key): as_text(one) for key, one in value.items()}
    if isinstance(value, list):
        return [as_text(one) for one in value]
    return str(value).rstrip()


@given(TEXTS, st.booleans(), st.integers(0, 8))
@settings(max_examples=400)
def test_a_text_reads_back_wherever_it_stands(text: str, fold: bool, depth: int) -> None:
    try:
        lines = emit.text_lines(" " * depth + "k:", text, depth + 2, fold=fold)
        inside = emit.bare(text, inside=True)
    except emit.Unwritable:
        assert any(code in text for code in ("\ufffe", "\uffff")) or not text.isprintable()
        return
    margin = "".join(f"{' ' * n}x_{n}:\n" for n in range(depth))
    whole = f"{margin}{chr(10).join(lines)}\n{' ' * depth}l: [{inside}, z]\n"
    document = read_text("a.yaml", whole.encode(), kind="register")
    found: Any = document.value
    for n in range(depth):
        found = found[f"x_{n}"]
    assert not document.problems
    assert found == {"k": text, "l": [text, "z"]}


@given(TEXTS)
@settings(max_examples=200)
def test_other_readers_of_yaml_read_the_same(text: str) -> None:
    try:
        lines = [*emit.text_lines("k:", text, 2), f"l: [{emit.bare(text, inside=True)}, z]"]
    except emit.Unwritable:
        return
    whole = "\n".join([*lines, ""])
    assert as_text(yaml.load(whole, yaml.BaseLoader)) == {"k": text, "l": [text, "z"]}
    if text.isprintable():
        assert as_text(YAML(typ="safe", pure=True).load(whole))["l"][1] == "z"


VALUES = st.recursive(
    TEXTS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.from_regex(r"[a-z][a-z_]{0,8}", fullmatch=True), inner)
    ),
    max_leaves=12,
)


@given(TEXTS, VALUES, st.lists(TEXTS, max_size=4), st.booleans())
@settings(max_examples=150)
def test_a_value_put_into_a_file_is_what_is_read(title: str, own: Any, tags: list[str], crlf: bool) -> None:
    old = "# first\ntitle: Old  # why\ntags: [a]\n# between\nx_own: {a: [b]}\nas_of: 2026-01-01\n# last"
    draft = Draft("a.yaml", (old.replace("\n", "\r\n") if crlf else old).encode())
    try:
        draft.put(("title",), title)
        draft.put(("tags",), list(tags))
        draft.put(("x_own",), own)
        draft.put(("bottom_line",), title)
    except emit.Unwritable:
        return
    wanted = emit.cleaned(
        {"title": title, "tags": list(tags), "x_own": own, "bottom_line": title, "as_of": "2026-01-01"}
    )
    assert draft.value == wanted
    after = draft.after.decode()
    assert all(comment in after for comment in ("# first", "# why", "# between", "# last"))
    assert not crlf or after.count("\n") == after.count("\r\n")


@given(
    st.lists(TEXTS, min_size=1, max_size=3),
    st.sampled_from(['"', "'", ">", "|", None]),
    st.booleans(),
    st.integers(20, 120),
)
@settings(max_examples=150)
def test_the_books_own_style_says_the_same_and_stays(
    texts: list[str], style: str | None, flow: bool, width: int
) -> None:
    tree = {
        "title": texts[0],
        "key_points": [{"text": one, "id": f"k{n}"} for n, one in enumerate(texts)],
        "x_b": texts,
    }
    whole = yaml.safe_dump(tree, allow_unicode=True, default_style=style, default_flow_style=flow, width=width)
    try:
        draft = Draft("a.yaml", whole.encode())
        canonical(draft)
    except (CannotWrite, emit.Unwritable):
        return
    assert draft.value == read_text("a.yaml", whole.encode()).value
    again = Draft("a.yaml", draft.after)
    canonical(again)
    assert again.after == draft.after


@pytest.mark.parametrize("path", sorted(SAMPLE.rglob("*.yaml")), ids=lambda path: path.stem)
def test_the_sample_is_in_the_books_own_style_which_a_round_trip_of_another_writer_keeps(path: Any) -> None:
    name = str(path.relative_to(SAMPLE))
    draft = Draft(name, path.read_bytes())
    canonical(draft)
    assert draft.after == path.read_bytes()
    writer, out = YAML(), io.StringIO()
    writer.preserve_quotes, writer.width = True, 10**6
    writer.indent(mapping=2, sequence=4, offset=2)
    writer.dump(writer.load(path.read_text(encoding="utf-8")), out)
    assert out.getvalue() == path.read_text(encoding="utf-8")


HABITS = {
    "a list without a margin": "tags:\n- a\n- b\n",
    "a margin of four": "key_points:\n    - id: k1\n      text: x\n",
    "a plain text over lines": "bottom_line: one\n  two\n  three\n",
    "a quoted text over lines": 'bottom_line: "one\n  two"\n',
    "brackets over lines": "tags: [a,\n    b,\n    c]\n",
    "spaces in brackets": "tags: [ a, b ]\nx_a: { b: c }\n",
    "aligned colons": "title:   A\nas_of:   2026-01-01\n",
    "line ends of Windows": "title: A\r\nas_of: 2026-01-01\r\n",
    "a byte order mark": "\ufefftitle: A\n",
    "no end of the last line": "title: A",
    "white space at the end of lines": "title: A  \nas_of: 2026-01-01\t\n",
    "a dash alone": "key_points:\n  -\n    text: x\n",
    "document marks": "---\ntitle: A\n...\n",
    "a tilde": "author: ~\nlang: null\n",
    "many empty lines": "\n\ntitle: A\n\n\n\nas_of: 2026-01-01\n\n",
    "escapes": 'title: "caf\\u00e9 \\x41"\n',
    "a block that keeps its ends": "summary: |+\n  a\n\nas_of: 2026-01-01\n",
    "a block with a margin of its own": "summary: |2\n    a\n  b\n",
    "comments everywhere": "# a\ntitle: A # b\n# c\ntags: # d\n  # e\n  - x # f\n  # g\n# h\n",
    "quoted names": "\"title\": A\n'as_of': 2026-01-01\n",
}


@pytest.mark.parametrize("habit", HABITS)
def test_a_habit_of_writing_stays_when_another_place_changes(habit: str) -> None:
    old = HABITS[habit]
    draft = Draft("a.yaml", old.encode())
    draft.put(("x_new",), "added: here")
    after = draft.after.decode()
    added = 'x_new: "added: here"'
    kept = after.replace(added, "", 1)
    assert added in after
    assert kept.split() == old.split()
    assert Counter(kept.replace("\r", "").splitlines()) - Counter(old.replace("\r", "").splitlines()) <= Counter(
        {"": 1}
    )
    draft.drop(("x_new",))
    assert draft.after.decode() in (old, old + "\n")


def test_a_comment_that_would_be_lost_is_named() -> None:
    draft = Draft("a.yaml", b"x_a:\n  - b  # because\n  - c\n")
    with pytest.raises(Unfaithful, match="the comment `# because` would be lost"):
        draft.put(("x_a",), "one text")


def test_a_list_keeps_the_comments_of_the_entries_that_stay() -> None:
    draft = Draft("a.yaml", b"tags:\n  - a  # why a\n  - b\n  - c  # why c\n")
    draft.put(("tags",), ["a", "x", "c", "d"])
    assert draft.after == b"tags:\n  - a  # why a\n  - x\n  - c  # why c\n  - d\n"


def test_fields_come_in_the_order_of_the_format() -> None:
    draft = Draft("a.yaml", b"title: A\ngaps: [x]\n")
    for key in ("summary", "as_of", "bottom_line", "tags"):
        draft.put((key,), "v")
    assert list(draft.value) == ["title", "bottom_line", "as_of", "tags", "summary", "gaps"]


def test_what_is_in_brackets_stays_in_brackets() -> None:
    draft = Draft("a.yaml", b"events: [{id: e1, date: 2025, title: A}, {id: e2, date: 2026, title: B}]\n")
    draft.put(("events", 1, "detail"), "So: it is")
    draft.insert(("events",), 1, {"id": "e3", "date": "2025-06", "title": "C"})
    assert draft.after == (
        b"events: [{id: e1, date: 2025, title: A}, {id: e3, date: 2025-06, title: C}, {id: e2, date: 2026, title: B, "
        b'detail: "So: it is"}]\n'
    )


def test_records_go_where_the_order_of_ids_puts_them() -> None:
    old = b"# people\n\nbeta:\n  type: person\n  name: B\n\ndelta:\n  type: person\n  name: D\n"
    draft = Draft("entities/people.yaml", old)
    draft.insert_records(
        {id_: {"type": "person", "name": id_.upper()} for id_ in ("alpha", "gamma", "zeta", "charlie")}
    )
    assert list(draft.value) == ["alpha", "beta", "charlie", "delta", "gamma", "zeta"]
    for id_ in ("alpha", "gamma", "zeta", "charlie"):
        draft.drop((id_,))
    assert draft.after == old


def test_everything_of_the_model_can_be_written() -> None:
    whole = dict.fromkeys(metas_of(Brief), "x")
    assert len(emit.mapping_lines(whole, Brief, 0)) == len(whole)
