"""Files to import, from the disk to records: which reader a file is for, and what no reader takes."""

from __future__ import annotations

import os
import stat
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module

from brief_cli.errors import UsageError, offer
from brief_cli.importing.carried import FILE_SIZE, Carried, Given, Loss, Record

READERS = ("notes", "events", "sources", "bibtex", "csl", "stix", "feed")
"""What a file may be told to be."""
_BY_ENDING = {
    ".md": "notes", ".markdown": "notes", ".csv": "table", ".tsv": "table", ".tab": "table", ".bib": "bibtex",
    ".json": "json", ".csljson": "csl", ".stix": "stix",
    ".xml": "feed", ".rss": "feed", ".atom": "feed", ".rdf": "feed",
}  # fmt: skip
_MODULES = {"notes": "notes", "table": "tables", "events": "tables", "sources": "tables", "bibtex": "bibtex",
            "csl": "csl", "stix": "stix", "feed": "feeds"}  # fmt: skip
_SAVED_AS = {
    (".xlsx", ".xls", ".ods", ".numbers"): "CSV",
    (".docx", ".doc", ".odt", ".rtf", ".html", ".htm", ".pdf", ".org"): "Markdown",
    (".ris", ".enw", ".nbib"): "BibTeX or CSL-JSON",
}
_ENDINGS = {"events": "table", "sources": "table"}
"""By what endings a folder is looked through for files of a form."""


def carried_from(words: Sequence[str], form: str | None) -> Carried:
    """All that the files and folders named hold.  ``form`` is what they all are, where the user says so.

    Raises ``UsageError`` for a file that is not there, or a form that is none.
    """
    if form is not None and form not in READERS:
        raise UsageError(
            f"Nothing is imported as {form}.", *(offer(form, READERS) or (f"Forms: {', '.join(READERS)}.",))
        )
    by_form: dict[str, list[Given]] = defaultdict(list)
    losses: list[Loss] = []
    for path, name in _files(words, form, losses):
        given = _given(path, name)
        if isinstance(given, Loss):
            losses.append(given)
            continue
        meant = form or _form(given)
        if meant is None:
            losses.append(Loss(file=name, place="", what=f"not read: {_advice(name)}"))
        else:
            by_form[meant].append(given)
    records: list[Record] = []
    for meant, files in by_form.items():
        found = _reader(meant)(files)
        records += found.records
        losses += found.losses
    return Carried(records=tuple(records), losses=tuple(losses))


def _advice(name: str) -> str:
    """What to do about a file that no reader takes."""
    ending = os.path.splitext(name)[1].lower()
    for endings, what in _SAVED_AS.items():
        if ending in endings:
            return f"save it as {what}"
    return f"its ending names no form; if it is one of these, say so: --as {', '.join(READERS)}"


def _reader(form: str) -> Callable[[Sequence[Given]], Carried]:
    read = import_module(f"brief_cli.importing.{_MODULES[form]}").read
    if form in ("events", "sources"):
        return lambda files: read(files, meant=form)
    return read  # type: ignore[no-any-return]


def _files(words: Sequence[str], form: str | None, losses: list[Loss]) -> Iterator[tuple[str, str]]:
    """Each file with the name that it goes by: of a folder all that are notes, or what was asked for."""
    for word in words:
        if os.path.isdir(word):
            base = os.path.basename(os.path.realpath(word))
            others: Counter[str] = Counter()
            found = list(_below(word, form, others))
            for path in found:
                yield path, f"{base}/{os.path.relpath(path, word)}"
            if not found and not others:
                losses.append(Loss(file=f"{base}/", place="", what="the folder holds no files"))
            if others:
                told = ", ".join(f"{count} {ending or 'without an ending'}" for ending, count in others.most_common(9))
                losses.append(Loss(file=f"{base}/", place="", what=f"not looked at: {told}"))
        elif not os.path.exists(word):
            raise UsageError(f"There is no file {word}.")
        else:
            yield word, os.path.normpath(word) if not os.path.isabs(word) else os.path.basename(word)


def _below(folder: str, form: str | None, others: Counter[str]) -> Iterator[str]:
    """The files of a form in a folder and below, and how many others there are, by their endings."""
    wanted = _ENDINGS.get(form or "notes", form or "notes")
    wanted = "json" if wanted in ("csl", "stix") else wanted
    for at, folders, names in os.walk(folder):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        for name in sorted(one for one in names if not one.startswith(".")):
            ending = os.path.splitext(name)[1].lower()
            if not _stays(folder, os.path.join(at, name)):
                others["linked elsewhere"] += 1
            elif _BY_ENDING.get(ending) in (wanted, form or "notes"):
                yield os.path.join(at, name)
            else:
                others[ending] += 1


def _stays(folder: str, path: str) -> bool:
    """Whether a file is of the folder: a link may lead to what its owner never meant to bring along."""
    real = os.path.realpath(folder)
    return not os.path.islink(path) or os.path.commonpath([real, os.path.realpath(path)]) == real


def _given(path: str, name: str) -> Given | Loss:
    """The bytes of a file and its day; why it is not read."""
    try:
        about = os.stat(path)
        if not stat.S_ISREG(about.st_mode):
            return Loss(file=name, place="", what="not read: it is no regular file")
        if about.st_size > FILE_SIZE:
            return Loss(file=name, place="", what=f"not read: it holds more than {FILE_SIZE >> 20} MB")
        with open(path, "rb") as file:
            data = file.read(FILE_SIZE + 1)
    except OSError as error:
        return Loss(file=name, place="", what=f"not read: {(error.strerror or str(error)).lower()}")
    return Given(
        name.encode("utf-8", "replace").decode(), data, time.strftime("%Y-%m-%d", time.localtime(about.st_mtime))
    )


def _form(given: Given) -> str | None:
    """What a file is by its ending; of JSON by what it holds."""
    form = _BY_ENDING.get(os.path.splitext(given.name)[1].lower())
    if form != "json":
        return form
    head = given.data[:65536]
    return "stix" if b'"spec_version"' in head or b'"bundle"' in head else "csl"
