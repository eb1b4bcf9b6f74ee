"""``rename``: another id for a brief, an item, an entity or a source, and every place that names it with it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator

from brief_cli.authoring.namings import ITEMS_FIRST, Change, local_ids, namings, rewrite
from brief_cli.authoring.place import Place, find
from brief_cli.authoring.plan import Plan, brief_path, draft, new_id, planned, read
from brief_cli.book import Book
from brief_cli.errors import CannotWrite, NotFound, UsageError
from brief_cli.files.draft import Draft
from brief_cli.files.load import load_bytes
from brief_cli.files.scalars import ID
from brief_cli.files.tree import entries
from brief_cli.files.write import Change as FileChange
from brief_cli.model.registers import SETTINGS_FILES


def renamed(book: Book, old: str, new: str) -> Plan:
    """The plan that gives ``old`` the id ``new``.

    What names it is changed first and its own record last: a run that was broken off is finished by the same command.

    Raises ``NotFound`` for an id that the book lacks, or a new one that is taken, ``UsageError`` for one that is none.
    """
    if "#" in old:
        return _item_renamed(book, old, new)
    new_id(book, new, "a record")
    place = find(book, old)
    change = whole_id(old, new)
    adopted = len(book.naming(new))
    drafts = {one.path: one for one in _rewritten(book, old, change)}
    own = drafts.get(place.path) or draft(book, place.path)
    if place.at:
        _renamed_key(own, place, new)
        others = [one for path, one in drafts.items() if path != place.path]
        return planned(book, [*others, own], [new], [*_adopted(new, adopted), *still_named(book, old, [*others, own])])
    if "id" in own.value:
        own.reword(("id",), str(own.value["id"]), new)
    brief_path(new, os.path.dirname(place.path))
    target = os.path.join(os.path.dirname(place.path), new + os.path.splitext(place.path)[1])
    rewrite(own, lambda found, field: target if found == place.path and field == "exempt" else found)
    others = [*_paths_rewritten(book, drafts, place.path, target)]
    told = [*_adopted(new, adopted), *still_named(book, old, [*others, own])]
    return planned(book, others, [new], told, also=[FileChange(own.path, own.before, own.after, target)])


def _renamed_key(own: Draft, place: Place, new: str) -> None:
    """A register's key, or the id of a source that a brief defines."""
    if own.kind != "brief":  # what a brief defines has its new id by now
        own.rename(place.at, new)


def whole_id(old: str, new: str) -> Change:
    """The change of everything that names a record or one of its items."""

    def change(target: str, field: str) -> str:
        id_, mark, item = target.partition("#")
        return f"{new}{mark}{item}" if id_ == old else target

    return change


def _rewritten(book: Book, old: str, change: Change) -> Iterator[Draft]:
    """Each file in which something changes, changed.  Raises ``CannotWrite`` for one that cannot be read."""
    for path in naming_files(book, old):
        one = naming_draft(book, path, old)
        if one is not None and (rewrite(one, _spared(one, old, change)) + _redefined(one, old, change)):
            one.rest()
            yield one


def _redefined(one: Draft, old: str, change: Change) -> int:
    """Give a source that a brief defines by the way its new id, too; the number of places."""
    count = 0
    for n, source in enumerate(entries(one.value.get("sources")) if one.kind == "brief" else ()):
        if isinstance(source, dict) and source.get("id") == old and (new := change(old, "sources")) != old:
            one.reword(("sources", n, "id"), old, new)
            count += 1
    return count


def naming_draft(book: Book, path: str, word: str) -> Draft | None:
    """A file that may name something; None when it does not.  Raises ``CannotWrite`` when it cannot be read."""
    data = read(book, path)
    if not re.search(rf"(?<![a-z0-9-]){re.escape(word)}(?![a-z0-9-])".encode(), data):
        return None
    try:
        return Draft(path, data)
    except CannotWrite:
        raise CannotWrite(path, f"it names {word} and cannot be read", "Mend it first: brief check.") from None


def still_named(book: Book, word: str, drafts: Iterable[Draft]) -> list[str]:
    """The files that do not load and name something where no naming can be: they stay as they are, and are told."""
    made = {one.path: one.after for one in drafts}
    told = []
    for path in book.problems:
        data = made.get(path) or load_bytes(book.root, path)
        if isinstance(data, bytes) and re.search(rf"(?<![a-z0-9-]){re.escape(word)}(?![a-z0-9-])".encode(), data):
            told.append(f"{path} does not load, and still says {word}")
    return told


