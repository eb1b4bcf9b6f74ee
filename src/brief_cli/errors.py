"""What can go wrong between a question and its answer, as one small tree.

::

    BriefError                  exit code 2: wrong use, or nothing to work on
    ├── UsageError              a command, option, format, field, date or selector that is none
    ├── NoBook                  ``--book`` or ``BRIEF_BOOK`` names no folder
    ├── BrokenFile              the very file that was asked for has errors
    ├── CannotWrite             an answer or a file of the book could not be written
    ├── ReaderGone              exit code 141: the reader has closed the pipe
    └── NotFound                exit code 1: rightly asked, and the answer is no

Exceptions take facts and own their sentence.  Faults in the *data* of a book are no exceptions: they
are values (``model.problem.Problem``), collected beside what loads.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar


class BriefError(Exception):
    """Anything the user is told in a sentence; ``hints`` stand under it, one a line."""

    exit_code: ClassVar[int] = 2

    def __init__(self, message: str, *hints: str) -> None:
        super().__init__(message)
        self.message = message
        self.hints = hints


class UsageError(BriefError):
    """The question itself is malformed."""


class PointedError(UsageError):
    """A usage error with its place in what was typed: ``text[start:end]`` is the fault."""

    def __init__(self, message: str, text: str, start: int, end: int, *hints: str) -> None:
        super().__init__(message, *hints)
        self.text = text
        self.start = start
        self.end = max(end, start + 1)


class NoBook(BriefError):
    """An explicit book that is none."""

    def __init__(self, path: str, origin: str) -> None:
        super().__init__(f"{origin} is no folder: {path}")


class BrokenFile(BriefError):
    """The file that was asked for has errors; they were shown by whoever raises this."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} is broken")


class CannotWrite(BriefError):
    """The answer could not be put where it was to go."""

    def __init__(self, path: str, reason: str, *hints: str) -> None:
        super().__init__(f"cannot write {path}: {reason}", *hints)


class ReaderGone(BriefError):
    """Whoever read the answer has seen enough; nothing is said."""

    exit_code: ClassVar[int] = 141


class NotFound(BriefError):
    """Rightly asked, and the book says no."""

    exit_code: ClassVar[int] = 1


def near(word: str, known: Sequence[str], most: int = 3, *, cutoff: float = 0.6) -> list[str]:
    """The known words nearest to ``word``, best first, at most ``most``; none less alike than ``cutoff``."""
    import difflib

    lower = word.casefold()
    same = [k for k in known if k.casefold() == lower]
    inside = [k for k in sorted(known) if lower and (k.startswith(lower) or lower in k.split("-"))]
    close = difflib.get_close_matches(word, known, n=most, cutoff=cutoff)
    return list(dict.fromkeys([*same, *close, *inside]))[:most]


def offer(word: str, known: Sequence[str]) -> tuple[str, ...]:
    """A hint line that offers the nearest known words, or none."""
    found = near(word, known)
    return (f"Near it: {', '.join(found)}.",) if found else ()
