"""Whether a unit of the book answers a selection.  Each command selects its own unit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from brief_cli.book.book import Book
from brief_cli.book.references import Reference
from brief_cli.book.states import item_state, states
from brief_cli.errors import NotFound, UsageError, offer
from brief_cli.model.brief import EVENT_STATUSES, KIND_OF, Brief
from brief_cli.model.edtf import Bounds, share_a_day
from brief_cli.model.registers import ENTITY_TYPES, SOURCE_KINDS
from brief_cli.model.shape import Json, as_json
from brief_cli.model.text import fold
from brief_cli.query.selection import DateTerm, Selection, Term, Word
from brief_cli.query.walk import matches

DEFAULTED = ("status", "state")  # fields that have a value whether it was written or not
NAMED = ("entity", "place", "source")  # fields whose values are names
NAMING = ("entity", "place", "said_by", "link")
ITEM_STATES = ("unsourced", "single-source", "contested", "dangling")


@dataclass(frozen=True, slots=True)
class Unit:
    """What a selection is asked of: a brief, an item, an entity or a source.

    ``kind`` is brief, entity, source or an item's kind; ``brief`` is set on briefs and items.
    """

    id: str
    kind: str
    record: Any
    brief: Brief | None = None

    @property
    def is_item(self) -> bool:
        """Whether it is an item of a brief."""
        return "#" in self.id


def named(book: Book, field: str, value: str) -> str:
    """The id that a value of ``entity: place: source:`` means.  Raises ``UsageError`` and ``NotFound``."""
    return book.source(value) if field == "source" else book.entity(value)


def missing(book: Book, selection: Selection) -> NotFound | None:
    """The first name, tag or brief that a selection asks for and the book lacks."""
    for term in selection.terms():
        if isinstance(term, Term) and (error := _missing(book, term)) is not None:
            return error
    return None


def _missing(book: Book, term: Term) -> NotFound | None:
    if term.field in NAMED:
        for value in term.values:
            try:
                named(book, term.field, value)
            except NotFound as error:
                return error
    known = _known(book, term.field)
    if known is None:
        return None
    folded = {fold(word) for word in known}
    lacking = next((value for value in term.values if fold(value) not in folded), None)
    return NotFound(f"No {term.field} is called {lacking}.", *offer(lacking, sorted(known))) if lacking else None


def _known(book: Book, field: str) -> set[str] | None:
    """The values that a field can have in the book; None where any text may be one."""
    if field == "tag":
        return {tag for brief in book.briefs.values() for tag in brief.tags}
    if field == "brief":
        return set(book.briefs) | set(book.contents.broken)
    return {"brief", "entity", "source", *KIND_OF.values(), *ENTITY_TYPES, *SOURCE_KINDS} if field == "type" else None


class Selector:
    """A selection, ready to be asked of many units of one book.

    Raises ``UsageError`` for a name that two entities share.
    """

    def __init__(
        self,
        book: Book,
        selection: Selection,
        *,
        hits: bool = False,
        word: Callable[[Unit, Word], bool | None] | None = None,
    ) -> None:
        self.book = book
        self._word = word  # who else may say whether a unit holds a word; None leaves it to the unit's own text
        self.hits = hits  # of hits, what is asked of an item is asked of no record
        self.selection = selection
        self._folded: dict[str, str] = {}
        self._states: dict[tuple[str, str], bool] = {}
        self._ids = {term: self._resolved(term) for term in selection.terms() if isinstance(term, Term)}

    def __call__(self, unit: Unit) -> bool:
        """Whether the unit answers."""
        return self.selection.is_empty or matches(self.selection.expression, lambda leaf: self._leaf(unit, leaf))

    def _resolved(self, term: Term) -> frozenset[str]:
        if term.field not in NAMED:
            return frozenset(fold(value) for value in term.values)
        found = set()
        for value in term.values:
            with suppress(NotFound):  # what the book lacks matches nothing; ``missing`` says so
                found.add(named(self.book, term.field, value))
        return frozenset(found)

    def _leaf(self, unit: Unit, leaf: Word | Term | DateTerm) -> bool:
        if isinstance(leaf, Word):
            told = self._word(unit, leaf) if self._word else None
            return fold(leaf.text) in self.text_of(unit) if told is None else told
        if isinstance(leaf, DateTerm):
            days = self._days(unit)
            return days is not None and share_a_day(days, (leaf.first, leaf.last))
        wanted = self._ids[leaf]
        ask = _ASK.get(leaf.field)
        return ask(self, unit, wanted) if ask else self._own_field(unit, leaf.field, wanted)

    # -- words and days ---------------------------------------------------------------------------------------

    def text_of(self, unit: Unit) -> str:
        """All that is written in a unit, folded; what the gate filled in was not written."""
        if unit.id not in self._folded:
            record = as_json(unit.record)
            self._folded[unit.id] = fold("\n".join(strings(record, without=DEFAULTED)))
        return self._folded[unit.id]

    def _days(self, unit: Unit) -> Bounds | None:
        """The first and the last day of a unit; None of what has no date at all."""
        if unit.kind == "event" and unit.is_item:
            bounds: Bounds = unit.record.date.bounds
            return bounds
        if unit.kind == "source":
            return unit.record.published.bounds if unit.record.published else None
        return (unit.brief.as_of, unit.brief.as_of) if unit.brief else None

    # -- fields -----------------------------------------------------------------------------------------------

    def briefs_of(self, unit: Unit) -> Iterable[Brief]:
        """The unit's brief; of an entity or source every brief that uses it."""
        if unit.brief:
            return (unit.brief,)
        users = dict.fromkeys(r.brief for r in self.book.named_in.get(unit.id, ()))
        return [self.book.briefs[b] for b in users if b in self.book.briefs]

    def references_of(self, unit: Unit) -> Iterable[Reference]:
        """What a brief names anywhere, what an item names itself, what the items that cite a source name."""
        names = self.book.names
        if unit.is_item:
            return self.book.names_at.get(unit.id, ())
        if unit.kind == "brief":
            return names.get(unit.id, ())
        how = ("source",) if unit.kind == "source" else NAMING
        users = {r.origin for r in self.book.named_in.get(unit.id, ()) if r.how in how}
        return (r for origin in users for r in self.book.names_at.get(origin, ()))

    def _names(self, unit: Unit, wanted: frozenset[str], how: tuple[str, ...]) -> bool:
        return unit.id in wanted or any(r.target in wanted and r.how in how for r in self.references_of(unit))

    def _entity(self, unit: Unit, wanted: frozenset[str]) -> bool:
        return unit.id in wanted if unit.kind == "entity" else self._names(unit, wanted, NAMING)

    def _place(self, unit: Unit, wanted: frozenset[str]) -> bool:
        return unit.id in wanted if unit.kind == "entity" else self._names(unit, wanted, ("place",))

    def _source(self, unit: Unit, wanted: frozenset[str]) -> bool:
        return unit.id in wanted if unit.kind == "source" else self._names(unit, wanted, ("source",))

    def _tag(self, unit: Unit, wanted: frozenset[str]) -> bool:
        return any(fold(tag) in wanted for brief in self.briefs_of(unit) for tag in brief.tags)

    def _author(self, unit: Unit, wanted: frozenset[str]) -> bool:
        return any(fold(brief.author) in wanted for brief in self.briefs_of(unit) if brief.author)

    def _brief(self, unit: Unit, wanted: frozenset[str]) -> bool:
        return any(brief.id in wanted for brief in self.briefs_of(unit))

    def _status(self, unit: Unit, wanted: frozenset[str]) -> bool:
        if unit.kind == "event" and unit.is_item and wanted & set(EVENT_STATUSES) and unit.record.status in wanted:
            return True
        return any(brief.status in wanted for brief in self.briefs_of(unit))

    def _type(self, unit: Unit, wanted: frozenset[str]) -> bool:
        own = {"entity": "type", "source": "kind"}.get(unit.kind)
        return (self.hits and unit.kind in wanted) or bool(own and getattr(unit.record, own) in wanted)

    def _is(self, unit: Unit, wanted: frozenset[str]) -> bool:
        return any(self._state(unit, state) for state in wanted)

    def _state(self, unit: Unit, state: str) -> bool:
        if unit.is_item and state in ITEM_STATES:
            return item_state(self.book, unit.record, state)
        if self.hits and unit.brief is None and state in ITEM_STATES:
            return False
        return any(self._brief_state(brief, state) for brief in self.briefs_of(unit))

    def _brief_state(self, brief: Brief, state: str) -> bool:
        if (brief.id, state) not in self._states:
            found = states(self.book, brief)
            for name in ("stale", "draft", "unsourced", "single_source", "contested", "orphan", "dangling"):
                self._states[brief.id, name.replace("_", "-")] = getattr(found, name)
        return self._states[brief.id, state]

    def _own_field(self, unit: Unit, field: str, wanted: frozenset[str]) -> bool:
        """``x_…``: whole values of the brief's own fields."""
        for brief in self.briefs_of(unit):
            value = brief.x.get(field)
            if any(isinstance(v, str) and fold(v) in wanted for v in (value if isinstance(value, list) else [value])):
                return True
        return False


_ASK: dict[str, Callable[[Selector, Unit, frozenset[str]], bool]] = {
    "tag": Selector._tag,
    "entity": Selector._entity,
    "place": Selector._place,
    "type": Selector._type,
    "status": Selector._status,
    "source": Selector._source,
    "brief": Selector._brief,
    "author": Selector._author,
    "is": Selector._is,
}


def strings(value: Json, without: tuple[str, ...] = ()) -> Iterable[str]:
    """Every text in a JSON value, but for the fields left out; of an item's address what stands behind the ``#``."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner, without)
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name == "id" and isinstance(inner, str):
                yield inner.partition("#")[2] or inner
            elif name not in without:
                yield from strings(inner, without)


def check_fields(selection: Selection, *, unit: str) -> None:
    """Refuse the terms that mean nothing for a unit: ``type:`` of briefs and events, days of entities."""
    for term in selection.terms():
        if isinstance(term, Term) and term.field == "type" and unit in ("brief", "event"):
            raise UsageError(f"`type:` is asked of entities, sources and hits, not of {unit}s.")
        if isinstance(term, DateTerm) and unit == "entity":
            raise UsageError(f"`{term.field}:` is no question to entities: they have no date.")
