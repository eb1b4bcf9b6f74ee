"""Never stale: the folder is compared with what was indexed before anything is answered."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from brief_cli.errors import UsageError
from brief_cli.files.walk import NOTHING, Sweep, joined, separated, sweep

if TYPE_CHECKING:
    from brief_cli.index.cache import Connection
    from brief_cli.index.reader import Reader


def refreshed(root: str, progress: Callable[[int, int], None] | None = None) -> Reader:
    """An index of a book as it stands now, open for reading; long work tells its ``progress``.

    Raises ``UsageError`` for a folder that cannot be listed.
    """
    from brief_cli.index.cache import Damaged, cache_of
    from brief_cli.index.reader import Reader, header

    _listable(root)
    began = time.time_ns()
    cache = cache_of(root)
    db = cache.open() if cache else None
    seen, ignore = NOTHING, None
    if db is not None:
        try:
            ignore = tuple(json.loads(header(db, "ignore") or "[]"))
            seen = sweep(root, ignore)
            if not _changes(db, seen):
                return Reader(db)
        except (Damaged, ValueError):
            seen, ignore = NOTHING, None
        db.close()
    from brief_cli.book.update import Moment, updated

    return Reader(updated(Moment(root, seen, ignore, began, progress), cache))


def _listable(root: str) -> None:
    try:
        os.scandir(root).close()
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise UsageError(f"The book {root} cannot be read: {why}.") from None


def _changes(db: Connection, now: Sweep) -> bool:
    """Whether anything differs from what was indexed, or might without showing it."""
    from brief_cli.index.reader import header

    if header(db, "racy"):
        return True
    if header(db, "stamps") == now.stamps and header(db, "paths") == joined(now.paths):
        return False
    return noted(db).by_path() != now.by_path()  # a folder may name what is in it in another order


def noted(db: Connection) -> Sweep:
    """The files of a book as they stood when they were indexed."""
    from brief_cli.index.reader import header

    return Sweep(separated(header(db, "paths")), header(db, "stamps"), {})
