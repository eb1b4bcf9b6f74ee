"""``brief new``: a brief that is not there yet."""

from __future__ import annotations

import inspect
from typing import Annotated, Any

import typer

from brief_cli.cli.asking import filled, is_asked
from brief_cli.cli.clock import today
from brief_cli.cli.fields import options_of, values_of, with_parameters
from brief_cli.cli.session import book_of
from brief_cli.cli.writing import (
    Diff,
    DryRun,
    book_to_write,
    broken_told,
    carried_out,
    place_to_write,
)
from brief_cli.model.brief import Brief

_BY_NAME = inspect.Parameter.KEYWORD_ONLY
Id = Annotated[str, typer.Argument(metavar="ID", help="Its id, which is its file's name, too.", show_default=False)]
Folder = Annotated[str, typer.Option("--in", metavar="FOLDER", help="A folder of the book.")]
Edit = Annotated[bool, typer.Option("--edit", help="Open it in the editor then.")]


def _new(ctx: typer.Context, **given: Any) -> int:
    """Begin a brief. A _template.yaml of the book is what it begins as; on a terminal what is lacking is asked.

    Example: brief new border --title Border --bottom-line 'Two of six are open.'
    """
    from brief_cli.authoring.setting import created

    place_to_write(ctx)  # before anything is asked
    if is_asked():
        _refuse_taken(ctx, given["called"])
    values = values_of(Brief, given)
    values = filled(values, Brief, (), f"brief new {given['called']}", defaults={"as_of": today()})
    book = book_to_write(ctx)
    with broken_told():
        plan = created(book, given["called"], values, folder=given["folder"])
    code = carried_out(book.root, plan, dry_run=given["dry_run"], diff=given["diff"])
    if given["edit"] and not given["dry_run"]:
        from brief_cli.cli.commands.edit import edited

        book.close()
        return edited(ctx, given["called"])
    return code


def _refuse_taken(ctx: typer.Context, id_: str) -> None:
    """Nobody is asked for a brief that cannot be; the book is let go of while somebody thinks."""
    from brief_cli.authoring.plan import new_id

    book = book_of(ctx, tells=False)
    new_id(book, id_, "a brief")
    book.close()


new = with_parameters(
    _new,
    [
        inspect.Parameter("called", _BY_NAME, annotation=Id),
        *options_of(Brief, without=("entities", "sources")),
        inspect.Parameter("folder", _BY_NAME, default="", annotation=Folder),
        inspect.Parameter("edit", _BY_NAME, default=False, annotation=Edit),
        inspect.Parameter("diff", _BY_NAME, default=False, annotation=Diff),
        inspect.Parameter("dry_run", _BY_NAME, default=False, annotation=DryRun),
    ],
)
