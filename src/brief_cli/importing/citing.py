"""What the readers of tables, BibTeX and CSL share: text and rows out of bytes, and a source out of what is written."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Container, Mapping
from types import MappingProxyType
from urllib.parse import urlsplit

from brief_cli.authoring.naming import source_id
from brief_cli.importing import dates
from brief_cli.importing.carried import FILE_SIZE, REFUSED, Given, Loss, Raw, Record
from brief_cli.importing.naming import slug, untaken
from brief_cli.model.edtf import quoted
from brief_cli.model.registers import SOURCE_KINDS
from brief_cli.model.text import fold, fold_words

Tell = Callable[[str], None]
"""Says in a sentence what could not be carried over; the caller knows where it stands."""

ID = re.compile(r"[a-z0-9][a-z0-9-]{0,99}", re.ASCII)
LONGEST_ID = 60
"""Letters of an id that is made here; one that was written may be longer."""

WEB = re.compile(r"(?:(?:https?|ftp)://|www\.)[^\s]+", re.IGNORECASE)

SEPARATORS = ",;\t|"
HEADER_ROWS = 10
"""A header is looked for in so many rows; spreadsheets put titles above it."""
_SAMPLE = 64 * 1024
Known = Callable[[list[str]], int]
"""How many names of columns that are known stand in a row."""

_SIGNS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_PROBE = 2000
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi: *)?(10\.[0-9]{4,9}/\S+)", re.IGNORECASE)

_LANGUAGES = {
    name: tag
    for tag, names in {
        "be": "belarusian bel belarussian", "bg": "bulgarian bul", "cs": "czech ces cze", "da": "danish dan",
        "de": "german ngerman deutsch deu ger", "de-AT": "austrian naustrian", "de-CH": "swissgerman nswissgerman",
        "el": "greek ell gre", "en": "english eng englisch", "en-GB": "british ukenglish", "en-AU": "australian",
        "en-US": "american usenglish", "es": "spanish spa espanol", "et": "estonian est", "fi": "finnish fin",
        "fr": "french fra fre francais", "he": "hebrew heb", "hr": "croatian hrv", "hu": "hungarian magyar hun",
        "it": "italian ita italiano", "ja": "japanese jpn", "lt": "lithuanian lit", "lv": "latvian lav",
        "nl": "dutch nld dut", "no": "norwegian norsk nor", "pl": "polish pol polski", "pt": "portuguese por",
        "pt-BR": "brazilian", "ro": "romanian ron rum", "ru": "russian rus", "sk": "slovak slk slo",
        "sl": "slovene slv", "sr": "serbian srp", "sv": "swedish swe", "tr": "turkish tur", "uk": "ukrainian ukr",
        "zh": "chinese zho chi", "ar": "arabic ara", "fa": "persian farsi fas per", "ka": "georgian kat geo",
        "ko": "korean kor",
    }.items()
    for name in names.split()
}  # fmt: skip
_CITATIONS = re.compile(r"[a-z0-9-]+( [1-6])?(, ?[a-z0-9-]+( [1-6])?)+", re.ASCII)
_TAG = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*", re.ASCII)
_KINDS = {
    name: kind
    for kind, names in {
        "press": "article newspaper magazine news newspaperarticle magazinearticle broadcast blog blogpost zeitung",
        "official": "government official statement press release",
        "report": "report techreport bericht study paper working paper",
        "law": "law legislation statute bill treaty case regulation gesetz",
        "dataset": "dataset data database", "interview": "interview",
        "other": "other book booksection webpage website document misc online journalarticle thesis",
    }.items()
    for name in names.split()
}  # fmt: skip


def lost(file: str, place: str, what: str) -> Loss:
    """What could not be carried over."""
    return Loss(file=file, place=place, what=what)


def source_record(values: dict[str, Raw], id_: str, file: str, place: str, key: str) -> Record:
    """A source as it is handed over."""
    return Record(kind="source", id=id_, values=values, file=file, place=place, key=key)


def free(wish: str, taken: Container[str]) -> str:
    """The id, or where it is taken one like it, no longer than people type."""
    if wish not in taken:
        return wish
    id_ = untaken(wish, taken)
    return id_ if len(id_) <= LONGEST_ID else untaken(wish[: LONGEST_ID - 8].strip("-"), taken)


def decoded(given: Given) -> tuple[str, list[Loss]]:
    """The text of a file with plain line breaks and no character that a book refuses, and what was done for it."""
    text, losses = _text(given)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    first = REFUSED.search(text)
    if first is None:
        return text, losses
    text, count = REFUSED.subn(" ", text)
    what = "a control character became a space" if count == 1 else f"{count} control characters became spaces"
    place = f"line {text.count(chr(10), 0, first.start()) + 1}"
    return text, [*losses, lost(given.name, place, what)]


def _text(given: Given) -> tuple[str, list[Loss]]:
    data = given.data
    encoding = _wide(data)
    for sign, name in _SIGNS:
        if data.startswith(sign):
            data, encoding = data[len(sign) :], name
            break
    try:
        return data.decode(encoding or "utf-8"), []
    except UnicodeDecodeError:
        pass
    if encoding and encoding != "utf-8":
        what = "the file ends or breaks off inside a character of UTF-16, which became `\ufffd`"
        return data.decode(encoding, errors="replace"), [lost(given.name, "", what)]
    what = "the file is not UTF-8 and was read as Windows-1252, which is a guess: look at letters with marks"
    return data.decode("cp1252", errors="replace"), [lost(given.name, "", what)]


def _wide(data: bytes) -> str:
    """The encoding of UTF-16 that says it by nothing but its zeros: nearly every second byte is one."""
    probe = data[:_PROBE]
    half = len(probe) // 2
    zeros = probe[1::2].count(0), probe[::2].count(0)
    for mine, other, name in ((zeros[0], zeros[1], "utf-16-le"), (zeros[1], zeros[0], "utf-16-be")):
        if half and mine >= 0.9 * half and other <= 0.1 * half:
            return name
    return ""


def separated(text: str, known: Known) -> tuple[str, str]:
    """The separator of a table, and the table without the line that spreadsheets say it in."""
    first = re.match(r'"?sep=([,;|\t])"?[ \t,;|]*(?=\n|$)', text, re.IGNORECASE)
    if first:
        return first[1], text[first.end() :]  # its line's end stays, so that lines keep their numbers
    return max(SEPARATORS, key=lambda separator: _score(text, separator, known)), text


def _score(text: str, separator: str, known: Known) -> tuple[int, float, int]:
    """How well a separator explains a table: known columns, then rows of one length, then how many columns."""
    found = [row for _, row in rows(text[:_SAMPLE], separator, "", [])]
    if len(found) > 1 and len(text) > _SAMPLE:
        found.pop()  # it is cut
    widths = Counter(len(row) for row in found if len(row) > 1)
    if not widths:
        return 0, 0.0, 0
    width, count = widths.most_common(1)[0]
    return max(map(known, found[:HEADER_ROWS])), count / len(found), width


def rows(text: str, separator: str, name: str, losses: list[Loss]) -> list[tuple[int, list[str]]]:
    """The rows that hold anything, each with the line it begins in."""
    before = csv.field_size_limit(FILE_SIZE)
    reader = csv.reader(io.StringIO(text), delimiter=separator)
    begun = 1
    found: list[tuple[int, list[str]]] = []
    try:
        for row in reader:
            cells = [_cell(cell) for cell in row]
            if any(cells):
                found.append((begun, cells))
            begun = reader.line_num + 1
    except csv.Error as fault:
        losses.append(lost(name, f"line {begun}", f"the table cannot be read from here on: {fault}"))
    finally:
        csv.field_size_limit(before)
    if found and _unclosed(text, found[-1][0]):
        losses.append(
            lost(name, f"line {found[-1][0]}", "a quotation mark is not closed, so nothing is read from here")
        )
        found.pop()
    return found


def _unclosed(text: str, line: int) -> bool:
    """Whether the last row, which begins in this line, has swallowed others for want of a quotation mark."""
    rest = text.split("\n", line - 1)[-1].rstrip("\n")
    return "\n" in rest and rest.count('"') % 2 == 1


def _cell(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    bare = cell.strip()
    return bare[1:] if bare[:1] == "'" and bare[1:2] in tuple("=+-@") else bare


def clean(text: str) -> str:
    """A text without what a book's file refuses, and without white space around it."""
    return REFUSED.sub(" ", text).strip()


