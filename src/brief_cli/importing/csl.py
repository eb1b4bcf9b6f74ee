"""CSL-JSON, as reference managers export it, read as sources."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from brief_cli.importing import citing, dates
from brief_cli.importing.carried import Carried, Given, Loss, Record
from brief_cli.importing.naming import slug
from brief_cli.model.edtf import quoted

_KINDS = {
    **dict.fromkeys(("article-newspaper", "article-magazine", "broadcast", "post-weblog"), "press"),
    **dict.fromkeys(("report",), "report"),
    **dict.fromkeys(("bill", "legislation", "legal_case", "treaty", "regulation"), "law"),
    "dataset": "dataset",
    "interview": "interview",
}
_NAMES = frozenset(
    (
        "author",
        "editor",
        "translator",
        "chair",
        "collection-editor",
        "compiler",
        "composer",
        "container-author",
        "contributor",
        "curator",
        "director",
        "editorial-director",
        "executive-producer",
        "guest",
        "host",
        "illustrator",
        "interviewer",
        "narrator",
        "organizer",
        "original-author",
        "performer",
        "producer",
        "recipient",
        "reviewed-author",
        "script-writer",
        "series-creator",
    )
)
_DATES = frozenset(("issued", "accessed", "available-date", "event-date", "original-date", "submitted"))
_TAKEN = frozenset(("id", "type", "title", "language", "URL", "DOI", "issued", "accessed"))
_OUTLETS = ("article", "post", "webpage", "broadcast")
"""Beginnings of the types that are published by what holds them, not by the house behind it."""
_SEASONS = {"1": 21, "2": 22, "3": 23, "4": 24, "spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_MARKUP = re.compile(r"</?(?:i|b|sub|sup|sc|span)(?: [^<>]{0,100})?>")


def read(files: Sequence[Given]) -> Carried:
    """The sources of some files: each an array of items, one item, or an object with `items`."""
    records: list[Record] = []
    losses: list[Loss] = []
    for given in files:
        taken: set[str] = set()
        seen: set[str] = set()
        items, told = _items(given)
        losses += told
        for number, item in enumerate(items, 1):
            record = _record(given, number, item, taken, losses)
            if record is not None and record.key and record.key in seen:
                losses.append(
                    citing.lost(given.name, record.place, "another item has this id, so this one is left out")
                )
            elif record is not None:
                records.append(record)
                taken.add(record.id)
                seen.add(record.key)
    return Carried(records=records, losses=losses)


def _items(given: Given) -> tuple[list[Any], list[Loss]]:
    text, losses = citing.decoded(given)
    twice: list[str] = []
    try:
        found: Any = json.loads(
            text, parse_int=_number, parse_float=_number, parse_constant=str, object_pairs_hook=_noting(twice)
        )
    except json.JSONDecodeError as fault:
        place = f"line {fault.lineno}, column {fault.colno}"
        return [], [
            *losses,
            citing.lost(given.name, place, f"the file is not JSON: {fault.msg[:1].lower()}{fault.msg[1:]}"),
        ]
    except (RecursionError, ValueError):
        return [], [*losses, citing.lost(given.name, "", "the file is nested too deeply")]
    if twice:
        what = f"an object has a field twice, and the last counts: {citing.fields_told(sorted(set(twice)))}"
        losses.append(citing.lost(given.name, "", what))
    if isinstance(found, dict):
        found = found["items"] if isinstance(found.get("items"), list) else [found]
    if not isinstance(found, list):
        return [], [
            *losses,
            citing.lost(given.name, "", "the file holds no items of CSL-JSON: an array of them is due"),
        ]
    return found, losses


def _noting(twice: list[str]) -> Callable[[list[tuple[str, Any]]], dict[str, Any]]:
    """Makes objects of JSON, and notes the fields that one of them has twice."""

    def object_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) < len(pairs):
            twice.extend(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
        return made

    return object_of


def _number(digits: str) -> str:
    """Numbers stay as they are written: none is too large, and `1.10` is not `1.1`."""
    return digits


def _record(given: Given, number: int, item: Any, taken: set[str], losses: list[Loss]) -> Record | None:
    if not isinstance(item, dict):
        losses.append(citing.lost(given.name, f"item {number}", "an item is an object, and this is none"))
        return None
    written_id = _text(item.get("id")) or _text(item.get("citation-key"))
    place = f"item {citing.clean(written_id)}" if written_id else f"item {number}"

    def tell(what: str) -> None:
        losses.append(citing.lost(given.name, place, what))

    values = citing.source(_written(item, tell), tell)
    if values is None:
        return None
    citation = _text(item.get("citation-key")) or written_id
    wish = "" if citation.isdigit() or "/" in citation or ":" in citation else slug(citation)
    id_ = citing.free(wish or citing.wished(values), taken)
    key = f"csl:{citing.clean(written_id)}" if written_id else ""
    return citing.source_record(values, id_, given.name, place, key)


def _written(item: dict[str, Any], tell: citing.Tell) -> dict[str, str]:
    """What an item says, by the fields of a source."""
    type_ = _text(item.get("type"))
    kind = _KINDS.get(type_, "other" if type_ else "")
    publisher = _publisher(item, type_)
    author = "author" if item.get("author") else "editor"
    note = next((name for name in ("annote", "note", "abstract") if _text(item.get(name))), "")
    written = {
        "title": _MARKUP.sub("", _text(item.get("title"))) or _untitled(item),
        "author": _people(item.get(author)) + (" (ed.)" if author == "editor" and item.get(author) else ""),
        "publisher": _text(item.get(publisher)),
        "published": _date(item.get("issued")),
        "url": _text(item.get("URL")),
        "doi": _text(item.get("DOI")),
        "retrieved": _date(item.get("accessed")),
        "lang": _text(item.get("language")),
        "kind": kind,
        "note": _text(item.get(note)),
    }
    rest = _rest(item, _TAKEN | {publisher, author, note}, tell)
    return written | ({"x_type": type_} if kind == "other" else {}) | rest


def _rest(item: dict[str, Any], used: frozenset[str], tell: citing.Tell) -> dict[str, str]:
    """What a source has no field for, as the user's own fields."""
    rest: dict[str, str] = {}
    for name, value in item.items():
        if name in used or value in (None, "", [], {}):
            continue
        text = _people(value) if name in _NAMES else _date(value) if name in _DATES else _text(value) or _listed(value)
        if text:
            rest[citing.own(name, rest)] = text
        else:
            tell(f"the field {quoted(name)} holds nothing that can be kept")
    return rest


