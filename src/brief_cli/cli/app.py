"""The visible list of commands."""

from __future__ import annotations

from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from brief_cli import __version__
from brief_cli.cli.complete import folders
from brief_cli.render.output import write

READING = {
    "list": "list_",
    "show": "show",
    "timeline": "timeline",
    "search": "search",
    "xref": "xref",
    "entities": "entities",
    "sources": "sources",
    "stats": "stats",
    "check": "check",
    "schema": "schema",
}
"""Each command that answers, and the module below ``commands`` that has it, as a function of the same name."""

WRITING = {
    "init": "init",
    "new": "new",
    "add": "add",
    "set": "set_",
    "edit": "edit",
    "touch": "touch",
    "rename": "rename",
    "merge": "merge",
    "fmt": "fmt",
    "import": "import_",
    "git-merge": "git_merge",
}
"""Each command that writes files of the book, likewise."""

COMMANDS = {**READING, **WRITING}


class Commands(TyperGroup):
    """The commands, each imported and built when it is asked for: building all of them took as long as an answer."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Their names, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of a name; for a name that is none all are built, so that the nearest can be offered."""
        for name in [cmd_name] if cmd_name in COMMANDS else COMMANDS:
            if name not in self.commands:
                self.add_command(_built(name), name)
        return self.commands.get(cmd_name)


def _built(name: str) -> Any:
    made = getattr(import_module(f"brief_cli.cli.commands.{COMMANDS[name]}"), COMMANDS[name])
    if isinstance(made, typer.Typer):  # a command of commands
        return typer.main.get_command(made)
    alone = typer.Typer(rich_markup_mode=None, add_completion=False, pretty_exceptions_enable=False)
    alone.command(name)(made)
    return typer.main.get_command(alone)


app = typer.Typer(
    name="brief",
    help="Answers from a folder of structured briefs: the bottom line first, then how old and how sure.",
    epilog="Start with: brief list",
    cls=Commands,
    invoke_without_command=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


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
