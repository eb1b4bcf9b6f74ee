"""``brief stats``: the book at a glance."""

from __future__ import annotations

from typing import Any

from brief_cli.cli.options import Request, reading
from brief_cli.cli.session import book_of, explained, nothing
from brief_cli.model.shape import Json
from brief_cli.render.answer import Answer, Rows
from brief_cli.render.output import deliver

COLUMNS = ("measure", "value")


@reading(unit="brief")
def stats(request: Request) -> int:
    """Counts, staleness, share of sourced claims, grades, tags, coverage by year.

    Example: brief stats tag:nato
    """
    if request.explain:
        return explained(request.selection)
    from brief_cli.reports import stats as report

    book = book_of(request.ctx)
    found = report.stats(book, request.selection)

    def page(screen: Any) -> Any:
        from brief_cli.render.pages.stats import draw

        return draw(found, screen)

    def rows() -> Rows:
        made: list[list[Json]] = [[measure, value] for measure, value in report.rows(found)]
        return made[: request.limit]

    if not found.briefs:
        from brief_cli.book.match import missing

        lacks = missing(book, request.selection)
        raise lacks or nothing(request.selection, "briefs", lambda part: report.stats(book, part).briefs)
    deliver(Answer([found], (report.Stats,), COLUMNS, page, single=True, rows=rows), request.wishes)
    return 0
