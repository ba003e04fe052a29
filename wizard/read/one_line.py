"""A line of text that names a stack, such as "Postgres on Neon, Drizzle, Next.js on Vercel": the answers that it gives.

Names are looked up, and nothing is guessed: what was understood, what was named to be left out, and what was not
understood are all told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from wizard.catalogue.later import later
from wizard.catalogue.model import Catalogue
from wizard.converse.own_words import settled_by
from wizard.converse.regions_said import CITY, REGION
from wizard.decide.answers import Value, in_order
from wizard.read import line_notes, line_stores, phrases
from wizard.read.affirmed import only_named
from wizard.read.line_notes import DATA_IN
from wizard.read.line_stores import IN_USE, STORE, elsewhere_at, notes_on_others
from wizard.read.mention import Mention, plain
from wizard.read.mentions import BESIDE, DOUBT, MOVING, OUT, mentions
from wizard.read.rates import Rate, rates
from wizard.read.short_names import ELSEWHERE, HINTS, MIGRATION_TOOLS, RUNS_AS

#: In characters: a line, and no document.
LONGEST: Final = 300


@dataclass(frozen=True, kw_only=True, slots=True)
class OneLine:
    """`answers` in the order of the questions, those of the keys in `concluded` from others; `left_out`, `second` and
    `unknown` are words of the line: named as not wanted, named beside another one that counts, and not understood, in
    phrases. `out`: what of it is refused. `notes`:
    question -> what no answer has: a version, a region, a language, a store that the guide does not have. `engine`: the
    name of one that stands with the service that runs it. `guessed`: question -> the misspelt word. `hint`: the word
    from which the kind of data was concluded; `rate`: from which the scale was. `reasons`: question -> what stands
    behind "because", of what the clause before it names. `kept`: what was not understood -> the whole clause.
    `asks`: whether a database is needed is the question; `asked`: products that a question names.
    `foreign`: it is not in English, and nothing is read."""

    answers: Mapping[str, Value]
    concluded: frozenset[str]
    out: line_notes.Refused
    left_out: tuple[str, ...]
    second: tuple[str, ...]
    notes: Mapping[str, str]
    engine: str
    guessed: Mapping[str, str]
    hint: str
    rate: Rate | None
    reasons: Mapping[str, str]
    unknown: tuple[str, ...]
    kept: Mapping[str, str]
    asks: bool
    asked: tuple[str, ...]
    foreign: bool = False

    @property
    def named(self) -> bool:
        """Whether it names a product, a language or a place."""
        return not _NAMED.isdisjoint(self.answers)


def read_line(catalogue: Catalogue, text: str) -> OneLine:
    """What a line says of a stack; no answers where it names nothing that is known."""
    typed = line_notes.without_answered(" ".join(text[:LONGEST].split()))
    foreign = line_notes.is_foreign(typed)
    return replace(_read(catalogue, "" if foreign else typed), foreign=foreign)


def _read(catalogue: Catalogue, text: str) -> OneLine:
    line, given = line_notes.without_reasons(catalogue, text)
    rate, found = _rate(line, mentions(catalogue, line))
    of_data = [item for _, why in given for item in mentions(catalogue, why) if item.key == "data"]
    wanted, elsewhere = elsewhere_at(catalogue, line, [item for item in (*found, *of_data) if not item.left_out])
    wanted, asked = line_stores.without_asked(line, wanted)
    wanted, queued = line_stores.without_queued(line, wanted)
    wanted, named = only_named(line, found, wanted)
    wanted, devices = line_notes.on_devices(line, wanted)
    wanted, run_by, hosts = line_stores.placed(catalogue, line, wanted)
    others, only_thought = line_stores.others_there(line, found, named)
    wanted, thought, either = line_stores.meant(catalogue, line, wanted, others, found)
    moving = line_stores.brought_over(line, found, others)
    answers, second = _answers(catalogue, wanted, line, [*thought, *only_thought], moves=bool(moving))
    answers |= run_by | line_stores.still_there(catalogue, found, answers | run_by)
    answers |= {"persistence": "yes", STORE: "none"} if others and STORE not in answers else {}
    answers = line_notes.without_denied(answers, found) | line_notes.instead_of_denied(answers, found)
    reasons = line_notes.reasons_for(catalogue, given, answers)
    hint = line_notes.hint_of(line, answers, _denied(catalogue, (*found, *of_data), answers, reasons))
    answers |= {"data": (HINTS[hint],)} if hint else {}
    answers, place, rate, guessed = _concluded_from(line, answers, rate)
    if none := line_notes.NONE.search(line):
        answers, second = {"persistence": "no"}, _once([*(item.text for item in wanted), *others])
    out = line_notes.refused(catalogue, line, found, moving)
    weighed = [] if none else [*line_stores.not_taken(line, found, second, only_thought), *queued]
    questions = {it.value: phrases.clause_at(line, it.start) for it in (*asked, *either)}
    notes = line_notes.notes_of(catalogue, line, wanted) | ({"scale": rate.text} if rate else {}) | place | hosts
    notes |= {} if none else notes_on_others(line, others, elsewhere, moving, main=answers.get(STORE) == "none")
    less = [it for it in weighed if it not in moving]
    notes = line_notes.with_more(notes, devices, moving if STORE in answers else "", less)
    engine = _engine(catalogue, answers, wanted)
    known = (*HINTS, *out.typed, *devices.values(), *weighed, *place.values(), *questions.values())
    unknown = _unknown(line, found, known, notes, [*others, *only_thought], none=bool(none))
    return OneLine(
        concluded=_concluded(answers, wanted, engine),
        notes=notes,
        engine=engine,
        guessed={it.key: it.text for it in wanted if it.guessed and it.text not in second} | guessed,
        out=out,
        answers=in_order(catalogue, answers),
        left_out=_once(item.text for item in found if item.left_out),
        second=second,
        hint=hint,
        rate=rate,
        reasons=reasons,
        unknown=unknown,
        kept={**questions, **phrases.whole(line, unknown)},
        asks=not none and STORE not in answers and line_notes.NEED.search(line) is not None,
        asked=tuple(questions),
    )


def _concluded_from(
    line: str, answers: Mapping[str, Value], rate: Rate | None
) -> tuple[dict[str, Value], dict[str, str], Rate | None, dict[str, str]]:
    """The answers with what follows from a place that binds, a rate and a small thing; the note on the place; the rate
    where it counts; the last question that a small thing answers -> its word."""
    bound, place = line_notes.bound_to(line, answers)
    rate = rate if "scale" not in {**answers, **bound} else None
    bound |= {"persistence": "yes", "scale": rate.scale} if rate else {}
    small, word = line_notes.small_thing(line, {**answers, **bound})
    return {**answers, **bound, **small}, place, rate, dict.fromkeys([*small][-1:], word)


def _concluded(answers: Mapping[str, Value], wanted: Iterable[Mention], engine: str) -> frozenset[str]:
    """The keys of answers that follow from others that were named."""
    said = {item.key for item in wanted} | ({"existing_engine"} if engine else set())
    return frozenset(answers.keys() - said - {"persistence", "existing_stance", "existing_stores"})


def _denied(
    catalogue: Catalogue, found: Iterable[Mention], answers: Mapping[str, Value], reasons: Mapping[str, str]
) -> set[str]:
    """The kinds of data that the line denies."""
    denied = {item.value for item in found if item.key == "data" and item.left_out}
    if _OF_DATA.search(reasons.get("existing_stance", "")) and "documents" in _made_for(catalogue, answers):
        denied.add("relational")  # a record may well be one document
    return denied


#: Words of a reason that is about what is stored, and not about people.
_OF_DATA: Final = later(
    r"\b(?:documents?|records?|rows?|nest\w+|keys?|shapes?|schema\w*|joins?|json|fields?|blobs?|whole|flexib\w+)\b",
    re.IGNORECASE,
)

#: The questions whose answers name something of a stack; the others say what it is for.
_NAMED: Final = frozenset(
    {"existing_database", "existing_stores", "existing_client", "language", "framework", "platform", "migrations"}
)


def _rate(line: str, found: list[Mention]) -> tuple[Rate | None, list[Mention]]:
    """The highest rate that the line gives, of what is no money, and the mentions that are no part of it."""
    spent = [item for item in found if item.key == "budget"]
    said = (it for it in rates(line) if not any(at.start < it.end and it.start < at.end for at in spent))
    rate = max(said, key=lambda it: it.records, default=None)
    return rate, [it for it in found if not (rate and it.key == "scale" and rate.start <= it.start < rate.end)]


def _made_for(catalogue: Catalogue, answers: Mapping[str, Value]) -> tuple[str, ...]:
    """The kinds of data that the database which was named is for, where it is not a relational one."""
    named = str(answers.get("existing_database"))
    service = catalogue.services.get(named)
    engine = str(answers.get("existing_engine") or (next(iter(service.runs)) if service else named))
    serves = catalogue.databases[engine].serves if engine in catalogue.databases else ()
    return () if "relational" in serves else serves


def _engine(catalogue: Catalogue, answers: Mapping[str, Value], wanted: list[Mention]) -> str:
    """The engine that was named with the service that the answers name."""
    service = catalogue.services.get(str(answers.get("existing_database")))
    runs = service.runs if service else ()
    named = (item.value for item in wanted if item.key == "existing_database")
    return next((catalogue.name(value) for value in named if value in runs), "")


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


# --- answers ----------------------------------------------------------------------------------------------------------

_DECIDED: Final = re.compile(r"\b(?:decided(?: on)?|settled(?: on)?|going with)\b", re.IGNORECASE)


def _answers(
    catalogue: Catalogue, wanted: list[Mention], line: str, second: list[str], *, moves: bool
) -> tuple[dict[str, Value], tuple[str, ...]]:
    """The answers, and the names that do not count, behind those of `second`: another one of their kind does."""
    answers: dict[str, Value] = {}
    embedded = any(item.value == "vectors" for item in wanted)  # beside vectors documents are texts
    data = [it.value for it in wanted if it.key == "data" and not (embedded and it.text.lower() == "documents")]
    stores = [item for item in wanted if item.key == "existing_database"]
    main = [item for item in stores if item.value not in BESIDE] or stores
    if len(main) < len(stores):
        data = [*dict.fromkeys([_holds(catalogue, main[0]), *data, "key-value"])]
        beside = [item for item in stores if item not in main]
        if any(item.used for item in beside):
            answers["existing_stores"] = _engines(catalogue, beside)
        else:
            second += [item.text for item in beside]
    clients = {item.value for item in wanted if item.key == "existing_client" and not _is_tool(item)}
    for item in sorted(wanted, key=lambda it: _FRONT.match(line, it.end) is not None):
        if item.key in ("data", "existing_database", "compliance") or (
            item.key == "existing_client" and _is_tool(item) and clients
        ):
            continue
        if answers.setdefault(item.key, item.value) != item.value:
            second.append(item.text)
    run = {item.text for item in wanted if item.key == "hosting" and item.value == answers["hosting"]}
    second = [text for text in second if text not in run]  # machines that the code is not on have the database
    _client_and_language(catalogue, answers, second, wanted)
    named, others = _store(catalogue, main)
    second += others
    if named:
        answers |= {**named, "existing_stance": line_stores.stance(main, moves=moves)}
        answers |= _engine_of_the_client(catalogue, answers)
    if data:
        answers["data"] = tuple(dict.fromkeys(data))
    if named and (platform := _platform(catalogue, main)):
        answers.setdefault("platform", platform)
    if answers and "platform" not in answers and "inside" in settled_by([line]):
        answers |= {"platform": "own", "hosting": "self-hosted"}
    if "platform" in answers and str(answers["platform"]) in RUNS_AS:
        answers.setdefault("runtime", RUNS_AS[str(answers["platform"])])
    if rules := tuple(dict.fromkeys(it.value for it in wanted if it.key == "compliance" and it.value != "unsure")):
        answers["compliance"] = rules
    return ({"persistence": "yes", **answers} if answers else {}), _once(second)


#: Behind what shows the data only.
_FRONT: Final = later(r"\s+(?:front[- ]?end|UI)\b", re.IGNORECASE)


def _is_tool(item: Mention) -> bool:
    """Whether it is named as what migrates: "SQLModel with Alembic" has its client before."""
    return plain(item.text) in MIGRATION_TOOLS


def _engines(catalogue: Catalogue, stores: list[Mention]) -> tuple[str, ...]:
    """The engines of stores, each named by engine, by service or by both."""
    parts = [_parts(catalogue, item) for item in stores]
    named = {engine for engine, _ in parts if engine}
    hosted = [catalogue.services[service].runs for _, service in parts if service]
    named |= {next(iter(runs)) for runs in hosted if not named.intersection(runs)}
    return tuple(engine for engine in catalogue.databases if engine in named)


def _platform(catalogue: Catalogue, stores: list[Mention]) -> str:
    """The platform that the first service belongs to: RDS is on AWS."""
    services = (_parts(catalogue, item)[1] for item in stores)
    return next((catalogue.services[service].platform or "" for service in services if service), "")


def _holds(catalogue: Catalogue, item: Mention) -> str:
    """The kind of data that a store, named by engine or service, is made for."""
    engine, service = _parts(catalogue, item)
    return catalogue.databases[engine or next(iter(catalogue.services[service].runs))].serves[0]


def _client_and_language(
    catalogue: Catalogue, answers: dict[str, Value], second: list[str], wanted: list[Mention]
) -> None:
    """The language that the framework or the client brings, and the client as it is called in that language."""
    framework, client = answers.get("framework"), str(answers.get("existing_client", ""))
    options = catalogue.questions["framework"].options
    homes = [option.when["language"] for option in options if option.value == framework != "other" and option.when]
    named = {item.value for item in wanted if item.key == "language"}
    for language in ("typescript", "python", "go"):
        if "language" not in answers and any(home.holds(frozenset({language})) for home in homes):
            answers["language"] = language
    if client:
        language = str(answers.get("language", ""))
        client = ELSEWHERE.get((client, language), client)
        theirs = catalogue.clients[client].language
        if language == "other" and any(plain(item.text) in line_notes.ANYWHERE for item in wanted):
            del answers["existing_client"]
        elif language and language != theirs and named:
            second.append(catalogue.clients[client].name)
            del answers["existing_client"]
        else:
            answers |= {"existing_client": client, "language": theirs}


def _engine_of_the_client(catalogue: Catalogue, answers: Mapping[str, Value]) -> dict[str, Value]:
    """The one engine of a service with several that the client speaks to, where no engine was named."""
    service = catalogue.services.get(str(answers["existing_database"]))
    client = catalogue.clients.get(str(answers.get("existing_client")))
    if service is None or client is None or len(service.runs) < 2 or "existing_engine" in answers:
        return {}
    families = {family for family, fact in client.speaks.items() if fact.value != "no"}
    spoken = [engine for engine, family in service.runs.items() if family in families]
    return {"existing_engine": spoken[0]} if len(spoken) == 1 else {}


def _store(catalogue: Catalogue, stores: list[Mention]) -> tuple[dict[str, Value], list[str]]:
    """The answers that name the first engine or service, together with where it runs or what it runs.

    The other names, which do not count, come with it.
    """
    if not stores:
        return {}, []
    first = stores[0]
    engine, service = _parts(catalogue, first)
    others = []
    for item in stores[1:]:
        one_engine, one_service = _parts(catalogue, item)
        runs = catalogue.services[one_service or service].runs if one_service or service else ()
        if one_service and not service and engine in runs:
            service = one_service
        elif one_engine and not engine and one_engine in runs:
            engine = one_engine
        elif item.value not in (engine, service):
            others.append(item.text)
    if not (engine and service):
        return {"existing_database": service or engine}, others
    several = len(catalogue.services[service].runs) > 1
    return {"existing_database": service, **({"existing_engine": engine} if several else {})}, others


def _parts(catalogue: Catalogue, item: Mention) -> tuple[str, str]:
    """(engine, service) of what was named; one of them is empty."""
    return ("", item.value) if item.value in catalogue.services else (item.value, "")


def _unknown(
    line: str,
    found: list[Mention],
    names: Iterable[str],
    notes: Mapping[str, str],
    others: Iterable[str],
    *,
    none: bool,
) -> tuple[str, ...]:
    """What nothing was made of, in phrases, less what is noted as it was typed; whole beside "no database"."""
    said = re.compile(rf"(?:{MOVING.pattern}|{IN_USE.pattern}|{_DECIDED.pattern}|{DOUBT.pattern})\w*", re.IGNORECASE)
    spans = [(one.start, one.end) for one in found]
    spans += [hit.span() for hit in said.finditer(line) if hit[0].lower() not in ("if", "unless", "otherwise")]
    spans += [match.span() for sign in (REGION, CITY, _SINCE, line_notes.NONE) for match in sign.finditer(line)]
    spans += [hit.span() for item in found if (hit := line_notes.version_behind(line, item))]
    spans += [hit.span() for one in found if one.left_out and (hit := _DENIED.search(line, 0, one.start))]
    spans += [hit.span() for one in found if one.left_out and (hit := OUT.match(line, one.end)) and "too" not in hit[0]]
    spans += [hit.span() for hit in line_notes.OF_NOTES.finditer(line) if hit[0] in " ".join(notes.values())]
    spans += [
        (hit.start(), one.start) for one in found for hit in DATA_IN.finditer(line, 0, one.start) if one.key == "region"
    ]
    noted = [notes[key] for key in ("existing_stores", "hosting", "persistence", "scale") if key in notes]
    typed = [part for text in noted for part in re.split(r"; | \u2026 ", text)]
    spans += [hit.span() for name in (*names, *typed) for hit in re.finditer(re.escape(name), line, re.IGNORECASE)]
    theirs = line_stores.spans_of(others if none or STORE in notes else (), line)
    names_at = [(one.start, one.end) for one in found if one.key in _NAMED or one.value == "unsure"]
    left = phrases.phrases(line, spans + theirs, [*theirs, *names_at])
    return line_notes.beside_none(line, left) if none else left


_DENIED: Final = later(r"\b(?:not|nobody[^,;]*)\s+$", re.IGNORECASE)
_SINCE: Final = re.compile(
    r"\b(?:since|in|from)\s+\d{4}\b|\b\d[\d.,]*(?= (?:thousand|[mb]illion)s?\b(?! euro| dollar| pound))", re.IGNORECASE
)
