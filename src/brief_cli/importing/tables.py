"""Tables of events or of sources: CSV, TSV and what spreadsheets call so, read by the names of their columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from brief_cli.importing import citing, dates
from brief_cli.importing.carried import Carried, Given, Loss, Raw, Record
from brief_cli.importing.naming import slug
from brief_cli.model.brief import EVENT_STATUSES
from brief_cli.model.edtf import quoted
from brief_cli.model.text import fold_words
from brief_cli.model.value import Value

Meant = Literal["events", "sources"]


def _columns(*lines: str) -> dict[str, str]:
    """The field of each name of a column, from lines of `field: name, name`."""
    return {name: line.partition(":")[0] for line in lines for name in line.partition(": ")[2].split(", ")}


EVENTS = _columns(
    "date: date, when, day, start, start date, begin, from, event date, year, datum, wann, tag, beginn, jahr",
    "end: end, end date, until, to, ende, bis",
    "time: time, hour, uhrzeit, zeit",
    "title: title, event, what, headline, name, titel, ereignis, was",
    "detail: detail, details, description, notes, note, text, beschreibung, notiz, notizen",
    "status: status",
    "place: place, location, where, ort, wo",
    "entities: entities, entity, actors, actor, who, participants, people, beteiligte, akteure, wer",
    "sources: sources, source, quelle, quellen, citation, reference",
    "url: url, link, source url, urls, links, href",
    "said_by: said by, according to, claimed by, laut",
    "brief: brief, briefs",
    "id: id",
)
SOURCES = _columns(
    "title: title, name, headline, titel",
    "url: url, link, href, address, adresse",
    "publisher: publisher, outlet, site, website, source, publication title, publication, journal, container title, "
    "newspaper, verlag, herausgeber, quelle, medium",
    "author: author, authors, by, creator, autor, autoren, verfasser",
    "published: published, date, date published, published on, publication date, issued, datum, veroffentlicht",
    "retrieved: retrieved, accessed, access date, retrieved on, accessed on, read on, abgerufen",
    "lang: lang, language, sprache",
    "kind: kind, type, item type, art, typ",
    "reliability: reliability, grade, zuverlassigkeit",
    "origin: origin",
    "via: via",
    "archived: archived, archive, archive url, archived url",
    "note: note, notes, annotation, abstract, abstract note, notiz, notizen",
    "doi: doi",
    "id: id, key, citation key",
)
NAMES = {"events": EVENTS, "sources": SOURCES}
_EXPORTED = (frozenset(("id", "date", "title", "earliest")), frozenset(("id", "title", "reliability", "items")))
_DERIVED = frozenset(("earliest", "latest", "items", "date flags", "date text", "dates disagree", "told in"))
"""Tables that the program itself writes, and their columns that it works out anew."""

_EVENTS_ONLY = frozenset(("end", "place", "entities", "said_by", "brief", "status", "time"))
_SOURCES_ONLY = frozenset(("publisher", "author", "published", "retrieved", "reliability", "archived", "origin", "via"))
_SHARED = frozenset(("source", "quelle", "date", "datum"))
"""Names that a table of events may have as well as one of sources."""
_STATUSES = {
    "cancelled": "canceled abgesagt", "planned": "geplant scheduled", "alleged": "reported claimed angeblich",
    "happened": "confirmed done erfolgt bestatigt",
}  # fmt: skip
_STATUS = {word: status for status, words in _STATUSES.items() for word in words.split()}
_STATUS |= {status: status for status in EVENT_STATUSES}


class _Row(Value, kw_only=False):
    """A row: the line it begins in, its cells by field, and those of other columns by their own names."""

    line: int
    cells: dict[str, str]
    own: dict[str, Raw]


class _Table(Value, kw_only=False):
    """A table whose columns are understood."""

    name: str
    meant: Meant
    rows: Sequence[_Row]
    orders: dict[str, dates.Order]


def read(files: Sequence[Given], *, meant: Meant | None = None) -> Carried:
    """The events or the sources of some files; ``meant`` says which they are, else their columns do."""
    records: list[Record] = []
    losses: list[Loss] = []
    for given in files:
        table = _table(given, meant, losses)
        if table is not None:
            reading = _Events(table, records, losses) if table.meant == "events" else _Sources(table, records, losses)
            for row in table.rows:
                reading.carry(row)
    return Carried(records=records, losses=losses)


def _table(given: Given, meant: Meant | None, losses: list[Loss]) -> _Table | None:
    text, told = citing.decoded(given)
    losses += told
    separator, text = citing.separated(text, _known)
    lines = citing.rows(text, separator, given.name, losses)
    if not lines:
        losses.append(citing.lost(given.name, "", "the table has no rows"))
        return None
    at = _header(row for _, row in lines[: citing.HEADER_ROWS])
    head = lines[at or 0][1]
    meant = meant or _meaning(head)
    if at is None or meant is None:
        losses.append(citing.lost(given.name, f"line {lines[at or 0][0]}", _unknown(head)))
        return None
    names = _placed(head, NAMES[meant])
    fields = {field for field, _ in names}
    if not ({"date", "title"} <= fields if meant == "events" else {"title", "url"} & fields):
        losses.append(citing.lost(given.name, f"line {lines[at][0]}", _unknown(head)))
        return None
    rows = [_row(line, row, names, given.name, losses) for line, row in lines[at + 1 :]]
    return _Table(given.name, meant, rows, _orders(meant, rows))


def _orders(meant: Meant, rows: Sequence[_Row]) -> dict[str, dates.Order]:
    """How the columns of dates are written: both of an event alike, those of a source each by itself."""

    def cells(*fields: str) -> Iterator[str]:
        return (row.cells[field] for row in rows for field in fields if field in row.cells)

    if meant == "events":
        return {"date": dates.order_of(cells("date", "end"))}
    return {field: dates.order_of(cells(field)) for field in ("published", "retrieved")}


def _unknown(head: list[str]) -> str:
    shown = citing.fields_told([cell for cell in head if cell])
    return (
        f"these columns say neither events nor sources: {shown}; events need a `date` and a `title`, "
        "sources a `title` or a `url` and a `publisher`, an `author`, a day `published` or a `reliability`"
    )


def _plain(name: str) -> str:
    """The name of a column for comparing: without case, accents, signs and what stands in brackets."""
    outside = name.partition("(")[0].strip(" *:?#.\t\n")
    return fold_words(outside or name)


def _known(row: Iterable[str]) -> int:
    names = {_plain(cell) for cell in row}
    return max(len(names & EVENTS.keys()), len(names & SOURCES.keys()))


def _header(rows: Iterable[list[str]]) -> int | None:
    """Which row names the columns: the first that has two known names, else the first that has one."""
    known = [_known(row) for row in rows]
    return next((at for least in (2, 1) for at, count in enumerate(known) if count >= least), None)


def _meaning(head: list[str]) -> Meant | None:
    """What a table is of, told by its columns."""
    names = {_plain(cell) for cell in head}
    events = {EVENTS[name] for name in names if name in EVENTS}
    own = {SOURCES[name] for name in names - _SHARED if name in SOURCES} & _SOURCES_ONLY
    sources = {SOURCES[name] for name in names if name in SOURCES}
    if {"date", "title"} <= events and (not own or len(events & _EVENTS_ONLY) > len(own)):
        return "events"
    described = sources & {"title", "url"} and sources & _SOURCES_ONLY
    return "sources" if described or {"title", "url"} <= sources else None


def _placed(head: list[str], known: dict[str, str]) -> list[tuple[str, str]]:
    """For each column its field (empty: it has none) and the user's own field that it is kept in otherwise."""
    placed: list[tuple[str, str]] = []
    exported = any(names <= {_plain(cell) for cell in head} for names in _EXPORTED)
    taken: set[str] = set()
    for number, cell in enumerate(head, 1):
        name = _plain(cell)
        own = "" if exported and name in _DERIVED else citing.own(cell or f"column {number}", taken)
        taken.add(own)
        placed.append((known.get(name, ""), own))
    return placed


