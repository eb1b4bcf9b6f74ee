"""What the gate makes of a record: the model's own declarations, whichever library checks them."""

from __future__ import annotations

import copy
from dataclasses import MISSING, fields
from typing import Any

import pytest
from pydantic_core import ValidationError

from brief_cli.files.shapes import OWN, checker, file_keys
from brief_cli.model import brief
from brief_cli.model.registers import Entity, Settings, Source
from brief_cli.model.yardstick import YARDSTICKS

RECORDS = [
    brief.Brief, brief.KeyPoint, brief.Judgment, brief.Event, brief.Assumption, brief.Alternative, brief.Gap,
    brief.Indicator, brief.Citation, brief.Resolution, brief.Outcome, brief.EntityRef, brief.Relation,
    Entity, Source, Settings,
]  # fmt: skip
CONTEXT = {"yardstick": YARDSTICKS["icd203"]}


def due(cls: type) -> dict[str, str]:
    """What a record must hold, as its examples say it."""
    return {key: f.metadata.get("eg", "Minsk") for key, f in file_keys(cls).items() if f.metadata.get("required")}


def check(cls: type, value: Any, *, lenient: bool = False) -> Any:
    return checker(cls, lenient).validate_python(value, context=CONTEXT)


def faults(cls: type, value: Any) -> list[tuple[str, tuple[str | int, ...]]]:
    with pytest.raises(ValidationError) as found:
        check(cls, value)
    return [(fault["type"], fault["loc"]) for fault in found.value.errors(include_url=False)]


@pytest.mark.parametrize("cls", RECORDS)
def test_what_is_left_out_is_the_default_of_the_record_itself(cls: type) -> None:
    made = check(cls, due(cls))
    assert type(made) is cls
    for f in fields(cls):
        if f.default is not MISSING:
            assert getattr(made, f.name) == f.default
        elif f.default_factory is not MISSING:
            assert getattr(made, f.name) == f.default_factory()
            assert getattr(made, f.name) is not getattr(check(cls, due(cls)), f.name), "no two records share one"


@pytest.mark.parametrize("cls", RECORDS)
def test_what_is_due_is_missed_by_its_name_in_the_file_and_in_the_order_of_the_model(cls: type) -> None:
    if due(cls):
        assert faults(cls, {}) == [("missing", (key,)) for key in due(cls)]


@pytest.mark.parametrize("cls", RECORDS)
def test_an_unknown_field_is_a_fault_behind_the_others_unless_the_format_is_a_later_one(cls: type) -> None:
    unknown = {"colour": "red", **due(cls), "x_mine": ["1"]}
    assert faults(cls, unknown) == [("extra_forbidden", ("colour",))]
    assert check(cls, unknown, lenient=True).x == {"colour": "red", "x_mine": ["1"]}


@pytest.mark.parametrize("cls", RECORDS)
def test_own_fields_are_kept_as_written_and_the_text_is_left_alone(cls: type) -> None:
    value = {**due(cls), "x_mine": {"a": ["1", ""]}, "x_none": ""}
    before = copy.deepcopy(value)
    assert check(cls, value).x == {"x_mine": {"a": ["1", ""]}, "x_none": ""}
    assert value == before
    assert OWN not in value


@pytest.mark.parametrize("cls", RECORDS)
def test_an_empty_value_is_an_absent_one(cls: type) -> None:
    empty = {key: "" for key in file_keys(cls) if key not in due(cls)}
    assert check(cls, due(cls) | empty) == check(cls, due(cls))


def test_a_fault_names_its_place_through_lists_short_forms_and_single_values() -> None:
    value = due(brief.Brief) | {
        "key_points": [{"text": "A", "sources": ["ap 2", "ap 9"], "contradicts": {"a": "b"}}, "", "B", ["C"]],
        "related": {"to": "other", "as": "sea_also"},
    }
    assert faults(brief.Brief, value) == [
        ("E107", ("key_points", 0, "sources", 1, "credibility")),
        ("E102", ("key_points", 0, "contradicts", 0)),
        ("E102", ("key_points", 2)),
        ("E105", ("related", 0, "as")),
    ]
