"""Where the links of notes lead: to the brief that a note of the set becomes, or nowhere, which is told."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from urllib.parse import unquote

from brief_cli.importing import citing
from brief_cli.importing.citing import Tell
from brief_cli.importing.markdown import over_prose, without_block_ids
from brief_cli.importing.markdown_prose import Span, plain, relinked
from brief_cli.model.text import fold
from brief_cli.model.value import Value

NOTES = (".md", ".markdown", ".mdown", ".mkd", ".txt")
FILES = frozenset({
    "png", "jpg", "jpeg", "gif", "svg", "webp", "bmp", "avif", "tif", "tiff", "heic", "pdf", "mp3", "wav", "m4a",
    "ogg", "flac", "3gp", "mp4", "mkv", "mov", "webm", "ogv", "canvas", "base", "excalidraw", "doc", "docx", "xls",
    "xlsx", "ppt", "pptx", "odt", "ods", "csv", "tsv", "zip", "html", "htm", "json",
})  # fmt: skip
"""The endings of what lies beside notes."""

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]{1,20}:|//", re.IGNORECASE)
_ADDRESS = re.compile(r"[a-z0-9][a-z0-9-]{0,99}(?:#[a-z0-9][a-z0-9-]{0,99})?", re.ASCII)
_SIZE = re.compile(r"[0-9]+(?:x[0-9]+)?")
_UNLABELLED = str.maketrans({"[": "(", "]": ")", "|": "/", "\n": " "})


class Target(Value, kw_only=False):
    """A note that links may lead to: the id it gets, and everything it can be called by."""

    id: str
    path: str
    title: str
    aliases: tuple[str, ...]
    number: str  # of a slip box
    entity: bool


class Targets:
    """The notes of a set by each of their names; paths count before titles, titles before other names."""

    def __init__(self, targets: Iterable[Target]) -> None:
        self._paths: dict[str, list[Target]] = {}
        self._titles: dict[str, list[Target]] = {}
        self._others: dict[str, list[Target]] = {}
        self.entities: set[str] = set()
        for target in targets:
            parts = stemmed(target.path).split("/")
            for at in range(max(len(parts) - 20, 0), len(parts)):
                self._paths.setdefault(fold("/".join(parts[at:])), []).append(target)
            self._titles.setdefault(fold(target.title), []).append(target)
            for name in (*target.aliases, target.number):
                self._others.setdefault(fold(name), []).append(target)
            if target.entity:
                self.entities.add(target.id)

    def find(self, written: str, folder: str) -> Target | None:
        """The note of that name: of several the one in the same folder, else the first."""
        if not fold(written):
            return None
        near = posixpath.normpath(posixpath.join(folder, written)) if "/" in written else f"{folder}/{written}"
        for name in (near.lstrip("/"), written.lstrip("./")):
            for known in (self._paths, self._titles, self._others):
                for key in (fold(stemmed(name)), fold(name)):
                    if found := known.get(key):
                        return next((one for one in found if posixpath.dirname(one.path) == folder), found[0])
        return None


def stemmed(path: str) -> str:
    """A path without the ending of notes."""
    stem, dot, ending = path.rpartition(".")
    return stem if dot and stem.rpartition("/")[2] and f".{ending.lower()}" in NOTES else path


def label_of(text: str) -> str:
    """A text as a link's label may be."""
    return " ".join(plain(text).translate(_UNLABELLED).split())


class Links:
    """The links of one note on their way; what is lost of them is told once for the note."""

    def __init__(self, path: str, targets: Targets) -> None:
        self._folder = posixpath.dirname(path)
        self._targets = targets
        self._headings = self._embeds = self._block_ids = 0
        self._changes: dict[tuple[str, bool, str, str], str | None] = {}
        self._nowhere: dict[str, None] = {}
        self._files: dict[str, None] = {}

    def carried(self, text: str) -> str:
        """A text of many paragraphs with its links led to briefs, and without block ids."""
        return over_prose(text, self._paragraph) if "[" in text or "^" in text else text

    def _paragraph(self, text: str) -> str:
        text, count = without_block_ids(text)
        self._block_ids += count
        return relinked(text, self._once)

    def _once(self, span: Span) -> str | None:
        """What a link becomes; most are written more than once, and only the first is looked up and counted."""
        key = (span.kind, span.embedded, span.target, span.label)
        if key not in self._changes:
            self._changes[key] = self._changed(span)
        return self._changes[key]

    def _changed(self, span: Span) -> str | None:
        target = span.target.rstrip("\\").strip()
        if span.kind == "web":
            if _SCHEME.match(target) or not target:
                return None
            target = unquote(target)
        name, mark, item = target.partition("#")
        name = name.strip()
        found = self._targets.find(target, self._folder) if mark else None
        if found is not None:
            name, mark = target, ""  # names as `C# notes`
        else:
            found = self._targets.find(name, self._folder)
        if found is None and _ending(name) in FILES:
            return self._file(span, name)
        if found is None and name and (span.kind == "wiki" or stemmed(name) != name):
            target = f"{stemmed(name)}{mark}{item}"
            if _ADDRESS.fullmatch(target):
                return self._kept(span, target)
        elif found is None and (name or not mark):
            return None  # `[0](x)`: who knows what that is
        self._headings += bool(mark)
        if found is None:
            if name:
                self._nowhere[target] = None
            return _words(span, target)
        self._embeds += span.embedded
        return self._link(span, name, found)

    def _link(self, span: Span, name: str, found: Target) -> str:
        label = label_of(span.label) if not (span.embedded and _SIZE.fullmatch(span.label)) else ""
        last = stemmed(name.rpartition("/")[2])
        reads = span.kind == "wiki" and any(char.isupper() or char == " " for char in last)
        label = label or label_of(last if reads else found.title) or found.id
        return f"[[{found.id}]]" if label == found.id else f"[[{found.id}|{label}]]"

    def _kept(self, span: Span, target: str) -> str | None:
        """What may be in the book already, as a link."""
        self._embeds += span.embedded
        label = label_of(span.label)
        return f"[[{target}|{label}]]" if label and label != target else f"[[{target}]]"

    def _file(self, span: Span, name: str) -> str:
        self._files[name] = None
        shown = name.rpartition("/")[2]
        label = "" if _SIZE.fullmatch(span.label) else _words(span, "")
        return f"{label} ({shown})" if label and label != shown else shown

    def tell(self, tell: Tell) -> None:
        """Says what was lost."""
        if self._headings:
            tell("links to headings or blocks lead to the whole note now")
        if self._embeds:
            tell("embedded notes became links to them")
        if self._block_ids:
            tell("the ids of blocks (`^id`) are left out")
        if self._nowhere:
            tell(f"links that lead to no note of these became their words: {citing.fields_told(list(self._nowhere))}")
        if self._files:
            told = citing.fields_told(list(self._files))
            tell(f"a book holds no pictures or files, so these became their names: {told}")


def _ending(name: str) -> str:
    stem, _, ending = name.rpartition(".")
    return ending.lower() if stem else ""


def _words(span: Span, target: str) -> str:
    """A link as plain text, which is no link again."""
    words = span.label or target.replace("#^", "#").lstrip("#").rpartition("/")[2]
    return words.replace("[[", "(").replace("]]", ")")
