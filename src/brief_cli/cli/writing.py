"""What every writing command does around its change: open the book, tell, show or make it, end."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from brief_cli.book.open import BrokenBrief, locate
from brief_cli.cli.session import book_of, shown_path
from brief_cli.errors import UsageError
from brief_cli.render.answer import Answer
from brief_cli.render.output import Output, deliver, say, write
from brief_cli.render.safe import inline

if TYPE_CHECKING:
    from brief_cli.authoring.plan import Plan
    from brief_cli.book import Book

DryRun = Annotated[bool, typer.Option("--dry-run", help="Print the change as a diff, and make none.")]
Diff = Annotated[bool, typer.Option("--diff", help="Print the change as a diff, and make it.")]


def book_to_write(ctx: typer.Context, *, hold: bool = True) -> Book:
    """The book of this command, which from before it is read to its end no other program of this kind writes into.

    Raises ``UsageError`` where there is none but the sample.
    """
    from brief_cli.files.write import held

    path = place_to_write(ctx)
    if hold:
        ctx.with_resource(held(path))
    return book_of(ctx)


def place_to_write(ctx: typer.Context) -> str:
    """The folder of the book, which is not opened yet.  Raises ``UsageError`` as above."""
    where = locate((ctx.obj or {}).get("book"))
    if where.sample:
        raise UsageError("There is no book here to write into.", "brief init makes one.")
    return where.path


@contextmanager
def broken_told() -> Iterator[None]:
    """What would not load is told with place and excerpt before the command ends."""
    try:
        yield
    except BrokenBrief as broken:
        from brief_cli.cli.commands.show import tell_broken

        tell_broken(broken)
        broken.message = broken.message.replace(broken.path, shown_path(broken.root, broken.path), 1)
        raise


def carried_out(root: str, plan: Plan, *, dry_run: bool, diff: bool) -> int:
    """Make the changes of a plan, or show them; print what was made, an id a line.  Raises ``CannotWrite``."""
    from brief_cli.files.write import put_all

    say(*(f"brief: {one}" for one in plan.told))
    if dry_run or diff:
        show_changes(root, plan)
    if dry_run:
        return 0
    put_all(root, plan.changes)
    if not diff and plan.changes:
        write("".join(f"{inline(id_)}\n" for id_ in plan.ids), None)
    return 0


def show_changes(root: str, plan: Plan) -> None:
    """The changes as a difference: through the pager on a terminal, as it is in a pipe."""
    from brief_cli.render.difference import difference

    def lines() -> Iterator[str]:
        return difference(plan.changes, lambda path: shown_path(root, path))

    def drawn(screen: Any) -> Any:
        from brief_cli.render.pages.difference import draw

        return draw(lines(), screen)

    if plan.changes:
        own: dict[str, Callable[[], Any]] = {"plain": lambda: (f"{line}\n" for line in lines())}
        deliver(Answer((), (), (), drawn, own=own), Output())


def from_input(value: str) -> str:
    """A text given as ``-``: all of standard input."""
    if value != "-":
        return value
    if sys.stdin is None:
        raise UsageError("Standard input is closed.")
    try:
        return sys.stdin.buffer.read().decode("utf-8").replace("\r\n", "\n").strip()
    except UnicodeDecodeError as error:
        raise UsageError(f"Standard input is no UTF-8: byte {error.start + 1} of it.") from None
