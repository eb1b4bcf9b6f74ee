"""STIX actors, places and happenings as entities of the book, and what belongs to what."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from brief_cli.importing.carried import Record
from brief_cli.importing.stix_values import Data, Ids, Tally, Thing, day, extras, label, line, text, texts

CLASSES = {"individual": "person", "group": "group"}
"""Classes of an identity that are no organisation; of one that is unknown the same is taken."""
TYPES = {"threat-actor": "group", "intrusion-set": "group", "campaign": "event", "incident": "event"}
ENTITIES = frozenset((*TYPES, "identity", "location"))
REPORTS = frozenset(("report", "grouping"))
CARRIED = ENTITIES | REPORTS | {"relationship", "sighting", "note", "opinion", "marking-definition"}
"""Types that are read in full; of any other the name is enough."""
BELONGING = frozenset(("part-of", "located-at"))
"""Relationships that the book's ``part_of`` says."""

_TLP = {
    "613f2e26-407d-48c7-9eca-b8e91df99dc9": "clear",  # TLP 1: white
    "34098fce-860f-48ae-8e50-ebd3cc5e41da": "green",
    "f88d31f6-486f-44da-b317-01333bde0b82": "amber",
    "5e57c739-391a-4eb3-b6be-7d15ca92d5ed": "red",
    "94868c89-83c2-464b-929b-a1a8aa3c8487": "clear",  # TLP 2
    "bab4a63c-aed9-4cf5-a766-dfca5abac2bb": "green",
    "55d920b0-5e8b-4f79-9ee9-91f868d9b421": "amber",
    "939a9414-2ddd-4d32-a0cd-375ea402b003": "amber+strict",
    "e828b379-4e03-4974-9ac4-e53a884c97c1": "red",
}
"""The marking definitions of TLP 1 and 2, which bundles may name without holding them."""
_STRICTER = ("clear", "green", "amber", "amber+strict", "red")
_PLACE_NAMES = ("name", "city", "administrative_area", "region", "country")
_FINER = ("name", "city", "administrative_area", "street_address", "postal_code", "latitude", "longitude")
"""What a location has that is less than a country."""


class Whole:
    """All objects of an import, and what has become of them."""

    def __init__(self, things: dict[str, Thing], tally: Tally, check: Callable[[Thing], bool]) -> None:
        self.things = things
        self.tally = tally
        self.ids = Ids()
        self.given: dict[str, str] = {}  # the ids of what is carried as an entity or a brief, by STIX id
        self.ties: set[str] = set()  # relationships that entities tell as `part_of`
        self.told: set[str] = set()  # what stands in a brief, or was told as a loss when it was to stand there
        self._check = check
        self._sound: dict[str, bool] = {}

    def sound(self, ref: str) -> Thing | None:
        """An object that is there and valid; why one is not valid is told once."""
        thing = self.things.get(ref)
        if thing is None:
            return None
        if thing.type in CARRIED and ref not in self._sound and thing.type != "marking-definition":
            self._sound[ref] = self._check(thing)  # the library knows TLP markings by their bytes, so not those
        return thing if self._sound.get(ref, True) else None

    def refused(self, ref: str) -> bool:
        """Whether an object was asked for and is not valid."""
        return self._sound.get(ref) is False

    def of_types(self, types: Iterable[str]) -> Iterator[Thing]:
        """The valid objects of some types, in the order of the files."""
        for ref, thing in self.things.items():
            if thing.type in types and self.sound(ref):
                yield thing

    def name(self, ref: str) -> str:
        """What an object is called, carried or not; empty when that is not known."""
        thing = self.things.get(ref)
        return "" if thing is None else name_of(thing)

    def linked(self, ref: str) -> str:
        """The name of an object as prose has it, a link where the book gets it."""
        id_ = self.given.get(ref)
        return f"[[{id_}|{label(self.name(ref)) or id_}]]" if id_ else label(self.name(ref))

    def dangling(self, thing: Thing, ref: str) -> None:
        """Count a reference to what no file holds."""
        self.tally.add(thing.file, thing.ref, "references to objects that no file holds lead nowhere")


def name_of(thing: Thing) -> str:
    """What an object is called by itself."""
    data = thing.data
    keys = _PLACE_NAMES if thing.type == "location" else ("name", "value")
    found = next((line(text(data, key)) for key in keys if line(text(data, key))), "")
    if thing.type == "location" and not found and text(data, "latitude"):
        return f"{text(data, 'latitude')}, {text(data, 'longitude')}"
    if thing.type == "location" and _country(data) and found == text(data, "country"):
        return _country(data)
    return found


def entities(whole: Whole) -> list[Record]:
    """The entities of all files."""
    found = list(whole.of_types(ENTITIES))
    for thing in found:
        whole.given[thing.ref] = whole.ids.named(thing, name_of(thing))
    parts = _parts(whole)
    return [_entity(thing, parts.get(thing.ref, []), whole) for thing in found]


