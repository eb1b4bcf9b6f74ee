"""A stale answer is impossible: whatever happens to the files of a book, the very next command sees it."""

from __future__ import annotations

import json
import os
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from conftest import MakeBook, Run, a_brief
from edits.cached import own_cache, replied, settled, titles  # noqa: F401 (fixtures)

REGISTER = "maria: {type: person, name: Maria}\nviktar: {type: person, name: Viktar}\n"
SOURCES = "wire: {title: A wire, reliability: B, origin: ap}\npaper: {title: A paper, reliability: C, origin: AP}\n"


# -- files ---------------------------------------------------------------------------------------------------------
def test_an_edit_in_the_same_tick_that_keeps_size_and_times_is_seen(run: Run, make_book: MakeBook) -> None:
    book = make_book({"a.yaml": a_brief("Old")})
    path = book / "a.yaml"
    for title in ("New", "Two", "Six", "Ten"):
        before = path.stat()
        titles(run, book)
        with path.open("r+b") as file:
            file.write(a_brief(title).encode())
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert titles(run, book) == [title]


@pytest.mark.parametrize("ticks", [0, 5, 200, 4_000_000, 10_000_000, 2_900_000_000])
def test_a_stamp_that_did_not_move_is_not_believed_while_it_is_young(
    ticks: int, run: Run, make_book: MakeBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a file system whose clock moves in steps of two seconds: content changes, the stamp does not."""
    from brief_cli.files import walk

    book = make_book({"a.yaml": a_brief("Old")})
    real, written = walk.sweep, time.time_ns() - ticks
    size = 8 * walk.STAMP

    def coarse(root: str, ignore: tuple[str, ...] = ()) -> Any:
        from array import array

        seen = real(root, ignore)
        stamps = array("q", seen.stamps)
        for n in range(len(seen.stamps) // size):
            stamps[n * walk.STAMP + 1] = stamps[n * walk.STAMP + 2] = written
        return walk.Sweep(seen.paths, stamps.tobytes(), seen.refused)

    monkeypatch.setattr("brief_cli.book.refresh.sweep", coarse)
    monkeypatch.setattr("brief_cli.book.update.sweep", coarse)
    assert titles(run, book) == ["Old"]
    (book / "a.yaml").write_text(a_brief("New"))
    assert titles(run, book) == ["New"]


def test_a_folder_that_names_its_files_in_another_order_is_the_same_book(
    run: Run, make_book: MakeBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    from brief_cli.files import walk

    book = make_book({f"{name}.yaml": a_brief(name) for name in "abc"})
    settled(monkeypatch)
    assert titles(run, book) == ["a", "b", "c"]
    real = walk.sweep

    def turned(root: str, ignore: tuple[str, ...] = ()) -> Any:
        seen, size = real(root, ignore), 8 * walk.STAMP
        stamps = [seen.stamps[n : n + size] for n in range(0, len(seen.stamps), size)]
        return walk.Sweep(seen.paths[::-1], b"".join(stamps[::-1]), seen.refused)

    monkeypatch.setattr("brief_cli.book.refresh.sweep", turned)
    with monkeypatch.context() as context:
        context.setattr("brief_cli.book.update.updated", None)  # it is not called
        assert titles(run, book) == ["a", "b", "c"]
    (book / "b.yaml").write_text(a_brief("B"))
    assert titles(run, book) == ["a", "B", "c"]


def test_an_old_file_whose_size_and_time_of_writing_are_kept_is_seen(
    run: Run, make_book: MakeBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = make_book({"a.yaml": a_brief("Old"), "b.yaml": a_brief("Other")})
    for path in book.iterdir():
        os.utime(path, (1_000_000_000, 1_000_000_000))
    settled(monkeypatch)
    assert titles(run, book) == ["Old", "Other"]
    (book / "a.yaml").write_text(a_brief("New"))
    os.utime(book / "a.yaml", (1_000_000_000, 1_000_000_000))
    assert titles(run, book) == ["New", "Other"]


def test_a_file_renamed_over_another_of_its_size_and_time_is_seen(
    run: Run, make_book: MakeBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = make_book({"a.yaml": a_brief("Old"), ".new": a_brief("New"), "x/.b": a_brief("Two")})
    for path in (book / "a.yaml", book / ".new", book / "x/.b"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    settled(monkeypatch)
    assert titles(run, book) == ["Old"]
    os.replace(book / ".new", book / "a.yaml")
    assert titles(run, book) == ["New"]
    os.replace(book / "x/.b", book / "a.yaml")
    assert titles(run, book) == ["Two"]


def test_two_files_that_change_places_are_seen(run: Run, make_book: MakeBook, monkeypatch: pytest.MonkeyPatch) -> None:
    book = make_book({"a.yaml": a_brief("One"), "b.yaml": a_brief("Two")})
    settled(monkeypatch)
    assert titles(run, book) == ["One", "Two"]
    os.replace(book / "a.yaml", book / ".c")
    os.replace(book / "b.yaml", book / "a.yaml")
    os.replace(book / ".c", book / "b.yaml")
    assert titles(run, book) == ["Two", "One"]


def test_a_branch_that_is_checked_out_is_the_book(
    run: Run, make_book: MakeBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = make_book({"a.yaml": a_brief("One"), "entities/e.yaml": REGISTER})
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]

    def git(*arguments: str) -> None:
        subprocess.run(["git", *who, *arguments], cwd=book, check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    git("add", ".")
    git("commit", "-q", "-m", "one")
    git("checkout", "-q", "-b", "other")
    (book / "a.yaml").write_text(a_brief("Two"))
    (book / "b.yaml").write_text(a_brief("Three", entities="[maria]"))
    (book / "entities/e.yaml").unlink()
    git("add", "-A", ".")
    git("commit", "-q", "-m", "two")
    settled(monkeypatch)
    for _ in range(2):
        git("checkout", "-q", "main")
        assert titles(run, book) == ["One"]
        assert [row["id"] for row in replied(run, book, "entities")] == ["maria", "viktar"]
        git("checkout", "-q", "other")
        assert titles(run, book) == ["Two", "Three"]
        assert replied(run, book, "list")[1]["dangling"] is True
        assert replied(run, book, "entities") == []


def test_new_moved_and_deleted_files_are_seen(run: Run, make_book: MakeBook, monkeypatch: pytest.MonkeyPatch) -> None:
    book = make_book({"a.yaml": a_brief("One")})
    settled(monkeypatch)
    assert titles(run, book) == ["One"]
    (book / "sub").mkdir()
    assert titles(run, book) == ["One"]
    (book / "sub/b.yaml").write_text(a_brief("Two"))
    assert titles(run, book) == ["One", "Two"]
    os.replace(book / "sub/b.yaml", book / "b.yml")
    assert [row["path"] for row in replied(run, book, "list")] == ["a.yaml", "b.yml"]
    os.replace(book / "b.yml", book / "c.yaml")
    assert [row["id"] for row in replied(run, book, "list")] == ["a", "c"]
    (book / "a.yaml").unlink()
    assert titles(run, book) == ["Two"]
    (book / "c.yaml").unlink()
    assert run("list", "--json", book=book).out == "[]\n"


def test_a_whole_folder_that_moves_or_goes_is_seen(
    run: Run, make_book: MakeBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = make_book({"sub/a.yaml": a_brief("One"), "sub/b.yaml": a_brief("Two"), "sources/s.yaml": SOURCES})
    settled(monkeypatch)
    assert titles(run, book) == ["One", "Two"]
    os.replace(book / "sub", book / "other")
    assert [row["path"] for row in replied(run, book, "list")] == ["other/a.yaml", "other/b.yaml"]
    os.replace(book / "other", book / "_hidden")
    assert replied(run, book, "list") == []
    os.replace(book / "sources", book / "entities")
    assert replied(run, book, "sources") == []
    assert "entities/s.yaml:1:1" in run("list", book=book).err


def test_of_two_files_that_claim_an_id_the_first_by_path_has_it_whichever_came_first(
    run: Run, make_book: MakeBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    for first, second in (("m/a.yaml", "n/a.yaml"), ("n/a.yaml", "m/a.yaml")):
        book = make_book({first: a_brief(first)})
        settled(monkeypatch)
        assert titles(run, book) == [first]
        (book / second).parent.mkdir(exist_ok=True)
        (book / second).write_text(a_brief(second))
        assert titles(run, book) == ["m/a.yaml"]
        assert "n/a.yaml:1:1: the id `a` is already taken by m/a.yaml" in run("list", book=book).err
        (book / "m/a.yaml").unlink()
        assert titles(run, book) == ["n/a.yaml"]
        assert run("list", book=book).err == ""
        (book / "n/a.yaml").unlink()


def test_of_two_files_that_claim_an_id_the_second_goes_without_a_trace(
    run: Run, make_book: MakeBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = make_book({"m/a.yaml": a_brief("One"), "n/a.yaml": a_brief("Two")})
    settled(monkeypatch)
    assert "already taken" in run("list", book=book).err
    (book / "n/a.yaml").unlink()
    assert titles(run, book) == ["One"]
    assert run("list", book=book).err == ""


def test_a_clash_of_a_brief_and_a_record_ends_with_either(
    run: Run, make_book: MakeBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = make_book(
        {"maria.yaml": a_brief("Brief"), "entities/e.yaml": REGISTER, "other.yaml": a_brief(entities="[maria]")}
    )
    settled(monkeypatch)
    assert "maria.yaml:1:1: the id `maria` is already taken by entities/e.yaml" in run("list", book=book).err
    (book / "entities/e.yaml").write_text("viktar: {type: person, name: Viktar}\n")
    assert replied(run, book, "show", "maria")["title"] == "Brief"
    (book / "entities/e.yaml").write_text(REGISTER)
    assert replied(run, book, "show", "maria")["name"] == "Maria"
    assert "already taken" in run("list", book=book).err


def test_a_broken_file_is_told_until_it_is_mended(
    run: Run, make_book: MakeBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = make_book({"a.yaml": a_brief("One"), "b.yaml": a_brief("Two", related="[a]")})
    settled(monkeypatch)
    assert titles(run, book) == ["One", "Two"]
    for _ in range(2):
        (book / "a.yaml").write_text("title: [\n")
        done = run("list", "--json", book=book)
        assert ([row["title"] for row in json.loads(done.out)], "a.yaml:1:8" in done.err) == (["Two"], True)
        assert run("show", "a", book=book).code == 2
        assert replied(run, book, "show", "b")["dangling"] is False  # it is there, only unread
        (book / "a.yaml").write_text(a_brief("One"))
        done = run("list", "--json", book=book)
        assert ([row["title"] for row in json.loads(done.out)], done.err) == (["One", "Two"], "")


def test_a_link_that_leads_elsewhere_is_followed_anew(
    run: Run, make_book: MakeBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = make_book({"_one.yaml": a_brief("One"), "_two.yaml": a_brief("Two")})
    (book / "link.yaml").symlink_to("_one.yaml")
    settled(monkeypatch)
    assert titles(run, book) == ["One"]
    (book / "_one.yaml").write_text(a_brief("Six"))
    assert titles(run, book) == ["Six"]
    (book / "link.yaml").unlink()
    (book / "link.yaml").symlink_to("_two.yaml")
    assert titles(run, book) == ["Two"]
    for _ in range(2):  # back comes the very same
        (book / "_two.yaml").unlink()
        assert "link leads nowhere" in run("list", book=book).err
        (book / "_two.yaml").write_text(a_brief("Two"))
        assert titles(run, book) == ["Two"]


def test_a_link_that_leads_out_by_another_name_of_the_same_file_is_refused(
    run: Run, make_book: MakeBook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = make_book({"_one.yaml": a_brief("One")})
    os.link(book / "_one.yaml", tmp_path / "outside.yaml")
    (book / "link.yaml").symlink_to("_one.yaml")
    settled(monkeypatch)
    assert titles(run, book) == ["One"]
    (book / "link.yaml").unlink()
    (book / "link.yaml").symlink_to(tmp_path / "outside.yaml")
    assert "leads out of the book" in run("list", book=book).err


def test_a_file_that_could_not_be_read_for_a_while_is_read_again_though_it_is_the_same(
    run: Run, make_book: MakeBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = make_book({"a.yaml": a_brief("One")})
    settled(monkeypatch)
    assert titles(run, book) == ["One"]
    for make in (Path.mkdir, os.mkfifo, lambda path: path.write_bytes(b"#" * 20_000_000)):
        os.replace(book / "a.yaml", book / "_kept")
        make(book / "a.yaml")
        assert titles(run, book) == []
        os.replace(book / "a.yaml", book / "_gone") if (book / "a.yaml").is_dir() else (book / "a.yaml").unlink()
        os.replace(book / "_kept", book / "a.yaml")
        assert titles(run, book) == ["One"]


def test_a_folder_that_cannot_be_listed_is_told_until_it_can(
    run: Run, make_book: MakeBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = make_book({"a.yaml": a_brief("One"), "sub/b.yaml": a_brief("Two")})
    settled(monkeypatch)
    real = os.scandir

    def refusing(path: Any) -> Any:
        if str(path).endswith("/sub"):
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    for listed in (True, False, True, False):
        monkeypatch.setattr("os.scandir", real if listed else refusing)
        done = run("list", "--json", book=book)
        assert [row["title"] for row in json.loads(done.out)] == (["One", "Two"] if listed else ["One"])
        assert ("sub:1:1: not read: the folder cannot be read" in done.err) is not listed


def test_a_file_that_may_no_longer_be_read_is_told_until_it_may(
    run: Run, make_book: MakeBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As for a user who is not root, which may read everything."""
    book = make_book({"a.yaml": a_brief("One"), "sub/b.yaml": a_brief("Two")})
    settled(monkeypatch)
    real = os.open

    def refusing(path: Any, *more: Any, **named: Any) -> int:
        if str(path).endswith("a.yaml"):
            raise PermissionError(13, "Permission denied", path)
        return real(path, *more, **named)

    for allowed in (True, False, True):
        monkeypatch.setattr("os.open", real if allowed else refusing)
        (book / "a.yaml").chmod(0o600 if allowed else 0)
        done = run("list", "--json", book=book)
        assert [row["title"] for row in json.loads(done.out)] == (["One", "Two"] if allowed else ["Two"])
        assert ("a.yaml:1:1: cannot be read" in done.err) is not allowed


# -- the clock -----------------------------------------------------------------------------------------------------
def test_what_the_clock_decides_is_decided_at_the_answer(
    run: Run, make_book: MakeBook, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    book = make_book({"a.yaml": a_brief("One", review_by="2026-03-24")})
    settled(monkeypatch)
    told = {}
    for day in ("2026-03-24", "2026-03-25", "2026-03-24"):
        monkeypatch.setenv("BRIEF_NOW", day)
        told[day] = replied(run, book, "list")[0]["stale"], replied(run, book, "stats")["stale"]
        kept = sorted((path.name, path.stat().st_mtime_ns) for path in home.rglob("*.db"))
        assert run("list", "is:stale", book=book).code == (0 if day == "2026-03-25" else 1)
        assert sorted((path.name, path.stat().st_mtime_ns) for path in home.rglob("*.db")) == kept
    assert told == {"2026-03-24": (False, 0), "2026-03-25": (True, 1)}


def test_a_clock_that_is_set_back_or_ahead_hides_no_edit(
    run: Run, make_book: MakeBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = make_book({"a.yaml": a_brief("Old")})
    real = time.time_ns
    for n, shift in enumerate((0, -86_400, 86_400, -(10**8), 10**8, 0)):
        monkeypatch.setattr("time.time_ns", lambda shift=shift: real() + shift * 10**9)
        titles(run, book)
        time.sleep(0.02)
        (book / "a.yaml").write_text(a_brief(f"N{n}"))
        assert titles(run, book) == [f"N{n}"]


@pytest.mark.parametrize("when", [0, 1, 4_102_444_800, 20_000_000_000])
def test_files_of_any_age_are_read_again_when_they_change(
    when: int, run: Run, make_book: MakeBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = make_book({"a.yaml": a_brief("Old")})
    for title in ("Old", "New", "Six"):
        (book / "a.yaml").write_text(a_brief(title))
        os.utime(book / "a.yaml", (when, when))
        assert titles(run, book) == [title]
        assert titles(run, book) == [title]


def test_a_folder_in_place_of_the_book_is_another_book(
    run: Run, make_book: MakeBook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = make_book({"a.yaml": a_brief("One")})
    os.utime(book / "a.yaml", (1, 1))
    settled(monkeypatch)
    assert titles(run, book) == ["One"]
    os.replace(book, tmp_path / "old")
    make_book({"a.yaml": a_brief("Two")})
    os.utime(book / "a.yaml", (1, 1))
    assert titles(run, book) == ["Two"]
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "old")
    assert titles(run, link) == ["One"]
    link.unlink()
    link.symlink_to(book)
    assert titles(run, link) == ["Two"]
