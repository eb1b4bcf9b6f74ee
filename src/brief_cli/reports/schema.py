"""``schema``: the JSON Schemas of files and of answers, from the declarations that the program itself uses."""

from __future__ import annotations

from typing import Any

from brief_cli.errors import UsageError, offer
from brief_cli.model import brief as records
from brief_cli.model import registers
from brief_cli.model.brief import Brief
from brief_cli.model.finding import Finding
from brief_cli.model.registers import Entity, Settings, Source
from brief_cli.model.schema import Schema, answer_schema, file_schema
from brief_cli.reports.brief import BriefPage, BriefRow
from brief_cli.reports.item import ItemPage
from brief_cli.reports.registers import EntityProfile, SourceProfile
from brief_cli.reports.search import Hit
from brief_cli.reports.stats import Stats
from brief_cli.reports.timeline import TimelineRow
from brief_cli.reports.xref import ChainRow, PairRow, XrefRow

_CLASSES = {name: cls for room in (records, registers) for name, cls in vars(room).items() if isinstance(cls, type)}
_One = BriefPage | ItemPage | EntityProfile | SourceProfile
ANSWERS: dict[str, Any] = {
    "list": list[BriefRow],
    "show": _One | list[_One],
    "timeline": list[TimelineRow],
    "search": list[Hit],
    "xref": list[XrefRow] | list[ChainRow] | list[PairRow],
    "entities": list[EntityProfile],
    "stats": Stats,
    "check": list[Finding],
}
ANSWERS["sources"] = list[SourceProfile]
FILES = ("brief", "entities", "sources", "book")
NAMES = (*FILES, *(f"{name}-answer" for name in ("entities", "sources")), *(n for n in ANSWERS if n not in FILES))


def schema(name: str) -> Schema:
    """The schema called ``name``.  Raises ``UsageError`` with the nearest names."""
    if name == "brief":
        return file_schema(Brief, _CLASSES, "A brief")
    if name == "book":
        return file_schema(Settings, _CLASSES, "The book")
    if name in ("entities", "sources"):
        cls = Entity if name == "entities" else Source
        return file_schema(cls, _CLASSES, f"A register of {name}", register=True)
    answer = name.removesuffix("-answer")
    if answer in ANSWERS and name in NAMES:
        return answer_schema(f"The answer of `brief {answer} --json`, version 1", ANSWERS[answer])
    raise UsageError(f"No schema is called {name}.", *(offer(name, NAMES) or (f"Schemas: {', '.join(NAMES)}.",)))
