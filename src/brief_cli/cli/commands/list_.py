"""``brief list``: the briefs."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from brief_cli.cli.options import Request, reading
from brief_cli.cli.session import answered, book_of, explained
from brief_cli.errors import UsageError, offer
from brief_cli.render.answer import Answer

COLUMNS = ("id", "title", "status", "as_of", "stale", "tags")


@reading(unit="brief")
def list_(
    request: Request,
    sort: Annotated[str, typer.Option("--sort", metavar="FIELD", help="Any field of the JSON.")] = "id",
    reverse: Annotated[bool, typer.Option("--reverse", help="The other way round.")] = False,
) -> int:
    """The briefs, one a line.

    Example: brief list 'is:stale or tag:nato'
    """
    if request.explain:
        return explained(request.selection)
    from brief_cli.model.shape import keys_of
    from brief_cli.reports.brief import BriefRow, outlines

    known = [key for _, key in keys_of(BriefRow)]
    if sort not in known and not sort.startswith("x_"):
        hints = offer(sort, known) or (f"Fields: {', '.join(known)}.",)
        raise UsageError(f"There is no field called {sort} to sort by.", *hints)
    book = book_of(request.ctx)
    rows = outlines(book, request.selection)
    if sort != "id" or reverse:
        rows = rows.sorted(lambda row: _order(row, sort), reverse=reverse)

    def page(screen: Any) -> Any:
        from brief_cli.render.pages.tables import briefs

        return briefs(rows[: request.limit], screen, request.today)

    answer = Answer(rows, (BriefRow,), COLUMNS, page)
    return answered(request, answer, "briefs", lambda part: len(outlines(book, part)), book=book)


def _order(row: Any, sort: str) -> tuple[bool, str, str]:
    """Empty values last, numbers by size, everything else as text; the id breaks ties."""
    from brief_cli.model.shape import value_of

    value = value_of(row, sort)
    text = (
        f"{value:012d}" if isinstance(value, int) else ", ".join(map(str, value)) if isinstance(value, list) else value
    )
    return value is None, str(text), str(row.id)
