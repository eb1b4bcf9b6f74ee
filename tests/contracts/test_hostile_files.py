"""Files made to hang, to exhaust or to lead astray: each is told in a line, at once, and hides no other."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import MakeBook, Run, a_brief

AT_MOST = 60  # seconds; a guard against hanging, no measure
DIGITS = "9" * 5_000_000
LINES = [
    "a: &a [x, x, x, x, x, x, x, x, x]",
    *(f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)),
]

TEXTS = {
    "an alias bomb": ("\n".join(LINES), "E017"),
    "100,000 brackets": ("title: " + "[" * 100_000, "E009"),
    "100,000 braces": ("{a: " * 100_000, "E009"),
    "100,000 keys in keys": ("? " * 100_000, "E009"),
    "an integer of 5 MB": (
        a_brief(key_points=f"[{{text: T, sources: [{{source: s, credibility: {DIGITS}}}]}}]"),
        "E107",
    ),
    "a date of 5 MB": (a_brief(events=f"[{{date: {DIGITS}, title: T}}]"), "E104"),
    "9 MB": ("title: A\nsummary: " + "x" * 9_000_000 + "\n", "E002"),
    "8 MB of one sign": ("[" + "- " * 3_900_000, "E021"),
    "a field's name of 5 MB": (a_brief() + f"{DIGITS}: x\n", "E013"),
    "2,000 unknown fields": (a_brief() + "".join(f"f{n}: x\n" for n in range(2000)), "f1999"),
    "100,000 documents": ("---\na: 1\n" * 100_000, "E010"),
    "a merge key": (a_brief() + "<<: {a: b}\n", "E019"),
    "a tag that would run": ('title: !!python/object/apply:os.system ["touch pwned"]\n', "E018"),
}


def brief(*arguments: str, cwd: Path) -> tuple[int, str, str]:
    command = [sys.executable, "-m", "brief_cli", "--book", ".", *arguments]
    done = subprocess.run(command, capture_output=True, cwd=cwd, timeout=AT_MOST, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.mark.parametrize("case", TEXTS)
def test_a_text_that_would_hang_or_exhaust_is_refused_in_a_line(case: str, tmp_path: Path) -> None:
    text, code = TEXTS[case]
    (tmp_path / "note.yaml").write_text(text)
    (tmp_path / "sound.yaml").write_text(a_brief("Sound"))
    ended, out, told = brief("show", "sound", "note", cwd=tmp_path)
    assert (ended, out.splitlines()[0]) == (2, "# Sound")
    assert code in told
    assert "Traceback" not in told
    assert {path.name for path in tmp_path.iterdir()} == {"note.yaml", "sound.yaml"}


def fifo(note: Path) -> None:
    os.mkfifo(note)


def itself(note: Path) -> None:
    note.symlink_to("note.yaml")


def circle(note: Path) -> None:
    note.symlink_to("zz.yaml")
    (note.parent / "zz.yaml").symlink_to("note.yaml")


def outside(note: Path) -> None:
    (note.parent.parent / "secret.yaml").write_text(a_brief("Secret"))
    note.symlink_to("../secret.yaml")


def device(note: Path) -> None:
    note.symlink_to("/dev/zero")


@pytest.mark.parametrize("make", [fifo, itself, circle, outside, device], ids=lambda make: make.__name__)
def test_what_is_no_file_of_the_book_is_never_opened(make: Callable[[Path], None], tmp_path: Path) -> None:
    book = tmp_path / "book"
    book.mkdir()
    (book / "sound.yaml").write_text(a_brief("Sound"))
    make(book / "note.yaml")
    ended, out, told = brief("list", cwd=book)
    assert (ended, out.split("\t")[:2]) == (0, ["sound", "Sound"])
    assert told.startswith("note.yaml:1:1: not read: ")
    assert "Secret" not in out + told


def test_folders_that_loop_are_not_entered(tmp_path: Path) -> None:
    (tmp_path / "sound.yaml").write_text(a_brief("Sound"))
    (tmp_path / "loop").symlink_to(".")
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "up").symlink_to("..")
    (tmp_path / "root.yaml").symlink_to("/")
    assert brief("list", "--fields", "id", cwd=tmp_path) == (0, "sound\n", "")


@pytest.mark.parametrize("name", ["book.yaml", "entities/e.yaml", "sources/s.yaml"])
def test_a_register_or_settings_file_may_be_hostile_too(name: str, make_book: MakeBook, run: Run) -> None:
    book = make_book({"sound.yaml": a_brief("Sound"), name: "a: " + "[" * 100_000})
    ended = run("list", "--fields", "id", book=book)
    assert (ended.code, ended.out, len(ended.err.splitlines())) == (0, "sound\n", 1)
    assert f"{name}:1:" in ended.err


def test_a_number_of_thousands_of_digits_is_wrong_use(make_book: MakeBook, run: Run) -> None:
    book = make_book({"sound.yaml": a_brief("Sound")})
    for arguments in (["--limit", "9" * 10_000], ["since:-" + "9" * 10_000 + "d"], ["on:" + "9" * 10_000]):
        ended = run("list", *arguments, book=book)
        assert (ended.code, ended.out) == (2, ""), arguments[0][:20]
