"""The book: the one noun that commands talk to."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from brief_cli.book import references as refs
from brief_cli.book import ties
from brief_cli.book.references import Reference
from brief_cli.errors import NotFound, UsageError, near, offer
from brief_cli.model.brief import ITEM_FIELDS, Brief, Event, Item
from brief_cli.model.problem import Problem
from brief_cli.model.registers import Entity, Settings, Source
from brief_cli.model.text import fold
from brief_cli.model.yardstick import YARDSTICKS, Yardstick

if TYPE_CHECKING:
    from brief_cli.files.library import Contents, Stored


class Book:
    """A folder's briefs, entities and sources, and how they hang together; never changes once it is open."""

    def __init__(self, contents: Contents, today: str) -> None:
        self.contents = contents
        self.root = contents.root
        self.today = today
        self.settings: Settings = contents.settings
        self.briefs: dict[str, Brief] = {id_: s.record for id_, s in contents.briefs.items()}
        self.entities: dict[str, Entity] = {id_: s.record for id_, s in contents.entities.items()}
        self.sources: dict[str, Source] = self._sources()

    def _sources(self) -> dict[str, Source]:
        """Registers win over what briefs define; of two briefs the first by path wins."""
        out = {id_: s.record for id_, s in self.contents.sources.items()}
        taken = set(out) | set(self.briefs) | set(self.entities)
        for stored in sorted(self.contents.briefs.values(), key=lambda s: s.path):
            for source in stored.record.sources:
                if source.id and source.id not in taken:
                    out[source.id] = source
                    taken.add(source.id)
        return dict(sorted(out.items()))

    @property
    def yardstick(self) -> Yardstick:
        """The yardstick that the book's judgments use."""
        return YARDSTICKS[self.settings.yardstick]

    @property
    def problems(self) -> dict[str, list[Problem]]:
        """What is wrong, by path."""
        return self.contents.problems

    def __contains__(self, id_: str) -> bool:
        return id_ in self.briefs or id_ in self.entities or id_ in self.sources

    @cached_property
    def items(self) -> dict[str, tuple[str, Item]]:
        """Every item by address, with the field it stands in."""
        return {item.id: (part, item) for brief in self.briefs.values() for part, item in brief.items()}

    @cached_property
    def events(self) -> dict[str, Event]:
        """Every event by address."""
        return {event.id: event for brief in self.briefs.values() for event in brief.events}

    def ids(self) -> list[str]:
        """Every id of the book: briefs, entities, sources."""
        return [*self.briefs, *self.entities, *self.sources]

    # -- what names what --------------------------------------------------------------------------------------

    @cached_property
    def references(self) -> list[Reference]:
        """Every naming in the book, briefs first, in order of id."""
        out = [r for brief in self.briefs.values() for r in refs.of_brief(brief)]
        out += [r for entity in self.entities.values() for r in refs.of_entity(entity)]
        return out + [r for source in self.sources.values() for r in refs.of_source(source)]

    @cached_property
    def named_in(self) -> dict[str, list[Reference]]:
        """Namings by what they name: a record, or an item by its address."""
        return refs.by(lambda r: dict.fromkeys((r.target, r.to)), self.references)

    @cached_property
    def names(self) -> dict[str, list[Reference]]:
        """Namings by the record that they stand in."""
        return refs.by(lambda r: (r.brief,), self.references)

    @cached_property
    def names_at(self) -> dict[str, list[Reference]]:
        """Namings by the very record or item that they stand in."""
        return refs.by(lambda r: (r.origin,), self.references)

    def knows(self, address: str) -> bool:
        """Whether an id or address leads anywhere, broken briefs included (they are there, only unread)."""
        if "#" in address:
            return address in self.items or address.partition("#")[0] in self.contents.broken
        return address in self or address in self.contents.broken

    def dangling(self, references: Iterable[Reference]) -> list[Reference]:
        """The namings that lead nowhere."""
        return [r for r in references if not self.knows(r.to)]

    @cached_property
    def dangling_at(self) -> frozenset[str]:
        """The records and items in which a naming stands that leads nowhere."""
        return frozenset(r.origin for r in self.dangling(self.references))

    # -- ties -------------------------------------------------------------------------------------------------

    @cached_property
    def same_as(self) -> dict[str, dict[str, bool]]:
        """Direct ties between events, both directions."""
        pairs = ((e.id, other) for e in self.events.values() for other in e.same_as)
        return ties.symmetric((a, b) for a, b in pairs if b in self.events)

    @cached_property
    def contradictions(self) -> dict[str, dict[str, bool]]:
        """Direct contradictions between items, both directions."""
        return ties.symmetric(
            (item.id, other)
            for _, item in self.items.values()
            for other in getattr(item, "contradicts", ())
            if other in self.items
        )

    @cached_property
    def told_again(self) -> list[tuple[str, ...]]:
        """The tellings of each event that is told more than once, by id."""
        return ties.groups(self.same_as)

    @cached_property
    def _groups(self) -> dict[str, tuple[str, ...]]:
        """Events that are one, by each of them."""
        return {event: group for group in self.told_again for event in group}

    @cached_property
    def _tellers(self) -> dict[str, str]:
        """Who tells it for all, by each event that is told again."""
        return {event: teller for g in self.told_again for teller in [ties.teller(g, self.same_as)] for event in g}

    def tellings(self, event: str) -> tuple[str, ...]:
        """All events that are one with this one, itself included, by id."""
        return self._groups.get(event, (event,))

    def teller(self, event: str) -> str:
        """The event that tells it for all."""
        return self._tellers.get(event, event)

    @cached_property
    def disagreeing(self) -> frozenset[str]:
        """Events whose tellings share no day."""
        differing = [g for g in self.told_again if ties.disagree(self.events[e] for e in g)]
        return frozenset(event for group in differing for event in group)

    # -- finding ----------------------------------------------------------------------------------------------

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        """Entity ids by folded whole name or alias."""
        out: dict[str, list[str]] = {}
        for entity in self.entities.values():
            for name in dict.fromkeys(fold(n) for n in entity.spellings()):
                out.setdefault(name, []).append(entity.id)
        return out

    def entity(self, word: str) -> str:
        """The id of the entity that a word means: an id, or a whole name or alias, folded.

        Raises ``UsageError`` when two share the name, ``NotFound`` when none has it.
        """
        if word in self.entities:
            return word
        found = self._by_name.get(fold(word), [])
        if len(found) > 1:
            raise UsageError(f"`{word}` is a name of {' and of '.join(sorted(found))}.", "Use the id.")
        if not found:
            raise NotFound(f"No entity is called {word}.", *self.near_entities(word))
        return found[0]

    def near_entities(self, word: str) -> tuple[str, ...]:
        """Hints: the ids of entities that a word may mean, and how a name of several words is written."""
        folded = fold(word)
        parts = [id_ for name, ids in self._by_name.items() if folded in name.split() for id_ in ids]
        like = [id_ for name in near(folded, list(self._by_name)) for id_ in self._by_name[name]]
        found = list(dict.fromkeys([*near(word, list(self.entities)), *parts, *like]))[:3]
        longer = next((n for n in self._by_name if n.startswith(f"{folded} ")), None)
        quoted = (f"A name of several words stands in quotes: 'entity:\"{longer}\"'.",) if longer else ()
        return (*((f"Near it: {', '.join(found)}.",) if found else ()), *quoted)

    @cached_property
    def _by_title(self) -> dict[str, list[str]]:
        """Source ids by folded whole title."""
        out: dict[str, list[str]] = {}
        for source in self.sources.values():
            out.setdefault(fold(source.title), []).append(source.id)
        return out

    def source(self, word: str) -> str:
        """The id of the source that a word means: an id, or a whole title, folded."""
        if word in self.sources:
            return word
        found = self._by_title.get(fold(word), [])
        if len(found) > 1:
            raise UsageError(f"`{word}` is the title of {' and of '.join(sorted(found))}.", "Use the id.")
        if not found:
            raise NotFound(f"No source is called {word}.", *offer(word, list(self.sources)))
        return found[0]

    def stored(self, id_: str) -> Stored[Any]:
        """Where a record stands in the files."""
        for shelf in (self.contents.briefs, self.contents.entities, self.contents.sources):
            if id_ in shelf:
                return shelf[id_]
        return self._defined_inside[id_]

    @cached_property
    def by_path(self) -> dict[str, str]:
        """The brief that each file holds."""
        return {stored.path: id_ for id_, stored in self.contents.briefs.items()}

    @cached_property
    def _defined_inside(self) -> dict[str, Stored[Any]]:
        """Where the sources stand that only a brief defines."""
        from brief_cli.files.library import Stored

        out: dict[str, Stored[Any]] = {}
        for owner in sorted(self.contents.briefs.values(), key=lambda s: s.path):
            for n, source in enumerate(owner.record.sources):
                if source is self.sources.get(source.id):
                    out[source.id] = Stored(source, owner.path, owner.places, ("sources", n))
        return out

    @cached_property
    def _inside(self) -> dict[str, tuple[str, int]]:
        """Where each item stands in its brief."""
        return {
            item.id: (part, n)
            for brief in self.briefs.values()
            for part in ITEM_FIELDS
            for n, item in enumerate(getattr(brief, part))
        }

    def place_of(self, address: str, *inside: str | int) -> tuple[str, int]:
        """The path and line of a record or an item, or of something in it; what is not written, at its parent."""
        stored = self.stored(address.partition("#")[0])
        return stored.path, stored.line(*self._inside.get(address, ()), *inside)
