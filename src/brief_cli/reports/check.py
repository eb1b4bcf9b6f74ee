"""``check``: what is wrong or weak in a book, file by file, each finding at its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from brief_cli.book import Book
from brief_cli.book.match import selected
from brief_cli.checks.catalogue import RULES
from brief_cli.checks.told import Across, Ground, Told
from brief_cli.files.walk import kind_of
from brief_cli.index.tables import path_of
from brief_cli.model.finding import Finding
from brief_cli.model.value import Value
from brief_cli.query.selection import Selection, Term
from brief_cli.reports.exemptions import Exemptions

if TYPE_CHECKING:
    from brief_cli.model.problem import Problem

IDLE = "H607"


class Scope(Value):
    """What is checked: the rules by code, and the files, relative to the book (None: all)."""

    codes: frozenset[str]
    paths: frozenset[str] | None = None

    @property
    def asks_for_idle(self) -> bool:
        """Whether exemptions that meet nothing are wanted, for which every rule is asked of every file."""
        return self.paths is None and IDLE in self.codes


def check(book: Book, scope: Scope) -> Iterator[Finding]:
    """The findings, by path and place; each file's are made when they are asked for."""
    ground = Ground(book.index, book.root, book.settings, book.today)
    codes = frozenset(RULES) if scope.asks_for_idle else scope.codes
    asked = _asked(ground, codes)
    for path, told in _against_themselves(book, codes):
        asked.setdefault(path, []).extend(told)
    exempt = Exemptions(book)
    for path in sorted({*book.problems, *asked}):
        if scope.paths is None or path in scope.paths:
            problems = [problem for problem in book.problems.get(path, ()) if problem.code in scope.codes]
            told = [one for one in asked.get(path, ()) if not exempt.covers(one) and one.told.code in scope.codes]
            found = _in_file(ground, path, problems, told) if problems or told else ()
            yield from sorted(found, key=lambda one: (one.line, one.column, one.code))
    if scope.asks_for_idle and not book.problems:  # what a broken file hides may be what is exempted
        for path, idle in groupby(sorted(exempt.idle(book), key=lambda one: one.path), key=lambda one: one.path):
            yield from _in_file(ground, path, (), idle)


def _in_file(ground: Ground, path: str, problems: Iterable[Problem], asked: Iterable[Across]) -> Iterator[Finding]:
    """What is found in one file; what opens it is loaded only here, since a sound book has nothing to point at."""
    from brief_cli.reports.pointing import File, of_problem

    file = File(ground, path)
    yield from (of_problem(problem) for problem in problems)
    yield from (file.finding(one) for one in asked)


def files_of(book: Book, selection: Selection) -> frozenset[str] | None:
    """The files of the briefs that a selection selects; None where it selects everything.

    A brief that does not load is among them, unless others are asked for by id: nobody knows what it would match.
    """
    if selection.is_empty:
        return None
    asked = {
        id_ for term in selection.terms() if isinstance(term, Term) and term.field == "brief" for id_ in term.values
    }
    unread = {path for id_, path in book.broken.items() if (not asked or id_ in asked) and id_ not in book}
    where, values = selected(book, selection, "brief")
    rows = book.index.db.execute(f"SELECT path FROM unit u WHERE {where}", values)
    return frozenset(path_of(path) for (path,) in rows) | {path for path in unread if kind_of(path) == "brief"}


def _asked(ground: Ground, codes: frozenset[str]) -> dict[str, list[Across]]:
    """What the whole book says against each file."""
    from brief_cli.checks.questions import QUESTIONS

    out: dict[str, list[Across]] = {}
    for answers, question in QUESTIONS:
        if not codes.isdisjoint(answers):
            for one in question(ground):
                out.setdefault(one.path, []).append(one)
    return out


def _against_themselves(book: Book, codes: frozenset[str]) -> Iterator[tuple[str, list[Across]]]:
    """What records say against themselves, by file: kept since the file was read."""
    for path, kept in book.index.findings().items():
        told = [Told(code, id_, tuple(inside), *more) for code, id_, inside, *more in kept if code in codes]
        found = [Across(path, "", one) for one in told if one.after < book.today]
        if found:
            yield path, found
