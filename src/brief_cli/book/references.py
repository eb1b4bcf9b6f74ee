"""Every place in a book where one thing names another: the raw material of all cross-references."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from brief_cli.model.brief import Brief
from brief_cli.model.links import links
from brief_cli.model.registers import Entity, Source

Inside = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """``origin`` names ``to``; ``how`` is the kind of naming and ``as_`` its relation term or role."""

    origin: str  # the address of the brief, item or entity that names
    to: str  # the id or address named, as written (short item ids written out)
    how: str  # related, entity, place, said_by, link, same_as, contradicts, source, part_of, for, holds
    as_: str  # the relation's term, the entity's role, or ""
    inside: Inside  # where it stands in the record

    @property
    def brief(self) -> str:
        """The brief (or record) it stands in."""
        return self.origin.partition("#")[0]

    @property
    def target(self) -> str:
        """The record that is named, without the item."""
        return self.to.partition("#")[0]


def by(keys: Callable[[Reference], Iterable[str]], references: Iterable[Reference]) -> dict[str, list[Reference]]:
    """References by whatever they are looked up by."""
    out: dict[str, list[Reference]] = {}
    for reference in references:
        for key in keys(reference):
            out.setdefault(key, []).append(reference)
    return out


def of_brief(brief: Brief) -> Iterator[Reference]:
    """All that a brief names, in the order of its fields."""
    for n, ref in enumerate(brief.entities):
        yield Reference(brief.id, ref.id, "entity", ref.role or "", ("entities", n))
    for n, relation in enumerate(brief.related):
        yield Reference(brief.id, relation.to, "related", relation.as_, ("related", n))
        yield from _linked(brief.id, relation.note, ("related", n))
    for name in ("bottom_line", "summary", "source_summary"):
        yield from _linked(brief.id, getattr(brief, name), (name,))
    for n, source in enumerate(brief.sources):
        yield from _linked(brief.id, source.note, ("sources", n))
    place: dict[str, int] = {}
    for part, item in brief.items():
        n = place.get(part, 0)
        place[part] = n + 1
        yield from _of_item(item, (part, n))


def _of_item(item: Any, inside: Inside) -> Iterator[Reference]:
    for n, ref in enumerate(getattr(item, "entities", ())):
        yield Reference(item.id, ref.id, "entity", ref.role or "", (*inside, "entities", n))
    for how in ("place", "said_by"):
        if named := getattr(item, how, None):
            yield Reference(item.id, named, how, "", (*inside, how))
    for name, how in (("same_as", "same_as"), ("contradicts", "contradicts"), ("for_", "for")):
        for named in getattr(item, name, ()):
            yield Reference(item.id, named, how, "", (*inside, how))
    if (settled := getattr(item, "resolution", None)) is not None:
        yield Reference(item.id, settled.holds, "holds", "", (*inside, "resolution", "holds"))
        yield from _linked(item.id, settled.why, (*inside, "resolution", "why"))
    for n, citation in enumerate(getattr(item, "sources", ())):
        yield Reference(item.id, citation.source, "source", "", (*inside, "sources", n))
        yield from _linked(item.id, citation.note, (*inside, "sources", n))
    for name in ("text", "detail", "basis", "change", "why_not"):
        yield from _linked(item.id, getattr(item, name, None), (*inside, name))


def of_entity(entity: Entity) -> Iterator[Reference]:
    """All that an entity's record names."""
    for named in entity.part_of:
        yield Reference(entity.id, named, "part_of", "part_of", ("part_of",))
    for named in entity.not_same_as:
        yield Reference(entity.id, named, "not_same_as", "", ("not_same_as",))
    yield from _linked(entity.id, entity.summary, ("summary",))


def of_source(source: Source) -> Iterator[Reference]:
    """All that a source's record names."""
    yield from _linked(source.id, source.note, ("note",))


def _linked(origin: str, text: str | None, inside: Inside) -> Iterator[Reference]:
    brief = origin.partition("#")[0]
    for link in links(text):
        to = f"{brief}{link.to}" if link.to.startswith("#") else link.to
        yield Reference(origin, to, "link", "", inside)
