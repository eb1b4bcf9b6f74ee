"""Bundles as the real library writes them, read by ours, and each record asked at the book's own gate."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import stix2

from brief_cli.files.gate import Rules, gate_records
from brief_cli.files.library import read_alone
from brief_cli.files.read import read_text
from brief_cli.importing import stix
from brief_cli.importing.carried import Carried, Given, Record
from brief_cli.model.registers import Entity, Settings

MADE = "2026-03-01T22:30:00.000Z"
DESK = stix2.Identity(name="Baltic Desk", identity_class="organization", created=MADE, modified=MADE)
APT = stix2.ThreatActor(
    name="Grey Heron",
    description="Steals plans.\n\nSince 2019.",
    aliases=["Heron", "Grey Heron", "G-7"],
    goals=["plans"],
    resource_level="government",
    created_by_ref=DESK,
    object_marking_refs=[stix2.TLP_AMBER],
)
UNIT = stix2.Identity(name="Unit 5", identity_class="group", sectors=["government-national"])
LT = stix2.Location(country="lt")
VILNIUS = stix2.Location(name="Vilnius", country="LT", city="Vilnius")
WAVE = stix2.Campaign(name="Spring Wave", first_seen="2026-02-01T00:00:00Z", last_seen="2026-02-20T23:00:00Z")
TOOL = stix2.Malware(name="Reed", is_family=True)
SIGN = stix2.Indicator(pattern="[file:name = 'a']", pattern_type="stix", valid_from=MADE, name="a file")


def report(*refs: Any, **more: Any) -> Any:
    fields = {"name": "Heron in the harbour", "published": "2026-03-02T04:30:00Z", "object_refs": list(refs)}
    return stix2.Report(**(fields | more))


def bundle(*objects: Any) -> bytes:
    return str(stix2.Bundle(*objects, allow_custom=True).serialize()).encode()


def as_json(*objects: Any) -> list[dict[str, Any]]:
    return [json.loads(o.serialize()) for o in objects]


def read(*files: bytes | str | Sequence[Any] | dict[str, Any]) -> Carried:
    """What some files give: bytes, text, or data that JSON can say; each record has passed the gate."""
    texts = [f if isinstance(f, str | bytes) else json.dumps(f) for f in files]
    data = [t.encode() if isinstance(t, str) else t for t in texts]
    carried = stix.read([Given(f"b{n}.json", d) for n, d in enumerate(data, 1)])
    assert_sound(carried)
    return carried


def assert_sound(carried: Carried) -> None:
    assert len({r.id for r in carried.records}) == len(carried.records)
    for record in carried.records:
        assert not faults(record), (record, faults(record))
        assert record.key == record.place
    for loss in carried.losses:
        assert loss.what and "\n" not in loss.what and not loss.what.endswith(".")


def faults(record: Record) -> Any:
    if record.kind == "brief":
        data = json.dumps(record.values, ensure_ascii=False).encode()
        return read_alone(f"{record.id}.yaml", data, record.id, Settings())[1]
    data = json.dumps({record.id: record.values}, ensure_ascii=False).encode()
    document = read_text("entities/x.yaml", data, kind="register")
    return gate_records(Entity, document, "entities/x.yaml", Rules())[1]


def values(carried: Carried, of: Any) -> dict[str, Any]:
    return next(dict(r.values) for r in carried.records if r.key == (of if isinstance(of, str) else of.id))


def whats(carried: Carried) -> list[str]:
    return [loss.what for loss in carried.losses]
