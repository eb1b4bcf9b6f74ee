"""Rules that need the whole book, each a question to the index."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher, get_close_matches
from typing import Any

from brief_cli.checks.told import Across, Ground, Inside, Told, inside_of
from brief_cli.index.reader import Reader
from brief_cli.index.tables import DISAGREE, KNOWN, path_of
from brief_cli.model.brief import INVERSE
from brief_cli.model.text import fold

_ENTITIES = ("entity", "place", "said_by", "part_of", "not_same_as")
_ITEMS = ("same_as", "contradicts", "for", "holds")
_WANTED = {"source": "source", "related": "brief or item"}
_WANTED |= dict.fromkeys(_ENTITIES, "entity") | dict.fromkeys(_ITEMS, "item") | {"link": "record"}
_REGISTERS = {"source": ("sources",), "entity": ("entities",), "record": ("sources", "entities")}
"""Where what is wanted may stand: while such a file does not load, nobody knows what it has."""
_KINDS: dict[str, tuple[str, ...]] = {
    "source": ("source",),
    "entity": ("entity",),
    "brief or item": ("brief",),
    "item": ("brief",),
}
_KINDS |= {"record": ("brief", "entity", "source")}


def a(noun: str) -> str:
    """A noun with its article."""
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


# -- namings ------------------------------------------------------------------------------------------------------

_UNKNOWN = (
    "SELECT u.path, r.owner, r.origin, r.target, r.how, r.seq FROM unit u JOIN ref r ON r.owner = u.id"
    f" WHERE u.kind = 'brief' AND u.dangling AND NOT {KNOWN} UNION ALL "
    "SELECT u.path, r.owner, r.origin, r.target, r.how, r.seq FROM unit u JOIN ref r ON r.owner = u.id"
    f" WHERE u.kind IN ('entity', 'source') AND u.seq >= 0 AND NOT {KNOWN}"
)


def unknown(ground: Ground) -> Iterator[Across]:
    """R201, R202: something is named that the book lacks."""
    nearest = Nearest(ground.reader)
    unread = ground.reader.unread()
    for path, owner, origin, target, how, seq in ground.reader.db.execute(_UNKNOWN):
        wanted, (record, _, item) = _WANTED[how], target.partition("#")
        if unread & {*_REGISTERS.get(wanted, ())}:
            continue
        code, words = ("R202", f"[[{target}") if how == "link" else ("R201", target)
        if item and ground.reader.unit(record):
            message, found = f"{record} has no item `{item}`", nearest.item(record, item)
        elif how in _ITEMS and not item:
            brief = owner.partition("#")[0]
            message, found = f"{brief} has no item `{target}`", nearest.item(brief, target).partition("#")[2]
        else:
            message, found = f"the book has no {wanted} `{target}`", nearest.of(record, _KINDS[wanted])
            found = (found and f"{found}#{item}" * bool(item)) or found
        hint = f"write `{found}`" if found else ""
        yield Across(path_of(path), owner, Told(code, origin, (), message, hint, words=words), seq)


class Nearest:
    """What was probably meant by an id that the book lacks; asked of few ids that begin or end alike."""

    MOST = 300
    """Different ids that are looked up: in a book where more are unknown, no spelling is what is wrong."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._found: dict[tuple[str, tuple[str, ...]], str] = {}

    def of(self, id_: str, kinds: tuple[str, ...]) -> str:
        """The nearest known id, or nothing."""
        key = (id_, kinds)
        if key not in self._found and len(self._found) < self.MOST:
            alike = [row for part in (f"{id_[:2]}*", f"*{id_[-3:]}") for row in self._like(part, kinds)]
            alike += [one for one in self._reader.broken() if "brief" in kinds]
            self._found[key] = next(iter(get_close_matches(id_, alike, 1, 0.75)), "") or _beginning(id_, alike)
        return self._found.get(key, "")

    def _like(self, pattern: str, kinds: tuple[str, ...]) -> list[str]:
        asked = "SELECT id FROM unit WHERE kind IN (SELECT value FROM json_each(?)) AND id GLOB ? LIMIT 2000"
        return self._reader.column(asked, json.dumps(kinds), pattern.replace("[", "[[]"))

    def item(self, brief: str, item: str) -> str:
        """The nearest item of a brief, as its address."""
        known = self._reader.column("SELECT id FROM unit WHERE brief = ? AND seq > 0", brief)
        found = get_close_matches(item, [id_.partition("#")[2] for id_ in known], 1, 0.5)
        return f"{brief}#{found[0]}" if found else ""


