"""The book: open it, ask it.  Commands and reports talk to this room and to no file."""

from brief_cli.book.book import Book
from brief_cli.book.open import open_book

__all__ = ["Book", "open_book"]
