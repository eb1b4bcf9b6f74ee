"""Findings for machines: GitHub's commands, SARIF and JUnit, as their readers read them, whatever a book holds."""

from __future__ import annotations

import json
import re
import tracemalloc
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

import pytest
from junitparser import JUnitXml, TestSuite
from machines import commands, standard

from brief_cli.checks.catalogue import RULES, Rule
from brief_cli.model.finding import SEVERITIES, Finding
from brief_cli.render.github import as_github
from brief_cli.render.junit import as_junit
from brief_cli.render.safe import inline, safe
from brief_cli.render.sarif import SCHEMA, as_sarif

Renderer = Callable[[Iterable[Finding]], Iterator[str]]
HOSTILE = (
    "".join(map(chr, range(0xA0))),
    "\x00\x07\x08\x0b\x0c\x1b[31m\x7f\x85",
    "one\ntwo\r\nthree\rfour\ttab",
    "\u202eoverride \u2066isolate\u2069 \u200b \ufeff \u2028 \u2029",
    "half \ud800 and \udfff, bytes \udcff\udc80",
    "not in XML: \ufffe \uffff \U0001ffff \x01",
    "]]> <![CDATA[ <b a='1'> &amp; &#0; \"quoted\"",
    "%0A%0D%25%3A%2C 100%",
    "\n::error file=x::y\n##[error]z\r::stop-commands::w",
    "a,line=7::b, title=c",
    "[click](https://example.org) \\](x) {0}",
    "https://u:p@example.org/?a=b#c",
    "🙂 é ﷽ 漢字",
    " ",
    "",
)
ACTS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def a_finding(**changed: Any) -> Finding:
    given: dict[str, Any] = {
        "code": "E103",
        "rule": "unknown field",
        "severity": "error",
        "path": "a/note.yaml",
        "line": 4,
        "column": 3,
        "end_line": 4,
        "end_column": 8,
        "id": "note#k1",
        "message": "`statu` is no field",
        "hint": "write `status`",
    }
    return Finding(**(given | changed))


def the_hostile() -> list[Finding]:
    """Every hostile text in every field that takes text from a book, each under another severity."""
    fields = ("path", "id", "message", "hint", "rule")
    return [
        a_finding(**{field: text}, severity=SEVERITIES[(m + n) % 3])
        for m, field in enumerate(fields)
        for n, text in enumerate(HOSTILE)
    ]


def shown(path: str) -> str:
    return f"briefs/{path}"


def sarif(findings: Iterable[Finding], rules: dict[str, Rule] | None = None) -> Iterator[str]:
    return as_sarif(findings, RULES if rules is None else rules, shown, "1.2.3")


RENDERERS: dict[str, Renderer] = {
    "github": lambda findings: as_github(findings, shown),
    "sarif": sarif,
    "junit": lambda findings: as_junit(findings, shown),
}
every_renderer = pytest.mark.parametrize("render", RENDERERS.values(), ids=RENDERERS)


@every_renderer
def test_the_first_finding_is_told_before_the_second_is_known(render: Renderer) -> None:
    given = 0

    def findings() -> Iterator[Finding]:
        nonlocal given
        for n in range(3):
            given += 1
            yield a_finding(message=f"number {n}.")

    pieces = render(findings())
    told = ""
    while "number 0." not in told:
        told += next(pieces)
    assert given == 1
    assert "number 2." in "".join(pieces)


@every_renderer
def test_many_findings_take_no_more_memory_than_few(render: Renderer) -> None:
    def most(count: int) -> int:
        tracemalloc.start()
        for _ in render(a_finding(path=f"{n // 50}.yaml", message=f"number {n}") for n in range(count)):
            pass
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    most(100)
    assert most(3000) < most(300) * 1.5


@every_renderer
def test_nothing_that_stands_in_a_book_acts_on_who_prints_it(render: Renderer) -> None:
    told = "".join(render(the_hostile()))
    assert not ACTS.search(told.replace("\n", ""))
    assert told.encode("utf-8").endswith(b"\n")


