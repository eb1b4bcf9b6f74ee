"""Entities, sources and the book itself (format.md, sections 1 and 3)."""

from __future__ import annotations

from dataclasses import field

from brief_cli.model.edtf import Edtf
from brief_cli.model.fields import Extra, choice, day, edtf, extra, prose, record, reference, special, text
from brief_cli.model.value import Value

ENTITY_TYPES = ("person", "organization", "country", "place", "event", "document", "group")
SOURCE_KINDS = ("press", "official", "report", "law", "dataset", "interview", "other")
TLP = ("tlp:clear", "tlp:green", "tlp:amber", "tlp:amber+strict", "tlp:red")
"""The labels of TLP 2.0 (FIRST, August 2022)."""
SETTINGS_FILES = ("book.yaml", "book.yml")
YARDSTICK_IDS = ("icd203", "phia")

Names = dict[str, tuple[str, ...]]
"""A name by language: ``{"be": ("Мінск",)}``."""


class Exemption(Value):
    """A finding of ``check`` that is meant to be there, and why."""

    rule: str = text("the code of the rule", required=True, eg="V302")
    at: tuple[str, ...] = text(
        "items (in `book.yaml` ids, addresses or paths) it is for; none: all", many=True, eg="k3"
    )
    reason: str = prose("why it is right so", required=True, eg="only the ministry counts them")
    x: Extra = extra()


_EXEMPT = "findings of `check` that are meant to be there"


class Entity(Value):
    """A person, an organisation, a place or the like."""

    id: str = special("record_id", "the key in the register", default="", eg="tsikhanouskaya")
    type: str = choice("what kind of thing it is", ENTITY_TYPES, required=True, eg="person")
    name: str = text("the name used in English text", required=True, eg="Sviatlana Tsikhanouskaya")
    aliases: tuple[str, ...] = text("other names", many=True, eg="Svetlana Tikhanovskaya")
    names: Names = field(
        default_factory=dict,
        metadata={"kind": "names", "doc": "names by language", "many": False, "eg": {"ru": "Светлана Тихановская"}},
    )
    weak_aliases: tuple[str, ...] = text("names searched on request, never linked", many=True)
    not_same_as: tuple[str, ...] = reference("entities it must not be taken for", many=True)
    summary: str | None = prose("who or what it is")
    part_of: tuple[str, ...] = reference("entities it belongs to", many=True, eg="union-state")
    country: str | None = special("country", "ISO 3166-1 alpha-2", eg="BY")
    wikidata: str | None = special("wikidata", "Wikidata id", eg="Q184")
    exempt: tuple[Exemption, ...] = record(_EXEMPT, "Exemption", many=True)
    x: Extra = extra()

    def spellings(self) -> tuple[str, ...]:
        """Every name it goes by but the weak ones, the main one first."""
        by_language = [n for names in self.names.values() for n in names]
        return tuple(dict.fromkeys([self.name, *self.aliases, *by_language]))


class Source(Value):
    """Something that can be cited."""

    id: str = special("record_id", "the key in the register", default="", eg="moscow-times-2025-05-28")
    title: str = text("the title; a description stands in square brackets", required=True)
    publisher: str | None = text("who published it", eg="Associated Press")
    via: str | None = text("where it was read, when not with the publisher", eg="Lincoln Daily News")
    author: str | None = text("who wrote it")
    url: str | None = text("its address", eg="https://example.org/a")
    archived: str | None = text("the address of a kept copy")
    published: Edtf | None = edtf("when it was published", eg="2025-09-12")
    retrieved: str | None = day("when it was read", eg="2026-03-01")
    lang: str | None = special("lang", "BCP 47 language of the source", eg="en")
    kind: str | None = choice("what kind of source it is", SOURCE_KINDS, eg="press")
    reliability: str | None = special("reliability", "NATO A-F; F: cannot be judged", eg="B")
    origin: str | None = text("sources of one origin do not corroborate each other", eg="ap")
    note: str | None = prose("what to know about it")
    exempt: tuple[Exemption, ...] = record(_EXEMPT, "Exemption", many=True)
    x: Extra = extra()


class Settings(Value):
    """``book.yaml``; every line optional."""

    format: int = special("format", "version of the format", default=1, eg="1")
    title: str | None = text("what the book is called", eg="Belarus desk")
    yardstick: str = choice("the yardstick of likelihood", YARDSTICK_IDS, default="icd203", eg="icd203")
    review_interval: str | None = special("interval", "Nd, Nw, Nm or Ny after which a brief is stale", eg="90d")
    lang: str | None = special("lang", "BCP 47 language of the briefs", eg="en")
    handling: str | None = special("handling", "TLP 2.0 label for briefs that set none", eg="tlp:green")
    ignore: tuple[str, ...] = text("gitignore patterns of files that are no briefs", many=True, eg="docs/**")
    exempt: tuple[Exemption, ...] = record(_EXEMPT, "Exemption", many=True)
    x: Extra = extra()
