"""``brief import``: notes, tables, reference lists, reports and feeds, as records of the book."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from brief_cli.cli.clock import today
from brief_cli.cli.complete import ids
from brief_cli.cli.writing import Diff, DryRun, book_to_write, broken_told, carried_out
from brief_cli.errors import NotFound
from brief_cli.render.output import say

if TYPE_CHECKING:
    from brief_cli.importing.intake import Taken

Files = Annotated[list[str], typer.Argument(metavar="FILE...", help="Files, or folders of notes.", show_default=False)]
Form = Annotated[
    str | None,
    typer.Option("--as", metavar="FORM", help="What they are: notes, events, sources, bibtex, csl, stix or feed."),
]
Into = Annotated[
    str, typer.Option("--into", metavar="BRIEF", help="The brief for events that name none.", autocompletion=ids)
]
Folder = Annotated[str, typer.Option("--in", metavar="FOLDER", help="A folder of the book for the new briefs.")]
COUNTED = {"brief": ("brief", "briefs"), "entity": ("entity", "entities"), "source": ("source", "sources"),
           "event": ("event", "events")}  # fmt: skip


def import_(
    ctx: typer.Context,
    files: Files,
    form: Form = None,
    into: Into = "",
    folder: Folder = "",
    diff: Diff = False,
    dry_run: DryRun = False,
) -> int:
    """Bring in notes, tables, reference lists, reports and feeds. What is there already stays as it is.

    Markdown, CSV, BibTeX, CSL-JSON, STIX 2.1, RSS and Atom are read.

    Example: brief import examples/import/notes --dry-run
    """
    from brief_cli.importing.intake import taken_in
    from brief_cli.importing.opening import carried_from

    book = book_to_write(ctx)
    if into and into not in book.briefs:
        raise NotFound(f"The book has no brief {into}.")
    carried = carried_from(files, form)
    with broken_told():
        taken = taken_in(book, carried, into=into, folder=folder, today=today())
    say(*(": ".join(part for part in ("brief", loss.file, loss.place, loss.what) if part) for loss in taken.losses))
    code = carried_out(book.root, taken.plan, dry_run=dry_run, diff=diff)
    say(f"brief: {_counted(taken, dry_run=dry_run)}")
    return code


def _counted(taken: Taken, *, dry_run: bool) -> str:
    made = [f"{count} {names[count != 1]}" for kind, names in COUNTED.items() if (count := taken.made.get(kind))]
    told = f"{', '.join(made) or 'nothing'} {'would come' if dry_run else 'came'} in"
    if taken.there:
        told += f"; {taken.there} {'was' if taken.there == 1 else 'were'} there already"
    if taken.losses:
        told += f"; {len(taken.losses)} {'thing' if len(taken.losses) == 1 else 'things'} told above"
    return told
