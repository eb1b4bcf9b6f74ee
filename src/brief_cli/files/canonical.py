"""A file in the book's own style: fields in their order, long prose folded, each comment with what it stands at.

The text follows from the values and the comments alone, so that a file in this style stays as it is.
"""

from __future__ import annotations

import re
from collections import defaultdict

from brief_cli.files import emit
from brief_cli.files.build import Inside, Value
from brief_cli.files.draft import Draft
from brief_cli.files.emit import STEP
from brief_cli.files.layout import Layout
from brief_cli.files.splices import REGISTERS, ROOTS
from brief_cli.model.meta import NOTHING_KNOWN, Meta, class_of, in_order, metas_of

_GAP = re.compile(r"(?:\r\n?+|\n)[ \t]*+(?:\r\n?+|\n)")


def canonical(draft: Draft) -> None:
    """Bring a file into the book's style.  Raises ``Unfaithful`` where that would change what it says."""
    lines = _Canonical(draft).lines()
    text = draft.newline.join([*lines, ""]) if lines else ""
    draft.rewrite(text)


class _Canonical:
    """One file on its way."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.layout = draft.layout
        self.head: list[str] = []
        self.foot: list[str] = []
        self.above: dict[Inside, list[str]] = defaultdict(list)
        self.behind: dict[Inside, str] = {}
        self.below: dict[Inside, list[str]] = defaultdict(list)  # in a list or mapping, behind the last thing in it
        self.spread: set[Inside] = set()  # what cannot stand in one line, since something in it has a comment
        self.parted: set[Inside] = set()  # what has an empty line in front of it
        self._places()

    def lines(self) -> list[str]:
        """The whole file."""
        cls = None if self.draft.kind in REGISTERS else ROOTS[self.draft.kind]
        made = self._mapping(self.draft.value, cls, (), 0)
        return [*self.head, *made, *self.foot]

    # -- which comment belongs to what ----------------------------------------------------------------------------

    def _places(self) -> None:
        """Give each comment to what it stands above, or at."""
        layout = self.layout
        starts = sorted((_start(layout, at), len(at), at) for at in {*layout.keys, *layout.values} if at)
        begin = starts[0][0] if starts else len(layout.text)
        for index, comment in layout.comment_places:
            if index < begin:
                self.head.append(comment)
            elif layout.alone(index):
                self._alone(starts, index, comment)
            else:
                self._at(next(at for start, _, at in reversed(starts) if start < index), index, comment)
        if self.head and _GAP.search(layout.text[:begin]):
            self.head = _parted(layout.text[:begin])
        if starts and self.draft.kind not in REGISTERS:
            self._first(starts[0][2])
        register = self.draft.kind in REGISTERS
        for at in (at for _, _, at in starts):
            if (register and len(at) == 1) or (_may_part(at, register=register) and self._has_gap(at)):
                self.parted.add(at)
                self._spread(at)

    def _first(self, at: Inside) -> None:
        """The comments right above the first field go where it goes; what tells editors the schema stays on top."""
        while self.head and self.head[-1] and not self.head[-1].startswith("# yaml-language-server"):
            self.above[at].insert(0, self.head.pop())
        self._spread(at)

    def _has_gap(self, at: Inside) -> bool:
        """Whether an empty line stands in front of a key or an entry, and of the comments above it."""
        siblings = self.layout.children(at[:-1])
        n = siblings.index(at[-1])
        if not n or self.layout.in_brackets(at[:-1]):
            return False
        end = self.layout.end_of((*at[:-1], siblings[n - 1]))
        return _GAP.search(self.layout.text[end : _start(self.layout, at)]) is not None

    def _alone(self, starts: list[tuple[int, int, Inside]], index: int, comment: str) -> None:
        """A comment in a line of its own stands above the next thing, or ends the list whose margin it has."""
        following = next((at for start, _, at in starts if start > index), None)
        before = next(at for start, _, at in reversed(starts) if start < index)
        holder = self._ended(before, following, self.layout.column(index))
        if holder is None:
            self._above(following, comment)
            return
        self.below[holder].append(comment)
        self._spread((*holder, 0))

    def _ended(self, before: Inside, following: Inside | None, column: int) -> Inside | None:
        """The innermost list or mapping that ends in front of a comment and has its margin."""
        for n in range(len(before) - 1, 0, -1):
            holder = before[:n]
            if (following or ())[:n] == holder or self.layout.in_brackets(holder):
                continue
            margin = self._margin((*holder, self.layout.children(holder)[0]))
            if margin <= column and margin > (self._margin(following) if following else 0):
                return holder
        return None

    def _margin(self, at: Inside) -> int:
        """The column in which a key or an entry's dash stands."""
        layout = self.layout
        return layout.column(layout.keys[at][0] if at in layout.keys else layout.dash_of(at))

    def _above(self, at: Inside | None, comment: str) -> None:
        if at is None:
            self.foot.append(comment)
            return
        at = self._whole(at)
        self.above[at].append(comment)
        self._spread(at)

    def _at(self, at: Inside, index: int, comment: str) -> None:
        whole = self._whole(at)
        start = _start(self.layout, whole)
        one_line = self.layout.line_start(start) == self.layout.line_start(index)
        if whole in self.behind or not (one_line or whole == at):
            self.above[whole].append(comment)
        else:
            self.behind[whole] = comment
        self._spread(whole)

    def _whole(self, at: Inside) -> Inside:
        """What stands in brackets moves as one."""
        for n in range(1, len(at)):
            if self.layout.in_brackets(at[:n]):
                return at[:n]
        return at

    def _spread(self, at: Inside) -> None:
        self.spread |= {at[:n] for n in range(len(at))}

    # -- writing --------------------------------------------------------------------------------------------------

    def _mapping(self, value: dict[str, Value], cls: type | None, at: Inside, pad: int) -> list[str]:
        metas = metas_of(cls)
        register = self.draft.kind in REGISTERS
        empty = [str(key) for key in self.layout.children(at) if key not in value and isinstance(key, str)]
        out: list[str] = []
        for key in in_order([*value, *empty], cls):
            meta = metas.get(key, NOTHING_KNOWN)
            if register and not at:
                meta = {"kind": "record", "many": False, "of": ROOTS[self.draft.kind].__name__}
            inner = (*at, key)
            lines = (
                self._field(key, value[key], meta, inner, pad) if key in value else [f"{' ' * pad}{emit.named(key)}:"]
            )
            out += self._commented(inner, lines, pad, first=not out)
        return out

    def _field(self, key: str, value: Value, meta: Meta, at: Inside, pad: int) -> list[str]:
        register = len(at) == 1 and self.draft.kind in REGISTERS
        if isinstance(value, str) or not value or (at not in self.spread and not register):
            return emit.field_lines(key, value, meta, pad)
        head = f"{' ' * pad}{emit.named(key)}:"
        last = self._last(at, pad + STEP)
        if isinstance(value, dict):
            return [head, *self._mapping(value, class_of(meta), at, pad + STEP), *last]
        return [head, *self._entries(value, meta, at, pad + STEP), *last]

    def _last(self, at: Inside, pad: int) -> list[str]:
        """The comments at the end of a list or mapping."""
        return [" " * pad + comment for comment in self.below.get(at, ())]

    def _entries(self, value: list[Value], meta: Meta, at: Inside, pad: int) -> list[str]:
        out: list[str] = []
        for n, one in enumerate(value):
            inner = (*at, n)
            if isinstance(one, dict) and one and inner in self.spread:
                lines = self._mapping(one, class_of(meta), inner, pad + STEP)
                above = next(n for n, line in enumerate(lines) if not line.lstrip(" ").startswith("#"))
                lead = [line[STEP:] for line in lines[:above]]  # above the first field is above the entry
                lines = [*lead, f"{' ' * pad}- {lines[above].lstrip(' ')}", *lines[above + 1 :]]
                lines += self._last(inner, pad + STEP)
            else:
                lines = emit.entry_lines(one, meta, pad)
            out += self._commented(inner, lines, pad, first=not out)
        return out

    def _commented(self, at: Inside, lines: list[str], pad: int, *, first: bool) -> list[str]:
        if at in self.behind:
            lines = [f"{lines[0]}  {self.behind[at]}", *lines[1:]]
        above = [" " * pad + comment for comment in self.above.get(at, ())]
        gap = [""] if at in self.parted and not first else []
        return [*gap, *above, *lines]


def _may_part(at: Inside, *, register: bool) -> bool:
    """Whether an empty line in front of something stays: of a brief's fields, and of the entries of their lists."""
    return not register and (len(at) == 1 or (len(at) == 2 and isinstance(at[1], int)))


def _start(layout: Layout, at: Inside) -> int:
    return layout.keys[at][0] if at in layout.keys else layout.values[at][0]


def _parted(text: str) -> list[str]:
    """The comments in front of everything, with the empty lines between and behind them, one where there were more."""
    lines = [line.strip() for line in re.split(r"\r\n?|\n", text)]
    lines = [line for line in lines if not line or line.startswith("#")]
    while lines and not lines[0]:
        lines.pop(0)
    return [line for n, line in enumerate(lines[:-1]) if line or lines[n + 1] or n + 2 == len(lines)]
