"""The bytes of one file, read so that nothing in a folder can hang or surprise the reader."""

from __future__ import annotations

import os
import stat

from brief_cli.files.catalogue import CATALOGUE
from brief_cli.files.raw import MAX_BYTES, too_large
from brief_cli.model.problem import Problem

# A pipe without a writer would block the open and a terminal would become ours: neither is ever wanted here.
_FLAGS = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY


def load_bytes(root: str, relative: str) -> bytes | Problem | None:
    """The file's bytes; why it cannot be read; or None when there is no such file (any more)."""
    try:
        handle = os.open(os.path.join(root, relative), _FLAGS)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        return _unreadable(relative, error)
    try:
        return _read(handle, relative)
    except OSError as error:
        return _unreadable(relative, error)
    finally:
        os.close(handle)


def _read(handle: int, relative: str) -> bytes | Problem:
    about = os.fstat(handle)
    if not stat.S_ISREG(about.st_mode):
        return Problem(relative, 1, 1, "E003", "not read: it is no regular file", CATALOGUE["E003"].mend)
    if about.st_size > MAX_BYTES:
        return too_large(relative, about.st_size)
    parts: list[bytes] = []
    left = MAX_BYTES + 1  # a file may grow while it is read
    while left and (part := os.read(handle, min(left, max(about.st_size + 1, 65536)))):
        parts.append(part)
        left -= len(part)
    return b"".join(parts) if left else too_large(relative, MAX_BYTES + 1)


def _unreadable(relative: str, error: OSError | ValueError) -> Problem:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return Problem(relative, 1, 1, "E007", f"cannot be read: {reason.lower()}", CATALOGUE["E007"].mend)
