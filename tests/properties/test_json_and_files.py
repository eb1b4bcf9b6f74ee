"""What is written is read, ties hold from both sides, and no bytes make the program fall."""

from __future__ import annotations

import io
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import a_brief
from hypothesis import given, settings
from hypothesis import strategies as st

from brief_cli.cli.main import run as run_main
from brief_cli.files.library import read_alone
from brief_cli.model.brief import CONFIDENCES, EVENT_STATUSES, INVERSE, STATES, STATUSES
from brief_cli.model.registers import Settings
from brief_cli.model.shape import as_json

CHARS = st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="\ufffe\uffff\ufeff")
LINE = st.text(CHARS, min_size=1, max_size=30).map(lambda text: " ".join(text.split())).filter(bool)
DAY = st.dates().map(str)
WORDS = st.sampled_from(["likely", "very unlikely", "remote", "nearly certain"])
ID = st.from_regex(r"[a-z0-9][a-z0-9-]{0,9}", fullmatch=True)
CITED = st.fixed_dictionaries({"source": ID}, optional={"credibility": st.integers(1, 6), "locator": LINE})


def records(required: dict[str, Any], optional: dict[str, Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(st.fixed_dictionaries(required, optional=optional), max_size=3)


BRIEFS = st.fixed_dictionaries(
    {"title": LINE, "bottom_line": LINE, "as_of": DAY},
    optional={
        "status": st.sampled_from(STATUSES),
        "review_by": DAY,
        "author": LINE,
        "tags": st.lists(LINE, max_size=3),
        "summary": LINE,
        "key_points": records({"text": LINE}, {"said_by": LINE, "sources": st.lists(CITED, max_size=2)}),
        "judgments": records({"text": LINE, "likelihood": WORDS}, {"confidence": st.sampled_from(CONFIDENCES)}),
        "events": records({"title": LINE, "date": DAY}, {"status": st.sampled_from(EVENT_STATUSES), "detail": LINE}),
        "indicators": records({"text": LINE}, {"state": st.sampled_from(STATES), "since": DAY}),
        "related": records({"to": ID, "as": st.sampled_from(sorted(INVERSE))}, {"note": LINE}),
        "gaps": records({"text": LINE}, {}),
        "x_own": st.dictionaries(ID, LINE, max_size=2),
    },
)


def called(*arguments: str, stdin: bytes = b"") -> tuple[int, str, str]:
    """The command in this process; no fixture, since Hypothesis calls it many times in one test."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sys, "stdout", out)
        patched.setattr(sys, "stderr", err)
        patched.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = run_main(list(arguments))
    told, said = (stream.buffer for stream in (out, err))
    assert isinstance(told, io.BytesIO) and isinstance(said, io.BytesIO)
    return code, told.getvalue().decode(), said.getvalue().decode()


def holds(found: Any, written: Any) -> bool:
    """Whether all that was written stands in what was found; more may stand there by default."""
    if isinstance(written, dict):
        return all(holds(found[key], value) for key, value in written.items())
    if isinstance(written, list):
        return len(found) == len(written) and all(map(holds, found, written))
    return bool(found == written)


def strings(value: Any) -> Any:
    """Scalars in the quotes that keep them text to any reader."""
    return json.dumps(value, ensure_ascii=False)


@given(BRIEFS, st.booleans())
@settings(max_examples=120, deadline=None)
def test_a_brief_written_as_yaml_reads_back_equal(written: dict[str, Any], block: bool) -> None:
    text = yaml.safe_dump(written, allow_unicode=True, sort_keys=False) if block else strings(written)
    stored, problems = read_alone("note.yaml", text.encode(), "note", Settings())
    assert problems == []
    assert stored is not None
    assert holds(as_json(stored.record), written)


NAMES = "abcd"
PAIRS = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=6)


def book_of(root: Path, lines: dict[str, str]) -> str:
    for name in NAMES:
        (root / f"{name}.yaml").write_text(a_brief(name) + lines[name])
    return str(root)


@given(PAIRS, st.data())
@settings(max_examples=40, deadline=None)
def test_relations_are_shown_from_both_sides(pairs: list[tuple[str, str]], data: st.DataObject) -> None:
    written = [(a, data.draw(st.sampled_from(sorted(INVERSE))), b) for a, b in pairs if a != b]
    lines = {n: f"related: {json.dumps([{'to': b, 'as': t} for a, t, b in written if a == n])}\n" for n in NAMES}
    with tempfile.TemporaryDirectory() as folder:
        _, out, _ = called("--book", book_of(Path(folder), lines), "show", *NAMES, "--json")
    shown = [(brief["id"], row["as"], row["to"]) for brief in json.loads(out) for row in brief["related"]]
    assert set(shown) == {*written, *((b, INVERSE[t], a) for a, t, b in written)}


def groups(pairs: list[tuple[str, str]]) -> set[frozenset[str]]:
    """The smallest groups in which every pair is together: the rule, said slowly."""
    out = {frozenset(name) for name in NAMES}
    for a, b in pairs:
        both = [group for group in out if a in group or b in group]
        out = (out - set(both)) | {frozenset().union(*both)}
    return out


@given(PAIRS)
@settings(max_examples=40, deadline=None)
def test_events_that_are_the_same_are_one_group_whoever_says_so(pairs: list[tuple[str, str]]) -> None:
    lines = {}
    for name in NAMES:
        same = json.dumps([f"{b}#e" for a, b in pairs if a == name])
        lines[name] = f"events: [{{id: e, date: 2025, title: T, same_as: {same}}}]\n"
    with tempfile.TemporaryDirectory() as folder:
        _, out, _ = called("--book", book_of(Path(folder), lines), "timeline", "--json")
    told = [frozenset(telling["brief"] for telling in row["told_in"]) for row in json.loads(out)]
    assert sorted(told, key=sorted) == sorted(groups(pairs), key=sorted)


FIELDS = ["title: A", "bottom_line: B", "as_of: 2026-01-01", "tags: [a", "events:", "- {date: 2025, title: T}",
          "gaps: #7", "related: b", "x_a: &a {}", "judgments: [{text: J, likelihood: likely}]", "id: ../x"]  # fmt: skip
BYTES = st.binary(max_size=120) | st.lists(
    st.sampled_from(FIELDS) | st.text(max_size=12, alphabet=CHARS), max_size=8
).map(lambda lines: "\n".join(lines).encode())


@given(BYTES)
@settings(max_examples=120, deadline=None)
def test_any_bytes_as_a_brief_are_shown_or_refused_and_nothing_is_raised(data: bytes) -> None:
    code, out, err = called("show", "-", "--json", stdin=data)
    assert code in (0, 2)
    assert bool(out) == (code == 0)
    assert "Traceback" not in err
    assert (code == 0) or "mend  " in err


@given(BYTES, st.sampled_from(["note.yaml", "entities/e.yaml", "sources/s.yaml"]))
@settings(max_examples=60, deadline=None)
def test_any_bytes_in_a_book_hide_no_other_brief(data: bytes, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        (Path(folder) / "sound.yaml").write_text(a_brief("Sound"))
        code, out, err = called("--book", folder, "list", "brief:sound", "--fields", "id,title")
    assert (code, out) == (0, "sound\tSound\n")
    assert "Traceback" not in err