def own(name: str, taken: Container[str] = ()) -> str:
    """The user's own field for something that the format has no field for: `x_` and the name, a number if taken."""
    bare = slug(name, 40).removeprefix("x-") or "field"
    first = made = "x_" + bare.replace("-", "_")
    number = 1
    while made in taken:
        number += 1
        made = f"{first}_{number}"
    return made


def entries(cell: str, *, commas: bool = True) -> list[str]:
    """The entries of a cell, cut at semicolons, bars and line breaks, or where it has none of them at commas.

    Without ``commas`` only ids are cut apart there: the name of a source may hold one.
    """
    marked = re.search(r"[;|\n]", cell) or not (commas or _CITATIONS.fullmatch(cell))
    parts = re.split(r"[;|\n]" if marked else ",", cell)
    return list(dict.fromkeys(" ".join(part.split()) for part in parts if part.strip()))


def addresses(cell: str) -> tuple[list[str], list[str]]:
    """The addresses in a cell, and what else it names."""
    pieces = re.split(r"\s+|[;,|](?=https?://)", cell)
    urls = [piece.strip("<>()[];,|") for piece in pieces if WEB.match(piece.lstrip("<(["))]
    if not urls:
        return [], entries(cell, commas=False)
    rest = " ".join(piece for piece in pieces if not WEB.match(piece.lstrip("<([")))
    return urls, [entry for entry in entries(rest.strip(" ;,|:-"), commas=False) if re.search(r"\w", entry)]


