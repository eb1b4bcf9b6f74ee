"""The shapes of files, derived from the model's own declarations: what pydantic-core checks at the gate.

Every record class of the model becomes one schema with the same fields; short forms are written out before it
looks, and what it passes is handed on as the frozen record.  Nothing is declared a second time.  The schemas are
pydantic-core's own: pydantic makes the same ones out of classes, but to load it takes longer than to check a book.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, fields
from functools import cache
from typing import Any

from pydantic_core import PydanticCustomError, SchemaValidator
from pydantic_core import core_schema as core

from brief_cli.errors import near
from brief_cli.files import scalars
from brief_cli.files.scalars import fault, quoted
from brief_cli.model import brief, registers
from brief_cli.model.schema import a_kind
from brief_cli.model.value import Value

OWN = "\0own"  # where a record's x_ fields travel through the check: no key of a file can be this
_CALLED = {"as": "relation"}  # a field whose name says nothing in a sentence
TEXT_FORMS = ("KeyPoint", "Gap", "Indicator", "Assumption", "Alternative")


def _likelihood(value: Any, info: core.ValidationInfo[dict[str, Any]]) -> str:
    return scalars.as_likelihood(value, info.context["yardstick"])


READERS: dict[str, Callable[..., Any]] = {
    "text": scalars.as_line,
    "prose": scalars.as_text,
    "reference": scalars.as_line,
    "day": scalars.as_day,
    "edtf": scalars.as_edtf,
    "credibility": scalars.as_credibility,
    "reliability": scalars.as_reliability,
    "item_id": scalars.as_id,
    "record_id": scalars.as_id,
    "stem": scalars.as_id,
    "handling": scalars.as_handling,
    "lang": scalars.as_lang,
    "country": scalars.as_country,
    "wikidata": scalars.as_wikidata,
    "interval": scalars.as_interval,
    "format": scalars.as_format,
    "names": scalars.as_names,
}


@cache
def file_keys(cls: type) -> dict[str, Field[Any]]:
    """The keys that a file may hold for a record, with their declarations."""
    return {f.metadata.get("name", f.name): f for f in fields(cls) if f.name != "x"}


@cache
def checker(cls: type, lenient: bool = False) -> SchemaValidator:
    """The check of one record class; ``lenient`` keeps unknown fields (a book of a later format)."""
    return SchemaValidator(_record(cls, lenient))


@cache
def _record(cls: type, lenient: bool) -> core.CoreSchema:
    specs = {f.name: _field(key, f, lenient) for key, f in file_keys(cls).items()}
    specs["x"] = core.typed_dict_field(core.any_schema(), required=False, validation_alias=OWN)
    checked = core.typed_dict_schema(specs, extra_behavior="forbid")
    opened = core.no_info_before_validator_function(_opened(cls, lenient), checked)
    return core.no_info_after_validator_function(_maker(cls), opened)


def _maker(cls: Any) -> Callable[[dict[str, Any]], Value]:
    """``cls(**values)`` for values that the check has passed: what it asks once more takes longer than the making."""
    given, makers = cls._given, tuple(cls._made.items())

    def made(values: dict[str, Any]) -> Value:
        record: Value = object.__new__(cls)
        inside = record.__dict__
        inside.update(given)
        inside.update(values)
        for name, make in makers:
            if name not in values:
                inside[name] = make()
        return record

    return made


def _field(key: str, declared: Field[Any], lenient: bool) -> core.TypedDictField:
    """One field, found by its key in the file; what is absent is left to the record's own default."""
    due = declared.default is MISSING and declared.default_factory is MISSING
    inner = _value(key, declared, lenient)
    if declared.metadata["many"]:
        inner = core.tuple_schema([inner], variadic_item_index=0)
        inner = core.no_info_before_validator_function(_listed, inner)
    return core.typed_dict_field(inner, required=due, validation_alias=key)


def _value(key: str, declared: Field[Any], lenient: bool) -> core.CoreSchema:
    kind = declared.metadata["kind"]
    if kind == "record":
        return _record(_class(declared.metadata["of"]), lenient)
    if kind == "likelihood":
        return core.with_info_plain_validator_function(_likelihood)
    if kind == "choice":
        what = _CALLED.get(key, key.replace("_", " "))
        return core.no_info_plain_validator_function(scalars.as_choice(declared.metadata["options"], what))
    return core.no_info_plain_validator_function(READERS[kind])


def _class(name: str) -> type:
    found: type = getattr(brief, name, None) or getattr(registers, name)
    return found


def _listed(value: Any) -> Any:
    """Where a list is due, one value is a list of one; an empty entry is none."""
    if not isinstance(value, list):
        return [value]
    return [v for v in value if v != ""] if "" in value else value


def _opened(cls: type, lenient: bool) -> Callable[[Any], Any]:
    """Short forms written out, absent values left out, ``x_`` fields apart."""
    known = file_keys(cls)
    names = frozenset(known)
    short = _SHORT.get(cls.__name__)
    mistakable = cls.__name__ in TEXT_FORMS and not lenient

    def opened(value: Any) -> Any:
        if short and isinstance(value, str):
            value = short(value)
        if not isinstance(value, dict):
            raise fault(
                "E102", f"{a_kind(cls)} is a mapping of fields, not {_said(value)}", "write it as `field: value`"
            )
        if names.issuperset(value) and "" not in value.values():
            return value  # as nearly all are: nothing to take apart
        if mistakable and _colon(value, known):
            raise fault("E021", "the value holds `: `", "put it in quotes, or use |")
        own = {k: v for k, v in value.items() if k.startswith("x_") or (lenient and k not in known)}
        return {k: v for k, v in value.items() if k not in own and (v != "" or k not in known)} | {OWN: own}

    return opened


def _colon(value: dict[str, Any], known: dict[str, Field[Any]]) -> bool:
    """``- Minsk: who decides?``: a text that YAML takes for a field of its own, near to none that there is."""
    if len(value) != 1 or not isinstance(text := next(iter(value.values())), str) or not text:
        return False
    key = next(iter(value))
    return key not in known and not key.startswith("x_") and not near(key, list(known), 1)


def _said(value: Any) -> str:
    return "a list" if isinstance(value, list) else f"the text {quoted(value)}"


def _citation(value: str) -> dict[str, str]:
    source, _, credibility = " ".join(value.split()).partition(" ")
    if not scalars.ID.fullmatch(source):
        raise fault(
            "E111", f"{quoted(value)} is no citation", "write a source's id, or its id, a space and the credibility"
        )
    return {"source": source} | ({"credibility": credibility} if credibility else {})


_SHORT: dict[str, Callable[[str], dict[str, str]]] = {
    **dict.fromkeys(TEXT_FORMS, lambda value: {"text": value}),
    "Citation": _citation,
    "EntityRef": lambda value: {"id": value},
    "Relation": lambda value: {"to": value, "as": "see_also"},
}


def long_form(cls: type, value: str) -> dict[str, str] | None:
    """What the short form of a record stands for; None where its class has none, or the text is none."""
    short = _SHORT.get(cls.__name__)
    try:
        return short(value) if short else None
    except PydanticCustomError:
        return None
