"""The skill: what an agent reads before it holds the conversation. One file, in the form of agentskills.io."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from wizard.catalogue.load import load
from wizard.explain.words import listed

#: Of the skill and of its folder.
NAME: Final = "data-stack"

_FILE: Final = Path(__file__).with_name("skill.md")

#: Where two candidates are looked up: by the command line, which needs no network, or on the site's pages.
_HERE: Final = "`data-stack compare A B` prints what differs between them, with sources"


def text(site: str = "") -> str:
    """The skill. `site` is the address of a site that serves the guide, with a slash at its end, where there is one."""
    pages = f", and so does one page: `{site}services/ID/index.md` (or `databases/`, `clients/`)" if site else ""
    found = {"{look_up}": f"{_HERE}{pages}", "{keys}": listed([*load().questions])}
    told = _FILE.read_text(encoding="utf-8")
    for place, words in found.items():
        told = told.replace(place, words)
    return told
