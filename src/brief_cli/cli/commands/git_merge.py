"""``brief git-merge``: what git runs to merge a file of a book."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from brief_cli.errors import UsageError


def git_merge(
    base: Annotated[str, typer.Argument(metavar="BASE", help="The file that both began from; git's %O.")],
    ours: Annotated[str, typer.Argument(metavar="OURS", help="Our file, which becomes the merged one; %A.")],
    theirs: Annotated[str, typer.Argument(metavar="THEIRS", help="Their file; %B.")],
    path: Annotated[str, typer.Argument(metavar="PATH", help="Where the file stands in the repository; %P.")],
) -> int:
    """Merge a file for git. Where both sides added something in one place, both stay.

    Example: git config merge.brief.driver 'brief git-merge %O %A %B %P'
    """
    from brief_cli.authoring.uniting import united
    from brief_cli.files.write import put_in_place

    data = [_read(name) for name in (base, ours, theirs)]
    merged, done = united(data[0], data[1], data[2], _inside(path))
    put_in_place(ours, [merged], os.stat(ours).st_mode & 0o777)
    return 0 if done else 1


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {(error.strerror or str(error)).lower()}.") from None


def _inside(path: str) -> str:
    """The path of a file in its book: as far as its folders tell, since a merge may be half done."""
    parts = path.split("/")
    for folder in ("entities", "sources"):
        if folder in parts[:-1]:
            return "/".join(parts[parts.index(folder) :])
    return parts[-1]
