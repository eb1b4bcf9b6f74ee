"""Findings as workflow commands: what GitHub Actions reads from a step's output and shows beside the lines meant.

The runner takes a line that begins with ``::``, up to the next ``::`` the command with its properties, behind it the
message.  In a message ``%`` and line breaks are escaped, in a property ``:`` and ``,`` too; so nothing that stands in
a file can end a property, end a line, or begin a command of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from brief_cli.model.finding import Finding
from brief_cli.render.safe import inline, safe

COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def as_github(findings: Iterable[Finding], shown: Callable[[str], str]) -> Iterator[str]:
    """One command a finding; ``shown`` turns a path in the book into one from the working directory."""
    for found in findings:
        told = f"{found.message}; {found.hint}" if found.hint else found.message
        yield f"::{COMMANDS[found.severity]} {_properties(found, shown)}::{_data(inline(told))}\n"


def _properties(found: Finding, shown: Callable[[str], str]) -> str:
    """The place and the title.  Where the lines differ the runner takes no columns."""
    given: dict[str, object] = {"file": safe(shown(found.path)), "line": found.line, "endLine": found.end_line}
    if found.line == found.end_line:
        given |= {"col": found.column, "endColumn": found.end_column}
    given["title"] = inline(f"{found.code} {found.rule}")
    return ",".join(f"{name}={_property(str(value))}" for name, value in given.items())


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
