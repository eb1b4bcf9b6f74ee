"""The visible list of commands."""

from __future__ import annotations

from typing import Annotated

import typer

from brief_cli import __version__
from brief_cli.cli.commands.entities import entities
from brief_cli.cli.commands.list_ import list_
from brief_cli.cli.commands.schema import schema
from brief_cli.cli.commands.search import search
from brief_cli.cli.commands.show import show
from brief_cli.cli.commands.sources import sources
from brief_cli.cli.commands.stats import stats
from brief_cli.cli.commands.timeline import timeline
from brief_cli.cli.commands.xref import xref
from brief_cli.cli.complete import folders
from brief_cli.render.output import write

app = typer.Typer(
    name="brief",
    help="Answers from a folder of structured briefs: the bottom line first, then how old and how sure.",
    epilog="Start with: brief list",
    invoke_without_command=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

COMMANDS = {
    "list": list_,
    "show": show,
    "timeline": timeline,
    "search": search,
    "xref": xref,
    "entities": entities,
    "sources": sources,
    "stats": stats,
    "schema": schema,
}
for name, command in COMMANDS.items():
    app.command(name)(command)


def _version(wanted: bool) -> None:
    if wanted:
        write(f"brief {__version__}\n", None)
        raise typer.Exit()


@app.callback()
def brief(
    ctx: typer.Context,
    book: Annotated[
        str | None, typer.Option("--book", metavar="DIR", help="The book's folder.", autocompletion=folders)
    ] = None,
    no_pager: Annotated[bool, typer.Option("--no-pager", help="Never page.")] = False,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """What stands before the command."""
    ctx.obj = {"book": book, "no_pager": no_pager}
    if ctx.invoked_subcommand is None:
        write(ctx.get_help() + "\n", None)
