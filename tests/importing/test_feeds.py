"""Feeds become sources, whatever a feed holds, and nothing is opened to read them."""

from __future__ import annotations

import builtins
import json
import socket
import time
from typing import Any

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brief_cli.files.gate import Rules, gate_records
from brief_cli.files.read import read_text
from brief_cli.importing import feeds
from brief_cli.importing.carried import FILE_SIZE, Carried, Given, Record
from brief_cli.model.registers import Source

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel>
<title>Baltic Post &amp; Courier - World news</title>
<link>https://post.example/world/</link>
<language>en-GB</language>
<item>
  <title>Drill &lt;b&gt;moves&lt;/b&gt; east, ministry says</title>
  <link>https://post.example/a/1</link>
  <description>&lt;p&gt;Troops moved.&lt;/p&gt;&lt;p&gt;More &amp;amp; more.
  &lt;/p&gt;&lt;script&gt;x()&lt;/script&gt;</description>
  <pubDate>Mon, 02 Mar 2026 23:30:00 -0500</pubDate>
  <category>military</category><category>nato</category><category>nato</category>
  <guid isPermaLink="false">post-1</guid>
  <dc:creator>Jane Roe</dc:creator>
  <enclosure url="https://post.example/a.mp3" type="audio/mpeg" length="1"/>
</item>
<item>
  <title>Port strike: AT&amp;amp;T waits</title>
  <link>/a/2</link>
  <pubDate>Tue, 03 Mar 2026 08:00:00 GMT</pubDate>
  <guid isPermaLink="false">post-2</guid>
</item>
</channel></rss>"""

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="lt" xml:base="https://ziniu.example/base/">
<title>Žinių tarnyba</title><id>urn:feed</id><updated>2026-03-01T00:00:00Z</updated>
<entry><title>Uostas dirba: 3 &lt; 4</title><id>urn:uuid:1</id><link href="a/b"/>
<updated>2026-03-05T10:00:00Z</updated><published>2026-03-01T23:30:00-05:00</published>
<author><name>J. Jonaitis</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Žodis</p><p>kitas</p></div></content>
<category term="x" label="Uostai"/></entry></feed>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://old.example/"><title>Old Site</title>
<link>https://old.example/</link></channel><item rdf:about="https://old.example/1"><title>One ship</title>
<link>https://old.example/1</link><dc:date>2026-02-03T04:05:06Z</dc:date><dc:creator>Ann</dc:creator></item></rdf:RDF>"""


def read(*texts: str | bytes) -> Carried:
    files = [t.encode() if isinstance(t, str) else t for t in texts]
    carried = feeds.read([Given(f"feed{n}.xml", data) for n, data in enumerate(files, 1)])
    for record in carried.records:
        assert passes(record)
    return carried


def passes(record: Record) -> bool:
    data = json.dumps({record.id: record.values}, ensure_ascii=False).encode()
    document = read_text("sources/x.yaml", data, kind="register")
    sound, problems = gate_records(Source, document, "sources/x.yaml", Rules())
    assert not problems, problems
    return list(sound) == [record.id]


def rss(items: str, title: str = "Post") -> str:
    return f'<rss version="2.0"><channel><title>{title}</title>{items}</channel></rss>'


def item(title: str, guid: str, **more: str) -> str:
    fields = {"title": title, "guid": guid, "pubDate": "Mon, 02 Mar 2026 10:00:00 GMT", **more}
    return "<item>" + "".join(f"<{k}>{v}</{k}>" for k, v in fields.items() if v) + "</item>"


def whats(carried: Carried) -> list[str]:
    return [loss.what for loss in carried.losses]


def test_an_entry_of_rss_becomes_a_source_with_its_text_made_plain() -> None:
    first = read(RSS).records[0]
    assert first.values == {
        "title": "Drill moves east, ministry says",
        "publisher": "Baltic Post & Courier - World news",
        "author": "Jane Roe",
        "url": "https://post.example/a/1",
        "published": "2026-03-03",  # the day in UTC
        "lang": "en-GB",
        "kind": "press",
        "note": "Troops moved. More & more.",
        "x_tags": ["military", "nato"],
    }
    assert (first.kind, first.key, first.place, first.file) == ("source", "post-1", "entry 1", "feed1.xml")


def test_a_relative_address_is_completed_and_an_entity_escaped_twice_is_read() -> None:
    second = read(RSS).records[1]
    assert second.values["url"] == "https://post.example/a/2"
    assert second.values["title"] == "Port strike: AT&T waits"


