"""Size stays human: functions and files, the program's and the tests'."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from conftest import ROOT

FILES = sorted([*(ROOT / "src").rglob("*.py"), *(ROOT / "tests").rglob("*.py"), *(ROOT / "tools").rglob("*.py")])


def functions() -> Iterator[tuple[int, str]]:
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert node.end_lineno is not None
                yield node.end_lineno - node.lineno + 1, f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"


def ninth_decile(sizes: list[int]) -> int:
    return sorted(sizes)[len(sizes) * 9 // 10]


def lines(path: Path) -> int:
    return path.read_text(encoding="utf-8").count("\n")


def test_no_function_is_over_60_lines_and_nine_of_ten_are_under_30() -> None:
    found = list(functions())
    assert [name for size, name in found if size > 60] == []
    assert ninth_decile([size for size, _ in found]) < 30


def test_no_file_is_over_500_lines_and_nine_of_ten_are_under_350() -> None:
    assert [str(path) for path in FILES if lines(path) > 500] == []
    assert ninth_decile([lines(path) for path in FILES]) < 350
