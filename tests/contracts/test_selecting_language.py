"""The selector language keeps each sentence of its contract (docs: selecting)."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Mapping, Sequence

import pytest
from asked import matches

from brief_cli.errors import PointedError
from brief_cli.model.text import fold, fold_map
from brief_cli.query.fields import FIELDS, STATES
from brief_cli.query.parse import parse
from brief_cli.query.selection import (
    And,
    DateTerm,
    Everything,
    Expression,
    Leaf,
    Not,
    Or,
    Selection,
    Term,
    Word,
)

TODAY = "2026-03-31"
A, B, C = Word("a"), Word("b"), Word("c")


def ask(*arguments: str, **options: Sequence[str]) -> Selection:
    return parse(arguments, options=options, today=TODAY)


def read(*arguments: str, **options: Sequence[str]) -> Expression:
    return ask(*arguments, **options).expression


def refused(*arguments: str, **options: Sequence[str]) -> PointedError:
    with pytest.raises(PointedError) as caught:
        ask(*arguments, **options)
    return caught.value


def pointed(fault: PointedError) -> str:
    return fault.text[fault.start : fault.end]


def days(selector: str) -> tuple[str | None, str | None]:
    found = read(selector)
    assert isinstance(found, DateTerm)
    return found.first, found.last


def test_nothing_selects_everything() -> None:
    assert ask().is_empty
    assert ask("", "  ").expression == Everything()
    assert not ask("a").is_empty


def test_a_selector_is_free_words_and_field_values() -> None:
    assert read("zapad tag:nato") == And((Word("zapad"), Term("tag", ("nato",))))


@pytest.mark.parametrize("field", ["tag", "entity", "place", "type", "source", "brief", "author", "x_desk", "x_2"])
def test_every_field_takes_a_value(field: str) -> None:
    assert read(f"{field}:a") == Term(field, ("a",))


def test_the_fields_and_states_are_those_of_the_contract() -> None:
    assert " ".join(FIELDS) == "tag entity place type status source brief author is since until on"
    assert " ".join(STATES) == "stale draft unsourced single-source contested orphan dangling"


def test_arguments_are_joined_with_spaces_then_read() -> None:
    assert read("(a", "or", "b)", "c") == And((Or((A, B)), C))
    assert ask("a", "tag:x y").text == "a tag:x y"


def test_a_phrase_keeps_its_own_quotes() -> None:
    assert read('author:"Smith, J."') == Term("author", ("Smith, J.",))
    assert read('"exercise  in September"') == Word("exercise  in September", phrase=True)
    assert read('author:"Smith,', 'J."') == Term("author", ("Smith, J.",))


@pytest.mark.parametrize("text", ["not", "or", "AND", "tag:nato", "a,b", "(a", "b)", "nope:x", "a (b) c"])
def test_quotes_make_operators_colons_commas_and_parentheses_plain_text(text: str) -> None:
    assert read(f'"{text}"') == Word(text, phrase=True)
    assert read(f'tag:"{text}"') == Term("tag", (text,))


def test_not_binds_tighter_than_the_unwritten_and() -> None:
    assert read("not a b") == And((Not(A), B))


def test_the_unwritten_and_binds_tighter_than_or() -> None:
    assert read("a b or c") == Or((And((A, B)), C))
    assert read("a or b not c") == Or((A, And((B, Not(C)))))


def test_a_written_and_is_the_unwritten_one() -> None:
    assert read("a and b or c") == read("a b or c")
    assert read("a AND not b") == read("a not b")


@pytest.mark.parametrize("selector", ["NOT a OR b", "Not a oR b", "not a or b"])
def test_operators_are_read_in_any_case(selector: str) -> None:
    assert read(selector) == Or((Not(A), B))


def test_parentheses_group_and_need_no_space() -> None:
    assert read("a (b or c)") == And((A, Or((B, C))))
    assert read("not(a or b)c") == And((Not(Or((A, B))), C))


def test_there_is_no_dash_negation() -> None:
    assert read("a -office") == And((A, Word("-office")))


def test_a_comma_in_a_value_means_or() -> None:
    assert read("tag:a,b,a") == Term("tag", ("a", "b"))
    assert read("a,b") == Word("a,b")


def test_each_part_of_a_value_may_be_quoted() -> None:
    assert read('tag:"a b",c,"d, e"') == Term("tag", ("a b", "c", "d, e"))


@pytest.mark.parametrize("text", ["https://example.org/a,b:c", "file://x", "10:30", "3:tag", ":a", "1:1:1"])
def test_what_is_no_word_before_a_colon_is_text(text: str) -> None:
    assert read(text) == Word(text)


@pytest.mark.parametrize(
    ("selector", "place", "nearest"),
    [("a tags:nato", "tags:", "tag"), ("(enity:x)", "enity:", "entity"), ("stat:x", "stat:", "status")],
)
def test_an_unknown_field_offers_the_nearest(selector: str, place: str, nearest: str) -> None:
    fault = refused(selector)
    assert pointed(fault) == place
    assert nearest in fault.hints[0]


def test_an_unknown_field_with_nothing_near_names_them_all() -> None:
    assert ", ".join(FIELDS) in refused("qqqq:x").hints[0]


def test_own_fields_are_in_lower_case() -> None:
    assert pointed(refused("a x_Desk:b")) == "x_Desk:"
    assert pointed(refused("x_:b")) == "x_:"


@pytest.mark.parametrize(
    ("selector", "place"),
    [
        ("a tag: nato", "tag:"),
        ('tag:""', '""'),
        ('tag:a,"  "', '"  "'),
        ("tag:a,,b", ","),
        ("tag:a, b", ","),
        ("tag:,a", ","),
        ("tag:(a or b)", "tag:"),
        ('a ""', '""'),
        ("a (b or (c)", "(b or (c)"[0]),
        ("a ) b", ")"),
        ("()", "()"),
        ('a "b c', '"b c'),
        ('tag:"b c', '"b c'),
        ("or a", "or"),
        ("a OR", "OR"),
        ("a or or b", "or"),
        ("(a or) b", "or"),
        ("a not", "not"),
        ("not or a", "not"),
        ("and a", "and"),
        ("a and", "and"),
    ],
)
def test_faults_are_pointed_at(selector: str, place: str) -> None:
    fault = refused(selector)
    assert fault.text == selector
    assert pointed(fault) == place


def test_an_unclosed_parenthesis_is_the_one_pointed_at() -> None:
    assert refused("a (b or (c)").start == 2
    assert refused("tag:a,,b").start == 6
    assert refused("a or or b").start == 2


def test_an_unknown_state_offers_the_nearest() -> None:
    fault = refused("a is:draft,stail")
    assert pointed(fault) == "stail"
    assert "stale" in fault.hints[0]
    assert read("is:Stale,single-source") == Term("is", ("stale", "single-source"))


@pytest.mark.parametrize("status", ["draft", "active", "archived", "planned", "happened", "cancelled", "alleged"])
def test_status_takes_those_of_briefs_and_of_events(status: str) -> None:
    assert read(f"status:{status.upper()}") == Term("status", (status,))


def test_an_unknown_status_offers_the_nearest() -> None:
    fault = refused("status:canceled")
    assert pointed(fault) == "canceled"
    assert "cancelled" in fault.hints[0]


@pytest.mark.parametrize(
    ("selector", "first", "last"),
    [
        ("since:2025-09", "2025-09-01", None),
        ("until:2025-09", None, "2025-09-30"),
        ("on:2025-09", "2025-09-01", "2025-09-30"),
        ("on:2025-09~", "2025-09-01", "2025-09-30"),
        ("on:2025-09-12/2025-09-16", "2025-09-12", "2025-09-16"),
        ("on:2022-02-24/..", "2022-02-24", None),
        ("since:2022-02-24/..", "2022-02-24", None),
        ("until:../2024", None, "2024-12-31"),
        ("on:2025-09..2025-10", "2025-09-01", "2025-10-31"),
        ("on:2025..", "2025-01-01", None),
        ("on:..2025", None, "2025-12-31"),
        ('on:"2025 .. 2026"', "2025-01-01", "2026-12-31"),
        ('on:2025"."."2026"', "2025-01-01", "2026-12-31"),
        ("on:-1m..today", "2026-02-28", "2026-03-31"),
        ("on:today", "2026-03-31", "2026-03-31"),
        ("since:-6w", "2026-02-17", None),
        ("since:-10d", "2026-03-21", None),
        ("since:-13M", "2025-02-28", None),
        ("since:-2y", "2024-03-31", None),
        ("since:-00000000001d", "2026-03-30", None),
    ],
)
def test_dates_are_resolved_to_days(selector: str, first: str | None, last: str | None) -> None:
    assert days(selector) == (first, last)


@pytest.mark.parametrize(
    ("selector", "place"),
    [
        ("a since:../2024 b", "../2024"),
        ("until:2022/..", "2022/.."),
        ("since:2025..2026", "2025..2026"),
        ("on:..", ".."),
        ("on:2026..2025", "2026..2025"),
        ("on:2025-02-29..2026", "2025-02-29"),
        ("on:2025..2025-13", "2025-13"),
        ("since:2025,12.09.2025", "12.09.2025"),
        ("since:-6x", "-6x"),
        ("since:-9999y", "-9999y"),
        ("since:-999999999999d", "-999999999999d"),
        ("since:yesterday", "yesterday"),
    ],
)
def test_dates_that_are_none_are_pointed_at(selector: str, place: str) -> None:
    assert pointed(refused(selector)) == place


def test_leap_days_are_clamped() -> None:
    assert parse(["since:-1y"], today="2024-02-29").expression == DateTerm("since", "2023-02-28", None, "-1y")


def test_a_comma_between_dates_means_or() -> None:
    found = read("on:2024,2026")
    assert isinstance(found, Or)
    assert len(found.parts) == 2


def test_options_are_anded_with_the_selector() -> None:
    assert read("a or b", tag=["c"], brief=["d"]) == And((Or((A, B)), Term("tag", ("c",)), Term("brief", ("d",))))
    assert read(tag=["c"], status=[]) == Term("tag", ("c",))


def test_an_option_value_reads_as_a_fields_does() -> None:
    assert read(tag=['a,"b, c"']) == Term("tag", ("a", "b, c"))
    assert read(entity=["Jane Doe (analyst)"]) == Term("entity", ("Jane Doe (analyst)",))
    assert read(since=["-6w"]) == DateTerm("since", "2026-02-17", None, "-6w")


def test_an_option_given_twice_means_or() -> None:
    assert read(tag=["a", "b"]) == Term("tag", ("a", "b"))
    assert isinstance(read(until=["2024", "2025"]), Or)


@pytest.mark.parametrize(
    ("options", "text", "place"),
    [
        ({"status": ["draft", "activ"]}, "activ", "activ"),
        ({"tag": ['a,"b']}, 'a,"b', '"b'),
        ({"since": ["2025, nope"]}, "2025, nope", "nope"),
        ({"tag": ["a, ,b"]}, "a, ,b", ","),
        ({"tag": [" "]}, " ", " "),
        ({"tag": [""]}, "", ""),
    ],
)
def test_errors_in_an_option_point_into_its_value(options: Mapping[str, Sequence[str]], text: str, place: str) -> None:
    fault = refused("other words", **options)
    assert fault.text == text
    assert pointed(fault) == place


@pytest.mark.parametrize("opening", ["not ", "(", "not ("])
def test_nesting_ends_at_fifty_levels(opening: str) -> None:
    fault = refused(opening * 20_000 + "a")
    assert "50 levels" in fault.message
    levels = fault.text[: fault.end].count("(") + fault.text[: fault.end].count("not")
    assert levels == 51


def test_fifty_levels_are_read_explained_and_walked() -> None:
    found = ask("not not " + "(a or not (b c " * 16 + "d" + "))" * 16)
    assert found.explain()
    assert hash(found) == hash(found)
    assert matches(found.expression, lambda leaf: leaf == A)


@pytest.mark.parametrize(
    "text",
    ["a " * 50_000, "a" * 100_000, "tag:" + "a," * 50_000 + "a", '"a"' * 33_000, "()" * 50_000, '"' * 99_999,
     "q" * 99_999 + ":", "is:" + "s" * 99_997, "since:-" + "0" * 99_000 + "d", "(a) " * 25_000,
     "a or " * 20_000],
)  # fmt: skip
def test_a_hundred_thousand_characters_are_read_quickly(text: str) -> None:
    begun = time.perf_counter()
    with contextlib.suppress(PointedError):
        ask(text).explain()
    assert time.perf_counter() - begun < 3


def test_the_reading_is_explained_in_parentheses() -> None:
    assert (
        ask("tag:nato (is:stale or is:draft) foo").explain()
        == 'tag is nato, and (is stale or is draft), and text has "foo"'
    )
    assert ask("is:stale,draft").explain() == "is stale or is draft"
    assert ask('not author:"Smith, J." or a b').explain() == (
        'not (author is "Smith, J.") or (text has "a", and text has "b")'
    )
    assert ask("since:2025 until:2025 on:today on:2025").explain() == (
        "date on or after 2025-01-01, and date on or before 2025-12-31, "
        "and date on 2026-03-31, and date within 2025-01-01..2025-12-31"
    )
    assert ask().explain() == "everything"


def test_words_are_those_looked_for_and_terms_are_all() -> None:
    found = ask("a or not (b tag:x) not not c a on:2025")
    assert found.words() == (A, C)
    assert [term.field for term in found.terms()] == ["tag", "on"]


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        ("a", True),
        ("b", False),
        ("a b", False),
        ("a or b", True),
        ("not b", True),
        ("not a or b", False),
        ("", True),
    ],
)
def test_a_selection_is_asked_leaf_by_leaf(selector: str, expected: bool) -> None:
    assert matches(read(selector), lambda leaf: leaf == A) is expected


def test_no_leaf_is_tested_once_the_answer_is_certain() -> None:
    seen: list[Leaf] = []
    note: Callable[[Leaf], bool] = lambda leaf: seen.append(leaf) or leaf == A  # type: ignore[func-returns-value]  # noqa: E731
    assert matches(read("a or b"), note)
    assert not matches(read("c a"), note)
    assert seen == [A, C]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Łukašenka", "lukasenka"),
        ("STRASSE Straße", "strasse strasse"),
        ("Ærø Þór Đà ħ ı İ Œ", "aero thor da h i i oe"),
        ("Ціханоўская", "ціханоуская"),
        ("О’Брайен – it‘s", "о'браиен - it's"),
        (" a \n\tb\u00a0 c ", "a b c"),
        ("so\u00adft ﬁne ℌ", "soft fine h"),
        ("Plain-ASCII\n text", "plain-ascii text"),
    ],
)
def test_text_is_folded_for_comparing(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_a_match_in_folded_text_is_found_as_spelled() -> None:
    text = "  Die  Straße, Łódź"
    folded, origins = fold_map(text)
    at = folded.index("strasse")
    assert text[origins[at] : origins[at + 6] + 1] == "Straße"
    assert text[origins[folded.index("lodz")] :] == "Łódź"
