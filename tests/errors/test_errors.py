"""The catalogue of problems: a bad book and the whole message for each code, renewed with UPDATE_GOLDENS=1."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT, Result, Run, a_brief

from brief_cli.files.catalogue import CATALOGUE

HERE = Path(__file__).parent
CASES = sorted(path for path in HERE.iterdir() if path.is_dir() and path.name[0] == "E")
RENEW = bool(os.environ.get("UPDATE_GOLDENS"))
NOBODY = """
import os, sys
from brief_cli.cli.main import main, run
streams, sys.stdout, sys.stderr = (sys.stdout, sys.stderr), open(os.devnull, "w"), open(os.devnull, "w")
run(sys.argv[1:])
run(["show", "./none.yaml"])
import brief_cli.render.problems
sys.stdout, sys.stderr = streams
if os.geteuid() == 0:
    os.seteuid(65534)
main()
"""
"""Run once before privileges are dropped: the program's own files may be closed to whoever it becomes."""


def laid_out(case: Path, root: Path) -> None:
    """The case as a book, beside one sound brief."""
    for path in case.rglob("*"):
        if path.is_file() and path.name not in ("expected.txt", "make.txt"):
            target = root / path.relative_to(case)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
    note = root / "note.yaml"
    match case.name:
        case "E002-too-large":
            note.write_text("title: A\nsummary: " + "x" * 9_000_000 + "\n")
        case "E003-fifo":
            os.mkfifo(note)
        case "E003-link-out":
            outside = root.parent / "outside.yaml"
            outside.write_text(a_brief())
            note.symlink_to(outside)
        case "E007-unreadable":
            note.write_text(a_brief())
            note.chmod(0)
    (root / "sound.yaml").write_text(a_brief("Sound"))


def as_nobody(*arguments: str) -> Result:
    """The command in a child that gives up its privileges."""
    done = subprocess.run([sys.executable, "-c", NOBODY, *arguments], capture_output=True, text=True, check=False)
    return Result(done.returncode, done.stdout, done.stderr)


def told(root: Path, run: Run) -> str:
    """What the user reads: the whole of the brief that was asked for, and a line in a list's way."""
    listed = run("--book", ".", "list")
    assert "sound\tSound\tactive" in listed.out, "a broken file hides no other"
    assert listed.code == 0
    if not os.path.lexists(root / "note.yaml"):
        return f"$ brief list\n{listed.err}"
    asked = run("--book", ".", "show", "note")
    assert asked.code == 2
    return f"$ brief show note\n{asked.err}$ brief list\n{listed.err}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_whole_message(case: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "book"
    root.mkdir()
    root.chmod(0o755)
    monkeypatch.chdir(root)
    laid_out(case, root)
    shown = told(root, as_nobody if case.name.startswith("E007") else run)
    if RENEW:
        (case / "expected.txt").write_text(shown, encoding="utf-8")
    assert shown == (case / "expected.txt").read_text(encoding="utf-8")
    code = case.name.partition("-")[0]
    assert code in shown or "$ brief show" not in shown


def test_every_code_has_an_example() -> None:
    assert {case.name.partition("-")[0] for case in CASES} == set(CATALOGUE)


def examples(code: str) -> Iterator[str]:
    for case in CASES:
        if case.name.startswith(code):
            yield "```text"
            for path in sorted(case.rglob("*.yaml")):
                content = path.read_bytes().decode("utf-8", "backslashreplace").rstrip("\n")
                yield f"# {path.relative_to(case)}"
                yield "".join(c if c.isprintable() or c == "\n" else f"\\x{ord(c):02x}" for c in content)
            if (case / "make.txt").exists():
                yield (case / "make.txt").read_text(encoding="utf-8").rstrip()
            yield "\n" + (case / "expected.txt").read_text(encoding="utf-8").rstrip()
            yield "```"
            yield ""


def page() -> str:
    out = ["# Problems", "", "Every code, with an example, the whole message and the mend.", ""]
    for code, fault in sorted(CATALOGUE.items()):
        out += [f"## {code}: {fault.name}", "", f"{fault.rule} Mend: {fault.mend}.", "", *examples(code)]
    return "\n".join(out).rstrip() + "\n"


def test_the_page_is_made_from_the_catalogue() -> None:
    path = ROOT / "docs" / "errors.md"
    if RENEW:
        path.write_text(page(), encoding="utf-8")
    assert path.read_text(encoding="utf-8") == page()
