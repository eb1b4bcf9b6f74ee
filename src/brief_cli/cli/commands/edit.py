"""``brief edit``: a file in the user's own editor, looked at before it takes its place."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from typing import TYPE_CHECKING, Annotated

import typer

from brief_cli.cli.asking import ask, is_asked
from brief_cli.cli.complete import ids
from brief_cli.cli.session import shown_path
from brief_cli.cli.writing import book_to_write
from brief_cli.errors import BriefError, CannotWrite, UsageError
from brief_cli.render.output import say, write
from brief_cli.render.safe import inline

if TYPE_CHECKING:
    from brief_cli.authoring.place import Place
    from brief_cli.book import Book
    from brief_cli.files.write import Change

AT_LINE = ("vi", "vim", "nvim", "view", "nano", "emacs", "emacsclient", "micro", "joe", "kak", "helix", "hx", "ne")
"""Editors that take ``+LINE`` in front of a file."""


class Kept(BriefError):
    """What was edited did not take its place; it is kept."""

    def __init__(self, why: str, draft: str) -> None:
        super().__init__(why, f"What you wrote is kept in {draft}")


def edit(
    ctx: typer.Context,
    id_: Annotated[str, typer.Argument(metavar="ID[#ITEM]", help="What to edit.", autocompletion=ids)],
) -> int:
    """Open the file of a record in the editor. What $VISUAL or $EDITOR left is checked before it takes its place.

    Example: EDITOR=true brief edit zapad-2025
    """
    return edited(ctx, id_)


def edited(ctx: typer.Context, id_: str) -> int:
    """Let the user edit the file of a record.  Raises ``Kept`` for what cannot take its place, ``UsageError``."""
    from brief_cli.authoring.place import find
    from brief_cli.authoring.plan import holder, read
    from brief_cli.files.write import Change, put_all

    book = book_to_write(ctx, hold=False)
    record = id_.partition("#")[0]
    path = holder(book, record)
    place = find(book, id_) if path is None or record not in book.broken else None
    path = path or (place.path if place else "")
    before = read(book, path)
    draft = _draft(path, before)
    line = _line(book, path, before, place)
    while True:
        _run(draft, line, before)
        after = _written(draft)
        if after == before:
            _forget(draft)
            say("brief: nothing was changed")
            return 0
        if _may_stand(book, Change(path, before, after), draft):
            break
    try:
        put_all(book.root, [Change(path, before, after)])
    except CannotWrite as error:
        raise Kept(error.message, draft) from None
    _forget(draft)
    write(f"{inline(record)}\n", None)
    return 0


def _draft(path: str, data: bytes) -> str:
    """A copy to edit, in a folder of its own under the file's own name, which editors go by."""
    folder = ""
    try:
        folder = tempfile.mkdtemp(prefix="brief-")
        draft = os.path.join(folder, os.path.basename(path))
        with open(draft, "wb") as file:
            file.write(data)
    except OSError as error:
        if folder:
            _forget(os.path.join(folder, ""))
        raise CannotWrite("a copy to edit", (error.strerror or str(error)).lower()) from None
    return draft


def _forget(draft: str) -> None:
    import shutil

    shutil.rmtree(os.path.dirname(draft), ignore_errors=True)


def _line(book: Book, path: str, data: bytes, place: Place | None) -> int:
    from brief_cli.files.draft import Draft

    if place is None or not place.at:
        return 1
    own = Draft(path, data)
    return own.document.places.line_of(own.written(place.at))


def _goes_back(question: str) -> bool:
    """Whether the user wants to go on; who ends the question does not."""
    try:
        return is_asked() and ask(question, "Y").casefold() in ("y", "yes")
    except typer.Abort:
        return False


def _written(draft: str) -> bytes:
    """What the editor has left.  Raises ``BriefError`` when that is nothing."""
    try:
        if os.path.isfile(draft):
            with open(draft, "rb") as file:
                return file.read()
        raise FileNotFoundError(draft)
    except OSError:
        _forget(draft)
        raise BriefError("the editor left no file; nothing was changed") from None


def _run(draft: str, line: int, before: bytes) -> None:
    """Run the editor.  Raises ``Kept`` when it fails."""
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        words = shlex.split(command)
    except ValueError:
        words = [command]
    if not words:
        raise UsageError("EDITOR names no editor.")
    at = [f"+{line}"] if line > 1 and os.path.basename(words[0]) in AT_LINE else []
    try:
        code = subprocess.run([*words, *at, draft], check=False).returncode
    except KeyboardInterrupt:
        raise Kept("interrupted; nothing was changed", draft) from None
    except OSError as error:
        _forget(draft)
        raise UsageError(f"{words[0]} cannot be run: {(error.strerror or '').lower()}.", "Set EDITOR.") from None
    if code:
        if _written(draft) == before:
            _forget(draft)
            raise BriefError(f"the editor ended with {code}; nothing was changed")
        raise Kept(f"the editor ended with {code}; nothing was changed", draft)


def _may_stand(book: Book, change: Change, draft: str) -> bool:
    """Whether what was written may take its place; on a terminal the user may go back to it instead.

    Raises ``Kept`` for what would not load.
    """
    from brief_cli.authoring.plan import WouldBreak, weigh
    from brief_cli.cli.commands.show import tell_broken

    try:
        weigh(book, change)
        return True
    except WouldBreak as broken:
        tell_broken(broken)
        shown = shown_path(book.root, change.path)
        if _goes_back(f"{shown} would not load. Edit again?"):
            return False
        raise Kept(broken.message, draft) from None
