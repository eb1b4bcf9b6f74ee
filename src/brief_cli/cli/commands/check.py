"""``brief check``: what is wrong or weak, where, and how to mend it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any

import typer

from brief_cli import __version__
from brief_cli.cli.options import SELECTOR_OR_FILES, Request, reading
from brief_cli.cli.session import book_of, shown_path
from brief_cli.errors import NotFound, UsageError, offer
from brief_cli.model.finding import Finding
from brief_cli.model.registers import SETTINGS_FILES
from brief_cli.render.answer import Answer
from brief_cli.render.output import deliver, write
from brief_cli.render.safe import inline

if TYPE_CHECKING:
    from brief_cli.book import Book
    from brief_cli.reports.check import Scope

COLUMNS = (
    "code", "rule", "severity", "path", "line", "column", "end_line", "end_column", "id", "message", "hint",
)  # fmt: skip
OWN = ("github", "sarif", "junit")
LISTING = "Families: E R V T L H; brief check --explain V lists one."
Codes = list[str] | None


@reading(unit="brief", words=SELECTOR_OR_FILES, more=OWN, files=True)
def check(
    request: Request,
    strict: Annotated[bool, typer.Option("--strict", help="End with 1 on any finding, not on errors alone.")] = False,
    select: Annotated[Codes, typer.Option("--select", metavar="CODE", help="Only these rules: V302, V, L5.")] = None,
    ignore: Annotated[Codes, typer.Option("--ignore", metavar="CODE", help="All rules but these.")] = None,
    explain: Annotated[
        str | None, typer.Option("--explain", metavar="CODE", help="Print the page of a rule, and stop.")
    ] = None,
    fix: Annotated[bool, typer.Option("--fix", help="Mend what is certain; on a terminal it asks first.")] = False,
    changed: Annotated[bool, typer.Option("--changed", help="Only files that git says are changed.")] = False,
    base: Annotated[
        str | None, typer.Option("--base", metavar="REF", help="With --changed: since the branch left REF.")
    ] = None,
) -> int:
    """What is wrong or weak in the book, where, and how to mend it.

    Example: brief check 'tag:nato' --ignore H
    """
    if explain is not None:
        return _explained(explain)
    codes = _codes(select, ignore)
    if base is not None and not changed:
        raise UsageError("--base goes with --changed.")
    if request.wishes.fields is not None and request.wishes.chosen() in OWN:
        raise UsageError(f"--fields picks columns, and {request.wishes.chosen()} has none.")
    book = _book(request)
    scope = _scope(book, request, codes, base, changed=changed)
    if fix:
        from brief_cli.cli.mending import mended

        book = mended(book, scope, request.ctx)
    return _delivered(book, scope, request, strict=strict)


def _explained(code: str) -> int:
    from brief_cli.checks.catalogue import RULES
    from brief_cli.reports.rules import page

    known = code.strip().upper()
    if known in RULES:
        write(page(RULES[known]), None)
        return 0
    family = [rule for rule in RULES.values() if rule.code.startswith(known)]
    if not family:
        raise NotFound(f"There is no rule {code}.", *offer(known, list(RULES)), LISTING)
    write("".join(f"{rule.code}  {rule.severity:7}  {rule.name}\n" for rule in family), None)
    return 0


def _codes(select: Codes, ignore: Codes) -> frozenset[str]:
    """The rules asked for; a code's beginning means all of its family."""
    from brief_cli.checks.catalogue import RULES

    def meant(words: list[str]) -> set[str]:
        found: set[str] = set()
        for word in (part.strip().upper() for one in words for part in one.split(",")):
            family = {code for code in RULES if word and code.startswith(word)}
            if not family:
                raise UsageError(f"There is no rule {word}.", *offer(word, list(RULES)), LISTING)
            found |= family
        return found

    return frozenset((meant(select) if select else set(RULES)) - (meant(ignore) if ignore else set()))


def _scope(book: Book, request: Request, codes: frozenset[str], base: str | None, *, changed: bool) -> Scope:
    from brief_cli.book.match import missing
    from brief_cli.book.open import inside_of
    from brief_cli.reports.check import Scope, files_of

    named = frozenset(inside_of(book.root, word) for word in request.files)
    settings = {path for path in named & {*SETTINGS_FILES} if os.path.isfile(os.path.join(book.root, path))}
    if not_there := named - settings - {*book.index.paths()}:
        raise UsageError(f"{min(not_there)} is no file of the book.")
    paths = files_of(book, request.selection)
    if paths is not None and not paths:
        raise missing(book, request.selection) or NotFound(f"Nothing matches: {request.selection.explain()}.")
    if named:
        paths = named if paths is None else named & paths
    if changed:
        from brief_cli.book.changed import changed as by_git

        touched = by_git(book.root, base)
        paths = touched if paths is None else paths & touched
    return Scope(codes=codes, paths=paths)


def _book(request: Request) -> Book:
    """The book of this command: where files are named and no book is, theirs."""
    if "-" in request.files:
        raise UsageError("check reads the files of a book, and no standard input.")
    asked = request.ctx.obj
    if request.files and not (asked.get("book") or os.environ.get("BRIEF_BOOK")):
        from brief_cli.book.open import home_of

        asked["book"] = home_of(request.files[0], None)
    return book_of(request.ctx, tells=False)


class Tally:
    """Findings on their way, counted by severity."""

    def __init__(self, findings: Iterator[Finding]) -> None:
        self.counts: dict[str, int] = {}
        self._findings = findings

    def __iter__(self) -> Iterator[Finding]:
        for found in self._findings:
            self.counts[found.severity] = self.counts.get(found.severity, 0) + 1
            yield found


def _delivered(book: Book, scope: Scope, request: Request, *, strict: bool) -> int:
    from brief_cli.checks.catalogue import RULES
    from brief_cli.reports.check import check as findings_of

    tally = Tally(findings_of(book, scope))
    findings: Iterable[Finding] = tally if request.limit is None else islice(tally, request.limit)

    def shown(path: str) -> str:
        return shown_path(book.root, path)

    def flow(screen: Any) -> Any:
        from brief_cli.render.pages.check import draw, summary

        def end() -> Any:
            for _ in tally:  # what was cut off is counted, too
                pass
            return summary(tally.counts, screen, narrowed=len(scope.codes) < len(RULES) or scope.paths is not None)

        return draw(findings, shown, screen, end)

    answer = Answer(findings, (Finding,), COLUMNS, None, flow=flow, own=_own(findings, shown))
    deliver(answer, request.wishes)
    for _ in tally if request.limit is not None else ():
        pass  # what was cut off counts all the same
    return int(bool(tally.counts.get("error") or (strict and tally.counts)))


def _own(findings: Iterable[Finding], shown: Callable[[str], str]) -> dict[str, Callable[[], Iterable[str]]]:
    def plain() -> Iterator[str]:
        for found in findings:
            place = f"{shown(found.path)}:{found.line}:{found.column}"
            yield inline(f"{place}: {found.code} {found.message}; {found.hint}") + "\n"

    def github() -> Iterable[str]:
        from brief_cli.render.github import as_github

        return as_github(findings, shown)

    def sarif() -> Iterable[str]:
        from brief_cli.checks.catalogue import RULES
        from brief_cli.render.sarif import as_sarif

        return as_sarif(findings, RULES, shown, __version__)

    def junit() -> Iterable[str]:
        from brief_cli.render.junit import as_junit

        return as_junit(findings, shown)

    return {"plain": plain, "github": github, "sarif": sarif, "junit": junit}
