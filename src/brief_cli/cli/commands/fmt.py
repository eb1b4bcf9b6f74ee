"""``brief fmt``: files in the book's own style."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from brief_cli.cli.complete import ids
from brief_cli.cli.session import shown_path
from brief_cli.cli.writing import Diff, DryRun, book_to_write, carried_out
from brief_cli.errors import NotFound, UsageError
from brief_cli.render.output import say, write
from brief_cli.render.safe import inline

if TYPE_CHECKING:
    from brief_cli.book import Book

Words = Annotated[
    list[str] | None, typer.Argument(metavar="[ID|FILE]...", help="Only these; all when left out.", autocompletion=ids)
]


def fmt(
    ctx: typer.Context,
    words: Words = None,
    check: Annotated[bool, typer.Option("--check", help="Change nothing; end with 1 if something would be.")] = False,
    diff: Diff = False,
    dry_run: DryRun = False,
) -> int:
    """Bring files into the book's style. Fields stand in order, long prose is folded; the rest and its comments stay.

    Example: brief fmt --check
    """
    from brief_cli.authoring.formatting import all_paths, formatted

    book = book_to_write(ctx)
    plan, left = formatted(book, _paths(book, words) if words else all_paths(book))
    plan = replace(plan, ids=tuple(shown_path(book.root, path) for path in plan.ids))
    if not words:  # what does not load was told when the book was opened
        plan = replace(
            plan, told=tuple(one for one, path in zip(plan.told, left, strict=True) if path not in book.problems)
        )
    if check:
        say(*(f"brief: {one}" for one in plan.told))
        write("".join(f"{inline(path)}\n" for path in plan.ids), None)
        return int(bool(plan.changes or left))
    code = carried_out(book.root, plan, dry_run=dry_run, diff=diff)
    return (2 if words else 1) if left else code


def _paths(book: Book, words: list[str]) -> list[str]:
    """The files that are meant.  Raises ``NotFound`` for an id, ``UsageError`` for a file, that the book lacks."""
    from brief_cli.authoring.formatting import all_paths
    from brief_cli.authoring.plan import holder
    from brief_cli.book.open import inside_of, is_file_argument
    from brief_cli.errors import offer

    known = set(all_paths(book))
    out: list[str] = []
    for word in words:
        path = inside_of(book.root, word) if is_file_argument(word) else holder(book, word.partition("#")[0])
        if path is None:
            raise NotFound(f"The book has no {word}.", *offer(word, book.ids()))
        if path not in known:
            raise UsageError(f"{word} is no file of the book.")
        out.append(path)
    return list(dict.fromkeys(out))
