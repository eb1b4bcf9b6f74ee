"""The rules as sentences, each with the fault that a copy of the book is given to see that it is found."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from conftest import a_brief
from sample.checks import (
    Answers,
    bad_web_addresses,
    dead_links,
    few_or_many_judgments,
    foreign_items,
    ill_founded_judgments,
    late_forecasts,
    loose_briefs,
    misplaced,
    mixed_measures,
    mixed_rows,
    nothing_open,
    one_sided,
    other_likelihoods,
    out_of_order,
    shared_names,
    shared_texts,
    told_too_early,
    too_small,
    uncited,
    unconfirmed,
    unknown_kin,
    unknown_sources,
    unnamed_entities,
    unproved_outcomes,
    unresolved_dates,
    unused_sources,
)


@dataclass(frozen=True)
class Rule:
    """A sentence that holds, and files that break it; `spoil` where no file can, or where the whole book must go."""

    says: str
    faults: Callable[[Answers], list[str]]
    found_at: tuple[str, ...] = ()
    files: dict[str, str] = field(default_factory=dict)
    spoil: Callable[[Answers], Answers] | None = None

    def __str__(self) -> str:
        return self.says


def judged(*more: str, likelihood: str = "likely", basis: str = "B", **fields: str) -> str:
    """A brief of one judgment, and more fields of that."""
    own = "".join(f", {field}" for field in more)
    return a_brief(judgments=f"[{{id: j1, text: T, likelihood: {likelihood}, basis: {basis}{own}}}]", **fields)


def happening(*more: str) -> str:
    """A brief of one event, and more fields of that."""
    return a_brief(events=f"[{{{', '.join(('id: e1', *more))}}}]")


def stated(*more: str) -> str:
    """A brief of one key point, and more fields of that."""
    return a_brief(key_points=f"[{{{', '.join(('id: k1', *more))}}}]")


def without_the_way_back(book: Answers) -> Answers:
    """Every contradiction told on one side only."""
    copy: Answers = replace(book, briefs=json.loads(json.dumps(book.briefs)))
    for _, item in copy.items("key_points"):
        item["contradicts"] = [other for other in item["contradicts"] if other["id"] > item["id"]]
    return copy


def without_days(book: Answers) -> Answers:
    return replace(book, timeline=[event | {"earliest": None, "latest": None} for event in book.timeline])


def emptied(book: Answers) -> Answers:
    return replace(book, briefs=[], entities=[], timeline=[])


RULES = [
    Rule(
        "no brief dangles or stands alone",
        loose_briefs,
        ("z-alone", "z-dangling"),
        {"z-alone.yaml": a_brief(), "z-dangling.yaml": a_brief(related="[z-nothing]")},
    ),
    Rule(
        "every web address leads to a host by http or https",
        bad_web_addresses,
        ("z-ftp", "z-hostless", "z-space", "z-port", "z-kept"),
        {
            "sources/z-web.yaml": """
z-ftp: {title: T, url: "ftp://example.org/a"}
z-hostless: {title: T, url: "https:///a"}
z-space: {title: T, url: "https://example.org/a b"}
z-port: {title: T, url: "https://example.org:x/a"}
z-kept: {title: T, archived: "file:///a"}
"""
        },
    ),
    Rule(
        "no citation is of an unknown source",
        unknown_sources,
        ("z-citing#k1", "z-citing-early#e1"),
        {
            "z-citing.yaml": stated("text: T", "sources: z-nothing"),
            "z-citing-early.yaml": happening("date: 2025", "title: T", "sources: z-nothing"),
        },
    ),
    Rule("no source is unused", unused_sources, ("z-unread",), {"sources/z-unread.yaml": "z-unread: {title: T}"}),
    Rule(
        "no entity stands unnamed",
        unnamed_entities,
        ("z-nobody", "z-ring-one", "z-ring-two"),
        {
            "entities/z-nobody.yaml": """
z-nobody: {type: person, name: Z Nobody, part_of: belarus}
z-ring-one: {type: group, name: Z Ring One, part_of: z-ring-two}
z-ring-two: {type: group, name: Z Ring Two, summary: "In [[z-ring-one]]."}
"""
        },
    ),
    Rule(
        "entities belong to entities of the book",
        unknown_kin,
        ("z-part", "z-double"),
        {
            "entities/z-kin.yaml": """
z-double: {type: person, name: Z Double, not_same_as: z-nothing}
z-part: {type: person, name: Z Part, part_of: z-nothing}
"""
        },
    ),
    Rule(
        "every likelihood is of the first row",
        other_likelihoods,
        ("z-second-row#j1",),
        {"z-second-row.yaml": judged(likelihood="probable")},
    ),
    Rule(
        "no judgment, basis or bottom line mixes the rows",
        mixed_rows,
        ("z-mixed-line", "z-mixed-text#j1", "z-mixed-basis#j1"),
        {
            "z-mixed-line.yaml": a_brief().replace("The answer", "The chance is remote"),
            "z-mixed-text.yaml": judged().replace("text: T", "text: It is Nearly certain"),
            "z-mixed-basis.yaml": judged(basis="It is probable."),
        },
    ),
    Rule(
        "no sentence tells likelihood and confidence at once",
        mixed_measures,
        ("z-measures-line", "z-measures-basis#j1"),
        {
            "z-measures-line.yaml": a_brief().replace("The answer", "It is likely, with High confidence"),
            "z-measures-basis.yaml": judged(basis="It is so. With low confidence it is unlikely."),
        },
    ),
    Rule("every date has a day at one end", unresolved_dates, spoil=without_days),
    Rule(
        "nothing has happened after its brief's as-of day",
        told_too_early,
        ("z-early#e1", "z-early-word#e1"),
        {
            "z-early.yaml": happening("date: 2026-01-02", "title: T"),
            "z-early-word.yaml": happening("date: 2026-02", "title: T", "status: alleged"),
        },
    ),
    Rule(
        "no two entities share a name or an alias",
        shared_names,
        ("z-namesake", "z-aliased", "z-spelled", "lukashenka", "minsk", "nato"),
        {
            "entities/z-names.yaml": """
