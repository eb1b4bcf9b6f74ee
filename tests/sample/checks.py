"""What must hold of the sample book: each rule a function from the program's answers to a list of faults."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from conftest import Run

from brief_cli.model.text import fold

READ_UNTIL = "2026-03-20"
FIRST_ROW = "almost no chance|very unlikely|unlikely|roughly even chance|likely|very likely|almost certain"
SECOND_ROW = "remote|highly improbable|improbable|roughly even odds|probable|highly probable|nearly certain"
OTHER_ROW = re.compile(rf"\b({SECOND_ROW})\b", re.I)
LIKELIHOOD = re.compile(rf"\b({FIRST_ROW}|{SECOND_ROW})\b", re.I)
CONFIDENCE = re.compile(r"\b(low|moderate|high) confidence\b", re.I)
LINK = re.compile(r"\[\[([^\[\]|]+)(?:\|[^\[\]]+)?\]\]")
PROSE = {"bottom_line", "summary", "source_summary", "text", "detail", "basis", "change", "why_not", "why", "note"}
TOLD = ("key_points", "judgments", "gaps", "indicators", "assumptions", "alternatives")
ITEMS = (*TOLD, "events")
REGISTERS = {
    "entities/countries.yaml": {"country"},
    "entities/documents.yaml": {"document"},
    "entities/events.yaml": {"event"},
    "entities/organisations.yaml": {"organization", "group"},
    "entities/people.yaml": {"person"},
    "entities/places.yaml": {"place"},
    "sources/official.yaml": {"official", "law", "report", "other"},
    "sources/press.yaml": {"press"},
    "sources/reference.yaml": {"other"},
    "sources/reports.yaml": {"report", "other"},
    "sources/state-media.yaml": {"press", "official"},
    "sources/wires.yaml": {"press"},
}


@dataclass(frozen=True)
class Answers:
    """What the program says of a book: its pages, registers and timeline as JSON, and its complaints."""

    briefs: list[Any]
    entities: list[Any]
    sources: list[Any]
    timeline: list[Any]
    complaints: list[str]

    def items(self, *parts: str) -> Iterator[tuple[Any, Any]]:
        """Items of some fields, each after its brief."""
        return ((brief, item) for brief in self.briefs for part in parts for item in brief[part])

    def addresses(self) -> set[str]:
        """Every id and address that a name may lead to."""
        records = {record["id"] for record in (*self.briefs, *self.entities, *self.sources)}
        return records | {item["id"] for _, item in self.items(*ITEMS)}


def answers(run: Run, book: Path) -> Answers:
    listed = run("list", "--json", book=book)
    ids = [brief["id"] for brief in json.loads(listed.out)]
    asked = (["show", *ids], ["entities"], ["sources"], ["timeline"])
    done = [run(*words, "--json", book=book) for words in asked]
    told = [line for result in (listed, *done) for line in result.err.splitlines()]
    briefs, entities, sources, timeline = (json.loads(result.out) for result in done)
    return Answers(briefs, entities, sources, timeline, told)


def prose(record: Any, owner: str = "") -> Iterator[tuple[str, str]]:
    """Every text that may hold links, after the address of what it stands in."""
    if isinstance(record, list):
        for part in record:
            yield from prose(part, owner)
    elif isinstance(record, dict):
        owner = record.get("id", owner)
        for key, value in record.items():
            if key in PROSE and isinstance(value, str):
                yield owner, re.sub("`[^`]*`", "", value)
            else:
                yield from prose(value, owner)


def shared(pairs: Iterator[tuple[str, str]]) -> list[str]:
    """What several records say with the same words, at each of them."""
    owners = defaultdict(set)
    for owner, text in pairs:
        owners[fold(text)].add(owner)
    return [f"{o}: shares {text!r}" for text, found in owners.items() if len(found) > 1 for o in sorted(found)]


# -- what may be wrong with a book ------------------------------------------------------------------------------


def loose_briefs(book: Answers) -> list[str]:
    return [f"{b['id']}: {state}" for b in book.briefs for state in ("dangling", "orphan") if b[state]]


def leads_somewhere(address: str) -> bool:
    try:
        parts = urlsplit(address)
        parsed = parts.port is None or parts.port > 0
    except ValueError:
        return False
    host = parts.hostname or ""
    return parsed and parts.scheme in ("http", "https") and "." in host.strip(".") and not re.search(r"\s", address)


def bad_web_addresses(book: Answers) -> list[str]:
    written = ((s["id"], s[key]) for s in book.sources for key in ("url", "archived") if s[key])
    return [f"{id_}: {address}" for id_, address in written if not leads_somewhere(address)]


def cited(book: Answers) -> Iterator[tuple[str, str]]:
    for _, item in book.items("key_points", "judgments", "events"):
        for citation in item["sources"]:
            yield item["id"], citation["source"]


def unknown_sources(book: Answers) -> list[str]:
    known = {source["id"] for source in book.sources}
    return [f"{item}: cites {source}" for item, source in cited(book) if source not in known]


def unused_sources(book: Answers) -> list[str]:
    used = {source for _, source in cited(book)}
    return [f"{s['id']}: not cited" for s in book.sources if s["id"] not in used]


def unnamed_entities(book: Answers) -> list[str]:
    """An entity is named by a brief or an item, or by one that is named itself, however far that goes."""
    records = {entity["id"]: entity for entity in book.entities}
    briefs = {brief["id"] for brief in book.briefs}
    pending = [id_ for id_, e in records.items() if briefs & {user.partition("#")[0] for user in e["used_in"]}]
    named: set[str] = set()
    while pending:
        if (id_ := pending.pop()) in records and id_ not in named:
            named.add(id_)
            entity = records[id_]
            pending += [*entity["part_of"], *entity["not_same_as"], *LINK.findall(entity["summary"] or "")]
    return [f"{id_}: named nowhere" for id_ in records if id_ not in named]


def unknown_kin(book: Answers) -> list[str]:
    known = {entity["id"] for entity in book.entities}
    named = ((e["id"], other) for e in book.entities for key in ("part_of", "not_same_as") for other in e[key])
    return [f"{id_}: names {other}" for id_, other in named if other not in known]


def other_likelihoods(book: Answers) -> list[str]:
    terms = FIRST_ROW.split("|")
    return [f"{j['id']}: {j['likelihood']}" for _, j in book.items("judgments") if j["likelihood"] not in terms]


def mixed_rows(book: Answers) -> list[str]:
    texts = [(brief["id"], brief["bottom_line"]) for brief in book.briefs]
    texts += [(j["id"], j[key] or "") for _, j in book.items("judgments") for key in ("text", "basis")]
    return [f"{owner}: {found[0]}" for owner, text in texts for found in OTHER_ROW.finditer(text)]


def mixed_measures(book: Answers) -> list[str]:
    sentences = ((owner, s) for owner, text in prose(book.briefs) for s in re.split(r"(?<=[.!?])\s+", text))
    return [f"{owner}: {s}" for owner, s in sentences if LIKELIHOOD.search(s) and CONFIDENCE.search(s)]


def unresolved_dates(book: Answers) -> list[str]:
    events = [event for _, event in book.items("events")] + book.timeline
    return [f"{e['id']}: {e['date']}" for e in events if not (e["earliest"] or e["latest"])]


def told_too_early(book: Answers) -> list[str]:
    told = ((b, e) for b, e in book.items("events") if e["status"] in ("happened", "alleged"))
    return [f"{e['id']}: {e['date']} lies after {b['as_of']}" for b, e in told if (e["earliest"] or "") > b["as_of"]]


def shared_names(book: Answers) -> list[str]:
    def spellings() -> Iterator[tuple[str, str]]:
        for entity in book.entities:
            for word in (entity["name"], *entity["aliases"], *(n for names in entity["names"].values() for n in names)):
                yield entity["id"], word

    return shared(spellings())


def shared_texts(book: Answers) -> list[str]:
    """The same event may have one title in several briefs, and is one row of the timeline."""
    texts = ((item["id"], item["text"]) for _, item in book.items(*TOLD))
    return shared(texts) + shared((event["id"], event["title"]) for event in book.timeline)


def foreign_items(book: Answers) -> list[str]:
    """An item named in parentheses is one of the same brief; other briefs' are linked."""
    known = book.addresses()
    named = (
        (owner, f"{owner.partition('#')[0]}#{short}")
        for owner, text in prose([{k: v for k, v in b.items() if k != "sources"} for b in book.briefs])
        for inside in re.findall(r"\(([^()]*)\)", LINK.sub("", text))
        for short in re.findall(r"\b[kjegisa]-?\d+\b", inside)
    )
    return [f"{owner}: names {address}" for owner, address in named if address not in known]


