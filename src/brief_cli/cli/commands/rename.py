"""``brief rename``: another id, everywhere."""

from __future__ import annotations

from typing import Annotated

import typer

from brief_cli.cli.complete import ids
from brief_cli.cli.writing import Diff, DryRun, book_to_write, broken_told, carried_out

Old = Annotated[str, typer.Argument(metavar="OLD", help="A brief, an item, an entity or a source.", autocompletion=ids)]


def rename(
    ctx: typer.Context,
    old: Old,
    new: Annotated[str, typer.Argument(metavar="NEW", help="Its new id.")],
    diff: Diff = False,
    dry_run: DryRun = False,
) -> int:
    """Give something another id, everywhere. What names it is changed with it.

    Example: brief rename lukashenka aliaksandr-lukashenka --dry-run
    """
    from brief_cli.authoring.renaming import renamed

    book = book_to_write(ctx)
    with broken_told():
        plan = renamed(book, old, new)
    return carried_out(book.root, plan, dry_run=dry_run, diff=diff)
