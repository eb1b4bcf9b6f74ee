"""The sample book keeps its own rules, and the rules find what breaks them."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections import Counter
from pathlib import Path

import pytest
from conftest import ROOT, SAMPLE, Run
from sample.checks import Answers, answers
from sample.rules import RULES, Rule

PAGE = ROOT / "docs" / "sample-book.md"


@pytest.fixture(scope="module")
def kept() -> dict[Path, Answers]:
    """Answers by book: each is asked once."""
    return {}


@pytest.fixture
def sample(run: Run, kept: dict[Path, Answers]) -> Answers:
    """The answers of the sample book."""
    if SAMPLE not in kept:
        kept[SAMPLE] = answers(run, SAMPLE)
    return kept[SAMPLE]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample book with every fault that a file can bring, each in files of its own."""
    root = tmp_path_factory.mktemp("broken") / "book"
    shutil.copytree(SAMPLE, root)
    for name, text in (pair for rule in RULES for pair in rule.files.items()):
        assert not (root / name).exists()
        (root / name).write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def broken(run: Run, kept: dict[Path, Answers], copy: Path) -> Answers:
    """The answers of the broken copy, in which every added file was still read."""
    if copy not in kept:
        kept[copy] = answers(run, copy)
    assert [line for line in kept[copy].complaints if "z-" in line] == []
    return kept[copy]


def test_the_sample_book_is_read_without_a_word(sample: Answers) -> None:
    assert sample.complaints == []


def test_a_slip_in_a_copy_is_told(run: Run, tmp_path: Path) -> None:
    shutil.copytree(SAMPLE, tmp_path / "book")
    (tmp_path / "book" / "z-slip.yaml").write_text("title: A\nas_off: 2026-01-01\n")
    assert run("list", book=tmp_path / "book").err


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_the_sample_book_keeps_its_rules(rule: Rule, sample: Answers) -> None:
    assert rule.faults(sample) == []


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.files], ids=str)
def test_a_fault_put_into_a_copy_is_found(rule: Rule, sample: Answers, broken: Answers) -> None:
    found = Counter(fault.partition(": ")[0] for fault in rule.faults(broken))
    found.subtract(fault.partition(": ")[0] for fault in rule.faults(sample))
    assert rule.found_at
    assert [address for address in rule.found_at if found[address] < 1] == []


@pytest.mark.parametrize("rule", [rule for rule in RULES if not rule.files], ids=str)
def test_a_spoiled_answer_is_found(rule: Rule, sample: Answers) -> None:
    assert rule.spoil
    assert rule.faults(rule.spoil(sample)) != []


# -- what a reader tries ----------------------------------------------------------------------------------------


SPELLINGS = [
    ("Лукашэнка", "lukashenka"),
    ("Лукашенко", "lukashenka"),
    ("Lukašenka", "lukashenka"),
    ("Łukaszenka", "lukashenka"),
    ("Lukashenko", "lukashenka"),
    ("Ціханоўская", "tsikhanouskaya"),
    ("Тихановская", "tsikhanouskaya"),
    ("Cichanouskaja", "tsikhanouskaya"),
    ("Cichanouska", "tsikhanouskaya"),
    ("Tikhanovskaya", "tsikhanouskaya"),
    ("Статкевіч", "statkevich"),
    ("Statkevičius", "statkevich"),
    ("Statkiewicz", "statkevich"),
    ("Беляцкий", "bialiatski"),
    ("Beliackis", "bialiatski"),
    ("Колесникова", "kalesnikava"),
    ("Kalesnikawa", "kalesnikava"),
    ("Бабарыка", "babaryka"),
    ("Putinas", "putin"),
    ("Наўседа", "nauseda"),
    ("Вільня", "vilnius"),
    ("Wilno", "vilnius"),
    ("Minskas", "minsk"),
    ("Варшава", "warsaw"),
    ("Varšuva", "warsaw"),
]


@pytest.mark.parametrize(("spelling", "id_"), SPELLINGS)
def test_a_spelling_finds_whom_or_what_it_means_among_the_first_three(spelling: str, id_: str, run: Run) -> None:
    hits = json.loads(run("search", spelling, "--limit", "3", "--json", book=SAMPLE).out)
    assert id_ in [hit["id"] for hit in hits]


def of_the_page() -> list[list[str]]:
    """Each command that the page of the sample book names, in words, without those that are only named."""
    found = dict.fromkeys(re.findall(r"`brief ([^`]+)`", PAGE.read_text(encoding="utf-8")))
    return [shlex.split(command) for command in found]


def test_what_the_page_shows_is_there(run: Run) -> None:
    asked = list(dict.fromkeys(id_ for words in of_the_page() if words[0] == "show" for id_ in words[1:]))
    done = run("show", *asked, "--json", book=SAMPLE)
    assert len(asked) > 20
    assert (done.code, done.err) == (0, "")
    assert [record["id"] for record in json.loads(done.out)] == asked


@pytest.mark.parametrize("words", [words for words in of_the_page() if words[0] != "show"], ids=" ".join)
def test_every_other_command_of_the_page_answers(words: list[str], run: Run) -> None:
    done = run(*words, book=SAMPLE)
    assert (done.code, done.err) == (0, "")
    assert done.out.strip()
