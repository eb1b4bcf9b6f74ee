"""``brief add``: something new in a brief or a register, at its place in the order."""

from __future__ import annotations

import inspect
from typing import Annotated, Any

import typer

from brief_cli.authoring.kinds import KINDS, Kind
from brief_cli.cli.asking import filled, is_asked
from brief_cli.cli.complete import ids
from brief_cli.cli.fields import options_of, parameter, said, values_of, with_parameters
from brief_cli.cli.session import book_of
from brief_cli.cli.writing import (
    Diff,
    DryRun,
    book_to_write,
    broken_told,
    carried_out,
    place_to_write,
)
from brief_cli.errors import UsageError
from brief_cli.model.meta import metas_of
from brief_cli.model.registers import Entity

EXAMPLES = {
    "point": "brief add point zapad-2025 'Two bridges were closed.' --source 'tass-2025-09-12 3'",
    "judgment": "brief add judgment zapad-2025 likely 'The next exercise is smaller.' --confidence low",
    "event": "brief add event zapad-2025 2025-09-12 'The exercise begins' --place barysaw-range",
    "assumption": "brief add assumption zapad-2025 'Both states go on training together.'",
    "alternative": "brief add alternative zapad-2025 'It was a rehearsal.' --why-not 'No unit stayed.'",
    "gap": "brief add gap zapad-2025 'What did it cost?'",
    "indicator": "brief add indicator zapad-2025 'Reservists are called up.' --for j2",
    "relation": "brief add relation zapad-2025 see_also lithuania-role",
    "entity": "brief add entity person 'Maia Sandu' --country MD",
    "source": "brief add source 'Drills end' --publisher Reuters --published 2025-09-16 --url https://example.org/a",
}
SAID = {
    "point": "a key point to a brief: what is held to be known",
    "judgment": "a judgment to a brief: what is assessed, and how surely",
    "event": "an event to a brief, at its place by date",
    "assumption": "an assumption to a brief",
    "alternative": "another reading of the evidence to a brief",
    "gap": "an open question to a brief",
    "indicator": "something to watch to a brief",
    "relation": "a relation from a brief to another, or to an item",
    "entity": "an entity to a register",
    "source": "a source to a register",
}

add = typer.Typer(
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Add something to a brief or a register, and print its id.",
    epilog=f"Example: {EXAMPLES['gap']}",
    no_args_is_help=False,
)


def _argument(name: str, metavar: str, text: str, *, due: bool = False) -> inspect.Parameter:
    complete = ids if metavar in ("BRIEF", "TO") else None
    made = typer.Argument(metavar=metavar, help=text, show_default=False, autocompletion=complete)
    kind: Any = Annotated[str if due else str | None, made]
    default = inspect.Parameter.empty if due else None
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=kind)


def _flag(name: str, option: str, metavar: str, text: str) -> inspect.Parameter:
    kind: Any = Annotated[str | None, typer.Option(option, metavar=metavar, help=text)]
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=kind)


def _switch(name: str, annotation: Any) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=False, annotation=annotation)


def _parameters(kind: Kind) -> list[inspect.Parameter]:
    metas = metas_of(kind.cls)
    out = [_argument("brief", "BRIEF", "The brief's id.", due=True)] if kind.part else []
    for key in kind.first:
        out.append(_argument(parameter(key), key.upper(), f"{said(metas[key])}."))
    out += options_of(kind.cls, without=kind.first)
    if kind.letter or not kind.part:
        out.append(_flag("id", "--id", "ID", "Its id; made of what it says when left out."))
    if kind.letter:
        out.append(_flag("after", "--after", "ITEM", "Behind this item of its list."))
    if not kind.part:
        out.append(
            _flag("file", "--in", "FILE", "The register, as people; where most of its kind stand when left out.")
        )
    return [*out, _switch("diff", Diff), _switch("dry_run", DryRun)]


def _made(kind: Kind) -> Any:
    def command(ctx: typer.Context, **given: Any) -> int:
        return _added(ctx, kind, given)

    command.__name__ = kind.word
    command.__doc__ = f"Add {SAID[kind.word]}.\n\nExample: {EXAMPLES[kind.word]}\n"
    return with_parameters(command, _parameters(kind))


def _added(ctx: typer.Context, kind: Kind, given: dict[str, Any]) -> int:
    from brief_cli.authoring.adding import item_added, record_added

    place_to_write(ctx)  # before anything is asked
    values = values_of(kind.cls, given)
    yardstick = _foreseen(ctx, kind, given) if is_asked() else "icd203"
    values = filled(values, kind.cls, kind.first, f"brief add {kind.word}", defaults={}, yardstick=yardstick)
    book = book_to_write(ctx)
    with broken_told():
        if kind.part:
            made = item_added(
                book, given["brief"], kind, values, id_=given.get("id") or "", after=given.get("after") or ""
            )
        else:
            id_ = given["id"] or _record_id(book, kind, values)
            made = record_added(book, id_, values, kind.cls, file=given["file"] or "")
    return carried_out(book.root, made, dry_run=given["dry_run"], diff=given["diff"])


def _foreseen(ctx: typer.Context, kind: Kind, given: dict[str, Any]) -> str:
    """The book's yardstick.  Nobody is asked for what cannot go anywhere, and the book is not held meanwhile."""
    from brief_cli.authoring.place import find
    from brief_cli.authoring.plan import new_id

    book = book_of(ctx, tells=False)
    if kind.part:
        find(book, given["brief"])
    elif given["id"]:
        new_id(book, given["id"], "a record")
    yardstick = book.settings.yardstick
    book.close()
    return yardstick


def _record_id(book: Any, kind: Kind, values: dict[str, Any]) -> str:
    from brief_cli.authoring.naming import entity_id, source_id

    id_ = entity_id(values) if kind.cls is Entity else source_id(values)
    if not id_:
        raise UsageError(f"brief add {kind.word} needs --id.", "No id can be made of what was given.")
    return id_


for _kind in KINDS.values():
    add.command(_kind.word)(_made(_kind))
