"""What a STIX object says, in text that a book may hold, and the count of what it says that has no place there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from typing import Any, TypeAlias

from brief_cli.importing.carried import REFUSED, Loss, Raw
from brief_cli.importing.naming import slug, untaken
from brief_cli.model.value import Value

Data: TypeAlias = dict[str, Any]
"""A STIX object as its JSON has it."""

DEEPEST = 8
"""Levels of a value that is kept as an ``x_`` field; a file of the book holds few more."""
KINDS_TOLD = 60
"""Kinds of losses told of one file; a file with more is no file that anybody made by hand."""
EACH_TOLD = 25
"""Invalid objects of one file that are told one by one."""

BOOKKEEPING = frozenset(
    ("type", "spec_version", "id", "created", "modified", "object_marking_refs", "granular_markings", "extensions")
)
"""Properties that are read otherwise, or that say nothing about the world."""
_PROSE = frozenset(("name", "description", "content", "explanation"))
_UNLESS_TRUE = frozenset(("revoked", "defanged"))

# What the book's files refuse (see files.raw), and halves of characters, which no file can hold.
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,249}")
_SENTENCE = re.compile(r"(?<=\w\w[.!?])\s+(?=[^\sa-z])")  # not behind the points of `U.S.`
_BRACKETS = str.maketrans("[]", "()")


class Thing(Value, kw_only=False):
    """A STIX object and the file it comes from."""

    data: Data
    file: str

    @property
    def ref(self) -> str:
        """Its STIX id."""
        return str(self.data["id"])

    @property
    def type(self) -> str:
        """Its STIX type."""
        return str(self.data["type"])

    @property
    def revoked(self) -> bool:
        """Whether who made it has taken it back."""
        return self.data.get("revoked") is True


class Tally:
    """What could not be carried, counted by what it is: a line each, however many there are."""

    def __init__(self) -> None:
        self._counted: dict[str, dict[str, tuple[str, int]]] = {}
        self._each: dict[str, list[Loss]] = {}

    def add(self, file: str, place: str, what: str, number: int = 1) -> None:
        """Count something under what it is; the first place is told."""
        counted = self._counted.setdefault(file, {})
        if what not in counted and len(counted) >= KINDS_TOLD:
            what = "more of other kinds has no place in the book"
        first, before = counted.get(what, (clean(place), 0))
        counted[what] = (first, before + number)

    def each(self, file: str, place: str, what: str, otherwise: str) -> None:
        """Tell something by itself, unless many were told already: then it is counted as ``otherwise``."""
        told = self._each.setdefault(file, [])
        if len(told) >= EACH_TOLD:
            self.add(file, place, otherwise)
        else:
            told.append(Loss(file=file, place=clean(place), what=clean(what)))

    def losses(self) -> list[Loss]:
        """All of them, file by file."""
        found: list[Loss] = []
        for file in dict.fromkeys([*self._each, *self._counted]):
            found += self._each.get(file, [])
            for what, (place, number) in self._counted.get(file, {}).items():
                more = f" ({number} of them, this is the first)" if number > 1 else ""
                found.append(Loss(file=file, place=place, what=clean(what) + more))
        return found


class Ids:
    """Ids of one import, each given once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def give(self, wishes: Iterable[str]) -> str:
        """The first wish that is something and free, else the last one with a number."""
        last = ""
        for wish in wishes:
            last = wish or last
            if wish and wish not in self._taken:
                self._taken.add(wish)
                return wish
        made = untaken(last or "stix", self._taken)
        self._taken.add(made)
        return made

    def named(self, thing: Thing, name: str) -> str:
        """An id for an object: its name, with its type or a piece of its STIX id where others have that name."""
        short, tail = slug(name), slug(thing.ref.partition("--")[2])
        wishes = (short, f"{short}-{thing.type}", f"{short}-{tail[:8]}") if short else ()
        return self.give([*wishes, f"{thing.type}-{tail}"])


def clean(text: str) -> str:
    """A text without the characters that a file of the book refuses."""
    return REFUSED.sub(" ", text.replace("\r\n", "\n")).strip()


