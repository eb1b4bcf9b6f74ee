"""Every file of a book as rows, read by two processes when there is much to read."""

from __future__ import annotations

import marshal
import os
import signal
from collections.abc import Iterator, Sequence
from typing import IO, TYPE_CHECKING

from brief_cli.book.rows import claims, digest, file_rows
from brief_cli.files.library import read_file, rules_of
from brief_cli.files.load import load_bytes
from brief_cli.index.tables import FileRows, plain_of, rows_of

if TYPE_CHECKING:
    from brief_cli.files.walk import Found
    from brief_cli.model.registers import Settings

MANY = 400
"""Files from which on another process pays for itself."""
CHUNK = 25
"""Files that go from one process to another at once."""
SIZE = 8
"""Bytes before the rows of a chunk that say how many follow."""


def all_rows(root: str, found: Sequence[Found], settings: Settings) -> Iterator[FileRows]:
    """The rows of each file in the order given, those that are gone by now left out.

    Every claim of a file has its rows, whether another file has it first or not.
    """
    chunks = [found[n : n + CHUNK] for n in range(0, len(found), CHUNK)]
    helpers = _helpers() if len(found) >= MANY else 0
    made = _shared(root, chunks, settings, helpers) if helpers else (_rows(root, chunk, settings) for chunk in chunks)
    for rows in made:
        yield from rows


def _helpers() -> int:
    """How many processes read while this one writes: as many as there are processors, if it may fork at all."""
    if not hasattr(os, "fork"):
        return 0
    granted = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(granted, 4) if granted > 1 else 0


def _rows(root: str, found: Sequence[Found], settings: Settings) -> list[FileRows]:
    rules = rules_of(settings)
    out = []
    for one in found:
        data = None if one.refused else load_bytes(root, one.path)
        read = read_file(root, one, rules, data)
        if read is not None:
            made = file_rows(read, claims(read), settings)
            out.append(made._replace(digest=digest(data)))
    return out


def _shared(root: str, chunks: Sequence[Sequence[Found]], settings: Settings, helpers: int) -> Iterator[list[FileRows]]:
    """The chunks by turns from as many processes; a pipe holds little, so that none runs far ahead."""
    pipes: list[tuple[int, IO[bytes]]] = []
    try:
        for n in range(helpers):
            pipes.append(_forked(root, chunks[n::helpers], settings, [pipe for _, pipe in pipes]))
        for n, chunk in enumerate(chunks):
            yield _received(pipes[n % helpers][1]) or _rows(root, chunk, settings)
    finally:
        for pid, pipe in pipes:
            os.kill(pid, signal.SIGKILL)  # it holds nothing that could be left half done
            pipe.close()
            os.waitpid(pid, 0)


def _received(pipe: IO[bytes]) -> list[FileRows] | None:
    """What the other process has read; None when it is gone."""
    size = int.from_bytes(pipe.read(SIZE), "little")
    data = pipe.read(size)
    return [rows_of(found) for found in marshal.loads(data)] if size and len(data) == size else None


def _forked(
    root: str, chunks: Sequence[Sequence[Found]], settings: Settings, others: Sequence[IO[bytes]]
) -> tuple[int, IO[bytes]]:
    """A process that reads some chunks, and the end of the pipe at which they arrive.

    It lets go of the others' pipes: they must break when this process is gone.
    """
    out, into = os.pipe()
    pid = os.fork()
    if pid:
        os.close(into)
        return pid, os.fdopen(out, "rb")
    try:
        os.close(out)
        for pipe in others:
            pipe.close()
        with os.fdopen(into, "wb") as pipe:
            for chunk in chunks:
                data = marshal.dumps([plain_of(rows) for rows in _rows(root, chunk, settings)])
                pipe.write(len(data).to_bytes(SIZE, "little"))
                pipe.write(data)
                pipe.flush()
    finally:
        os._exit(0)  # nothing of the other process is this one's to close
