"""The pages of the docs tell the truth: every command has one, and what they show is what the program prints."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, Run
from scratch import copy_of_the_project

from brief_cli.authoring.kinds import KINDS
from brief_cli.cli.app import COMMANDS, WRITING

DOCS = ROOT / "docs"
PAGES = sorted((DOCS / "commands").glob("*.md"))
RENEW = bool(os.environ.get("UPDATE_GOLDENS"))
CONSOLE = re.compile(r"(```console\n\$ )(?P<command>[^\n]+)(\n)(?P<output>.*?)(\n?```)", re.S)
HELP = re.compile(r"(?<=```text\n)Usage: brief (?P<words>[a-z-]+(?: [a-z-]+)*)[ \n].*?(?=\n?```)", re.S)
EXAMPLE = re.compile(r"Example: ((?:[A-Z]+=\S+ )?(?:brief|git) .+?)(?:\n\n|\Z)", re.S)
BY_SHELL = re.compile("[|;&<>$`~]|^[A-Z]+=")
"""What only a shell can do; a command without it is run in this process."""


def shell(command: str, folder: Path = ROOT) -> str:
    """A line of a page, run as a reader would run it in a checkout."""
    here = [Path(sys.executable).parent, os.environ["PATH"], ROOT / "tests" / "programs"]
    binaries = os.pathsep.join(map(str, here))
    done = subprocess.run(
        command,
        shell=True,
        capture_output=True,
        text=True,
        cwd=folder,
        env=os.environ | {"PATH": binaries},
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done.stdout.rstrip("\n")


def written(command: str, folder: Path, run: Run) -> str:
    """A line that may write, run in a copy of the project; it must do what it says."""
    if BY_SHELL.search(command) or not command.startswith("brief "):
        told = shell(f'{command}\necho "[$?]"', folder)
        assert told.endswith("[0]"), f"{command}\n{told}"
        return told.removesuffix("[0]").rstrip("\n")
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(folder)
        done = run(*shlex.split(command)[1:])
    assert done.code == 0, f"{command}\n{done.err}"
    return done.out.rstrip("\n")


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
    text = path.read_text(encoding="utf-8")
    shown = [found["words"] for found in HELP.finditer(text)]
    assert name in shown
    wanted = HELP.sub(lambda m: run(*m["words"].split(), "--help", columns=88).out.rstrip(), text)
    assert renewed(path, wanted) == wanted


@pytest.mark.parametrize("words", [*COMMANDS, *(f"add {kind}" for kind in KINDS)])
def test_the_example_of_a_help_works_as_printed(words: str, run: Run, tmp_path: Path) -> None:
    found = EXAMPLE.search(run(*words.split(), "--help", columns=200).out)
    assert found
    command = " ".join(found[1].split())
    if words.split()[0] in WRITING:
        written(command, copy_of_the_project(tmp_path / "desk"), run)
        return
    command = re.sub(r"-o (\S+)", rf"-o {tmp_path}/\1", command)
    shell(f"{command} > {tmp_path}/out && echo fine > {tmp_path}/done")
    assert (tmp_path / "done").exists()


@pytest.mark.parametrize("page", [p for p in PAGES if p.name != "README.md"], ids=lambda p: p.stem)
def test_what_a_page_shows_is_what_the_program_prints(page: Path, run: Run, tmp_path: Path) -> None:
    text = page.read_text(encoding="utf-8")
    folder = copy_of_the_project(tmp_path / "desk") if page.stem in WRITING else ROOT

    def told(command: str) -> str:
        return shell(command) if folder == ROOT else written(command, folder, run)

    wanted = CONSOLE.sub(lambda m: m[1] + m["command"] + m[3] + told(m["command"]) + "\n```", text)
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
