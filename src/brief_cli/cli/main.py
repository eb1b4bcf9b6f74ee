"""From the shell to an exit code: every way a command can end, caught once."""

from __future__ import annotations

import contextlib
import errno
import gc
import os
import sys
from typing import NoReturn

from brief_cli.errors import BriefError, PointedError, ReaderGone
from brief_cli.render.answer import FORMATS
from brief_cli.render.output import say

INTERRUPTED = 130


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run ``brief`` and leave with its exit code."""
    gc.disable()  # what a command reads lives to its end: looking for cycles took up to half of its time
    code = run(sys.argv[1:] if arguments is None else arguments)
    _leave(code)


def run(arguments: list[str]) -> int:
    """The exit code of one command line."""
    import typer

    from brief_cli.cli.app import app

    usage: type[Exception] = typer.BadParameter.__mro__[2]  # the vendored ClickException has no public name
    try:
        result = typer.main.get_command(app)(arguments, prog_name="brief", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except ReaderGone as gone:
        return gone.exit_code
    except BriefError as error:
        tell(error)
        return error.exit_code
    except typer.Exit as leave:
        return leave.exit_code
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except usage as error:
        say(f"brief: {_sentence(error)}", *_help(error))
        return 2
    except OSError as error:  # Typer writes a command's help itself; a working directory may be gone
        if error.filename is not None:
            raise
        if error.errno == errno.ENOENT:
            say("brief: the working directory is gone")
        else:
            _unwritable(error)
        return 2
    except SystemExit as left:  # and ends so when the reader of it is gone
        if left.code != 1:
            raise
        return ReaderGone.exit_code


def _unwritable(error: OSError) -> None:
    say(f"brief: cannot write standard output: {(error.strerror or str(error)).lower()}")


def _sentence(error: Exception) -> str:
    return str(getattr(error, "format_message", error.__str__)()).replace("\n", " ")


def _help(error: Exception) -> tuple[str, ...]:
    context = getattr(error, "ctx", None)
    option = str(getattr(error, "option_name", ""))
    if option == "--book":
        return ("--book stands before the command: brief --book DIR list",)
    if option[1:2].isdigit():
        return ("A value that begins with a dash stands behind --: brief set ID FIELD -- -5",)
    if option.removeprefix("--") in FORMATS:
        return (f"Write --format {option.removeprefix('--')}.",)
    return (f"Try: {context.command_path} --help",) if context else ()


def tell(error: BriefError) -> None:
    """An error as the user reads it: the sentence, the place in what was typed, and what to do."""
    say(f"brief: {error.message}")
    if isinstance(error, PointedError):
        from brief_cli.render.safe import inline

        before, fault = inline(error.text[: error.start]), inline(error.text[error.start : error.end])
        say(f"  {before}{fault}{inline(error.text[error.end :])}", f"  {' ' * len(before)}{'^' * max(len(fault), 1)}")
    say(*(f"  {hint}" for hint in error.hints))


def _leave(code: int) -> NoReturn:
    """Flush what is left and end at once; a reader that is gone is no news, a full disk is.

    Everything is written and closed by now: taking the interpreter down object by object took a seventh of a page.
    """
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        code = ReaderGone.exit_code
    except OSError as error:
        if code != 2:  # else it was told when it was written
            _unwritable(error)
        code = 2
    if sys.stderr is not None:
        with contextlib.suppress(OSError):
            sys.stderr.flush()
    os._exit(code)
