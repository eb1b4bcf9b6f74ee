"""The language server that editors ask about YAML, asked as an editor asks it: the real program, over its pipe."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

NODE = Path(sys.executable).parent / "node"
PROGRAMS = ROOT / ".venv" / "node" / "node_modules"
SERVER = PROGRAMS / "yaml-language-server" / "bin" / "yaml-language-server"
installed = pytest.mark.skipif(not (NODE.exists() and SERVER.exists()), reason="yaml-language-server is not installed")


class Server:
    """A language server on its standard streams (Language Server Protocol 3.17, base protocol)."""

    def __init__(self, process: subprocess.Popen[bytes], settings: Mapping[str, Any]) -> None:
        self.process, self.last, self.settings = process, 0, settings
        self.diagnostics: dict[str, list[Any]] = {}
        self.versions: dict[str, int] = {}

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
            settings = [self.settings.get(item.get("section"), {}) for item in asked]
            self._write({"jsonrpc": "2.0", "id": message["id"], "result": settings or None})
        return message

    def ask(self, method: str, params: Any) -> Any:
        self.last += 1
        self.send(method, params, self.last)
        while (message := self.step()).get("id") != self.last or "method" in message:
            pass
        return message.get("result")

    def at(self, what: str, uri: str, line: int, character: int) -> Any:
        """What the server has to say, such as ``completion`` or ``hover``, at a place that counts from 0."""
        place = {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}}
        return self.ask(f"textDocument/{what}", place)

    def open(self, uri: str, text: str) -> None:
        """Show the server a file's text, the first one or another."""
        version = self.versions[uri] = self.versions.get(uri, 0) + 1
        if version == 1:
            document = {"uri": uri, "languageId": "yaml", "version": version, "text": text}
            self.send("textDocument/didOpen", {"textDocument": document})
        else:
            changed = {"textDocument": {"uri": uri, "version": version}, "contentChanges": [{"text": text}]}
            self.send("textDocument/didChange", changed)

    def found(self, uri: str) -> list[Any]:
        while uri not in self.diagnostics:
            self.step()
        return self.diagnostics[uri]


@contextmanager
def serving(folder: Path, settings: Mapping[str, Any]) -> Iterator[Server]:
    """A server for an editor that has a folder open, with the editor's settings by section."""
    process = subprocess.Popen(
        [str(NODE), str(SERVER), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    server = Server(process, settings)
    capabilities = {"workspace": {"configuration": True, "didChangeConfiguration": {"dynamicRegistration": True}}}
    root = {"uri": folder.as_uri(), "name": "book"}
    start = {"processId": None, "rootUri": folder.as_uri(), "capabilities": capabilities, "workspaceFolders": [root]}
    server.ask("initialize", start)
    server.send("initialized", {})
    server.send("workspace/didChangeConfiguration", {"settings": settings})
    yield server
    process.kill()
    process.wait()
