"""``brief search``: ranked hits, across spellings and scripts."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from brief_cli.cli.options import Request, reading
from brief_cli.cli.session import answered, book_of, explained
from brief_cli.errors import UsageError
from brief_cli.render.answer import Answer

COLUMNS = ("id", "kind", "field", "text", "via", "path", "line")


@reading(unit="hit")
def search(
    request: Request,
    exact: Annotated[bool, typer.Option("--exact", help="Only what was typed: no folding, no guessing.")] = False,
) -> int:
    """Ranked hits, each with the item that matched and its place.

    Example: brief search lithuania
    """
    if request.selection.is_empty:
        raise UsageError("search needs words, or field:value terms.", "Try: brief search lithuania")
    if request.explain:
        return explained(request.selection)
    from brief_cli.reports import search as report

    book = book_of(request.ctx)
    found = report.search(book, request.selection, exact=exact, limit=request.limit or None)

    def page(screen: Any) -> Any:
        from brief_cli.render.pages.search import draw

        return draw(book, found, screen, request.limit)

    answer = Answer(found.rows, (report.Hit,), COLUMNS, page)
    return answered(request, answer, "hits", lambda part: len(report.search(book, part, exact=exact).rows), book=book)
