"""How two spellings of one text are made equal: case, accents, dashes and white space folded away.

No script is changed into another: ``Łukašenka`` folds to ``lukasenka``, while Cyrillic stays Cyrillic (names
across scripts are the search's matter).  Every character folds by itself, so that ``fold_map`` can tell for
each folded character where it came from.
"""

from __future__ import annotations

import unicodedata

_LETTERS = {
    "ł": "l", "đ": "d", "ø": "o", "ı": "i", "ħ": "h", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ŧ": "t",
    "ŋ": "n", "ƀ": "b", "ɖ": "d", "ɨ": "i", "ɫ": "l", "ƚ": "l", "ǥ": "g", "ʉ": "u", "ƶ": "z", "ǝ": "ə",
}  # fmt: skip
"""Letters that no normal form takes apart."""

_MARKS = {
    **dict.fromkeys("‘’‚‛′ʹʻʼʽˈˊ´＇׳", "'"),
    **dict.fromkeys("‐‑‒–—―−⁃﹘﹣－", "-"),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff", ""),
}
"""Apostrophes and hyphens in one shape each, and the characters that only a machine sees in none."""


class _Folds(dict[int, str]):
    """What each code point folds to, worked out when first met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_one(chr(code))
        return folded


def _fold_one(char: str) -> str:
    if char in _MARKS:
        return _MARKS[char]
    if char.isspace():
        return " "
    plain = unicodedata.normalize("NFKD", char.casefold()).casefold()
    plain = unicodedata.normalize("NFKD", plain)
    kept = (c for c in plain if not unicodedata.combining(c))
    return "".join(_LETTERS.get(c, _MARKS.get(c, c)) for c in kept)


_FOLDS = _Folds()


def fold(text: str) -> str:
    """``text`` for comparing: no case, no accents, one kind of hyphen and apostrophe, single spaces."""
    plain = text.lower() if text.isascii() else text.translate(_FOLDS)
    return " ".join(plain.split())


def fold_words(text: str) -> str:
    """``text`` folded, with hyphens and underscores as spaces: a slug and the name that it was made of are one."""
    return " ".join(fold(text).replace("-", " ").replace("_", " ").split())


def fold_map(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters the index in ``text`` of the one it came from."""
    if text.isascii():
        folded = fold(text)
        if len(folded) == len(text):
            return folded, list(range(len(text)))
    chars: list[str] = []
    origins: list[int] = []
    gap = -1
    for index, char in enumerate(text):
        for piece in _FOLDS[ord(char)]:
            if piece.isspace():
                gap = index if gap < 0 else gap
                continue
            if gap >= 0 and chars:
                chars.append(" ")
                origins.append(gap)
            gap = -1
            chars.append(piece)
            origins.append(index)
    return "".join(chars), origins
