"""A small book that is edited as people, editors and git do, one step after another, all from one seed."""

from __future__ import annotations

import os
import random
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

WORDS = ("border", "convoy", "signal", "potash", "decree", "treaty", "Минску", "Łódźka", "envoys", "depots")
"""All of six letters: the first six can stand in for one another and the file keeps its size."""
BRIEFS = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota")
FOLDERS = ("", "north/", "south/", "a/b/")
PEOPLE = ("maria", "viktar", "sviatlana", "homel", "minsk", "warsaw")
NAMES = ("Maria Kalesnikava", "Viktar Babaryka", "Святлана Ціханоўская", "Homel", "Мінск", "Warszawa", "Kalesnikava")
SOURCES = ("wire-1", "wire-2", "paper-1", "paper-2", "state-1", "report-1")
ORIGINS = ("ap", "AP", "reuters", None)
REGISTERS: dict[str, tuple[str, ...]] = {
    "entities": ("entities/people.yaml", "entities/places.yaml", "entities/a/more.yaml"),
    "sources": ("sources/press.yaml", "sources/wires.yaml"),
}
DATES = ("2025-09", "2025-09-12", "2025-09-12/2025-09-16", "2024", "2023-05-01", "../2024", "2025-10-01/..")
BROKEN = (b"title: [\n", b"title: A\nbogus: 1\n", b"\xff\xfe", b"", b"a: {type: person, nam: X}\nb: {title: T}\n")
LIKELY = ("likely", "unlikely", "very likely", "realistic possibility")  # of both yardsticks, of one, of the other
RELATIONS = ("part_of", "causes", "supports", "contradicts", "see_also", "has_part")
SETTINGS: tuple[dict[str, Any], ...] = (
    {"yardstick": "phia"},
    {"yardstick": "icd203", "review_interval": "90d"},
    {"review_interval": "2y", "handling": "tlp:green"},
    {"handling": "tlp:red", "ignore": ["north/"]},
    {"ignore": ["beta.yaml", "sources/wires.yaml"]},
    {"ignore": ["*a.yaml", "!alpha.yaml"], "lang": "en"},
    {"title": "A book", "bogus": "x"},
    {"format": 2},
    {},
)

Record = dict[str, Any]
BOOK = "book.yaml"


def kind_of(path: str) -> str:
    """What a file is by where it stands."""
    top, below, _ = path.partition("/")
    return top if below and top in REGISTERS else "brief"