def host(url: str) -> str:
    """The host of an address, without `www.`; empty when it has none."""
    try:
        bare = url.strip()
        return clean(urlsplit(bare if "://" in bare else f"//{bare}").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def language(text: str) -> str | None:
    """A language as a BCP 47 tag, from a tag, a name or a code of three letters."""
    word = "".join(fold(text).split())
    known = _LANGUAGES.get(word) or _LANGUAGES.get(word.partition(",")[0])
    if known:
        return known
    return text.strip().replace("_", "-") if _TAG.fullmatch(text.strip()) else None


def kind(text: str) -> str | None:
    """What kind of source a word says; None for a word that says none."""
    words = fold_words(text)
    return words if words in SOURCE_KINDS else _KINDS.get(words.replace(" ", ""))


def _grade(text: str) -> str | None:
    letter = text.strip().upper()
    return letter if re.fullmatch("[A-F]", letter) else None


def source(
    written: dict[str, str], tell: Tell, orders: Mapping[str, dates.Order] = MappingProxyType({})
) -> dict[str, Raw] | None:
    """The fields of a source as the format has them, of texts by field (and a `doi`); None, and told, without title.

    What a field cannot hold stays with the source as the user's own field, and is told.
    """
    values: dict[str, Raw] = {}
    readers: dict[str, tuple[str, Callable[[str], str | None]]] = {
        "published": ("date", lambda text: dates.edtf(text, orders.get("published"))),
        "retrieved": ("day", lambda text: dates.day(text, orders.get("retrieved"))),
        "lang": ("language that is known", language),
        "kind": ("kind of source", kind),
        "reliability": ("reliability (A to F)", _grade),
    }
    for name, raw in _with_address({name: clean(text) for name, text in written.items()}).items():
        what, reader = readers.get(name, ("", str))
        text = raw if name == "note" or name.startswith("x_") else " ".join(raw.split())
        found = reader(text)
        if text and found is None:
            kept = own(name, written)
            values[kept] = text
            tell(f"{quoted(text)} is no {what}, so it is kept as `{kept}`")
        elif found:
            values[name] = found
    if "title" in values:
        return values
    tell("a source needs a title, and there is none")
    return None


def _with_address(written: dict[str, str]) -> dict[str, str]:
    """The DOI as the user's own field, and as the address where there is no other."""
    doi = written.pop("doi", "")
    if not doi:
        return written
    found = _DOI.fullmatch(doi)
    if found and not written.get("url"):
        written["url"] = f"https://doi.org/{found[1]}"
    return written | {"x_doi": found[1] if found else doi}


def wished(values: dict[str, Raw]) -> str:
    """An id for a source that brings none, as the book's own commands would make it."""
    return slug(source_id(values), LONGEST_ID) or slug(host(str(values.get("url", "")))) or "source"


def fields_told(names: list[str]) -> str:
    """Some fields by name, as they stand in a message."""
    shown = ", ".join(quoted(name) for name in names[:20])
    return shown if len(names) <= 20 else f"{shown} and {len(names) - 20} more"
