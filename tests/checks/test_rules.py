"""Every rule breaks on its bad example, at the right line, and is silent on the good one."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, MakeBook, Run

from brief_cli.checks.catalogue import RULES
from brief_cli.checks.examples import EXAMPLES, files_of
from brief_cli.checks.questions import QUESTIONS
from brief_cli.files.catalogue import CATALOGUE
from brief_cli.model.finding import SEVERITIES
from brief_cli.reports.rules import page

OWN = [code for code in RULES if code not in CATALOGUE]
SKELETON = {"title": "A brief", "bottom_line": "It holds.", "as_of": "2026-01-01"}
RENEW = bool(os.environ.get("UPDATE_GOLDENS"))
PAGE = ROOT / "docs" / "checks.md"
HEAD = """# Checks

Every rule of `brief check` with an example, broken and mended; reading's own problems (`E…`) stand in
[errors.md](errors.md). `brief check --explain CODE` prints the same. A line `# path` begins a file; what stands before
the first is the brief `a.yaml`, whose title, bottom line and day are left out where the rule does not ask about them.

"""
PLACES = {
    "R201": ("a.yaml", 4, "gazete"), "R202": ("a.yaml", 4, "[[zapad-2052"), "R203": ("a.yaml", 4, "gazette"),
    "R204": ("a.yaml", 4, "causes"), "R205": ("a.yaml", 4, ("{id: gazette, title: A report of my own, "
    "reliability: C}")), "R206": ("entities/all.yaml", 2, "Minsk"), "R207": ("a.yaml", 4, "2025-09-11"),
    "V301": ("a.yaml", 4, "{id: k1, text: Ten were freed.}"), "V303": ("sources/press.yaml", 1, ("{title: A report, "
    "publisher: Gazette}")), "V304": ("a.yaml", 4, "gazette 1"), "V306": ("a.yaml", 4, "gazette 1"),
    "V305": ("a.yaml", 6, "{holds: k1, on: 2025-10-01}"), "T401": ("a.yaml", 4, "2026-03-01"),
    "T402": ("a.yaml", 4, "2025-09-12"), "T403": ("a.yaml", 4, "2025-12-31"), "T404": ("sources/press.yaml", 1,
    "2025-09-01"), "T405": ("a.yaml", 3, "2999-01-01"), "L501": ("a.yaml", 4, "high confidence"),
    "L502": ("a.yaml", 6, "probable"), "L503": ("a.yaml", 4, "could possibly"), "L504": ("a.yaml", 4, "unlikely"),
    "H603": ("a.yaml", 4, "Minsk"), "H604": ("sources/press.yaml", 1, "www.example.org/a"),
    "H606": ("a.yaml", 4, "They met in Minsk."),
}  # fmt: skip
"""Where some of the bad examples break: file, line and the very text that is meant."""


def laid_out(make_book: MakeBook, example: str) -> Path:
    """An example as a book, in place of the last one: what it leaves out of its briefs stands before it."""
    shutil.rmtree(make_book({}))
    files = files_of(example)
    files.setdefault("a.yaml", "")
    for path, text in files.items():
        if "/" not in path:
            missing = [f"{key}: {value}\n" for key, value in SKELETON.items() if not re.search(rf"^{key}:", text, re.M)]
            files[path] = "".join(missing) + text
    return make_book(files)


def findings(run: Run, book: Path, *options: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run("check", "--json", *options, book=book).out)
    return found


@pytest.mark.parametrize("code", OWN)
def test_the_bad_example_breaks_the_rule_and_the_good_one_does_not(code: str, run: Run, make_book: MakeBook) -> None:
    bad, good = (findings(run, laid_out(make_book, example)) for example in EXAMPLES[code])
    (found,) = (one for one in bad if one["code"] == code)
    assert (found["rule"], found["severity"]) == (RULES[code].name, RULES[code].severity)
    assert found["hint"]
    assert code not in {one["code"] for one in good}
    assert not [one for one in [*bad, *good] if one["code"][0] == "E"]


@pytest.mark.parametrize("code", PLACES)
def test_a_finding_stands_at_the_very_text(code: str, run: Run, make_book: MakeBook) -> None:
    path, line, text = PLACES[code]
    book = laid_out(make_book, EXAMPLES[code][0])
    (found,) = (one for one in findings(run, book) if one["code"] == code)
    written = (book / path).read_text().splitlines()[found["line"] - 1]
    assert (found["path"], found["line"]) == (path, line)
    assert written[found["column"] - 1 : found["end_column"] - 1] == text
    assert found["end_line"] == found["line"]


def test_every_rule_has_a_reason_a_mend_an_example_and_somebody_who_asks() -> None:
    asked = {code for codes, _ in QUESTIONS for code in codes}
    assert asked <= set(RULES)
    for code in OWN:
        rule = RULES[code]
        assert rule.severity in SEVERITIES
        assert re.match(r"[A-Z`].*[.)]$", rule.why), code
        assert rule.mend and rule.mend[0].islower() and not rule.mend.endswith("."), code
    assert list(EXAMPLES) == OWN


def test_the_page_of_checks_is_written_from_the_catalogue() -> None:
    index = "| code | rule | severity |\n| --- | --- | --- |\n" + "".join(
        f"| [{code}](#{code.lower()}-{RULES[code].name.replace(' ', '-').replace(chr(39), '')})"
        f" | {RULES[code].name} | {RULES[code].severity} |\n"
        for code in OWN
    )
    wanted = HEAD + index + "\n" + "\n".join(f"#{page(RULES[code])}" for code in OWN)
    if RENEW:
        PAGE.write_text(wanted, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == wanted


@pytest.mark.parametrize("code", ["V302", "v302", "E103", "E001"])
def test_explain_prints_the_page_of_a_rule(code: str, run: Run) -> None:
    told = run("check", "--explain", code)
    assert told.code == 0
    assert told.out.startswith(f"# {code.upper()} {RULES[code.upper()].name}\n")
    assert "```" in told.out
