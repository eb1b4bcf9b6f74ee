"""Trojan source: characters that turn text around or are not seen, and letters that look like others, everywhere."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest
from conftest import MakeBook, Run, a_brief
from corpora.everywhere import files
from corpora.inert import RAW, assert_inert, in_every_format, on_a_screen, written

TURNS = [*map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C))]
"""All characters with the property Bidi_Control (Unicode Standard Annex 9)."""
FORMATS_OF_UNICODE = [c for c in map(chr, range(0x110000)) if unicodedata.category(c) == "Cf"]
"""All characters that Unicode calls formats: those that turn, those that join or part, and those that are not seen."""

SHOWN = {
    "joiners that scripts and emoji need": (0x200C, 0x200D),
    "signs that are seen: Arabic, Syriac and Kaithi marks of numbers and verses, hieroglyphs": (
        *range(0x0600, 0x0606), 0x06DD, 0x070F, 0x0890, 0x0891, 0x08E2, 0x110BD, 0x110CD, *range(0x13430, 0x13440),
    ),
}  # fmt: skip
"""Formats that reach a screen as they are, by reason; every other one is shown as an escape."""

HOMOGLYPHS = ("pаypаl", "Αthens", "ｂｒｉｅｆ", "ꓐelarus", "ⅼithuania", "𝐙apad", "о\u0301", "ı", "\u3164", "a\u0338")
"""Words with letters of another alphabet, wide or mathematical letters, a filler, combining marks."""

STATED = (
    "/*\u202e } \u2066if (isAdmin)\u2069 \u2066 begin admins only */",
    "access \u202e\u2066// only if it is granted\u2069\u2066 denied",
    "\u2067''' Subtract funds \u2066''' ;return",
    "100\u202e001 soldiers\u202c",
    "likely\u200b unlikely\ufeff",
    "nato\U000e0020\U000e0068\U000e0069",
)
"""The attacks of the paper on trojan source (commenting out, stretched strings, early return), and hidden words."""

MANY = ["a" + "".join(f"<{c}>" for c in FORMATS_OF_UNICODE[n : n + 20]) for n in range(0, len(FORMATS_OF_UNICODE), 20)]
TEXTS = [*STATED, *HOMOGLYPHS, *(f"a{c}b" for c in TURNS), *MANY]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A brief, an entity and a source for each text, with it in each of their fields and as a key."""
    root = tmp_path_factory.mktemp("bidi")
    for number, text in enumerate(TEXTS):
        for name, content in files(number, text).items():
            path = root / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(content, encoding="utf-8")
    return root


BRIEFS = [f"n-{number}" for number in range(len(TEXTS))]
EVERYTHING = [f"{sort}-{number}" for number in range(len(TEXTS)) for sort in "nes"]
COMMANDS = {
    "list": ["list", "--fields", "title,bottom_line,author,tags,x_own,x_map"],
    "timeline": ["timeline"],
    "entities": ["entities", "--fields", "id,name,aliases,names,summary"],
    "sources": ["sources", "--fields", "id,title,publisher,url,archived,origin"],
    "stats": ["stats"],
    "xref": ["xref", "n-1"],
    "search": ["search", "a"],
    "show": ["show", *EVERYTHING],
}


@pytest.mark.parametrize("name", COMMANDS)
def test_nothing_turns_a_screen_around_in_any_format(name: str, book: Path) -> None:
    for form, done in in_every_format(book, *COMMANDS[name]).items():
        assert done.code == 0, form


def test_every_unseen_character_is_shown_as_an_escape_or_listed(book: Path) -> None:
    shown = on_a_screen("show", *BRIEFS[-len(MANY) :], "--format", "table", book=book).out
    raw = {c for c in FORMATS_OF_UNICODE if c in shown}
    assert raw == {chr(code) for codes in SHOWN.values() for code in codes} & set(FORMATS_OF_UNICODE)
    for char in set(FORMATS_OF_UNICODE) - raw:
        code = ord(char)
        assert (f"\\x{code:02x}" if code < 0x100 else f"\\u{{{code:04X}}}") in shown, hex(code)


def test_json_holds_every_text_unchanged_and_none_raw(book: Path, run: Run) -> None:
    for form in ("json", "jsonl"):
        done = assert_inert(run("show", *BRIEFS, "--format", form, book=book))
        shown = json.loads(done.out) if form == "json" else [json.loads(line) for line in done.out.splitlines()]
        for brief, text in zip(shown, TEXTS, strict=True):
            said = [brief["title"], brief["bottom_line"], brief["key_points"][0]["text"], brief["events"][0]["title"]]
            assert [*said, brief["tags"][0], brief["x_own"]] == [text] * 6
            assert brief["x_map"] == {text: [text]}


@pytest.mark.parametrize("char", [*TURNS, "\u200b", "\ufeff", "\u2060"], ids=lambda char: f"U+{ord(char):04X}")
def test_no_id_key_or_path_hides_one(char: str, make_book: MakeBook) -> None:
    """In an id, a field's name, a register's key and a file's name it is refused, and told so that it is seen."""
    sound = a_brief("Sound")
    book = make_book(
        {
            "id.yaml": a_brief(key_points=f"[{{id: {written('k' + char + '1')}, text: T}}]"),
            "field.yaml": a_brief() + f"sta{char}tus: draft\n",
            "term.yaml": a_brief(status=f"dra{char}ft"),
            "date.yaml": a_brief(review_by=f"2026-0{char}1-01"),
            "entities/e.yaml": f"min{char}sk: {{type: place, name: Minsk}}\n",
            "sources/s.yaml": f"press:\n  title: T\n  pub{char}lisher: P\n",
            f"na{char}me.yaml": sound,
            f"fol{char}der/folder.yaml": a_brief("Folder") + "statu: x\n",
            "sound.yaml": sound,
        }
    )
    done = assert_inert(on_a_screen("list", "--format", "plain", book=book))
    assert [line.split("\t")[0] for line in done.out.splitlines()] == ["sound"]
    told = done.err.splitlines()
    assert len(told) == 8
    escape = f"\\u{{{ord(char):04X}}}"
    assert sum(escape in line for line in told) >= 7, done.err
    for name in ("id", "field", "term", "date"):
        shown = assert_inert(on_a_screen("show", name, book=book))
        assert escape in shown.err, name


def test_the_place_of_a_fault_behind_such_a_character_is_its_true_column(make_book: MakeBook) -> None:
    book = make_book({"a.yaml": a_brief("\u202eA\u2066b: c")})
    told = on_a_screen("show", "a", book=book).err
    assert "a.yaml:1:8" in told
    assert RAW.search(told) is None
    marks = [line for line in told.splitlines() if re.fullmatch(r"\s+│\s+━+", line)]
    assert marks and marks[0].count("━") == len("\\u{202E}A\\u{2066}b: c")
