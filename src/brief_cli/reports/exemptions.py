"""Findings that a book says are meant to be there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fnmatch import fnmatchcase

from brief_cli.book import Book
from brief_cli.checks.catalogue import RULES
from brief_cli.checks.told import Across, Told
from brief_cli.index.tables import EXEMPT
from brief_cli.model.registers import SETTINGS_FILES, Exemption
from brief_cli.model.shape import from_json
from brief_cli.model.value import Value

BY_THE_DAY = frozenset(("T401", "T403", "T405", "T406"))
"""Rules that a brief breaks on some days and not on others: what exempts from them may wait for its day."""


class Entry(Value, kw_only=False):
    """One exemption: whose it is (a record's id; empty: the book's), its number there, and what it says."""

    owner: str
    number: int
    says: Exemption

    def codes(self) -> list[str]:
        """The rules that it means, in any case; the beginning of a code means all of a family."""
        word = self.says.rule.strip().upper()
        return [code for code in RULES if word and code.startswith(word)]

    def places(self) -> tuple[str, ...]:
        """What it is for: ids, addresses and, in `book.yaml`, patterns of paths; of a record with no `at` itself."""
        if not self.owner:
            return self.says.at or ("*",)
        return tuple(f"{self.owner}#{at.rpartition('#')[2]}" for at in self.says.at) + self.says.at or (self.owner,)


class Exemptions:
    """All that a book says is meant to be so, and which of it was met."""

    def __init__(self, book: Book) -> None:
        self._entries = [Entry("", n, one) for n, one in enumerate(book.settings.exempt)]
        asked = "SELECT owner, shown FROM label WHERE field = ? ORDER BY owner, rowid"
        counts: dict[str, int] = {}
        for owner, own in book.index.db.execute(asked, (EXEMPT,)):
            counts[owner] = counts.get(owner, -1) + 1
            self._entries.append(Entry(owner, counts[owner], from_json(Exemption, json.loads(own))))
        self._meant: dict[tuple[str, str], list[Entry]] = {}
        self._patterns: dict[str, list[tuple[str, Entry]]] = {}
        for entry in self._entries:
            self._place(entry)
        self._met: set[tuple[str, int]] = set()

    def _place(self, entry: Entry) -> None:
        for code in entry.codes():
            for place in entry.places():
                self._meant.setdefault((code, place), []).append(entry)
                if not entry.owner:
                    self._patterns.setdefault(code, []).append((place, entry))

    def covers(self, one: Across) -> bool:
        """Whether a finding is meant to be there."""
        code, id_ = one.told.code, one.told.id
        met = [e for place in {id_, id_.partition("#")[0]} for e in self._meant.get((code, place), ()) if _own(e, one)]
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
                unit = book.unit(entry.owner)
                yield Across(unit.path, entry.owner, Told("H607", entry.owner, inside, message))
            else:
                path = next((p for p in book.index.paths() if p in SETTINGS_FILES), SETTINGS_FILES[0])
                yield Across(path, "", Told("H607", "", inside, message))


def _own(entry: Entry, one: Across) -> bool:
    """Whether a record's exemption is asked of that record: one for some items is not for the rest of it."""
    id_ = one.told.id
    return not entry.owner or id_.partition("#")[0] == entry.owner or id_ in entry.says.at
