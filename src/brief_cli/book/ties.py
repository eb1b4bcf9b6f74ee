"""Events told twice, and items that contradict: joined over the whole book, never written back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from brief_cli.model.brief import Event


def symmetric(pairs: Iterable[tuple[str, str]]) -> dict[str, dict[str, bool]]:
    """For each end the other ends, and whether only the other side wrote it (``derived``)."""
    out: dict[str, dict[str, bool]] = {}
    for one, other in pairs:
        if one == other:
            continue
        out.setdefault(one, {})[other] = False
        out.setdefault(other, {}).setdefault(one, True)
    return out


def groups(ties: Mapping[str, Mapping[str, bool]]) -> list[tuple[str, ...]]:
    """Everything that hangs together (transitive, cycles included), each group by id."""
    out: list[tuple[str, ...]] = []
    seen: set[str] = set()
    for start in ties:
        if start in seen:
            continue
        reached, pending = {start}, [start]
        while pending:
            for other in ties.get(pending.pop(), ()):
                if other not in reached:
                    reached.add(other)
                    pending.append(other)
        seen |= reached
        out.append(tuple(sorted(reached)))
    return out


def teller(members: tuple[str, ...], ties: Mapping[str, Mapping[str, bool]]) -> str:
    """The one event that others name and that names none; unless there is exactly one such, the smallest id."""
    silent = [m for m in members if ties.get(m) and all(ties[m].values())]
    return silent[0] if len(silent) == 1 else members[0]


def disagree(events: Iterable[Event]) -> bool:
    """Whether two tellings share no day: the latest beginning lies behind the earliest end."""
    tellings = [event.date for event in events]
    begins = max((date.earliest or "" for date in tellings), default="")
    ends = min((date.latest or "9999-99" for date in tellings), default="9999-99")
    return begins > ends
