"""What is shipped: the sdist makes the wheel, the wheel holds the sample book byte for byte, and both run alone."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT, SAMPLE

import brief_cli


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from the sdist, as a distributor would."""
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, env=os.environ | {"PYTHONPATH": ""})
    (found,) = out.glob("*.whl")
    return found


def book_files() -> dict[str, bytes]:
    return {p.relative_to(SAMPLE).as_posix(): p.read_bytes() for p in SAMPLE.rglob("*") if p.is_file()}


def test_the_wheel_holds_the_sample_book_byte_for_byte(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        inside = "brief_cli/sample/"
        shipped = {n.removeprefix(inside): archive.read(n) for n in archive.namelist() if n.startswith(inside)}
    assert shipped == book_files()


def test_the_wheel_is_typed_and_holds_no_tests(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert "brief_cli/py.typed" in names
    assert not [name for name in names if "tests/" in name or "__pycache__" in name]


def test_installed_elsewhere_it_answers_from_the_installed_sample(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    environment = os.environ | {"PYTHONPATH": str(tmp_path)}
    command = [sys.executable, "-m", "brief_cli", "show", "zapad-2025"]
    done = subprocess.run(command, cwd="/", capture_output=True, text=True, env=environment, check=False)
    assert done.stdout.startswith("# Zapad-2025 exercise\n")
    assert done.stderr == "brief: no book here; answering from the sample book\n"
    assert done.returncode == 0


def test_installed_elsewhere_it_begins_a_book_with_all_that_belongs_to_it(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    environment = os.environ | {"PYTHONPATH": str(tmp_path / "installed")}
    for words in (["init", "desk"], ["--book", "desk", "check", "--strict"], ["--book", "desk", "fmt", "--check"]):
        command = [sys.executable, "-m", "brief_cli", *words]
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, env=environment)
    for name in (".gitattributes", ".vscode/settings.json", ".github/workflows/brief.yml", ".brief/book.schema.json"):
        assert (tmp_path / "desk" / name).is_file()


def test_the_version_is_written_once(wheel: Path) -> None:
    assert wheel.name.startswith(f"brief_cli-{brief_cli.__version__}-")
    found = subprocess.run([sys.executable, "-m", "brief_cli", "--version"], capture_output=True, text=True, check=True)
    assert found.stdout == f"brief {brief_cli.__version__}\n"
