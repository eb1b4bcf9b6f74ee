"""Which files make up a book: one pass over the folder, no file opened."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from brief_cli.model.registers import SETTINGS_FILES

ENDINGS = (".yaml", ".yml")
MOST_STARS = 3
Kind = Literal["brief", "entities", "sources"]


@dataclass(frozen=True, slots=True)
class Found:
    """A file of the book: its path inside it (``/`` between folders), its kind, and why it is not read, if so."""

    path: str
    kind: Kind
    refused: str = ""
    code: str = "E003"  # of the refusal

    @property
    def stem(self) -> str:
        """The file's name without its ending."""
        return os.path.splitext(os.path.basename(self.path))[0]


def kind_of(path: str) -> Kind:
    """What a file is by where it stands."""
    top, below, _ = path.partition("/")
    if below and top == "entities":
        return "entities"
    return "sources" if below and top == "sources" else "brief"


def walk(root: str, ignore: tuple[str, ...] = ()) -> list[Found]:
    """The files of the book in code-point order of their paths; linked folders are not entered."""
    passed_over = _ignorer(ignore)
    return sorted(_folder(root, os.path.realpath(root), "", passed_over), key=lambda found: found.path)


def _folder(root: str, real_root: str, below: str, passed_over: Callable[[str], bool]) -> Iterator[Found]:
    pending = [below]
    while pending:
        inside = pending.pop()
        try:
            entries = list(os.scandir(os.path.join(root, inside) if inside else root))
        except FileNotFoundError:
            continue  # gone since it was listed
        except OSError as error:
            why = f"the folder cannot be read: {(error.strerror or str(error)).lower()}"
            yield Found(inside or ".", kind_of(inside + "/"), why, "E007")
            continue
        for entry in entries:
            path = f"{inside}/{entry.name}" if inside else entry.name
            if entry.name[0] in "._":
                continue
            if entry.is_dir(follow_symlinks=False):
                if not passed_over(path + "/"):
                    pending.append(path)
            elif _is_yaml(path) and not passed_over(path) and (found := _file(entry, path, real_root)):
                yield found


def _is_yaml(path: str) -> bool:
    return path.endswith(ENDINGS) and path not in SETTINGS_FILES


def _file(entry: os.DirEntry[str], path: str, real_root: str) -> Found | None:
    """A regular file, or a link to one inside the book; anything else is named but never opened."""
    if entry.is_file(follow_symlinks=False):
        return Found(path, kind_of(path))
    if not entry.is_symlink():
        return Found(path, kind_of(path), "it is no regular file")
    target = os.path.realpath(entry.path)
    try:
        mode = os.stat(target).st_mode
    except OSError:
        return Found(path, kind_of(path), "the link leads nowhere")
    if stat.S_ISDIR(mode):
        return None  # linked folders are passed over, whatever they are called
    if not target.startswith(real_root.rstrip(os.sep) + os.sep):
        return Found(path, kind_of(path), "the link leads out of the book")
    return Found(path, kind_of(path), "" if stat.S_ISREG(mode) else "it is no regular file")


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
    if not patterns:
        return lambda path: False
    from pathspec import GitIgnoreSpec

    spec = GitIgnoreSpec.from_lines(patterns)
    return spec.match_file
