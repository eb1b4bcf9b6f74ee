"""Whole processes, each once in a round, in an order that turns: how long each took and the memory it reached."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

LINES, COLUMNS = 40, 100
NOT_INHERITED = {"PYTHONDONTWRITEBYTECODE", "COLUMNS", "LINES", "BRIEF_BOOK", "NO_COLOR", "PAGER"}
SCALE = 1024 if sys.platform == "darwin" else 1  # what `ru_maxrss` counts in: bytes there, kilobytes elsewhere
SLOW = ((60.0, 100), (8.0, 6), (1.0, 3))
"""A command that takes more than so many seconds is run in every so-and-so-many-th round only."""


@dataclass
class Command:
    """What is run and timed; ``prepare`` is run before it, untimed, and so is what it does to the book."""

    name: str
    words: list[str]
    prepare: Callable[[], None] | None = None
    environment: Mapping[str, str] | None = None
    terminal: bool = False
    every: int = 1


@dataclass(frozen=True)
class Taken:
    """What one run took: seconds, and the most memory in kilobytes."""

    seconds: float
    memory: int


Round = dict[str, Taken]
"""One round: what each command took that was run in it, by its name."""


class Failed(Exception):
    """A command that ended with another exit code than 0."""


def run(command: Command) -> Taken:
    """Run a command once.  Raises ``Failed``."""
    surroundings = {k: v for k, v in os.environ.items() if k not in NOT_INHERITED} | {"TERM": "xterm-256color"}
    surroundings |= command.environment or {}
    if command.prepare:
        command.prepare()
    return (_on_a_terminal if command.terminal else _without)(command, surroundings)


def _without(command: Command, surroundings: dict[str, str]) -> Taken:
    """Run a command with its output thrown away."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command.words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=surroundings
    )
    assert process.stderr is not None
    with process.stderr as errors:
        return _ended(command, process, start, errors.read())


def _on_a_terminal(command: Command, surroundings: dict[str, str]) -> Taken:
    """Run a command on a pseudo-terminal that is read to its end."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    start = time.perf_counter()
    process = subprocess.Popen(command.words, stdin=theirs, stdout=theirs, stderr=theirs, env=surroundings)
    os.close(theirs)
    drawn = b""
    with contextlib.suppress(OSError):  # Linux's way to say that nobody writes any more
        while piece := os.read(ours, 65536):
            drawn += piece
    os.close(ours)
    return _ended(command, process, start, drawn)


def _ended(command: Command, process: subprocess.Popen[bytes], start: float, told: bytes) -> Taken:
    _, status, usage = os.wait4(process.pid, 0)
    taken = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        last = told.decode(errors="replace").strip()[-400:]
        raise Failed(f"{command.name} ended with {process.returncode}: {' '.join(command.words)}\n{last}")
    return Taken(taken, usage.ru_maxrss // SCALE)


def measured(commands: Iterable[Command], rounds: int) -> list[Round]:
    """Run each command once unrecorded, so that all is warm and slow ones are known; then the rounds.

    In each round the order begins one command later.  Progress is told on standard error.
    """
    kept = list(commands)
    for n, command in enumerate(kept):
        _progress(f"once before: {n + 1}/{len(kept)} {command.name}")
        taken = run(command).seconds
        if taken > SLOW[-1][0] and not command.prepare:
            taken = run(command).seconds  # the first one may have built what the others find
        command.every = max(command.every, next((every for limit, every in SLOW if taken > limit), 1))
    out = []
    for n in range(rounds):
        _progress(f"round {n + 1} of {rounds}")
        turned = kept[n % len(kept) :] + kept[: n % len(kept)]
        out.append({command.name: run(command) for command in turned if n % command.every == 0})
    _progress("")
    return out


def _progress(text: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{text}")
        sys.stderr.flush()