def _spared(one: Draft, old: str, change: Change) -> Change:
    """In a brief that has an item of this very id, a bare word in the fields of items means that."""
    if one.kind != "brief" or old not in local_ids(one.value):
        return change
    return lambda target, field: target if target == old and field in ITEMS_FIRST else change(target, field)


def naming_files(book: Book, word: str) -> Iterator[str]:
    """The files of a book that may hold a word, in their order; the whole of each is looked through."""
    settings = [name for name in SETTINGS_FILES if os.path.isfile(os.path.join(book.root, name))]
    needle = word.encode()
    for path in [*settings, *sorted(book.index.paths())]:
        data = load_bytes(book.root, path)  # one that cannot be read is told on every command
        if isinstance(data, bytes) and needle in data and _is_of(book, path):
            yield path


def _is_of(book: Book, path: str) -> bool:
    """Whether a file stands in the book: a link may lead out of it."""
    root = os.path.realpath(book.root)
    return os.path.realpath(os.path.join(root, path)).startswith(root.rstrip(os.sep) + os.sep)


def _paths_rewritten(book: Book, drafts: dict[str, Draft], path: str, target: str) -> Iterator[Draft]:
    """The other files, and the settings where they name a brief's file by its path."""
    for name in SETTINGS_FILES:
        if name not in drafts and os.path.isfile(os.path.join(book.root, name)):
            drafts[name] = draft(book, name)
        if name in drafts:
            rewrite(drafts[name], lambda found, field: target if found == path and field == "exempt" else found)
    yield from (one for one in drafts.values() if one.path != path)


# -- items --------------------------------------------------------------------------------------------------------


def _item_renamed(book: Book, old: str, new: str) -> Plan:
    brief = old.partition("#")[0]
    now = new.removeprefix(f"{brief}#")
    if not ID.fullmatch(now):
        raise UsageError(f"{new} is no id of an item.", f"An item stays in its brief: brief rename {old} NEW.")
    place = find(book, old)
    was = place.address.partition("#")[2]
    own = draft(book, place.path)
    if now in local_ids(own.value):
        raise NotFound(f"The id {brief}#{now} is taken.")
    _see_that_it_means_nothing(own, now)
    change = item_id(brief, was, now)
    drafts = [one for one in _rewritten(book, was, change) if one.path != place.path]
    rewrite(own, item_id(brief, was, now, own=True))
    if own.get((*place.at, "id")) is None:
        own.put((*place.at, "id"), now)
    else:
        own.reword((*place.at, "id"), was, now)
    told = [*_adopted(f"{brief}#{now}", len(book.naming(f"{brief}#{now}"))), *said_in_words(own, was)]
    return planned(book, [*drafts, own], [f"{brief}#{now}"], told)


def _see_that_it_means_nothing(own: Draft, now: str) -> None:
    """Raise ``UsageError`` for an id that means something else where from now on the item would be meant."""
    for naming in namings(own.kind, own.value):
        if naming.form == "reference" and naming.field in ITEMS_FIRST and naming.text == now:
            where = ".".join(map(str, naming.at))
            raise UsageError(f"{now} means something else in {own.path}: {where}.", "Give it another id.")


def _adopted(new: str, count: int) -> list[str]:
    """That something was named by its new id before it had it: undoing the rename does not tell the two apart."""
    places = "one place" if count == 1 else f"{count} places"
    return [f"{places} named {new} already, which led nowhere until now"] if count else []


def item_id(brief: str, was: str, now: str, *, own: bool = False) -> Change:
    """The change of everything that names an item; inside its ``own`` brief in short, too."""

    def change(target: str, field: str) -> str:
        if target == f"{brief}#{was}":
            return f"{brief}#{now}"
        if own and ((target == was and field in ITEMS_FIRST) or (target == f"#{was}" and field in ("link", "exempt"))):
            return target.replace(was, now)
        return target

    return change


def said_in_words(own: Draft, was: str) -> list[str]:
    """Prose that says an item's id in words, as `basis` does: no link, so that it stays."""
    word = re.compile(rf"(?<![\w#-]){re.escape(was)}(?![\w-])")
    at = [
        ".".join(map(str, one.at))
        for one in namings(own.kind, own.value)
        if one.form == "prose" and word.search(one.text)
    ]
    return [f"{own.path}: {place} still says {was} in its words" for place in at]