def _publisher(item: dict[str, Any], type_: str) -> str:
    """The field that says who published it."""
    names = ["publisher", "container-title", "authority", "archive"]
    if type_.startswith(_OUTLETS):
        names.insert(0, "container-title")
    return next((name for name in names if _text(item.get(name))), "publisher")


def _untitled(item: dict[str, Any]) -> str:
    """What to call an item without a title: where it stands, and when."""
    whole = _text(item.get("title-short")) or _text(item.get("container-title")) or _text(item.get("genre"))
    return " ".join(filter(None, (whole, _date(item.get("issued"))[:4]))) if whole else ""


def _text(value: Any) -> str:
    """A plain value as text; empty for anything nested."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.strip() if isinstance(value, str) else ""


def _listed(value: Any) -> str:
    """A list of plain values joined, anything else as JSON."""
    if isinstance(value, list) and all(isinstance(entry, str) for entry in value):
        return "; ".join(value)
    try:
        return json.dumps(value, ensure_ascii=False)
    except (RecursionError, ValueError):
        return ""


def _people(value: Any) -> str:
    """Names as people write them, joined with semicolons."""
    if not isinstance(value, list):
        return _text(value) or _name(value)
    return "; ".join(filter(None, map(_name, value)))


def _name(value: Any) -> str:
    if not isinstance(value, dict):
        return _text(value)
    parts = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
    return _text(value.get("literal")) or " ".join(filter(None, (_text(value.get(part)) for part in parts)))


def _date(value: Any) -> str:
    """A date as EDTF where it is one, else as it is written."""
    if not isinstance(value, dict):
        return _text(value)
    ends = list(_ends(value))
    found = ends[0] if len(ends) == 1 else dates.spanned(*ends) if len(ends) == 2 and all(ends) else None
    if not found:
        plain = _text(value.get("raw")) or _text(value.get("literal")) or _text(value.get("edtf"))
        return plain or (_listed(value["date-parts"]) if value.get("date-parts") else "")
    sure = value.get("circa") in (None, False, "", "0", "false")
    return found if sure or "/" in found else found + "~"


def _ends(value: dict[str, Any]) -> Iterator[str]:
    """The date, or both ends of an interval; empty where one is none."""
    parts = value.get("date-parts")
    season = _SEASONS.get(_text(value.get("season")).lower())
    for end in parts if isinstance(parts, list) else []:
        figures = [_figure(part) for part in end if part not in ("", "0", None)] if isinstance(end, list) else []
        if len(figures) == 1 and season:
            figures.append(season)
        written = dates.from_parts(*figures) if 1 <= len(figures) <= 3 and None not in figures else None
        yield written or ""


def _figure(part: Any) -> int | None:
    text = _text(part)
    return int(text) if text.isdecimal() and text.isascii() and len(text) <= 4 else None
