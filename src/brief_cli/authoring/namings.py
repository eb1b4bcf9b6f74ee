"""Every place in a file where something is named, as its text has it: what renaming has to find.

The file need not load: the values are walked, and the model says which of them name something.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Literal, NamedTuple

from brief_cli.files.build import Inside, Value
from brief_cli.files.draft import Draft
from brief_cli.files.splices import REGISTERS, ROOTS, Splice
from brief_cli.files.tree import entries
from brief_cli.model.brief import ITEM_FIELDS
from brief_cli.model.links import links
from brief_cli.model.meta import Meta, class_of, metas_of

Form = Literal["reference", "citation", "prose", "exempt"]
ITEMS_FIRST = ("contradicts", "same_as", "for", "holds", "exempt")
"""Fields in which a word is an item of the own brief, where there is one of this id."""
_TARGET = re.compile(r"\[\[\s*([^\[\]|\s]+)(?=\s*[|\]])")


class Naming(NamedTuple):
    """A text that names something: where it stands, what it says, in which way, and in which field."""

    at: Inside
    text: str
    form: Form
    field: str


def namings(kind: str, tree: dict[str, Value]) -> Iterator[Naming]:
    """Every text of a file of a kind that may name something, in the order of the file."""
    cls = ROOTS[kind]
    if kind not in REGISTERS:
        yield from _of_record(tree, cls, ())
        return
    for id_, record in tree.items():
        if isinstance(record, dict):
            yield from _of_record(record, cls, (id_,))


def _of_record(record: dict[str, Value], cls: type | None, at: Inside) -> Iterator[Naming]:
    metas = metas_of(cls)
    for key, value in record.items():
        meta = metas.get(key)
        if meta is not None:
            many = isinstance(value, list)
            for n, one in enumerate(value if isinstance(value, list) else [value]):
                yield from _of_value(one, cls, key, meta, (*at, key, n) if many else (*at, key))


def _of_value(value: Value, cls: Any, key: str, meta: Meta, at: Inside) -> Iterator[Naming]:
    kind = meta["kind"]
    if isinstance(value, str):
        if cls.__name__ == "Exemption" and key == "at":
            yield Naming(at, value, "exempt", "exempt")
        elif (form := _FORMS.get(meta.get("of", kind))) is not None:
            yield Naming(at, value, form, key)
    elif isinstance(value, dict) and kind == "record":
        yield from _of_record(value, class_of(meta), at)


_FORMS: dict[str, Form] = {
    "reference": "reference",
    "prose": "prose",
    "EntityRef": "reference",
    "Relation": "reference",
    "Citation": "citation",
    **dict.fromkeys(("KeyPoint", "Gap", "Indicator", "Assumption", "Alternative"), "prose"),
}
"""What a text is in a field of a kind, or as the short form of a record."""


Change = Callable[[str, str], str]
"""From a target as written, and the field it stands in (``link`` in prose), to the target that is to stand there."""


def rewritten(naming: Naming, change: Change) -> str:
    """A naming's text with its targets changed."""
    text = naming.text
    if naming.form == "prose":
        at, out = 0, []
        for start, end, target in _link_targets(text):
            out += [text[at:start], change(target, "link")]
            at = end
        return "".join([*out, text[at:]])
    if naming.form == "citation":
        source, gap, rest = text.partition(" ")
        return change(source, naming.field) + gap + rest
    return change(text, naming.field)


def _link_targets(text: str) -> Iterator[tuple[int, int, str]]:
    """Where the targets of the links of a text stand; what looks like a link in code is none."""
    for link in links(text):
        found = _TARGET.match(text, link.start)
        if found is not None and found[1] == link.to:
            yield found.start(1), found.end(1), found[1]


def rewrite(draft: Draft, change: Change) -> int:
    """Change the targets of all namings of a file, each at its place; the number of places."""
    splices: list[Splice] = []
    whole: list[tuple[Inside, str]] = []
    meant: list[tuple[Inside, str]] = []
    for naming in namings(draft.kind, draft.value):
        new = rewritten(naming, change)
        if new == naming.text:
            continue
        meant.append((naming.at, new))
        found = _in_place(draft, naming, change)
        if found is None:
            whole.append((naming.at, new))
        splices += found or ()
    if splices:
        spliced = [pair for pair in meant if pair not in whole]
        draft.splice(splices, spliced)
    if whole:
        draft.replace(whole)
    return len(meant)


def _in_place(draft: Draft, naming: Naming, change: Change) -> list[Splice] | None:
    """The splices of the targets alone; None where the text is written in a way that hides them."""
    start, end = draft.layout.values[draft.written(naming.at)]
    raw = draft.text[start:end]
    if naming.form == "prose":
        shown = list(_TARGET.finditer(naming.text))
        written = list(_TARGET.finditer(raw))
        if [one[1] for one in shown] != [one[1] for one in written]:
            return None
        real = {at for at, _, _ in _link_targets(naming.text)}
        pairs = [(one, other) for one, other in zip(shown, written, strict=True) if one.start(1) in real]
        return [
            (start + other.start(1), start + other.end(1), new)
            for one, other in pairs
            if (new := change(one[1], "link")) != one[1]
        ]
    target = naming.text.partition(" ")[0] if naming.form == "citation" else naming.text
    at = raw.find(target)
    if at < 0 or raw.count(target) != 1:
        return None
    return [(start + at, start + at + len(target), change(target, naming.field))]


def local_ids(tree: dict[str, Value]) -> set[str]:
    """The ids of the items that a brief's file has."""
    out: set[str] = set()
    for part in ITEM_FIELDS:
        for item in entries(tree.get(part)):
            if isinstance(item, dict) and isinstance(id_ := item.get("id"), str):
                out.add(id_)
    return out
