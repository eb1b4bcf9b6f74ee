"""Streams and exits, with real processes: a closed pipe, a full disk, an interrupt, a terminal and its pager."""

from __future__ import annotations

import gc
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from bench.generator import write
from conftest import SAMPLE, MakeBook, Run, a_brief

BRIEF = [sys.executable, "-m", "brief_cli", "--book", str(SAMPLE)]


def on_a_terminal(
    *arguments: str, width: int = 100, height: int = 400, typed: str = "", **environment: str
) -> tuple[int, str]:
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
        if typed and b":" in out.splitlines()[-1]:  # the pager's prompt
            os.write(ours, typed.encode())
            typed = ""
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


def hearing_interrupts() -> None:
    """What a shell starts in the background ignores SIGINT from its start."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_an_interrupt_is_130_and_says_nothing(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "brief_cli", "show", "-"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        preexec_fn=hearing_interrupts,
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
    offered = done.stdout.split()
    assert {"zapad-2025", "zapad-2025-risks"} <= set(offered)
    assert all(word.startswith("zapad") for word in offered), "and no other"


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_the_first_line_is_enough_for_head(unbuffered: str, tmp_path: Path) -> None:
    """More than a pipe holds: whoever writes it all is stopped by the reader, quietly."""
    write(tmp_path, 200)
    command = f"{sys.executable} -m brief_cli --book {tmp_path} timeline --json | head -1; echo ${{PIPESTATUS[0]}}"
    surroundings = os.environ | {"PYTHONUNBUFFERED": unbuffered}
    done = subprocess.run(["bash", "-c", command], capture_output=True, env=surroundings, check=False)
    assert (done.stdout.split(), done.stderr) == ([b"[", b"141"], b"")


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_disk_that_fills_up_in_the_middle_is_no_success(unbuffered: str, tmp_path: Path) -> None:
    write(tmp_path / "book", 20)
    command = [sys.executable, "-m", "brief_cli", "--book", str(tmp_path / "book"), "timeline", "--json"]
    line = f"ulimit -f 8; trap '' XFSZ; {' '.join(command)} > {tmp_path}/out.json"
    surroundings = os.environ | {"PYTHONUNBUFFERED": unbuffered}
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, env=surroundings, check=False)
    assert (done.returncode, done.stderr) == (2, "brief: cannot write standard output: file too large\n")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full on this system")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("words", ["list -o /dev/full --json", "timeline --json", "list --help", "--version"])
def test_a_full_disk_is_one_line_and_exit_2_wherever_the_answer_goes(words: str, unbuffered: str) -> None:
    arguments, surroundings = words.split(), os.environ | {"PYTHONUNBUFFERED": unbuffered}
    with open("/dev/full", "wb") as full:
        done = subprocess.run([*BRIEF, *arguments], stdout=full, stderr=subprocess.PIPE, env=surroundings, check=False)
    assert done.returncode == 2
    assert done.stderr.decode().splitlines() == [
        f"brief: cannot write {'/dev/full' if '-o' in arguments else 'standard output'}: no space left on device"
    ]


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_of_help_that_goes_ends_it_quietly_too(unbuffered: str) -> None:
    command = f"(sleep 0.2; {' '.join(BRIEF)} list --help; echo $? >&2) | true; sleep 0.8"
    surroundings = os.environ | {"PYTHONUNBUFFERED": unbuffered}
    done = subprocess.run(["bash", "-c", command], capture_output=True, env=surroundings, check=False)
    assert done.stderr.decode() == "141\n"


def test_an_interrupt_in_the_middle_of_an_answer_is_130_and_leaves_no_file(tmp_path: Path) -> None:
    write(tmp_path / "book", 400)
    target = tmp_path / "out" / "all.json"
    target.parent.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "brief_cli", "--book", str(tmp_path / "book"), "timeline", "-o", str(target)],
        preexec_fn=hearing_interrupts,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    time.sleep(0.4)
    process.send_signal(signal.SIGINT)
    out, told = process.communicate(timeout=20)
    assert (process.returncode, out, told) == (130, b"", b"")
    assert list(target.parent.iterdir()) == []


def test_a_closed_standard_error_takes_no_answer_away(make_book: MakeBook) -> None:
    book = make_book({"sound.yaml": a_brief("Sound"), "broken.yaml": "title: [\n"})
    command = f"{sys.executable} -m brief_cli --book {book} list 2>&-"
    done = subprocess.run(["bash", "-c", command], stdout=subprocess.PIPE, check=False)
    assert (done.returncode, done.stdout.split(b"\t")[0]) == (0, b"sound")


def test_force_color_no_color_and_dumb_terminals_have_their_order(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def colored(*arguments: str, **environment: str) -> bool:
        with monkeypatch.context() as patched:
            for name, value in environment.items():
                patched.setenv(name, value)
            return "\x1b[" in run("list", "--format", "table", *arguments, book=SAMPLE).out

    assert not colored()
    assert colored(FORCE_COLOR="1")
    assert not colored(FORCE_COLOR="1", NO_COLOR="1")
    assert not colored("--color", "never", FORCE_COLOR="1")
    assert colored("--color", "always", NO_COLOR="1", TERM="dumb")
    assert not colored(NO_COLOR="1")


def test_a_page_is_as_wide_as_columns_says_before_what_the_terminal_says() -> None:
    def widest(drawn: str) -> int:
        return max(len(re.sub(r"\x1b\[[0-9;]*m", "", line)) for line in drawn.splitlines())

    assert widest(on_a_terminal("list", width=100, COLUMNS="60")[1]) <= 60
    assert widest(on_a_terminal("list", width=50)[1]) <= 50


def test_a_latin_1_terminal_gets_ascii_signs_and_its_own_letters(make_book: MakeBook) -> None:
    book = make_book({"note.yaml": a_brief("Nausėda é")})
    seen = on_a_terminal("--book", str(book), "show", "note", PYTHONUTF8="0", PYTHONIOENCODING="latin-1")[1]
    assert "\\u0117" in seen, "what the terminal lacks is shown as an escape"
    assert "|" in seen
    assert not set("▌▲·–→━") & set(seen)


def test_what_is_piped_is_utf8_without_bom_and_with_lf_in_the_c_locale() -> None:
    for form in ("plain", "json", "table"):
        command = [*BRIEF, "search", "Nausėda", "--format", form]
        surroundings = os.environ | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
        done = subprocess.run(command, capture_output=True, env=surroundings, check=False)
        assert (done.returncode, done.stderr) == (0, b""), form
        assert "Nausėda" in done.stdout.decode("utf-8")
        assert not done.stdout.startswith(b"\xef\xbb\xbf")
        assert b"\r" not in done.stdout
        assert done.stdout.endswith(b"\n")


def test_a_file_that_cannot_be_written_is_wrong_use_and_told_in_a_line(tmp_path: Path, run: Run) -> None:
    (tmp_path / "folder.json").mkdir()
    for path in (tmp_path / "none" / "x.json", tmp_path / "folder.json", tmp_path / "folder.json" / "a" / "x.json"):
        ended = run("list", "-o", path, book=SAMPLE)
        assert (ended.code, ended.out, len(ended.err.splitlines())) == (2, "", 1)
        assert ended.err.startswith(f"brief: cannot write {path}: ")
    assert [p.name for p in tmp_path.rglob("*")] == ["folder.json"]


def test_a_written_file_keeps_its_mode_and_a_link_stays_a_link(tmp_path: Path, run: Run) -> None:
    (tmp_path / "real.json").write_text("old")
    (tmp_path / "real.json").chmod(0o640)
    (tmp_path / "link.json").symlink_to("real.json")
    assert run("list", "-o", tmp_path / "link.json", book=SAMPLE).code == 0
    assert (tmp_path / "link.json").is_symlink()
    assert (tmp_path / "real.json").read_text().startswith("[")
    assert (tmp_path / "real.json").stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(shutil.which("less") is None, reason="less is not installed")
def test_without_a_pager_of_the_users_own_it_is_less_and_it_ends_with_0() -> None:
    code, drawn = on_a_terminal("show", "zapad-2025", height=24, typed="q")
    assert (code, "Zapad-2025 exercise" in drawn) == (0, True)
    assert len(drawn.splitlines()) < 60, "the pager holds the rest back"


def test_long_json_leaves_nothing_behind_though_nobody_collects() -> None:
    """The program runs without looking for cycles, of which the standard library makes one for each indented value."""
    from brief_cli.render.data import as_json_list

    gc.collect()
    gc.disable()
    try:
        before = len(gc.get_objects())
        assert sum(1 for _ in as_json_list({"n": n, "inside": [n]} for n in range(10_000))) == 10_001
        assert len(gc.get_objects()) - before < 20_000
    finally:
        gc.enable()
