"""``brief touch``: a brief was looked at, and holds."""

from __future__ import annotations

from typing import Annotated

import typer

from brief_cli.cli.clock import today
from brief_cli.cli.complete import ids
from brief_cli.cli.writing import Diff, DryRun, book_to_write, broken_told, carried_out


def touch(
    ctx: typer.Context,
    words: Annotated[list[str], typer.Argument(metavar="ID...", help="The briefs.", autocompletion=ids)],
    diff: Diff = False,
    dry_run: DryRun = False,
) -> int:
    """Note that briefs were reviewed today and stay as they are.

    Example: brief touch zapad-2025
    """
    from brief_cli.authoring.setting import touched

    book = book_to_write(ctx)
    with broken_told():
        plan = touched(book, words, today())
    return carried_out(book.root, plan, dry_run=dry_run, diff=diff)
