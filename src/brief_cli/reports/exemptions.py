"""Findings that a book says are meant to be there."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase

from brief_cli.book import Book
from brief_cli.checks.catalogue import RULES
from brief_cli.checks.told import Across, Told
from brief_cli.files.walk import kind_of
from brief_cli.index.tables import EXEMPT, path_of
from brief_cli.model.registers import SETTINGS_FILES, Exemption
from brief_cli.model.shape import from_json
from brief_cli.model.value import Value

BY_THE_DAY = frozenset(("T401", "T403", "T405", "T406"))
"""Rules that a brief breaks on some days and not on others: what exempts from them may wait for its day."""
_WILD = re.compile(r"[*?\[]")


class Entry(Value, kw_only=False):
    """One exemption: whose it is (a record's id; empty: the book's), its number there, and what it says."""

    owner: str
    path: str
    number: int
    says: Exemption

    def codes(self) -> list[str]:
        """The rules that it means, in any case; the beginning of a code means all of a family."""
        word = self.says.rule.strip().upper()
        return [code for code in RULES if word and code.startswith(word)]

    def places(self) -> list[str]:
        """What it is for: in `book.yaml` ids, addresses and paths; in a record itself, its items, its own sources."""
        if not self.owner:
            return list(self.says.at or ("*",))
        out = [] if self.says.at else [self.owner]
        for at in self.says.at:
            of, mark, item = at.rpartition("#")
            if of in ("", self.owner):
                out.append(f"{self.owner}#{item}")
            if not mark:
                out.append(at)
        return out

    def is_own(self, one: Across) -> bool:
        """Whether a finding is the book's, this record's, or that of a source which this brief defines."""
        mine = one.told.id.partition("#")[0] == self.owner
        return not self.owner or mine or (one.path == self.path and kind_of(one.path) == "brief")


class Exemptions:
    """All that a book says is meant to be so, and which of it was met."""

    def __init__(self, book: Book) -> None:
        self._entries = [Entry("", "", n, one) for n, one in enumerate(book.settings.exempt)]
        asked = (
            "SELECT l.owner, l.shown, u.path FROM label l JOIN unit u ON u.id = l.owner WHERE l.field = ?"
            " ORDER BY l.owner, l.rowid"
        )
        counts: dict[str, int] = {}
        for owner, own, path in book.index.db.execute(asked, (EXEMPT,)):
            counts[owner] = counts.get(owner, -1) + 1
            self._entries.append(Entry(owner, path_of(path), counts[owner], from_json(Exemption, json.loads(own))))
        self._meant: dict[tuple[str, str], list[Entry]] = {}
        self._patterns: dict[str, list[tuple[str, Entry]]] = {}
        for entry in self._entries:
            self._place(entry)
        self._met: set[tuple[str, int]] = set()

    def _place(self, entry: Entry) -> None:
        for code in entry.codes():
            for place in entry.places():
                self._meant.setdefault((code, place), []).append(entry)
                if not entry.owner and _WILD.search(place):
                    self._patterns.setdefault(code, []).append((place, entry))

    def covers(self, one: Across) -> bool:
        """Whether a finding is meant to be there."""
        code, id_ = one.told.code, one.told.id
        places = {id_, id_.partition("#")[0], one.path}
        met = [e for place in places for e in self._meant.get((code, place), ()) if e.is_own(one)]
        met += [entry for pattern, entry in self._patterns.get(code, ()) if fnmatchcase(one.path, pattern)]
        self._met.update((entry.owner, entry.number) for entry in met)
        return bool(met)

    def idle(self, book: Book) -> Iterator[Across]:
        """H607: those that met nothing, when all was asked of everything."""
        for entry in self._entries:
            rule = entry.says.rule
            if (entry.owner, entry.number) in self._met or set(entry.codes()) & BY_THE_DAY:
                continue
            message = f"nothing here breaks {rule}" if entry.codes() else f"there is no rule {rule}"
            inside = ("exempt", entry.number)
            if entry.owner:
                yield Across(entry.path, entry.owner, Told("H607", entry.owner, inside, message))
            else:
                path = next(
                    (p for p in SETTINGS_FILES if os.path.lexists(os.path.join(book.root, p))), SETTINGS_FILES[0]
                )
                yield Across(path, "", Told("H607", "", inside, message))