def _entity(thing: Thing, parts: list[str], whole: Whole) -> Record:
    data = thing.data
    kind, known = _kind(thing)
    name = name_of(thing) or thing.ref
    values = extras(thing, {"name", "aliases", "description", *known}, whole.tally)
    values |= {"type": kind, "name": name}
    if aliases := [alias for alias in texts(data, "aliases") if alias != name]:
        values["aliases"] = [*aliases]
    if summary := text(data, "description"):
        values["summary"] = summary
    if parts:
        values["part_of"] = [whole.given[ref] for ref in parts]
    if thing.type == "location" and _country(data):
        values["country"] = _country(data)
    handling, statements = markings(thing, whole)
    values |= ({"x_handling": handling} if handling else {}) | ({"x_marking": [*statements]} if statements else {})
    return Record(
        kind="entity", id=whole.given[thing.ref], values=values, file=thing.file, place=thing.ref, key=thing.ref
    )


def _kind(thing: Thing) -> tuple[str, tuple[str, ...]]:
    """The entity's type, and the properties that it says in full."""
    if thing.type == "identity":
        said = text(thing.data, "identity_class")
        return CLASSES.get(said, "organization"), ("identity_class",) if said in (*CLASSES, "organization") else ()
    if thing.type == "location":
        known = ("country",) if _country(thing.data) else ()
        finer = any(text(thing.data, key) for key in _FINER)
        whole = text(thing.data, "x_opencti_location_type") == "Country" or not finer
        return "country" if known and whole else "place", known
    return TYPES[thing.type], ()


def _country(data: Data) -> str:
    code = text(data, "country")
    return code.upper() if re.fullmatch("[A-Za-z]{2}", code) else ""


def markings(thing: Thing, whole: Whole) -> tuple[str, list[str]]:
    """The strictest TLP label of an object, empty for none, and the statements of its other markings."""
    labels: list[str] = []
    statements: list[str] = []
    for ref in texts(thing.data, "object_marking_refs"):
        marking = whole.things.get(ref)
        if found := _TLP.get(ref.partition("--")[2]) or _tlp(marking):
            labels.append(found)
        elif marking is None:
            whole.dangling(thing, ref)
        elif said := _statement(marking):
            statements.append(said)
        else:
            whole.tally.add(thing.file, thing.ref, "markings that are neither TLP nor a statement have no place")
    strictest = max(labels, key=_STRICTER.index, default="")
    return strictest and f"tlp:{strictest}", statements


def _tlp(marking: Thing | None) -> str:
    """The label of a TLP marking that has an id of its own, in the words of TLP 1 or 2."""
    if marking is None:
        return ""
    definition, extensions = marking.data.get("definition"), marking.data.get("extensions")
    inside = [definition, *(extensions.values() if isinstance(extensions, dict) else ())]
    words = [text(part, key) for part in inside if isinstance(part, dict) for key in ("tlp", "tlp_2_0")]
    said = (next(filter(None, words), "") or text(marking.data, "name")).casefold().removeprefix("tlp:")
    said = "clear" if said == "white" else said
    return said if said in _STRICTER else ""


def _statement(marking: Thing) -> str:
    definition = marking.data.get("definition")
    return text(definition, "statement") if isinstance(definition, dict) else ""


def _parts(whole: Whole) -> dict[str, list[str]]:
    """What each entity belongs to, without the ties that close a circle."""
    ties: dict[str, dict[str, Thing]] = {}
    for thing in whole.things.values():
        data = thing.data
        if thing.type != "relationship" or thing.revoked or text(data, "relationship_type") not in BELONGING:
            continue
        ends = text(data, "source_ref"), text(data, "target_ref")
        if all(end in whole.given for end in ends) and whole.sound(thing.ref):
            whole.ties.add(thing.ref)
            ties.setdefault(ends[0], {}).setdefault(ends[1], thing)
    for thing in _circular(ties):
        del ties[text(thing.data, "source_ref")][text(thing.data, "target_ref")]
        what = f"`{line(text(thing.data, 'relationship_type'))}` relationships that close a circle are left out"
        whole.tally.add(thing.file, thing.ref, what)
    return {ref: [*above] for ref, above in ties.items()}


def _circular(ties: dict[str, dict[str, Thing]]) -> list[Thing]:
    """The ties that lead back to where one came from, in a walk upwards from each entity."""
    found: list[Thing] = []
    done: set[str] = set()
    for start in ties:
        path = {start: iter(ties[start].items())} if start not in done else {}
        while path:
            here = next(reversed(path))
            there, thing = next(path[here], ("", None))
            if thing is None:
                done.add(here)
                del path[here]
            elif there in path:
                found.append(thing)
            elif there not in done:
                path[there] = iter(ties.get(there, {}).items())
    return found


def published(thing: Thing) -> str:
    """The day up to which a report holds."""
    return next((found for key in ("published", "modified", "created") if (found := day(thing.data.get(key)))), "")
