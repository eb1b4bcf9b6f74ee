"""How a change is written: the places of a text to cut at, and what is to stand there."""

from __future__ import annotations

import re

from brief_cli.files import emit
from brief_cli.files.build import Inside, Value
from brief_cli.files.emit import STEP
from brief_cli.files.layout import Layout
from brief_cli.model.brief import Brief
from brief_cli.model.meta import NOTHING_KNOWN, Meta, class_of, in_order, metas_of
from brief_cli.model.registers import Entity, Settings, Source

ROOTS = {"brief": Brief, "entities": Entity, "sources": Source, "book": Settings}
"""What a file of a kind holds: one of these, or in a register many by id."""

REGISTERS = ("entities", "sources")

Splice = tuple[int, int, str]
"""Where in the text something begins and ends, and what is to stand there."""

_BLOCK = re.compile(r"([|>])[-+0-9]*+[ \t]*+(#[^\r\n]*+)?")
_BEHIND = re.compile(r"[ \t]*+(#[^\r\n]*+)")
_DEEPER = re.compile(r"(?:[ \t]*+(?:\r\n?+|\n))*+([ ]++)#[^\r\n]*+(?:\r\n?+|\n|\Z)")
_REMARK = re.compile(r"#[^\r\n]*+")


class Splices:
    """What writes into one text as it stands; ``flat`` puts everything that is new into one line."""

    def __init__(self, layout: Layout, kind: str, newline: str, *, flat: bool) -> None:
        self.layout = layout
        self.text = layout.text
        self.kind = kind
        self.newline = newline
        self._flat = flat

    def _meta(self, at: Inside) -> Meta:
        return meta_of(self.kind, at)

    def replaced(self, at: Inside, value: Value) -> Splice:
        """A value in the place of another, in the style of the old where it is one text for another."""
        layout = self.layout
        start, end = layout.values[at]
        if layout.in_brackets(at[:-1]):
            return start, end, emit.flowing(value, class_of(self._meta(at)))
        found = _BLOCK.match(self.text, start)
        block = found[1] if found and isinstance(value, str) else ""
        lines = self._lines(at, value, block)
        head = self.layout.colon(at) if at in layout.keys else layout.dash_of(at) + 1
        comments = [one[0] for one in _REMARK.finditer(self.text, head, start)] + ([found[2]] if found else [])
        behind = _BEHIND.match(self.text, end)
        if behind and len(lines) > 1:
            comments.append(behind[1])
            end = behind.end()
        first = "".join(f" {one}" for one in (lines[0], *comments) if one)
        return head, end, self.newline.join([first, *lines[1:]])

    def _lines(self, at: Inside, value: Value, block: str = "") -> list[str]:
        """A value in lines as it is to stand behind its key or its dash, which are not part of it."""
        head, pad = self.layout.head(at)
        if isinstance(value, str):
            made = self._text_lines(" " * len(head), value, pad, block, fold=emit.folds(self._meta(at)))
        elif isinstance(at[-1], int):
            made = self._entry_lines(value, self._meta(at), pad - STEP)
            return [made[0][pad:], *made[1:]]
        else:
            made = self._field_lines("k", value, self._meta(at), pad - STEP)
            return [made[0][pad + 1 :], *made[1:]] if len(made) == 1 else ["", *made[1:]]
        return [made[0][len(head) + 1 :], *made[1:]]

    def filled(self, at: Inside, value: Value) -> Splice:
        """A value behind a key that has none."""
        end = self.layout.colon(at)
        if self.layout.in_brackets(at[:-1]):
            return end, end, " " + emit.flowing(value, class_of(self._meta(at)))
        lines = self._lines(at, value)
        return end, end, (" " if lines[0] else "") + self.newline.join(lines)

    def new_key(self, parent: Inside, key: str, value: Value) -> Splice:
        """A key that is not there yet, behind the one that canonical order puts before it."""
        layout = self.layout
        found = [str(one) for one in layout.children(parent)]
        order = in_order([*found, key], self._class_at(parent))
        before = [one for one in order[: order.index(key)] if one in found]
        meta = metas_of(self._class_at(parent)).get(key, NOTHING_KNOWN)
        first = layout.keys[(*parent, found[0])][0] if found else 0
        if layout.in_brackets(parent):
            written = f"{emit.named(key)}: {emit.flowing(value, class_of(meta))}"
            if found and not before:
                return first, first, f"{written}, "
            return layout.behind_in_brackets(parent, (before or found)[-1:], written)
        pad = layout.margin(parent)
        lines = self._field_lines(key, value, meta, pad)
        if before:
            return self._behind(layout.end_of((*parent, before[-1])), lines, pad)
        return first, first, self.newline.join([lines[0].lstrip(" "), *lines[1:]]) + self.newline + " " * pad

    def _class_at(self, at: Inside) -> type | None:
        """The class of the record at a place."""
        if self.kind in REGISTERS:
            return class_of(self._meta(at)) if len(at) > 1 else ROOTS[self.kind] if at else None
        return class_of(self._meta(at)) if at else ROOTS[self.kind]

    def new_entry(self, at: Inside, position: int, value: Value, count: int) -> Splice:
        """An entry of a list of so many, before the one at a position."""
        layout = self.layout
        if layout.in_brackets(at):
            written = emit.flowing(value, class_of(self._meta(at)))
            if position < count:
                start, _ = layout.values[(*at, position)]
                return start, start, f"{written}, "
            return layout.behind_in_brackets(at, [count - 1], written)
        return self.new_entries(at, position, [value])

    def new_entries(self, at: Inside, position: int, values: list[Value]) -> Splice:
        """Entries of a list that stands in lines, one behind the other."""
        layout, meta = self.layout, self._meta((*at, 0))
        dash = layout.dash_of((*at, 0))
        lines = [line for one in values for line in self._entry_lines(one, meta, layout.column(dash))]
        if position == 0 and layout.alone(dash):
            return self._before(layout.line_start(dash), lines)
        return self._behind(layout.end_of((*at, max(position - 1, 0))), lines, layout.column(dash))

    def new_records(self, records: dict[str, Value], ids: list[str], later: int) -> Splice:
        """Records of a register, one behind the other, in front of the one at a place."""
        layout = self.layout
        apart = layout.apart(ids)
        lines: list[str] = []
        for id_, value in records.items():
            assert isinstance(value, dict)
            lines += [""] if apart and lines else []
            lines += [f"{emit.named(id_)}:", *emit.mapping_lines(value, ROOTS[self.kind], STEP)]
        gap = [""] if apart else []
        if not ids:
            end = len(self.text.rstrip())
            return self._behind(end, [*(gap if end else []), *lines])
        if later:
            return self._behind(layout.end_of((ids[later - 1],)), [*gap, *lines], 0)
        return self._before(layout.line_start(layout.keys[(ids[0],)][0]), [*lines, *gap])

    def _behind(self, end: int, lines: list[str], margin: int = 0) -> Splice:
        """New lines behind the line in which something ends, and behind the comments below it that stand further in."""
        end = self.layout.line_end(end)
        while (found := _DEEPER.match(self.text, end)) and found.end(1) - found.start(1) > margin:
            end = found.end()
        whole = self.newline.join(lines)
        if end and self.text[end - 1] not in "\r\n":
            return end, end, self.newline + whole
        return end, end, whole + self.newline

    def _before(self, start: int, lines: list[str]) -> Splice:
        """New lines in front of a line, and of the comments right above it, unless these begin the file."""
        above = start
        while above and (line := self.text[self.layout.line_start(above - 1) : above]).lstrip(" ").startswith("#"):
            above -= len(line)
        start = above if above and self.text[self.layout.line_start(above - 1) : above].strip() else start
        return start, start, self.newline.join(lines) + self.newline

    def _text_lines(self, head: str, text: str, pad: int, block: str, *, fold: bool) -> list[str]:
        if self._flat:
            return [f"{head} {emit.bare(text)}"]
        return emit.text_lines(head, text, pad, block=block, fold=fold)

    def _entry_lines(self, value: Value, meta: Meta, pad: int) -> list[str]:
        if self._flat:
            return [f"{' ' * pad}- {emit.flowing(value, class_of(meta))}"]
        return emit.entry_lines(value, meta, pad)

    def _field_lines(self, key: str, value: Value, meta: Meta, pad: int) -> list[str]:
        if self._flat:
            return [f"{' ' * pad}{emit.named(key)}: {emit.flowing(value, class_of(meta))}"]
        return emit.field_lines(key, value, meta, pad)


def meta_of(kind: str, at: Inside) -> Meta:
    """What the model says of the field at a place of a file of a kind."""
    cls: type | None = ROOTS[kind]
    meta = NOTHING_KNOWN
    for part in at[1:] if kind in REGISTERS else at:
        if isinstance(part, str):
            meta = metas_of(cls).get(part, NOTHING_KNOWN)
            cls = class_of(meta)
    return meta
