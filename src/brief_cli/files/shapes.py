"""The shapes of files, derived from the model's own declarations: what pydantic checks at the gate.

Every record class of the model becomes one pydantic model with the same fields; short forms are written out
before it looks, and what it passes is handed on as the frozen record.  Nothing is declared a second time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, fields
from functools import cache
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, PlainValidator, TypeAdapter, create_model
from pydantic import Field as PydanticField
from pydantic_core.core_schema import ValidationInfo

from brief_cli.errors import near
from brief_cli.files import scalars
from brief_cli.files.scalars import fault, quoted
from brief_cli.model import brief, registers
from brief_cli.model.schema import a_kind

OWN = "\0own"  # where a record's x_ fields travel through pydantic: no key of a file can be this
_CALLED = {"as": "relation"}  # a field whose name says nothing in a sentence
TEXT_FORMS = ("KeyPoint", "Gap", "Indicator", "Assumption", "Alternative")


def _likelihood(value: Any, info: ValidationInfo) -> str:
    assert info.context is not None
    return scalars.as_likelihood(value, info.context["yardstick"])


READERS: dict[str, Callable[..., Any]] = {
    "text": scalars.as_line,
    "prose": scalars.as_text,
    "reference": scalars.as_line,
    "day": scalars.as_day,
    "edtf": scalars.as_edtf,
    "likelihood": _likelihood,
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


def file_keys(cls: type) -> dict[str, Field[Any]]:
    """The keys that a file may hold for a record, with their declarations."""
    return {f.metadata.get("name", f.name): f for f in fields(cls) if f.name != "x"}


@cache
def adapter(cls: type, lenient: bool = False) -> TypeAdapter[Any]:
    """The check of one record class; ``lenient`` keeps unknown fields (a book of a later format)."""
    return TypeAdapter(_record(cls, lenient))


@cache
def _record(cls: type, lenient: bool) -> Any:
    specs: dict[str, Any] = {key: _spec(key, f, lenient) for key, f in file_keys(cls).items()}
    named = {f.name if f.name != key else key: specs[key] for key, f in file_keys(cls).items()}
    named["x"] = (dict[str, Any], PydanticField(default_factory=dict, alias=OWN))
    shape = create_model(cls.__name__, __config__=ConfigDict(extra="forbid", protected_namespaces=()), **named)
    names = tuple(named)

    def frozen(checked: BaseModel) -> Any:
        values = checked.__dict__
        return cls(**{name: values[name] for name in names})

    return Annotated[shape, BeforeValidator(_opened(cls, lenient)), AfterValidator(frozen)]


def _spec(key: str, declared: Field[Any], lenient: bool) -> tuple[Any, Any]:
    kind, many = declared.metadata["kind"], declared.metadata["many"]
    if kind == "record":
        inner = _record(_class(declared.metadata["of"]), lenient)
    elif kind == "choice":
        inner = Annotated[
            Any,
            PlainValidator(scalars.as_choice(declared.metadata["options"], _CALLED.get(key, key.replace("_", " ")))),
        ]
    else:
        inner = Annotated[Any, PlainValidator(READERS[kind])]
    if many:
        inner = Annotated[tuple[inner, ...], BeforeValidator(_listed)]  # type: ignore[valid-type]
    if declared.default_factory is not MISSING:
        return inner, PydanticField(default_factory=declared.default_factory, alias=key)
    default = ... if declared.default is MISSING else declared.default
    return inner, PydanticField(default=default, alias=key)


def _class(name: str) -> type:
    found: type = getattr(brief, name, None) or getattr(registers, name)
    return found


def _listed(value: Any) -> Any:
    """Where a list is due, one value is a list of one; an empty entry is none."""
    return [v for v in value if v != ""] if isinstance(value, list) else [value]


def _opened(cls: type, lenient: bool) -> Callable[[Any], Any]:
    """Short forms written out, absent values left out, ``x_`` fields apart."""
    known = file_keys(cls)
    short = _SHORT.get(cls.__name__)

    def opened(value: Any) -> Any:
        if isinstance(value, str) and short:
            value = short(value)
        if not isinstance(value, dict):
            raise fault(
                "E102", f"{a_kind(cls)} is a mapping of fields, not {_said(value)}", "write it as `field: value`"
            )
        if cls.__name__ in TEXT_FORMS and not lenient and _colon(value, known):
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
