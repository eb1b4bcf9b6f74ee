"""What a cache saves, and that nothing else differs where there can be none."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from bench.generator import write
from conftest import SAMPLE, Run, a_brief
from edits.cached import database, own_cache, settled  # noqa: F401 (fixtures)

# -- what it saves -------------------------------------------------------------------------------------------------

AUDITED = """
import os, sys
opened = []
def heard(name, given):
    if name == "open" and isinstance(given[0], (str, bytes)):
        opened.append(os.fsdecode(given[0]))
sys.addaudithook(heard)
from brief_cli.cli.main import run
code = run(sys.argv[2:])
print(*(name for name in opened if os.path.realpath(name).startswith(sys.argv[1])), file=sys.stderr, sep="\\n")
print("MODULES", *sys.modules, file=sys.stderr)
"""
WARM = (
    ["list"], ["list", "--json"], ["timeline"], ["show", "zapad-2025", "--json"], ["show", "lithuania"],
    ["entities"], ["sources"], ["stats"], ["xref", "nato"], ["search", "lithuania"], ["list", "tag:nato"],
)  # fmt: skip


@pytest.fixture(scope="module")
def old_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample book, old enough that nobody asks whether it changes at this moment."""
    book = tmp_path_factory.mktemp("old") / "book"
    shutil.copytree(SAMPLE, book)
    time.sleep(3.1)  # the time of the last change cannot be set
    return book


def test_a_warm_command_opens_no_file_of_the_book_and_loads_no_reader(old_sample: Path, spawn: Run) -> None:
    assert spawn("list", book=old_sample).code == 0
    for question in WARM:
        command = [sys.executable, "-c", AUDITED, os.path.realpath(old_sample), "--book", str(old_sample), *question]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        opened, _, loaded = done.stderr.partition("MODULES")
        assert opened.strip() == "", question
        rooms = {name.partition(".")[0] for name in loaded.split()}
        assert not rooms & {"yaml", "_yaml", "pydantic_core", "pydantic", "pathspec", "ruamel", "rich"}, question
        assert "brief_cli.files.gate" not in loaded.split(), question


