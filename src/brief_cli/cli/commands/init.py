"""``brief init``: a new book."""

from __future__ import annotations

import os
import shlex
from typing import Annotated

import typer

from brief_cli.cli.clock import today
from brief_cli.cli.complete import folders
from brief_cli.cli.writing import DryRun, carried_out
from brief_cli.errors import CannotWrite
from brief_cli.render.output import say

Folder = Annotated[
    str, typer.Argument(metavar="[DIR]", help="The project's folder; this one when left out.", autocompletion=folders)
]


def init(
    ctx: typer.Context,
    folder: Folder = ".",
    title: Annotated[str, typer.Option("--title", metavar="TEXT", help="What the book is called.")] = "",
    dry_run: DryRun = False,
) -> int:
    """Begin a book: a folder that explains itself. What git, editors and a check of every change need comes along.

    Example: brief init my-desk --title 'Baltic desk' --dry-run
    """
    from brief_cli.authoring.starting import started
    from brief_cli.render.data import as_json_text
    from brief_cli.reports.schema import FILES, schema

    schemas = {name: "".join(as_json_text(schema(name))) for name in FILES}
    plan = started(folder, title, today(), schemas)
    if not dry_run:
        try:
            os.makedirs(folder, exist_ok=True)
        except OSError as error:
            raise CannotWrite(folder, (error.strerror or str(error)).lower()) from None
    carried_out(folder, plan, dry_run=dry_run, diff=False)
    if not dry_run:
        here = "" if folder in (".", "") else f"--book {shlex.quote(folder)} "
        say(
            f"brief: next, brief {here}show welcome, and then brief {here}new ID",
            "brief: before you push, say where brief comes from in .github/workflows/brief.yml; read .gitattributes",
        )
    return 0
