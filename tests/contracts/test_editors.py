"""What docs/editors.md promises of editors, kept by the real programs from the very files that it tells to copy."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from conftest import ROOT, MakeBook, Run, a_brief
from language_server import PROGRAMS, Server, installed, serving

EXAMPLES = ROOT / "examples" / "editors"
PAGE = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
BIN = Path(sys.executable).parent
NVIM = BIN / "nvim"
pytestmark = installed
neovim = pytest.mark.skipif(not NVIM.exists(), reason="Neovim is not installed")


def block(kind: str) -> str:
    """The first example of a kind on the page."""
    return PAGE.partition(f"```{kind}\n")[2].partition("```")[0]


def surroundings() -> dict[str, str]:
    """An environment in which an editor finds our programs."""
    return os.environ | {"PATH": os.pathsep.join([str(BIN), str(PROGRAMS / ".bin"), os.environ["PATH"]])}


def project(folder: Path) -> Path:
    """A project's folder with the schemas, as the page says to write them."""
    subprocess.run(["bash", "-ec", block("sh")], cwd=folder, env=surroundings(), check=True)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return project(tmp_path_factory.mktemp("project"))


def settings() -> dict[str, Any]:
    """The settings of VS Code as the server gets them: a dot in a name is a step inward."""
    made: dict[str, Any] = {}
    for name, value in json.loads((EXAMPLES / "vscode" / "settings.json").read_text(encoding="utf-8")).items():
        *way, last = name.split(".")
        at = made
        for step in way:
            at = at.setdefault(step, {})
        at[last] = value
    return made


def address(folder: Path, path: str, case: object) -> str:
    """Where a file of the book is to the server, under a name that no other case has."""
    whole = folder / "briefs" / path
    return (whole if path == "book.yaml" else whole.with_stem(f"{whole.stem}-{case}")).as_uri()


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    with serving(folder, settings()) as server:
        first = address(folder, "note.yaml", "first")
        server.open(first, a_brief(statu="draft"))
        while not server.diagnostics.get(first):  # until it has asked for the settings
            server.step()
        yield server


def labels(offered: Any) -> set[str]:
    return {item["label"] for item in offered["items"]}


OFFERED = {
    "a brief's fields": ("a.yaml", a_brief() + "sta|", {"status", "key_points", "review_by"}),
    "its status": ("b.yaml", a_brief(status="|"), {"draft", "active", "archived"}),
    "a confidence": ("c.yaml", a_brief(judgments="\n  - text: J\n    confidence: |"), {"low", "moderate", "high"}),
    "a likelihood": (
        "d.yaml",
        a_brief(judgments="\n  - text: J\n    likelihood: |"),
        {"almost no chance", "roughly even odds", "almost certain", "realistic possibility"},
    ),
    "a relation": ("e.yml", a_brief(related="\n  - to: b\n    as: |"), {"part_of", "supersedes", "see_also"}),
    "a judgment's fields": ("deep/f.yaml", a_brief(judgments="\n  - text: J\n    |"), {"likelihood", "basis"}),
    "an entity's fields": ("entities/a.yaml", "a:\n  type: person\n  |", {"name", "aliases", "wikidata"}),
    "an entity's type": ("entities/b.yaml", "a:\n  type: |\n", {"person", "organization", "place", "event"}),
    "a source's fields": ("sources/a.yaml", "a:\n  title: A\n  |", {"publisher", "reliability", "archived"}),
    "a source's grade": ("sources/c.yaml", "a:\n  reliability: |\n", {"A", "F"}),
    "a source's kind": ("sources/deep/b.yaml", "a:\n  kind: |\n", {"press", "official", "interview"}),
    "the book's yardstick": ("book.yaml", "yardstick: |\n", {"icd203", "phia"}),
}


@pytest.mark.usefixtures("seen")  # which opens the book's one file first
@pytest.mark.parametrize("case", OFFERED)
def test_the_settings_make_an_editor_offer(case: str, server: Server, folder: Path) -> None:
    name, text, wanted = OFFERED[case]
    before = text.partition("|")[0]
    uri = address(folder, name, "offered")
    server.open(uri, text.replace("|", ""))
    line = before.count("\n")
    assert wanted <= labels(server.at("completion", uri, line, len(before.rpartition("\n")[2])))


EXPLAINED = {
    "a brief's as_of": ("a.yaml", a_brief(), 2, "the day up to which the content holds"),
    "an entity's type": ("entities/a.yaml", "a:\n  type: person\n", 1, "Type"),
}


