"""What git says has changed in a book.  Git is asked as a program, and runs nothing that a repository brings along."""

from __future__ import annotations

import os
import subprocess

from brief_cli.errors import UsageError

_QUIET = (
    "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.untrackedCache=false",
    "-c", "diff.external=", "-c", "core.quotePath=false",
)  # fmt: skip
_DIFF = ("diff", "--name-only", "-z", "--relative", "--no-ext-diff", "--no-textconv", "--no-renames", "--diff-filter=d")


def changed(root: str, base: str | None = None) -> frozenset[str]:
    """The files of a book, relative to it, that differ from the last commit, untracked ones included.

    With a ``base`` all that came since the commit at which the branch left it, as a pull request shows.
    Raises ``UsageError`` where there is no git, no repository or no such base.
    """
    if _git(root, "rev-parse", "--is-inside-work-tree") is None:
        raise UsageError("--changed needs a book that stands under git.")
    new = _paths(_git(root, "ls-files", "-z", "--others", "--exclude-standard"))
    since = _since(root, base) if base is not None else _commit(root, "HEAD")
    if since is None:  # nothing is committed yet
        return new | _paths(_git(root, "ls-files", "-z", "--cached"))
    return new | _paths(_git(root, *_DIFF, since, "--"))


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


def _paths(listed: bytes | None) -> frozenset[str]:
    return frozenset(os.fsdecode(path) for path in (listed or b"").split(b"\0") if path)


def _git(root: str, *words: str) -> bytes | None:
    """What git prints; None where it refuses.  Raises ``UsageError`` where there is none."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    environment |= {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    command = ["git", "--no-pager", *_QUIET, "-C", root, *words]
    try:
        done = subprocess.run(command, capture_output=True, env=environment, stdin=subprocess.DEVNULL, check=False)
    except OSError as error:
        raise UsageError(f"git cannot be run: {(error.strerror or str(error)).lower()}.") from None
    return done.stdout if done.returncode == 0 else None
