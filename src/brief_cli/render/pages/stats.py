"""The book at a glance: bars for shares, a grid of grades, a strip of years."""

from __future__ import annotations

from rich.text import Text

from brief_cli.render.page import Lines, Screen, counted, joined, right, text, together, wrapped
from brief_cli.render.pages.chart import strip
from brief_cli.reports.stats import Stats

BAR = 20


def draw(found: Stats, screen: Screen) -> Lines:
    """Totals, shares, grades, years, tags."""
    dot = f" {screen.own('·')} "
    totals = [
        counted(found.briefs, "brief"), counted(found.events, "event"), counted(found.judgments, "judgment"),
        counted(found.entities, "entity", "entities"), counted(found.sources, "source"),
    ]  # fmt: skip
    out: Lines = [Text(), *_wrapped(joined("  ", dot.join(totals)), screen), Text()]
    out += _share("stale", found.stale, (found.briefs, "brief"), _names(found.stale_briefs), screen)
    out += _share("draft", found.draft, (found.briefs, "brief"), _names(found.draft_briefs), screen)
    out += _share("sourced", found.sourced, (found.claims, "claim"), "", screen)
    out += _share("on one origin", found.single_source, (found.key_points + found.judgments, "point"), "", screen)
    out += _share("disputed", found.contested, (found.claims, "claim"), "", screen)
    what = "points are key points and judgments, claims are these and events"
    out += _wrapped(joined("  ", (what, "brief.label")), screen) if found.claims else []
    if found.grades:
        out += [Text(), joined("  ", ("Grades of citations", "brief.heading")), *_grades(found, screen)]
    if found.events_by_year:
        out += [Text(), joined("  ", ("Events by year", "brief.heading")), *_years(found, screen)]
    if found.tags:
        words = ", ".join(together(f"{tag} {n}") for tag, n in sorted(found.tags.items(), key=lambda t: (-t[1], t[0])))
        out += [Text(), joined("  ", ("Tags", "brief.heading")), *_wrapped(joined("  ", text(words)), screen)]
    return [*out, Text()]


def _wrapped(line: Text, screen: Screen) -> Lines:
    return [p if n == 0 else joined("  ", p) for n, p in enumerate(wrapped(line, screen.page - 3))]


def _names(ids: tuple[str, ...]) -> str:
    return "" if not ids else ids[0] if len(ids) == 1 else f"{ids[0]} and {len(ids) - 1} more"


def _share(label: str, part: int, of: tuple[int, str], names: str, screen: Screen) -> Lines:
    """How many of what, as a bar."""
    whole, unit = of
    sign = (screen.signs.attention, "brief.attention") if label == "stale" and part else ("", "")
    cells = max(round(part * BAR / whole), 1 if part else 0) if whole else 0
    bar = joined((screen.signs.filled * cells, "brief.mark"), (screen.signs.track * (BAR - cells), "brief.track"))
    head = joined(
        (f"{sign[0]:<2}", sign[1]),
        (f"{label:<14}", "brief.label"),
        right(text(str(part)), 5),
        (f" of {counted(whole, unit)}", "brief.label"),
    )
    if screen.width < 56:
        return _wrapped(head, screen)
    line = joined(head, " " * max(36 - len(head.plain), 1), bar)
    name = text(names, "brief.id")
    return [joined(line, "  ", name)] if names and screen.page > 58 + len(names) else [line]


def _grades(found: Stats, screen: Screen) -> Lines:
    most = max(found.grades.values())
    out = [joined("    ", *((f"{n:>6}", "brief.label") for n in "123456"))]
    for letter in "ABCDEF":
        counts = [found.grades.get(f"{letter}{n}", 0) for n in range(1, 7)]
        if any(counts):
            cells = [
                text(f"{n or screen.own('·'):>6}", "brief.strong" if n * 2 >= most else "" if n else "brief.label")
                for n in counts
            ]
            out.append(joined((f"  {letter} ", "brief.label"), *cells))
    return out


def _years(found: Stats, screen: Screen) -> Lines:
    years = {int(year): n for year, n in found.events_by_year.items()}
    best = max(years, key=lambda y: years[y])
    most, last = max(screen.page - 40, 16), max(years)
    first = max(min(years), last - most + 1)  # a cell a year: the newest are shown
    note = joined("   ", ("most: ", "brief.label"), f"{years[best]} in {best}")
    drawn = strip(years, screen, most)
    if screen.page < 60:
        return [joined("  ", drawn), joined("  ", (f"{first:04} to {last:04}", "brief.label"), note)]
    return [joined("  ", (f"{first:04} ", "brief.label"), drawn, (f" {last:04}", "brief.label"), note)]
