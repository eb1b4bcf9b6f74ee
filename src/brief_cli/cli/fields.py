"""Options made of the model's own fields, for the commands that write a whole record."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from typing import Annotated, Any

import typer

from brief_cli.cli.complete import ids, tags
from brief_cli.cli.writing import from_input
from brief_cli.model.brief import ITEM_FIELDS
from brief_cli.model.meta import Meta, metas_of

ONE_OF = {"sources": "source", "entities": "entity", "aliases": "alias", "weak_aliases": "weak-alias", "tags": "tag"}
"""How the option of a list is called that takes one of its entries."""
LEFT_OUT = ("id", "exempt", "names", "resolution", "outcome")
"""Fields that are set one by one, or elsewhere."""


def options_of(cls: type, without: Iterable[str] = ()) -> list[inspect.Parameter]:
    """An option for each field of a record's class that a word or a list of words can fill."""
    left = {*LEFT_OUT, *ITEM_FIELDS, "related", *without}
    return [_option(key, meta) for key, meta in metas_of(cls).items() if key not in left]


def parameter(key: str) -> str:
    """The name of a field's parameter: no word of Python's own."""
    return f"{key}_"


def _option(key: str, meta: Meta) -> inspect.Parameter:
    name = f"--{ONE_OF.get(key, key).replace('_', '-')}"
    kind = list[str] | None if meta["many"] else str | None
    words = f": {', '.join(meta['options'])}" if meta["kind"] == "choice" and len(meta["options"]) < 9 else ""
    again = "; may be given again" if meta["many"] else ""
    complete = tags if key == "tags" else ids if meta["kind"] in ("reference", "record") else None
    made = typer.Option(name, metavar=_metavar(meta), help=f"{said(meta)}{words}{again}.", autocompletion=complete)
    annotation: Any = Annotated[kind, made]
    return inspect.Parameter(parameter(key), inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)


def said(meta: Meta) -> str:
    """What a field is for, as the beginning of a sentence."""
    doc = str(meta["doc"])
    return doc[:1].upper() + doc[1:]


def _metavar(meta: Meta) -> str:
    kinds = {"day": "DAY", "edtf": "DATE", "reference": "ID", "choice": "WORD", "record": "ID"}
    return kinds.get(str(meta["kind"]), "TEXT")


def with_parameters(function: Callable[..., int], parameters: list[inspect.Parameter]) -> Callable[..., int]:
    """A function that Typer sees with these parameters; it is called by name."""
    first = inspect.Parameter("ctx", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)
    whole = [first, *parameters]
    function.__signature__ = inspect.Signature(whole)  # type: ignore[attr-defined]
    function.__annotations__ = {p.name: p.annotation for p in whole}
    return function


def values_of(cls: type, given: dict[str, Any]) -> dict[str, Any]:
    """The fields of a record from what was given on the command line."""
    from brief_cli.authoring.setting import read_value

    out: dict[str, Any] = {}
    for key, meta in metas_of(cls).items():
        value = given.get(parameter(key))
        if isinstance(value, list):
            found = [read_value(one, meta) for one in value if one.strip()]
            if found:
                out[key] = found
        elif value and value.strip():
            out[key] = read_value(from_input(value), meta)
    return out
