"""CSL-JSON is read as sources, and what has no place is told."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from brief_cli.files.gate import Rules, gate_records
from brief_cli.files.read import read_text
from brief_cli.importing import csl
from brief_cli.importing.carried import Carried, Given, Record
from brief_cli.model.registers import Source

ZOTERO: list[dict[str, Any]] = [
    {
        "id": "http://zotero.org/users/12345/items/ABCD2345",
        "type": "article-newspaper",
        "abstract": "What is known of the exercise.",
        "container-title": "The Moscow Times",
        "language": "en-GB",
        "title": "Zapad-2025 <i>begins</i>",
        "URL": "https://www.themoscowtimes.com/2025/09/12/zapad",
        "author": [{"family": "Berg", "given": "Jan", "non-dropping-particle": "van den"}, {"literal": "Reuters"}],
        "accessed": {"date-parts": [["2026", 3, 1]]},
        "issued": {"date-parts": [["2025", 9, 12]]},
    },
    {
        "id": "muller_belarus_2024",
        "citation-key": "muller_belarus_2024",
        "type": "book",
        "title": "Belarus",
        "publisher": "Suhrkamp",
        "publisher-place": "Berlin",
        "editor": [{"family": "Müller", "given": "Anna"}],
        "issued": {"date-parts": [[2024]], "circa": True},
        "DOI": "10.1000/182",
        "number-of-pages": 320,
        "note": "signed copy",
    },
]


def read(value: Any) -> Carried:
    data = value if isinstance(value, bytes) else json.dumps(value, ensure_ascii=False).encode()
    return csl.read([Given("zotero.json", data)])


def one(**fields: Any) -> Record:
    return read([{"id": "a", "type": "webpage", "title": "A"} | fields]).records[0]


def sound(carried: Carried) -> bool:
    """Whether the format's own gate takes every record."""
    register = json.dumps({record.id: record.values for record in carried.records}, ensure_ascii=False)
    found, problems = gate_records(Source, read_text("s.yaml", register.encode(), kind="register"), "s.yaml", Rules())
    assert problems == []
    return len(found) == len(carried.records)


def test_an_export_of_zotero_becomes_sources() -> None:
    carried = read(ZOTERO)
    paper, book = carried.records
    assert paper.id == "the-moscow-times-2025-09-12"
    assert paper.key == "csl:http://zotero.org/users/12345/items/ABCD2345"
    assert paper.values == {
        "title": "Zapad-2025 begins",
        "author": "Jan van den Berg; Reuters",
        "publisher": "The Moscow Times",
        "published": "2025-09-12",
        "url": "https://www.themoscowtimes.com/2025/09/12/zapad",
        "retrieved": "2026-03-01",
        "lang": "en-GB",
        "kind": "press",
        "note": "What is known of the exercise.",
    }
    assert book.id == "muller-belarus-2024"
    assert book.values["published"] == "2024~"
    assert book.values["author"] == "Anna Müller (ed.)"
    assert book.values["url"] == "https://doi.org/10.1000/182"
    assert book.values["x_number_of_pages"] == "320"
    assert book.values["x_type"] == "book"
    assert carried.losses == [] and sound(carried)


def test_one_item_and_an_object_of_items_are_read_as_an_array_is() -> None:
    assert len(read(ZOTERO[0]).records) == 1
    assert len(read({"items": ZOTERO}).records) == 2


def test_dates_are_read_in_every_shape_of_csl() -> None:
    assert one(issued={"date-parts": [[2025, 9, 12], [2025, 9, 16]]}).values["published"] == "2025-09-12/2025-09-16"
    assert one(issued={"date-parts": [[2025, 0, 0]]}).values["published"] == "2025"
    assert one(issued={"date-parts": [[2025]], "season": 2}).values["published"] == "2025-22"
    assert one(issued={"raw": "12 Sep 2025"}).values["published"] == "2025-09-12"
    assert one(issued={"literal": "September 2025"}).values["published"] == "2025-09"
    assert one(issued="2025-09").values["published"] == "2025-09"


