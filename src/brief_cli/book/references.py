"""Every place in a book where one thing names another: the raw material of all cross-references."""

from __future__ import annotations

from typing import Any, NamedTuple

from brief_cli.model.brief import ITEM_FIELDS, Brief
from brief_cli.model.links import links
from brief_cli.model.registers import Entity, Source

Inside = tuple[str | int, ...]


class Reference(NamedTuple):
    """``origin`` names ``to``; ``how`` is the kind of naming and ``as_`` its relation term or role."""

    origin: str  # the address of the brief, item or entity that names
    to: str  # the id or address named, as written (short item ids written out)
    how: str  # related, entity, place, said_by, link, same_as, contradicts, source, part_of, for, holds
    as_: str  # the relation's term, the entity's role, or ""
    inside: Inside  # where it stands in the record
    credibility: int | None = None  # of a citation
    note: str | None = None  # of a relation


_SINGLE = ("place", "said_by")
_MANY = (("same_as", "same_as"), ("contradicts", "contradicts"), ("for_", "for"))
_PROSE = ("text", "detail", "basis", "change", "why_not")


def of_brief(brief: Brief) -> list[Reference]:
    """All that a brief names, in the order of its fields."""
    found: list[Reference] = []
    for n, ref in enumerate(brief.entities):
        found.append(Reference(brief.id, ref.id, "entity", ref.role or "", ("entities", n)))
    for n, relation in enumerate(brief.related):
        inside = ("related", n)
        found.append(Reference(brief.id, relation.to, "related", relation.as_, inside, note=relation.note))
        _linked(found, brief.id, relation.note, inside)
    for name in ("bottom_line", "summary", "source_summary"):
        _linked(found, brief.id, getattr(brief, name), (name,))
    for n, source in enumerate(brief.sources):
        _linked(found, brief.id, source.note, ("sources", n))
    for part in ITEM_FIELDS:
        for n, item in enumerate(getattr(brief, part)):
            _of_item(found, item, (part, n))
    return found


def _of_item(found: list[Reference], item: Any, inside: Inside) -> None:
    own, id_ = item.__dict__.get, item.id  # kinds of items have few fields in common
    for n, ref in enumerate(own("entities", ())):
        found.append(Reference(id_, ref.id, "entity", ref.role or "", (*inside, "entities", n)))
    for how in _SINGLE:
        if named := own(how):
            found.append(Reference(id_, named, how, "", (*inside, how)))
    for name, how in _MANY:
        for named in own(name, ()):
            found.append(Reference(id_, named, how, "", (*inside, how)))
    if (settled := own("resolution")) is not None:
        found.append(Reference(id_, settled.holds, "holds", "", (*inside, "resolution", "holds")))
        _linked(found, id_, settled.why, (*inside, "resolution", "why"))
    for n, citation in enumerate(own("sources", ())):
        at = (*inside, "sources", n)
        found.append(Reference(id_, citation.source, "source", "", at, citation.credibility))
        if citation.note:
            _linked(found, id_, citation.note, at)
    for name in _PROSE:
        if (text := own(name)) and "[[" in text:
            _linked(found, id_, text, (*inside, name))


def of_entity(entity: Entity) -> list[Reference]:
    """All that an entity's record names."""
    found = [Reference(entity.id, named, "part_of", "part_of", ("part_of",)) for named in entity.part_of]
    found += [Reference(entity.id, named, "not_same_as", "", ("not_same_as",)) for named in entity.not_same_as]
    _linked(found, entity.id, entity.summary, ("summary",))
    return found


def of_source(source: Source) -> list[Reference]:
    """All that a source's record names."""
    found: list[Reference] = []
    _linked(found, source.id, source.note, ("note",))
    return found


def _linked(found: list[Reference], origin: str, text: str | None, inside: Inside) -> None:
    if not text or "[[" not in text:
        return
    brief = origin.partition("#")[0]
    for link in links(text):
        to = f"{brief}{link.to}" if link.to.startswith("#") else link.to
        found.append(Reference(origin, to, "link", "", inside))
