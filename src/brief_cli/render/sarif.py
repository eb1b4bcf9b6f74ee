"""Findings as SARIF 2.1.0, the form in which code scanning services take them (OASIS standard, errata 01)."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING
from urllib.parse import quote

from brief_cli.model.finding import Finding
from brief_cli.model.shape import Json
from brief_cli.render.data import compact
from brief_cli.render.repeats import numbered
from brief_cli.render.safe import inline, json_safe, safe

if TYPE_CHECKING:
    from brief_cli.checks.catalogue import Rule

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = "brief/v1"
"""A name of our own, beside the hash of the line that a service may add."""


def as_sarif(
    findings: Iterable[Finding], rules: Mapping[str, Rule], shown: Callable[[str], str], version: str
) -> Iterator[str]:
    """A log of one run, a result a line; ``shown`` turns a path in the book into one from the working directory."""
    places = {code: n for n, code in enumerate(rules)}
    driver: Json = {"name": "brief", "version": version, "rules": [_rule(rule) for rule in rules.values()]}
    run: Json = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": []}
    head = json_safe(compact({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}))
    closing = "]}]}"  # of the results, the run, the runs, the log
    yield head.removesuffix(closing)
    between = "\n"
    for found, nth in numbered(findings):
        yield between + json_safe(compact(_result(found, nth, places, shown)))
        between = ",\n"
    yield f"\n{closing}\n"


def _rule(rule: Rule) -> Json:
    """A rule with all that a reader of its findings may ask."""
    help_ = f"{rule.why}\nMend: {rule.mend}.\nExamples: brief check --explain {rule.code}"
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": _text(rule.name)},
        "fullDescription": {"text": _text(rule.why)},
        "help": {"text": safe(help_)},
        "defaultConfiguration": {"level": rule.severity},
    }


def _result(found: Finding, nth: int, places: Mapping[str, int], shown: Callable[[str], str]) -> Json:
    location: dict[str, Json] = {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(shown(found.path))},
            "region": {
                "startLine": found.line,
                "startColumn": found.column,
                "endLine": found.end_line,
                "endColumn": found.end_column,
            },
        }
    }
    if found.id is not None:
        whole = inline(found.id)
        location["logicalLocations"] = [{"name": whole.rpartition("#")[2], "fullyQualifiedName": whole}]
    place: dict[str, Json] = {"ruleIndex": places[found.code]} if found.code in places else {}
    return {
        "ruleId": found.code,
        **place,
        "level": found.severity,
        "message": {"text": _text(f"{found.message}; {found.hint}" if found.hint else found.message)},
        "locations": [location],
        "partialFingerprints": {FINGERPRINT: _fingerprint(found, nth)},
    }


def _text(text: str) -> str:
    """A message as a reader shows it: what could act is visible, and ``[a](b)`` is text, not the link it would be."""
    return inline(text).replace("](", "] (")


def _uri(path: str) -> str:
    """A path as a URI reference: relative to the working directory, or of the whole path where it is elsewhere."""
    try:
        name = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half a character, which no file system hands over
        name = safe(path).encode()
    scheme = "file://" if os.path.isabs(path) else ""
    return scheme + quote(name.replace(os.sep.encode(), b"/"))


def _fingerprint(found: Finding, nth: int) -> str:
    """The same for the same finding wherever its line goes, another for a second one of the kind in its file."""
    parts = (found.code, found.path, found.id or "", found.message, str(nth))
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
