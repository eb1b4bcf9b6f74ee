"""``brief entities``: the register of entities."""

from __future__ import annotations

from typing import Any

from brief_cli.cli.options import Request, reading
from brief_cli.cli.session import answered, book_of, explained
from brief_cli.render.answer import Answer

COLUMNS = ("id", "type", "name", "briefs", "items")


@reading(unit="entity")
def entities(request: Request) -> int:
    """The registers' people, organisations, places and the like, with their use.

    Example: brief entities type:person
    """
    if request.explain:
        return explained(request.selection)
    from brief_cli.reports import registers

    book = book_of(request.ctx)
    rows = registers.entities(book, request.selection)

    def page(screen: Any) -> Any:
        from brief_cli.render.pages import tables

        return tables.entities(rows[: request.limit], screen)

    answer = Answer(rows, (registers.EntityProfile,), COLUMNS, page)
    return answered(request, answer, "entities", lambda part: len(registers.entities(book, part)), book=book)
