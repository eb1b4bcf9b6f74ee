"""A file under change: one place of its text is written anew, and every other byte stays.

Each change is a splice of the text.  What comes of it is read again at once and compared with what was meant: the
same change made to the values.  Comments are compared, too.  A change that does more than was asked, or less, is
refused, so that no way of writing YAML has to be foreseen here for a file to be safe.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from typing import Any

from brief_cli.errors import CannotWrite
from brief_cli.files import emit
from brief_cli.files import tree as tree_of
from brief_cli.files.build import Inside, Value
from brief_cli.files.layout import Layout
from brief_cli.files.raw import BOM
from brief_cli.files.read import DIALECTS, Document, read_text
from brief_cli.files.shapes import long_form
from brief_cli.files.splices import ROOTS, Splice, Splices, meta_of
from brief_cli.files.walk import kind_of
from brief_cli.model.meta import Meta, class_of


class Draft:
    """A file's text, and changes made to it.  Raises ``CannotWrite`` for a file that YAML cannot read at all."""

    def __init__(self, path: str, data: bytes) -> None:
        self.path = path
        self.before = data
        self.kind = kind_of(path)
        self._mark = BOM if data.startswith(BOM) else b""
        self._document: Document | None = self._read(data)
        self.text = self._document.raw.text
        self._layout: Layout | None = None
        self._flat = False
        self.newline = "\r\n" if "\r\n" in self.text else "\r" if "\r" in self.text and "\n" not in self.text else "\n"

    def _read(self, data: bytes) -> Document:
        document = read_text(self.path, data, kind=DIALECTS[self.kind], placed=True)
        if document.fatal and document.problems[0].code != "E006":
            told = document.problems[0]
            if told.code == "E002":
                raise TooLarge(self.path, told.message, told.hint)
            raise CannotWrite(f"{self.path}:{told.line}:{told.column}", told.message, told.hint)
        return document

    @property
    def document(self) -> Document:
        """The text as it was read."""
        if self._document is None:
            self._document = self._read(self.after)
        return self._document

    def rest(self) -> None:
        """Let go of all but the text: of thousands of files that are changed at once each waits for the others."""
        self._document = self._layout = None

    @property
    def after(self) -> bytes:
        """The file's bytes as they are to be."""
        return self._mark + self.text.encode("utf-8")

    @property
    def value(self) -> dict[str, Value]:
        """What the text says now."""
        return self.document.value

    @property
    def _hand(self) -> Splices:
        return Splices(self.layout, self.kind, self.newline, flat=self._flat)

    @property
    def layout(self) -> Layout:
        """Where everything stands in the text as it is now."""
        if self._layout is None:
            self._layout = Layout(self.document)
        return self._layout

    def get(self, at: Inside) -> Value | None:
        """A value; one that stands alone where a list is due counts as the list's first."""
        found: Value | None = self.value
        for part in at:
            if isinstance(found, list) and isinstance(part, int):
                found = found[part] if part < len(found) else None
            elif isinstance(found, dict):
                found = found.get(str(part))
            elif part != 0 or isinstance(part, str):
                return None
        return found

    def meta(self, at: Inside) -> Meta:
        """What the model says of the field at a place; of an entry that of its list."""
        return meta_of(self.kind, at)

    # -- changes ------------------------------------------------------------------------------------------------

    def put(self, at: Inside, value: Value) -> None:
        """Write a value at a key or an entry that may or may not be there; an empty one takes it away."""
        value = emit.cleaned(value)
        if value == "":
            self.drop(at)
            return
        if at[:-1] and isinstance(at[-1], str) and self.get(at[:-1]) is None:
            self.put(at[:-1], {at[-1]: value})
            return
        self._open(at)
        layout, at = self.layout, self.written(at)
        parent = at[:-1]
        if at in layout.values and self.text[layout.values[at][0]] in "&!*":
            raise Unfaithful(self.path)  # what it is for somewhere else in the file is not known
        if isinstance(at[-1], int) and at not in layout.values:
            self.insert(parent, at[-1], value)
            return
        if self._as_lists(at, value):
            return

        def splice() -> Splice:
            if at in layout.values:
                return self._hand.replaced(at, value)
            return self._hand.filled(at, value) if at in layout.keys else self._hand.new_key(parent, str(at[-1]), value)

        self._make_either(lambda: [splice()], lambda tree: tree_of.set_value(tree, at, value))

    def _as_lists(self, at: Inside, value: Value) -> bool:
        """Whether a list could be made of the old one by adding and taking away: what stays keeps its comments."""
        old = self.get(at)
        if not isinstance(old, list) or not isinstance(value, list) or not old or not value:
            return False
        kept = [one for one in old if one in value]
        if not kept or kept != [one for one in value if one in old] or len(kept) != len(set(map(repr, kept))):
            return False
        for n in range(len(old) - 1, -1, -1):
            if old[n] not in value:
                self.drop((*at, n))
        there = self.get(at)
        self.insert_all(at, _additions(there if isinstance(there, list) else [], value))
        return True

    def insert(self, at: Inside, position: int, value: Value) -> None:
        """A new entry in a list, which may be missing, before the one at ``position``."""
        value, at = emit.cleaned(value), self.written(at)
        there = self.get(at)
        if there is None:
            self.put(at, [value])
            return
        if not isinstance(there, list):
            self.put(at, [value, there] if position == 0 else [there, value])
            return
        if not there:
            self.put(at, [value])
            return
        count = len(there)
        self._make_either(
            lambda: [self._hand.new_entry(at, min(position, count), value, count)],
            lambda tree: tree_of.at_place(tree, at).insert(position, value),
        )

    def insert_all(self, at: Inside, entries: Sequence[tuple[int, Value]]) -> None:
        """New entries before those at some positions of a list, which is read again but once."""
        layout = self.layout
        there = self.get(at)
        if not isinstance(there, list) or not there or layout.in_brackets(at):
            for n, (position, value) in enumerate(entries):
                self.insert(at, position + n, value)
            return
        groups: dict[int, list[Value]] = {}
        for position, value in sorted(entries, key=lambda entry: entry[0]):
            groups.setdefault(position, []).append(emit.cleaned(value))
        whole = [one for n in range(len(there) + 1) for one in (*groups.get(n, ()), *there[n : n + 1])]
        self._make_either(
            lambda: [self._hand.new_entries(at, position, values) for position, values in groups.items()],
            lambda tree: tree_of.set_value(tree, at, whole),
        )

    def insert_records(self, records: Mapping[str, dict[str, Value]]) -> None:
        """New records in a register, in the order of ids where the register has one."""
        ids = list(self.value)
        ordered = ids == sorted(ids)
        whole = {id_: emit.cleaned(records[id_]) for id_ in sorted(records)}
        groups: dict[int, list[str]] = {}
        for id_ in whole:
            later = bisect_right(ids, id_) if ordered else next((n for n, one in enumerate(ids) if one > id_), len(ids))
            groups.setdefault(later, []).append(id_)
        splices = [self._hand.new_records({id_: whole[id_] for id_ in some}, ids, n) for n, some in groups.items()]
        self._make(splices, lambda tree: tree.update(whole))

    def begin(self, value: dict[str, Value]) -> None:
        """The whole of a file that is still empty."""
        whole = emit.cleaned(value)
        assert isinstance(whole, dict)
        lines = emit.mapping_lines(whole, ROOTS[self.kind], 0)
        self._make([(0, len(self.text), self.newline.join([*lines, ""]))], lambda tree: tree.update(whole))

    def drop(self, at: Inside) -> None:
        """Take a key or an entry away, and the list or mapping that it leaves empty."""
        layout, at = self.layout, self.written(at)
        if not at or (at not in layout.values and at not in layout.keys):
            return
        parent = at[:-1]
        if parent and len(layout.children(parent)) == 1:
            self.drop(parent)
            return
        self._make(self._worked_out(lambda: [layout.without(at)]), lambda tree: tree_of.pop(tree, at))

    def rename(self, at: Inside, key: str) -> None:
        """Give a key another name, at its place."""
        start, end = self.layout.keys[at]
        new = emit.named(key)
        self._make([(start, end, new)], lambda tree: tree_of.rename(tree, at, key))

    def reword(self, at: Inside, old: str, new: str) -> None:
        """Write one word of a text anew and leave the rest of it as it is written."""
        start, end = self.layout.values[self.written(at)]
        found = self.text.find(old, start, end)
        if found < 0 or self.text.count(old, start, end) != 1:
            self.put(at, str(self.get(at)).replace(old, new))
            return
        self.splice([(found, found + len(old), new)], [(at, str(self.get(at)).replace(old, new))])

    def replace(self, changes: Iterable[tuple[Inside, str]]) -> None:
        """Many texts written anew at once."""
        changes = list(changes)

        def meant(tree: dict[str, Value]) -> None:
            for at, new in changes:
                tree_of.set_value(tree, at, new)

        self._make_either(lambda: [self._hand.replaced(self.written(at), new) for at, new in changes], meant)

    def splice(self, splices: list[Splice], meant: list[tuple[Inside, str]]) -> None:
        """Changes of the text itself, and the texts that they make at which places."""

        def made(tree: dict[str, Value]) -> None:
            for at, new in meant:
                tree_of.set_value(tree, at, new)

        self._make(splices, made)

    def written(self, at: Inside) -> Inside:
        """The place as the text has it: what stands alone where a list is due is no entry of one."""
        found: Any = self.value
        out: list[str | int] = []
        for part in at:
            if part == 0 and not isinstance(part, str) and isinstance(found, str | dict):
                continue
            out.append(part)
            entry = isinstance(found, list) and isinstance(part, int) and part < len(found)
            found = found[part] if entry else found.get(str(part)) if isinstance(found, dict) else None
        return tuple(out)

    def rewrite(self, text: str) -> None:
        """Another text that says the same, its comments included; the order of fields may be another.

        Raises ``CannotWrite`` for a file in which something is refused: it would be lost.
        """
        if self.document.problems:
            told = self.document.problems[0]
            raise CannotWrite(f"{self.path}:{told.line}:{told.column}", told.message, told.hint)
        try:
            document = self._read(self._mark + text.encode("utf-8"))
        except CannotWrite:
            raise Unfaithful(self.path) from None
        layout = Layout(document)
        if document.value != self.value or Counter(layout.comments) != Counter(self.layout.comments):
            raise Unfaithful(self.path)
        self._document, self.text, self._layout = document, document.raw.text, layout

    def _open(self, at: Inside) -> None:
        """Make a mapping of what must be one for something to be put into it: a record in its short form.

        Raises ``CannotWrite`` when there is no such place.
        """
        parent = at[:-1]
        there = self.get(parent)
        if isinstance(there, dict) or isinstance(at[-1], int) or not parent:
            return
        if isinstance(there, str) and isinstance(at[-1], str):
            cls = class_of(self.meta(parent))
            whole = long_form(cls, there) if cls else None
            if whole is not None:
                self.put(parent, dict(whole))
                return
        raise CannotWrite(
            self.path, f"there is no place for {'.'.join(map(str, at))}", "What it is to stand in is a text."
        )

    # -- making sure --------------------------------------------------------------------------------------------

    def _make_either(self, splices: Callable[[], list[Splice]], meant: Callable[[dict[str, Value]], Any]) -> None:
        """Make changes in lines where that is faithful, else in one: what stands in lines draws comments into it."""
        try:
            self._make(self._worked_out(splices), meant)
        except Unfaithful as first:
            self._flat = True
            try:
                self._make(self._worked_out(splices), meant)
            except Unfaithful:
                raise first from None
            finally:
                self._flat = False

    def _worked_out(self, splices: Callable[[], list[Splice]]) -> list[Splice]:
        """Splices, unless the text is laid out in a way that nobody thought of."""
        try:
            return splices()
        except (KeyError, IndexError):
            raise Unfaithful(self.path) from None

    def _make(self, splices: list[Splice], meant: Callable[[dict[str, Value]], Any]) -> None:
        """Make changes of the text, and see that they do what is meant and nothing else."""
        expected = deepcopy(self.value)
        meant(expected)
        try:
            document = self._read(self._mark + self._spliced(splices).encode("utf-8"))
        except TooLarge:
            raise
        except (CannotWrite, UnicodeEncodeError):
            raise Unfaithful(self.path) from None
        layout = Layout(document)
        lost = Counter(self.layout.comments) - Counter(layout.comments) - Counter(self._given_up(splices))
        if document.value != expected or not tree_of.in_same_order(self.value, document.value):
            raise Unfaithful(self.path)
        if lost:
            raise Unfaithful(self.path, next(iter(lost)))
        self._document, self.text, self._layout = document, document.raw.text, layout

    def _spliced(self, splices: list[Splice]) -> str:
        """The text with its splices made, which never overlap."""
        out: list[str] = []
        at = 0
        for start, end, new in sorted(splices):
            if start < at:
                raise Unfaithful(self.path)
            out += [self.text[at:start], new]
            at = end
        return "".join([*out, self.text[at:]])

    def _given_up(self, splices: list[Splice]) -> list[str]:
        """The comments that stand in what is taken away."""
        return [
            comment
            for start, end, new in splices
            if not new
            for at, comment in self.layout.comment_places
            if start <= at < end
        ]


class TooLarge(CannotWrite):
    """A file that holds more than the format allows, or would."""


class Unfaithful(CannotWrite):
    """A change that would have done more than was asked, or less; nothing is written."""

    def __init__(self, path: str, comment: str = "") -> None:
        why = "this place cannot be changed without touching others"
        if comment:
            why = f"the comment `{comment[:60]}` would be lost"
        super().__init__(path, why, "Change this place in an editor: brief edit.")


def _additions(there: list[Value], value: list[Value]) -> list[tuple[int, Value]]:
    """What a list lacks of another whose order it has, each with its position among what is there."""
    out: list[tuple[int, Value]] = []
    position = 0
    for one in value:
        if position < len(there) and one == there[position]:
            position += 1
        else:
            out.append((position, one))
    return out
