"""A fault in the data of a book, as a value with its place."""

from __future__ import annotations

from brief_cli.model.value import Value


class Problem(Value, kw_only=False):
    """What is wrong, where, and how to mend it.

    ``line`` and ``column`` count from 1; ``end_line`` and ``end_column`` stand just behind the faulty text.
    ``where`` names the item or record it is about.  ``excerpt`` holds the lines around it as ``(number, text)``,
    since the file may be gone when it is shown.
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

    @property
    def told(self) -> str:
        """The message, and the item it is about."""
        within = f", in {self.where}" if ":" in self.message else f" in {self.where}"
        return self.message + (within if self.where else "")

    def sentence(self) -> str:
        """The same and its mend, in one line."""
        return f"{self.told}; {self.hint}" if self.hint else self.told
