"""Where an answer goes and in which form: a file, a pipe, a terminal or its pager."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping

from brief_cli.errors import CannotWrite, ReaderGone, UsageError, offer
from brief_cli.model.value import Value
from brief_cli.render import data
from brief_cli.render.answer import FORMATS, Answer
from brief_cli.render.safe import inline

OWN_ENDINGS: Mapping[str, str] = {"sarif": "sarif", "xml": "junit"}
"""Endings of formats that a single command has."""
ENDINGS: dict[str, str] = {
    "json": "json",
    "jsonl": "jsonl",
    "ndjson": "jsonl",
    "csv": "csv",
    "tsv": "tsv",
    "md": "markdown",
    "markdown": "markdown",
    "txt": "plain",
}


class Output(Value, kw_only=False):
    """The user's wishes for the form of an answer."""

    format: str | None = None
    path: str | None = None
    fields: str | None = None
    color: str = "auto"
    pager: bool = True
    more: tuple[str, ...] = ()  # formats that only this command has

    def chosen(self) -> str | None:
        """The format asked for, or that the file's ending names.  Raises ``UsageError`` for one that is none."""
        if self.format is not None:
            known = (*FORMATS, *self.more)
            if self.format not in known:
                hints = offer(self.format, known) or (f"Formats: {', '.join(known)}.",)
                raise UsageError(f"There is no format {self.format}.", *hints)
            return self.format
        if self.path is None:
            return None
        ending = os.path.splitext(self.path)[1][1:].lower()
        endings = ENDINGS | {ending: form for ending, form in OWN_ENDINGS.items() if form in self.more}
        if ending not in endings:
            raise UsageError(
                f"The ending of {self.path} names no format.", f"Give --format, or one of {', '.join(endings)}."
            )
        return endings[ending]


def deliver(answer: Answer, output: Output, *, draw: bool = False) -> None:
    """Render an answer and put it where it is to go; ``draw`` asks for the page in a pipe too."""
    form = output.chosen()
    names = answer.fields(output.fields) if output.fields is not None else None
    terminal = output.path is None and sys.stdout is not None and sys.stdout.isatty()
    if form is None and not (terminal or draw):
        form = "markdown" if answer.markdown and names is None else "plain"
    if form in (None, "table"):
        _page(answer, names, output, terminal)
        return
    write(rendered(answer, str(form), names, screen=terminal), output.path)


def rendered(answer: Answer, form: str, names: tuple[str, ...] | None, *, screen: bool) -> Iterable[str]:
    """An answer in one of the formats that need no Rich, piece by piece."""
    if form in answer.own and names is None:
        return answer.own[form]()
    if form in ("json", "jsonl"):
        objects = answer.objects(names)
        if form == "jsonl":
            return data.as_jsonl(objects)
        one = answer.single and answer.records
        return (data.as_json_text(value) for value in objects) if one else data.as_json_list(objects)
    if form == "markdown" and answer.markdown and names is None:
        return [answer.markdown()]
    from brief_cli.render import delimited

    head, rows = answer.cells(names)
    if form == "markdown":
        return delimited.markdown(head, rows)
    if form == "csv":
        return delimited.as_csv(head, rows, screen=screen)
    return delimited.tsv(head, rows, screen=screen) if form == "tsv" else delimited.plain(rows, screen=screen)


def _page(answer: Answer, names: tuple[str, ...] | None, output: Output, terminal: bool) -> None:
    """The page, or a table of the fields asked for, through Rich."""
    from brief_cli.render import terminal as rich_side

    pieces = rich_side.drawn(answer, names, output.color, to_terminal=terminal)
    if terminal and output.pager:
        rich_side.paged(pieces)
    else:
        write(pieces, output.path)


AT_ONCE = 1 << 16
"""Characters written with one call."""


def write(text: str | Iterable[str], path: str | None) -> None:
    """UTF-8 with LF to a file, atomically, or to standard output.  Raises ``CannotWrite``."""
    pieces = _gathered([text] if isinstance(text, str) else text)
    if path is not None:
        _to_file((piece.encode("utf-8", "backslashreplace") for piece in pieces), path)
        return
    if sys.stdout is None:
        raise CannotWrite("standard output", "it is closed")
    encoding = "utf-8"
    if sys.stdout.isatty() and (sys.stdout.encoding or "").lower().replace("-", "") != "utf8":
        encoding = sys.stdout.encoding or "ascii"
    try:
        for piece in pieces:
            rest = memoryview(piece.encode(encoding, "backslashreplace"))
            while rest:  # an unbuffered stream may take a part of it
                rest = rest[sys.stdout.buffer.write(rest) :]
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise ReaderGone("the reader is gone") from None  # under this name, or Typer would end with 1
    except OSError as error:
        raise CannotWrite("standard output", (error.strerror or str(error)).lower()) from None


def _gathered(pieces: Iterable[str]) -> Iterator[str]:
    """Many small pieces as few large ones; the first one goes out at once."""
    held, size = [], AT_ONCE
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= AT_ONCE:
            yield "".join(held)
            held, size = [], 0
    if held:
        yield "".join(held)


def _to_file(encoded: Iterable[bytes], path: str) -> None:
    """As a whole, or not at all."""
    if os.path.exists(path) and not os.path.isfile(path):  # a device or a pipe has no folder to be written beside
        _to_device(encoded, path)
        return
    if not os.path.isdir(os.path.dirname(path) or "."):  # `missing/../x` has no folder, whatever realpath makes of it
        raise CannotWrite(path, "no such folder")
    from brief_cli.files.write import put_in_place

    target = os.path.realpath(path)
    try:
        if os.path.islink(target):
            raise CannotWrite(path, "the link leads nowhere")
        put_in_place(target, encoded, _mode(target))
    except OSError as error:
        raise CannotWrite(path, (error.strerror or str(error)).lower()) from None


def _to_device(encoded: Iterable[bytes], path: str) -> None:
    try:
        with open(path, "wb") as device:
            device.writelines(encoded)
    except BrokenPipeError:
        raise ReaderGone("the reader is gone") from None
    except OSError as error:
        raise CannotWrite(path, (error.strerror or str(error)).lower()) from None


def _mode(target: str) -> int:
    if os.path.exists(target):
        return os.stat(target).st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def say(*lines: str) -> None:
    """A message on standard error, inert, a line each; never in the way of the answer."""
    if sys.stderr is None:
        return
    try:
        for line in lines:
            encoding = sys.stderr.encoding or "ascii"
            sys.stderr.write(inline(line).encode(encoding, "backslashreplace").decode(encoding) + "\n")
        sys.stderr.flush()
    except OSError:
        pass
