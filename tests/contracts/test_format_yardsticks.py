"""Yardsticks keep section 5 of the format."""

from __future__ import annotations

from itertools import pairwise

import pytest

from brief_cli.model.yardstick import YARDSTICKS, Term

ICD203, PHIA = YARDSTICKS["icd203"], YARDSTICKS["phia"]
TABLE = [
    ("almost no chance", "remote", (1, 5), ("remote chance",), (0, 5)),
    ("very unlikely", "highly improbable", (5, 20), ("highly unlikely",), (10, 20)),
    ("unlikely", "improbable", (20, 45), ("unlikely",), (25, 35)),
    ("roughly even chance", "roughly even odds", (45, 55), ("realistic possibility",), (40, 50)),
    ("likely", "probable", (55, 80), ("likely", "probable"), (55, 75)),
    ("very likely", "highly probable", (80, 95), ("highly likely",), (80, 90)),
    ("almost certain", "nearly certain", (95, 99), ("almost certain",), (95, 100)),
]


@pytest.mark.parametrize(("first", "second", "icd", "phia_words", "phia"), TABLE)
def test_each_term_has_its_band(
    first: str, second: str, icd: tuple[int, int], phia_words: tuple[str, ...], phia: tuple[int, int]
) -> None:
    assert ICD203.find(first) == Term(first, 1, *icd)
    assert ICD203.find(second) == Term(second, 2, *icd)
    for word in phia_words:
        assert PHIA.find(word) == Term(word, 1, *phia)


def test_there_are_no_other_terms_and_they_stand_in_order() -> None:
    assert ICD203.words() == tuple(word for first, second, *_ in TABLE for word in (first, second))
    assert PHIA.words() == tuple(word for *_, words, _ in TABLE for word in words)


def test_the_sources_are_named() -> None:
    assert "2 January 2015" in ICD203.source
    assert "D.6.e.(2)" in ICD203.source
    assert "Professional Head of Intelligence Assessment" in PHIA.source
    assert [(id_, yardstick.id, yardstick.shown) for id_, yardstick in YARDSTICKS.items()] == [
        ("icd203", "icd203", "ICD 203"),
        ("phia", "phia", "PHIA"),
    ]


def test_icd_203_leaves_no_gap_and_phia_does() -> None:
    def gaps(terms: tuple[Term, ...]) -> int:
        bands = sorted({(term.low, term.high) for term in terms})
        return sum(a[1] < b[0] for a, b in pairwise(bands))

    assert (gaps(ICD203.terms), gaps(PHIA.terms)) == (0, 6)


@pytest.mark.parametrize("word", ["Likely", "LIKELY", "  likely\n"])
def test_any_case_and_any_blanks_will_do(word: str) -> None:
    assert ICD203.find(word) == Term("likely", 1, 55, 80)
    assert ICD203.find("Roughly  even\nchance") is not None


@pytest.mark.parametrize("word", ["", "possible", "60%", "likely.", "null"])
def test_what_is_no_term_is_not_found(word: str) -> None:
    assert ICD203.find(word) is None


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("realistic possibility", "roughly even chance"),
        ("Highly Unlikely", "very unlikely"),
        ("highly likely", "very likely"),
        ("remote chance", "almost no chance"),
        ("likley", "likely"),
        ("very_likely", "very likely"),
        ("probably", "probable"),
        ("Likely", "likely"),
    ],
)
def test_near_an_icd_203_term(word: str, near: str) -> None:
    assert ICD203.near(word) == near


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("roughly even odds", "realistic possibility"),
        ("very likely", "highly likely"),
        ("improbable", "unlikely"),
        ("remote", "remote chance"),
        ("nearly certain", "almost certain"),
    ],
)
def test_near_a_phia_term(word: str, near: str) -> None:
    assert PHIA.near(word) == near


@pytest.mark.parametrize("word", ["60%", "60", "possible", "", "banana"])
def test_no_number_and_no_other_word_is_rounded_into_a_term(word: str) -> None:
    assert ICD203.near(word) is None
    assert PHIA.near(word) is None
