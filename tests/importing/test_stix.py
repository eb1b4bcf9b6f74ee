"""STIX bundles, made with the real library, become drafts and entities in the words of the format."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
import stix2
from importing.stix_bundles import (
    APT,
    DESK,
    LT,
    MADE,
    TOOL,
    UNIT,
    VILNIUS,
    WAVE,
    as_json,
    bundle,
    read,
    report,
    values,
    whats,
)


def test_a_report_becomes_a_draft_with_all_that_it_says() -> None:
    made = report(
        APT,
        LT,
        description="Grey Heron was in the harbour of Klaipėda for three weeks before anybody saw it there at all. "
        "It took the plans of the quay.\n\nMore follows.",
        labels=["harbour"],
        report_types=["threat-actor"],
        created_by_ref=DESK,
        confidence=70,
        lang="en",
        object_marking_refs=[stix2.TLP_GREEN, stix2.TLP_RED],
        external_references=[{"source_name": "Port Paper", "description": "Quay closed", "url": "https://p.example/1"}],
    )
    carried = read(bundle(DESK, APT, LT, made))
    found = values(carried, made)
    assert found.pop("summary").endswith("More follows.")
    assert found == {
        "title": "Heron in the harbour",
        "bottom_line": "Grey Heron was in the harbour of Klaipėda for three weeks before anybody saw it there at all.",
        "as_of": "2026-03-02",
        "status": "draft",
        "tags": ["harbour", "threat-actor"],
        "author": "Baltic Desk",
        "handling": "tlp:red",
        "lang": "en",
        "entities": ["grey-heron", "lt"],
        "sources": [{"id": "port-paper", "title": "Port Paper: Quay closed", "url": "https://p.example/1"}],
        "x_confidence": "70",
    }
    assert not carried.losses


def test_actors_places_and_happenings_become_entities_of_the_nearest_type() -> None:
    person = stix2.Identity(name="Ann Roe", identity_class="individual", contact_information="ann@desk.example")
    sector = stix2.Identity(name="Ports", identity_class="class")
    carried = read(bundle(DESK, UNIT, APT, LT, VILNIUS, WAVE, person, sector))
    types = {str(r.values["name"]): r.values["type"] for r in carried.records}
    assert types == {
        "Baltic Desk": "organization", "Unit 5": "group", "Grey Heron": "group", "LT": "country", "Vilnius": "place",
        "Spring Wave": "event", "Ann Roe": "person", "Ports": "organization",
    }  # fmt: skip
    assert values(carried, LT)["country"] == values(carried, VILNIUS)["country"] == "LT"
    assert values(carried, sector)["x_identity_class"] == "class"
    assert values(carried, person)["x_contact_information"] == "ann@desk.example"
    actor = values(carried, APT)
    assert actor["aliases"] == ["Heron", "G-7"]
    assert actor["summary"] == "Steals plans.\n\nSince 2019."
    assert (actor["x_goals"], actor["x_resource_level"], actor["x_handling"]) == (["plans"], "government", "tlp:amber")


def test_objects_of_one_name_are_told_apart_by_their_type() -> None:
    other = stix2.IntrusionSet(name="Grey Heron")
    third = stix2.IntrusionSet(name="Grey Heron")
    carried = read(bundle(APT, other, third))
    assert [r.id for r in carried.records] == [
        "grey-heron", "grey-heron-intrusion-set", f"grey-heron-{third.id.partition('--')[2][:8]}"
    ]  # fmt: skip


def test_a_relationship_that_a_report_holds_is_a_key_point_in_its_own_words() -> None:
    tie = stix2.Relationship(WAVE, "attributed-to", APT, description="So says the desk.", start_time=MADE)
    uses = stix2.Relationship(APT, "uses", TOOL)
    made = report(APT, WAVE, TOOL, tie, uses)
    carried = read(bundle(APT, WAVE, TOOL, tie, uses, made))
    points = values(carried, made)["key_points"]
    assert points[0]["text"] == "[[spring-wave|Spring Wave]] attributed to [[grey-heron|Grey Heron]]. So says the desk."
    assert points[0]["id"] == "k-" + tie.id.partition("--")[2][:8]
    assert points[0]["x_start_time"] == MADE.replace(".000", "")
    assert points[1]["text"] == "[[grey-heron|Grey Heron]] uses Reed."
    assert values(carried, made)["x_objects"] == [f"{TOOL.id} Reed"]


def test_relationships_that_no_report_holds_are_told_once_a_type() -> None:
    ties = [stix2.Relationship(WAVE, "attributed-to", APT) for _ in range(3)]
    carried = read(bundle(APT, WAVE, *ties))
    (loss,) = carried.losses
    assert loss.place == ties[0].id
    assert loss.what.startswith("`attributed-to` relationships that no report holds") and "(3 of them" in loss.what


def test_where_something_is_and_what_it_belongs_to_stands_on_the_entity() -> None:
    ties = [
        stix2.Relationship(UNIT, "located-at", VILNIUS),
        stix2.Relationship(UNIT, "part-of", DESK, allow_custom=True),
    ]
    carried = read(bundle(DESK, UNIT, VILNIUS, *ties))
    assert values(carried, UNIT)["part_of"] == ["vilnius", "baltic-desk"]
    assert not carried.losses


def test_a_description_of_such_a_tie_that_no_report_holds_is_told() -> None:
    tie = stix2.Relationship(UNIT, "located-at", VILNIUS, description="On the third floor.")
    carried = read(bundle(UNIT, VILNIUS, tie))
    assert values(carried, UNIT)["part_of"] == ["vilnius"]
    assert whats(carried) == [
        "what `located-at` relationships that no report holds say beside the tie has no place in the book"
    ]


def test_a_circle_of_parts_is_cut_and_told() -> None:
    units = [stix2.Identity(name=f"Unit {n}", identity_class="group") for n in range(3)]
    ties = [stix2.Relationship(units[n], "part-of", units[(n + 1) % 3]) for n in range(3)]
    ties.append(stix2.Relationship(units[0], "part-of", units[0]))
    carried = read(bundle(*units, *ties))
    assert [values(carried, u).get("part_of") for u in units] == [["unit-1"], ["unit-2"], None]
    assert "close a circle" in whats(carried)[0] and "(2 of them" in whats(carried)[0]


def test_a_report_that_names_itself_and_others_is_related_to_the_others_only() -> None:
    ids = [f"report--{uuid.uuid4()}" for _ in range(2)]
    first, second = report(*ids, id=ids[0]), report(*ids, id=ids[1], name="Second")
    carried = read(bundle(first, second))
    assert values(carried, first)["related"] == [{"to": "second", "as": "see_also"}]
    assert values(carried, second)["related"] == [{"to": "heron-in-the-harbour", "as": "see_also"}]


def test_days_on_which_something_was_seen_are_events() -> None:
    seen = stix2.Sighting(
        APT, first_seen="2026-02-03T00:00:00Z", last_seen="2026-02-05T00:00:00Z", count=3,
        where_sighted_refs=[VILNIUS, UNIT], description="At the quay.",
    )  # fmt: skip
    made = report(APT, WAVE, seen)
    carried = read(bundle(APT, WAVE, VILNIUS, UNIT, seen, made))
    wave, sighting = values(carried, made)["events"]
    assert (wave["date"], wave["title"], wave["entities"]) == (
        "2026-02-01/2026-02-20",
        "Spring Wave seen",
        ["spring-wave"],
    )
    assert (sighting["date"], sighting["title"]) == ("2026-02-03/2026-02-05", "Sighting of Grey Heron")
    assert (sighting["place"], sighting["entities"], sighting["x_count"]) == ("vilnius", ["grey-heron", "unit-5"], "3")
    assert sighting["detail"] == "At the quay."


@pytest.mark.parametrize(
    ("times", "date"),
    [
        ({"first_seen": "2026-02-03T00:00:00Z"}, "2026-02-03/"),
        ({"last_seen": "2026-02-03T00:00:00Z"}, "/2026-02-03"),
        ({"first_seen": "2026-02-03T01:00:00Z", "last_seen": "2026-02-03T09:00:00Z"}, "2026-02-03"),
    ],
)
def test_an_end_that_is_not_known_stays_unknown(times: dict[str, str], date: str) -> None:
    wave = stix2.Campaign(name="Wave", **times)
    made = report(wave)
    assert values(read(bundle(wave, made)), made)["events"][0]["date"] == date


def test_notes_and_opinions_are_key_points_of_what_they_are_about() -> None:
    made, other = report(APT, DESK), report(DESK, name="Other")
    note = stix2.Note(content="It rained.", authors=["Ann Roe"], object_refs=[made.id])
    opinion = stix2.Opinion(
        opinion="disagree", explanation="No heron was there.", created_by_ref=DESK, object_refs=[APT]
    )
    bare = stix2.Opinion(opinion="strongly-agree", object_refs=[APT])
    carried = read(bundle(DESK, APT, made, other, note, opinion, bare))
    points = values(carried, made)["key_points"]
    assert [p["text"] for p in points] == [
        "It rained.",
        "No heron was there.",
        "strongly agree: [[grey-heron|Grey Heron]]",
    ]
    assert [p.get("said_by") for p in points] == ["ann-roe", "baltic-desk", None]
    assert points[1]["x_opinion"] == "disagree"
    assert "key_points" not in values(carried, other)
    assert not carried.losses


def test_a_note_about_nothing_that_a_report_holds_is_told() -> None:
    carried = read(bundle(APT, stix2.Note(content="It rained.", object_refs=[APT])))
    assert whats(carried) == [
        "objects of type `note` that are about no report or what one holds have no place in the book"
    ]


def test_a_grouping_is_a_draft_and_a_revoked_report_is_archived() -> None:
    grouping = stix2.Grouping(context="suspicious-activity", object_refs=[APT], modified=MADE, created=MADE)
    revoked = report(APT, revoked=True)
    carried = read(bundle(APT, grouping, revoked))
    assert values(carried, grouping)["title"] == "suspicious-activity"
    assert values(carried, grouping)["as_of"] == "2026-03-01"
    assert (values(carried, grouping)["status"], values(carried, revoked)["status"]) == ("draft", "archived")


def test_what_was_taken_back_is_not_told_as_a_fact() -> None:
    tie = stix2.Relationship(WAVE, "attributed-to", APT, revoked=True)
    note = stix2.Note(content="Wrong.", object_refs=[APT], revoked=True)
    made = report(APT, WAVE, tie)
    carried = read(bundle(APT, WAVE, tie, note, made))
    assert "key_points" not in values(carried, made)
    assert whats(carried) == [f"revoked objects of type `{t}` are left out" for t in ("relationship", "note")]


@pytest.mark.parametrize(
    ("marking", "label"),
    [
        (stix2.TLP_WHITE.id, "tlp:clear"),
        (stix2.TLP_GREEN.id, "tlp:green"),
        (stix2.TLP_AMBER.id, "tlp:amber"),
        (stix2.TLP_RED.id, "tlp:red"),
        ("marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487", "tlp:clear"),
        ("marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb", "tlp:green"),
        ("marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421", "tlp:amber"),
        ("marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003", "tlp:amber+strict"),
        ("marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1", "tlp:red"),
    ],
)
def test_markings_of_tlp_are_known_though_no_file_holds_them(marking: str, label: str) -> None:
    made = report(APT, object_marking_refs=[marking])
    assert values(read(bundle(APT, made)), made)["handling"] == label


@pytest.mark.parametrize(
    "said",
    [
        {"definition_type": "tlp", "definition": {"tlp": "amber"}},
        {"name": "TLP:AMBER"},
        {"extensions": {"extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d": {"tlp_2_0": "amber"}}},
    ],
)
def test_a_marking_of_tlp_with_an_id_of_its_own_is_known_by_what_it_says(said: dict[str, Any]) -> None:
    marking = {"type": "marking-definition", "spec_version": "2.1", "id": f"marking-definition--{uuid.uuid4()}", **said}
    made = report(APT, object_marking_refs=[marking["id"]])
    carried = read([*as_json(APT, made), marking])
    assert values(carried, made)["handling"] == "tlp:amber"
    assert not carried.losses


def test_a_marking_that_is_neither_is_told() -> None:
    marking = {"type": "marking-definition", "spec_version": "2.1", "id": f"marking-definition--{uuid.uuid4()}"}
    carried = read([*as_json(APT, report(APT, object_marking_refs=[marking["id"]])), marking])
    assert whats(carried) == ["markings that are neither TLP nor a statement have no place"]


def test_a_statement_is_kept_beside_the_label() -> None:
    said = stix2.MarkingDefinition(definition_type="statement", definition={"statement": "Copyright the Desk"})
    made = report(APT, object_marking_refs=[said, stix2.TLP_WHITE])
    found = values(read(bundle(APT, said, made)), made)
    assert (found["x_marking"], found["handling"]) == (["Copyright the Desk"], "tlp:clear")
