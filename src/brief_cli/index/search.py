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
    rank: tuple[float, float]  # the worst road that a word needed, then how little its place is worth


@dataclass(frozen=True, slots=True)
class Reading:
    """How a word was read: the entity it is a name of, or the words one typo away."""

    word: str
    entity: str | None
    spellings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Match:
    road: int
    via: str | None
    spans: tuple[tuple[int, int], ...]
    worth: float  # the whole field 3, whole words 1, inside a word 0.6


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


class Search:
    """A question, ready to be asked of documents."""

    def __init__(self, words: Sequence[str], names: Iterable[Name], *, exact: bool) -> None:
        self.words = [w for w in words if (w if exact else fold(w)).strip()]  # a lone mark folds to nothing
        self.exact = exact
        self.readings = [] if exact else [_reading(word, names) for word in self.words]

    def __call__(self, documents: Sequence[Document]) -> list[Found]:
        """The documents that hold every word, best first."""
        matched = [self._matches(word, n, documents) for n, word in enumerate(self.words)]
        out = []
        for document in documents:
            found = [by_document.get(document.id) for by_document in matched]
            if found and all(found):
                out.append(_best(document, [f for f in found if f]))
        return sorted(out, key=lambda f: (f.rank, f.id))

    def _matches(self, word: str, n: int, documents: Sequence[Document]) -> dict[str, dict[str, _Match]]:
        """For each document the fields that hold a word, each by its best road."""
        if self.exact:
            return _each(documents, lambda text: _literal(word, text))
        reading = self.readings[n]
        near = {plain(s): s for s in reading.spellings}
        found = _each(documents, lambda text: _typed(word, text) or _respelled(word, near, text))
        if found or len(plain(word)) < SHORTEST_GUESS:
            return found
        target = plain(word)
        return _each(documents, lambda text: _guessed(target, text))


def _each(documents: Sequence[Document], look: object) -> dict[str, dict[str, _Match]]:
    out: dict[str, dict[str, _Match]] = {}
    for document in documents:
        hits = {f.name: m for f in document.fields if (m := look(f.text))}  # type: ignore[operator]
        if hits:
            out[document.id] = hits
    return out


def _literal(word: str, text: str) -> _Match | None:
    spans = tuple((m.start(), m.end()) for m in re.finditer(re.escape(word), text))
    return _Match(0, None, spans, 1) if spans else None


def _typed(word: str, text: str) -> _Match | None:
    """What was typed, folded, also inside a word."""
    wanted = fold(word)
    if wanted not in fold(text):
        return None
    folded, back = fold_map(text)
    spans, whole, at = [], False, folded.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        whole |= not folded[at - 1 : at].isalnum() and not folded[end : end + 1].isalnum()
        spans.append((back[at], back[end - 1] + 1))
        at = folded.find(wanted, end)
    worth = 3 if wanted == folded else 1 if whole else 0.6
    return _Match(0, None, tuple(spans), worth) if spans else None


def _respelled(word: str, near: dict[str, str], text: str) -> _Match | None:
    """Another spelling of the name, or the same letters in another script."""
    target = plain(fold(word))
    spans, road, via = [], len(ROADS), None
    for token in _WORD.finditer(text):
        letters = plain(fold(token[0]))
        here = 1 if letters in near else 2 if letters == target else len(ROADS)
        if here < len(ROADS):
            spans.append(token.span())
            if here < road:
                road, via = here, f"alias {near[letters]}" if here == 1 else "spelling"
    return _Match(road, via, tuple(spans), _worth(spans, text)) if spans else None


def _guessed(target: str, text: str) -> _Match | None:
    spans, via = [], None
    for token in _WORD.finditer(text):
        if one_typo(plain(fold(token[0])), target):
            spans.append(token.span())
            via = via or f"typo {token[0]}"
    return _Match(3, via, tuple(spans), _worth(spans, text)) if spans else None


def _worth(spans: list[tuple[int, int]], text: str) -> float:
    return 3 if spans == [(0, len(text))] else 1


def _best(document: Document, found: list[dict[str, _Match]]) -> Found:
    """The field that holds most words, by the best roads; its matches of all words together."""

    def worth(field: Field) -> tuple[int, int, float]:
        here = [m[field.name] for m in found if field.name in m]
        weight = WEIGHTS.get(field.name, 2)
        return len(here), -sum(m.road for m in here), sum(weight * m.worth for m in here)

    field = max(document.fields, key=worth)
    here = [m[field.name] for m in found if field.name in m]
    via = next((m.via for m in here if m.via), None)
    spans = tuple(sorted({span for m in here for span in m.spans}))
    road = max(min(m.road for m in fields.values()) for fields in found)
    return Found(
        document.id, field.name, field.text, via, spans, (road, -worth(field)[2] * document.weight / len(found))
    )


def _reading(word: str, names: Iterable[Name]) -> Reading:
    """The entity that a word is (part of) a name of, and how that part is spelled in its other names."""
    target = plain(fold(word))
    for name in names:
        split = [[t[0] for t in _WORD.finditer(s)] for s in name.spellings]
        place = next(
            ((len(ts), len(ts) - i) for ts in split for i, t in enumerate(ts) if plain(fold(t)) == target), None
        )
        if place and len(target) >= SHORTEST_GUESS:
            same = [ts[len(ts) - place[1]] for ts in split if len(ts) == place[0]]
            return Reading(word, name.id, tuple(dict.fromkeys(same)))
    return Reading(word, None, ())
