"""The book: the one noun that commands talk to."""

from __future__ import annotations

import json
from dataclasses import fields
from functools import cached_property
from typing import TYPE_CHECKING, Any

from brief_cli.errors import NotFound, UsageError, near, offer
from brief_cli.index.reader import Reader, Shelf, Unit
from brief_cli.index.tables import DISAGREE, NAMING, RefRow, bound
from brief_cli.model.brief import ITEM_FIELDS, KIND_OF, Brief, Event, Resolution
from brief_cli.model.registers import Entity, Settings, Source
from brief_cli.model.shape import from_json
from brief_cli.model.text import fold, fold_words
from brief_cli.model.yardstick import YARDSTICKS, Yardstick

if TYPE_CHECKING:
    from brief_cli.model.problem import Problem

PART_OF_KIND = {kind: part for part, kind in KIND_OF.items()}


class Book:
    """A folder's briefs, entities and sources, and how they hang together; never changes once it is open."""

    def __init__(self, root: str, index: Reader, today: str) -> None:
        self.root = root
        self.today = today
        self.index = index
        self._units: dict[str, Unit] = {}  # of the brief that was asked about last
        self.briefs: Shelf[Brief] = Shelf(self.index, "brief", self._brief)
        self.entities: Shelf[Entity] = Shelf(self.index, "entity", lambda id_: self._record(Entity, id_))
        self.sources: Shelf[Source] = Shelf(self.index, "source", lambda id_: self._record(Source, id_))

    def close(self) -> None:
        """Let go of the index: whoever writes it need not wait for this command any more."""
        self.index.db.close()

    @cached_property
    def settings(self) -> Settings:
        """What ``book.yaml`` says."""
        found: Settings = from_json(Settings, json.loads(self.index.header("settings")))
        return found

    @property
    def yardstick(self) -> Yardstick:
        """The yardstick that the book's judgments use."""
        return YARDSTICKS[self.settings.yardstick]

    @cached_property
    def problems(self) -> dict[str, list[Problem]]:
        """What is wrong, by path."""
        told = self.index.problems()
        if not told:
            return {}
        from brief_cli.model.problem import Problem

        return {path: [_problem(Problem, fields) for fields in one] for path, one in told.items()}

    @cached_property
    def broken(self) -> dict[str, str]:
        """The path of each brief and record that is there and does not load."""
        return self.index.broken()

    # -- records ----------------------------------------------------------------------------------------------

    def _record(self, cls: type, id_: str) -> Any:
        own = self.index.own(id_)
        return from_json(cls, own) if own else None

    def _brief(self, id_: str) -> Brief | None:
        rows = self.index.whole(id_)
        if not rows:
            return None
        own: dict[str, Any] = {**rows[0][1], **{part: [] for part in ITEM_FIELDS}}
        for kind, item in rows[1:]:
            own[PART_OF_KIND[kind]].append(item)
        found: Brief = from_json(Brief, own)
        return found

    def __contains__(self, id_: str) -> bool:
        return "#" not in id_ and self.index.unit(id_) is not None

    def unit(self, address: str) -> Unit:
        """What a record or an item, which is known, is selected and placed by."""
        if address not in self._units:
            found = self.index.unit(address)
            assert found is not None, address
            if found.brief is None:
                return found
            self._units = {unit.id: unit for unit in self.index.units("brief = ?", found.brief)}
        return self._units[address]

    def event(self, address: str) -> Event:
        """An event by its address, which is known."""
        found: Event = from_json(Event, self.index.own(address) or {})
        return found

    def resolution(self, address: str) -> Resolution | None:
        """How the contradiction of an item was settled, if it was."""
        own = (self.index.own(address) or {}).get("resolution")
        found: Resolution | None = from_json(Resolution, own) if own else None
        return found

    def is_item(self, address: str) -> bool:
        """Whether an address is that of an item."""
        return "#" in address and self.index.unit(address) is not None

    def ids(self) -> list[str]:
        """Every id of the book: briefs, entities, sources."""
        return [*self.briefs, *self.entities, *self.sources]

    # -- what names what --------------------------------------------------------------------------------------

    def naming(self, id_: str) -> list[RefRow]:
        """The namings of a record and its items, or of an item."""
        return (
            self.index.refs("record = ? AND target = ?", id_.partition("#")[0], id_)
            if "#" in id_
            else (self.index.refs("record = ?", id_))
        )

    def named_by(self, id_: str) -> list[RefRow]:
        """What a record names, its items included; what an item names itself."""
        return self.index.refs("origin = ?" if "#" in id_ else "owner = ?", id_)

    def knows(self, address: str) -> bool:
        """Whether an id or address leads anywhere, broken briefs included (they are there, only unread)."""
        return self.index.unit(address) is not None or address.partition("#")[0] in self.broken

    def named_beside(self, entity: str) -> dict[str, int]:
        """Other entities that briefs name beside this one, and how many briefs do."""
        naming = f"how IN {NAMING}"
        briefs = f"SELECT owner FROM ref JOIN unit b ON b.id = owner AND b.kind = 'brief' WHERE record = ? AND {naming}"
        asked = f"SELECT record, count(DISTINCT owner) FROM ref WHERE owner IN ({briefs}) AND {naming}"
        entities = "record IN (SELECT id FROM unit WHERE kind = 'entity')"
        return dict(self.index.db.execute(f"{asked} AND record <> ? AND {entities} GROUP BY record", (entity, entity)))

    # -- ties -------------------------------------------------------------------------------------------------

    def tied(self, id_: str, how: str) -> dict[str, bool]:
        """The other ends of an item's ``same_as`` or ``contradicts``; true on what only the other side wrote."""
        out: dict[str, bool] = {}
        if how == "same_as" and (self.unit(id_).told or 1) <= 1:
            return out
        rows = self.index.db.execute(_TIED, {"how": how, "id": id_, "record": id_.partition("#")[0]})
        for other, derived in rows:
            if other != id_ and self._tieable(other, how):
                out[other] = bool(derived) and out.get(other, True)
        return out

    def _tieable(self, address: str, how: str) -> bool:
        unit = self.index.unit(address)
        return unit is not None and "#" in address and (how != "same_as" or unit.kind == "event")

    def tellings(self, unit: Unit) -> list[str]:
        """All events that are one with this one, itself included, by id."""
        if (unit.told or 1) <= 1:
            return [unit.id]
        return self.index.column("SELECT id FROM unit WHERE teller = ? AND told > 1 ORDER BY id", unit.teller)

    @staticmethod
    def disagrees(unit: Unit) -> bool:
        """Whether two tellings of an event share no day."""
        return (unit.told or 0) > DISAGREE

    # -- finding ----------------------------------------------------------------------------------------------

    def _named(self, word: str, kind: str) -> list[str]:
        return self.index.column(
            "SELECT id FROM name WHERE folded = ? AND kind = ? ORDER BY id", bound(fold(word)), kind
        )

    def entity(self, word: str) -> str:
        """The id of the entity that a word means: an id, or a whole name or alias, folded.

        Raises ``UsageError`` when two share the name, ``NotFound`` when none has it.
        """
        if word in self.entities:
            return word
        found = self._named(word, "entity")
        if len(found) > 1:
            raise UsageError(f"`{word}` is a name of {' and of '.join(found)}.", "Use the id.")
        if not found:
            raise NotFound(f"No entity is called {word}.", *self.near_entities(word))
        return found[0]

    def near_entities(self, word: str) -> tuple[str, ...]:
        """Hints: the ids of entities that a word may mean, and how a name of several words is written."""
        by_name: dict[str, list[str]] = {}
        for name, id_ in self.index.db.execute("SELECT folded, id FROM name WHERE kind = 'entity' ORDER BY id, rowid"):
            by_name.setdefault(name, []).append(id_)
        folded = fold(word)
        parts = [id_ for name, ids in by_name.items() if folded in name.split() for id_ in ids]
        like = [id_ for name in near(folded, list(by_name)) for id_ in by_name[name]]
        found = list(dict.fromkeys([*near(word, list(self.entities)), *parts, *like]))[:3]
        longer = next((n for n in by_name if n.startswith(f"{folded} ")), None)
        quoted = (f"A name of several words stands in quotes: 'entity:\"{longer}\"'.",) if longer else ()
        return (*((f"Near it: {', '.join(found)}.",) if found else ()), *quoted)

    def source(self, word: str) -> str:
        """The id of the source that a word means: an id, or a whole title, folded."""
        if word in self.sources:
            return word
        found = self._named(word, "source")
        if len(found) > 1:
            raise UsageError(f"`{word}` is the title of {' and of '.join(found)}.", "Use the id.")
        if not found:
            raise NotFound(f"No source is called {word}.", *offer(word, list(self.sources)))
        return found[0]

    def origin(self, source: str) -> str:
        """What a source's reporting goes back to, folded: its origin, else its publisher, else itself."""
        found = self.index.column("SELECT origin FROM unit WHERE id = ? AND kind = 'source'", source)
        return found[0] if found else fold_words(source)

    def line_of(self, unit: Unit, field: str) -> int:
        """The line of a text of a unit; of what is not written, the unit's own."""
        return self.index.line(unit.id, field) or unit.line

    def tags(self) -> list[str]:
        """Every tag of the book, as first written."""
        return self.index.column("SELECT DISTINCT shown FROM label WHERE field = 'tag' ORDER BY shown")

    def brief_of(self, path: str) -> str | None:
        """The brief that a file of the book holds."""
        from brief_cli.index.tables import kept_path

        found = self.index.column("SELECT id FROM unit WHERE path = ? AND kind = 'brief'", kept_path(path))
        return found[0] if found else None


def _problem(cls: type[Problem], kept: list[Any]) -> Problem:
    """A problem as it was kept."""
    told = dict(zip((f.name for f in fields(cls)), kept, strict=True))
    return cls(**told | {"excerpt": tuple((number, text) for number, text in told["excerpt"])})


_TIED = (
    "SELECT target, 0 FROM ref WHERE origin = :id AND how = :how UNION ALL "
    "SELECT origin, 1 FROM ref WHERE record = :record AND how = :how AND target = :id"
)
