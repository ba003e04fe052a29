"""Pairs that people compare, each with a verdict: on the page "Compare", and on the pages of both.

They are read here and not with the catalogue, because the browser has no use for them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from wizard.build.pages.words import FACT_NAMES, Product, folded, folder, page, plain, product, section
from wizard.catalogue.model import Catalogue
from wizard.catalogue.toml_table import CatalogueError

FILE: Final = Path(__file__).with_name("pairs.toml")

#: What a table of the file may have; `note` alone may be left out.
KEYS: Final = frozenset({"of", "first", "second", "note", "rests_on"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """Two products of a kind. `first` and `second` finish "Choose … if"; `rests_on` are (product's id, fact's key)."""

    of: tuple[str, str]
    first: str
    second: str
    note: str
    rests_on: tuple[tuple[str, str], ...]

    @property
    def anchor(self) -> str:
        return "-".join(self.of)


@cache
def pairs() -> tuple[Pair, ...]:
    """Every pair, in the order of the file. Raises :class:`CatalogueError`."""
    return tuple(map(_read, tomllib.loads(FILE.read_text(encoding="utf-8"))["pair"]))


def _read(table: Mapping[str, Any]) -> Pair:
    where = f"{FILE.name}: {' and '.join(table.get('of', ('a pair',)))}"
    wrong = {*table} ^ KEYS - ({"note"} - {*table})
    if wrong:
        raise CatalogueError(f"{where}: missing or unknown: {', '.join(sorted(wrong))}")
    first, second = table["of"]
    facts = tuple(name.partition(".")[::2] for name in table["rests_on"])
    return Pair(
        of=(first, second), first=table["first"], second=table["second"], note=table.get("note", ""), rests_on=facts
    )


def part(catalogue: Catalogue) -> str:
    """All pairs as Markdown, each with its anchor: two ids with a hyphen between them."""
    return "\n".join(line for pair in pairs() if _there(catalogue, pair) for line in _entry(catalogue, pair))


def compared(catalogue: Catalogue, item: Product) -> list[str]:
    """What a product's page says of those that it is compared with."""
    found = [pair for pair in pairs() if item.id in pair.of and _there(catalogue, pair)]
    lines = [f"- {verdict(catalogue, pair)} {_beside(catalogue, pair)}" for pair in found]
    return section("Compared with", "compared", lines)


def verdict(catalogue: Catalogue, pair: Pair) -> str:
    """What decides, in a sentence or two."""
    first, second = (f"**{plain(product(catalogue, id_).name)}**" for id_ in pair.of)
    return f"Choose {first} if {pair.first}. Choose {second} if {pair.second}. {pair.note}".strip()


def _there(catalogue: Catalogue, pair: Pair) -> bool:
    """A company's copy may hide a product."""
    return not {*pair.of} & {*catalogue.overlay.hidden}


def _entry(catalogue: Catalogue, pair: Pair) -> list[str]:
    names = " or ".join(plain(product(catalogue, id_).name) for id_ in pair.of)
    rests = ", ".join(
        f"[{plain(product(catalogue, id_).name)}: {FACT_NAMES[fact].lower()}]"
        f"(/{page(product(catalogue, id_))}#fact-{fact.replace('_', '-')})"
        for id_, fact in pair.rests_on
    )
    return [
        f"### {names} {{ #{pair.anchor} }}",
        "",
        f"{verdict(catalogue, pair)} {_beside(catalogue, pair)}",
        f'{{ data-pair="{",".join(pair.of)}" }}',
        "",
        *folded("What it rests on", [f"{rests}."]),
    ]


def _beside(catalogue: Catalogue, pair: Pair) -> str:
    kind = folder(product(catalogue, pair.of[0]))
    return f'<a href="../../guide/compare/#{kind}={",".join(pair.of)}">Side by side</a>'
