"""A copy of the project for what writes: the working folder of a checkout, its book under git, nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from conftest import ROOT

QUIET = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
AUTHOR = ("-c", "user.name=Desk", "-c", "user.email=desk@example.org")


def copy_of_the_project(folder: Path) -> Path:
    """The book and the examples below a new folder, committed, so that ``git diff`` shows what came later."""
    for name in ("briefs", "examples"):
        shutil.copytree(ROOT / name, folder / name)
    for words in (("init", "-q"), ("add", "-A"), (*AUTHOR, "commit", "-q", "-m", "The book")):
        subprocess.run(["git", *words], cwd=folder, env=os.environ | QUIET, check=True)
    return folder
