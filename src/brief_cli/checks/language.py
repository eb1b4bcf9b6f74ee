"""Rules about words of estimative probability (ICD 203, paragraph D.6.e): asked of English text alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from brief_cli.checks.told import Inside, Told, items
from brief_cli.model.brief import Brief, Judgment
from brief_cli.model.yardstick import YARDSTICKS, Term, Yardstick

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_LEVEL = r"(?P<level{}>low|moderate|medium|high)"
# Of an analyst's own confidence: a consumer's, a cabinet's or a board's is another thing.
_CONFIDENCE = re.compile(
    rf"\b(?:{_LEVEL.format(1)}(?:[- ]|\s+degree\s+of\s+)confidence\b(?=\s*(?:[.,;:)]|$|(?:that|and|but|it|we)\b"
    r"|in\s+(?:it|this|that|(?:the|this|our)\s+(?:judgment|assessment))\b))"
    rf"|(?:(?<=[(.;:,]\s)|(?<=[(])|(?:our|my|the|with|and|but)\s+)confidence"
    rf"(?:\s+in\s+(?:it|this|that|(?:the|this|our)\s+(?:judgment|assessment|estimate)))?"
    rf"(?:\s+(?:is|remains|stays)|:)?\s+{_LEVEL.format(2)}"
    r"|(?:we|i|are|am)\s+(?:highly|fairly|moderately|very|less|not\s+very)\s+confident)\b",
    re.IGNORECASE,
)
_LEVELS = {"medium": "moderate"}
_CHANCE = re.compile(r"(?<![\d.])(\d{1,2})\s*(?:%|per\s*cent)\s+(?:chance|likelihood|probability)", re.IGNORECASE)
_TWICE = re.compile(
    r"\b(?:could|may|might|can)\s+(?:possibly|perhaps|potentially|conceivably|theoretically)\b", re.IGNORECASE
)
_HEDGES = (
    "ossibly",
    "erhaps",
    "otentially",
    "onceivably",
    "heoretically",
)  # looked for first, which costs next to nothing
_HEDGE = re.compile(
    r"(?<![\"“«‘])\b(?:(?:possibly|perhaps|maybe|conceivably)(?!\s+\d)"
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
_PREDICATE = re.compile(
    r"(?:\b(?:is|are|was|were|be|been|being|seems?|appears?|remains?|becomes?|looks?|stays?|will|would)|['’](?:s|re))"
    r"(?:\s+(?:also|still|now|therefore|thus))?\s+$",
    re.IGNORECASE,
)
_SUBORDINATE = re.compile(
    r"\b(?:who|whoever|which|what|whatever|that|if|whether|unless|because|although|though|while|when|where)\b"
    r"|[\"“«]|,\s*$",
    re.IGNORECASE,
)
_NOUNS = ("chance", "odds", "possibility")
_ARTICLE = re.compile(r"\s+an?\s+$", re.IGNORECASE)
_FAR = 300
"""Characters of a sentence before a term in which a subordinate clause is looked for."""


def rules(brief: Brief, yardstick: Yardstick, lang: str | None = None) -> Iterator[Told]:
    """All that this room has to say of a brief; ``lang`` is the book's language."""
    if not (brief.lang or lang or "en").casefold().startswith("en"):
        return
    yield from _judgments(brief, yardstick)
    yield from _rows(brief, yardstick)
    yield from _doubled(brief.id, ("bottom_line",), brief.bottom_line)
    for inside, point in items(brief, "key_points"):
        yield from _doubled(point.id, (*inside, "text"), point.text)


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
    if any(word in text for word in _HEDGES) and (found := _TWICE.search(text)):
        yield Told("L503", id_, at, f"`{found[0]}` hedges twice", "write a term of the yardstick", words=found[0])


def _disagreeing(judgment: Judgment, at: Inside, yardstick: Yardstick) -> Iterator[Told]:
    """L504: a text that says one thing, and the likelihood that says another."""
    meant = yardstick.find(judgment.likelihood)
    if meant is None:
        return
    for term, words, nth in _estimated(judgment.text, yardstick):
        if term is None:
            message = f"`{words}` is no term of {yardstick.name}, the book's yardstick"
            yield Told("L504", judgment.id, at, message, f"write `{meant.word}`", words=words, nth=nth)
    said = {one[0].low: (one[0], *one[1:]) for one in _estimated(judgment.text, yardstick) if one[0] is not None}
    for known, words, nth in said.values() if len(said) == 1 else ():
        if (known.low, known.high) != (meant.low, meant.high):
            message = f"the text says `{words}`, the likelihood `{judgment.likelihood}`"
            yield Told("L504", judgment.id, at, message, "let both say the same", words=words, nth=nth)
    for found in _CHANCE.finditer(judgment.text):
        if not meant.low <= int(found[1]) <= meant.high:
            message = (
                f"the text says `{found[0]}`, the likelihood `{judgment.likelihood}` is {meant.low} to {meant.high} %"
            )
            yield Told("L504", judgment.id, at, message, "let both say the same", words=found[0])
    yield from _unsure(judgment, at)


