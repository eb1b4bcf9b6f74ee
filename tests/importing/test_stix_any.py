"""However large or odd a bundle is, it is read in good time, and every record is sound."""

from __future__ import annotations

import json
import resource
import time
import uuid
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from importing.stix_bundles import (
    MADE,
    faults,
    read,
)

from brief_cli.importing import stix
from brief_cli.importing.carried import Given


def large(size: int) -> bytes:
    """A bundle as a sharing platform gives it: mostly indicators, many ties, some reports, and text in all."""
    text = "The actor was seen again in the networks of three ports. " * 3
    base = {"spec_version": "2.1", "created": MADE, "modified": MADE}
    objects: list[dict[str, Any]] = []
    made = 0
    while made < size:
        ids = {t: f"{t}--{uuid.uuid4()}" for t in ("identity", "threat-actor", "campaign", "report", "note")}
        signs = [f"indicator--{uuid.uuid4()}" for _ in range(12)]
        ties = [f"relationship--{uuid.uuid4()}" for _ in range(8)]
        name = f"Group {len(objects)}"
        group: list[dict[str, Any]] = [
            {**base, "type": "identity", "id": ids["identity"], "name": name, "identity_class": "group"},
            {**base, "type": "threat-actor", "id": ids["threat-actor"], "name": name, "description": text},
            {**base, "type": "campaign", "id": ids["campaign"], "name": f"{name} at work", "description": text},
            {**base, "type": "note", "id": ids["note"], "content": text, "object_refs": [ids["campaign"]]},
            *({**base, "type": "indicator", "id": i, "pattern": f"[file:name = '{i}']", "pattern_type": "stix",
               "valid_from": MADE, "name": i[-8:], "description": text} for i in signs),
            *({**base, "type": "relationship", "id": t, "relationship_type": "attributed-to",
               "source_ref": ids["campaign"], "target_ref": ids["threat-actor"]} for t in ties),
            {**base, "type": "report", "id": ids["report"], "name": f"About {name}", "published": MADE,
             "description": text, "object_refs": [*list(ids.values())[:3], *signs, *ties]},
        ]  # fmt: skip
        objects += group
        made += sum(len(json.dumps(o)) + 2 for o in group)
    return json.dumps({"type": "bundle", "id": f"bundle--{uuid.uuid4()}", "objects": objects}).encode()


def test_a_large_bundle_is_read_in_good_time() -> None:
    data = large(1_000_000)
    start = time.perf_counter()
    carried = stix.read([Given("large.json", data)])
    assert time.perf_counter() - start < 5
    assert len(carried.losses) == 1
    assert not any(faults(r) for r in carried.records[:20])


@pytest.mark.slow
def test_fifty_megabytes_are_read_in_a_minute() -> None:
    data = large(50_000_000)
    start = time.perf_counter()
    carried = stix.read([Given("large.json", data)])
    seconds = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(data) / 1e6:.0f} MB, {len(carried.records)} records, {seconds:.1f} s, at most {memory:.0f} MB")
    assert seconds < 60


@pytest.mark.slow
def test_a_hundred_thousand_objects_of_one_name_and_one_circle_are_read_in_a_minute() -> None:
    base = {"spec_version": "2.1", "created": MADE, "modified": MADE}
    ids = [f"identity--{uuid.uuid4()}" for _ in range(50_000)]
    objects: list[dict[str, Any]] = [{**base, "type": "identity", "id": i, "name": "Same"} for i in ids]
    for here, there in zip(ids, [*ids[1:], ids[0]], strict=True):
        tie = {"relationship_type": "part-of", "source_ref": here, "target_ref": there}
        objects.append({**base, "type": "relationship", "id": f"relationship--{uuid.uuid4()}", **tie})
    start = time.perf_counter()
    carried = stix.read([Given("same.json", json.dumps(objects).encode())])
    assert time.perf_counter() - start < 60
    assert len({r.id for r in carried.records}) == 50_000


KINDS = ["report", "grouping", "identity", "location", "threat-actor", "campaign", "relationship", "sighting", "note",
         "opinion", "malware", "marking-definition", "x-y"]  # fmt: skip
IDS = [f"{kind}--{uuid.UUID(int=n + (4 << 76) + (8 << 60))}" for n, kind in enumerate(KINDS * 2)]
REF = st.sampled_from(IDS)
REFS = st.lists(REF, min_size=1, max_size=5)
TEXT = st.text(max_size=12) | st.sampled_from(["[[a|b]]", "Same", "<<", "\x85", "part-of", "uses", "LT", "lt", MADE])
ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
DAYS = st.sampled_from([MADE, "2026-02-01T00:00:00Z", "0001-01-01T00:00:00Z"])
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(("name", "description", "content", "explanation", "context", "country", "city", "lang"), TEXT),
    **dict.fromkeys(("source_ref", "target_ref", "sighting_of_ref", "created_by_ref"), REF),
    **dict.fromkeys(("object_refs", "object_marking_refs", "where_sighted_refs"), REFS),
    **dict.fromkeys(("labels", "aliases", "report_types", "authors"), st.lists(TEXT, min_size=1, max_size=3)),
    **dict.fromkeys(("first_seen", "last_seen", "published"), DAYS),
    "relationship_type": st.sampled_from(["part-of", "located-at", "uses", "attributed-to"]),
    "opinion": st.sampled_from(["agree", "neutral"]),
    "revoked": st.booleans(),
    "confidence": st.integers(0, 100),
    "external_references": st.lists(st.fixed_dictionaries({"source_name": TEXT, "description": TEXT}), max_size=2),
    "x_own": ODD,
    "extensions": ODD,
}  # fmt: skip
NEEDED = {
    "report": ("name", "published", "object_refs"), "grouping": ("context", "object_refs"), "identity": ("name",),
    "location": ("country",), "threat-actor": ("name",), "campaign": ("name",), "sighting": ("sighting_of_ref",),
    "relationship": ("relationship_type", "source_ref", "target_ref"), "note": ("content", "object_refs"),
    "opinion": ("opinion", "object_refs"),
}  # fmt: skip


@st.composite
def stix_objects(draw: st.DrawFn) -> dict[str, Any]:
    ref = draw(REF)
    kind = ref.partition("--")[0]
    likely = {"report": ("description", "labels", "external_references", "lang"), "identity": ("x_own",)}.get(kind, ())
    more = draw(st.lists(st.sampled_from([*FIELDS, *likely]), max_size=2))
    made = {name: draw(FIELDS[name]) for name in {*NEEDED.get(kind, ()), *likely, *more}}
    return {"type": kind, "spec_version": "2.1", "id": ref, "created": MADE, "modified": MADE} | made


@settings(max_examples=150, deadline=None)
@given(st.lists(stix_objects(), max_size=12))
def test_whatever_a_bundle_says_each_record_is_sound_and_nothing_is_lost_unsaid(objects: list[dict[str, Any]]) -> None:
    carried = read({"type": "bundle", "objects": objects})
    text = repr([r.values for r in carried.records])
    for ref in {o["id"] for o in objects if not o["id"].startswith("marking-definition")}:
        said = any(r.key == ref for r in carried.records) or f"-{ref.partition('--')[2][:8]}" in text or ref in text
        assert said or carried.losses or ref.startswith("relationship")


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from(["type", "id", "objects", "spec_version", *FIELDS]), ODD) | ODD)
def test_any_json_is_read_without_an_error(data: Any) -> None:
    read([data])
    read({"type": "bundle", "objects": data})


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_are_read_without_an_error(data: bytes) -> None:
    read(data)
