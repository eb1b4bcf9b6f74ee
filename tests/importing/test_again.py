"""What comes in again, and what only looks as if it did."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import MakeBook, Result, Run, a_brief


@pytest.fixture
def book(make_book: MakeBook) -> Path:
    return make_book({"a.yaml": a_brief()})


def brought(run: Run, book: Path, name: str, text: str, *more: str) -> Result:
    path = book.parent / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return run("import", path if path.suffix else path.parent, *more, book=book)


def test_two_events_of_one_day_and_title_that_say_otherwise_are_two(run: Run, book: Path) -> None:
    table = "date,title,place,detail\n2026-01-01,Explosion,Minsk,Two dead\n2026-01-01,Explosion,Brest,Five dead\n"
    assert "2 events came in" in brought(run, book, "e.csv", table, "--into", "a").err
    assert "nothing came in; 2 were there already" in brought(run, book, "e.csv", table, "--into", "a").err
    text = (book / "a.yaml").read_text()
    assert ("Two dead" in text, "Five dead" in text, text.count("title: Explosion")) == (True, True, 2)


def test_an_event_whose_id_is_there_is_that_event(run: Run, book: Path) -> None:
    brought(run, book, "e.csv", "id,date,title\nx1,2026-01-01,First\n", "--into", "a")
    done = brought(run, book, "e.csv", "id,date,title\nx1,2026-01-01,Corrected\nx2,2026-01-02,New\n", "--into", "a")
    assert "the event x1 is there already, and stays as it is: its title differs" in done.err
    assert "1 event came in; 1 was there already" in done.err


def test_sources_with_ids_of_their_own_are_not_one_for_their_title(run: Run, book: Path) -> None:
    table = "id,title,publisher,note\nint-1,Interview,Desk,Yes\nint-2,Interview,Desk,No\n"
    assert brought(run, book, "s.csv", table).out == "int-1\nint-2\n"


def test_a_key_that_means_something_else_by_now_is_told(run: Run, book: Path) -> None:
    brought(run, book, "x.bib", "@article{s20, title={First}, journal={J}}")
    done = brought(run, book, "y.bib", "@article{s20, title={Another}, journal={J}}")
    assert "Another is there already as s20, and stays as it is: title would differ" in done.err


def test_two_people_of_one_name_in_a_bundle_are_two(run: Run, book: Path) -> None:
    people = [
        {"type": "identity", "spec_version": "2.1", "id": f"identity--{n}5f1c9b4-1111-4111-8111-111111111111",
         "created": "2026-01-01T00:00:00.000Z", "modified": "2026-01-01T00:00:00.000Z", "name": "John Smith",
         "identity_class": "individual", "description": what}
        for n, what in ((1, "Banker"), (2, "General"))
    ]  # fmt: skip
    bundle = json.dumps({"type": "bundle", "id": "bundle--15f1c9b4-1111-4111-8111-111111111111", "objects": people})
    assert "2 entities came in" in brought(run, book, "r.json", bundle).err
    assert "nothing came in; 2 were there already" in brought(run, book, "r.json", bundle).err


def test_two_notes_of_one_title_and_day_are_two_and_a_moved_folder_brings_none_again(run: Run, book: Path) -> None:
    note = "---\ntitle: Log\ndescription: Daily log\ndate: 2026-01-01\n---\n\n"
    for name, text in (("one", "Ships left."), ("two", "Ships came.")):
        path = book.parent / "v" / f"{name}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(note + text)
    assert "2 briefs came in" in run("import", book.parent / "v", book=book).err
    (book.parent / "v").rename(book.parent / "elsewhere")
    assert "nothing came in; 2 were there already" in run("import", book.parent / "elsewhere", book=book).err


def test_a_note_that_has_changed_since_is_told_by_what_would_differ(run: Run, book: Path) -> None:
    note = "---\ntitle: Log\ndate: 2026-01-01\n---\n\nFirst.\n"
    brought(run, book, "log.md", note)
    done = brought(run, book, "log.md", f"{note}\n- 2026-01-02: It goes on\n")
    assert "Log is there already as log, and stays as it is: events would differ" in done.err


def test_a_name_that_two_have_or_none_is_never_linked_to_something_else(run: Run, make_book: MakeBook) -> None:
    book = make_book({
        "a.yaml": a_brief(), "zapad-2025.yaml": a_brief(),
        "entities/e.yaml": "georgia: {type: country, name: Georgia}\ngeorgia-us: {type: place, name: Georgia}\n",
    })  # fmt: skip
    table = "date,title,place\n2026-01-01,X,Georgia\n2026-01-02,Y,Zapad 2025\n"
    done = brought(run, book, "e.csv", table, "--into", "a")
    assert "Georgia may be georgia or georgia-us" in done.err
    text = (book / "a.yaml").read_text()
    assert ("place: georgia-entity" in text, "place: zapad-2025-entity" in text) == (True, True)


def test_the_title_of_a_source_may_hold_a_comma(run: Run, book: Path) -> None:
    brought(run, book, "e.csv", 'date,title,source\n2026-01-01,X,"DIE ZEIT, 5.3.2026"\n', "--into", "a")
    assert "title: DIE ZEIT, 5.3.2026" in next(book.glob("sources/*.yaml")).read_text()


def test_a_spreadsheet_is_told_to_be_saved_as_a_table(run: Run, book: Path) -> None:
    assert "save it as CSV" in brought(run, book, "a.xlsx", "PK").err
