"""Which units hold a free word: folded, also inside a word, anywhere in what they say."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from brief_cli.index.reader import Reader
from brief_cli.index.tables import bound
from brief_cli.index.words import every_text, quoted, searched, tokens
from brief_cli.model.text import fold

MOST_TERMS = 200  # of one expression of FTS5; more are asked for in turns


class Wording:
    """Conditions on ``n`` for free words."""

    def __init__(self, reader: Reader) -> None:
        self._db = reader.db
        for function in (says, writes):
            self._db.create_function(function.__name__, 3, function, deterministic=True)

    def holding(self, text: str, *, literally: bool = False) -> tuple[str, list[Any]]:
        """The condition on a unit's ``n``, and its values; ``literally``: the very characters."""
        if literally:
            return "n IN (SELECT n FROM unit WHERE writes('', own, ?))", [bound(text)]
        wanted, words = fold(text).strip(), tokens(text)
        if not words:  # marks are looked for in everything that is written, one text after another
            said = "n IN (SELECT n FROM unit WHERE says('', own, ?))"
            return (said, [bound(wanted)]) if wanted else ("n IS NULL", [])
        expressions = self.expressions(words)
        marked = wanted != " ".join(words)  # the words alone are found by the index, the marks between them are not
        if len(expressions) == 1 and not marked:
            return "n IN (SELECT rowid FROM words WHERE words MATCH ?)", expressions
        asked, more = (_MARKED, (bound(wanted),)) if marked else ("SELECT rowid FROM words WHERE words MATCH ?", ())
        found = {row[0] for expression in expressions for row in self._db.execute(asked, (expression, *more))}
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


_MARKED = "SELECT u.n FROM words JOIN unit u ON u.n = words.rowid WHERE words MATCH ? AND says('', own, ?)"


def says(kind: str, own: str, wanted: str) -> bool:
    """Whether a text of a unit holds some folded characters: of what a search looks at, or of all for no ``kind``."""
    return any(wanted in fold(text) for text in _texts(kind, own))


def writes(kind: str, own: str, wanted: str) -> bool:
    """The same of the very characters."""
    return any(wanted in text for text in _texts(kind, own))


def _texts(kind: str, own: str) -> Iterable[str]:
    record = json.loads(own)
    return searched(kind, record).values() if kind else every_text(record)