def _row(line: int, row: list[str], names: list[tuple[str, str]], file: str, losses: list[Loss]) -> _Row:
    cells: dict[str, str] = {}
    own: dict[str, Raw] = {}
    for cell, (field, name) in zip(row, names, strict=False):
        if cell and field and field not in cells:
            cells[field] = cell
        elif cell and name:
            own[name] = cell
    beyond = [cell for cell in row[len(names) :] if cell]
    if beyond:
        what = f"cells beyond the last column are left out: {citing.fields_told(beyond)}"
        losses.append(citing.lost(file, f"line {line}", what))
    return _Row(line, cells, own)


def _joined(values: dict[str, Raw], own: dict[str, Raw]) -> dict[str, Raw]:
    """The fields of a record with the user's own; none takes another's place."""
    for name, cell in own.items():
        values[citing.own(name, values)] = cell
    return values


def _named(url: str, title: str) -> str:
    """An id for what an event cites: of its name and of the end of its address."""
    end = url.rstrip("/").rpartition("/")[2]
    return slug(title if citing.host(url) in end else f"{title} {end}") or "source"


class _Reading:
    """A table on its way into records."""

    def __init__(self, table: _Table, records: list[Record], losses: list[Loss]) -> None:
        self.table, self.records, self.losses = table, records, losses
        self.taken: set[str] = set()
        self.place = ""

    def tell(self, what: str) -> None:
        self.losses.append(citing.lost(self.table.name, self.place, what))

    def add_source(self, values: dict[str, Raw], id_: str) -> str:
        self.taken.add(id_)
        key = f"url:{values['url']}" if values.get("url") else ""
        self.records.append(citing.source_record(values, id_, self.table.name, self.place, key))
        return id_


