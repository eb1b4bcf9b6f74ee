"""A folder of a hundred notes as people keep them, the same at every run: links, tags, odd names, many habits."""

from __future__ import annotations

import os
import random
from datetime import date, timedelta
from pathlib import Path

SEED = 20260324
NOTES = 100
DAY = "2026-03-20"
"""The day on which all files of the vault were last changed."""
CHANGED = 1774008000  # noon of that day

PEOPLE = (
    "Alena Kavalchuk", "Jānis Ozols", "Łukasz Wójcik", "Святлана Ціхановіч", "O'Brien, Maeve", "Dr. Eva Schütz",
    "Min-jun Park", "Ana María López", "R. K. Rao", "Žydrūnas Šimkus",
)  # fmt: skip
PLACES = ("Port of Klaipėda", "Suwałki Gap", "Brest–Litovsk Yard", "Hrodna", "Åland (islands)")
BODIES = ("Harbour Board", "Dockers' Union", "Ministry of Transport & Sea", "ACME Logistics, Ltd.", "Coast Guard")
TOPICS = (
    "Port strike", "Grain corridor", "Rail gauge at the border", "Drill in the north", "Customs data", "Fuel prices",
    "Ferry timetable", "Sanctions list", "Airspace closure", "Undersea cable",
)  # fmt: skip
ODD = (
    "Что делать", "100% sure #draft", "c++ vs. C#", "résumé", "  spaced  out  ", "ALL CAPS", "semi;colon", "emoji 🚢",
    "v1.2 plan", "日本語メモ", "a & b", "it's (complicated)", "under_score_name", "dash--dash", "CON",
)  # fmt: skip
TAGS = ("ports", "ports/baltic", "rail", "2026", "to-read", "Важно")
VERBS = ("meets", "refuses to answer", "visits", "writes to", "is seen with", "blames")
FIRST = date(2025, 1, 6)


def notes(seed: int = SEED) -> dict[str, str]:
    """The texts of the notes by their paths."""
    chance = random.Random(seed)
    found: dict[str, str] = {}
    for number, name in enumerate(PEOPLE):
        found[f"People/{name}.md"] = _person(name, number, chance)
    for name in PLACES:
        found[f"Places/{name}.md"] = f"---\ntype: {chance.choice(('place', 'city', 'Location'))}\n---\n# {name}\n"
    for number, name in enumerate(BODIES):
        type_ = ("organisation", "group", "Ministry", "company", "agency")[number]
        found[f"Bodies/{name}.md"] = f"---\ntype: {type_}\naliases:\n  - {name.split()[0]}\n---\n{_sentence(chance)}\n"
    for number in range(25):
        day = FIRST + timedelta(days=11 * number)
        found[f"Daily/{day}.md"] = _daily(day, chance)
    for name in ODD:
        found[f"Odd/{name}.md"] = f"{_front(chance)}{_sentence(chance)}\n\n{_prose(chance)}\n"
    for number, name in enumerate(TOPICS):
        found[f"Projects/{name}/{name}.md"] = _topic(name, chance)
        found[f"Projects/{name}/Overview.md"] = f"Part of [[{name}]], see [it](../{name.replace(' ', '%20')}/x.md).\n"
        found[f"{20250901 + number}1030 {name} in short.md"] = f"See [[Overview#Now]].\n\n{_events(chance, 2)}\n"
    while len(found) < NOTES:
        number = len(found)
        found[f"Inbox/Untitled {number}.md"] = f"{_front(chance)}{_prose(chance)}\n"
    return found


