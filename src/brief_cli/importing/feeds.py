"""RSS and Atom feeds: each entry becomes a source.

The library gets the bytes and never an address, so it opens nothing: neither the network nor a file.  An entry's
id is made of what the entry itself says, so that it stays the same when other entries come and go.
"""

from __future__ import annotations

import hashlib
import html
import io
import re
from collections.abc import Sequence
from datetime import date
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.sax import SAXParseException

from brief_cli.importing.carried import FILE_SIZE, REFUSED, Carried, Given, Loss, Raw, Record
from brief_cli.importing.naming import slug, untaken

LONGEST_NOTE = 300
"""Letters of an entry's text that are kept: enough to know it again, the rest is its publisher's."""
SHORT_PUBLISHER = 24
"""Letters of a publisher in an id."""
MOST_OPEN = 5000
"""Comments without an end; a feed that is cut short has one."""
WORDS = 3
"""Words of a title in an id."""

_LANG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_PART = re.compile(r"\s[-–—|:»]\s|:\s")  # `BBC News - World`
_MARKUP = ("text/html", "application/xhtml+xml")
_BLOCKS = frozenset(
    "address article blockquote br dd div dt figcaption h1 h2 h3 h4 h5 h6 hr li ol p pre td th tr ul".split()  # noqa: SIM905
)
_UNSEEN = frozenset(("script", "style"))


def read(files: Sequence[Given]) -> Carried:
    """The sources that some feeds hold, and what of them has no place in a book."""
    feeds = [_Feed(given) for given in files]
    taken: set[str] = set()
    keys: set[str] = set()
    for feed in feeds:
        feed.read(taken, keys)
    return Carried(
        records=[record for feed in feeds for record in feed.records],
        losses=[loss for feed in feeds for loss in feed.losses()],
    )


class _Text(HTMLParser):
    """The text of a piece of HTML, words of different blocks apart."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        self.parts += [" "] if tag in _BLOCKS else []

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(self._unseen - (tag in _UNSEEN), 0)
        self.parts += [" "] if tag in _BLOCKS else []

    def handle_data(self, data: str) -> None:
        self.parts += [] if self._unseen else [data]


class _Feed:
    """A feed, and what was made of it."""

    def __init__(self, given: Given) -> None:
        self.given = given
        self.records: list[Record] = []
        self._lost: dict[str, tuple[str, int]] = {}
        self._about: Any = {}
        self._rss = False

    def losses(self) -> list[Loss]:
        """What was lost, a line a kind."""
        return [
            Loss(file=self.given.name, place=place, what=what + (f" ({number} of them)" if number > 1 else ""))
            for what, (place, number) in self._lost.items()
        ]

    def read(self, taken: set[str], keys: set[str]) -> None:
        """Make a source of each entry."""
        found = self._parsed()
        if found is None:
            return
        self._about, self._rss = found.feed, not str(found.version).startswith("atom")
        if not found.version and not found.entries:
            self._lose("", "the file is no feed: neither RSS nor Atom")
        elif found.bozo:
            self._broken(found.get("bozo_exception"))
        elif not found.entries:
            self._lose("", "the feed has no entries")
        for number, entry in enumerate(found.entries, 1):
            self._entry(entry, f"entry {number}", taken, keys)

    def _parsed(self) -> Any:
        if len(self.given.data) > FILE_SIZE:
            self._lose("", f"the file holds more than {FILE_SIZE // 1024 // 1024} MB and is not read")
            return None
        if not self.given.data.strip():
            self._lose("", "the file is empty")
            return None
        if _unending(self.given.data):
            self._lose("", "the feed opens thousands of comments that never end and is not read")
            return None
        import feedparser

        try:
            return feedparser.parse(io.BytesIO(self.given.data), sanitize_html=True, resolve_relative_uris=True)
        except Exception as error:  # the library raises whatever a broken file makes Python raise
            self._lose("", f"the feed cannot be read: {_line(str(error))[:200] or type(error).__name__}")
            return None

    def _broken(self, error: Any) -> None:
        place = ""
        if isinstance(error, SAXParseException) and error.getLineNumber() is not None:
            declared = re.match(rb"\s*(\xef\xbb\xbf)?\s*<\?xml", self.given.data)  # the library adds a line where not
            place = f"line {max((error.getLineNumber() or 1) - (not declared), 1)}"
            error = error.getMessage()
        self._lose(place, f"the feed is broken and was read as far as it goes: {_line(str(error))[:200]}")

    def _lose(self, place: str, what: str) -> None:
        first, number = self._lost.get(what, (place, 0))
        self._lost[what] = (first, number + 1)

    def _entry(self, entry: Any, place: str, taken: set[str], keys: set[str]) -> None:
        values = self._values(entry, place)
        if values is None:
            self._lose(place, "entries without a title, a text and an address are left out")
            return
        key = _line(entry.get("id") or "") or str(values.get("url") or "")
        same = key or repr(sorted(values.items()))
        if same in keys:
            self._lose(place, "entries that were read already are passed over")
            return
        keys.add(same)
        id_ = _id(values, same, taken)
        taken.add(id_)
        self.records.append(Record(kind="source", id=id_, values=values, file=self.given.name, place=place, key=key))

    def _values(self, entry: Any, place: str) -> dict[str, Raw] | None:
        """The fields of a source; None where nothing says what it is."""
        note, url = self._note(entry, place), self._url(entry, place)
        title = self._plain(entry, "title") or (f"[{_cut(note or url, 80)}]" if note or url else "")
        if not title:
            return None
        fields = {
            "title": title,
            **self._publishers(entry),
            "author": _line(entry.get("author") or ""),
            "url": url,
            "published": self._day(entry, place),
            **self._lang(),
            "kind": "press",
            "note": note,
        }
        values: dict[str, Raw] = {name: value for name, value in fields.items() if value}
        if tags := _tags(entry):
            values["x_tags"] = [*tags]
        return values

    def _publishers(self, entry: Any) -> dict[str, str]:
        """Who published it, and where it was read when that is a feed of others' entries."""
        feed, source = self._plain(self._about, "title"), entry.get("source")
        own = _line(source.get("title") or "") if isinstance(source, dict) else ""
        return {"publisher": own, "via": feed} if own and own != feed else {"publisher": feed}

    def _note(self, entry: Any, place: str) -> str:
        """The beginning of the entry's text; that there was more is told once."""
        contents = [_shown(c, self._rss) for c in entry.get("content") or () if isinstance(c, dict)]
        summary = self._plain(entry, "summary") if "summary_detail" in entry else ""  # else it is the content again
        said = summary or next(filter(None, contents), "")
        if any(len(text) > LONGEST_NOTE for text in (said, *contents)):
            self._lose(place, "the texts of entries are not carried over, only their beginnings")
        return _cut(said, LONGEST_NOTE)

    def _url(self, entry: Any, place: str) -> str:
        link = "".join(_line(entry.get("link") or "").split())
        if link == entry.get("id") and not link.startswith(("http://", "https://")):
            return ""  # a `guid` that does not say that it is no address is taken for one
        try:
            url = urljoin(str(self._about.get("link") or ""), link) if link else ""
            sound = not url or (urlsplit(url).scheme.lower() in ("http", "https") and bool(urlsplit(url).netloc))
        except ValueError:  # brackets that are no address of a machine
            url, sound = "", False
        if not sound:
            self._lose(place, "addresses that are not of the web (http or https) are left out")
        return url if sound else ""

    def _day(self, entry: Any, place: str) -> str:
        """The UTC day on which it was published or, where that is not said, last changed."""
        for name in ("published", "updated", "created"):
            moment = entry.get(f"{name}_parsed") if name in entry else None
            try:
                if moment:
                    return date(*moment[:3]).isoformat()
            except (TypeError, ValueError):
                pass
            if name in entry and entry.get(name):
                self._lose(place, "dates that cannot be read are left out")
        return ""

    def _lang(self) -> dict[str, str]:
        lang = _line(self._about.get("language") or "").replace("_", "-")
        return {"lang" if _LANG.fullmatch(lang) else "x_lang": lang}

    def _plain(self, of: Any, name: str) -> str:
        detail = of.get(f"{name}_detail")
        return _shown(detail if isinstance(detail, dict) else {"value": of.get(name)}, self._rss)


