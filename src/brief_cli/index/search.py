"""Ranked search: as typed, by a name's other spellings, across scripts, by sound, and with a slip of the finger.

Every word of a question must be found in a unit, by the best road there is for it.  The roads are tried over the
book's own vocabulary, so that what is asked of the index of words are words that it holds; what stands in a unit as
typed always comes before what was found by a wider road.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from brief_cli.index.reader import Reader
from brief_cli.index.spelling import near, plain, skeleton
from brief_cli.index.tables import SEARCHED, bound
from brief_cli.index.wording import MOST_TERMS, Wording
from brief_cli.index.words import WORD, quoted, spellings, tokens
from brief_cli.model.text import fold, fold_map
from brief_cli.model.value import Value

WEIGHTS = {"id": 9, "name": 8, "title": 7, "alias": 6, "tags": 5, "bottom_line": 4, "text": 3, "rest": 0}
TYPED, INSIDE, ALIAS, SPELLING, SOUND, TYPO = range(6)
"""The roads, the best first: whole words, parts of words, another spelling of the name that a word is part of, the
same letters in another script, the same sounds, a slip."""
SHORTEST_GUESS = 4  # a word of three letters has too many neighbours
MOST_GUESSES = 32  # of one question: after so many unknown words the rest is not guessed
MOST_NAMED = 16  # entities whose names a word may be part of
_COLUMNS = "{" + " ".join(SEARCHED) + "} : "
_BM25 = f"bm25(words, {', '.join(map(str, WEIGHTS.values()))})"

WINDOW = 400
"""Units that are ranked at first where only a few are asked for."""
_WORTH = "round({score} * CASE u.kind WHEN 'source' THEN 0.5 ELSE 1 END, 6)"
_RANKED = (
    "SELECT u.n FROM words JOIN unit u ON u.n = words.rowid WHERE words MATCH ? AND {where}"
    f" AND u.id NOT IN (SELECT value FROM json_each(?)) ORDER BY {_WORTH.format(score=_BM25)}, u.id"
)
_WHOLE = (
    "SELECT u.n FROM json_each(?) j CROSS JOIN unit u ON u.id = j.value CROSS JOIN words ON words.rowid = u.n"
    f" WHERE words MATCH ? AND {{where}} ORDER BY {_WORTH.format(score=_BM25)}, u.id"
)
_GIVEN = "json_extract(j.value, '$[1]')"
_SCORED = f"SELECT rowid, {_BM25} AS score FROM words WHERE words MATCH ? ORDER BY score LIMIT ?"
_FIRST = (
    f"SELECT u.n, {_WORTH.format(score=_GIVEN)} AS worth FROM json_each(?) j"
    " CROSS JOIN unit u ON u.n = json_extract(j.value, '$[0]')"
    " WHERE {where} AND u.id NOT IN (SELECT value FROM json_each(?)) ORDER BY worth, u.id"
)

Span = tuple[int, int]


class Found(Value, kw_only=False):
    """The best field of a unit that answers: how it was found, and the matched stretches of the field's text."""

    field: str
    text: str
    via: str | None
    spans: tuple[Span, ...]


class Reading(Value, kw_only=False):
    """How a word was read: the entity it is a name of, and how that part is spelled in its other names."""

    word: str
    entity: str | None
    spellings: tuple[str, ...]


