"""From rounds to tables: medians, ratios in each round, and what was wished for."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bench.measure import Round

Times = Mapping[str, float]
"""Seconds of one round by the command's name; asking for one that was not run raises ``KeyError``."""


@dataclass(frozen=True)
class Target:
    """A ratio that is wished for: ``must`` and ``aim`` are the most it may be; without them it is only told."""

    what: str
    ratio: Callable[[Times], float]
    must: float | None = None
    aim: float | None = None


@dataclass(frozen=True)
class Spread:
    """A median and its quartiles, of some values."""

    middle: float
    low: float
    high: float
    count: int


def spread(values: Sequence[float]) -> Spread | None:
    """The spread of values; None of nothing."""
    if not values:
        return None
    if len(values) < 2:
        return Spread(values[0], values[0], values[0], 1)
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return Spread(middle, low, high, len(values))


def ratios(target: Target, rounds: Sequence[Round]) -> list[float]:
    """The ratio in each round in which all that it needs was run."""
    out = []
    for one in rounds:
        try:
            out.append(target.ratio({name: taken.seconds for name, taken in one.items()}))
        except KeyError:
            continue
    return out


def verdict(value: float, must: float | None, aim: float | None) -> str:
    """Whether a value is what was wished for."""
    if must is None or aim is None:
        return ""
    if value <= aim:
        return "aim reached"
    return "must reached" if value <= must else "**missed**"


def target_rows(targets: Sequence[Target], rounds: Sequence[Round]) -> list[list[str]]:
    """A row for each target: what, median, quartiles and rounds, must, aim, verdict."""
    out = []
    for target in targets:
        found = spread(ratios(target, rounds))
        wished = [f"{number:g}" if number else "" for number in (target.must, target.aim)]
        if found is None:
            out.append([target.what, "", "", *wished, "not measured"])
        else:
            between = f"{found.low:.2f} to {found.high:.2f} ({found.count})"
            judged = verdict(found.middle, target.must, target.aim)
            out.append([target.what, f"{found.middle:.2f}", between, *wished, judged])
    return out


def seconds(name: str, rounds: Sequence[Round]) -> Spread | None:
    """How long a command took."""
    return spread([one[name].seconds for one in rounds if name in one])


def memory(name: str, rounds: Sequence[Round]) -> float | None:
    """The most memory that a command reached in any round, in megabytes."""
    found = [one[name].memory for one in rounds if name in one]
    return max(found) / 1024 if found else None


def milliseconds(found: Spread | None) -> str:
    """A median as it is printed; nothing where nothing was measured."""
    return (
        "" if found is None else f"{found.middle * 1000:,.0f}" if found.middle >= 0.1 else f"{found.middle * 1e3:.1f}"
    )


def markdown(head: Sequence[str], rows: Sequence[Sequence[str]], left: int = 1) -> str:
    """A Markdown table whose columns stand under each other; all but the first ``left`` are numbers."""
    widths = [max(len(row[n]) for row in (head, *rows)) for n in range(len(head))]
    rule = ["-" * width if n < left else "-" * (width - 1) + ":" for n, width in enumerate(widths)]
    lines = [
        " | ".join(cell.ljust(width) if n < left else cell.rjust(width) for n, (cell, width) in enumerate(cells))
        for row in (head, rule, *rows)
        for cells in [list(zip(row, widths, strict=True))]
    ]
    return "\n".join(f"| {line} |" for line in lines)
