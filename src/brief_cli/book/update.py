"""An index brought up to date, or made anew: what changed is read, the rest is left alone."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from brief_cli.book.refresh import noted
from brief_cli.files.walk import NOTHING, Found, Sweep, joined, separated, sweep
from brief_cli.index.cache import Cache, Connection, Damaged, in_memory, index_tables, is_busy
from brief_cli.index.reader import header
from brief_cli.index.store import Store
from brief_cli.index.tables import Claim, FileRows
from brief_cli.model.registers import SETTINGS_FILES
from brief_cli.model.value import Value

if TYPE_CHECKING:
    from brief_cli.files.library import Read, Stored
    from brief_cli.model.brief import Brief
    from brief_cli.model.registers import Settings

MARGIN = 3_000_000_000
"""Nanoseconds: a file that changed less than this before it was read may change again without a trace in its times,
since some file systems count in steps of two seconds."""


Progress = Callable[[int, int], None]
"""Told now and then how many files are read, and of how many."""


class Moment(Value, kw_only=False):
    """A book as one sweep saw it, by which patterns (None: not yet).

    ``began`` is the time before the sweep, in nanoseconds since 1970.
    """

    root: str
    seen: Sweep
    ignore: tuple[str, ...] | None
    began: int
    progress: Progress | None = None

    def by(self, ignore: tuple[str, ...]) -> Moment:
        """The same by these patterns: swept again where it was by others, or not yet."""
        if ignore == self.ignore:
            return self
        began = time.time_ns()
        return replace(self, seen=sweep(self.root, ignore), ignore=ignore, began=began)


def updated(now: Moment, cache: Cache | None) -> Connection:
    """An index of a book as it stands now, in its cache or, where there can be none, in memory."""
    if cache is None:
        return _unwritten(now, None)
    try:
        with cache.locked() as mine:
            if not mine:
                return _unwritten(now, cache.open())
            return _followed(now, cache) or _built(now, cache)
    except (OSError, Damaged):
        return _unwritten(now, None)


def _followed(now: Moment, cache: Cache) -> Connection | None:
    """The index in use with what changed; None when it has to be made anew.

    Who reads it for long keeps it from being written: then a copy is, and takes its place.
    """
    for copied in (False, True):
        db, name = cache.writable(copied=copied)
        if db is None:
            return None
        try:
            db.execute("BEGIN IMMEDIATE")
            if not Refresh(now.by(_ignored(db)), db).update():
                return None
            db.execute("COMMIT")
        except Damaged as error:
            if copied or not is_busy(error):
                return None
        else:
            db.close()
            cache.use(name)
            return cache.open()
        finally:
            db.close()
    return None


def _built(now: Moment, cache: Cache) -> Connection:
    db, name = cache.new()
    try:
        Refresh(now, db).build()
        db.close()
        cache.use(name)
    except BaseException:
        db.close()
        os.unlink(os.path.join(cache.folder, name))
        raise
    return cache.open() or _unwritten(now, None)


def _unwritten(now: Moment, known: Connection | None) -> Connection:
    """The same index in memory: from the one that cannot be written, or from nothing."""
    if known is not None:
        try:
            db = in_memory(known)
            db.execute("BEGIN")
            if Refresh(now.by(_ignored(db)), db).update():
                db.execute("COMMIT")
                return db
        except Damaged:
            pass
    db = in_memory()
    Refresh(now, db).build()
    return db


def _ignored(db: Connection) -> tuple[str, ...]:
    return tuple(json.loads(header(db, "ignore") or "[]"))


def of_one(stored: Stored[Brief]) -> Connection:
    """The index of a brief that stands in no book."""
    from brief_cli.book.rows import claims, file_rows
    from brief_cli.files.library import Read
    from brief_cli.model.registers import Settings

    db = in_memory()
    refresh = Refresh(Moment("", NOTHING, (), 0), db)
    store, settings = Store(db), Settings()
    read = Read(Found(stored.path, "brief"), (stored,))
    store.add(file_rows(read, claims(read), settings))
    refresh.finish(store, settings, b"")
    return db


class Refresh:
    """One pass from a folder to its index."""

    def __init__(self, now: Moment, db: Connection) -> None:
        self.now = now
        self.db = db

    # -- from nothing -----------------------------------------------------------------------------------------

    def build(self) -> None:
        """Read the whole book into an empty index."""
        from brief_cli.book.rows import digest, file_rows
        from brief_cli.files.library import Read, settings_of

        settings, problems, data = settings_of(self.now.root)
        self.now = self.now.by(settings.ignore)
        self.db.execute("BEGIN")
        store = Store(self.db)
        for name, told in problems.items():
            store.add(file_rows(Read(Found(name, "book"), problems=told), (), settings))
        self._add_all(store, settings)
        self.finish(store, settings, digest(data))
        self.db.execute("COMMIT")

    def _add_all(self, store: Store, settings: Settings) -> None:
        from brief_cli.book.reading import all_rows

        found = [self.now.seen.found(path) for path in sorted(self.now.seen.paths) if path not in SETTINGS_FILES]
        first: dict[Claim, str] = {}
        for n, rows in enumerate(all_rows(self.now.root, found, settings)):
            mine = [(c, record) for c, record in rows.records if first.setdefault(c, rows.path) == rows.path]
            store.claim(rows.path, [claim for claim, _ in rows.records], known=False)
            lost = [c for c, _ in rows.records if not c.inner and first[c] != rows.path]
            store.add(self._clashing(rows, lost, first, settings) if lost else rows._replace(records=mine))
            if self.now.progress:
                self.now.progress(n + 1, len(found))
        both = [claim.id for claim in first if claim.inner and Claim(claim.id, False) in first]
        for path in sorted({first[Claim(id_, False)] for id_ in both}):
            own = [claim for claim in (Claim(id_, False) for id_ in both) if first[claim] == path]
            again = self._rows_again(path, own, settings)
            if again is not None:
                store.again(again)

    def _clashing(self, rows: FileRows, lost: list[Claim], first: dict[Claim, str], settings: Settings) -> FileRows:
        """The rows of a file some of whose ids another file has first: it is read again, to say where."""
        from brief_cli.book.rows import file_rows

        mine = [claim for claim, _ in rows.records if first[claim] == rows.path]
        read = self._read_again(rows.path, settings)
        if read is None:
            return rows._replace(records=[(c, record) for c, record in rows.records if c in mine])
        made = file_rows(read, mine, settings, [read.taken(claim.id, first[claim]) for claim in lost])
        return made._replace(digest=rows.digest)

    def _rows_again(self, path: str, wanted: list[Claim], settings: Settings) -> FileRows | None:
        from brief_cli.book.rows import file_rows

        read = self._read_again(path, settings)
        return file_rows(read, wanted, settings) if read else None

    def _read_again(self, path: str, settings: Settings) -> Read | None:
        from brief_cli.files.library import read_file, rules_of

        return read_file(self.now.root, self.now.seen.found(path), rules_of(settings))

    def finish(self, store: Store, settings: Settings, settings_digest: bytes) -> None:
        """What follows from all that was put into an empty index."""
        index_tables(self.db)
        store.settle(everything=True)
        self._note(settings, settings_digest)

    # -- from what is known -----------------------------------------------------------------------------------

    def update(self) -> bool:
        """Read what changed; false when the whole book has to be read."""
        known, found = noted(self.db).by_path(), self.now.seen.by_path()
        racy = set(separated(header(self.db, "racy")))
        changed = {path for path, stamp in found.items() if known.get(path) != stamp or path in racy}
        gone = known.keys() - found.keys()
        if (changed | gone) & set(SETTINGS_FILES) and not self._same_settings(gone):
            return False
        self._reread(changed - set(SETTINGS_FILES), gone - set(SETTINGS_FILES))
        self._stamps()
        return True

    def _same_settings(self, gone: set[str]) -> bool:
        """Whether the settings file that seems to have changed says what it said."""
        from brief_cli.book.rows import digest
        from brief_cli.files.load import load_bytes

        if gone & set(SETTINGS_FILES):
            return False
        name = next((name for name in SETTINGS_FILES if os.path.lexists(os.path.join(self.now.root, name))), None)
        data = load_bytes(self.now.root, name) if name else None
        return isinstance(data, bytes) and digest(data) == header(self.db, "settings_digest")

    def _reread(self, changed: set[str], gone: set[str]) -> None:
        from brief_cli.book.rows import digest
        from brief_cli.files.load import load_bytes

        store = Store(self.db)
        data: dict[str, Any] = {}
        for path in sorted(changed):
            read = None if path in self.now.seen.refused else load_bytes(self.now.root, path)
            if not isinstance(read, bytes) or digest(read) != store.digest(path):
                data[path] = read
        if data or gone:
            self._apply(store, data, gone)
            store.settle()

    def _apply(self, store: Store, data: dict[str, Any], gone: set[str]) -> None:
        """Take files out and put them in, with those that claim the same ids."""
        from brief_cli.book.rows import claims
        from brief_cli.files.library import read_file, rules_of

        rules = rules_of(self._settings())
        asked: set[str] = set()
        for path in gone:
            asked.update(claim.id for claim in store.claims_of(path))
            store.claim(path, ())
            store.remove(path)
        reads: dict[str, Read] = {}
        seen: set[str] = set()
        while pending := (set(data) | {path for id_ in asked for _, path in store.claimants(id_)}) - seen:
            seen |= pending
            for path in sorted(pending):
                read = read_file(self.now.root, self.now.seen.found(path), rules, data.get(path))
                found = claims(read) if read else []
                asked.update(claim.id for claim in [*found, *store.claims_of(path)])
                store.claim(path, found)
                if read is None:
                    store.remove(path)
                else:
                    reads[path] = read
        self._put_all(store, reads, data)

    def _put_all(self, store: Store, reads: dict[str, Read], data: dict[str, Any]) -> None:
        from brief_cli.book.rows import claims, digest, file_rows

        settings = self._settings()
        digests = {path: digest(data[path]) if path in data else store.digest(path) or b"" for path in reads}
        for path in reads:
            store.give_up(path)
        for path, read in sorted(reads.items()):
            first = {claim: store.claimants(claim.id)[0] for claim in claims(read)}
            mine = [claim for claim, other in first.items() if other == (claim.inner, path)]
            lost = [claim for claim, other in first.items() if not claim.inner and other[1] != path]
            clashes = [read.taken(claim.id, first[claim][1]) for claim in lost]
            store.put(file_rows(read, mine, settings, clashes)._replace(digest=digests[path]))

    def _settings(self) -> Settings:
        from brief_cli.model.registers import Settings
        from brief_cli.model.shape import from_json

        found: Settings = from_json(Settings, json.loads(header(self.db, "settings")))
        return found

    # -- the header -------------------------------------------------------------------------------------------

    def _note(self, settings: Settings, settings_digest: bytes) -> None:
        from brief_cli.model.shape import as_json

        own = json.dumps(as_json(settings), ensure_ascii=False)
        values = {"settings": own, "ignore": json.dumps(list(settings.ignore)), "settings_digest": settings_digest}
        self._put(values)
        self._stamps()

    def _stamps(self) -> None:
        """How the files stood; nothing is written of what was known."""
        seen = self.now.seen
        racy = seen.since(self.now.began - MARGIN)
        values = {"paths": joined(seen.paths), "stamps": seen.stamps, "racy": joined(racy)}
        self._put({name: value for name, value in values.items() if header(self.db, name) != value})

    def _put(self, values: dict[str, Any]) -> None:
        self.db.executemany("INSERT OR REPLACE INTO header VALUES (?, ?)", list(values.items()))