class _Sources(_Reading):
    def carry(self, row: _Row) -> None:
        self.place = f"line {row.line}"
        written = {field: cell for field, cell in row.cells.items() if field != "id"}
        if not written.get("title") and written.get("url"):
            written["title"] = citing.host(written["url"]) or written["url"]
        values = citing.source(written, self.tell, self.table.orders)
        if values is None:
            return
        id_ = row.cells.get("id", "")
        wish = id_ if citing.ID.fullmatch(id_) else slug(id_) or citing.wished(values)
        if citing.ID.fullmatch(id_) and id_ in self.taken:
            self.tell(f"the id {quoted(id_)} stands in another row, too, so this source gets one of its own")
        self.add_source(_joined(values, row.own), citing.free(wish, self.taken))


class _Events(_Reading):
    def __init__(self, table: _Table, records: list[Record], losses: list[Loss]) -> None:
        super().__init__(table, records, losses)
        self.sources: dict[str, str] = {}  # the ids of what is cited, by address or by name
        self.ids: set[tuple[str, str]] = set()

    def carry(self, row: _Row) -> None:
        self.place = f"line {row.line}"
        cells = row.cells
        date = self._date(cells)
        if not date or not cells.get("title"):
            if not cells.get("title"):
                self.tell("a row without a title is no event")
            return
        brief, id_ = self._address(cells)
        title = " ".join(cells["title"].split())
        values: dict[str, Raw] = {"id": id_, "date": date, "title": title} | self._rest(cells)
        values["sources"] = list(dict.fromkeys(self._cited(cells)))
        values = _joined({name: value for name, value in values.items() if value}, row.own)
        event = Record(kind="event", id="", values=values, file=self.table.name, place=self.place, brief=brief)
        self.records.append(event)

    def _rest(self, cells: dict[str, str]) -> dict[str, Raw]:
        """What an event may say beside its date and its title; empty where it does not."""
        written = cells.get("status", "")
        status = _STATUS.get(fold_words(written), "")
        if written and not status:
            self.tell(f"{quoted(written)} is no status of an event, so it is kept as `x_status`")
        hour = cells.get("time") or dates.hour(cells["date"])
        return {
            "detail": ": ".join(filter(None, (hour, cells.get("detail", "")))),
            "status": status,
            "x_status": "" if status else written,
            "said_by": cells.get("said_by", ""),
            "place": cells.get("place", ""),
            "entities": [*citing.entries(cells.get("entities", ""))],
        }

    def _date(self, cells: dict[str, str]) -> str | None:
        written, order = cells.get("date", ""), self.table.orders["date"]
        if not written:
            self.tell("a row without a date is no event")
            return None
        found, last = dates.edtf(written, order), cells.get("end", "")
        if found is None:
            self.tell(f"{quoted(written)} is no date, or one that can be read in two ways, so the row is left out")
            return None
        if not last:
            return found
        end = dates.edtf(last, order)
        if end is None:
            self.tell(f"{quoted(last)} is no date, so the event has no end")
            return found
        whole = dates.spanned(found, end)
        if whole is None:
            self.tell(f"from {quoted(written)} to {quoted(last)} is no interval, so the row is left out")
        return whole

    def _address(self, cells: dict[str, str]) -> tuple[str, str]:
        """The brief that an event belongs to, and its id there; an `id` may be an address."""
        brief, mark, id_ = cells.get("id", "").rpartition("#")
        first, _, more = cells.get("brief", "").partition(",")
        if more.strip() and not brief:
            self.tell(f"an event belongs to one brief, so {quoted(more.strip())} is left out")
        brief = brief or first.strip()
        brief = brief if citing.ID.fullmatch(brief) else slug(brief)
        if not id_ or (mark and re.fullmatch(r"events\.[0-9]+", id_)):
            return brief, ""
        if not citing.ID.fullmatch(id_) or (brief, id_) in self.ids:
            why = "stands in another row, too" if citing.ID.fullmatch(id_) else "is no id"
            self.tell(f"{quoted(id_)} {why}, so this event has none")
            return brief, ""
        self.ids.add((brief, id_))
        return brief, id_

    def _cited(self, cells: dict[str, str]) -> Iterator[str]:
        """The sources of an event by id; an address or a name gets a record of its own, once in a table."""
        urls, names = citing.addresses(cells.get("sources", ""))
        more, others = citing.addresses(cells.get("url", ""))
        urls, names = list(dict.fromkeys([*urls, *more])), [*names, *others]
        if len(urls) == 1 and len(names) == 1 and not citing.ID.fullmatch(names[0]):
            yield self._source(urls[0], names[0])
            return
        for name in names:
            yield name if citing.ID.fullmatch(re.sub(" [1-6]$", "", name)) else self._source("", name)
        for url in urls:
            yield self._source(url, citing.host(url) or url)

    def _source(self, url: str, title: str) -> str:
        known = self.sources.get(url or title)
        if known is None:
            values: dict[str, Raw] = {"title": " ".join(title.split())}
            values |= {"url": url} if url else {}
            known = self.add_source(values, citing.free(_named(url, title), self.taken))
            self.sources[url or title] = known
        return known
