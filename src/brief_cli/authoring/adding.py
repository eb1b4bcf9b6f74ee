"""``add``: a new item in a brief, or a new record in a register, at its place in the order."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Container, Iterator, Sequence

from brief_cli.authoring.kinds import Kind
from brief_cli.authoring.namings import local_ids, namings
from brief_cli.authoring.place import find
from brief_cli.authoring.plan import Plan, draft, exists, new_id, planned
from brief_cli.book import Book
from brief_cli.errors import NotFound, UsageError, offer
from brief_cli.files.build import Value
from brief_cli.files.draft import Draft
from brief_cli.files.scalars import ID
from brief_cli.files.splices import REGISTERS
from brief_cli.files.tree import entries
from brief_cli.files.walk import kind_of
from brief_cli.files.write import Change
from brief_cli.model.brief import Brief
from brief_cli.model.edtf import DateFault, Edtf
from brief_cli.model.links import links
from brief_cli.model.registers import Entity, Source

Record = dict[str, Value]
DIGITS = 4
"""Digits of an item's id: enough that two people rarely make the same in one brief."""

FILES = {
    "person": "people", "organization": "organizations", "country": "countries", "place": "places",
    "event": "events", "document": "documents", "group": "groups",
}  # fmt: skip
"""The registers that entities of a type go into where the book has none with such entities yet."""


def item_added(book: Book, brief: str, kind: Kind, record: Record, *, id_: str = "", after: str = "") -> Plan:
    """The plan that adds an item or a relation to a brief.  Raises ``NotFound`` for a brief that the book lacks."""
    place = find(book, brief)
    if place.at or place.cls is not Brief:
        raise UsageError(f"{brief} is no brief.")
    own = draft(book, place.path)
    record = dict(record)
    if kind.letter:
        record = {"id": _item_id(own, kind, record, id_, brief), **record}
    elif record in entries(own.value.get(kind.part)):
        return Plan(told=(f"{brief} is related so already",))
    own.insert((kind.part,), _position(own, kind, record, after), record)
    address = f"{brief}#{record['id']}" if kind.letter else brief
    told = unknown(book, own, {kind.part: [record]})
    if twin := _twin(own, kind, record):
        told.insert(0, f"{brief}#{twin} says the same")
    return planned(book, [own], [address], told)


def record_added(book: Book, id_: str, record: Record, cls: type, *, file: str = "") -> Plan:
    """The plan that adds an entity or a source to a register, at its place in the order of ids."""
    new_id(book, id_, "a record")
    path = file and register_path(file, cls)
    path = path or default_register(book, cls, str(record.get("type" if cls is Entity else "kind", "")))
    own = draft(book, path) if exists(book, path) else Draft(path, b"")
    own.insert_records({id_: record})
    told = unknown(book, own, {id_: record})
    if own.before:
        return planned(book, [own], [id_], told)
    return planned(book, [], [id_], told, also=[Change(path, None, own.after)])


# -- ids and places -----------------------------------------------------------------------------------------------


def _item_id(own: Draft, kind: Kind, record: Record, id_: str, brief: str) -> str:
    taken = local_ids(own.value)
    if not id_:
        said = record.get("date"), record.get("title"), record.get("text")
        return item_id(kind.letter, taken, brief, *(str(one) for one in said if one))
    if not ID.fullmatch(id_):
        raise UsageError(f"{id_} is no id of an item.", "Lower-case letters, digits and hyphens, at most 100.")
    if id_ in taken:
        raise NotFound(f"The id {brief}#{id_} is taken.")
    return id_


def _twin(own: Draft, kind: Kind, record: Record) -> str:
    """The id of an item of the same words that the brief has already."""
    keys = ("date", "title", "text")
    said = [record.get(key) for key in keys]
    for one in entries(own.value.get(kind.part)):
        if (
            isinstance(one, dict)
            and one.get("id") not in (None, record.get("id"))
            and [one.get(k) for k in keys] == said
        ):
            return str(one["id"])
    return ""


