"""An editor's language server, given our schemas, completes, explains and refuses: the real program, over its pipe."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, SAMPLE

from brief_cli.reports.schema import schema

NODE = Path(sys.executable).parent / "node"
SERVER = ROOT / ".venv" / "node" / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
pytestmark = pytest.mark.skipif(not (NODE.exists() and SERVER.exists()), reason="yaml-language-server is not installed")

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


class Server:
    """A language server on its standard streams (Language Server Protocol 3.17, base protocol)."""

    def __init__(self, process: subprocess.Popen[bytes], schemas: dict[str, str]) -> None:
        self.process, self.last, self.schemas = process, 0, schemas
        self.diagnostics: dict[str, list[Any]] = {}

    def send(self, method: str, params: Any, number: int | None = None) -> None:
        message = {"jsonrpc": "2.0", "method": method, "params": params} | ({"id": number} if number else {})
        self._write(message)

    def _write(self, message: Any) -> None:
        body = json.dumps(message).encode()
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def _read(self) -> Any:
        assert self.process.stdout
        size = 0
        while (line := self.process.stdout.readline()) not in (b"\r\n", b""):
            name, _, value = line.partition(b":")
            size = int(value) if name.lower() == b"content-length" else size
        assert size, "the server has ended"
        return json.loads(self.process.stdout.read(size))

    def step(self) -> Any:
        """The next message; what the server asks of an editor is answered on the way."""
        message = self._read()
        if message.get("method") == "textDocument/publishDiagnostics":
            self.diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "id" in message and "method" in message:
            asked = message["params"].get("items", []) if isinstance(message.get("params"), dict) else []
            settings = [
                {"schemas": self.schemas, "validate": True} if i.get("section") == "yaml" else {} for i in asked
            ]
            self._write({"jsonrpc": "2.0", "id": message["id"], "result": settings or None})
        return message

    def ask(self, method: str, params: Any) -> Any:
        self.last += 1
        self.send(method, params, self.last)
        while (message := self.step()).get("id") != self.last or "method" in message:
            pass
        return message.get("result")

    def open(self, uri: str, text: str) -> None:
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.send("textDocument/didOpen", {"textDocument": document})

    def found(self, uri: str) -> list[Any]:
        while uri not in self.diagnostics:
            self.step()
        return self.diagnostics[uri]


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
    process = subprocess.Popen(
        [str(NODE), str(SERVER), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    server = Server(process, schemas)
    capabilities = {"workspace": {"configuration": True, "didChangeConfiguration": {"dynamicRegistration": True}}}
    root = {"uri": folder.as_uri(), "name": "book"}
    start = {"processId": None, "rootUri": folder.as_uri(), "capabilities": capabilities, "workspaceFolders": [root]}
    server.ask("initialize", start)
    server.send("initialized", {})
    settings = {
        "schemas": schemas,
        "validate": True,
        "completion": True,
        "hover": True,
        "schemaStore": {"enable": False},
    }
    server.send("workspace/didChangeConfiguration", {"settings": {"yaml": settings}})
    yield server
    process.kill()
    process.wait()


def modeline(folder: Path, text: str, name: str = "brief") -> str:
    return f"# yaml-language-server: $schema={(folder / f'{name}.json').as_uri()}\n{text}"


def test_it_completes_fields_and_their_words(server: Server, folder: Path) -> None:
    uri = (folder / "note.yaml").as_uri()
    server.open(uri, modeline(folder, NOTE))
    fields = server.ask(
        "textDocument/completion", {"textDocument": {"uri": uri}, "position": {"line": 4, "character": 3}}
    )
    assert "status" in {item["label"] for item in fields["items"]}
    words = (folder / "words.yaml").as_uri()
    server.open(words, modeline(folder, NOTE.replace("sta\n", "status: \n")))
    offered = server.ask(
        "textDocument/completion", {"textDocument": {"uri": words}, "position": {"line": 4, "character": 8}}
    )
    assert {"draft", "active", "archived"} <= {item["label"] for item in offered["items"]}


def test_it_explains_a_field(server: Server, folder: Path) -> None:
    uri = (folder / "hover.yaml").as_uri()
    server.open(uri, modeline(folder, NOTE.replace("sta\n", "")))
    shown = server.ask("textDocument/hover", {"textDocument": {"uri": uri}, "position": {"line": 3, "character": 2}})
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
