"""Notes become briefs and entities that the format takes, whatever they hold, and what is lost is said."""

from __future__ import annotations

import builtins
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from importing import vault
from importing.noted import DAY, carried, read, values, whats

from brief_cli.importing import notes
from brief_cli.importing.carried import Given

# Front matter


def test_front_matter_fills_the_fields_of_the_brief_and_the_rest_is_the_users_own() -> None:
    text = (
        "---\ntitle: Port strike\naliases: [Strike, The port]\ntags: [ports, '#ports/baltic']\nupdated: 2025-09-20\n"
        "created: 2025-09-01\nauthor: [Ann, Ben]\ndescription: It goes on.\nstatus: Active\nlang: English\n"
        "review_by: 2026-06-01\nhandling: AMBER\nRating Of: {ease: 3, worth: [a, b]}\n---\nBody.\n"
    )
    assert values(text) == {
        "title": "Port strike",
        "bottom_line": "It goes on.",
        "as_of": "2025-09-20",
        "status": "active",
        "tags": ["ports", "ports/baltic"],
        "author": "Ann, Ben",
        "lang": "en",
        "review_by": "2026-06-01",
        "handling": "tlp:amber",
        "summary": "Body.",
        "x_aliases": ["Strike", "The port"],
        "x_created": "2025-09-01",
        "x_rating_of": {"ease": "3", "worth": ["a", "b"]},
    }


@pytest.mark.parametrize("tags", ["a, b/c", "'#a #b/c'", "[a, b/c]", "#a, #b/c", "\n  - a\n  - '#b/c'"])
def test_tags_are_read_in_every_habit(tags: str) -> None:
    assert values(f"---\ntags: {tags}\n---\nText.")["tags"] == ["a", "b/c"]


def test_front_matter_that_is_no_yaml_is_read_line_by_line_and_says_where_it_broke() -> None:
    found = read(Note="---\ntitle: A title: with a colon\ntags:\n- a\n- b\nstray\n---\nText.")
    record = found.records[0].values
    assert (record["title"], record["tags"], record["x_front_matter"]) == (
        "A title: with a colon",
        ["a", "b"],
        ["stray"],
    )
    assert found.losses[0].place == "line 2" and "no YAML" in found.losses[0].what


def test_text_between_two_rules_is_no_front_matter() -> None:
    found = read(Note="---\nOnly words here.\n---\nMore.")
    assert "Only words here." in str(found.records[0].values) and not found.losses


def test_what_a_field_cannot_hold_is_kept_as_the_users_own_and_told() -> None:
    found = read(Note="---\nstatus: seedling\nhandling: secret\nreview_by: soon\nlang: Elvish!\n---\nText.")
    record = found.records[0].values
    assert record["status"] == "draft"
    assert [record[f"x_{name}"] for name in ("status", "handling", "review_by", "lang")] == [
        "seedling", "secret", "soon", "Elvish!",
    ]  # fmt: skip
    assert len(found.losses) == 3


def test_a_field_nested_too_deep_is_left_out_and_told() -> None:
    found = read(Note=f"---\ndeep: {'[' * 12}a{']' * 12}\n---\nText.")
    assert "x_deep" not in found.records[0].values and "`deep`" in whats(found)[0]


def test_an_escaped_control_character_of_yaml_is_no_part_of_a_value() -> None:
    assert values('---\nnote: "a\\0b\\x85c"\n---\nText.')["x_note"] == "a b c"


# Names, titles and days


@pytest.mark.parametrize(
    ("name", "id_", "title"),
    [
        ("202509121030 Port strike", "port-strike", "Port strike"),
        ("202509121030", "202509121030", "202509121030"),
        ("2025-09-12", "2025-09-12", "2025-09-12"),
        ("Лукашенко и Ко", "lukashenko-i-ko", "Лукашенко и Ко"),
        ("???", "note", "???"),
    ],
)
def test_the_id_is_made_of_the_name_of_the_file(name: str, id_: str, title: str) -> None:
    (record,) = carried({f"{name}.md": "Text."}).records
    assert (record.id, record.values["title"], record.key) == (id_, title, f"{name}.md")


def test_the_first_heading_is_the_title_and_leaves_the_text() -> None:
    assert values("# The *title*\n\n## Part\n\nText one. Text two.")["title"] == "The title"
    assert "# The" not in values("# The *title*\n\n## Part\n\nText.")["summary"]


def test_two_notes_of_one_name_are_two_briefs_and_links_prefer_the_same_folder() -> None:
    found = read(a__Plan="One.", b__Plan="Two.", b__Other="See [[Plan]] and [[a/Plan]].")
    assert [record.id for record in found.records] == ["plan", "b-plan", "other"]
    assert found.records[2].values["bottom_line"] == "See [[b-plan|Plan]] and [[plan|Plan]]."


