"""Text from files and arguments is data: whatever it holds, nothing of it acts on a screen, a sheet or a page."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import MakeBook, Result, Run, a_brief
from markdown_it import MarkdownIt
from markdown_it.token import Token

from brief_cli.cli.main import run as run_main

EVIL = (
    "\x1b]52;c;cHdu\x07 \x1b]8;;https://evil.example\x1b\\x\x1b]8;;\x1b\\ \x1b[38;5;196m\x1b[2J\x1b[1A\r\x08\x7f"
    "\x00 \x9b7m \x9d0;t\x9c \x85 \u202e\u2066\u200f\u061c \u2028 [bold]b[/bold] [/] [link=file:///x]l[/link] :boom:"
    " <script>alert(1)</script> <img src=x onerror=y> <!-- c --> &lt; ![i](javascript:1) [l](file:///etc/passwd)"
    " **s** _e_ `c` ~~d~~ | # h\n# heading\n\n- item\n\n```\ncode\n```\n<b>\ttab"
    "\n1. one\n> quote\n***\n[r]: javascript:1"
)
"""Every kind of attack in one text."""

ACTS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
OURS = re.compile(
    r"\x1b\[(?:0|[1234](?:;[1234])*(?:;3[1-6])?|3[1-6])m|\x1b\]8;(?:id=\d+)?;(?:https://good\.example/)?\x1b\\"
)
"""The sequences that a page itself may send: bold, dim, underlined, six colours, a link to the good address."""

PIECES = [piece for piece in re.split(r"[\s\x00]", EVIL) if piece]
FORMATS = ("table", "plain", "json", "jsonl", "csv", "tsv", "markdown")
COMMANDS = {
    "list": ["list"],
    "list-fields": ["list", "--fields", "title,bottom_line,author,summary,x_own,tags"],
    "show": ["show", "note"],
    "show-item": ["show", "note#e1"],
    "show-entity": ["show", "thing"],
    "show-source": ["show", "paper"],
    "timeline": ["timeline"],
    "search": ["search", "alert"],
    "search-source": ["search", "type:source"],
    "xref": ["xref"],
    "xref-one": ["xref", "note"],
    "xref-two": ["xref", "note", "other"],
    "entities": ["entities"],
    "entities-fields": ["entities", "--fields", "name,aliases,names,summary"],
    "sources": ["sources"],
    "sources-fields": ["sources", "--fields", "title,publisher,author,url,note"],
    "stats": ["stats"],
    "check": ["check", "--ignore", "E,R201,R203"],
}


class Terminal(io.TextIOWrapper):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def on_a_screen(*arguments: str, book: Path | None = None) -> Result:
    """The command in this process, with terminals at its ends."""
    out, err = (Terminal(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sys, "stdout", out)
        patched.setattr(sys, "stderr", err)
        patched.setenv("TERM", "xterm-256color")
        patched.setenv("COLUMNS", "100")
        code = run_main([*(["--book", str(book)] if book else []), "--no-pager", *arguments])
    texts = [stream.buffer.getvalue().decode("utf-8") for stream in (out, err)]  # type: ignore[attr-defined]
    return Result(code, *texts)


def acting(shown: str, *, tabs: bool = False) -> list[str]:
    """What in a shown text would act on a terminal, the page's own sequences aside."""
    rest = OURS.sub("", shown)
    return ACTS.findall(rest.replace("\t", "") if tabs else rest)


