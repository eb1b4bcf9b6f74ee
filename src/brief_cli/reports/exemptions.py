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

BY_THE_DAY = ("T401", "T403", "T405")
"""Rules that a brief breaks on some days and not on others: what exempts from them may wait for its day."""


class Entry(Value, kw_only=False):
    """One exemption: whose it is (a record's id; empty: the book's), its number there, and what it says."""

    owner: str
    number: int
    says: Exemption

    def covers(self, one: Across) -> bool:
        """Whether a finding of its rule is meant."""
        id_, at = one.told.id, self.says.at
        record, _, item = id_.partition("#")
        if self.owner:
            return record == self.owner and (not at or item in at or id_ in at)
        return not at or any(place in (id_, record) or fnmatchcase(one.path, place) for place in at)


class Exemptions:
    """All that a book says is meant to be so, and which of it was met."""

    def __init__(self, book: Book) -> None:
        self._entries = [Entry("", n, one) for n, one in enumerate(book.settings.exempt)]
        asked = "SELECT owner, shown FROM label WHERE field = ? ORDER BY owner, rowid"
        counts: dict[str, int] = {}
        for owner, own in book.index.db.execute(asked, (EXEMPT,)):
            counts[owner] = counts.get(owner, -1) + 1
            self._entries.append(Entry(owner, counts[owner], from_json(Exemption, json.loads(own))))
        self._by_rule: dict[str, list[Entry]] = {}
        for entry in self._entries:
            self._by_rule.setdefault(entry.says.rule, []).append(entry)
        self._met: set[tuple[str, int]] = set()

    def covers(self, one: Across) -> bool:
        """Whether a finding is meant to be there."""
        met = [entry for entry in self._by_rule.get(one.told.code, ()) if entry.covers(one)]
        self._met.update((entry.owner, entry.number) for entry in met)
        return bool(met)

    def idle(self, book: Book) -> Iterator[Across]:
        """H607: those that met nothing, when all was asked of everything."""
        for entry in self._entries:
            rule = entry.says.rule
            if (entry.owner, entry.number) in self._met or rule in BY_THE_DAY:
                continue
            message = f"nothing here breaks {rule}" if rule in RULES else f"there is no rule {rule}"
            inside = ("exempt", entry.number)
            if entry.owner:
                unit = book.unit(entry.owner)
                yield Across(unit.path, entry.owner, Told("H607", entry.owner, inside, message))
            else:
                path = next((p for p in book.index.paths() if p in SETTINGS_FILES), SETTINGS_FILES[0])
                yield Across(path, "", Told("H607", "", inside, message))
