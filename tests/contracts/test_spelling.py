"""Spellings of one name meet, those of two names do not, and slips are counted as a full table counts them."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from brief_cli.index.spelling import distance_within, most_typos, near, plain, skeleton
from brief_cli.model.text import fold

ONE_NAME = [
    "Ціханоўская Тихановская Ціхановська Tsikhanouskaya Tikhanovskaya Cichanouskaja Cichanouska Cichanoŭskaja",
    "Tsikhanouski Tikhanovsky Tikhanovskiy Cichanouskis Ціханоўскі Тихановский Tichanowski",
    "Lukashenka Lukashenko Łukaszenka Lukasenka Лукашэнка Лукашенко Łukašenka Lukaschenko Loukachenko",
    "Statkevich Статкевіч Statkevičius Statkiewicz Sztyatkevics Statkevič Statkevych Statkewitsch",
    "Siarhei Sergei Siarhejus Siarhiej Сяргей Syarhey Sergueï Szergej Сергій",
    "Uladzimir Vladimir Уладзімір Vladimiras Uładzimir Wladimir",
    "Bialiatski Beliatskyi Bialacki Беляцкий Бяляцкі Beliackis",
    "Barysaw Barysau Borisov Borisoff Barysavas Borysów Борисов Барысаў",
    "Khrenin Chrenin Хрэнін Hrenyin Хренин",
    "Viachorka Viacorka Wiaczorka Вячорка Вечёрко",
    "Seviarynets Severinets Siewiaryniec Севярынец Северинец",
    "Zhukov Žukov Żukow Schukow Zsukov Joukov Жуков Žukovas",
    "Khmelnytsky Chmelnyckyj Chmielnicki Хмельницький Hmelʹnicʹkij",
    "Ihar Igor Ігар Igoras Ihor",
    "Maria Maryja Mariya Марыя Мария",
    "Aleksandr Aliaksandr Alexandr Aleksandras Олександр",
    "Minsk Minskas Мінск Mińsk Minszk",
    "Viktor Victor Wiktor Виктор",
    "Ramanauskienė Ramanauskiene Романаускене",
]
TWO_NAMES = [
    ("Mikola", "Nikolai"), ("Latvia", "Litva"), ("Lukashenko", "Latushko"), ("Putin", "Python"), ("Minsk", "Munich"),
    ("Zelensky", "Zelentsov"), ("Belarus", "Belarusian"), ("Losik", "Lysak"), ("Moscow", "Mosque"),
    ("Kravchuk", "Kravchenko"), ("prison", "person"), ("Vilnius", "villains"), ("Tusk", "task"), ("NATO", "note"),
]  # fmt: skip

TEXTS = st.text(max_size=20)
SHORT = st.text(alphabet="abcdя", max_size=9)


def full_distance(a: str, b: str) -> int:
    """Optimal string alignment, the whole table."""
    table = [[i + j if not i * j else 0 for j in range(len(b) + 1)] for i in range(len(a) + 1)]
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            changed = table[i - 1][j - 1] + (a[i - 1] != b[j - 1])
            table[i][j] = min(changed, table[i - 1][j] + 1, table[i][j - 1] + 1)
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
    return table[-1][-1]


@pytest.mark.parametrize("spellings", ONE_NAME)
def test_the_spellings_of_one_name_share_a_key(spellings: str) -> None:
    keys = {word: skeleton(word) for word in spellings.split()}
    assert len(set(keys.values())) == 1, keys
    assert all(keys.values())


@pytest.mark.parametrize(("one", "other"), TWO_NAMES)
def test_two_names_have_two_keys(one: str, other: str) -> None:
    assert not skeleton(one) or skeleton(one) != skeleton(other)


def test_the_names_of_the_table_are_kept_apart() -> None:
    keys = [skeleton(spellings.split()[0]) for spellings in ONE_NAME[1:]]
    assert len(set(keys)) == len(keys)


def test_a_family_name_is_one_for_wife_and_husband() -> None:
    assert skeleton("Tsikhanouskaya") == skeleton("Tsikhanouski")
    assert skeleton("Борисова") == skeleton("Борисов")


@pytest.mark.parametrize(
    "word", ["", "a", "on", "the", "Ян", "Anna", "UN", "NATO", "2025", "FR4978", "IK-13", "١٢٣", "'", "—"]
)
def test_what_has_too_few_sounds_and_what_has_a_digit_has_no_key(word: str) -> None:
    assert skeleton(word) == ""


def test_case_soft_signs_apostrophes_and_composed_marks_make_no_difference() -> None:
    assert skeleton("ЛУКАШЭНКА") == skeleton("лукашэнка")
    assert skeleton("Khmel'nyts'kyy") == skeleton("Khmelnytskyy")
    assert skeleton("Чульцова") == skeleton("Чулцова")
    assert skeleton("Luka\u0161enka") == skeleton("Lukas\u030cenka")


def test_plain_letters_are_those_of_any_script_without_case_and_apostrophes() -> None:
    assert plain("Лукашэнка") == "lukashenka"
    assert plain("Łukašenka") == "lukasenka"
    assert plain("Khmel'nyts'kyy") == "khmelnytskyy"
    assert plain("ხინკალი") == "khinkali"


def test_plain_letters_of_ascii_need_no_tables() -> None:
    told = "import sys; from brief_cli.index.spelling import plain, skeleton; plain('A'); skeleton('Minsk'); "
    done = subprocess.run([sys.executable, "-c", told + "print('anyascii' in sys.modules)"], capture_output=True)
    assert done.stdout.split() == [b"False"]


def test_a_short_word_may_have_no_slip_and_a_long_one_two() -> None:
    assert [most_typos(n) for n in (0, 3, 4, 7, 8, 30)] == [0, 0, 1, 1, 2, 2]


def test_words_near_come_with_their_distance_the_nearest_first() -> None:
    held = ["minks", "lukashenko", "lukashenka", "likashenka", "kukushka"]
    assert near("lukashenka", held) == [(0, "lukashenka"), (1, "likashenka"), (1, "lukashenko")]
    assert near("minsk", held) == [(1, "minks")]
    assert near("min", ["man"]) == []


def test_a_swap_is_one_slip_and_no_stretch_is_edited_twice() -> None:
    assert distance_within("minsk", "minks", 1) == 1
    assert distance_within("ca", "abc", 5) == 3
    assert distance_within("minsk", "brest", 2) is None


@given(TEXTS)
@example("İ")
@example("ŉǅß")
@example("\ud800")
def test_no_text_is_refused_and_the_answer_is_always_the_same(text: str) -> None:
    assert plain.__wrapped__(text) == plain(text)
    assert plain(text).isascii() and "'" not in plain(text)
    key = skeleton(text)
    assert skeleton.__wrapped__(text) == key
    assert set(key) <= set("BDFGKLMNPRSTVaiuj.")


@given(TEXTS, TEXTS)
def test_a_distance_is_the_same_from_both_ends(a: str, b: str) -> None:
    assert distance_within(a, b, 3) == distance_within(b, a, 3)


@given(SHORT, SHORT, st.integers(-1, 9))
def test_a_distance_is_that_of_the_full_table_or_none(a: str, b: str, most: int) -> None:
    full = full_distance(a, b)
    assert distance_within(a, b, most) == (full if full <= most else None)


@given(st.text(alphabet="abя", min_size=2, max_size=10), st.lists(st.text(alphabet="abя", max_size=11)))
def test_none_that_is_near_is_passed_over(word: str, candidates: list[str]) -> None:
    most = most_typos(len(word))
    wanted = sorted((full_distance(word, c), c) for c in candidates if most and full_distance(word, c) <= most)
    assert near(word, candidates) == wanted


@given(st.sampled_from([word for spellings in ONE_NAME for word in spellings.split()]))
def test_folding_leaves_the_key_of_an_ascii_word_alone(word: str) -> None:
    if word.isascii():
        assert skeleton(fold(word)) == skeleton(word)
