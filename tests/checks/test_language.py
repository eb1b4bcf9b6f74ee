"""What counts as an estimate, a hedge, a confidence and a name in plain English, sentence by sentence."""

from __future__ import annotations

import json

import pytest
from conftest import MakeBook, Run, a_brief

SENTENCES = [
    # L501: likelihood and confidence
    ("It is likely, and our confidence is moderate.", "likely", {"L501"}),
    ("Our confidence in this is moderate: the port is likely to close.", "likely", {"L501"}),
    ("We judge with high confidence that it is likely to close.", "likely", {"L501"}),
    ("We are highly confident that the port is likely to close.", "likely", {"L501"}),
    ("The port is likely to close (confidence low).", "likely", {"L501"}),
    ("There is a high degree of confidence that closing is likely.", "likely", {"L501"}),
    ("The port is likely to close. Our confidence is low.", "likely", set()),
    ("The board has full confidence in the manager, who is likely to stay.", "likely", set()),
    ("Consumer confidence remains low, and a recession is likely.", "likely", set()),
    (
        "Parliament has little confidence in the cabinet, which is likely to fall in the confidence vote.",
        "likely",
        set(),
    ),
    ("NorthGrid has low confidence in its backups and is likely to rebuild.", "likely", set()),
    ("High-confidence intercepts say so, and it is likely.", "likely", set()),
    # L503: hedges
    ("It could possibly close.", "likely", {"L503"}),
    ("Could possibly close.", "likely", {"L503"}),
    ("Perhaps the port closes.", "likely", {"L503"}),
    ("It cannot be ruled out that the port closes.", "likely", {"L503"}),
    ("Perhaps 300 people come.", "likely", set()),
    ('The minister said "maybe in May".', "likely", set()),
    ("In May the port could close.", "likely", set()),
    # L504: the text says another term
    ("It is unlikely to close.", "likely", {"L504"}),
    ("The port will probably close.", "unlikely", {"L502", "L504"}),
    ("It is almost certain to close.", "likely", {"L504"}),
    ("It is highly likely to close.", "very likely", {"L504"}),
    ("There is a 30 % chance of closing.", "likely", {"L504"}),
    ("There is a roughly even chance that it closes.", "likely", {"L504"}),
    ("There is a 70 per cent chance of closing.", "likely", set()),
    ("It is likely to close.", "likely", set()),
    ("It is very likely to close.", "very likely", set()),
    ("The sanctions, likely to be renewed in June, fail to stop exports.", "almost certain", set()),
    ("Whoever is likely to lose calls for a recount.", "very likely", set()),
    ("Likely voters turn out in force.", "very likely", set()),
    ("The likely winner stays.", "very likely", set()),
    ("It is more likely than not.", "very likely", set()),
    ('The claim that an attack is "highly likely" does not come true.', "unlikely", set()),
    ("A remote village is cut off.", "very likely", set()),
]


@pytest.mark.parametrize(("text", "likelihood", "codes"), SENTENCES, ids=[text[:40] for text, _, _ in SENTENCES])
def test_what_a_sentence_says(text: str, likelihood: str, codes: set[str], run: Run, make_book: MakeBook) -> None:
    judgment = {"id": "j1", "text": text, "likelihood": likelihood, "basis": "x"}
    found = told(run, make_book({"a.yaml": a_brief(judgments=json.dumps([judgment]))}), "L")
    assert {one["code"] for one in found} == codes


def told(run: Run, book: object, rules: str) -> list[dict[str, object]]:
    answer: list[dict[str, object]] = json.loads(run("check", "--json", "--select", rules, book=book).out)
    return answer


def test_a_confidence_in_the_text_agrees_with_the_field(run: Run, make_book: MakeBook) -> None:
    judgments = "[{text: We say so with high confidence., likelihood: likely, confidence: low, basis: x}]"
    (one,) = told(run, make_book({"a.yaml": a_brief(judgments=judgments)}), "L")
    assert (one["code"], one["message"]) == ("L504", "the text says `high confidence`, the confidence is `low`")


@pytest.mark.parametrize(
    ("fields", "count"),
    [
        ({"lang": "de"}, 0),
        ({"lang": "en-GB"}, 1),
        ({}, 0),  # the book's language is German
    ],
)
def test_only_english_is_read(fields: dict[str, str], count: int, run: Run, make_book: MakeBook) -> None:
    judgments = "[{text: It is unlikely., likelihood: likely, basis: x}]"
    book = make_book({"book.yaml": "lang: de\n", "a.yaml": a_brief(judgments=judgments, **fields)})
    assert len(told(run, book, "L")) == count


