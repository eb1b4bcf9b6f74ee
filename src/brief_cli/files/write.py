"""Putting a file in its place: beside it first, then over it, so that no half of it ever stands there."""

from __future__ import annotations

import os
from collections.abc import Iterable

from brief_cli.errors import CannotWrite
from brief_cli.files.load import load_bytes


def put_in_place(target: str, pieces: Iterable[bytes], mode: int) -> None:
    """Write a file anew.  Raises ``OSError``, and leaves nothing behind, when it cannot be written."""
    import tempfile  # with what it draws in it costs more than a small answer

    handle, beside = tempfile.mkstemp(prefix=".brief-", dir=os.path.dirname(target) or ".")
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(beside, mode)
        os.replace(beside, target)
    except BaseException:
        os.unlink(beside)
        raise


def put_back(root: str, path: str, before: bytes, after: bytes) -> None:
    """Replace a file of the book that still holds ``before``; a link is followed, and the file's mode stays.

    Raises ``CannotWrite`` when it was changed in the meantime, or cannot be written.
    """
    if load_bytes(root, path) != before:
        raise CannotWrite(path, "it was changed in the meantime")
    target = os.path.realpath(os.path.join(root, path))
    try:
        mode = os.stat(target).st_mode & 0o777
        if not mode & 0o222:
            raise CannotWrite(path, "it is read-only")
        put_in_place(target, [after], mode)
    except OSError as error:
        raise CannotWrite(path, (error.strerror or str(error)).lower()) from None
