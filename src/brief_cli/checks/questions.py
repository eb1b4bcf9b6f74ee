"""Every question that is put to the whole book, by the codes of its answers."""

from __future__ import annotations

from brief_cli.checks import across
from brief_cli.checks.definitions import defined_twice
from brief_cli.checks.mentions import unlinked
from brief_cli.checks.told import Question

QUESTIONS: tuple[tuple[tuple[str, ...], Question], ...] = (
    (("R201", "R202"), across.unknown),
    (("R203",), across.other_kind),
    (("R204",), across.disagreeing),
    (("R206",), across.shared_names),
    (("R207",), across.days_apart),
    (("V302", "V306"), across.one_origin),
    (("V305",), across.overtaken),
    (("R205",), defined_twice),
    (("H603",), unlinked),
    (("T401",), across.stale),
    (("T405",), across.to_come),
    (("H601", "H602"), across.unused),
    (("H606",), across.rare_keys),
)
"""Each question, and the codes that its answers have."""
