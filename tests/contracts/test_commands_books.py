"""Which book a command is about, files as arguments, and `show` of parts, items and several (docs/commands)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import MakeBook, Run, a_brief

SAMPLE_LINE = "brief: no book here; answering from the sample book\n"
TREE = {
    "desk/book.yaml": "title: Desk\nhandling: tlp:green\n",
    "desk/a.yaml": a_brief("Desk A", related="b"),
    "desk/deep/b.yaml": a_brief("Desk B", key_points='[{id: k1, text: Point.}, "Second."]'),
    "desk/entities/e.yaml": "anna: {type: person, name: Anna}\n",
    "repo/briefs/c.yaml": a_brief("Repo C", related="d"),
    "repo/briefs/d.yaml": a_brief("Repo D"),
    "repo/briefs/entities/e.yaml": "bert: {type: person, name: Bert}\n",
    "repo/src/x.txt": "",
    "alone/b.yaml": a_brief("Alone", key_points="[{id: k1, text: Mine.}]"),
    "alone/people.yaml": "anna: {type: person, name: Anna}\n",
    "empty/x.txt": "",
}


@pytest.fixture
def tree(make_book: MakeBook, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = make_book(TREE)
    monkeypatch.chdir(root)
    return root


def titles(run: Run, *arguments: str, book: Path | None = None) -> str:
    return ", ".join(run("list", "--fields", "title", *arguments, book=book).out.splitlines())


# -- which book -----------------------------------------------------------------------------------------------


def test_the_option_stands_before_the_variable_and_that_before_the_folder_and_that_before_the_settings(
    tree: Path, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings = tmp_path / "config" / "brief" / "config.yaml"
    settings.parent.mkdir(parents=True)
    settings.write_text(f"book: {tree / 'empty'}\n")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    assert run("list").err == "brief: The book holds no briefs.\n", "the settings, outside any book"
    monkeypatch.chdir(tree / "repo" / "src")
    assert titles(run) == "Repo C, Repo D", "a folder briefs/ beside or above"
    monkeypatch.setenv("BRIEF_BOOK", str(tree / "desk"))
    assert titles(run) == "Desk A, Desk B"
    assert titles(run, book=tree / "repo") == "Repo C, Repo D"


@pytest.mark.parametrize("inside", ["desk", "desk/deep", "desk/entities"])
def test_upwards_a_folder_that_holds_book_yaml_is_the_book(
    inside: str, tree: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tree / inside)
    assert titles(run) == "Desk A, Desk B"
    assert run("list").err == ""


def test_without_any_the_sample_answers_and_one_line_says_so(
    tree: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tree / "empty")
    for words in (["list"], ["show", "zapad-2025"], ["stats", "--json"]):
        done = run(*words)
        assert (done.code, done.err) == (0, SAMPLE_LINE)
        assert "no book here" not in done.out


@pytest.mark.parametrize("given", ["none", "desk/a.yaml"])
def test_an_explicit_book_that_is_none_is_never_passed_over(
    given: str, tree: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tree / "desk")
    for words in (["list"], ["show", "a"], ["timeline", "--json"], ["xref"]):
        done = run(*words, book=tree / given)
        assert (done.code, done.out) == (2, "")
        assert done.err == f"brief: --book is no folder: {tree / given}\n"
    monkeypatch.setenv("BRIEF_BOOK", str(tree / given))
    assert run("list").err == f"brief: BRIEF_BOOK is no folder: {tree / given}\n"
    assert titles(run, book=tree / "repo") == "Repo C, Repo D", "the option is asked first"


def test_settings_name_a_folder_also_from_home_and_a_wrong_one_is_told(
    tree: Path, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    settings = home / ".config" / "brief" / "config.yaml"
    settings.parent.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.chdir(tree / "empty")
    (home / "mine").mkdir()
    (home / "mine" / "m.yaml").write_text(a_brief("Mine"))
    settings.write_text("book: ~/mine\n")
    assert titles(run) == "Mine"
    settings.write_text("book: ~/none\n")
    done = run("list")
    assert (done.code, done.out) == (2, "")
    assert str(home / "none") in done.err


def test_any_folder_is_a_book_even_an_empty_one(tree: Path, run: Run) -> None:
    assert titles(run, book=tree / "alone") == "Alone"
    assert run("list", "--json", book=tree / "empty").out == "[]\n"


# -- files as arguments -----------------------------------------------------------------------------------------


def shown(run: Run, *arguments: str | Path, book: Path | None = None, stdin: bytes = b"") -> dict[str, object]:
    done = run("show", "--json", *arguments, book=book, stdin=stdin)
    assert (done.code, done.err) == (0, "")
    found: dict[str, object] = json.loads(done.out)
    return found


@pytest.mark.parametrize("path", ["desk/deep/b.yaml", "./desk/deep/b.yaml", "desk/../desk/deep/b.yaml"])
@pytest.mark.parametrize("book", [None, "repo", "alone", "empty"])
def test_a_file_is_shown_in_its_own_book_whatever_book_is_asked_elsewhere(
    path: str, book: str | None, tree: Path, run: Run
) -> None:
    page = shown(run, path, book=tree / book if book else None)
    assert page["handling"] == "tlp:green"
    assert page["path"] == "deep/b.yaml"
    assert [relation["to"] for relation in page["related"]] == ["a"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("book", [None, "repo", "repo/briefs"])
def test_a_file_belongs_to_the_explicit_book_that_holds_it(book: str | None, tree: Path, run: Run) -> None:
    done = run("show", "repo/briefs/d.yaml", "--json", book=tree / book if book else None)
    assert (done.code, done.err) == (0, "")
    assert [relation["to"] for relation in json.loads(done.out)["related"]] == ["c"]
    assert json.loads(done.out)["path"] == "d.yaml"


def test_any_other_file_is_a_book_of_one(tree: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in ("alone/b.yaml", tree / "alone" / "b.yaml"):
        page = shown(run, path)
        assert (page["id"], page["related"], page["handling"]) == ("b", [], "unmarked")
    monkeypatch.chdir(tree / "alone")
    assert shown(run, "b.yaml")["title"] == "Alone", "the ending is enough"
    assert shown(run, "b.yaml#k1")["id"] == "b#k1"


def test_standard_input_has_its_own_id_else_stdin(tree: Path, run: Run) -> None:
    text = a_brief("Piped", key_points="[{id: k1, text: Mine.}]")
    assert shown(run, "-", stdin=text.encode())["id"] == "stdin"
    assert shown(run, "-", stdin=f"id: own\n{text}".encode(), book=tree / "desk")["id"] == "own"
    assert shown(run, "--", "-#k1", stdin=text.encode())["id"] == "stdin#k1"
    assert run("show", "-", "--fields", "id,title", stdin=text.encode()).out == "stdin\tPiped\n"


@pytest.mark.parametrize(
    "path", ["none.yaml", "./none", "desk/none.yml", "none/a.yaml", "desk/", "alone/people.yaml", "-"]
)
def test_what_is_no_brief_or_no_file_is_exit_2_and_prints_nothing(path: str, tree: Path, run: Run) -> None:
    done = run("show", path)
    assert (done.code, done.out) == (2, "")
    assert done.err


def test_a_register_of_the_book_is_no_brief(tree: Path, run: Run) -> None:
    done = run("show", "desk/entities/e.yaml")
    assert (done.code, done.out, done.err) == (2, "", "brief: desk/entities/e.yaml is no brief of the book.\n")


def test_files_and_ids_go_together_each_in_its_own_book(tree: Path, run: Run) -> None:
    done = run(
        "show", "desk/a.yaml", "alone/b.yaml", "c", "-", "--json", book=tree / "repo", stdin=a_brief("P").encode()
    )
    assert (done.code, done.err) == (0, "")
    assert [page["title"] for page in json.loads(done.out)] == ["Desk A", "Alone", "Repo C", "P"]


# -- show -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "code", "printed"),
    [
        (["a", "b"], 0, "a b"),
        (["a", "none"], 1, "a"),
        (["none", "a", "b#k9"], 1, "a"),
        (["a", "none", "bad", "b"], 2, "a b"),
        (["bad", "none"], 2, ""),
        (["./none.yaml", "a"], 2, "a"),
        (["b#k1", "anna", "b"], 0, "b#k1 anna b"),
        (["a", "a"], 0, "a a"),
    ],
)
def test_of_several_the_others_are_printed_in_order_and_the_highest_code_stands(
    words: list[str], code: int, printed: str, tree: Path, run: Run
) -> None:
    (tree / "desk" / "bad.yaml").write_text("title: [\n")
    done = run("show", *words, "--fields", "id", "--format", "plain", book=tree / "desk")
    assert (done.code, " ".join(done.out.split())) == (code, printed)


def test_an_item_without_an_id_is_named_by_its_place(tree: Path, run: Run) -> None:
    done = run("show", "b#key_points.2", "--format", "plain", book=tree / "desk")
    assert done.out == "b#key_points.2\tkey_point\t\tSecond.\n"
    assert run("show", "b#key_points.1", book=tree / "desk").code == 1, "a written id is its only address"


def test_sections_pick_the_parts_of_a_page_and_its_rows(tree: Path, run: Run) -> None:
    book = tree / "desk"
    only = run("show", "b", "--section", "key_points", book=book).out
    assert "## Key points" in only
    assert "Not known" not in only
    assert "> The answer." not in only
    both = run("show", "b", "--section", "bottom_line", "--section", "key_points", book=book).out
    assert "> The answer." in both
    rows = run("show", "b", "--section", "key_points", "--format", "plain", book=book).out
    assert rows.split("\n")[:-1] == ["b#k1\tkey_point\t\tPoint.", "b#key_points.2\tkey_point\t\tSecond."]
    wrong = run("show", "b", "--section", "key_point", book=book)
    assert (wrong.code, wrong.out) == (2, "")
    assert "key_points" in wrong.err
