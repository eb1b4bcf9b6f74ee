"""A book whose files are written in ways that no formatter would choose, and texts that are hard to write."""

from __future__ import annotations

NAUGHTY = (
    "Minsk: who decides?", "# no comment", "a #tag", "- dash", "-5 degrees", "'single'", '"double"', "two\nlines",
    "para\n\n- one\n- two", "  leading", "tab\tinside", "ünï 😀 Ціханоўская", "[[beta]] and [[beta|B]]", "{curly}",
    "a, b", "null", "~", "yes", "012", "back\\slash", "%percent", "@at", "`code [[beta]]`", "*star", "&and", "!bang",
    "|", ">", "?", "---", "<<<<<<< HEAD", "ends:", "long " * 60, "x" * 300, "k: v\nk2: v2", "\x07 bell", "#", "[",
)  # fmt: skip
REFERENCES = (
    "said_by",
    "contradicts",
    "holds",
    "place",
    "same_as",
    "for",
    "to",
    "source",
    "part_of",
    "not_same_as",
    "at",
)
TEXTS = ("title", "author", "name", "aliases", "publisher", "via", "role", "locator", "tags", "rule")
"""Fields in which no link is read."""
LISTED = ("sources", "entities", "related")
PARTS = ("key_points", "judgments", "events", "assumptions", "alternatives", "gaps", "indicators")

PLAIN = """\
# head of the file

title: Alpha   # remark 1
bottom_line: >
  One two
  three.
as_of: 2026-01-01
# remark 2
tags:
- nato   # remark 3
- "two words"
key_points:
    # remark 4
    - id: k1
      text: >-
        Beta says [[beta]], code says `[[beta]]`, and [[ maria | Maria ]] agrees.
      said_by: maria   # remark 5
      sources:
      - wire-1 2
      - {source: wire-2, note: "about [[maria]]"}

    # remark 6
    - id: k2
      text: "Quoted: with \\"quotes\\" and [[beta#k1|a point]]"
      contradicts: k1
      resolution: {holds: k1, why: 'See [[alpha#k1]] and [[#k1]].'}
events: [{id: e1, date: 2025-09-12, title: Flow, entities: [maria, {id: minsk, role: host}], place: minsk},
         {id: e2, date: 2025-10, title: "Second"}]
related:
  - beta
  - {to: beta#k1, as: supports}
gaps: [ 'First?', "Second: why?" ]
# remark 7"""
CRLF = (
    "\ufefftitle: Beta\r\nbottom_line: 'About [[alpha]] and [[maria|her]].'\r\nas_of: 2026-01-02\r\nsummary: |+\r\n"
    "    # Heading\r\n\r\n    Text [[alpha#k2]] `[[alpha]]`\r\n\r\nkey_points:\r\n  -\r\n    text: One   # remark 8\r\n"
    "    id: k1\r\n    sources: wire-1\r\n  - Two words only\r\nentities: maria\r\nx_own:\r\n    deep: [ {a: b} ]\r\n"
)
PEOPLE = """\
# remark 9
maria:
    type: person
    name: Maria Kalesnikava
    names: {be: Марыя Калеснікава, ru: "Мария Колесникова"}
    part_of: [council]


viktar:
    type: person   # remark 10
    name: Viktar Babaryka
    summary: Knows [[maria]].
# remark 11
"""
PLACES = "council: {type: group, name: Council}\nminsk: {type: place, name: Minsk, country: BY}  # remark 12\n"
SOURCES = """\
wire-1:
  title: First wire
  publisher: AP

# remark 13
wire-2:
  title: Second wire
  url: https://example.org/2   # remark 14
  note: On [[maria]].
"""
FILES = {
    "alpha.yaml": PLAIN, "deep/beta.yaml": CRLF, "entities/people.yaml": PEOPLE, "entities/places.yaml": PLACES,
    "sources/wires.yaml": SOURCES,
    "book.yaml": "exempt:\n  - {rule: V302, at: [alpha, beta#k1, deep/beta.yaml], reason: So.}  # remark 15\n",
}  # fmt: skip
