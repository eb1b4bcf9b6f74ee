"""Ids made of names, as ``authoring`` makes them."""

from __future__ import annotations

from brief_cli.authoring.naming import slug as slug
from brief_cli.authoring.plan import untaken as untaken
