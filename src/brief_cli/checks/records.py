"""Rules that one record answers by itself: evidence, days and hygiene."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from brief_cli.checks import language
from brief_cli.checks.told import Inside, Told, items
from brief_cli.model.brief import Brief, Event, Judgment, KeyPoint
from brief_cli.model.registers import Entity, Source
from brief_cli.model.shape import keys_of
from brief_cli.model.text import fold
from brief_cli.model.yardstick import Yardstick

LONGEST = 75
"""Words of a bottom line: two sentences of a leading article."""
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)+", re.ASCII)
_SIX = re.compile(r"[0-9a-f:.]*:[0-9a-f:.]*", re.ASCII)
_CONFIRMED = 1


def of_record(record: Any, yardstick: Yardstick, lang: str | None = None) -> Iterator[Told]:
    """All that a record says against itself; ``lang`` is the book's language."""
    if isinstance(record, Brief):
        yield from _of_brief(record, yardstick, lang)
    elif isinstance(record, Source):
        yield from _of_source(record, ())
    elif isinstance(record, Entity):
        yield from _of_entity(record)


def _of_brief(brief: Brief, yardstick: Yardstick, lang: str | None) -> Iterator[Told]:
    yield from _days(brief)
    yield from language.rules(brief, yardstick, lang)
    yield from _length(brief)
    yield from _lists(brief)
    yield from _swallowed(brief)
    yield from _own_keys(brief, brief.id, ())
    for part, kind in _CLAIMS.items():
        for n, item in enumerate(getattr(brief, part)):
            yield from _evidence(item, (part, n), kind)
            if item.contradicts or kind == "event":
                yield from _ties(item, (part, n))
            yield from _own_keys(item, item.id, (part, n))
            yield from _swallowed_in(item, (part, n))
    for n, source in enumerate(brief.sources):
        yield from _of_source(source, ("sources", n))


_CLAIMS = {"key_points": "key point", "judgments": "judgment", "events": "event"}


# -- evidence -----------------------------------------------------------------------------------------------------


def _evidence(item: Any, inside: Inside, kind: str) -> Iterator[Told]:
    """V301, V304, H609: what cites nothing, what is graded beyond its speaker, what cites the same twice."""
    if not item.sources:
        if kind != "judgment" or not item.basis:
            yield Told("V301", item.id, inside, f"the {kind} cites nothing", _NAME_IT[kind])
        return
    if item.said_by:
        confirmed = next((n for n, c in enumerate(item.sources) if c.credibility == _CONFIRMED), None)
        if confirmed is not None:
            message = f"said by {item.said_by} alone, and graded 1, as if others confirmed it"
            yield Told("V304", item.id, (*inside, "sources", confirmed), message)
    if len(item.sources) > 1:
        yield from _twice(item.id, (*inside, "sources"), [(c.source, c.locator) for c in item.sources])


_NAME_IT = {
    "key point": "name its sources",
    "judgment": "name its `basis`, or its sources",
    "event": "name its sources",
}


# -- days ---------------------------------------------------------------------------------------------------------


def _days(brief: Brief) -> Iterator[Told]:
    for inside, event in items(brief, "events"):
        begins = event.date.earliest
        ends = event.date.latest
        if event.status == "planned" and ends is not None:
            message = f"it was planned for {event.date.text}, which is past"
            yield Told("T406", event.id, (*inside, "status"), message, after=ends)
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
        return "holds a blank, which is written `%20`"
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port  # which is asked, since only then it is looked at
    except ValueError:
        return "is malformed"
    if parts.scheme.casefold() not in ("http", "https"):
        return "begins with neither http:// nor https://"
    try:
        host = host.encode("idna").decode() if not host.isascii() else host
    except UnicodeError:
        return "has no sound host"
    return None if _HOST.fullmatch(host.rstrip(".")) or _SIX.fullmatch(host) else "has no sound host"


# -- ties and lists -----------------------------------------------------------------------------------------------


def _of_entity(entity: Entity) -> Iterator[Told]:
    for name in ("part_of", "not_same_as"):
        if entity.id in getattr(entity, name):
            yield Told("R208", entity.id, (name,), f"`{entity.id}` names itself", words=entity.id)
    seen = {entity.name.casefold()}
    for n, alias in enumerate(entity.aliases):
        if alias.casefold() in seen:  # one without its marks is another spelling
            yield Told("H609", entity.id, ("aliases", n), f"`{alias}` is written twice")
        seen.add(alias.casefold())
    yield from _own_keys(entity, entity.id, ())


def _ties(item: Any, inside: Inside) -> Iterator[Told]:
    """R208: what is tied to itself."""
    for name in ("contradicts", "same_as"):
        if item.id in getattr(item, name, ()):
            yield Told("R208", item.id, (*inside, name), f"it names itself in `{name}`")


def _lists(brief: Brief) -> Iterator[Told]:
    """H608, H609, R208: a tag that is two, lists that name a thing twice, and a brief related to itself."""
    for n, tag in enumerate(brief.tags):
        if "," in tag:
            several = ", ".join(part.strip() for part in tag.split(","))
            yield Told("H608", brief.id, ("tags", n), f"`{tag}` is one tag", f"write `[{several}]`")
    for n, relation in enumerate(brief.related):
        if relation.to == brief.id:
            yield Told("R208", brief.id, ("related", n), "the brief is related to itself")
    yield from _twice(brief.id, ("tags",), [(fold(tag), None) for tag in brief.tags])
    yield from _twice(brief.id, ("entities",), [(entity.id, None) for entity in brief.entities])


def _twice(id_: str, inside: Inside, names: list[tuple[str, str | None]]) -> Iterator[Told]:
    """H609: the first of a list that stood in it before; a source at another place in it is another citation."""
    if len(set(names)) < len(names):
        n = next(n for n, name in enumerate(names) if name in names[:n])
        yield Told("H609", id_, (*inside, n), f"`{names[n][0]}` stands here twice")


_FIELD = re.compile(r"^(?:- )?(" + "|".join(key for _, key in keys_of(Brief)) + r"|id|text): ?\S*$|^- id: \S+$", re.M)
_FENCED = re.compile(r"```.*?(?:```|\Z)", re.S)


def _swallowed(brief: Brief) -> Iterator[Told]:
    """H610: a line of a text that looks like a field: it was indented too far, and is text now."""
    for name in ("bottom_line", "summary", "source_summary"):
        text = getattr(brief, name)
        if text and "\n" in text and (found := _FIELD.search(_FENCED.sub("", text))):
            yield Told("H610", brief.id, (name,), f"`{found[0]}` stands in the text of `{name}`", words=found[0])


_PROSE = ("text", "detail", "basis", "change", "why_not")
_KEYS = sorted({key for cls in (KeyPoint, Judgment, Event) for _, key in keys_of(cls)})
_ITEM_FIELD = re.compile(rf"^ +({'|'.join(_KEYS)}): ?\S", re.M)


def _swallowed_in(item: Any, inside: Inside) -> Iterator[Told]:
    """H610, of an item: behind a folded text a field that stands further in is its last line."""
    own = item.__dict__
    for name in _PROSE:
        text = own.get(name)
        if text and "\n" in text and (found := _ITEM_FIELD.search(text)):
            words = f"{found[1]}:"
            yield Told("H610", item.id, (*inside, name), f"`{words}` stands in the text of `{name}`", words=words)


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
