"""A source that is defined more than once: the files are asked, since the index keeps what the first of them says."""

from __future__ import annotations

import json
from collections.abc import Iterator

from brief_cli.checks.told import Across, Ground, Inside, Told
from brief_cli.index.tables import path_of
from brief_cli.model.registers import Source
from brief_cli.model.shape import as_own

_TWICE = (
    "SELECT id, path, inner FROM claim WHERE id IN"
    " (SELECT id FROM claim GROUP BY id HAVING count(*) > 1 AND max(inner)) ORDER BY id, inner, path"
)


def defined_twice(ground: Ground) -> Iterator[Across]:
    """R205: a brief defines a source otherwise than the register, or than an earlier brief."""
    claimed: dict[str, list[str]] = {}
    for id_, path, _ in ground.reader.db.execute(_TWICE):
        claimed.setdefault(id_, []).append(path_of(path))
    said = _definitions(ground, claimed) if claimed else {}
    for id_, (first, *later) in claimed.items():
        for path in later:
            _, owner, inside, own = said.get((path, id_), ("", "", (), ""))
            known = said.get((first, id_))
            if inside and (known is None or known[3] != own):
                message = f"`{id_}` is defined otherwise in {first}, which holds"
                yield Across(path, owner, Told("R205", id_, inside, message))


def _definitions(ground: Ground, claimed: dict[str, list[str]]) -> dict[tuple[str, str], tuple[str, str, Inside, str]]:
    """What each file says of each source; every file is read once."""
    from brief_cli.files.library import read_file, rules_of
    from brief_cli.files.walk import Found, kind_of

    rules = rules_of(ground.settings)
    out: dict[tuple[str, str], tuple[str, str, Inside, str]] = {}
    for path in sorted({path for paths in claimed.values() for path in paths}):
        read = read_file(ground.root, Found(path, kind_of(path)), rules)
        for stored in read.records if read else ():
            if isinstance(stored.record, Source):
                out[path, stored.record.id] = (path, stored.record.id, (), _said(stored.record))
            for n, source in enumerate(getattr(stored.record, "sources", ())):
                out.setdefault((path, source.id), (path, stored.record.id, ("sources", n), _said(source)))
    return out


def _said(source: Source) -> str:
    return json.dumps({key: value for key, value in as_own(source).items() if key != "exempt"}, sort_keys=True)
