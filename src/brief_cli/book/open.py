"""Which book a command is about (format.md, section 1), and opening it."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace

from brief_cli.book.book import Book
from brief_cli.errors import BrokenFile, NoBook, UsageError
from brief_cli.model.problem import Problem
from brief_cli.model.registers import SETTINGS_FILES

FOLDER = "briefs"


@dataclass(frozen=True, slots=True)
class Where:
    """A book's folder; ``explicit`` when the user named it, ``sample`` when nothing else was found."""

    path: str
    explicit: bool = False
    sample: bool = False


def locate(option: str | None, cwd: str | None = None) -> Where:
    """The book that a command is about.  Raises ``NoBook`` for an explicit one that is none."""
    for given, name in ((option, "--book"), (os.environ.get("BRIEF_BOOK"), "BRIEF_BOOK")):
        if given:
            if not os.path.isdir(given):
                raise NoBook(given, name)
            return Where(inner(given), explicit=True)
    here = cwd or _cwd()
    if here and (found := upwards(here)):
        return Where(found)
    if configured := _configured():
        return Where(configured)
    return Where(sample(), sample=True)


def _cwd() -> str | None:
    try:
        return os.getcwd()
    except OSError:
        return None  # the working directory was deleted under us


def inner(folder: str) -> str:
    """A folder without ``book.yaml`` that holds a folder ``briefs/`` stands for that one."""
    below = os.path.join(folder, FOLDER)
    return below if not _marked(folder) and os.path.isdir(below) else folder


def _marked(folder: str) -> bool:
    return any(os.path.isfile(os.path.join(folder, mark)) for mark in SETTINGS_FILES)


def upwards(start: str) -> str | None:
    """The nearest ``briefs/`` folder, or folder holding ``book.yaml``, from ``start`` upwards."""
    folder = os.path.abspath(start)
    while True:
        if _marked(folder):
            return folder
        if os.path.isdir(os.path.join(folder, FOLDER)):
            return os.path.join(folder, FOLDER)
        if os.path.basename(folder) == FOLDER:
            return folder
        if (parent := os.path.dirname(folder)) == folder:
            return None
        folder = parent


def _configured() -> str | None:
    """``book:`` of the user's own configuration."""
    home = os.environ.get("XDG_CONFIG_HOME") or os.path.join(os.path.expanduser("~"), ".config")
    path = os.path.join(home, "brief", "config.yaml")
    if not os.path.isfile(path):
        return None
    from brief_cli.files.load import load_bytes
    from brief_cli.files.read import read_text

    data = load_bytes(os.path.dirname(path), os.path.basename(path))
    named = read_text(path, data, kind="book").value.get("book") if isinstance(data, bytes) else None
    if not isinstance(named, str) or not named:
        return None
    folder = os.path.join(os.path.dirname(path), os.path.expanduser(named))
    if not os.path.isdir(folder):
        raise NoBook(folder, f"book: in {path}")
    return inner(folder)


def sample() -> str:
    """The sample book: inside the installed package, or beside a checkout's sources."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    shipped = os.path.join(package, "sample")
    return shipped if os.path.isdir(shipped) else os.path.join(os.path.dirname(os.path.dirname(package)), FOLDER)


def open_book(where: Where, today: str, progress: Callable[[int, int], None] | None = None) -> Book:
    """The book at a place; only here, and for single files, is loaded what reads YAML.

    Raises ``UsageError`` for a folder that cannot be listed.
    """
    from brief_cli.book.refresh import refreshed

    return Book(where.path, refreshed(where.path, progress), today)


# -- files as arguments ---------------------------------------------------------------------------------------


def is_file_argument(word: str) -> bool:
    """What is ``-``, holds ``/`` or ends in ``.yaml``/``.yml`` is a file."""
    return word == "-" or "/" in word or word.endswith((".yaml", ".yml"))


def _placed(path: str) -> str:
    """Where a file stands: its folder followed through links, its own name as it is."""
    return os.path.join(os.path.realpath(os.path.dirname(path) or "."), os.path.basename(path))


def spare(book: Book, target: str | None) -> None:
    """An answer never replaces a file of the book.  Raises ``UsageError`` for a target that is one."""
    root = os.path.realpath(book.root)
    if target is None or not book.root or not os.path.realpath(target).startswith(root.rstrip(os.sep) + os.sep):
        return
    paths = {*SETTINGS_FILES, *book.index.paths()}
    if os.path.realpath(target) in {os.path.realpath(os.path.join(root, path)) for path in paths}:
        raise UsageError(f"{target} is a file of the book; an answer never replaces one.")


def inside_of(root: str, path: str) -> str:
    """The path of a file inside a book's folder."""
    return os.path.relpath(_placed(path), os.path.realpath(root))


def home_of(path: str, explicit: str | None) -> str | None:
    """The book that a file belongs to: the explicit one that holds it, else the nearest marked folder upwards."""
    real = _placed(path)
    book = inner(explicit) if explicit else None
    if book and real.startswith(os.path.realpath(book).rstrip(os.sep) + os.sep):
        return book
    folder = os.path.dirname(real)
    while True:
        if _marked(folder) or os.path.basename(folder) == FOLDER:
            return folder
        if (parent := os.path.dirname(folder)) == folder:
            return None
        folder = parent


def from_disk(path: str) -> bytes:
    """The bytes of a file outside any book.  Raises ``UsageError`` when there is none, ``BrokenBrief`` unread."""
    from brief_cli.files.load import load_bytes

    data = load_bytes(os.path.dirname(path) or ".", os.path.basename(path))
    if data is None:
        raise UsageError(f"There is no file {path}.")
    if isinstance(data, Problem):
        raise BrokenBrief("", path, [replace(data, path=path)])
    return data


def alone(path: str, data: bytes, today: str) -> tuple[Book, str]:
    """A book of one brief.  Raises ``BrokenBrief`` with its problems when it does not load."""
    from brief_cli.book.update import of_one
    from brief_cli.files.library import read_alone
    from brief_cli.index.reader import Reader
    from brief_cli.model.registers import Settings

    stem = "" if path == "-" else os.path.splitext(os.path.basename(path))[0]
    name = "<stdin>" if path == "-" else path
    stored, problems = read_alone(name, data, stem, Settings())
    if stored is None:
        raise BrokenBrief("", name, problems)
    return Book("", Reader(of_one(stored)), today), stored.record.id


def broken(book: Book, id_: str) -> BrokenBrief | None:
    """Why an id that is written in the book cannot be shown; None when it can, or is not there."""
    if id_ in book or id_ not in book.broken:
        return None
    path = book.broken[id_]
    return BrokenBrief(book.root, path, [p for p in book.problems[path] if p.record in ("", id_)])


class BrokenBrief(BrokenFile):
    """The very brief or record that was asked for does not load; ``problems`` say why."""

    def __init__(self, root: str, path: str, problems: list[Problem]) -> None:
        super().__init__(path)
        self.root = root
        self.path = path
        self.problems = problems


def id_of_file(book: Book, path: str) -> str:
    """The brief that a file of the book holds.  Raises ``UsageError`` for a register, ``BrokenBrief`` as above."""
    inside = inside_of(book.root, path)
    if (found := book.brief_of(inside)) is not None:
        return found
    if problems := book.problems.get(inside):
        raise BrokenBrief(book.root, inside, problems)
    if not os.path.lexists(path):
        raise UsageError(f"There is no file {path}.")
    raise UsageError(f"{path} is no brief of the book.")
