"""Findings as JUnit XML, the form in which Jenkins and GitLab take the results of tests.

A finding is a test case: an error or a warning one that failed, a note one that passed and has something to say.
The counts of a suite stand before its cases and could only be known at the end; who reads the form counts itself,
so they are left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from brief_cli.model.finding import Finding
from brief_cli.render.repeats import numbered
from brief_cli.render.safe import inline, safe

_MARKS = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_NO_CHARACTERS = re.compile("[\ufffe\uffff]")  # not in XML 1.0, as the controls that `safe` has shown already


def as_junit(findings: Iterable[Finding], shown: Callable[[str], str]) -> Iterator[str]:
    """One suite, a case a finding, one case that passed where there is none."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n<testsuite name="brief check">\n'
    none = True
    for found, nth in numbered(findings):
        yield _case(found, nth, inline(shown(found.path)))
        none = False
    if none:
        yield '<testcase name="nothing found" classname="brief check"/>\n'
    yield "</testsuite>\n</testsuites>\n"


def _case(found: Finding, nth: int, path: str) -> str:
    """A finding; a second one of its like in its file is numbered, or it would be taken for the first."""
    name = inline(f"{found.code} {found.message}") + (f" ({nth})" if nth > 1 else "")
    place = {"name": name, "classname": path, "file": path, "line": str(found.line)}
    mend = f"\nmend: {inline(found.hint)}" if found.hint else ""
    told = _escaped(f"{path}:{found.line}:{found.column}: {inline(f'{found.code} {found.message}')}{mend}")
    if found.severity == "note":
        inside = f"<system-out>{told}</system-out>"
    else:
        why = _attributes({"type": found.code, "message": inline(found.message)})
        inside = f"<failure{why}>{told}</failure>"
    return f"<testcase{_attributes(place)}>{inside}</testcase>\n"


def _attributes(given: dict[str, str]) -> str:
    return "".join(f' {name}="{_escaped(value)}"' for name, value in given.items())


def _escaped(text: str) -> str:
    """Text in XML, as an element's or an attribute's."""
    characters = _NO_CHARACTERS.sub(lambda m: f"\\u{{{ord(m[0]):04X}}}", safe(text))
    return re.sub('[&<>"]', lambda m: _MARKS[m[0]], characters)
