"""The lines in which a document decides, in the guide's own form, held against those that the guide writes for its
answers: no prose has to be understood for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from wizard.catalogue import elsewhere
from wizard.catalogue.later import later
from wizard.catalogue.model import Catalogue, Client, Database, Service
from wizard.converse.own_words import CALLED
from wizard.explain.reading import Reading
from wizard.read.known_names import CLIENTS
from wizard.read.known_stores import DATABASES
from wizard.read.own import short

#: Where a store or a client is decided: a line in bold that is no label.
_BOLD: Final = later(r"^\*\*([^*\n]*[^*\n:])\*\*(?=\s*$|[ ,;(])", re.MULTILINE)
_CHOSEN: Final = later(r"^Chosen option: [“\"]([^”\"\n]+)[”\"]", re.MULTILINE)
_KEEPS: Final = later(r"\A([^\n]*?)(?:[.!?](?:\s|\Z)|\n|\Z)")

#: Section -> what decides there, and of what.
_OF_A_SECTION: Final[Mapping[str, tuple[tuple[str, re.Pattern[str]], ...]]] = {
    "Overview": (("place", _KEEPS),),
    "Context and Problem Statement": (("place", _KEEPS),),
    "Database": (("store", _BOLD),),
    "ORM / Database Client": (("client", _BOLD),),
    "Decision Outcome": (("store", _CHOSEN),),
}
_RULE: Final = later(r"^[-*] ((Store|Driver|Compliance): [^\n]*)", re.MULTILINE)

#: What is refused or compared says nothing of what is taken.
_LESS: Final = later(r"\b(?:not|never|no|instead of|rather than|unlike|without)\b.*", re.IGNORECASE)
#: In the guide's own form: a name, and perhaps a release, alone.
_A_NAME: Final = later(
    r"(?:Store: )?[A-Z][\w.-]*(?: [A-Z][\w.-]*)?(?: \d[\w.]*)?(?: (?:on|at|in) [^.,;]*)?(?:[.,;].*)?"
)

#: Takes back, or puts into the past, what else the line names.
_TAKEN_BACK: Final = later(
    r"~~|^(?:not|no|none)\b|\b(?:was|were|until|moved|formerly|failed|is (?:out|what we left)|no (?:longer|more))\b",
    re.IGNORECASE,
)

#: Ends what stands before it, in a text that was added right behind a deciding line, and is about it.
_ENDED: Final = later(
    r"^(?:not?|never)\b(?! for)|\b(?:no longer|any ?more|not (?:used|in use|true|here)|replaced|gone|left|"
    r"(?:moved|migrated) (?:away|off|from|to|on)|abandoned|obsolete|rejected|dropped|retired|deprecated|used to)\b",
    re.IGNORECASE,
)
_OF_IT: Final = later(r"\b(?:it|this|that|any ?more)\b|^(?:not?|never)\b", re.IGNORECASE)

#: What ends the name at a line's beginning.
_HEAD: Final = later(r"[.,:;](?:\s|$)| (?:on|in|where|\d)")

#: What a driver lies beneath is none.
_UNDER: Final = later(r"\bunder `?[\w./@-]*\w`?")

_OWN: Final = later(r"\b(?:our|their|my) own (?:machines?|servers?|hardware)\b|\bself-hosted\b", re.IGNORECASE)
_STAYS: Final = later(r"\bstays? in ([^.,;:“]*)")
_REGIONS: Final = {
    "eu": r"\bEU\b|\bEuropean Union\b",
    "uk": r"\bUK\b|\bUnited Kingdom\b",
    "us": r"\bUSA?\b|\bUnited States\b",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Contradiction:
    """What a section says against the answers: the line as it stands, where one says it, and a sentence about it."""

    heading: str
    line: str
    says: str


def decided_otherwise(
    reading: Reading, by_hand: Mapping[str, str], made: Mapping[str, str], pick_then: Iterable[str]
) -> Iterator[Contradiction]:
    """The deciding lines of sections edited by hand that say something else than `made`, the guide's text of each."""
    if reading.answers.get("engines") == "several":
        return
    picks = {*reading.pick_ids, *pick_then}
    for heading, text in by_hand.items():
        ours, theirs = _deciding(heading, made.get(heading, "")), _deciding(heading, text)
        there = {line.strip() for line in text.splitlines()}
        for kind, (line, said) in theirs.items():
            if kind not in ours:
                continue
            mine = ours[kind][1]
            added = _taking_back(text, line, made.get(heading, "")) if said == mine else ""
            if added:
                then = f"“{heading}” says “{_told(said)}” and then “{short(added)}”, but the answers in the file give"
                says = f"{then} “{_told(mine)}”: change the one or the other."
                yield Contradiction(heading=heading, line=line, says=says)
            if ours[kind][0] in there:
                continue
            if said != mine and _DIFFER[kind](reading, picks, said, mine, _in_its_place(text, line)):
                says = f"“{heading}” says “{_told(said)}”, but the answers in the file give “{_told(mine)}”"
                yield Contradiction(heading=heading, line=line, says=f"{says}: change the one or the other.")


