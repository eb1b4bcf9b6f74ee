"""``brief schema``: the JSON Schema of a file or of an answer."""

from __future__ import annotations

from typing import Annotated

import typer

from brief_cli.errors import UsageError
from brief_cli.render.data import as_json_text
from brief_cli.render.output import Output, write


def _names() -> list[str]:
    from brief_cli.reports.schema import NAMES

    return list(NAMES)


_WHAT = "brief, entities, sources, book, or a command for its answer."
Name = Annotated[str, typer.Argument(metavar="NAME", help=_WHAT, autocompletion=_names)]


def schema(
    name: Name,
    format: Annotated[str | None, typer.Option("--format", metavar="FORMAT", help="Only json.")] = None,
    json: Annotated[bool, typer.Option("--json", help="What it prints anyway.")] = False,
    output: Annotated[str | None, typer.Option("-o", "--output", metavar="FILE", help="Write to a file.")] = None,
) -> int:
    """The JSON Schema of a file (brief, entities, sources, book) or of an answer (list, show, timeline, ...).

    Example: brief schema brief -o brief.schema.json
    """
    from brief_cli.reports.schema import schema as made

    if format not in (None, "json") or (output and not (json or format) and Output(path=output).chosen() != "json"):
        raise UsageError("A schema is JSON and nothing else.")
    write(as_json_text(made(name)), output)
    return 0
