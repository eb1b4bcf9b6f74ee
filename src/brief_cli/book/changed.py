"""What git says has changed in a book.  Git is asked as a program, and runs nothing that a repository brings along.

It is asked for names alone: to compare contents itself it would send them through whatever filters a repository has.
"""

from __future__ import annotations

import hashlib
import os
import stat
import subprocess

from brief_cli.errors import UsageError

_QUIET = (
    "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.untrackedCache=false",
    "-c", "core.quotePath=false",
)  # fmt: skip
_SURROUNDINGS = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "",  # a partial clone would fetch what it lacks, by a program of the repository's choice
    "LC_ALL": "C",
}
ENDINGS = (b".yaml", b".yml")
PATIENCE = 60.0
"""Seconds after which git is given up."""


def changed(root: str, base: str | None = None) -> frozenset[str]:
    """The files of a book, relative to it, that differ from the last commit, untracked ones included.

    With a ``base`` all that came since the commit at which the branch left it, as a pull request shows.
    Raises ``UsageError`` where there is no git, no repository or no such base.
    """
    if _git(root, "rev-parse", "--is-inside-work-tree") != b"true\n":
        raise UsageError("--changed needs a book that stands under git.")
    since = _since(root, base) if base is not None else _commit(root, "HEAD")
    new = _paths(_git(root, "ls-files", "-z", "--others", "--exclude-standard"))
    known = _blobs(root, since) if since is not None else {}
    added = {path for path in _paths(_git(root, "ls-files", "-z", "--cached")) if path not in known}
    return frozenset(
        {*new, *added, *(path for path, blob in known.items() if _differs(os.path.join(root, path), blob))}
    )


def _since(root: str, base: str) -> str:
    """The commit at which the branch left another."""
    found = _commit(root, base)
    if found is None:
        raise UsageError(f"git knows no commit {base}.")
    shared = _git(root, "merge-base", found, "HEAD")
    if shared is None:
        raise UsageError(f"{base} and this branch have no commit in common.")
    return os.fsdecode(shared).strip()


def _commit(root: str, name: str) -> str | None:
    found = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    return os.fsdecode(found).strip() if found is not None else None


def _blobs(root: str, commit: str) -> dict[str, str]:
    """The files below a book as a commit has them, and what each one's contents come to."""
    listed = _git(root, "ls-tree", "-r", "-z", commit)
    rows = (line.partition(b"\t") for line in (listed or b"").split(b"\0") if line)
    blobs = ((path, head.split()) for head, _, path in rows if path.endswith(ENDINGS))  # no other file is a book's
    return {os.fsdecode(path): words[2].decode() for path, words in blobs if words[1] == b"blob"}


def _differs(path: str, blob: str) -> bool:
    """Whether what is there has other contents; ends of lines are git's own matter, a link is what it says."""
    try:
        about = os.lstat(path)
        if stat.S_ISLNK(about.st_mode):
            data = os.fsencode(os.readlink(path))
        elif stat.S_ISREG(about.st_mode):
            with open(path, "rb") as file:
                data = file.read()
        else:
            return True
    except OSError:
        return os.path.lexists(path)
    return blob not in (_blob(data, len(blob)), _blob(data.replace(b"\r\n", b"\n"), len(blob)))


def _blob(data: bytes, digits: int) -> str:
    """What git calls contents by: SHA-1 or, in newer repositories, SHA-256."""
    made = hashlib.new("sha1" if digits == 40 else "sha256", usedforsecurity=False)
    made.update(b"blob %d\0" % len(data))
    made.update(data)
    return made.hexdigest()


def _paths(listed: bytes | None) -> frozenset[str]:
    return frozenset(os.fsdecode(path) for path in (listed or b"").split(b"\0") if path)


def _git(root: str, *words: str) -> bytes | None:
    """What git prints; None where it refuses.  Raises ``UsageError`` where there is none, or it does not end."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")} | _SURROUNDINGS
    command = ["git", "--no-pager", *_QUIET, "-C", root, *words]
    try:
        done = subprocess.run(
            command, capture_output=True, env=environment, stdin=subprocess.DEVNULL, check=False, timeout=PATIENCE
        )
    except subprocess.TimeoutExpired:
        raise UsageError(f"git does not answer: {words[0]} takes more than {PATIENCE:.0f} seconds.") from None
    except OSError as error:
        raise UsageError(f"git cannot be run: {(error.strerror or str(error)).lower()}.") from None
    return done.stdout if done.returncode == 0 else None
