"""Rules that one record answers by itself: evidence, days and hygiene."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from brief_cli.checks import language
from brief_cli.checks.told import Inside, Told, items
from brief_cli.model.brief import Brief
from brief_cli.model.registers import Entity, Source
from brief_cli.model.shape import keys_of
from brief_cli.model.yardstick import Yardstick

LONGEST = 75
"""Words of a bottom line: two sentences of a leading article."""
_HOST = re.compile(r"[^\s.]+(\.[^\s.]+)+", re.ASCII)
_CONFIRMED = 1


def of_record(record: Any, yardstick: Yardstick) -> Iterator[Told]:
    """All that a record says against itself."""
    if isinstance(record, Brief):
        yield from _of_brief(record, yardstick)
    elif isinstance(record, Source):
        yield from _of_source(record, ())
    elif isinstance(record, Entity):
        yield from _own_keys(record, record.id, ())


def _of_brief(brief: Brief, yardstick: Yardstick) -> Iterator[Told]:
    yield from _evidence(brief)
    yield from _days(brief)
    yield from language.rules(brief, yardstick)
    yield from _length(brief)
    yield from _own_keys(brief, brief.id, ())
    for inside, item in items(brief, "key_points", "judgments", "events"):
        yield from _own_keys(item, item.id, inside)
    for n, source in enumerate(brief.sources):
        yield from _of_source(source, ("sources", n))


# -- evidence -----------------------------------------------------------------------------------------------------


def _evidence(brief: Brief) -> Iterator[Told]:
    for inside, item in items(brief, "key_points", "judgments", "events"):
        kind = {"key_points": "key point", "judgments": "judgment", "events": "event"}[str(inside[0])]
        if not item.sources and not getattr(item, "basis", None):
            yield Told("V301", item.id, inside, f"the {kind} cites nothing", _NAME_IT[kind])
        confirmed = [n for n, citation in enumerate(item.sources) if citation.credibility == _CONFIRMED]
        if item.said_by and confirmed:
            message = f"said by {item.said_by} alone, and graded 1, as if others confirmed it"
            yield Told("V304", item.id, (*inside, "sources", confirmed[0]), message)


_NAME_IT = {
    "key point": "name its sources",
    "judgment": "name its `basis`, or its sources",
    "event": "name its sources",
}


# -- days ---------------------------------------------------------------------------------------------------------


def _days(brief: Brief) -> Iterator[Told]:
    for inside, event in items(brief, "events"):
        begins = event.date.earliest
        if event.status == "happened" and begins is not None and begins > brief.as_of:
            message = f"it happened on {begins} or later; the brief is as of {brief.as_of}"
            yield Told("T402", event.id, (*inside, "date"), message)
    for inside, judgment in items(brief, "judgments"):
        if judgment.resolves_by and judgment.outcome is None:
            message = f"it was to be known by {judgment.resolves_by}, and no outcome is written"
            yield Told("T403", judgment.id, (*inside, "resolves_by"), message, after=judgment.resolves_by)


# -- sources ------------------------------------------------------------------------------------------------------


def _of_source(source: Source, inside: Inside) -> Iterator[Told]:
    if source.reliability is None:
        yield Told("V303", source.id, inside, f"`{source.id}` has no reliability")
    published = source.published.earliest if source.published else None
    if source.retrieved and published and published > source.retrieved:
        message = f"read on {source.retrieved}, before it was published ({published})"
        yield Told("T404", source.id, (*inside, "retrieved"), message)
    for name in ("url", "archived"):
        address = getattr(source, name)
        if address is not None and (why := _no_address(address)):
            yield Told("H604", source.id, (*inside, name), f"the address {why}")
    yield from _own_keys(source, source.id, inside)


def _no_address(address: str) -> str | None:
    """What is wrong with the address of a page, or None."""
    if any(character.isspace() for character in address):
        return "holds a blank"
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return "is malformed"
    if parts.scheme.casefold() not in ("http", "https"):
        return "begins with neither http:// nor https://"
    try:
        host = host.encode("idna").decode() if not host.isascii() else host
    except UnicodeError:
        return "has no sound host"
    return None if _HOST.fullmatch(host.rstrip(".")) or host.startswith("[") else "has no host"


# -- hygiene ------------------------------------------------------------------------------------------------------


def _length(brief: Brief) -> Iterator[Told]:
    count = len(brief.bottom_line.split())
    if count > LONGEST:
        yield Told("H605", brief.id, ("bottom_line",), f"the bottom line has {count} words, more than {LONGEST}")


def _own_keys(record: Any, id_: str, inside: Inside) -> Iterator[Told]:
    """H606: an own field whose name is nearly that of a known one."""
    own = record.x
    if not own:
        return
    from difflib import get_close_matches

    known = [key for _, key in keys_of(record.__class__)]
    for key in own:
        name = key.removeprefix("x_")
        found = [name] if name in known else get_close_matches(name, known, 1, _NEAR) if len(name) > _SHORT else []
        if found:
            message = f"`{key}` is your own field, and nearly called like `{found[0]}`"
            yield Told("H606", id_, (*inside, key), message, f"write `{found[0]}`, or another name behind `x_`")


_SHORT, _NEAR = 3, 0.85
"""Letters of a name that is near too many others; how alike two names are that one hand meant as one."""
