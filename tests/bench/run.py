"""Whole processes, interleaved, medians, as ratios to bare Python: `make bench`."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from bench.generator import write

ROUNDS = 3
SIZES = (10, 1000, 4000)
EMPTY_APPLICATION = "import typer; app = typer.Typer(); app.command()(lambda: None); app()"
COMMANDS = {
    "list": ["list"],
    "show --json": ["show", "b-000005", "--json"],
    "timeline": ["timeline"],
    "search": ["search", "garrison", "--limit", "20"],
    "stats": ["stats"],
}


def seconds(command: list[str]) -> float:
    """How long one process takes."""
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def main() -> None:
    """Print a table of medians and ratios."""
    brief = [sys.executable, "-m", "brief_cli", "--book"]
    with tempfile.TemporaryDirectory() as folder:
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "an empty Typer app": [sys.executable, "-c", EMPTY_APPLICATION],
        }
        for size in SIZES:
            write(Path(folder) / str(size), size)
            commands |= {f"{name}, {size:,}": [*brief, f"{folder}/{size}", *words] for name, words in COMMANDS.items()}
            if shutil.which("rg"):
                commands[f"rg -l, {size:,}"] = ["rg", "-l", "garrison", f"{folder}/{size}"]
        taken: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(ROUNDS):
            for name, command in commands.items():
                taken[name].append(seconds(command))
    bare, typer = (statistics.median(taken[name]) for name in ("python -c pass", "an empty Typer app"))
    print(f"{'command, briefs':<22} {'seconds':>8} {'x bare Python':>14} {'x empty Typer':>14}")
    for name, times in taken.items():
        middle = statistics.median(times)
        print(f"{name:<22} {middle:>8.3f} {middle / bare:>14.1f} {middle / typer:>14.1f}")


if __name__ == "__main__":
    main()
