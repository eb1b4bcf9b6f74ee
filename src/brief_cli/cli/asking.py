"""Questions on a terminal for what a command needs and was not given; an answer that cannot be is asked for again."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any

import typer

from brief_cli.errors import UsageError
from brief_cli.model.meta import Meta, metas_of
from brief_cli.model.yardstick import YARDSTICKS
from brief_cli.render.output import say
from brief_cli.render.safe import inline


def is_asked() -> bool:
    """Whether there is somebody to ask."""
    return bool(sys.stdin and sys.stderr and sys.stdin.isatty() and sys.stderr.isatty())


def ask(question: str, default: str = "") -> str:
    """An answer from the terminal, the default when it is empty.  Raises ``typer.Abort`` at its end."""
    shown = f"{question} [{default}]: " if default else f"{question}: "
    sys.stderr.write(inline(shown))
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        raise typer.Abort
    return line.strip() or default


def filled(
    given: dict[str, Any],
    cls: type,
    first: Sequence[str],
    command: str,
    *,
    defaults: Mapping[str, str],
    yardstick: str = "icd203",
) -> dict[str, Any]:
    """The fields of a record as given, and those that are required: asked for on a terminal, those of ``first`` first.

    Raises ``UsageError`` in a script that leaves one out which has no default.
    """
    metas = metas_of(cls)
    due = [key for key in dict.fromkeys([*first, *metas]) if metas[key].get("required") and not given.get(key)]
    if is_asked():
        return {**given, **{key: _answer(cls, key, metas[key], defaults.get(key, ""), yardstick) for key in due}}
    if lacking := [key for key in due if key not in defaults]:
        raise UsageError(f"{command} needs {', '.join(lacking)}.", f"Try: {command} --help")
    return {**given, **{key: defaults[key] for key in due}}


def _answer(cls: type, key: str, meta: Meta, default: str, yardstick: str) -> str:
    """An answer that can stand in the field."""
    from brief_cli.files.gate import fault_of

    while True:
        answer = ask(f"{key} ({_meant(meta, yardstick)})", default)
        fault = fault_of(cls, key, answer, yardstick) if answer else f"{key} is required"
        if fault is None:
            return answer
        say(fault)


def _meant(meta: Meta, yardstick: str) -> str:
    """What a field is for, and what may stand there."""
    if meta["kind"] == "likelihood":
        return ", ".join(term.word for term in YARDSTICKS[yardstick].terms[:: 2 if yardstick == "icd203" else 1])
    if meta["kind"] == "choice":
        return ", ".join(meta["options"])
    if meta["kind"] == "edtf":
        return f"{meta['doc']}, as 2025, 2025-09, {meta['eg']}"
    return str(meta["doc"])
