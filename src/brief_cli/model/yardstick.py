"""The two yardsticks of likelihood, as data with their sources named.

A term stands for a band of per cent.  Bands are printed, never computed with: PHIA leaves gaps between its
bands on purpose, so no number is ever rounded into a term.
"""

from __future__ import annotations

from typing import Final

from brief_cli.model.value import Value


class Term(Value, kw_only=False):
    """A word for a band: ``likely``, 55 to 80 %.

    ``row`` is 1 or 2: ICD 203 has two rows of words and asks not to mix them in one text.
    """

    word: str
    row: int
    low: int
    high: int


class Yardstick(Value, kw_only=False):
    """A published set of terms, from the least to the most likely."""

    id: str
    name: str
    source: str
    terms: tuple[Term, ...]

    @property
    def shown(self) -> str:
        """The label that stands above the bands on a page."""
        return self.name

    def find(self, word: str) -> Term | None:
        """The term of that word, in any case and with any blanks."""
        folded = _folded(word)
        return next((term for term in self.terms if term.word == folded), None)

    def near(self, word: str) -> str | None:
        """The term that was probably meant.

        A term of the other yardstick leads to the nearest band here (its first word), anything else to the
        nearest spelling.
        """
        if found := self.find(word):
            return found.word
        meant = next((term for other in YARDSTICKS.values() if (term := other.find(word))), None)
        if meant is None:
            return _closest(_folded(word), self.words())
        middle = meant.low + meant.high
        return min(self.terms, key=lambda term: abs(term.low + term.high - middle)).word

    def words(self) -> tuple[str, ...]:
        """Every term's word, from the least to the most likely."""
        return tuple(term.word for term in self.terms)


def _folded(word: str) -> str:
    return " ".join(word.casefold().split())


def _closest(word: str, words: tuple[str, ...]) -> str | None:
    """By spelling; the cutoff keeps ``possible`` from becoming ``probable``."""
    from difflib import get_close_matches  # only a refusal pays for it

    found = get_close_matches(word, words, n=1, cutoff=0.7)
    return found[0] if found else None


def _rows(*bands: tuple[str, str, int, int]) -> tuple[Term, ...]:
    return tuple(
        Term(word, row, low, high) for first, second, low, high in bands for row, word in ((1, first), (2, second))
    )


ICD203: Final = Yardstick(
    id="icd203",
    name="ICD 203",
    source="Intelligence Community Directive 203, Analytic Standards, 2 January 2015, paragraph D.6.e.(2)",
    terms=_rows(
        ("almost no chance", "remote", 1, 5),
        ("very unlikely", "highly improbable", 5, 20),
        ("unlikely", "improbable", 20, 45),
        ("roughly even chance", "roughly even odds", 45, 55),
        ("likely", "probable", 55, 80),
        ("very likely", "highly probable", 80, 95),
        ("almost certain", "nearly certain", 95, 99),
    ),
)

PHIA: Final = Yardstick(
    id="phia",
    name="PHIA",
    source="Professional Head of Intelligence Assessment (United Kingdom), probability yardstick",
    terms=(
        Term("remote chance", 1, 0, 5),
        Term("highly unlikely", 1, 10, 20),
        Term("unlikely", 1, 25, 35),
        Term("realistic possibility", 1, 40, 50),
        Term("likely", 1, 55, 75),
        Term("probable", 1, 55, 75),  # one band with `likely`; PHIA has no second row
        Term("highly likely", 1, 80, 90),
        Term("almost certain", 1, 95, 100),
    ),
)

YARDSTICKS: Final[dict[str, Yardstick]] = {yardstick.id: yardstick for yardstick in (ICD203, PHIA)}