def write(folder: Path, seed: int = SEED) -> list[Path]:
    """The notes as files below a folder, with what else lies in a vault; their paths."""
    paths = []
    for name, text in notes(seed).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        os.utime(path, (CHANGED, CHANGED))
        paths.append(path)
    (folder / ".obsidian").mkdir(exist_ok=True)
    (folder / ".obsidian" / "app.json").write_text("{}", encoding="utf-8")
    (folder / "Attachments").mkdir(exist_ok=True)
    (folder / "Attachments" / "map.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    return paths


def _front(chance: random.Random) -> str:
    """Front matter of one habit or another, some of it no YAML."""
    return chance.choice(
        (
            "",
            "",
            "---\n---\n",
            f"---\ntags: [{', '.join(chance.sample(TAGS[:5], 2))}]\ncreated: 2025-03-01T08:15\n---\n",
            f"---\ntags: #{chance.choice(TAGS)}\nstatus: Active\n---\n",
            "---\ntags:\n  - ports\n  - rail\nupdated: 2026-01-15\nrating: {ease: 3, worth: [a, b]}\n---\n",
            "---\ntitle: A title: with a colon\ndate: 15.01.2026\n---\n",
            "---\nup: [[Port strike]]\npublish: false\nlang: en-GB\nreview_by: 2026-06-01\n---\n",
            "---\ntemplate: {{title}}\ncssclasses: wide\nstatus: seedling\n---\n",
        )
    )


def _person(name: str, number: int, chance: random.Random) -> str:
    aliases = ("", "aliases: []\n", f"aliases: [{name.split()[-1]} {number}]\n", f"alias: The Person {number}\n")
    type_ = ("person", "Person", "contact")[number % 3]
    country = ("LT", "by", "Latvia")[number % 3]
    front = f"---\ntype: {type_}\n{aliases[number % 4]}country: {country}\nphone: {number}\n---\n"
    return f"{front}Works for the [[{chance.choice(BODIES)}]]. #people\n\n{_events(chance, 2)}\n"


def _daily(day: date, chance: random.Random) -> str:
    task = f"- [ ] {day + timedelta(days=400)} ask [[{chance.choice(PEOPLE)}]] again"
    read = f"- 09:00 read about [[{chance.choice(TOPICS)}]]"
    return f"# {day:%A}\n\n{read}\n- {day}: {_event(chance)}\n{task}\n\n{_prose(chance)}\n"


def _topic(name: str, chance: random.Random) -> str:
    links = "\n".join(f"- [[{person}]]" for person in chance.sample(PEOPLE, 3))
    return (
        f"{_front(chance)}# {name}\n\n{_sentence(chance)} {_sentence(chance)}\n\n"
        f"## Timeline\n\n{_events(chance, 6)}\n\n"
        f"### 2025-10\n\n- {_event(chance)}\n- {_event(chance)}\n\n"
        f"## Key points\n\n- {_sentence(chance)} ^p1\n- {_sentence(chance)}\n\n"
        "## Assessment\n\n- It is likely that talks resume (moderate confidence)\n- Nobody knows.\n\n"
        f"## Open questions\n\n- Who pays?\n\n## People\n\n{links}\n\n![[map.png|300]]\n\n%% ask later %%\n\n"
        "| Date | What | Where |\n| --- | --- | --- |\n"
        f"| 2025-11-02 | {_event(chance)} | [[{chance.choice(PLACES)}\\|there]] |\n\n"
        f"## Sources\n\n- [Report on {name}](https://example.org/{chance.randrange(1000)})\n- the archive, box 4\n"
    )


def _events(chance: random.Random, count: int) -> str:
    forms = ("{:%Y-%m-%d}: {}", "**{:%Y-%m-%d}** – {}", "{:%d.%m.%Y} {}", "[[{:%Y-%m-%d}]] {}", "{:%Y-%m} - {}")
    days = sorted(FIRST + timedelta(days=chance.randrange(400)) for _ in range(count))
    return "\n".join("- " + chance.choice(forms).format(day, _event(chance)) for day in days)


def _event(chance: random.Random) -> str:
    whom = f"[[{chance.choice(BODIES)}|{chance.choice(('board', 'people'))}]]"
    return f"[[{chance.choice(PEOPLE)}]] {chance.choice(VERBS)} the {whom}"


def _sentence(chance: random.Random) -> str:
    return f"The {chance.choice(TOPICS).lower()} {chance.choice(('goes on', 'is over', 'may end soon'))}."


def _prose(chance: random.Random) -> str:
    pieces = (
        f"See [[{chance.choice(TOPICS)}|this]] and [[Nowhere Land]]. #{chance.choice(TAGS)}",
        f"`[[{chance.choice(TOPICS)}]]` is code, ==marked== is not.",
        "> [!warning] Careful\n> A callout.",
        "```dataview\nTABLE file.ctime FROM #ports\n```",
        "<iframe src='https://example.org'></iframe><script>alert(1)</script>",
        f"1. one\n2. [[{chance.choice(ODD)}]]\n   - nested #{chance.choice(TAGS)}",
        "A footnote.[^1]\n\n[^1]: With $x^2$.",
    )
    return "\n\n".join(chance.sample(pieces, 3))
