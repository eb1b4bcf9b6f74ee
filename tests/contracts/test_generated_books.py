"""A generated book of known truth is answered truly, whatever its seed."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path

import pytest
from bench.generator import Truth, write
from conftest import Run

SEED = int(os.environ.get("BRIEF_SEED") or random.randrange(10**6))


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Truth]:
    root = tmp_path_factory.mktemp("generated")
    return root, write(root, 60, seed=SEED)


def test_counts_and_tellings_are_those_that_were_written(generated: tuple[Path, Truth], run: Run) -> None:
    root, truth = generated
    rows = json.loads(run("timeline", "--json", book=root).out)
    counts = (len(rows), sum(len(row["briefs"]) > 1 for row in rows))
    assert counts == (truth.events, truth.told_twice), f"BRIEF_SEED={SEED}"
    assert rows == sorted(rows, key=lambda row: (row["earliest"], row["latest"], row["id"]))


def test_states_are_those_that_were_written(generated: tuple[Path, Truth], run: Run) -> None:
    root, truth = generated
    found = json.loads(run("stats", "--json", book=root).out)
    assert (found["briefs"], found["stale"], found["dangling"]) == (truth.briefs, truth.stale, 0), f"BRIEF_SEED={SEED}"


def test_every_relation_shows_on_both_sides(generated: tuple[Path, Truth], run: Run) -> None:
    root, _ = generated
    shown = json.loads(run("show", *[f"b-{n:06}" for n in range(60)], "--json", book=root).out)
    pairs = {(brief["id"], row["to"]) for brief in shown for row in brief["related"] if row["to"] != brief["id"]}
    assert pairs == {(b, a) for a, b in pairs}, f"BRIEF_SEED={SEED}"


def test_contradictions_show_on_both_sides(generated: tuple[Path, Truth], run: Run) -> None:
    root, truth = generated
    shown = json.loads(run("show", *[f"b-{n:06}" for n in range(60)], "--json", book=root).out)
    contested = [point["id"] for brief in shown for point in brief["key_points"] if point["contested"]]
    assert len(contested) == truth.contradicted == 12, f"BRIEF_SEED={SEED}"
