"""A damaged cache costs the time to make it anew, and never a wrong answer."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Run, a_brief
from edits.cached import (  # noqa: F401 (fixtures)
    answers,
    database,
    folder_of,
    own_cache,
    settled,
    small_book,
)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def noise(path: Path) -> None:
    path.write_bytes(random.Random(1).randbytes(path.stat().st_size))


def noise_in_the_middle(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    middle = len(whole) // 2
    whole[middle : middle + 100] = random.Random(1).randbytes(100)
    path.write_bytes(whole)


def noise_at_the_start(path: Path) -> None:
    path.write_bytes(random.Random(1).randbytes(100) + path.read_bytes()[100:])


def another_version(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 999")
    db.close()


def another_program(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("DELETE FROM header")
        db.execute("DROP TABLE unit")
    db.close()


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def a_link(path: Path) -> None:
    os.replace(path, path.with_name("kept"))
    path.symlink_to("kept")


def gone(path: Path) -> None:
    path.unlink()


def another_journal(path: Path) -> None:
    path.with_name(f"{path.name}-journal").write_bytes(random.Random(1).randbytes(5000))


DAMAGES = (cut, emptied, noise, noise_in_the_middle, noise_at_the_start, another_version, another_program)
PLACES = (a_folder, a_link, gone, another_journal)


@pytest.mark.parametrize("damage", [*DAMAGES, *PLACES])
@pytest.mark.parametrize("trusted", [False, True])
def test_a_damaged_database_is_made_anew(
    damage: Callable[[Path], None], trusted: bool, run: Run, book: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled(monkeypatch)
    right = answers(run, book)
    before = database(home)
    damage(before)
    if trusted and before.is_file():  # the stamp says that nothing happened, as after a fall of the machine
        told = json.loads((folder_of(home) / "current").read_text())
        about = before.lstat()
        told["stamp"] = [about.st_size, about.st_mtime_ns, about.st_ctime_ns, about.st_ino]
        (folder_of(home) / "current").write_text(json.dumps(told))
    if not (trusted and damage in (noise_in_the_middle, another_version)):  # only a checksum of it all could tell
        assert answers(run, book) == right
    (book / "a.yaml").write_text(a_brief("New"))
    assert "New" in run("list", book=book).out
    if not trusted:
        kept = damage is another_journal  # of which SQLite sees that it is none
        assert ([path.name for path in folder_of(home).glob("*.db")] == [before.name]) is kept
        assert answers(run, book)[0].err == ""


POINTERS = (
    b"", b"\0" * 50, b"garbage", b"{}", b"[]", b"null", b"[" * 4096, b"\xff\xfe", b'{"name": 5}', b'{"name": ["x"]}',
    b'{"a":' * 800, b"9" * 4096, b'{"name": "\\ud800"}',
)  # fmt: skip


@pytest.mark.parametrize("said", POINTERS)
def test_what_does_not_name_a_database_names_none(said: bytes, run: Run, book: Path, home: Path) -> None:
    right = answers(run, book)
    (folder_of(home) / "current").write_bytes(said)
    assert answers(run, book) == right
    database(home)


@pytest.mark.parametrize(
    "name", ["../../../outside.db", "/etc/passwd", "..", ".", "", "lock", "current", "a\0b", "x" * 300]
)
def test_no_database_outside_the_folder_is_opened(
    name: str, run: Run, book: Path, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled(monkeypatch)
    right = answers(run, book)
    pointer = folder_of(home) / "current"
    outside = tmp_path / "outside.db"
    shutil.copyfile(database(home), outside)
    with sqlite3.connect(outside) as db:
        db.execute("UPDATE unit SET own = replace(own, 'One', 'Evil')")
    db.close()
    for stamped in (outside, pointer, folder_of(home) / "lock", None):
        told = json.loads(pointer.read_text()) | {"name": name}
        if stamped:
            about = stamped.lstat()
            told["stamp"] = [about.st_size, about.st_mtime_ns, about.st_ctime_ns, about.st_ino]
        else:
            told["stamp"] = []
        pointer.write_text(json.dumps(told))
        assert answers(run, book) == right


def test_two_versions_of_the_program_in_turn_answer_rightly(
    run: Run, book: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(3):
        for version in ("1", "2"):
            monkeypatch.setattr("brief_cli.index.cache.PROGRAM", version)
            (book / "a.yaml").write_text(a_brief(f"{version} of {n}"))
            assert f"{version} of {n}" in run("list", book=book).out
            assert len(list(folder_of(home).iterdir())) <= 3


def test_deleting_the_cache_loses_nothing(run: Run, book: Path, home: Path) -> None:
    right = answers(run, book)
    for path in sorted(folder_of(home).iterdir()):
        path.unlink()
        assert answers(run, book) == right
    shutil.rmtree(home)
    assert answers(run, book) == right


def test_a_folder_that_goes_under_a_command_is_no_harm(
    run: Run, book: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from brief_cli.book import update

    right = answers(run, book)
    real = update.Refresh.build

    def build(self: update.Refresh) -> None:
        shutil.rmtree(home, ignore_errors=True)
        real(self)

    monkeypatch.setattr(update.Refresh, "build", build)
    shutil.rmtree(home)
    assert answers(run, book) == right