def test_one_edit_has_one_file_read(old_sample: Path, spawn: Run, tmp_path: Path) -> None:
    assert spawn("list", book=old_sample).code == 0
    path = old_sample / "zapad-2025.yaml"
    path.write_text(path.read_text() + "\n")
    command = [sys.executable, "-c", AUDITED, os.path.realpath(old_sample), "--book", str(old_sample), "list"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    opened = done.stderr.partition("MODULES")[0].split()
    assert [os.path.basename(name) for name in opened] == ["zapad-2025.yaml"]


def test_showing_one_brief_asks_no_more_of_a_larger_book(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted in the steps of SQLite's own machine, as no stopwatch can."""
    from brief_cli.index.cache import Cache

    counted: list[int] = []
    real = Cache.open

    def counting(self: Cache) -> sqlite3.Connection | None:
        db = real(self)
        if db is not None:
            db.set_progress_handler(lambda: counted.append(1) or 0, 10)  # type: ignore[func-returns-value]
        return db

    monkeypatch.setattr(Cache, "open", counting)
    settled(monkeypatch)
    steps = []
    for size in (5, 200):
        book = tmp_path / f"book{size}"
        book.mkdir()
        for n in range(size):
            (book / f"b{n}.yaml").write_text(a_brief(f"B{n}", key_points="[x]", events="[{date: 2025, title: e}]"))
        (book / "a.yaml").write_text(a_brief("One", entities="[maria]", events="[{date: 2025, title: e}]"))
        run("list", book=book)
        counted.clear()
        assert run("show", "a", "--json", book=book).code == 0
        steps.append(len(counted))
    assert steps[1] <= steps[0] * 1.5 + 20, steps


# -- the same, with and without ------------------------------------------------------------------------------------

SEARCHES = (
    "lithuania", "Łukašenka", "lukashenko", "Лукашенко", "prisoners released", "zapad", "deal", "mnsk", "vilnus",
    "nato exercise", "tsihanouskaya", "Ціханоўская", "sanctions or potash", "border not poland", "a", "2025", "cher*",
    "kind:event belarus", "putin", "white house", "drone", "is:contested minsk",
)  # fmt: skip


@pytest.mark.parametrize("how", [[], ["--exact"]])
def test_a_search_finds_the_same_in_the_same_order_where_there_can_be_no_cache(
    how: list[str], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    cached = [run("search", "--json", *how, *words.split(), book=SAMPLE) for words in SEARCHES]
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null")
    monkeypatch.setattr("brief_cli.book.update.MARGIN", 0)
    assert [run("search", "--json", *how, *words.split(), book=SAMPLE) for words in SEARCHES] == cached
    assert sum(len(one.out) > 10 for one in cached) > len(SEARCHES) // 2


def test_a_search_after_edits_ranks_as_in_an_index_made_anew(
    run: Run, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = tmp_path / "book"
    shutil.copytree(SAMPLE, book)
    settled(monkeypatch)
    run("list", book=book)
    for path in sorted(book.glob("*.yaml")):
        whole = path.read_text()
        path.write_text(whole.replace("Lithuania", "Zzzyx").replace("prison", "gaol"))
        run("list", book=book)
        path.write_text(whole)
        run("list", book=book)
    (book / "zapad-2025.yaml").unlink()
    followed = [run("search", "--json", *words.split(), book=book) for words in (*SEARCHES, "zzzyx", "gaoler")]
    shutil.rmtree(home)
    assert [run("search", "--json", *words.split(), book=book) for words in (*SEARCHES, "zzzyx", "gaoler")] == followed


def test_a_book_that_two_processes_read_is_indexed_as_by_one(
    run: Run, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = tmp_path / "book"
    for n in range(450):
        folder = book / f"f{n % 7}"
        folder.mkdir(parents=True, exist_ok=True)
        own = f"[{{id: s{n % 20}, title: S of {n}}}]"
        name = f"b{n % 400}" if n % 31 else f"s{n % 11}"
        (folder / f"{name}.yaml").write_text(
            a_brief(f"B{n}", sources=own, bogus="x") if n % 50 == 7 else a_brief(sources=own)
        )
    for register in ("a", "b"):
        (book / "sources").mkdir(exist_ok=True)
        text = "".join(f"s{n}: {{title: {register} {n}}}\n" for n in range(4, 12) if (n % 3 == 0) or register == "b")
        (book / f"sources/{register}.yaml").write_text(text)
    settled(monkeypatch)
    held = []
    for many in (10**9, 2):
        monkeypatch.setattr("brief_cli.book.reading.MANY", many)
        assert run("list", book=book).code == 0
        db = sqlite3.connect(database(home))
        tables = ("unit", "ref", "file", "claim", "broken", "name", "vocabulary")
        held.append([sorted(map(str, db.execute(f"SELECT * FROM {name}"))) for name in tables])
        db.close()
        shutil.rmtree(home)
    assert held[0] == held[1]


def test_a_book_of_two_thousand_broken_files_answers(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = tmp_path / "book"
    book.mkdir()
    for n in range(2000):
        (book / f"b{n}.yaml").write_text("title: [\n" if n % 2 else "titel: X\n")
    (book / "a.yaml").write_text(a_brief("One"))
    settled(monkeypatch)
    for title in ("One", "Two"):
        (book / "a.yaml").write_text(a_brief(title))
        done = run("list", book=book)
        assert (done.code, done.out.split("\t")[1], len(done.err.splitlines())) == (0, title, 2000)
    (book / "b7.yaml").unlink()
    assert len(run("list", book=book).err.splitlines()) == 1999


@pytest.mark.parametrize(
    "words", [["potash"], ["potash", "sanction"], ["sanction*"], ["potash", "type:event"], ["b-000012"]]
)
def test_fewer_hits_are_the_first_of_all(words: list[str], run: Run, tmp_path: Path) -> None:
    write(tmp_path / "book", 120)
    whole = run("search", *words, "--fields", "id", book=tmp_path / "book").out.splitlines()
    for limit in (1, 7, 60):
        some = run("search", *words, "--fields", "id", "--limit", limit, book=tmp_path / "book")
        assert some.out.splitlines() == whole[:limit]
