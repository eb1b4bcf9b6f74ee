"""A small book to do harm to, and how to look at it afterwards."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from conftest import Result

BOOK: dict[str, str | bytes] = {
    "alpha.yaml": "# head\nid: alpha\ntitle: Alpha  # remark\nbottom_line: On [[beta]] and [[maria]].\n"
    "as_of: 2026-01-01\n"
    "key_points:\n  - id: k1\n    text: One\n    said_by: maria\n    sources: [wire-1]\n",
    "beta.yaml": "title: Beta\nbottom_line: On [[alpha#k1]].\nas_of: 2026-01-02\nrelated: [alpha]\n",
    "sub/gamma.yaml": "title: Gamma\nbottom_line: On [[alpha]].\nas_of: 2026-01-03\nentities: [maria]\n",
    "entities/people.yaml": "maria: {type: person, name: Maria}\n"
    "viktar: {type: person, name: Viktar, part_of: [maria]}\n",
    "sources/wires.yaml": "wire-1:\n  title: First\n  note: On [[alpha]].\n",
}  # fmt: skip

GERUNDS = ("replace", "link", "unlink", "rename")
"""What puts a file into its place or takes one away."""


def files(root: Path) -> dict[str, str | bytes]:
    """Everything below a folder: a link as what it leads to, a file as its bytes, a folder as a mark."""
    return {
        str(path.relative_to(root)): os.readlink(path)
        if path.is_symlink()
        else path.read_bytes()
        if path.is_file()
        else "folder"
        for path in sorted(root.rglob("*"))
    }


def refused(done: Result, *words: str) -> None:
    """That a command was refused with one clear message."""
    assert done.code == 2, done
    assert "Traceback" not in done.err
    for word in words:
        assert word in done.err


def raising(
    *numbers: int, error: int = errno.ENOSPC, real: Callable[..., Any] = os.replace, inside: str = ""
) -> Callable[..., Any]:
    """A function that fails at some of its calls, of those alone that have a path in their arguments."""
    calls = iter(range(1, 1000))

    def call(*arguments: Any, **options: Any) -> Any:
        if inside in "".join(map(str, arguments)) and next(calls) in numbers:
            raise OSError(error, os.strerror(error))
        return real(*arguments, **options)

    return call