@pytest.mark.parametrize("case", EXPLAINED)
def test_the_settings_make_an_editor_explain(case: str, server: Server, folder: Path) -> None:
    name, text, line, words = EXPLAINED[case]
    uri = address(folder, name, "explained")
    server.open(uri, text)
    assert words in json.dumps(server.at("hover", uri, line, 3))


def test_a_first_line_names_the_schema_where_no_settings_do(server: Server, folder: Path) -> None:
    uri = (folder / "elsewhere" / "note.yaml").as_uri()
    server.open(uri, block("yaml") + a_brief(statu="draft"))
    assert lines(server.found(uri)) == [5]


def test_other_yaml_of_the_project_is_left_alone(server: Server, folder: Path) -> None:
    uri = (folder / "mkdocs.yml").as_uri()
    server.open(uri, "site_name: A\n")
    assert server.found(uri) == []


POINT = "\n  - id: k1\n    text: T\n"
JUDGMENT = "\n  - text: J\n    likelihood: likely\n"
BOTH = {  # on whose lines both agree
    "an unknown field": ("note.yaml", a_brief(statu="draft")),
    "an unknown field of an item": ("note.yaml", a_brief(key_points=f"{POINT}    sorces: [a]\n")),
    "an unknown field of a register": ("sources/press.yaml", "a:\n  title: A\n  titel: B\n"),
    "an unknown field of the book": ("book.yaml", "title: A\nreveiw_interval: 90d\n"),
    "a missing field": ("note.yaml", "title: A\nbottom_line: B\n"),
    "a missing field of an item": ("note.yaml", a_brief(key_points=f"{POINT}  - id: k2\n")),
    "a missing field of a record": ("entities/all.yaml", "a: {type: person, name: A}\nb:\n  type: person\n"),
    "no status": ("note.yaml", a_brief(status="actve")),
    "no relation": ("note.yaml", a_brief(related="\n  - {to: b, as: part of}")),
    "no confidence": ("note.yaml", a_brief(judgments=f"{JUDGMENT}    confidence: hih")),
    "no likelihood": ("note.yaml", a_brief(judgments=JUDGMENT.replace("likely", "pretty sure"))),
    "no TLP label": ("note.yaml", a_brief(handling="amber")),
    "no type of an entity": ("entities/people.yaml", "a:\n  name: A\n  type: persn\n"),
    "no kind of a source": ("sources/press.yaml", "a:\n  title: A\n  kind: blog\n"),
    "a list where text is due": ("note.yaml", a_brief(author="[A, B]")),
    "text where a mapping is due": ("note.yaml", a_brief(judgments="\n  - It will rain.")),
    "a register that is a list": ("entities/list.yaml", "- type: place\n  name: A\n"),
    "a day written in another order": ("note.yaml", a_brief(review_by="12.09.2026")),
    "a date in words": ("note.yaml", a_brief(events="\n  - title: E\n    date: May 2025")),
    "a bad id of a record": ("entities/ids.yaml", "A b:\n  type: place\n  name: A\n"),
    "a key written twice": ("note.yaml", a_brief(tags="[a]\ntitle: C")),
    "a colon inside text": ("note.yaml", a_brief(author="one: two")),
    "a tab as indentation": ("note.yaml", a_brief(tags="\n\t- a")),
    "an anchor": ("note.yaml", a_brief(author="&x Y")),
    "a tag": ("note.yaml", a_brief(author="!x Y")),
    "an empty file": ("note.yaml", ""),
    "no credibility": (
        "note.yaml",
        a_brief(key_points=f"{POINT}    sources:\n    - source: a\n      credibility: 7"),
    ),
    "no reliability": ("sources/press.yaml", "a:\n  title: A\n  reliability: G\n"),
    "a bad id of an item": ("note.yaml", a_brief(key_points="\n  - id: K 1\n    text: T")),
    "no country": ("entities/places.yaml", "a:\n  type: place\n  name: A\n  country: Belarus\n"),
    "no language": ("note.yaml", a_brief(lang="English (UK)")),
    "no Wikidata id": ("entities/places.yaml", "a:\n  type: place\n  name: A\n  wikidata: 184\n"),
    "no interval": ("book.yaml", "title: A\nreview_interval: 3 months\n"),
}


class Apart(NamedTuple):
    """A fault of which the two name other lines, and the row of the page that says why."""

    row: str
    path: str
    text: str
    check: list[int]
    server: list[int]


