"""A brief and its items, as the files say them (format.md, section 2)."""

from __future__ import annotations

from collections.abc import Iterator

from brief_cli.model.edtf import Edtf
from brief_cli.model.fields import Extra, choice, day, edtf, extra, prose, record, reference, special, text
from brief_cli.model.registers import Exemption, Source
from brief_cli.model.value import Value

STATUSES = ("draft", "active", "archived")
EVENT_STATUSES = ("planned", "happened", "cancelled", "alleged")
CONFIDENCES = ("low", "moderate", "high")
STATES = ("quiet", "stirring", "tripped")
RESULTS = ("yes", "no", "void")

INVERSE = {
    "part_of": "has_part",
    "causes": "caused_by",
    "precedes": "follows",
    "elaborates": "elaborated_by",
    "supports": "supported_by",
    "supersedes": "superseded_by",
    "contradicts": "contradicts",
    "see_also": "see_also",
}
INVERSE |= {back: there for there, back in INVERSE.items()}
"""Each relation term and the term that the other side shows."""


class Citation(Value):
    """One source for one claim."""

    source: str = reference("id of the source", required=True, eg="moscow-times-2025-05-28")
    credibility: int | None = special("credibility", "NATO 1-6 for this very claim; 6: cannot be judged", eg="2")
    locator: str | None = text("where in the source", eg="para 4")
    note: str | None = prose("what to know about this citation")
    x: Extra = extra()


class Resolution(Value):
    """How a contradiction was settled."""

    holds: str = reference("the item that holds", required=True, eg="k1")
    on: str | None = day("the day of the decision", eg="2026-03-20")
    why: str | None = prose("the grounds")
    x: Extra = extra()


class Outcome(Value):
    """How a forecast came out."""

    result: str = choice("what came of it", RESULTS, required=True, eg="yes")
    on: str | None = day("the day it was known", eg="2026-02-24")
    x: Extra = extra()


class EntityRef(Value):
    """An entity, and the part it plays here."""

    id: str = reference("id of the entity", required=True, eg="belarus")
    role: str | None = text("the part it plays", eg="host")
    x: Extra = extra()


class Relation(Value):
    """``this brief, as, to``."""

    to: str = reference("a brief, or an item of one", required=True, eg="zapad-2025-risks")
    as_: str = choice("the kind of relation", tuple(INVERSE), required=True, name="as", eg="elaborated_by")
    note: str | None = prose("why")
    x: Extra = extra()


class KeyPoint(Value):
    """What is held to be known, and from whom."""

    id: str = special("item_id", "stable once written, unique in the brief", eg="k1", default="")
    text: str = prose("the point", required=True)
    said_by: str | None = reference("true only as that party's word", eg="lukashenka")
    sources: tuple[Citation, ...] = record("who says so", "Citation", many=True)
    contradicts: tuple[str, ...] = reference("items that say otherwise", many=True, eg="k4")
    resolution: Resolution | None = record("how the contradiction was settled", "Resolution")
    x: Extra = extra()


class Judgment(Value):
    """What is assessed, and how surely."""

    id: str = special("item_id", "stable once written, unique in the brief", eg="j1", default="")
    text: str = prose("the judgment", required=True)
    likelihood: str = special("likelihood", "a term of the book's yardstick", required=True, eg="likely")
    confidence: str | None = choice("how good the basis is", CONFIDENCES, eg="moderate")
    basis: str | None = prose("why, naming the points it rests on")
    made_on: str | None = day("the day it was made; default: as_of", eg="2025-09-19")
    said_by: str | None = reference("whose assessment, when not the author's", eg="isw")
    change: str | None = prose("what changed since the last time", eg="raised from likely after the second release")
    resolves_by: str | None = day("for forecasts: the day by which it is known", eg="2026-03-01")
    outcome: Outcome | None = record("how the forecast came out", "Outcome")
    sources: tuple[Citation, ...] = record("what it rests on", "Citation", many=True)
    contradicts: tuple[str, ...] = reference("items that say otherwise", many=True, eg="j2")
    resolution: Resolution | None = record("how the contradiction was settled", "Resolution")
    x: Extra = extra()


