"""What is run on books of each size, and the ratios that are wished for."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from bench.books import COMMON, RARE, SAMPLE_BRIEF, Books, Touched, folder, git_surroundings, sample, sound_book
from bench.measure import Command
from bench.table import Target, Times

HERE = Path(__file__).parent
SCRIPT = Path(sys.executable).with_name("brief")
BRIEF = [str(SCRIPT)] if SCRIPT.exists() else [sys.executable, "-m", "brief_cli"]
EMPTY_APPLICATION = "import typer; app = typer.Typer(); app.command()(lambda: None); app()"
ID = "b-000002"  # in both branches the same file, in every book
SHOW = ["show", ID, "--json"]
WRITE = ["set", ID, "author", "Somebody else", "--dry-run"]
PAGE = ["--no-pager", "show"]
READING = {
    "`list`": ["list"],
    "`show ID --json`": SHOW,
    "`timeline`": ["timeline"],
    "`search RARE`": ["search", RARE],
    "`search COMMON --limit 20`": ["search", COMMON, "--limit", "20"],
    "`stats`": ["stats"],
    "`entities`": ["entities"],
    "`sources`": ["sources"],
}
MIDDLE, LARGEST = 10_000, 100_000
MEMORY_MUST, MEMORY_AIM = 150, 60


def named(what: str, size: int | None = None) -> str:
    """The name of a command on a book of some size; on the sample book without one."""
    return f"{what}, {'sample' if size is None else size}"


def forget(where: Path) -> None:
    """Take an index away."""
    shutil.rmtree(where, ignore_errors=True)


def kept(where: str = "kept") -> dict[str, str]:
    """The environment of ``brief``: a day that does not move, and where its indexes go."""
    return {"BRIEF_NOW": "2026-03-24", "XDG_CACHE_HOME": str(folder() / "indexes" / where)}


def on_books(found: Books) -> list[Command]:
    """All that is run on the books of one size."""
    size, still = found.size, str(found.still)
    brief = [*BRIEF, "--book", still]
    own, away = kept(), kept("away")
    out = [Command(named(name, size), [*brief, *words], environment=own) for name, words in READING.items()]
    out.append(Command(named("page", size), [*brief, *PAGE, ID], environment=own, terminal=True))
    out.append(Command(named("set", size), [*brief, *WRITE], environment=own))
    cold = partial(forget, folder() / "indexes" / "away")
    out.append(Command(named("cold", size), [*brief, *SHOW], prepare=cold, environment=away))
    out += [_after(named(name, size), found.touched, SHOW, change) for name, change in _changes(found.touched).items()]
    out.append(Command(named("sweep", size), [sys.executable, str(HERE / "sweep_alone.py"), still]))
    out.append(Command(named("events", size), [sys.executable, str(HERE / "events_alone.py"), still]))
    for name, words in _others(still).items():
        out.append(Command(named(name, size), words, environment=git_surroundings()))
    return out


def on_a_sound_book(size: int) -> list[Command]:
    """A check beside a list, warm and as the first command ever, on a book in which there is little to find."""
    book = str(sound_book(size))
    away = partial(forget, folder() / "indexes" / "away")
    return [
        Command(
            named(f"{state} {name}", size), [*BRIEF, "--book", book, name], environment=kept(where), prepare=prepare
        )
        for name in ("check", "list")
        for state, where, prepare in (("sound", "kept", None), ("sound cold", "away", away))
    ]


def _changes(touched: Touched) -> dict[str, Callable[[], None]]:
    return {"edit": touched.edit, "switch": touched.switch} if shutil.which("git") else {"edit": touched.edit}


def _after(name: str, touched: Touched, words: list[str], change: Callable[[], None]) -> Command:
    """The first command after a change, of a book whose index knew all but the change."""
    line = [*BRIEF, "--book", str(touched.root), *words]

    def prepare() -> None:
        touched.known(line, kept())
        change()

    return Command(name, line, prepare=prepare, environment=kept())


def _others(book: str) -> dict[str, list[str]]:
    """Programs that answer the like."""
    words = {
        "rg RARE": ["rg", "-l", "-g", "*.yaml", RARE, book],
        "rg COMMON": ["rg", "-l", "-g", "*.yaml", COMMON, book],
        "git status": ["git", "-C", book, "status", "--porcelain", "-uno"],
        "git grep RARE": ["git", "-C", book, "grep", "-l", RARE],
        "git grep COMMON": ["git", "-C", book, "grep", "-l", COMMON],
    }
    return {name: line for name, line in words.items() if shutil.which(line[0])}


def missing() -> list[str]:
    """The programs that are compared with and are not there."""
    return [name for name in ("rg", "git") if not shutil.which(name)]


def on_nothing() -> list[Command]:
    """What is run once in a round, and on the sample book."""
    still, touched = sample()
    page = [*BRIEF, "--book", str(still), *PAGE, SAMPLE_BRIEF]
    return [
        Command("bare", [sys.executable, "-c", "pass"]),
        Command("typer", [sys.executable, "-c", EMPTY_APPLICATION]),
        Command(named("page"), page, environment=kept(), terminal=True),
        _after(named("edit"), touched, ["show", SAMPLE_BRIEF, "--json"], touched.edit),
    ]


def targets(sizes: Sequence[int]) -> list[Target]:
    """The ratios, at the sizes that they were wished for; those of other sizes are only told."""
    out = [_quick(MIDDLE), Target("page of the sample book on a terminal / bare Python", _page, 12, 9)]
    out += [_search(MIDDLE), _common(MIDDLE), _sweep(LARGEST), _cold(MIDDLE)]
    out += [_edit(MIDDLE), _edit(None), _growth(LARGEST)]
    out += [_check(MIDDLE, "sound", 2.0, 1.5), _check(MIDDLE, "sound cold", 1.5, 1.2)]
    out += [_written(MIDDLE), _without_bare(MIDDLE), _growth(MIDDLE, wished=False), _sweep(MIDDLE, wished=False)]
    if LARGEST in sizes:
        out += [_quick(LARGEST, wished=False), _search(LARGEST, wished=False), _common(LARGEST)]
        out += [_edit(LARGEST, wished=False), _cold(LARGEST, wished=False)]
    return out


def _wished(what: str, ratio: Callable[[Times], float], must: float, aim: float, wished: bool) -> Target:
    return Target(what, ratio, must, aim) if wished else Target(what, ratio)


def _quick(size: int, wished: bool = True) -> Target:
    def ratio(took: Times) -> float:
        return took[named("`show ID --json`", size)] / (took["typer"] + took[named("sweep", size)])

    what = f"`show ID --json` in {size:,} / an empty Typer application and the sweep alone, added"
    return _wished(what, ratio, 1.2, 1.0, wished)


def _written(size: int) -> Target:
    def ratio(took: Times) -> float:
        return took[named("set", size)] / took[named("`show ID --json`", size)]

    return Target(f"`set` of one field in {size:,}, worked out and shown / `show ID --json`", ratio)


def _without_bare(size: int) -> Target:
    def ratio(took: Times) -> float:
        return took[named("`show ID --json`", size)] / (took["typer"] + took[named("sweep", size)] - took["bare"])

    return Target(f"the same in {size:,}, bare Python counted once", ratio)


def _page(took: Times) -> float:
    return took[named("page")] / took["bare"]


def _search(size: int, wished: bool = True) -> Target:
    def ratio(took: Times) -> float:
        return took[named("`search RARE`", size)] / took[named("rg RARE", size)]

    return _wished(f"`search` for a rare word in {size:,} / `rg -l -g '*.yaml'`", ratio, 3, 2, wished)


def _common(size: int) -> Target:
    def ratio(took: Times) -> float:
        return took[named("`search COMMON --limit 20`", size)] / took[named("rg COMMON", size)]

    return Target(f"`search --limit 20` for a word of nearly every brief in {size:,} / `rg -l -g '*.yaml'`", ratio)


def _sweep(size: int, wished: bool = True) -> Target:
    def ratio(took: Times) -> float:
        return took[named("sweep", size)] / took[named("git status", size)]

    return _wished(f"sweep of {size:,} / `git status --porcelain -uno`", ratio, 3, 1.3, wished)


def _cold(size: int, wished: bool = True) -> Target:
    def ratio(took: Times) -> float:
        return took[named("cold", size)] / took[named("events", size)]

    return _wished(f"first command ever in {size:,} / libyaml's events of the same files", ratio, 2, 1.3, wished)


def _edit(size: int | None, wished: bool = True) -> Target:
    def ratio(took: Times) -> float:
        return took[named("edit", size)] / took["bare"]

    where = "the sample book" if size is None else f"{size:,}"
    return _wished(f"first command after one edit in {where} / bare Python", ratio, 20, 12, wished)


def _check(size: int, state: str, must: float, aim: float) -> Target:
    def ratio(took: Times) -> float:
        return took[named(f"{state} check", size)] / took[named(f"{state} list", size)]

    when = "as the first command ever" if "cold" in state else "on a book as it was"
    return Target(f"`check` of {size:,} sound briefs {when} / `list`", ratio, must, aim)


def _growth(size: int, wished: bool = True) -> Target:
    def ratio(took: Times) -> float:
        show = "`show ID --json`"
        more = took[named("sweep", size)] - took[named("sweep", 10)]
        return (took[named(show, size)] - more) / took[named(show, 10)]

    return _wished(f"`show ID --json` less its sweep, in {size:,} / in 10", ratio, 1.3, 1.0, wished)
