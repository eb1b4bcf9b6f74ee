"""BibTeX and BibLaTeX, as reference managers export them, read as sources.

The library takes a file apart; what its fields say is worked out here, since values are joined with `#`, names and
LaTeX are each read by themselves, and nothing that one of them stumbles over may take the rest with it.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

from brief_cli.importing import citing, dates
from brief_cli.importing.carried import Carried, Given, Loss, Record
from brief_cli.importing.naming import slug
from brief_cli.model.edtf import quoted

Fields = dict[str, str]
"""The fields of an entry by name in lower case, as they stand in the file but for their delimiters."""

_KINDS = {
    **dict.fromkeys(("report", "techreport", "manual"), "report"),
    **dict.fromkeys(("legislation", "legal", "legadminmaterial", "jurisdiction", "bill", "statute", "case"), "law"),
    **dict.fromkeys(("dataset", "data"), "dataset"),
    **dict.fromkeys(("magazine", "newspaper", "news"), "press"),
    "interview": "interview",
}
_PRESS = ("newspaper", "magazine", "news", "newspaperarticle", "magazinearticle")
_PUBLISHERS = (
    "journaltitle", "journal", "publisher", "institution", "organization", "school", "booktitle", "howpublished"
)  # fmt: skip
_NOTES = ("annotation", "annote", "note", "abstract")
_TITLES = ("title", "subtitle", "titleaddon")
_PEOPLE = frozenset(("author", "editor", "editora", "editorb", "editorc", "translator", "commentator", "annotator"))
_VERBATIM = frozenset(("url", "doi", "eprint", "urldate", "date", "year", "origdate", "eventdate", "pubstate"))
_OWN_TITLES = frozenset(
    ("title", "subtitle", "titleaddon", "shorttitle", "sorttitle", "indextitle", "label", "crossref", "xdata", "xref")
)
"""What a part does not take from the book it stands in: its title becomes the part's book title."""

_HOUSEKEEPING = re.compile(
    r"bdsk-.*|mendeley-.*|file|local-url|owner|timestamp|groups|date-added|date-modified|creationdate"
    r"|modificationdate|readstatus|priority|ranking|relevance|qualityassured|printed|__markedentry|zotero-.*"
)
_PLAIN = re.compile(r"[^\\{}$~`'-]*")
_URL = re.compile(r"\\url\s*\{([^{}]*)\}|(https?://[^\s{}]+)")
_ESCAPED = re.compile(r"\\([_%&#~$])(?:\{\})?")


def read(files: Sequence[Given]) -> Carried:
    """The sources of some files, one an entry."""
    records: list[Record] = []
    losses: list[Loss] = []
    for given in files:
        text, told = citing.decoded(given)
        losses += told
        _File(given.name, text, records, losses).read()
    return Carried(records=records, losses=losses)


