"""``merge``: two records or items that are one become one, and what named the first names the second.

Lists are joined.  Where both say something else the one that stays keeps its own, and what is left out is told.
"""

from __future__ import annotations

from collections.abc import Iterator

from brief_cli.authoring.namings import ITEMS_FIRST, Change, local_ids, namings, rewrite
from brief_cli.authoring.place import Place, find
from brief_cli.authoring.plan import Plan, draft, planned, untaken
from brief_cli.authoring.renaming import naming_draft, naming_files, still_named
from brief_cli.book import Book
from brief_cli.errors import UsageError
from brief_cli.files import emit
from brief_cli.files.build import Inside, Value
from brief_cli.files.draft import Draft
from brief_cli.files.shapes import long_form
from brief_cli.files.write import Change as FileChange
from brief_cli.model.brief import ITEM_FIELDS, Brief
from brief_cli.model.meta import class_of, metas_of
from brief_cli.model.registers import Entity
from brief_cli.model.text import fold

Record = dict[str, Value]
_APART = {"not_same_as": "is said not to be", "contradicts": "contradicts"}
"""Fields that say of two that they are not one, and how that is told."""


def merged(book: Book, old: str, into: str) -> Plan:
    """The plan that makes one of two briefs, items of one kind, entities or sources.

    Raises ``UsageError`` for two that cannot be one, ``NotFound`` for an id that the book lacks.
    """
    if old == into:
        raise UsageError(f"{old} cannot be merged into itself.")
    one, other = find(book, old), find(book, into)
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
        old, new = self._record(one, self.one), self._record(other, self.other)
        for key, value in self._joined(old, new).items():
            if value != new.get(key):
                _write(other, (*self.other.at, key), value)
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
            item = other.address.partition("#")[2]
            for key, says in _APART.items():
                if {other.address, item or other.address} & set(_listed(record.get(key))):
                    raise UsageError(f"{whose.address} {says} {other.address}.", "Settle that first.")

    # -- joining --------------------------------------------------------------------------------------------------

    def _joined(self, old: Record, new: Record) -> Record:
        """The fields of the one that stays, with what the other adds."""
        out = dict(new)
        metas = metas_of(self.one.cls)
        apart = self._told_apart(old, out) if self.one.cls is Brief else ("id",)
        for key, value in old.items():
            if key in apart:
                continue
            if key not in out:
                out[key] = value
            elif metas.get(key, {}).get("many"):
                out[key] = self._united(key, class_of(metas[key]), out[key], value, by_id=key in ITEM_FIELDS)
            elif key == "names" and isinstance(value, dict) and isinstance(mine := out[key], dict):
                out[key] = {lang: _names(mine.get(lang), value.get(lang)) for lang in {**mine, **value}}
            elif isinstance(value, dict) and isinstance(mine := out[key], dict):
                out[key] = {**value, **mine}
                self._left_out(key, {k: v for k, v in value.items() if mine.get(k, v) != v})
            elif value != out[key]:
                self._differ(key, value, out)
        return out

    def _differ(self, key: str, value: Value, out: Record) -> None:
        """A field of which both say something else."""
        if self.one.cls is Entity and key == "name":
            out["aliases"] = self._united(key, None, out.get("aliases", []), value)
        else:
            self._left_out(key, value)

    def _told_apart(self, old: Record, out: Record) -> tuple[str, ...]:
        """Put what a brief says first, and its summary, into the summary of the other, under its title.

        Gives the fields that this has done with.
        """
        line, summary = str(old.get("bottom_line", "")), str(old.get("summary", ""))
        if line == out.get("bottom_line"):
            line = ""
        if summary == out.get("summary"):
            summary = ""
        before = str(out.get("summary", ""))
        came = "\n\n".join([f"## {old.get('title', self.one.address)}", *filter(None, (line, summary))])
        if (line or summary) and came not in before:  # else a run that was broken off has brought it
            out["summary"] = f"{before}\n\n{came}" if before else came
        return ("id", "bottom_line", "summary")

    def _united(self, field: str, cls: type | None, mine: Value, value: Value, *, by_id: bool = False) -> list[Value]:
        """Two lists as one, what is in both once."""
        out = list(_all(mine))
        known = {_key(cls, one): one for one in out}
        ids = {one.get("id") for one in out if isinstance(one, dict)} - {None} if by_id else set()
        for one in _all(value):
            if isinstance(one, dict) and one.get("id") in ids:
                continue
            if (key := _key(cls, one)) not in known:
                out.append(one)
                known[key] = one
            elif isinstance(one, dict) and one != known[key]:
                self._left_out(field, one)
        return out

    def _left_out(self, key: str, value: Value) -> None:
        if value:
            self.told.append(f"left out, since {self.other.address} has its own: {key}: {_short(value)}")

    # -- leading --------------------------------------------------------------------------------------------------

    def _move_items(self, one: Draft, other: Draft) -> None:
        """Give the items of a brief that goes ids that the other has not, where they stand."""
        taken = local_ids(other.value) | (own := local_ids(one.value))
        for id_ in sorted(own & local_ids(other.value)):
            self.moved[id_] = self._there_already(one, other, id_) or untaken(id_, taken)
            taken.add(self.moved[id_])
        rewrite(one, self._change(own=True))
        for part in ITEM_FIELDS:
            for n, item in enumerate(_all(one.value.get(part))):
                if isinstance(item, dict) and (new := self.moved.get(str(item.get("id")))):
                    one.put((part, n, "id"), new)

    def _there_already(self, one: Draft, other: Draft, id_: str) -> str | None:
        """The id under which an item has come over already, by a run that was broken off."""
        part, item = next((part, item) for part, item in _items(one) if item.get("id") == id_)
        said = [item.get(key) for key in _SAID]
        same = (there for name, there in _items(other) if name == part and [there.get(key) for key in _SAID] == said)
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
            _single(one, self.other, self._itself(path))
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
            if own and not id_ and field == "link" and named in moved:
                return f"#{moved[named]}" if into == brief or not mark else f"{into}#{moved[named]}"
            if own and not sign and field in ITEMS_FIRST and target in moved:
                return moved[target] if into == brief or not mark else f"{into}#{moved[target]}"
            if id_ != brief or (mark and named != item) or (not sign and field in ITEMS_FIRST[:4]):
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