def _unending(data: bytes) -> bool:
    """Whether so many comments are left open that the library would look for the end of each all through the file."""
    return data.count(b"!--") - data.count(b"-->") - data.count(b"--&gt;") > MOST_OPEN


def _shown(detail: Any, rss: bool) -> str:
    """A text of a feed as one line; RSS does not say whether a text is escaped once more, and most are."""
    text = str(detail.get("value") or "")
    if detail.get("type") in _MARKUP:
        reader = _Text()
        reader.feed(text)
        reader.close()
        text = "".join(reader.parts)
    elif rss:
        text = html.unescape(text)
    return _line(text)


def _line(text: Any) -> str:
    return " ".join(REFUSED.sub(" ", str(text)).split())


def _cut(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    return (text[: most - 1].rpartition(" ")[0] or text[: most - 1]) + "…"


def _tags(entry: Any) -> list[str]:
    tags = entry.get("tags") or ()
    found = (_line(tag.get("label") or tag.get("term") or "") for tag in tags if isinstance(tag, dict))
    return list(dict.fromkeys(filter(None, found)))


def _id(values: dict[str, Raw], key: str, taken: set[str]) -> str:
    """Publisher, day and the first words of the title, then all of them, then a sign of the entry's own key."""
    host = urlsplit(str(values.get("url") or "")).netloc.removeprefix("www.")
    publisher = _PART.split(str(values.get("publisher") or host), maxsplit=1)[0]
    stem = slug(publisher, SHORT_PUBLISHER) or slug(host, SHORT_PUBLISHER) or "feed"
    words = slug(str(values["title"])).split("-")
    telling = [word for word in words if len(word) > 3] or words
    front = "-".join(filter(None, (stem, str(values.get("published") or ""))))
    wishes = [slug(f"{front}-{'-'.join(some)}", 80) for some in (telling[:WORDS], words)]
    digest = hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:8]
    wishes.append(f"{wishes[-1]}-{digest}")
    return next((wish for wish in wishes if wish not in taken), "") or untaken(wishes[-1], taken)
