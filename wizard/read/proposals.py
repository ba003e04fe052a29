"""From signs to proposals: which of the things that project files name are meant, and what is not clear."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from wizard.catalogue.ended import ENDED
from wizard.catalogue.model import Catalogue
from wizard.converse.record import Found
from wizard.explain.words import in_words, label, listed
from wizard.read import clients, languages, stores
from wizard.read.clients import best, not_beneath
from wizard.read.known_names import FRAMEWORKS, OF_PAGES
from wizard.read.languages import serves
from wizard.read.sign import FIRM, HINTS, NEVER, Sign, short
from wizard.read.stores import Stores

type Part = tuple[list[Found], list[str]]
"""Proposals, and sentences about what is not clear."""


def propose(catalogue: Catalogue, signs: list[Sign]) -> Part:
    """(at most one proposal for each key: the project, its stores, its client; what is not clear). All signs must be
    legal."""
    ordered = languages.ranked(catalogue, signs)
    language = languages.main(ordered)
    own = language.value if language else ""
    mine = [sign for sign in signs if sign.language in ("", own)]
    seen = stores.seen(catalogue, signs, own)
    by_key = {key: [sign for sign in mine if sign.key == key] for key in catalogue.questions}
    weight = languages.weights(catalogue, signs)
    frameworks = best(by_key["framework"], lambda sign: _framework_rank(sign, weight))
    rivals = [sign for sign in not_beneath(frameworks) if sign.value != "other" and sign.aside == FIRM]
    found = clients.ranked(catalogue, mine, seen, frameworks[0].value if frameworks else "")
    parts = (
        _languages(catalogue, ordered, language),
        _left_out(catalogue, signs, own),
        _one_of(catalogue, "frameworks", frameworks, rivals),
        *(
            _one_of(catalogue, f"{key}s", there, there)
            for key in ("runtime", "platform")
            for there in [best(_of_main_files(by_key[key], weight), lambda sign: (sign.order,))]
        ),
        _stores(catalogue, seen, own, signs),
        _one_of(catalogue, "clients", found, clients.rivals(catalogue, found)) if own else ([], []),
        ([], _beside_answers(catalogue, signs)),
        ([], _kinds_of_data(catalogue, by_key["data"])),
    )
    return [item for items, _ in parts for item in items], [text for _, told in parts for text in told]


def _of_main_files(signs: list[Sign], weight: dict[tuple[str, str], int]) -> list[Sign]:
    """What the files say that say most for their language: an app beside a server runs elsewhere."""
    most = max(weight.values(), default=0)
    return [sign for sign in signs if sign.aside != NEVER and weight.get((sign.language, sign.file), most) == most]


def _one_of(catalogue: Catalogue, things: str, found: list[Sign], rivals: list[Sign]) -> Part:
    """The first of what was found; several that could be meant are named."""
    doubts = [_conflict(catalogue, things, rivals)] if len(rivals) > 1 else []
    return [_proposal(catalogue, sign) for sign in found[:1]], doubts


def _languages(catalogue: Catalogue, found: list[tuple[int, Sign]], language: Sign | None) -> Part:
    """The language of the code that talks to the database. Several are named; of two with one claim none is
    proposed."""
    firm = [sign for said, sign in found if said > languages.TOOLS and said == found[0][0]]
    if language is None:
        named = firm or [sign for _, sign in found]
        if not named:
            return [], []
        doubt = (
            f"The files name several languages: {_named(catalogue, named)}. Which one talks to the database is not "
            "clear from them, so none is proposed: answer for the one that does most of the reading and writing."
        )
        return [], [doubt]
    others = [sign for said, sign in found[1:] if said >= languages.OF_A_PLATFORM]
    doubts = [_conflict(catalogue, "languages", [language, *others])] if others else []
    return [_proposal(catalogue, language)], doubts


def _framework_rank(sign: Sign, weight: dict[tuple[str, str], int]) -> tuple[int, ...]:
    names = list(FRAMEWORKS[sign.language].values())
    return (
        sign.value == "other",
        sign.aside,
        sign.what in OF_PAGES and weight[sign.language, sign.file] <= languages.OF_A_PLATFORM,
        sign.depth,
        names.index(sign.value),
        sign.order,
    )


# --- stores -----------------------------------------------------------------------------------------------------------


def _stores(catalogue: Catalogue, seen: Stores, language: str, signs: list[Sign]) -> Part:
    """The database in use, what it runs, and what is in use beside it."""
    if seen.several:
        return _several(catalogue, seen, language, signs)
    if seen.cache and seen.instead:
        return [], [_a_cache(catalogue, seen.cache, seen.instead)]
    if not seen.main:
        return [], []
    main = _proposal(catalogue, seen.main)
    because = (
        "What a project's files start, or hold an address of, is taken to be in use. "
        f"If {in_words(catalogue, main.key, main.value)} is only planned, change this."
    )
    found = [main]
    if seen.runs:
        found.append(replace(main, key="existing_stance", value="in-use", because=because))
    if seen.engine:
        found.append(_engine(catalogue, seen.engine, main))
    doubts: list[str] = []
    if seen.beside:
        beside, doubts = _beside(catalogue, seen.beside)
        found += [item for item in beside if item.value]
    if seen.listed:
        name = label(catalogue, main.key, seen.main.value)
        doubts.append(f"Listed as well, and not taken to be in use beside {name}: {_named(catalogue, seen.listed)}.")
    return found, doubts


def _engine(catalogue: Catalogue, sign: Sign, main: Found) -> Found:
    name = label(catalogue, "existing_database", sign.value)
    place = label(catalogue, "existing_database", str(main.value))
    because = f"{short(sign.file)} names {short(sign.what)}: what {place} runs is {name}, and it stays so."
    return replace(_found(sign, because), key="existing_engine")


def _beside(catalogue: Catalogue, signs: tuple[Sign, ...]) -> Part:
    """Stores beside the main one, each by its engine."""
    names = listed([label(catalogue, "existing_database", sign.value) for sign in signs])
    kept = "A cache, or does it keep something?" if len(signs) == 1 else "Caches, or do they keep something?"
    where = "; ".join(_where(sign) for sign in signs)
    because = f"Also here: {names} ({where}). {kept}"
    seen = dict.fromkeys(engine for sign in signs for engine in languages.engines(catalogue, sign.value)[:1])
    value = tuple(engine for engine in catalogue.databases if engine in seen)
    return [replace(_found(signs[0], because), key="existing_stores", value=value)], []


def _several(catalogue: Catalogue, seen: Stores, language: str, signs: list[Sign]) -> Part:
    """Nothing is proposed where several databases have one claim; drivers of one language for several relational ones
    say that its code must run on each."""
    names = _named(catalogue, seen.several)
    doubts = []
    if len(seen.several) > 1:
        doubts.append(
            f"The files name several databases: {names}. None of them is plainly the main one, so none is proposed: "
            "name the one that is in use."
        )
    else:
        doubts.append(
            f"The files name {names}, and what the guide does not cover beside it, so none is proposed: "
            "name the one that is in use."
        )
    if seen.beside:
        doubts.append(f"Also here: {_named(catalogue, seen.beside)}. A cache, or does it keep something?")
    relational = [
        sign
        for sign in seen.several
        if "relational" in serves(catalogue, sign.value) and sign.how == "package" and sign.language == language
    ]
    elsewhere = [sign for sign in signs if sign.key == "elsewhere"]
    listed_ = [sign for sign in signs if sign.key == "existing_database" and sign.how == "package"]
    promised = [sign for sign in listed_ if stores.promised(sign, seen.several, elsewhere)]
    shown = relational if len(relational) > 1 else promised
    if not shown or not language:
        return [], doubts
    because = "The files list drivers for several databases, as code does that must run on each of them."
    return [replace(_found(shown[0], because), key="engines", value="several")], doubts


def _a_cache(catalogue: Catalogue, cache: Sign, said: Sign) -> str:
    name = label(catalogue, "existing_database", cache.value)
    if said.key == "existing_client":
        why = f"which {label(catalogue, said.key, said.value)} does not talk to"
    elif said.key == "queue":
        why = f"and {_where(said)} speaks of a cache or a queue ({short(said.what)})"
    elif said is cache:
        why = "in an address only"
    else:
        what = short(said.what) if said.key in HINTS else label(catalogue, said.key, said.value)
        why = f"and {_where(said)} names {what}"
    return (
        f"{_where(cache)} names {name}, {why}. It looks like a store beside another database, so it is not proposed as "
        "the existing one. A cache, or does it keep something?"
    )


# --- what is told beside answers --------------------------------------------------------------------------------------


def _beside_answers(catalogue: Catalogue, signs: list[Sign]) -> list[str]:
    """Databases that the guide does not cover, and versions past their end."""
    told: dict[str, str] = {}
    for sign in signs:
        if sign.key == "elsewhere":
            told.setdefault(sign.value, _elsewhere(sign))
        elif sign.key == "another":
            said = f"{_where(sign)}: {short(sign.value)} keeps another product's data, so it is not proposed."
            told.setdefault(f"another {sign.value}", said)
        elif sign.key == "ended":
            name = label(catalogue, "existing_database", sign.value)
            last, day = ENDED[sign.value]
            release = ".".join(map(str, last))
            even = "" if f"{sign.what}.".startswith(f"{release}.") else "even "
            told.setdefault(
                f"{sign.value} {sign.what}",
                f"{_where(sign)} runs {name} {short(sign.what)}, which is past its end of life: "
                f"{even}{name} {release} ended on {day}.",
            )
    if any(sign.key == "existing_client" and sign.what in clients.LEFT_BEHIND for sign in signs):
        sign = next(sign for sign in signs if sign.what in clients.LEFT_BEHIND)
        told["psycopg2"] = f"{_where(sign)} lists {sign.what}, version 2 of the driver that the guide has as psycopg 3."
    return list(told.values())


def _elsewhere(sign: Sign) -> str:
    if sign.value.startswith("InfluxDB"):
        return (
            f"{_where(sign)} names {sign.value}, which is another database than the InfluxDB 3 of the guide: other "
            "query languages, and other clients."
        )
    return f"{_where(sign)} names {sign.value}, which the guide does not cover."


def _kinds_of_data(catalogue: Catalogue, signs: list[Sign]) -> Iterable[str]:
    """A sentence for each kind of data that a file shows. None is proposed: the answer lists them all, and what else
    there is no file says."""
    for sign in best([sign for sign in signs if sign.aside == FIRM], lambda sign: (sign.order, sign.line)):
        kind = label(catalogue, "data", sign.value).lower()
        yield f"{_where(sign)} names {short(sign.what)}: {kind} are in the data. What else is, the files do not say."


# --- in words ---------------------------------------------------------------------------------------------------------


def _where(sign: Sign) -> str:
    return f"{short(sign.file)}, line {sign.line}"


def _named(catalogue: Catalogue, signs: Iterable[Sign]) -> str:
    return "; ".join(f"{label(catalogue, sign.key, sign.value)} ({_where(sign)})" for sign in signs)


def _found(sign: Sign, because: str) -> Found:
    return Found(key=sign.key, value=sign.value, file=sign.file, line=sign.line, text=sign.text, because=because)


def _proposal(catalogue: Catalogue, sign: Sign) -> Found:
    return _found(sign, _because(catalogue, sign))


def _because(catalogue: Catalogue, sign: Sign) -> str:
    file, what = short(sign.file), short(sign.what)
    name = label(catalogue, sign.key, sign.value)
    if sign.how == "manifest":
        plain = sign.value == "typescript" and sign.what != "typescript"
        kind = "TypeScript or JavaScript" if plain else name
        both = f" The guide has one answer for both: {name}." if plain else ""
        return f"{file} is the file in which a {kind} project lists what it needs.{both}"
    if sign.how == "image":
        return f"{file} starts the container image {what}: {name}."
    if sign.how == "address":
        return f"{file} holds an address of {name}."
    if sign.how == "provider":
        return f"{file} names {what} as a provider: {name}."
    if sign.key == "framework" and sign.value == "other":
        return f"{file} lists {what}, a framework that the question does not name."
    return {
        "existing_database": f"{file} lists {what}, which talks to {name}.",
        "existing_client": f"{file} lists {what}, which is part of {name}."
        if sign.value == "django-orm"
        else f"{file} lists {what}: the code talks to its database through {name}.",
        "framework": f"{file} lists {what}: the framework is {name}.",
        "runtime": f"{file} lists {what}, which says where the code runs: {name}.",
        "platform": f"{file} lists {what}, which is made for {name}.",
    }[sign.key]


def _conflict(catalogue: Catalogue, things: str, signs: list[Sign]) -> str:
    first = label(catalogue, signs[0].key, signs[0].value)
    named = _named(catalogue, signs)
    return f"The files name several {things}: {named}. {first} is proposed; change it if another one is meant."


def _left_out(catalogue: Catalogue, signs: list[Sign], language: str) -> Part:
    """A sentence for the frameworks and the clients that do not go with the language."""
    told = []
    for key in ("framework", "existing_client") if language else ():
        foreign = [sign for sign in signs if sign.key == key and sign.language != language and sign.aside != NEVER]
        if foreign:
            named = _named(catalogue, best(foreign, lambda sign: (sign.order, sign.line)))
            told.append(f"Left out, because it does not go with {label(catalogue, 'language', language)}: {named}.")
    return [], told