def dead_links(book: Answers) -> list[str]:
    known = book.addresses()
    named = (
        (owner, owner.partition("#")[0] + target if target.startswith("#") else target.strip())
        for owner, text in prose([book.briefs, book.entities, book.sources])
        for target in LINK.findall(text)
    )
    return [f"{owner}: links to {target}" for owner, target in named if target not in known]


def uncited(book: Answers) -> list[str]:
    return [f"{i['id']}: cites nothing" for _, i in book.items("key_points", "events") if not i["sources"]]


def late_forecasts(book: Answers) -> list[str]:
    forecasts = [j for _, j in book.items("judgments") if j["resolves_by"]]
    return [f"{j['id']}: made on {j['made_on']}" for j in forecasts if j["resolves_by"] <= j["made_on"]]


def unproved_outcomes(book: Answers) -> list[str]:
    """Who writes down how a forecast ended shows whose it was, and that it was public beforehand."""
    days = {s["id"]: s["published"] or "" for s in book.sources}
    out = []
    for brief, judgment in book.items("judgments"):
        if judgment["outcome"]:
            on = judgment["outcome"]["on"] or ""
            public = [d for c in judgment["sources"] if len(d := days.get(c["source"], "")) == 10 and d < on]
            in_time = judgment["made_on"] < on <= min(brief["as_of"], judgment["resolves_by"] or brief["as_of"])
            out += [] if judgment["said_by"] and public and in_time else [f"{judgment['id']}: outcome on {on}"]
    return out


