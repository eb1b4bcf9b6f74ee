"""From what a rule says of a record to a finding at its place: the file is read again, only if something is found."""

from __future__ import annotations

import os
from functools import cached_property
from typing import Any

from brief_cli.book.references import of_brief, of_entity, of_source
from brief_cli.checks.catalogue import RULES
from brief_cli.checks.told import Across, Ground, Inside
from brief_cli.files.library import Read, read_file, rules_of
from brief_cli.files.load import load_bytes
from brief_cli.files.read import Document, read_text
from brief_cli.files.walk import Found, kind_of
from brief_cli.model.brief import Brief
from brief_cli.model.finding import Finding
from brief_cli.model.problem import Problem
from brief_cli.model.registers import Entity

DIALECTS = {"brief": "brief", "entities": "register", "sources": "register", "book": "book"}
"""How a file of a kind is read (``files.read.read_text``)."""


def finding(code: str, **more: Any) -> Finding:
    """A finding of a rule; the catalogue's mend where the rule gave none."""
    rule = RULES[code]
    more["hint"] = more["hint"] or rule.mend
    return Finding(code=code, rule=rule.name, severity=rule.severity, **more)


def of_problem(problem: Problem) -> Finding:
    """One of reading's problems."""
    within = f" in {problem.where}" if problem.where else ""
    return finding(
        problem.code, path=problem.path, line=problem.line, column=problem.column,
        end_line=problem.end_line or problem.line, end_column=problem.end_column or problem.column,
        id=problem.record or None, message=f"{problem.message}{within}", hint=problem.hint, excerpt=problem.excerpt,
    )  # fmt: skip


class File:
    """One file of the book, to point into."""

    def __init__(self, ground: Ground, path: str) -> None:
        self._ground = ground
        self.path = path
        self._found = Found(path, kind_of(path))

    @cached_property
    def _document(self) -> Document | None:
        """What stands where; None when the file has gone since it was indexed."""
        data = load_bytes(self._ground.root, self.path)
        if not isinstance(data, bytes):
            return None
        return read_text(self.path, data, kind=DIALECTS[self._found.kind], placed=True)

    @cached_property
    def _read(self) -> Read | None:
        return read_file(self._ground.root, self._found, rules_of(self._ground.settings))

    def finding(self, one: Across) -> Finding:
        """What a rule says, at its place; at the file's beginning where that has gone."""
        told, document, inside = one.told, self._document, self._inside(one)
        line, column, end_line, end_column = document.place_of(inside, told.words) if document and inside else _START
        return finding(
            told.code, path=self.path, line=line, column=column, end_line=end_line, end_column=end_column,
            id=told.id or None, message=told.message, hint=told.hint,
            excerpt=document.excerpt(line, end_line, end_column, column) if document else (),
        )  # fmt: skip

    def _inside(self, one: Across) -> Inside:
        """Where in the file something stands: in its record, or where that names what it is about."""
        if not one.record:  # it is said of the file's own places
            return one.told.inside
        if one.seq >= 0:
            return self._naming(one)
        if self._found.kind != "brief":
            return (one.record, *one.told.inside)
        stem = os.path.splitext(os.path.basename(self.path))[0]
        return one.told.inside if one.record == stem else self._inner(one)

    def _naming(self, one: Across) -> Inside:
        for stored in self._read.records if self._read else ():
            if stored.record.id == one.record:
                record = stored.record
                of = of_brief if isinstance(record, Brief) else of_entity if isinstance(record, Entity) else of_source
                named = of(record)
                return (*stored.at, *named[one.seq].inside) if one.seq < len(named) else ()
        return self._inner(one)

    def _inner(self, one: Across) -> Inside:
        """The place of a source that a brief defines by the way."""
        for stored in self._read.records if self._read else ():
            for n, source in enumerate(getattr(stored.record, "sources", ())):
                if source.id == one.record:
                    return ("sources", n, *one.told.inside)
        return ()


_START = (1, 1, 1, 1)
