"""Where indexes live, which of them can be trusted, and how one takes the place of another.

Each book has a folder of its own in the user's cache.  ``current`` names the database in use and how that file stood
when it was last written: a database that stands otherwise was changed by someone else, or left half-written, and is
made anew.  A new database is built beside the old one under a name that was never used, so that whoever still reads
the old one can go on.  Nothing here is worth more than the time it saves: every failure ends in no cache.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import sqlite3
import stat
import sys
import time
from collections.abc import Iterator
from typing import Any

from brief_cli import __version__
from brief_cli.index.tables import DDL, INDEXES, SCHEMA
from brief_cli.model.value import Value

Connection = sqlite3.Connection
Damaged = sqlite3.Error
"""What an index raises that cannot be read or written."""

PROGRAM = f"{__version__}/{SCHEMA}/{sys.version_info[0]}.{sys.version_info[1]}/{sqlite3.sqlite_version}"
"""Who wrote an index: tokens depend on the Unicode tables of Python, ranks on SQLite."""
UNTRUSTED = (OSError, ValueError, KeyError, TypeError, RecursionError, sqlite3.Error)
"""What comes of reading something that nobody of us has written."""
PATIENCE = 10.0
"""Seconds to wait for another command that writes the same index."""


def is_busy(error: Exception) -> bool:
    """Whether a database could not be written because others read it."""
    return getattr(error, "sqlite_errorcode", None) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


class Cache(Value, kw_only=False):
    """The cache folder of one book."""

    folder: str
    root: str

    @property
    def pointer(self) -> str:
        """The file that names the database in use."""
        return os.path.join(self.folder, "current")

    def open(self) -> Connection | None:
        """The database in use, as it stands at this moment; None when there is none to be trusted."""
        try:
            path = os.path.join(self.folder, self._current())
            db = sqlite3.connect(f"file:{_quoted(path)}?mode=ro", uri=True, isolation_level=None, timeout=PATIENCE)
            db.execute("BEGIN")  # what others write from now on is not seen
            db.execute("SELECT 1 FROM header").fetchone()
        except UNTRUSTED:
            return None
        return db

    def _current(self) -> str:
        """The name of the database in use.  Raises ``ValueError`` and others when it is not to be trusted."""
        told = json.loads(_small_file(self.pointer))
        name = os.path.basename(told["name"])
        if told["program"] != PROGRAM or told["root"] != self._root:
            raise ValueError("of another program or book")
        if told["stamp"] != stamp(os.path.join(self.folder, name)):
            raise ValueError("changed by someone else")
        return str(name)

    def writable(self, *, copied: bool) -> tuple[Connection | None, str]:
        """The database in use, or a copy of it under a new name, to be written by whoever holds the lock."""
        try:
            name = self._current()
            if copied:
                name, old = f"{time.time_ns():x}-{os.getpid():x}.db", name
                _new_file(os.path.join(self.folder, name))
                shutil.copyfile(os.path.join(self.folder, old), os.path.join(self.folder, name))
            db = sqlite3.connect(os.path.join(self.folder, name), isolation_level=None, timeout=0.2)
            db.execute("PRAGMA synchronous = OFF")  # a fall of the whole machine costs the index and nothing else
        except UNTRUSTED:
            return None, ""
        return db, name

    def new(self) -> tuple[sqlite3.Connection, str]:
        """An empty database under a name that was never used.  Raises ``OSError`` and ``sqlite3.Error``."""
        name = f"{time.time_ns():x}-{os.getpid():x}.db"
        path = os.path.join(self.folder, name)
        _new_file(path)
        return prepared(sqlite3.connect(path, isolation_level=None)), name

    def use(self, name: str) -> None:
        """Make a database the one in use, as it stands now; older ones go.  Raises ``OSError``."""
        path = os.path.join(self.folder, name)
        told = {"name": name, "program": PROGRAM, "root": self._root, "stamp": stamp(path)}
        beside = f"{self.pointer}.{time.time_ns():x}-{os.getpid():x}"
        _new_file(beside)
        with open(beside, "w", encoding="utf-8") as file:
            json.dump(told, file)
        os.replace(beside, self.pointer)
        for other in os.listdir(self.folder):
            if other not in (name, f"{name}-journal", "current", "lock"):
                with contextlib.suppress(OSError):
                    os.unlink(os.path.join(self.folder, other))

    @property
    def _root(self) -> str:
        return os.fsencode(self.root).decode("latin-1")

    @contextlib.contextmanager
    def locked(self) -> Iterator[bool]:
        """Hold the right to write; false when another still has it after some patience.  It goes with the process."""
        try:
            import fcntl

            handle = os.open(os.path.join(self.folder, "lock"), os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        except (ImportError, OSError):
            yield False
            return
        try:
            yield _taken(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, fcntl.flock)
        finally:
            os.close(handle)


def _taken(handle: int, how: int, lock: Any) -> bool:
    until, pause = time.monotonic() + PATIENCE, 0.002
    while True:
        try:
            lock(handle, how)
            return True
        except BlockingIOError:
            if time.monotonic() > until:
                return False
            time.sleep(pause)
            pause = min(pause * 2, 0.05)
        except OSError:
            return False


def _new_file(path: str) -> None:
    """An empty file that only its user may read.  Raises ``OSError`` when something stands there."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _small_file(path: str) -> bytes:
    """The bytes of a regular file; a pipe in its place would block.  Raises ``OSError`` and ``ValueError``."""
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise ValueError("no regular file")
        return os.read(handle, 4096)
    finally:
        os.close(handle)


