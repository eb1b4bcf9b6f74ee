"""STIX reports and groupings as drafts of briefs: their text, what they name, and what others say of that."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

from brief_cli.importing.carried import Raw, Record
from brief_cli.importing.naming import slug
from brief_cli.importing.stix_items import ITEMS, TEXT, WIDEST, Item, note, says_more, taken_back
from brief_cli.importing.stix_records import ENTITIES, REPORTS, Whole, markings, name_of, published
from brief_cli.importing.stix_values import (
    Thing,
    clean,
    extras,
    http,
    line,
    opening,
    span,
    text,
    texts,
)

MOST = 2000
"""Entries of one list of a brief; nobody reads more of a page."""

_LANG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")

_REPORT = ("name", "description", "published", "created_by_ref", "labels", "report_types", "object_refs", "lang",
           "external_references", "revoked")  # fmt: skip


_SOURCE = ("source_name", "description", "url")
_SEEN = ("campaign", "intrusion-set")
"""Entities whose first and last day is an event of the reports that name them."""


class Draft:
    """A brief in the making."""

    def __init__(self, thing: Thing) -> None:
        self.thing = thing
        self.lists: dict[str, list[Raw]] = {}
        self.cut: dict[str, int] = {}
        self._taken: set[str] = set()

    def add(self, field: str, value: Raw) -> None:
        """Put an entry into a list, unless that is full."""
        entries = self.lists.setdefault(field, [])
        if len(entries) < MOST:
            entries.append(value)
        else:
            self.cut[field] = self.cut.get(field, 0) + 1

    def put(self, item: Item, of: Thing) -> None:
        """Put an item into a list, its id made of the STIX id, so that it is the same at the next import."""
        tail = slug(of.ref.partition("--")[2])
        short, long = f"{item.letter}-{tail[:8]}", f"{item.letter}-{tail}"
        id_ = short if short not in self._taken else long
        if id_ not in self._taken:
            self._taken.add(id_)
            self.add(item.field, {"id": id_, **item.values})


class Drafts:
    """All briefs in the making, and where objects are held."""

    def __init__(self, whole: Whole) -> None:
        self.whole = whole
        self.drafts = {thing.ref: Draft(thing) for thing in whole.of_types(REPORTS)}
        self.holders: dict[str, list[str]] = {}
        for ref, draft in self.drafts.items():
            whole.given[ref] = whole.ids.named(draft.thing, name_of(draft.thing))
            for held in texts(draft.thing.data, "object_refs"):
                self.holders.setdefault(held, []).append(ref)
        self._items: dict[str, Item | None] = {}
        self.defined: dict[str, str] = {}  # the ids of sources, by what they say

    def about(self, thing: Thing) -> list[str]:
        """The reports that a note is told in: those that it names or that hold it, else those of what it names."""
        refs = texts(thing.data, "object_refs")
        direct = [ref for ref in (*refs, *self.holders.get(thing.ref, ())) if ref in self.drafts]
        found: dict[str, None] = {}
        for ref in direct or (ref for held in refs for ref in self.holders.get(held, ())):
            found[ref] = None
            if len(found) > WIDEST:
                break
        return [*found]

    def item(self, held: Thing) -> Item | None:
        """What the reports that hold an object say of it, worked out once."""
        if held.ref not in self._items:
            self.whole.told.add(held.ref)
            self._items[held.ref] = None if taken_back(held, self.whole) else ITEMS[held.type](held, self.whole)
        return self._items[held.ref]


def briefs(whole: Whole) -> list[Record]:
    """The briefs of all files."""
    drafts = Drafts(whole)
    for draft in drafts.drafts.values():
        _hold(draft, drafts)
    for thing in whole.of_types(TEXT):
        _note(thing, drafts)
    return [_brief(draft, drafts) for draft in drafts.drafts.values() if _dated(draft, whole)]


def _dated(draft: Draft, whole: Whole) -> bool:
    if not published(draft.thing):
        whole.tally.add(draft.thing.file, draft.thing.ref, "reports without a day are left out")
    return bool(published(draft.thing))


def unplaced(whole: Whole) -> None:
    """Tell what has become nothing, by type."""
    quiet = ENTITIES | REPORTS | {*TEXT, "marking-definition"}  # of these each was read, and told if it was lost
    for ref, thing in whole.things.items():
        if ref in whole.told or thing.type in quiet or whole.refused(ref):
            continue
        if ref not in whole.ties or says_more(thing.data):
            whole.tally.add(thing.file, ref, _unplaced(thing, ref in whole.ties))


def _unplaced(thing: Thing, tied: bool) -> str:
    kind = line(text(thing.data, "relationship_type"))[:60]
    if tied:
        return f"what `{kind}` relationships that no report holds say beside the tie has no place in the book"
    if thing.type == "relationship":
        return f"`{kind}` relationships that no report holds have no place in the book"
    if thing.type == "sighting":
        return "sightings that no report holds have no place in the book"
    return f"objects of type `{line(thing.type)[:60]}` have no place in the book; reports list them in `x_objects`"


def _brief(draft: Draft, drafts: Drafts) -> Record:
    thing, whole = draft.thing, drafts.whole
    _sources(draft, drafts)
    values = extras(thing, _REPORT, whole.tally) | _head(thing) | _author(thing, whole) | draft.lists
    handling, statements = markings(thing, whole)
    values |= ({"handling": handling} if handling else {}) | ({"x_marking": [*statements]} if statements else {})
    for field, number in draft.cut.items():
        what = f"entries of `{field}` beyond {MOST} of one report are left out"
        whole.tally.add(thing.file, thing.ref, what, number)
    return Record(
        kind="brief", id=whole.given[thing.ref], values=values, file=thing.file, place=thing.ref, key=thing.ref
    )


def _head(thing: Thing) -> dict[str, Raw]:
    """What the report itself says."""
    data = thing.data
    title = name_of(thing) or line(text(data, "context")) or thing.ref
    description, lang = text(data, "description"), text(data, "lang")
    bottom_line = opening(description) or title
    values: dict[str, Raw] = {"title": title, "bottom_line": bottom_line, "as_of": published(thing)}
    values["status"] = "archived" if thing.revoked else "draft"
    if tags := list(dict.fromkeys([*texts(data, "labels"), *texts(data, "report_types")])):
        values["tags"] = [*tags]
    if lang:
        values["lang" if _LANG.fullmatch(lang) else "x_lang"] = lang
    if description and line(description) != bottom_line:
        values["summary"] = description
    return values


def _author(thing: Thing, whole: Whole) -> dict[str, Raw]:
    ref = text(thing.data, "created_by_ref")
    if not ref:
        return {}
    if ref not in whole.things:
        whole.dangling(thing, ref)
    return {"author": whole.name(ref)} if whole.name(ref) else {"x_created_by_ref": ref}


def _hold(draft: Draft, drafts: Drafts) -> None:
    """Everything that a report names, each in its place."""
    for ref in texts(draft.thing.data, "object_refs"):
        held = drafts.whole.things.get(ref)
        if held is None:
            drafts.whole.dangling(draft.thing, ref)
            draft.add("x_objects", ref)
        elif ref in drafts.whole.given:
            _named(draft, held, drafts.whole)
        elif held.type in ITEMS and drafts.whole.sound(ref) is not None:
            if (item := drafts.item(held)) is not None:
                draft.put(item, held)
        elif held.type not in TEXT:
            draft.add("x_objects", line(f"{ref} {drafts.whole.name(ref)}"))


def _named(draft: Draft, held: Thing, whole: Whole) -> None:
    id_ = whole.given[held.ref]
    if held.type in REPORTS:
        if held.ref != draft.thing.ref:
            draft.add("related", {"to": id_, "as": "see_also"})
        return
    draft.add("entities", id_)
    if held.type in _SEEN and (date := span(held.data, "first_seen", "last_seen")):
        title = f"{name_of(held) or held.ref} seen"
        draft.put(Item("events", "e", {"date": date, "title": title, "entities": [id_]}), held)


def _note(thing: Thing, drafts: Drafts) -> None:
    """A note or an opinion as a key point of what it is about."""
    whole = drafts.whole
    if taken_back(thing, whole):
        return
    for ref in texts(thing.data, "object_refs"):
        if ref not in whole.things:
            whole.dangling(thing, ref)
    about = drafts.about(thing)
    item = note(thing, whole) if about else None
    if item is None:
        what = f"objects of type `{thing.type}` that are about no report or what one holds have no place in the book"
        whole.tally.add(thing.file, thing.ref, what)
        return
    if len(about) > WIDEST:
        what = f"objects of type `{thing.type}` about more than {WIDEST} reports are told in the first {WIDEST}"
        whole.tally.add(thing.file, thing.ref, what)
    for ref in about[:WIDEST]:
        drafts.drafts[ref].put(item, thing)


def _sources(draft: Draft, drafts: Drafts) -> None:
    """The external references of a report as the brief's own sources."""
    ids: set[str] = set()
    for values in _references(draft.thing, drafts.whole):
        key = json.dumps(values, sort_keys=True)
        if key not in drafts.defined:
            drafts.defined[key] = drafts.whole.ids.give(_wishes(values, key))
        if drafts.defined[key] not in ids:
            ids.add(drafts.defined[key])
            draft.add("sources", {"id": drafts.defined[key], **values})


