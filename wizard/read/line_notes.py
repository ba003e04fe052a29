"""What a line says that no answer has: notes, the places that data must not leave, what stands behind "because", and
what is refused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from wizard.catalogue.later import later
from wizard.catalogue.model import Catalogue
from wizard.converse.libraries_said import language_said, libraries_in
from wizard.converse.own_words import COUNTED, clauses, others_said
from wizard.converse.refusals import NO_MAPPER, RAW, heard, object_mappers
from wizard.converse.regions_said import CITY, answer_where, places_bound, region_said
from wizard.decide.answers import Value
from wizard.explain.words import listed
from wizard.read.mention import Mention, plain
from wizard.read.mentions import mentions
from wizard.read.phrases import clause_at
from wizard.read.short_names import CLOUD, HINTS, HOSTS, MIGRATION_TOOLS, OTHER_LANGUAGES, OTHERS, PLACES, SYNONYMS


def notes_of(catalogue: Catalogue, line: str, wanted: list[Mention]) -> dict[str, str]:
    """Question -> what the line says of it that no answer has."""
    notes: dict[str, str] = {}
    other = {}
    if laws := [it.text for it in wanted if it.key == "compliance" and it.value == "unsure"]:  # what they ask is open
        notes["compliance"] = ", ".join(dict.fromkeys(laws))
    if spent := [item.text for item in wanted if item.key == "budget" and re.search(r"\d", item.text)]:
        notes["budget"] = ", ".join(spent)
    for item in wanted:
        hit = version_behind(line, item)
        version = f" {hit[1]}" if hit else ""
        if item.key == "language" and item.value == "other":
            name = OTHER_LANGUAGES.get(plain(item.text), item.text)
            other[name] = f"{name}{version}"
        elif plain(item.text) in OTHERS:
            notes["framework"] = item.text
        elif plain(item.text) in ANYWHERE and _other_language(wanted):
            other[item.value] = f"{ANYWHERE[plain(item.text)]}{version}"
        elif version and item.key in ("existing_database", "existing_client", "framework") and item.value != "other":
            name = item.text if item.key == "framework" else catalogue.name(item.value)
            notes.setdefault(item.key, f"{name}{version}")
    for hit in OF_NOTES.finditer(line):
        notes["scale" if hit["users"] or hit["bytes"] else "query_style"] = hit[0]
    if other:
        said = sorted(other.values(), key=lambda one: not language_said(one))  # "Ruby on Rails" has Ruby
        notes["language"] = ", ".join(one for one in said if not any(one != it and one in it for it in said))
    for key in ("runtime", "platform"):
        if places := [PLACES[plain(item.text)][1] for item in wanted if item.key == key and plain(item.text) in PLACES]:
            notes["runtime"] = ", ".join(dict.fromkeys([*filter(None, [notes.get("runtime")]), *places]))
    separate = [plain(item.text) for item in wanted if item.key == "migrations" and item.value == "separate"]
    if tools := [MIGRATION_TOOLS[name][1] for name in separate]:
        notes["migrations"] = ", ".join(dict.fromkeys(tools))
    code = next((it.value for it in wanted if it.key == "platform"), "own")
    if code != "own" and (own := [it.text for it in wanted if it.key == "hosting" and plain(it.text) not in SYNONYMS]):
        notes["hosting"] = ", ".join(own)  # machines that the code is not on
    hosts = [HOSTS[plain(item.text)][1] for item in wanted if item.key == "platform" and plain(item.text) in HOSTS]
    cities = {city.title() for city in CITY.findall(line)}
    if region := region_said((line,)) or (cities.pop() if len(cities) == 1 else ""):
        hosts.append(region)
    if hosts:
        notes["platform"] = ", ".join(dict.fromkeys(hosts))
    return notes


#: How many use it, or how many bytes there are, which says little of how many records; and how the code waits.
OF_NOTES: Final = later(
    r"\b(?P<users>\d[\d.,]*\s?(?:k|m|thousand|million)?\s+(?:\w+ )?(?:users|customers|subscribers)\b)"
    r"(?!\s+(?:an?|per|each|every)\b|/)|\basync(?:io)?\b|"
    r"(?P<bytes>\b\d[\d.]*\s?[kmgt]i?b\b(?:\s?(?:an?|per|/)\s?\w+)?)(?! (?:of )?(?:ram|memory)\b)",
    re.IGNORECASE,
)

#: A client of ours whose name another language's library has, too -> how that one is written.
ANYWHERE: Final = {"sqlx": "SQLx"}


def _other_language(wanted: list[Mention]) -> bool:
    return any(item.key == "language" and item.value == "other" for item in wanted)


def version_behind(line: str, item: Mention) -> re.Match[str] | None:
    """The version behind a name: the 8 of "MySQL 8"."""
    return re.compile(rf"\s+v?({_VERSION}){COUNTED}(?!\s*(?:euros?|dollars?)\b)", re.IGNORECASE).match(line, item.end)


_VERSION: Final = r"\d+(?:\.\d+)*(?:[ -]?(?:alpha|beta|rc|canary|preview|lts)[.\d]*\b)?"


#: A house of one's own in which the code runs.
_OWN_HOUSE: Final = re.compile(
    r"\b(?:in|on) (?:our|the) (?:[\w'\u2019-]+ ){0,2}(?:data ?cent(?:re|er)|server room|rack)\b", re.IGNORECASE
)


def bound_to(line: str, answers: Mapping[str, Value]) -> tuple[dict[str, Value], dict[str, str]]:
    """What a line says of the house or the place that data must not leave, where no answer has it: as answers, and as
    the note that names the place."""
    found: dict[str, Value] = {}
    if _OWN_HOUSE.search(line) and not {"platform", "hosting"} & answers.keys():
        found |= {"persistence": "yes", "platform": "own", "hosting": "self-hosted"}
    places = places_bound({"": line})
    regions = {answer_where(place) for place in places}
    if len(regions) != 1 or "compliance" in answers:
        return found, {}
    found |= {"persistence": "yes", "compliance": ("residency",), "region": regions.pop()}
    return found, {"compliance": f"must stay in {listed(places)}"}


#: What is said of the data before the place in which they are.
DATA_IN: Final = later(
    r"\b(?:(?:personal|customers?['\u2019]?s?|users?['\u2019]?s?) )?data "
    r"(?:(?:is|are|stored|held|kept|stays?) )*(?:in|within|inside) (?:the )?$",
    re.IGNORECASE,
)

#: What is a server's, where a line names a device, too.
_A_SERVER: Final = later(
    r"\b(?:api|back[ -]?end|server|service) (?:in|on|with|written)\b|\b(?:own|our) (?:api|back[ -]?end|server)\b",
    re.IGNORECASE,
)
_IS_ONE: Final = later(r"\s+(?:[\d.]+\s+)?(?:api|back[ -]?end|server|service)\b", re.IGNORECASE)
_OFFLINE: Final = later(
    r"(?<!no )(?<!not )\boffline(?:[- ]first)?\b|"
    r"\b(?:no|without) (?:\w+ ){0,2}(?:internet|network|connection|signal)\b",
    re.IGNORECASE,
)


def on_devices(line: str, wanted: list[Mention]) -> tuple[list[Mention], dict[str, str]]:
    """The mentions, less those of a device where the line names what runs on a server: this one has the database, and
    the note says what is in front of it. That there is no network is noted, too."""
    offline = {"runtime": hit[0]} if (hit := _OFFLINE.search(line)) else {}
    at = {it.start for it in wanted if it.key == "runtime" and it.value == "local"}
    rest = [it for it in wanted if it.start not in at]
    spoken = any(it.start in at and it.key == "language" for it in wanted)  # by the device alone
    server = _A_SERVER.search(line) or any(
        (it.key == "runtime" and it.value != "local")
        or it.key == "framework"
        or (it.key == "language" and (_IS_ONE.match(line, it.end) or (spoken and it.value in ("python", "go"))))
        or plain(it.text) in _OF_SERVERS
        for it in rest
    )
    if not at or not server:
        return wanted, offline
    return rest, offline | {"persistence": ", ".join(dict.fromkeys(it.text for it in wanted if it.start in at))}


#: Frameworks of other languages for what a server does.
_OF_SERVERS: Final = frozenset(
    {"laravel", "symfony", "spring", "spring boot", "quarkus", "micronaut", "ktor", "rails", "ruby on rails", "asp.net"}
    | {"asp.net core", "axum", "actix", "phoenix", "vapor"}
)


def without_denied(answers: Mapping[str, Value], found: Iterable[Mention]) -> dict[str, Value]:
    """The answers, less a way of running that the line denies and its platform brings."""
    denied = {it.value for it in found if it.left_out and it.key == "runtime"}
    return {key: value for key, value in answers.items() if key != "runtime" or value not in denied}


def instead_of_denied(answers: Mapping[str, Value], found: Iterable[Mention]) -> dict[str, Value]:
    """Who runs the database, where the line says who does not: whoever refuses each cloud has machines."""
    denied = [plain(it.text) for it in found if it.left_out and it.key == "hosting" and it.value == "managed"]
    if not denied or "hosting" in answers:
        return {}
    own = {"platform": "own"} if not CLOUD.isdisjoint(denied) and "platform" not in answers else {}
    return {"persistence": "yes", "hosting": "self-hosted", **own}


def hint_of(line: str, answers: Mapping[str, Value], denied: set[str]) -> str:
    """The word that hints at a kind of data, where the line names none."""
    hint = next((word for word in HINTS if re.search(rf"\b{word}\b", line, re.IGNORECASE)), "")
    return hint if answers and hint and "data" not in answers and HINTS[hint] not in denied else ""


#: What is small and one's own: a machine at home, or a use by one person. Personal data are no such thing.
_SMALL: Final = later(
    r"\b(?:(?:raspberry|my|our|the|old|an?) (?:pi|laptop)|at home|smart home|hobby|"
    r"home ?(?:lab|automation|assistant|server)|for (?:me|myself|my (?:family|friends))|"
    r"personal (?:project|tool|script|app|site|website|blog|bot|use))\b",
    re.IGNORECASE,
)


def small_thing(line: str, answers: Mapping[str, Value]) -> tuple[dict[str, Value], str]:
    """What a small thing at home is taken for, where nothing else is said of it, and the word: a server with hundreds
    of records on a machine of one's own, or, where readings come in, a device."""
    hit, scale = _SMALL.search(line), answers.get("scale", "hundreds")
    own = answers.get("platform", "own") == "own" and answers.get("hosting", "self-hosted") == "self-hosted"
    readings = "time-series" in answers.get("data", ())
    named = {"existing_database", "existing_stores", "runtime"} & answers.keys()
    if not (hit and answers and own) or named or scale == "billions" or (scale == "millions" and not readings):
        return {}, ""
    guess = {"platform": "own", "hosting": "self-hosted"}
    guess |= {"runtime": "local"} if readings else {"runtime": "server", "scale": "hundreds"}
    return {key: value for key, value in guess.items() if key not in answers}, hit[0]


