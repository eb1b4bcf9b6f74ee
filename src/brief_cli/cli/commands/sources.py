"""``brief sources``: the register of sources."""

from __future__ import annotations

from typing import Any

from brief_cli.cli.options import Request, reading
from brief_cli.cli.session import answered, book_of, explained
from brief_cli.render.answer import Answer

COLUMNS = ("id", "reliability", "publisher", "title", "published", "origin", "items")


@reading(unit="source")
def sources(request: Request) -> int:
    """What can be cited, with grade, origin and use.

    Example: brief sources -o sources.csv
    """
    if request.explain:
        return explained(request.selection)
    from brief_cli.reports import registers

    book = book_of(request.ctx)
    rows = registers.sources(book, request.selection)

    def page(screen: Any) -> Any:
        from brief_cli.render.pages import tables

        return tables.sources(rows[: request.limit], screen)

    answer = Answer(rows, (registers.SourceProfile,), COLUMNS, page)
    return answered(request, answer, "sources", lambda part: len(registers.sources(book, part)), book=book)
