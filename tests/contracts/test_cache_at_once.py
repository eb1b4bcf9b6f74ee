"""Commands at once, commands that are killed, commands that wait: each answers from one state of the book."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import SAMPLE, Run, a_brief
from edits.cached import (  # noqa: F401 (fixtures)
    answers,
    database,
    folder_of,
    own_cache,
    settled,
    small_book,
)

from brief_cli.cli.session import book_of


def start(book: Path, *arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "brief_cli", "--book", str(book), *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_twenty_commands_at_once_during_edits_answer_from_one_state_each(tmp_path: Path, home: Path) -> None:
    """All briefs are written with one number by renames, oldest first: an answer holds at most two numbers in a row."""
    book, many = tmp_path / "book", 12
    book.mkdir()

    def edit(number: int) -> None:
        for n in range(many):
            (book / ".new").write_text(a_brief(f"N{number}", key_points=f"[{{text: N{number}}}]"))
            os.replace(book / ".new", book / f"b{n:02}.yaml")

    edit(0)
    running, number = [start(book, "list", "--json") for _ in range(20)], 0
    while any(one.poll() is None for one in running):
        number += 1
        edit(number)
        time.sleep(0.02)
    for one in running:
        out, err = one.communicate()
        assert (one.returncode, err) == (0, b"")
        found = [int(row["title"][1:]) for row in json.loads(out)]
        assert len(found) == many
    last = json.loads(start(book, "list", "--json").communicate()[0])
    assert {row["title"] for row in last} == {f"N{number}"}
    assert len(list(folder_of(home).iterdir())) <= 3


def test_an_answer_is_of_one_state_while_another_command_writes(
    run: Run, spawn: Run, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between what is selected and what is printed another command brings the index up to date."""
    where = "brief_cli.cli.commands.list_.book_of"
    right = run("list", "--json", book=book)

    def interrupted(*given: Any, **named: Any) -> Any:
        found = book_of(*given, **named)
        (book / "a.yaml").write_text(a_brief("New"))
        (book / "sub/b.yaml").unlink()
        assert "New" in spawn("list", book=book).out
        return found

    monkeypatch.setattr(where, interrupted)
    assert run("list", "--json", book=book) == right
    monkeypatch.setattr(where, book_of)
    assert [row["title"] for row in json.loads(run("list", "--json", book=book).out)] == ["New"]


@pytest.mark.parametrize("cold", [True, False])
def test_a_command_that_is_killed_at_any_moment_leaves_nothing_wrong(
    cold: bool, run: Run, tmp_path: Path, home: Path
) -> None:
    book = tmp_path / "book"
    shutil.copytree(SAMPLE, book)
    chance = random.Random(5)
    started = time.monotonic()
    start(book, "list").communicate()
    whole = time.monotonic() - started
    for n in range(10):
        (book / "b.yaml").write_text(a_brief(f"N{n}", related="[zapad-2025]"))
        if cold and home.exists() and n % 3 == 0:
            for path in folder_of(home).glob("*"):
                path.unlink()
        one = start(book, "list")
        time.sleep(chance.uniform(0.3, 1.1) * whole)
        one.kill()
        one.communicate()
        if n % 3 == 1:
            assert f"N{n}" in run("list", book=book).out
            found = [r["to"] for r in json.loads(run("show", "zapad-2025", "--json", book=book).out)["related"]]
            assert "b" in found
            assert len(list(folder_of(home).iterdir())) <= 3
    run("list", book=book)
    kept = [path.name for path in folder_of(home).iterdir()]
    assert len(kept) == 3, kept


def test_a_lock_that_is_held_for_ever_costs_patience_and_not_the_answer(
    run: Run, book: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl

    answers(run, book)
    monkeypatch.setattr("brief_cli.index.cache.PATIENCE", 0.05)
    with (folder_of(home) / "lock").open("r+") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        (book / "a.yaml").write_text(a_brief("New"))
        assert "New" in run("list", book=book).out
        (folder_of(home) / "current").unlink()
        assert "New" in run("list", book=book).out
    assert "New" in run("list", book=book).out


def test_one_who_reads_for_long_keeps_nobody_from_writing(run: Run, book: Path, home: Path) -> None:
    """As a pager that is left open."""
    run("list", book=book)
    db = sqlite3.connect(database(home), isolation_level=None)
    db.execute("BEGIN")
    before = db.execute("SELECT * FROM unit").fetchall()
    for title in ("New", "Two", "Six"):
        (book / "a.yaml").write_text(a_brief(title))
        assert title in run("list", book=book).out
        assert len(list(folder_of(home).iterdir())) <= 4
    assert db.execute("SELECT * FROM unit").fetchall() == before
    db.close()
    run("list", book=book)
    database(home)


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Have something happen once, while a command waits for its turn to write."""
    from brief_cli.index.cache import Cache

    real = Cache.locked
    done: list[int] = []

    def locked(self: Cache) -> contextlib.AbstractContextManager[bool]:
        if not done:
            done.append(1)
            act()
        return real(self)

    monkeypatch.setattr(Cache, "locked", locked)


@pytest.mark.parametrize("cold", [True, False])
@pytest.mark.parametrize("taken", [True, False])
def test_of_two_commands_that_meet_a_new_pattern_at_once_neither_reads_what_is_ignored(
    cold: bool, taken: bool, run: Run, spawn: Run, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not cold:
        run("list", book=book)
    (book / "book.yaml").write_text("ignore: [sub/]\n")
    meanwhile(monkeypatch, lambda: spawn("list", book=book))
    if not taken:  # and this one does not get its turn at all
        monkeypatch.setattr("brief_cli.index.cache._taken", lambda *_: False)
    for _ in range(2):
        assert [row["id"] for row in json.loads(run("list", "--json", book=book).out)] == ["a"]


def test_what_happens_while_a_command_waits_for_its_turn_is_seen_by_the_next(
    run: Run, spawn: Run, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled(monkeypatch)
    run("list", book=book)
    (book / "a.yaml").write_text(a_brief("New"))

    def act() -> None:
        (book / "c.yaml").write_text(a_brief("Three"))
        (book / "sub/b.yaml").unlink()
        (book / "a.yaml").write_text(a_brief("Six"))
        spawn("list", book=book)

    meanwhile(monkeypatch, act)
    assert run("list", book=book).code == 0
    assert [row["title"] for row in json.loads(run("list", "--json", book=book).out)] == ["Six", "Three"]
