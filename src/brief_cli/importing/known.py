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
    """What the book has, and what has come in so far, by what makes it the same thing."""

    def __init__(self, book: Book) -> None:
        self.ids: set[str] = {*book.ids(), *book.broken}
        self._by: dict[tuple[str, str, str], str] = {}
        self._says: dict[str, dict[str, Raw]] = {}
        for kind in ("brief", "entity", "source"):
            rows = book.index.db.execute("SELECT id, own FROM unit WHERE kind = ?", (kind,))
            for id_, own in rows:
                self.note(kind, id_, json.loads(own))
        self._old = frozenset(self._says)

    def note(self, kind: str, id_: str, values: dict[str, Raw]) -> None:
        """Remember a record."""
        for mark in self._marks(kind, values):
            self._by.setdefault((kind, *mark), id_)
        self._says[id_] = values
        self.ids.add(id_)

    def says(self, id_: str) -> dict[str, Raw]:
        """What a record says that is known: of a brief of the book its own fields without its items."""
        return self._says.get(id_, {})

    def is_old(self, id_: str) -> bool:
        """Whether a record was in the book before."""
        return id_ in self._old

    def find(self, kind: str, values: dict[str, Raw], wish: str = "") -> str | None:
        """The id of the same thing, if it is there; ``wish`` is the id that it would like to have."""
        for mark in self._marks(kind, values):
            found = self._by.get((kind, *mark))
            if found is not None and (mark[0] in _SURE or self._may_be(kind, found, values, wish)):
                return found
        return None

    def _may_be(self, kind: str, found: str, values: dict[str, Raw], wish: str) -> bool:
        """Whether two that are called alike may be one.

        Two that come in together are told apart by what they were elsewhere; so are two of one world-wide scheme.
        """
        there = self.says(found)
        keys = values.get(KEY), there.get(KEY)
        if kind == "source" and wish and wish != found and not found.startswith(f"{wish}-"):
            return False
        if None in keys or keys[0] == keys[1]:
            return True
        return self.is_old(found) and not all(isinstance(key, str) and "--" in key for key in keys)

    @staticmethod
    def _marks(kind: str, values: dict[str, Raw]) -> Iterator[tuple[str, str]]:
        """By what a record is known: what it was elsewhere, its address, its name with what tells namesakes apart."""
        if isinstance(key := values.get(KEY), str):
            yield "key", f"{values.get('type', '')}\n{key}"
        if kind == "source":
            if isinstance(url := values.get("url"), str):
                yield "url", url.rstrip("/")
            else:
                named = (str(values.get(key, "")) for key in ("title", "publisher", "published"))
                yield "title", fold("\n".join(named))
        elif kind == "brief":
            yield "text", fold("\n".join(str(values.get(key, "")) for key in ("title", "bottom_line", "summary")))
        elif kind == "entity":
            yield "name", f"{values.get('type')}\n{fold(str(values.get('name', '')))}"


_SURE = ("key", "url")
"""What makes two the same whatever else they say."""