_SAID = ("text", "title", "date", "likelihood")
"""The fields that make two items the same."""


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
        yield from ((part, one) for one in _all(own.value.get(part)) if isinstance(one, dict))


def _all(value: Value | None) -> list[Value]:
    return value if isinstance(value, list) else [value] if value else []


def _listed(value: Value | None) -> list[str]:
    return [one for one in _all(value) if isinstance(one, str)]


def _short(value: Value) -> str:
    text = value if isinstance(value, str) else emit.flowing(value)
    return text if len(text) <= 200 else text[:199] + "…"


def _names(mine: Value | None, value: Value | None) -> Value:
    """The names of one language: one stands alone."""
    names = list(dict.fromkeys([*_listed(mine), *_listed(value)]))
    return names[0] if len(names) == 1 else list(names)


def _write(own: Draft, at: Inside, value: Value) -> None:
    """Write a field; of a list that grew only what is new."""
    there = own.get(at)
    if isinstance(value, list) and (old := _all(there)) and value[: len(old)] == old:
        for n in range(len(old), len(value)):
            own.insert(at, n, value[n])
    else:
        own.put(at, value)


_SAME = {"EntityRef": ("id",), "Citation": ("source",), "Relation": ("to", "as")}
"""By which fields two entries of a list are the same."""


def _key(cls: type | None, value: Value) -> object:
    """What makes an entry of a list the same as another: texts are compared folded."""
    whole = long_form(cls, value) if cls and isinstance(value, str) else value
    if isinstance(whole, str) or whole is None:
        return fold(str(value))
    if isinstance(whole, dict) and cls is not None and (same := _SAME.get(cls.__name__)):
        return tuple(repr(whole.get(key)) for key in same)
    return repr(whole)


def _single(one: Draft, place: Place, itself: Inside) -> None:
    """Take away what a merge has made double: a list names what stays once, and nothing in a list names itself."""
    seen: set[tuple[Inside, str]] = set()
    doubles: list[Inside] = []
    for naming in namings(one.kind, one.value):
        if naming.form not in ("reference", "citation") or naming.text.partition(" ")[0] != place.address:
            continue
        entry = naming.at if isinstance(naming.at[-1], int) else naming.at[:-1]
        if not entry or not isinstance(entry[-1], int):
            continue
        told = (entry[:-1], repr(one.get(entry)))
        own = bool(itself) and entry == naming.at and entry[: len(itself)] == itself
        related = one.path == place.path and not place.at and entry[0] == "related"
        if told in seen or own or related:
            doubles.append(entry)
        seen.add(told)
    for at in reversed(doubles):
        one.drop(at)
