"""``init``: a book that explains itself, with what git, editors and a check of every change need."""

from __future__ import annotations

import os
from collections.abc import Iterator

from brief_cli.authoring.plan import Plan
from brief_cli.errors import NotFound
from brief_cli.files.draft import Draft
from brief_cli.files.write import Change
from brief_cli.model.registers import SETTINGS_FILES

FOLDER = "briefs"
HERE = os.path.dirname(os.path.abspath(__file__))
BOOK = ("book.yaml", "_template.yaml", "welcome.yaml", "entities/organizations.yaml", "sources/other.yaml")
"""The files of a new book, as they stand in ``start/``."""
BESIDE = {".vscode/settings.json": "editors/vscode/settings.json", ".github/workflows/brief.yml": "github/brief.yml"}
"""What stands beside the book, and the example that it is."""


def started(folder: str, title: str, today: str, schemas: dict[str, str]) -> Plan:
    """The plan of a new book in a folder, which may be there and need not.  What is there already stays.

    ``schemas`` are those of the files, by name.

    Raises ``NotFound`` where there is a book.
    """
    for place in (folder, os.path.join(folder, FOLDER)):
        for name in SETTINGS_FILES:
            if os.path.lexists(os.path.join(place, name)):
                raise NotFound(f"There is a book already: {os.path.normpath(os.path.join(place, name))}.")
    changes, told = [], []
    for path, data in _files(title, today, schemas):
        if os.path.lexists(os.path.join(folder, path)):
            told.append(f"left as it is: {path}")
        else:
            changes.append(Change(path, None, data))
    return Plan(changes=tuple(changes), ids=tuple(one.path for one in changes), told=tuple(told))


def _files(title: str, today: str, schemas: dict[str, str]) -> Iterator[tuple[str, bytes]]:
    for name in BOOK:
        own = Draft(name, _read(os.path.join(HERE, "start", name)))
        if name == "book.yaml" and title:
            own.put(("title",), title)
        if name == "welcome.yaml":
            own.put(("as_of",), today)
            own.put(("events", 0, "date"), today)
        yield f"{FOLDER}/{name}", own.after
    yield ".gitattributes", _read(os.path.join(HERE, "start", "gitattributes"))
    for name, schema in schemas.items():
        yield f".brief/{name}.schema.json", schema.encode()
    for path, example in BESIDE.items():
        yield path, _read(os.path.join(_examples(), example))


def _examples() -> str:
    """The examples: inside the installed package, or beside a checkout's sources."""
    package = os.path.dirname(HERE)
    shipped = os.path.join(package, "examples")
    return shipped if os.path.isdir(shipped) else os.path.join(os.path.dirname(os.path.dirname(package)), "examples")


def _read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()
