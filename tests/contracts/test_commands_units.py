"""Selecting (docs/commands/README.md): what each field asks of each unit, on a book whose every answer is known."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import MakeBook, Run, a_brief

FILES = {
    "book.yaml": "review_interval: 60d\n",
    # Stale by the interval, though looked at: 2026-01-20 and 60 days is 2026-03-21.
    "interval.yaml": a_brief(
        "Interval",
        reviewed="2026-01-20",
        tags="[Eastern Flank, sea]",
        author='"Smith, J."',
        x_desk="North Sea",
        key_points="[{id: k1, text: One origin twice., sources: [wire-a, wire-b]},"
        " {id: k2, text: Two origins., sources: [wire-a, own]}]",
        events="[{id: e1, date: 2025-02, title: Told first, place: harbour, sources: [wire-a, wire-b]}]",
    ),
    # Looked at a day later, so not stale before 2026-03-25.
    "fresh.yaml": a_brief(
        "Fresh",
        reviewed="2026-01-24",
        tags="sea",
        related="{to: interval, as: see_also}",
        key_points="[{id: k1, text: It denies that., sources: own, contradicts: interval#k2, said_by: anna}]",
        events="[{id: e1, date: 2025-03-01, title: Told again, same_as: interval#e1, sources: own}]",
    ),
    # Past `review_by` although looked at today.
    "overdue.yaml": a_brief(
        "Overdue",
        review_by="2026-03-23",
        reviewed="2026-03-24",
        status="archived",
        events="[{id: e1, date: 2026-04/2026-05, title: It will come, status: planned, entities: anna},"
        " {id: e2, date: 2025-06, title: It may have been, status: alleged, sources: nowhere}]",
    ),
    # `review_by` to come stands before the interval that is long over; nothing ties it.
    "orphan.yaml": a_brief(
        "Orphan",
        review_by="2026-03-24",
        status="draft",
        entities="anna",
        gaps='["Does [[anna]] know [[nobody]]?", "And the other?"]',
        sources="[{id: own-2, title: Inside}]",
    ),
    "entities/e.yaml": """
anna: {type: person, name: Anna Ost, aliases: [The Captain]}
bert: {type: person, name: Bert, aliases: [the captain]}
harbour: {type: place, name: Harbour}
unused: {type: place, name: Unused}
""",
    "sources/s.yaml": """
