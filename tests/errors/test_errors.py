"""The catalogue of problems: a bad book and the whole message for each code, renewed with UPDATE_GOLDENS=1."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT, MakeBook, Result, Run, a_brief

from brief_cli.book import update
from brief_cli.files.catalogue import CATALOGUE
from brief_cli.files.library import read_alone
from brief_cli.files.walk import Sweep, sweep
from brief_cli.model.problem import Problem
from brief_cli.model.registers import Settings

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
        case "E003-link-to-nothing":
            note.symlink_to("nowhere.yaml")
        case "E009-100000-brackets":
            note.write_text("title: " + "[" * 100_000 + "\n")
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
    if not os.path.lexists(root / "note.yaml") or "already taken" in listed.err:
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


def answers(root: Path, run: Run) -> list[str]:
    """What the book says of its sound brief."""
    rows = json.loads(run("timeline", "brief:sound", "--json", book=root).out)
    shown = run("show", "sound", "--json", book=root)
    found = run("search", "crosses", book=root)
    return [shown.out, json.dumps(rows), run("list", "brief:sound", book=root).out, found.out]


@pytest.mark.parametrize("case", [c for c in CASES if not c.name.startswith("E007")], ids=lambda case: case.name)
def test_the_rest_of_the_book_is_answered_unchanged(case: Path, tmp_path: Path, run: Run) -> None:
    with_fault, without = tmp_path / "with" / "book", tmp_path / "without"
    sound = a_brief("Sound", events="[{id: e1, date: 2025-09, title: It crosses, same_as: 'note#e1'}]", related="note")
    for root in (with_fault, without):
        root.mkdir(parents=True)
    laid_out(case, with_fault)
    if (case / "a" / "note.yaml").exists():  # of two with one id the first is sound
        shutil.copytree(case / "a", without / "a")
    for root in (with_fault, without):
        (root / "sound.yaml").write_text(sound)
    said, wanted = answers(with_fault, run), answers(without, run)
    if said != wanted:  # naming an id whose file is broken is not dangling
        wanted[0] = wanted[0].replace('"dangling": true', '"dangling": false')
    assert said == wanted


def faults(text: bytes) -> list[Problem]:
    return read_alone("note.yaml", text, "note", Settings())[1]


NOTES = [case for case in CASES if (case / "note.yaml").exists() and not (case / "book.yaml").exists()]


def put(data: bytes, problem: Problem, text: str) -> list[Problem]:
    """What is wrong at the place of a problem once this text stands there."""
    lines = data.decode().split("\n")
    line = lines[problem.line - 1]
    lines[problem.line - 1] = line[: problem.column - 1] + text + line[problem.end_column - 1 :]
    left = faults("\n".join(lines).encode())
    # a field whose right name is written out may stand there already
    return [p for p in left if (p.line, p.column) == (problem.line, problem.column) and p.code != "E015"]


def test_what_a_mend_says_to_write_mends_it() -> None:
    """``write `x` `` in the place of what is underlined leaves no complaint there."""
    mended = 0
    for case in NOTES:
        data = (case / "note.yaml").read_bytes()
        for problem in faults(data):
            # what ends in a colon is a field that is missing, and stands nowhere
            if said := re.fullmatch(r"write `([^`]*[^`:])`(; .*)?", problem.hint):
                assert put(data, problem, said[1]) == [], case.name
                mended += 1
    assert mended >= 15


def test_what_needs_quotes_is_right_in_quotes() -> None:
    mended = 0
    for case in NOTES:
        data = (case / "note.yaml").read_bytes()
        for problem in faults(data):
            if problem.code == "E021" and problem.hint == "put it in quotes, or use |":
                text = data.decode().split("\n")[problem.line - 1][problem.column - 1 : problem.end_column - 1]
                doubled = text.replace("'", "''")
                assert put(data, problem, f"'{doubled}'") == [], case.name
                mended += 1
    assert mended >= 10


def test_a_file_that_vanishes_while_the_book_is_read_is_none_of_it(
    make_book: MakeBook, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = make_book({"note.yaml": a_brief(), "sound.yaml": a_brief("Sound")})

    def swept(root: str, ignore: tuple[str, ...] = ()) -> Sweep:
        files = sweep(root, ignore)
        (book / "note.yaml").unlink(missing_ok=True)
        return files

    monkeypatch.setattr(update, "sweep", swept)
    listed = run("list", "--fields", "id", book=book)
    assert (listed.code, listed.out, listed.err) == (0, "sound\n", "")


def test_a_folder_that_is_called_as_a_file_is_a_folder(make_book: MakeBook, run: Run) -> None:
    book = make_book({"note.yaml/sound.yaml": a_brief("Sound")})
    listed = run("list", "--fields", "id,path", book=book)
    assert (listed.out, listed.err) == ("sound\tnote.yaml/sound.yaml\n", "")
    assert run("show", "note", book=book).code == 1


def test_every_message_is_a_sentence_with_one_mend() -> None:
    for case in CASES:
        shown = (case / "expected.txt").read_text(encoding="utf-8")
        assert shown.count("\n  mend  ") == shown.count("✗ ")
        assert not re.search(r"pydantic|libyaml|Error|expected <|while parsing|line \d+, column", shown), case.name


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
