"""Which units hold a free word: folded, also inside a word, anywhere in what they say."""

from __future__ import annotations

import json
from typing import Any

from brief_cli.index.reader import Reader
from brief_cli.index.tables import bound
from brief_cli.index.words import quoted, tokens
from brief_cli.model.text import fold

MOST_TERMS = 200  # of one expression of FTS5; more are asked for in turns


class Wording:
    """Conditions on ``n`` for free words."""

    def __init__(self, reader: Reader) -> None:
        self._db = reader.db

    def holding(self, text: str) -> tuple[str, list[Any]]:
        """The condition on a unit's ``n``, and its values."""
        words = tokens(text)
        if not words:
            return self._literal(text)
        expressions = self.expressions(words)
        if len(expressions) == 1:
            return "n IN (SELECT rowid FROM words WHERE words MATCH ?)", expressions
        found: set[int] = set()
        for expression in expressions:
            rows = self._db.execute("SELECT rowid FROM words WHERE words MATCH ?", (expression,))
            found.update(row[0] for row in rows)
        return "n IN (SELECT value FROM json_each(?))", [json.dumps(sorted(found))]

    def expressions(self, words: list[str]) -> list[str]:
        """What is asked of the index of words: the words in a row, the first and the last also as parts of words."""
        if len(words) == 1:
            terms = [quoted([token]) for token in self.containing(words[0])]
        else:
            terms = [quoted([first, *words[1:]], prefix=True) for first in self.ending(words[0])]
        return [" OR ".join(terms[n : n + MOST_TERMS]) for n in range(0, len(terms), MOST_TERMS)] or [quoted(words)]

    def containing(self, token: str) -> list[str]:
        """The words of the book that a token is part of."""
        return self._column("SELECT DISTINCT token FROM vocabulary WHERE instr(token, ?)", token)

    def ending(self, token: str) -> list[str]:
        """The words of the book that end with a token."""
        asked = "SELECT DISTINCT token FROM vocabulary WHERE substr(token, -length(?1)) = ?1"
        return self._column(asked, token)

    def _column(self, sql: str, value: str) -> list[str]:
        return [row[0] for row in self._db.execute(sql, (value,))]

    def _literal(self, text: str) -> tuple[str, list[Any]]:
        """Marks that make no word are looked for in everything that is written, one text after another."""
        wanted = fold(text).strip()
        if not wanted:
            return "n IS NULL", []
        self._db.create_function("says", 2, says, deterministic=True)
        return "n IN (SELECT n FROM unit WHERE says(own, ?))", [bound(wanted)]


def says(own: str, wanted: str) -> bool:
    """Whether a text of a record's own JSON holds some folded marks."""
    return any(wanted in fold(text) for text in _texts(json.loads(own)))


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for v in inner for text in _texts(v)]