class _File:
    """One file as it is read, and where its records and losses go."""

    def __init__(self, name: str, text: str, records: list[Record], losses: list[Loss]) -> None:
        self.name, self.text = name, text
        self.records, self.losses = records, losses
        self.strings: Fields = {}
        self.taken: set[str] = set()
        self.dropped: dict[str, None] = {}

    def tell(self, place: str, what: str) -> None:
        self.losses.append(citing.lost(self.name, place, what))

    def read(self) -> None:
        try:
            blocks = _blocks(self.text)
        except Exception:  # whatever the library stumbles over is the file's fault, and no other file's
            self.tell("", "the file cannot be read as BibTeX")
            return
        entries = list(self._entries(blocks))
        by_key = {key: fields for key, _, fields in entries}
        for key, type_, fields in entries:
            self._carry(key, type_, self._inherited(key, fields, by_key))
        if self.dropped:
            what = f"what the reference manager keeps for itself is left out: {citing.fields_told(list(self.dropped))}"
            self.tell("", what)

    def _entries(self, blocks: list[Any]) -> Iterator[tuple[str, str, Fields]]:
        """Each entry's key, type and fields; everything else is told."""
        passed = {"ExplicitComment": 0, "ImplicitComment": 0, "Preamble": 0}
        seen: set[str] = set()
        for block in blocks:
            line = f"line {(block.start_line or 0) + 1}"
            name = type(block).__name__
            if name == "DuplicateFieldKeyBlock":
                names = citing.fields_told(sorted(block.duplicate_keys))
                self.tell(line, f"an entry has a field twice, and the first counts: {names}")
                block, name = block.ignore_error_block, "Entry"
            if name == "Entry" and block.key not in seen:
                seen.add(block.key)
                yield block.key, block.entry_type.lower(), self._fields(block)
            elif name == "String":
                self.strings[block.key.lower()] = _joined(block.value, self.strings)
            elif name == "ImplicitComment" and re.search(r"^\s*@", block.comment, re.MULTILINE):
                self.tell(line, f"this is no entry that can be read: {quoted(block.comment)}")
            elif name in passed:
                passed[name] += 1
            else:
                self._failed(block, line)
        self._passed(**passed)

    def _failed(self, block: Any, line: str) -> None:
        inner: Any = getattr(block, "ignore_error_block", None)
        key = getattr(inner, "key", None) or getattr(block, "key", None)
        if inner is None and not key:
            self.tell(line, f"an entry cannot be read: {quoted(str(block.raw or '').strip())}")
        elif type(inner).__name__ == "String":
            self.strings[inner.key.lower()] = _joined(inner.value, self.strings)
            self.tell(line, f"`@string` defines {quoted(str(key))} again")
        else:
            self.tell(line, f"another entry has the key {quoted(str(key))}, so this one is left out")

    def _passed(self, **passed: int) -> None:
        comments = passed["ExplicitComment"] + passed["ImplicitComment"]
        parts = [f"{n} {word}{'s' if n > 1 else ''}" for n, word in ((comments, "comment"),) if n]
        parts += [f"{n} `@preamble`" for n in (passed["Preamble"],) if n]
        if parts:
            self.tell("", f"what is no entry is left out: {' and '.join(parts)}")

    def _fields(self, entry: Any) -> Fields:
        found: Fields = {}
        for field in entry.fields:
            found.setdefault(field.key.lower(), _joined(str(field.value), self.strings))
        return found

    def _inherited(self, key: str, fields: Fields, by_key: dict[str, Fields]) -> Fields:
        """The fields with those of the entries that it refers to."""
        whole = dict(fields)
        parent = whole.pop("crossref", "")
        for name in filter(None, (parent, *whole.pop("xdata", "").split(","))):
            other = by_key.get(name.strip())
            if other is None:
                self.tell(
                    f"entry {citing.clean(key)}", f"it refers to {quoted(name.strip())}, which is not in the file"
                )
                continue
            taken = {n: text for n, text in other.items() if name != parent or n not in _OWN_TITLES}
            if name == parent and "title" in other:
                taken.setdefault("booktitle", other["title"])
            whole = taken | whole
        return whole

    def _carry(self, key: str, type_: str, fields: Fields) -> None:
        if type_ == "xdata":
            return  # a store of fields for other entries
        place = f"entry {citing.clean(key)}" if citing.clean(key) else f"an entry @{citing.clean(type_)}"
        self.dropped |= dict.fromkeys(name for name in fields if _HOUSEKEEPING.fullmatch(name))
        kept = {name: text for name, text in fields.items() if not _HOUSEKEEPING.fullmatch(name)}
        values = citing.source(_written(type_, kept), lambda what: self.tell(place, what))
        if values is None:
            return
        id_ = citing.free(slug(key) or citing.wished(values), self.taken)
        self.taken.add(id_)
        wish = f"bibtex:{citing.clean(key)}" if citing.clean(key) else ""
        self.records.append(citing.source_record(values, id_, self.name, place, wish))


def _blocks(text: str) -> list[Any]:
    """The parts of a file, as the library takes it apart."""
    from bibtexparser.splitter import Splitter

    for name in ("bibtexparser", "pylatexenc"):  # they would write to the terminal what is told as a loss here
        logging.getLogger(name).addHandler(logging.NullHandler())
    blocks: list[Any] = Splitter(text).split().blocks
    return blocks


def _joined(value: str, strings: Fields) -> str:
    """What a value says: its pieces without their delimiters, names of `@string` resolved, joined at each `#`."""
    return "".join(_piece(piece, strings) for piece in _pieces(value))


def _pieces(value: str) -> Iterator[str]:
    """A value cut at each `#` that stands outside of braces and quotes."""
    depth, quote, start = 0, False, 0
    for sign in re.finditer(r'\\.|[{}"#]', value, re.DOTALL):
        if sign[0] == '"' and depth == 0:
            quote = not quote
        elif sign[0] in "{}":
            depth = max(depth + (1 if sign[0] == "{" else -1), 0)
        elif sign[0] == "#" and depth == 0 and not quote:
            yield value[start : sign.start()].strip()
            start = sign.end()
    yield value[start:].strip()


def _piece(piece: str, strings: Fields) -> str:
    if len(piece) > 1 and piece[0] + piece[-1] in ("{}", '""'):
        return piece[1:-1]
    return strings.get(piece.lower(), piece)


def _written(type_: str, fields: Fields) -> dict[str, str]:
    """What an entry says, by the fields of a source; the rest as the user's own fields."""
    used = set(_TITLES) | {"date", "urldate", "url", "doi", "langid", "language", "entrysubtype"}
    publisher = next((name for name in _PUBLISHERS if fields.get(name)), "")
    author = next((name for name in ("author", "editor") if fields.get(name)), "")
    note = next((name for name in _NOTES if fields.get(name)), "")
    lang = next((name for name in ("langid", "language") if fields.get(name)), "")
    subtype = fields.get("entrysubtype", "").lower()
    kind = "press" if subtype in _PRESS else _KINDS.get(type_, "other")
    read = {name: _read(name, text) for name, text in fields.items()}
    published, parts = _published(read)
    written = {
        "title": _title(read),
        "author": read.get(author, "") + (" (ed.)" if author == "editor" else ""),
        "publisher": read.get(publisher, ""),
        "published": published,
        "url": read.get("url", ""),
        "doi": read.get("doi", ""),
        "retrieved": read.get("urldate", ""),
        "lang": read.get(lang, ""),
        "kind": kind,
        "note": read.get(note, ""),
    }
    if publisher == "howpublished":
        _take_address(written, fields[publisher])
    rest = {n: t for n, t in read.items() if n not in used | parts | {publisher, author, note, lang}}
    if subtype and kind != "press":
        rest["entrysubtype"] = read["entrysubtype"]
    return _with_rest(written, rest | ({"entry_type": type_} if kind == "other" and type_ != "misc" else {}))


