"""A bar on standard error for work that takes longer than a moment; a terminal sees it, and it leaves no trace."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.progress import Progress

PATIENCE = 0.5
"""Seconds of work that nobody is told of."""


class Bar:
    """Told how many of how many are done: ``with Bar() as bar: work(bar)``."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._drawn: Progress | None = None
        self._task: Any = None

    def __enter__(self) -> Bar:
        return self

    def __call__(self, done: int, total: int) -> None:
        """``done`` of ``total`` files are read."""
        if self._drawn is None:
            if time.monotonic() - self._began < PATIENCE or sys.stderr is None or not sys.stderr.isatty():
                return
            self._start(total)
        if self._drawn is not None:
            self._drawn.update(self._task, completed=done)

    def _start(self, total: int) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        columns = (TextColumn("reading the book"), BarColumn(), MofNCompleteColumn())
        self._drawn = Progress(*columns, console=Console(stderr=True, markup=False), transient=True)
        self._task = self._drawn.add_task("", total=total)
        self._drawn.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._drawn is not None:
            self._drawn.stop()
