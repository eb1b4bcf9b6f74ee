"""Every rule that ``check`` knows: its code, its name, how grave it is, why it is one, and the mend.

``E`` is reading itself (``files.catalogue``), ``R`` references, ``V`` evidence, ``T`` time, ``L`` language,
``H`` hygiene.  Codes are stable: one that is given up is not given anew.
"""

from __future__ import annotations

from collections.abc import Mapping

from brief_cli.files.catalogue import CATALOGUE as FAULTS
from brief_cli.model.value import Value


class Rule(Value, kw_only=False):
    """One rule; examples of it stand in ``checks.examples``."""

    code: str
    name: str
    severity: str  # see ``model.finding.SEVERITIES``
    why: str
    mend: str


_OWN = (
    Rule(
        "R201", "unknown id", "error",
        "An id that leads nowhere is a claim without its source, or a tie that nobody can follow.",
        "write an id that the book has, or add the record",
    ),
    Rule(
        "R202", "unknown link", "warning",
        "A link to nothing is printed as its text, and no reader learns that it should lead somewhere.",
        "write an id that the book has, or take the brackets off",
    ),
    Rule(
        "R203", "id of another kind", "error",
        "A source is cited, an entity takes part, an item is contradicted: another kind of thing cannot stand there.",
        "write the id of the kind that is due",
    ),
    Rule(
        "R204", "relations disagree", "warning",
        "Two briefs that relate to each other in words that do not fit leave it open which of them is right.",
        "let one of them go, or write the other side's term",
    ),
    Rule(
        "R205", "source defined twice", "warning",
        "The register's definition holds, so what a brief says of the same source otherwise is never seen.",
        "delete the brief's own definition, or give it an id of its own",
    ),
    Rule(
        "R206", "name of two entities", "warning",
        "A name that two entities share cannot be asked for, and the next author links to the wrong one.",
        "take it out of one of them, or say `not_same_as`",
    ),
    Rule(
        "R207", "days that share none", "warning",
        "Tellings that are one event happened on one day: a date is wrong, or they are two events.",
        "correct a date, take `same_as` away, or write a `resolution`",
    ),
    Rule(
        "R208", "tied to itself", "warning",
        "A thing that contradicts, causes or belongs to itself says nothing; another id was meant.",
        "write the id of the other one",
    ),
    Rule(
        "V301", "nothing cited", "warning",
        "A claim without a source cannot be checked by the next reader (ICD 206).",
        "name its sources",
    ),
    Rule(
        "V302", "one origin", "warning",
        "Three outlets with one wire are one witness: a claim in the book's own voice wants a second.",
        "cite a source of another origin, say whose word it is (`said_by`), or grade it 3 or worse",
    ),
    Rule(
        "V303", "source without grade", "warning",
        "Half of a grade is no grade: without a reliability no pair grade can be printed.",
        "write `reliability:`, a letter from A to F",
    ),
    Rule(
        "V304", "a party's word confirmed", "warning",
        "Credibility 1 means that others confirm it; then it is no longer that party's word alone.",
        "leave `said_by` out, or grade it 2 or worse",
    ),
    Rule(
        "V305", "settled too early", "warning",
        "A source that came after the decision may overturn it.",
        "look at it again, and write the day into `on`",
    ),
    Rule(
        "V306", "confirmed by nobody else", "warning",
        "Credibility 1 means confirmed by other, independent sources; of one origin there is no other.",
        "cite a source of another origin, or grade it 2 or worse",
    ),
    Rule(
        "T401", "overdue", "warning",
        "A brief past its review may say what holds no more.",
        "read it again; then `brief touch` it, or write a new `as_of` and `review_by`",
    ),
    Rule(
        "T402", "event after as_of", "warning",
        "A brief that tells what happened later than the day it is as of has the wrong day, or the event is planned.",
        "move `as_of`, or write the event's `status: planned`",
    ),
    Rule(
        "T403", "forecast without outcome", "warning",
        "A forecast that is never scored teaches nobody how good the desk's forecasts are.",
        "write its `outcome`: yes, no or void",
    ),
    Rule(
        "T404", "read before published", "warning",
        "Nobody reads a page before it is there: one of the two days is wrong.",
        "correct `published` or `retrieved`",
    ),
    Rule(
        "T405", "as of a day to come", "warning",
        "A brief cannot hold up to a day that has not come.",
        "write the day up to which it holds",
    ),
    Rule(
        "T406", "planned and past", "warning",
        "The day of a planned event has gone by: it happened, was called off or put off, and readers want to know.",
        "write `status: happened` or `cancelled`, or its new date",
    ),
    Rule(
        "L501", "likelihood and confidence mixed", "warning",
        "ICD 203 keeps them in sentences of their own: how likely something is, and how good the basis of saying so.",
        "keep the likelihood in the text and write the confidence into `confidence`",
    ),
    Rule(
        "L502", "two rows mixed", "warning",
        "ICD 203 asks not to mix its two rows of terms: `likely` beside `probable` reads as a difference, and is none.",
        "keep to one row in a brief",
    ),
    Rule(
        "L503", "hedge", "warning",
        "`Could possibly` has no band: readers take it for anything from 5 to 80 per cent.",
        "write a term of the yardstick, and leave the hedge out",
    ),
    Rule(
        "L504", "text and likelihood disagree", "warning",
        "A judgment has one likelihood; readers of the text must not be told another.",
        "let both say the same",
    ),
    Rule(
        "H601", "unused entity", "note",
        "A record that nothing names is a leftover, or a link that somebody forgot.",
        "name it where it takes part, or delete it",
    ),
    Rule(
        "H602", "unused source", "note",
        "A source that nothing cites is a leftover, or a citation that somebody forgot.",
        "cite it where it bears a claim, or delete it",
    ),
    Rule(
        "H603", "name without a link", "note",
        "What names an entity in words alone is not found from the entity's page.",
        "link the name, or name the entity in `entities`",
    ),
    Rule(
        "H604", "broken address", "warning",
        "An address that no browser opens cannot be checked.",
        "write it as `https://…`",
    ),
    Rule(
        "H605", "long bottom line", "warning",
        "A bottom line is read first and by people with no time: one sentence or two.",
        "keep the answer, and move the rest into the summary",
    ),
    Rule(
        "H606", "own field like a known one", "warning",
        "A known field behind `x_`, or an own field misspelt, is kept and never read.",
        "write the field that is meant, or another name behind `x_`",
    ),
    Rule(
        "H607", "idle exemption", "warning",
        "An exemption that exempts nothing hides the next finding of its kind.",
        "correct its rule and its place, or delete it",
    ),
    Rule(
        "H608", "tag with a comma", "warning",
        "`tags: cyber, health` is one tag, which nobody finds by either word.",
        "write them as a list: `[cyber, health]`",
    ),
    Rule(
        "H609", "written twice", "warning",
        "What stands twice in one list counts once, and may have been meant as another.",
        "delete one of them, or write the other one that was meant",
    ),
    Rule(
        "H610", "field inside a text", "warning",
        "A line that is indented as far as the text above it belongs to that text: the field is lost without an error.",
        "begin the field where the fields of its record begin",
    ),
)  # fmt: skip

RULES: Mapping[str, Rule] = {
    fault.code: Rule(fault.code, fault.name, "error", fault.rule, fault.mend) for fault in FAULTS.values()
} | {rule.code: rule for rule in _OWN}
