"""STIX 2 bundles: reports become drafts, actors and places entities, and what cannot be carried is told.

All files are read together, since objects of one bundle may name those of another.  Each object is checked by
itself, so that one that is no valid STIX keeps none of the others out; what is never carried is only counted.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, NoReturn

from brief_cli.errors import UsageError
from brief_cli.importing.carried import FILE_SIZE, Carried, Given, Record
from brief_cli.importing.stix_records import CARRIED, Whole, entities
from brief_cli.importing.stix_reports import briefs, unplaced
from brief_cli.importing.stix_values import Data, Tally, Thing, line, moment

LARGEST = 4 * 1024 * 1024
"""Letters of one record: a file of the book holds 8 MB."""
_KEPT = ("type", "id", "name", "value", "created", "modified")
"""What is kept of an object that is only named or counted."""
_NEVER = datetime.min.replace(tzinfo=UTC)


def read(files: Sequence[Given]) -> Carried:
    """The records that some STIX files hold, and what of them has no place in a book."""
    check = _library()
    tally = Tally()
    things: dict[str, Thing] = {}
    for given in files:
        for data in _objects(given, tally):
            _take(data, given.name, things, tally)
    whole = Whole(things, tally, lambda thing: _valid(thing, check, tally))
    records = [*entities(whole), *briefs(whole)]
    unplaced(whole)
    order = {ref: n for n, ref in enumerate(things)}
    records.sort(key=lambda record: order[record.key])
    return Carried(records=[r for r in records if _fits(r, tally)], losses=tally.losses())


def _library() -> Any:
    try:
        import stix2
    except ImportError:
        raise UsageError("Reading STIX needs the package stix2.", "pip install 'brief-cli[stix]'") from None
    return stix2.parse


def _valid(thing: Thing, check: Any, tally: Tally) -> bool:
    """Whether the library takes an object; why not is told in its own words."""
    try:
        found = check(thing.data, allow_custom=True)
    except Exception as error:  # the library raises whatever a value makes Python raise
        reason = line(str(error))[:200].rstrip(". ") or type(error).__name__
    else:
        if not isinstance(found, dict):
            return True
        version = line(str(thing.data.get("spec_version", "2.0")))[:20]
        reason = f"STIX {version} has no type `{line(thing.type)[:60]}`"
    tally.each(thing.file, thing.ref, f"not valid STIX: {reason}", "further objects are not valid STIX")
    return False


def _fits(record: Record, tally: Tally) -> bool:
    if len(json.dumps(record.values, ensure_ascii=False)) <= LARGEST:
        return True
    tally.add(record.file, record.place, "objects with more text than a file of the book holds are left out")
    return False


def _take(data: Data, file: str, things: dict[str, Thing], tally: Tally) -> None:
    """Keep an object, or its latest version."""
    if data["type"] not in CARRIED:
        data = {key: data[key] for key in _KEPT if key in data}
    ref = data["id"]
    before = things.get(ref)
    if before is None:
        things[ref] = Thing(data, file)
    elif before.data != data:
        older = Thing(data, file)
        if _stamp(data) > _stamp(before.data):
            things[ref], older = older, before
        tally.add(older.file, ref, "of objects in several versions only the latest is read")


def _stamp(data: Data) -> datetime:
    return moment(data.get("modified")) or moment(data.get("created")) or _NEVER


def _objects(given: Given, tally: Tally) -> Iterator[Data]:
    """The objects of a file, whether they stand in bundles, in a list or alone."""
    waiting = [iter([_loaded(given, tally)])]
    while waiting:
        data = next(waiting[-1], waiting)
        if data is waiting:
            waiting.pop()
        elif isinstance(data, list):
            waiting.append(iter(data))
        elif isinstance(data, dict) and data.get("type") == "bundle":
            waiting.append(iter(_listed(data.get("objects"))))
        elif not isinstance(data, dict):
            if data is not None:
                tally.add(given.name, "", "values that are no STIX objects are left out")
        elif _named(data):
            yield data
        else:
            tally.add(given.name, "", "objects without `type` and `id` are left out")


def _listed(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list) else [value]


def _named(data: Data) -> bool:
    return all(isinstance(data.get(key), str) and data[key] for key in ("type", "id"))


def _loaded(given: Given, tally: Tally) -> Any:
    """What the JSON of a file says; None when it is none, and why is told."""
    if len(given.data) > FILE_SIZE:
        tally.add(given.name, "", f"the file holds more than {FILE_SIZE // 1024 // 1024} MB and is not read")
        return None
    place = ""
    try:
        source = given.data.decode(json.detect_encoding(given.data))
        found = json.loads(source, object_pairs_hook=_pairs(given, tally), parse_constant=_no_number)
    except json.JSONDecodeError as error:
        place, why = f"line {error.lineno}, column {error.colno}", f"not JSON: {error.msg}"
    except RecursionError:
        why = "the file is nested too deeply to be read"
    except ValueError as error:  # bytes that are no text, NaN, numbers of thousands of digits
        why = f"not JSON: {line(str(error))[:200]}"
    else:
        if isinstance(found, dict | list):
            return found
        why = "the file is no STIX: neither a bundle, nor an object, nor a list of them"
    tally.add(given.name, place, why)
    return None


def _pairs(given: Given, tally: Tally) -> Any:
    def made(pairs: list[tuple[str, Any]]) -> Data:
        data = dict(pairs)
        if len(data) != len(pairs):
            rest = iter(key for key, _ in pairs)
            twice = next(key for key, once in zip(rest, data, strict=False) if key != once)
            place = data.get("id") if isinstance(data.get("id"), str) else f"the key `{line(twice)[:80]}`"
            tally.add(given.name, str(place), "of a key written twice in an object only the last value is read")
        return data

    return made


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number")
