"""How a word is found though it is spelled otherwise: plain letters, a key for sounds, and typing slips.

Four roads lead from a word asked for to a word of the book, each wider than the one before: the folded word, its
``plain`` letters, its ``skeleton`` and, where none of these meets anything, the words that are ``near``.

A skeleton is what the spellings of one Slavic or Baltic name have in common, whichever system wrote it: English
(BGN/PCGN), Polish, Czech, Croatian, German, French, Hungarian, Lithuanian, ISO 9 or the Belarusian Latin script.
It has capital letters for families of consonants, the kind of the first vowel, and a point for each other run of
vowels; a word of only two consonants keeps the kinds of all::

    Ціханоўская, Tsikhanouskaya, Tikhanovskaya, Cichanouska, Cichanouskis  ->  TiG.N.VSK
    Ігар, Ihar, Igor, Igoras  ->  iGaR

It asks for no language, so a letter that is read in two ways gets the reading that most systems give it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from brief_cli.model.text import fold

FEWEST_CONSONANTS = 3
FEWEST_SOUNDS = 4
"""Consonants of a key, or with fewer of them all its sounds: less would be the key of half the dictionary."""

_CYRILLIC = {
    "а": "a", "б": "B", "в": "V", "г": "G", "ґ": "G", "д": "D", "е": "e", "ё": "jo", "ж": "S", "з": "S", "и": "i",
    "й": "j", "к": "K", "л": "L", "м": "M", "н": "N", "о": "o", "п": "P", "р": "R", "с": "S", "т": "T", "у": "u",
    "ф": "F", "х": "G", "ц": "T", "ч": "T", "ш": "S", "щ": "ST", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "ju",
    "я": "ja", "і": "i", "ї": "ji", "є": "je", "ў": "V", "ђ": "D", "џ": "D", "љ": "L", "њ": "N", "ћ": "T", "ј": "j",
    "ѓ": "G", "ќ": "K", "ѕ": "D",
}  # fmt: skip
"""How the letters of Slavic Cyrillic sound; no other system's reading can go wrong there."""

_LATIN = {
    **dict.fromkeys("čćç", "T"), **dict.fromkeys("šśşș", "S"), **dict.fromkeys("žżź", "S"), "ŝ": "ST", "đ": "D",
    "ŭ": "V", "ŵ": "V", "ģ": "G", "ğ": "G", "ț": "T", "ţ": "T", "ł": "L", "ß": "S", "ĺ": "L",
}  # fmt: skip
"""Letters whose mark says how they sound; any other mark only says how a vowel does."""


class _Sounds(dict[int, str]):
    """What each character outside ASCII sounds like: a family's capital or Latin letters still to be read."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        sound = _CYRILLIC.get(char, _LATIN.get(char))
        if sound is None:
            sound = "".join(c for c in plain(char) if c.isalpha())
        self[code] = sound
        return sound


_SOUNDS = _Sounds()


@lru_cache(maxsize=65536)
def plain(word: str) -> str:
    """``word`` (any script) in lower-case ASCII letters, without apostrophes."""
    if word.isascii():
        return word.lower().replace("'", "")
    from anyascii import anyascii  # its tables take longer to load than most questions take to answer

    return fold(anyascii(word)).replace("'", "")


_GROUPS = {
    **dict.fromkeys(("shch", "szcz", "schtsch", "chtch", "stsch", "scs"), "ST"),
    **dict.fromkeys(("tsch", "tch", "cz", "cs", "ts", "tz", "th", "ch", "c", "TS", "z"), "T"),
    **dict.fromkeys(("sch", "sh", "sz", "zh", "zs", "j"), "S"),
    **dict.fromkeys(("dzh", "dsch", "dz", "dj", "dS", "DS", "gy", "ds"), "D"),
    **dict.fromkeys(("kh", "gh", "gu"), "G"),
    "rz": "R", "ph": "F", "x": "KS", "q": "K", "ct": "KT", "cl": "KL", "cr": "KR",
}  # fmt: skip
_GROUP = re.compile(
    "schtsch|dsch|shch|szcz|chtch|stsch|tsch|sch|scs|dzh|tch|cz|cs|ts|tz|th|ch|sh|sz|zh|zs|dz|dj|dS|DS|TS|kh|gh"
    "|gu(?=[eiy])|gy(?=[aeiu])|ds(?=[aeiouy])|rz(?![hs])|ph|x|q|c[tlr]|c|(?<=[lnT])z|z(?=k)|(?<=e)z$|^j(?=i|d|ou)"
)
"""Letters that stand for one sound together, or for another one by what is around them; the longest first."""

_SINGLE = str.maketrans("bdfghklmnpqrstvwz", "BDFGGKLMNPKRSTVVS")
_SEMIVOWEL = re.compile("(?<=[ae])u(?=[BDFGKLMNPRSTV]|$)|(?<=o)u(?=S|$)|^o?u(?=[BDFGKLMPRSTV])|F+$")
"""The Belarusian ``ў``, which Russian writes as ``в``: Tsikhanouskaya, Stanislau, Uladzimir; and ``-off``."""
_ENDING = re.compile("(?:[aeiouyj]*[aiuy]S|i?eNe|[aeiouyj]+)$")
"""What gender, case and Lithuanian put behind a name: -as, -is, -ius, -ienė, -a, -aya, -iy, -o."""
_VOWELS = re.compile("[aeiouyj]+")
_TWICE = re.compile(r"(.)\1+")

_HARD_CH = re.compile(
    "c[^hksz]|ck[iy]|w[aeiouyąęó]|[oeóiy]w$|cz|sz|tsch|dsch|[łčšžńśŭ]|^[mt][iy]ch|^ch[bdlmnrtvw]|^ach[^aeiouy]"
)
"""Signs of a system that writes ``х`` as ``ch``: German, Polish, Czech, Lithuanian, Belarusian Latin script."""
_FRENCH = re.compile("tch|ou[^s]|chv")
_LONE_CH = re.compile("(?<![sth])ch")


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """The key that ``word`` (any script) shares with its other spellings; empty for a number or too few sounds.

    It is surest of a word as it stands in a text, with its marks, yet takes a folded one as well.
    """
    sounds = _sounds(word)
    stem = _ENDING.sub("", sounds)
    key = _long(stem)
    if not key and sounds.endswith("S") and stem != sounds:
        key = _short(stem)  # Igoras is Igor; but Denis, whose stem is too short, keeps his s
    return key or _long(sounds.rstrip("aeiouyj")) or _short(sounds)


def _sounds(word: str) -> str:
    """``word`` with a capital for each consonant's family, its vowels still as letters."""
    if not word.isascii():
        word = unicodedata.normalize("NFC", word)
    if not word.isalpha():
        word = "" if any(c.isnumeric() for c in word) else "".join(c for c in word if c.isalpha())
    word = word.lower()
    if "ch" in word:
        word = _read_ch(word)
    if not word.isascii():
        word = word.translate(_SOUNDS)
    if "sch" in word:
        word = word.replace("z", "T")  # German: its з is s
    word = _GROUP.sub(lambda found: _GROUPS[found[0]], word).translate(_SINGLE)
    return _SEMIVOWEL.sub("V", word)


