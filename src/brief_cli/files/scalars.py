"""What a single value may be: one reader a kind of field, each with its own refusal.

Readers take the text of a file and return what the model holds, or raise ``PydanticCustomError`` whose type is
the problem's code and whose context holds the finished message and the mend.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from pydantic_core import PydanticCustomError

from brief_cli.errors import near
from brief_cli.model.edtf import DateFault, Edtf, parse_day
from brief_cli.model.edtf import quoted as quoted
from brief_cli.model.registers import TLP
from brief_cli.model.yardstick import YARDSTICKS, Yardstick

ID = re.compile(r"[a-z0-9][a-z0-9-]{0,99}", re.ASCII)
NOTHING = ("null", "~", "none", "n/a")
_BREAKS = re.compile(r"[ \t]*[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+[ \t]*")
_LANG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", re.ASCII)
_CREDIBILITIES = frozenset("123456")
_RELIABILITIES = frozenset("ABCDEF")
_KINDS: dict[type, str] = {dict: "a mapping", list: "a list"}


def fault(code: str, message: str, hint: str = "") -> PydanticCustomError:
    """The refusal of a value, as the gate reads it."""
    return PydanticCustomError(code, "{message}", {"message": message, "hint": hint})


def as_text(value: Any) -> str:
    """Plain text, of one line or more."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and value and isinstance(value[0], list):
        raise fault("E102", "text is due here, not a list", "put a value that begins with `[[` in quotes, or use |")
    raise fault("E102", f"text is due here, not {_KINDS.get(type(value), 'this')}", "put it in quotes, or use |")


def as_line(value: Any) -> str:
    """Text of one line: breaks become spaces, other white space stays."""
    if isinstance(value, str) and value.isprintable():
        return value.strip()
    return _BREAKS.sub(" ", as_text(value)).strip()


def as_day(value: Any) -> str:
    """A plain day, as ``YYYY-MM-DD``."""
    try:
        return parse_day(as_line(value))
    except DateFault as found:
        raise fault("E104", found.message, found.hint) from None


def as_edtf(value: Any) -> Edtf:
    """A date in EDTF."""
    try:
        return Edtf.parse(as_line(value))
    except DateFault as found:
        raise fault("E104", found.message, found.hint) from None


def as_choice(options: tuple[str, ...], what: str) -> Callable[[Any], str]:
    """A reader of one of a few words, in any case."""

    def read(value: Any) -> str:
        word = as_line(value).casefold()
        if word in options:
            return word
        raise fault("E105", f"{quoted(as_line(value))} is no {what}", _instead(word, options))

    return read


def _instead(word: str, options: tuple[str, ...]) -> str:
    if word in NOTHING:
        return "leave it empty"
    found = [_MEANT[word]] if _MEANT.get(word) in options else near(word, options, 1, cutoff=0.7)
    return f"write `{found[0]}`" if found else f"one of {', '.join(options)}"


_MEANT = {"medium": "moderate", "med": "moderate", "mid": "moderate", "strong": "high", "weak": "low"}
_MEANT |= {"published": "active", "final": "active", "done": "happened", "confirmed": "happened", "reported": "alleged"}
_MEANT |= {"organisation": "organization", "city": "place", "company": "organization", "newspaper": "press"}
"""What people write, and what the format calls it."""


def as_likelihood(value: Any, yardstick: Yardstick) -> str:
    """A term of the book's yardstick, as the yardstick spells it."""
    word = as_line(value)
    if (term := yardstick.find(word)) is not None:
        return term.word
    if word.casefold() in NOTHING:
        raise fault("E106", f"{quoted(word)} is no likelihood", f"write a term of {yardstick.name}")
    other = next((y for y in YARDSTICKS.values() if y is not yardstick and y.find(word)), None)
    nearest = yardstick.near(word)
    message = f"{quoted(word)} is a term of {other.name}, not of {yardstick.name}" if other else None
    hint = f"write `{nearest}`" if nearest else f"one of {', '.join(yardstick.words())}"
    raise fault("E106", message or f"{quoted(word)} is no term of {yardstick.name}", hint)


def as_credibility(value: Any) -> int:
    """NATO credibility, 1 to 6."""
    word = as_line(value)
    if word in _CREDIBILITIES:
        return int(word)
    raise fault("E107", f"{quoted(word)} is no credibility", "a digit from 1 (confirmed) to 6 (cannot be judged)")


def as_reliability(value: Any) -> str:
    """NATO reliability, A to F."""
    word = as_line(value)
    if word.upper() in _RELIABILITIES:
        return word.upper()
    raise fault("E108", f"{quoted(word)} is no reliability", "a letter from A (reliable) to F (cannot be judged)")


def as_id(value: Any) -> str:
    """An id that is defined here."""
    word = as_line(value)
    if ID.fullmatch(word):
        return word
    raise fault("E109", f"{quoted(word)} is no id", "lower-case letters, digits and hyphens, at most 100")


def as_handling(value: Any) -> str:
    """A TLP 2.0 label, in any case."""
    word = as_line(value)
    if word.casefold() in TLP:
        return word.casefold()
    colour = re.sub(r"^tlp[\W_]*", "", word.casefold())
    found = near(colour, [label.removeprefix("tlp:") for label in TLP], 1)  # `tlp:` would make all of them near
    hint = f"write `tlp:{found[0]}`" if found else _instead(word.casefold() if word in NOTHING else "", TLP)
    raise fault("E112", f"{quoted(word)} is no TLP 2.0 label", hint)


def as_lang(value: Any) -> str:
    """A language tag, well-formed by BCP 47's outer rule."""
    word = as_line(value)
    if _LANG.fullmatch(word):
        return word
    raise fault("E113", f"{quoted(word)} is no language tag", "BCP 47, as `en` or `be-Latn`")


def as_country(value: Any) -> str:
    """Two letters, as ISO 3166-1 alpha-2 (XK, EU and UN pass as well)."""
    word = as_line(value)
    if re.fullmatch(r"[A-Za-z]{2}", word):
        return word.upper()
    raise fault("E114", f"{quoted(word)} is no country code", "two letters of ISO 3166-1, as `BY`")


def as_wikidata(value: Any) -> str:
    """A Wikidata id."""
    word = as_line(value).upper()
    if re.fullmatch(r"Q[1-9][0-9]*", word, re.ASCII):
        return word
    raise fault("E113", f"{quoted(word)} is no Wikidata id", "a Q and digits, as `Q184`")


def as_interval(value: Any) -> str:
    """``Nd``, ``Nw``, ``Nm`` or ``Ny``."""
    word = as_line(value).casefold()
    if re.fullmatch(r"[1-9][0-9]{0,4}[dwmy]", word, re.ASCII):
        return word
    raise fault("E113", f"{quoted(word)} is no interval", "a number and d, w, m or y, as `90d`")


def as_format(value: Any) -> int:
    """The format's version."""
    word = as_line(value)
    if re.fullmatch(r"[1-9][0-9]{0,8}", word, re.ASCII):
        return int(word)
    raise fault("E113", f"{quoted(word)} is no version of the format", "write `1`")


def as_names(value: Any) -> dict[str, tuple[str, ...]]:
    """Names by language, one or a list each."""
    if not isinstance(value, dict):
        raise fault("E102", "a mapping of language to name is due here", "as `{ru: Минск, lt: [Minskas]}`")
    found = {as_lang(lang): v if isinstance(v, list) else [v] for lang, v in value.items() if v != ""}
    return {lang: tuple(as_line(name) for name in names) for lang, names in found.items()}