def stamp(path: str) -> list[int]:
    """How a file stands: size in bytes, last written and last changed in nanoseconds, inode."""
    about = os.lstat(path)
    return [about.st_size, about.st_mtime_ns, about.st_ctime_ns, about.st_ino] if stat.S_ISREG(about.st_mode) else []


def cache_of(root: str) -> Cache | None:
    """The cache folder of a book, made when it is missing; None where it would not be the user's own, or cannot be."""
    real = os.path.realpath(root)
    home = os.environ.get("XDG_CACHE_HOME")
    if not home or not os.path.isabs(home):
        home = os.path.join(os.path.expanduser("~"), ".cache")
    base = os.path.join(home, "brief")
    folder = os.path.join(base, _name(real))
    if os.path.realpath(folder).startswith(real.rstrip(os.sep) + os.sep):
        return None  # never in the book's own folder
    try:
        if not os.path.isdir(folder):
            os.makedirs(home, mode=0o700, exist_ok=True)
        for made in (base, folder):
            with contextlib.suppress(FileExistsError):
                os.mkdir(made, 0o700)
            if not _own(made):
                return None
        return Cache(folder, real)
    except (OSError, ValueError):
        return None


def _own(folder: str) -> bool:
    """Whether a folder is a real one of this very user, that nobody else can write to."""
    about = os.lstat(folder)
    return stat.S_ISDIR(about.st_mode) and about.st_uid == os.getuid() and not about.st_mode & 0o022


def _name(real: str) -> str:
    """What the folder of a book is called; that it is of this very book stands in ``current``."""
    from binascii import crc32

    kept = re.sub(r"[^a-z0-9]+", "-", os.path.basename(real).lower()).strip("-")[:32] or "book"
    return f"{kept}-{crc32(os.fsencode(real)):08x}"


def _quoted(path: str) -> str:
    """A path in a URI (RFC 3986): only what would end it, or begin an escape, is escaped."""
    return re.sub(r"[^A-Za-z0-9/._~-]", lambda m: "".join(f"%{b:02X}" for b in os.fsencode(m[0])), path)


def in_memory(copied: sqlite3.Connection | None = None) -> sqlite3.Connection:
    """An index that nobody else sees: empty, or a copy of one that cannot be written."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    if copied is None:
        return prepared(db)
    copied.backup(db)
    return db


def prepared(db: sqlite3.Connection) -> sqlite3.Connection:
    """An empty database with its tables, filled in one go: nothing is kept for a fall that loses it all."""
    db.execute("PRAGMA journal_mode = OFF")
    db.execute("PRAGMA synchronous = OFF")
    db.execute("PRAGMA page_size = 8192")
    db.execute("PRAGMA cache_size = -65536")  # in KiB: what is filled in one go is looked at again at the end of it
    db.executescript(DDL)
    return db


def index_tables(db: sqlite3.Connection) -> None:
    """The indexes of the tables, after their first filling."""
    for statement in filter(str.strip, INDEXES.split(";")):  # a script would end the transaction
        db.execute(statement)
