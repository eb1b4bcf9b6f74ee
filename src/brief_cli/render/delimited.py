"""Plain, tsv, csv and Markdown tables: one record a row, a cell a field."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from itertools import chain

from brief_cli.model.shape import Json
from brief_cli.render.answer import Rows
from brief_cli.render.data import compact
from brief_cli.render.safe import inline, safe

TAB = "\t"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BREAKS = re.compile(r"[\t\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~&])")
_SCHEMES = re.compile(r"\b(ftp|xmpp|file|data|javascript|vbscript):", re.I)  # GitHub's dialect links some of them bare
_STARTS = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))")


def cell(value: Json) -> str:
    """A JSON value as a cell: lists joined, an object its id, else compact JSON; tabs and breaks become a space."""
    if isinstance(value, list):
        return ", ".join(cell(v) for v in value)
    if isinstance(value, dict):
        return cell(value["id"]) if isinstance(value.get("id"), str) else _BREAKS.sub(" ", compact(value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else _BREAKS.sub(" ", str(value))


def guarded(value: Json) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP ASVS 1.2.10)."""
    text = cell(value)
    starts = value if isinstance(value, str) else text
    return f"'{text}" if starts.startswith(FORMULA) else text


def plain(rows: Rows, *, screen: bool) -> Iterator[str]:
    """Tab-separated, no header; values never changed but on a terminal, where they must not act."""
    return (f"{_shown(TAB.join([cell(v) for v in row]), screen)}\n" for row in rows)


def tsv(head: Iterable[str], rows: Rows, *, screen: bool) -> Iterator[str]:
    """Tab-separated with a header."""
    yield f"{_shown(TAB.join(head), screen)}\n"
    for row in rows:
        yield f"{_shown(TAB.join([guarded(v) for v in row]), screen)}\n"


def _shown(line: str, screen: bool) -> str:
    return "\t".join(inline(part) for part in line.split("\t")) if screen else line


def as_csv(head: Iterable[str], rows: Rows, *, screen: bool) -> Iterator[str]:
    """RFC 4180 with LF."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for row in chain([list(head)], ([guarded(v) for v in row] for row in rows)):
        writer.writerow(row)
        yield safe(out.getvalue()) if screen else out.getvalue()
        out.seek(0)
        out.truncate()


def markdown(head: Iterable[str], rows: Rows) -> Iterator[str]:
    """A pipe table (GitHub's dialect) whose cells are inert."""
    names = list(head)
    yield "| " + " | ".join(names) + " |\n|" + " --- |" * len(names) + "\n"
    for row in rows:
        yield "| " + " | ".join([escaped(cell(v)) for v in row]) + " |\n"


def escaped(text: str) -> str:
    """Text that Markdown shows as it is: the marks of its syntax escaped (CommonMark 0.31, 2.4), controls visible."""
    return _STARTS.sub(lambda m: f"{m[1]}{m[2]}\\" if m[2].isdigit() else f"{m[1]}\\{m[2]}", inner(text))


def inner(text: str) -> str:
    """As ``escaped``, for text with which no line begins."""
    return _SCHEMES.sub(r"\1\\:", _MARKDOWN.sub(r"\\\1", inline(text)))


def code(text: str) -> str:
    """An address as code, to be copied as it is; one that holds a backtick as inert text."""
    shown = inline(text)
    return escaped(text) if "`" in shown or not shown.strip() else f"`{shown}`"
