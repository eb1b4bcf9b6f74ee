"""An index that followed every edit of a book answers as one that is built anew."""

from __future__ import annotations

import difflib
import random
import shutil
import sqlite3
from collections.abc import Iterable
from pathlib import Path

import pytest
from conftest import Result, Run
from edits.desk import BRIEFS, PEOPLE, SOURCES, WORDS, Desk

from brief_cli.book.update import MARGIN

TRUSTING = -(10**18)
"""A margin by which no file counts as young: what the stamps do not show would never be seen."""
IDS = (*BRIEFS, *PEOPLE, *SOURCES, "linked", "alpha#e1", "beta#k1", "gamma#events.2", "delta#judgments.1")
ASKED = (
    ("list", "--json"),
    ("timeline", "--json"),
    ("check", "--json"),
    ("entities", "--json"),
    ("sources", "--json"),
    ("stats", "--json"),
    ("xref", "--json"),
    ("show", *IDS, "--json"),
)
SPELLED = (*WORDS, "kalesnikava", "Калесникава", "minsk", "Варшава", "convoi", "treaties", "sign", "borde", "вікт")

Question = tuple[str, ...]
Answers = dict[Question, Result]


def questions(chance: random.Random) -> list[Question]:
    """What is asked after a step, in random order: whichever comes first meets what changed."""
    some: list[Question] = [("xref", id_, "--json") for id_ in chance.sample(IDS, 3)]
    some += [("search", word, "--json") for word in chance.sample(SPELLED, 3)]
    some += [("xref", *chance.sample(BRIEFS, 2), "--json"), ("list", chance.choice(SPELLED))]
    some += [("timeline", f"entity:{chance.choice(PEOPLE)}"), ("entities", f"source:{chance.choice(SOURCES)}")]
    asked = [*ASKED, *some]
    chance.shuffle(asked)
    return asked


def differences(kept: Answers, anew: Answers) -> Iterable[str]:
    for question, right in anew.items():
        for part in ("code", "out", "err"):
            one, other = str(getattr(kept[question], part)), str(getattr(right, part))
            if one != other:
                lines = difflib.unified_diff(other.splitlines(), one.splitlines(), "anew", "kept", lineterm="", n=3)
                yield "\n".join([f"brief {' '.join(question)} ({part})", *list(lines)[:60]])


def tables(cache: Path) -> list[str]:
    """All that an index holds but how files stood, numbers that only it knows left out."""
    (path,) = cache.rglob("*.db")
    db = sqlite3.connect(path)
    names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    out = []
    for name in (n for n in names if n != "header" and not n.startswith("words")):
        columns = [row[1] for row in db.execute(f"PRAGMA table_info({name})") if row[1] != "n"]
        rows = db.execute(f"SELECT {', '.join(columns)} FROM {name}")
        out += sorted(f"{name} {dict(zip(columns, row, strict=True))}" for row in rows)
    db.close()
    return out


class Sides:
    """The same questions to the index that was kept and to one that is built anew."""

    def __init__(self, tmp_path: Path, run: Run, spawn: Run, patch: pytest.MonkeyPatch) -> None:
        self.kept, self.fresh, self.root = tmp_path / "kept", tmp_path / "fresh", tmp_path / "book"
        self._run, self._spawn, self._patch = run, spawn, patch

    def ask(self, cache: Path, asked: list[Question]) -> Answers:
        self._patch.setenv("XDG_CACHE_HOME", str(cache))
        return {question: self._run(*question, book=self.root) for question in asked}

    def outside(self, question: Question) -> Answers:
        """The answer of a process of its own, which trusts young files no more than any user's."""
        return {question: self._spawn(*question, book=self.root, XDG_CACHE_HOME=str(self.kept))}

    def after(self, chance: random.Random, *, outside: bool) -> list[str]:
        """How the two sides differ."""
        asked = questions(chance)
        self._patch.setattr("brief_cli.book.update.MARGIN", TRUSTING)
        anew, held = self.ask(self.fresh, asked), tables(self.fresh)
        shutil.rmtree(self.fresh)
        told: list[str] = []
        if outside:
            told += differences(self.outside(asked[0]), {asked[0]: anew[asked[0]]})
        elif chance.random() < 0.2:
            self._patch.setattr("brief_cli.book.update.MARGIN", MARGIN)
            told += differences(self.ask(self.kept, asked[:2]), {q: anew[q] for q in asked[:2]})
            self._patch.setattr("brief_cli.book.update.MARGIN", TRUSTING)
        told += differences(self.ask(self.kept, asked), anew)
        return [*told, *difflib.unified_diff(held, tables(self.kept), "anew", "kept", lineterm="", n=0)]


def follow(seed: int, steps: int, sides: Sides) -> None:
    """Edit and compare; every few steps a real process is the first to meet what changed."""
    desk = Desk(sides.root, seed)
    chance = random.Random(-seed)
    for n in range(steps + 1):
        told = sides.after(chance, outside=n % 6 == 3)
        if told:
            pytest.fail("\n".join([f"seed {seed}, step {n}", *desk.log, *told[:30]]), pytrace=False)
        desk.step()


@pytest.fixture
def sides(tmp_path: Path, run: Run, spawn: Run, monkeypatch: pytest.MonkeyPatch) -> Sides:
    return Sides(tmp_path, run, spawn, monkeypatch)


@pytest.mark.parametrize("seed", [1, 2])
def test_an_index_that_followed_twenty_edits_answers_as_one_built_anew(seed: int, sides: Sides) -> None:
    follow(seed, 20, sides)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(11, 21))
def test_an_index_that_followed_many_edits_answers_as_one_built_anew(seed: int, sides: Sides) -> None:
    follow(seed, 50, sides)