def test_an_entry_of_atom_has_its_base_its_language_and_its_content() -> None:
    (record,) = read(ATOM).records
    assert record.values["title"] == "Uostas dirba: 3 < 4"
    assert record.values["url"] == "https://ziniu.example/base/a/b"
    assert record.values["published"] == "2026-03-02"
    assert record.values["note"] == "Žodis kitas"
    assert record.values["lang"] == "lt"
    assert record.values["x_tags"] == ["Uostai"]
    assert record.key == "urn:uuid:1"
    assert record.id == "ziniu-tarnyba-2026-03-02-uostas-dirba"


def test_rss_1_is_read() -> None:
    (record,) = read(RDF).records
    assert record.values["published"] == "2026-02-03"
    assert (record.values["author"], record.key) == ("Ann", "https://old.example/1")


def test_an_entry_that_another_published_names_both() -> None:
    source = '<source url="https://other.example/rss">The Other</source>'
    entry = item("A", "1").replace("</item>", source + "</item>")
    values = read(rss(entry, "Collector")).records[0].values
    assert (values["publisher"], values["via"]) == ("The Other", "Collector")


def test_an_id_is_publisher_day_and_words_whatever_else_the_feed_holds() -> None:
    alone = read(rss(item("Ships leave the port of Riga", "1"))).records[0].id
    assert alone == "post-2026-03-02-ships-leave-port"
    among = read(rss(item("Ships arrive", "0") + item("Ships leave the port of Riga", "1") + item("Else", "2")))
    assert alone in [r.id for r in among.records]


def test_ids_of_like_titles_are_told_apart_by_more_words_and_then_by_the_key() -> None:
    like = (
        item("Ships leave port today", "1")
        + item("Ships leave port quietly", "2")
        + item("Ships leave port today", "3")
    )
    ids = [r.id for r in read(rss(like)).records]
    assert ids[:2] == ["post-2026-03-02-ships-leave-port", "post-2026-03-02-ships-leave-port-quietly"]
    assert ids[2] == "post-2026-03-02-ships-leave-port-today"
    many = [r.id for r in read(rss("".join(item("Live blog", str(n)) for n in range(50)))).records]
    assert len(set(many)) == 50 and not any(id_.endswith("-2") for id_ in many)


def test_titles_in_other_scripts_have_ids_in_latin_letters() -> None:
    (record,) = read(rss(item("Учения начались", "1"), "Звязда")).records
    assert record.id == "zvyazda-2026-03-02-ucheniya-nachalis"


def test_an_entry_without_a_title_is_described_in_brackets() -> None:
    (record,) = read(rss(item("", "1", description="Only a text."))).records
    assert record.values["title"] == "[Only a text.]"


def test_an_entry_that_says_nothing_is_told() -> None:
    carried = read(rss("<item><author>x</author></item>"))
    assert not carried.records
    assert whats(carried) == ["entries without a title, a text and an address are left out"]


def test_an_entry_seen_twice_comes_in_once() -> None:
    carried = read(RSS, RSS)
    assert len(carried.records) == 2
    assert whats(carried) == ["entries that were read already are passed over (2 of them)"]
    assert carried.losses[0].file == "feed2.xml"


def test_long_texts_are_cut_and_that_is_told_once_a_feed() -> None:
    carried = read(rss("".join(item(f"T{n}", str(n), description="word " * 200) for n in range(3))))
    assert all(len(str(r.values["note"])) <= feeds.LONGEST_NOTE for r in carried.records)
    assert str(carried.records[0].values["note"]).endswith("word…")
    assert whats(carried) == ["the texts of entries are not carried over, only their beginnings (3 of them)"]


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", "ftp://a.example/x", "http://[x"])
def test_only_addresses_of_the_web_are_kept(link: str) -> None:
    carried = read(rss(item("A", "urn:1", link=link)))
    assert "url" not in carried.records[0].values
    assert whats(carried) == ["addresses that are not of the web (http or https) are left out"]


def test_a_language_that_is_none_is_kept_aside() -> None:
    assert read(rss("<language>a tongue</language>" + item("A", "1"))).records[0].values["x_lang"] == "a tongue"


def test_a_date_that_is_none_is_told() -> None:
    carried = read(rss(item("A", "1", pubDate="the day before")))
    assert "published" not in carried.records[0].values
    assert whats(carried) == ["dates that cannot be read are left out"]


def test_a_broken_feed_is_read_as_far_as_it_goes_and_the_place_is_told() -> None:
    carried = read(RSS[: RSS.index("<item>\n  <title>Port") + 20])
    assert carried.records[0].key == "post-1"
    assert carried.losses[0].place == "line 19" and "broken" in carried.losses[0].what


def test_the_line_is_right_where_the_declaration_is_missing() -> None:
    assert read('<rss version="2.0">\n<channel>\n<title>T</b></title></channel></rss>').losses[0].place == "line 3"


@pytest.mark.parametrize("text", ["not a feed", "{}", "<html><body>hi</body></html>", "\0\1" * 30])
def test_what_is_no_feed_is_told(text: str) -> None:
    carried = read(text)
    assert not carried.records
    assert whats(carried) == ["the file is no feed: neither RSS nor Atom"]


