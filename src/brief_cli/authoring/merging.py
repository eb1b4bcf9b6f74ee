"""``merge``: two records or items that are one become one, and what named the first names the second.

Lists are joined.  Where both say something else the one that stays keeps its own, and what is left out is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from brief_cli.authoring.joining import Joining, Record, shown, texts, without_names
from brief_cli.authoring.namings import ITEMS_FIRST, Change, local_ids, namings, rewrite, rewritten
from brief_cli.authoring.place import Place, find
from brief_cli.authoring.plan import Plan, draft, planned, untaken
from brief_cli.authoring.renaming import naming_draft, naming_files, said_in_words, still_named
from brief_cli.book import Book
from brief_cli.errors import UsageError
from brief_cli.files.build import Inside, Value
from brief_cli.files.draft import Draft
from brief_cli.files.shapes import long_form
from brief_cli.files.tree import entries
from brief_cli.files.write import Change as FileChange
from brief_cli.model.brief import ITEM_FIELDS, Brief
from brief_cli.model.registers import Entity

_APART = {"not_same_as": "is said not to be", "contradicts": "contradicts"}
"""Fields that say of two that they are not one, and how that is told."""


def merged(book: Book, old: str, into: str) -> Plan:
    """The plan that makes one of two briefs, items of one kind, entities or sources.

    Raises ``UsageError`` for two that cannot be one, ``NotFound`` for an id that the book lacks.
    """
    if old == into:
        raise UsageError(f"{old} cannot be merged into itself.")
    one, other = find(book, old), find(book, into)
    if one.address == other.address:
        raise UsageError(f"{old} and {into} are one already.")
    if other.at and "." in other.address.partition("#")[2]:
        raise UsageError(f"{into} has no id of its own.", f"Give it one first: brief rename {into} NEW.")
    if one.cls is not other.cls:
        raise UsageError(f"{old} and {into} are of two kinds.")
    made = _Merging(book, one, other)
    made.run()
    return made.plan()


class _Merging:
    """The drafts of one merge, and what is told of it."""

    def __init__(self, book: Book, one: Place, other: Place) -> None:
        self.book = book
        self.one = one
        self.other = other
        self.drafts: dict[str, Draft] = {}
        self.told: list[str] = []
        self.moved: dict[str, str] = {}  # the items of a brief, and the ids that they get in the other

    def at(self, path: str) -> Draft:
        """The draft of a file, begun when it is first asked for."""
        if path not in self.drafts:
            self.drafts[path] = draft(self.book, path)
        return self.drafts[path]

    def run(self) -> None:
        """Join the two, and lead everything that named the first to the second."""
        one, other = self.at(self.one.path), self.at(self.other.path)
        self._agree(self._record(one, self.one), self._record(other, self.other))
        if self.one.cls is Brief:
            self._move_items(one, other)
        old, new = self._abroad(one, self._record(one, self.one)), self._record(other, self.other)
        joining = Joining(self.one, self.other, self.book.settings)
        for key, value in joining.joined(old, new).items():
            if value != new.get(key):
                _write(other, (*self.other.at, key), value)
        self.told += joining.told
        self.told += [f"left out with {self.one.address}: the comment {found}" for found in _comments(one, self.one.at)]
        if self.one.at:
            one.drop(self.one.at)
        self._lead()

    def plan(self) -> Plan:
        """All of it as one plan; a brief that is merged away has no file any more."""
        drafts = list(self.drafts.values())
        self.told += still_named(self.book, self.one.address.partition("#")[2] or self.one.address, drafts)
        gone = []
        if not self.one.at:
            drafts = [one for one in drafts if one.path != self.one.path]
            gone = [FileChange(self.one.path, self.drafts[self.one.path].before, None)]
        last = self.one.path
        drafts.sort(key=lambda one: (one.path == last, one.path == self.other.path, one.path))
        return planned(self.book, drafts, [self.other.address], self.told, also=gone)

    def _record(self, own: Draft, place: Place) -> Record:
        found = own.get(place.at)
        if isinstance(found, str):
            return dict(long_form(place.cls, found) or {})
        assert isinstance(found, dict)
        return found

    def _agree(self, old: Record, new: Record) -> None:
        """Raise ``UsageError`` for two of which the book says that they are not one."""
        if self.one.cls is Entity and old.get("type") != new.get("type"):
            kinds = f"{self.one.address} is of type {old.get('type')}, {self.other.address} of type {new.get('type')}"
            raise UsageError(
                f"{kinds}.", f"brief set {self.one.address} type {new.get('type')}, if that is what it is."
            )
        for record, whose, other in ((old, self.one, self.other), (new, self.other, self.one)):
            short = {other.address.partition("#")[2]} if self.one.path == self.other.path else set()
            for key, says in _APART.items():
                if ({other.address} | short) & set(texts(record.get(key))):
                    raise UsageError(f"{whose.address} {says} {other.address}.", "Settle that first.")

    def _abroad(self, own: Draft, record: Record) -> Record:
        """An item as another brief has to say it: what it names in short in its own brief is written out."""
        brief, mark, _ = self.one.address.partition("#")
        if not mark or self.one.path == self.other.path:
            return record
        local = local_ids(own.value)

        def change(target: str, field: str) -> str:
            if field == "link" and target.startswith("#"):
                return f"{brief}{target}"
            return f"{brief}#{target}" if field in ITEMS_FIRST[:4] and target in local else target

        tree: Record = {str(self.one.at[0]): [deepcopy(record)]}
        for naming in list(namings("brief", tree)):
            holder: Any = tree
            for part in naming.at[:-1]:
                holder = holder[part]
            holder[naming.at[-1]] = rewritten(naming, change)
        return tree[str(self.one.at[0])][0]  # type: ignore[index, return-value]

    # -- leading --------------------------------------------------------------------------------------------------

    def _move_items(self, one: Draft, other: Draft) -> None:
        """Give the items of a brief that goes ids that the other has not, where they stand."""
        for n, judgment in enumerate(entries(one.value.get("judgments"))):
            if isinstance(judgment, dict) and "made_on" not in judgment and (day := one.value.get("as_of")):
                one.put(("judgments", n, "made_on"), day)  # which was the brief's own day, and is another's now
        taken = local_ids(other.value) | (own := local_ids(one.value))
        for id_ in sorted(own & local_ids(other.value)):
            self.moved[id_] = self._there_already(one, other, id_) or untaken(id_, taken)
            taken.add(self.moved[id_])
        for was in self.moved:
            self.told += said_in_words(one, was)
        rewrite(one, self._change(own=True))
        for part in ITEM_FIELDS:
            for n, item in enumerate(entries(one.value.get(part))):
                if isinstance(item, dict) and (new := self.moved.get(str(item.get("id")))):
                    one.put((part, n, "id"), new)

    def _there_already(self, one: Draft, other: Draft, id_: str) -> str | None:
        """The id under which an item has come over already, by a run that was broken off."""
        part, item = next((part, item) for part, item in _items(one) if item.get("id") == id_)
        said = without_names(item)
        same = (there for name, there in _items(other) if name == part and without_names(there) == said)
        return next((str(there["id"]) for there in same if there.get("id")), None)

    def _lead(self) -> None:
        """Let every naming of what goes be one of what stays."""
        word = self.one.address.partition("#")[2] or self.one.address
        for path in dict.fromkeys([*naming_files(self.book, word), *self.drafts]):
            one = self.drafts.get(path) or naming_draft(self.book, path, word)
            if one is None:
                continue
            self.drafts[path] = one
            rewrite(one, self._change(own="#" in self.one.address and path == self.one.path))
            self.told += _single(one, self.other, self._itself(path))
            if one.after == one.before and path not in (self.one.path, self.other.path):
                del self.drafts[path]
            one.rest()

    def _change(self, *, own: bool) -> Change:
        """From what named the one that goes, or something in it, to what stays; ``own``: in its file in short, too."""
        brief, mark, item = self.one.address.partition("#")
        into, _, into_item = self.other.address.partition("#")
        moved = {item: into_item} if mark else self.moved

        def change(target: str, field: str) -> str:
            id_, sign, named = target.partition("#")
            if own and not id_ and field in ("link", "exempt") and named in moved:
                return f"#{moved[named]}" if into == brief or not mark else f"{into}#{moved[named]}"
            if own and not sign and field in ITEMS_FIRST and target in moved:
                return moved[target] if into == brief or not mark else f"{into}#{moved[target]}"
            if id_ != brief or (mark and named != item):
                return target
            return f"{into}{sign}{moved.get(named, named)}"

        return change

    def _itself(self, path: str) -> Inside:
        """Where in a file the one stands that stays; nowhere in the others."""
        if path != self.other.path or not self.other.at:
            return ()
        at, gone = self.other.at, self.one.at
        shifted = path == self.one.path and at[:-1] == gone[:-1] and isinstance(at[-1], int)
        if shifted and isinstance(gone[-1], int) and isinstance(at[-1], int) and gone[-1] < at[-1]:
            return (*at[:-1], at[-1] - 1)
        return at


def _comments(own: Draft, at: Inside) -> list[str]:
    """The comments inside of something that goes."""
    if not at:
        return own.layout.comments
    start, end = own.layout.values.get(own.written(at), (0, 0))
    end = own.layout.line_end(end)
    return [comment for place, comment in own.layout.comment_places if start <= place < end]


def _items(own: Draft) -> Iterator[tuple[str, Record]]:
    """The items of a brief's file that are written out, each with its list."""
    for part in ITEM_FIELDS:
        yield from ((part, one) for one in entries(own.value.get(part)) if isinstance(one, dict))


