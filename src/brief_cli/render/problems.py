"""A problem with its place, the lines around it, and the mend; plain text, for standard error."""

from __future__ import annotations

from brief_cli.files.raw import shown_column
from brief_cli.model.finding import Finding
from brief_cli.model.problem import Problem
from brief_cli.render.safe import inline


def described(problem: Problem, path: str) -> list[str]:
    """What, where, the lines with an underline under exactly the faulty text, the mend."""
    place = f"{path}:{problem.line}:{problem.column}"
    within = f"  in {problem.where}" if problem.where else ""
    out = [f"✗ {inline(problem.message)}  {problem.code}", f"  {inline(place + within)}"]
    width = max((len(str(n)) for n, _ in problem.excerpt), default=1)
    for number, line in problem.excerpt:
        out.append(f"    {number:>{width}} │ {inline(line)}".rstrip())
        if number == problem.line:
            out.append(f"    {' ' * width} │ {_underline(problem, line)}")
    if problem.hint:
        out.append(f"  mend  {inline(problem.hint)}")
    return out


def _underline(problem: Problem, line: str) -> str:
    before, fault = parted(problem, line)
    return f"{' ' * _cells(before)}{'━' * max(_cells(fault), 1)}"


def parted(problem: Problem | Finding, line: str) -> tuple[str, str]:
    """What is shown of a line before a fault, and of the fault: escapes are longer than what they stand for."""
    start = shown_column(problem.column) - 1
    ends_here = problem.end_line == problem.line and problem.end_column > problem.column
    end = start + problem.end_column - problem.column if ends_here else max(len(line), start + 1)
    return inline(line[:start]), inline(line[start:end])


def _cells(shown: str) -> int:
    """Cells of a shown text: wide characters take two, marks none."""
    import unicodedata

    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in shown)
