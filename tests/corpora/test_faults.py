"""Faults drawn at random into the sample book, told at their line with a mend, or proven harmless.

The seed is printed; `BRIEF_SEED` sets another, `BRIEF_FAULTS` another number of accidents.
"""

from __future__ import annotations

import os
import random
import re
from pathlib import Path

import pytest
from conftest import Run
from corpora.accidents import ACCIDENTS
from corpora.asking import Finding, Patient
from corpora.faults import TEN, Fault, drawn
from corpora.harmless import harm

SEED = int(os.environ.get("BRIEF_SEED", "20260324"))
EACH = 10
ACCIDENTS_DRAWN = int(os.environ.get("BRIEF_FAULTS", "1000"))


@pytest.fixture
def patient(tmp_path: Path, run: Run) -> Patient:
    return Patient(tmp_path, run)


def is_right(finding: Finding, fault: Fault) -> bool:
    """A finding that tells a fault: in its file, with a code of its kind, at one of its lines, with its mend.

    The lines are those that were edited.  Two kinds are told elsewhere, since they can be seen nowhere else: a missing
    field at the first line of the item or record that lacks it (it has no line), and a line that is indented
    otherwise at itself or at the next line, when that is the one that then fits nothing.
    """
    said = f"{finding['hint']}; {finding['message']}"
    return (
        finding["path"] == fault.path
        and finding["line"] in fault.lines
        and finding["code"] in fault.codes
        and bool(finding["hint"].strip())
        and re.search(fault.mend, said) is not None
    )


def told_wrongly(fault: Fault, findings: list[Finding]) -> str:
    """A fault and the gravest of what was said of it."""
    own = sorted(findings, key=lambda f: (f["path"] != fault.path, not f["code"].startswith("E")))[:2]
    said = [f"    {f['path']}:{f['line']}:{f['column']}: {f['code']} {f['message']}; {f['hint']}" for f in own]
    return "\n".join([str(fault), *(said or ["    nothing"])])


def test_of_a_hundred_faults_of_ten_kinds_95_are_told_at_their_line_with_their_mend(patient: Patient) -> None:
    print(f"BRIEF_SEED={SEED}")
    rng = random.Random(SEED)
    wrong = []
    for kind in list(TEN) * EACH:
        fault = drawn(rng, kind, patient.files, TEN)
        findings = patient.told(fault)
        if not any(is_right(finding, fault) for finding in findings):
            wrong.append(told_wrongly(fault, findings))
    assert len(wrong) <= len(TEN) * EACH // 20, "\n".join([f"{len(wrong)} of 100, BRIEF_SEED={SEED}", *wrong])


@pytest.mark.slow
def test_what_a_mend_says_to_write_mends_the_fault(patient: Patient) -> None:
    """``write `x` `` in the place of what is underlined, and nothing more is said of it."""
    rng = random.Random(SEED)
    mended = 0
    for kind in list(TEN) * 3 * EACH:
        fault = drawn(rng, kind, patient.files, TEN)
        right = [finding for finding in patient.told(fault) if is_right(finding, fault)]
        if right and (said := re.fullmatch(r"write `([^`]*[^`:])`(; .*)?", right[0]["hint"])):
            left = patient.told(put(fault, right[0], said[1]))
            assert not [f for f in left if f["line"] == right[0]["line"] and f["code"] == right[0]["code"]], str(fault)
            mended += 1
    assert mended > 3 * EACH


def put(fault: Fault, finding: Finding, text: str) -> Fault:
    """The fault with this text in the place of what a finding underlines."""
    lines = fault.after.split("\n")
    line = lines[finding["line"] - 1]
    lines[finding["line"] - 1] = line[: finding["column"] - 1] + text + line[finding["end_column"] - 1 :]
    return Fault(fault.kind, fault.path, fault.did, "\n".join(lines), fault.lines, fault.codes, fault.mend)


def outcome(fault: Fault, patient: Patient) -> str:
    """Why an accident counts neither as told at its line nor as harmless; empty when it does."""
    findings = patient.told(fault, shown=True)
    own = [finding for finding in findings if finding["path"] == fault.path]
    errors = [finding for finding in own if finding["code"].startswith("E")]
    for finding in errors or own:
        named = {int(number) for number in re.findall(r"\bline (\d+)", finding["message"])}
        if (named | {finding["line"]}) & fault.lines and finding["hint"].strip():
            return ""
    before = next(document for document in patient.files if document.path == fault.path)
    why = "told elsewhere" if errors else harm(before, fault.after)
    return f"{why}\n{told_wrongly(fault, findings)}" if why else ""


@pytest.mark.slow
def test_a_thousand_accidents_are_told_at_their_line_or_do_no_harm(patient: Patient) -> None:
    """None ends in a traceback, none hangs, and nothing acts on a screen (see `asking`)."""
    print(f"BRIEF_SEED={SEED}")
    rng = random.Random(SEED)
    kinds = TEN | ACCIDENTS
    wrong = []
    for number in range(ACCIDENTS_DRAWN):
        kind = list(kinds)[number % len(kinds)]
        fault = drawn(rng, kind, patient.files, kinds)
        if kind not in TEN and (why := outcome(fault, patient)):
            wrong.append(why)
    assert not wrong, "\n".join([f"{len(wrong)} of {ACCIDENTS_DRAWN}, BRIEF_SEED={SEED}", *wrong])
