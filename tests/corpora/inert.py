"""What holds of every problem and of all that the program writes, whatever the files hold."""

from __future__ import annotations

import io
import json
import re
import sys
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import pytest
import typer
from conftest import COMMAND, Result, Run

from brief_cli.cli.main import run as run_main
from brief_cli.files.raw import BOM
from brief_cli.model.problem import Problem
from brief_cli.render import progress
from brief_cli.render.answer import FORMATS as FORMATS

RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What acts on a terminal or turns its text around: control characters but tab and line feed, and bidi controls."""

SOME = ("table", "json")
"""The formats of the books that hold the same again elsewhere: one for a screen, one for a program."""

_BREAK = re.compile(r"\r\n?|\n")


def lines_of(data: bytes) -> list[str]:
    """A file's lines as its reader counts them."""
    return _BREAK.split(data.removeprefix(BOM).decode("utf-8", errors="replace"))


def assert_place(place: tuple[int, int, int, int], data: bytes, about: object) -> None:
    """A place lies in the text, and ends no sooner than it begins."""
    line, column, end_line, end_column = place
    lines = lines_of(data)
    assert 1 <= line <= end_line <= len(lines), about
    assert 1 <= column <= len(lines[line - 1]) + 1, about
    assert 1 <= end_column <= len(lines[end_line - 1]) + 2, about
    assert (line, column) <= (end_line, end_column), about


def assert_sound(problem: Problem, data: bytes) -> None:
    """A problem points into the text, shows the line, and says in words how to mend it."""
    assert_place((problem.line, problem.column, problem.end_line, problem.end_column), data, problem)
    assert len(problem.hint.split()) > 1, problem
    assert problem.message.strip() and re.fullmatch(r"E[01]\d\d", problem.code), problem
    assert problem.line in {number for number, _ in problem.excerpt}, problem


def assert_checked(book: Path, run: Run) -> None:
    """Every finding of `check` points into its file and says how to mend it; each refusal of a file is among them."""
    findings = json.loads(assert_inert(run("check", "--json", book=book)).out)
    for found in findings:
        place = (found["line"], found["column"], found["end_line"], found["end_column"])
        assert_place(place, (book / found["path"]).read_bytes(), found)
        assert found["message"].strip() and len(found["hint"].split()) > 1, found
    refused = {line.split(":")[0] for line in run("list", book=book).err.replace(f"{book}/", "").splitlines()}
    assert refused <= {found["path"] for found in findings if found["code"].startswith("E")}


def assert_inert(done: Result, *about: object) -> Result:
    """A command ended with an exit code of its own, and nothing that it wrote acts on a terminal."""
    assert done.code in (0, 1, 2), about
    for stream in (done.out, done.err):
        assert "Traceback" not in stream, about
        found = RAW.search(stream)
        assert found is None, (about, hex(ord(found[0])), stream[max(found.start() - 60, 0) : found.start() + 20])
    return done


class _Terminal(io.TextIOWrapper):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def on_a_screen(command: str, *arguments: str, book: Path) -> Result:
    """The command in this process, with terminals at its ends: there the values of all formats must not act."""
    out, err = (_Terminal(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(typer.main, "get_command", COMMAND)
        patched.setattr(sys, "stdout", out)
        patched.setattr(sys, "stderr", err)
        patched.setenv("COLUMNS", "100")
        patched.setattr(progress, "PATIENCE", 3600.0)  # the program's own bar may act on the terminal
        code = run_main(["--book", str(book), "--no-pager", command, "--color", "never", *arguments])
    return Result(code, *(stream.buffer.getvalue().decode() for stream in (out, err)))  # type: ignore[attr-defined]


def in_every_format(book: Path, *command: str, formats: Iterable[str] = FORMATS) -> dict[str, Result]:
    """A command's answers on a screen in these formats, each of them inert."""
    answers = {name: on_a_screen(*command, "--format", name, book=book) for name in formats}
    for name, done in answers.items():
        assert_inert(done, *command[:3], name)
    return answers


def unseen() -> list[str]:
    """All characters that Unicode calls formats: they turn text around, join it, or show nothing (trojan source)."""
    return [c for c in map(chr, range(0x110000)) if unicodedata.category(c) == "Cf"]


def written(text: str) -> str:
    """A text in YAML's double quotes: nothing in it acts on the editor that shows the file, and YAML reads it back."""
    return '"' + "".join(_escaped(c) for c in text) + '"'


def _escaped(char: str) -> str:
    if char in '"\\':
        return "\\" + char
    return char if char.isprintable() else f"\\U{ord(char):08x}"


def indented(text: str, by: int = 1) -> str:
    """A text's lines that hold anything, further to the right."""
    return re.sub(r"(?m)^(?=[^\n])", " " * by, text)


def ids(names: Iterable[str]) -> dict[str, str]:
    """An id for each name, since names of public lists are none."""
    return {f"case-{number}": name for number, name in enumerate(sorted(names))}
