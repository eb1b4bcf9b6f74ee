"""Beside the programs that users put it beside: jq, spreadsheets' csv, git, less."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, SAMPLE, Run, a_brief

from brief_cli.cli.app import READING

BRIEF = f"{sys.executable} -m brief_cli --book {SAMPLE}"
PROGRAMS = os.pathsep.join([os.environ.get("PATH", ""), str(ROOT / "tests" / "programs")])
"""The real programs first; for jq a stand-in made of its own library where the program is missing."""


def needs(program: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(program, path=PROGRAMS) is None, reason=f"{program} is not installed")


def shell(line: str, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    surroundings = os.environ | {"PATH": PROGRAMS} | environment
    return subprocess.run(["bash", "-c", line], capture_output=True, text=True, cwd=cwd, env=surroundings, check=False)


# -- jq -------------------------------------------------------------------------------------------------------


@needs("jq")
@pytest.mark.parametrize("form", ["--json", "--format jsonl"])
def test_jq_reads_the_dates_of_a_timeline_in_order(form: str, run: Run) -> None:
    done = shell(f"{BRIEF} timeline {form} | jq -r '{'.[]' if form == '--json' else ''}.date'")
    dates = [line.split("\t")[0] for line in run("timeline", book=SAMPLE).out.splitlines()]
    assert (done.stdout.splitlines(), done.stderr) == (dates, "")
    assert len(dates) > 50


@needs("jq")
def test_jq_reads_every_json_answer(tmp_path: Path, run: Run) -> None:
    words = {"show": ["zapad-2025", "prisoner-deal-2025"], "search": ["lithuania"], "schema": ["brief"]}
    printed = "".join(run(name, *words.get(name, []), "--json", book=SAMPLE).out for name in READING)
    target = tmp_path / "all.json"
    target.write_text(printed, encoding="utf-8")
    done = shell(f"jq -r type < {target}")
    expected = ["object" if name in ("stats", "schema") else "array" for name in READING]
    assert (done.returncode, done.stdout.split(), done.stderr) == (0, expected, "")


# -- csv ------------------------------------------------------------------------------------------------------


def test_sources_written_as_csv_are_read_back_whole(tmp_path: Path, run: Run) -> None:
    target = tmp_path / "sources.csv"
    done = shell(f"{BRIEF} sources -o sources.csv", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    with target.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    records = json.loads(run("sources", "--json", book=SAMPLE).out)
    assert len(rows) == len(records) > 50
    for row, record in zip(rows, records, strict=True):
        assert row == {name: str(record[name]) if record[name] is not None else "" for name in row}


@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_every_table_is_read_back_by_pythons_csv_with_the_columns_of_the_contract(form: str, run: Run) -> None:
    columns = {
        "list": "id title status as_of stale tags",
        "timeline": "date title briefs id earliest latest",
        "search lithuania": "id kind field text via path line",
        "entities": "id type name briefs items",
        "show zapad-2025": "id kind date text",
        "stats": "measure value",
        "xref zapad-2025": "direction as id path line",
        "xref": "a b as shared",
    }
    for words, head in columns.items():
        printed = run(*words.split(), "--format", form, book=SAMPLE).out
        first, *rows = csv.reader(printed.splitlines(), delimiter="," if form == "csv" else "\t")
        assert first == head.split()
        assert rows
        assert {len(row) for row in rows} == {len(first)}, words


# -- git ------------------------------------------------------------------------------------------------------

PLAIN = "core.hooksPath=/dev/null core.fsmonitor=false user.name=A user.email=a@example.org commit.gpgSign=false"
GIT = " -c ".join(["git", *PLAIN.split()])
QUIET = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A book in a repository with two branches: ``main`` has one brief, ``more`` two."""
    root = tmp_path / "repository"
    (root / "briefs").mkdir(parents=True)
    (root / "briefs" / "one.yaml").write_text(a_brief("One"))
    assert shell(f"git init -q -b main && {GIT} add . && {GIT} commit -qm One", root, **QUIET).returncode == 0
    (root / "briefs" / "two.yaml").write_text(a_brief("Two"))
    line = f"{GIT} switch -qc more && {GIT} add . && {GIT} commit -qm Two && {GIT} switch -q main"
    assert shell(line, root, **QUIET).returncode == 0
    return root


