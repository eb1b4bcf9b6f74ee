"""``check --fix``: shows the change, asks where there is somebody to ask, and writes."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer

from brief_cli.cli.session import book_of, shown_path
from brief_cli.errors import CannotWrite
from brief_cli.files.write import put_back
from brief_cli.render.output import say
from brief_cli.reports.check import Scope, check
from brief_cli.reports.mends import Mended, mends

if TYPE_CHECKING:
    from brief_cli.book import Book


def mended(book: Book, scope: Scope, ctx: typer.Context) -> Book:
    """The book as it stands after what is certain was mended, which is told on standard error.

    Raises ``CannotWrite`` for a file that was changed in the meantime or cannot be written.
    """
    found = list(mends(book, check(book, scope), scope.codes))
    if not found:
        say("brief: nothing here can be mended with certainty")
        return book
    for one in found:
        say(*_difference(one, shown_path(book.root, one.path)))
    count = sum(one.count for one in found)
    told = f"{count} {'change' if count == 1 else 'changes'} in {len(found)} {'file' if len(found) == 1 else 'files'}"
    if not _agreed(told):
        say("brief: nothing was changed")
        return book
    refused: list[CannotWrite] = []
    for one in found:
        try:
            put_back(book.root, one.path, one.before, one.after)
        except CannotWrite as error:
            refused.append(error)
    if refused:
        say(f"brief: {len(found) - len(refused)} of {len(found)} files written", *(r.message for r in refused[1:]))
        raise refused[0]
    say(f"brief: {told} made")
    book.close()
    return book_of(ctx, tells=False)


def _difference(one: Mended, path: str) -> Iterator[str]:
    before, after = (data.decode("utf-8", "replace").splitlines() for data in (one.before, one.after))
    return (line for line in difflib.unified_diff(before, after, path, path, n=1, lineterm=""))


def _agreed(told: str) -> bool:
    """Whether the user agrees; in a script, who asks for ``--fix`` has."""
    if sys.stdin is None or sys.stderr is None or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return True
    sys.stderr.write(f"Make {told}? [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().casefold() in ("y", "yes")
