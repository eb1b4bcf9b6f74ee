"""What disks, links, other programs and a sudden end do to a writing command: all of it is done, or nothing."""

from __future__ import annotations

import errno
import fcntl
import os
import resource
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from authoring.harm import BOOK, GERUNDS, files, raising, refused
from conftest import MakeBook, Result, Run

from brief_cli.authoring import setting
from brief_cli.files import write


@pytest.fixture
def book(make_book: MakeBook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return make_book(BOOK)


# -- what does not let itself be written --------------------------------------------------------------------------


def test_a_read_only_file_is_refused_and_stays(book: Path, run: Run) -> None:
    (book / "alpha.yaml").chmod(0o444)
    before = files(book)
    for words in (["set", "alpha", "title", "X"], ["rename", "maria", "mary"], ["rename", "alpha", "omega"]):
        refused(run(*words, book=book), "alpha.yaml", "read-only")
        assert files(book) == before


def test_a_folder_that_takes_no_file_is_refused(book: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files(book)
    monkeypatch.setattr(tempfile, "mkstemp", raising(*range(1, 99), error=errno.EACCES))
    for words in (["set", "alpha", "title", "X"], ["new", "delta", "--title=D", "--bottom-line=D"], ["touch", "alpha"]):
        refused(run(*words, book=book), "permission denied")
        assert files(book) == before


def test_no_folder_is_left_of_a_file_that_could_not_be_written(
    book: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files(book)
    monkeypatch.setattr(os, "link", raising(1))
    refused(run("new", "delta", "--in", "far/away", "--title=D", "--bottom-line=D", book=book), "no space")
    assert files(book) == before


def test_a_disk_that_is_full_in_the_middle_of_a_write_leaves_every_file_as_it_was(book: Path) -> None:
    (book / "sub/gamma.yaml").write_text(f"{BOOK['sub/gamma.yaml']!s}summary: {'long ' * 2000}\n")
    before = files(book)
    for words in (["rename", "alpha", "omega"], ["set", "gamma", "title", "X"]):
        done = subprocess.run(
            [sys.executable, "-m", "brief_cli", "--book", str(book), *words],
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)),
        )
        refused(Result(done.returncode, done.stdout, done.stderr), "gamma.yaml", "file too large")
        assert files(book) == before


@pytest.mark.parametrize("number", range(1, 6))
def test_a_failure_at_any_file_of_a_rename_puts_the_ones_before_it_back(
    book: Path, run: Run, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    before = files(book)
    name, real = ("replace", os.replace) if number < 5 else ("rename", os.rename)
    monkeypatch.setattr(os, name, raising(number % 5 or 1, real=real, inside=str(book)))
    refused(run("rename", "alpha", "omega", book=book), "no space left")
    assert files(book) == before


def test_a_full_disk_for_the_copy_of_an_editor_is_called_so(
    book: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "true")
    monkeypatch.setattr(tempfile, "mkdtemp", raising(1))
    done = run("edit", "alpha", book=book)
    refused(done, "no space left")
    assert "standard output" not in done.err


# -- links, modes, owners -----------------------------------------------------------------------------------------


def linked(book: Path, target: Path) -> None:
    """Let a link lead from a brief's place to where its file stands now."""
    target.parent.mkdir(exist_ok=True)
    (book / "alpha.yaml").rename(target)
    (book / "alpha.yaml").symlink_to(os.path.relpath(target, book))


def test_a_link_inside_the_book_is_written_through_and_stays_a_link(book: Path, run: Run) -> None:
    linked(book, book / "real/_alpha.yaml")
    assert run("set", "alpha", "title", "New", book=book).code == 0
    assert os.readlink(book / "alpha.yaml") == "real/_alpha.yaml"
    assert b"title: New  # remark" in (book / "real/_alpha.yaml").read_bytes()


def test_a_link_out_of_the_book_is_never_written(book: Path, run: Run, tmp_path: Path) -> None:
    linked(book, tmp_path / "outside/alpha.yaml")
    before = files(tmp_path / "outside"), files(book)
    for words in (["set", "alpha", "title", "X"], ["rename", "alpha", "omega"], ["merge", "alpha", "beta"], ["fmt"]):
        done = run(*words, book=book)
        assert "Traceback" not in done.err and (done.code or words == ["fmt"])
        assert files(tmp_path / "outside") == before[0]
    run("rename", "maria", "mary", book=book)
    assert files(tmp_path / "outside") == before[0]


@pytest.mark.parametrize("words", [("rename", "alpha", "omega"), ("merge", "alpha", "beta")])
def test_a_brief_behind_a_link_leaves_no_link_to_nothing(book: Path, run: Run, words: tuple[str, ...]) -> None:
    linked(book, book / "real/_alpha.yaml")
    done = run(*words, book=book)
    dangling = [path for path in book.rglob("*") if path.is_symlink() and not path.exists()]
    assert not dangling
    assert "not read" not in run("list", book=book).err, done


def test_a_file_keeps_its_mode_and_its_owner(book: Path, run: Run) -> None:
    path = book / "alpha.yaml"
    owner = (12345, 12346) if os.geteuid() == 0 else (os.geteuid(), os.getegid())
    os.chown(path, *owner)
    path.chmod(0o2640)
    assert run("set", "alpha", "title", "New", book=book).code == 0
    about = path.stat()
    assert stat.S_IMODE(about.st_mode) == 0o2640
    assert (about.st_uid, about.st_gid) == owner


def test_the_other_name_of_a_file_is_never_half_of_one(book: Path, run: Run, tmp_path: Path) -> None:
    os.link(book / "alpha.yaml", tmp_path / "other")
    before = (tmp_path / "other").read_bytes()
    assert run("set", "alpha", "title", "New", book=book).code == 0
    after = (book / "alpha.yaml").read_bytes()
    assert b"title: New" in after
    assert (tmp_path / "other").read_bytes() in (before, after)


def test_a_book_behind_a_link_and_a_working_folder_inside_it_are_written_alike(
    book: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "link").symlink_to(book)
    assert run("set", "alpha", "title", "One", book=tmp_path / "link").code == 0
    (book / "book.yaml").write_text("format: 1\n")
    monkeypatch.chdir(book / "sub")
    assert run("rename", "gamma", "delta").out == "delta\n"
    assert (book / "sub/delta.yaml").exists() and (tmp_path / "link").is_symlink()


# -- other programs -----------------------------------------------------------------------------------------------


def test_a_file_that_another_program_changed_meanwhile_is_not_written(
    book: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = vars(setting)["planned"]

    def meanwhile(*words: Any, **options: Any) -> Any:
        (book / "alpha.yaml").write_text("title: theirs\n")
        return real(*words, **options)

    monkeypatch.setattr(setting, "planned", meanwhile)
    refused(run("set", "alpha", "title", "New", book=book), "alpha.yaml", "changed in the meantime")
    assert (book / "alpha.yaml").read_text() == "title: theirs\n"
    assert files(book).keys() == {*files(book)} - {name for name in files(book) if ".brief" in name}


@pytest.mark.parametrize("theirs", ["echo title: theirs > {0}", "rm {0}", "rm {0}; mkdir {0}"])
def test_what_was_edited_meanwhile_is_kept_aside(
    book: Path, run: Run, monkeypatch: pytest.MonkeyPatch, theirs: str
) -> None:
    path = book / "alpha.yaml"
    monkeypatch.setenv("EDITOR", f"""sh -c '{theirs.format(path)}; echo "x_mine: 1" >> "$1"' sh""")
    done = run("edit", "alpha", book=book)
    refused(done, "alpha.yaml", "kept in")
    assert "x_mine: 1" in Path(done.err.rpartition("kept in ")[2].strip()).read_text()
    assert not path.is_file() or path.read_text() == "title: theirs\n"


def test_another_program_that_holds_the_book_is_waited_for_and_then_told(
    book: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write, "PATIENCE", 0.1)
    before = files(book)
    handle = os.open(book, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    refused(run("set", "alpha", "title", "New", book=book), "another program is writing")
    os.close(handle)
    assert files(book) == before
    assert run("set", "alpha", "title", "New", book=book).code == 0


@pytest.mark.parametrize("cache", ["one", "each its own"])
def test_two_programs_that_write_into_one_register_lose_nothing(book: Path, tmp_path: Path, cache: str) -> None:
    loop = (
        "import sys; from brief_cli.cli.main import run; sys.stdin.readline()\n"
        "sys.exit(sum(run(['--book', sys.argv[1], 'add', 'source', f'T {n}', '--id', f'{sys.argv[2]}-{n}'])"
        " for n in range(20)))"
    )
    both = [
        subprocess.Popen(
            [sys.executable, "-c", loop, str(book), name],
            stdin=-1,
            stdout=-1,
            stderr=-1,
            text=True,
            env=os.environ | ({} if cache == "one" else {"XDG_CACHE_HOME": str(tmp_path / name)}),
        )
        for name in ("a", "b")
    ]
    for one in both:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    told = [one.communicate()[1] for one in both]
    text = (book / "sources/wires.yaml").read_text()
    lacking = [f"{name}-{n}" for name in "ab" for n in range(20) if f"{name}-{n}:\n" not in text]
    assert files(book).keys() == {*BOOK, "sub", "entities", "sources"}
    assert not lacking, told


@pytest.mark.parametrize("words", [("rename", "maria", "mary"), ("merge", "viktar", "maria"), ("fmt",)])
def test_a_pipe_in_the_folder_holds_nobody_up(book: Path, words: tuple[str, ...]) -> None:
    os.mkfifo(book / "pipe.yaml")
    command = [sys.executable, "-m", "brief_cli", "--book", str(book), *words]
    done = subprocess.run(command, timeout=5, capture_output=True, check=False)
    assert b"Traceback" not in done.stderr


# -- a sudden end -------------------------------------------------------------------------------------------------


def killed(run: Run, words: tuple[str, ...], book: Path, number: int, *, after: bool) -> bool:
    """Run a command in a child that ends at the n-th file which it puts in place; whether it came so far."""
    child = os.fork()
    if not child:  # pragma: no cover
        left = iter(range(number, 0, -1))

        def patched(real: Callable[..., Any]) -> Callable[..., Any]:
            def call(*paths: Any, **options: Any) -> Any:
                inside = any(str(path).startswith(str(book)) for path in paths)
                last = inside and next(left) == 1
                if last and not after:
                    os.kill(os.getpid(), signal.SIGKILL)
                made = real(*paths, **options)
                if last:
                    os.kill(os.getpid(), signal.SIGKILL)
                return made

            return call

        for name in GERUNDS:
            setattr(os, name, patched(getattr(os, name)))
        try:
            run(*words, book=book)
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def moments(make_book: MakeBook, run: Run, words: tuple[str, ...]) -> Iterator[tuple[Path, bool]]:
    """The book, made anew each time, after an end at each moment of a command."""
    for after in (False, True):
        for number in range(1, 50):
            book = again(make_book)
            if not killed(run, words, book, number, after=after):
                assert number > 1
                break
            yield book, after


def again(make_book: MakeBook) -> Path:
    """The book as it was at first."""
    book = make_book({})
    for path in sorted(book.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    return make_book(BOOK)


COMMANDS = [
    ("rename", "alpha", "omega"), ("rename", "maria", "mary"), ("rename", "wire-1", "ap-1"),
    ("rename", "alpha#k1", "k-new"),
    ("merge", "viktar", "maria"), ("merge", "alpha", "beta"),
]  # fmt: skip


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_kill_at_any_moment_leaves_whole_files_and_the_same_command_finishes(
    book: Path, make_book: MakeBook, run: Run, words: tuple[str, ...]
) -> None:
    assert run(*words, book=book).code == 0
    whole = files(book)
    for root, _ in moments(make_book, run, words):
        for path, data in files(root).items():
            if ".brief-" not in path and words != ("rename", "alpha", "omega"):
                assert data in (BOOK.get(path, "").encode(), whole.get(path), "folder")  # type: ignore[union-attr]
        done = run(*words, book=root)
        assert "Traceback" not in done.err
        if {path: data for path, data in files(root).items() if ".brief-" not in path} != whole:
            assert done.code == 0
        assert {path: data for path, data in files(root).items() if ".brief-" not in path} == whole
        assert files(root) == whole, "nothing is left beside the files"


def test_what_a_killed_program_left_is_taken_away_by_the_next(book: Path, make_book: MakeBook, run: Run) -> None:
    words = ("new", "delta", "--title=D", "--bottom-line=D")
    for root, _ in moments(make_book, run, words):
        assert run("set", "beta", "title", "Next", book=root).code == 0
        assert not [path for path in files(root) if ".brief-" in path]