def test_another_s_words_are_of_no_row(run: Run, make_book: MakeBook) -> None:
    mine = "{text: It lasts., likelihood: likely, basis: x}"
    theirs = "{text: The institute calls it probable., likelihood: probable, said_by: x, basis: x}"
    assert told(run, make_book({"a.yaml": a_brief(judgments=f"[{mine}, {theirs}]")}), "L") == []


ENTITIES = (
    "minsk: {type: place, name: Minsk}\nyork: {type: place, name: York}\nengland: {type: country, name: England}\n"
    "nato: {type: organization, name: NATO}\nreading: {type: place, name: Reading}\n"
    "lukashenka: {type: person, name: Aliaksandr Lukashenka, aliases: [Lukashenka], names: {ru: Лукашенко}}\n"
)
NAMES = [
    ("They met in Minsk.", ["Minsk"]),
    ("They met in Minsk's old town, near Minsk.", ["Minsk"]),
    ("The Minsk élite stays.", ["Minsk"]),
    ("Вчера Лукашенко подписал указ.", ["Лукашенко"]),
    ("They met President Lukashenka.", ["Lukashenka"]),
    ("Aliaksandr Lukashenka came.", ["Aliaksandr Lukashenka"]),
    ("A NATO-led force; NATO's chief came.", ["NATO"]),
    ("**Minsk** was quiet, as they say in Minsk.", ["Minsk"]),
    ("The OSCE used its Minsk Mechanism.", []),
    ("They flew to New York.", []),
    ("The Bank of England raised rates.", []),
    ("Reading the report, one learns little.", []),
    ("See https://example.org/Minsk/report.", []),
    ("See [the page](https://example.org/Minsk) and ![Minsk](minsk.png).", []),
    ("Run `Minsk` and ask @Minsk.", []),
    ("They met in [[minsk|Minsk]].", []),
    ("Minskers met.", []),
]


@pytest.mark.parametrize(("text", "names"), NAMES, ids=[text[:30] for text, _ in NAMES])
def test_which_names_are_mentioned(text: str, names: list[str], run: Run, make_book: MakeBook) -> None:
    book = make_book({"a.yaml": a_brief(summary=json.dumps(text, ensure_ascii=False)), "entities/e.yaml": ENTITIES})
    assert [str(one["message"]).split("`")[1] for one in told(run, book, "H603")] == names


def test_a_mention_is_shown_where_it_stands_alone(run: Run, make_book: MakeBook) -> None:
    text = "A NATO-led force; the chief of NATO came."
    book = make_book({"a.yaml": a_brief(summary=text), "entities/e.yaml": ENTITIES})
    (one,) = told(run, book, "H603")
    assert one["column"] == len("summary: ") + text.rindex("NATO") + 1


def test_links_of_one_text_are_each_shown_at_their_place(run: Run, make_book: MakeBook) -> None:
    book = make_book({"a.yaml": a_brief(summary="One [[nope]], two [[nope]] and [[a#k9]].")})
    assert [one["column"] for one in told(run, book, "R202")] == [14, 28, 41]


def test_a_term_is_shown_where_it_estimates(run: Run, make_book: MakeBook) -> None:
    text = "Whoever thinks it unlikely waits. It is likely to close."
    judgment = json.dumps([{"id": "j1", "text": text, "likelihood": "unlikely", "basis": "x"}])
    (one,) = told(run, make_book({"a.yaml": a_brief(judgments=judgment)}), "L504")
    assert int(str(one["column"])) - 1 == f"judgments: {judgment}".index("is likely") + 3


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("See [[foo-bar]] and [[foo]].", "[[foo"),
        ("See [[ foo ]].", "[[ foo"),
        ("See [[#k9]].", "[[#k9"),
        ("See [[foo|the other]].", "[[foo"),
    ],
)
def test_a_link_is_shown_as_it_is_written(text: str, shown: str, run: Run, make_book: MakeBook) -> None:
    book = make_book({"a.yaml": a_brief(summary=text), "foo-bar.yaml": a_brief()})
    (one,) = told(run, book, "R202")
    line = f"summary: {text}"
    assert line[int(str(one["column"])) - 1 : int(str(one["end_column"])) - 1] == shown
    assert one["column"] == line.rindex(shown) + 1