class Event(Value):
    """Something with a date."""

    id: str = special("item_id", "stable once written, unique in the brief", eg="e1", default="")
    date: Edtf = edtf("when, in EDTF, kept as written", required=True, eg="2025-09-12/2025-09-16")
    title: str = text("what, in a line", required=True)
    detail: str | None = prose("more, the hour too")
    status: str = choice("whether it came to pass", EVENT_STATUSES, default="happened", eg="planned")
    said_by: str | None = reference("true only as that party's word", eg="nasha-niva")
    place: str | None = reference("the entity where it happened", eg="barysaw-range")
    entities: tuple[EntityRef, ...] = record("who took part", "EntityRef", many=True)
    sources: tuple[Citation, ...] = record("who says so", "Citation", many=True)
    same_as: tuple[str, ...] = reference("the same event told elsewhere", many=True, eg="russia-belarus-ties#e7")
    contradicts: tuple[str, ...] = reference("items that say otherwise", many=True, eg="k4")
    resolution: Resolution | None = record("how the contradiction was settled", "Resolution")
    x: Extra = extra()


class Assumption(Value):
    """What is taken for granted, apart from evidence and judgment (ICD 203)."""

    id: str = special("item_id", "stable once written, unique in the brief", eg="s1", default="")
    text: str = prose("the assumption", required=True)
    x: Extra = extra()


class Alternative(Value):
    """Another reading of the evidence."""

    id: str = special("item_id", "stable once written, unique in the brief", eg="a1", default="")
    text: str = prose("the other reading", required=True)
    why_not: str | None = prose("why it is not the one held")
    x: Extra = extra()


class Gap(Value):
    """What is not known."""

    id: str = special("item_id", "stable once written, unique in the brief", eg="g1", default="")
    text: str = prose("the open question", required=True)
    x: Extra = extra()


class Indicator(Value):
    """What to watch."""

    id: str = special("item_id", "stable once written, unique in the brief", eg="i1", default="")
    text: str = prose("the sign", required=True)
    state: str = choice("how it stands", STATES, default="quiet", eg="stirring")
    since: str | None = day("since when", eg="2025-09-10")
    for_: tuple[str, ...] = reference("the judgments it bears on", many=True, name="for", eg="j1")
    x: Extra = extra()


Item = KeyPoint | Judgment | Event | Assumption | Alternative | Gap | Indicator


class Brief(Value):
    """One brief, from one file."""

    id: str = special("stem", "the file's stem; may be written, and must agree", default="", eg="zapad-2025")
    title: str = text("what it is called", required=True, eg="Zapad-2025 exercise")
    bottom_line: str = prose("the answer, in one or two sentences", required=True)
    as_of: str = day("the day up to which the content holds", required=True, eg="2025-09-19")
    review_by: str | None = day("after this day the brief is stale", eg="2026-03-01")
    reviewed: str | None = day("looked at, unchanged", eg="2025-12-01")
    status: str = choice("how far it is", STATUSES, default="active", eg="draft")
    tags: tuple[str, ...] = text("words to find it by", many=True, eg="nato")
    author: str | None = text("who answers for it", eg="Baltic desk")
    handling: str | None = special("handling", "TLP 2.0 label", eg="tlp:clear")
    lang: str | None = special("lang", "BCP 47 language of the text", eg="en")
    summary: str | None = prose("Markdown of any length")
    source_summary: str | None = prose("how good the sourcing is (ICD 206)")
    key_points: tuple[KeyPoint, ...] = record("what is held to be known", "KeyPoint", many=True)
    judgments: tuple[Judgment, ...] = record("what is assessed", "Judgment", many=True)
    events: tuple[Event, ...] = record("what happened when", "Event", many=True)
    entities: tuple[EntityRef, ...] = record("who and what it is about", "EntityRef", many=True)
    related: tuple[Relation, ...] = record("how it hangs together with others", "Relation", many=True)
    assumptions: tuple[Assumption, ...] = record("what is taken for granted", "Assumption", many=True)
    alternatives: tuple[Alternative, ...] = record("other readings", "Alternative", many=True)
    gaps: tuple[Gap, ...] = record("what is not known", "Gap", many=True)
    indicators: tuple[Indicator, ...] = record("what to watch", "Indicator", many=True)
    sources: tuple[Source, ...] = record("sources that the registers lack", "Source", many=True)
    exempt: tuple[Exemption, ...] = record("findings of `check` that are meant to be there", "Exemption", many=True)
    x: Extra = extra()

    def items(self) -> Iterator[tuple[str, Item]]:
        """Every item with the field it stands in, in the order of a page."""
        for part in ITEM_FIELDS:
            for item in getattr(self, part):
                yield part, item


ITEM_FIELDS = ("key_points", "judgments", "events", "assumptions", "alternatives", "gaps", "indicators")
PARTS = (*ITEM_FIELDS, "entities", "related", "sources")
KIND_OF = {
    "key_points": "key_point",
    "judgments": "judgment",
    "events": "event",
    "assumptions": "assumption",
    "alternatives": "alternative",
    "gaps": "gap",
    "indicators": "indicator",
}
"""The field an item stands in, and what one of it is called."""
