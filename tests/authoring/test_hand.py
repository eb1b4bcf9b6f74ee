"""Written at random over all writing commands: each file differs only where that was asked, and says what was meant."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from authoring.hand import Hand
from conftest import Run

SEED = int(os.environ.get("SEED", random.SystemRandom().randrange(10**6)))


def written(root: Path, run: Run, seed: int, steps: int) -> None:
    print(f"SEED={seed}")
    hand = Hand(root, run, seed)
    try:
        for _ in range(steps):
            hand.step()
    except BaseException:
        print(*hand.log, sep="\n")
        raise
    assert hand.refused < steps * 0.6, "most of it is done"


def test_a_book_is_written_at_random_and_only_what_was_asked_changes(tmp_path: Path, run: Run) -> None:
    written(tmp_path / "book", run, SEED, 40)


@pytest.mark.slow
def test_a_book_is_written_at_random_for_long(tmp_path: Path, run: Run) -> None:
    for n in range(10):
        written(tmp_path / str(n), run, SEED + n, 50)