def test_a_date_that_is_none_is_kept_as_written_and_told() -> None:
    carried = read([{"id": "a", "title": "A", "issued": {"literal": "in press"}, "accessed": {"raw": "March 2026"}}])
    assert carried.records[0].values["x_published"] == "in press"
    assert carried.records[0].values["x_retrieved"] == "March 2026"
    assert [loss.what for loss in carried.losses] == [
        "`in press` is no date, so it is kept as `x_published`",
        "`March 2026` is no day, so it is kept as `x_retrieved`",
    ]
    assert one(issued={"date-parts": [[2025, 13]]}).values["x_published"] == '[["2025", "13"]]'


def test_names_are_written_as_people_write_them() -> None:
    people = [{"family": "King", "given": "Martin Luther", "suffix": "Jr."}, {"literal": "ISW"}, "Reuters"]
    assert one(author=people).values["author"] == "Martin Luther King Jr.; ISW; Reuters"
    both = one(author=[{"family": "A"}], editor=[{"family": "B", "given": "C"}])
    assert (both.values["author"], both.values["x_editor"]) == ("A", "C B")


def test_an_item_without_title_is_called_by_what_holds_it_or_told() -> None:
    carried = read([{"container-title": "Nature", "issued": {"date-parts": [[2020]]}}, {"id": 7, "URL": "http://x"}])
    assert carried.records[0].values["title"] == "Nature 2020"
    assert [(loss.place, loss.what) for loss in carried.losses] == [
        ("item 7", "a source needs a title, and there is none")
    ]


def test_an_item_written_twice_is_told_and_ids_are_never_given_twice() -> None:
    carried = read([ZOTERO[1], ZOTERO[1], ZOTERO[1] | {"id": "Muller-Belarus-2024", "citation-key": ""}])
    assert [record.id for record in carried.records] == ["muller-belarus-2024", "muller-belarus-2024-2"]
    assert [loss.what for loss in carried.losses] == ["another item has this id, so this one is left out"]


def test_what_is_no_json_is_told_with_its_line_and_column() -> None:
    told = read(b'[\n {"id": 1,}\n]').losses
    assert [loss.place for loss in told] == ["line 2, column 11"]
    assert "not JSON" in told[0].what
    assert read(b"7").losses[0].what == "the file holds no items of CSL-JSON: an array of them is due"


def test_numbers_depth_and_fields_written_twice_stop_nothing() -> None:
    assert read(b"[" * 100_000).losses[0].what == "the file is nested too deeply"
    huge = read(b'{"title": "A", "volume": 1' + b"0" * 5000 + b"}")
    assert huge.records[0].values["x_volume"] == "1" + "0" * 5000
    odd = read(b'[{"id": "a", "title": "A", "title": "B", "volume": NaN, "custom": {"a": [1.10]}}, 3]')
    assert odd.records[0].values == {"title": "B", "x_volume": "NaN", "x_custom": '{"a": ["1.10"]}'}
    assert [loss.what for loss in odd.losses] == [
        "an object has a field twice, and the last counts: `title`",
        "an item is an object, and this is none",
    ]
    assert sound(read(b'[{"id": "a\\u0000\\ud800", "title": "A\\u0085 \\ud83d", "note": "\\u2028"}]'))


NAMES = "id type title URL DOI issued accessed author editor note language publisher x_a x-a custom é date-parts"
FIELDS = st.sampled_from(NAMES.split())
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
LEAVES |= st.sampled_from(("2025-09-12", "article", "https://a.org", "10.1000/1"))
VALUES = st.recursive(LEAVES, lambda v: st.lists(v, max_size=3) | st.dictionaries(FIELDS, v, max_size=3), max_leaves=8)


@given(st.lists(st.dictionaries(FIELDS, VALUES, max_size=6) | VALUES, max_size=4))
def test_every_record_of_any_items_passes_the_gate(items: list[Any]) -> None:
    assert sound(read(json.dumps(items).encode()))


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_told(data: bytes) -> None:
    carried = read(data)
    assert carried.records or carried.losses or json.loads(data.decode("utf-8-sig", "replace")) == []
