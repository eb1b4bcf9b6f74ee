"""``brief merge``: two that are one."""

from __future__ import annotations

from typing import Annotated

import typer

from brief_cli.cli.commands.rename import Old
from brief_cli.cli.complete import ids
from brief_cli.cli.writing import Diff, DryRun, book_to_write, broken_told, carried_out


def merge(
    ctx: typer.Context,
    old: Old,
    into: Annotated[str, typer.Argument(metavar="INTO", help="The one that stays.", autocompletion=ids)],
    diff: Diff = False,
    dry_run: DryRun = False,
) -> int:
    """Make one of two briefs, items, entities or sources. What named the first names the second.

    Example: brief merge zapad-2025#k16 zapad-2025#k5 --dry-run
    """
    from brief_cli.authoring.merging import merged

    book = book_to_write(ctx)
    with broken_told():
        plan = merged(book, old, into)
    return carried_out(book.root, plan, dry_run=dry_run, diff=diff)
