"""Shell completion of what the book knows; says nothing when there is no book."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import typer

from brief_cli.errors import BriefError

if TYPE_CHECKING:
    from brief_cli.book import Book


def ids(ctx: typer.Context, incomplete: str) -> list[str]:
    """The book's ids that begin with what was typed."""
    return _starting(ctx, incomplete, lambda book: book.ids())


def tags(ctx: typer.Context, incomplete: str) -> list[str]:
    """The book's tags that begin with what was typed."""
    return _starting(ctx, incomplete, lambda book: book.tags())


def _starting(ctx: typer.Context, incomplete: str, known: Callable[[Book], list[str]]) -> list[str]:
    from brief_cli.book.open import locate, open_book
    from brief_cli.cli.clock import today
    from brief_cli.render.safe import inline

    try:
        book = open_book(locate(ctx.find_root().params.get("book")), today())
        ctx.call_on_close(book.close)
        return [inline(word) for word in known(book) if word.startswith(incomplete)]
    except (BriefError, OSError):
        return []


def folders(incomplete: str) -> list[str]:
    """Folders that begin with what was typed."""
    import glob
    import os

    return [path for path in glob.glob(glob.escape(incomplete) + "*") if os.path.isdir(path)]
