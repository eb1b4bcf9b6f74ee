"""Ranked search over texts: as typed, by a name's other spellings, across scripts, and with one typo.

A question is a list of words; a text is one field of something in the book.  Every word must be found in a
document, by the best road there is for it: what was typed, folded; another spelling of a name it is part of; the
same letters in another script; and, only if the book holds it by none of these, a word one typo away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from brief_cli.model.text import fold, fold_map

_WORD = re.compile(r"\w+(?:['’]\w+)*")
WEIGHTS = {"id": 9, "name": 8, "title": 7, "alias": 6, "tags": 5, "bottom_line": 4, "text": 3}
ROADS = ("typed", "alias", "spelling", "typo")
MOST_GUESSES = 32  # of one question: after so many unknown words the rest is not guessed
SHORTEST_GUESS = 4  # a word of three letters has too many neighbours


@dataclass(frozen=True, slots=True)
class Field:
    """One text of a document: ``name`` is the field's."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """Something that can be found, with its texts."""

    id: str
    fields: tuple[Field, ...]
    weight: float = 1.0  # how much a find here is worth beside the same find elsewhere


@dataclass(frozen=True, slots=True)
class Name:
    """An entity's spellings: what one of them finds, all of them find."""

    id: str
    spellings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A document that answers: its best field, how it was found, and the matched stretches of the field's text."""

    id: str
    field: str
    text: str
    via: str | None
    spans: tuple[tuple[int, int], ...]
    rank: tuple[float, float, float]  # words not found, the worst road that one needed, how little its place is worth


@dataclass(frozen=True, slots=True)
class Reading:
    """How a word was read: the entity it is a name of, or the words one typo away."""

    word: str
    entity: str | None
    spellings: tuple[str, ...]


@lru_cache(maxsize=65536)
def plain(word: str) -> str:
    """A word in plain Latin letters, whatever its script."""
    if word.isascii():
        return word.lower()
    from anyascii import anyascii

    return fold(anyascii(word)).replace("'", "")


def one_typo(a: str, b: str) -> bool:
    """Whether one letter added, dropped, changed, or two neighbours swapped, turns one word into the other."""
    if abs(len(a) - len(b)) > 1 or a == b:
        return a == b
    if len(a) > len(b):
        a, b = b, a
    n = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(a))
    if len(a) < len(b):
        return a[n:] == b[n + 1 :]
    return a[n + 1 :] == b[n + 1 :] or (a[n : n + 2] == b[n : n + 2][::-1] and a[n + 2 :] == b[n + 2 :])


@dataclass(frozen=True, slots=True)
class Match:
    """Where a word stands in one field, by which road it was found, and what that is worth."""

    road: int
    via: str | None
    spans: tuple[tuple[int, int], ...]
    worth: float  # the whole field 3, whole words 1, inside a word 0.6


Matches = dict[str, dict[str, Match]]
"""Matches by document and field."""


@dataclass(frozen=True, slots=True)
class _Text:
    """A field, prepared once for all words: folded, and its words in plain letters with their places."""

    document: str
    name: str
    text: str
    folded: str
    tokens: tuple[tuple[str, tuple[int, int]], ...]


class Search:
    """Documents and names, ready to be asked for words."""

    def __init__(self, documents: Sequence[Document], names: Iterable[Name], *, exact: bool) -> None:
        self.exact = exact
        self._documents = {document.id: document for document in documents}
        self._texts = [_prepared(document, field, exact) for document in documents for field in document.fields]
        self._standing: dict[str, list[int]] = {}  # which texts each plain word stands in
        for n, text in enumerate(self._texts):
            for token in dict.fromkeys(token for token, _ in text.tokens):
                self._standing.setdefault(token, []).append(n)
        self._parts = {} if exact else _parts_of(names)
        self._guessed = 0

    def matches(self, word: str) -> Matches:
        """Where a word is found, each field by its best road."""
        if self.exact:
            return self._each((text, _literal(word, text.text)) for text in self._texts)
        wanted = fold(word)
        if not wanted.strip():
            return {}  # a lone mark folds to nothing
        target = plain(wanted)
        near = {plain(fold(s)): s for s in self.reading(word).spellings}
        respelled = {n for token in (target, *near) for n in self._standing.get(token, ())}
        found = self._each(
            (text, _typed(wanted, text) or (_respelled(target, near, text) if n in respelled else None))
            for n, text in enumerate(self._texts)
            if n in respelled or wanted in text.folded
        )
        return found or self._guess(target)

    def _guess(self, target: str) -> Matches:
        """A word that the texts hold by no other road: those one typo away."""
        if len(target) < SHORTEST_GUESS or self._guessed >= MOST_GUESSES:
            return {}
        self._guessed += 1
        near = {token for token in self._standing if abs(len(token) - len(target)) < 2 and one_typo(token, target)}
        texts = sorted({n for token in near for n in self._standing[token]})
        return self._each((self._texts[n], _guessed(near, self._texts[n])) for n in texts)

    def reading(self, word: str) -> Reading:
        """The entity that a word is (part of) a name of, and how that part is spelled in its other names."""
        target = plain(fold(word))
        found = self._parts.get(target) if len(target) >= SHORTEST_GUESS else None
        return Reading(word, *found) if found else Reading(word, None, ())

    def ranked(self, ids: Iterable[str], tables: Sequence[Matches]) -> list[Found]:
        """Documents that answer, best first; one that answers by none of the words stands last, by its id."""
        out = [
            _best(self._documents[id_], [table[id_] for table in tables if id_ in table], len(tables)) for id_ in ids
        ]
        return sorted(out, key=lambda found: (found.rank, found.id))

    def _each(self, looked_at: Iterable[tuple[_Text, Match | None]]) -> Matches:
        out: Matches = {}
        for text, match in looked_at:
            if match is not None:
                out.setdefault(text.document, {})[text.name] = match
        return out


