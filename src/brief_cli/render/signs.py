"""The few signs of a page, in UTF-8 and in ASCII (look.md)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Signs:
    """One alphabet of signs."""

    attention: str
    wrong: str
    differs: str
    out: str
    back: str
    bar: str
    filled: str
    track: str
    within: str
    day: str
    about: str
    planned: str
    cancelled: str
    goes_on: str
    goes_back: str
    quiet: str
    stirring: str
    tripped: str
    today: str
    month: str
    january: str
    counts: str
    dot: str
    dash: str
    more: str
    down: str
    under: str


UTF8 = Signs(
    "▲", "✗", "≠", "→", "←", "▌", "━", "─", "╌", "●", "≈", "○", "×", "▸", "◂", "▁", "▄", "█", "┊", "┬", "┼",
    "▁▂▃▄▅▆▇█", "·", "–", "…", "│", "━",
)  # fmt: skip
ASCII = Signs(
    "!", "x", "/", "->", "<-", "|", "=", "-", ".", "*", "~", "o", "x", ">", "<", "_", "=", "#", ":", "+", "+",
    ".:-=+*#@", "-", "-", "...", "|", "=",
)  # fmt: skip


def signs_for(ascii_only: bool) -> Signs:
    """The alphabet of a terminal."""
    return ASCII if ascii_only else UTF8


def plainer(text: str, ascii_only: bool) -> str:
    """Our own words (dates, figures) in the terminal's alphabet; never used on the text of a file."""
    return text.replace("–", "-").replace("…", "...").replace("·", "-") if ascii_only else text
