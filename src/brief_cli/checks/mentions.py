"""Known names that a brief's prose mentions and the brief names nowhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from brief_cli.checks.told import Across, Ground, Inside, Told, inside_of
from brief_cli.index.tables import path_of
from brief_cli.index.words import quoted, spellings, tokens
from brief_cli.model.links import split
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


def unlinked(ground: Ground) -> Iterator[Across]:
    """H603: told once of each brief and entity, at the first place."""
    shared = set(ground.reader.column(_SHARED))
    for id_, own in ground.reader.db.execute("SELECT id, own FROM unit WHERE kind = 'entity' ORDER BY id").fetchall():
        told: set[str] = set()
        for name in spellings(json.loads(own)):
            if _tells(name) and fold(name) not in shared:
                yield from _mentions(ground, id_, name, told)


def _tells(name: str) -> bool:
    """Whether a name means its bearer wherever it stands: words in a row, or one that begins with a capital."""
    words = tokens(name)
    return len(words) > 1 or (len(name) >= _SHORTEST and name[0].isupper() and len(words) == 1)


def _mentions(ground: Ground, id_: str, name: str, told: set[str]) -> Iterator[Across]:
    asked = f"{{bottom_line text}} : {quoted(tokens(name))}"
    # `Moscow Mechanism` names something else than Moscow
    written = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])(?! [^\W\d_a-z])")
    for path, brief, unit, seq, own in ground.reader.db.execute(_MENTIONED, (asked, id_)):
        if brief in told or (field := _field(json.loads(own), written)) is None:
            continue
        told.add(brief)
        inside: Inside = (*inside_of(seq), field)
        hint = f"write `[[{id_}|{name}]]`, or name {id_} in `entities`"
        yield Across(
            path_of(path),
            brief,
            Told("H603", unit, inside, f"`{name}` is {id_}, which the brief names nowhere", hint, name),
        )


def _field(own: dict[str, Any], written: re.Pattern[str]) -> str | None:
    """The first prose field that spells the name outside of links."""
    for field in PROSE:
        text = own.get(field)
        if text and any(isinstance(piece, str) and written.search(piece) for piece in split(text)):
            return field
    return None