def _references(thing: Thing, whole: Whole) -> Iterator[dict[str, Raw]]:
    references = thing.data.get("external_references")
    for found in references if isinstance(references, list) else ():
        if isinstance(found, dict):
            yield _source(found, thing, whole)


def _source(found: dict[str, Any], thing: Thing, whole: Whole) -> dict[str, Raw]:
    name, said = line(text(found, "source_name")), text(found, "description")
    short = line(said) if len(said) <= 200 else ""
    title = f"{name}: {short}" if name and short else name or short or "[untitled]"
    values: dict[str, Raw] = {"title": title}
    url = clean(text(found, "url"))
    if url:
        values["url" if http(url) else "x_url"] = url
    if said and not short:
        values["note"] = said
    rest = Thing({key: value for key, value in found.items() if key not in _SOURCE} | {"id": thing.ref}, thing.file)
    return values | extras(rest, (), whole.tally)


def _wishes(values: dict[str, Raw], key: str) -> Iterator[str]:
    short = slug(f"{str(values['title']).partition(':')[0]} {values.get('x_external_id') or ''}")
    long = slug(str(values["title"]))
    digest = hashlib.sha256(key.encode()).hexdigest()
    yield from (short, long, f"{long or 'source'}-{digest[:8]}", f"source-{digest}")
