"""Notes read, each record of them through the format's own gate."""

from __future__ import annotations

import json
from typing import Any

from brief_cli.files.gate import Rules, gate_records
from brief_cli.files.library import read_alone
from brief_cli.files.read import read_text
from brief_cli.importing import notes
from brief_cli.importing.carried import Carried, Given, Record
from brief_cli.model.registers import Entity, Settings

DAY = "2026-01-02"


def read(day: str = DAY, **texts: str | bytes) -> Carried:
    """The notes of these names (`__` is a slash, `_` a blank), each through the gate."""
    files = {name.replace("__", "/").replace("_", " ") + ".md": text for name, text in texts.items()}
    return carried(files, day)


def carried(files: dict[str, str | bytes], day: str = DAY) -> Carried:
    given_ = [Given(name=n, data=t.encode() if isinstance(t, str) else t, day=day) for n, t in files.items()]
    found = notes.read(given_)
    for record in found.records:
        assert_passes(record)
    return found


def assert_passes(record: Record) -> None:
    if record.kind == "brief":
        values = {"as_of": DAY, **record.values}  # the way in fills the day
        data = json.dumps(values, ensure_ascii=False).encode()
        stored, problems = read_alone("x.yaml", data, record.id, Settings())
        assert stored is not None, [(problem.message, problem.where) for problem in problems]
    else:
        data = json.dumps({record.id: record.values}, ensure_ascii=False).encode()
        sound, problems = gate_records(Entity, read_text("e.yaml", data, kind="register"), "e.yaml", Rules())
        assert not problems and list(sound) == [record.id]


def values(text: str, day: str = DAY, **others: str | bytes) -> dict[str, Any]:
    return dict(read(day, Note=text, **others).records[0].values)


def events(text: str, **others: str) -> list[dict[str, Any]]:
    return list(values(text, **others).get("events", []))


def whats(found: Carried) -> list[str]:
    return [loss.what for loss in found.losses]