def test_an_empty_file_and_an_empty_feed_are_told() -> None:
    assert whats(read("", rss(""))) == ["the file is empty", "the feed has no entries"]


def test_a_file_that_is_too_large_is_not_read() -> None:
    assert whats(read(b" " * (FILE_SIZE + 1))) == ["the file holds more than 64 MB and is not read"]


def test_control_characters_become_spaces() -> None:
    (record,) = read(rss(item("A&#x2029;B &#x2028; C&#xFFFE;D &amp;#x7f; E", "1", description="a&#127;b"))).records
    assert record.values["title"] == "A B C D E"
    assert record.values["note"] == "a b"


@pytest.mark.parametrize(
    ("encoding", "name"), [("windows-1251", "Учения"), ("utf-16", "Žinios"), ("iso-8859-1", "Café")]
)
def test_other_encodings_are_read(encoding: str, name: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?>' + rss(item(name, "1"))
    assert read(text.encode(encoding)).records[0].values["title"] == name


@pytest.fixture
def shut(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Neither the network nor a file can be opened, and each try is noted."""
    tried: list[Any] = []

    def refuse(*args: Any, **_: Any) -> Any:
        tried.append(args)
        raise AssertionError(args)

    read(RSS)  # what is loaded late is loaded
    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(builtins, "open", refuse)
    monkeypatch.setattr(feedparser.http, "get", refuse)
    return tried


ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE rss SYSTEM "{dtd}" [<!ENTITY x SYSTEM "{at}"><!ENTITY % y SYSTEM "{at}"> %y;]>'
)


@pytest.mark.parametrize("at", ["file:///etc/passwd", "http://evil.example/x", "/etc/passwd"])
def test_entities_from_elsewhere_are_never_fetched(shut: list[Any], at: str) -> None:
    carried = read(ENTITIES.format(dtd=at, at=at) + rss(item("a &x; b", "1", description="&x;")))
    assert not shut
    assert "root:" not in repr(carried)


@pytest.mark.parametrize(
    "data", [b"http://evil.example/feed", b"/etc/passwd", b"feed:http://evil.example", b"file:///x"]
)
def test_bytes_that_are_an_address_are_not_followed(shut: list[Any], data: bytes) -> None:
    assert not read(data).records
    assert not shut


def test_pictures_and_relative_bases_are_not_fetched(shut: list[Any]) -> None:
    assert read(RSS, ATOM, RDF).records
    assert not shut


def _laughs() -> str:
    steps = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY l0 "lol">{steps}]>' + rss(item("&l9;", "1"))


BOMBS = {
    "a billion laughs": _laughs(),
    "deep elements": '<rss version="2.0"><channel>' + "<div>" * 20_000,
    "deep markup": rss(item("A", "1", description="&lt;div&gt;" * 20_000)),
    "open tags": '<rss version="2.0"><channel><item><title>' + "<a " * 20_000,
    "open markup": rss(item("A", "1", description="&lt;a " * 20_000)),
    "comments": rss(item("A", "1", description="&lt;!--" * 20_000)),
    "ampersands": '<rss version="2.0"><channel><item><title>' + "&" * 20_000,
    "entities": "<!ENTITY " * 20_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_over_soon(name: str) -> None:
    start = time.perf_counter()
    read(BOMBS[name])
    assert time.perf_counter() - start < 5


PIECES = st.sampled_from(
    ["<rss version='2.0'>", "<channel>", "<item>", "</item>", "<title>", "</title>", "<link>", "&amp;", "&lt;b&gt;",
     "&#0;", "<feed xmlns='http://www.w3.org/2005/Atom'>", "<entry>", "</entry>", "<updated>", "2026-01-01", "<guid>",
     "<pubDate>", "<![CDATA[", "]]>", "<category>", "<source>", "<language>", "<content type='xhtml'>", "x_y", "\x85",
     "http://[", "'"]
)  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=6))).map("".join) | st.binary(max_size=200))
def test_any_bytes_are_read_without_an_error(data: str | bytes) -> None:
    read(data.encode("utf-8", "replace") if isinstance(data, str) else data)


TEXT = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=40)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(TEXT, TEXT, TEXT), max_size=6))
def test_whatever_a_feed_says_is_a_sound_source_and_none_is_lost_unsaid(entries: list[tuple[str, str, str]]) -> None:
    def escaped(text: str) -> str:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\ufffe", "").replace("\uffff", "")

    items = "".join(item(*map(escaped, entry[:2]), description=escaped(entry[2])) for entry in entries)
    carried = read(rss(items))
    assert len({r.id for r in carried.records}) == len(carried.records)
    assert len(carried.records) == len(entries) or carried.losses
