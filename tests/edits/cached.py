"""What tests of the cache share: a cache of their own, a small book, and words for what stands in a cache.

Who imports ``own_cache`` has it for every test, as ``home``.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from conftest import MakeBook, Result, Run, a_brief

ASKED = (("list", "--json"), ("timeline", "--json"), ("entities",), ("search", "x"), ("show", "a", "--json"))


@pytest.fixture(name="home", autouse=True)
def own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The user's cache folder, of this test alone."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture(name="book")
def small_book(make_book: MakeBook) -> Path:
    """A book of each kind of file."""
    return make_book(
        {
            "book.yaml": "title: B\n",
            "a.yaml": a_brief("One", events="[{date: 2025, title: x}]", entities="[maria]", key_points="[x]"),
            "sub/b.yaml": a_brief("Two", related="[{to: a, as: causes}]"),
            "entities/e.yaml": "maria: {type: person, name: Maria}\n",
        }
    )


def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on files count as old at once: only how they stand is compared, as hours later."""
    monkeypatch.setattr("brief_cli.book.update.MARGIN", -(10**18))
    time.sleep(0.02)  # the clock of files moves in ticks of some milliseconds


def answers(run: Run, book: Path) -> list[Result]:
    """What some commands say."""
    return [run(*question, book=book) for question in ASKED]


def replied(run: Run, book: Path, *arguments: str) -> Any:
    """The JSON of an answer."""
    return json.loads(run(*arguments, "--json", book=book).out)


def titles(run: Run, book: Path) -> list[str]:
    """The titles of all briefs."""
    return [row["title"] for row in replied(run, book, "list")]


def folder_of(home: Path) -> Path:
    """The one folder of the one book."""
    (found,) = (home / "brief").iterdir()
    return found


def database(home: Path) -> Path:
    """The one database of the one book."""
    (found,) = folder_of(home).glob("*.db")
    return found


def listing(folder: Path) -> list[tuple[object, ...]]:
    """Everything that stands in a folder, and how it stands, but when it was last read."""
    kept = ("mode", "ino", "nlink", "uid", "gid", "size", "mtime_ns", "ctime_ns")
    return sorted((str(p), *(getattr(p.lstat(), f"st_{n}") for n in kept)) for p in [folder, *folder.rglob("*")])
