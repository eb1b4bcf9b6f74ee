"""The way in: what was read elsewhere gets its ids and places, and what the book has already stays as it is."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from typing import Any

from brief_cli.authoring.adding import default_register, item_id, positions
from brief_cli.authoring.naming import entity_id, slug, source_id
from brief_cli.authoring.namings import Change, local_ids, namings, rewritten
from brief_cli.authoring.plan import Plan, brief_path, draft, exists, planned, problems_of, untaken
from brief_cli.book import Book
from brief_cli.errors import CannotWrite
from brief_cli.files import emit
from brief_cli.files.draft import Draft
from brief_cli.files.scalars import ID
from brief_cli.files.write import Change as FileChange
from brief_cli.importing.carried import Carried, Kind, Loss, Raw, Record
from brief_cli.importing.known import KEY, Known
from brief_cli.model.brief import ITEM_FIELDS
from brief_cli.model.registers import SETTINGS_FILES, Entity, Source
from brief_cli.model.text import fold
from brief_cli.model.value import Value

LETTERS = {"key_points": "k", "judgments": "j", "events": "e", "assumptions": "s", "alternatives": "a", "gaps": "g",
           "indicators": "i"}  # fmt: skip
ORDER = ("source", "entity", "brief", "event")
"""In which the kinds get their ids: what is named first."""
_CITING = ("sources", "source")
_OWN_WAY = ("as_of", "sources", KEY)
"""Fields of an imported brief that may differ from the file's without a change of the note."""
_FILES = {"brief": "brief", "entity": "entities", "source": "sources"}
CLASSES = {"entity": Entity, "source": Source}


Briefs = dict[str, tuple[Record, dict[str, Raw]]]
"""New briefs by their ids: what they come from, and what their files are to say."""


class Taken(Value):
    """What came in, as a plan; how many of each kind, and how many were there already; what had no place."""

    plan: Plan
    made: dict[str, int]
    there: int
    losses: tuple[Loss, ...]


def taken_in(book: Book, carried: Carried, *, into: str, folder: str, today: str) -> Taken:
    """Work out where everything goes.  ``into`` is the brief that events go into which name none."""
    intake = _Intake(book, carried, into, folder, today)
    intake.settle_ids()
    intake.place()
    return intake.taken()


