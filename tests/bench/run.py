"""Whole processes beside bare Python, Typer, ripgrep, git and libyaml: `make bench`, `make bench BENCH=100000`.

`run.py [SIZE...] [--rounds N] [--peers]` prints Markdown.  Books are made once and kept in the folder that the variable
`BRIEF_BENCH` names.  A book of 10 is always measured too.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from bench.books import books
from bench.machine import machine
from bench.measure import Failed, Round, measured
from bench.table import Target, markdown, memory, milliseconds, seconds, target_rows, verdict
from bench.targets import (
    MEMORY_AIM,
    MEMORY_MUST,
    MIDDLE,
    READING,
    missing,
    named,
    on_a_sound_book,
    on_books,
    on_nothing,
    targets,
)

SIZES = (10, 1_000, 10_000)
ROUNDS = 15
STATES = {
    "`show ID` on a terminal": "page",
    "first command ever": "cold",
    "first after one edit": "edit",
    "`set ID FIELD VALUE --dry-run`": "set",
    "first after a switch of branches": "switch",
    "the sweep alone": "sweep",
    "libyaml's events": "events",
    "`rg -l -g '*.yaml' RARE`": "rg RARE",
    "`rg -l -g '*.yaml' COMMON`": "rg COMMON",
    "`git status --porcelain -uno`": "git status",
    "`git grep -l RARE`": "git grep RARE",
    "`git grep -l COMMON`": "git grep COMMON",
}


def main() -> None:
    """Measure and print."""
    asked = _arguments()
    sizes = sorted({10, *asked.sizes})
    print(f"{machine()}\n")
    for name in missing():
        print(f"{name} is not on this machine: what is compared with it is left out.\n")
    commands = [*on_nothing(), *(command for size in sizes for command in on_books(books(size)))]
    if MIDDLE in sizes:
        commands += on_a_sound_book(MIDDLE)
    try:
        rounds = measured(commands, asked.rounds)
    except Failed as failed:
        sys.exit(str(failed))
    wished = targets(sizes)
    print(f"## Reached\n\n{_reached(wished, rounds, sizes[-1])}\n")
    print(f"## Milliseconds\n\n{_absolute(rounds, sizes)}\n")
    print(f"## Megabytes\n\n{_memory(rounds, sizes)}\n")
    if asked.peers:
        from bench.peers import peers_table

        print(f"## Programs of the like\n\n{peers_table()}\n")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=list(SIZES), metavar="SIZE")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--peers", action="store_true", help="also programs that do the like, some fetched with pip")
    return parser.parse_args()


def _reached(wished: Sequence[Target], rounds: Sequence[Round], largest: int) -> str:
    rows = target_rows(wished, rounds)
    most, name = max((memory(named(name, largest), rounds) or 0.0, name) for name in READING)
    judged = verdict(most, MEMORY_MUST, MEMORY_AIM)
    what = f"most memory of a reading command on {largest:,}, MB ({name})"
    rows.append([what, f"{most:.0f}", "", str(MEMORY_MUST), str(MEMORY_AIM), judged])
    return markdown(["what", "median", "quartiles (rounds)", "must", "aim", "so"], rows)


def _absolute(rounds: Sequence[Round], sizes: Sequence[int]) -> str:
    rows = [
        [label, *(milliseconds(seconds(named(name, size), rounds)) for size in sizes)]
        for label, name in ({name: name for name in READING} | STATES).items()
    ]
    bare, typer = (milliseconds(seconds(name, rounds)) for name in ("bare", "typer"))
    page, edit = (milliseconds(seconds(named(name), rounds)) for name in ("page", "edit"))
    others = (
        f"Bare Python takes {bare} ms, an empty Typer application {typer}; in the sample book `show ID` on a terminal "
        f"{page}, the first command after an edit {edit}."
    )
    return f"{markdown(['command', *(f'{size:,}' for size in sizes)], rows)}\n\n{others}"


def _memory(rounds: Sequence[Round], sizes: Sequence[int]) -> str:
    labels = {name: name for name in READING} | {"first command ever": "cold", "first after a switch": "switch"}
    labels["bare Python"] = "bare"
    found = {
        label: [memory(name if name == "bare" else named(name, size), rounds) for size in sizes]
        for label, name in labels.items()
    }
    rows = [[label, *("" if one is None else f"{one:.0f}" for one in each)] for label, each in found.items()]
    return markdown(["command", *(f"{size:,}" for size in sizes)], rows)


if __name__ == "__main__":
    main()
