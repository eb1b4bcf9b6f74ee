"""The body of a note taken apart: what becomes an item of a brief, and the Markdown that stays."""

from __future__ import annotations

import re
from typing import Literal, cast

from brief_cli.importing import citing, dates
from brief_cli.importing.carried import Raw
from brief_cli.importing.markdown import Block, blocks, cells
from brief_cli.importing.markdown_prose import only_tags, plain, spans_of, unmarked
from brief_cli.importing.notes_events import Dated, Doubt, dated, event, heading_date
from brief_cli.importing.notes_front import TellAt
from brief_cli.model.edtf import quoted
from brief_cli.model.text import fold_words
from brief_cli.model.yardstick import ICD203

Part = Literal["events", "key_points", "judgments", "gaps", "assumptions", "indicators", "alternatives", "sources"]
_NAMES: dict[Part, str] = {
    "events": "timeline|events|chronology|history|key dates|dates|chronik|ereignisse",
    "key_points": "key points|key point|facts|key facts|key findings|findings",
    "judgments": "judgments|judgements|judgment|judgement|assessment|assessments|key judgments|key judgements",
    "gaps": "gaps|gap|open questions|open question|questions|intelligence gaps|unknowns",
    "assumptions": "assumptions|assumption|key assumptions",
    "indicators": "indicators|indicator|signposts|what to watch|indicators to watch",
    "alternatives": "alternatives|alternative|alternative hypotheses|alternative explanations",
    "sources": "sources|source|references|reference|bibliography",
}
SECTIONS: dict[str, Part] = {name: part for part, names in _NAMES.items() for name in names.split("|")}
"""The headings whose bullets become items; all other headings stay in the text."""

_START = 5000
"""Letters of a paragraph that are looked at for a bottom line, far more than it takes."""

_DATE_COLUMNS = ("date", "when", "datum", "wann", "day", "year")
_TITLE_COLUMNS = ("event", "what", "title", "ereignis", "was", "description")
_WORDS = sorted((word for word in ICD203.words() if word != "remote"), key=len, reverse=True)
_TERM = re.compile(rf"\b(?:(not )?({'|'.join(_WORDS)})|(remote) (?:chance|possibility|probability))\b", re.IGNORECASE)
_CONFIDENCE = re.compile(r"\b(low|moderate|high) confidence\b", re.IGNORECASE)
_BRACKETED = re.compile(r"[ ]?\((?:low|moderate|high) confidence\)", re.IGNORECASE)
_BARE_URL = re.compile(r"https?://[^\s<>\[\]]++", re.IGNORECASE)
_EDGES = " \t,;:.–—-|()<>*_"


class Draft:
    """Something on its way to an item: what it is to be, its text, and the blocks that tell it."""

    def __init__(self, part: Part, block: int, text: str, date: str = "", hour: str = "", mark: str = "") -> None:
        self.part, self.text, self.date, self.hour, self.mark = part, text, date, hour, mark
        self.blocks = [block]
        self.more: list[str] = []


class Open:
    """A list item that what follows may belong to: by its draft, or by the date that it is."""

    def __init__(self, depth: int, draft: Draft | None, date: str = "", block: int = -1) -> None:
        self.depth, self.draft, self.date, self.block = depth, draft, date, block


