"""The regions that a person's own words name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from wizard.catalogue.later import later
from wizard.converse.own_words import clauses, denied
from wizard.converse.quoting import quoted

#: A provider's name for a region: `eu-central-1`, `europe-west3`.
_REGION: Final = (
    r"(?:eu|us|ca|ap|sa|me|af|il|mx|europe|asia|australia|africa|northamerica|southamerica)-"
    r"[a-z]+(?:-[a-z]+)?-?\d[a-z]?"
)
REGION: Final = later(rf"\b{_REGION}\b")

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

_NAMES: Final = (
    rf"{_CITIES}|{'|'.join(_AZURE.values())}|Zürich|Geneva|Munich|Berlin|Hamburg|Vienna|Graz|Brussels|Lisbon|Copenhagen|"
    r"Oslo|Switzerland|Liechtenstein|Germany|Bavaria|France|Austria|Italy|Spain|Portugal|Ireland|Netherlands|Belgium|"
    r"Luxembourg|Poland|Czechia|Hungary|Sweden|Norway|Finland|Denmark|Iceland|Estonia|England|Scotland|Canada|Australia|"
    r"New Zealand|Japan|India|Brazil|Israel"
)

#: How words call a place beside its name: of the adjectives, where what lies there follows.
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
_PLACE: Final = later(
    rf"\b(?:{_NAMES}|(?:{'|'.join(_CALLED)})(?= (?:soil|territory|ground|data|servers?|hosts?|hosting|regions?)\b)|"
    rf"{_REGION})\b"
)

#: Words that bind data to the place behind them, or before: what has to stay there, and may not leave.
_THERE: Final = r"(?:with)?in(?:side)?|on|at|to"
_BINDS: Final = later(
    r"(?<!not )\b(?:(?:(?:must|shall|ha(?:s|ve) to|needs? to|(?:may|can) only)(?: only| always| all)* "
    r"(?:stay|remain|lie|live|reside|be(?: (?:kept|stored|hosted|held|processed))?)"
    rf"(?: only| exclusively)?|only|exclusively) (?:{_THERE})|"
    r"(?:must|may|can|shall|cannot|never|not|nothing|no)\b.{0,40}\b"
    r"(?:leave|leaves|leaving|outside|out of|beyond|other than|(?:any|no)where but)(?: in)?)"
    r"(?: (?:the|AWS|Azure|Google Cloud|region|city of|canton of))* $",
    re.IGNORECASE,
)
_BOUND: Final = later(
    r"\s*(?:soil )?(?:only|exclusively|alone|and nowhere else)\b(?! (?:since|until|for|because|if|when|as)\b)",
    re.IGNORECASE,
)

#: What joins the places of a list.
_NEXT: Final = later(r"(?:,? (?:and|or) |/)(?:in )?", re.IGNORECASE)

#: Clauses about a place where the data of those who use it are not, where they go when the first place is lost, or
#: where nobody is sure.
_NOT_WHERE: Final = later(
    r"\b(?:staging|stage|tests?|testing|dev|development|demo|preview|sandbox|forget|forgot|unsure|maybe|perhaps|was|were|"
    r"been|would|could|disaster|DR|recovery|fail ?-?over|stand-?by|second(?:ary)?|replicas?|if .{0,40}(?:lost|down))\b",
    re.IGNORECASE,
)
#: What lies at a place that is not the data: where the code runs, where people are, and what was there once.
_NOT_DATA: Final = later(
    r"\b(?:compute|code|apps?|functions?|workers?|runs?|running|latency|near(?:est)?|close)\b", re.IGNORECASE
)
_OTHERS: Final = later(
    r"\b(?:users?|customers?|guests?|members?|visitors|offices?|teams?|developers?|compan(?:y|ies)|auditors?|lawyers?|"
    r"based|from|sits?|once|had|was|were|moved|formerly)\b",
    re.IGNORECASE,
)
_DATA: Final = later(r"\b(?:data|stored|hosted|regions?|servers?|law|rules?)\b", re.IGNORECASE)

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


#: The questions whose reasons are about where data stay.
OF_A_PLACE: Final = ("region", "compliance")


def places_bound(notes: Mapping[str, str], region: str = "") -> tuple[str, ...]:
    """The places that words bind data to: that they must stay there, only there, or may not leave. Where the answer
    (`region`) leaves it to them to name the place, a clause that is no more than its name does so."""
    found: dict[str, None] = {}
    for key, text in notes.items():
        for clause in clauses(text):
            bare = region == "other" and key in OF_A_PLACE and (hit := _AT_A_PLACE.fullmatch(clause.strip(" .")))
            found |= dict.fromkeys([hit[1]] if bare and hit else (it[0] for it in _bound(key, clause)))
    named = tuple(_CALLED.get(it, it) for it in found if not REGION.fullmatch(it))
    return named or tuple(found)


_AT_A_PLACE: Final = later(rf"(?:(?:in|at) )?(?:the )?({_NAMES})")


def _bound(key: str, clause: str) -> list[re.Match[str]]:
    """The names of places to which a clause of the words on a question binds data."""
    ours = _DATA.search(clause) or (
        key in (*OF_A_PLACE, "") and not (_NOT_DATA.search(clause) or _OTHERS.search(clause))
    )
    if not ours or _NOT_WHERE.search(clause):
        return []
    hits, found = [*_PLACE.finditer(clause)], []
    for at, hit in enumerate(hits):
        listed = at and hits[at - 1] in found and _NEXT.fullmatch(clause, hits[at - 1].end(), hit.start())
        if listed or _BINDS.search(clause[: hit.start()]) or _BOUND.match(clause, hit.end()):
            found.append(hit)
    return found


def names_a_place(texts: Iterable[str]) -> bool:
    """Whether a clause names a place, and does not say who is there, or what once was."""
    parts = (clause for text in texts for clause in clauses(text) if _PLACE.search(clause))
    return any(_DATA.search(it) or not _OTHERS.search(it) for it in parts)


def place_words(notes: Mapping[str, str]) -> str:
    """What the reasons about where data stay say of a place, quoted."""
    return quoted((notes[key] for key in OF_A_PLACE if key in notes), names_a_place)


def names_where(notes: Mapping[str, str]) -> bool:
    """Whether words name the region or the city where the database is to be: it is not asked for again."""
    said = (
        it
        for key in OF_A_PLACE
        for it in clauses(notes.get(key, ""))
        if not (_NOT_WHERE.search(it) or _OTHERS.search(it))
    )
    return bool(region_said(notes.values()) or any(CITY.search(it) for it in said))


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