def _taking_back(text: str, line: str, made: str) -> str:
    """What was written right behind a deciding line and takes it back: in its paragraph, or in the next one."""
    rest, _, more = text.partition(line)[2].partition("\n\n")
    rest = " ".join(it for it in rest.split("\n") if it not in made)
    following = next((it.strip() for it in more.split("\n") if it.strip()), "")
    if _TAKEN_BACK.search(rest) or _ENDED.search(rest):
        return rest.strip(" ,;")
    return following if following not in made and _ENDED.search(following) and _OF_IT.search(following) else ""


def stated(catalogue: Catalogue, sections: Mapping[str, str]) -> Iterator[tuple[str, str, set[str]]]:
    """(heading, the line that decides, the products that it names) of the sections that decide a store or a client."""
    managed = [item for item in catalogue.services.values() if item.kind == "managed"]
    stores = _names([*catalogue.databases.values(), *managed])
    names = {"store": stores, "client": _names(catalogue.clients.values())}
    for heading, text in sections.items():
        for kind, (_, said) in _deciding(heading, text).items():
            if kind in names:
                yield heading, said, _named(names[kind], said)


def _told(line: str) -> str:
    """A line as it is quoted: of a long one the part that decides."""
    stays = _STAYS.search(line) if line.startswith("Compliance") else None
    return short(f"Compliance: … {stays[0]}" if stays else line)


def _deciding(heading: str, text: str) -> dict[str, tuple[str, str]]:
    """Kind -> (the line that decides, what it says)."""
    found: dict[str, tuple[str, str]] = {}
    for kind, pattern in _OF_A_SECTION.get(heading, ()):
        if hit := pattern.search(text):
            found[kind] = (hit[0].strip(), hit[1].strip())
    for hit in _RULE.finditer(text):
        found.setdefault(hit[2], (hit[0].strip(), hit[1].strip()))
    return found


def _in_its_place(text: str, line: str) -> bool:
    """Whether a line stands where the guide's would: first in its section, before a list, or in the list of rules."""
    first, _, rest = text.strip().partition("\n")
    return (line[:1] in "-*" and line[1:2] == " ") or (first.strip() == line and rest.lstrip()[:2] in ("**", ""))


def _names(items: Iterable[Service | Database | Client]) -> dict[str, str]:
    """How products are called, in small letters -> id."""
    found = {}
    for item in items:
        called = CALLED.get(item.name, "").replace("(?:QL)?", "").replace("(?:DB)?", "")
        for name in (item.name, item.name.removesuffix(" ORM"), item.id, called):
            found[name.lower()] = item.id
    found.pop("", None)
    return found


def _named(names: Mapping[str, str], text: str) -> set[str]:
    """The ids of the products that a text names, the longest name at each place, less what it refuses."""
    if not names:
        return set()
    pattern = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    found = re.findall(rf"(?<![\w/-])(?:{pattern})(?![\w/-])", _LESS.sub("", text), re.IGNORECASE)
    return {names[name.lower()] for name in found}


