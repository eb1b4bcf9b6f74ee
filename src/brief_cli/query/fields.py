"""The words of the selector language: its fields and the states of ``is:``, each with a line of help."""

from __future__ import annotations

import re
from collections.abc import Sequence

from brief_cli.errors import offer

FIELDS: dict[str, str] = {
    "tag": "a tag of the brief, whole",
    "entity": "an entity named, by id, name or alias",
    "place": "where it happened, by id, name or alias of the place",
    "type": "an entity's type, a source's kind or a hit's kind",
    "status": "of a brief: draft, active, archived; of an event: planned, happened, cancelled, alleged",
    "source": "a source cited, by id, name or alias",
    "brief": "the id of the brief",
    "author": "who answers for the brief, whole",
    "is": "a state: stale, draft, unsourced, single-source, contested, orphan, dangling",
    "since": "may have happened on or after the date's first day: EDTF, today or -6w",
    "until": "may have happened on or before the date's last day: EDTF, today or -6w",
    "on": "may have happened within the date, or a range: 2025, 2025-09..2025-11, 2025..",
}
"""Each field and what its value is; the user's own ``x_`` fields come beside them."""

STATES: dict[str, str] = {
    "stale": "past its day of review",
    "draft": "not finished",
    "unsourced": "a key point, judgment or event without sources",
    "single-source": "a key point or judgment whose sources have one origin",
    "contested": "contradicted, or told with dates that share no day",
    "orphan": "no relation or link to or from another brief",
    "dangling": "names an id that the book lacks",
}
"""Each state that ``is:`` asks for."""

OPTIONS = ("tag", "entity", "since", "until", "brief", "status")
"""The fields that also exist as options of every selecting command."""

DATE_FIELDS = ("since", "until", "on")
"""The fields whose values are dates."""

OWN_FIELD = re.compile(r"x_[a-z0-9_]+")
"""How the user's own fields are called."""


def is_field(name: str) -> bool:
    """Whether ``name:`` asks for a field."""
    return name in FIELDS or OWN_FIELD.fullmatch(name) is not None


def choices(field: str) -> tuple[str, ...]:
    """The only values that ``field`` can have, in lower case; none when any text may be one."""
    if field == "is":
        return tuple(STATES)
    if field == "status":
        from brief_cli.model.brief import EVENT_STATUSES, STATUSES  # here, as the records take long to load

        return (*STATUSES, *EVENT_STATUSES)
    return ()


def known_near(word: str, known: Sequence[str], what: str) -> tuple[str, ...]:
    """The nearest known words as a hint, or all of them when none is near."""
    return offer(word[:64].lower(), known) or (f"{what} are {', '.join(known)}.",)