def with_more(
    notes: Mapping[str, str], devices: Mapping[str, str], moving: str, weighed: Iterable[str]
) -> dict[str, str]:
    """The notes, with what is said of devices behind them, and of the project before them."""
    more = {key: "; ".join(filter(None, [notes.get(key), text])) for key, text in devices.items()}
    about = "; ".join(filter(None, [moving, *weighed, more.get("persistence", notes.get("persistence"))]))
    return {**notes, **more, **({"persistence": about} if about else {})}


# --- reasons ---

_BECAUSE: Final = re.compile(r"(?<!\bnot)\s*,?\s*(?<!\bnot )\bbecause\s+", re.IGNORECASE)

#: Where a reason may end: a part with a name begins, or a reason of its own.
_ENDS: Final = re.compile(r"(?<=[,;])\s+|(?<!anything)\s+(?=(?:and|but)\b[^,;]*\bbecause\b)", re.IGNORECASE)

#: A part that is a name, though we do not know it.
_A_NAME: Final = re.compile(r"[A-Z][\w.+#-]*(?: [A-Z][\w.+#-]*)?[,;]?")

_CLAUSES: Final = re.compile(r"[,;:]\s+|(?<=\w[.!?])\s+|(?<!anything)\s+but\s+", re.IGNORECASE)

