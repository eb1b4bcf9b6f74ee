"""What is dated in a note becomes an event, and the bullets below known headings items and sources."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from importing.noted import carried, events, read, values

from brief_cli.importing.notes_events import Dated, dated, heading_date

# Events


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("- 2025-09-12: it", "2025-09-12"),
        ("* 2025-09 - it", "2025-09"),
        ("1. 2025: it", "2025"),
        ("+ 12.09.2025 it", "2025-09-12"),
        ("- 12 September 2025, it", "2025-09-12"),
        ("- September 12, 2025 – it", "2025-09-12"),
        ("- September 2025 — it", "2025-09"),
        ("- 2025-09-12 - 2025-09-16: it", "2025-09-12/2025-09-16"),
        ("- 2025-09-12/2025-09-16 it", "2025-09-12/2025-09-16"),
        ("- 2025-09-12 – 2025-09-16 it", "2025-09-12/2025-09-16"),
        ("- 12–16 September 2025: it", "2025-09-12/2025-09-16"),
        ("- **2025-09-12** it", "2025-09-12"),
        ("- **2025-09-12:** it", "2025-09-12"),
        ("- [[2025-09-12]] it", "2025-09-12"),
        ("- [[Daily/2025-09-12|that day]]: it", "2025-09-12"),
        ("- [x] 2025-09-12 it", "2025-09-12"),
        ("- 2025-09~: it", "2025-09~"),
        ("- 31/12/2025: it", "2025-12-31"),
    ],
)
def test_a_bullet_that_begins_with_a_date_is_an_event(line: str, date: str) -> None:
    files: dict[str, str | bytes] = {"Note.md": f"Start.\n\n{line}\n", "Daily/2025-09-12.md": "x"}
    found = dict(carried(files).records[0].values)
    assert found["events"] == [{"date": date, "title": "it"}] and "summary" not in found


@pytest.mark.parametrize(
    "line", ["2025 was good", "2025-based", "2025-02-30: x", "03/04/2025: x", "2023-24: x", "x 2025-01-01", "20251: x"]
)
def test_a_bullet_without_a_sure_date_stays_text(line: str) -> None:
    assert values(f"Start.\n\n- {line}")["summary"] == f"- {line}"


def test_a_doubtful_date_is_told_with_its_line() -> None:
    found = read(Note="Start.\n\n- 03/04/2025: x\n- 2025-02-30: y")
    assert [loss.place for loss in found.losses] == ["line 3", "line 4"]


def test_links_of_an_event_stand_in_its_detail_and_its_entities() -> None:
    text = "- 2025-09-12 10:30: **[[Ann Smith|Ann]]** sails with `x_y`\n  - from [[Note]]\n- plain"
    (event,) = events(text, Ann_Smith="---\ntype: person\n---\nx")
    assert event == {
        "date": "2025-09-12",
        "title": "Ann sails with x_y",
        "detail": "10:30\n[[ann-smith|Ann]] sails with `x_y`\n- from [[note|Note]]",
        "entities": ["ann-smith"],
    }


def test_a_long_event_is_cut_at_a_sentence_and_whole_in_its_detail() -> None:
    text = "The board meets. " + "It talks and talks about the port and the ships in it. " * 4
    (event,) = events(f"- 2025-09-12: {text}")
    assert event["title"].endswith("ships in it.") and len(event["title"]) <= 120
    assert event["detail"] == text.strip()


def test_tasks_that_are_open_are_planned_and_those_struck_are_cancelled() -> None:
    found = events("- [ ] 2027-01-01 a\n- [x] 2025-01-01 b\n- [-] 2026-01-01 c")
    assert [(one["title"], one.get("status")) for one in found] == [("b", None), ("c", "cancelled"), ("a", "planned")]


def test_bullets_and_paragraphs_below_a_date_are_events_of_that_date() -> None:
    text = (
        "Start.\n\n## Timeline\n\n### 12 September 2025\n\n- one\n- two\n\nThree.\n\n## Rest\n\n- 2025-10-01\n  - four"
    )
    found = values(text)
    assert [(one["date"], one["title"]) for one in found["events"]] == [
        ("2025-09-12", "one"), ("2025-09-12", "two"), ("2025-09-12", "Three."), ("2025-10-01", "four"),
    ]  # fmt: skip
    assert found["summary"] == "## Rest"


def test_a_daily_note_keeps_its_headings_and_bullets() -> None:
    (record,) = carried({"2025-09-12.md": "Up.\n\n## 2025-09-12\n\n- ate\n"}).records
    assert "events" not in record.values and "- ate" in str(record.values["summary"])


def test_the_rows_of_a_table_of_dates_are_events_and_the_others_stay() -> None:
    rows = ("| 13/04/2025 | [[Ann Smith\\|Ann]] | sails |", "| 03/04/2025 | B | x |", "| ? | C | y |")
    table = "\n".join(("| When | Who | What |", "|---|---|---|", *rows))
    found = values(f"Start.\n\n{table}", Ann_Smith="---\ntype: person\n---\nx")
    assert found["events"] == [
        {"date": "2025-04-03", "title": "x", "detail": "Who: B"},
        {"date": "2025-04-13", "title": "sails", "detail": "Who: [[ann-smith|Ann]]", "entities": ["ann-smith"]},
    ]
    assert found["summary"] == "| When | Who | What |\n|---|---|---|\n| ? | C | y |"


# Sections


def test_bullets_below_known_headings_become_items() -> None:
    text = (
        "Start.\n\n## KEY POINTS\n- **one** [[nato]]\n  - more\n- 2025-01-01: dated\n\n## Open questions:\n- who?\n\n"
        "## Assumptions\n- it holds\n## Indicators\n- a sign\n## Alternatives\n- another\n## Other\n- stays"
    )
    found = values(text)
    assert found["key_points"] == [{"text": "one [[nato]]\n- more"}]
    assert found["events"] == [{"date": "2025-01-01", "title": "dated"}]
    assert [found[part][0]["text"] for part in ("gaps", "assumptions", "indicators", "alternatives")] == [
        "who?", "it holds", "a sign", "another",
    ]  # fmt: skip
    assert found["summary"] == "## Other\n- stays"


def test_a_judgment_needs_one_term_of_likelihood() -> None:
    bullets = [
        "It is very likely (high confidence)",
        "It is so",
        "It is not likely",
        "likely or unlikely",
        "a remote area",
    ]
    found = values("Start.\n\n## Assessment\n" + "\n".join(f"- {bullet}" for bullet in bullets))
    assert found["judgments"] == [{"text": "It is very likely", "likelihood": "very likely", "confidence": "high"}]
    assert all(bullet in found["summary"] for bullet in bullets[1:])


def test_bullets_with_one_address_become_sources() -> None:
    text = (
        "Start.\n\n## Sources\n- [A report](https://a.example/x_y), 2025-09-01\n- Harbour log: https://b.example/1.\n"
        "- https://c.example/\n- the archive\n- https://d.example https://e.example"
    )
    found = values(text)
    assert found["sources"] == [
        {"id": "a-report", "title": "A report", "url": "https://a.example/x_y", "published": "2025-09-01"},
        {"id": "harbour-log", "title": "Harbour log", "url": "https://b.example/1"},
        {"id": "c-example", "title": "c.example", "url": "https://c.example/"},
    ]
    assert found["summary"] == "## Sources\n- the archive\n- https://d.example https://e.example"


def test_a_source_has_one_id_in_the_whole_set_and_never_that_of_a_note() -> None:
    text = "Start.\n\n## Sources\n- [Other](https://a.example/)\n"
    found = read(Note=text, Third=text, Other="## Sources\n- [Other](https://b.example/)\n")
    ids = [record.values["sources"][0]["id"] for record in found.records]  # type: ignore[index,call-overload]
    assert ids == ["other-2", "other-2", "other-3"]


@given(st.dates(), st.sampled_from(("{:%Y-%m-%d}", "{:%d.%m.%Y}", "**{:%Y-%m-%d}**", "{:%Y-%m-%d} - {:%Y-%m-%d}")))
def test_every_day_is_read_in_every_form(day: Any, form: str) -> None:
    iso = day.isoformat()
    written = form.replace("%Y", f"{day.year:04}").format(day, day)
    assert dated(f"{written}: x") == Dated(iso, "", "x")
    assert heading_date(f"**{iso}**") == iso
