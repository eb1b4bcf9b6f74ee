"""Reading an index: records and what ties them, looked up when they are asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from brief_cli.index.tables import REF_COLUMNS, RefRow, bound, path_of

if TYPE_CHECKING:
    import sqlite3

T = TypeVar("T")


class Unit(NamedTuple):
    """What a record or an item is selected, placed and counted by; ``n`` is its number in the index."""

    n: int
    id: str
    kind: str
    brief: str | None
    title: str
    path: str
    line: int
    first: str | None
    last: str | None
    status: str | None
    type: str | None
    as_of: str | None
    due: str | None
    cites: int | None
    origins: int | None
    contested: bool
    dangling: bool
    unsourced: bool
    single: bool
    orphan: bool
    teller: str | None
    told: int | None


_UNIT = ", ".join(Unit._fields)


_RANK = "CASE kind WHEN 'brief' THEN 0 WHEN 'entity' THEN 1 ELSE 2 END"


def header(db: sqlite3.Connection, name: str) -> Any:
    """A value of an index's header, or None."""
    row = db.execute("SELECT value FROM header WHERE name = ?", (name,)).fetchone()
    return row[0] if row else None


class Reader:
    """An open index."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    def header(self, name: str) -> Any:
        """A value of the header, or None."""
        return header(self.db, name)

    def column(self, sql: str, *values: Any) -> list[Any]:
        """The first column of a query."""
        return [row[0] for row in self.db.execute(sql, values)]

    # -- units ------------------------------------------------------------------------------------------------

    def unit(self, id_: str) -> Unit | None:
        """A record or an item."""
        return next(self.units("id = ?", bound(id_)), None)

    def units(self, where: str, *values: Any) -> Iterator[Unit]:
        """The units that a condition holds for."""
        for row in self.db.execute(f"SELECT {_UNIT} FROM unit u WHERE {where}", values):
            yield _placed(Unit._make(row))

    def units_with_own(self, numbers: Sequence[int]) -> list[tuple[Unit, dict[str, Any]]]:
        """Units by their numbers, in the order given, each with its own JSON."""
        rows = self.db.execute(
            f"SELECT {_UNIT}, own FROM unit u WHERE n IN (SELECT value FROM json_each(?))", (json.dumps(list(numbers)),)
        )
        found = {row[0]: row for row in rows}
        return [(_placed(Unit._make(found[n][:-1])), json.loads(found[n][-1])) for n in numbers]

    def own(self, id_: str) -> dict[str, Any] | None:
        """A record's or an item's own JSON, items left out of a brief's."""
        row = self.db.execute("SELECT own FROM unit WHERE id = ?", (bound(id_),)).fetchone()
        found: dict[str, Any] | None = json.loads(row[0]) if row else None
        return found

    def whole(self, brief: str) -> list[tuple[str, dict[str, Any]]]:
        """A brief's head and its items in the order of a page, each with its kind."""
        rows = self.db.execute("SELECT kind, own FROM unit WHERE brief = ? ORDER BY seq", (brief,))
        return [(kind, json.loads(own)) for kind, own in rows]

    def line(self, id_: str, field: str) -> int | None:
        """The line of one of a unit's searched fields."""
        row = self.db.execute("SELECT lines FROM unit WHERE id = ?", (id_,)).fetchone()
        return json.loads(row[0]).get(field) if row and row[0] else None

    def ids(self, kind: str) -> list[str]:
        """The ids of all records of a kind, in order."""
        return self.column("SELECT id FROM unit WHERE kind = ? ORDER BY id", kind)

    # -- namings ----------------------------------------------------------------------------------------------

    def refs(self, where: str, *values: Any) -> list[RefRow]:
        """The namings that a condition holds for, in the order of briefs, entities, sources and of their fields."""
        order = f" ORDER BY (SELECT {_RANK} FROM unit u WHERE u.id = owner), owner, seq"
        return [
            RefRow._make(row) for row in self.db.execute(f"SELECT {REF_COLUMNS} FROM ref WHERE {where}{order}", values)
        ]

    # -- files ------------------------------------------------------------------------------------------------

    def problems(self) -> dict[str, list[list[Any]]]:
        """What is wrong, by path."""
        rows = self.db.execute("SELECT path, problems FROM file WHERE problems IS NOT NULL ORDER BY path")
        return {path_of(path): json.loads(told) for path, told in rows}

    def findings(self) -> dict[str, list[list[Any]]]:
        """What records say against themselves, by path, as ``FileRows`` has it."""
        rows = self.db.execute("SELECT path, findings FROM file WHERE findings IS NOT NULL")
        return {path_of(path): json.loads(found) for path, found in rows}

    def broken(self) -> dict[str, str]:
        """The path of each brief and record that is there and does not load."""
        rows = self.db.execute("SELECT id, min(path) FROM broken GROUP BY id ORDER BY id")
        return {path_of(id_): path_of(path) for id_, path in rows}

    def unread(self) -> set[str]:
        """The kinds of registers of which a file does not load as a whole, so that nobody knows what it has."""
        asked = (
            "SELECT DISTINCT kind FROM file f WHERE problems IS NOT NULL AND kind IN ('entities', 'sources')"
            " AND NOT EXISTS (SELECT 1 FROM unit u WHERE u.path = f.path)"
            " AND NOT EXISTS (SELECT 1 FROM broken b WHERE b.path = f.path)"
        )
        return set(self.column(asked))

    def paths(self) -> list[str]:
        """All files of the book."""
        return [path_of(path) for path in self.column("SELECT path FROM file")]


def _placed(unit: Unit) -> Unit:
    return unit if unit.path.isascii() else unit._replace(path=path_of(unit.path))


class Shelf(Mapping[str, T], Generic[T]):
    """Records by id, in order of id; each is read when it is asked for, and the last ones are remembered."""

    REMEMBERED = 512

    def __init__(self, reader: Reader, kind: str, load: Any) -> None:
        self._reader = reader
        self._kind = kind
        self._load = load
        self._seen: dict[str, T] = {}

    def __getitem__(self, id_: str) -> T:
        found = self._seen.get(id_)
        if found is None:
            found = self._load(id_)
            if found is None:
                raise KeyError(id_)
            if len(self._seen) >= self.REMEMBERED:
                self._seen.clear()
            self._seen[id_] = found
        return found

    def __contains__(self, id_: object) -> bool:
        if not isinstance(id_, str):
            return False
        asked = "SELECT 1 FROM unit WHERE id = ? AND kind = ?"
        return id_ in self._seen or self._reader.db.execute(asked, (bound(id_), self._kind)).fetchone() is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self._reader.ids(self._kind))

    def __len__(self) -> int:
        row = self._reader.db.execute("SELECT count(*) FROM unit WHERE kind = ?", (self._kind,)).fetchone()
        return int(row[0])