def test_github_reads_each_finding_as_one_command_with_its_place() -> None:
    ((name, properties, message),) = commands("".join(as_github([a_finding()], shown)))
    assert (name, message) == ("error", "`statu` is no field; write `status`")
    assert properties == {
        "file": "briefs/a/note.yaml",
        "line": "4",
        "endLine": "4",
        "col": "3",
        "endColumn": "8",
        "title": "E103 unknown field",
    }


def test_github_reads_back_what_stood_in_each_field() -> None:
    findings = the_hostile()
    read = commands("".join(as_github(findings, shown)))
    assert len(read) == len(findings)
    for found, (name, properties, message) in zip(findings, read, strict=True):
        assert name == {"error": "error", "warning": "warning", "note": "notice"}[found.severity]
        assert properties["file"] == safe(shown(found.path))
        assert properties["title"].strip() == inline(f"{found.code} {found.rule}").strip()
        assert properties["line"] == "4"
        assert message == inline(f"{found.message}; {found.hint}" if found.hint else found.message)


def test_github_is_given_no_columns_where_a_finding_spans_lines() -> None:
    ((_, properties, _),) = commands("".join(as_github([a_finding(end_line=6)], shown)))
    assert properties.keys() == {"file", "line", "endLine", "title"}


def test_github_is_told_nothing_where_there_is_nothing() -> None:
    assert "".join(as_github([], shown)) == ""


def run_of(findings: Iterable[Finding], rules: dict[str, Rule] | None = None) -> Any:
    (run,) = json.loads("".join(sarif(findings, rules)))["runs"]
    return run


@pytest.mark.parametrize("findings", [[], [a_finding(id=None)], the_hostile()], ids=["none", "one", "hostile"])
def test_sarif_is_valid_by_the_standard(findings: list[Finding]) -> None:
    log = json.loads("".join(sarif(findings)))
    assert [error.message for error in standard().iter_errors(log)] == []
    assert log["$schema"] == SCHEMA
    assert len(log["runs"][0]["results"]) == len(findings)