def _beginning(id_: str, known: list[str]) -> str:
    """The one id that goes on where a misspelt one ends."""
    if len(id_) < _LONG:
        return ""
    found = {one for one in known if SequenceMatcher(None, id_, one[: len(id_) + 1]).ratio() >= _ALIKE}
    return found.pop() if len(found) == 1 else ""


_LONG, _ALIKE = 6, 0.85
_OF_RECORD = (
    "SELECT o.path, r.owner, r.origin, r.target, r.how, r.seq FROM ref r JOIN unit o ON o.id = r.owner"
    " WHERE r.record = ? AND r.how = ?"
)
_OTHER_ITEM = (
    "SELECT o.path, r.owner, r.origin, r.target, r.how, r.seq, t.kind FROM ref r JOIN unit t ON t.id = r.target"
    " JOIN unit o ON o.id = r.owner WHERE r.how IN ('same_as', 'for', 'contradicts')"
    " AND ((r.how = 'same_as' AND t.kind NOT IN ('event', 'entity', 'source'))"
    " OR (r.how = 'for' AND t.kind NOT IN ('judgment', 'entity', 'source'))"
    " OR (r.how = 'contradicts' AND t.kind NOT IN ('key_point', 'judgment', 'event', 'entity', 'source')))"
)
_ITEM_KIND = {"same_as": "event", "for": "judgment", "contradicts": "key point, judgment or event", "holds": "item"}


def other_kind(ground: Ground) -> Iterator[Across]:
    """R203: what is named is there, and is something else."""
    for record, how, kind in _strangers(ground.reader):
        for row in ground.reader.db.execute(_OF_RECORD, (record, how)).fetchall():
            yield _of_another_kind(row, kind, _WANTED[how])
    for *row, kind in ground.reader.db.execute(_OTHER_ITEM):
        yield _of_another_kind(row, kind, _ITEM_KIND[row[4]])


def _strangers(reader: Reader) -> list[tuple[str, str, str]]:
    """Records that are named as what they are not: how, and what they are.  (A join takes three times as long.)"""
    kinds = {id_: kind for kind in ("brief", "entity", "source") for id_ in reader.ids(kind)}
    named = reader.db.execute("SELECT DISTINCT record, how FROM ref")
    return [
        (record, how, kinds[record])
        for record, how in named
        if record in kinds and kinds[record] not in _KINDS[_WANTED[how]]
    ]


def _of_another_kind(row: Sequence[Any], kind: str, wanted: str) -> Across:
    path, owner, origin, target, _, seq = row
    message = f"`{target}` is {a(kind.replace('_', ' '))}; {a(wanted)} is due here"
    return Across(path_of(path), owner, Told("R203", origin, (), message, words=target), seq)


_RELATED = (
    "SELECT o.path, x.owner, x.target, x.as_, x.seq FROM ref x JOIN unit o ON o.id = x.owner"
    " WHERE x.how = 'related' AND x.as_ NOT IN ('see_also', 'contradicts') AND x.target <> x.owner"
    " AND (EXISTS (SELECT 1 FROM ref y WHERE y.origin = x.target AND y.how = 'related' AND y.target = x.owner)"
    " OR EXISTS (SELECT 1 FROM ref y WHERE y.origin = x.origin AND y.how = 'related' AND y.target = x.target"
    " AND y.as_ <> x.as_)) ORDER BY x.owner, x.seq"
)


def disagreeing(ground: Ground) -> Iterator[Across]:
    """R204: of two briefs each is said to be part of, to cause or to precede the other, and the like."""
    said: dict[tuple[str, str, str], list[Any]] = {}
    for row in ground.reader.db.execute(_RELATED):
        _, owner, target, term, _ = row
        ends = (owner, target, term) if term in _FORWARD else (target, owner, INVERSE[term])
        said.setdefault(ends, []).append(row)
    for (one, other, term), rows in said.items():
        against = said.get((other, one, term))
        if against and one < other:
            path, owner, target, as_, seq = mine = min([*rows, *against], key=lambda row: (row[1], row[4]))
            theirs = (against if mine in rows else rows)[0]
            where = "here" if theirs[1] == owner else f"in {theirs[1]}"
            message = f"`{as_}` {target} disagrees with `{theirs[3]}` {theirs[2]} {where}"
            yield Across(path_of(path), owner, Told("R204", owner, ("as",), message), seq)