#: A whole answer, too: names behind it are none of a stack.
NONE: Final = re.compile(
    r"\bno (?:database|db|data ?store)\b(?!s? (?:yet|so far|for now|at the moment|chosen|decided|picked|named))",
    re.IGNORECASE,
)


#: Whether a database is needed at all is what they ask, or a file is what they have in mind.
NEED: Final = later(
    r"\b(?:why|whether|if|do|does|would|should)\b[^,;.]{0,30}\bneeds?(?: for)? "
    r"(?:an?|any|the) (?:database|db|data ?store)\b|"
    r"\b(?:just|only|simply) (?:an? |one )?(?:json|csv|ya?ml|toml|xml|text|flat)[ -]files?\b|"
    r"\bfiles? (?:is|are|would be|will) (?:enough|do)\b",
    re.IGNORECASE,
)

#: Small words of other languages; of those that turn a sentence one is enough.
_TURNED: Final = later(
    r"[^\W\d_a-z\u00aa-\u024f]{2,}|"
    r"\b(?:kein\w*|nicht|statt|ohne|pas d[e'\u2019]|sans|porque|sin|sem|n\u00e3o|geen|niet|zonder|senza)\b",
    re.IGNORECASE,
)
_FOREIGN: Final = later(
    r"\b(?:wir|und|oder|mit|f\u00fcr|haben|einen?|eigenen?|auf|weg von|unser\w*|"
    r"nous|avec|pour|dans|une|notre|nos|des|queremos|tenemos|con|"
    r"para|pero|nuestr\w+|una|com|nosso|nossa|uma|voor|onze|wij|een|het|nostr\w+|della|abbiamo)\b",
    re.IGNORECASE,
)


