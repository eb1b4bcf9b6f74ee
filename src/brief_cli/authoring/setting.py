"""``set``, ``touch`` and ``new``: fields of what is there, and a brief that is not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from brief_cli.authoring.adding import unknown
from brief_cli.authoring.place import Place, find
from brief_cli.authoring.plan import Plan, brief_path, draft, exists, new_id, planned
from brief_cli.book import Book
from brief_cli.errors import NotFound, UsageError, offer
from brief_cli.files import emit
from brief_cli.files.build import Inside, Value
from brief_cli.files.draft import Draft
from brief_cli.files.load import load_bytes
from brief_cli.files.read import read_text
from brief_cli.files.shapes import long_form
from brief_cli.files.tree import entries
from brief_cli.files.write import Change
from brief_cli.model.brief import ITEM_FIELDS, Brief
from brief_cli.model.meta import Meta, class_of, metas_of

Mode = Literal["set", "add", "remove"]
TEMPLATE = "_template.yaml"
"""The file of a book that new briefs begin as; names with `_` in front are no briefs."""


def changed(book: Book, address: str, field: str, values: Sequence[str], mode: Mode = "set") -> Plan:
    """The plan that sets a field of a record or an item, or adds to its list, or takes from it.

    ``field`` may lead into another (``resolution.holds``, ``names.be``); no values, or one empty, take it away.

    Raises ``NotFound`` for what the book lacks, ``UsageError`` for a field that is none.
    """
    place = find(book, address)
    at, meta = _field(place, field, mode)
    own = draft(book, place.path)
    whole = (*place.at, *at)
    value = _value(own, whole, meta, list(values), mode)
    if entries(value) == entries(own.get(whole)):
        return Plan(told=(f"{address} has it so already",))
    own.put(whole, value)
    return planned(book, [own], [address], unknown(book, own, _alone(whole, value)))


def _alone(at: Inside, value: Value) -> dict[str, Value]:
    """The values of a file in which nothing stands but one field."""
    made: Value = value
    for part in reversed(at):
        made = {part: made} if isinstance(part, str) else [made]
    return made if isinstance(made, dict) else {}


def _field(place: Place, field: str, mode: Mode) -> tuple[Inside, Meta]:
    """Where a field stands in its record, and what the model says of it."""
    cls: type | None = place.cls
    meta: Meta = {"kind": "record", "many": False}
    at: list[str] = []
    for word in field.split("."):
        metas = metas_of(cls)
        if meta["kind"] == "names" or (at and at[0].startswith("x_")):
            meta = {"kind": "extra", "many": meta["kind"] == "names"}
        elif word in metas and not (meta["many"] and at):
            meta = metas[word]
        elif word.startswith("x_") and word != "x_" and meta["kind"] == "record":
            meta = {"kind": "extra", "many": False}
        else:
            what = ".".join(at) or place.address
            raise UsageError(f"{what} has no field {word}.", *(offer(word, list(metas)) or _fields(metas)))
        cls = class_of(meta)
        at.append(word)
    if at[-1] == "id" and len(at) == 1:
        raise UsageError("An id is changed everywhere at once.", f"brief rename {place.address} NEW")
    if place.cls is Brief and at[0] in ITEM_FIELDS:
        raise UsageError(f"{at[0]} is a list of items.", f"brief add, or brief set {place.address}#ITEM FIELD VALUE.")
    if place.cls is Brief and at[0] == "related" and mode == "set":
        raise UsageError(
            "related is a list of relations.", f"brief add relation {place.address} AS TO, or --remove one."
        )
    return tuple(at), meta


def _fields(metas: dict[str, Meta]) -> tuple[str, ...]:
    return (f"Fields: {', '.join(metas)}.",) if metas else ()


def _value(own: Draft, at: Inside, meta: Meta, values: list[str], mode: Mode) -> Value:
    """The value that a field is to have."""
    if mode != "set" and not (meta["many"] or isinstance(own.get(at), list)):
        raise UsageError(f"{at[-1]} holds one value, and no list.", "brief set ID FIELD VALUE")
    given = [read_value(one, meta) for one in values if one.strip()]
    if mode == "set":
        if len(given) == 1 and at[-2:-1] == ("names",):
            return given[0]  # a name stands alone
        if meta["kind"] == "record":  # what else is written of one that stays, stays
            old = entries(own.get(at))
            given = [next((other for other in old if _same(one, other, meta)), one) for one in given]
        if meta["many"] or (meta["kind"] == "extra" and len(given) > 1):
            return given or ""
        if len(given) > 1:
            raise UsageError(f"{at[-1]} takes one value, not {len(given)}.", "Put it in quotes.")
        return given[0] if given else ""
    known = list(entries(own.get(at)))
    return _more(str(at[-1]), known, given, meta) if mode == "add" else _less(str(at[-1]), known, given, meta)


def _more(field: str, known: list[Value], given: list[Value], meta: Meta) -> Value:
    """A list with what it does not hold yet.  Raises ``UsageError`` for what it holds and says otherwise of."""
    for one in given:
        there = next((other for other in known if _same(one, other, meta)), None)
        if there is None:
            known.append(one)
        elif there != one and one != _name(there, meta):
            hint = "Take it away first, or change it: brief edit."
            raise UsageError(f"{field} has {_name(one, meta)} already.", hint)
    return known


def _less(field: str, known: list[Value], given: list[Value], meta: Meta) -> Value:
    """A list without some entries.  Raises ``NotFound`` for none such, ``UsageError`` for one of several."""
    for one in given:
        found = [other for other in known if _same(one, other, meta)]
        if len(found) > 1 and one not in found:
            hint = f"Say which, as '{emit.flowing(found[0])}'."
            raise UsageError(f"{field} has {len(found)} entries of {one}.", hint)
        if not found:
            raise NotFound(f"{field} does not hold {one if isinstance(one, str) else 'that'}.", *_offered(one, known))
        known = [other for other in known if other not in found]
    return known or ""


def _offered(one: Value, known: list[Value]) -> tuple[str, ...]:
    return offer(one, [other for other in known if isinstance(other, str)]) if isinstance(one, str) else ()


def _same(one: Value, other: Value, meta: Meta) -> bool:
    """Whether two entries of a list are the same; of a mapping its id or its source says so."""
    if one == other:
        return True
    return class_of(meta) is not None and (name := _name(one, meta)) is not None and name == _name(other, meta)


def _name(value: Value, meta: Meta) -> Value | None:
    """What an entry of a list of records names: an entity, a source, or what a relation leads to."""
    cls = class_of(meta)
    whole = long_form(cls, value) if cls and isinstance(value, str) else value
    if not isinstance(whole, dict):
        return value if isinstance(value, str) else None
    return next((whole[key] for key in ("id", "source", "to") if key in whole), None)


def read_value(text: str, meta: Meta) -> Value:
    """A value as it is typed: a record may be written as YAML has it, ``{source: ap, credibility: 2}``.

    Raises ``UsageError`` for a mapping that is none.
    """
    if meta["kind"] not in ("prose", "record", "extra"):
        text = " ".join(text.split("\n")).strip()  # which reading would make of it, too
    if meta["kind"] not in ("record", "names", "extra") or not text.lstrip().startswith("{"):
        return text
    document = read_text("", f"k: {text}\n".encode("utf-8", "replace"), kind="register")
    found = document.value.get("k")
    if document.problems or not isinstance(found, dict):
        if meta["kind"] == "extra":
            return text
        why = document.problems[0].message if document.problems else "it is no mapping"
        raise UsageError(f"{text} cannot be read: {why}.", "As {source: ap-2025-09-12, credibility: 2}.")
    return found


# -- touch and new ------------------------------------------------------------------------------------------------


def touched(book: Book, ids: Sequence[str], day: str) -> Plan:
    """The plan that notes of some briefs that they were looked at on a day, and stay as they are."""
    drafts = []
    for id_ in dict.fromkeys(ids):
        place = find(book, id_)
        if place.cls is not Brief:
            raise UsageError(f"{id_} is no brief; only briefs are reviewed.")
        own = draft(book, place.path)
        own.put(("reviewed",), day)
        drafts.append(own)
    plan = planned(book, drafts, list(dict.fromkeys(ids)))
    return plan if plan.changes else Plan(told=(f"reviewed on {day} already",))


def created(book: Book, id_: str, fields: dict[str, Value], *, folder: str = "") -> Plan:
    """The plan of a new brief: the book's template where it has one, with these fields."""
    new_id(book, id_, "a brief")
    path = brief_path(id_, folder)
    data = load_bytes(book.root, TEMPLATE) if exists(book, TEMPLATE) else b""
    own = Draft(path, _HEAD.sub(b"", data) if isinstance(data, bytes) else b"")
    if "id" in own.value:
        own.put(("id",), id_)
    for key, value in fields.items():
        own.put((key,), value)
    made = Change(path, None, own.after)
    return planned(book, [], [id_], unknown(book, own, own.value), also=[made])


_HEAD = re.compile(rb"\A(?:\xef\xbb\xbf)?(?:#[^\r\n]*(?:\r\n?|\n))+(?:[ \t]*(?:\r\n?|\n))+")
"""What a template says of itself: the comments at its top, with an empty line behind them."""
