"""What a writing command would do, as a value: which files change and how, weighed before a byte is written."""

from __future__ import annotations

import os
import re
from collections.abc import Container, Iterable, Sequence

from brief_cli.authoring.naming import slug
from brief_cli.book import Book
from brief_cli.book.open import BrokenBrief
from brief_cli.errors import CannotWrite, NotFound, UsageError
from brief_cli.files.draft import Draft
from brief_cli.files.library import problems_in, rules_of
from brief_cli.files.load import load_bytes
from brief_cli.files.scalars import ID
from brief_cli.files.splices import REGISTERS
from brief_cli.files.write import Change
from brief_cli.model.problem import Problem
from brief_cli.model.registers import SETTINGS_FILES
from brief_cli.model.value import Value

_NUMBERED = re.compile(r"\bline \d+")


class Plan(Value):
    """The changes of one command."""

    changes: tuple[Change, ...] = ()
    ids: tuple[str, ...] = ()  # what was made or changed: ids and addresses
    told: tuple[str, ...] = ()  # what the user should know, a sentence each

    @property
    def is_empty(self) -> bool:
        """Whether everything is as asked for already."""
        return not self.changes


class WouldBreak(BrokenBrief):
    """What a change would make of a file would not load; nothing is written.  ``problems`` say why."""

    def __init__(self, root: str, path: str, problems: list[Problem]) -> None:
        super().__init__(root, path, problems)
        self.message = f"{path} would not load; nothing was changed"


def read(book: Book, path: str) -> bytes:
    """The bytes of a file of the book.  Raises ``CannotWrite`` for one that cannot be read."""
    data = load_bytes(book.root, path)
    if isinstance(data, bytes):
        return data
    raise CannotWrite(path, data.message if data else "it is gone")


def draft(book: Book, path: str) -> Draft:
    """A file of the book, to change it.  Raises ``CannotWrite`` as above, and for one that is no YAML."""
    return Draft(path, read(book, path))


def planned(
    book: Book,
    drafts: Iterable[Draft],
    ids: Sequence[str] = (),
    told: Sequence[str] = (),
    *,
    also: Sequence[Change] = (),
) -> Plan:
    """The plan of some drafts and other changes.  Raises ``WouldBreak`` when one brings a problem."""
    changes = [Change(one.path, one.before, one.after) for one in drafts if one.after != one.before]
    changes += also
    for change in changes:
        weigh(book, change)
    return Plan(changes=tuple(changes), ids=tuple(ids), told=tuple(told))


def weigh(book: Book, change: Change) -> None:
    """See that a change brings no problem that was not there.  Raises ``WouldBreak``."""
    if change.after is None:
        return
    after = problems_of(book, change.ends_as, change.after)
    before = problems_of(book, change.path, change.before) if after and change.before is not None else ()
    known = {_without_lines(p) for p in before}
    new = [p for p in after if _without_lines(p) not in known]
    if new:
        raise WouldBreak(book.root, change.ends_as, new)


def _without_lines(problem: Problem) -> tuple[str, str]:
    """A problem by what it says, wherever it stands by now."""
    return problem.code, _NUMBERED.sub("", problem.message)


def problems_of(book: Book, path: str, data: bytes) -> Sequence[Problem]:
    """What is wrong with a file of the book that would hold these bytes."""
    return problems_in(book.root, path, data, rules_of(book.settings))


def new_id(book: Book, id_: str, what: str) -> str:
    """An id that nothing in the book has.  Raises ``UsageError`` for none, ``NotFound`` for one that is taken."""
    if not ID.fullmatch(id_):
        made = slug(id_.removesuffix(".yaml").removesuffix(".yml"))
        hint = f"Perhaps {made}." if made else "Lower-case letters, digits and hyphens, at most 100."
        raise UsageError(f"{id_} is no id of {what}.", hint)
    if (where := holder(book, id_)) is not None:
        raise NotFound(
            f"The id {id_} is taken: {where}.", "Give another one: briefs, entities and sources share their ids."
        )
    return id_


def brief_path(id_: str, folder: str) -> str:
    """Where the file of a new brief goes.  Raises ``UsageError`` for a folder in which none can stand."""
    parts = [part for part in folder.split("/") if part not in ("", ".")]
    hidden = any(part.startswith((".", "_")) for part in parts)
    if hidden or os.path.isabs(folder) or (parts and parts[0] in REGISTERS):
        raise UsageError(f"No brief can stand in {folder}.", "A folder of the book, as north/2025.")
    if not parts and f"{id_}.yaml" in SETTINGS_FILES:
        raise UsageError(f"{id_}.yaml is the file of the book's settings.", "Give the brief another id.")
    return "/".join([*parts, f"{id_}.yaml"])


def holder(book: Book, id_: str) -> str | None:
    """The path of the file that has an id, whether it loads or not."""
    unit = book.index.unit(id_) if "#" not in id_ else None
    if unit is not None:
        return unit.path
    return book.broken.get(id_)


def exists(book: Book, path: str) -> bool:
    """Whether there is a file of this name in the book's folder."""
    return os.path.lexists(os.path.join(book.root, path))


def untaken(id_: str, taken: Container[str]) -> str:
    """The id, or the first of ``id-2``, ``id-3`` and so on that is not taken."""
    made, number = id_, 1
    while made in taken:
        number += 1
        made = f"{id_}-{number}"
    return made
