"""The JSON shape of records and answers: field names as in the files, every key always there; and back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import cache
from typing import Any

from brief_cli.model.edtf import Edtf

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]
Converter = Callable[[Any], Any] | None


@cache
def keys_of(cls: type) -> tuple[tuple[str, str], ...]:
    """Pairs of attribute and JSON key of a dataclass, in order; hidden fields left out."""
    return tuple(
        (f.name, f.metadata.get("name", f.name)) for f in fields(cls) if not f.metadata.get("hidden") and f.name != "x"
    )


def as_json(value: Any) -> Json:
    """A record, or anything inside one, as plain JSON values."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, tuple | list):
        return [as_json(v) for v in value]
    if isinstance(value, dict):
        return {k: as_json(v) for k, v in value.items()}
    if isinstance(value, Edtf):
        return value.text
    out: dict[str, Json] = {key: as_json(getattr(value, name)) for name, key in keys_of(value.__class__)}
    for key, own in getattr(value, "x", {}).items():
        out[key] = as_json(own)
    return out


def as_own(record: Any) -> dict[str, Json]:
    """A record of the model as plain JSON values, what is not written left out: ``from_json`` knows it all the same."""
    inside = record.__dict__
    out: dict[str, Json] = {}
    for name, key, convert in _own_plan(record.__class__):
        value = inside[name]
        if convert is None:
            if value is not None:
                out[key] = value
        elif value:
            out[key] = convert(value)
    for key, own in inside["x"].items():
        out[key] = as_json(own)
    return out


@cache
def _own_plan(cls: type) -> tuple[tuple[str, str, Converter], ...]:
    """For each field of a record its attribute, its key, and what makes JSON of a value that is no plain one."""
    kinds = {f.name: f.metadata for f in fields(cls)}

    def converter(meta: Any) -> Converter:
        if meta["kind"] == "record":
            return _all_own if meta["many"] else as_own
        if meta["kind"] in ("edtf", "names"):
            return as_json
        return list if meta["many"] else None

    return tuple((name, key, converter(kinds[name])) for name, key in keys_of(cls))


def _all_own(records: tuple[Any, ...]) -> list[Json]:
    return [as_own(record) for record in records]


def value_of(record: Any, key: str) -> Json:
    """One value of a record's JSON, by its top-level key; null where the record has no such key."""
    name = _names_of(record.__class__).get(key)
    return as_json(getattr(record, name) if name else getattr(record, "x", {}).get(key))


@cache
def _names_of(cls: type) -> dict[str, str]:
    return {key: name for name, key in keys_of(cls)}


def from_json(cls: type, own: dict[str, Any]) -> Any:
    """The record of a class of the model that ``as_own`` or ``as_json`` gave; other keys are the user's own fields."""
    made: Any = object.__new__(cls)
    inside = made.__dict__
    inside.update(made._given)
    for key, value in own.items():
        entry = _plan(cls).get(key)
        if entry is None:
            inside.setdefault("x", {})[key] = value
        else:
            name, convert = entry
            inside[name] = convert(value) if convert is not None and value is not None else value
    for name, make in made._made.items():
        if name not in inside:
            inside[name] = make()
    return made


@cache
def _plan(cls: type) -> dict[str, tuple[str, Converter]]:
    """For each key of a record's JSON the attribute, and what makes its value of it."""
    from brief_cli.model import brief, registers

    def converter(meta: Any) -> Converter:
        one: Converter = None
        if meta["kind"] == "record":
            of = getattr(brief, meta["of"], None) or getattr(registers, meta["of"])
            one = lambda value: from_json(of, value)  # noqa: E731
        elif meta["kind"] == "edtf":
            one = Edtf.parse
        elif meta["kind"] == "names":
            return lambda value: {lang: tuple(names) for lang, names in value.items()}
        if not meta["many"]:
            return one
        return tuple if one is None else lambda values: tuple(one(value) for value in values)

    return {f.metadata.get("name", f.name): (f.name, converter(f.metadata)) for f in fields(cls) if f.name != "x"}
