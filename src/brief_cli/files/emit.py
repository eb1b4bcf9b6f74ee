"""Values as YAML in the style of the book: what a file of the format holds, written so that it reads back the same.

Which way of writing a text is safe is not worked out here but asked of the reader itself, from the plainest way on:
what is read decides, and it refuses more than YAML does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from brief_cli.errors import BriefError
from brief_cli.files.build import Value
from brief_cli.files.read import read_text
from brief_cli.model.meta import NOTHING_KNOWN, Meta, class_of, in_order, metas_of

WIDTH = 120
"""Columns of a line; only what has no space in it is longer."""
STEP = 2
"""Columns by which what stands inside something is moved to the right."""

MARKDOWN = ("summary", "source_summary")
"""Fields whose lines are the author's: they are never filled anew."""
SMALL = ("Citation", "EntityRef", "Relation", "Exemption", "Resolution", "Outcome", "Gap", "Assumption")
"""Records that stand in one line where they fit."""

_SURE = re.compile(r"[A-Za-z][\w./()']*+(?: ?[\w./()',;-]+)*+", re.ASCII)
_SURE_INSIDE = re.compile(r"[A-Za-z0-9][\w./()'-]*+(?: [\w./()'-]+)*+", re.ASCII)
_NAME = re.compile(r"[A-Za-z0-9_][\w-]*+", re.ASCII)
_OTHERS = frozenset({"null", "true", "false", "~", "yes", "no", "on", "off", "y", "n", "=", "<<"})
"""Words that other readers of YAML take for something else than text; where one is due by the format it stays bare."""
_BREAKS = re.compile(r"[\n\r\t]")
_SIGNS = re.compile(r"[\n\r\t,\[\]{}?:#&*!|>%@\"`]")
"""Signs that readers of YAML disagree about inside of brackets."""
_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]')
_ESCAPES = {"\n": "\\n", "\t": "\\t", '"': '\\"', "\\": "\\\\"}
_GAP = re.compile(r"(?<![ ]) (?![ ])")
_LAID_OUT = re.compile(r"[-+*#>|`~=\d\s]")
_ILL_LINE = re.compile(r"[ \t]|\Z")


class Unwritable(BriefError):
    """A value that no way of writing brings through the reader as it is."""

    def __init__(self, text: str) -> None:
        super().__init__(f"this text cannot stand in a file of the book: {text[:60]!r}", "It is no UTF-8, or no text.")


def cleaned(value: Value) -> Value:
    """A value as the reader will give it: texts without white space at their end, and nothing that is empty."""
    if isinstance(value, str):
        return value.rstrip()
    if isinstance(value, list):
        return [made for one in value if (made := cleaned(one)) != ""]
    return {key: made for key, one in value.items() if (made := cleaned(one)) != ""}


# -- texts --------------------------------------------------------------------------------------------------------


def bare(text: str, *, inside: bool = False) -> str:
    """A text in one line: plain where it reads back, else in quotes.  ``inside`` brackets less is plain.

    Raises ``Unwritable`` for what cannot stand in a file at all.
    """
    if (_SURE_INSIDE if inside else _SURE).fullmatch(text) and text.casefold() not in _OTHERS:
        return text
    for written in _ways(text, inside=inside):
        if reads_as(written, text, inside=inside):
            return written
    raise Unwritable(text)


def named(key: str) -> str:
    """A field's name as it is written, in brackets and outside."""
    return key if _NAME.fullmatch(key) else bare(key, inside=True)


def _ways(text: str, *, inside: bool) -> Iterator[str]:
    if text.casefold() not in _OTHERS and not (_SIGNS if inside else _BREAKS).search(text):
        yield text
    yield f'"{_ESCAPED.sub(_escape, text)}"' if "\\" not in text or "'" in text or "\n" in text else f"'{text}'"
    yield f'"{_ESCAPED.sub(_escape, text)}"'


def _escape(found: re.Match[str]) -> str:
    char = found[0]
    code = ord(char)
    return _ESCAPES.get(char) or (f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}")


def reads_as(written: str, text: str, *, inside: bool = False) -> bool:
    """Whether a way of writing is read as this text, and as nothing else, by the reader of the book."""
    whole = f"k: [{written}, z]\n" if inside else f"k: {written}\nz: z\n"
    return _read(whole) == ({"k": [text, "z"]} if inside else {"k": text, "z": "z"})


def _read(whole: str) -> dict[str, Value] | None:
    try:
        document = read_text("", whole.encode("utf-8"), kind="register")
    except UnicodeEncodeError:
        return None
    return None if document.problems else document.value


