"""Books to measure on: made once and kept, one that stands still and one that is touched, each a git repository."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent.parent
RARE, COMMON = "quagga", "garrison"
ONE_IN = 2000
"""Every so-and-so-many-th brief holds the rare word, from the first ten on."""
SWITCHED = 500
KIND = 1  # to be raised when what is made changes: older books are then made anew
SETTLED = 3.5
"""Seconds after which a file no longer counts as one that may have changed unseen."""
SAMPLE = HERE.parent / "briefs"
SAMPLE_BRIEF = "zapad-2025"
TITLE = re.compile(r"(?m)^(title: .*?)(?: \(\d+\))?$")
GIT = ["git", "-c", "user.name=bench", "-c", "user.email=bench@localhost", "-c", "core.bigFileThreshold=1"]


def folder() -> Path:
    """Where books and indexes are kept: ``BRIEF_BENCH``, else a folder of the system's temporary one."""
    out = Path(os.environ.get("BRIEF_BENCH") or Path(tempfile.gettempdir()) / "brief-bench")
    out.mkdir(parents=True, exist_ok=True)
    return out.resolve()


def git(where: Path, *words: str) -> None:
    """Run git quietly in a folder, without anybody's settings.  Raises ``CalledProcessError``."""
    subprocess.run([*GIT, "-C", str(where), *words], check=True, capture_output=True, env=git_surroundings())


def git_surroundings() -> dict[str, str]:
    """The environment in which git reads no settings but the repository's own."""
    return os.environ | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}


@dataclass
class Touched:
    """A book that is edited, and switched between two branches, while it is measured."""

    root: Path
    size: int | None  # None for the sample book
    turn: int = 0
    at: float = 0.0  # when a file was last written, as ``time.monotonic`` counts

    def known(self, command: list[str], environment: Mapping[str, str]) -> None:
        """Wait until what was last written is old enough to be trusted, and have it indexed by a command."""
        time.sleep(max(0.0, self.at + SETTLED - time.monotonic()))
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=os.environ | environment)

    def edit(self) -> None:
        """Give one of the files that are the same in both branches another title."""
        self.turn += 1
        size = self.size
        name = f"b-{size - 1 - self.turn % (size // 2):06}" if size else SAMPLE_BRIEF
        path = self.root / f"{name}.yaml"
        text = path.read_text(encoding="utf-8")
        path.write_text(TITLE.sub(rf"\1 ({self.turn})", text, count=1), encoding="utf-8")
        self.at = time.monotonic()

    def switch(self) -> None:
        """Check out the other branch."""
        git(self.root, "checkout", "--quiet", "-")
        self.at = time.monotonic()


@dataclass
class Books:
    """A book of some size, twice."""

    size: int
    still: Path
    touched: Touched


def books(size: int) -> Books:
    """The generated book of ``size`` briefs, made if it is not there."""
    still, touched = (folder() / f"{name}-{size}-v{KIND}" for name in ("still", "touched"))
    for root in (still, touched):
        if not root.exists():
            # a process of its own: what a parent holds counts as the memory of those that it starts
            subprocess.run([sys.executable, "-m", "bench.books", str(root), str(size)], check=True, cwd=HERE)
    return Books(size, still, Touched(touched, size))


def sound_book(size: int) -> Path:
    """A generated book in which ``check`` finds next to nothing, made if it is not there."""
    root = folder() / f"sound-{size}-v{KIND}"
    if not root.exists():
        subprocess.run([sys.executable, "-m", "bench.books", str(root), str(size), "sound"], check=True, cwd=HERE)
    return root


def make(root: Path, size: int, *, sound: bool = False) -> None:
    """Write a book and put it into its place when it is done."""
    from bench.generator import write

    making = root.with_name(f"{root.name}.making")
    shutil.rmtree(making, ignore_errors=True)
    write(making, size, planted={RARE: ONE_IN}, sound=sound)
    if shutil.which("git") and not sound:
        _repository(making, size)
    making.rename(root)


def _repository(root: Path, size: int) -> None:
    """Two branches that differ in 500 files (in half of the briefs of a small book); the first is checked out."""
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "As it was written")
    git(root, "checkout", "--quiet", "-b", "other")
    for n in range(min(SWITCHED, size // 2)):
        path = root / f"b-{n:06}.yaml"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("summary: ", "summary: Elsewhere ", 1), encoding="utf-8")
    git(root, "commit", "--quiet", "--all", "--message", "As it is elsewhere")
    git(root, "checkout", "--quiet", "-")


def sample() -> tuple[Path, Touched]:
    """The sample book, and a copy of it that may be edited."""
    copy = folder() / "sample"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(SAMPLE, copy)
    return SAMPLE, Touched(copy, None)


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]), sound="sound" in sys.argv[3:])