APART = [
    Apart(
        "a likelihood of the other yardstick",
        "note.yaml",
        a_brief(judgments=JUDGMENT.replace("likely", "realistic possibility")),
        [6],
        [],
    ),
    Apart("a day that no calendar has, as `2026-02-30`", "note.yaml", a_brief(review_by="2026-02-30"), [4], []),
    Apart("`null` or `~` where a date or a word is due", "note.yaml", a_brief(review_by="~"), [4], []),
    Apart("a citation in short form", "note.yaml", a_brief(key_points="\n  - text: T\n    sources: [a 7]"), [6], []),
    Apart("an id that is not the file's, or stands twice", "note.yaml", f"id: other\n{a_brief()}", [1], []),
    Apart("an id that is not the file's, or stands twice", "note.yaml", a_brief(gaps=POINT + POINT[1:]), [7], []),
    Apart("aliases, merge keys, `%YAML`, several documents", "note.yaml", f"%YAML 1.2\n---\n{a_brief()}", [1], []),
    Apart("aliases, merge keys, `%YAML`, several documents", "note.yaml", a_brief() + "---\n" + a_brief(), [4], []),
    Apart(
        "aliases, merge keys, `%YAML`, several documents", "note.yaml", a_brief(author="&x Y\nsummary: *x"), [4, 5], []
    ),
    Apart("text cut off at a `#`", "note.yaml", a_brief(author="No. #7"), [4], []),
    Apart("a quote or a bracket that is never closed", "note.yaml", a_brief(author='"X'), [4], [5]),
    Apart("a quote or a bracket that is never closed", "note.yaml", a_brief(tags="[a, b", status="draft"), [4], [5]),
    Apart(
        "git's conflict marks",
        "note.yaml",
        a_brief() + "<<<<<<< a\nstatus: draft\n=======\nstatus: active\n>>>>>>> b\n",
        [4],
        [4, 6, 8],
    ),
]
LACKING = ("note.yaml", a_brief(entities="[nobody]"))


def checked(run: Run, book: Path, path: str) -> list[int]:
    """The lines of a file in which ``check`` finds something wrong."""
    done = run("check", "--json", book=book)
    assert done.code == 1, done.err
    wrong = [found for found in json.loads(done.out) if found["severity"] == "error"]
    assert {found["path"] for found in wrong} == {path}
    return sorted({found["line"] for found in wrong})


def lines(faults: list[Any]) -> list[int]:
    return sorted({fault["range"]["start"]["line"] + 1 for fault in faults})


@pytest.fixture(scope="module")
def seen(server: Server, folder: Path) -> dict[tuple[str, str], list[int]]:
    """The lines in which the server finds something, by the file's path and text; all are open at the same time."""
    cases = [*BOTH.values(), *((case.path, case.text) for case in APART), LACKING]
    addresses = {case: address(folder, case[0], n) for n, case in enumerate(cases)}
    for case, uri in addresses.items():
        server.open(uri, case[1])
    return {case: lines(server.found(uri)) for case, uri in addresses.items()}


@pytest.mark.parametrize("case", BOTH)
def test_the_server_and_check_name_the_same_lines(
    case: str, seen: dict[tuple[str, str], list[int]], make_book: MakeBook, run: Run
) -> None:
    path, text = BOTH[case]
    wrong = checked(run, make_book({path: text}), path)
    assert wrong == seen[path, text]
    assert wrong


@pytest.mark.parametrize("case", APART, ids=lambda case: f"{case.row[:30]} {case.check}")
def test_where_they_differ_the_page_says_why(
    case: Apart, seen: dict[tuple[str, str], list[int]], make_book: MakeBook, run: Run
) -> None:
    assert f"\n| {case.row} | " in PAGE
    assert checked(run, make_book({case.path: case.text}), case.path) == case.check
    assert seen[case.path, case.text] == case.server


def test_what_the_book_lacks_is_seen_by_check_alone(
    seen: dict[tuple[str, str], list[int]], make_book: MakeBook, run: Run
) -> None:
    assert "\n| an id that the book lacks | " in PAGE
    told = json.loads(run("check", "--json", book=make_book(dict([LACKING]))).out)
    assert 4 in {found["line"] for found in told if "nobody" in found["message"]}
    assert seen[LACKING] == []


def test_every_row_of_the_page_has_a_case() -> None:
    rows = PAGE.partition("| --- | --- | --- |\n")[2].partition("\n\n")[0].splitlines()
    assert {row.split(" | ")[0].removeprefix("| ") for row in rows} == {
        *(case.row for case in APART),
        "an id that the book lacks",
    }


