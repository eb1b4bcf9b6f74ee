"""The front matter of a note: read as text, whatever habits or faults it has."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import cast

from brief_cli.files.read import read_text
from brief_cli.importing import citing, dates
from brief_cli.importing.carried import Raw
from brief_cli.model.edtf import quoted
from brief_cli.model.registers import TLP
from brief_cli.model.text import fold_words

TellAt = Callable[[str, int], None]
"""Says in a sentence what could not be carried over, and in which line it stands; 0 where in none."""

DEEPEST = 10
"""Lists and mappings within each other that an own field may hold; more is no remark of a person's."""

_LONGEST_KEY = 200
_KEY = re.compile(r"([^\s:#\-\[\]{}\"'][^:\n]{0,80}?)[ \t]*:(?:[ \t]+(.*)|$)")
_TAG_CUT = re.compile(r"[,;\s]+")
_DAYS = (
    "as of", "updated", "modified", "lastmod", "last modified", "date modified", "last updated", "mtime",
    "date", "created", "date created", "created at", "ctime",
)  # fmt: skip
"""The keys that say up to which day a note holds, the best first."""

_BOTTOM_LINES = ("bottom line", "description", "summary", "abstract", "tldr", "tl;dr")


def split(text: str) -> tuple[str, str]:
    """The YAML at the very top of a note, without its rules, and the rest with as many empty lines before it."""
    if not text.startswith("---"):
        return "", text
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return "", text
    end = next((at for at, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), 0)
    if not end:
        return "", text  # a rule across the page, and no front matter
    return "\n".join(lines[1:end]), "\n" * (end + 1) + "\n".join(lines[end + 1 :])


def read(name: str, block: str, tell: TellAt) -> dict[str, Raw] | None:
    """The fields of a front matter; what YAML refuses is read as ``key: rest of the line``, and told.

    None for what is none: text between two rules across the page.
    """
    if not block.strip():
        return {}
    document = read_text(name, block.encode(), kind="register")
    found = cast("dict[str, Raw]", dict(document.value))
    lines = block.split("\n")
    if document.fatal:
        first = document.problems[0]
        tell(f"the front matter is no YAML, so it is read line by line: {first.message}", first.line + 1)
        found = dict(_simple(lines, tell))
        if list(found) == ["front matter"]:
            return None
    for problem in [] if document.fatal else document.problems:
        tell(f"the front matter is read as plain text here: {problem.message}", problem.line + 1)
        matched = _KEY.match(lines[problem.line - 1])
        if matched and problem.code != "E015" and (matched[2] or "").strip():
            found[matched[1]] = _bare(matched[2])
    return {_cleaned(key).strip(): cast("Raw", _clean(value)) for key, value in found.items() if key.strip()}


def _simple(lines: list[str], tell: TellAt) -> Iterator[tuple[str, Raw]]:
    """Each ``key: rest of the line``; ``- entries`` below a key that has no rest are its list."""
    key, entries, lost = "", cast("list[Raw]", []), cast("list[Raw]", [])
    for line in [*lines, "end:"]:
        matched = _KEY.match(line)
        if matched is None:
            bare = line.strip()
            if key and bare.startswith("- "):
                entries.append(_bare(bare[2:]))
            elif bare and not bare.startswith("#"):
                lost.append(bare)
            continue
        if key and entries:
            yield key, entries
        key, entries = matched[1], []
        if (rest := _bare(matched[2] or "")) != "":
            yield key, rest
            key = ""
    if lost:
        tell(f"{len(lost)} lines of the front matter have no form and are kept as `x_front_matter`", 0)
        yield "front matter", lost


def _bare(text: str) -> str:
    text = text.strip()
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text


def _cleaned(text: str) -> str:
    return citing.clean(text)[:_LONGEST_KEY]


