"""What must not be loaded: asserted on modules, never on time."""

from __future__ import annotations

import os
import subprocess
import sys

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
        assert not modules(*arguments) & {"rich", "pydantic", "yaml", "ruamel"}


def test_a_page_loads_rich_and_not_the_writer_of_yaml() -> None:
    loaded = modules("--book", str(SAMPLE), "list", "--format", "table")
    assert "rich" in loaded
    assert "ruamel" not in loaded
