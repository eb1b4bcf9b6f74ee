"""BibTeX is read as sources, and what has no place is told."""

from __future__ import annotations

import json
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brief_cli.files.gate import Rules, gate_records
from brief_cli.files.read import read_text
from brief_cli.importing import bibtex
from brief_cli.importing.carried import Carried, Given
from brief_cli.model.registers import Source

ZOTERO = r"""
@online{bergZapad2025Begins2025,
  title = {Zapad-2025 Begins},
  author = {family=Berg, given=Jan, prefix=van den, useprefix=true and {Reuters}},
  date = {2025-09-12},
  url = {https://www.example.org/2025/09/12/zapad_2025?x=1&y=%20},
  urldate = {2026-03-01},
  abstract = {What is known of the exercise.},
  langid = {english},
  organization = {The Moscow Times},
  keywords = {belarus,zapad},
  file = {/home/user/Zotero/storage/ABCD/zapad.html}
}

@article{smithBorder2025,
  title = {The Border},
  author = {Smith, John and Doe, Jane},
  date = {2025-08},
  journaltitle = {The Economist},
  volume = {456},
  number = {9460},
  pages = {12--14},
  entrysubtype = {magazine},
  langid = {british},
  doi = {https://doi.org/10.1000/182}
}
"""
JABREF = r"""% Encoding: UTF-8

@string{isw = "Institute for the Study of War"}
@Preamble{"\newcommand{\x}{}"}

@TechReport{Mueller2025,
  author      = {M{\"u}ller, Hans and {\L}ukasz Kowalski},
  title       = {{Belarus}: 100% ready \& {\emph{more}} -- for \$5},
  institution = isw # { (USA)},
  year        = {2025},
  month       = sep,
  day         = {12},
  number      = {7},
  owner       = {hans},
  timestamp   = {2025-10-01},
  groups      = {Belarus},
  comment     = {read twice},
}

@Comment{jabref-meta: databaseType:bibtex;}
"""


def read(text: str | bytes) -> Carried:
    return bibtex.read([Given("library.bib", text if isinstance(text, bytes) else text.encode())])


def values_of(fields: str, kind: str = "misc") -> dict[str, object]:
    return dict(read(f"@{kind}{{a, title = {{T}}, {fields}}}").records[0].values)


def told(carried: Carried) -> list[tuple[str, str]]:
    return [(loss.place, loss.what) for loss in carried.losses]


def sound(carried: Carried) -> bool:
    """Whether the format's own gate takes every record."""
    register = json.dumps({record.id: record.values for record in carried.records}, ensure_ascii=False)
    found, problems = gate_records(Source, read_text("s.yaml", register.encode(), kind="register"), "s.yaml", Rules())
    assert problems == []
    return len(found) == len(carried.records)


def test_an_export_of_zotero_becomes_sources() -> None:
    carried = read(ZOTERO)
    online, article = carried.records
    assert (online.id, online.key) == ("bergzapad2025begins2025", "bibtex:bergZapad2025Begins2025")
    assert online.values == {
        "title": "Zapad-2025 Begins",
        "author": "Jan van den Berg; Reuters",
        "publisher": "The Moscow Times",
        "published": "2025-09-12",
        "url": "https://www.example.org/2025/09/12/zapad_2025?x=1&y=%20",
        "retrieved": "2026-03-01",
        "lang": "en",
        "kind": "other",
        "note": "What is known of the exercise.",
        "x_entry_type": "online",
        "x_keywords": "belarus,zapad",
    }
    assert article.values == {
        "title": "The Border",
        "author": "John Smith; Jane Doe",
        "publisher": "The Economist",
        "published": "2025-08",
        "url": "https://doi.org/10.1000/182",
        "lang": "en-GB",
        "kind": "press",
        "x_doi": "10.1000/182",
        "x_volume": "456",
        "x_number": "9460",
        "x_pages": "12–14",
    }
    assert told(carried) == [("", "what the reference manager keeps for itself is left out: `file`")]
    assert sound(carried)


def test_an_export_of_jabref_becomes_sources() -> None:
    carried = read(JABREF)
    assert carried.records[0].values == {
        "title": "Belarus: 100% ready & more – for $5",
        "author": "Hans Müller; Łukasz Kowalski",
        "publisher": "Institute for the Study of War (USA)",
        "published": "2025-09-12",
        "kind": "report",
        "x_number": "7",
        "x_comment": "read twice",
    }
    assert told(carried) == [
        ("", "what is no entry is left out: 2 comments and 1 `@preamble`"),
        ("", "what the reference manager keeps for itself is left out: `owner`, `timestamp`, `groups`"),
    ]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"date = {2025-09~}", "2025-09~"),
        (r"date = {2025-09-12/2025-09-16}", "2025-09-12/2025-09-16"),
        (r"year = 2025, month = 9", "2025-09"),
        (r"year = {2025}, month = {September}, day = 3", "2025-09-03"),
        (r'year = 2025, month = "12~" # sep', "2025-09-12"),
        (r"year = {c. 1999}", "1999~"),
    ],
)
def test_a_date_is_read_in_the_ways_of_both_dialects(written: str, meant: str) -> None:
    assert values_of(written)["published"] == meant


def test_a_date_that_is_none_is_kept_as_written_and_told() -> None:
    carried = read("@misc{a, title = {T}, date = {in press}, urldate = {March 2026}}")
    assert carried.records[0].values["x_published"] == "in press"
    assert told(carried) == [
        ("entry a", "`in press` is no date, so it is kept as `x_published`"),
        ("entry a", "`March 2026` is no day, so it is kept as `x_retrieved`"),
    ]
    month = values_of("year = 2025, month = {mid-term}")
    assert (month["published"], month["x_month"]) == ("2025", "mid-term")


