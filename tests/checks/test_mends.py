"""``check --fix`` changes what is certain and nothing else."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from conftest import MakeBook, Run, a_brief

from brief_cli.reports.mends import _certain

SLIPS = """\
title: A   # a comment
bottom_line: 'B'
as_of: 12.09.2025
handling: green
judgments:
  - {id: j1, text: So., likelyhood: liekly, confidence: High, basis: x}  # and another
"""


def test_only_the_words_in_question_change(run: Run, make_book: MakeBook) -> None:
    book = make_book({"a.yaml": SLIPS})
    done = run("check", "--fix", book=book)
    assert (done.code, done.out) == (0, "")
    wanted = SLIPS.replace("12.09.2025", "2025-09-12").replace("green", "tlp:green")
    assert (book / "a.yaml").read_text() == wanted.replace("likelyhood: liekly", "likelihood: likely")
    assert done.err.endswith("brief: 4 changes in 1 file made\n")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_byte_order_marks_stay(end: str, mark: bytes, run: Run, make_book: MakeBook) -> None:
    data = mark + SLIPS.replace("liekly", "likely").replace("\n", end).encode()
    book = make_book({"a.yaml": data})
    os.chmod(book / "a.yaml", 0o640)
    run("check", "--fix", book=book)
    now = (book / "a.yaml").read_bytes()
    assert now.startswith(mark + b"title")
    assert now.count(end.encode()) == data.count(end.encode())
    assert b"2025-09-12" in now
    assert (book / "a.yaml").stat().st_mode & 0o777 == 0o640
    assert sorted(p.name for p in book.iterdir()) == ["a.yaml"]


@pytest.mark.parametrize(
    ("code", "old", "new", "certain"),
    [
        ("E103", "likelyhood", "likelihood", True),
        ("E103", "bottom-line", "bottom_line", True),
        ("E103", "txet", "text", True),
        ("E103", "summery", "summary", True),
        ("E103", "sorces", "sources", True),
        ("E103", "souces", "sources", True),
        ("E103", "note", "text", False),
        ("E103", "statement", "status", False),
        ("E105", "hgih", "high", True),
        ("E105", "lo", "low", False),
        ("E106", "probably", "probable", True),
        ("E106", "possible", "probable", False),
        ("E104", "12.09.2025", "2025-09-12", True),
        ("E104", "1.9.2025", "2025-09-01", True),
        ("E104", "2025/9/1", "2025-09-01", True),
        ("E104", "13/09/2025", "2025-09-13", True),
        ("E104", "09/10/2025", "2025-10-09", False),
        ("E104", "2025-02-30", "2025-02-28", False),
        ("E104", "12/25/2025", "2025-12-25", True),
        ("E104", "20 March 2026", "2026-03-20", True),
        ("E104", "20260304", "2026-03-04", True),
        ("E104", "March 5, 2026", "2026-03-05", True),
        ("E104", "March 2026", "2026-03", True),
        ("E104", "31122025", "3112-12", False),
        ("E104", "31 February 2026", "2026-02-28", False),
        ("E104", "20260230", "2026-02-28", False),
        ("E104", "2026 March 5", "2026", False),
        ("E104", "Mayor 2026", "2026-05", False),
        ("E104", "25-09-12", "2025-09-12", False),
        ("E112", "green", "tlp:green", True),
        ("E112", "TLP AMBER+STRICT", "tlp:amber+strict", True),
        ("E112", "white", "tlp:clear", False),
        ("V302", "likely", "likely", False),
    ],
)
def test_what_is_certain(code: str, old: str, new: str, certain: bool, run: Run) -> None:
    assert _certain(code, old, new) is certain


def test_what_is_not_certain_stays_and_is_told(run: Run, make_book: MakeBook) -> None:
    text = a_brief(review_by="02/03/2026", key_points="[{id: k1, text: One.}]")
    book = make_book({"a.yaml": text})
    done = run("check", "--fix", book=book)
    assert done.code == 1
    assert done.err == "brief: nothing here can be mended with certainty\n"
    assert (book / "a.yaml").read_text() == text


def test_an_idle_exemption_is_the_analyst_s_to_delete(run: Run, make_book: MakeBook) -> None:
    text = a_brief(exempt="\n  # ask Anna\n  - {rule: V302, reason: so}")
    book = make_book({"a.yaml": text})
    assert "nothing here can be mended" in run("check", "--fix", book=book).err
    assert (book / "a.yaml").read_text() == text


def test_of_several_changes_only_the_harmless_are_made(run: Run, make_book: MakeBook) -> None:
    text = a_brief(summary="real", sumary="x", status="activ", tags="[a]", tgas="[b]")
    book = make_book({"a.yaml": text})
    run("check", "--fix", book=book)
    assert (book / "a.yaml").read_text() == text.replace("activ", "active")


def test_registers_and_the_book_itself_are_mended_too(run: Run, make_book: MakeBook) -> None:
    files = {
        "book.yaml": "titel: B\nyardstick: icd230\n",
        "entities/e.yaml": "minsk: {type: place, nmae: Minsk}\n",
        "sources/deep/s.yaml": "wire:\n  title: W\n  reliabilty: B\n",
    }
    book = make_book(files)
    run("check", "--fix", book=book)
    assert (book / "book.yaml").read_text() == "title: B\nyardstick: icd203\n"
    assert (book / "entities/e.yaml").read_text() == "minsk: {type: place, name: Minsk}\n"
    assert (book / "sources/deep/s.yaml").read_text() == "wire:\n  title: W\n  reliability: B\n"


def test_a_link_is_left_alone_and_what_it_leads_to_is_mended(run: Run, make_book: MakeBook) -> None:
    book = make_book({"a.yaml": a_brief(sumary="x")})
    (book / "b.yaml").symlink_to("a.yaml")
    done = run("check", "--fix", book=book)
    assert (done.code, done.err.count("+summary: x")) == (0, 1)
    assert (book / "b.yaml").is_symlink()
    assert "\nsummary: x" in (book / "a.yaml").read_text()


def test_a_read_only_file_is_not_written(run: Run, make_book: MakeBook) -> None:
    book = make_book({"a.yaml": a_brief(sumary="x")})
    (book / "a.yaml").chmod(0o444)
    done = run("check", "--fix", book=book)
    assert (done.code, "nothing here can be mended" in done.err) == (1, True)


def test_rules_that_are_not_asked_are_not_mended(run: Run, make_book: MakeBook) -> None:
    book = make_book({"a.yaml": "title: A\nbotom_line: B\nas_of: 20.03.2026\n"})
    run("check", "--fix", "--select", "E104", book=book)
    assert (book / "a.yaml").read_text() == "title: A\nbotom_line: B\nas_of: 2026-03-20\n"


def test_what_can_be_written_is_written_and_the_rest_is_told(
    run: Run, make_book: MakeBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = make_book({f"{name}.yaml": a_brief(sumary="x") for name in "abc"})
    real = os.replace

    def some(beside: str, target: str) -> None:
        if target.endswith("b.yaml"):
            raise OSError(13, "Permission denied")
        real(beside, target)

    monkeypatch.setattr(os, "replace", some)
    done = run("check", "--fix", book=book)
    assert (done.code, "2 of 3 files written" in done.err, "cannot write b.yaml" in done.err) == (2, True, True)
    assert "\nsummary: x" in (book / "c.yaml").read_text()


def test_a_change_that_would_bring_a_new_fault_is_left_out(run: Run, make_book: MakeBook) -> None:
    text = a_brief() + "judgments:\n  - {id: j1, text: So., likelyhood: likely, likelihood: likely}\n"
    book = make_book({"a.yaml": text})
    done = run("check", "--fix", book=book)
    assert (book / "a.yaml").read_text() == text
    assert "nothing here can be mended" in done.err


@pytest.mark.parametrize(("typed", "made"), [("y\n", True), ("n\n", False), ("\n", False), ("", False)])
def test_on_a_terminal_it_shows_the_change_and_asks(
    typed: str, made: bool, run: Run, make_book: MakeBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = make_book({"a.yaml": SLIPS})

    class Terminal:
        """Standard input and standard error as a terminal has them."""

        isatty = staticmethod(lambda: True)
        readline = staticmethod(lambda: typed)
        write = staticmethod(lambda text: sys.stderr.write(text))
        flush = staticmethod(lambda: sys.stderr.flush())

    monkeypatch.setattr("brief_cli.cli.asking.sys", SimpleNamespace(stdin=Terminal(), stderr=Terminal()))
    done = run("check", "--fix", book=book)
    assert ("2025-09-12" in (book / "a.yaml").read_text()) is made
    assert {"-as_of: 12.09.2025", "+as_of: 2025-09-12"} <= set(done.err.splitlines())


def test_a_file_that_changed_in_the_meantime_is_not_written(
    run: Run, make_book: MakeBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = make_book({"a.yaml": SLIPS})
    real = __import__("brief_cli.cli.mending", fromlist=["_agreed"])._agreed

    def meanwhile(told: str) -> bool:
        (book / "a.yaml").write_text(SLIPS + "summary: New.\n")
        agreed: bool = real(told)
        return agreed

    monkeypatch.setattr("brief_cli.cli.mending._agreed", meanwhile)
    done = run("check", "--fix", book=book)
    assert (done.code, "it was changed in the meantime" in done.err) == (2, True)
    assert (book / "a.yaml").read_text() == SLIPS + "summary: New.\n"


def test_the_shown_change_is_inert(run: Run, make_book: MakeBook) -> None:
    book = make_book({"a.yaml": 'title: "\\e[31m\u202e"\n' + SLIPS.partition("\n")[2]})
    done = run("check", "--fix", book=book)
    assert "\u202e" not in done.err


def test_a_file_that_cannot_be_written_is_told(run: Run, make_book: MakeBook, monkeypatch: pytest.MonkeyPatch) -> None:
    book = make_book({"a.yaml": SLIPS})

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("brief_cli.files.write.os.replace", full)
    done = run("check", "--fix", book=book)
    assert (done.code, "cannot write" in done.err) == (2, True)
    assert (book / "a.yaml").read_text() == SLIPS
    assert sorted(p.name for p in Path(book).iterdir()) == ["a.yaml"]