z-aliased: {type: place, name: Z, aliases: [Mińsk]}
z-namesake: {type: organization, name: nato}
z-spelled: {type: person, name: Z Spelled, names: {ru: АЛЕКСАНДР ЛУКАШЕНКО}}
"""
        },
    ),
    Rule(
        "no two items say the same",
        shared_texts,
        ("z-same#k1", "z-same-again#g1", "z-same-day#e1", "z-same-day-again#e1"),
        {
            "z-same.yaml": stated("text: Said word for word."),
            "z-same-again.yaml": a_brief(gaps="[{id: g1, text: SAID word  for word.}]"),
            "z-same-day.yaml": happening("date: 2025", "title: Told word for word"),
            "z-same-day-again.yaml": happening("date: 2025", "title: Told word for word"),
        },
    ),
    Rule(
        "an item in parentheses is of the same brief",
        foreign_items,
        ("z-foreign#j1",),
        {"z-foreign.yaml": judged(basis='"It is known (j1, k5)."')},
    ),
    Rule(
        "every link leads somewhere",
        dead_links,
        ("z-link", "z-link-basis#j1", "z-link-entity", "z-link-source"),
        {
            "z-link.yaml": a_brief(summary='"See [[#k1]]."'),
            "z-link-basis.yaml": judged(basis='"See [[zapad-2025#z9|there]]."'),
            "entities/z-link.yaml": 'z-link-entity: {type: person, name: Z Link, summary: "Of [[z-nothing]]."}',
            "sources/z-link.yaml": 'z-link-source: {title: T, note: "Of [[z-nothing]]."}',
        },
    ),
    Rule(
        "every key point and event is cited",
        uncited,
        ("z-uncited#k1", "z-uncited-day#e1"),
        {"z-uncited.yaml": stated("text: T"), "z-uncited-day.yaml": happening("date: 2025", "title: T")},
    ),
    Rule(
        "a forecast ends after it was made",
        late_forecasts,
        ("z-late#j1",),
        {"z-late.yaml": judged("made_on: 2025-12-01", "resolves_by: 2025-12-01")},
    ),
    Rule(
        "an outcome stands beside whose forecast it was and a page from before it",
        unproved_outcomes,
        ("z-outcome-nobody#j1", "z-outcome-uncited#j1", "z-outcome-after#j1", "z-outcome-late#j1"),
        {
            f"z-outcome-{slip}.yaml": judged("made_on: 2023-08-28", "outcome: {result: yes, on: 2023-09-04}", *more)
            for slip, more in {
                "nobody": ("sources: z-before",),
                "uncited": ("said_by: putin",),
                "after": ("said_by: putin", "sources: z-after"),
                "late": ("said_by: putin", "sources: z-before", "resolves_by: 2023-09-01"),
            }.items()
        }
        | {
            "sources/z-outcome.yaml": """
z-after: {title: T, published: 2023-09-04}
z-before: {title: T, published: 2023-08-28}
"""
        },
    ),
    Rule("something is still to be decided", nothing_open, spoil=emptied),
    Rule(
        "a brief has two to five judgments",
        few_or_many_judgments,
        ("z-one", "z-six"),
        {
            "z-one.yaml": judged(),
            "z-six.yaml": a_brief(judgments=f"[{', '.join(6 * ['{text: T, likelihood: likely}'])}]"),
        },
    ),
    Rule(
        "a judgment has a basis and is not younger than its brief",
        ill_founded_judgments,
        ("z-baseless#j1", "z-young#j1"),
        {"z-baseless.yaml": judged(basis=""), "z-young.yaml": judged("made_on: 2026-01-02")},
    ),
    Rule(
        "credibility 1 stands only where two origins agree",
        unconfirmed,
        ("z-single#k1", "z-reprinted#k1"),
        {
            "z-single.yaml": stated("text: T", "sources: z-wire 1"),
            "z-reprinted.yaml": stated("text: T", "sources: [z-wire 1, z-reprint 1]"),
            "sources/z-wire.yaml": """
z-reprint: {title: T, publisher: Z Post, origin: z wire}
z-wire: {title: T, publisher: Z Wire}
""",
        },
    ),
    Rule("contradictions are told on both sides", one_sided, spoil=without_the_way_back),
    Rule("the book is large enough to show what the program does", too_small, spoil=emptied),
    Rule(
        "registers are in order of id",
        out_of_order,
        ("z-order-1", "z-order-3"),
        {
            "entities/z-order.yaml": "z-order-2: {type: place, name: Z2}\nz-order-1: {type: place, name: Z1}\n",
            "sources/z-order.yaml": "z-order-4: {title: T}\nz-order-3: {title: T}\n",
        },
    ),
    Rule(
        "a record stands in the register of its kind",
        misplaced,
        ("z-person", "z-law"),
        {
            "entities/z-place.yaml": "z-person: {type: person, name: Z Person}",
            "sources/z-press.yaml": "z-law: {title: T, kind: law}",
        },
    ),
]
