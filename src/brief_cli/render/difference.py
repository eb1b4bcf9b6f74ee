"""Changes of files as a difference that `git apply` and `patch` take."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Sequence

from brief_cli.files.write import Change
from brief_cli.render.safe import inline

_LINES = re.compile(r"[^\n]*\n|[^\n]+")
NO_END = "\\ No newline at end of file"


def difference(changes: Sequence[Change], shown: Callable[[str], str]) -> Iterator[str]:
    """The lines of the difference, without their ends, as the files have them: a screen makes them inert.

    ``shown`` gives a path as one would type it here.
    """
    for change in changes:
        old, new = _name(shown(change.path)), _name(shown(change.ends_as))
        before, after = _lines(change.before), _lines(change.after)
        yield f"diff --git a/{old} b/{new}"
        if change.before is None:
            yield "new file mode 100644"
        elif change.after is None:
            yield "deleted file mode 100644"
        elif change.to:
            yield from (f"rename from {old}", f"rename to {new}")
        if before != after:
            was = "/dev/null" if change.before is None else f"a/{old}"
            now = "/dev/null" if change.after is None else f"b/{new}"
            yield from _hunks(before, after, was, now)


def _hunks(before: list[str], after: list[str], old: str, new: str) -> Iterator[str]:
    for line in difflib.unified_diff(before, after, old, new, lineterm="\n"):
        whole = line.endswith("\n")
        yield line.removesuffix("\n")
        if not whole:
            yield NO_END


def _lines(data: bytes | None) -> list[str]:
    """A file's lines as git counts them: broken at LF alone."""
    return _LINES.findall(data.decode("utf-8", "replace")) if data else []


def _name(path: str) -> str:
    return inline(path)
