"""What the papers say is so: commands in prose answer, tables agree with the program, pictures are what it draws."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
import typer
from conftest import NOW, ROOT, SAMPLE, Run
from scratch import copy_of_the_project

from brief_cli.book import open_book
from brief_cli.book.open import Where
from brief_cli.cli.app import COMMANDS, READING, WRITING, app
from brief_cli.model.edtf import Edtf
from brief_cli.model.yardstick import YARDSTICKS

DOCS = ROOT / "docs"
RENEW = bool(os.environ.get("UPDATE_GOLDENS"))
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(p for p in DOCS.rglob("*.md") if p.name != "errors.md")]
BLOCK = re.compile(r"```(sh|console)\n(.*?)```", re.S)
SLIP = "sed "  # the one example that goes wrong on purpose


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def table(text: str, first: str) -> list[list[str]]:
    """The body rows of the table whose header begins with a word."""
    lines = text[text.index(f"| {first} |") :].partition("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_a_command_stands_on_its_page(name: str) -> None:
    command = typer.main.get_command(app).get_command(None, name)  # type: ignore[attr-defined]
    page = read(DOCS / "commands" / f"{name}.md")
    commands = [command, *getattr(command, "commands", {}).values()]
    options = [flag for one in commands for p in one.params for flag in p.opts if flag.startswith("-")]
    assert ("--output" in options) == (name in READING)
    assert [flag for flag in options if not re.search(rf"(?<![\w-]){flag}\b", page)] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_page_says_how_its_command_can_end(name: str) -> None:
    section = read(DOCS / "commands" / f"{name}.md").partition("## Exit codes\n\n")[2].partition("\n\n")[0]
    assert re.match(r"0\b.*\b2\b", section, re.S)


def examples() -> Iterator[tuple[str, str]]:
    """Those of pages that answer; what the others show is run in a copy, step by step (`test_pages`)."""
    for page in sorted((DOCS / "commands").glob("*.md")):
        for kind, block in BLOCK.findall(read(page)):
            if kind == "console" and page.stem not in WRITING:
                yield page.stem, block.splitlines()[0].removeprefix("$ ").partition(" | ")[0]


@pytest.mark.parametrize(("page", "command"), list(examples()))
def test_an_example_of_a_page_has_an_answer(page: str, command: str, run: Run) -> None:
    done = run(*shlex.split(command)[1:], book=SAMPLE)
    assert (done.code, done.err) == (0, "")
    assert done.out.strip()


def in_prose() -> Iterator[tuple[str, str]]:
    """Whole commands between backticks: something is asked, no placeholder in capitals, no file is written."""
    for page in PAGES:
        prose = re.sub(r"```.*?```", "", read(page), flags=re.S)
        for found in dict.fromkeys(re.findall(r"`(brief [a-z]+ ?[^`]*)`", prose)):
            words = found.split()
            if len(words) > 2 and words[1] in COMMANDS and not re.search(r"\b[A-Z]{2,}\b|…|\.\.\.|\[| -o ", found):
                yield page.name, found


@pytest.mark.parametrize(("page", "command"), list(in_prose()))
def test_a_command_named_in_prose_answers(
    page: str, command: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = SAMPLE
    if command.split()[1] in WRITING:
        monkeypatch.chdir(copy_of_the_project(tmp_path / "desk"))
        book = Path("briefs")
    done = run(*shlex.split(command)[1:], book=book)
    assert done.code == 0, done.err


def shown(command: str, folder: Path) -> tuple[int, str]:
    """A command of the first brief, as an 80-column terminal shows it."""
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": "80",
        "BRIEF_NOW": NOW,
    }
    wide = f"{command} --format table --color never" if command.startswith(("brief", SLIP)) else command
    done = subprocess.run(
        ["bash", "-ec", wide],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout.strip("\n")


def test_the_first_brief_goes_as_it_is_told(tmp_path: Path) -> None:
    path = DOCS / "first-brief.md"

    def told(block: re.Match[str]) -> str:
        if block[1] == "sh":
            assert shown(block[2], tmp_path) == (0, "")
            return block[0]
        command = block[2].splitlines()[0].removeprefix("$ ")
        code, output = shown(command, tmp_path)
        assert code == (2 if command.startswith(SLIP) else 0), output
        return f"```console\n$ {command}\n{output}\n```"

    wanted = BLOCK.sub(told, read(path))
    if RENEW:
        path.write_text(wanted, encoding="utf-8")
    assert read(path) == wanted


def test_the_table_of_dates_is_what_the_program_reads() -> None:
    rows = table(read(DOCS / "format.md"), "written")
    assert len(rows) == 18
    for written, earliest, latest, flags, text in rows:
        date = Edtf.parse(written.strip("`"))
        days = (date.earliest or "null", date.latest or "null")
        assert (*days, ", ".join(date.flags), date.shown()) == (earliest, latest, flags, text)


def test_the_table_of_likelihoods_is_what_the_program_knows() -> None:
    icd, phia = YARDSTICKS["icd203"], YARDSTICKS["phia"]
    rows = table(read(DOCS / "format.md"), "ICD 203, first row")
    assert len(rows) == 7
    for first, second, band, words, phia_band in rows:
        for yardstick, terms, figures in ((icd, f"{first}, {second}", band), (phia, words, phia_band)):
            found = [yardstick.find(word) for word in terms.split(", ")]
            assert [t and f"{t.low}-{t.high}" for t in found] == [figures] * len(found)


def test_what_the_format_says_without_a_field_loads_as_it_stands(tmp_path: Path, run: Run) -> None:
    told = read(DOCS / "format.md").partition("## 8.")[2]
    (tmp_path / "crowd.yaml").write_text(told.partition("```yaml\n")[2].partition("```")[0], encoding="utf-8")
    done = run("show", "crowd", "--json", book=tmp_path)
    assert (done.code, done.err) == (0, "")
    page = json.loads(done.out)
    assert [point["contested"] for point in page["key_points"]] == [True, True, False, False]
    assert page["key_points"][3]["x_counts"] == {"2026-03-02": "800"}


def test_every_decision_says_its_context_reasons_and_consequences_and_is_listed() -> None:
    records = sorted(p for p in (DOCS / "decisions").glob("*.md") if p.name != "README.md")
    index = read(DOCS / "decisions" / "README.md")
    numbers = [int(path.name[:4]) for path in records]
    assert len(set(numbers)) == len(numbers), "a number is given once; one may be kept for what is not there yet"
    for number, path in zip(numbers, records, strict=True):
        text = read(path)
        title = text.splitlines()[0].removeprefix("# ")
        assert title.startswith(f"{number}. ")
        assert f"[{title.partition('. ')[2]}]({path.name})" in index
        assert re.findall(r"^\*\*(\w+)\.\*\*", text, re.M) == ["Context", "Decision", "Why", "Consequences"]


def test_the_index_leads_to_every_page() -> None:
    index = read(DOCS / "README.md")
    for path in DOCS.rglob("*.md"):
        inside = path.relative_to(DOCS)
        target = f"{inside.parts[0]}/README.md" if len(inside.parts) > 1 else inside.name
        assert target == "README.md" or f"({target})" in index


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_of_a_page_lead_to_files(page: Path) -> None:
    prose = re.sub(r"```.*?```", "", read(page), flags=re.S)
    targets = re.findall(r"\]\(([^)#\s]+)", prose)
    assert [t for t in targets if "://" not in t and not (page.parent / t).exists()] == []


def test_contributing_names_files_and_targets_that_exist() -> None:
    text = read(ROOT / "CONTRIBUTING.md")
    files = [f for f in re.findall(r"`([\w/]+\.py)`", text) if "NAME" not in f]
    assert "cli/main.py" in files
    assert [f for f in files if not any((base / f).exists() for base in (ROOT / "src" / "brief_cli", ROOT))] == []
    targets = set(re.findall(r"^([a-z]+):", read(ROOT / "Makefile"), re.M))
    assert set(re.findall(r"`make ([a-z]+)`", text)) <= targets


@pytest.fixture(scope="module")
def pictures() -> ModuleType:
    spec = importlib.util.spec_from_file_location("pictures", ROOT / "tools" / "pictures.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_pictures_are_what_the_program_draws(pictures: ModuleType) -> None:
    drawn = pictures.pages(open_book(Where(str(SAMPLE)), NOW))
    assert {p.name for p in (DOCS / "pictures").iterdir()} == set(drawn)
    for name, svg in drawn.items():
        path = DOCS / "pictures" / name
        wanted = "".join(f"{line.rstrip()}\n" for line in svg.splitlines())
        if RENEW:
            path.write_text(wanted, encoding="utf-8")
        assert read(path) == wanted


@pytest.mark.parametrize("name", ["show-dark", "show-light", "chart-dark"])
def test_a_picture_asks_nobody_for_anything(name: str) -> None:
    svg = read(DOCS / "pictures" / f"{name}.svg")
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg\")|@import|@font-face|href=|<script|<image", svg)
    assert not re.search(r"url\((?!#)", svg)
    assert "monospace" in svg


def test_no_text_of_a_picture_begins_or_ends_with_a_space() -> None:
    for path in (DOCS / "pictures").glob("*.svg"):
        texts = re.findall(r"<text [^>]*>(.*?)</text>", read(path), re.S)
        assert texts
        assert [t for t in texts if t.replace("&#160;", " ").strip() != t.replace("&#160;", " ")] == []