def test_latex_is_decoded_and_what_is_none_stays() -> None:
    assert values_of(r"note = {\v{C}apek, Stra{\ss}e, {\'E}tudes}")["note"] == "Čapek, Straße, Études"
    assert values_of(r"note = {costs $5 and 10% of $20}")["note"] == "costs $5 and 10% of $20"
    assert values_of(r"note = {a~b -- c}")["note"] == "a b – c"
    assert values_of("note = {a_b ^ c}")["note"] == "a_b ^ c"


def test_the_first_of_publisher_names_is_taken_and_the_others_are_kept() -> None:
    book = values_of("publisher = {Springer}, booktitle = {Proceedings}, series = {LNCS}", "inproceedings")
    assert (book["publisher"], book["x_booktitle"], book["x_series"]) == ("Springer", "Proceedings", "LNCS")
    page = values_of(r"howpublished = {\url{https://a.org/b_c}}")
    assert page["url"] == "https://a.org/b_c" and "publisher" not in page


def test_an_editor_stands_where_there_is_no_author() -> None:
    assert values_of("editor = {Doe, Jane}")["author"] == "Jane Doe (ed.)"
    both = values_of("author = {A B and others}, editor = {Doe, Jane}")
    assert (both["author"], both["x_editor"]) == ("A B; et al.", "Jane Doe")


def test_a_language_that_is_not_known_is_kept_as_written() -> None:
    assert values_of("language = {ngerman}")["lang"] == "de"
    assert values_of("language = {be-Latn}")["lang"] == "be-Latn"
    assert values_of("language = {klingonisch}")["x_lang"] == "klingonisch"


def test_a_part_takes_over_what_its_book_says() -> None:
    carried = read(
        "@inproceedings{part, title = {Part}, crossref = {whole}}\n"
        "@proceedings{whole, title = {Whole}, year = 1999, publisher = {ACM}}\n"
        "@misc{lost, title = {Lost}, crossref = {nowhere}}"
    )
    part = carried.records[0].values
    assert (part["title"], part["x_booktitle"], part["published"], part["publisher"]) == (
        "Part", "Whole", "1999", "ACM"
    )  # fmt: skip
    assert told(carried) == [("entry lost", "it refers to `nowhere`, which is not in the file")]


def test_an_entry_without_title_is_called_by_what_holds_it_or_told() -> None:
    carried = read("@article{a, journal = {Nature}, year = 2020}\n@misc{b, year = 2020}")
    assert carried.records[0].values["title"] == "Nature 2020"
    assert told(carried) == [("entry b", "a source needs a title, and there is none")]


def test_a_key_or_a_field_written_twice_is_told() -> None:
    carried = read("@misc{a, title = {A}, title = {B}}\n@misc{a, title = {C}}\n@misc{A, title = {D}}")
    assert [(record.id, record.values["title"]) for record in carried.records] == [("a", "A"), ("a-2", "D")]
    assert told(carried) == [
        ("line 1", "an entry has a field twice, and the first counts: `title`"),
        ("line 2", "another entry has the key `a`, so this one is left out"),
    ]


def test_an_entry_that_cannot_be_read_is_told_with_its_line_and_hides_no_other() -> None:
    carried = read("@misc{a, title = {A}}\n\n@book{b, title = {B\n@misc{c, title = {C}}\n@article d\n")
    assert [record.id for record in carried.records] == ["a", "c"]
    assert told(carried) == [
        ("line 3", "an entry cannot be read: `@book{b, title = {B`"),
        ("line 5", "this is no entry that can be read: `@article d`"),
    ]


def test_a_file_of_windows_is_read_and_the_guess_is_told() -> None:
    carried = read("@misc{a, title = {Über}}".encode("cp1252"))
    assert carried.records[0].values["title"] == "Über"
    assert "Windows-1252" in carried.losses[0].what


def test_nothing_is_written_to_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    read("@misc{a, title = {\\begin{x} {\\unknown{y}}, } $ z}\n@book{b\n")
    logging.getLogger("pylatexenc.latexwalker").warning("as it would")
    assert capfd.readouterr() == ("", "")


PIECES = st.sampled_from(
    ["@article{", "@misc{a,", "@string{s = ", "@comment{", "@preamble{", "title = ", "author = ", "year = ", "date = ",
     "crossref = {a}", "{", "}", '"', "#", ",", "=", "\n", " and ", "\\", "\\'e", "\\v{c}", "$", "%", "~", "2025",
     "sep", "é", "\x00", "\\begin{x}", "(", ")", "family=x", "others", "url = {http://[}", "\u2028"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=30).map("".join))
def test_every_record_of_any_text_passes_the_gate(text: str) -> None:
    assert sound(read(text))


@given(st.text(max_size=20), st.text(max_size=30), st.text(max_size=10))
def test_any_words_in_an_entry_are_read_or_told(title: str, author: str, year: str) -> None:
    assert sound(
        read(f"@book{{k, title = {{A {title}}}, author = {{{author}}}, year = {{{year}}}}}".encode("utf-8", "replace"))
    )


@given(st.binary(max_size=150))
def test_any_bytes_are_read(data: bytes) -> None:
    assert sound(read(data))


def test_deep_braces_and_long_values_are_no_trouble() -> None:
    assert sound(read("@misc{a, title = {" + "{" * 5000 + "A" + "}" * 5000 + "}}"))
    assert sound(read("@misc{a, title = {A}, note = {" + "\\'e {b} " * 2000 + "}}"))
