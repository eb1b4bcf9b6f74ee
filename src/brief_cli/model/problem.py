"""A fault in the data of a book, as a value with its place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where, and how to mend it.

    ``line`` and ``column`` count from 1; ``end_line`` and ``end_column`` stand just behind the faulty text.
    ``excerpt`` holds the lines around it as ``(number, text)``, since the file may be gone when it is shown.
    """

    path: str
    line: int
    column: int
    code: str
    message: str
    hint: str
    end_line: int = 0
    end_column: int = 0
    where: str = ""
    record: str = ""
    excerpt: tuple[tuple[int, str], ...] = ()

    def sentence(self) -> str:
        """The message and its mend in one line."""
        return f"{self.message}; {self.hint}" if self.hint else self.message
