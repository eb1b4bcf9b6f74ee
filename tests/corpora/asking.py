"""A book in which faults are put one at a time: what `check` then says that it did not say before."""

from __future__ import annotations

import json
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from conftest import SAMPLE, Run
from corpora.document import Document, documents
from corpora.faults import Fault
from corpora.inert import assert_inert, on_a_screen

Finding = dict[str, Any]
RULES = "E,R201,R203,R206,L501,H610"
"""What is asked of each fault: all that reading tells, and the rules of the kinds that need `check`."""

LIMIT = 20
"""Seconds for one command, which takes a hundredth of it."""


@contextmanager
def limited(what: object) -> Iterator[None]:
    """Ends what does not end by itself."""

    def late(number: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"still running after {LIMIT} s: {what}")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(LIMIT)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


class Patient:
    """A copy of the sample book, sound but for the fault of the moment."""

    def __init__(self, root: Path, run: Run) -> None:
        self.root, self.run = root / "patient", run
        shutil.copytree(SAMPLE, self.root)
        self.files: list[Document] = documents(self.root)
        self.before = {_what(finding) for finding in self.findings()}

    def findings(self) -> list[Finding]:
        """All that `check` says."""
        done = assert_inert(self.run("check", "--json", "--select", RULES, book=self.root))
        found: list[Finding] = json.loads(done.out)
        return found

    def told(self, fault: Fault, *, shown: bool = False) -> list[Finding]:
        """What `check` says of a fault and did not say of the sound book; the book is then sound again.

        ``shown``: the broken book is read on a screen, too, and nothing acts on it.
        """
        path = self.root / fault.path
        sound = path.read_bytes()
        path.write_bytes(fault.data)
        try:
            with limited(fault):
                for command in (("list",), ("entities",), ("show", path.stem), ("check",)) if shown else ():
                    assert_inert(on_a_screen(*command, book=self.root), fault)
                return [finding for finding in self.findings() if _what(finding) not in self.before]
        finally:
            path.write_bytes(sound)


def _what(finding: Finding) -> tuple[str, ...]:
    """What a finding says, wherever it stands: lines move when others come or go."""
    return tuple(str(finding[name]) for name in ("code", "path", "id", "message"))
