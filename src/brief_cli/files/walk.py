"""Which files make up a book, and how each stood: one pass over the folder, no file opened."""

from __future__ import annotations

import os
import stat
import struct
from array import array
from collections.abc import Callable, Sequence
from typing import Literal

from brief_cli.model.registers import SETTINGS_FILES
from brief_cli.model.value import Value

ENDINGS = (".yaml", ".yml")
MOST_STARS = 3
STAMP = 5  # numbers a file: size, modified, changed, inode, device
Kind = Literal["brief", "entities", "sources", "book"]


class Found(Value, kw_only=False):
    """A file of the book: its path inside it (``/`` between folders), its kind, and why it is not read, if so."""

    path: str
    kind: Kind
    refused: str = ""
    code: str = "E003"  # of the refusal

    @property
    def stem(self) -> str:
        """The file's name without its ending."""
        return os.path.splitext(os.path.basename(self.path))[0]


class Sweep(Value, kw_only=False):
    """The files of a book as one pass saw them, in the order in which the file system names them.

    ``stamps`` holds ``STAMP`` numbers a file, packed: size in bytes, the times of the last writing and of the last
    change in nanoseconds, inode and device.  Two sweeps with equal paths and stamps saw the same book; in another
    order it may be the same all the same.  (To put a hundred thousand paths in order takes a sixth of a sweep.)
    """

    paths: list[str]
    stamps: bytes
    refused: dict[str, Found]

    def by_path(self) -> dict[str, bytes]:
        """Each file's own stamp."""
        size = STAMP * 8
        return {path: self.stamps[n * size : (n + 1) * size] for n, path in enumerate(self.paths)}

    def since(self, time: int) -> list[str]:
        """The files that were written or changed at a time (nanoseconds since 1970) or after it."""
        numbers = array("q", self.stamps)
        written, changed = numbers[1::STAMP], numbers[2::STAMP]
        if max(written, default=0) < time and max(changed, default=0) < time:
            return []
        return [path for path, w, c in zip(self.paths, written, changed, strict=True) if w >= time or c >= time]

    def found(self, path: str) -> Found:
        """A file of it, to be read."""
        return self.refused.get(path) or Found(path, kind_of(path))


def joined(paths: Sequence[str]) -> bytes:
    """Paths as one run of bytes."""
    return "\0".join(paths).encode("utf-8", "surrogateescape")


def separated(run: bytes | None) -> list[str]:
    """The paths of such a run."""
    return run.decode("utf-8", "surrogateescape").split("\0") if run else []


def kind_of(path: str) -> Kind:
    """What a file is by where it stands."""
    top, below, _ = path.partition("/")
    if below and top == "entities":
        return "entities"
    if path in SETTINGS_FILES:
        return "book"
    return "sources" if below and top == "sources" else "brief"


def sweep(root: str, ignore: tuple[str, ...] = ()) -> Sweep:
    """The files of the book and how they stand; linked folders are not entered."""
    walked = _Walk(os.path.realpath(root).rstrip(os.sep) + os.sep, _ignorer(ignore) if ignore else None)
    while walked.pending:
        walked.enter(root, walked.pending.pop())
    return Sweep(walked.paths, b"".join(walked.stamps), walked.refused)


NOTHING = Sweep([], b"", {})
"""What was seen before anyone looked."""

_packed = struct.Struct("=QqqQQ").pack
_LAST = (1 << 63) - 1
_NOWHERE = _packed(0, 0, 0, 0, 0)
"""The stamp of a file of which it cannot be told."""


def _stamp(about: os.stat_result) -> bytes:
    try:
        return _packed(about.st_size, about.st_mtime_ns, about.st_ctime_ns, about.st_ino, about.st_dev)
    except struct.error:  # before 1678 or after 2262
        written, changed = (max(min(time, _LAST), -_LAST) for time in (about.st_mtime_ns, about.st_ctime_ns))
        return _packed(about.st_size, written, changed, about.st_ino, about.st_dev)


class _Walk:
    """What one pass has seen so far."""

    def __init__(self, real_root: str, passed_over: Callable[[str], bool] | None) -> None:
        self.paths: list[str] = []
        self.stamps: list[bytes] = []
        self.refused: dict[str, Found] = {}
        self.pending = [""]
        self._real_root = real_root
        self._passed_over = passed_over

    def enter(self, root: str, inside: str) -> None:
        """One folder: its files are noted, its folders come later."""
        below = f"{inside}/" if inside else ""
        try:
            with os.scandir(os.path.join(root, inside) if inside else root) as entries:
                for entry in entries:  # one by one: each holds on to what was asked about it
                    if entry.name[0] not in "._":
                        self._look(entry, below + entry.name)
        except FileNotFoundError:
            return  # gone since it was listed
        except OSError as error:
            why = f"the folder cannot be read: {(error.strerror or str(error)).lower()}"
            self._refuse(Found(inside or ".", kind_of(inside + "/"), why, "E007"), _NOWHERE)

    def _look(self, entry: os.DirEntry[str], path: str) -> None:
        yaml, skipped = path.endswith(ENDINGS), self._passed_over
        try:
            if yaml and entry.is_file(follow_symlinks=False):
                if skipped is None or not skipped(path) or path in SETTINGS_FILES:
                    self.stamps.append(_stamp(entry.stat(follow_symlinks=False)))
                    self.paths.append(path)
            elif entry.is_dir(follow_symlinks=False):
                if skipped is None or not skipped(path + "/"):
                    self.pending.append(path)
            elif yaml and (skipped is None or not skipped(path)):
                self._other(entry, path)
        except FileNotFoundError:
            return  # gone since it was listed
        except OSError:
            self._note(path, _NOWHERE)  # the reader will say why

    def _other(self, entry: os.DirEntry[str], path: str) -> None:
        """A link to a file inside the book is read; anything else is named but never opened."""
        about = _stamp(entry.stat(follow_symlinks=False))
        if not entry.is_symlink():
            self._refuse(Found(path, kind_of(path), "it is no regular file"), about)
            return
        target = os.path.realpath(entry.path)
        try:
            there = os.stat(target)
        except OSError:
            self._refuse(Found(path, kind_of(path), "the link leads nowhere"), about)
            return
        if stat.S_ISDIR(there.st_mode):
            return  # linked folders are passed over, whatever they are called
        if path not in SETTINGS_FILES and not target.startswith(self._real_root):
            self._refuse(Found(path, kind_of(path), "the link leads out of the book"), about)
        elif stat.S_ISREG(there.st_mode):
            self._note(path, _stamp(there))
        else:
            self._refuse(Found(path, kind_of(path), "it is no regular file"), _stamp(there))

    def _refuse(self, found: Found, about: bytes) -> None:
        self.refused[found.path] = found
        self._note(found.path, about)

    def _note(self, path: str, stamp: bytes) -> None:
        self.paths.append(path)
        self.stamps.append(stamp)


def unusable(pattern: str) -> str | None:
    """Why a pattern cannot be used; None when it can.  The stars of one name are limited: matching backtracks."""
    import warnings

    from pathspec import GitIgnoreSpec

    if any(part.count("*") > MOST_STARS for part in pattern.split("/")):
        return f"more than {MOST_STARS} stars in one name"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            GitIgnoreSpec.from_lines([pattern])
    except Exception:  # pathspec, re and the warnings of re each have their own
        return "git would not take it"
    return None


def _ignorer(patterns: tuple[str, ...]) -> Callable[[str], bool]:
    from pathspec import GitIgnoreSpec

    spec = GitIgnoreSpec.from_lines(patterns)
    return spec.match_file
