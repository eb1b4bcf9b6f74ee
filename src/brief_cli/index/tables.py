"""The tables of an index, and the rows that go into them.

An index holds of each file what it says, of each record and item its own part of the JSON and what it is selected,
found and ordered by, and of every naming its two ends.  What other files say about a record and that many rows are
selected by (``origins``, ``contested``, ``dangling``, ``orphan``, ``teller``) stands in columns that are worked out
anew whenever one of those files changes; all else is joined at the answer.
"""

from __future__ import annotations

from typing import Any, NamedTuple

SCHEMA = 6
"""Raised whenever tables, tokens or rows change their sense: an index of another number is made anew."""

SEARCHED = ("id", "name", "title", "alias", "tags", "bottom_line", "text")
"""The columns of words that a search looks in, most telling first; ``rest`` is for free words of other commands."""

NAMING = "('entity', 'place', 'said_by', 'link')"
"""The kinds of naming by which a brief or an item is asked for an entity."""

EXEMPT = "exempt"
"""The field of a label that holds an exemption of a record: the rule, and its own JSON."""

MOST_ITEMS = 1_000_000
"""Of one part of a brief: an item's place (``seq``) is counted in these."""

KNOWN = "(EXISTS (SELECT 1 FROM unit t WHERE t.id = r.target) OR EXISTS (SELECT 1 FROM broken b WHERE b.id = r.record))"
"""The condition that a naming ``r`` leads somewhere: broken records are there, only unread."""

DISAGREE = 1_000_000
"""Added to ``told`` where two tellings share no day."""

DDL = """
CREATE TABLE header (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE file (path TEXT PRIMARY KEY, kind TEXT, digest BLOB, problems TEXT, findings TEXT) WITHOUT ROWID;
CREATE TABLE claim (id TEXT, inner INT, path TEXT, PRIMARY KEY (id, inner, path)) WITHOUT ROWID;
CREATE TABLE broken (id TEXT, path TEXT, PRIMARY KEY (id, path)) WITHOUT ROWID;
CREATE TABLE unit (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL, kind TEXT NOT NULL, brief TEXT, path TEXT NOT NULL, line INT, seq INT,
    own TEXT NOT NULL, lines TEXT, title TEXT, first TEXT, last TEXT, status TEXT, type TEXT, as_of TEXT, due TEXT,
    origin TEXT, cites INT, origins INT, contested INT, dangling INT, unsourced INT, single INT, orphan INT,
    teller TEXT, told INT
);
CREATE TABLE ref (
    origin TEXT, owner TEXT, target TEXT, record TEXT, how TEXT, as_ TEXT, line INT, seq INT, note TEXT, credibility INT
);
CREATE TABLE label (owner TEXT, field TEXT, folded TEXT, shown TEXT);
CREATE TABLE name (folded TEXT, id TEXT, kind TEXT);
CREATE TABLE vocabulary (token TEXT PRIMARY KEY, plain TEXT, skeleton TEXT) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5(
    id, name, title, alias, tags, bottom_line, text, rest, content = '',
    tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'"
);
CREATE VIRTUAL TABLE terms USING fts5vocab(words, 'row');
"""
INDEXES = """
CREATE UNIQUE INDEX unit_id ON unit (id);
CREATE INDEX unit_brief ON unit (brief, seq);
CREATE INDEX unit_kind ON unit (kind, teller, first, last, id, brief);
CREATE INDEX unit_path ON unit (path);
CREATE INDEX unit_teller ON unit (teller) WHERE told > 1;
CREATE INDEX ref_owner ON ref (owner, seq);
CREATE INDEX ref_origin ON ref (origin, how);
CREATE INDEX ref_record ON ref (record, how);
CREATE INDEX file_problems ON file (path) WHERE problems IS NOT NULL;
CREATE INDEX file_findings ON file (path) WHERE findings IS NOT NULL;
CREATE INDEX claim_path ON claim (path);
CREATE INDEX broken_path ON broken (path);
CREATE INDEX label_owner ON label (owner, field);
CREATE INDEX label_value ON label (field, folded);
CREATE INDEX name_folded ON name (folded);
CREATE INDEX name_id ON name (id);
CREATE INDEX vocabulary_plain ON vocabulary (plain);
CREATE INDEX vocabulary_skeleton ON vocabulary (skeleton) WHERE skeleton <> '';
"""
"""Made after the first filling, which is faster."""