def _take_address(written: dict[str, str], text: str) -> None:
    """How it was published is often an address, which then says no publisher."""
    found = _URL.search(text)
    if found is not None:
        written["url"] = written["url"] or found[1] or found[2]
        written["publisher"] = "" if found[0].strip() == text.strip() else written["publisher"]


def _with_rest(written: dict[str, str], rest: Fields) -> dict[str, str]:
    """What is said of a source, with the rest as the user's own fields."""
    for name, text in rest.items():
        written[citing.own(name, written)] = text
    return written


def _title(read: Fields) -> str:
    """The title with its subtitle, or what the entry stands in, and when."""
    title, subtitle, addon = (read.get(name, "") for name in _TITLES)
    if title:
        return ". ".join(filter(None, (": ".join(filter(None, (title, subtitle))), addon)))
    whole = next((read[name] for name in ("booktitle", "journaltitle", "journal") if read.get(name)), "")
    return f"{whole} {(read.get('date') or read.get('year', ''))[:4]}".strip() if whole else ""


def _published(read: Fields) -> tuple[str, frozenset[str]]:
    """The date as far as it is understood, and the fields that it is made of."""
    whole = read.get("date", "")
    if whole:
        return whole, frozenset(("year",)) if whole.startswith(read.get("year", "-")) else frozenset()
    for names in (("day", "month", "year"), ("month", "year")):
        text = " ".join(read.get(name, "") for name in names)
        if all(read.get(name) for name in names) and (found := _dated(text)):
            return found, frozenset(names)
    return read.get("year", ""), frozenset(("year",))


def _dated(text: str) -> str | None:
    """A date of `12 sep 2025`, `12 9 2025` or, as BibTeX's month may be, `sep 12 2025`."""
    figures = re.fullmatch(r"(?:([0-9]{1,2}) )?([0-9]{1,2}) ([0-9]{4})", text)
    if figures:
        day = int(figures[1]) if figures[1] else None
        return dates.from_parts(int(figures[3]), int(figures[2]), day)
    return dates.edtf(text)


def _read(name: str, text: str) -> str:
    """A field's text without its LaTeX."""
    if name in _VERBATIM:
        bare = re.sub(r"^\\url\s*\{(.*)\}$|^[{](.*)[}]$", lambda found: found[1] or found[2] or "", text.strip())
        return citing.clean(_ESCAPED.sub(r"\1", bare))
    return _people(text) if name in _PEOPLE else _unlatexed(text)


def _unlatexed(text: str) -> str:
    """A text with its LaTeX decoded; as it is where that cannot be done."""
    bare = _ESCAPED.sub(r"\1", text)
    if _PLAIN.fullmatch(bare):
        return citing.clean(" ".join(bare.split()))
    # a percent sign begins no comment in BibTeX, and a dollar is more often money than the start of a formula
    safe = re.sub(r"(?<!\\)([%$])", r"\\\1", text)
    try:
        found = _decoder()(safe)
    except Exception:  # whatever is no LaTeX is left as it stands
        found = text
    return citing.clean(" ".join(found.split())) or citing.clean(text)


@cache
def _decoder() -> Callable[[str], str]:
    from pylatexenc.latex2text import (  # type: ignore[import-untyped]  # it comes with bibtexparser
        LatexNodes2Text,
        MacroTextSpec,
        get_default_latex_context_db,
    )

    known = get_default_latex_context_db()
    known.add_context_category("addresses", prepend=True, macros=[MacroTextSpec("url", simplify_repl="%s")])
    decode: Callable[[str], str] = LatexNodes2Text(latex_context=known, keep_comments=True).latex_to_text
    return decode


def _people(text: str) -> str:
    """Names as people write them, joined with semicolons."""
    from bibtexparser.middlewares.names import split_multiple_persons_names

    names = split_multiple_persons_names(" ".join(text.split()))
    return "; ".join(filter(None, (_unlatexed(_name(name)) for name in names)))


def _name(name: str) -> str:
    """One name with what is given first; as it is written where it has no such parts."""
    from bibtexparser.middlewares.names import parse_single_name_into_parts

    if name == "others":
        return "et al."
    if "family=" in name:
        parts = dict(part.strip().partition("=")[::2] for part in name.split(","))
        return " ".join(filter(None, (parts.get(n, "") for n in ("given", "prefix", "family", "suffix"))))
    try:
        found = parse_single_name_into_parts(name, strict=False)
    except Exception:  # what is no name in BibTeX is one all the same
        return name
    return " ".join((*found.first, *found.von, *found.last, *found.jr)) or name
