"""From what a rule says of a record to a finding at its place: the file is read again, only if something is found."""

from __future__ import annotations

import os
from collections import Counter
from functools import cached_property
from typing import Any

from brief_cli.book.references import of_brief, of_entity, of_source
from brief_cli.checks.catalogue import RULES
from brief_cli.checks.told import Across, Ground, Inside
from brief_cli.files.library import Read, read_file, rules_of
from brief_cli.files.load import load_bytes
from brief_cli.files.read import DIALECTS, Document, read_text
from brief_cli.files.walk import Found, kind_of
from brief_cli.model.brief import Brief
from brief_cli.model.finding import Finding
from brief_cli.model.problem import Problem
from brief_cli.model.registers import Entity


def finding(code: str, **more: Any) -> Finding:
    """A finding of a rule; the catalogue's mend where the rule gave none."""
    rule = RULES[code]
    more["hint"] = more["hint"] or rule.mend
    return Finding(code=code, rule=rule.name, severity=rule.severity, **more)


def of_problem(problem: Problem) -> Finding:
    """One of reading's problems."""
    return finding(
        problem.code, path=problem.path, line=problem.line, column=problem.column,
        end_line=problem.end_line or problem.line, end_column=problem.end_column or problem.column,
        id=problem.record or None, message=problem.told, hint=problem.hint, excerpt=problem.excerpt,
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
        told, document = one.told, self._document
        inside, nth = self._inside(one)
        line, column, end_line, end_column = _START
        if document and inside:
            line, column, end_line, end_column = document.place_of(inside, told.words, nth)
        return finding(
            told.code, path=self.path, line=line, column=column, end_line=end_line, end_column=end_column,
            id=told.id or None, message=told.message, hint=told.hint,
            excerpt=document.excerpt(line, end_line, end_column, column) if document else (),
        )  # fmt: skip

    def _inside(self, one: Across) -> tuple[Inside, int]:
        """Where in the file something stands, and the how manieth time there: in its record, or where that names it."""
        told = one.told
        if not one.record:  # it is said of the file's own places
            return told.inside, told.nth
        if one.seq >= 0:
            namings = self._namings.get(one.record, ())
            inside, nth = namings[one.seq] if one.seq < len(namings) else ((), 0)
            return (*inside, *told.inside), nth
        if self._found.kind != "brief":
            return (one.record, *told.inside), told.nth
        stem = os.path.splitext(os.path.basename(self.path))[0]
        return (told.inside if one.record == stem else self._inner(one)), told.nth

    @cached_property
    def _namings(self) -> dict[str, list[tuple[Inside, int]]]:
        """Where each record of the file names something, and the how manieth naming of the same there it is."""
        out: dict[str, list[tuple[Inside, int]]] = {}
        for stored in self._read.records if self._read else ():
            record = stored.record
            of = of_brief if isinstance(record, Brief) else of_entity if isinstance(record, Entity) else of_source
            counted: Counter[tuple[Inside, str]] = Counter()
            rows = out.setdefault(record.id, [])
            for naming in of(record):
                at = (naming.inside, naming.to)
                rows.append(((*stored.at, *naming.inside), counted[at]))
                counted[at] += 1
            for n, source in enumerate(getattr(record, "sources", ())):
                inner = [(("sources", n, *naming.inside), 0) for naming in of_source(source)]
                out.setdefault(source.id, inner)
        return out

    def _inner(self, one: Across) -> Inside:
        """The place of a source that a brief defines by the way."""
        for stored in self._read.records if self._read else ():
            for n, source in enumerate(getattr(stored.record, "sources", ())):
                if source.id == one.record:
                    return ("sources", n, *one.told.inside)
        return ()


_START = (1, 1, 1, 1)
