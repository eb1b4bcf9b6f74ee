"""Streams and exits, with real processes: a closed pipe, a full disk, an interrupt, a terminal and its pager."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import SAMPLE, MakeBook, Run, a_brief

BRIEF = [sys.executable, "-m", "brief_cli", "--book", str(SAMPLE)]


def on_a_terminal(*arguments: str, width: int = 100, height: int = 400, **environment: str) -> tuple[int, str]:
    """The command on a pseudo-terminal: its exit code and everything that it drew."""
    import fcntl
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
    clean = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES")}
    surroundings = clean | {"TERM": "xterm-256color", "PYTHONUTF8": "1"} | environment
    process = subprocess.Popen([*BRIEF, *arguments], stdin=theirs, stdout=theirs, stderr=theirs, env=surroundings)
    os.close(theirs)
    out = b""
    while True:
        ready, _, _ = select.select([ours], [], [], 20)
        try:
            piece = os.read(ours, 65536) if ready else b""
        except OSError:
            break
        if not piece:
            break
        out += piece
    os.close(ours)
    return process.wait(), out.decode("utf-8", "replace")


def test_a_reader_that_goes_ends_it_quietly() -> None:
    command = f"(sleep 0.3; {' '.join(BRIEF)} timeline --json; echo $? >&2) | true; sleep 1.5"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False)
    assert done.stderr.decode() == "141\n"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full on this system")
def test_a_full_disk_is_one_line_and_exit_2() -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run([*BRIEF, "list"], stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert done.stderr.decode() == "brief: cannot write standard output: no space left on device\n"


def test_a_closed_standard_output_is_no_success() -> None:
    done = subprocess.run(["bash", "-c", f"{' '.join(BRIEF)} list >&-"], stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


def test_an_interrupt_is_130_and_says_nothing(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "brief_cli", "show", "-"], stdin=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path
    )
    time.sleep(1.0)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=20)
    assert (process.returncode, told) == (130, b"")


def test_a_failing_write_leaves_the_old_file(tmp_path: Path, run: Run) -> None:
    (tmp_path / "out").mkdir()
    target = tmp_path / "out" / "list.json"
    target.write_text("old")
    limited = ["bash", "-c", f"ulimit -f 1; {' '.join(BRIEF)} timeline -o {target}"]
    done = subprocess.run(limited, capture_output=True, check=False)
    assert done.returncode == 2
    assert target.read_text() == "old"
    assert [path.name for path in target.parent.iterdir()] == ["list.json"]
    assert run("list", "-o", tmp_path / "none" / "x.json", book=SAMPLE).code == 2


def test_a_file_is_written_whole_in_utf8_with_lf_in_any_locale(tmp_path: Path, spawn: Run) -> None:
    target = tmp_path / "events.csv"
    assert spawn("timeline", "-o", target, book=SAMPLE, LC_ALL="C", PYTHONIOENCODING="ascii") == (
        spawn("timeline", "-o", target, book=SAMPLE)
    )
    data = target.read_bytes()
    assert data.startswith(b"date,title,briefs,id,earliest,latest\n")
    assert b"\r" not in data
    assert "Nausėda" in spawn("search", "Nausėda", book=SAMPLE, LC_ALL="C", PYTHONIOENCODING="latin-1").out


def test_a_terminal_gets_a_page_in_colour_and_no_colour_where_it_says_so() -> None:
    code, drawn = on_a_terminal("list")
    assert code == 0
    assert "\x1b[36m" in drawn
    assert "10 briefs" in drawn
    assert "\x1b[36m" not in on_a_terminal("list", NO_COLOR="1")[1]
    assert "\x1b[" not in on_a_terminal("list", TERM="dumb")[1]
    assert "\x1b[36m" in on_a_terminal("list", "--color", "always", NO_COLOR="1")[1]


def test_a_terminal_without_utf8_gets_ascii_signs() -> None:
    _, drawn = on_a_terminal("show", "zapad-2025", "--section", "bottom_line", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert "| " in drawn
    assert "▌" not in drawn


def test_a_page_longer_than_the_terminal_goes_through_the_pager(tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    pager = f"sh -c 'cat > {seen}'"
    on_a_terminal("show", "zapad-2025", height=24, PAGER=pager)
    assert "Zapad-2025 exercise" in seen.read_text()
    seen.unlink()
    on_a_terminal("show", "zapad-2025", "--no-pager", height=24, PAGER=pager)
    on_a_terminal("list", height=60, PAGER=pager)
    assert not seen.exists()


def test_colour_and_width_follow_the_environment_in_a_pipe_that_asks_for_a_page(run: Run) -> None:
    drawn = run("list", "--format", "table", book=SAMPLE, columns=60)
    assert "\x1b" not in drawn.out
    assert max(len(line) for line in drawn.out.splitlines()) <= 60
    assert "\x1b[36m" in run("list", "--format", "table", "--color", "always", book=SAMPLE).out


def test_no_byte_of_content_acts_on_a_terminal(make_book: MakeBook) -> None:
    evil = '"\\e]0;pwn\\a \\e[2J \\x9b31m \\u202e [bold]x[/bold] [/] :warning:"'
    tags, points = '["\\e[31m"]', f"[{{id: k1, text: {evil}}}]"
    events = f"[{{date: 2025, title: {evil}, detail: {evil}}}]"
    book = make_book({"note.yaml": a_brief(evil, tags=tags, key_points=points, events=events, author=evil)})
    ours = ("\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[36m", "\x1b[33m")
    commands = (
        ["show", "note"],
        ["list"],
        ["timeline"],
        ["timeline", "--chart"],
        ["search", "pwn"],
        ["stats"],
        ["list", "--format", "plain"],
        ["list", "--format", "csv"],
        ["show", "note", "--format", "markdown"],
        ["show", "\x1b]0;x\x07"],
        ["list", "tag:\x1b[31m"],
        ["list", "--fields", "\x1b[31m"],
    )
    for arguments in commands:
        _, drawn = on_a_terminal("--book", str(book), *arguments)
        for code in ("\x1b]", "\x1b[2J", "\x07", "\x9b", "\u202e", "\x1b[31m"):
            assert code not in drawn.replace("\x1b[1;31m", ""), arguments
        assert any(sequence in drawn for sequence in ours) or "\x1b" not in drawn


def test_completion_offers_the_ids_of_the_book() -> None:
    environment = os.environ | {
        "_BRIEF_COMPLETE": "complete_bash",
        "COMP_WORDS": "brief show zapad",
        "COMP_CWORD": "2",
        "BRIEF_BOOK": str(SAMPLE),
    }
    code = "import sys; sys.argv[0] = 'brief'; from brief_cli.cli.main import main; main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False)
    assert done.stdout.split() == ["zapad-2025", "zapad-2025-risks"] or "zapad-2025" in done.stdout.split()