def is_foreign(line: str) -> bool:
    """Whether a line is in another language than English: its names would be read, and what turns them would not."""
    return _TURNED.search(line) is not None or len({hit.lower() for hit in _FOREIGN.findall(line)}) > 1


def without_reasons(catalogue: Catalogue, line: str) -> tuple[str, list[tuple[str, str]]]:
    """(the line without them, (the clause before it, the reason) of each): what stands behind "because", as far as the
    sentence, or the first part with a name."""
    given = []
    while hit := _BECAUSE.search(line):
        before, after = line[: hit.start()], line[hit.end() :]
        sentence, *more = re.split(r"(?<=\w\.)\s+", after)
        clause = _CLAUSES.split(before)[-1]
        first, *rest = [sentence] if NONE.search(clause) else _ENDS.split(sentence)
        named = next((at for at, part in enumerate(rest) if _names_something(catalogue, part)), len(rest))
        left = [*rest[named:], *more]
        why = " ".join([first, *rest[:named]]).strip(" ,;.")
        given.append((clause, f"because {why}" if why.startswith("of ") else why))
        line = " ".join([f"{before}," if before and left else before, *left]).strip()
    return line, [(clause, why) for clause, why in given if why]


def _names_something(catalogue: Catalogue, part: str) -> bool:
    return bool(_A_NAME.fullmatch(part) or NO_MAPPER.search(part) or others_said([part]) or mentions(catalogue, part))


def beside_none(line: str, unknown: tuple[str, ...]) -> tuple[str, ...]:
    """What stands beside "no database": whole where it is more than names, for none of it is an answer."""
    rest = ", ".join(part for part in clauses(line) if part and not NONE.search(part))
    return (*(phrase for phrase in unknown if phrase not in rest), rest) if unknown and rest else unknown


def reasons_for(catalogue: Catalogue, given: list[tuple[str, str]], answers: Mapping[str, Value]) -> dict[str, str]:
    """Question -> the reason for what was said of it; behind what is not wanted, where it is one against that."""
    found: dict[str, str] = {}
    for clause, why in given:
        about, against = _reason_about(catalogue, clause)
        if about not in ("existing_stance", "existing_client", "existing_database"):
            about = _named_by(catalogue, why, answers) or about
        key = about or next((key for key in ("existing_stance", "existing_client", "data") if key in answers), "")
        if key == "existing_database" and answers.get(key, "none") != "none":
            key = "existing_stores"
        because = why if why.startswith("because ") else f"because {why}"
        text = f"{clause.strip()} {because}" if against or _of_another(catalogue, clause, answers) else why
        before = found.get(key or "persistence")
        found[key or "persistence"] = f"{before}. {text}" if before else text
    return found


def _named_by(catalogue: Catalogue, why: str, answers: Mapping[str, Value]) -> str:
    """The question of the store or the client that the reason itself names, where that is the one of the answers."""
    named = {it.value for it in mentions(catalogue, why)}
    taken = {key: str(answers.get(key, "")) for key in ("existing_database", "existing_engine", "existing_client")}
    service = catalogue.services.get(taken["existing_database"])
    if named & {taken["existing_database"], taken["existing_engine"], *(service.runs if service else ())}:
        return "existing_stance" if "existing_stance" in answers else ""
    return "existing_client" if taken["existing_client"] in named else ""


