"""Naughty strings as title, tag, alias, query and selector: an answer or a sentence, never a traceback.

The big list of naughty strings is read in `tests/corpora`.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import MakeBook, Run, a_brief

NAUGHTY = (
    "\t",
    "\n",
    "\x00",
    "-0",
    "1e309",
    "~",
    "no",
    "2025-02-29",
    "0000-00-00",
    "99999999999999999999999999999999",
    "٣",
    "-rf",
    "/",
    "../../etc/passwd",
    "./note.yaml",
    "C:\\nul",
    "#",
    "note#",
    "#k1",
    "note#k1#k1",
    "note#events.0",
    "note#events.99999999999999999999",
    ":",
    "::",
    "x:",
    ":x",
    "tag:",
    "tag:,",
    'tag:""',
    "is:",
    "on:..",
    "since:-999999999y",
    "since:9999-12-31",
    "(",
    ")",
    "()",
    "(((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((",
    "not",
    "not not not not x",
    "and or not",
    '"""',
    "'; DROP TABLE briefs; --",
    "NEAR(a b)",
    "zapad-2025*",
    "^a+$",
    "(a+)+$",
    "[[note]]",
    "[[note|",
    "[[note#k1|a]]]]",
    "{{7*7}}",
    "%s%n%d",
    "{0.__class__}",
    "${HOME}",
    "`id`",
    "$(id)",
    "\\x1b",
    "<script>alert(1)</script>",
    "[bold]x[/bold][/]",
    "=1+1",
    "ﬃ",
    "ı İ ß ẞ",
    "Z̸̢a̵̧l̷g̶o̸͎",
    "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466",  # a family
    "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",  # a flag
    "مُنَاقَشَةُ سُبُلِ",
    "\u202e\u2066\u200f",
    "\ufffe\uffff",
    "\ud800",
    "\udcff",
    "\u2028",
    "\x85",
    "\x1b]52;c;cHdu\x07",
    "𝕿𝖍𝖊",
    "̀",
)
"""What is naughty to this program alone: to its ids, addresses, dates and selectors, and to YAML in UTF-8."""


def is_text(text: str) -> bool:
    """Whether it is whole characters."""
    return not any("\ud800" <= c <= "\udfff" for c in text)


def written(text: str) -> str:
    """A text in YAML's double quotes; half a character stays half a character, which is refused."""
    return "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in json.dumps(text, ensure_ascii=False))


def test_each_can_be_a_title_a_tag_and_an_alias(make_book: MakeBook, run: Run) -> None:
    files = {"sound.yaml": a_brief("Sound")}
    for n, naughty in enumerate(NAUGHTY):
        text = written(naughty)
        fields = {"tags": f"[{text}, fine]", "x_own": text, "events": f"[{{date: 2025, title: T, place: e-{n}}}]"}
        files[f"n-{n}.yaml"] = a_brief(text, **fields)
        files[f"entities/{n}.yaml"] = f"e-{n}: {{type: place, name: N, aliases: [{text}], names: {{be: [{text}]}}}}\n"
    book = make_book(files)
    listed = run("list", "--json", book=book)
    found = {brief["id"]: brief for brief in json.loads(listed.out)}
    loading = {f"n-{n}": s for n, s in enumerate(NAUGHTY) if s.strip() and is_text(s)}
    assert (listed.code, set(found)) == (0, {"sound", *loading})
    assert len(listed.err.splitlines()) == sum(not s.strip() for s in NAUGHTY) + 2 * sum(
        not is_text(s) for s in NAUGHTY
    )
    for id_, naughty in loading.items():
        assert "".join(found[id_]["title"].split()) == "".join(naughty.split())
        assert found[id_]["x_own"] == naughty.rstrip()
    for command in (["list"], ["timeline"], ["entities"], ["show", *loading], ["search", "fine"], ["stats"]):
        for form in ("table", "markdown", "csv", "plain"):
            assert run(*command, "--format", form, book=book).code == 0, command


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("book")
    (root / "entities").mkdir()
    (root / "note.yaml").write_text(a_brief("Note", key_points="[{id: k1, text: Some words.}]", tags="[fine]"))
    (root / "entities" / "e.yaml").write_text("one: {type: person, name: One, aliases: [Uno]}\n")
    return root


@pytest.mark.parametrize("naughty", [s for s in NAUGHTY if "\0" not in s], ids=ascii)
def test_each_can_be_a_query_a_selector_and_an_id(naughty: str, book: Path, run: Run) -> None:
    whole = naughty.replace('"', "")
    for arguments in (
        ["search", naughty],
        ["list", f'tag:"{whole}" or entity:"{whole}"', "or", naughty],
        ["list", "--tag", naughty],
        ["timeline", f"on:{naughty}"],
        ["show", f"note#{naughty}", naughty],
    ):
        ended = run(*arguments, book=book)
        assert ended.code in (0, 1, 2), arguments
        assert "Traceback" not in ended.err
        assert ended.code == 0 or ended.err, arguments
