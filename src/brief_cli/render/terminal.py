"""The Rich side: the theme, the console, the table of chosen fields, the pager."""

from __future__ import annotations

import io
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from itertools import chain

from rich.console import Console
from rich.text import Text
from rich.theme import Theme

from brief_cli.render.answer import Answer
from brief_cli.render.delimited import cell
from brief_cli.render.page import TIED, Lines, Screen, joined, pad, text, width_of, wrapped

THEME = Theme(
    {
        "brief.answer": "bold",
        "brief.heading": "bold",
        "brief.label": "dim",
        "brief.track": "dim",
        "brief.id": "cyan",
        "brief.mark": "bold cyan",
        "brief.attention": "yellow",
        "brief.wrong": "bold red",
        "brief.differs": "bold magenta",
        "brief.calm": "green",
        "brief.match": "bold underline",
        "brief.strong": "bold",
        "brief.tlp.clear": "dim",
        "brief.tlp.green": "green",
        "brief.tlp.amber": "yellow",
        "brief.tlp.red": "bold red",
    },
    inherit=False,
)
NARROWEST = 20
AT_ONCE = 500  # lines handed to Rich together: a call for each takes three times as long


def drawn(answer: Answer, names: tuple[str, ...] | None, color: str, *, to_terminal: bool) -> Iterator[str]:
    """The page of an answer, or a table of some of its fields, as the characters a terminal takes."""
    screen = Screen(_columns(to_terminal), _ascii(to_terminal))
    for lines in _pieces(answer, names, screen):
        yield _printed(lines, screen, color, to_terminal=to_terminal)


def _pieces(answer: Answer, names: tuple[str, ...] | None, screen: Screen) -> Iterable[Lines]:
    if names:
        return [[Text(), *table(answer, names, screen), Text()]]
    if answer.flow is not None:
        return answer.flow(screen)
    assert answer.page is not None
    return [answer.page(screen)]


def _printed(lines: Lines, screen: Screen, color: str, *, to_terminal: bool) -> str:
    out = io.StringIO()
    console = console_for(out, screen.width, color, to_terminal=to_terminal)
    fits = (wrapped(line, screen.width) if width_of(line) > screen.width else [line] for line in lines)
    pieces = [piece for some in fits for piece in some]
    for n in range(0, len(pieces), AT_ONCE):
        told = Text("\n", end="").join(pieces[n : n + AT_ONCE])
        console.print(told, no_wrap=True, overflow="ignore", crop=False, soft_wrap=True, end="\n")
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().replace(TIED, " ").splitlines())


def console_for(out: io.StringIO, width: int, color: str, *, to_terminal: bool) -> Console:
    """A console that takes content as it is and uses the terminal's own sixteen colours."""
    colored = _colored(color, to_terminal)
    styled = colored or (to_terminal and color != "never" and os.environ.get("TERM") != "dumb")
    return Console(
        file=out,
        width=width,
        theme=THEME,
        markup=False,
        emoji=False,
        highlight=False,
        force_terminal=styled,
        color_system="standard" if styled else None,
        no_color=not colored,
        legacy_windows=False,
        _environ={},
    )


def _colored(color: str, to_terminal: bool) -> bool:
    """``--color`` before NO_COLOR before FORCE_COLOR before what stands at the other end."""
    if color != "auto":
        return color == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return to_terminal and os.environ.get("TERM") != "dumb"


def _columns(to_terminal: bool) -> int:
    """``COLUMNS``, else the terminal's own width, else 80."""
    given = os.environ.get("COLUMNS", "")
    if given.isascii() and given.isdigit() and 0 < int(given) < 10000:
        return max(int(given), NARROWEST)
    return max(shutil.get_terminal_size((80, 24)).columns if to_terminal else 80, NARROWEST)


def _ascii(to_terminal: bool) -> bool:
    """Whether the other end may not draw our signs; a file or pipe takes UTF-8 in any locale."""
    if not to_terminal:
        return False
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    return encoding != "utf8" or os.environ.get("TERM") in ("dumb", "linux")


def table(answer: Answer, names: tuple[str, ...], screen: Screen) -> Lines:
    """Chosen fields in columns, or stacked where they do not fit."""
    head, found = answer.cells(names)
    rows = list(found)
    cells = [[cell(v) for v in row] for row in rows]
    widths = [max([width_of(text(h)), *(width_of(text(r[n])) for r in cells)]) for n, h in enumerate(head)]
    if sum(widths) + 2 * len(widths) > screen.page:
        return _stacked(head, cells, screen)
    out = [_row([text(h, "brief.label") for h in head], widths)]
    return out + [_row([text(v) for v in row], widths) for row in cells]


def _row(parts: list[Text], widths: list[int]) -> Text:
    line = Text("  ", end="")
    for part, width in zip(parts, widths, strict=True):
        line.append_text(pad(part, width + 2))
    return line


def _stacked(head: tuple[str, ...], rows: list[list[str]], screen: Screen) -> Lines:
    out: Lines = []
    for row in rows:
        for name, value in zip(head, row, strict=True):
            for n, line in enumerate(wrapped(text(value), max(screen.page - 4, 8))):
                label = [joined("  ", (name, "brief.label"))] if n == 0 else []
                out += [*label, joined("    ", line)]
        out.append(Text())
    return out[:-1]


def paged(pieces: Iterable[str]) -> None:
    """What does not fit the terminal goes through ``PAGER`` (``less -FRX`` when unset), as git does."""
    from brief_cli.render.output import write

    coming = iter(pieces)
    held, lines = [], 0
    for piece in coming:
        held.append(piece)
        lines += piece.count("\n")
        if lines >= shutil.get_terminal_size((80, 24)).lines:
            break
    command = _pager() if lines >= shutil.get_terminal_size((80, 24)).lines else []
    if not command or not _handed_over(command, held, coming):
        write(chain(held, coming), None)


def _pager() -> list[str]:
    """The command that pages; nothing where there is none."""
    try:
        command = shlex.split(os.environ.get("PAGER", "less"))
    except ValueError:  # a quote that is never closed
        return []
    return [] if not command or command == ["cat"] or shutil.which(command[0]) is None else command


def _handed_over(command: list[str], held: list[str], coming: Iterator[str]) -> bool:
    """Let the pager show it all; false when it cannot be started."""
    environment = {"LESS": "FRX", "LESSCHARSET": "utf-8"} | dict(os.environ)
    try:
        with subprocess.Popen(command, stdin=subprocess.PIPE, env=environment) as pager:
            assert pager.stdin is not None
            try:
                for piece in chain(held, coming):
                    pager.stdin.write(piece.encode("utf-8", "backslashreplace"))
                pager.stdin.close()
            except BrokenPipeError:
                pass  # the reader has seen enough
            while True:
                try:
                    pager.wait()
                    break
                except KeyboardInterrupt:
                    continue  # it is the pager's to answer
    except OSError:
        return False
    return True
