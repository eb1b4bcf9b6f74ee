"""Writing an index: files come and go, and what follows from them is worked out anew."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from brief_cli.index.spelling import plain, skeleton
from brief_cli.index.tables import (
    DISAGREE,
    KNOWN,
    REF_COLUMNS,
    UNIT_COLUMNS,
    Claim,
    FileRows,
    RecordRows,
    RefRow,
    UnitRow,
    kept_path,
    path_of,
)
from brief_cli.index.words import columns

if TYPE_CHECKING:
    import sqlite3

_UNIT = f"INSERT INTO unit (n, {UNIT_COLUMNS}) VALUES (?, {', '.join('?' * len(UnitRow._fields))})"
_REF = f"INSERT INTO ref ({REF_COLUMNS}) VALUES ({', '.join('?' * len(RefRow._fields))})"
_TEXTS = "(rowid, id, name, title, alias, tags, bottom_line, text, rest)"
_WORDS = f"INSERT INTO words {_TEXTS} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_NO_WORDS = f"INSERT INTO words (words, {_TEXTS[1:]} VALUES ('delete', ?, ?, ?, ?, ?, ?, ?, ?, ?)"


class Store:
    """The writing side of one open index; whoever makes it begins and ends the transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self.changed: set[str] = set()  # ids that came or went, or may have
        self.named: set[str] = set()  # the records that a changed one named or names
        self._was: dict[str, tuple[str, str | None] | None] = {}  # kind and origin of what was taken out or put in
        self._tokens: set[str] = set()
        self._lost: set[str] = set()  # words that nobody may say any more
        self._next: int = (db.execute("SELECT max(n) FROM unit").fetchone()[0] or 0) + 1

    # -- files ------------------------------------------------------------------------------------------------

    def claims_of(self, path: str) -> list[Claim]:
        """What a file claimed when it was indexed."""
        rows = self.db.execute("SELECT id, inner FROM claim WHERE path = ?", (kept_path(path),))
        return [Claim(id_, bool(inner)) for id_, inner in rows]

    def claimants(self, id_: str) -> list[tuple[bool, str]]:
        """The files that claim an id, whether only by the way, and their paths, in the order in which they have it."""
        rows = self.db.execute("SELECT inner, path FROM claim WHERE id = ? ORDER BY inner, path", (id_,))
        return [(bool(inner), path_of(path)) for inner, path in rows]

    def claim(self, path: str, claims: Iterable[Claim], *, known: bool = True) -> None:
        """Note what a file claims now, whatever it claimed before (nothing, of one that is not yet ``known``)."""
        kept = kept_path(path)
        if known:
            self.db.execute("DELETE FROM claim WHERE path = ?", (kept,))
        rows = [(claim.id, claim.inner, kept) for claim in claims]
        self.db.executemany("INSERT OR IGNORE INTO claim VALUES (?, ?, ?)", rows)

    def digest(self, path: str) -> bytes | None:
        """What a file's bytes came to when it was indexed."""
        row = self.db.execute("SELECT digest FROM file WHERE path = ?", (kept_path(path),)).fetchone()
        return row[0] if row else None

    def remove(self, path: str) -> None:
        """Forget all that a file said but its claims."""
        kept = kept_path(path)
        for (owner,) in self.db.execute("SELECT id FROM unit WHERE path = ? AND seq <= 0", (kept,)).fetchall():
            self._take_out(owner)
        self._forget_file(kept)

    def give_up(self, path: str) -> None:
        """Take out the records that another file has first by now."""
        held = "SELECT id, seq < 0 FROM unit WHERE path = ? AND seq <= 0"
        for id_, inner in self.db.execute(held, (kept_path(path),)).fetchall():
            if self.claimants(id_)[:1] != [(bool(inner), path)]:
                self._take_out(id_)

    def again(self, rows: FileRows) -> None:
        """Put records in anew whose ids some brief's own source had, too (before there are indexes)."""
        for claim, record in rows.records:
            self._take_out(claim.id)
            self._put_in(claim.id, record)

    def _forget_file(self, kept: str) -> None:
        broken = self.db.execute("SELECT id FROM broken WHERE path = ?", (kept,)).fetchall()
        self.changed.update(id_ for (id_,) in broken)
        for table in ("file", "broken"):
            self.db.execute(f"DELETE FROM {table} WHERE path = ?", (kept,))

    def _take_out(self, owner: str) -> None:
        """A record with its items, its namings and its words; what it named may follow from it no more."""
        held = "SELECT n, id, kind, own, origin FROM unit WHERE id = ?1 OR brief = ?1"
        rows = self.db.execute(held, (owner,)).fetchall()
        for n, id_, kind, own, origin in rows:
            texts = columns(kind, json.loads(own))
            self.db.execute(_NO_WORDS, (n, *texts))
            self._lost.update(" ".join(texts).split())
            if id_ == owner:
                self._was.setdefault(owner, (kind, origin))
        self.db.executemany("DELETE FROM unit WHERE n = ?", [row[:1] for row in rows])
        self.named.update(row[0] for row in self.db.execute("SELECT record FROM ref WHERE owner = ?", (owner,)))
        for table, column in (("ref", "owner"), ("label", "owner"), ("name", "id")):
            self.db.execute(f"DELETE FROM {table} WHERE {column} = ?", (owner,))

    def add(self, rows: FileRows) -> None:
        """All that a file says of which nothing is known yet."""
        self._note_file(rows)
        for claim, record in rows.records:
            self._put_in(claim.id, record)

    def put(self, rows: FileRows) -> None:
        """All that a file says, in place of what it said; records that are as they were stay."""
        kept = kept_path(rows.path)
        standing = self._standing(kept) if rows.kind in ("entities", "sources") else {}
        if not standing:
            self.remove(rows.path)
        for id_ in standing.keys() - {claim.id for claim, _ in rows.records}:
            self._take_out(id_)
        self._forget_file(kept)
        self._note_file(rows)
        for claim, record in rows.records:
            if claim.id in standing:
                self._replace(claim.id, record, *standing[claim.id])
            else:
                self._put_in(claim.id, record)

    def _note_file(self, rows: FileRows) -> None:
        kept = kept_path(rows.path)
        problems, findings = (json.dumps(told) if told else None for told in (rows.problems, rows.findings))
        self.db.execute("INSERT INTO file VALUES (?, ?, ?, ?, ?)", (kept, rows.kind, rows.digest, problems, findings))
        broken = [kept_path(id_) for id_ in rows.broken]
        self.db.executemany("INSERT OR IGNORE INTO broken VALUES (?, ?)", [(id_, kept) for id_ in broken])
        self.changed.update(broken)

    def _standing(self, kept: str) -> dict[str, tuple[str, int, str]]:
        rows = self.db.execute("SELECT id, own, line, lines FROM unit WHERE path = ? AND seq = 0", (kept,))
        return {id_: (own, line, lines) for id_, own, line, lines in rows}

    def _replace(self, id_: str, record: RecordRows, own: str, line: int, lines: str) -> None:
        unit = record.units[0][0]
        if unit.own != own:
            self._take_out(id_)
            self._put_in(id_, record)
        elif (unit.line, unit.lines) != (line, lines):  # it has only moved
            self.db.execute("UPDATE unit SET line = ?, lines = ? WHERE id = ?", (unit.line, unit.lines, id_))
            moved = [(ref.line, id_, ref.seq) for ref in record.refs]
            self.db.executemany("UPDATE ref SET line = ? WHERE owner = ? AND seq = ?", moved)

    def _put_in(self, id_: str, rows: RecordRows) -> None:
        self._was.setdefault(id_, None)
        n = self._next
        for _, texts in rows.units:
            self._tokens.update(" ".join(texts).split())
        self.db.executemany(_UNIT, [(n + i, *unit) for i, (unit, _) in enumerate(rows.units)])
        self.db.executemany(_WORDS, [(n + i, *texts) for i, (_, texts) in enumerate(rows.units)])
        self.db.executemany(_REF, rows.refs)
        self.db.executemany("INSERT INTO label VALUES (?, ?, ?, ?)", rows.labels)
        self.db.executemany("INSERT INTO name VALUES (?, ?, ?)", rows.names)
        self.named.update(ref.record for ref in rows.refs)
        self._next = n + len(rows.units)

    # -- what follows -----------------------------------------------------------------------------------------

    def settle(self, *, everything: bool = False) -> None:
        """Work out anew what other files say about the records that changed, and about those that they touch."""
        self._vocabulary()
        self.db.execute("CREATE TEMP TABLE IF NOT EXISTS affected (id TEXT PRIMARY KEY) WITHOUT ROWID")
        self.db.execute("DELETE FROM affected")
        if everything:
            self.db.execute("INSERT INTO affected SELECT id FROM unit WHERE kind = 'brief'")
        else:
            self._spread()
        self._tellings(self._tied() if everything else self._touched())
        for statement in DERIVED:
            self.db.execute(statement)

    def _vocabulary(self) -> None:
        """The words that are said for the first time come in, those that nobody says any more go."""
        said = "SELECT 1 FROM terms WHERE term = ?"
        gone = {token for token in self._lost if not self.db.execute(said, (token,)).fetchone()}
        self.db.executemany("DELETE FROM vocabulary WHERE token = ?", [(token,) for token in gone])
        fresh: Iterable[str] = self._tokens - gone  # what was put in may have been taken out again
        if self.db.execute("SELECT 1 FROM vocabulary LIMIT 1").fetchone():
            known = "SELECT 1 FROM vocabulary WHERE token = ?"
            fresh = [token for token in fresh if not self.db.execute(known, (token,)).fetchone()]
        rows = [(token, plain(token), skeleton(token)) for token in sorted(fresh)]
        self.db.executemany("INSERT OR IGNORE INTO vocabulary VALUES (?, ?, ?)", rows)
        self._tokens.clear()
        self._lost.clear()

    def _spread(self) -> None:
        """The briefs whose worked-out columns may change: the changed, whom they name, and who names them.

        What names an entity or a source need not follow every change of it: only that it comes or goes, or what a
        source's reporting goes back to.
        """
        now = "SELECT kind, origin FROM unit WHERE id = ?"
        telling = {
            id_
            for id_, was in self._was.items()
            if was != (found := self.db.execute(now, (id_,)).fetchone()) or (found and found[0] == "brief")
        } | self.changed
        add = "INSERT OR IGNORE INTO affected "
        briefs = "SELECT u.id FROM json_each(?) j CROSS JOIN unit u ON u.id = j.value AND +u.kind = 'brief'"
        self.db.execute(f"{add}{briefs}", (json.dumps([*self._was, *self.named]),))
        owners = "SELECT DISTINCT r.owner FROM json_each(?) j CROSS JOIN ref r ON r.record = j.value"
        self.db.execute(f"{add}{owners}", (json.dumps(sorted(telling)),))

    # -- events that are one ----------------------------------------------------------------------------------

    def _tellings(self, start: set[str]) -> None:
        """Who tells these events for all, how often each is told, and whether its days agree."""
        ties = Ties(self.db)
        groups = list(_groups(ties, sorted(start)))
        members = {event for group in groups for event in group}
        self.db.executemany("UPDATE unit SET teller = id, told = 1 WHERE id = ?", [(e,) for e in start - members])
        for group in groups:
            self._group(group, ties)
        briefs = {(event.partition("#")[0],) for event in start | members}
        self.db.executemany("INSERT OR IGNORE INTO affected VALUES (?)", briefs)

    def _tied(self) -> set[str]:
        """The events that are told elsewhere, too; every other one has only itself."""
        return {id_ for (id_,) in self.db.execute(_TIED)}

    def _touched(self) -> set[str]:
        """The events of affected briefs, and those that were told together with one of them."""
        inside = "SELECT u.id, teller, told FROM affected a CROSS JOIN unit u ON u.brief = a.id AND +u.kind = 'event'"
        seen = self.db.execute(inside).fetchall()
        tellers = {teller for _, teller, told in seen if told and told > 1}
        was = "SELECT id FROM unit WHERE teller = ? AND told > 1"
        return {id_ for id_, _, _ in seen} | {row[0] for t in tellers for row in self.db.execute(was, (t,))}

    def _group(self, group: tuple[str, ...], ties: Ties) -> None:
        silent = [event for event in group if all(ties[event].values())]
        teller = silent[0] if len(silent) == 1 else group[0]
        ask = "SELECT first, last FROM unit WHERE id = ?"
        bounds = [self.db.execute(ask, (event,)).fetchone() for event in group]
        begins = max(first or "" for first, _ in bounds)
        ends = min(last or "9999-99" for _, last in bounds)
        told = len(group) + (DISAGREE if begins > ends else 0)
        self.db.executemany("UPDATE unit SET teller = ?, told = ? WHERE id = ?", [(teller, told, e) for e in group])


