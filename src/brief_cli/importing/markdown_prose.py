"""The prose of notes: its links, its plain words and its first sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Literal

from brief_cli.importing.markdown import code_spans
from brief_cli.model.value import Value

LinkKind = Literal["wiki", "web"]


class Span(Value, kw_only=False):
    """A link: ``[[target|label]]`` or ``[label](target)``, embedded when a ``!`` stands before it."""

    kind: LinkKind
    embedded: bool
    target: str
    label: str
    start: int
    end: int


_LINK = re.compile(
    r"(!?)(?:\[\[([^\[\]|\n]*+)(?:\|((?:[^\[\]\n]|\[(?!\[)|\](?!\]))*+))?\]\]"
    r"|\[([^\[\]\n]*+)\]\([ \t]*+(?:<([^<>\n]*+)>|([^()<>\s]*+(?:\([^()\s]*+\)[^()\s]*+)*+))"
    r"(?:[ \t]++(?:\"[^\"\n]*+\"|'[^'\n]*+'))?[ \t]*+\))"
)
_ADDRESS = re.compile(r"https?://[^\s<>]++", re.IGNORECASE)
_EMPHASIS = re.compile(r"\*{2,3}|~~|==|(?<!\w)\*(?!\s)|(?<!\s)\*(?!\w)|(?<!\w)_{1,3}+(?!\s)|(?<!\s)(?<!_)_{1,3}+(?!\w)")
_MARKED = re.compile(r"[*_~=`\[]")
_END = re.compile(r"[.!?…]++[\"'”’»)]*+(?=\s|$)")
_TAG = re.compile(r"(?<!\S)#([\w/-]++)(?![#\w])")
_SHORT = frozenset({
    "mr", "mrs", "ms", "dr", "prof", "st", "no", "nr", "vs", "cf", "e.g", "i.e", "approx", "ca", "gen", "col", "lt",
    "sgt", "bzw", "z.b", "u.a", "inc", "ltd", "co", "jr", "sr",
})  # fmt: skip


def spans_of(text: str) -> Iterator[Span]:
    """The links of a paragraph outside of code, in order."""
    codes = code_spans(text)
    number, at = 0, 0
    while (found := _LINK.search(text, at)) is not None:
        while number < len(codes) and codes[number][1] <= found.start():
            number += 1
        if number < len(codes) and codes[number][0] <= found.start():
            at = codes[number][1]
            continue
        at = found.end()
        wiki = found[2] is not None
        target = found[2] if wiki else found[5] or found[6] or ""
        label = (found[3] if wiki else found[4]) or ""
        yield Span("wiki" if wiki else "web", bool(found[1]), target.strip(), label.strip(), found.start(), at)


def relinked(text: str, change: Callable[[Span], str | None]) -> str:
    """A paragraph with its links changed; None leaves one as it is."""
    if "[" not in text:
        return text
    out: list[str] = []
    at = 0
    for span in spans_of(text):
        new = change(span)
        if new is not None:
            out += [text[at : span.start], new]
            at = span.end
    return "".join([*out, text[at:]])


def _apart(text: str) -> Iterator[tuple[str, str, Span | None]]:
    """A paragraph in its pieces: ``text``, ``code``, ``address`` and ``link`` (with its span)."""
    held: list[tuple[int, int, str, Span | None]] = [(*span, "code", None) for span in code_spans(text)]
    held += [(span.start, span.end, "link", span) for span in spans_of(text)] if "[" in text else []
    if "://" in text:
        held += [(found.start(), found.end(), "address", None) for found in _ADDRESS.finditer(text)]
    at = 0
    for start, end, kind, span in sorted(held, key=lambda piece: piece[:2]):
        if start < at:
            continue
        if start > at:
            yield "text", text[at:start], None
        yield kind, text[start:end], span
        at = end
    if at < len(text):
        yield "text", text[at:], None


def unmarked(text: str) -> str:
    """A paragraph without emphasis; links, addresses and code stay as they are."""
    return "".join(_EMPHASIS.sub("", piece) if kind == "text" else piece for kind, piece, _ in _apart(text))


def plain(text: str) -> str:
    """The words of a paragraph in one line: links are their labels, emphasis and the marks of code are gone."""
    if _MARKED.search(text) is None:
        return " ".join(text.split())
    words: list[str] = []
    for kind, piece, span in _apart(text):
        if span is not None:
            words.append(_EMPHASIS.sub("", span.label or span.target))
        elif kind == "code":
            words.append(piece.strip("`"))
        else:
            words.append(_EMPHASIS.sub("", piece) if kind == "text" else piece)
    return " ".join("".join(words).split())


def sentences(text: str, most: int, least: int = 0) -> str:
    """The first sentence of a text, and those after it that ``least`` characters hold.

    Where none ends within ``most`` characters the text is cut between words, and ends with ``…``; links stay whole.
    """
    held = [(span.start, span.end) for span in spans_of(text[: 4 * most])]
    ends = [end for end in _ends(text, most) if not any(start < end < stop for start, stop in held)]
    if ends:
        return text[: max([ends[0], *(end for end in ends if end <= least)])]
    if len(text) <= most:
        return text
    cut = text.rfind(" ", 0, most)
    cut = next((start for start, end in held if start < cut < end), cut)
    return f"{text[:cut].rstrip()}…" if cut > 0 and text[:cut].strip() else f"{plain(text)[: most - 1]}…"


def _ends(text: str, most: int) -> Iterator[int]:
    """Where sentences end; `12. March`, `Dr. Who` and `e.g. this` have none inside."""
    for found in _END.finditer(text[: most + 1]):
        if found.end() > most:
            return
        before = text[max(found.start() - 12, 0) : found.start()].split()
        word = before[-1].lower().lstrip("(\"'") if before else ""
        after = text[found.end() : found.end() + 2].strip()
        short = word in _SHORT or len(word) == 1 or word.isdigit() or after.islower()
        if not (found[0] == "." and short and after):
            yield found.end()


def tags_of(text: str) -> list[str]:
    """The ``#tags`` of a paragraph outside of code, links and addresses; `#123` is none."""
    if "#" not in text:
        return []
    found = (tag for kind, piece, _ in _apart(text) if kind == "text" for tag in _TAG.findall(piece))
    return [tag for tag in (tag.strip("/-") for tag in found) if tag and not tag.isdigit()]


def only_tags(text: str) -> bool:
    """Whether a paragraph holds tags and nothing else."""
    words = text.split() if text.lstrip().startswith("#") else []
    return bool(words) and all((found := _TAG.fullmatch(word)) and not found[1].isdigit() for word in words)
