"""A catalogue that has grown: an overlay with copies of every database, service and client, to see what grows with it.

A copy says what its original says, of copies: `neon-2` runs `postgresql-2`. No rule names it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from wizard.catalogue.load import FOLDER
from wizard.catalogue.overlay import FILE

if TYPE_CHECKING:
    from pathlib import Path

KINDS: Final = ("databases", "services", "clients")

#: What names other products, by the kind of the file that it stands in.
NAMES_OTHERS: Final = {
    "services": re.compile(r'(?<=database = ")[^"]+(?=")'),
    "clients": re.compile(r"^services = \[.*?\]", re.MULTILINE | re.DOTALL),
}


def write_overlay(folder: Path, times: int) -> Path:
    """Make `folder` an overlay with which the catalogue has `times` as many products. Gives the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE).write_text('name = "Growth"\n')
    for kind in KINDS:
        (folder / kind).mkdir(exist_ok=True)
        for file in (FOLDER / kind).glob("*.toml"):
            text = file.read_text(encoding="utf-8")
            for number in range(2, times + 1):
                copy = folder / kind / f"{file.stem}-{number}.toml"
                copy.write_text(_copied(text, kind, number), encoding="utf-8")
    return folder


def _copied(text: str, kind: str, number: int) -> str:
    text = re.sub(r'^id = "(.+)"$', rf'id = "\1-{number}"', text, count=1, flags=re.MULTILINE)
    text = re.sub(r'^name = "(.+)"$', rf'name = "\1 {number}"', text, count=1, flags=re.MULTILINE)
    if kind == "services":
        text = NAMES_OTHERS[kind].sub(rf"\g<0>-{number}", text)
    elif kind == "clients":
        text = NAMES_OTHERS[kind].sub(lambda found: re.sub(r'"([^"]+)"', rf'"\1-{number}"', found[0]), text)
        text = re.sub(r"^starts = \[.*?\]\n", "", text, flags=re.MULTILINE)  # nobody has run a copy's
    return text
