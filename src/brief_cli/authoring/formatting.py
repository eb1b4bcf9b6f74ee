"""``fmt``: files in the book's own style."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from brief_cli.authoring.plan import Plan, draft
from brief_cli.book import Book
from brief_cli.errors import CannotWrite
from brief_cli.files.canonical import canonical
from brief_cli.files.write import Change


def formatted(book: Book, paths: Iterable[str]) -> tuple[Plan, list[str]]:
    """The plan that brings files into the book's style, and those that cannot be, which are told and stay."""
    changes: list[Change] = []
    told: list[str] = []
    left: list[str] = []
    for path in paths:
        try:
            own = draft(book, path)
            canonical(own)
        except CannotWrite as error:
            told.append(f"left as it is: {error.message.removeprefix('cannot write ')}")
            left.append(path)
            continue
        if own.after != own.before:
            changes.append(Change(path, own.before, own.after))
    return Plan(changes=tuple(changes), ids=tuple(one.path for one in changes), told=tuple(told)), left


def all_paths(book: Book) -> Iterator[str]:
    """Every file of the book, its settings first."""
    from brief_cli.authoring.plan import exists
    from brief_cli.model.registers import SETTINGS_FILES

    yield from (name for name in SETTINGS_FILES if exists(book, name))
    yield from sorted(book.index.paths())