_FORWARD = ("part_of", "causes", "precedes", "elaborates", "supports", "supersedes")
"""One term of each pair: what each says is told in these."""


# -- names and tellings -------------------------------------------------------------------------------------------

_SHARED = (
    "SELECT n.folded, n.id, u.path, u.own FROM name n JOIN unit u ON u.id = n.id WHERE n.kind = 'entity'"
    " AND n.folded IN (SELECT folded FROM name WHERE kind = 'entity' GROUP BY folded HAVING count(DISTINCT id) > 1)"
    " ORDER BY n.folded, n.id"
)


def shared_names(ground: Ground) -> Iterator[Across]:
    """R206: two entities go by one name, and neither says that it is not the other."""
    by_name: dict[str, list[Any]] = {}
    for row in ground.reader.db.execute(_SHARED):
        by_name.setdefault(row[0], []).append(row)
    for name, rows in by_name.items():
        apart = {row[1]: set(json.loads(row[3]).get("not_same_as", ())) for row in rows}
        for n, (_, id_, path, own) in enumerate(rows):
            first = next((o for o in list(apart)[:n] if o not in apart[id_] and id_ not in apart[o]), None)
            if first is not None:
                inside, spelled = _spelled(json.loads(own), name)
                message = f"`{spelled}` is a name of {first}, too"
                hint = f"take it out of one of them, write `not_same_as: {first}`, or make the two records one"
                yield Across(path_of(path), id_, Told("R206", id_, inside, message, hint))


def _spelled(entity: dict[str, Any], name: str) -> tuple[Inside, str]:
    """Where an entity has a folded name, and how it spells it."""
    for n, alias in enumerate(entity.get("aliases", ())):
        if fold(alias) == name:
            return ("aliases", n), alias
    for language, names in entity.get("names", {}).items():
        if spelled := next((one for one in names if fold(one) == name), None):
            return ("names", language), spelled
    return ("name",), entity["name"]


_APART = f"SELECT DISTINCT teller FROM unit WHERE told > 1 AND told > {DISAGREE}"
_TOLD = "SELECT path, brief, id, seq, own, first, last FROM unit WHERE teller = ? AND told > 1 ORDER BY id"


def days_apart(ground: Ground) -> Iterator[Across]:
    """R207: tellings of one event share no day, and nobody has settled it."""
    for teller in ground.reader.column(_APART):
        rows = ground.reader.db.execute(_TOLD, (teller,)).fetchall()
        owns = [json.loads(row[4]) for row in rows]
        if any(own.get("resolution") for own in owns):
            continue
        apart = [n for n, row in enumerate(rows) if any(_share_none(row, other) for other in rows)]
        who = next((n for n in apart if owns[n].get("same_as")), apart[0])  # whoever said that they are one
        path, brief, id_, seq, *_ = rows[who]
        others = ", ".join(f"{owns[n]['date']} in {rows[n][2]}" for n in apart if _share_none(rows[n], rows[who]))
        message = f"the same event has days that share none: {others}"
        yield Across(path_of(path), brief, Told("R207", id_, (*inside_of(seq), "date"), message))


def _share_none(one: Sequence[Any], other: Sequence[Any]) -> bool:
    """Whether two tellings have no day in common; an open end goes on."""
    return bool((one[6] and other[5] and one[6] < other[5]) or (other[6] and one[5] and other[6] < one[5]))


# -- evidence -----------------------------------------------------------------------------------------------------

_SINGLE = (
    "SELECT i.path, i.brief, i.id, i.seq, i.own,"
    " (SELECT max(s.type IN ('official', 'law', 'dataset', 'interview')) FROM ref r JOIN unit s ON s.id = r.record"
    "  WHERE r.origin = i.id AND r.how = 'source')"
    " FROM unit b JOIN unit i ON i.brief = b.id AND i.single AND NOT i.dangling AND i.kind IN ('key_point', 'judgment')"
    " WHERE b.kind = 'brief' AND b.single AND NOT EXISTS"
    " (SELECT 1 FROM ref r JOIN broken k ON k.id = r.record WHERE r.origin = i.id AND r.how = 'source')"
)
_DOUBTED = 3