class Asked:
    """One word of a question, with the words of the book that each road leads to."""

    def __init__(self, reader: Reader, text: str, *, exact: bool, guess: bool) -> None:
        self.text = text
        self.exact = exact
        self.folded = fold(text.removesuffix("*"))
        self._db = reader.db
        self._wording = Wording(reader)
        self._tokens = tokens(text)
        self._prefix = text.endswith("*") and bool(self._tokens) and not exact
        self.roads: dict[int, list[str]] = self._typed()
        if len(self._tokens) == 1 and not exact and not self._prefix:
            self._widen(guess)

    def _typed(self) -> dict[int, list[str]]:
        """Whole words, and parts of words, as expressions of the index of words."""
        if not self._tokens:
            return {}
        whole = [_COLUMNS + quoted(self._tokens, self._prefix)]
        if self._prefix:
            return {TYPED: whole}
        inside = [f"{_COLUMNS}({expression})" for expression in self._wording.expressions(self._tokens)]
        return {TYPED: whole, INSIDE: inside}

    @cached_property
    def token(self) -> str:
        """The one folded word of it."""
        return self._tokens[0]

    def _widen(self, guess: bool) -> None:
        same = set(self._column("SELECT DISTINCT token FROM vocabulary WHERE plain = ?", plain(self.token)))
        self.reading = self._read({self.token, *same}) if len(self.token) >= SHORTEST_GUESS else None
        self.aliases = {fold(s): s for s in (self.reading.spellings if self.reading else ())}
        key = skeleton(self.token)
        self.spelled = same - {self.token}
        sounding = "SELECT DISTINCT token FROM vocabulary WHERE skeleton = ?"
        self.sounding = set(self._column(sounding, key)) if key else set()
        self._add(ALIAS, set(self.aliases) - {self.token})
        self._add(SPELLING, self.spelled)
        self._add(SOUND, self.sounding - self.spelled - {self.token})
        if guess and len(self.token) >= SHORTEST_GUESS and not self._holds():
            like = [word for _, word in near(plain(self.token), self._column("SELECT DISTINCT plain FROM vocabulary"))]
            spelled = "SELECT token FROM vocabulary WHERE plain IN (SELECT value FROM json_each(?))"
            self.guessed = set(self._column(spelled, json.dumps(like)))
            self._add(TYPO, self.guessed)

    reading: Reading | None = None
    aliases: dict[str, str] = {}  # noqa: RUF012 (an empty one that nobody fills)
    spelled: frozenset[str] | set[str] = frozenset()
    sounding: frozenset[str] | set[str] = frozenset()
    guessed: frozenset[str] | set[str] = frozenset()

    def _add(self, road: int, words: Iterable[str]) -> None:
        terms = [quoted(tokens(word)) for word in sorted(words) if tokens(word)]
        for n in range(0, len(terms), MOST_TERMS):
            self.roads.setdefault(road, []).append(f"{_COLUMNS}({' OR '.join(terms[n : n + MOST_TERMS])})")

    def _column(self, sql: str, *values: Any) -> list[str]:
        return [row[0] for row in self._db.execute(sql, values)]

    def _holds(self) -> bool:
        """Whether any road leads anywhere."""
        asked = "SELECT 1 FROM words WHERE words MATCH ? LIMIT 1"
        return any(self._db.execute(asked, (e,)).fetchone() for road in self.roads.values() for e in road)

    def _read(self, words: set[str]) -> Reading | None:
        """The entity that a word is part of a name of, and the words at its place in its names of that length."""
        expression = "{name alias} : (" + " OR ".join(quoted([word]) for word in sorted(words)) + ")"
        asked = "SELECT u.id, u.own FROM words JOIN unit u ON u.n = words.rowid WHERE words MATCH ?"
        asked += " AND u.kind = 'entity'"
        for id_, own in sorted(self._db.execute(f"{asked} LIMIT {MOST_NAMED}", (expression,)).fetchall()):
            if near_words := _at_the_place_of(words, json.loads(own)):
                return Reading(self.text, id_, near_words)
        return None

    def up_to(self, road: int) -> str:
        """One expression for all roads up to this one; empty when none of them leads anywhere."""
        terms = [expression for r in sorted(self.roads) if r <= road for expression in self.roads[r]]
        return f"({' OR '.join(terms)})" if terms else ""

    def rows(self) -> dict[int, int]:
        """The units that hold the word, each with the best road to it."""
        out: dict[int, int] = {}
        for road in sorted(self.roads, reverse=True):
            for expression in self.roads[road]:
                found = self._db.execute("SELECT rowid FROM words WHERE words MATCH ?", (expression,))
                out.update((row[0], road) for row in found)
        return out

    def in_text(self, text: str) -> tuple[int, str | None, list[Span], float] | None:
        """Where the word stands in a text: the road, how that is said, the places, and how much of the text it is."""
        if self.exact:
            return _literal(self.text, text)
        return self._typed_in(text) or self._other_in(text)

    def _typed_in(self, text: str) -> tuple[int, str | None, list[Span], float] | None:
        if not self.folded:
            return None
        folded, back = fold_map(text)
        spans, whole, at = [], False, folded.find(self.folded)
        while at >= 0:
            end = at + len(self.folded)
            free = not folded[at - 1 : at].isalnum()
            whole |= free and not folded[end : end + 1].isalnum()
            if free or not self._prefix:
                spans.append((back[at], back[end - 1] + 1))
            at = folded.find(self.folded, end)
        if not spans:
            return None
        worth = 3 if self.folded == folded else 1 if whole or self._prefix else 0.6
        return (TYPED if whole or self._prefix else INSIDE), None, spans, worth

    def _other_in(self, text: str) -> tuple[int, str | None, list[Span], float] | None:
        best: dict[int, list[tuple[str, Span]]] = {}
        for found in WORD.finditer(text):
            word = fold(found[0])
            road = self._road_of(word)
            if road is not None:
                best.setdefault(road, []).append((found[0], found.span()))
        if not best:
            return None
        road = min(best)
        word, spans = best[road][0][0], [span for _, span in best[road]]
        said = {ALIAS: "alias {}", SPELLING: "spelling", SOUND: "sound {}", TYPO: "typo {}"}[road]
        return road, said.format(self.aliases.get(fold(word), word)), spans, 3 if spans == [(0, len(text))] else 1

    def _road_of(self, word: str) -> int | None:
        roads = ((ALIAS, self.aliases), (SPELLING, self.spelled), (SOUND, self.sounding), (TYPO, self.guessed))
        return next((road for road, words in roads if word in words), None)