@pytest.mark.parametrize(
    ("name", "text", "day", "as_of"),
    [
        ("a", "---\ncreated: 2025-01-01\nmodified: 2025-02-02T10:00\n---\nx", DAY, "2025-02-02"),
        ("2025-09-12 a", "x", DAY, "2025-09-12"),
        ("202509121030 a", "x", DAY, "2025-09-12"),
        ("a", "x", DAY, DAY),
        ("a", "- 2025-03-04: this\n- 2025-03-05: that", "", "2025-03-05"),
        ("a", "x", "", None),
    ],
)
def test_the_day_is_looked_for_in_front_matter_name_file_and_text(
    name: str, text: str, day: str, as_of: str | None
) -> None:
    assert carried({f"{name}.md": text}, day).records[0].values.get("as_of") == as_of


def test_the_first_sentences_are_the_bottom_line() -> None:
    text = "- a list\n\n> a quote\n\nDr. Who came on 12. March. He left! " + "Then more happened. " * 20
    assert str(values(text)["bottom_line"]).startswith("Dr. Who came on 12. March. He left!")
    assert values("- only a list")["bottom_line"] == "Note"


def test_a_first_paragraph_that_is_all_bottom_line_is_not_said_twice() -> None:
    assert values("It holds.\n\nMore.") | {} == {
        "title": "Note", "bottom_line": "It holds.", "as_of": DAY, "status": "draft", "summary": "More.",
    }  # fmt: skip


def test_tags_in_the_text_are_tags_but_not_in_code_links_headings_or_as_numbers() -> None:
    text = "Some #one and #two/three.\n\n## Head #no\n\n`#code` #123 https://a.b/#frag [x](#y) word#no\n\n#four #five"
    found = values(text)
    assert found["tags"] == ["one", "two/three", "four", "five"]
    assert "#four" not in found["summary"]


def test_an_empty_note_is_no_record() -> None:
    found = read(Note="  \n")
    assert not found.records and whats(found) == ["the note is empty"]


# Entities


@pytest.mark.parametrize(("type_", "kind"), [("person", "person"), ("Organisation", "organization"), ("city", "place")])
def test_a_note_that_says_its_type_is_an_entity(type_: str, kind: str) -> None:
    text = (
        f"---\ntype: {type_}\naliases: Batka\ncountry: by\nwikidata: https://www.wikidata.org/wiki/Q42\nphone: 1\n---\n"
    )
    (record,) = read(Ann_Smith=f"{text}# Ann Smith\n\nShe sails. #crew\n").records
    assert record.kind == "entity" and record.values == {
        "type": kind, "name": "Ann Smith", "aliases": ["Batka"], "summary": "She sails. #crew", "country": "BY",
        "wikidata": "Q42", "x_tags": ["crew"], "x_phone": "1",
    }  # fmt: skip


# Links


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ("[[Ann Smith]]", "[[ann-smith|Ann Smith]]"),
        ("[[people/ann smith.md|her]]", "[[ann-smith|her]]"),
        ("[[The Captain]]", "[[ann-smith|The Captain]]"),
        ("[[Ann Smith|a [b] c]]", "[[ann-smith|a (b) c]]"),
        ("[her](People/Ann%20Smith.md)", "[[ann-smith|her]]"),
        ("[her](<./People/Ann Smith.md>)", "[[ann-smith|her]]"),
        ("[[202509121030]]", "[[tides|Tides]]"),
        ("[[nato]] and [[zapad-2025#k1|it]]", "[[nato]] and [[zapad-2025#k1|it]]"),
        ("[site](https://a.example/x) ![p](https://a.example/p.png)",) * 2,
        ("`[[Ann Smith]]`",) * 2,
        ("f[0](x)",) * 2,
    ],
)
def test_a_link_to_a_note_of_the_set_becomes_a_link_to_its_brief(written: str, becomes: str) -> None:
    person = "---\ntype: person\naliases: [The Captain]\n---\nShe sails."
    files: dict[str, str | bytes] = {"Note.md": f"# T\n\nSo {written} is", "People/Ann Smith.md": person}
    found = carried(files | {"202509121030 Tides.md": "They turn."})
    assert found.records[0].values["bottom_line"] == f"So {becomes} is"
    assert not found.losses


def test_links_that_lead_nowhere_become_their_words_and_are_told_once() -> None:
    found = read(Note="[[Nobody Here|him]] and [[No/Where]].\n\nAnd [[Nobody Here]].")
    assert found.records[0].values["bottom_line"] == "him and Where."
    assert whats(found) == ["links that lead to no note of these became their words: `Nobody Here`, `No/Where`"]


def test_headings_blocks_embeds_and_files_are_told_once_a_note() -> None:
    text = "[[Other#Part]] [[Other#^b1|there]] ![[Other]] ![[map.png|300]] [a](x/doc.pdf) ![alt](p.jpg) ^id1"
    found = read(Note=text, Other="Text.")
    expected = "[[other|Other]] [[other|there]] [[other|Other]] map.png a (doc.pdf) alt (p.jpg)"
    assert found.records[0].values["bottom_line"] == expected
    assert [what.partition(",")[0] for what in whats(found)] == [
        "links to headings or blocks lead to the whole note now",
        "embedded notes became links to them",
        "the ids of blocks (`^id`) are left out",
        "a book holds no pictures or files",
    ]


