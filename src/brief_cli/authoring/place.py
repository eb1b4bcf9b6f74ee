"""Where something of a book is written: from an id or an address to a file and a place in it."""

from __future__ import annotations

from brief_cli.authoring.plan import draft, holder
from brief_cli.book import Book
from brief_cli.errors import NotFound, offer
from brief_cli.files.build import Inside
from brief_cli.files.draft import Draft
from brief_cli.files.splices import ROOTS
from brief_cli.files.tree import entries
from brief_cli.files.walk import kind_of
from brief_cli.model.brief import ITEM_FIELDS
from brief_cli.model.meta import class_of, metas_of
from brief_cli.model.registers import Source
from brief_cli.model.value import Value


class Place(Value):
    """A record or an item in its file: ``at`` is its place there, and empty for a brief; ``cls`` what it is."""

    address: str
    path: str
    at: Inside
    cls: type


def find(book: Book, address: str) -> Place:
    """The place of a brief, an item, an entity or a source, which need not load.

    Raises ``NotFound`` with the nearest known ids.
    """
    id_, mark, item = address.partition("#")
    path = holder(book, id_)
    if path is None:
        raise NotFound(f"The book has no {id_}.", *offer(id_, book.ids()))
    kind = kind_of(path)
    if kind != "brief":
        if mark:
            raise NotFound(f"{id_} is no brief, and has no items.")
        return Place(address=id_, path=path, at=(id_,), cls=ROOTS[kind])
    own = draft(book, path)
    if not mark and not path_is_of(path, id_):
        return Place(address=id_, path=path, at=_source(own, id_), cls=Source)
    if not mark:
        return Place(address=id_, path=path, at=(), cls=ROOTS["brief"])
    return _item(own, id_, item)


def path_is_of(path: str, id_: str) -> bool:
    """Whether a brief's file is that of an id."""
    return path.rpartition("/")[2].rpartition(".")[0] == id_


def _source(own: Draft, id_: str) -> Inside:
    """The place of a source that a brief defines by the way."""
    for n, one in enumerate(entries(own.value.get("sources"))):
        if isinstance(one, dict) and one.get("id") == id_:
            return ("sources", n)
    raise NotFound(f"{own.path} has no source {id_}.")


def _item(own: Draft, brief: str, item: str) -> Place:
    """The place of an item, by its id or by its list and number."""
    known: list[str] = []
    for part in ITEM_FIELDS:
        cls = class_of(metas_of(ROOTS["brief"])[part])
        assert cls is not None
        for n, one in enumerate(entries(own.value.get(part))):
            names = (f"{part}.{n + 1}", one.get("id") if isinstance(one, dict) else None)
            if item in names:
                return Place(address=f"{brief}#{names[1] or item}", path=own.path, at=(part, n), cls=cls)
            known += [name for name in names if isinstance(name, str)]
    ids = [name for name in known if "." not in name]
    there = (f"It has {', '.join(ids[:9])}.",) if ids else ()
    raise NotFound(f"{brief} has no item {item}.", *(offer(item, known) or there))