class Body:
    """A body in its parts: the items by their fields, the sources that it lists, and the text that stays."""

    def __init__(self, text: str, tell: TellAt, entities: set[str], *, daily: bool, title_line: int = -1) -> None:
        self.lines = text.split("\n")
        self.blocks = blocks(self.lines)
        self.items: dict[str, list[dict[str, Raw]]] = {}
        self.sources: list[dict[str, Raw]] = []
        self._tell, self._entities, self._daily = tell, entities, daily
        self._title_line = title_line
        self._taken = [False] * len(self.blocks)
        self._cut: dict[int, list[str]] = {}  # tables of which rows stay
        self._stack: list[Open] = []
        self._drafts: list[Draft] = []
        self._part: Part | None = None
        self._date = ""
        for number, block in enumerate(self.blocks):
            self._look(number, block)
        for draft in self._drafts:
            self._finish(draft)
        self._clear_headings()

    # One block after the other

    def _look(self, number: int, block: Block) -> None:
        if block.kind == "blank":
            return
        if block.kind == "heading":
            self._stack = []
            if block.start == self._title_line:
                self._taken[number] = True
                return
            self._part = SECTIONS.get(fold_words(plain(block.text).rstrip(":"))) if len(block.text) < 60 else None
            self._date = "" if self._daily or len(block.text) > 60 else heading_date(block.text) or ""
        elif block.kind == "item":
            self._item(number, block)
        elif self._stack and block.depth > self._stack[-1].depth and block.kind != "rule":
            if (draft := self._stack[-1].draft) is not None:
                self._below(draft, number, "\n".join(line.strip() for line in block.text.split("\n")))
        else:
            self._stack = []
            if block.kind == "table":
                self._table(number, block)
            elif block.kind == "text" and only_tags(block.text):
                self._taken[number] = True
            elif block.kind == "text" and self._date:
                self._drafts.append(Draft("events", number, block.text, self._date))

    def _item(self, number: int, block: Block) -> None:
        while self._stack and self._stack[-1].depth >= block.depth:
            self._stack.pop()
        above = self._stack[-1] if self._stack else None
        found = dated(block.text) if self._part != "sources" else None
        if isinstance(found, Doubt):
            self._tell(f"{quoted(found.written)} is no date, or could be two, so it stays text", block.start + 1)
            found = None
        if found is not None and not found.rest:
            self._stack.append(Open(block.depth, None, found.date, number))  # it dates what stands below it
            return
        draft = self._draft(number, block, above, found.date if found else "")
        if draft is not None and found is not None:
            draft.text, draft.hour = found.rest, found.hour
        elif draft is None and above is not None and above.draft is not None:
            draft = above.draft
            self._below(draft, number, f"- {block.text}")
        self._stack.append(Open(block.depth, draft))

    def _draft(self, number: int, block: Block, above: Open | None, date: str) -> Draft | None:
        """What an item begins; None when it belongs to the one above, or stays."""
        inherited = above.date if above is not None and not date else ""
        if not date and above is None and self._part in (None, "events"):
            date = self._date
        part: Part | None = "events" if date or inherited else self._part if above is None else None
        if part is None or (part == "events" and not date and not inherited):
            return None
        self._drafts.append(Draft(part, number, block.text, date or inherited, mark=block.mark))
        if inherited and above is not None:
            self._drafts[-1].blocks.append(above.block)  # the line of the date goes with what it dates
        return self._drafts[-1]

    def _below(self, draft: Draft, number: int, text: str) -> None:
        draft.blocks.append(number)
        draft.more.append(text)

    # Tables

    def _table(self, number: int, block: Block) -> None:
        """The rows of a table of dates; the others stay, below its head."""
        lines = block.text.split("\n")
        head = cells(lines[0])
        if len(head) < 2 or fold_words(plain(head[0])) not in _DATE_COLUMNS:
            return
        rows = [cells(line) for line in lines[2:]]
        order = dates.order_of(row[0] for row in rows)
        titled = [at for at, name in enumerate(head) if at and fold_words(plain(name)) in _TITLE_COLUMNS]
        at = titled[0] if titled else 1
        left = [line for line, row in zip(lines[2:], rows, strict=True) if not self._row(head, row, at, order)]
        if len(left) < len(rows):
            self._taken[number] = not left
            self._cut[number] = [*lines[:2], *left]

    def _row(self, head: list[str], row: list[str], at: int, order: dates.Order) -> bool:
        if len(row) <= at or not row[at] or len(row[0]) > 2 * dates.LONGEST:
            return False
        found = dated(f"{row[0]}: x", order)
        if not isinstance(found, Dated) or found.rest != "x":
            return False
        named = [*head, *("" for _ in row)]
        more = [
            f"{plain(named[n])}: {cell}" if named[n] else cell
            for n, cell in enumerate(row)
            if cell and n not in (0, at)
        ]
        made = event(found.date, found.hour, row[at], more, "", self._entities)
        if made is None:
            return False
        self.items.setdefault("events", []).append(made)
        return True

    # What becomes of the drafts

    def _finish(self, draft: Draft) -> None:
        made: dict[str, Raw] | None
        if draft.part == "sources":
            made = source(draft.text)
            if made is not None and draft.more:
                made["note"] = "\n".join(filter(None, [str(made.get("note", "")), *draft.more]))
        elif draft.part == "events":
            made = event(draft.date, draft.hour, draft.text, draft.more, draft.mark, self._entities)
        else:
            text = "\n".join([unmarked(draft.text), *draft.more]).strip()
            made = {"text": text} if any(char.isalnum() for char in text) else None
            if draft.part == "judgments" and made is not None:
                made = judgment(made, draft.text)
        if made is None:
            return
        for number in draft.blocks:
            self._taken[number] = True
        if draft.part == "sources":
            self.sources.append(made)
        else:
            self.items.setdefault(draft.part, []).append(made)

    def _clear_headings(self) -> None:
        """Headings that say nothing any more go: those of parts that have fields, and dates, when nothing is left."""
        open_below: list[tuple[int, bool]] = []  # the headings behind, by level, and whether anything is left there
        left = taken = False
        for number in range(len(self.blocks) - 1, -1, -1):
            block = self.blocks[number]
            if block.kind != "heading":
                left = left or (block.kind != "blank" and not self._taken[number])
                taken = taken or (block.kind != "blank" and self._taken[number])
                continue
            while open_below and open_below[-1][0] > block.depth:
                left, taken = left or open_below[-1][1], True
                open_below.pop()
            words = plain(block.text).rstrip(":") if len(block.text) < 60 else ""
            said = fold_words(words) in SECTIONS or (not self._daily and heading_date(words) is not None)
            if said and taken and not left:
                self._taken[number] = True
            open_below.append((block.depth, left or not self._taken[number]))
            left = taken = False

    # The text that stays

    def first_paragraph(self) -> tuple[int, str]:
        """The first paragraph of plain text that stays, in one line, and its block; -1 where there is none."""
        for number, block in enumerate(self.blocks):
            if block.kind == "text" and not self._taken[number] and block.depth < 4:
                text = " ".join(block.text[:_START].split())
                if any(char.isalnum() for char in plain(text)) and not _aside(text):
                    return number, text
        return -1, ""

    def begins(self, number: int) -> bool:
        """Whether the text that stays begins with a block: no heading would be left without it."""
        return all(self._taken[at] or self.blocks[at].kind == "blank" for at in range(number))

    def take(self, number: int) -> None:
        """Take a block out of the text."""
        self._taken[number] = True

    def left(self) -> str:
        """The Markdown that stays; where something was taken no more than one empty line is left."""
        out: list[str] = []
        for number, block in enumerate(self.blocks):
            if self._taken[number]:
                continue
            if block.kind == "blank" and (not out or not out[-1].strip()):
                continue
            out += self._cut.get(number) or self.lines[block.start : block.end]
        return (
            "\n".join(line.rstrip() if not line.endswith("  ") else f"{line.rstrip()}  " for line in out)
            .strip("\n")
            .rstrip()
        )


