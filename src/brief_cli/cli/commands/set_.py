"""``brief set``: one field of a record or an item."""

from __future__ import annotations

from typing import Annotated

import typer

from brief_cli.cli.complete import ids
from brief_cli.cli.writing import Diff, DryRun, book_to_write, broken_told, carried_out, from_input
from brief_cli.errors import UsageError

Values = Annotated[list[str] | None, typer.Argument(metavar="VALUE...", help="The value; of a list all of them.")]


def set_(
    ctx: typer.Context,
    id_: Annotated[str, typer.Argument(metavar="ID[#ITEM]", help="A record or an item.", autocompletion=ids)],
    field: Annotated[str, typer.Argument(metavar="FIELD", help="Its field; names.be or resolution.why inside one.")],
    values: Values = None,
    add: Annotated[bool, typer.Option("--add", help="Add to the list instead.")] = False,
    remove: Annotated[bool, typer.Option("--remove", help="Take from the list instead.")] = False,
    diff: Diff = False,
    dry_run: DryRun = False,
) -> int:
    """Set a field; an empty value takes it away.

    Example: brief set zapad-2025#j1 confidence high
    """
    from brief_cli.authoring.setting import Mode, changed

    if add and remove:
        raise UsageError("--add and --remove are two things.")
    if not values:
        raise UsageError(f"brief set {id_} {field} needs a value.", "An empty one, '', takes the field away.")
    book = book_to_write(ctx)
    with broken_told():
        mode: Mode = "add" if add else "remove" if remove else "set"
        plan = changed(book, id_, field, [from_input(one) for one in values], mode)
    return carried_out(book.root, plan, dry_run=dry_run, diff=diff)
