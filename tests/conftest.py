"""What every test may use: the program run in this process or in one of its own, and books made on the spot."""

from __future__ import annotations

import functools
import io
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
import typer

from brief_cli.cli.main import run as run_main

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "briefs"
NOW = "2026-03-24"
CLEAN = ("BRIEF_BOOK", "NO_COLOR", "FORCE_COLOR", "PAGER", "LESS", "COLUMNS", "TERM", "XDG_CONFIG_HOME")


@dataclass(frozen=True)
class Result:
    """How a command line ended: exit code, standard output, standard error."""

    code: int
    out: str
    err: str


COMMAND = functools.cache(typer.main.get_command)
"""Made once a worker: it takes most of the time of a small answer."""

Run = Callable[..., Result]
MakeBook = Callable[[Mapping[str, str | bytes]], Path]


@pytest.fixture(autouse=True)
def fixed_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The clock of the sample book, no user's own settings, a home without configuration."""
    for name in CLEAN:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("BRIEF_NOW", NOW)
    monkeypatch.setenv("HOME", str(tmp_path_factory.getbasetemp()))


@pytest.fixture
def run() -> Run:
    """``run("list", book=..., stdin=b"...")``: the command in this process, its streams as pipes."""

    def call(
        *arguments: str | Path, book: Path | None = None, stdin: bytes = b"", columns: int | None = None
    ) -> Result:
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
        where = ["--book", str(book)] if book else []
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(typer.main, "get_command", COMMAND)
            patched.setattr(sys, "stdout", out)
            patched.setattr(sys, "stderr", err)
            patched.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
            if columns is not None:
                patched.setenv("COLUMNS", str(columns))
            code = run_main([*where, *map(str, arguments)])
        texts = [stream.buffer.getvalue().decode() for stream in (out, err)]
        return Result(code, *texts)

    return call


@pytest.fixture
def spawn() -> Run:
    """The command in a process of its own, as a shell would start it."""

    def call(*arguments: str | Path, book: Path | None = None, stdin: bytes = b"", **environment: str) -> Result:
        where = ["--book", str(book)] if book else []
        done = subprocess.run(
            [sys.executable, "-m", "brief_cli", *where, *map(str, arguments)],
            input=stdin,
            capture_output=True,
            env=os.environ | environment,
            check=False,
        )
        return Result(done.returncode, done.stdout.decode(), done.stderr.decode())

    return call


@pytest.fixture
def make_book(tmp_path: Path) -> MakeBook:
    """A folder with these files, as text or bytes by path."""

    def make(files: Mapping[str, str | bytes]) -> Path:
        root = tmp_path / "book"
        root.mkdir(exist_ok=True)
        for name, content in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return root

    return make


def a_brief(title: str = "A", **fields: str) -> str:
    """The smallest brief, and more lines of YAML by field."""
    lines = [f"title: {title}", "bottom_line: The answer.", "as_of: 2026-01-01"]
    return "\n".join([*lines, *(f"{name}: {value}" for name, value in fields.items())]) + "\n"