def test_sarif_names_the_program_and_every_rule_of_it() -> None:
    driver = run_of([])["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("brief", "1.2.3")
    assert [rule["id"] for rule in driver["rules"]] == list(RULES)
    for rule in driver["rules"]:
        own = RULES[rule["id"]]
        assert rule["defaultConfiguration"]["level"] == own.severity
        assert own.mend in rule["help"]["text"]
        assert f"--explain {own.code}" in rule["help"]["text"]


def test_sarif_gives_a_finding_its_rule_its_place_and_its_record() -> None:
    run = run_of([a_finding(severity="note")])
    (result,) = run["results"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "E103"
    assert result["level"] == "note"
    assert result["message"] == {"text": "`statu` is no field; write `status`"}
    (location,) = result["locations"]
    assert location["physicalLocation"]["artifactLocation"] == {"uri": "briefs/a/note.yaml"}
    region = {"startLine": 4, "startColumn": 3, "endLine": 4, "endColumn": 8}
    assert location["physicalLocation"]["region"] == region
    assert location["logicalLocations"] == [{"name": "k1", "fullyQualifiedName": "note#k1"}]


def test_sarif_takes_a_finding_of_a_rule_that_it_does_not_list() -> None:
    log = json.loads("".join(sarif([a_finding(code="Z999")])))
    assert standard().is_valid(log)
    assert "ruleIndex" not in log["runs"][0]["results"][0]


@pytest.mark.parametrize("path", ["a b/ü%20.yaml", "c:d.yaml", "#k?.yaml", *HOSTILE[:3], "bytes-\udcff.yaml", "漢\\字"])
def test_sarif_names_a_file_by_a_relative_uri_that_leads_back_to_it(path: str) -> None:
    (result,) = run_of([a_finding(path=path)])["results"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert re.fullmatch(r"[A-Za-z0-9._~/%-]+", uri)
    assert urlsplit(uri)[:2] == ("", "")
    assert unquote_to_bytes(uri) == shown(path).encode("utf-8", "surrogateescape")


def test_sarif_names_a_file_that_is_elsewhere_by_its_whole_path() -> None:
    told = "".join(as_sarif([a_finding()], RULES, lambda path: f"/else where/{path}", "1"))
    assert '"uri":"file:///else%20where/a/note.yaml"' in told


def test_sarif_makes_no_link_of_what_a_book_says() -> None:
    (result,) = run_of([a_finding(message=r"[click](https://example.org) [a\](b) [[c]](d)")])["results"]
    assert "](" not in result["message"]["text"]


def test_sarif_knows_a_finding_again_when_its_line_has_moved() -> None:
    twice = [a_finding(), a_finding(line=9, end_line=9)]
    moved = [a_finding(line=40, end_line=40), a_finding(line=90, end_line=90)]
    changed = [a_finding(code="E104"), a_finding(path="b.yaml"), a_finding(id=None), a_finding(message="else")]
    prints = [[str(r["partialFingerprints"]) for r in run_of(some)["results"]] for some in (twice, moved, changed)]
    assert prints[0] == prints[1]
    assert len(set(prints[0] + prints[2])) == 6


def cases(findings: Iterable[Finding]) -> list[Any]:
    told = "".join(as_junit(findings, shown)).encode("utf-8")
    return list(ET.fromstring(told).iter("testcase"))


def test_junit_is_read_back_with_its_place_and_its_text() -> None:
    findings = the_hostile()
    read = cases(findings)
    assert len(read) == len(findings)
    for found, case in zip(findings, read, strict=True):
        assert case.get("classname") == case.get("file") == in_xml(shown(found.path))
        assert case.get("line") == "4"
        assert case.get("name").startswith(in_xml(f"{found.code} {found.message}"))
        (inside,) = case
        assert inside.text.startswith(in_xml(f"{shown(found.path)}:4:3: {found.code} {found.message}"))
        assert inside.text.endswith(in_xml(f"mend: {found.hint}") if found.hint else in_xml(found.message))
        if found.severity == "note":
            assert inside.tag == "system-out"
        else:
            assert (inside.tag, inside.get("type")) == ("failure", found.code)
            assert inside.get("message") == in_xml(found.message)


def in_xml(text: str) -> str:
    return inline(text).replace("\ufffe", "\\u{FFFE}").replace("\uffff", "\\u{FFFF}")


def test_junit_gives_each_finding_of_a_file_a_name_of_its_own() -> None:
    same = [a_finding(), a_finding(line=9), a_finding(line=12), a_finding(path="b.yaml")]
    names = [case.get("name").removeprefix("E103 `statu` is no field") for case in cases(same)]
    assert names == ["", " (2)", " (3)", ""]


def counted(told: str) -> Any:
    read: Any = JUnitXml.fromstring(told.encode())
    read.update_statistics()
    return read


def test_junit_counts_as_its_readers_count() -> None:
    findings = [a_finding(severity=severity, line=n) for n, severity in enumerate((*SEVERITIES, "error"), 1)]
    read = counted("".join(as_junit(findings, shown)))
    assert (read.tests, read.failures, read.errors, read.skipped) == (4, 3, 0, 0)
    (suite,) = read
    assert isinstance(suite, TestSuite)
    failed = [case for case in suite if case.result]
    assert [(case.result[0].type, case.classname) for case in failed] == [("E103", "briefs/a/note.yaml")] * 3
    assert [case.system_out for case in suite if not case.result] == [
        "briefs/a/note.yaml:3:3: E103 `statu` is no field\nmend: write `status`"
    ]


def test_junit_has_one_case_that_passed_where_nothing_is_found() -> None:
    read = counted("".join(as_junit([], shown)))
    assert (read.tests, read.failures) == (1, 0)
