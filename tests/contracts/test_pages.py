"""The pages of the docs tell the truth: every command has one, and what they show is what the program prints."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT, Run

from brief_cli.cli.app import COMMANDS

DOCS = ROOT / "docs"
PAGES = sorted((DOCS / "commands").glob("*.md"))
RENEW = bool(os.environ.get("UPDATE_GOLDENS"))
CONSOLE = re.compile(r"(```console\n\$ )(?P<command>[^\n]+)(\n)(?P<output>.*?)(\n?```)", re.S)
HELP = re.compile(r"(?P<before>## Options\n\n```text\n)(?P<help>.*?)(?P<after>\n```)", re.S)


def shell(command: str) -> str:
    """A line of a page, run as a reader would run it in a checkout."""
    here = [Path(sys.executable).parent, os.environ["PATH"], ROOT / "tests" / "programs"]
    binaries = os.pathsep.join(map(str, here))
    done = subprocess.run(
        command, shell=True, capture_output=True, text=True, cwd=ROOT, env=os.environ | {"PATH": binaries}, check=False
    )
    assert "Traceback" not in done.stderr
    return done.stdout.rstrip("\n")


def renewed(path: Path, text: str) -> str:
    if RENEW:
        path.write_text(text, encoding="utf-8")
    return path.read_text(encoding="utf-8")


def test_every_command_has_a_page_and_the_index_names_it() -> None:
    index = (DOCS / "commands" / "README.md").read_text(encoding="utf-8")
    for name in COMMANDS:
        assert (DOCS / "commands" / f"{name}.md").is_file()
        assert f"({name}.md)" in index


@pytest.mark.parametrize("name", COMMANDS)
def test_a_page_shows_the_help_that_the_command_prints(name: str, run: Run) -> None:
    path = DOCS / "commands" / f"{name}.md"
    printed = run(name, "--help", columns=88).out.rstrip()
    wanted = HELP.sub(lambda m: m["before"] + printed + m["after"], path.read_text(encoding="utf-8"))
    assert renewed(path, wanted) == wanted


@pytest.mark.parametrize("name", COMMANDS)
def test_the_example_of_a_help_works_as_printed(name: str, run: Run, tmp_path: Path) -> None:
    printed = run(name, "--help", columns=200).out
    found = re.search(r"Example: (brief .+)", printed)
    assert found
    command = re.sub(r"-o (\S+)", rf"-o {tmp_path}/\1", found[1])
    shell(f"{command} > {tmp_path}/out && echo fine > {tmp_path}/done")
    assert (tmp_path / "done").exists()


def consoles() -> Iterator[tuple[str, str]]:
    for page in PAGES:
        for found in CONSOLE.finditer(page.read_text(encoding="utf-8")):
            yield page.name, found["command"]


@pytest.mark.parametrize("page", [p for p in PAGES if p.name != "README.md"], ids=lambda p: p.stem)
def test_what_a_page_shows_is_what_the_program_prints(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    wanted = CONSOLE.sub(lambda m: m[1] + m["command"] + m[3] + shell(m["command"]) + "\n```", text)
    assert renewed(page, wanted) == wanted


def test_the_tour_of_the_readme_works_as_printed() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    tour = readme.partition("## A tour")[2].partition("```sh\n")[2].partition("```")[0]
    commands = tour.strip().splitlines()
    assert len(commands) >= 10
    for command in commands:
        assert shell(f"set -e; {command} > /dev/null && echo fine") == "fine", command


def test_pictures_and_pages_lead_nowhere_else() -> None:
    for picture in (DOCS / "pictures").glob("*.svg"):
        addresses = re.findall(r"https?://[^\s\"')]+", picture.read_text(encoding="utf-8"))
        assert set(addresses) <= {"http://www.w3.org/2000/svg"}


def test_links_between_pages_lead_to_files() -> None:
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS.rglob("*.md")]
    for page in pages:
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if "://" not in target and page.name not in ("errors.md", "format.md"):
                assert (page.parent / target).exists(), f"{page.name}: {target}"
