"""Known names that a brief's prose mentions and the brief names nowhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from brief_cli.checks.told import Across, Ground, Inside, Told, inside_of
from brief_cli.index.tables import path_of
from brief_cli.index.words import quoted, spellings, tokens
from brief_cli.model.text import fold

PROSE = ("bottom_line", "summary", "source_summary", "text", "detail", "basis", "change", "why_not")
_MENTIONED = (
    "SELECT u.path, u.brief, u.id, u.seq, u.own FROM words JOIN unit u ON u.n = words.rowid"
    " WHERE words MATCH ? AND u.brief IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM ref r WHERE r.owner = u.brief AND r.record = ?) ORDER BY u.brief, u.seq"
)
_SHARED = "SELECT folded FROM name WHERE kind = 'entity' GROUP BY folded HAVING count(DISTINCT id) > 1"
_SHORTEST = 4
"""Letters of a name of one word: shorter ones stand in other words' places, too."""
# What is no prose: links, code, the targets of Markdown's links, addresses and handles.
_NO_PROSE = re.compile(
    r"\[\[[^\[\]\n]*\]\]|(`+)(?!`).*?(?<!`)\1(?!`)|!\[[^\]\n]{0,500}\]|\]\([^)\s]{0,2000}\)|https?://\S+|@[\w-]+", re.S
)
_SENTENCE_ENDS = '.!?\n"“«•*#>'
# `South` of South Sudan, `Bank of` of Bank of England; not `In`, which begins a sentence
_LONGER = re.compile(r"[^\s.!?:;\"“«(•*#>-]\s+[A-ZÀ-ÖØ-ÞĀ-ŽА-Я][^\W\d_]+(?:\s+(?:of|of\s+the|and|de|for))?$")


class Place(NamedTuple):
    """Where a name stands: the field, and the how manieth time those characters stand in it."""

    field: str
    nth: int


def unlinked(ground: Ground) -> Iterator[Across]:
    """H603: told once of each brief and entity, at the first place."""
    shared = set(ground.reader.column(_SHARED))
    for id_, own in ground.reader.db.execute("SELECT id, own FROM unit WHERE kind = 'entity' ORDER BY id").fetchall():
        told: set[str] = set()
        entity = json.loads(own)
        for name in spellings(entity):
            if _tells(name) and fold(name) not in shared:
                yield from _mentions(ground, id_, name, told, person=entity["type"] == "person")


def _tells(name: str) -> bool:
    """Whether a name means its bearer wherever it stands: words in a row, or one that begins with a capital."""
    words = tokens(name)
    return len(words) > 1 or (len(name) >= _SHORTEST and name[0].isupper() and len(words) == 1)


def _mentions(ground: Ground, id_: str, name: str, told: set[str], *, person: bool) -> Iterator[Across]:
    asked = f"{{bottom_line text}} : {quoted(tokens(name))}"
    for path, brief, unit, seq, own in ground.reader.db.execute(_MENTIONED, (asked, id_)):
        if brief in told or (place := _place(_texts(own), name, person)) is None:
            continue
        told.add(brief)
        inside: Inside = (*inside_of(seq), place.field)
        hint = f"write `[[{id_}|{name}]]`, or name {id_} in `entities`"
        message = f"`{name}` is {id_}, which the brief names nowhere"
        yield Across(path_of(path), brief, Told("H603", unit, inside, message, hint, name, nth=place.nth))


@lru_cache(maxsize=512)
def _texts(own: str) -> list[tuple[str, str, str]]:
    """The prose of a unit: the field, the text, and the text with what is no prose blanked out."""
    record: dict[str, Any] = json.loads(own)
    texts = ((field, record[field]) for field in PROSE if record.get(field))
    return [(field, text, _NO_PROSE.sub(lambda found: "\0" * len(found[0]), text)) for field, text in texts]


def _place(texts: list[tuple[str, str, str]], name: str, person: bool) -> Place | None:
    """The first place that means the bearer of a name, as it is spelled."""
    for field, text, prose in texts:
        at = prose.find(name)
        while at >= 0:
            if _stands_alone(prose, at, at + len(name), name, person):
                return Place(field, text.count(name, 0, at))
            at = prose.find(name, at + 1)
    return None


def _stands_alone(text: str, start: int, end: int, name: str, person: bool) -> bool:
    """Whether a name is no part of a word or of a longer name: `NATO-led`, `Moscow Mechanism`, `New York`."""
    before, after = text[max(start - 60, 0) : start], text[end : end + 2]
    if _joins(before[-1:]) or _joins(after[:1]) or (after[:1] == " " and after[1:].isupper()):
        return False
    words = before.rstrip(" ")
    if not words or words[-1] in _SENTENCE_ENDS:
        return len(tokens(name)) > 1 or name.isupper()  # one word that begins a sentence may be any word
    return person or not _LONGER.search(words)  # before a person's name stand titles and other names


def _joins(character: str) -> bool:
    """Whether what stands next to a name makes it part of something longer."""
    return character.isalnum() or (character != "" and character in "_-‑/\0")
