"""``git-merge``: two versions of a file made of one, as git asks its merge drivers to.

Git does it by lines, and stumbles where both sides put something new in one place, as two people do who add a point to
one brief.  There both stay.  What comes of it is read: it must hold what both sides hold, and load as they do.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from brief_cli.errors import CannotWrite, UsageError
from brief_cli.files.build import Value
from brief_cli.files.draft import Draft
from brief_cli.files.gate import Rules
from brief_cli.files.library import problems_in

MARKS = 37
"""The length of the marks that git is asked for here: so long is nothing that a person writes."""
_HUNK = re.compile(
    rb"<{37} ours\r?\n(?P<ours>.*?)\|{37} base\r?\n(?P<base>.*?)={37}\r?\n(?P<theirs>.*?)>{37} theirs\r?\n", re.DOTALL
)


def united(base: bytes, ours: bytes, theirs: bytes, path: str) -> tuple[bytes, bool]:
    """The file of both sides, and whether nothing is left for a person to decide; ``path`` is relative to the book.

    Raises ``UsageError`` where git cannot be run.
    """
    plain, left = _by_lines(base, ours, theirs)
    if not left:
        return plain, _is_both(plain, base, ours, theirs, path)
    both, left = _both_stay(_by_lines(base, ours, theirs, "--diff3", f"--marker-size={MARKS}")[0])
    if left:
        return both, False
    return (both, True) if _is_both(both, base, ours, theirs, path) else (plain, False)


def _by_lines(base: bytes, ours: bytes, theirs: bytes, *options: str) -> tuple[bytes, bool]:
    """What git makes of it, and whether conflicts are left."""
    with tempfile.TemporaryDirectory(prefix="brief-") as folder:
        names = []
        for name, data in (("ours", ours), ("base", base), ("theirs", theirs)):
            names.append(str(Path(folder, name)))
            Path(names[-1]).write_bytes(data)
        labels = [word for name in ("ours", "base", "theirs") for word in ("-L", name)]
        try:
            done = subprocess.run(
                ["git", "merge-file", "-p", "-q", *options, *labels, *names], capture_output=True, check=False
            )
        except OSError as error:
            raise UsageError(f"git cannot be run: {(error.strerror or str(error)).lower()}.") from None
    if done.returncode < 0 or done.returncode > 127:
        raise UsageError("git cannot merge this file.", done.stderr.decode("utf-8", "replace").strip())
    return done.stdout, done.returncode > 0


def _both_stay(marked: bytes) -> tuple[bytes, bool]:
    """The file with what both sides added in one place, ours first; whether something else is left in conflict."""
    out, at, left = [], 0, False
    for hunk in _HUNK.finditer(marked):
        out.append(marked[at : hunk.start()])
        if hunk["base"].strip():
            left = True
            out += [b"<<<<<<< ours\n", hunk["ours"], b"=======\n", hunk["theirs"], b">>>>>>> theirs\n"]
        else:
            out += _in_order(hunk["ours"], hunk["theirs"])
        at = hunk.end()
    return b"".join([*out, marked[at:]]), left


def _in_order(ours: bytes, theirs: bytes) -> Iterator[bytes]:
    """Two additions one behind the other: records of a register in the order of their ids."""
    first, second = (re.search(rb"^([a-z0-9][a-z0-9-]*):", one, re.MULTILINE) for one in (ours, theirs))
    yield from (theirs, ours) if first and second and second[1] < first[1] else (ours, theirs)


def _is_both(data: bytes, base: bytes, ours: bytes, theirs: bytes, path: str) -> bool:
    """Whether a file says what both sides say, field by field, and loads as they do.

    By lines alone a field can come to stand at another item, and what both sides added can stand there twice.
    """
    try:
        now, old, one, other = (_shape(Draft(path, each).value) for each in (data, base, ours, theirs))
        if now != _united(old, one, other):
            return False
    except (CannotWrite, _Apart):
        return False
    known = {(p.code, p.message) for side in (ours, theirs) for p in problems_in("", path, side, Rules())}
    return all((p.code, p.message) in known for p in problems_in("", path, data, Rules()))


class _Apart(Exception):
    """Both sides have changed one thing, each in its own way."""


def _shape(value: Value) -> Any:
    """A value with its lists as what is in them, by id where that is told, in no order."""
    if isinstance(value, dict):
        return {key: _shape(one) for key, one in value.items()}
    if not isinstance(value, list):
        return value
    ids = {str(one["id"]): _shape(one) for one in value if isinstance(one, dict) and "id" in one}
    rest = Counter(repr(_shape(one)) for one in value if not (isinstance(one, dict) and "id" in one))
    return {"": rest, **{f"#{id_}": one for id_, one in ids.items()}}


def _united(old: Any, one: Any, other: Any) -> Any:
    """What both sides make of a value together.  Raises ``_Apart`` where they disagree."""
    if one == other or other == old:
        return one
    if one == old:
        return other
    if isinstance(one, Counter) and isinstance(other, Counter):
        return _counted(old if isinstance(old, Counter) else Counter(), one, other)
    if isinstance(one, dict) and isinstance(other, dict):
        before = old if isinstance(old, dict) else {}
        made = {key: _united(before.get(key), one.get(key), other.get(key)) for key in {**one, **other}}
        return {key: found for key, found in made.items() if found is not None}
    raise _Apart


def _counted(old: Counter[str], one: Counter[str], other: Counter[str]) -> Counter[str]:
    """The entries of a list without ids: what either side added, once, less what either took away."""
    return (old + ((one - old) | (other - old))) - ((old - one) | (old - other))
