"""An example of each rule, broken and mended.

A line ``# path`` begins a file; what stands before the first is the brief ``a.yaml``.  A brief's title, bottom line
and day are left out where the rule does not ask about them.
"""

from __future__ import annotations

_PAPERS = """\
# sources/press.yaml
gazette: {title: A report, publisher: Gazette, kind: press, reliability: B}
herald: {title: Another, publisher: Herald, kind: press, reliability: B}
"""
_SAME_WIRE = """\
# sources/press.yaml
gazette: {title: A report, publisher: Gazette, kind: press, reliability: B, origin: ap}
herald: {title: The same wire, publisher: Herald, kind: press, reliability: B, origin: AP}
"""

EXAMPLES: dict[str, tuple[str, str]] = {
    "R201": (
        "key_points: [{id: k1, text: Ten were freed., sources: gazete}]\n" + _PAPERS,
        "key_points: [{id: k1, text: Ten were freed., sources: gazette}]\n" + _PAPERS,
    ),
    "R202": (
        "summary: See [[zapad-2052]].\n# zapad-2025.yaml\ntitle: Zapad-2025\n",
        "summary: See [[zapad-2025]].\n# zapad-2025.yaml\ntitle: Zapad-2025\n",
    ),
    "R203": (
        "events: [{id: e1, date: 2025-09-12, title: It begins, place: gazette}]\n" + _PAPERS,
        (
            "events: [{id: e1, date: 2025-09-12, title: It begins, place: minsk}]\n"
            "# entities/places.yaml\nminsk: {type: place, name: Minsk}\n"
        ),
    ),
    "R204": (
        "related: [{to: b, as: causes}]\n# b.yaml\nrelated: [{to: a, as: causes}]\n",
        "related: [{to: b, as: causes}]\n# b.yaml\nrelated: [{to: a, as: caused_by}]\n",
    ),
    "R205": (
        "sources: [{id: gazette, title: A report of my own, reliability: C}]\n" + _PAPERS,
        "sources: [{id: gazette-own, title: A report of my own, reliability: C}]\n" + _PAPERS,
    ),
    "R206": (
        (
            "# entities/all.yaml\n"
            "minsk: {type: place, name: Minsk}\n"
            "minsk-region: {type: place, name: Minsk Region, aliases: [Minsk]}\n"
        ),
        (
            "# entities/all.yaml\n"
            "minsk: {type: place, name: Minsk}\n"
            "minsk-region: {type: place, name: Minsk Region, aliases: [Minsk], not_same_as: minsk}\n"
        ),
    ),
    "R207": (
        (
            "events: [{id: e1, date: 2025-09-11, title: They leave, same_as: b#e1}]\n"
            "# b.yaml\nevents: [{id: e1, date: 2025-09-12, title: They left}]\n"
        ),
        (
            "events: [{id: e1, date: 2025-09-11, title: They leave, same_as: b#e1}]\n"
            "# b.yaml\nevents: [{id: e1, date: 2025-09, title: They left}]\n"
        ),
    ),
    "R208": (
        "related: [{to: a, as: causes}]\n",
        "related: [{to: b, as: causes}]\n# b.yaml\ntitle: The other one\n",
    ),
    "V301": (
        "key_points: [{id: k1, text: Ten were freed.}]\n",
        "key_points: [{id: k1, text: Ten were freed., sources: gazette}]\n" + _PAPERS,
    ),
    "V302": (
        "key_points: [{id: k1, text: Ten were freed., sources: [gazette 2, herald 2]}]\n" + _SAME_WIRE,
        "key_points: [{id: k1, text: Ten were freed., sources: [gazette 2, herald 2]}]\n" + _PAPERS,
    ),
    "V303": (
        "# sources/press.yaml\ngazette: {title: A report, publisher: Gazette}\n",
        "# sources/press.yaml\ngazette: {title: A report, publisher: Gazette, reliability: F}\n",
    ),
    "V304": (
        "key_points: [{id: k1, text: There was no deal., said_by: minister, sources: gazette 1}]\n" + _PAPERS,
        "key_points: [{id: k1, text: There was no deal., said_by: minister, sources: gazette 3}]\n" + _PAPERS,
    ),
    "V305": (
        (
            "key_points:\n"
            "  - {id: k1, text: Ten were freed., sources: old}\n"
            "  - {id: k2, text: Nine were., sources: new, contradicts: k1, resolution: {holds: k1, on: 2025-10-01}}\n"
            "# sources/press.yaml\n"
            "old: {title: Then, published: 2025-09-12, reliability: B}\n"
            "new: {title: Since, published: 2025-11-03, reliability: B}\n"
        ),
        (
            "key_points:\n"
            "  - {id: k1, text: Ten were freed., sources: old}\n"
            "  - {id: k2, text: Nine were., sources: new, contradicts: k1, resolution: {holds: k1, on: 2025-11-04}}\n"
            "# sources/press.yaml\n"
            "old: {title: Then, published: 2025-09-12, reliability: B}\n"
            "new: {title: Since, published: 2025-11-03, reliability: B}\n"
        ),
    ),
    "V306": (
        "key_points: [{id: k1, text: Ten were freed., sources: [gazette 1, herald 1]}]\n" + _SAME_WIRE,
        "key_points: [{id: k1, text: Ten were freed., sources: [gazette 1, herald 1]}]\n" + _PAPERS,
    ),
    "T401": ("as_of: 2025-09-19\nreview_by: 2026-03-01\n", "as_of: 2025-09-19\nreview_by: 2999-01-01\n"),
    "T402": (
        "as_of: 2025-09-11\nevents: [{id: e1, date: 2025-09-12, title: It begins}]\n",
        "as_of: 2025-09-11\nevents: [{id: e1, date: 2025-09-12, title: It begins, status: planned}]\n",
    ),
    "T403": (
        "judgments: [{id: j1, text: Held again., likelihood: likely, resolves_by: 2025-12-31}]\n",
        (
            "judgments:\n"
            "  - {id: j1, text: Held again., likelihood: likely, resolves_by: 2025-12-31, outcome: {result: no}}\n"
        ),
    ),
    "T404": (
        "# sources/press.yaml\ngazette: {title: A, published: 2025-09-12, retrieved: 2025-09-01, reliability: B}\n",
        "# sources/press.yaml\ngazette: {title: A, published: 2025-09-12, retrieved: 2025-10-01, reliability: B}\n",
    ),
    "T405": ("as_of: 2999-01-01\n", "as_of: 2025-09-19\n"),
    "T406": (
        "events: [{id: e1, date: 2025-09-12, title: It begins, status: planned}]\n",
        "events: [{id: e1, date: 2025-09-12, title: It begins}]\n",
    ),
    "L501": (
        "judgments: [{id: j1, text: We have high confidence that it is likely., likelihood: likely}]\n",
        "judgments: [{id: j1, text: It is likely., likelihood: likely, confidence: high}]\n",
    ),
    "L502": (
        (
            "judgments:\n"
            "  - {id: j1, text: It is held again., likelihood: likely}\n"
            "  - {id: j2, text: Fewer take part., likelihood: probable}\n"
        ),
        (
            "judgments:\n"
            "  - {id: j1, text: It is held again., likelihood: likely}\n"
            "  - {id: j2, text: Fewer take part., likelihood: likely}\n"
        ),
    ),
    "L503": (
        "judgments: [{id: j1, text: It could possibly be held again., likelihood: likely}]\n",
        "judgments: [{id: j1, text: It is likely to be held again., likelihood: likely}]\n",
    ),
    "L504": (
        "judgments: [{id: j1, text: It is unlikely to be held again., likelihood: likely}]\n",
        "judgments: [{id: j1, text: It is unlikely to be held again., likelihood: unlikely}]\n",
    ),
    "H601": (
        "# entities/places.yaml\nminsk: {type: place, name: Minsk}\n",
        "entities: minsk\n# entities/places.yaml\nminsk: {type: place, name: Minsk}\n",
    ),
    "H602": (
        "# sources/press.yaml\ngazette: {title: A report, reliability: B}\n",
        (
            "key_points: [{text: Ten were freed., sources: gazette}]\n"
            "# sources/press.yaml\ngazette: {title: A report, reliability: B}\n"
        ),
    ),
    "H603": (
        "summary: They met in Minsk.\n# entities/places.yaml\nminsk: {type: place, name: Minsk}\n",
        "summary: They met in [[minsk|Minsk]].\n# entities/places.yaml\nminsk: {type: place, name: Minsk}\n",
    ),
    "H604": (
        "# sources/press.yaml\ngazette: {title: A report, url: www.example.org/a, reliability: B}\n",
        "# sources/press.yaml\ngazette: {title: A report, url: https://www.example.org/a, reliability: B}\n",
    ),
    "H605": ("bottom_line: >\n" + "  One more word and one more.\n" * 13, "bottom_line: Ten were freed.\n"),
    "H606": ("x_sumary: They met in Minsk.\n", "summary: They met in Minsk.\nx_region: east\n"),
    "H607": (
        "key_points: [{id: k1, text: Ten were freed., sources: [gazette 2, herald 2]}]\n"
        "exempt: [{rule: V302, at: k1, reason: only one outlet was there}]\n" + _PAPERS,
        "key_points: [{id: k1, text: Ten were freed., sources: [gazette 2, herald 2]}]\n"
        "exempt: [{rule: V302, at: k1, reason: only one outlet was there}]\n" + _SAME_WIRE,
    ),
    "H608": ("tags: cyber, health\n", "tags: [cyber, health]\n"),
    "H609": ("entities: [minsk, minsk]\n", "entities: [minsk, vilnius]\n"),
    "H610": (
        "bottom_line: |\n  Ten were freed.\n  tags: [prisoners]\n",
        "bottom_line: |\n  Ten were freed.\ntags: [prisoners]\n",
    ),
}
"""By code: what breaks the rule, and the same mended."""


def files_of(example: str) -> dict[str, str]:
    """An example's files by path."""
    files: dict[str, list[str]] = {}
    path = "a.yaml"
    for line in example.splitlines(keepends=True):
        if line.startswith("# "):
            path = line[2:].strip()
            files.setdefault(path, [])
        else:
            files.setdefault(path, []).append(line)
    return {path: "".join(lines) for path, lines in files.items()}
