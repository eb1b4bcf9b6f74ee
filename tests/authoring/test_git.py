"""Two people write into one book under git: real clones, real merges."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import SAMPLE, Run

from brief_cli.authoring.uniting import united

BIN = Path(sys.executable).parent
DRIVER = "if command -v brief >/dev/null; then brief git-merge %O %A %B %P; else git merge-file %A %O %B; fi"


def git(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Git, with nobody's settings."""
    surroundings = os.environ | {
        "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "GIT_AUTHOR_NAME": "a",
        "GIT_AUTHOR_EMAIL": "a@b",
        "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b", "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "LC_ALL": "C",
    }  # fmt: skip
    return subprocess.run(["git", *words], cwd=folder, env=surroundings, capture_output=True, text=True, check=False)


class Desk:
    """A repository with the book, on whose two branches two people write."""

    def __init__(self, folder: Path, run: Run, *, driver: bool) -> None:
        self.folder = folder
        self.run = run
        folder.mkdir()
        for name in ("zapad-2025", "lithuania-role"):
            self._copied(f"{name}.yaml")
        for path in SAMPLE.rglob("*/*.yaml"):
            self._copied(str(path.relative_to(SAMPLE)))
        (folder / ".gitattributes").write_text("*.yaml merge=brief\n")
        git(folder, "init", "-q", "-b", "main")
        if driver:
            git(folder, "config", "merge.brief.driver", DRIVER)
        self.committed("base")
        git(folder, "branch", "other")

    def _copied(self, name: str) -> None:
        path = self.folder / "briefs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((SAMPLE / name).read_bytes())

    def committed(self, what: str) -> None:
        git(self.folder, "add", "-A")
        git(self.folder, "commit", "-qm", what)

    def write(self, branch: str, *commands: str) -> None:
        """Write on a branch, and commit."""
        git(self.folder, "checkout", "-q", branch)
        for command in commands:
            done = self.run(*shlex.split(command), book=self.folder / "briefs")
            assert done.code == 0, done.err
        self.committed(branch)

    def merged(self) -> bool:
        """Whether the two branches merge without a conflict."""
        git(self.folder, "checkout", "-q", "main")
        return git(self.folder, "merge", "-q", "other", "-m", "both").returncode == 0

    def shown(self, *words: str) -> str:
        return self.run(*words, book=self.folder / "briefs").out


BOTH = {
    "events of other days": (
        "add event zapad-2025 2025-09-13 'A happens'",
        "add event zapad-2025 2021-09-13 'B happens'",
    ),
    "a point and a judgment": ("add point zapad-2025 'A is so'", "add judgment zapad-2025 likely 'B follows'"),
    "people": ("add entity person 'Maia Sandu'", "add entity person 'Alar Karis'"),
    "sources": ("add source A --publisher Xinhua --kind press", "add source B --publisher Reuters --kind press"),
    "two fields": ("set zapad-2025 author A", "set zapad-2025 status draft"),
    "a look and a point": ("touch zapad-2025", "add point zapad-2025 'B is so'"),
    "a new name and a point": ("rename putin vladimir-putin", "add point zapad-2025 'B is so'"),
    "two briefs": ("new one --title A --bottom-line A", "new two --title B --bottom-line B"),
}
ONE_PLACE = {
    "points": ("add point zapad-2025 'A is so'", "add point zapad-2025 'B is so'"),
    "gaps": ("add gap zapad-2025 'A?'", "add gap zapad-2025 'B?'"),
    "events of one day": ("add event zapad-2025 2025-09-13 A", "add event zapad-2025 2025-09-13 B"),
    "relations": ("add relation zapad-2025 see_also nato", "add relation zapad-2025 see_also lithuania"),
    "sources of one outlet": (
        "add source A --publisher Xinhua --kind press --published 2025-01-01",
        "add source B --publisher Xinhua --kind press --published 2025-01-02",
    ),
    "the same point": ("add point zapad-2025 'A is so'", "add point zapad-2025 'A is so'"),
}


@pytest.mark.parametrize("case", BOTH)
def test_what_two_people_add_merges_as_git_merges(case: str, tmp_path: Path, run: Run) -> None:
    desk = Desk(tmp_path / "w", run, driver=False)
    desk.write("other", BOTH[case][1])
    desk.write("main", BOTH[case][0])
    assert desk.merged()
    assert desk.shown("check", "--select", "E") == ""