def _prepared(document: Document, field: Field, exact: bool) -> _Text:
    if exact:
        return _Text(document.id, field.name, field.text, "", ())
    tokens = tuple((plain(fold(token[0])), token.span()) for token in _WORD.finditer(field.text))
    return _Text(document.id, field.name, field.text, fold(field.text), tokens)


def _parts_of(names: Iterable[Name]) -> dict[str, tuple[str, tuple[str, ...]]]:
    """For each word of a name, in plain letters: the entity, and the words at its place in names of that length."""
    out: dict[str, tuple[str, tuple[str, ...]]] = {}
    for name in names:
        places: dict[tuple[int, int], list[str]] = {}
        for spelling in name.spellings:
            words = [token[0] for token in _WORD.finditer(spelling)]
            for n, word in enumerate(words):
                places.setdefault((len(words), len(words) - n), []).append(word)
        for words in places.values():
            same = (name.id, tuple(dict.fromkeys(words)))
            for word in same[1]:
                out.setdefault(plain(fold(word)), same)
    return out


def _literal(word: str, text: str) -> Match | None:
    spans = tuple((m.start(), m.end()) for m in re.finditer(re.escape(word), text))
    return Match(0, None, spans, 1) if spans else None


def _typed(wanted: str, text: _Text) -> Match | None:
    """What was typed, folded, also inside a word."""
    if wanted not in text.folded:
        return None
    folded, back = fold_map(text.text)
    spans, whole, at = [], False, folded.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        whole |= not folded[at - 1 : at].isalnum() and not folded[end : end + 1].isalnum()
        spans.append((back[at], back[end - 1] + 1))
        at = folded.find(wanted, end)
    worth = 3 if wanted == folded else 1 if whole else 0.6
    return Match(0, None, tuple(spans), worth) if spans else None


def _respelled(target: str, near: dict[str, str], text: _Text) -> Match | None:
    """Another spelling of the name, or the same letters in another script."""
    spans = [span for token, span in text.tokens if token == target or token in near]
    alias = next((near[token] for token, _ in text.tokens if token in near), None)
    if not spans:
        return None
    return Match(1 if alias else 2, f"alias {alias}" if alias else "spelling", tuple(spans), _worth(spans, text.text))


def _guessed(near: set[str], text: _Text) -> Match | None:
    spans = [span for token, span in text.tokens if token in near]
    if not spans:
        return None
    first = text.text[spans[0][0] : spans[0][1]]
    return Match(3, f"typo {first}", tuple(spans), _worth(spans, text.text))


def _worth(spans: list[tuple[int, int]], text: str) -> float:
    return 3 if spans == [(0, len(text))] else 1


def _best(document: Document, found: list[dict[str, Match]], asked: int) -> Found:
    """The field that holds most words, by the best roads; its matches of all words together."""

    def worth(field: Field) -> tuple[int, int, float]:
        here = [m[field.name] for m in found if field.name in m]
        weight = WEIGHTS.get(field.name, 2)
        return len(here), -sum(m.road for m in here), sum(weight * m.worth for m in here)

    field = max(document.fields, key=worth)
    here = [m[field.name] for m in found if field.name in m]
    via = next((m.via for m in here if m.via), None)
    spans = tuple(sorted({span for m in here for span in m.spans}))
    road = max((min(m.road for m in fields.values()) for fields in found), default=len(ROADS))
    rank = (asked - len(found), road, -worth(field)[2] * document.weight / max(len(found), 1))
    return Found(document.id, field.name, field.text, via, spans, rank)