def nothing_open(book: Answers) -> list[str]:
    ends = [j["resolves_by"] for _, j in book.items("judgments") if j["resolves_by"] and not j["outcome"]]
    return [] if max(ends, default="") > READ_UNTIL else [f"book: nothing resolves after {READ_UNTIL}"]


def few_or_many_judgments(book: Answers) -> list[str]:
    counts = ((brief["id"], len(brief["judgments"])) for brief in book.briefs)
    return [f"{id_}: {count} judgments" for id_, count in counts if not 2 <= count <= 5]


def ill_founded_judgments(book: Answers) -> list[str]:
    judgments = list(book.items("judgments"))
    late = [f"{j['id']}: made on {j['made_on']}" for brief, j in judgments if j["made_on"] > brief["as_of"]]
    return late + [f"{j['id']}: no basis" for _, j in judgments if not j["basis"]]


def unconfirmed(book: Answers) -> list[str]:
    origin = {s["id"]: fold(s["origin"] or s["publisher"] or s["id"]) for s in book.sources}
    return [
        f"{item['id']}: credibility 1 by one origin"
        for _, item in book.items("key_points", "judgments", "events")
        if any(citation["credibility"] == 1 for citation in item["sources"])
        and len({origin.get(citation["source"], citation["source"]) for citation in item["sources"]}) < 2
    ]


def one_sided(book: Answers) -> list[str]:
    pairs = {
        (item["id"], other["id"])
        for _, item in book.items("key_points", "judgments", "events")
        for other in item["contradicts"]
    }
    return [f"{one}: against {other}, not back" for one, other in sorted(pairs) if (other, one) not in pairs]


def too_small(book: Answers) -> list[str]:
    several = [row for row in book.timeline if len(row["briefs"]) > 1]
    sizes = {"events": (book.timeline, 85), "entities": (book.entities, 55), "told in several briefs": (several, 10)}
    return [f"book: {len(found)} {what}" for what, (found, due) in sizes.items() if len(found) < due]


def out_of_order(book: Answers) -> list[str]:
    registers = defaultdict(list)
    for record in (*book.entities, *book.sources):
        registers[record["path"]].append((record["line"], record["id"]))
    rows = [row for found in registers.values() for row in zip(sorted(found), sorted(found)[1:], strict=False)]
    return [f"{after[1]}: after {before[1]}" for before, after in rows if after[1] < before[1]]


def misplaced(book: Answers) -> list[str]:
    """A record stands in the register of its type (an entity) or its kind (a source)."""
    rows = [(e["id"], e["path"], e["type"]) for e in book.entities]
    rows += [(s["id"], s["path"], s["kind"]) for s in book.sources]
    return [f"{id_}: {kind} in {path}" for id_, path, kind in rows if kind not in REGISTERS.get(path, ())]


# -- the rules, each with what breaks it ------------------------------------------------------------------------
