"""``brief show``: briefs, items and profiles as pages."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Annotated, Any

import typer

from brief_cli.book import Book, open_book
from brief_cli.book.open import (
    BrokenBrief,
    Where,
    alone,
    from_disk,
    home_of,
    id_of_file,
    inside_of,
    is_file_argument,
    spare,
)
from brief_cli.cli.options import IDS, Request, reading
from brief_cli.cli.session import book_of, shown_path, tell_problems
from brief_cli.errors import BriefError, UsageError, offer
from brief_cli.model.brief import PARTS
from brief_cli.model.value import Value
from brief_cli.render.answer import Answer
from brief_cli.render.output import deliver, say

COLUMNS = ("id", "kind", "date", "text")
SECTIONS = ("bottom_line", "summary", *PARTS)


class Shown(Value, kw_only=False):
    """One thing that was asked for, with the book it is shown in."""

    book: Book
    record: Any


@reading(unit=None, words=IDS)
def show(
    request: Request,
    section: Annotated[
        list[str] | None, typer.Option("--section", metavar="FIELD", help="Only this part; may be given again.")
    ] = None,
) -> int:
    """A brief as a page: bottom line first, then how old and how sure, then the evidence.

    B2 is a grade (NATO): A to F how reliable the source is, 1 to 6 how credible what it says here; F and 6 mean that it
    cannot be judged. "3 origins" counts the sources that do not repeat each other; "one origin" stands alone. The bar
    beside a judgment runs from 0 to 100 %: the band on it is what the word means on the book's yardstick.

    Example: brief show zapad-2025
    """
    for name in section or ():
        if name not in SECTIONS:
            hints = offer(name, SECTIONS) or (f"Sections: {', '.join(SECTIONS)}.",)
            raise UsageError(f"There is no section {name}.", *hints)
    found, code = _all(request)
    if found:
        _deliver(request, found, tuple(section or ()))
    return code


def _all(request: Request) -> tuple[list[Shown], int]:
    """Everything that could be found, and the highest exit code of what could not."""
    found: list[Shown] = []
    code = 0
    shelf: dict[str, Book] = {}
    for word in request.words:
        try:
            found.append(_one(request, word, shelf))
        except BrokenBrief as broken:
            tell_broken(broken)
            code = max(code, broken.exit_code)
        except BriefError as error:
            if not shelf and not is_file_argument(word.partition("#")[0]):
                raise  # the book itself could not be opened
            say(f"brief: {error.message}", *(f"  {hint}" for hint in error.hints))
            code = max(code, error.exit_code)
    return found[: request.limit], code


def _one(request: Request, word: str, shelf: dict[str, Book]) -> Shown:
    from brief_cli.reports.show import record

    path, _, item = word.partition("#")
    if not is_file_argument(path):
        book = _shelved(shelf, "", lambda: book_of(request.ctx, asked=request.words))
        return Shown(book, record(book, word))
    explicit = (request.ctx.obj or {}).get("book") or os.environ.get("BRIEF_BOOK")
    home = None if path == "-" else home_of(path, explicit)
    if home is None:
        data = from_disk(path) if path != "-" else _standard_input()
        book, id_ = alone(path, data, request.today)
    else:
        book = _shelved(shelf, os.path.realpath(home), lambda: _book_at(request, home, path))
        id_ = id_of_file(book, path)
    return Shown(book, record(book, f"{id_}#{item}" if item else id_))


def _shelved(shelf: dict[str, Book], key: str, opened: Callable[[], Book]) -> Book:
    """A book is opened, and its problems told, once; ``""`` is the command's own."""
    if key not in shelf:
        book = opened()
        shelf[key] = shelf.setdefault(os.path.realpath(book.root), book)
    return shelf[key]


def _book_at(request: Request, home: str, path: str) -> Book:
    book = open_book(Where(home), request.today)
    request.ctx.call_on_close(book.close)
    spare(book, request.wishes.path)
    tell_problems(book, (inside_of(home, path),))
    return book


def _standard_input() -> bytes:
    if sys.stdin is None:
        raise UsageError("Standard input is closed.")
    return sys.stdin.buffer.read()


def tell_broken(broken: BrokenBrief) -> None:
    """All that is wrong with the file that was asked for, with place and excerpt."""
    from brief_cli.render.problems import described

    for problem in broken.problems:
        say(*described(problem, shown_path(broken.root, problem.path)), "")


# -- the forms of the answer ----------------------------------------------------------------------------------


def _deliver(request: Request, found: list[Shown], sections: tuple[str, ...]) -> None:
    from brief_cli.reports.show import rows

    def drawn(screen: Any) -> Any:
        from brief_cli.render.pages.show import draw

        return [line for one in found for line in draw(one.book, one.record, screen, sections)]

    def written() -> str:
        from brief_cli.render.document import document

        return "\n".join(document(one.book, one.record, sections) for one in found)

    records = [one.record for one in found]
    answer = Answer(
        records,
        tuple(dict.fromkeys(type(r) for r in records)),
        COLUMNS,
        drawn,
        single=len(request.words) == 1,
        rows=lambda: (row for one in found for row in rows(one.record, sections)),
        markdown=written,
    )
    deliver(answer, request.wishes)
