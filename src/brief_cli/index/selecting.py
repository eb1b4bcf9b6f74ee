"""A selection as a condition of SQL, asked of one unit ``u``: a brief, an event, an entity, a source or a hit.

Every value is bound, never written into the text; which tables and columns are asked is decided here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from brief_cli.index.reader import Reader
from brief_cli.index.tables import NAMING, bound
from brief_cli.index.wording import Wording
from brief_cli.model.brief import EVENT_STATUSES
from brief_cli.model.text import fold
from brief_cli.query.selection import And, DateTerm, Everything, Expression, Not, Or, Selection, Term, Word

Names = Mapping[Term, frozenset[str]]
"""What the values of ``entity:``, ``place:`` and ``source:`` mean: ids."""

_ITEM_STATES = {"unsourced": "unsourced", "single-source": "single", "contested": "contested", "dangling": "dangling"}


class Condition:
    """The condition that a selection makes, with its values.

    ``unit`` is brief, event, entity, source or hit.  ``word`` may say otherwise what holds a free word: it gives
    a condition and its values, or None; ``literally`` is how the others are read.
    """

    def __init__(
        self,
        reader: Reader,
        unit: str,
        names: Names,
        today: str,
        *,
        word: Callable[[Word], tuple[str, list[Any]] | None] | None = None,
        literally: bool = False,
    ) -> None:
        self.unit = unit
        self._literally = literally
        self.names = names
        self.today = today
        self.values: list[Any] = []
        self._wording = Wording(reader)
        self._word_of = word

    def of(self, selection: Selection) -> str:
        """The condition's text; its values are appended to ``values`` in its order."""
        return self._said(selection.expression)

    def _said(self, expression: Expression) -> str:
        match expression:
            case Everything():
                return "1"
            case Not(part):
                return f"NOT ({self._said(part)})"
            case And(parts):
                return "(" + " AND ".join([self._said(part) for part in parts]) + ")"
            case Or(parts):
                return "(" + " OR ".join([self._said(part) for part in parts]) + ")"
            case Word():
                return self._word(expression)
            case DateTerm():
                return self._date(expression)
            case Term():
                return f"coalesce({self._term(expression)}, 0)"

    def _bound(self, *values: Any) -> None:
        self.values.extend(bound(value) if isinstance(value, str) else value for value in values)

    # -- words and days ---------------------------------------------------------------------------------------

    def _word(self, word: Word) -> str:
        told = self._word_of(word) if self._word_of else None
        condition, values = told or self._wording.holding(word.text, literally=self._literally)
        self._bound(*values)
        inside = f"u.id IN (SELECT brief FROM unit WHERE brief IS NOT NULL AND {condition})"
        if self.unit == "brief":
            return inside
        if self.unit == "hit" and told is None:  # what a brief must not say, none of its items may
            self._bound(*values)
            return f"(CASE u.kind WHEN 'brief' THEN {inside} ELSE u.{condition} END)"
        return f"u.{condition}"

    def _date(self, term: DateTerm) -> str:
        """What may have happened within: an unknown end is as good as none."""
        bounds = {
            "event": ("u.first", "u.last", "1"),
            "source": ("u.first", "u.last", "u.status IS NOT NULL"),
            "brief": ("u.as_of", "u.as_of", "1"),
        }
        kinds = ("event", "source", "brief") if self.unit == "hit" else (self.unit,)
        return "(" + " OR ".join(self._within(term, kind, *bounds[kind]) for kind in kinds) + ")"

    def _within(self, term: DateTerm, kind: str, first: str, last: str, dated: str) -> str:
        which = {"event": "u.kind = 'event'", "source": "u.kind = 'source'"}.get(
            kind, "u.brief IS NOT NULL AND u.kind <> 'event'"
        )
        out = [dated if self.unit != "hit" else f"{which} AND {dated}"]
        if term.first is not None:
            out.append(f"({last} IS NULL OR {last} >= ?)")
            self._bound(term.first)
        if term.last is not None:
            out.append(f"({first} IS NULL OR {first} <= ?)")
            self._bound(term.last)
        return "(" + " AND ".join(out) + ")"

    # -- fields -----------------------------------------------------------------------------------------------

    def _term(self, term: Term) -> str:
        if term.field in ("entity", "place", "source"):
            return self._naming(term.field, sorted(self.names[term]))
        wanted = sorted({fold(value) for value in term.values})
        if term.field == "brief":
            return self._of_briefs(f"b.id IN {self._many(wanted)}")
        if term.field == "status":
            return self._status(wanted)
        if term.field == "type":
            return self._type(wanted)
        if term.field == "is":
            return "(" + " OR ".join([self._state(state) for state in wanted]) + ")"
        return self._label(term.field, wanted)

    def _many(self, values: list[str]) -> str:
        self._bound(json.dumps(values, ensure_ascii=False))
        return "(SELECT value FROM json_each(?))"

    def _of_briefs(self, condition: str) -> str:
        """A condition on the unit's brief ``b``; of an entity or a source, on any brief that uses it."""
        own = f"EXISTS (SELECT 1 FROM unit b WHERE b.id = u.brief AND {condition})"
        using = (
            "EXISTS (SELECT 1 FROM ref r JOIN unit b ON b.id = r.owner AND b.kind = 'brief'"
            f" WHERE r.record = u.id AND {condition})"
        )
        if self.unit == "brief":
            return f"({condition.replace('b.', 'u.')})"
        if self.unit in ("entity", "source"):
            return using
        if self.unit == "event":
            return own
        return self._twice(own, using)

    def _twice(self, own: str, using: str) -> str:
        """Of hits: the one for what stands in a brief, the other for what briefs use."""
        added = own.count("?")
        if added:
            self._bound(*self.values[len(self.values) - added :])
        return f"(CASE WHEN u.brief IS NOT NULL THEN {own} ELSE {using} END)"

    def _label(self, field: str, wanted: list[str]) -> str:
        condition = "EXISTS (SELECT 1 FROM label l WHERE l.owner = b.id AND l.field = ? AND l.folded IN {many})"
        self._bound(field)
        return self._of_briefs(condition.format(many=self._many(wanted)))

    def _status(self, wanted: list[str]) -> str:
        events = [status for status in wanted if status in EVENT_STATUSES]
        own = ""
        if events and self.unit in ("event", "hit"):
            own = f"(u.kind = 'event' AND u.status IN {self._many(events)}) OR "
        return f"({own}{self._of_briefs(f'b.status IN {self._many(wanted)}')})"

    def _type(self, wanted: list[str]) -> str:
        own = f"(u.kind IN ('entity', 'source') AND u.type IN {self._many(wanted)})"
        return f"({own} OR u.kind IN {self._many(wanted)})" if self.unit == "hit" else own

    def _state(self, state: str) -> str:
        column = _ITEM_STATES.get(state)
        if column and self.unit == "event":
            return f"u.{column}"
        condition = self._brief_state(state)
        if column and self.unit == "hit":
            return f"(CASE WHEN u.kind = 'brief' THEN u.{column} WHEN u.brief IS NOT NULL THEN u.{column} ELSE 0 END)"
        return self._of_briefs(condition)

    def _brief_state(self, state: str) -> str:
        if state == "stale":
            self._bound(self.today)
            return "b.due < ?"
        if state == "draft":
            return "b.status = 'draft'"
        return f"b.{_ITEM_STATES.get(state, state)}"

    def _naming(self, field: str, ids: list[str]) -> str:
        how = {"entity": NAMING, "place": "('place')", "source": "('source')"}[field]
        own = {"entity": "entity", "place": "entity", "source": "source"}[field]
        said = list(self._by_unit(how, own, ids))
        return said[0] if len(said) == 1 else "(" + " OR ".join(said) + ")"

    def _by_unit(self, how: str, own: str, ids: list[str]) -> Iterator[str]:
        if self.unit in ("hit", own):
            yield f"(u.kind = '{own}' AND u.id IN {self._many(ids)})"
        naming = "EXISTS (SELECT 1 FROM ref r WHERE r.{by} = u.id AND r.how IN {how} AND r.record IN {many})"
        if self.unit in ("hit", "brief"):
            said = naming.format(by="owner", how=how, many=self._many(ids))
            yield f"(u.kind = 'brief' AND {said})"
        if self.unit in ("hit", "event"):
            said = naming.format(by="origin", how=how, many=self._many(ids))
            yield f"(u.kind NOT IN ('brief', 'entity', 'source') AND {said})"
        for kind, used in (("source", "('source')"), ("entity", NAMING)):
            if kind != own and self.unit in ("hit", kind):
                yield (
                    f"(u.kind = '{kind}' AND EXISTS (SELECT 1 FROM ref c JOIN ref r ON r.origin = c.origin"
                    f" WHERE c.record = u.id AND c.how IN {used} AND r.how IN {how} AND r.record IN {self._many(ids)}))"
                )