def _aside(text: str) -> bool:
    """Whether a paragraph is no prose: a picture, a footnote, tags, a field of Dataview, formulas."""
    return text.startswith(("![", "[^", "$$", "{{", "<")) or re.match(r"[\w ]{1,30}:: ", text) is not None


def judgment(values: dict[str, Raw], text: str) -> dict[str, Raw] | None:
    """A judgment, when its text has one term of likelihood; several terms or none leave that to the reader."""
    terms = {(found[2] or found[3]).lower() for found in _TERM.finditer(text) if not found[1]}
    negated = any(found[1] for found in _TERM.finditer(text))
    if len(terms) != 1 or negated:
        return None
    values["likelihood"] = terms.pop()
    if (confidence := _CONFIDENCE.search(text)) is not None:
        values["confidence"] = confidence[1].lower()
        values["text"] = _BRACKETED.sub("", str(values["text"]))  # it has its field
    return values


def source(text: str) -> dict[str, Raw] | None:
    """A source of a bullet with one address on the web; what stands beside the link is its note."""
    flat = " ".join(text.split())
    linked = [span for span in spans_of(flat) if span.kind == "web" and citing.WEB.fullmatch(span.target)]
    spare = flat
    for span in reversed(linked):
        spare = spare[: span.start] + " " + spare[span.end :]
    bare = [found[0].rstrip(".,;:!?") for found in _BARE_URL.finditer(spare)]
    if len(linked) + len(bare) != 1:
        return None
    url = linked[0].target if linked else bare[0].rstrip(")") if "(" not in bare[0] else bare[0]
    beside = " ".join(spare.replace(url, " ", 1).split()).replace("<>", "").replace("()", "").strip(_EDGES)
    title = plain(linked[0].label) if linked else ""
    values: dict[str, Raw] = {"title": title or plain(beside) or citing.host(url) or url, "url": url}
    if beside and title:
        values["note"] = unmarked(beside)
        if (published := dates.edtf(plain(beside))) is not None:
            values["published"] = published
            del values["note"]
    return cast("dict[str, Raw]", {name: value for name, value in values.items() if value})