class Desk:
    """A folder and the random hand that edits it; ``log`` tells what it did."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root = root
        self.chance = random.Random(seed)
        self.log: list[str] = []
        root.mkdir(parents=True)
        self._git("init", "-q", "-b", "main")
        for name in BRIEFS[:7]:
            self.write(f"{self.chance.choice(FOLDERS)}{name}.yaml", self.brief())
        for path in REGISTERS["entities"][:2]:
            self.write(path, {id_: self.entity() for id_ in self.some(PEOPLE, 4)})
        for path in REGISTERS["sources"]:
            self.write(path, {id_: self.source() for id_ in self.some(SOURCES, 3)})
        self.write(BOOK, {"title": "Desk"})

    def step(self) -> str:
        """One edit of a random kind; what was done."""
        done = None
        while done is None:
            edit = self.chance.choice(EDITS)
            done = edit(self)
        self.log.append(done)
        return done

    # -- files ------------------------------------------------------------------------------------------------

    def paths(self, *, kind: str = "") -> list[str]:
        """The book's files: all, or the briefs (``brief``), or the registers of a kind."""
        found = sorted(p.relative_to(self.root).as_posix() for p in self.root.rglob("*.yaml") if p.is_file())
        found = [path for path in found if not path.startswith(".")]
        return [path for path in found if not kind or (kind == kind_of(path) and path != BOOK)]

    def read(self, path: str) -> Record:
        """What a file says; nothing when it is broken or gone."""
        try:
            value = yaml.safe_load((self.root / path).read_bytes())
        except (yaml.YAMLError, UnicodeDecodeError, OSError):
            return {}
        return value if isinstance(value, dict) else {}

    def write(self, path: str, value: Record) -> None:
        """Write a file as a program would that knows nothing of us."""
        self.put(path, yaml.safe_dump(value, sort_keys=False, allow_unicode=True).encode() if value else b"{}\n")

    def put(self, path: str, data: bytes) -> None:
        """Bytes in place of what a file held: written over it, or renamed over it, with its old times or without."""
        whole = self.root / path
        whole.parent.mkdir(parents=True, exist_ok=True)
        before = whole.stat() if whole.is_file() else None
        if self.chance.random() < 0.5:
            beside = whole.with_name(f".{whole.name}.new")
            beside.write_bytes(data)
            os.replace(beside, whole)
        else:
            whole.write_bytes(data)
        if before and self.chance.random() < 0.5:
            os.utime(whole, ns=(before.st_atime_ns, before.st_mtime_ns))

    def some(self, of: tuple[Any, ...], most: int) -> list[Any]:
        """Up to so many of them."""
        return self.chance.sample(of, self.chance.randint(0, min(most, len(of))))

    def _git(self, *arguments: str) -> None:
        who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "core.hooksPath=/dev/null"]
        subprocess.run(["git", *who, *arguments], cwd=self.root, check=True, capture_output=True)

    # -- what files say ---------------------------------------------------------------------------------------

    def text(self) -> str:
        """A line of words, sometimes with a link."""
        words = self.chance.choices(WORDS, k=4)
        return " ".join([*words, *(f"[[{self.chance.choice(PEOPLE + BRIEFS)}]]" for _ in self.some((1,), 1))])

    def cited(self) -> list[Any]:
        """Citations, plain and graded."""
        return [id_ + self.chance.choice(("", "", " 1", " 3", " 6")) for id_ in self.some(SOURCES, 3)]

    def address(self, letter: str) -> str:
        """An item of some brief."""
        return f"{self.chance.choice(BRIEFS)}#{letter}{self.chance.randint(1, 2)}"

    def brief(self) -> Record:
        """A brief of random content."""
        whole: Record = {"title": self.text(), "bottom_line": self.text(), "tags": self.some(WORDS, 2)}
        whole["as_of"] = f"2025-0{self.chance.randint(1, 9)}-10"
        whole["key_points"] = [{"id": f"k{n}", "text": self.text(), "sources": self.cited()} for n in (1, 2)]
        whole["key_points"][0]["contradicts"] = [self.address("k") for _ in self.some((1,), 1)]
        whole["judgments"] = [{"text": self.text(), "likelihood": self.chance.choice(LIKELY), "sources": self.cited()}]
        whole["events"] = [self.event(n) for n in (1, 2)]
        whole["entities"] = self.some(PEOPLE, 3)
        whole["related"] = [self.relation() for _ in self.some((1, 2), 2)]
        whole["sources"] = [{"id": id_, **self.source()} for id_ in self.some(SOURCES, 1)]
        return whole

    def event(self, number: int) -> Record:
        """An event, perhaps told elsewhere too."""
        own: Record = {"id": f"e{number}", "date": self.chance.choice(DATES), "title": self.text()}
        same = [self.address("e") for _ in self.some((1,), 1)]
        return own | {"entities": self.some(PEOPLE, 2), "sources": self.cited(), "same_as": same}

    def relation(self) -> Record:
        """A relation to some brief."""
        return {"to": self.chance.choice(BRIEFS), "as": self.chance.choice(RELATIONS), "note": self.text()}

    def entity(self) -> Record:
        """A record of an entity."""
        own = {"type": self.chance.choice(("person", "place")), "name": self.chance.choice(NAMES)}
        return own | {"aliases": self.some(NAMES, 2), "part_of": self.some(PEOPLE, 1), "summary": self.text()}

    def source(self) -> Record:
        """A record of a source."""
        own = {"title": self.text(), "reliability": self.chance.choice("ABCF"), "origin": self.chance.choice(ORIGINS)}
        return {key: value for key, value in own.items() if value}

    # -- edits of briefs --------------------------------------------------------------------------------------

    def same_size(self) -> str | None:
        """Words give way to others of their length; size and times of the file stay what they were."""
        path = self.chance.choice(self.paths())
        whole = self.root / path
        before, data = whole.stat(), whole.read_bytes()
        old, new = self.chance.sample(WORDS[:6], 2)
        if old.encode() not in data:
            return None
        whole.write_bytes(data.replace(old.encode(), new.encode(), self.chance.randint(1, 3)))
        os.utime(whole, ns=(before.st_atime_ns, before.st_mtime_ns))
        return f"{path}: {old} becomes {new}, size and time stay"

    def rewrite(self) -> str | None:
        """A brief says something else altogether."""
        path = self.chance.choice(self.paths(kind="brief") or [None])
        if path is None:
            return None
        self.write(path, self.brief())
        return f"{path}: rewritten"

    def new(self) -> str:
        """A new file, or one more that claims an id."""
        path = f"{self.chance.choice(FOLDERS)}{self.chance.choice((*BRIEFS, 'maria', 'wire-1'))}.yaml"
        self.write(path, self.brief())
        return f"{path}: written new"

    def delete(self) -> str | None:
        """A file goes."""
        found = [path for path in self.paths() if path != BOOK]
        if len(found) < 8:
            return None
        path = self.chance.choice(found)
        (self.root / path).unlink()
        return f"{path}: deleted"

    def move(self) -> str | None:
        """A file goes elsewhere, under its own name or another's."""
        found = [path for path in self.paths() if path != BOOK]
        path = self.chance.choice(found)
        name = Path(path).name if self.chance.random() < 0.7 else f"{self.chance.choice(BRIEFS)}.yaml"
        to = f"{self.chance.choice(('entities/', 'sources/', *FOLDERS * 4))}{name}"
        (self.root / to).parent.mkdir(parents=True, exist_ok=True)
        os.replace(self.root / path, self.root / to)
        return f"{path}: moved to {to}"

    def swap(self) -> str | None:
        """Two files change places."""
        one, other = self.chance.sample(self.paths(), 2)
        beside = self.root / ".beside"
        os.replace(self.root / one, beside)
        os.replace(self.root / other, self.root / one)
        os.replace(beside, self.root / other)
        return f"{one} and {other}: swapped"

    def copy(self) -> str:
        """Two files claim one id."""
        path = self.chance.choice(self.paths())
        to = f"{self.chance.choice(FOLDERS)}{Path(path).name}"
        if to != BOOK:
            self.put(to, (self.root / path).read_bytes())
        return f"{path}: copied to {to}"

    def part(self) -> str | None:
        """One part of a brief changes: ties, relations, dates, citations, its own sources."""
        path = self.chance.choice(self.paths(kind="brief") or [None])
        value = self.read(path) if path else {}
        name = self.chance.choice(("key_points", "events", "related", "entities", "sources", "events", "tags"))
        if not path or "title" not in value:
            return None
        value[name] = self.brief()[name]
        self.write(path, value)
        return f"{path}: other {name}"

    def tie(self) -> str | None:
        """An event is tied to another, or to none."""
        path = self.chance.choice(self.paths(kind="brief") or [None])
        value = self.read(path) if path else {}
        if not path or not value.get("events"):
            return None
        event = self.chance.choice(value["events"])
        event["same_as"] = [self.address("e") for _ in self.some((1, 2), 2)]
        event["date"] = self.chance.choice((event["date"], *DATES))
        self.write(path, value)
        return f"{path}: an event is the same as {event['same_as']}"

    # -- edits of registers and settings ----------------------------------------------------------------------

    def record(self) -> str:
        """A record of a register is written, rewritten, taken out, or moved to another register."""
        kind = self.chance.choice(("entities", "sources"))
        path, other = self.chance.choice(REGISTERS[kind]), self.chance.choice(REGISTERS[kind])
        id_ = self.chance.choice((*PEOPLE, "alpha") if kind == "entities" else (*SOURCES, "maria"))
        value = self.read(path)
        if id_ in value and self.chance.random() < 0.6:
            gone = value.pop(id_)
            if other != path and self.chance.random() < 0.5:
                self.write(other, self.read(other) | {id_: gone})
        else:
            value[id_] = self.entity() if kind == "entities" else self.source()
        self.write(path, value)
        return f"{path}: {id_}, perhaps to {other}"

    def reorder(self) -> str | None:
        """A register says the same on other lines."""
        found = [*self.paths(kind="entities"), *self.paths(kind="sources")]
        if not found:
            return None
        path = self.chance.choice(found)
        value = list(self.read(path).items())
        self.chance.shuffle(value)
        if not value:
            return None
        self.write(path, dict(value))
        return f"{path}: reordered"

    def settings(self) -> str:
        """The book's own file says something else, or is gone."""
        said = self.chance.choice(SETTINGS)
        if self.chance.random() < 0.15:
            (self.root / BOOK).unlink(missing_ok=True)
            return "book.yaml: gone"
        self.write(BOOK, dict(said))
        return f"book.yaml: {said}"

    # -- accidents --------------------------------------------------------------------------------------------

    def break_(self) -> str | None:
        """A file is broken; two in a row would leave little."""
        path = self.chance.choice(self.paths())
        if self.broken():
            return None
        data = self.chance.choice(BROKEN)
        self.put(path, data)
        return f"{path}: broken with {data!r}"

    def broken(self) -> list[str]:
        """The files that do not even parse, or whose field is none."""
        return [path for path in self.paths() if not self.read(path) or "bogus" in self.read(path)]

    def mend(self) -> str | None:
        """A broken file is mended."""
        found = [path for path in self.broken() if path != BOOK]
        if not found:
            return None
        path = self.chance.choice(found)
        make = {"entities": (self.entity, PEOPLE), "sources": (self.source, SOURCES)}.get(kind_of(path))
        self.write(path, {id_: make[0]() for id_ in self.some(make[1], 3)} if make else self.brief())
        return f"{path}: mended"

    def link(self) -> str | None:
        """A link to a file inside the book, or to nothing, or one that goes or leads elsewhere."""
        path = self.root / f"{self.chance.choice(('linked', 'iota', 'a/b/alpha'))}.yaml"
        if path.is_symlink() and self.chance.random() < 0.5:
            path.unlink()
            return f"{path.name}: link removed"
        if path.exists() and not path.is_symlink():
            return None
        path.parent.mkdir(parents=True, exist_ok=True)
        to = self.chance.choice([*self.paths(kind="brief"), "nothing.yaml"])
        beside = self.root / ".link"
        beside.symlink_to(self.root / to)
        os.replace(beside, path)
        return f"{path.name}: a link to {to}"

    def touch(self) -> str:
        """The time of a file changes and nothing else: to now, to the past, to the future."""
        path = self.chance.choice(self.paths())
        when = self.chance.choice((None, (1, 1), (4_000_000_000, 4_000_000_000)))
        if (self.root / path).exists():
            os.utime(self.root / path, when)
        return f"{path}: touched, {when}"

    def branch(self) -> str:
        """All is committed, and another branch checked out."""
        branch = self.chance.choice(("main", "other"))
        self._git("add", "-A", ".")
        self._git("commit", "-q", "--allow-empty", "-m", "x")
        known = (self.root / ".git/refs/heads" / branch).exists()
        self._git("checkout", "-q", *([] if known else ["-b"]), branch)
        return f"branch {branch}"

    def nothing(self) -> str:
        """No edit at all."""
        return "nothing"


Edit = Callable[[Desk], str | None]


def _edits() -> Iterator[Edit]:
    for edit, weight in (
        (Desk.same_size, 3), (Desk.rewrite, 2), (Desk.new, 2), (Desk.delete, 2), (Desk.move, 2), (Desk.swap, 1),
        (Desk.copy, 2), (Desk.part, 4), (Desk.tie, 4), (Desk.record, 5), (Desk.reorder, 1), (Desk.settings, 2),
        (Desk.break_, 2), (Desk.mend, 3), (Desk.link, 1), (Desk.touch, 1), (Desk.branch, 2), (Desk.nothing, 1),
    ):  # fmt: skip
        yield from [edit] * weight


EDITS = tuple(_edits())
"""Every kind of edit, as often as its weight."""
