"""``show ID#item``: one item with its citations in full."""

from __future__ import annotations

from dataclasses import field, replace
from typing import Any

from brief_cli.book import Book
from brief_cli.book.book import PART_OF_KIND
from brief_cli.model.brief import ITEM_FIELDS, KIND_OF, Alternative, Assumption, Gap
from brief_cli.model.registers import Source
from brief_cli.model.value import Value
from brief_cli.reports.brief import BriefPage, IndicatorRow, JudgmentRow, PointRow, page
from brief_cli.reports.parts import EventRow

ItemRow = PointRow | JudgmentRow | EventRow | Assumption | Alternative | Gap | IndicatorRow


class ItemPage(Value):
    """An item in its brief: `item` is the row that `show` of the brief has, `sources` what it cites in full."""

    id: str
    kind: str = field(metadata={"options": tuple(KIND_OF.values())})
    brief: str
    title: str
    path: str
    line: int
    item: ItemRow
    sources: tuple[Source, ...]
    part: str = field(metadata={"hidden": True})
    whole: BriefPage = field(metadata={"hidden": True})

    def alone(self) -> BriefPage:
        """The brief's page with nothing but this item, and the sources that it cites."""
        parts: dict[str, Any] = dict.fromkeys(ITEM_FIELDS, ()) | {self.part: (self.item,)}
        return replace(self.whole, **parts, sources=self.sources, source_summary=None)


def item_page(book: Book, address: str) -> ItemPage:
    """One item of a brief; the address is known."""
    unit = book.unit(address)
    part = PART_OF_KIND[unit.kind]
    brief = book.briefs[address.partition("#")[0]]
    whole = page(book, brief)
    row: Any = next(row for row in getattr(whole, part) if row.id == address)
    cited = {c.source for c in getattr(row, "sources", ())}
    return ItemPage(
        id=address,
        kind=KIND_OF[part],
        brief=brief.id,
        title=brief.title,
        path=unit.path,
        line=unit.line,
        item=row,
        sources=tuple(s for s in whole.sources if s.id in cited),
        part=part,
        whole=whole,
    )
