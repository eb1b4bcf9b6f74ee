"""JSON Schemas, derived from the model's own declarations: of files as written, and of answers as printed.

Draft 2020-12, but only with keywords that draft-07 readers (editors) know as well.  An answer's schema is closed
and every key is due; a file's schema takes the short forms too, and a number, a boolean or null where text is
due, since an editor's YAML reader sees ``date: 2025`` as a number.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, Union, get_args, get_origin, get_type_hints

from brief_cli.model.edtf import Edtf
from brief_cli.model.registers import TLP
from brief_cli.model.yardstick import YARDSTICKS

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
_FORMS: dict[str, Schema] = {
    "day": {"pattern": r"^\s*([0-9]{4}-[0-9]{2}-[0-9]{2})?\s*$"},
    "edtf": {"pattern": r"^\s*([0-9]{2,4}X{0,2}[0-9X?~%/.-]*|\.\.[0-9X?~%/.-]+|/[0-9X?~%.-]+)?\s*$"},
    "credibility": {"pattern": r"^\s*[1-6]?\s*$", "minimum": 1, "maximum": 6},
    "item_id": {"pattern": r"^\s*([a-z0-9][a-z0-9-]{0,99})?\s*$"},
    "country": {"pattern": r"^\s*([A-Za-z]{2})?\s*$"},
    "lang": {"pattern": r"^\s*([A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*)?\s*$"},
    "wikidata": {"pattern": r"^\s*([Qq][1-9][0-9]*)?\s*$", "type": ["string", "null"]},
    "interval": {"pattern": r"^\s*([1-9][0-9]{0,4}[dwmyDWMY])?\s*$", "type": ["string", "null"]},
}
"""The outer form of what is written, for an editor; the gate reads it."""
OWN_FIELDS: Schema = {"^x_": {"description": "the user's own field, kept and printed"}}
LOOSE = ["string", "number", "boolean", "null"]
SHORT = ("KeyPoint", "Gap", "Indicator", "Assumption", "Alternative", "Citation", "EntityRef", "Relation")


def a_kind(cls: type) -> str:
    """A record class as it is called in a sentence: ``a key point``."""
    words = "".join(f" {c.lower()}" if c.isupper() else c for c in cls.__name__).strip()
    words = {"entity ref": "entity", "settings": "book"}.get(words, words)
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


def answer_schema(title: str, of: Any) -> Schema:
    """The closed schema of a whole answer; ``of`` is a class, or a type like ``list[Row]``."""
    defs: dict[str, Schema] = {}
    body = _answer(of, defs)
    return {"$schema": DIALECT, "title": title, **body, "$defs": defs}


def _answer(hint: Any, defs: dict[str, Schema]) -> Schema:
    origin, inside = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        if type(None) in inside:
            rest = [a for a in inside if a is not type(None)]
            return _nullable(_answer(rest[0] if len(rest) == 1 else Union[tuple(rest)], defs))  # noqa: UP007 - built
        return {"anyOf": [_answer(a, defs) for a in inside]}
    if origin in (tuple, list):
        return {"type": "array", "items": _answer(inside[0], defs)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _answer(inside[1], defs)}
    if is_dataclass(hint) and hint is not Edtf:
        return _ref(hint, defs)  # type: ignore[arg-type]
    simple = {str: "string", bool: "boolean", int: "integer", Edtf: "string"}
    return {"type": simple[hint]} if hint in simple else {}


def _nullable(schema: Schema) -> Schema:
    if isinstance(schema.get("type"), str):
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


def _ref(cls: type, defs: dict[str, Schema]) -> Schema:
    if cls.__name__ not in defs:
        defs[cls.__name__] = {}  # named before it is filled, so that a shape may hold itself
        defs[cls.__name__] = _closed(cls, defs)
    return {"$ref": f"#/$defs/{cls.__name__}"}


def _closed(cls: type, defs: dict[str, Schema]) -> Schema:
    hints = get_type_hints(cls)
    shown = [f for f in fields(cls) if f.name != "x" and not f.metadata.get("hidden")]
    props: dict[str, Schema] = {}
    for f in shown:
        prop = _answer(hints[f.name], defs)
        if options := f.metadata.get("options"):
            prop = {"enum": [*options, *([None] if None in _types(prop) else [])]}
        if doc := f.metadata.get("doc"):
            prop = {**prop, "description": doc}
        props[f.metadata.get("name", f.name)] = prop
    out: Schema = {"type": "object", "description": _doc(cls), "properties": props, "required": list(props)}
    if "x" in hints:
        out["patternProperties"] = OWN_FIELDS
    return {**out, "additionalProperties": False}


def _types(schema: Schema) -> list[Any]:
    kinds = schema.get("type")
    return [None] if isinstance(kinds, list) and "null" in kinds else []


def _doc(cls: type) -> str:
    return (cls.__doc__ or "").strip().split("\n\n")[0].replace("``", "`")


def file_schema(cls: type, classes: dict[str, type], title: str, *, register: bool = False) -> Schema:
    """The schema of a file that holds one record of ``cls``, or with ``register`` a mapping of id to record."""
    defs: dict[str, Schema] = {}
    body = _written(cls, classes, defs)
    if register:
        body = {
            "type": ["object", "null"],
            "propertyNames": {"pattern": "^[a-z0-9][a-z0-9-]{0,99}$"},
            "additionalProperties": body,
        }
    return {"$schema": DIALECT, "title": title, **body, "$defs": defs}


def _written(cls: type, classes: dict[str, type], defs: dict[str, Schema]) -> Schema:
    name = cls.__name__
    if name not in defs:
        defs[name] = {}
        props = {f.metadata.get("name", f.name): _field(f, classes, defs) for f in fields(cls) if f.name != "x"}
        needed = [f.metadata.get("name", f.name) for f in fields(cls) if f.default is MISSING and _plain(f)]
        defs[name] = {
            "type": "object",
            "title": a_kind(cls).partition(" ")[2].capitalize(),
            "description": _doc(cls),
            "properties": props,
            "required": needed,
            "patternProperties": OWN_FIELDS,
            "additionalProperties": False,
        }
    whole = {"$ref": f"#/$defs/{name}"}
    return {"anyOf": [whole, {"type": LOOSE}]} if name in SHORT else whole


def _plain(f: Any) -> bool:
    return bool(f.default_factory is MISSING)


def _field(f: Any, classes: dict[str, type], defs: dict[str, Schema]) -> Schema:
    meta = f.metadata
    if meta["kind"] == "record":
        one = _written(classes[meta["of"]], classes, defs)
    elif meta["kind"] == "names":
        text = {"type": LOOSE}
        one = {"type": ["object", "null"], "additionalProperties": {"anyOf": [text, {"type": "array", "items": text}]}}
    elif meta["kind"] == "choice" or meta["kind"] in _WORDS:
        one = _worded(meta)
    else:
        one = {"type": LOOSE, **_FORMS.get(meta["kind"], {})}
    whole: Schema = {"anyOf": [one, {"type": "array", "items": one}, {"type": "null"}]} if meta["many"] else one
    name = meta.get("name", f.name).replace("_", " ")
    example = {"examples": [meta["eg"]]} if "eg" in meta else {}
    default = {"default": f.default} if f.default not in (MISSING, None, (), "") else {}
    return {"title": name.capitalize(), "description": meta["doc"], **whole, **example, **default}


def _worded(meta: Any) -> Schema:
    """Words that an editor completes; any case passes the gate."""
    options = meta.get("options") or _WORDS[meta["kind"]]()
    return {"anyOf": [{"enum": [*options, *_unquoted(options)]}, {"type": "null"}, _any_case(options)]}


def _likelihoods() -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for yardstick in YARDSTICKS.values() for word in yardstick.words()))


_WORDS: dict[str, Callable[[], tuple[str, ...]]] = {
    "likelihood": _likelihoods,
    "handling": lambda: TLP,
    "reliability": lambda: tuple("ABCDEF"),
}


def _unquoted(options: tuple[str, ...]) -> list[bool]:
    """``yes`` and ``no`` without quotes are booleans to an editor's YAML 1.1 reader."""
    return [word == "yes" for word in options if word in ("yes", "no")]


def _any_case(options: tuple[str, ...]) -> Schema:
    return {"type": "string", "pattern": f"^\\s*({'|'.join(''.join(map(_either, word)) for word in options)})\\s*$"}


def _either(character: str) -> str:
    """A pattern for a character in either case."""
    if character.isalpha():
        return f"[{character.upper()}{character.lower()}]"
    return f"\\{character}" if character == "+" else character