def test_code_is_left_alone_and_remarks_are_kept_apart() -> None:
    text = "Go.\n\n```\n[[Other]] #no %%\n- 2025-01-01: no\n```\n\nA %%private\nword%% B `%%` 100 %%"
    found = values(text, Other="x")
    assert found["summary"] == "```\n[[Other]] #no %%\n- 2025-01-01: no\n```\n\nA\n B `%%` 100 %%"
    assert found["x_comments"] == ["private\nword"] and "events" not in found and "tags" not in found


# Hostile and odd files


@pytest.mark.parametrize("data", ["Żółć".encode("utf-16"), b"\xef\xbb\xbf" + "Żółć".encode(), "Żółć".encode()])
def test_encodings_are_told_by_their_marks(data: bytes) -> None:
    found = read(Note=data)
    assert found.records[0].values["bottom_line"] == "Żółć" and not found.losses


def test_a_guessed_encoding_and_a_control_character_are_told() -> None:
    found = read(Note="Größe\x00\x85".encode("cp1252", "ignore") + b"\xfc\x1b[0m")
    assert "Windows-1252" in whats(found)[0] and "control character" in whats(found)[1]


def test_scripts_are_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builtins, "open", lambda *_, **__: pytest.fail("opened"))
    text = "Start.\n\n<script>alert(1)</script>\n\n[x](javascript:alert(1)) <img onerror=x>"
    assert values(text)["summary"] == text.partition("\n\n")[2]


def test_what_is_no_note_or_too_large_for_a_book_is_told() -> None:
    found = carried({"a.png": b"\x89PNG", "b.md": "x " * 4_500_000, "c.md": b"x" * (17 << 20)})
    assert not found.records and [loss.file for loss in found.losses] == ["a.png", "b.md", "c.md"]


@pytest.mark.parametrize("piece", ["[[", "`", "<", "- 2025", "[[a|", "[](", "%% `", "*_", "a. ", "| "])
@pytest.mark.parametrize("front", ["", "---\na: "])
def test_no_note_takes_quadratic_time(piece: str, front: str) -> None:
    start = time.perf_counter()
    notes.read([Given(name="a.md", data=(front + piece * (1_000_000 // len(piece))).encode(), day=DAY)])
    assert time.perf_counter() - start < 5


@pytest.mark.slow
def test_a_note_whose_brief_would_be_too_large_is_no_record() -> None:
    found = notes.read([Given(name="a.md", data=b"- 2025: a\n" * 400_000, day=DAY)])
    assert not found.records and "too large" in whats(found)[0]


@pytest.mark.slow
@pytest.mark.parametrize("piece", ["[[", "`", "<", "- 2025", "- 2025: a\n", "# a\n", "[[b]]", "a|b\n|-|-|\n"])
def test_five_megabytes_of_one_thing_are_read_in_seconds(piece: str) -> None:
    start = time.perf_counter()
    notes.read([Given(name="a.md", data=(piece * (5_000_000 // len(piece))).encode(), day=DAY)])
    assert time.perf_counter() - start < 30


PIECES = st.sampled_from(
    (
        "---\n", "\n", "[[", "]]", "|", "![", "](", "**", "`", "```\n", "- ", "  - ", "2025-09-12", "2025", ": ", "# ",
        "## ", "Key points\n", "Judgments\n", "likely ", "Sources\n", "https://a.b/c ", "%%", "^abc\n", "> ", "#tag ",
        "title: ", "tags: ", "type: person\n", "date: ", "\t", "\\", "| When | What |\n|---|---|\n", "\x00", "\x85",
        '"\\0"', "&", "*", "{", "[ ] ", "handling: red\n", "country: by\n", "[[Other|l]]", "…", "words here. ", "===\n",
    )
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.text(), st.lists(PIECES, max_size=40).map("".join), st.lists(PIECES).map(lambda p: "---\n" + "".join(p))
    )
)
def test_any_text_is_read_and_what_is_made_passes_the_gate(text: str) -> None:
    read(Note=text.encode("utf-8", "replace"), b__Note="x", Other="---\ntype: place\n---\n")


@settings(max_examples=50, deadline=None)
@given(st.binary(), st.text(max_size=20))
def test_any_bytes_and_any_name_are_read(data: bytes, name: str) -> None:
    carried({f"{name}.md": data, f"b/{name}": data}, "")


# A whole folder


def test_a_vault_of_a_hundred_notes_is_carried_whole() -> None:
    texts = vault.notes()
    found = carried(dict(texts), vault.DAY)
    assert len(found.records) == vault.NOTES == len({record.id for record in found.records})
    assert sum(record.kind == "entity" for record in found.records) == 20
    assert sum(len(record.values.get("events", [])) for record in found.records) > 100
    assert vault.notes() == texts
