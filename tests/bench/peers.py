"""Programs that list and search records kept in plain files, each with a thousand of them in its own form.

papis and jrnl are put into a throwaway environment by pip; hledger and notmuch are used if they are on the machine.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from bench.books import RARE, books, folder
from bench.machine import first_line
from bench.measure import Command, Failed, measured
from bench.table import Target, markdown, milliseconds, ratios, seconds, spread
from bench.targets import BRIEF, kept

RECORDS = 1000
ROUNDS = 9
PACKAGES = ("papis", "jrnl")


@dataclass(frozen=True)
class Peer:
    """A program, with a command that lists its records and one that finds a rare word in them."""

    name: str
    told: str  # version, and what its records are
    listing: list[str]
    finding: list[str]
    environment: dict[str, str]


def peers_table() -> str:
    """The table, and what could not be had."""
    there, lacking = found()
    brief = [*BRIEF, "--book", str(books(RECORDS).still)]
    mine = Peer("brief", "this program: briefs of 4 KB", [*brief, "list"], [*brief, "search", RARE], kept())
    rows = _rows([mine, *there])
    absent = f"\n\nNot to be had here: {', '.join(lacking)}." if lacking else ""
    return markdown(["program", "list, ms", "x brief", "search, ms", "x brief", "records"], rows) + absent


def _rows(peers: Sequence[Peer]) -> list[list[str]]:
    commands = []
    for peer in peers:
        commands.append(Command(f"{peer.name} list", peer.listing, environment=peer.environment))
        commands.append(Command(f"{peer.name} search", peer.finding, environment=peer.environment))
    rounds = measured(commands, ROUNDS)
    out = []
    for peer in peers:
        row = [peer.name]
        for what in ("list", "search"):
            name, ours = f"{peer.name} {what}", f"brief {what}"
            compared = Target(name, lambda took, name=name, ours=ours: took[name] / took[ours])  # type: ignore[misc]
            ratio = spread(ratios(compared, rounds))
            row += [milliseconds(seconds(name, rounds)), f"{ratio.middle:.1f}" if ratio else ""]
        out.append([*row, peer.told])
    return out


def found() -> tuple[list[Peer], list[str]]:
    """The programs that are there with their records made, and the names of the others."""
    there, lacking = [], []
    made: dict[str, Callable[[str, Path], Peer]] = {
        "papis": papis,
        "jrnl": jrnl,
        "hledger": hledger,
        "notmuch": notmuch,
    }
    _fetched()
    for name, make in made.items():
        program = shutil.which(name) or shutil.which(name, path=str(_environment() / "bin"))
        where = folder() / "peers" / name
        shutil.rmtree(where, ignore_errors=True)
        where.mkdir(parents=True)
        try:
            if program is None:
                raise FileNotFoundError(name)
            there.append(make(program, where))
        except (OSError, subprocess.CalledProcessError, Failed):
            lacking.append(name)
    return there, lacking


def _environment() -> Path:
    return folder() / "peers" / "environment"


def _fetched() -> None:
    """Put the packages into an environment of their own, once; without an index they stay away."""
    where = _environment()
    if not where.exists():
        pip = [str(where / "bin" / "python"), "-m", "pip", "install", "--quiet", *PACKAGES]
        subprocess.run([sys.executable, "-m", "venv", str(where)], check=False, capture_output=True)
        subprocess.run(pip, check=False, capture_output=True)


def records() -> Iterator[tuple[int, str, str]]:
    """A number, a title and a text of 4 KB of each brief."""
    for n, path in enumerate(sorted(books(RECORDS).still.glob("b-*.yaml"))):
        text = path.read_text(encoding="utf-8")
        yield n, text.partition("\n")[0].removeprefix("title: "), text


def _day(n: int) -> str:
    return f"{2000 + n // 336}-{1 + n % 336 // 28:02}-{1 + n % 28:02}"


def papis(program: str, where: Path) -> Peer:
    """A library of a folder a document, the text its abstract."""
    for n, title, text in records():
        (where / "library" / f"d{n}").mkdir(parents=True)
        about = {"papis_id": f"{n:032x}", "title": title, "year": 2025, "abstract": " ".join(text.split())}
        (where / "library" / f"d{n}" / "info.yaml").write_text(yaml.safe_dump(about), encoding="utf-8")
    (where / "config").write_text(
        f"[settings]\ndefault-library = all\n[all]\ndir = {where}/library\n", encoding="utf-8"
    )
    own = {"PAPIS_CONFIG_DIR": str(where), "XDG_CACHE_HOME": str(where / "cache")}
    line = [program, "list", "--all", "--format", "{doc[title]}"]
    told = f"{first_line(program, '--version')}: documents with the text as abstract"
    return Peer("papis", told, line, [*line, f"abstract:{RARE}"], own)


def jrnl(program: str, where: Path) -> Peer:
    """A journal in one file."""
    text = "".join(f"[{_day(n)} 09:00] {title}.\n{text}\n\n" for n, title, text in records())
    (where / "journal.txt").write_text(text, encoding="utf-8")
    version = first_line(program, "--version")
    settings = {"journals": {"default": {"journal": str(where / "journal.txt")}}, "editor": "", "encrypt": False}
    settings |= {"template": False, "default_hour": 9, "default_minute": 0, "timeformat": "%Y-%m-%d %H:%M"}
    settings |= {"tagsymbols": "@", "highlight": False, "linewrap": 79, "indent_character": "|"}
    settings |= {"colors": dict.fromkeys(("body", "date", "tags", "title"), "none"), "version": version.split()[-1]}
    (where / "jrnl.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    line = [program, "--config-file", str(where / "jrnl.yaml"), "--short"]
    return Peer(
        "jrnl", f"{version}: entries with the text", [*line, "-n", str(RECORDS)], [*line, "-contains", RARE], {}
    )


def hledger(program: str, where: Path) -> Peer:
    """A journal of transactions."""
    rare = {n for n, _, text in records() if RARE in text}
    lines = (
        f"{_day(n)} {title}{f' {RARE}' if n in rare else ''}\n    expenses:other  {n}\n    assets:cash\n"
        for n, title, _ in records()
    )
    (where / "book.journal").write_text("\n".join(lines), encoding="utf-8")
    line = [program, "-f", str(where / "book.journal"), "register"]
    version = " ".join(first_line(program, "--version").split(",")[0].split())
    return Peer("hledger", f"{version}: transactions of two lines", line, [*line, f"desc:{RARE}"], {})


def notmuch(program: str, where: Path) -> Peer:
    """A folder of mails, indexed by Xapian."""
    (where / "mail" / "cur").mkdir(parents=True)
    for n, title, text in records():
        head = f"From: a@localhost\nTo: b@localhost\nSubject: {title}\nMessage-ID: <{n}@localhost>\n"
        mail = f"{head}Date: Mon, 01 Jan 2024 09:{n // 60 % 60:02}:{n % 60:02} +0000\n\n{text}"
        (where / "mail" / "cur" / f"{n}:2,S").write_text(mail, encoding="utf-8")
    settings = f"[database]\npath={where}/mail\n[user]\nname=A\nprimary_email=a@localhost\n[new]\ntags=\n"
    (where / "config").write_text(settings, encoding="utf-8")
    own = {"NOTMUCH_CONFIG": str(where / "config")}
    subprocess.run([program, "--config", str(where / "config"), "new", "--quiet"], check=True, capture_output=True)
    told = f"{first_line(program, '--version')}: mails with the text; it does not look for changed files"
    return Peer("notmuch", told, [program, "search", "*"], [program, "search", RARE], own)
