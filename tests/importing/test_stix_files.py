"""What STIX files may hold: versions, shapes, faults, and what of it has no place in a book and is told."""

from __future__ import annotations

import builtins
import json
import re
import sys
import uuid
from typing import Any

import pytest
import stix2
from importing.stix_bundles import (
    APT,
    DESK,
    MADE,
    SIGN,
    as_json,
    bundle,
    read,
    report,
    values,
    whats,
)

from brief_cli.errors import UsageError
from brief_cli.importing import stix
from brief_cli.importing.carried import FILE_SIZE


def test_files_are_read_together_and_the_latest_version_counts() -> None:
    made = report(APT)
    later = APT.new_version(name="Grey Crane")
    carried = read(bundle(made, later), bundle(APT))
    assert values(carried, made)["entities"] == ["grey-crane"]
    (loss,) = carried.losses
    assert (loss.file, loss.what) == ("b2.json", "of objects in several versions only the latest is read")
    assert not read(bundle(APT), bundle(APT)).losses


def test_types_without_a_place_are_counted_and_listed_by_their_report() -> None:
    signs = [stix2.Indicator(pattern="[file:size = 1]", pattern_type="stix", valid_from=MADE) for _ in range(4)]
    made = report(*signs, SIGN)
    carried = read(bundle(*signs, SIGN, made))
    assert values(carried, made)["x_objects"] == [*(s.id for s in signs), f"{SIGN.id} a file"]
    (loss,) = carried.losses
    assert loss.what.startswith("objects of type `indicator` have no place") and "(5 of them" in loss.what


def test_custom_types_and_extensions_are_told_by_type() -> None:
    custom = {"type": "x-desk-thing", "id": f"x-desk-thing--{uuid.uuid4()}", "spec_version": "2.1"}
    name = f"extension-definition--{uuid.uuid4()}"
    extended = as_json(APT)[0] | {"extensions": {name: {"extension_type": "property-extension", "rank": 1}}}
    carried = read({"type": "bundle", "objects": [custom, extended]})
    assert [r.id for r in carried.records] == ["grey-heron"]
    assert [w.split(" have")[0].split(" has")[0] for w in whats(carried)] == [
        f"the extension `{name}`", "objects of type `x-desk-thing`"
    ]  # fmt: skip


def test_an_invalid_object_is_told_with_the_reason_and_keeps_no_other_out() -> None:
    wrong = as_json(report(APT))[0] | {"published": "yesterday"}
    carried = read([*as_json(APT, DESK), wrong])
    assert [r.id for r in carried.records] == ["grey-heron", "baltic-desk"]
    (loss,) = carried.losses
    assert loss.place == wrong["id"]
    assert loss.what.startswith("not valid STIX: Invalid value for Report 'published'")


def test_many_invalid_objects_are_told_in_few_lines() -> None:
    wrong = [{"type": "identity", "id": f"identity--{uuid.uuid4()}", "spec_version": "2.1"} for _ in range(500)]
    carried = read(wrong)
    assert len(carried.losses) == 26
    assert "(475 of them" in carried.losses[-1].what


def test_references_that_lead_nowhere_are_counted() -> None:
    missing = f"malware--{uuid.uuid4()}"
    made = report(APT, missing, created_by_ref=f"identity--{uuid.uuid4()}")
    carried = read(bundle(APT, made))
    assert values(carried, made)["x_objects"] == [missing]
    assert whats(carried) == ["references to objects that no file holds lead nowhere (2 of them, this is the first)"]


def test_an_object_alone_a_list_and_a_bundle_in_a_bundle_are_read() -> None:
    one, two = as_json(APT, DESK)
    assert [r.id for r in read(one).records] == ["grey-heron"]
    assert [r.id for r in read([one, two]).records] == ["grey-heron", "baltic-desk"]
    inner = {"type": "bundle", "objects": [one]}
    assert [r.id for r in read({"type": "bundle", "objects": [inner, two]}).records] == ["grey-heron", "baltic-desk"]


def test_stix_2_0_is_read_where_the_library_can() -> None:
    old = stix2.v20.Identity(name="Old Desk", identity_class="organization")
    place = {"type": "location", "id": f"location--{uuid.uuid4()}", "created": MADE, "modified": MADE, "country": "LT"}
    carried = read({"type": "bundle", "spec_version": "2.0", "objects": [*as_json(old), place]})
    assert [r.id for r in carried.records] == ["old-desk"]
    assert whats(carried) == ["not valid STIX: STIX 2.0 has no type `location`"]


