"""The options that reading commands share, each written once, and the decorator that gives them to a command."""

from __future__ import annotations

import functools
import inspect
import os
from collections.abc import Callable
from typing import Annotated, Any

import typer

from brief_cli.book.open import is_file_argument
from brief_cli.cli.clock import today
from brief_cli.cli.complete import ids, tags
from brief_cli.errors import UsageError
from brief_cli.model.value import Value
from brief_cli.query.fields import OPTIONS
from brief_cli.query.selection import Everything, Selection
from brief_cli.render.output import Output

Many = list[str] | None


class Request(Value, kw_only=False):
    """What was asked of a reading command, as one value."""

    ctx: typer.Context
    words: tuple[str, ...]  # the arguments as typed
    files: tuple[str, ...]  # those of them that are files, where a command takes files beside a selection
    selection: Selection  # arguments and selecting options, read
    wishes: Output  # the form of the answer
    limit: int | None  # at most so many records
    today: str  # the day of the question
    explain: bool  # print the reading instead of the answer


def _shared(kind: Any, name: str, *flags: str, default: Any = None, **more: Any) -> inspect.Parameter:
    annotation = Annotated[kind, typer.Option(*flags, **more)]
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _argument(kind: Any, metavar: str, text: str, default: Any) -> inspect.Parameter:
    made = Annotated[kind, typer.Argument(metavar=metavar, help=text, show_default=False, autocompletion=ids)]
    return inspect.Parameter("words", inspect.Parameter.KEYWORD_ONLY, default=default, annotation=made)


SELECTOR = _argument(Many, "[SELECTOR]...", "Free words and field:value terms.", None)
SELECTOR_OR_FILES = _argument(Many, "[SELECTOR|FILE]...", "Free words and field:value terms, or files.", None)
IDS = _argument(list[str], "ID...", "Ids, ID#item, or files.", inspect.Parameter.empty)
SOME_IDS = _argument(Many, "[ID [ID]]", "Ids; field:value terms narrow the matrix.", None)
SELECTING = (
    _shared(Many, "tag", "--tag", metavar="TAG", help="Like tag:TAG.", autocompletion=tags),
    _shared(Many, "entity", "--entity", metavar="ENTITY", help="Like entity:ENTITY.", autocompletion=ids),
    _shared(Many, "since", "--since", metavar="DATE", help="Like since:DATE."),
    _shared(Many, "until", "--until", metavar="DATE", help="Like until:DATE."),
    _shared(Many, "brief", "--brief", metavar="ID", help="Like brief:ID.", autocompletion=ids),
    _shared(Many, "status", "--status", metavar="STATUS", help="Like status:STATUS."),
    _shared(bool, "explain", "--explain", default=False, help="Print how the selection is read, and stop."),
)
FORMING = (
    _shared(str | None, "format", "--format", metavar="FORMAT", help="table, plain, json, jsonl, csv, tsv, markdown."),
    _shared(bool, "json", "--json", default=False, help="Short for --format json."),
    _shared(
        str | None, "output", "-o", "--output", metavar="FILE", help="Write to a file; its ending names the format."
    ),
    _shared(str | None, "fields", "--fields", metavar="A,B", help="Only these fields of the JSON, in this order."),
    _shared(int | None, "limit", "--limit", metavar="N", min=0, help="At most N of them."),
    _shared(str, "color", "--color", default="auto", metavar="WHEN", help="auto, always or never."),
    _shared(bool, "no_pager", "--no-pager", default=False, help="Never page."),
)


def reading(
    unit: str | None, words: inspect.Parameter = SELECTOR, more: tuple[str, ...] = (), *, files: bool = False
) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Make a command of ``function(request, **own options)``.

    ``unit`` is what its selection is asked of; None for a command whose words are ids and nothing else.  ``more``
    are formats that only this command has; ``files`` lets some of the words be files.
    """

    def made(function: Callable[..., int]) -> Callable[..., int]:
        own = list(inspect.signature(function, eval_str=True).parameters.values())[1:]
        own = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in own]
        shared = [words, *(SELECTING if unit else ()), *(_forming(more) if more else FORMING)]
        shared = [p for p in shared if p.name not in {q.name for q in own}]
        names = {p.name for p in shared}

        @functools.wraps(function)
        def command(ctx: typer.Context, **given: Any) -> int:
            asked = {name: given.pop(name) for name in names}
            return function(_request(ctx, asked, unit, more, files=files), **given)

        del command.__wrapped__  # or inspect would look past the signature
        first = inspect.Parameter("ctx", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)
        parameters = [first, *own, *shared]
        command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        command.__annotations__ = {p.name: p.annotation for p in parameters}
        return command

    return made


def _forming(more: tuple[str, ...]) -> list[inspect.Parameter]:
    """The options of form of a command that has formats of its own."""
    text = f"table, plain, json, jsonl, csv, tsv, markdown, {', '.join(more)}."
    return [_shared(str | None, "format", "--format", metavar="FORMAT", help=text), *FORMING[1:]]


def narrows(word: str) -> bool:
    """Whether a word of ``xref`` belongs to a selection: a term, an operator or a parenthesis, and no id."""
    return ":" in word or word.casefold() in ("not", "or", "and") or word.startswith("(") or word.endswith(")")


def _as_typed(word: str) -> str:
    """A word in UTF-8, as it was typed, though the locale knows only ASCII; a file's name stays as Python has it."""
    if word.isascii() or is_file_argument(word):
        return word
    try:
        return os.fsencode(word).decode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half of a surrogate pair, which no shell hands over
        return word


def _request(
    ctx: typer.Context, asked: dict[str, Any], unit: str | None, more: tuple[str, ...], *, files: bool
) -> Request:
    wishes = _wishes(ctx, asked, more)
    day, words = today(), tuple(_as_typed(word) for word in asked["words"] or ())
    ctx.obj = (ctx.obj or {}) | {"today": day}  # one day for the question and the answer
    named = tuple(word for word in words if files and is_file_argument(word))
    selection = Selection(Everything(), "")
    if unit:
        from brief_cli.book.match import check_fields
        from brief_cli.query.parse import parse

        terms = [w for w in words if narrows(w)] if unit == "pair" else [w for w in words if w not in named]
        options = {name: asked[name] for name in OPTIONS if asked[name]}
        selection = parse(terms, options=options, today=day)
        check_fields(selection, unit="brief" if unit == "pair" else unit)
    return Request(ctx, words, named, selection, wishes, asked["limit"], day, bool(asked.get("explain")))


def _wishes(ctx: typer.Context, asked: dict[str, Any], more: tuple[str, ...]) -> Output:
    """The form of the answer.  Raises ``UsageError`` for two that disagree."""
    form, color = asked["format"], asked["color"]
    if asked["json"] and form not in (None, "json"):
        raise UsageError(f"--json and --format {form} are two formats.")
    if color not in ("auto", "always", "never"):
        raise UsageError(f"--color takes auto, always or never, not {color}.")
    pager = not (asked["no_pager"] or (ctx.obj or {}).get("no_pager"))
    wanted = Output("json" if asked["json"] else form, asked["output"], asked["fields"], color, pager, more)
    wanted.chosen()
    return wanted
