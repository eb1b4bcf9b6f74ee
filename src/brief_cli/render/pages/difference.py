"""A difference on a terminal: what goes and what comes by colour, beside its sign."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text

from brief_cli.render.page import Lines, Screen
from brief_cli.render.safe import safe

_STYLES = {"+": "brief.calm", "-": "brief.wrong", "@": "brief.id", "d": "brief.heading"}
_HEADS = ("+++ ", "--- ")


def draw(lines: Iterable[str], screen: Screen) -> Lines:
    """The lines as they are."""
    return [_one(line) for line in lines]


def _one(line: str) -> Text:
    style = "brief.heading" if line.startswith(_HEADS) else _STYLES.get(line[:1], "")
    return Text(safe(line.removesuffix("\r")).expandtabs(), style=style)