def quoted(text: str) -> str:
    """A text in YAML's double quotes, every character that is not plain as an escape."""
    encoded = json.dumps(text, ensure_ascii=False)
    return "".join(c if c.isprintable() and ord(c) < 0x10000 else f"\\U{ord(c):08x}" for c in encoded)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book that holds the attack in every field that takes free text."""
    root = tmp_path_factory.mktemp("hostile")
    evil = quoted(EVIL)
    citation = f"{{source: paper, note: {evil}, locator: {evil}}}"
    one_of_each = {
        "key_points": f"[{{id: k1, text: {evil}, said_by: thing, sources: [{citation}]}}]",
        "judgments": f"[{{id: j1, text: {evil}, likelihood: likely, basis: {evil}, change: {evil}}}]",
        "events": f"[{{id: e1, date: 2025, title: {evil}, detail: {evil}, entities: [{{id: thing, role: {evil}}}]}}]",
        "related": f"[{{to: other, as: supports, note: {evil}}}]",
        "entities": f"[{{id: thing, role: {evil}}}]",
        "assumptions": f"[{evil}]",
        "alternatives": f"[{{text: {evil}, why_not: {evil}}}]",
        "gaps": f"[{evil}]",
        "indicators": f"[{{id: i1, text: {evil}}}]",
        "sources": f"[{{id: inside, title: {evil}, publisher: {evil}}}]",
    }
    free = dict.fromkeys(("author", "summary", "source_summary", "x_own"), evil) | {"tags": f"[{evil}, fine]"}
    note = a_brief(evil, **free, **one_of_each).replace("bottom_line: The answer.", f"bottom_line: {evil}")
    entity = f"thing: {{type: person, name: {evil}, aliases: [{evil}], names: {{be: {evil}}}, summary: {evil}}}\n"
    paper = f"paper: {{title: {evil}, publisher: {evil}, author: {evil}, note: {evil}, url: {evil}, origin: {evil}}}\n"
    links = "\n".join(
        f"link-{n}: {{title: T, url: {quoted(url)}, archived: {quoted(url)}}}"
        for n, url in enumerate(
            ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "https://good.example/"]
        )
    )
    for name, text in {
        "note.yaml": note,
        "other.yaml": a_brief("Other", entities="[thing]"),
        "citing.yaml": a_brief("Citing", key_points="[{text: T, sources: [link-0, link-1, link-2, link-3]}]"),
        "entities/all.yaml": entity,
        "sources/all.yaml": f"{paper}{links}\n",
    }.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize("name", COMMANDS)
def test_nothing_in_a_book_acts_on_a_screen_in_any_format(name: str, hostile: Path) -> None:
    for form in (*FORMATS, None):
        asked = [*COMMANDS[name], *(["--format", form] if form else [])]
        shown = on_a_screen(*asked, book=hostile)
        assert shown.code == 0, shown.err
        assert acting(shown.out, tabs=form in ("plain", "tsv")) == [], form
        assert acting(shown.err) == [], form


@pytest.mark.parametrize("name", COMMANDS)
def test_a_page_and_markdown_in_a_pipe_are_as_inert(name: str, hostile: Path, run: Run) -> None:
    for form in ("table", "markdown"):
        shown = run(*COMMANDS[name], "--format", form, book=hostile)
        assert (shown.code, acting(shown.out), acting(shown.err)) == (0, [], [])


def test_rich_markup_is_shown_as_it_is_written(hostile: Path) -> None:
    shown = OURS.sub("", on_a_screen("show", "note", book=hostile).out)
    for markup in ("[bold]b[/bold]", "[/]", "[link=file:///x]l[/link]", ":boom:"):
        assert markup in " ".join(shown.split())


def test_json_keeps_every_value_and_holds_no_control_or_bidi_character(hostile: Path, run: Run) -> None:
    printed = run("show", "note", "thing", "paper", "--json", book=hostile).out
    assert acting(printed) == []
    note, thing, paper = json.loads(printed)
    kept = [note["x_own"], note["summary"], note["key_points"][0]["text"], note["related"][0]["note"], paper["note"]]
    assert kept == [EVIL] * len(kept)
    lines = [note["title"], note["tags"][0], note["events"][0]["entities"][0]["role"], thing["names"]["be"][0]]
    assert {"".join(line.split()) for line in [*lines, thing["name"], paper["url"]]} == {"".join(EVIL.split())}


def test_plain_changes_nothing_but_tabs_and_breaks(hostile: Path, run: Run) -> None:
    printed = run("list", "alert", "--fields", "x_own,id", book=hostile).out
    assert printed == re.sub("[\t\r\n\x85\u2028]+", " ", EVIL) + "\tnote\n"


# -- spreadsheets ---------------------------------------------------------------------------------------------

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=cmd|"/c calc"!A1', "-", "=")


@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_no_cell_of_a_sheet_is_a_formula(form: str, make_book: MakeBook, run: Run) -> None:
    files = {
        f"b{n}.yaml": a_brief(quoted(f), author=quoted(f), tags=f"[{quoted(f)}]", x_own=quoted(f))
        for n, f in enumerate(FORMULAS)
    }
    book = make_book(files)
    printed = run("list", "--fields", "title,author,tags,x_own,summary", "--format", form, book=book).out
    _, *rows = csv.reader(io.StringIO(printed), delimiter="," if form == "csv" else "\t", quoting=csv.QUOTE_MINIMAL)
    assert len(rows) == len(FORMULAS)
    for formula, cells in zip(FORMULAS, rows, strict=True):
        assert set(cells[:3]) == {f"'{formula.strip()}"}, "titles, authors and tags are of one line"
        assert cells[3:] == ["'" + re.sub(r"\s", " ", formula), ""]
    values = [json.loads(line)["x_own"] for line in run("list", "--format", "jsonl", book=book).out.splitlines()]
    assert values == list(FORMULAS)


# -- Markdown -------------------------------------------------------------------------------------------------


def tokens(markdown: str) -> Iterator[Token]:
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown):
        yield token
        yield from token.children or ()


@pytest.mark.parametrize("name", COMMANDS)
def test_html_images_and_foreign_links_are_inert_in_markdown(name: str, hostile: Path, run: Run) -> None:
    printed = run(*COMMANDS[name], "--format", "markdown", book=hostile).out
    found = list(tokens(printed))
    assert {t.type for t in found} & {"html_block", "html_inline", "image", "fence", "code_block", "s_open"} == set()
    assert {t.attrGet("href") for t in found if t.type == "link_open"} <= {"https://good.example/"}
    headings = [b.content for a, b in pairwise(found) if a.type == "heading_open"]
    assert "heading" not in headings


def test_a_link_is_made_only_for_https_http_and_mailto(hostile: Path, run: Run) -> None:
    for n, wanted in enumerate([False, False, False, True]):
        page = on_a_screen("show", f"link-{n}", book=hostile).out
        assert ("\x1b]8;" in page) is wanted
    printed = run("show", "citing", book=hostile).out
    assert {t.attrGet("href") for t in tokens(printed) if t.type == "link_open"} == {"https://good.example/"}


# -- names of files and what was typed --------------------------------------------------------------------------

TYPED = (
    "\x1b]0;x\x07",
    "\x1b[31m",
    "\x9b31m",
    "\u202egpj",
    "a\nbrief: forged",
    "a\tb",
    "a\rb",
    "\udcff",
    "[red]x[/red]",
    "\u2028",
)


@pytest.mark.parametrize("typed", TYPED, ids=ascii)
def test_nothing_that_was_typed_acts_in_the_message_about_it(typed: str, hostile: Path) -> None:
    commands = (
        ["show", typed], ["show", f"note#{typed}"], ["show", f"./{typed}.yaml"], ["xref", typed], [typed],
        ["list", typed],
        ["list", f"tag:{typed}"], ["list", f'"{typed}'], ["list", f"is:{typed}"], ["list", f"since:{typed}"],
        ["list", f"{typed}:x"], ["list", "--since", typed], ["list", "--tag", typed], ["list", "--fields", typed],
        ["list", "--format", typed], ["list", "--sort", typed], ["list", "--color", typed], ["list", "--limit", typed],
        ["list", f"--{typed}"], ["list", "-o", f"/none/{typed}.json"], ["list", "-o", typed], ["schema", typed],
        ["show", "note", "--section", typed], ["search", typed], ["list", "--explain", f'"{typed}"'],
        ["entities", f"entity:{typed}"], ["sources", f"source:{typed}"], ["--book", f"/none/{typed}", "list"],
    )  # fmt: skip
    for arguments in commands:
        shown = on_a_screen(*arguments, book=hostile)
        assert shown.code in (0, 1, 2), arguments
        assert acting(shown.out) == [], arguments
        assert acting(shown.err) == [], arguments
        assert not re.search("^brief: forged", shown.err, re.M), arguments


@pytest.mark.parametrize("name", ["BRIEF_NOW", "BRIEF_BOOK"])
def test_nothing_in_the_environment_acts_in_the_message_about_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for typed in TYPED:
        monkeypatch.setenv(name, f"/none/{typed}")
        shown = on_a_screen("list")
        assert shown.code == 2
        assert acting(shown.err) == [], typed


NAMES: tuple[bytes, ...] = (
    b"\x1b]0;x\x07.yaml",
    b"a\nbrief: forged.yaml",
    b"\xff\xfe.yaml",
    b"\xc2\x9b31m.yaml",
    b"\xe2\x80\xaegpj.yaml",
    b"-rf.yaml",
)
NAMES += (b"tab\t.yaml", b"[red].yaml", b"=1.yaml", b"<b>.yaml", b"..yaml.yaml", b" .yaml", "ü.yaml".encode())


def test_a_hostile_file_name_is_told_in_one_inert_line_and_hides_nothing(tmp_path: Path) -> None:
    book = tmp_path / "book"
    (book / "entities").mkdir(parents=True)
    (book / "sound.yaml").write_text(a_brief("Sound"))
    told = [name for name in NAMES if not name.startswith(b".")]  # what begins with a dot is passed over
    for name in NAMES:
        (book / name.decode("utf-8", "surrogateescape")).write_text(a_brief())
        (book / "entities" / name.decode("utf-8", "surrogateescape")).write_text("one: [broken\n")
    for command in (["list"], ["timeline"], ["show", "sound"], ["stats"], ["list", "--json"]):
        shown = on_a_screen(*command, book=book)
        assert shown.code == (1 if command == ["timeline"] else 0)
        assert acting(shown.err) == []
        lines = [line for line in shown.err.splitlines() if ".yaml:" in line]
        assert len(lines) == 2 * len(told)
        assert not any(line.startswith("brief: forged") for line in lines)


def test_a_hostile_key_or_id_is_told_inertly(make_book: MakeBook) -> None:
    keys = ('"\\e[31m"', '"a\\nb"', '"\\u202ex"', '"\\x9b"', '"[red]"', '"x_\\u202e"', '"<b>"')
    files = {f"k{n}.yaml": a_brief() + f"{key}: 1\n" for n, key in enumerate(keys)}
    files |= {
        f"i{n}.yaml": a_brief(key_points=f"[{{id: {key}, text: T, sources: [{key}]}}]") for n, key in enumerate(keys)
    }
    files |= {f"r{n}.yaml": a_brief(related=f"[{{to: {key}, as: {key}}}]", status=key) for n, key in enumerate(keys)}
    files |= {f"d{n}.yaml": a_brief(events=f"[{{date: {key}, title: T}}]", review_by=key) for n, key in enumerate(keys)}
    files["entities/e.yaml"] = "".join(f"{key}: {{type: person, name: N}}\n" for key in keys)
    book = make_book(files)
    shown = on_a_screen("list", book=book)
    assert acting(shown.out + shown.err) == []
    assert len(shown.err.splitlines()) >= 4 * len(keys) - 1
    for name in files:
        asked = on_a_screen("show", str(book / name), book=book)
        assert asked.code in (0, 2), name
        assert acting(asked.out + asked.err) == [], name