def _other_store(reading: Reading, picks: set[str], said: str, mine: str, placed: bool) -> bool:
    if placed and _TAKEN_BACK.search(said):
        return True
    catalogue = reading.catalogue
    managed = [item for item in catalogue.services.values() if item.kind == "managed"]
    names = _names([*managed, *catalogue.databases.values()])
    there, ours = _named(names, said), _named(names, mine)
    services = {id_ for id_ in there if id_ in catalogue.services}
    if any(id_ in catalogue.services for id_ in ours) and _other_place(reading, picks, said, services):
        return True
    if any(id_ in picks or id_ in ours for id_ in there) or any(_called(reading, id_, said) for id_ in picks):
        return False
    if _HEAD.split(mine.removeprefix("Store: "))[0].lower() in said.lower():
        return False  # a store that the guide does not have, by its name
    unknown = placed and _A_NAME.fullmatch(said) is not None
    others = (rf"(?<!\w)(?:{elsewhere.CALLED.get(name, name)})(?!\w)" for name in elsewhere.which("main"))
    return bool(there) or unknown or any(re.search(other, said, re.IGNORECASE) for other in others)


def _called(reading: Reading, id_: str, said: str) -> bool:
    """Whether words name a service by the end of its name: RDS."""
    service = reading.catalogue.services.get(id_)
    return service is not None and bool(re.search(rf"\b{re.escape(service.name.split()[-1])}\b", said))


def _other_place(reading: Reading, picks: set[str], said: str, there: set[str]) -> bool:
    """Whether a service is named where the answers give another one, or machines of one's own."""
    store = reading.store
    if store is None or reading.anywhere:
        return False
    own = store.service.kind == "managed" and _OWN.search(_LESS.sub("", said)) is not None
    return not there & picks and (bool(there) or own) and not _called(reading, store.service.id, said)


def _elsewhere(reading: Reading, picks: set[str], said: str, mine: str, placed: bool) -> bool:
    """Whether the first sentence says of the very engine that it runs at another service."""
    catalogue = reading.catalogue
    names = _names(item for item in catalogue.services.values() if item.kind == "managed")
    engine = next((catalogue.databases[id_].name for id_ in reading.pick_ids if id_ in catalogue.databases), "")
    after = re.search(rf"\b{re.escape(engine)} (?:on|at) ([^,.;]*)", said) if engine else None
    found = {id_ for name, id_ in names.items() if after and after[1].lower().startswith(name)}
    return _other_place(reading, picks, said, found)


def _other_client(reading: Reading, picks: set[str], said: str, mine: str, placed: bool) -> bool:
    there = _named(_names(reading.catalogue.clients.values()), said)
    back = placed and _TAKEN_BACK.search(said) is not None
    return back or (not there & picks and (bool(there) or (placed and _A_NAME.fullmatch(said) is not None)))


def _other_driver(reading: Reading, picks: set[str], said: str, mine: str, placed: bool) -> bool:
    """Whether the packages that a rule takes are those that the guide's refuses, or other ones."""
    language = str(reading.answers.get("language"))
    (taken, _), (ours, refused) = drivers_said(language, said), drivers_said(language, mine)
    return bool(taken & refused) or (bool(taken) and bool(ours) and not taken & ours)


def drivers_said(language: str, rule: str) -> tuple[set[str], set[str]]:
    """(the packages of a language that a rule takes, those that it refuses), by the names that manifests have."""
    known = [*CLIENTS.get(language, {}), *DATABASES.get(language, {})]
    packages = {re.sub(r"^github\.com/|/v\d+$", "", name.lower()): name for name in known}
    ends = {name.rpartition("/")[2]: package for name, package in packages.items() if language == "go"}
    packages = {**{end: package for end, package in ends.items() if end not in ("go", "sql")}, **packages}
    rule = _UNDER.sub("", rule)
    refused = re.findall(r"\bnot `?([\w./@-]*\w)", rule.lower())
    return _named(packages, rule), {packages[name] for name in refused if name in packages}


def _other_region(reading: Reading, picks: set[str], said: str, mine: str, placed: bool) -> bool:
    stays, ours = _STAYS.search(said), _STAYS.search(mine)
    if stays is None or ours is None:
        return False
    here = [id_ for id_, called in _REGIONS.items() if re.search(called, ours[1])]
    there = [id_ for id_, called in _REGIONS.items() if re.search(called, stays[1])]
    return bool(here and there) and here[0] not in there


_DIFFER: Final = {
    "place": _elsewhere,
    "store": _other_store,
    "client": _other_client,
    "Store": _other_store,
    "Driver": _other_driver,
    "Compliance": _other_region,
}
