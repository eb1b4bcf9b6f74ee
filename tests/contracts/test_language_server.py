"""An editor's language server, given our schemas, completes, explains and refuses: the real program, over its pipe."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import SAMPLE
from language_server import Server, installed, serving

from brief_cli.reports.schema import schema

pytestmark = installed

NOTE = """\
title: A
bottom_line: B
as_of: 2026-01-01
sta
key_points:
  - id: k1
    text: One
    sources: [a 2]
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("editor")


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    schemas = {}
    for name, files in (("brief", "*.yaml"), ("sources", "sources/*.yaml"), ("entities", "entities/*.yaml")):
        path = folder / f"{name}.json"
        path.write_text(json.dumps(schema(name)), encoding="utf-8")
        schemas[path.as_uri()] = f"/{files}" if name == "brief" else files
    settings = {
        "schemas": schemas,
        "validate": True,
        "completion": True,
        "hover": True,
        "schemaStore": {"enable": False},
    }
    with serving(folder, {"yaml": settings}) as server:
        yield server


def modeline(folder: Path, text: str, name: str = "brief") -> str:
    return f"# yaml-language-server: $schema={(folder / f'{name}.json').as_uri()}\n{text}"


def test_it_completes_fields_and_their_words(server: Server, folder: Path) -> None:
    uri = (folder / "note.yaml").as_uri()
    server.open(uri, modeline(folder, NOTE))
    fields = server.at("completion", uri, 4, 3)
    assert "status" in {item["label"] for item in fields["items"]}
    words = (folder / "words.yaml").as_uri()
    server.open(words, modeline(folder, NOTE.replace("sta\n", "status: \n")))
    offered = server.at("completion", words, 4, 8)
    assert {"draft", "active", "archived"} <= {item["label"] for item in offered["items"]}


def test_it_explains_a_field(server: Server, folder: Path) -> None:
    uri = (folder / "hover.yaml").as_uri()
    server.open(uri, modeline(folder, NOTE.replace("sta\n", "")))
    shown = server.at("hover", uri, 3, 2)
    assert "the day up to which the content holds" in json.dumps(shown)


def test_it_refuses_what_the_gate_refuses_at_its_line(server: Server, folder: Path) -> None:
    uri = (folder / "wrong.yaml").as_uri()
    server.open(uri, modeline(folder, NOTE.replace("sta\n", "statu: draft\n")))
    (fault,) = server.found(uri)
    assert fault["range"]["start"]["line"] == 4
    assert "statu" in fault["message"]


@pytest.mark.parametrize("path", sorted(SAMPLE.rglob("*.yaml")), ids=lambda p: p.relative_to(SAMPLE).as_posix())
def test_it_finds_no_fault_in_the_sample(path: Path, server: Server, folder: Path) -> None:
    kind = path.parent.name if path.parent != SAMPLE else "brief"
    if path.name != "book.yaml":
        uri = (folder / f"sample-{path.name}").as_uri()
        server.open(uri, modeline(folder, path.read_text(encoding="utf-8"), kind))
        assert server.found(uri) == []
