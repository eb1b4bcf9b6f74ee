"""The page of a rule: why it is one, an example and the mend."""

from __future__ import annotations

import os

from brief_cli.checks.catalogue import Rule
from brief_cli.checks.examples import EXAMPLES


def page(rule: Rule) -> str:
    """A rule's page as Markdown."""
    out = [f"# {rule.code} {rule.name}", "", f"{rule.severity.capitalize()}. {rule.why}", ""]
    if rule.code in EXAMPLES:
        bad, good = EXAMPLES[rule.code]
        out += ["```yaml", bad.rstrip(), "```", "", "Mended:", "", "```yaml", good.rstrip(), "```", ""]
    else:
        out += _reading(rule.code)
    return "\n".join([*out, f"Mend: {rule.mend}.", ""])


def _reading(code: str) -> list[str]:
    """The examples of one of reading's problems, from the page that its tests write (docs/errors.md)."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    shipped = os.path.join(package, "errors.md")
    path = shipped if os.path.isfile(shipped) else os.path.join(package, "..", "..", "docs", "errors.md")
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
    except OSError:  # the program was moved without its papers
        return []
    section = text.partition(f"\n## {code}: ")[2].partition("\n## ")[0]
    return [section[section.find("```") :].rstrip(), ""] if "```" in section else []