wire-a: {title: Wire A, publisher: Paper A, origin: Agency, published: 2025-02-10, kind: press}
wire-b: {title: Wire B, publisher: Paper B, origin: agency, published: 2025-02-11, kind: press}
own: {title: Own, publisher: Agency B, published: 2025-03/2025-04, kind: report}
idle: {title: Idle}
""",
}


@pytest.fixture
def book(make_book: MakeBook) -> Path:
    return make_book(FILES)


def found(run: Run, book: Path, command: str, *selector: str) -> str:
    done = run(command, *selector, "--fields", "id", "--format", "plain", book=book)
    assert done.code == (0 if done.out else 1), done.err
    return " ".join(sorted(done.out.split()))


OF_BRIEFS = [
    ("is:stale", "interval overdue"), ("is:draft", "orphan"), ("is:unsourced", "overdue"),
    ("is:single-source", "fresh interval"), ("is:contested", "fresh interval"),
    ("is:orphan", "orphan overdue"), ("is:dangling", "orphan overdue"), ("not is:stale", "fresh orphan"),
    ("is:stale,draft", "interval orphan overdue"), ("IS:Stale AND Status:ARCHIVED", "overdue"),
    ('tag:"eastern flank"', "interval"), ("tag:SEA", "fresh interval"), ("tag:se", ""),
    ('author:"SMITH, J."', "interval"), ("author:smith", ""), ('x_desk:"north sea"', "interval"),
    ("x_desk:north", ""), ("x_none:1", ""), ("entity:anna", "fresh orphan overdue"),
    ('entity:"anna ost"', "fresh orphan overdue"), ("entity:harbour", "interval"),
    ("place:harbour", "interval"), ("place:anna", ""), ("source:own", "fresh interval"),
    ('source:"wire a"', "interval"), ("status:archived,draft", "orphan overdue"), ("status:planned", ""),
    ("brief:fresh,orphan", "fresh orphan"), ("until:2026-01-01", "fresh interval orphan overdue"),
    ("since:2026-01-02", ""), ("since:-12w", "fresh interval orphan overdue"),
    ("on:2025..2026-01-01", "fresh interval orphan overdue"), ("captain", ""), ("told again", "fresh"),
    ('"again told"', ""), ("ORIGINS", "interval"), ("denie", "fresh"), ("north sea", "interval"),
    ("wire-a", "interval"), ("not tag:sea not is:orphan", ""),
    ("(is:orphan or is:stale) tag:sea", "interval"),
    ("is:orphan or is:stale tag:sea", "interval orphan overdue"),
]  # fmt: skip
OF_EVENTS = [
    ("is:stale", "interval#e1 overdue#e1 overdue#e2"), ("is:draft", ""), ("is:unsourced", "overdue#e1"),
    ("is:single-source", "interval#e1 overdue#e2"), ("is:contested", "interval#e1"),
    ("is:dangling", "overdue#e2"), ("is:orphan", "overdue#e1 overdue#e2"), ("status:planned", "overdue#e1"),
    ("status:alleged,happened", "interval#e1 overdue#e2"), ("status:archived", "overdue#e1 overdue#e2"),
    ("status:cancelled", ""), ('tag:"Eastern Flank"', "interval#e1"), ("brief:fresh", "interval#e1"),
    ("entity:anna", "overdue#e1"), ("entity:harbour", "interval#e1"), ("place:harbour", "interval#e1"),
    ("source:own", "interval#e1"), ('author:"Smith, J."', "interval#e1"),
    ('x_desk:"north sea"', "interval#e1"), ("since:2026-05-31", "overdue#e1"), ("since:2026-06", ""),
    ("until:2025-02-01", "interval#e1"), ("until:2025-01", ""), ("on:2025-03-01", "interval#e1"),
    ("on:2025-06-15", "overdue#e2"), ("since:today", "overdue#e1"),
    ("until:today", "interval#e1 overdue#e2"), ("told", "interval#e1"), ("again", "interval#e1"),
    ("denies", ""), ("harbour", "interval#e1"),
]  # fmt: skip
OF_HITS = [
    ("type:gap", "orphan#gaps.1 orphan#gaps.2"), ("type:gap is:dangling", "orphan#gaps.1"),
    ("type:gap entity:anna", "orphan#gaps.1"), ("type:brief is:draft", "orphan"),
    ("type:key_point is:single-source", "fresh#k1 interval#k1"),
    ("type:event is:single-source", "fresh#e1 interval#e1 overdue#e2"),
    ("type:event is:contested", "fresh#e1 interval#e1"),
    ("type:key_point is:contested", "fresh#k1 interval#k2"),
    ("type:event,key_point is:unsourced", "overdue#e1"), ("type:gap is:unsourced", ""),
    ("type:key_point entity:anna", "fresh#k1"), ("type:key_point source:wire-b", "interval#k1"),
    ("type:person", "anna bert"), ("type:entity tag:sea", "anna harbour"), ("type:report", "own"),
    ("type:key_point until:2026-01-01", "fresh#k1 interval#k1 interval#k2"),
    ("type:event on:2025-03", "fresh#e1"), ("type:entity since:1900", ""),
    ("type:source since:2025-04-30", "own"), ("type:rumour", ""), ("type:key_point told", ""),
    ("told type:event", "fresh#e1 interval#e1"), ("status:planned", "overdue#e1"),
]  # fmt: skip
OF_ENTITIES = [
    ("type:person", "anna bert"), ("type:place", "harbour unused"), ("captain", "anna bert"),
    ("type:source", ""), ("tag:sea", "anna harbour"), ('tag:"eastern flank"', "harbour"),
    ("status:archived", "anna"), ("is:stale", "anna harbour"), ("is:draft", "anna"),
    ("brief:orphan", "anna"), ("entity:anna", "anna"), ('x_desk:"north sea"', "harbour"),
    ("source:own", "anna"), ("not is:stale", "bert unused"), ("ost", "anna"),
    ('author:"smith, j."', "harbour"),
]  # fmt: skip
OF_SOURCES = [
    ("type:press", "wire-a wire-b"), ("type:report", "own"), ("since:2025-02-11", "own wire-b"),
    ("until:2025-02-10", "wire-a"), ("on:2025-04", "own"), ("not since:1900", "idle own-2"),
    ("entity:anna", "own"), ("entity:harbour", "wire-a wire-b"), ("place:harbour", "wire-a wire-b"),
    ("brief:fresh", "own"), ("tag:sea", "own wire-a wire-b"), ("status:draft", ""),
    ("agency", "own wire-a wire-b"), ("source:idle", "idle"), ("is:contested", "own wire-a wire-b"),
]  # fmt: skip


@pytest.mark.parametrize(("selector", "wanted"), OF_BRIEFS)
def test_list_stats_and_the_matrix_select_briefs(selector: str, wanted: str, run: Run, book: Path) -> None:
    assert found(run, book, "list", selector) == " ".join(wanted.split())
    counted = run("stats", selector, "--fields", "briefs", "--format", "plain", book=book)
    assert counted.out == (f"{len(wanted.split())}\n" if wanted else "")


@pytest.mark.parametrize(("selector", "wanted"), OF_EVENTS)
def test_timeline_selects_events_and_one_telling_keeps_the_row(
    selector: str, wanted: str, run: Run, book: Path
) -> None:
    assert found(run, book, "timeline", selector) == wanted


@pytest.mark.parametrize(("selector", "wanted"), OF_HITS)
def test_search_selects_hits(selector: str, wanted: str, run: Run, book: Path) -> None:
    assert found(run, book, "search", selector) == wanted


@pytest.mark.parametrize(("selector", "wanted"), OF_ENTITIES)
def test_entities_selects_entities_by_the_briefs_that_use_them(
    selector: str, wanted: str, run: Run, book: Path
) -> None:
    assert found(run, book, "entities", selector) == wanted


@pytest.mark.parametrize(("selector", "wanted"), OF_SOURCES)
def test_sources_selects_sources_by_what_cites_them(selector: str, wanted: str, run: Run, book: Path) -> None:
    assert found(run, book, "sources", selector) == wanted


def test_the_matrix_is_narrowed_by_terms_and_its_plain_words_are_ids(run: Run, book: Path) -> None:
    whole = run("xref", "--fields", "a,b,as,shared", book=book)
    assert whole.out == "fresh\tinterval\tsee_also\t\norphan\toverdue\t\tanna\n", "related, or listed by both"
    assert run("xref", "tag:sea", "--fields", "a,b", book=book).out == "fresh\tinterval\n"
    assert run("xref", "--tag", "sea", "--fields", "a,b", book=book).out == "fresh\tinterval\n"
    assert run("xref", "anna", "tag:sea", book=book).code == 2


@pytest.mark.parametrize(
    "option", ["tag=sea", "entity=anna", "since=2026", "until=2025-12", "brief=fresh", "status=draft"]
)
@pytest.mark.parametrize("command", ["list", "timeline"])
def test_an_option_selects_as_its_field_does(option: str, command: str, run: Run, book: Path) -> None:
    field, _, value = option.partition("=")
    wanted = found(run, book, command, f"{field}:{value}")
    assert found(run, book, command, f"--{field}", value) == wanted
    assert found(run, book, command, f"--{field}", value, "not is:draft") == (
        found(run, book, command, f"{field}:{value} not is:draft")
    )


def test_an_option_reads_commas_and_quotes_and_twice_means_or(run: Run, book: Path) -> None:
    assert found(run, book, "list", "--tag", "eastern flank") == "interval"
    assert found(run, book, "list", "--status", "draft,archived") == "orphan overdue"
    assert found(run, book, "list", "--status", "draft", "--status", "archived") == "orphan overdue"
    assert found(run, book, "list", "--entity", '"anna ost"', "--status", "draft") == "orphan"


@pytest.mark.parametrize("field", ["entity", "place"])
@pytest.mark.parametrize("command", ["list", "timeline", "search", "entities", "sources", "stats", "xref"])
def test_a_name_that_two_share_is_wrong_use_naming_both(command: str, field: str, run: Run, book: Path) -> None:
    done = run(command, f'{field}:"THE captain"', book=book)
    assert (done.code, done.out) == (2, "")
    assert "anna and of bert" in done.err


def test_type_is_wrong_use_where_there_is_none_and_days_where_nothing_has_one(run: Run, book: Path) -> None:
    for command in ("list", "timeline", "stats", "xref"):
        assert run(command, "type:person", book=book).code == 2
    for term in ("since:2025", "until:2025", "on:2025", "not since:2025"):
        assert run("entities", term, book=book).code == 2
    assert run("entities", "--since", "2025", book=book).code == 2


@pytest.mark.parametrize("command", ["list", "timeline", "search", "entities", "sources", "stats", "xref"])
def test_explain_answers_nothing_and_needs_no_book(command: str, run: Run, tmp_path: Path) -> None:
    done = run(command, "tag:a,b", "--explain", "--status", "draft", book=tmp_path)
    assert (done.code, done.out, done.err) == (0, "(tag is a or tag is b), and status is draft\n", "")


def test_search_with_terms_alone_lists_by_address_and_with_words_by_rank(run: Run, book: Path) -> None:
    assert run("search", "type:event", "--fields", "id", book=book).out.split() == (
        ["fresh#e1", "interval#e1", "overdue#e1", "overdue#e2"]
    )
    assert run("search", "wire b", "--fields", "id", book=book).out.split()[0] == "wire-b"
    assert run("search", "again told", "type:event", "--fields", "id", book=book).out.split() == ["fresh#e1"]
