"""``check --fix``: shows the change, asks where there is somebody to ask, and writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from brief_cli.cli.asking import ask, is_asked
from brief_cli.cli.session import book_of, shown_path
from brief_cli.errors import CannotWrite
from brief_cli.files.write import Change, put_back
from brief_cli.render.difference import difference
from brief_cli.render.output import say
from brief_cli.reports.check import Scope, check
from brief_cli.reports.mends import mends

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
    changes = [Change(one.path, one.before, one.after) for one in found]
    say(*difference(changes, lambda path: shown_path(book.root, path)))
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


def _agreed(told: str) -> bool:
    """Whether the user agrees; in a script, who asks for ``--fix`` has."""
    try:
        return not is_asked() or ask(f"Make {told}? [y/N]").casefold() in ("y", "yes")
    except typer.Abort:
        return False
