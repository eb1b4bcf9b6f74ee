"""One door for every byte of content that reaches a screen: what could act there becomes visible and inert."""

from __future__ import annotations

import re

_ACTS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f\ud800-\udfff]"
)
_JSON = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def safe(text: str) -> str:
    """Text of any length: line breaks and tabs stay, control and bidi characters become ``\\x1b`` and the like."""
    return _ACTS.sub(_shown, text)


def inline(text: str) -> str:
    """Text for one line: breaks and tabs become a space."""
    return safe(re.sub(r"[\t\r\n\v\f]+", " ", text))


def json_safe(encoded: str) -> str:
    """Encoded JSON whose control and bidi characters are escapes, so that it is inert and means the same."""
    return _JSON.sub(lambda m: f"\\u{ord(m[0]):04x}", encoded)


def _shown(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{{{code:04X}}}"
