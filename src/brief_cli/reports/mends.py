"""Mends that are certain: what a finding leaves no choice about, as a change of the file's own text."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from itertools import groupby

from brief_cli.book import Book
from brief_cli.files.library import problems_in, rules_of, settings_of
from brief_cli.files.load import load_bytes
from brief_cli.files.raw import BOM
from brief_cli.files.read import DIALECTS, Document, read_text
from brief_cli.files.walk import kind_of
from brief_cli.model.finding import Finding
from brief_cli.model.problem import Problem
from brief_cli.model.value import Value
from brief_cli.reports.pointing import of_problem

_WRITE = re.compile(r"write `([^`]+)`")
_SPELLING = ("E103", "E105", "E106")
_SHORTEST = 4
"""Letters of a word in which one wrong letter leaves no doubt."""
_MARKS = re.compile(r"[\W_]+")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMES = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?"
)
_NAMED = re.compile(
    rf"(?:(?P<d>\d{{1,2}})[. ]+(?P<m>{_NAMES})|(?P<m2>{_NAMES})(?: +(?P<d2>\d{{1,2}}),?)?)[., ]+(?P<y>\d{{4}})",
    re.I | re.A,
)
_DATE = re.compile(r"(\d{1,4})([-/. ])(\d{1,2})\2(\d{1,4})", re.ASCII)
REVEALED = ("E104", "E105", "E106", "E107", "E108", "E109", "E112", "E113", "E114")
"""What is told of a value once its field is known."""
MOST = 500
"""Changes of one file in one round."""
ROUNDS = 5
"""A field that was misspelt may hold a word that is, too."""


Change = tuple[int, int, str]
"""Where in the text something begins and ends, and what is to stand there."""


class Mended(Value, kw_only=False):
    """A file before and after, as bytes, and how many findings the change takes away."""

    path: str
    before: bytes
    after: bytes
    count: int


def mends(book: Book, findings: Iterable[Finding], codes: frozenset[str]) -> Iterator[Mended]:
    """The files in which what these rules find can be mended with certainty.

    What a link leads to is mended where it stands; a file that is read-only is let alone.
    """
    for path, some in groupby(findings, key=lambda one: one.path):
        whole = os.path.join(book.root, path)
        data = load_bytes(book.root, path) if _writable(whole) else None
        if isinstance(data, bytes):
            made = _mended(book, path, data, list(some), codes)
            if made is not None:
                yield made


def _mended(book: Book, path: str, data: bytes, findings: list[Finding], codes: frozenset[str]) -> Mended | None:
    """A file with all that is certain mended: what reading finds once the first mends are made, too."""
    after, count = data, 0
    for _ in range(ROUNDS):
        document = read_text(path, after, kind=DIALECTS[kind_of(path)], placed=True)
        changes = [change for one in findings if (change := _change(document, one)) is not None]
        after, made = _made(book, path, after, sorted(changes, reverse=True)[:MOST])
        if not made:
            break
        count += made
        findings = [of_problem(problem) for problem in _problems(book, path, after) if problem.code in codes]
    return Mended(path, data, after, count) if count else None


def _writable(whole: str) -> bool:
    """Whether a path is a file of one name that may be written: another name would keep the old text."""
    try:
        about = os.lstat(whole)
    except OSError:
        return False
    return stat.S_ISREG(about.st_mode) and about.st_nlink == 1 and bool(about.st_mode & 0o222)


def _made(book: Book, path: str, data: bytes, changes: list[Change]) -> tuple[bytes, int]:
    """The changes made, the last in the text first; of several that do harm together the halves are tried."""
    if not changes:
        return data, 0
    whole = _changed(data, changes)
    if not _worse(book, path, data, whole):
        return whole, len(changes)
    if len(changes) == 1:
        return data, 0
    middle = len(changes) // 2
    data, later = _made(book, path, data, changes[:middle])
    data, earlier = _made(book, path, data, changes[middle:])
    return data, later + earlier


def _changed(data: bytes, changes: list[Change]) -> bytes:
    """Bytes after changes, the last in the text first; of two in one place only one is made."""
    mark = BOM if data.startswith(BOM) else b""
    text = data[len(mark) :].decode("utf-8")
    end = len(text)
    for start, until, new in changes:
        if until <= end:
            text, end = text[:start] + new + text[until:], start
    return mark + text.encode("utf-8")


def _worse(book: Book, path: str, before: bytes, after: bytes) -> bool:
    """Whether a change brings a problem: other than that a field which is known by now holds a word that is not."""
    was = {(p.code, p.message, p.where) for p in _problems(book, path, before)}
    now = {(p.code, p.message, p.where) for p in _problems(book, path, after)}
    return any(code not in REVEALED for code, _, _ in now - was) or now == was


def _problems(book: Book, path: str, data: bytes) -> tuple[Problem, ...]:
    return problems_in(book.root, path, data, rules_of(settings_of(book.root)[0]))


# -- what is certain ----------------------------------------------------------------------------------------------


def _change(document: Document, found: Finding) -> Change | None:
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
    if re.fullmatch(r"(?:19|20)[0-9]{6}", old):
        return f"{old[:4]}-{old[4:6]}-{old[6:]}" == new
    if named := _NAMED.fullmatch(old.strip()):
        day, month, year = named["d"] or named["d2"], named["m"] or named["m2"], named["y"]
        whole = f"{year}-{_MONTHS.index(month[:3].casefold()) + 1:02d}"
        return new == (f"{whole}-{int(day):02d}" if day else whole)
    found = _DATE.fullmatch(old.strip())
    if found is None:
        return False
    first, mark, second, third = found.groups()
    if len(first) == 4 and len(third) <= 2:
        return _day(first, second, third) == new
    if len(third) != 4 or len(first) > 2:
        return False
    if int(second) > 12:
        return _day(third, first, second) == new
    doubtful = mark != "." and int(first) <= 12 and first != second
    return not doubtful and _day(third, second, first) == new


def _day(year: str, month: str, day: str) -> str:
    return f"{year}-{int(month):02d}-{int(day):02d}"