class UnitRow(NamedTuple):
    """A record or an item: what ``unit`` holds of it as its own file says it."""

    id: str
    kind: str  # brief, entity, source, or an item's kind
    brief: str | None  # of briefs and their items
    path: str
    line: int
    seq: int  # the brief's own head first, then its items in the order of a page
    own: str  # its own part of the JSON, compact
    lines: str  # the line of each searched field, as JSON
    title: str
    first: str | None = None  # of events and of the publication of sources
    last: str | None = None
    status: str | None = None  # of briefs and events
    type: str | None = None  # of entities; the kind of sources
    as_of: str | None = None
    due: str | None = None  # of briefs: the day after which they are stale
    origin: str | None = None  # of sources: what their reporting goes back to, folded
    cites: int | None = None  # of claims: how many citations
    teller: str | None = None  # of events: itself, until it turns out to be told by another, too
    told: int | None = None  # of events: by how many, itself included


class RefRow(NamedTuple):
    """One naming: ``origin``, which stands in ``owner``, names ``target``, which stands in ``record``."""

    origin: str
    owner: str
    target: str
    record: str
    how: str
    as_: str
    line: int
    seq: int
    note: str | None = None
    credibility: int | None = None


class RecordRows(NamedTuple):
    """All rows of one record, its items included; each unit with its texts by column of ``words``."""

    units: list[tuple[UnitRow, tuple[str, ...]]]
    refs: list[RefRow]
    labels: list[tuple[str, str, str, str]]  # owner, field, folded, shown
    names: list[tuple[str, str, str]]  # folded, id, kind


class Claim(NamedTuple):
    """An id that a file has a record for; a source that a brief defines by the way gives way to every record."""

    id: str
    inner: bool


class FileRows(NamedTuple):
    """All that one file says, and what is wrong with it."""

    path: str
    kind: str
    digest: bytes  # what tells two states of the file apart
    broken: list[str]
    problems: list[list[Any]]  # the fields of a Problem each
    findings: list[list[Any]]  # what each record says against itself: the fields of a ``checks.told.Told`` each
    records: list[tuple[Claim, RecordRows]]


Plain = tuple[Any, ...]


def plain_of(rows: FileRows) -> Plain:
    """The same without names, which goes from process to process in a fraction of the time (``marshal``)."""
    records = [
        (tuple(claim), [(tuple(unit), texts) for unit, texts in found.units], list(map(tuple, found.refs)), *found[2:])
        for claim, found in rows.records
    ]
    return (*rows[:-1], records)


def rows_of(plain: Plain) -> FileRows:
    """The rows that were made plain."""
    records = [
        (
            Claim(*claim),
            RecordRows([(UnitRow(*unit), texts) for unit, texts in units], list(map(RefRow._make, refs)), *rest),
        )
        for claim, units, refs, *rest in plain[-1]
    ]
    return FileRows._make((*plain[:-1], records))


UNIT_COLUMNS = ", ".join(UnitRow._fields)
REF_COLUMNS = ", ".join(RefRow._fields)


def kept_path(path: str) -> str:
    """A path as the index holds it: bytes that are no UTF-8 survive, and the order stays that of code points."""
    return path if path.isascii() else path.encode("utf-8", "surrogateescape").decode("latin-1")


def bound(text: str) -> str:
    """A text that SQLite takes: what no file can say (half of a surrogate pair) is marked as such."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def path_of(kept: str) -> str:
    """The path that was kept."""
    return kept if kept.isascii() else kept.encode("latin-1").decode("utf-8", "surrogateescape")
