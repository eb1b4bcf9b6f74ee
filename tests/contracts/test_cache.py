"""The cache is worth the time it saves and nothing more: wherever it is or cannot be, every command answers rightly."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import Run, a_brief
from edits.cached import (  # noqa: F401 (fixtures)
    answers,
    database,
    folder_of,
    listing,
    own_cache,
    settled,
    small_book,
)

# -- where it is ---------------------------------------------------------------------------------------------------


def test_the_folder_and_its_files_are_the_users_own_whatever_the_umask(run: Run, book: Path, home: Path) -> None:
    before = os.umask(0)
    try:
        for title in ("One", "Two"):
            (book / "a.yaml").write_text(a_brief(title))
            answers(run, book)
            for path in (home / "brief", *(home / "brief").rglob("*")):
                mode = stat.S_IMODE(path.stat().st_mode)
                assert mode == (0o700 if path.is_dir() else 0o600), path
    finally:
        os.umask(before)


def test_a_relative_cache_folder_is_ignored_as_the_standard_has_it(
    run: Run, book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "user"))
    monkeypatch.chdir(tmp_path)
    for named in ("here", "./here", ""):
        monkeypatch.setenv("XDG_CACHE_HOME", named)
        assert run("list", book=book).code == 0
        assert folder_of(tmp_path / "user/.cache").is_dir()
        assert not (tmp_path / "here").exists()
    assert not (tmp_path / "brief").exists()


def test_without_any_home_the_book_is_answered(
    spawn: Run, book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_CACHE_HOME", "HOME"):
        monkeypatch.delenv(name)
    for home in (None, "", "/nonexistent/home", "relative"):
        if home is not None:
            monkeypatch.setenv("HOME", home)
        else:  # the home of the password file is not this test's to fill
            continue
        monkeypatch.chdir(tmp_path)
        done = spawn("list", book=book)
        assert (done.code, len(done.out.splitlines()), done.err) == (0, 2, "")


def test_there_is_no_cache_inside_the_book(
    run: Run, book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "link").symlink_to(book)
    right = answers(run, book)
    before = listing(book)
    for inside in (book, book / "sub", book / "new/cache", tmp_path / "link/sub", book / "sub/../.hidden"):
        monkeypatch.setenv("XDG_CACHE_HOME", str(inside))
        assert answers(run, book) == right
        assert listing(book) == before, inside


def test_nothing_is_ever_written_into_the_book(run: Run, book: Path) -> None:
    before = listing(book)
    answers(run, book)
    answers(run, book)
    assert listing(book) == before


def test_a_book_that_may_not_be_written_is_indexed(spawn: Run, book: Path, home: Path) -> None:
    for path in (book, *book.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        assert spawn("list", book=book).code == 0
        assert database(home).stat().st_size
    finally:
        for path in (book, *book.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)


def test_two_books_have_two_folders_and_one_book_by_two_names_has_one(
    run: Run, book: Path, home: Path, tmp_path: Path
) -> None:
    (tmp_path / "other").symlink_to(book)
    for name in (book, tmp_path / "other", book / "sub/.."):
        answers(run, name)
    folder_of(home)
    shutil.copytree(book, tmp_path / "book2")
    (tmp_path / "book2/a.yaml").write_text(a_brief("Copied"))
    for _ in range(2):
        assert "Copied" in run("list", book=tmp_path / "book2").out
        assert "Copied" not in run("list", book=book).out
    assert len(list((home / "brief").iterdir())) == 2


@pytest.mark.parametrize(
    "name", [b"new\nline", b"caf\xe9 \xff", "Мінск 👍".encode(), b"?a=b&c#d%20", b"-x", b"a'b\"c;d"]
)
def test_a_book_of_any_path_is_cached(name: bytes, spawn: Run, tmp_path: Path, home: Path) -> None:
    root = Path(os.fsdecode(os.path.join(os.fsencode(tmp_path), name)))
    root.mkdir()
    (root / "a.yaml").write_text(a_brief("One"))
    for title in ("One", "Two"):
        (root / "a.yaml").write_text(a_brief(title))
        done = spawn("list", "--json", book=root)
        assert (done.code, [row["title"] for row in json.loads(done.out)], done.err) == (0, [title], "")
    assert database(home).stat().st_size


def test_files_whose_names_are_no_text_are_kept_apart(run: Run, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [b"caf\xe9.yaml", b"caf\xc3\xa9.yaml", b"new\nline.yaml", b"\xff\xfe/b\xe9.yaml"]
    root = os.fsencode(book)
    for name in names:
        os.makedirs(os.path.dirname(os.path.join(root, name)), exist_ok=True)
        Path(os.fsdecode(os.path.join(root, name))).write_text(a_brief())
    settled(monkeypatch)
    first = run("list", book=book)
    assert len(first.err.splitlines()) == len(names)
    assert run("list", book=book) == first
    for left, name in zip((3, 2, 1, 0), names, strict=True):
        os.unlink(os.path.join(root, name))
        assert len(run("list", book=book).err.splitlines()) == left


# -- where it cannot be --------------------------------------------------------------------------------------------


@contextlib.contextmanager
def ended_after(seconds: int) -> Iterator[None]:
    """What takes longer has failed."""

    def over(*_: object) -> None:
        pytest.fail(f"not done after {seconds} s")  # no error that the program could catch

    before = signal.signal(signal.SIGALRM, over)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def spoiled_file(home: Path, _: Path) -> None:
    home.write_text("a file")


def spoiled_base(home: Path, _: Path) -> None:
    home.mkdir()
    (home / "brief").write_text("a file")


def spoiled_link(home: Path, elsewhere: Path) -> None:
    home.mkdir()
    elsewhere.mkdir()
    (home / "brief").symlink_to(elsewhere)


def spoiled_dangling(home: Path, elsewhere: Path) -> None:
    home.mkdir()
    (home / "brief").symlink_to(elsewhere)


def spoiled_open(home: Path, _: Path) -> None:
    (home / "brief").mkdir(parents=True)
    (home / "brief").chmod(0o777)


def spoiled_device(home: Path, _: Path) -> None:
    home.symlink_to("/dev/null")


@pytest.mark.parametrize(
    "spoil", [spoiled_file, spoiled_base, spoiled_link, spoiled_dangling, spoiled_open, spoiled_device]
)
def test_a_cache_folder_that_is_not_the_users_own_real_folder_is_let_alone(
    spoil: Callable[[Path, Path], None],
    run: Run,
    book: Path,
    home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    elsewhere = tmp_path / "elsewhere"
    spoil(home, elsewhere)
    before = listing(home)
    spoiled = answers(run, book)
    assert listing(home) == before
    assert not elsewhere.exists() or not list(elsewhere.iterdir())
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "sound"))
    assert spoiled == answers(run, book)


@pytest.mark.parametrize("place", ["folder", "lock", "current"])
@pytest.mark.parametrize("kind", ["file", "folder", "link", "pipe"])
def test_what_stands_in_the_place_of_a_part_of_the_cache_does_no_harm(
    place: str, kind: str, run: Run, book: Path, home: Path, tmp_path: Path
) -> None:
    right = answers(run, book)
    part = folder_of(home) if place == "folder" else folder_of(home) / place
    shutil.rmtree(part) if part.is_dir() else part.unlink()
    (tmp_path / "precious").write_text("kept")
    if kind == "file":
        part.write_text("x")
    elif kind == "folder":
        part.mkdir(mode=0o700)
    elif kind == "link":
        part.symlink_to(tmp_path / "precious")
    else:
        os.mkfifo(part)
    with ended_after(20):  # a pipe must not hold a command for ever
        assert answers(run, book) == right
        assert answers(run, book) == right
    assert (tmp_path / "precious").read_text() == "kept"


def test_the_folder_of_another_user_is_let_alone(
    run: Run, book: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = answers(run, book)
    (book / "a.yaml").write_text(a_brief("New"))
    before = listing(home)
    real = os.getuid()
    monkeypatch.setattr("os.getuid", lambda: real + 1)
    changed = answers(run, book)
    assert listing(home) == before
    monkeypatch.undo()
    assert changed != right
    monkeypatch.setenv("XDG_CACHE_HOME", str(home.parent / "other"))
    monkeypatch.setenv("BRIEF_NOW", "2026-03-24")
    assert answers(run, book) == changed


@pytest.mark.parametrize("mode", [0o770, 0o707, 0o777])
def test_a_folder_that_others_may_write_is_let_alone(mode: int, run: Run, book: Path, home: Path) -> None:
    answers(run, book)
    folder_of(home).chmod(mode)
    (book / "a.yaml").write_text(a_brief("New"))
    before = listing(home)
    assert "New" in run("list", book=book).out
    assert listing(home) == before


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from brief_cli.cli.main import main
main(sys.argv[2:])
"""


