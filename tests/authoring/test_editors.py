"""Editors, terminals, and the difference that is shown: what a person meets of a writing command."""

from __future__ import annotations

import contextlib
import os
import pty
import select
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from authoring.harm import BOOK, files, refused
from conftest import MakeBook, Result, Run


@pytest.fixture
def book(make_book: MakeBook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return make_book(BOOK)


# -- editors and terminals ----------------------------------------------------------------------------------------


def kept(done: Result) -> Path:
    """The file in which what was written is said to be kept."""
    path = Path(done.err.rpartition("kept in ")[2].strip())
    assert path.is_file(), done
    return path


def script(folder: Path, name: str, body: str) -> Path:
    """A program for a shell, as an editor."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


def on_terminal(book: Path, *words: str, typed: str = "", **environment: str) -> tuple[int, str]:
    """A command on a terminal of its own, at which lines are typed; its exit code and what stood on the screen."""
    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-m", "brief_cli", "--no-pager", "--book", str(book), *words],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        env=os.environ | {"TERM": "xterm"} | environment,
    )
    os.close(theirs)
    os.write(ours, typed.encode())
    screen = b""
    with contextlib.suppress(OSError):
        while select.select([ours], [], [], 5)[0] and (part := os.read(ours, 65536)):
            screen += part
    child.kill()
    os.close(ours)
    return child.wait(5), screen.decode(errors="replace")


def test_an_editor_that_is_not_there_or_names_none_is_refused(
    book: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files(book)
    for name in ("no-such-editor", "   ", '"', "/", "/etc/passwd", "no\x1b[31msuch", "$(touch x)", "a\udcffb"):
        monkeypatch.setenv("EDITOR", name)
        done = run("edit", "alpha", book=book)
        refused(done, "EDITOR")
        assert "\x1b" not in done.err
        assert files(book) == before


@pytest.mark.parametrize(
    "body", ["echo 'x: [' >> \"$1\"", ': > "$1"', "echo x_a: 1 >> $1; exit 1", "echo x_a: 1 >> $1; kill -9 $$"]
)
def test_what_an_editor_left_that_cannot_stand_is_kept_aside(
    book: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str
) -> None:
    before = files(book)
    monkeypatch.setenv("EDITOR", str(script(tmp_path, "editor", body)))
    done = run("edit", "alpha", book=book)
    refused(done)
    kept(done)
    assert files(book) == before


@pytest.mark.parametrize(
    "body", ['rm "$1"', 'rm "$1"; mkdir "$1"', 'rm -r "$(dirname "$1")"', 'rm "$1"; ln -s /none "$1"']
)
def test_an_editor_that_takes_the_file_away_changes_nothing(
    book: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str
) -> None:
    before = files(book)
    monkeypatch.setenv("EDITOR", str(script(tmp_path, "editor", body)))
    refused(run("edit", "alpha", book=book))
    assert files(book) == before


def test_an_editor_may_have_arguments_quotes_and_a_name_with_spaces(
    book: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = script(tmp_path, "my $(touch x); editor", """sed -i "s/^title: .*/title: $2/" "$3" """)
    monkeypatch.setenv("EDITOR", f"""'{path}' -n 'two words'""")
    assert run("edit", "alpha", book=book).code == 0
    assert "title: two words\n" in (book / "alpha.yaml").read_text()
    assert not (Path.cwd() / "x").exists()


def test_the_copy_for_an_editor_is_the_users_alone(
    book: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", str(script(tmp_path, "editor", f'stat -c %a "$(dirname "$1")" > {tmp_path}/mode')))
    assert run("edit", "alpha", book=book).code == 0
    assert (tmp_path / "mode").read_text() == "700\n"


BROKEN = """echo >> {0}; if [ $(wc -l < {0}) = 1 ]; then echo 'x: [' >> "$1"; else sed -i '$d' "$1"; echo x_a: 1 >> "$1"; fi"""  # noqa: E501


def test_a_broken_edit_is_asked_about_and_may_be_mended(book: Path, tmp_path: Path) -> None:
    editor = script(tmp_path, "editor", BROKEN.format(tmp_path / "runs"))
    code, screen = on_terminal(book, "edit", "alpha", typed="y\n", EDITOR=str(editor), VISUAL="")
    assert "Edit again?" in screen and code == 0
    assert (book / "alpha.yaml").read_text().endswith("x_a: 1\n")


@pytest.mark.parametrize("typed", ["n\n", "\x04"], ids=["no", "end of input"])
def test_a_broken_edit_that_is_given_up_is_kept_aside(book: Path, tmp_path: Path, typed: str) -> None:
    before = files(book)
    editor = script(tmp_path, "editor", BROKEN.format(tmp_path / "runs"))
    code, screen = on_terminal(book, "edit", "alpha", typed=typed, EDITOR=str(editor), VISUAL="")
    assert "Edit again?" in screen and files(book) == before
    assert code in (2, 130) and "kept in" in screen
    assert Path(screen.rpartition("kept in ")[2].split("\r")[0]).read_text().endswith("x: [\n")


def test_on_a_terminal_what_is_lacking_is_asked(book: Path) -> None:
    code, screen = on_terminal(book, "new", "delta", typed="De: lta\n\nThe answer\n\n")
    assert code == 0 and "title" in screen, screen
    assert (
        (book / "delta.yaml").read_text().startswith('title: "De: lta"\nbottom_line: The answer\nas_of: 2026-03-24\n')
    )
    code, screen = on_terminal(book, "add", "event", "delta", typed="2025-01-01\nHeld\n")
    assert code == 0 and "Held" in (book / "delta.yaml").read_text()
    before = files(book)
    assert on_terminal(book, "add", "gap", "delta", typed="\x04")[0] == 130
    assert files(book) == before


# -- what would be done -------------------------------------------------------------------------------------------

CHANGES = [
    ("set", "alpha", "title", "Tytuł: nowy"), ("set", "alpha", "title", "bidi \u202e \u2066x"),
    ("set", "alpha", "summary", "# H\n\n-- a\n++ b"),
    ("add", "gap", "alpha", "Who pays? – ü"), ("add", "source", "New", "--id", "a-1"), ("touch", "alpha"),
    ("rename", "alpha", "omega"),
    ("rename", "maria", "mary"), ("rename", "alpha#k1", "k9"), ("merge", "alpha", "beta"),
    ("merge", "viktar", "maria"), ("fmt",),
    ("new", "delta", "--title=D", "--bottom-line=Ü: x", "--in=mit leer/süd"), ("add", "entity", "country", "Lietuva"),
]  # fmt: skip
KINDS: dict[str, Callable[[bytes], bytes]] = {
    "plain": lambda data: data,
    "crlf": lambda data: data.replace(b"\n", b"\r\n"),
    "cr": lambda data: data.replace(b"\n", b"\r"),
    "no end": lambda data: data.rstrip(),
    "mark": lambda data: b"\xef\xbb\xbf" + data,
    "bidi": lambda data: data.replace(b"On ", "O\u202en ".encode()),
    "odd paths": lambda data: data,
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("words", CHANGES, ids=lambda words: ascii(" ".join(words[:3]))[1:-1])
def test_the_difference_shown_applied_with_git_gives_the_same_bytes(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, kind: str, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    patched, changed = tmp_path / "patched", tmp_path / "changed"
    for folder in (patched, changed):
        for path, text in BOOK.items():
            path = path.replace("alpha", "mit leer/\"a' ü/alpha") if kind == "odd paths" else path
            (folder / "briefs" / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / "briefs" / path).write_bytes(KINDS[kind](str(text).encode()))
    before = files(patched)
    monkeypatch.chdir(patched)
    shown = run(*words, "--dry-run")
    assert files(patched) == before
    monkeypatch.chdir(changed)
    done = run(*words)
    assert (shown.code, shown.err) == (done.code, done.err)
    if done.code == 0 and files(changed) != before:
        told = subprocess.run(
            ["git", "apply", "-"], input=shown.out.encode(), cwd=patched, capture_output=True, check=False
        )
        assert not told.returncode, told.stderr.decode()
    one, other = (dict(pair for pair in files(root).items() if pair[1] != "folder") for root in (patched, changed))
    assert one == other


def test_the_difference_on_a_terminal_acts_on_nothing(book: Path) -> None:
    code, screen = on_terminal(book, "set", "alpha", "title", "a \u202e b \x1b]0;t\x07 \u2066", "--dry-run")
    assert (
        code == 0 and "\u202e" not in screen and "\u2066" not in screen and "]0;" not in screen.replace("\\x1b]0;", "")
    )


# -- init ---------------------------------------------------------------------------------------------------------


def test_init_leaves_what_is_there_and_says_so(tmp_path: Path, run: Run) -> None:
    (tmp_path / "briefs").mkdir()
    (tmp_path / "briefs/welcome.yaml").write_text("mine: 1\n")
    (tmp_path / ".gitattributes").write_text("mine\n")
    done = run("init", tmp_path)
    assert done.code == 0
    assert "left as it is: .gitattributes" in done.err and "left as it is: briefs/welcome.yaml" in done.err
    assert (tmp_path / ".gitattributes").read_text() == "mine\n"
    before = files(tmp_path)
    for folder in (tmp_path, tmp_path / "briefs"):
        assert run("init", folder).code in (1, 2)
        assert files(tmp_path) == before


@pytest.mark.parametrize("folder", ["file", "file/below", "", "/proc/none", "link", "x" * 300])
def test_init_where_no_folder_can_be_is_refused(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("mine")
    (tmp_path / "link").symlink_to("nowhere/at/all")
    before = files(tmp_path)
    refused(run("init", folder))
    assert files(tmp_path) == before


@pytest.mark.parametrize("name", ["my desk", "$(x)", "a'b", "-x", "\x1b[31m"])
def test_what_init_says_comes_next_can_be_typed(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("init", "--title", 'A "title": \x1b[31m', "--", name)
    assert done.code == 0 and "\x1b" not in done.out + done.err
    command = done.err.partition("next, ")[2].partition(", and then")[0]
    if "\x1b" not in name:
        assert shlex.split(command)[1:3] == ["--book", name]
    assert run("show", "welcome", book=tmp_path / name).code == 0