def _unsure(judgment: Judgment, at: Inside) -> Iterator[Told]:
    """L504 of the confidence: the text says one, the field another."""
    found = _CONFIDENCE.search(judgment.text)
    level = (found["level1"] or found["level2"] or "").casefold() if found else ""
    if found and level and judgment.confidence and _LEVELS.get(level, level) != judgment.confidence:
        message = f"the text says `{found[0]}`, the confidence is `{judgment.confidence}`"
        yield Told("L504", judgment.id, at, message, "let both say the same", words=found[0])


def _rows(brief: Brief, yardstick: Yardstick) -> Iterator[Told]:
    """L502: terms of both rows of the yardstick in one brief; told of the row that is used less, or begins later."""
    used = list(_used(brief, yardstick))
    rows = [row for row, *_ in used]
    if len(set(rows)) < 2:
        return
    first = rows[0]
    fewer = first if rows.count(first) < len(rows) / 2 else 3 - first
    _, id_, at, words, nth = next(one for one in used if one[0] == fewer)
    other = next(one for one in used if one[0] != fewer)[3]
    message = f"`{words}` and `{other}` are of the two rows of {yardstick.name}"
    yield Told("L502", id_, at, message, words=words, nth=nth)


def _used(brief: Brief, yardstick: Yardstick) -> Iterator[tuple[int, str, Inside, str, int]]:
    """Every term that a brief estimates with: its row, whose it is, where it stands, how it is spelled and where."""
    for said, words, nth in _estimated(brief.bottom_line, yardstick):
        if said is not None:
            yield said.row, brief.id, ("bottom_line",), words, nth
    for inside, judgment in items(brief, "judgments"):
        if judgment.said_by is not None:  # another's words are that one's
            continue
        for said, words, nth in _estimated(judgment.text, yardstick):
            if said is not None:
                yield said.row, judgment.id, (*inside, "text"), words, nth
        term = yardstick.find(judgment.likelihood)
        if term is not None:
            yield term.row, judgment.id, (*inside, "likelihood"), term.word, 0


def _terms(text: str, yardstick: Yardstick) -> Iterator[tuple[Term, str]]:
    """The terms that a text estimates with, and how it spells them."""
    return ((term, words) for term, words in _spelled(text, yardstick) if term is not None)


def _estimated(text: str, yardstick: Yardstick) -> Iterator[tuple[Term | None, str, int]]:
    """The terms by which a main clause estimates: `it is likely`, not `the likely winner` or `whoever is likely`.

    Each with its spelling, and the how manieth time these characters stand in the text.
    """
    pattern, terms = _spellings(yardstick.id)
    for found in pattern.finditer(text):
        before = text[max(found.start() - _FAR, 0) : found.start()]
        sentence = _SENTENCE.split(before)[-1]
        if found[0].casefold().endswith(_NOUNS):
            before = _ARTICLE.sub(" ", before)
        if _PREDICATE.search(before) and not _SUBORDINATE.search(sentence):
            nth = text.count(found[0], 0, found.start())
            yield terms.get(" ".join(found[0].casefold().split())), found[0], nth


def _spelled(text: str, yardstick: Yardstick) -> Iterator[tuple[Term | None, str]]:
    """The terms of all yardsticks in a text; none for one that this yardstick lacks."""
    pattern, terms = _spellings(yardstick.id)
    for found in pattern.finditer(text):
        if not _OTHERWISE.search(text, max(found.start() - _BEFORE, 0), found.start()):
            yield terms.get(" ".join(found[0].casefold().split())), found[0]


@cache
def _spellings(yardstick: str) -> tuple[re.Pattern[str], dict[str, Term]]:
    """What finds a yardstick's terms in a text, and the term of each way to write one."""
    terms: dict[str, Term] = {}
    for term in YARDSTICKS[yardstick].terms:
        terms |= dict.fromkeys(_written(term.word), term)
    others = (word for other in YARDSTICKS.values() for term in other.terms for word in _written(term.word))
    words = sorted({*terms, *others}, key=len, reverse=True)
    anyhow = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)
    return re.compile(rf"(?<![\w-])(?:{anyhow})(?![\w-])", re.IGNORECASE), terms


def _written(word: str) -> list[str]:
    """The ways to write a term; ``remote`` alone is a word for places."""
    if word == "remote":
        return ["remote chance"]
    if word.endswith("probable"):
        return [word, f"{word[:-1]}y"]
    return [word, f"{word}ly"] if word.endswith("certain") else [word]
