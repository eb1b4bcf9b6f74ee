"""What is said between STIX objects, or about them: relationships, sightings, notes and opinions as items of briefs."""

from __future__ import annotations

from collections.abc import Callable

from brief_cli.importing.carried import Raw
from brief_cli.importing.naming import slug
from brief_cli.importing.stix_records import Whole
from brief_cli.importing.stix_values import BOOKKEEPING, Data, Thing, extras, line, span, text, texts
from brief_cli.model.value import Value

TEXT = {"note": "content", "opinion": "explanation"}
"""What says something in its own words, and the property that holds them."""
WIDEST = 20
"""Briefs that one note is told in: one about everything would be told everywhere."""

_NOTE = ("content", "explanation", "authors", "created_by_ref", "object_refs")
_RELATION = ("relationship_type", "source_ref", "target_ref", "description")
_SIGHTING = ("sighting_of_ref", "where_sighted_refs", "first_seen", "last_seen", "description")


class Item(Value, kw_only=False):
    """An item of a brief: the field and the letter of its id, and what it says."""

    field: str
    letter: str
    values: dict[str, Raw]


def taken_back(held: Thing, whole: Whole) -> bool:
    """Whether something must not be told any more; that it is not is told instead."""
    if held.revoked:
        whole.tally.add(held.file, held.ref, f"revoked objects of type `{held.type}` are left out")
    return held.revoked


def _relationship(held: Thing, whole: Whole) -> Item | None:
    """A key point that says what the relationship says, in its own words."""
    data = held.data
    if held.ref in whole.ties and not says_more(data):
        return None
    kind = line(text(data, "relationship_type"))
    source, target = (whole.linked(text(data, key)) for key in ("source_ref", "target_ref"))
    if not source or not target:
        what = f"`{kind}` relationships with an end that is not there or has no name have no place in the book"
        whole.tally.add(held.file, held.ref, what)
        return None
    said = _sentences(f"{source} {kind.replace('-', ' ')} {target}", text(data, "description"))
    return Item("key_points", "k", extras(held, _RELATION, whole.tally) | {"text": said})


def says_more(data: Data) -> bool:
    """Whether a relationship says more than that there is one."""
    return not {*_RELATION[:3], *BOOKKEEPING, "created_by_ref", "revoked", "defanged"}.issuperset(data)


def _sentences(first: str, rest: str) -> str:
    return f"{first}. {rest}" if rest else f"{first}."


def _sighting(held: Thing, whole: Whole) -> Item | None:
    """An event, from the first day of the sighting to the last."""
    data = held.data
    date = span(data, "first_seen", "last_seen")
    if not date:
        whole.tally.add(held.file, held.ref, "sightings without days have no place in the book")
        return None
    sighted, where = text(data, "sighting_of_ref"), texts(data, "where_sighted_refs")
    for ref in (sighted, *where):
        if ref not in whole.things:
            whole.dangling(held, ref)
    values = extras(held, _SIGHTING, whole.tally)
    values |= {"date": date, "title": f"Sighting of {whole.name(sighted) or sighted}"}
    if detail := text(data, "description"):
        values["detail"] = detail
    return Item("events", "e", values | _surroundings(sighted, where, whole))


def _surroundings(sighted: str, where: list[str], whole: Whole) -> dict[str, Raw]:
    """Where something was sighted and by whom; of several places none is the event's own."""
    places = [ref for ref in where if ref in whole.given and ref.startswith("location--")]
    place = places[0] if len(places) == 1 else ""
    values: dict[str, Raw] = {"place": whole.given[place]} if place else {}
    if lost := [ref for ref in where if ref not in whole.given]:
        values["x_where_sighted_refs"] = [*lost]
    named = [ref for ref in dict.fromkeys((sighted, *where)) if ref in whole.given and ref != place]
    return values | ({"entities": [whole.given[ref] for ref in named]} if named else {})


ITEMS: dict[str, Callable[[Thing, Whole], Item | None]] = {"relationship": _relationship, "sighting": _sighting}


def note(thing: Thing, whole: Whole) -> Item | None:
    """A note or an opinion; None when it says nothing."""
    said = text(thing.data, TEXT[thing.type]) or _bare(thing, whole)
    values = extras(thing, _NOTE, whole.tally) | {"text": said} | _speaker(thing, whole)
    return Item("key_points", "k", values) if said else None


def _bare(thing: Thing, whole: Whole) -> str:
    """An opinion without an explanation, in the words of its scale."""
    names = [found for ref in texts(thing.data, "object_refs")[:WIDEST] if (found := whole.linked(ref))]
    opinion = text(thing.data, "opinion").replace("-", " ")
    return f"{opinion}: {', '.join(names)}" if opinion and names else opinion


def _speaker(thing: Thing, whole: Whole) -> dict[str, Raw]:
    authors, creator = texts(thing.data, "authors"), text(thing.data, "created_by_ref")
    more: dict[str, Raw] = {"x_authors": [*authors]} if len(authors) > 1 or (authors and not slug(authors[0])) else {}
    if authors and slug(authors[0]):
        return {"said_by": slug(authors[0]), **more, **({"x_created_by_ref": creator} if creator else {})}
    if creator in whole.given:
        return {"said_by": whole.given[creator], **more}
    return {**more, "x_created_by_ref": creator} if creator else more
