"""Putting files in their places: beside them first, then over them, so that no half of one ever stands there."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterable, Iterator, Sequence

from brief_cli.errors import CannotWrite
from brief_cli.files.load import load_bytes
from brief_cli.model.value import Value

BESIDE = ".brief-edit-"
"""How the name of a file begins that is not in its place yet."""
PATIENCE = 10.0
"""Seconds to wait for another program that writes into the book."""


class Change(Value, kw_only=False):
    """A file of a book before and after: None where it is not there yet, or not any more."""

    path: str  # relative to the book
    before: bytes | None
    after: bytes | None
    to: str = ""  # the path that it is moved to

    @property
    def ends_as(self) -> str:
        """The path of the file afterwards."""
        return self.to or self.path


def put_in_place(target: str, pieces: Iterable[bytes], mode: int) -> None:
    """Write a file anew.  Raises ``OSError``, and leaves nothing behind, when it cannot be written."""
    beside = _staged(target, pieces, mode, ".brief-")
    try:
        os.replace(beside, target)
    except BaseException:
        os.unlink(beside)
        raise


def _staged(target: str, pieces: Iterable[bytes], mode: int, prefix: str) -> str:
    """A file beside its place, whole and on the disk."""
    import tempfile  # with what it draws in it costs more than a small answer

    handle, beside = tempfile.mkstemp(prefix=prefix, dir=os.path.dirname(target) or ".")
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(beside, mode)
    except BaseException:
        os.unlink(beside)
        raise
    return beside


def put_back(root: str, path: str, before: bytes, after: bytes) -> None:
    """Replace a file of the book that still holds ``before``, see ``put_all``."""
    put_all(root, [Change(path, before, after)])


def put_all(root: str, changes: Sequence[Change]) -> None:
    """Make changes of a book's files: all of them or none, whatever fails; a link is followed, a file's mode stays.

    A process that is killed between two files leaves each of them whole, in the order of the changes.

    Raises ``CannotWrite`` when one was changed in the meantime, or cannot be written.
    """
    with held(root):
        placing = [_Placing(root, change) for change in changes]
        for folder in {one.folder for one in placing}:
            _sweep(folder)
        try:
            for one in placing:
                one.stage()
            for one in placing:
                one.place()
        except BaseException:
            for one in reversed(placing):
                one.undo()
            raise
        finally:
            for one in placing:
                one.clear()


class _Placing:
    """One change on its way to the disk."""

    def __init__(self, root: str, change: Change) -> None:
        self._change = change
        self._root = root
        self._beside = ""
        self._named = os.path.join(root, change.path)  # which may be a link: what moves or goes is that
        self._target = _inside(root, change.path)
        self._to = _inside(root, change.to) if change.to else ""
        self._mode = 0o666 & ~_umask()
        self._owner: tuple[int, int] | None = None
        self._made: list[str] = []  # folders
        self._placed = self._moved = False

    @property
    def folder(self) -> str:
        """The folder that the file stands in."""
        return os.path.dirname(self._target)

    def stage(self) -> None:
        """See that the file is what it was, and put the new one beside it."""
        change = self._change
        if change.before is None and os.path.lexists(self._target):
            raise CannotWrite(change.path, "there is a file of this name")
        if change.before is not None and load_bytes(self._root, change.path) != change.before:
            raise CannotWrite(change.path, "it was changed in the meantime")
        if self._to and os.path.lexists(self._to):
            raise CannotWrite(change.to, "there is a file of this name")
        with _told(change.path):
            if change.before is not None:
                self._look()
            if change.after is not None and change.after != change.before:
                self._made = _folders(self.folder)
                self._beside = _staged(self._target, [change.after], self._mode, BESIDE)
                if self._owner is not None:
                    _given_to(self._beside, self._owner, self._mode)

    def _look(self) -> None:
        """Note whose the file is and who may do what with it."""
        about = os.stat(self._target)
        self._mode = stat.S_IMODE(about.st_mode)
        self._owner = (about.st_uid, about.st_gid)
        if not self._mode & 0o222:
            raise CannotWrite(self._change.path, "it is read-only")

    def place(self) -> None:
        """Let the new file take the place of the old one."""
        with _told(self._change.path):
            if self._change.after is None:
                os.unlink(self._named)
                self._placed = True
            elif self._beside and self._change.before is None:
                os.link(self._beside, self._target)  # unlike a rename it never replaces what came there meanwhile
                self._placed = True
            elif self._beside:
                os.replace(self._beside, self._target)
                self._beside, self._placed = "", True
            if self._to:
                self._made += _folders(os.path.dirname(self._to))
                _move(self._named, self._to)
                self._moved = True

    def undo(self) -> None:
        """Put back what stood there before, as far as that was changed."""
        self.clear()
        with contextlib.suppress(OSError):
            if self._moved:
                _move(self._to, self._named)
            if self._placed and self._change.before is None:
                os.unlink(self._target)
            elif self._placed and self._change.before is not None:
                put_in_place(self._target, [self._change.before], self._mode)
                if self._change.after is None and self._named != self._target and not os.path.lexists(self._named):
                    os.symlink(self._target, self._named)
        for folder in reversed(self._made):
            with contextlib.suppress(OSError):
                os.rmdir(folder)

    def clear(self) -> None:
        """Leave nothing beside the file."""
        if self._beside:
            with contextlib.suppress(OSError):
                os.unlink(self._beside)
            self._beside = ""


def _folders(folder: str) -> list[str]:
    """Make a folder and those that it stands in; the ones that were made, the outermost first."""
    lacking = []
    while not os.path.isdir(folder):
        lacking.append(folder)
        folder = os.path.dirname(folder)
    for one in reversed(lacking):
        os.mkdir(one)
    return lacking[::-1]


def _given_to(path: str, owner: tuple[int, int], mode: int) -> None:
    """Let a file belong to whom the old one did, where that may be."""
    if (os.stat(path).st_uid, os.stat(path).st_gid) != owner:
        with contextlib.suppress(OSError):
            os.chown(path, *owner)
            os.chmod(path, mode)  # a change of owner takes away what a mode grants to run as somebody


def _move(old: str, new: str) -> None:
    """Give a file another name in one go, so that it never has both; one that has come there since is not replaced."""
    if os.path.lexists(new):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
    os.rename(old, new)


@contextlib.contextmanager
def _told(path: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CannotWrite(path, (error.strerror or str(error)).lower()) from None


def _inside(root: str, path: str) -> str:
    """Where a file of a book really stands.  Raises ``CannotWrite`` when that is outside of the book."""
    real = os.path.realpath(root)
    target = os.path.realpath(os.path.join(root, path))
    if os.path.commonpath([real, target]) != real:
        raise CannotWrite(path, "it is a link that leads out of the book")
    return target


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _sweep(folder: str) -> None:
    """Take away what a program that was killed left beside its place; who holds the book is the only one writing."""
    with contextlib.suppress(OSError):
        for name in os.listdir(folder):
            if name.startswith(BESIDE):
                os.unlink(os.path.join(folder, name))


_HELD: set[str] = set()
"""The books that this process holds."""


@contextlib.contextmanager
def held(root: str) -> Iterator[None]:
    """Hold the book against other programs of this kind: the folder itself is locked, so that no file is left behind.

    The system lets go of it when the process ends, however it does.  Where folders cannot be locked, or there is
    none yet, the comparison with what was read has to do.  Raises ``CannotWrite`` when another holds it for long.
    """
    import fcntl
    import time

    real = os.path.realpath(root)
    try:
        handle = os.open(real, os.O_RDONLY | os.O_CLOEXEC) if real not in _HELD else -1
    except OSError:
        handle = -1
    if handle < 0:
        yield
        return
    try:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > end:
                    raise CannotWrite(root, "another program is writing into the book") from None
                time.sleep(0.02)
            except OSError:
                break
        _HELD.add(real)
        yield
    finally:
        _HELD.discard(real)
        os.close(handle)