def _write(own: Draft, at: Inside, value: Value) -> None:
    """Write a field; of a list that grew only what is new."""
    there = own.get(at)
    if isinstance(value, list) and (old := entries(there)) and value[: len(old)] == old:
        for n in range(len(old), len(value)):
            own.insert(at, n, value[n])
    else:
        own.put(at, value)


def _single(one: Draft, place: Place, itself: Inside) -> list[str]:
    """Take away what a merge has made double: a list names what stays once, and nothing names itself.

    Gives what is told of it.
    """
    seen: dict[tuple[Inside, str], Inside] = {}
    doubles: list[Inside] = []
    for naming in namings(one.kind, one.value):
        named = naming.text.partition(" ")[0]
        related = naming.field in ("to", "related") and not place.at and named.startswith(f"{place.address}#")
        short = (
            bool(itself)
            and naming.field in ITEMS_FIRST
            and f"{place.address.partition('#')[0]}#{named}" == place.address
        )
        if naming.form not in ("reference", "citation") or not (named == place.address or short or related):
            continue
        own = bool(itself) and naming.at[: len(itself)] == itself
        if own and len(naming.at) <= len(itself) + 2:  # a list of names, or one that stands alone
            doubles.append(naming.at)
            continue
        entry = naming.at if isinstance(naming.at[-1], int) else naming.at[:-1]
        if not entry or not isinstance(entry[-1], int):
            continue
        said = one.get(entry)
        told = (entry[:-1], naming.text if naming.field in ("entities", "id") else repr(said))
        first = seen.setdefault(told, entry)
        if one.path == place.path and not place.at and entry[0] == "related":
            doubles.append(entry)
        elif first != entry:  # of two the one goes that says less
            doubles.append(first if isinstance(one.get(first), str) and isinstance(said, dict) else entry)
    left = [f"left out of {one.path}: {shown(one.get(at))}" for at in doubles if isinstance(one.get(at), dict)]
    for at in sorted(set(doubles), key=lambda at: at[-1] if isinstance(at[-1], int) else -1, reverse=True):
        one.drop(at)
    return left
