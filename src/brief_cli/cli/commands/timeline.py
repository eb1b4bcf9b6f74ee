"""``brief timeline``: all dated events in order."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from brief_cli.cli.options import Request, reading
from brief_cli.cli.session import answered, book_of, explained
from brief_cli.errors import UsageError
from brief_cli.render.answer import Answer

COLUMNS = ("date", "title", "briefs", "id", "earliest", "latest")


@reading(unit="event")
def timeline(
    request: Request,
    chart: Annotated[bool, typer.Option("--chart", help="Draw the events on a time axis.")] = False,
    reverse: Annotated[bool, typer.Option("--reverse", help="The latest first.")] = False,
) -> int:
    """All dated events in order, the same event told in several briefs once.

    Example: brief timeline since:2025-09 entity:lithuania
    """
    if chart and request.wishes.chosen() not in (None, "table"):
        raise UsageError("--chart is drawn; it has no data format.", "Leave out --chart or the format.")
    if request.explain:
        return explained(request.selection)
    from brief_cli.reports import timeline as report

    book = book_of(request.ctx)
    found = report.timeline(book, request.selection, reverse=reverse)

    def page(screen: Any) -> Any:
        from brief_cli.render.pages import chart as charted
        from brief_cli.render.pages import timeline as listed

        if chart:
            return charted.draw(found, screen, request.limit)
        return listed.draw(book, found, screen, request.limit)

    answer = Answer(found.rows, (report.TimelineRow,), COLUMNS, page)
    return answered(
        request, answer, "events", lambda part: len(report.timeline(book, part).rows), draw=chart, book=book
    )
