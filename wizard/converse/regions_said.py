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
_CITIES: Final = (
    "Frankfurt|Dublin|Paris|Stockholm|Milan|Amsterdam|Madrid|Warsaw|Helsinki|Zurich|London|Virginia|Ohio|Oregon|"
    "Montreal|Toronto|Mumbai|Singapore|Tokyo|Seoul|Sydney"
)
CITY: Final = later(rf"\b(?:{_CITIES})\b", re.IGNORECASE)

#: Azure's regions, by the answer about where data stay: two words, of which the second is no more than a direction.
_AZURE: Final[Mapping[str, str]] = {
    "eu": "(?:West|North) Europe|(?:Germany West|Sweden|Poland|Spain|France) Central|Italy North|Austria East",
    "uk": "UK (?:South|West)",
    "us": "(?:(?:North|South|West) Central|East|West|Central) US(?: [23])?",
    "other": "Switzerland (?:North|West)|Norway (?:East|West)|Canada (?:Central|East)",
}

#: Places that data are bound to, and how words call them that are no name of the place.
_PLACE: Final = later(
    rf"\b(?:{_CITIES}|{'|'.join(_AZURE.values())}|Zürich|Geneva|Munich|Berlin|Hamburg|Vienna|Graz|Brussels|Lisbon|Copenhagen|Oslo|Switzerland|"
    r"Liechtenstein|Germany|Bavaria|France|Austria|Italy|Spain|Portugal|Ireland|Netherlands|Belgium|Luxembourg|Poland|"
    r"Czechia|Hungary|Sweden|Norway|Finland|Denmark|Iceland|Estonia|England|Scotland|Canada|Australia|"
    r"New Zealand|Japan|India|Brazil|Israel|Swiss|German|Bavarian|French|Austrian|Italian|Dutch|Canadian|Australian)\b"
)
_CALLED: Final[Mapping[str, str]] = {
    "Swiss": "Switzerland",
    "German": "Germany",
    "Bavarian": "Bavaria",
    "French": "France",
    "Austrian": "Austria",
    "Italian": "Italy",
    "Dutch": "the Netherlands",
    "Netherlands": "the Netherlands",
    "Canadian": "Canada",
    "Australian": "Australia",
}

#: Words of data that are bound to a place; where a question asks for it, fewer are needed.
_BINDS: Final = later(
    r"\b(?:only|stays?|kept|remains?|(?:must|ha(?:s|ve) to) (?:be|lie|live)|soil|exclusively)\b", re.IGNORECASE
)
_LIES: Final = later(
    r"\b(?:data|hosted|hosting|stored|servers?|regions?|within|inside|soil|data ?cent(?:re|er)s?)\b", re.IGNORECASE
)

#: Clauses about a place where the data of those who use it are not, where they go when the first place is lost, or
#: where nobody is sure.
_NOT_WHERE: Final = later(
    r"\b(?:staging|stage|tests?|testing|dev|development|demo|preview|sandbox|forget|forgot|unsure|maybe|perhaps|was|were|"
    r"been|would|could|disaster|DR|recovery|fail ?-?over|stand-?by|second(?:ary)?|replicas?|if .{0,40}(?:lost|down))\b",
    re.IGNORECASE,
)
#: What lies at a place that is not the data, and binds none: where the code runs, and where people are.
_NOT_DATA: Final = later(
    r"\b(?:compute|code|apps?|functions?|workers?|runs?|running|users?|customers?|guests?|members?|visitors|offices?|teams?|"
    r"compan(?:y|ies)|based|latency|near(?:est)?|close)\b",
    re.IGNORECASE,
)
#: What is said of data that stay: it denies, and names the place by it.
_STAYING: Final = later(r"\b(?:leav(?:e|es|ing)|outside|out of|beyond|other than|(?:any|no)where)\b", re.IGNORECASE)


def region_said(texts: Iterable[str]) -> str:
    """The provider's region that texts name, or else the city of one that is all of a clause; nothing where there is
    none, or more than one. One that is refused, or where only tests run, is none."""
    texts = list(texts)
    found = {place for text in texts for place in _regions(text)}
    found = found or {hit[1] for text in texts for it in clauses(text) if (hit := _AT.fullmatch(it.strip(" .")))}
    return found.pop() if len(found) == 1 else ""


#: A clause that is a city, with at most whose region it is.
_AT: Final = later(rf"(?:(?:in|at|AWS|Azure|GCP|Google Cloud|region) )*({_CITIES})", re.IGNORECASE)


def places_bound(notes: Mapping[str, str]) -> tuple[str, ...]:
    """The places that data are bound to, as words name them: narrower than what can be answered."""
    found: dict[str, None] = {}
    for key, text in notes.items():
        for clause in clauses(text):
            hits = [] if _NOT_WHERE.search(clause) else [*_PLACE.finditer(clause), *REGION.finditer(clause)]
            staying, no = _STAYING.search(clause), denied(hits, clause)
            bare = (key == "region" and not _NOT_DATA.search(clause)) or (
                key == "compliance" and (len(clause.split()) <= _A_PLACE or _LIES.search(clause))
            )
            if bare or _BINDS.search(clause) or staying:
                there = (it for it in hits if it.start() not in no or (staying and staying.end() <= it.start()))
                found |= dict.fromkeys(_CALLED.get(it[0], it[0]) for it in there)
    named = tuple(it for it in found if not REGION.fullmatch(it))
    return named or tuple(found)


#: So many words are a place, with what stands before it.
_A_PLACE: Final = 2

#: The answer about where data stay -> the regions and cities that are there.
_WHERE: Final[Mapping[str, str]] = {
    "eu": r"(?!(?:eu-west-2|eu-central-2|europe-west[26])\b)(?:eu|europe)-|frankfurt|dublin|paris|stockholm|milan|"
    r"amsterdam|madrid|warsaw|helsinki",
    "uk": r"eu-west-2\b|europe-west2\b|london",
    "us": r"us-|virginia|ohio|oregon",
}


#: Of the places that words may name, those outside the EU -> the answer about where data stay.
_OUTSIDE: Final[Mapping[str, str]] = {
    "uk": "England|Scotland|London",
    "us": "Virginia|Ohio|Oregon",
    "other": "Zurich|Zürich|Geneva|Switzerland|Liechtenstein|Norway|Oslo|Iceland|Canada|Montreal|Toronto|Australia|"
    "Sydney|New Zealand|Japan|Tokyo|Seoul|India|Mumbai|Singapore|Brazil|Israel",
}


def answer_where(place: str) -> str:
    """The answer about where data stay that a place or a provider's region belongs to."""
    if REGION.fullmatch(place):
        return next((key for key, there in _WHERE.items() if re.match(there, place, re.IGNORECASE)), "other")
    of_azure = (key for key, names in _AZURE.items() if re.fullmatch(names, place))
    return next(of_azure, next((key for key, names in _OUTSIDE.items() if place in names.split("|")), "eu"))


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