@needs("git")
def test_a_branch_switch_is_seen_at_once(repository: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository)
    seen = []
    for branch in ("main", "more", "main", "more"):
        assert shell(f"{GIT} switch -q {branch}", repository, **QUIET).returncode == 0
        seen.append(run("list", "--fields", "id").out.split())
    assert seen == [["one"], ["one", "two"]] * 2
    assert shell(f"{GIT} status --porcelain --ignored", repository, **QUIET).stdout == "", "reading writes nothing"


@needs("git")
def test_a_hostile_repository_runs_nothing_and_no_git_is_called(repository: Path, tmp_path: Path) -> None:
    mark, programs = tmp_path / "ran", tmp_path / "programs"
    programs.mkdir()
    evil = programs / "evil"
    evil.write_text(f"#!/bin/sh\ntouch {mark}\n")
    evil.chmod(0o755)
    shutil.copy(evil, programs / "git")
    hooks = repository / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    for name in ("post-checkout", "pre-commit", "post-index-change", "fsmonitor-watchman"):
        shutil.copy(evil, hooks / name)
    for name in ("core.fsmonitor", "core.pager", "core.editor", "diff.x.textconv", "core.sshCommand", "alias.status"):
        assert shell(f"git config {name} {evil}", repository, **QUIET).returncode == 0
    (repository / ".gitattributes").write_text("*.yaml diff=x filter=x\n")
    words = {"show": "one", "search": "answer", "schema": "brief", "xref": "one"}
    line = "; ".join(
        f"{sys.executable} -m brief_cli {name} {words.get(name, '')} --json > /dev/null || echo {name}"
        for name in READING
    )
    done = shell(line, repository, PATH=f"{programs}{os.pathsep}{PROGRAMS}")
    assert set(done.stdout.split()) == {"timeline", "xref", "entities", "sources"}, "what the book lacks ends with 1"
    assert not mark.exists()
    assert shell("git", PATH=f"{programs}{os.pathsep}{PROGRAMS}").returncode == 0
    assert mark.exists(), "the trap works"


# -- less and the rest of a pipe --------------------------------------------------------------------------------


@needs("less")
def test_less_shows_what_is_piped_into_it_and_leaves_quietly() -> None:
    import pty
    import select

    ours, theirs = pty.openpty()
    line = f"set -o pipefail; {BRIEF} show zapad-2025 | less; echo left ${{PIPESTATUS[0]}}"
    surroundings = os.environ | {"TERM": "xterm", "LESSCHARSET": "utf-8", "LINES": "24", "COLUMNS": "80"}
    process = subprocess.Popen(
        ["bash", "-c", line], stdin=theirs, stdout=theirs, stderr=theirs, env=surroundings, start_new_session=True
    )
    os.close(theirs)
    drawn, sent = b"", False
    while select.select([ours], [], [], 20)[0]:
        try:
            piece = os.read(ours, 65536)
        except OSError:
            break
        if not piece:
            break
        drawn += piece
        if not sent and b"# Zapad-2025 exercise" in drawn:
            os.write(ours, b"q")
            sent = True
    os.close(ours)
    process.wait(timeout=20)
    shown = drawn.decode("utf-8", "replace")
    assert "# Zapad-2025 exercise" in shown
    assert "left 0" in shown or "left 141" in shown
    assert "Traceback" not in shown


@pytest.mark.parametrize("tool", ["sort", "wc -l", "grep -c ."])
def test_a_list_is_one_record_a_line_for_every_tool_of_lines(tool: str) -> None:
    done = shell(f"set -o pipefail; {BRIEF} list | {tool}")
    assert done.returncode == 0
    assert (len(done.stdout.splitlines()) if tool == "sort" else int(done.stdout)) == 10
