"""What is asked of every suite as a whole, whatever its documents are."""

from __future__ import annotations

from collections.abc import Sequence

from conftest import MakeBook, Run
from corpora.inert import assert_inert, assert_sound

from brief_cli.files.library import settings_of


def assert_told_by_the_program_itself(documents: Sequence[bytes], make_book: MakeBook, spawn: Run) -> None:
    """A book of nothing but these has an end and a word for each, in a process of its own."""
    book = make_book({f"case-{number}.yaml": data for number, data in enumerate(documents)})
    assert assert_inert(spawn("list", book=book)).code == 1
    assert assert_inert(spawn("show", *(f"case-{number}" for number in range(len(documents))), book=book)).code == 2


def assert_settings_survive(documents: Sequence[bytes], make_book: MakeBook) -> None:
    """Each as ``book.yaml`` is read, or told with a place inside it."""
    for data in documents:
        book = make_book({"book.yaml": data})
        for problem in settings_of(str(book))[1].get("book.yaml", ()):
            assert_sound(problem, data)
