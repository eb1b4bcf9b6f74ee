"""Books of any size with known truth, seeded: what the tests and benchmarks ask."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

WORDS = [
    "border",
    "ministry",
    "convoy",
    "signal",
    "drill",
    "airspace",
    "potash",
    "envoy",
    "sanction",
    "licence",
    "embassy",
    "garrison",
    "river",
    "rail",
    "depot",
    "observer",
    "treaty",
    "council",
    "election",
    "convict",
    "release",
    "transit",
    "balloon",
    "crossing",
    "estimate",
    "brigade",
    "missile",
    "decree",
]
NAMES = (("Aliaksandr", "Александр", "Аляксандр"), ("Maria", "Мария", "Марыя"), ("Viktar", "Виктор", "Віктар"))
ENTITIES = 40
SIX = 6
PLANTED = 7
HEDGED = 100


@dataclass(frozen=True)
class Truth:
    """What a generated book holds."""

    briefs: int
    events: int  # after the tellings are joined
    told_twice: int
    stale: int  # on 24 March 2026
    contradicted: int  # key points that another one contradicts, either way


def sentence(chance: random.Random, words: int) -> str:
    """Some words that end in a full stop."""
    return " ".join(chance.choices(WORDS, k=words)).capitalize() + "."


def write(
    root: Path, briefs: int, seed: int = 1, planted: Mapping[str, int] | None = None, *, sound: bool = False
) -> Truth:
    """Write a book of ``briefs`` files of about 4 KB into ``root``: five points, six events, five relations each.

    A ``planted`` word stands in the summary of every so-and-so-many-th brief, beginning with the first ten; all else
    is as without it.  A ``sound`` book has nothing that ``check`` could find, but for a hedge in every hundredth brief.
    """
    chance = random.Random(seed)
    root.mkdir(parents=True, exist_ok=True)
    (root / "book.yaml").write_text("format: 1\n", encoding="utf-8")
    _entities(root)
    stale = 0
    for n in range(briefs):
        due = chance.choice(["2025-06-01", "2027-06-01"])
        stale += due < "2026-03-24"
        added = "".join(f" Also {word}." for word, every in (planted or {}).items() if n % every == PLANTED % every)
        text = _brief(chance, n, briefs, due, added)
        (root / f"b-{n:06}.yaml").write_text(_sound(text, n) if sound else text, encoding="utf-8")
    twice = briefs // 10
    return Truth(briefs, briefs * SIX - twice, twice, stale, 2 * sum(n % 10 == 5 for n in range(briefs)))


def _entities(root: Path) -> None:
    lines = []
    for n in range(ENTITIES):
        latin, ru, be = NAMES[n % len(NAMES)]
        names = f"{{ru: {ru} Номер{n}, be: {be} Нумар{n}}}"
        lines.append(f"person-{n:02}: {{type: person, name: {latin} Number{n}, names: {names}}}")
    (root / "entities").mkdir(exist_ok=True)
    (root / "entities" / "people.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _brief(chance: random.Random, n: int, briefs: int, due: str, added: str) -> str:
    out = [f"title: Brief {n} on {chance.choice(WORDS)}", f"bottom_line: {sentence(chance, 25)}", "as_of: 2025-05-01"]
    out += [f"review_by: {due}", f"tags: [t{n % 7}, t{n % 11}]"]
    out += [f"summary: {sentence(chance, 80)}{added}", "key_points:"]
    for k in range(1, 6):
        out += [f"  - id: k{k}", f"    text: {sentence(chance, 30)}", f"    sources: [s-{n}-{k % 3} 2, s-{n}-0 3]"]
        if k == 1 and n % 10 == 5:
            out.append(f"    contradicts: b-{n - 1:06}#k1")
    out.append("events:")
    for e in range(1, SIX + 1):
        day = f"{2000 + chance.randrange(26)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
        out += [f"  - id: e{e}", f"    date: {day}", f"    title: {sentence(chance, 7)}"]
        out.append(f"    entities: [person-{chance.randrange(ENTITIES):02}, person-{chance.randrange(ENTITIES):02}]")
        if e == 1 and n % 10 == 9:
            out.append(f"    same_as: b-{n - 1:06}#e1")
    out.append("related:")
    for _ in range(5):
        out.append(f"  - {{to: b-{chance.randrange(briefs):06}, as: see_also, note: {sentence(chance, 4)}}}")
    out.append("sources:")
    for s in range(3):
        out.append(f"  - {{id: s-{n}-{s}, title: {sentence(chance, 6)}, publisher: P{s}, reliability: B}}")
    return "\n".join(out) + "\n"


def _sound(brief: str, n: int) -> str:
    """The same brief as a careful desk keeps it: nothing overdue, all events in time and sourced, no day in dispute."""
    brief = re.sub(r"(?m)^review_by: .*$", "review_by: 2027-06-01", brief)
    brief = re.sub(r"(?m)^    date: 2025-", "    date: 2024-", brief)
    brief = re.sub(r"(?m)^    same_as: .*\n", "", brief)
    brief = re.sub(r"(?m)^(    date: .*)$", rf"\1\n    sources: s-{n}-1 2", brief)
    brief = brief.replace(f"{{to: b-{n:06},", f"{{to: b-{n - 1 if n else 1:06},")
    brief = re.sub(r"(?m)^tags: \[t(\d+), t(\d+)\]$", r"tags: [t\1, u\2]", brief)
    brief = re.sub(r"sources: \[(s-\d+-0) 2, \1 3\]", rf"sources: [\1 2, s-{n}-1 3]", brief)
    hedged = "could possibly last" if n % HEDGED == SIX else "lasts"
    judgment = (
        f"judgments:\n  - {{id: j1, text: It {hedged} into the winter., likelihood: likely, basis: k1 says so}}\n"
    )
    return brief.replace("events:\n", f"{judgment}events:\n")
