"""Mends that are certain: what a finding leaves no choice about, as a change of the file's own text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from brief_cli.book import Book
from brief_cli.files.library import read_file, rules_of, settings_of
from brief_cli.files.load import load_bytes
from brief_cli.files.raw import BOM
from brief_cli.files.read import Document, read_text
from brief_cli.files.walk import Found, kind_of
from brief_cli.model.finding import Finding
from brief_cli.model.problem import Problem
from brief_cli.model.value import Value
from brief_cli.reports.pointing import DIALECTS, of_problem

_WRITE = re.compile(r"write `([^`]+)`")
_SPELLING = ("E103", "E105", "E106")
_SHORTEST = 4
"""Letters of a word in which one wrong letter leaves no doubt."""
_MARKS = re.compile(r"[\W_]+")
_DATE = re.compile(r"(\d{1,4})([-/. ])(\d{1,2})\2(\d{1,4})", re.ASCII)
ROUNDS = 5
"""A field that was misspelt may hold a word that is, too."""


class Mended(Value, kw_only=False):
    """A file before and after, as bytes, and how many findings the change takes away."""

    path: str
    before: bytes
    after: bytes
    count: int


def mends(book: Book, findings: Iterable[Finding]) -> Iterator[Mended]:
    """The files that can be mended with certainty; a change that would bring a new problem is left out."""
    for path, some in groupby(findings, key=lambda one: one.path):
        data = load_bytes(book.root, path)
        if isinstance(data, bytes):
            made = _mended(book, path, data, list(some))
            if made is not None:
                yield made


def _mended(book: Book, path: str, data: bytes, findings: list[Finding]) -> Mended | None:
    """A file with all that is certain mended: what reading finds once the first mends are made, too."""
    after, count = data, 0
    for _ in range(ROUNDS):
        changed, made = _changed(path, after, findings)
        if not made or _worse(book, path, after, changed):
            break
        after, count = changed, count + made
        findings = [of_problem(problem) for problem in _problems(book, path, after)]
    return Mended(path, data, after, count) if count else None


def _changed(path: str, data: bytes, findings: list[Finding]) -> tuple[bytes, int]:
    """A file's bytes after the changes that its findings ask for, and how many those are."""
    document = read_text(path, data, kind=DIALECTS[kind_of(path)], placed=True)
    text, count = document.raw.text, 0
    changes = [change for one in findings if (change := _change(document, one)) is not None]
    end = len(text)
    for start, until, new in sorted(changes, reverse=True):
        if until <= end:  # two changes of one place wait for each other
            text = text[:start] + new + text[until:]
            end, count = start, count + 1
    return (BOM if data.startswith(BOM) else b"") + text.encode("utf-8"), count


def _worse(book: Book, path: str, before: bytes, after: bytes) -> bool:
    """Whether a change brings a problem that was not there."""
    was, now = (_problems(book, path, data) for data in (before, after))
    return len(now) >= len(was) if was else bool(now)


def _problems(book: Book, path: str, data: bytes) -> tuple[Problem, ...]:
    found = Found(path, kind_of(path))
    if found.kind == "book":
        return tuple(read_text(path, data, kind="book").problems)
    read = read_file(book.root, found, rules_of(settings_of(book.root)[0]), data)
    return read.problems if read else ()


# -- what is certain ----------------------------------------------------------------------------------------------

Change = tuple[int, int, str]
"""Where in the text something begins and ends, and what is to stand there."""


def _change(document: Document, found: Finding) -> Change | None:
    if found.code == "H607":
        return _without(document, found)
    meant = _WRITE.fullmatch(found.hint)
    start, end = (document.raw.index(*at) for at in ((found.line, found.column), (found.end_line, found.end_column)))
    old = document.raw.text[start:end]
    word = old.strip("'\"")
    if meant is None or not word or not _certain(found.code, word, meant[1]):
        return None
    return start, end, old.replace(word, meant[1])


def _certain(code: str, old: str, new: str) -> bool:
    """Whether one word can only have been meant as the other."""
    if code in _SPELLING:
        return _plain(old) == _plain(new) or (len(old) >= _SHORTEST and _one_slip(old.casefold(), new.casefold()))
    if code == "E104":
        return _same_day(old, new)
    return code == "E112" and _plain(new) in (_plain(old), f"tlp{_plain(old)}")


def _plain(word: str) -> str:
    return _MARKS.sub("", word.casefold())


def _one_slip(old: str, new: str) -> bool:
    """Whether a letter was left out, doubled, replaced, or swapped with its neighbour."""
    if abs(len(old) - len(new)) > 1 or old == new:
        return False
    start = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    rest_old, rest_new = old[start:], new[start:]
    return (
        rest_old[1:] == rest_new[1:]
        or rest_old == rest_new[1:]
        or rest_old[1:] == rest_new
        or (rest_old[:2] == rest_new[1::-1] and rest_old[2:] == rest_new[2:])
    )


def _same_day(old: str, new: str) -> bool:
    """Whether a date in another order or with other marks can only be that day: dots put the day first."""
    found = _DATE.fullmatch(old.strip())
    if found is None:
        return False
    first, mark, second, third = found.groups()
    if len(first) == 4 and len(third) <= 2:
        return _day(first, second, third) == new
    if len(third) != 4 or len(first) > 2:
        return False
    doubtful = mark != "." and int(first) <= 12 and first != second
    return not doubtful and _day(third, second, first) == new


def _day(year: str, month: str, day: str) -> str:
    return f"{year}-{int(month):02d}-{int(day):02d}"


def _without(document: Document, found: Finding) -> Change | None:
    """An exemption gone with its lines; only one that stands in a list with a line for each."""
    lines = document.raw.lines
    first = lines[found.line - 1]
    indent = len(first) - len(first.lstrip())
    if not re.match(r"\s*-\s", first):
        return None
    last = found.line
    while last < len(lines) and (not lines[last].strip() or len(lines[last]) - len(lines[last].lstrip()) > indent):
        last += 1
    alone = not (last < len(lines) and re.match(rf" {{{indent}}}-\s", lines[last]))
    above = lines[found.line - 2] if found.line > 1 else ""
    begin = found.line - 1 if alone and re.fullmatch(r"exempt:\s*", above) else found.line
    end = document.raw.index(last + 1, 1) if last < len(lines) else len(document.raw.text)
    return document.raw.index(begin, 1), end, ""
