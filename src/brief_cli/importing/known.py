"""What a book has already, by what makes two records the same thing."""

from __future__ import annotations

import json
from collections.abc import Iterator

from brief_cli.book import Book
from brief_cli.importing.carried import Raw
from brief_cli.model.text import fold

KEY = "x_imported"
"""The field in which a record keeps what it was elsewhere, so that it is known again."""


class Known:
    """What the book has, by what makes it the same thing."""

    def __init__(self, book: Book) -> None:
        self.ids: set[str] = {*book.ids(), *book.broken}
        self._by: dict[tuple[str, str, str], str] = {}
        for kind in ("brief", "entity", "source"):
            rows = book.index.db.execute("SELECT id, own FROM unit WHERE kind = ?", (kind,))
            for id_, own in rows:
                self.note(kind, id_, json.loads(own))

    def note(self, kind: str, id_: str, values: dict[str, Raw]) -> None:
        """Remember a record."""
        for mark in self._marks(kind, values):
            self._by.setdefault((kind, *mark), id_)
        self.ids.add(id_)

    def find(self, kind: str, values: dict[str, Raw]) -> str | None:
        """The id of the same thing, if it is there."""
        return next((id_ for mark in self._marks(kind, values) if (id_ := self._by.get((kind, *mark)))), None)

    @staticmethod
    def _marks(kind: str, values: dict[str, Raw]) -> Iterator[tuple[str, str]]:
        """By what a record is known: what it was elsewhere, its address, its name with what tells namesakes apart."""
        if isinstance(key := values.get(KEY), str):
            yield "key", key
        if kind == "source":
            if isinstance(url := values.get("url"), str):
                yield "url", url.split("#")[0].rstrip("/")
            else:
                named = (str(values.get(key, "")) for key in ("title", "publisher", "published"))
                yield "title", fold("\n".join(named))
        elif kind == "brief":
            yield "text", fold("\n".join(str(values.get(key, "")) for key in ("title", "bottom_line", "as_of")))
        elif kind == "entity":
            yield "name", f"{values.get('type')}\n{fold(str(values.get('name', '')))}"
