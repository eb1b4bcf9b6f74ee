"""``brief import`` itself: what comes in, what is told, what is there already, and what never harms the book."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from conftest import MakeBook, Result, Run
from importing import vault

BOOK = {
    "alpha.yaml": "# head\ntitle: Alpha  # remark\nbottom_line: On [[maria]].\nas_of: 2026-01-01\n",
    "entities/people.yaml": "maria: {type: person, name: Maria}\n",
}
EVENTS = "date,title,who\n2025-09-12,It begins,Maria\n2025-09-13,It ends,Nobody known\n"
HOSTILE = (
    "---\ntitle: <script>alert(1)</script> \x1b[31m\nid: ../../etc/passwd\nx: !!python/object:os.system a\n---\n"
    "# <img src=x onerror=alert(1)>\n\n<iframe src='javascript:1'></iframe> [x](javascript:alert(1)) \u202e\n\n"
    "![](../../../etc/passwd)\n\n- 2025-01-05: <b>An event</b> \x1b]0;t\x07\n"
)
STIX = {
    "type": "bundle", "id": "bundle--1", "spec_version": "2.1",
    "objects": [
        {"type": "x-unknown", "id": "x-unknown--1", "name": "What"}, {"type": 7}, [], "text", {"id": "none"},
        {"type": "identity", "id": "identity--1", "name": "A", "created_by_ref": "identity--2"},
        {"type": "identity", "id": "identity--2", "name": "B", "created_by_ref": "identity--1"},
        {"type": "relationship", "id": "relationship--1", "relationship_type": "part-of", "source_ref": "identity--1",
         "target_ref": "identity--2"},
        {"type": "relationship", "id": "relationship--2", "relationship_type": "part-of", "source_ref": "identity--2",
         "target_ref": "identity--1"},
        {"type": "report", "id": "report--1", "name": "R", "published": "2025-01-01T00:00:00Z",
         "object_refs": ["report--1", "identity--1", "gone--1"]},
    ],
}  # fmt: skip


@pytest.fixture
def book(make_book: MakeBook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    return make_book(BOOK)


def files(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def harmless(done: Result) -> None:
    assert "Traceback" not in done.err and "\x1b" not in done.out + done.err


def comes_in_once(run: Run, book: Path, *words: str | Path) -> Result:
    """That a second import of the same adds nothing and changes no byte."""
    done = run("import", *words, book=book)
    harmless(done)
    assert done.code == 0, done
    once = files(book)
    again = run("import", *words, book=book)
    assert again.code == 0 and not again.out
    assert "nothing came in" in again.err
    assert files(book) == once
    assert run("list", book=book).err == "", "all that came in loads"
    return done


@pytest.mark.parametrize(
    "data",
    [
        EVENTS.encode(), EVENTS.replace(",", ";").encode("cp1252"), EVENTS.replace(",", "\t").encode("utf-16"),
        EVENTS.replace(",", "|").encode("utf-8-sig"), EVENTS.replace("\n", "\r\n").encode(),
        EVENTS.replace("\n", "\r").encode(),
        EVENTS.rstrip().encode(), EVENTS.encode("utf-16-le"), EVENTS.replace("begins", "beg\x00ins\x1b[31m").encode(),
    ],
    ids=["plain", "semicolons", "utf-16", "bars", "crlf", "cr", "no end", "no mark", "controls"],
)  # fmt: skip
def test_a_table_comes_in_whatever_its_signs_and_letters(book: Path, run: Run, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "steps.csv").write_bytes(data)
    comes_in_once(run, book, "steps.csv")
    lines = run("timeline", book=book).out.splitlines()
    assert [line[:10] for line in lines] == ["2025-09-12", "2025-09-13"]


@pytest.mark.parametrize("name", ["t.csv", "t.json", "t.md", "t.bib", "t.xml", "t.tsv", "t.stix"])
@pytest.mark.parametrize(
    "data", [b"", b"\x00\xff" * 500, b"[" * 90000, b'"' * 999, b"\n" * 9, b"<a>" * 9000, b"@a{" * 99]
)
def test_rubbish_is_told_and_harms_nothing(book: Path, run: Run, tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    done = run("import", name, book=book)
    harmless(done)
    assert done.code == 0 and done.err
    assert BOOK.items() <= {path: text.decode(errors="replace") for path, text in files(book).items()}.items()
    assert run("list", book=book).err == ""


def test_a_bundle_with_unknown_objects_and_circles_comes_in_with_its_losses_told(
    book: Path, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "b.json").write_text(json.dumps(STIX))
    done = comes_in_once(run, book, "b.json")
    assert "x-unknown" in done.err and "things told above" in done.err


def test_a_note_with_hostile_markup_becomes_text(book: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "evil.md").write_text(HOSTILE)
    comes_in_once(run, book, "evil.md")
    assert {path for path in files(tmp_path) if "passwd" in path} <= {"book/etc-passwd.yaml"}
    harmless(run("timeline", book=book))


def test_an_event_that_names_nobody_of_the_book_is_told(book: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "steps.csv").write_text(EVENTS)
    done = comes_in_once(run, book, "steps.csv", "--into", "alpha")
    assert "Nobody known" in done.err
    text = (book / "alpha.yaml").read_text()
    assert text.startswith(BOOK["alpha.yaml"]) and "entities: [maria]" in text


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["none.csv"], "none.csv"), (["steps.csv", "--as", "evnts"], "events"),
        (["steps.csv", "--into", "alhpa"], "alhpa"),
        (["steps.csv", "--into", "maria"], "maria"), (["steps.csv", "--in", "../outside"], "../outside"),
        (["steps.csv", "--in", "a/../../b"], "a/../../b"), (["steps.csv", "--in", "entities"], "entities"),
        (["steps.csv", "--in", "sources/x"], "sources"), (["steps.csv", "--in", ".hidden"], ".hidden"),
        (["steps.csv", "--in", "_x"], "_x"), ([], "FILE"), ([""], "no file"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_and_changes_nothing(
    book: Path, run: Run, tmp_path: Path, words: list[str], told: str
) -> None:
    (tmp_path / "steps.csv").write_text(EVENTS)
    before = files(tmp_path / "book")
    done = run("import", *words, book=book)
    harmless(done)
    assert done.code in (1, 2) and told in done.err and "link" not in done.err, done
    assert files(book) == before


@pytest.mark.parametrize("name", ["pipe.md", "big.csv", "x.docx", "empty", "dangling.md"])
def test_what_no_reader_takes_is_told_by_name(book: Path, run: Run, tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "x.docx").write_bytes(b"PK")
    (tmp_path / "empty").mkdir()
    (tmp_path / "dangling.md").symlink_to("nowhere")
    with open(tmp_path / "big.csv", "wb") as file:
        file.truncate((64 << 20) + 1)
    before = files(book)
    done = run("import", name, book=book)
    harmless(done)
    assert name in done.err
    assert files(book) == before


def test_a_folder_of_notes_reads_nothing_outside_of_it(book: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("the secret words")
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes/link.md").symlink_to(tmp_path / "secret")
    (tmp_path / "notes/loop").symlink_to(tmp_path / "notes")
    harmless(run("import", "notes", book=book))
    assert not [path for path, data in files(book).items() if b"the secret words" in data]


def test_ids_that_two_inputs_or_the_book_have_are_told_apart(book: Path, run: Run, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "Alpha.md").write_text(f"Text of {folder}.\n")
        (tmp_path / folder / "Maria.md").write_text(f"Another of {folder}.\n")
    comes_in_once(run, book, "a", "b")
    assert files(book)["alpha.yaml"].decode() == BOOK["alpha.yaml"]
    assert len(files(book)) == len(BOOK) + 4


def test_a_table_called_as_the_settings_is_not_lost(book: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "book.csv").write_text(EVENTS)
    done = run("import", "book.csv", book=book)
    came = len(run("timeline", book=book).out.splitlines())
    assert f"{came} events came in" in done.err or (not came and "nothing came in" in done.err), done


def test_what_would_come_in_changes_nothing(book: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "steps.csv").write_text(EVENTS)
    before = files(book)
    done = run("import", "steps.csv", "--dry-run", book=book)
    assert "would come in" in done.err and "+title: Steps" in done.out
    assert files(book) == before


def test_a_vault_of_a_hundred_notes_comes_in_whole(book: Path, run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "vault"
    for name, text in vault.notes().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        os.utime(path, (vault.CHANGED, vault.CHANGED))
    before = files(book)
    done = comes_in_once(run, book, "vault")
    assert before.items() <= files(book).items() or "entities/people.yaml" in files(book)
    briefs, entities = (json.loads(run(what, "--format", "json", book=book).out) for what in ("list", "entities"))
    count = sum(len(next(iter(one.values()))) if isinstance(one, dict) else len(one) for one in (briefs, entities))
    assert count >= vault.NOTES, done.err[-300:]
    found = run("check", book=book, columns=200)
    assert not [line for line in found.out.splitlines() if ": E" in line or " error" in line], found.out[:2000]
    days = run("timeline", book=book).out
    assert "2025-" in days and len(days.splitlines()) > vault.NOTES