def line(text: str) -> str:
    """A text on one line."""
    return " ".join(clean(text).split())


def label(text: str) -> str:
    """A text as the label of a link, which has no brackets."""
    return line(text).translate(_BRACKETS)


def text(data: Data, key: str) -> str:
    """A property as text; empty when it is absent or holds more than text."""
    value = data.get(key)
    return clean(_scalar(value)) if isinstance(value, str | int | float) else ""


def texts(data: Data, key: str) -> list[str]:
    """A property as lines of text, each once."""
    value = data.get(key)
    values = value if isinstance(value, list) else [value]
    found = (line(_scalar(v)) for v in values if isinstance(v, str | int | float))
    return list(dict.fromkeys(v for v in found if v))


def moment(value: Any) -> datetime | None:
    """A timestamp in UTC."""
    try:
        found = datetime.fromisoformat(value)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        return None


def day(value: Any) -> str:
    """The UTC day of a timestamp; empty when there is none."""
    found = moment(value)
    return found.date().isoformat() if found else ""


def span(data: Data, first: str, last: str) -> str:
    """The days from one timestamp to another, as EDTF; an unknown end stays unknown."""
    start, end = day(data.get(first)), day(data.get(last))
    if end < start and end:  # only an object that was not checked can say so
        return ""
    return start if start == end else f"{start}/{end}"


def http(url: str) -> str:
    """An address of the web; empty for any other."""
    return url if re.match(r"https?://[^\s/]", url, re.IGNORECASE) and not re.search(r"\s", url) else ""


def opening(description: str) -> str:
    """The first sentence of a text, and the second where both are short; headings are passed over."""
    parts = [line(part) for part in re.split(r"\n\s*\n", description)]
    part = next((p for p in parts if p and not p.startswith("#")), "")
    first, *rest = _SENTENCE.split(part, maxsplit=2)
    if rest and len(first) < 80 and len(first) + len(rest[0]) < 300:
        first = f"{first} {rest[0]}"
    return first if len(first) <= 400 else first[:400].rpartition(" ")[0] + " …"


def extras(thing: Thing, known: Collection[str], tally: Tally) -> dict[str, Raw]:
    """Every other property of an object as an ``x_`` field; what cannot be one is told."""
    found: dict[str, Raw] = {}
    for key, value in thing.data.items():
        if key in _PROSE and isinstance(value, list | dict):  # the library lets it pass
            tally.add(thing.file, thing.ref, f"a `{key}` that is no text is left out")
        if key in known or key in BOOKKEEPING or (key in _UNLESS_TRUE and value is not True):
            continue
        kept = raw(value) if _NAME.fullmatch(key) else None
        if kept is None:
            tally.add(thing.file, thing.ref, "properties that are nested too deeply or oddly named are left out")
        elif kept:
            found[key if key.startswith("x_") else f"x_{key}"] = kept
    unheard(thing, tally)
    return found


def unheard(thing: Thing, tally: Tally) -> None:
    """Tell the properties that are never carried: markings of parts, and extensions."""
    if thing.data.get("granular_markings"):
        tally.add(
            thing.file, thing.ref, "markings of parts of an object (`granular_markings`) have no place in the book"
        )
    extensions = thing.data.get("extensions")
    for name in extensions if isinstance(extensions, dict) else ():
        tally.add(thing.file, thing.ref, f"the extension `{line(name)[:80]}` has no place in the book")


def raw(value: Any, depth: int = 0) -> Raw | None:
    """A value of JSON as a file of the book has it; None where it is nested too deeply or names are odd."""
    if isinstance(value, list | dict) and depth >= DEEPEST:
        return None
    if isinstance(value, list):
        items = [raw(v, depth + 1) for v in value]
        return None if None in items else [v for v in items if v is not None]
    if isinstance(value, dict):
        fields = {k: raw(v, depth + 1) for k, v in value.items()}
        odd = None in fields.values() or not all(map(_NAME.fullmatch, fields))
        return None if odd else {k: v for k, v in fields.items() if v is not None}
    return clean(_scalar(value))


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
