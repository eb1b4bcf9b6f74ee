"""What the figures were made on, in words."""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
import subprocess
from importlib.metadata import version
from pathlib import Path

from bench.books import folder


def machine() -> str:
    """Processor, file system and versions, one paragraph."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    libraries = ", ".join(f"{name} {version(name)}" for name in ("typer", "rich", "PyYAML"))
    parts = [
        f"{os.cpu_count()} cores ({_processor()})",
        f"{platform.system()} {'.'.join(platform.release().split('.')[:2])}",
        f"{_file_system()} for books and indexes",
        python,
        f"SQLite {sqlite3.sqlite_version}",
        libraries,
        *(first_line(name, "--version") for name in ("git", "rg") if shutil.which(name)),
    ]
    return f"{'; '.join(parts)}."


def first_line(*command: str) -> str:
    """The first line of what a program prints."""
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    return next(iter((found.stdout or found.stderr).strip().splitlines()), "")


def _processor() -> str:
    try:
        told = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.machine()
    names = (line.partition(":")[2].strip() for line in told.splitlines() if line.startswith("model name"))
    return next(names, platform.machine())


def _file_system() -> str:
    """The kind of file system that holds the books."""
    try:
        mounts = [line.split() for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines()]
    except OSError:
        return "an unnamed file system"
    here = str(folder())
    above = [(len(where), kind) for _, where, kind, *_ in mounts if f"{here}/".startswith(f"{where.rstrip('/')}/")]
    return max(above)[1]
