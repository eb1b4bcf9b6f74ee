"""No text breaks the selector language or the folding."""

from __future__ import annotations

import sys

from asked import matches
from hypothesis import given
from hypothesis import strategies as st

from brief_cli.errors import PointedError
from brief_cli.model.text import fold, fold_map
from brief_cli.query.fields import FIELDS, OPTIONS, STATES
from brief_cli.query.parse import parse
from brief_cli.query.selection import DateTerm, Word

SCRAPS = [
    *(f"{field}:" for field in FIELDS), *STATES, "x_a:", "tgs:", "https://", "10:30", "not", "and", "OR", "(",
    ")", '"', ",", " ", "..", "/", "-6w", "-1m", "-99999y", "today", "2025", "2025-02-29", "../2024", "draft",
]  # fmt: skip
SELECTORS = st.text() | st.lists(st.sampled_from(SCRAPS) | st.text(max_size=3), max_size=25).map("".join)
TODAY = st.dates().map(lambda day: day.isoformat())


def assert_inside(fault: PointedError, typed: list[str]) -> None:
    """What ``fault`` points at lies in what was typed."""
    assert fault.text in typed
    assert 0 <= fault.start < fault.end <= max(len(fault.text), 1)


@given(
    st.lists(SELECTORS, max_size=3),
    st.dictionaries(st.sampled_from(OPTIONS), st.lists(SELECTORS, max_size=2)),
    TODAY,
)
def test_any_text_is_a_selection_or_an_error_with_its_place(
    arguments: list[str], options: dict[str, list[str]], today: str
) -> None:
    try:
        found = parse(arguments, options=options, today=today)
    except PointedError as caught:
        assert_inside(caught, [" ".join(arguments), *(one for values in options.values() for one in values)])
        return
    assert found.explain()
    assert found.text == " ".join(arguments)
    assert matches(found.expression, lambda _: True) in (True, False)
    for term in found.terms():
        if isinstance(term, DateTerm):
            assert term.first or term.last
        else:
            assert all(value.strip() for value in term.values)


@given(st.text(alphabet=st.characters(exclude_characters='"'), min_size=1).filter(str.strip))
def test_a_phrase_is_read_as_it_stands(text: str) -> None:
    assert parse([f'"{text}"'], today="2026-01-01").expression == Word(text, phrase=True)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_the_folded_text_and_its_map_agree(text: str) -> None:
    folded, origins = fold_map(text)
    assert folded == fold(text)
    assert len(origins) == len(folded)
    assert origins == sorted(origins)
    assert all(0 <= origin < len(text) for origin in origins)


def test_every_character_folds_to_what_stays_as_it_is() -> None:
    for code in range(sys.maxunicode + 1):
        once = fold(chr(code))
        assert fold(once) == once, hex(code)