def _of_another(catalogue: Catalogue, clause: str, answers: Mapping[str, Value]) -> bool:
    """Whether a clause names a database that is not the one of the answers: whose reason it is, the clause says."""
    taken = answers.get("existing_database", "")
    service = catalogue.services.get(str(taken))
    known = {taken, *(service.runs if service else ())}
    return "existing_stance" in answers and any(
        item.key == "existing_database" and item.value not in known for item in mentions(catalogue, clause)
    )


def _reason_about(catalogue: Catalogue, clause: str) -> tuple[str, bool]:
    """The question that the reason behind a clause belongs to, that of the first store or client in it before others,
    what is taken before what is left for it; and whether the clause does not want that."""
    found = mentions(catalogue, clause)
    named = [it for it in found if it.key in ("existing_database", "existing_client")]
    about = next((it for it in named if not it.left_out), next(iter([*named, *found]), None))
    if NO_MAPPER.search(clause) and (about is None or about.key != "existing_client"):
        return "existing_client", True
    if about is None:
        return "existing_database" if others_said([clause]) else "", False
    return "existing_stance" if about.key == "existing_database" else about.key, about.left_out


# --- what is refused ---


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    """`clients` and `stores` are ids; `of_clients` says which clients; `vetoes` are words by which a note refuses it
    all, less stores that are left with what they hold; `typed` are words of the line that refuse no product by name."""

    clients: frozenset[str]
    stores: frozenset[str]
    of_clients: str
    vetoes: tuple[str, ...]
    typed: tuple[str, ...]


def refused(catalogue: Catalogue, line: str, found: Iterable[Mention], moving: str) -> Refused:
    """What a line refuses; `moving` is what it says of a store that is left."""
    out = [it for it in found if it.left_out]
    named = {it.value: catalogue.name(it.value) for it in out if it.key == "existing_client"}
    others = [it.text for it in out if it.key == "language" and libraries_in(it.text)]
    stores = [it for it in out if it.key == "existing_database"]
    mappers = tuple(NO_MAPPER.findall(line))
    raw = RAW.search(line) if mappers else None
    no_orm = ", ".join(filter(None, [mappers[0] if mappers else "", raw and raw[0]]))
    of_clients = "; ".join(filter(None, (_not_any([*named.values(), *others]), no_orm)))
    typed = [clause_at(line, it.start).strip(" .") for it in out if it.value in named]
    typed += [line[hit.start() : max(hit.end(), raw.end() if raw else 0)] for hit in NO_MAPPER.finditer(line)]
    said = "; ".join(dict.fromkeys(typed))
    if said and not others and heard(catalogue, (said,)) == heard(catalogue, (of_clients,)):  # as it was typed
        of_clients = said
    staying = (catalogue.name(it.value) for it in stores if not it.moves and it.text not in moving)
    return Refused(
        clients=(object_mappers(catalogue) if mappers else frozenset()).union(named),
        stores=frozenset(it.value for it in stores),
        of_clients=of_clients,
        vetoes=tuple(filter(None, (_not_any(staying), of_clients))),
        typed=(*mappers, *([raw[0]] if raw else [])),
    )


#: A question with its own no, of which nothing but the no is meant.
_ANSWERED: Final = later(
    r"(?:(?<=^)|(?<=[,.;!] ))(?:(?:do|should|would|could|shall|can|will) )?(?:we|you|I) (?:use|run|want|take|need) "
    r"([\w. -]{1,40})\?,? (?:(?:certainly|absolutely|definitely|of course) not|no(?:pe|t)?|never|(?:hell|god) no|"
    r"over (?:my|our) dead bod(?:y|ies))\b(?! [a-z])",
    re.IGNORECASE,
)


def without_answered(line: str) -> str:
    """The line, in which “We use X? Certainly not” is “not X”."""
    return _ANSWERED.sub(r"not \1", line)


def _not_any(names: Iterable[str]) -> str:
    *more, last = dict.fromkeys(names) or [""]
    return f"Not {', '.join(more)} or {last}" if more else f"Not {last}" if last else ""