def text_lines(head: str, text: str, pad: int, *, block: str = "", fold: bool = True) -> list[str]:
    """``head`` (as ``key:`` or ``-``, with its margin) and a text behind it; ``pad`` is the margin of what is inside.

    ``block`` is the sign of a block that the text stood in before, which stays one; ``fold`` lets a long line be
    folded, as prose is and a title is not.
    """
    if not block:
        if "\n" not in text:
            line = f"{head} {bare(text)}"
            if len(line) <= WIDTH or not fold or not _GAP.search(text):
                return [line]
        block = "|" if "\n" in text and not _runs_on(text, WIDTH - pad) else ">"
    margin = " " * pad
    lines = list(_filled(text, WIDTH - pad)) if block == ">" else text.split("\n")
    made = [f"{head} {block}", *(margin + line if line else "" for line in lines)]
    if _blocked(lines) and reads_as("\n".join([block, *(f" {line}" if line else "" for line in lines)]), text):
        return made
    return [f"{head} {bare(text)}"]


def folds(meta: Meta) -> bool:
    """Whether a long text of a field is folded."""
    return meta["kind"] in ("prose", "record")


def _runs_on(text: str, width: int) -> bool:
    """Whether the paragraphs of a text are too long for a line, and nothing in it is laid out by lines."""
    lines = text.split("\n")
    return max(map(len, lines)) > width and not any(_LAID_OUT.match(line) for line in lines)


def _blocked(lines: list[str]) -> bool:
    """Whether lines can stand in a block as they are: the first tells the margin, the last has no white space."""
    return bool(lines) and not _ILL_LINE.match(lines[0]) and bool(lines[-1].strip())


def _filled(text: str, width: int) -> Iterator[str]:
    """A text in lines of at most ``width``, as a block that is folded: an empty line is a break."""
    for n, paragraph in enumerate(text.split("\n")):
        if n:
            yield ""
        line = ""
        for piece in _GAP.split(paragraph):
            if line and len(line) + 1 + len(piece) > width:
                yield line
                line = piece
            else:
                line = f"{line} {piece}" if line else piece
        if line:
            yield line


# -- lists and mappings -------------------------------------------------------------------------------------------


def flowing(value: Value, cls: type | None = None) -> str:
    """A value in one line, its lists and mappings in brackets."""
    if isinstance(value, str):
        return bare(value, inside=True)
    if isinstance(value, list):
        return f"[{', '.join(flowing(one, cls) for one in value)}]"
    metas = metas_of(cls)
    pairs = ((key, value[key], metas.get(key, NOTHING_KNOWN)) for key in in_order(list(value), cls))
    return f"{{{', '.join(f'{named(key)}: {flowing(one, class_of(meta))}' for key, one, meta in pairs)}}}"


def field_lines(key: str, value: Value, meta: Meta, pad: int) -> list[str]:
    """``key: value`` in lines with a margin of ``pad`` columns."""
    head = f"{' ' * pad}{named(key)}:"
    cls = class_of(meta)
    if isinstance(value, str):
        block = "|" if key in MARKDOWN and "\n" in value else ""
        made = text_lines(head, value, pad + STEP, block=block, fold=folds(meta))
        return [f"{head} {value}"] if meta["kind"] == "choice" and len(made) == 1 else made
    if not value:
        return [f"{head} {flowing(value)}"]
    if not _stands_in_lines(value, meta, pad):
        line = f"{head} {flowing(value, cls)}"
        if len(line) <= WIDTH:
            return [line]
    if isinstance(value, list):
        return [head, *(line for one in value for line in entry_lines(one, meta, pad + STEP))]
    return [head, *mapping_lines(value, cls, pad + STEP)]


def _stands_in_lines(value: Value, meta: Meta, pad: int) -> bool:
    """Whether a list or mapping stands in lines even where it would fit into one."""
    if meta["kind"] == "record":
        whole = meta["of"] not in SMALL or (pad == 0 and any(isinstance(one, dict) for one in value))
        return isinstance(value, list) and whole
    return any("\n" in one for one in value if isinstance(one, str))


def entry_lines(value: Value, meta: Meta, pad: int) -> list[str]:
    """An entry of a list in lines, its dash in column ``pad``."""
    head = f"{' ' * pad}-"
    if isinstance(value, str):
        return text_lines(head, value, pad + STEP, fold=folds(meta))
    cls = class_of(meta)
    if isinstance(value, list) or not value or meta.get("of", SMALL[0]) in SMALL:
        line = f"{head} {flowing(value, cls)}"
        if len(line) <= WIDTH or isinstance(value, list):
            return [line]
    first, *rest = mapping_lines(value, cls, pad + STEP)
    return [f"{head} {first.lstrip(' ')}", *rest]


def mapping_lines(value: Mapping[str, Value], cls: type | None, pad: int) -> list[str]:
    """A mapping in lines, in canonical order, with a margin of ``pad`` columns."""
    metas = metas_of(cls)
    return [
        line
        for key in in_order(list(value), cls)
        for line in field_lines(key, value[key], metas.get(key, NOTHING_KNOWN), pad)
    ]
