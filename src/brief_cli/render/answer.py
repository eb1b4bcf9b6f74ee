"""An answer on its way to text: what every renderer may ask of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from brief_cli.errors import UsageError, near
from brief_cli.model.shape import Json, as_json, keys_of, value_of
from brief_cli.model.value import Value

if TYPE_CHECKING:
    from brief_cli.render.page import Lines, Screen

FORMATS = ("table", "plain", "json", "jsonl", "csv", "tsv", "markdown")
Rows = Iterable[list[Json]]


class Answer(Value, kw_only=False):
    """A command's answer with its renderings.

    ``records`` are what JSON prints; ``columns`` their default columns elsewhere.  ``rows`` overrides the cells
    where a row is no record (``show``, ``stats``).  ``page`` draws the terminal page and loads Rich; ``markdown``
    writes the page as Markdown where that is more than a table.  ``flow`` draws a page that has no end piece by
    piece instead; ``own`` are formats that the command writes itself, by name.
    """

    records: Any
    shapes: tuple[type, ...]
    columns: tuple[str, ...]
    page: Callable[[Screen], Lines] | None
    single: bool = False
    rows: Callable[[], Rows] | None = None
    markdown: Callable[[], str] | None = None
    flow: Callable[[Screen], Iterable[Lines]] | None = None
    own: Mapping[str, Callable[[], Iterable[str]]] = dataclasses.field(default_factory=dict)

    def objects(self, names: tuple[str, ...] | None = None) -> Iterator[Json]:
        """The records as JSON objects, one by one, cut to some top-level names."""
        for record in self.records:
            yield as_json(record) if names is None else {name: value_of(record, name) for name in names}

    def cells(self, names: tuple[str, ...] | None) -> tuple[tuple[str, ...], Rows]:
        """Header and rows for the tabular formats; of a record only what stands in its row is looked up."""
        if names is None and self.rows is not None:
            return self.columns, self.rows()
        head = names or self.columns
        return head, ([value_of(record, name) for name in head] for record in self.records)

    def fields(self, asked: str) -> tuple[str, ...]:
        """The names of ``--fields``.  Raises ``UsageError`` with the nearest for one that no record has."""
        known = list(dict.fromkeys(key for shape in self.shapes for _, key in keys_of(shape)))
        names = tuple(name.strip() for name in asked.split(",") if name.strip())
        for name in names:
            if name not in known and not (
                name.startswith("x_") and any(f.name == "x" for s in self.shapes for f in fields(s))
            ):
                found = near(name, known) or known
                raise UsageError(f"There is no field called {name}.", f"Fields: {', '.join(found)}.")
        if not names:
            raise UsageError("--fields names no field.", f"Fields: {', '.join(known)}.")
        return names