@pytest.mark.parametrize(
    ("data", "place", "what"),
    [
        (b'{\n "a": }', "line 2, column 7", "not JSON"),
        (b"", "line 1, column 1", "not JSON"),
        (b"[NaN]", "", "not JSON: NaN is no number"),
        (b"[" * 100_000, "", "nested too deeply"),
        (b'{"a":' * 100_000, "", "nested too deeply"),
        (b"[" + b"1" * 10_000 + b"]", "", "not JSON: Exceeds the limit"),
        (b'"text"', "", "neither a bundle"),
        (b"\xff\xfe\xff", "", "not JSON"),
        (b'{"name": "x"}', "", "objects without `type` and `id`"),
        (b"[1, 2]", "", "values that are no STIX objects are left out (2 of them"),
        (b'{"type": "bundle"}', "", ""),
    ],
)
def test_what_is_no_stix_is_told_with_its_place(data: bytes, place: str, what: str) -> None:
    carried = read(data)
    assert not carried.records
    assert [loss.place for loss in carried.losses] == ([place] if what else [])
    assert all(what in loss.what for loss in carried.losses)


def test_a_key_written_twice_is_told() -> None:
    text = json.dumps(as_json(APT)[0]).replace('{"type"', '{"name": "First", "type"', 1)
    carried = read(text)
    assert values(carried, APT)["name"] == "Grey Heron"
    assert (carried.losses[0].place, whats(carried)) == (
        APT.id, ["of a key written twice in an object only the last value is read"]
    )  # fmt: skip


def test_a_file_that_is_too_large_is_not_read() -> None:
    assert whats(read(b" " * (FILE_SIZE + 1))) == ["the file holds more than 64 MB and is not read"]


def test_characters_that_a_file_refuses_become_spaces() -> None:
    text = json.dumps(as_json(APT)[0] | {"name": "A\x85B\x07C\ud800D\u2028E\x7fF", "description": "x\ufffey\r\nz"})
    found = values(read(text), APT)
    assert (found["name"], found["summary"]) == ("A B C D E F", "x y\nz")


def test_double_brackets_of_a_text_are_left_as_they_are() -> None:
    made = report(APT, description="See [[grey-heron]] and [[else]].")
    assert values(read(bundle(APT, made)), made)["bottom_line"] == "See [[grey-heron]] and [[else]]."


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("The U.S. port is closed. It opens on Monday.", "The U.S. port is closed. It opens on Monday."),
        ("# Summary\n\nThe port is closed", "The port is closed"),
        ("# Only a heading", "Heron in the harbour"),
        ("word " * 200, "word " * 80 + "…"),
    ],
)
def test_the_bottom_line_is_the_first_sentence_or_two(text: str, line: str) -> None:
    made = report(APT, description=text)
    assert values(read(bundle(APT, made)), made)["bottom_line"] == line


def test_a_report_that_no_file_could_hold_is_told() -> None:
    carried = read([*as_json(APT), as_json(report(APT))[0] | {"description": "x" * 5_000_000}])
    assert [r.id for r in carried.records] == ["grey-heron"]
    assert "more text than a file of the book holds" in whats(carried)[0]


def test_a_report_of_thousands_of_objects_is_cut_and_told() -> None:
    made = as_json(report(APT))[0]
    made["object_refs"] = [f"malware--{uuid.uuid4()}" for _ in range(3000)]
    carried = read([made])
    assert len(values(carried, made["id"])["x_objects"]) == 2000
    assert any("beyond 2000" in w and "(1000 of them" in w for w in whats(carried))


def test_without_the_library_the_user_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "stix2", None)
    with pytest.raises(UsageError, match=re.escape("Reading STIX needs the package stix2.")) as told:
        stix.read([])
    assert told.value.hints == ("pip install 'brief-cli[stix]'",)


def test_nothing_is_opened_while_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    data = bundle(APT, DESK, report(APT, external_references=[{"source_name": "x", "url": "file:///etc/passwd"}]))
    read(data)

    def refuse(*args: Any, **_: Any) -> Any:
        raise AssertionError(args)

    monkeypatch.setattr(builtins, "open", refuse)
    monkeypatch.setattr("socket.socket", refuse)
    assert len(read(data).records) == 3


def test_a_text_that_is_none_is_told() -> None:
    carried = read([as_json(APT)[0] | {"description": ["a", "b"]}])
    assert "summary" not in values(carried, APT)
    assert whats(carried) == ["a `description` that is no text is left out"]
