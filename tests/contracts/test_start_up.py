"""What must not be loaded: asserted on modules, never on time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import SAMPLE

LOADED = (
    "import sys; from brief_cli.cli.main import run; code = run(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
)


def modules(*arguments: str) -> set[str]:
    """The top-level modules that a command has loaded by its end, in a process of its own."""
    command = [sys.executable, "-c", LOADED, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ)
    return {name.partition(".")[0] for name in done.stderr.split()}


@pytest.mark.parametrize(
    "arguments",
    [["show", "zapad-2025", "--json"], ["list"], ["timeline"], ["search", "lithuania"], ["show", "zapad-2025"]],
)
def test_what_is_piped_loads_neither_rich_nor_the_writer_of_yaml(arguments: list[str]) -> None:
    loaded = modules("--book", str(SAMPLE), *arguments)
    assert "brief_cli" in loaded
    assert not loaded & {"rich", "ruamel"}


def test_help_and_version_load_neither_rich_nor_pydantic_nor_yaml() -> None:
    for arguments in (["--help"], ["--version"], ["list", "--help"]):
        assert not modules(*arguments) & {"rich", "pydantic", "pydantic_core", "yaml", "ruamel"}


def test_a_sound_book_is_read_without_pydantic_and_without_what_only_faults_need(tmp_path: Path) -> None:
    code = "import sys; from brief_cli.cli.main import run; run(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
    command = [sys.executable, "-c", code, "--book", str(SAMPLE), "list"]
    surroundings = os.environ | {"XDG_CACHE_HOME": str(tmp_path)}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=surroundings)
    loaded = set(done.stderr.split())
    assert {"pydantic_core", "yaml"} <= loaded
    assert not loaded & {"pydantic", "pathspec", "brief_cli.model.edtf_mend"}  # Typer has difflib itself


READERS = {"yaml", "pydantic_core", "pydantic", "pathspec", "ruamel", "hashlib", "anyascii", "tempfile", "csv"}


@pytest.mark.parametrize(
    "arguments",
    [
        ["show", "zapad-2025", "--json"],
        ["list", "--json"],
        ["timeline", "--json"],
        ["search", "lithuania", "--json"],
        ["check", "--strict"],
    ],
)
def test_a_book_that_is_as_it_was_is_answered_without_what_reads_files(arguments: list[str]) -> None:
    modules("--book", str(SAMPLE), "list")
    assert not modules("--book", str(SAMPLE), *arguments) & (READERS | {"rich"})


def test_a_page_loads_rich_and_not_the_writer_of_yaml() -> None:
    loaded = modules("--book", str(SAMPLE), "list", "--format", "table")
    assert "rich" in loaded
    assert "ruamel" not in loaded


def test_what_reads_loads_nothing_that_writes_and_what_writes_no_reader_of_other_formats() -> None:
    def rooms(*arguments: str) -> set[str]:
        command = [sys.executable, "-c", LOADED, "--book", str(SAMPLE), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ)
        return {name for name in done.stderr.split() if name.startswith("brief_cli.")}

    for arguments in (["list"], ["show", "zapad-2025", "--json"], ["check"]):
        loaded = rooms(*arguments)
        assert not [name for name in loaded if name.startswith(("brief_cli.authoring", "brief_cli.importing"))]
        assert "brief_cli.files.draft" not in loaded
    written = rooms("set", "zapad-2025", "author", "A", "--dry-run")
    assert "brief_cli.authoring.setting" in written
    assert not [name for name in written if name.startswith(("brief_cli.importing", "brief_cli.render.pages"))]


HEAVY = {"typer", "rich", "pydantic", "pydantic_core", "ruamel", "yaml", "anyascii", "pathspec", "sqlite3", "asyncio"}


def test_the_package_itself_loads_nothing() -> None:
    code = "import sys; before = set(sys.modules); import brief_cli; print(*set(sys.modules) - before)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["brief_cli"]


def test_a_wrong_command_and_a_schema_load_no_more_than_the_command_line() -> None:
    for arguments in (["lits"], ["list", "--nothing"], ["list", "--explain", "nato"], ["schema", "brief"]):
        assert modules(*arguments) & HEAVY == {"typer"}, arguments


def test_no_room_above_files_loads_the_readers_before_a_book_is_opened() -> None:
    rooms = "brief_cli.cli.app, brief_cli.book, brief_cli.query.parse, brief_cli.index.search, brief_cli.reports.xref"
    code = f"import sys, {rooms}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "brief_cli.index.search" in loaded
    assert loaded & HEAVY == {"typer"}
    assert not {name for name in loaded if name.startswith("brief_cli.files")}


def test_a_command_builds_none_of_the_others() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED, "--book", str(SAMPLE), "list"], capture_output=True, text=True, check=True
    )
    loaded = {name.rpartition(".")[2] for name in done.stderr.split() if name.startswith("brief_cli.cli.commands.")}
    assert loaded == {"list_"}
