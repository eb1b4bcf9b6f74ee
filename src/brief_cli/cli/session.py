"""What every reading command does around its question: open the book, tell what is broken, deliver, end."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import typer

from brief_cli.book import Book, open_book
from brief_cli.book.open import locate, spare
from brief_cli.cli.clock import today
from brief_cli.cli.options import Request
from brief_cli.errors import NotFound
from brief_cli.render.answer import Answer
from brief_cli.render.output import deliver, say, write
from brief_cli.render.progress import Bar
from brief_cli.render.safe import inline

if TYPE_CHECKING:
    from brief_cli.model.problem import Problem
    from brief_cli.query.selection import Selection

MOST_PARTS = 8  # each part is a question of its own
REGISTERS = ("entities/", "sources/")


def book_of(ctx: typer.Context, *, asked: tuple[str, ...] = (), tells: bool = True) -> Book:
    """The book of this command, opened; what is broken in it is told on standard error, a line a file.

    Of the briefs that are ``asked`` for by id all is told later, with excerpts; a command whose very answer that is
    ``tells`` nothing of it here.
    """
    asked_for = ctx.obj or {}
    where = locate(asked_for.get("book"))
    with Bar() as bar:
        book = open_book(where, asked_for.get("today") or today(), bar)
    ctx.call_on_close(book.close)
    spare(book, ctx.params.get("output"))
    if where.sample:
        say("brief: no book here; answering from the sample book")
    if book.settings.format > 1:
        say(f"brief: the book has format {book.settings.format}, this version knows 1; unknown fields are kept")
    if not tells:
        return book
    broken = book.broken
    whole = {broken[id_] for word in asked if (id_ := word.partition("#")[0]) in broken and id_ not in book}
    tell_problems(book, tuple(path for path in whole if not path.startswith(REGISTERS)))
    return book


def tell_problems(book: Book, untold: tuple[str, ...] = ()) -> None:
    """The broken files of a book, a line each."""
    for path, problems in book.problems.items():
        if path not in untold and problems:
            say(problem_line(book.root, problems))


def problem_line(root: str, problems: list[Problem]) -> str:
    """A broken file in one line, as compilers print: place, what, mend, and how many more."""
    first = problems[0]
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    place = f"{shown_path(root, first.path)}:{first.line}:{first.column}"
    return f"{inline(place)}: {inline(first.sentence())}{more}"


def shown_path(root: str, path: str) -> str:
    """A file of the book as one would type it here."""
    if not root or os.path.isabs(path):
        return path
    whole = os.path.join(root, path)
    try:
        near = os.path.relpath(whole)
    except (OSError, ValueError):
        return whole
    return whole if near.startswith("..") else near


def answered(
    request: Request,
    answer: Answer,
    unit: str,
    count: Callable[[Selection], int] | None = None,
    *,
    book: Book | None = None,
    empty: NotFound | None = None,
    draw: bool = False,
) -> int:
    """Deliver an answer that is a list; an empty one ends with 1 and is told with what emptied it, or as ``empty``."""
    found: Any = answer.records
    if request.limit is not None:
        answer = replace(answer, records=found[: request.limit])
    if found or request.wishes.chosen() in ("json", "csv", "tsv"):
        deliver(answer, request.wishes, draw=draw)
    if not found:
        from brief_cli.book.match import missing

        lacks = missing(book, request.selection) if book else None
        unread = bool(book and book.problems)
        raise empty or lacks or nothing(request.selection, unit, count, unread=unread)
    return 0


def explained(selection: Selection) -> int:
    """The reading of a selection instead of its answer."""
    write(inline(selection.explain()) + "\n", None)
    return 0


def nothing(
    selection: Selection, unit: str, count: Callable[[Selection], int] | None, *, unread: bool = False
) -> NotFound:
    """An empty answer, and what emptied it: how many each part alone would give."""
    from brief_cli.query.selection import And, Selection

    if selection.is_empty:
        return NotFound(f"The book holds no {unit}{' that load' if unread else ''}.")
    parts = selection.expression.parts if isinstance(selection.expression, And) else ()
    if count is None or not parts or len(parts) > MOST_PARTS:
        return NotFound(f"Nothing matches: {selection.explain()}.")
    told = [(Selection(part, "").explain(), count(Selection(part, ""))) for part in parts]
    one = [f"{n or 'none'} match{'es' if n == 1 else ''} {text}" for text, n in told]
    joint = "; none matches all" if all(n for _, n in told) else ""
    return NotFound(f"Nothing matches: {selection.explain()}.", f"{', '.join(one)}{joint}.")
