"""The fields of two records as those of one: lists joined, and of the rest the one that stays keeps its own."""

from __future__ import annotations

from brief_cli.authoring.place import Place
from brief_cli.files import emit
from brief_cli.files.build import Value
from brief_cli.files.shapes import long_form
from brief_cli.files.tree import entries
from brief_cli.model.brief import ITEM_FIELDS, Brief
from brief_cli.model.meta import class_of, metas_of
from brief_cli.model.registers import Entity, Settings
from brief_cli.model.text import fold

Record = dict[str, Value]

OWN_TO_EACH = ("status", "said_by", "handling", "reviewed", "review_by", "lang", "made_on")
"""Fields that speak of the one record alone: where the other leaves them to their default, that is what it says."""
_SAME = {"EntityRef": ("id",), "Citation": ("source",), "Relation": ("to", "as")}
"""By which fields two entries of a list are the same."""
_NAMES_ITEMS = ("id", "contradicts", "same_as", "for", "resolution")


class Joining:
    """One record on its way into another; ``told`` is what is left out."""

    def __init__(self, one: Place, other: Place, settings: Settings) -> None:
        self.one = one
        self.other = other
        self.settings = settings
        self.told: list[str] = []

    def joined(self, old: Record, new: Record) -> Record:
        """The fields of the one that stays, with what the other adds."""
        out = dict(new)
        metas = metas_of(self.one.cls)
        apart = self._told_apart(old, out) if self.one.cls is Brief else ("id",)
        for key, value in old.items():
            if key in apart:
                continue
            if key not in out and key in OWN_TO_EACH and self.one.cls is not Entity:
                self._left_out(key, value)
            elif key not in out:
                out[key] = value
            elif metas.get(key, {}).get("many"):
                out[key] = self._united(key, class_of(metas[key]), out[key], value, by_id=key in ITEM_FIELDS)
            elif key == "names" and isinstance(value, dict) and isinstance(mine := out[key], dict):
                out[key] = {lang: _names(mine.get(lang), value.get(lang)) for lang in {**mine, **value}}
            elif value != out[key]:
                self._differ(key, value, out)
        return out

    def _differ(self, key: str, value: Value, out: Record) -> None:
        """A field of which both say something else."""
        if self.one.cls is Entity and key == "name":
            out["aliases"] = self._united(key, None, out.get("aliases", []), value)
        else:
            self._left_out(key, value)

    def _told_apart(self, old: Record, out: Record) -> tuple[str, ...]:
        """Put what a brief says first, and its summary, into the summary of the other, under its title.

        Gives the fields that this has done with.
        """
        line, summary = str(old.get("bottom_line", "")), str(old.get("summary", ""))
        if line == out.get("bottom_line"):
            line = ""
        if summary == out.get("summary"):
            summary = ""
        before = str(out.get("summary", ""))
        came = "\n\n".join([f"## {old.get('title', self.one.address)}", *filter(None, (line, summary))])
        if (line or summary) and came not in before:  # else a run that was broken off has brought it
            out["summary"] = f"{before}\n\n{came}" if before else came
        return ("id", "bottom_line", "summary", *self._handled(old, out), *self._exempted(old))

    def _handled(self, old: Record, out: Record) -> tuple[str, ...]:
        """Tell when what one brief held was to be handled otherwise than what the other does."""
        was, now = (str(one.get("handling") or self.settings.handling or "unmarked") for one in (old, out))
        if was != now:
            self.told.append(f"{self.one.address} was handled as {was}, {self.other.address} is as {now}: see to it")
        return ("handling",)

    def _exempted(self, old: Record) -> tuple[str, ...]:
        """Exemptions of a whole brief are not the other's."""
        whole = [one for one in entries(old.get("exempt")) if isinstance(one, dict) and "at" not in one]
        for one in whole:
            self._left_out("exempt", one)
        rest = [one for one in entries(old.get("exempt")) if one not in whole]
        if rest:
            old["exempt"] = rest
        return () if rest else ("exempt",)

    def _united(self, field: str, cls: type | None, mine: Value, value: Value, *, by_id: bool = False) -> list[Value]:
        """Two lists as one, what is in both once."""
        out = list(entries(mine))
        known = {_key(cls, one): one for one in out}
        ids = {one.get("id") for one in out if isinstance(one, dict)} - {None} if by_id else set()
        for one in entries(value):
            if isinstance(one, dict) and one.get("id") in ids:
                continue  # come over already, by a run that was broken off
            if (key := _key(cls, one)) not in known:
                out.append(one)
                known[key] = one
            elif cls is not None and _whole(cls, one) != _whole(cls, known[key]):
                self._left_out(field, one)
        return out

    def _left_out(self, key: str, value: Value) -> None:
        if value:
            self.told.append(f"left out, since {self.other.address} has its own: {key}: {shown(value)}")


def texts(value: Value | None) -> list[str]:
    """The entries of a list that are texts."""
    return [one for one in entries(value) if isinstance(one, str)]


def shown(value: Value | None) -> str:
    """A value in one line of a message."""
    return value if isinstance(value, str) else emit.flowing(value or "")


def without_names(item: Record) -> Record:
    """What an item says, without its id and what it says of other items, whose ids may have changed on the way."""
    return {key: value for key, value in item.items() if key not in _NAMES_ITEMS}


def _names(mine: Value | None, value: Value | None) -> Value:
    """The names of one language: one stands alone."""
    names = list(dict.fromkeys([*texts(mine), *texts(value)]))
    return names[0] if len(names) == 1 else list(names)


def _whole(cls: type, value: Value) -> Value | dict[str, str]:
    """An entry of a list in its long form."""
    found = long_form(cls, value) if isinstance(value, str) else None
    return found if found is not None else value


def _key(cls: type | None, value: Value) -> object:
    """What makes an entry of a list the same as another: texts are compared folded."""
    whole = _whole(cls, value) if cls else value
    if isinstance(whole, dict) and cls is not None and (same := _SAME.get(cls.__name__)):
        return tuple(repr(whole.get(key)) for key in same)
    return fold(whole) if isinstance(whole, str) else repr(whole)