def test_vs_code_jumps_to_what_check_prints(make_book: MakeBook, run: Run) -> None:
    (task,) = json.loads((EXAMPLES / "vscode" / "tasks.json").read_text(encoding="utf-8"))["tasks"]
    assert task["command"] == "brief"
    book = make_book({"note.yaml": a_brief(statu="draft"), "sub: a/b.yaml": a_brief(status="actve")})
    pattern = task["problemMatcher"]["pattern"]
    told = run(*task["args"], book=book).out.splitlines()
    found = json.loads(run("check", "--json", book=book).out)
    assert len(told) == len(found) >= 2
    for line, wanted in zip(told, found, strict=True):
        match = re.search(pattern["regexp"], line)
        assert match, line
        assert match[pattern["file"]].endswith(wanted["path"])
        assert (int(match[pattern["line"]]), int(match[pattern["column"]])) == (wanted["line"], wanted["column"])
        assert match[pattern["code"]] == wanted["code"]
        assert match[pattern["message"]].startswith(wanted["message"])


def in_neovim(folder: Path, script: str, *arguments: str) -> Any:
    """What a script leaves in ``out``, run in Neovim in a folder."""
    (folder / "script.lua").write_text(
        f"local out = {{}}\nlocal ok, why = pcall(function()\n{script}\nend)\nif not ok then out.error = why end\n"
        'vim.fn.writefile({ vim.json.encode(out) }, "out.json")\nvim.cmd("qa!")\n',
        encoding="utf-8",
    )
    own = {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "XDG_STATE_HOME": str(folder)}
    command = [str(NVIM), "--headless", "--clean", *arguments, "-S", "script.lua"]
    subprocess.run(command, cwd=folder, env=surroundings() | own, check=True, capture_output=True, timeout=60)
    out = json.loads((folder / "out.json").read_text(encoding="utf-8"))
    assert "error" not in out, out["error"]
    return out


TYPED = """
vim.cmd.edit("briefs/note.yaml")
vim.wait(20000, function() return #vim.diagnostic.get(0) > 0 end, 20)
out.faults = vim.tbl_map(function(d) return { d.lnum, d.message } end, vim.diagnostic.get(0))
out.settings = vim.lsp.config.brief.settings.yaml
vim.api.nvim_buf_set_lines(0, 3, 4, false, { "sta" })
local function ask(what, line, character)
  local place = { line = line, character = character }
  local asked = { textDocument = { uri = vim.uri_from_bufnr(0) }, position = place }
  local _, answer = next(vim.lsp.buf_request_sync(0, "textDocument/" .. what, asked, 20000))
  return answer.result
end
out.offered = ask("completion", 3, 3)
out.hover = ask("hover", 2, 2)
"""
MADE = """
vim.cmd("silent make!")
out.list = vim.tbl_map(
  function(item)
    local code = ("%s%03d"):format(item.type, item.nr)
    return { vim.fn.bufname(item.bufnr), item.lnum, item.col, code, item.text }
  end,
  vim.fn.getqflist()
)
"""


@neovim
def test_neovim_shows_faults_and_completes_and_explains(tmp_path: Path) -> None:
    folder = project(tmp_path)
    (folder / "briefs").mkdir()
    (folder / "briefs" / "note.yaml").write_text(a_brief(statu="draft"), encoding="utf-8")
    out = in_neovim(folder, TYPED, "-u", str(EXAMPLES / "nvim" / "brief.lua"))
    ((line, message),) = out["faults"]
    assert (line, "statu" in message) == (3, True)
    assert "status" in labels(out["offered"])
    assert "the day up to which the content holds" in out["hover"]["contents"]["value"]
    assert out["settings"] == settings()["yaml"], "Neovim and VS Code are told the same"


@neovim
@pytest.mark.parametrize("editor", ["nvim", "vim"])
def test_make_lists_what_check_finds(editor: str, tmp_path: Path, run: Run) -> None:
    folder = project(tmp_path)
    (folder / "briefs").mkdir()
    (folder / "briefs" / "note.yaml").write_text(a_brief(statu="draft"), encoding="utf-8")
    if editor == "nvim":
        script = TYPED.partition("out.faults")[0] + MADE
        out = in_neovim(folder, script, "-u", str(EXAMPLES / "nvim" / "brief.lua"))
    else:
        out = in_neovim(folder, f'vim.opt.rtp:append("{EXAMPLES / "vim"}")\nvim.cmd("compiler brief")\n{MADE}')
    found = json.loads(run("check", "--json", book=folder / "briefs").out)
    assert len(out["list"]) == len(found) >= 1
    for (file, line, column, code, text), wanted in zip(out["list"], found, strict=True):
        assert (file, line, column) == (f"briefs/{wanted['path']}", wanted["line"], wanted["column"])
        assert (code, text.startswith(wanted["message"])) == (wanted["code"], True)