def _clean(value: object) -> object:
    """A value without what a book's file refuses: YAML's escapes can write any character."""
    if isinstance(value, dict):
        return {_cleaned(key) or "_": _clean(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_clean(inner) for inner in value]
    return citing.clean(str(value))


class Front:
    """The fields of a front matter by their folded names; what is taken is gone, and the rest is the user's own."""

    def __init__(self, fields: dict[str, Raw], tell: TellAt) -> None:
        self._fields: dict[str, tuple[str, Raw]] = {}
        self._more: list[tuple[str, Raw]] = []
        self.tell = tell
        for key, value in fields.items():
            if (word := fold_words(key)) in self._fields:
                self._more.append((key, value))
            else:
                self._fields[word] = key, value

    def text(self, *names: str) -> str:
        """The first of these fields that is text of any length, or one entry; it is taken."""
        for name in names:
            if (found := self.peek(name)) != "":
                del self._fields[name]
                return found
        return ""

    def peek(self, *names: str) -> str:
        """As ``text``, but it stays."""
        for name in names:
            value = self._fields.get(name, ("", ""))[1]
            value = value[0] if isinstance(value, list) and len(value) == 1 else value
            if isinstance(value, str) and value.strip():
                return value.strip()
        return ""

    def line(self, *names: str) -> str:
        """As ``text``, in one line; a list of texts is told apart by commas."""
        for name in names:
            value = self._fields.get(name, ("", ""))[1]
            if isinstance(value, list) and value and all(isinstance(entry, str) for entry in value):
                del self._fields[name]
                return ", ".join(" ".join(str(entry).split()) for entry in value)
        return " ".join(self.text(*names).split())

    def names(self, *names: str, commas: bool = True) -> list[str]:
        """The entries of a list of names, or of a text with commas; all these fields are taken."""
        found: list[str] = []
        for name in names:
            value = self._fields.get(name, ("", ""))[1]
            entries = value if isinstance(value, list) else str(value).strip("[] ").split(",") if commas else [value]
            if isinstance(value, dict) or not all(isinstance(entry, str) for entry in entries):
                continue
            self._fields.pop(name, None)
            found += [" ".join(_bare(str(entry)).split()) for entry in entries]
        return list(dict.fromkeys(filter(None, found)))

    def tags(self) -> list[str]:
        """Tags without their ``#``; a text is cut at commas and blanks, the entries of a list are whole."""
        found: list[str] = []
        for name in ("tags", "tag", "keywords"):
            value = self._fields.get(name, ("", ""))[1]
            entries = value if isinstance(value, list) else _TAG_CUT.split(str(value).strip("[] "))
            if not isinstance(value, dict) and all(isinstance(entry, str) for entry in entries):
                self._fields.pop(name, None)
                found += [" ".join(_bare(str(entry)).lstrip("#").split()) for entry in entries]
        return list(dict.fromkeys(filter(None, found)))

    def bottom_line(self) -> str:
        """What the note itself gives as its answer in short."""
        return " ".join(self.text(*_BOTTOM_LINES).split())

    def day(self) -> str:
        """The day that the note was changed, else made; a field that says more than the day, or another one, stays."""
        for name in _DAYS:
            written = self.peek(name)
            if found := dates.day(written):
                if found == written:
                    del self._fields[name]
                return found
        return ""

    def checked(self) -> Iterator[tuple[str, Raw]]:
        """The fields of a brief that take a certain form; what has another form stays, and is told."""
        for name in ("review by", "reviewed"):
            if (written := self.peek(name)) and self._takes(name, written, dates.day(written), "day"):
                yield name.replace(" ", "_"), cast("str", dates.day(written))
        name = "lang" if self.peek("lang") else "language"
        if (written := self.peek(name)) and self._takes(name, written, citing.language(written), "language"):
            yield "lang", cast("str", citing.language(written))
        if (written := self.peek("handling")) and self._takes("handling", written, _label(written), "TLP label"):
            yield "handling", cast("str", _label(written))

    def _takes(self, name: str, written: str, found: str | None, what: str) -> bool:
        if found is None:
            own = citing.own(name)
            self.tell(f"{quoted(written)} is no {what} that is known, so it is kept as `{own}`", 0)
            return False
        del self._fields[name]
        return True

    def rest(self) -> dict[str, Raw]:
        """Everything that was not taken, as the user's own fields."""
        found: dict[str, Raw] = {}
        for key, value in [*self._fields.values(), *self._more]:
            if _depth(value) > DEEPEST:
                self.tell(f"the field {quoted(key)} holds more than {DEEPEST} lists in each other, and is left out", 0)
            elif value not in ("", [], {}):
                own, number = citing.own(key), 2
                while own in found:
                    own, number = f"{citing.own(key)}_{number}", number + 1
                found[own] = value
        return found


def _label(written: str) -> str | None:
    word = "".join(written.casefold().split())
    word = word if word.startswith("tlp:") else f"tlp:{word.removeprefix('tlp').lstrip('-_')}"
    return word if word in TLP else None


def _depth(value: Raw) -> int:
    """How many lists and mappings stand within each other; YAML itself ends at 32."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inner is None else 1 + max(map(_depth, inner), default=0)
