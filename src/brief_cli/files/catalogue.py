"""Every problem code that reading a book can give: its name, its rule and its mend.

E0xx are faults of a file and of YAML, E1xx faults of a field.  ``docs/errors`` has an example of each, and a
problem whose place knows no better mend shows the one that stands here.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of problem."""

    code: str
    name: str
    rule: str
    mend: str


_ID_RULE = "lower-case letters, digits and hyphens, at most 100"
_QUOTE = "put it in quotes, or use |"

_FILE = (
    Fault("E001", "not UTF-8", "A file is UTF-8 text.", "save the file as UTF-8"),
    Fault("E002", "too large", "A file holds at most 8 MB.", "split the file"),
    Fault("E003", "no regular file", "A file is a regular file inside the book.", "put a regular file there"),
    Fault("E004", "file name is no id", "A brief's id is its file's stem.", f"rename the file: {_ID_RULE}"),
    Fault("E005", "id taken", "Briefs, entities and sources share one id space.", "give one of them another id"),
    Fault(
        "E006",
        "empty file",
        "A brief has a title, a bottom line and a date.",
        "write the brief, or delete the file",
    ),
    Fault(
        "E007",
        "unreadable",
        "A file can be read by whoever runs brief.",
        "check the file and its permissions",
    ),
    Fault("E008", "no mapping", "A file's top level is a mapping of fields.", "write it as `field: value`"),
    Fault(
        "E009",
        "nested too deep",
        "Lists and mappings stand at most 32 deep.",
        "flatten it, or put text in quotes",
    ),
    Fault("E010", "several documents", "A file is one YAML document.", "put each document into a file of its own"),
    Fault(
        "E011",
        "YAML directive",
        "`%YAML` and `%TAG` are refused: they change how text reads.",
        "delete the line",
    ),
    Fault("E012", "control character", "Text holds no control characters as such.", "delete it"),
    Fault("E013", "YAML syntax", "A file is well-formed YAML.", "mend the line"),
    Fault(
        "E014",
        "git conflict mark",
        "A merge in git is finished before the file is read.",
        "keep what you need of both versions and delete the three marks",
    ),
    Fault("E015", "duplicate key", "A field stands once in its mapping.", "delete one of them, or merge the two"),
    Fault(
        "E016",
        "key is no plain text",
        "A key is plain text, not empty.",
        "put it in quotes, or write `field: value`",
    ),
    Fault(
        "E017",
        "anchor or alias",
        "Anchors (`&x`) and aliases (`*x`) are refused: text stands where it is read.",
        "write the text out; text that begins so stands in quotes",
    ),
    Fault(
        "E018",
        "tag",
        "Tags (`!x`) are refused: every value is text.",
        "leave the tag out, or put the text in quotes",
    ),
    Fault(
        "E019",
        "merge key",
        "Merge keys (`<<`) are refused: fields stand where they are read.",
        "write the fields out",
    ),
    Fault(
        "E020",
        "text cut off at #",
        "A `#` behind a space begins a comment, so one right before a letter or digit is refused.",
        "put the value in quotes, or write a space behind the `#` of a comment",
    ),
    Fault(
        "E021",
        "text needs quotes",
        "Text that begins with one of YAML's signs or holds `: ` is quoted.",
        _QUOTE,
    ),
    Fault(
        "E022",
        "comma inside {}",
        "Inside {} a comma ends a value.",
        "a value that holds a comma stands in quotes inside {}",
    ),
    Fault("E023", "half a character", "An escape stands for a whole character.", "write the character itself"),
)

_FIELD = (
    Fault("E101", "field missing", "A required field is written and not empty.", "write the field and its value"),
    Fault("E102", "wrong type", "A field holds the type it is declared with: text, list or mapping.", _QUOTE),
    Fault(
        "E103",
        "unknown field",
        "A field has a known name, or begins with `x_`.",
        "name your own fields `x_…`",
    ),
    Fault("E104", "bad date", "A date is EDTF; some fields take a plain day only.", "write it as `2025-09-12`"),
    Fault(
        "E105",
        "unknown term",
        "Status, confidence and their like take a fixed set of words.",
        "write one of the terms",
    ),
    Fault(
        "E106",
        "no likelihood",
        "A likelihood is a term of the book's yardstick.",
        "write a term of the yardstick",
    ),
    Fault(
        "E107",
        "no credibility",
        "Credibility is a digit from 1 to 6.",
        "a digit from 1 (confirmed) to 6 (cannot be judged)",
    ),
    Fault(
        "E108",
        "no reliability",
        "Reliability is a letter from A to F.",
        "a letter from A (reliable) to F (cannot be judged)",
    ),
    Fault("E109", "bad id", "An id is `[a-z0-9][a-z0-9-]*`, at most 100 long.", _ID_RULE),
    Fault("E110", "item id taken", "An item's id stands once in its brief.", "give one of them another id"),
    Fault(
        "E111",
        "malformed citation",
        "A citation is a source's id, or its id and a credibility, or a mapping.",
        "write a source's id, or its id, a space and the credibility",
    ),
    Fault(
        "E112",
        "no TLP label",
        "Handling is a label of TLP 2.0.",
        "one of tlp:clear, green, amber, amber+strict, red",
    ),
    Fault(
        "E113",
        "bad setting",
        "Intervals, languages, yardsticks and formats have their forms.",
        "write a known form",
    ),
    Fault(
        "E114",
        "bad country code",
        "A country is two letters of ISO 3166-1.",
        "two letters of ISO 3166-1, as `BY`",
    ),
    Fault("E115", "id disagrees", "An id written inside agrees with the file's stem or the key.", "leave it out"),
)

CATALOGUE: dict[str, Fault] = {fault.code: fault for fault in (*_FILE, *_FIELD)}
