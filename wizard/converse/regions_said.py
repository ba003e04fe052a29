"""The regions that a person's own words name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from wizard.catalogue.later import later
from wizard.converse.own_words import clauses, denied

#: A provider's name for a region: `eu-central-1`, `europe-west3`.
REGION: Final = later(
    r"\b(?:eu|us|ca|ap|sa|me|af|il|mx|europe|asia|australia|africa|northamerica|southamerica)-[a-z]+(?:-[a-z]+)?-?\d[a-z]?\b"
)

#: Cities that providers name regions after.
CITY: Final = later(
    r"\b(?:Frankfurt|Dublin|Paris|Stockholm|Milan|Amsterdam|Madrid|Warsaw|Helsinki|Zurich|London|Virginia|Ohio|Oregon|"
    r"Montreal|Toronto|Mumbai|Singapore|Tokyo|Seoul|Sydney)\b",
    re.IGNORECASE,
)

#: Clauses about a place where the data of those who use it are not, or where nobody is sure.
_NOT_WHERE: Final = later(
    r"\b(?:staging|stage|tests?|testing|dev|development|demo|preview|sandbox|forget|forgot|unsure|maybe|perhaps|was|were|"
    r"been|would|could)\b",
    re.IGNORECASE,
)
#: What is said of data that stay: it denies, and names the place by it.
_STAYING: Final = later(r"\b(?:leav(?:e|es|ing)|outside|out of|beyond|other than|(?:any|no)where)\b", re.IGNORECASE)


def region_said(texts: Iterable[str]) -> str:
    """The provider's region that texts name, or the city of one that is all of a text; nothing where there is none, or
    more than one. One that is refused, or where only tests run, is none."""
    found = {place for text in texts for place in ([text] if CITY.fullmatch(text) else _regions(text))}
    return found.pop() if len(found) == 1 else ""


#: The answer about where data stay -> the regions and cities that are there.
_WHERE: Final[Mapping[str, str]] = {
    "eu": r"(?!(?:eu-west-2|eu-central-2|europe-west[26])\b)(?:eu|europe)-|frankfurt|dublin|paris|stockholm|milan|"
    r"amsterdam|madrid|warsaw|helsinki",
    "uk": r"eu-west-2\b|europe-west2\b|london",
    "us": r"us-|virginia|ohio|oregon",
}


def region_elsewhere(region: str, texts: Iterable[str]) -> str:
    """The region that texts name, where it is not in the place where the data have to stay."""
    place = region_said(texts)
    there = _WHERE.get(region, "")
    return place if place and there and not re.match(there, place, re.IGNORECASE) else ""


def _regions(text: str) -> Iterator[str]:
    for clause in clauses(text):
        hits = () if _NOT_WHERE.search(clause) else [*REGION.finditer(clause)]
        staying, no = _STAYING.search(clause), denied(hits, clause)
        yield from (it[0] for it in hits if it.start() not in no or (staying and staying.end() <= it.start()))