class Ties(dict[str, dict[str, bool]]):
    """The direct ties of each event to others that exist; true on what only the other side wrote."""

    def __init__(self, db: sqlite3.Connection) -> None:
        super().__init__()
        self._db = db

    def __missing__(self, event: str) -> dict[str, bool]:
        rows = self._db.execute(_TIES, {"event": event, "record": event.partition("#")[0]})
        found = self[event] = {}
        for other, derived in rows:
            found[other] = bool(derived) and found.get(other, True)
        return found


_TIED = (
    "SELECT id FROM unit WHERE kind = 'event' AND id IN"
    " (SELECT origin FROM ref WHERE how = 'same_as' UNION SELECT target FROM ref WHERE how = 'same_as')"
)
_TIES = (
    "SELECT r.target, 0 FROM ref r JOIN unit o ON o.id = r.target AND o.kind = 'event'"
    " WHERE r.origin = :event AND r.how = 'same_as' AND r.target <> :event UNION "
    "SELECT r.origin, 1 FROM ref r JOIN unit o ON o.id = r.origin AND o.kind = 'event'"
    " WHERE r.record = :record AND r.how = 'same_as' AND r.target = :event AND r.origin <> :event"
)


def _groups(ties: Ties, start: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Everything that hangs together with one of ``start`` (transitive, cycles included), each group by id."""
    seen: set[str] = set()
    for event in start:
        if event in seen or not ties[event]:
            continue
        reached, pending = {event}, [event]
        while pending:
            for other in ties[pending.pop()]:
                if other not in reached:
                    reached.add(other)
                    pending.append(other)
        seen |= reached
        yield tuple(sorted(reached))


_HERE = "brief IN (SELECT id FROM affected)"
_ORIGINS = (
    "SELECT count(DISTINCT coalesce(s.origin, replace(r.record, '-', ' '))) FROM ref r"
    " LEFT JOIN unit s ON s.id = r.record AND s.kind = 'source' WHERE r.origin = unit.id AND r.how = 'source'"
)
_TYING = "('related', 'link', 'same_as', 'contradicts')"
_ITEMS = f"WHERE {_HERE} AND cites IS NOT NULL"
_CONTESTED = (
    f"UPDATE unit SET contested = (coalesce(told, 0) > {DISAGREE}"
    " OR EXISTS (SELECT 1 FROM ref r JOIN unit o ON o.id = r.target AND o.seq > 0"
    "  WHERE r.origin = unit.id AND r.how = 'contradicts' AND r.origin <> r.target)"
    " OR EXISTS (SELECT 1 FROM ref r JOIN unit o ON o.id = r.origin AND o.seq > 0"
    "  WHERE r.record = unit.brief AND r.target = unit.id AND r.how = 'contradicts' AND r.origin <> r.target))"
    f" {_ITEMS}"
)
_BRIEFS = (
    "UPDATE unit SET"
    " unsourced = EXISTS (SELECT 1 FROM unit i WHERE i.brief = unit.id AND i.seq > 0 AND i.unsourced),"
    " single = EXISTS (SELECT 1 FROM unit i WHERE i.brief = unit.id AND i.seq > 0 AND i.single AND i.kind <> 'event'),"
    " contested = EXISTS (SELECT 1 FROM unit i WHERE i.brief = unit.id AND i.seq > 0 AND i.contested),"
    f" dangling = EXISTS (SELECT 1 FROM ref r WHERE r.owner = unit.id AND NOT {KNOWN}),"
    " orphan = NOT EXISTS (SELECT 1 FROM ref r JOIN unit o ON o.id = r.record AND o.kind = 'brief'"
    f"  WHERE r.owner = unit.id AND r.record <> unit.id AND r.how IN {_TYING})"
    " AND NOT EXISTS (SELECT 1 FROM ref r JOIN unit o ON o.id = r.owner AND o.kind = 'brief'"
    f"  WHERE r.record = unit.id AND r.owner <> unit.id AND r.how IN {_TYING})"
    " WHERE +kind = 'brief' AND id IN (SELECT id FROM affected)"
)
_DANGLING = "UPDATE unit SET dangling = EXISTS (SELECT 1 FROM ref r WHERE r.origin = unit.id AND NOT {known})"
DERIVED = (
    f"UPDATE unit SET unsourced = (cites = 0), origins = ({_ORIGINS}) {_ITEMS}",
    f"UPDATE unit SET single = (cites > 0 AND origins = 1) {_ITEMS}",
    f"{_DANGLING.format(known=KNOWN)} WHERE {_HERE} AND seq > 0",
    _CONTESTED,
    _BRIEFS,
)
"""The columns that follow from other files, of the affected briefs."""
