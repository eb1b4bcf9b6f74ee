"""Events told twice, and items that contradict: joined over the whole book, never written back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

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


def groups(ties: Mapping[str, Mapping[str, bool]]) -> dict[str, frozenset[str]]:
    """Everything that hangs together, by each member (transitive, cycles included)."""
    out: dict[str, frozenset[str]] = {}
    for start in ties:
        if start in out:
            continue
        reached, pending = {start}, [start]
        while pending:
            for other in ties.get(pending.pop(), ()):
                if other not in reached:
                    reached.add(other)
                    pending.append(other)
        group = frozenset(reached)
        out.update(dict.fromkeys(reached, group))
    return out


def teller(group: Iterable[str], ties: Mapping[str, Mapping[str, bool]]) -> str:
    """The one event that others name and that names none; unless there is exactly one such, the smallest id."""
    members = sorted(group)
    silent = [m for m in members if ties.get(m) and all(derived for derived in ties[m].values())]
    return silent[0] if len(silent) == 1 else members[0]


def disagree(events: Iterable[Event]) -> bool:
    """Whether two tellings share no day."""
    tellings = list(events)
    return any(not a.date.overlaps(b.date) for n, a in enumerate(tellings) for b in tellings[n + 1 :])


@dataclass(frozen=True, slots=True)
class Telling:
    """All events that are one, and the one that tells it."""

    teller: str
    members: tuple[str, ...]