class _Intake:
    """One import on its way."""

    def __init__(self, book: Book, carried: Carried, into: str, folder: str, today: str) -> None:
        self.book = book
        self.into = into
        self.folder = folder
        brief_path("any", folder)  # before anything is read for nothing
        self.today = today
        self.losses = list(carried.losses)
        self.read = len(self.losses)  # so many are the readers'
        self.fresh: set[int] = set()  # the events that are not there yet
        self.records = [self._keyed(one) for one in carried.records]
        self.known = Known(book)
        self.known.ids.update(os.path.splitext(name)[0] for name in SETTINGS_FILES)
        self.new: list[tuple[str, Record]] = []  # with their ids
        self.events: list[Record] = []
        self.called: dict[tuple[str, str], str] = {}  # kind and wished id: the id it has
        self.there = 0
        self.counted: dict[str, int] = {}  # the events that go into each new brief
        self.old: list[tuple[str, Record]] = []  # briefs that are there, with their ids
        self.inline: set[str] = set()  # sources that imported briefs define by the way
        self.differs = 0  # how many of the last things told are of what is there
        self.registers: dict[tuple[str, str], str] = {}  # by kind and sort, found once
        self.drafts: dict[str, Draft] = {}
        self.changes: list[FileChange] = []
        self.ids: list[str] = []
        self.made: dict[str, int] = defaultdict(int)

    def _keyed(self, one: Record) -> Record:
        known_by_address = one.kind == "source" and "url" in one.values
        if not one.key or one.kind == "event" or known_by_address:
            return one
        return replace(one, values={**one.values, KEY: one.key})

    def lost(self, one: Record, what: str) -> None:
        """Tell that something could not be carried over."""
        self.losses.append(Loss(file=one.file, place=one.place, what=what))

    # -- ids ------------------------------------------------------------------------------------------------------

    def settle_ids(self) -> None:
        """Find what is there already, and give the rest ids that nothing has."""
        for kind in ORDER:
            for one in self.records:
                if one.kind == kind:
                    self._settle(one)

    def _settle(self, one: Record) -> None:
        if one.kind == "event":
            self.events.append(one)
            return
        found = self.known.find(one.kind, one.values, one.id)
        if found is None:
            found = untaken(self._wish(one), self.known.ids)
            self.new.append((found, one))
            self.known.note(one.kind, found, one.values)
        else:
            self.there += 1
            self.old.append((found, one))
        if one.id:
            self.called.setdefault((one.kind, one.id), found)

    def _own_sources(self, values: dict[str, Raw]) -> dict[str, Raw]:
        """A brief without those of its own sources that the book has, the others under ids that mean nothing else."""
        own = values.get("sources")
        if not isinstance(own, list):
            return values
        called: dict[str, str] = {}
        kept: list[Raw] = []
        for source in own:
            assert isinstance(source, dict)
            found = self.known.find("source", source)
            if found is None:
                found = untaken(str(source.get("id") or source_id(source)), self.known.ids)
                self.known.note("source", found, source)
                self.inline.add(found)
            if found in self.inline:  # two briefs may define one alike
                kept.append({**source, "id": found})
            called[str(source.get("id"))] = found
        values = {**values, "sources": kept} if kept else {key: one for key, one in values.items() if key != "sources"}

        def change(target: str, field: str) -> str:
            return called.get(target, target) if field in _CITING else target

        return _rewritten("brief", values, change)

    @staticmethod
    def _wish(one: Record) -> str:
        if ID.fullmatch(one.id):
            return one.id
        made = entity_id(one.values) if one.kind == "entity" else source_id(one.values) if one.kind == "source" else ""
        return made or slug(one.id or str(one.values.get("title", ""))) or one.kind

    def _renamed(self, target: str, field: str) -> str:
        """What an imported record names, by the id that it has in the book."""
        id_, mark, item = target.partition("#")
        kinds: tuple[Kind, ...] = ("brief", "entity", "source")
        if field in ("entities", "place", "said_by", "part_of", "not_same_as"):
            kinds = ("entity",)
        elif field in _CITING:
            kinds = ("source",)
        found = next((self.called[kind, id_] for kind in kinds if (kind, id_) in self.called), None)
        return f"{found}{mark}{item}" if found else target

    def _led(self, kind: str, values: dict[str, Raw]) -> dict[str, Raw]:
        """A record's values with what they name by its id in the book."""
        return _rewritten(kind, values, self._renamed)

    # -- places ---------------------------------------------------------------------------------------------------

    def place(self) -> None:
        """Put everything into its file: records into registers, briefs into files of their own, events into briefs."""
        registers: dict[str, dict[str, dict[str, Raw]]] = defaultdict(dict)
        briefs: Briefs = {}
        for id_, one in self.new:
            values = self._led(one.kind, deepcopy(one.values))
            if one.kind == "brief":
                briefs[id_] = (one, self._completed(one, self._own_sources(values)))
            elif self._sound(one, id_, values):
                registers[self._register(one)][id_] = values
                self.made[one.kind] += 1
                self.ids.append(id_)
        for id_, one in self.old:
            self._compare(id_, one, briefs)
        for path, records in registers.items():
            self._draft(path).insert_records(records)
        self._events(briefs)
        for id_, (one, values) in briefs.items():
            self._brief(id_, one, values)

    def _register(self, one: Record) -> str:
        sort = str(one.values.get("type" if one.kind == "entity" else "kind", ""))
        if (one.kind, sort) not in self.registers:
            self.registers[one.kind, sort] = default_register(self.book, CLASSES[one.kind], sort)
        return self.registers[one.kind, sort]

    def _draft(self, path: str) -> Draft:
        if path not in self.drafts:
            self.drafts[path] = draft(self.book, path) if exists(self.book, path) else Draft(path, b"")
        return self.drafts[path]

    def _sound(self, one: Record, id_: str, values: dict[str, Raw]) -> bool:
        """Whether a record passes the gate; what does not is told and left out."""
        path = "entities/_.yaml" if one.kind == "entity" else "sources/_.yaml"
        try:
            alone = Draft(path, b"")
            alone.insert_records({id_: values})
        except (CannotWrite, emit.Unwritable):
            self.lost(one, "it holds characters that a file of the book cannot have")
            return False
        return not self._told(one, path, alone.after)

    def _told(self, one: Record, path: str, data: bytes) -> bool:
        problems = problems_of(self.book, path, data)
        for problem in problems[:1]:
            self.lost(one, f"it is left out: {problem.message}")
        return bool(problems)

    def _brief(self, id_: str, one: Record, values: dict[str, Raw]) -> None:
        path = brief_path(id_, self.folder)
        own = Draft(path, b"")
        try:
            own.begin(values)
        except (CannotWrite, emit.Unwritable):
            self.lost(one, "it holds characters that a file of the book cannot have")
            return
        if self._told(one, path, own.after):
            return
        if exists(self.book, path):
            self.lost(one, f"there is a file {path} already")
            return
        self.changes.append(FileChange(path, None, own.after))
        self.made["brief"] += 1
        self.made["event"] += self.counted.get(id_, 0)
        self.ids.append(id_)

    def _compare(self, id_: str, one: Record, briefs: Briefs) -> None:
        """Tell of a record that is there already and says something else than what would have come in."""
        values = self._led(one.kind, deepcopy(one.values))
        if one.kind == "brief":
            values = self._completed(one, self._own_sources(values), quiet=True)
        there = self._there(id_, one, briefs)
        compared = (key for key in values if key not in _OWN_WAY)
        differs = [key for key in compared if emit.cleaned(values[key]) != there.get(key)]
        if differs:
            said = f"is there already as {id_}, and stays as it is: {', '.join(differs)} would differ"
            self.lost(one, f"{one.values.get('name') or one.values.get('title')} {said}")

    def _there(self, id_: str, one: Record, briefs: Briefs) -> dict[str, Raw]:
        """What the record says that is there, as its file has it, or is to have it."""
        if id_ in briefs:
            return briefs[id_][1]
        if not self.known.is_old(id_):
            return self.known.says(id_)
        try:
            own = self._draft(self.book.unit(id_).path)
        except CannotWrite:
            return {}
        found = own.value if one.kind == "brief" else own.value.get(id_)
        return found if isinstance(found, dict) else self.known.says(id_)

    def _completed(self, one: Record, values: dict[str, Raw], *, quiet: bool = False) -> dict[str, Raw]:
        """A brief with what it must have: a day, and items with ids."""
        if not values.get("as_of"):
            values["as_of"] = self.today
            if not quiet:
                self.lost(one, "it has no date, so that it holds as of today")
        taken: set[str] = local_ids(values)
        for part in ITEM_FIELDS:
            items = values.get(part)
            values.update({part: [_numbered(item, part, taken) for item in items]} if isinstance(items, list) else {})
        return values

    # -- events ---------------------------------------------------------------------------------------------------

    def _events(self, briefs: Briefs) -> None:
        """Events into the briefs that they belong to, which may be new, too."""
        by_brief: dict[str, list[Record]] = defaultdict(list)
        for one in self.events:
            wished = one.brief or self.into
            target = self.called.get(("brief", wished), wished) or slug(_stem(one.file)) or "events"
            target = f"{target}-2" if f"{target}.yaml" in SETTINGS_FILES else target
            by_brief[target].append(one)
        for id_, events in by_brief.items():
            if id_ in briefs:
                self.counted[id_] = self._into_new(briefs[id_][1], events)
            elif id_ in self.book.briefs:
                self._into_old(id_, events)
            else:
                first = events[0]
                if id_ in self.known.ids:
                    self.lost(first, f"{len(events)} events are left out: {id_} is no brief that loads")
                    continue
                briefs[id_] = (first, self._brief_of(first, events))
                self.counted[id_] = self._into_new(briefs[id_][1], events)

    def _brief_of(self, first: Record, events: list[Record]) -> dict[str, Raw]:
        title = _stem(first.file).replace("_", " ").replace("-", " ").strip() or "Events"
        count = "One event" if len(events) == 1 else f"{len(events)} events"
        return {
            "title": title[:1].upper() + title[1:],
            "bottom_line": f"{count}, imported and not yet assessed.",
            "as_of": self.today,
            "status": "draft",
        }

    def _into_new(self, values: dict[str, Raw], events: list[Record]) -> int:
        there = values.setdefault("events", [])
        assert isinstance(there, list)
        new = self._fresh(there, events, local_ids(values))
        for position, event in sorted(positions(there, new), key=lambda pair: pair[0])[::-1]:
            there.insert(position, event)
        return len(new)

    def _into_old(self, id_: str, events: list[Record]) -> None:
        own = self._draft(self.book.unit(id_).path)
        found = own.value.get("events", [])
        there: list[Raw] = found if isinstance(found, list) else [found]
        new = self._fresh(there, events, local_ids(own.value))
        self.made["event"] += len(new)
        if new:
            own.insert_all(("events",), positions(there, new))
            self.ids += [f"{id_}#{event['id']}" for event in new]

    def _fresh(self, there: list[Raw], events: list[Record], taken: set[str]) -> list[dict[str, Raw]]:
        """The events that are not there yet, with their ids, in order of their dates."""
        known: dict[object, list[dict[str, Raw]]] = defaultdict(list)
        for event in there:
            if isinstance(event, dict):
                known[_same(event)].append(event)
                known[event.get("id")].append(event)
        out: list[dict[str, Raw]] = []
        for one in events:
            told = len(self.losses)
            values = self._led("brief", {"events": [self._resolved(one)]})["events"][0]  # type: ignore[index]
            assert isinstance(values, dict)
            if self._is_there(one, values, known):
                self.there += 1
                del self.losses[told : len(self.losses) - self.differs]
                continue
            numbered = _numbered(values, "events", taken)
            assert isinstance(numbered, dict)
            known[_same(values)].append(numbered)
            known[numbered.get("id")].append(numbered)
            if isinstance(numbered, dict) and self._event_sound(one, numbered):
                out.append(numbered)
                self.fresh.add(id(one))
        return out

    def _is_there(self, one: Record, values: dict[str, Raw], known: dict[object, list[dict[str, Raw]]]) -> bool:
        """Whether an event is there already: by its id, or by its day and title where nothing tells the two apart."""
        self.differs = 0
        by_id = known[values["id"]] if "id" in values else []
        apart = [key for key in values if key not in ("id", "sources", "entities")]
        if by_id:
            differs = [key for key in apart if values[key] != by_id[0].get(key)]
            if differs:
                self.lost(
                    one, f"the event {values['id']} is there already, and stays as it is: its {differs[0]} differs"
                )
                self.differs = 1
            return True
        return any(all(values[key] == there.get(key, values[key]) for key in apart) for there in known[_same(values)])

    def _event_sound(self, one: Record, event: dict[str, Raw]) -> bool:
        whole: dict[str, Raw] = {"title": "t", "bottom_line": "b", "as_of": self.today, "events": [event]}
        own = Draft("t.yaml", b"")
        try:
            own.begin(whole)
        except (CannotWrite, emit.Unwritable):
            self.lost(one, "it holds characters that a file of the book cannot have")
            return False
        return not self._told(one, "t.yaml", own.after)

    def _resolved(self, one: Record) -> dict[str, Raw]:
        """An event whose entities are named as people write them: by the id of the entity of that name."""
        values = deepcopy(one.values)
        for key in ("place", "said_by"):
            if isinstance(word := values.get(key), str):
                values[key] = self._entity(one, word)
        if isinstance(named := values.get("entities"), list):
            values["entities"] = [self._entity(one, each) if isinstance(each, str) else each for each in named]
        return values

    def _entity(self, one: Record, word: str) -> Raw:
        if ("entity", word) in self.called or word in self.book.entities:
            return word
        found = sorted(
            set(self.book.index.column("SELECT id FROM name WHERE folded = ? AND kind = 'entity'", fold(word)))
        )
        if len(found) == 1:
            return str(found[0])
        made = slug(word)
        if ("entity", made) in self.called and not found:
            return self.called["entity", made]
        if made and made in self.known.ids:
            made = untaken(f"{made}-entity", self.known.ids)
        why = f"{word} may be {' or '.join(found)}" if found else f"no entity of the book is called {word}"
        if made != word:
            self.lost(one, f"{why}, so that it is written as {made}")
        return made or word

    def taken(self) -> Taken:
        """Everything as one plan."""
        new = [FileChange(one.path, None, one.after) for one in self.drafts.values() if not one.before and one.after]
        old = [one for one in self.drafts.values() if one.before]
        plan = planned(self.book, old, self.ids, also=[*new, *self.changes])
        return Taken(plan=plan, made=dict(self.made), there=self.there, losses=tuple(self._worth_telling()))

    def _worth_telling(self) -> Iterator[Loss]:
        """What was lost of files that something came in of; of the others it was told when they did."""
        came = {one.file for _, one in self.new} | {one.file for one in self.events if id(one) in self.fresh}
        silent = {one.file for one in self.records} - came
        yield from (loss for n, loss in enumerate(self.losses) if n >= self.read or loss.file not in silent)


def _rewritten(kind: str, values: dict[str, Raw], change: Change) -> dict[str, Raw]:
    """A record's values, in which what they name is changed in place."""
    whole: dict[str, Raw] = values if kind == "brief" else {"_": values}
    for naming in list(namings(_FILES[kind], whole)):
        new = rewritten(naming, change)
        if new != naming.text:
            holder: Any = whole
            for part in naming.at[:-1]:
                holder = holder[part]
            holder[naming.at[-1]] = new
    return values


def _numbered(item: Raw, part: str, taken: set[str]) -> Raw:
    """An item with an id, made of what it says."""
    if isinstance(item, str):
        item = {"text": item}
    if not isinstance(item, dict) or item.get("id"):
        return item
    said = (item.get("date"), item.get("title"), item.get("text"))
    id_ = item_id(LETTERS[part], taken, *(str(one) for one in said if one))
    taken.add(id_)
    return {"id": id_, **item}


def _same(event: dict[str, Raw]) -> tuple[str, str]:
    return str(event.get("date", "")), fold(str(event.get("title", "")))


def _stem(name: str) -> str:
    base = name.replace("\\", "/").rpartition("/")[2]
    return base.rpartition(".")[0] or base
