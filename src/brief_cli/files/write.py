"""Putting a file of the book back: beside it first, then in its place, and only if it is as it was read."""

from __future__ import annotations

import os
import tempfile

from brief_cli.errors import CannotWrite
from brief_cli.files.load import load_bytes


def put_back(root: str, path: str, before: bytes, after: bytes) -> None:
    """Replace a file that still holds ``before``.  Raises ``CannotWrite`` when it does not, or cannot be written."""
    if load_bytes(root, path) != before:
        raise CannotWrite(path, "it was changed in the meantime")
    target = os.path.realpath(os.path.join(root, path))
    try:
        handle, beside = tempfile.mkstemp(prefix=".brief-", dir=os.path.dirname(target))
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(after)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(beside, os.stat(target).st_mode & 0o777)
            os.replace(beside, target)
        except BaseException:
            os.unlink(beside)
            raise
    except OSError as error:
        raise CannotWrite(path, (error.strerror or str(error)).lower()) from None
