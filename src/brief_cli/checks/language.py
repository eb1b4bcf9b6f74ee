"""Rules about words of estimative probability (ICD 203, paragraph D.6.e): asked of English text alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from brief_cli.checks.told import Inside, Told, items
from brief_cli.model.brief import Brief, Judgment
from brief_cli.model.yardstick import YARDSTICKS, Term, Yardstick

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_CONFIDENCE = re.compile(
    r"\b(?:(?:low|moderate|medium|high)[- ]confidence|confidence\s+(?:is|remains|stays)\s+(?:low|moderate|high)"
    r"|(?:little|limited|great|full)\s+confidence)\b",
    re.IGNORECASE,
)
_TWICE = re.compile(r"\b(?:could|may|might|can)\s+(?:possibly|perhaps|potentially|conceivably|theoretically)\b")
_HEDGE = re.compile(
    r"\b(?:possibly|perhaps|maybe|conceivably"
    r"|(?:cannot|can\s+not|can't|could\s+not)\s+be\s+(?:ruled\s+out|excluded))\b",
    re.IGNORECASE,
)
# Before a term: it compares, denies, asks, or qualifies a noun, and estimates nothing.
_OTHERWISE = re.compile(
    r"(?:\b(?:more|less|not|no|as|how|than|if|most|least|the|a|an|its|their|his|her|any|every|some|or)|n't)\s+$"
    r"|[-‑]$",
    re.IGNORECASE,
)
_BEFORE = 16
"""Characters before a term that are looked at: the longest of those words, and blanks."""


def rules(brief: Brief, yardstick: Yardstick) -> Iterator[Told]:
    """All that this room has to say of a brief."""
    if brief.lang is not None and not brief.lang.casefold().startswith("en"):
        return
    yield from _judgments(brief, yardstick)
    yield from _rows(brief, yardstick)
    yield from _doubled(brief.id, ("bottom_line",), brief.bottom_line)


def _judgments(brief: Brief, yardstick: Yardstick) -> Iterator[Told]:
    for inside, judgment in items(brief, "judgments"):
        at = (*inside, "text")
        yield from _mixed(judgment, at, yardstick)
        yield from _hedged(judgment, at)
        yield from _disagreeing(judgment, at, yardstick)


def _mixed(judgment: Judgment, at: Inside, yardstick: Yardstick) -> Iterator[Told]:
    """L501: a likelihood and a confidence in one sentence."""
    if (found := _CONFIDENCE.search(judgment.text)) is None:
        return
    for sentence in _SENTENCE.split(judgment.text):
        found = _CONFIDENCE.search(sentence)
        term = next(_terms(sentence, yardstick), None)
        if found and term:
            message = f"one sentence says `{term[1]}` and `{found[0]}`"
            hint = "keep the likelihood in the text and write the confidence into `confidence`"
            yield Told("L501", judgment.id, at, message, hint, words=found[0])
            return


def _hedged(judgment: Judgment, at: Inside) -> Iterator[Told]:
    """L503: a hedge where the yardstick's term is due."""
    doubled = list(_doubled(judgment.id, at, judgment.text))
    yield from doubled
    if not doubled and (found := _HEDGE.search(judgment.text)):
        hint = f"leave it to the likelihood, `{judgment.likelihood}`"
        yield Told("L503", judgment.id, at, f"`{found[0]}` hedges what the likelihood says", hint, words=found[0])


def _doubled(id_: str, at: Inside, text: str) -> Iterator[Told]:
    if found := _TWICE.search(text):
        yield Told("L503", id_, at, f"`{found[0]}` hedges twice", "write a term of the yardstick", words=found[0])


def _disagreeing(judgment: Judgment, at: Inside, yardstick: Yardstick) -> Iterator[Told]:
    """L504: a text that says one term, and a likelihood that says another."""
    said = {term.low: (term, words) for term, words in _terms(judgment.text, yardstick)}
    meant = yardstick.find(judgment.likelihood)
    if len(said) != 1 or meant is None:
        return
    ((term, words),) = said.values()
    if (term.low, term.high) != (meant.low, meant.high):
        message = f"the text says `{words}`, the likelihood `{judgment.likelihood}`"
        yield Told("L504", judgment.id, at, message, "let both say the same", words=words)


def _rows(brief: Brief, yardstick: Yardstick) -> Iterator[Told]:
    """L502: terms of both rows of the yardstick in one brief; told of the row that is used less, or begins later."""
    used = list(_used(brief, yardstick))
    rows = [row for row, *_ in used]
    if len(set(rows)) < 2:
        return
    first = rows[0]
    fewer = first if rows.count(first) < len(rows) / 2 else 3 - first
    _, id_, at, words = next(one for one in used if one[0] == fewer)
    other = next(one for one in used if one[0] != fewer)[3]
    message = f"`{words}` and `{other}` are of the two rows of {yardstick.name}"
    yield Told("L502", id_, at, message, words=words)


def _used(brief: Brief, yardstick: Yardstick) -> Iterator[tuple[int, str, Inside, str]]:
    """Every term that a brief estimates with: its row, whose it is, where it stands and how it is spelled."""
    for said, words in _terms(brief.bottom_line, yardstick):
        yield said.row, brief.id, ("bottom_line",), words
    for inside, judgment in items(brief, "judgments"):
        for said, words in _terms(judgment.text, yardstick):
            yield said.row, judgment.id, (*inside, "text"), words
        term = yardstick.find(judgment.likelihood)
        if term is not None:
            yield term.row, judgment.id, (*inside, "likelihood"), term.word


def _terms(text: str, yardstick: Yardstick) -> Iterator[tuple[Term, str]]:
    """The terms that a text estimates with, and how it spells them."""
    pattern, terms = _spellings(yardstick.id)
    for found in pattern.finditer(text):
        if not _OTHERWISE.search(text, max(found.start() - _BEFORE, 0), found.start()):
            yield terms[" ".join(found[0].casefold().split())], found[0]


@cache
def _spellings(yardstick: str) -> tuple[re.Pattern[str], dict[str, Term]]:
    """What finds a yardstick's terms in a text, and the term of each way to write one."""
    terms: dict[str, Term] = {}
    for term in YARDSTICKS[yardstick].terms:
        terms |= dict.fromkeys(_written(term.word), term)
    words = sorted(terms, key=len, reverse=True)
    anyhow = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)
    return re.compile(rf"(?<![\w-])(?:{anyhow})(?![\w-])", re.IGNORECASE), terms


def _written(word: str) -> list[str]:
    """The ways to write a term; ``remote`` alone is a word for places."""
    if word == "remote":
        return ["remote chance"]
    if word.endswith("probable"):
        return [word, f"{word[:-1]}y"]
    return [word, f"{word}ly"] if word.endswith("certain") else [word]