def _literal(wanted: str, text: str) -> tuple[int, str | None, list[Span], float] | None:
    spans, at = [], text.find(wanted)
    while at >= 0 and wanted:
        spans.append((at, at + len(wanted)))
        at = text.find(wanted, at + len(wanted))
    return (TYPED, None, spans, 1.0) if spans else None


def _at_the_place_of(words: set[str], entity: dict[str, Any]) -> tuple[str, ...]:
    """The words that stand in an entity's names where one of ``words`` does, in names of the same length."""
    places: dict[tuple[int, int], list[str]] = {}
    for name in spellings(entity):
        parts = WORD.findall(name)
        for n, part in enumerate(parts):
            places.setdefault((len(parts), len(parts) - n), []).append(part)
    for same in places.values():
        if any(fold(part) in words for part in same):
            return tuple(dict.fromkeys(same))
    return ()


class Search:
    """A question to an index: its words, and what answers them."""

    def __init__(self, reader: Reader, words: Sequence[str], *, exact: bool) -> None:
        self._db = reader.db
        self.exact = exact
        self.asked = [Asked(reader, word, exact=exact, guess=n < MOST_GUESSES) for n, word in enumerate(words)]
        self._tables: dict[str, dict[int, int]] = {}

    def readings(self) -> tuple[Reading, ...]:
        """How the words were read."""
        return () if self.exact else tuple(a.reading or Reading(a.text, None, ()) for a in self.asked)

    @property
    def leads_everywhere(self) -> bool:
        """Whether every word has a road: marks that make no word have none."""
        return all(asked.roads for asked in self.asked)

    # -- all words must be found: the index of words ranks -------------------------------------------------------

    def ranked(self, where: str, values: Sequence[Any], limit: int | None) -> list[int]:
        """The units that hold every word and for which a condition on ``u`` holds, best first, at most ``limit``.

        On each road there are those whose worst word needs just that road.
        """
        found: dict[int, None] = {}
        known = json.dumps(sorted(self._whole()))
        for road in sorted({road for asked in self.asked for road in asked.roads}):
            wanted = [expression for asked in self.asked if (expression := asked.up_to(road))]
            if len(wanted) < len(self.asked):
                continue
            expression = " AND ".join(wanted)
            rows = self._db.execute(_WHOLE.format(where=where), (known, expression, *values))
            found.update((row[0], None) for row in rows)
            if limit is None:
                rows = self._db.execute(_RANKED.format(where=where), (expression, *values, known))
                found.update((row[0], None) for row in rows)
            else:
                found.update(dict.fromkeys(self._first(expression, where, values, known, limit)))
            if limit is not None and len(found) >= limit:
                break
        return list(found)[:limit]

    def _first(self, expression: str, where: str, values: Sequence[Any], known: str, most: int) -> list[int]:
        """The first of what ``_RANKED`` gives, looking closer only at those that may be among them.

        What lies outside the best so and so many by score alone is worth no more than the last of these.
        """
        window = max(WINDOW, 8 * most)
        while True:
            best = self._db.execute(_SCORED, (expression, window)).fetchall()
            rows = self._db.execute(_FIRST.format(where=where), (json.dumps(best), *values, known)).fetchall()
            if len(best) < window:
                return [n for n, _ in rows][:most]
            sure = [n for n, worth in rows if worth < best[-1][1] - 1e-6]  # SQLite rounds in its own way
            if len(sure) >= most:
                return sure[:most]
            window *= 8

    def _whole(self) -> set[str]:
        """The records that the whole question is the id or a name of, a single word also as other roads have it."""
        text = bound(fold(" ".join(asked.text for asked in self.asked)))
        texts = {text}
        if len(self.asked) == 1:
            only = self.asked[0]
            texts.update(only.aliases, only.spelled, only.sounding, only.guessed)
        named = "SELECT id FROM name WHERE kind = 'entity' AND folded IN (SELECT value FROM json_each(?))"
        found = self._db.execute(named, (json.dumps(sorted(texts)),))
        return {text, *(row[0] for row in found)}

    # -- some words may be missing, or are meant literally: each is asked for ------------------------------------

    def holding(self, word: str) -> tuple[str, list[Any]] | None:
        """The condition on ``n`` for one of the words; None for a word that is only under a ``not``."""
        asked = next((asked for asked in self.asked if asked.text == word), None)
        if asked is None:
            return None
        if self.exact:
            return "n IN (SELECT n FROM unit WHERE writes(kind, own, ?))", [bound(word)]
        if not asked.roads and asked.folded:  # marks that make no word
            return "n IN (SELECT n FROM unit WHERE says(kind, own, ?))", [bound(asked.folded)]
        rows = self._tables.setdefault(word, asked.rows())
        return "n IN (SELECT value FROM json_each(?))", [json.dumps(sorted(rows))]

    def by_words(self, numbers: Iterable[tuple[int, str, str]]) -> list[int]:
        """Units that answer (number, id and kind): those that hold most words first, then as ``ranked``."""
        whole, scores = self._whole(), self._scores()
        tables = [self._tables.setdefault(asked.text, asked.rows()) for asked in self.asked]

        def rank(unit: tuple[int, str, str]) -> tuple[int, int, bool, float, str]:
            n, id_, kind = unit
            roads = [table[n] for table in tables if n in table]
            score = scores.get(n, 0.0) * (0.5 if kind == "source" else 1.0)
            return len(tables) - len(roads), max(roads, default=TYPO + 1), id_ not in whole, round(score, 6), id_

        return [unit[0] for unit in sorted(numbers, key=rank)]

    def _scores(self) -> dict[int, float]:
        """What a find in a unit is worth by bm25 (SQLite: the smaller the better)."""
        out: dict[int, float] = {}
        asked = f"SELECT rowid, {_BM25} FROM words WHERE words MATCH ?"
        for roads in (a.roads for a in self.asked):
            for n in sorted(roads, reverse=True):
                for expression in roads[n]:
                    out.update(self._db.execute(asked, (expression,)).fetchall())
        return out

    def best(self, texts: Sequence[tuple[str, str]]) -> Found:
        """The field of a unit that holds most words, by the best roads; its matches of all words together."""
        best, best_worth = None, (-1, 0, 0.0)
        for name, text in texts:
            here = [m for asked in self.asked if (m := asked.in_text(text)) is not None]
            weight = WEIGHTS.get(name, 2)
            worth = (len(here), -sum(m[0] for m in here), sum(weight * m[3] for m in here))
            if worth > best_worth:
                best, best_worth = (name, text, here), worth
        assert best is not None
        name, text, here = best
        via = next((m[1] for m in here if m[1]), None)
        return Found(name, text, via, tuple(sorted({span for m in here for span in m[2]})))