def one_origin(ground: Ground) -> Iterator[Across]:
    """V302, V306: one origin carries a claim that stands as known, or that is graded as confirmed by others."""
    for path, brief, id_, seq, own, primary in ground.reader.db.execute(_SINGLE):
        item = json.loads(own)
        grades = [citation.get("credibility") for citation in item["sources"]]
        if 1 in grades and not item.get("said_by"):
            message = "graded 1, confirmed by others, and all its sources have one origin"
            told = Told("V306", id_, (*inside_of(seq), "sources", grades.index(1)), message)
            yield Across(path_of(path), brief, told)
        elif not (primary or item.get("said_by") or any((grade or 0) >= _DOUBTED for grade in grades)):
            message = "all its sources have one origin"
            yield Across(path_of(path), brief, Told("V302", id_, inside_of(seq), message))


_SETTLED = (
    "SELECT r.origin, u.path, u.brief, u.seq, u.own FROM ref r JOIN unit u ON u.id = r.origin WHERE r.how = 'holds'"
)
_SIDES = (
    "SELECT target FROM ref WHERE origin = :id AND how = 'contradicts' UNION "
    "SELECT origin FROM ref WHERE target = :id AND record = :brief AND how = 'contradicts' UNION SELECT :id"
)
_NEWEST = (
    f"SELECT s.id, s.first FROM ref r JOIN unit s ON s.id = r.record AND s.kind = 'source'"
    f" WHERE r.how = 'source' AND r.origin IN ({_SIDES}) AND s.first > :on ORDER BY s.first DESC LIMIT 1"
)


def overtaken(ground: Ground) -> Iterator[Across]:
    """V305: a contradiction was settled before a source of one of its sides was published."""
    for id_, path, brief, seq, own in ground.reader.db.execute(_SETTLED).fetchall():
        on = json.loads(own)["resolution"].get("on")
        newer = on and ground.reader.db.execute(_NEWEST, {"id": id_, "brief": brief, "on": on}).fetchone()
        if newer:
            message = f"settled on {on}, before {newer[0]} of {newer[1]} was published"
            told = Told("V305", id_, (*inside_of(seq), "resolution"), message)
            yield Across(path_of(path), brief, told)


# -- days ---------------------------------------------------------------------------------------------------------


def stale(ground: Ground) -> Iterator[Across]:
    """T401: a brief is past its day of review."""
    asked = "SELECT path, id, due, own FROM unit WHERE kind = 'brief' AND due < ?"
    for path, id_, due, own in ground.reader.db.execute(asked, (ground.today,)):
        field = "review_by" if json.loads(own).get("review_by") else "as_of"
        yield Across(path_of(path), id_, Told("T401", id_, (field,), f"it was to be reviewed by {due}"))


def to_come(ground: Ground) -> Iterator[Across]:
    """T405: a brief is as of a day that has not come."""
    asked = "SELECT path, id, as_of FROM unit WHERE kind = 'brief' AND as_of > ?"
    for path, id_, day in ground.reader.db.execute(asked, (ground.today,)):
        yield Across(
            path_of(path), id_, Told("T405", id_, ("as_of",), f"the brief is as of {day}, and today is {ground.today}")
        )


# -- hygiene ------------------------------------------------------------------------------------------------------


def unused(ground: Ground) -> Iterator[Across]:
    """H601, H602: an entity that nothing names, a source that nothing cites; a file that is broken may do it."""
    if ground.reader.broken():
        return
    asked = (
        "SELECT path, id, kind FROM unit u WHERE kind IN ('entity', 'source')"
        " AND NOT EXISTS (SELECT 1 FROM ref r WHERE r.record = u.id AND r.how <> 'not_same_as')"
    )
    for path, id_, kind in ground.reader.db.execute(asked):
        code, said = ("H601", f"nothing names {id_}") if kind == "entity" else ("H602", f"nothing cites {id_}")
        yield Across(path_of(path), id_, Told(code, id_, (), said))


_OWN_KEYS = (
    "SELECT field, count(DISTINCT owner), min(owner) FROM label WHERE field >= 'x_' AND field < 'x`' GROUP BY field"
)
_RARE, _COMMON, _LIKE = 2, 10, 0.85


def rare_keys(ground: Ground) -> Iterator[Across]:
    """H606: an own field that one brief or two have, called nearly like one that many have."""
    rows = ground.reader.db.execute(_OWN_KEYS).fetchall()
    common = [field for field, count, _ in rows if count >= _COMMON]
    for field, count, owner in rows:
        if count > _RARE or not (found := get_close_matches(field, common, 1, _LIKE)):
            continue
        unit = ground.reader.unit(owner)
        if unit is not None:
            message = f"`{field}` is nearly called like `{found[0]}`, which many briefs have"
            yield Across(unit.path, owner, Told("H606", owner, (field,), message, f"write `{found[0]}`"))