@pytest.mark.parametrize("case", [*BOTH, *ONE_PLACE])
def test_with_the_driver_both_stay_even_in_one_place(case: str, tmp_path: Path, run: Run) -> None:
    ours, theirs = (BOTH | ONE_PLACE)[case]
    desk = Desk(tmp_path / "w", run, driver=True)
    desk.write("other", theirs)
    desk.write("main", ours)
    assert desk.merged()
    assert desk.shown("check", "--select", "E") == ""
    assert not git(desk.folder, "status", "--porcelain").stdout
    if case == "points":
        rows = desk.shown("show", "zapad-2025", "--format", "plain").splitlines()
        assert {"A is so", "B is so"} <= {row.split("\t")[3] for row in rows}
    if case == "sources of one outlet":
        text = (desk.folder / "briefs" / "sources" / "press.yaml").read_text()
        assert text.index("xinhua-2025-01-01:") < text.index("xinhua-2025-01-02:")


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("set zapad-2025 author A", "set zapad-2025 author B"),
        ("add point zapad-2025 'A is so' --id k99", "add point zapad-2025 'B is so' --id k99"),
        ("set zapad-2025#k1 text 'A is so'", "set zapad-2025#k1 text 'B is so'"),
    ],
    ids=["one field", "one id", "one text"],
)
def test_what_only_a_person_can_decide_stays_a_conflict(ours: str, theirs: str, tmp_path: Path, run: Run) -> None:
    desk = Desk(tmp_path / "w", run, driver=True)
    desk.write("other", theirs)
    desk.write("main", ours)
    assert not desk.merged()


def test_a_field_never_comes_to_stand_at_another_item(tmp_path: Path) -> None:
    base = "title: T\nbottom_line: B\nas_of: 2026-01-01\nkey_points:\n  - id: k1\n    text: The port is open.\n"
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "config", "merge.brief.driver", DRIVER)
    (tmp_path / ".gitattributes").write_text("*.yaml merge=brief\n")
    for branch, more in (
        ("main", ""),
        ("other", "    said_by: putin\n"),
        ("main", "  - id: k2\n    text: It is closed.\n"),
    ):
        git(tmp_path, "checkout", "-q", "-B" if branch == "other" else "main", *([branch] if branch == "other" else []))
        (tmp_path / "t.yaml").write_text(base + more)
        git(tmp_path, "add", "-A")
        git(tmp_path, "commit", "-qm", branch)
    assert git(tmp_path, "merge", "-q", "other", "-m", "both").returncode == 1
    assert "<<<<<<<" in (tmp_path / "t.yaml").read_text()


def test_what_both_sides_added_alike_stands_once_or_is_a_conflict() -> None:
    base = b"title: T\nbottom_line: B\nas_of: 2026-01-01\ngaps:\n  - One?\n"
    ours, theirs = base + b"  - Same?\n  - Ours?\n", base + b"  - Same?\n  - Theirs?\n"
    merged, done = united(base, ours, theirs, "t.yaml")
    assert merged.count(b"Same?") == 1 or not done


def test_gits_conflict_marks_are_told_as_such_and_the_rest_is_answered(tmp_path: Path, run: Run) -> None:
    desk = Desk(tmp_path / "w", run, driver=False)
    desk.write("other", "add point zapad-2025 'B is so'")
    desk.write("main", "add point zapad-2025 'A is so'")
    assert not desk.merged()
    done = run("list", book=desk.folder / "briefs")
    assert (done.code, done.out.split("\t")[0]) == (0, "lithuania-role")
    assert "git left a conflict mark here" in done.err
    before = (desk.folder / "briefs" / "zapad-2025.yaml").read_bytes()
    refused = run("set", "zapad-2025", "author", "A", book=desk.folder / "briefs")
    assert (refused.code, "conflict mark" in refused.err) == (2, True)
    assert (desk.folder / "briefs" / "zapad-2025.yaml").read_bytes() == before


def test_a_new_book_asks_git_for_the_driver(tmp_path: Path, run: Run) -> None:
    assert run("init", tmp_path / "p").code == 0
    git(tmp_path / "p", "init", "-q")
    told = git(tmp_path / "p", "check-attr", "merge", "eol", "--", "briefs/a/b.yaml", "briefs/welcome.yaml").stdout
    assert told.count("merge: brief") == 2
    assert told.count("eol: lf") == 2
    assert f"#   git config merge.brief.driver '{DRIVER}'\n" in (tmp_path / "p" / ".gitattributes").read_text()


def test_where_brief_is_not_found_git_merges_as_ever_and_loses_nothing(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(tmp_path / "w", run, driver=True)
    desk.write("other", "add gap zapad-2025 'B?'", "set zapad-2025 author B")
    desk.write("main", "add gap zapad-2025 'A?'", "set zapad-2025 status draft")
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("git", "sh"):
        (programs / name).symlink_to(str(shutil.which(name)))
    monkeypatch.setattr(sys.modules[__name__], "BIN", programs)
    monkeypatch.setenv("PATH", str(programs))
    assert not desk.merged()
    text = (desk.folder / "briefs" / "zapad-2025.yaml").read_text()
    assert all(word in text for word in ("A?", "B?", "author: B", "status: draft", "<<<<<<<"))