def item_id(letter: str, taken: Container[str], *said: str) -> str:
    """An id made of what an item says, so that two people make the same only for the same."""
    whole = hashlib.sha256("\n".join(said).encode("utf-8", "surrogatepass")).hexdigest()
    return next(made for n in range(DIGITS, len(whole) + 1) if (made := f"{letter}-{whole[:n]}") not in taken)


def _position(own: Draft, kind: Kind, record: Record, after: str) -> int:
    """Where an item goes: behind the one named, an event by its date, anything else at the end."""
    there = entries(own.value.get(kind.part))
    if after:
        known = [one.get("id") if isinstance(one, dict) else None for one in there]
        if after not in known:
            raise NotFound(f"{own.path} has no {after} among its {kind.part}.", *offer(after, [str(k) for k in known]))
        return known.index(after) + 1
    return positions(there, [record])[0][0] if kind.part == "events" else len(there)


def positions(there: Sequence[Value], events: Sequence[Record]) -> list[tuple[int, Record]]:
    """Where among events, in order of their dates, new ones go: each before the first that is later."""
    orders = [_order(one) if isinstance(one, dict) else ("", "") for one in there]
    out = []
    for event in sorted(events, key=_order):
        own = _order(event)
        out.append((next((n for n, order in enumerate(orders) if order > own), len(orders)), event))
    return out


def _order(event: Record) -> tuple[str, str]:
    """By what events are put in order; one whose date is none stays where it is."""
    try:
        date = Edtf.parse(str(event.get("date", "")))
    except DateFault:
        return "", ""
    return date.earliest or "", date.latest or "9"


def register_path(file: str, cls: type) -> str:
    """The path of a register by what the user calls it: ``people``, ``people.yaml``, ``entities/people.yaml``.

    Raises ``UsageError`` for a file that would be none.
    """
    folder = "entities" if cls is Entity else "sources"
    path = file if file.endswith((".yaml", ".yml")) else f"{file}.yaml"
    path = path if path.startswith(f"{folder}/") else f"{folder}/{path}"
    parts = path.split("/")
    if any(not part or part.startswith((".", "_")) for part in parts):
        raise UsageError(f"{file} is no register of {folder}.", f"One as {folder}/NAME.yaml.")
    return path


def default_register(book: Book, cls: type, sort: str) -> str:
    """The register that most records of a sort stand in, else that of most records, else one of its own."""
    kind = "entity" if cls is Entity else "source"
    rows = book.index.db.execute("SELECT path, type FROM unit WHERE kind = ? ORDER BY path", (kind,)).fetchall()
    folder = "entities" if cls is Entity else "sources"
    placed = [(path, type_) for path, type_ in rows if kind_of(path) in REGISTERS]
    same = Counter(path for path, type_ in placed if type_ == sort)
    if same:
        return str(same.most_common(1)[0][0])
    if cls is Source and placed and not sort:
        return str(Counter(path for path, _ in placed).most_common(1)[0][0])
    return f"{folder}/{FILES.get(sort, sort or 'other')}.yaml"


# -- what is named ------------------------------------------------------------------------------------------------


def unknown(book: Book, own: Draft, tree: Record) -> list[str]:
    """What a part of a file names that the book lacks, told with the nearest that it has."""
    local = local_ids(own.value)
    brief = own.path.rpartition("/")[2].rpartition(".")[0]
    told = []
    for word in dict.fromkeys(_named(own.kind, tree)):
        id_, mark, item = word.partition("#")
        if not word or word in local or (mark and id_ in ("", brief) and item in local) or book.knows(word):
            continue
        holder = "the brief" if mark and id_ in ("", brief) else "the book"
        near = offer(id_, book.ids())
        told.append(f"{holder} has no {word} yet" + (f"; {near[0][0].lower()}{near[0][1:-1]}" if near else ""))
    return told


def _named(kind: str, tree: Record) -> Iterator[str]:
    for naming in namings(kind, tree):
        if naming.form == "prose":
            yield from (link.to for link in links(naming.text))
        elif naming.form != "exempt":
            yield naming.text.partition(" ")[0] if naming.form == "citation" else naming.text
