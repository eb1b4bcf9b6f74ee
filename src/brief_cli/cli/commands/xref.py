"""``brief xref``: cross-references."""

from __future__ import annotations

from typing import Any

from brief_cli.book import Book
from brief_cli.book.open import BrokenBrief, broken
from brief_cli.cli.commands.show import tell_broken
from brief_cli.cli.options import SOME_IDS, Request, narrows, reading
from brief_cli.cli.session import answered, book_of, explained
from brief_cli.errors import NotFound, UsageError
from brief_cli.render.answer import Answer

ONE = ("direction", "as", "id", "path", "line")
TWO = ("chain", "step", "from", "as", "to")
NONE = ("a", "b", "as", "shared")


@reading(unit="pair", words=SOME_IDS)
def xref(request: Request) -> int:
    """What names what: of one id, the chains between two, or with none the matrix of briefs.

    Example: brief xref lukashenka zapad-2025-risks
    """
    ids = [word for word in request.words if not narrows(word)]
    if len(ids) > 2:
        raise UsageError(f"xref takes at most two ids, not {len(ids)}.")
    if ids and not request.selection.is_empty:
        raise UsageError("field:value terms narrow the matrix; with ids there is none.")
    if request.explain:
        return explained(request.selection)
    from brief_cli.reports import xref as report

    book = book_of(request.ctx, asked=tuple(ids))
    owners = dict.fromkeys(word.partition("#")[0] for word in ids)
    unread = [fault for id_ in owners if (fault := broken(book, id_)) is not None]
    for one in unread:
        tell_broken(one)
    if unread:
        return BrokenBrief.exit_code
    try:
        found = [report.resolve(book, word) for word in ids]
    except NotFound as error:
        shape, columns = (report.XrefRow, ONE) if len(ids) == 1 else (report.ChainRow, TWO)
        return answered(request, Answer((), (shape,), columns, lambda screen: []), "", empty=error)
    if not found:
        return _matrix(request, book)
    return _one(request, book, found[0]) if len(found) == 1 else _two(request, book, found)


def _one(request: Request, book: Book, id_: str) -> int:
    from brief_cli.reports.xref import XrefRow
    from brief_cli.reports.xref import of_one as answer

    rows = answer(book, id_)

    def page(screen: Any) -> Any:
        from brief_cli.render.pages.xref import of_one

        return of_one(book, id_, rows, screen)

    return answered(request, Answer(rows, (XrefRow,), ONE, page), f"cross-references of {id_}")


def _two(request: Request, book: Book, ids: list[str]) -> int:
    from brief_cli.reports.xref import ChainRow, no_chain
    from brief_cli.reports.xref import between as answer

    rows = answer(book, *ids)

    def page(screen: Any) -> Any:
        from brief_cli.render.pages.xref import between

        return between(book, ids, rows, screen)

    return answered(request, Answer(rows, (ChainRow,), TWO, page), "chains", empty=no_chain(*ids))


def _matrix(request: Request, book: Book) -> int:
    from brief_cli.reports.xref import PairRow
    from brief_cli.reports.xref import matrix as answer

    rows = answer(book, request.selection)

    def page(screen: Any) -> Any:
        from brief_cli.render.pages.xref import matrix

        return matrix(book, rows, screen)

    made = Answer(rows, (PairRow,), NONE, page)
    return answered(request, made, "pairs", lambda part: len(answer(book, part)), book=book)