def _read_ch(word: str) -> str:
    """``ch`` is the Russian ``х`` in German, Polish and Czech, ``ш`` in French, else ``ч``."""
    if _HARD_CH.search(word):
        return _LONE_CH.sub("kh", word)
    if _FRENCH.search(word):
        return _LONE_CH.sub("sh", word).replace("ou", "u")
    return word


def _long(sounds: str) -> str:
    """The key by consonants; of the vowels only the first is told from others, as the later ones change most."""
    first = _VOWELS.search(sounds)
    if first:
        start, end = first.span()
        sounds = sounds[:start] + _vowel(first) + _VOWELS.sub(".", sounds[end:])
    key = _TWICE.sub(r"\1", sounds)
    return key if len(key) - key.count(".") - bool(first) >= FEWEST_CONSONANTS else ""


def _short(sounds: str) -> str:
    """The key of a word of two consonants, by all its vowels: Ihar and Igor, Maria and Maryja."""
    key = _TWICE.sub(r"\1", _VOWELS.sub(_vowel, sounds))
    consonants = sum(map(str.isupper, key))
    return key if len(key) >= FEWEST_SOUNDS and consonants == FEWEST_CONSONANTS - 1 else ""


def _vowel(run: re.Match[str]) -> str:
    """A run of vowels by its kind; as akanne and iotation have it, a, o, e and ya are one."""
    letters = run[0]
    if run.end() == len(run.string) and letters != "u":
        return "j" if len(letters) > 1 else ""  # what ends in one vowel is any word: note is not NATO
    return "u" if "u" in letters else "a" if any(c in letters for c in "aeo") else "i"


def most_typos(length: int) -> int:
    """How many slips a word of ``length`` letters may have: in a short one each makes another word."""
    return 0 if length < 4 else 1 if length < 8 else 2


def distance_within(a: str, b: str, most: int) -> int | None:
    """Letters added, dropped, changed, and neighbours swapped, from ``a`` to ``b``, if not more than ``most``.

    The optimal string alignment distance: no stretch is edited twice.
    """
    if a == b:
        return 0 if most >= 0 else None
    if len(a) > len(b):
        a, b = b, a
    if len(b) - len(a) > most:
        return None
    start = 0
    while start < len(a) and a[start] == b[start]:
        start += 1
    end_a, end_b = len(a), len(b)
    while end_a > start and a[end_a - 1] == b[end_b - 1]:
        end_a, end_b = end_a - 1, end_b - 1
    return _aligned(a[start:end_a], b[start:end_b], most)


def _aligned(a: str, b: str, most: int) -> int | None:
    """The distance by rows of the table, only the cells that can stay within ``most``."""
    if most < 1:
        return None
    far = most + 1
    before: list[int] = []
    above = [min(j, far) for j in range(len(b) + 1)]
    for i, x in enumerate(a, 1):
        first, last = max(1, i - most), min(len(b), i + most)
        row = [far] * (len(b) + 1)
        if i <= most:
            row[0] = i
        for j in range(first, last + 1):
            y = b[j - 1]
            best = above[j - 1] if x == y else 1 + min(above[j - 1], above[j], row[j - 1])
            if i > 1 and j > 1 and x == b[j - 2] and y == a[i - 2]:
                best = min(best, before[j - 2] + 1)
            row[j] = best
        if min(row) > most and min(above) > most:
            return None
        before, above = above, row
    return above[len(b)] if above[len(b)] <= most else None


def near(word: str, candidates: Iterable[str]) -> list[tuple[int, str]]:
    """Those of ``candidates`` that ``word`` may be a slip for, with their distances, the nearest first.

    Most are turned away by their length, the next by letters that ``word`` has not: each slip brings one at most.
    """
    most = most_typos(len(word))
    if not most:
        return []
    shortest, longest, own = len(word) - most, len(word) + most, str.maketrans("", "", word)
    likely = [c for c in candidates if shortest <= len(c) <= longest and len(c.translate(own)) <= most]
    found = ((distance_within(word, c, most), c) for c in likely)
    return sorted((distance, c) for distance, c in found if distance is not None)
