"""Terminal transcripts that are run: each `*.session` file shows what a reader of the docs would see.

A `$ ` line is a command, the lines below it what it prints; `2> ` stands before what comes on standard error,
`[exit 1]` last when the exit code is not 0; lines of `# ` right above a command are prose.
Paths are those of a checkout.  Sessions of writing commands run in a copy of it, their steps one after the other.
`UPDATE_GOLDENS=1` writes what is printed now: read the diff.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

import pytest
from conftest import ROOT, Run
from scratch import copy_of_the_project

from brief_cli.cli.app import COMMANDS, WRITING

HERE = Path(__file__).parent
SESSIONS = sorted(HERE.glob("*.session"))
RENEW = bool(os.environ.get("UPDATE_GOLDENS"))
PROGRAMS = os.pathsep.join([os.environ.get("PATH", ""), str(ROOT / "tests" / "programs")])
"""The real programs first; for jq a stand-in made of its own library where the program is missing."""

PIPE = re.compile(r""" \| (?=(?:[^'"]|'[^']*'|"[^"]*")*$)""")
SETTING = re.compile(r"([A-Z_]+)=(.*)", re.S)
KEPT = re.compile(r"\S+/brief-\w{8}/")
"""The folder of what an editor left behind, which is another one each time."""


@dataclass(frozen=True)
class Step:
    """A command of a session, the prose above it and all that it printed, as it stands in the file."""

    prose: tuple[str, ...]
    command: str
    printed: tuple[str, ...]

    def text(self) -> str:
        return "".join(f"{line}\n" for line in (*self.prose, f"$ {self.command}", *self.printed))


def steps(text: str) -> Iterator[Step]:
    """The steps of a session; an empty line stands between two."""
    lines = text.removesuffix("\n").split("\n")
    starts = [n for n, line in enumerate(lines) if line.startswith("$ ")]
    tops = [prose_above(lines, start) for start in starts]
    for top, start, end in zip(tops, starts, [*tops[1:], len(lines) + 1], strict=True):
        yield Step(tuple(lines[top:start]), lines[start][2:], tuple(lines[start + 1 : end - 1]))


def prose_above(lines: list[str], start: int) -> int:
    while start and lines[start - 1].startswith("#"):
        start -= 1
    return start


def printed_now(command: str, run: Run) -> tuple[str, ...]:
    """What a command prints and how it ends: `brief` in this process, what stands beside it in a pipe in a shell."""
    parts = PIPE.split(command)
    at = next((n for n, part in enumerate(parts) if "brief" in words(part)[:1]), None)
    if at is None:
        return shown(*shell(" | ".join(parts), ""))
    code, given, _ = shell(" | ".join(parts[:at]), "") if at else (0, "", "")
    with pytest.MonkeyPatch.context() as patched:
        for setting in settings(parts[at]):
            patched.setenv(*setting)
        done = run(*words(parts[at])[1:], stdin=given.encode())
    assert "Traceback" not in done.err
    if parts[at + 1 :]:
        code, out, err = shell(" | ".join(parts[at + 1 :]), done.out)
        return shown(code, out, done.err + err)
    return shown(done.code, done.out, done.err)


def words(part: str) -> list[str]:
    """The words of a command without the settings before it."""
    return shlex.split(part)[len(settings(part)) :]


def settings(part: str) -> list[tuple[str, str]]:
    """The environment variables set before a command, with their values."""
    found = (SETTING.fullmatch(word) for word in shlex.split(part))
    return [(one[1], one[2]) for one in takewhile(lambda one: one is not None, found) if one]


def shell(line: str, given: str) -> tuple[int, str, str]:
    for part in PIPE.split(line):
        if shutil.which(words(part)[0], path=PROGRAMS) is None:
            pytest.skip(f"{words(part)[0]} is not installed")
    surroundings = os.environ | {"PATH": PROGRAMS, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        ["bash", "-c", line], input=given.encode(), capture_output=True, env=surroundings, check=False
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def shown(code: int, out: str, err: str) -> tuple[str, ...]:
    told = [f"2> {KEPT.sub('/tmp/brief-…/', line)}".rstrip() for line in err.splitlines()]
    lines = out.removesuffix("\n").split("\n") if out else []
    return (*lines, *told, *([f"[exit {code}]"] if code else []))


@pytest.mark.parametrize("path", SESSIONS, ids=lambda path: path.stem)
def test_a_session_prints_what_it_shows(path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(copy_of_the_project(tmp_path / "desk") if path.stem in WRITING else ROOT)
    written = path.read_text(encoding="utf-8")
    found = [Step(step.prose, step.command, printed_now(step.command, run)) for step in steps(written)]
    assert found, "a session has commands"
    now = "\n".join(step.text() for step in found)
    if RENEW:
        path.write_text(now, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == now


def test_every_command_has_a_session() -> None:
    told = {path.stem: path.read_text(encoding="utf-8") for path in SESSIONS}
    assert set(COMMANDS) | {"files", "problems"} <= set(told)
    assert all(re.search(rf"^\$ (.* )?brief (.* )?{name}\b", told[name], re.M) for name in COMMANDS)
