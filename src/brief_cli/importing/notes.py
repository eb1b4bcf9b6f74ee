"""Notes in Markdown, as Obsidian and zk keep them: each becomes a brief, or an entity where it says so.

Links are led to what the notes become, dated lines become events, and bullets below certain headings become items;
the rest of a note stays Markdown.  Nothing in a note is run or opened, however much it looks like a program.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Sequence
from typing import cast

from brief_cli.files.read import MAX_BYTES
from brief_cli.importing import citing, dates
from brief_cli.importing.carried import FILE_SIZE, Carried, Given, Kind, Loss, Raw, Record
from brief_cli.importing.markdown import code_lines, comments_apart, is_heading, over_prose
from brief_cli.importing.markdown_prose import plain, sentences, tags_of, unmarked
from brief_cli.importing.naming import slug, untaken
from brief_cli.importing.notes_body import SECTIONS, Body
from brief_cli.importing.notes_events import heading_date, in_order, newest_day
from brief_cli.importing.notes_front import Front, split
from brief_cli.importing.notes_front import read as read_front
from brief_cli.importing.notes_links import FILES, Links, Target, Targets, stemmed
from brief_cli.model.brief import STATUSES
from brief_cli.model.text import fold, fold_words

LONG_PARAGRAPH, SHORT_ANSWER = 400, 240
"""Letters of a first sentence at most, and up to which further sentences belong to the bottom line."""

_BIG = 1_000_000
_TOO_LARGE = "the note is too large: no file of a book holds more than 8 MB"
_NUMBERED = re.compile(r"([0-9]{14}|[0-9]{12})(?:[ _.-]+(.*))?", re.DOTALL)
_DAY_NAMED = re.compile(r"(?<![0-9])([0-9]{4})([-_.]?)([0-9]{2})\2([0-9]{2})(?:[T _-]?[0-9]{4,6})?(?![0-9])")
_HEADING = re.compile(r" {0,3}#[ \t]++(.*)")
_WIKIDATA = re.compile(r"(?:https?://(?:www\.)?wikidata\.org/(?:wiki|entity)/)?(q[1-9][0-9]{0,15})", re.IGNORECASE)
_TYPES = {
    word: type_
    for type_, words in {
        "person": "person|people|human|contact|individual",
        "organization": "organization|organisation|org|company|agency|institution|ministry|party|ngo|business",
        "country": "country|nation",
        "place": "place|city|town|village|region|location|site",
        "event": "event",
        "document": "document|law|treaty|agreement",
        "group": "group|faction|alliance|unit",
    }.items()
    for word in words.split("|")
}


def read(files: Sequence[Given]) -> Carried:
    """The briefs and entities of some notes, which may link to each other."""
    notes = [Note(given) for given in files]
    sound = [note for note in notes if note.sound]
    taken: set[str] = set()
    for note in sound:
        note.id = _named(note, taken)
        taken.add(note.id)
    targets = Targets(note.target() for note in sound)
    vault = _Vault(targets, {id_: {} for id_ in taken})
    records = [record for note in sound if (record := vault.record(note)) is not None]
    return Carried(records=records, losses=[loss for note in notes for loss in note.losses])


def _named(note: Note, taken: set[str]) -> str:
    """The id of a note: its name's, with its folder's before it where another note of that name was first."""
    id_ = slug(note.bare_stem) or slug(note.title) or "note"
    if id_ in taken and note.folder:
        id_ = slug(f"{posixpath.basename(note.folder)} {note.bare_stem}") or id_
    return untaken(id_, taken)


class Note:
    """A note as it stands in its file: front matter, body, and what is lost of it."""

    def __init__(self, given: Given) -> None:
        self.given, self.losses = given, cast("list[Loss]", [])
        self.id = self.title = self.type = ""
        self.path = citing.clean(given.name.replace("\\", "/")) or "note"
        self.folder = posixpath.dirname(self.path)
        self.stem = stemmed(posixpath.basename(self.path)).strip() or "note"
        numbered = _NUMBERED.fullmatch(self.stem)
        self.number = numbered[1] if numbered else ""
        self.bare_stem = ((numbered[2] or "").strip() if numbered else "") or self.stem
        self.sound = self._refusal() == "" and self._opened()

    def tell(self, what: str, line: int = 0) -> None:
        """Say what is lost of the note, and where."""
        self.losses.append(Loss(file=self.given.name, place=f"line {line}" if line else "", what=what))

    def _refusal(self) -> str:
        ending = self.path.rpartition(".")[2].lower()
        why = ""
        if ending in FILES and "." in posixpath.basename(self.path):
            why = f"a file of the kind `.{ending}` is no note"
        elif len(self.given.data) > min(FILE_SIZE, 2 * MAX_BYTES):
            why = _TOO_LARGE
        elif not self.given.data.strip():
            why = "the note is empty"
        if why:
            self.tell(why)
        return why

    def _opened(self) -> bool:
        text, losses = citing.decoded(self.given)
        self.losses += losses
        if len(text) > MAX_BYTES:
            self.tell(_TOO_LARGE)
            return False
        block, body = split(text)
        before = len(self.losses)
        fields = read_front(self.given.name, block, self.tell)
        if fields is None:
            body, self.losses = text, self.losses[:before]
        self.fields = fields or {}
        self.front = Front(self.fields, self.tell)
        self.body, self.comments = comments_apart(body)
        self.heading_line, heading = _first_heading(self.body)
        self.title = plain(self.front.line("title", "name")) or plain(heading)
        if fold(self.title) != fold(plain(heading)):
            self.heading_line = -1  # it says something else than the title
        self.title = self.title or self.bare_stem
        self.type = _TYPES.get(fold_words(self.front.peek("type").strip("[]#\"' ")), "")
        self.aliases = [plain(alias) or alias for alias in self.front.names("aliases", "alias")]
        if not self.body.strip() and not self.fields and not self.comments:
            self.tell("the note is empty")
            return False
        return True

    def target(self) -> Target:
        """What links to it need to know."""
        number = self.number or self.front.peek("id", "uid", "zettel", "zk id")
        return Target(self.id, self.path, self.title, tuple(self.aliases), number, bool(self.type))

    def day(self) -> str:
        """The day up to which the note holds, by its front matter, its name, or its file."""
        if found := self.front.day():
            return found
        named = _DAY_NAMED.search(self.stem)
        if named and (found := dates.from_parts(int(named[1]), int(named[3]), int(named[4])) or ""):
            return found
        return dates.day(self.given.day) or ""


def _first_heading(text: str) -> tuple[int, str]:
    """The line, counting from 0, and the words of the first heading of the first level; -1 where there is none."""
    if "# " not in text and "#\t" not in text:
        return -1, ""
    lines = text.split("\n")
    code = code_lines(lines)
    for number, line in enumerate(lines):
        if "#" in line and not code[number] and (found := _HEADING.fullmatch(line)) is not None:
            words = found[1].rstrip().rstrip("#").rstrip()
            if plain(words) and fold_words(plain(words).rstrip(":")) not in SECTIONS:
                return number, words
    return -1, ""


class _Vault:
    """The notes of a set on their way to records."""

    def __init__(self, targets: Targets, sources: dict[str, dict[str, Raw]]) -> None:
        self._targets = targets
        self._sources = sources  # by id; notes' own ids are taken, too, and are no source's

    def record(self, note: Note) -> Record | None:
        """What becomes of a note; None, and told, for what no file of a book can hold."""
        links = Links(note.path, self._targets)
        body = links.carried(note.body)
        values = self._entity(note, body, links) if note.type else self._brief(note, body, links)
        links.tell(note.tell)
        if note.comments:
            _own(values, "x_comments", list(note.comments))
        values = {name: value for name, value in values.items() if value not in ("", [], {})}
        if len(note.given.data) > _BIG and _size(values) > MAX_BYTES:
            note.tell(_TOO_LARGE)
            return None
        kind: Kind = "entity" if note.type else "brief"
        name = note.given.name
        return Record(kind=kind, id=note.id, values=values, file=name, place="", key=name)

    def _brief(self, note: Note, text: str, links: Links) -> dict[str, Raw]:
        front = note.front
        daily = heading_date(note.bare_stem) is not None
        body = Body(text, note.tell, self._targets.entities, daily=daily, title_line=note.heading_line)
        events = in_order(body.items.pop("events", []))
        answer = links.carried(front.bottom_line()) or self._answer(body) or note.title
        values: dict[str, Raw] = {"title": note.title, "bottom_line": answer, "as_of": self._day(note, events)}
        status = front.peek("status").lower()
        values["status"] = front.text("status").lower() if status in STATUSES else "draft"
        tags = [*front.tags(), *_tags(note.body)]
        values["tags"] = list(dict.fromkeys(tags))
        values["author"] = plain(front.line("author", "authors"))
        values |= dict(front.checked())
        values |= {"summary": body.left(), "events": cast("list[Raw]", events)}
        values |= {part: cast("list[Raw]", items) for part, items in body.items.items()}
        values["sources"] = [self._source(source) for source in body.sources]
        values["x_aliases"] = list(note.aliases)
        for name, value in front.rest().items():
            _own(values, name, value)
        return values

    def _entity(self, note: Note, text: str, links: Links) -> dict[str, Raw]:
        front = note.front
        front.text("type")
        values: dict[str, Raw] = {"type": note.type, "name": note.title}
        values["aliases"] = [alias for alias in note.aliases if alias != note.title]
        lines = text.split("\n")
        if note.heading_line >= 0:
            lines[note.heading_line] = ""
        description = links.carried(front.bottom_line())
        values["summary"] = "\n\n".join(filter(None, [description, "\n".join(lines).strip("\n").rstrip()]))
        if re.fullmatch("[A-Za-z]{2}", country := front.peek("country")):
            values["country"] = country.upper()
            front.text("country")
        if (wikidata := _WIKIDATA.fullmatch(front.peek("wikidata"))) is not None:
            values["wikidata"] = wikidata[1].upper()
            front.text("wikidata")
        values["x_tags"] = list(dict.fromkeys([*front.tags(), *_tags(note.body)]))
        if front.peek("handling"):
            note.tell("an entity has no `handling`, so it is kept as `x_handling`, which nothing heeds")
        for name, value in front.rest().items():
            _own(values, name, value)
        return values

    def _answer(self, body: Body) -> str:
        """The first sentence or two of the first paragraph, which leaves the text when nothing of it is left."""
        number, text = body.first_paragraph()
        whole = unmarked(text)
        answer = sentences(whole, LONG_PARAGRAPH, SHORT_ANSWER).strip()
        if number >= 0 and answer == text and body.begins(number):
            body.take(number)
        return answer

    def _day(self, note: Note, events: list[dict[str, Raw]]) -> str:
        found = note.day()
        if not found and (found := newest_day(events)):
            note.tell(f"the note has no date, so the newest day in it, {found}, is its `as_of`")
        return found

    def _source(self, values: dict[str, Raw]) -> Raw:
        """A source with an id of its own in the whole set; the same source in two notes has one."""
        wish = slug(str(values["title"])) or slug(citing.host(str(values["url"]))) or "source"
        id_, number = wish, 1
        while id_ in self._sources and self._sources[id_] != values:
            number += 1
            id_ = f"{wish}-{number}"
        self._sources[id_] = values
        return {"id": id_, **values}


def _own(values: dict[str, Raw], name: str, value: Raw) -> None:
    """Add an own field under a name that is free."""
    free, number = name, 1
    while values.get(free, "") not in ("", []):
        number += 1
        free = f"{name}_{number}"
    values[free] = value


def _tags(text: str) -> list[str]:
    """The tags within a body."""
    found: list[str] = []

    def look(paragraph: str) -> str:
        lines = (line for line in paragraph.split("\n") if not is_heading(line))
        found.extend(tags_of("\n".join(lines)))
        return paragraph

    if "#" in text:
        over_prose(text, look)
    return found


def _size(values: dict[str, Raw]) -> int:
    """About how many bytes these values take in a file, where every line is indented."""
    text = json.dumps(values, ensure_ascii=False)
    return len(text.encode()) + 2 * text.count("\\n")
