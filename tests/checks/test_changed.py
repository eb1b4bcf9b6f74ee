"""``check --changed`` in real repositories: only what git says changed, and nothing that a repository brings is run."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from conftest import MakeBook, Run, a_brief

WEAK = a_brief("Weak", key_points="[{id: k1, text: One.}]")
IDENTITY = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "A"}
IDENTITY |= {"GIT_COMMITTER_EMAIL": "a@example.org", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}


def git(where: Path, *words: str) -> None:
    subprocess.run(["git", "-C", str(where), *words], check=True, capture_output=True, env=os.environ | IDENTITY)


@pytest.fixture(name="book")
def repository(make_book: MakeBook) -> Path:
    """A repository whose book stands in a folder of it, one weak brief committed on each of two branches."""
    root = make_book({"briefs/a.yaml": WEAK, "briefs/sub/b.yaml": a_brief("B"), "other/c.yaml": WEAK})
    git(root, "init", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-m", "One")
    return root / "briefs"


def changed(run: Run, book: Path, *options: str) -> list[str]:
    done = run("check", "--changed", "--json", *options, book=book)
    assert done.err == ""
    return [one["path"] for one in json.loads(done.out)]


def test_nothing_changed_nothing_found(run: Run, book: Path) -> None:
    assert changed(run, book) == []


def test_edited_staged_and_untracked_files_are_looked_at(run: Run, book: Path) -> None:
    (book / "sub" / "b.yaml").write_text(WEAK)
    (book / "d e\u0301.yaml").write_text("titel: x\n")
    (book / "new.yaml").write_text(WEAK)
    git(book, "add", "new.yaml")
    assert changed(run, book) == ["d e\u0301.yaml", "new.yaml", "sub/b.yaml"]
    assert changed(run, book, "brief:b") == ["sub/b.yaml"]


def test_a_base_counts_what_came_since_the_branch_left_it(run: Run, book: Path) -> None:
    git(book, "checkout", "-b", "work")
    (book / "new.yaml").write_text(WEAK)
    git(book, "add", "-A")
    git(book, "commit", "-m", "Two")
    git(book, "checkout", "main")
    (book / "a.yaml").write_text(WEAK + "summary: Later.\n")
    git(book, "commit", "-am", "Three")
    git(book, "checkout", "work")
    assert changed(run, book) == []
    assert changed(run, book, "--base", "main") == ["new.yaml"]


@pytest.mark.parametrize("base", ["no-such", "--output=x", "-x", ""])
def test_a_base_that_git_does_not_know_is_wrong_use(base: str, run: Run, book: Path) -> None:
    done = run("check", "--changed", f"--base={base}", book=book)
    assert (done.code, done.out) == (2, "")
    assert done.err == f"brief: git knows no commit {base}.\n"
    assert not (book / "x").exists()


def test_a_repository_without_a_commit_is_all_change(run: Run, make_book: MakeBook) -> None:
    root = make_book({"a.yaml": WEAK})
    git(root, "init")
    assert changed(run, root) == ["a.yaml"]
    git(root, "add", "-A")
    assert changed(run, root) == ["a.yaml"]


def test_without_git_it_is_wrong_use(run: Run, make_book: MakeBook, monkeypatch: pytest.MonkeyPatch) -> None:
    book = make_book({"a.yaml": WEAK})
    assert run("check", "--changed", book=book).code == 2
    assert run("check", "--base", "main", book=book).code == 2
    monkeypatch.setenv("PATH", "/nonexistent")
    done = run("check", "--changed", book=book)
    assert (done.code, done.err) == (2, "brief: git cannot be run: no such file or directory.\n")


def test_nothing_that_a_repository_brings_along_is_run(
    run: Run, book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\n")
    trap.chmod(0o755)
    (book.parent / ".gitattributes").write_text("*.yaml diff=trap filter=trap\n")
    names = ("core.fsmonitor", "diff.external", "diff.trap.textconv", "diff.trap.command", "core.pager")
    for name in (*names, "filter.trap.clean", "filter.trap.process"):
        git(book, "config", name, str(trap))
    git(book, "config", "core.hooksPath", str(tmp_path))
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", str(trap))
    monkeypatch.setenv("GIT_DIR", str(tmp_path))
    (book / "a.yaml").write_text(WEAK + "summary: x\n")
    assert changed(run, book) == ["a.yaml"]
    assert not (tmp_path / "sprung").exists()


def test_a_partial_clone_fetches_nothing(run: Run, book: Path, tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\n")
    trap.chmod(0o755)
    settings = {"core.repositoryformatversion": "1", "extensions.partialClone": "origin"}
    settings |= {"remote.origin.promisor": "true", "remote.origin.url": str(tmp_path / "nowhere")}
    for name, value in (settings | {"remote.origin.uploadpack": str(trap)}).items():
        git(book, "config", name, value)
    done = run("check", "--changed", "--base", "deadbeef" * 5, book=book)
    assert (done.code, done.out) == (2, "")
    assert not (tmp_path / "sprung").exists()


def test_links_and_devices_are_not_read(run: Run, book: Path) -> None:
    (book / "zero.yaml").symlink_to("/dev/zero")
    (book / "link.yaml").symlink_to("sub/b.yaml")
    (book / "pipe.yaml").write_text(a_brief())
    git(book, "add", "-A")
    git(book, "commit", "-m", "Two")
    assert changed(run, book) == []
    (book / "pipe.yaml").unlink()
    os.mkfifo(book / "pipe.yaml")
    assert changed(run, book) == ["pipe.yaml"]


def test_ends_of_lines_alone_are_no_change(run: Run, book: Path) -> None:
    (book / "a.yaml").write_bytes(WEAK.replace("\n", "\r\n").encode())
    assert changed(run, book) == []


def test_a_file_that_is_gone_or_ignored_is_not_looked_at(run: Run, book: Path) -> None:
    (book / "sub" / "b.yaml").unlink()
    (book / ".gitignore").write_text("own.yaml\n")
    (book / "own.yaml").write_text(WEAK)
    assert changed(run, book) == []