@pytest.mark.parametrize("size", [0, 100, 20_000, 60_000])
def test_a_full_disk_costs_the_cache_and_not_the_answer(size: int, run: Run, book: Path, home: Path) -> None:
    right = run("list", "--json", book=book)
    shutil.rmtree(home)

    def limited() -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", LIMITED, str(size), "--book", str(book), "list", "--json"]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    for _ in range(2):
        done = limited()
        assert (done.returncode, done.stdout, done.stderr) == (0, right.out, "")
    left = sum(path.stat().st_size for path in home.rglob("*") if path.is_file())
    assert left <= 4 * size + 4096
    assert run("list", "--json", book=book) == right  # with room again there is a cache
    (book / "a.yaml").write_text(a_brief("New"))
    done = limited()  # and an update for which there is none
    assert (done.returncode, [row["title"] for row in json.loads(done.stdout)], done.stderr) == (0, ["New", "Two"], "")
    assert "New" in run("list", book=book).out
    assert len(list(folder_of(home).iterdir())) <= 4


def test_a_disk_that_refuses_every_write_costs_only_time(
    run: Run, book: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a file system that was mounted to be read only, which not even root can write to."""
    right = answers(run, book)
    real = os.open

    def refusing(path: str, flags: int, *more: int, **named: int) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR) and str(path).startswith(str(home)):
            raise OSError(30, "Read-only file system", path)
        return real(path, flags, *more, **named)

    monkeypatch.setattr("os.open", refusing)
    assert answers(run, book) == right
    (book / "a.yaml").write_text(a_brief("New"))
    before = listing(home)
    assert "New" in run("list", book=book).out
    assert "New" in run("list", book=book).out
    assert listing(home) == before
