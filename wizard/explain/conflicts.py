"""What does not fit together in the pick, why, and the ways out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from wizard.catalogue.model import Client, Source
from wizard.catalogue.rule_model import CoherenceRule
from wizard.catalogue.vocabulary import LANGUAGES
from wizard.decide.answers import Answers, values
from wizard.decide.clients import speaks
from wizard.decide.decision import framework_of, language_of
from wizard.decide.in_use import barred
from wizard.decide.questions import warns_of_a_store_beside
from wizard.decide.rules import anywhere, everywhere, fires
from wizard.explain import nearest
from wizard.explain.places import able_beside, around_kinds, as_assumed, kinds_in, open_beside, taken_in_use
from wizard.explain.reasons import source_of, without_the_place
from wizard.explain.words import ELSEWHERE, Told, fill, language_name, listed, only_answered, say, ways_out

if TYPE_CHECKING:
    from wizard.explain.reading import Reading


@dataclass(frozen=True, kw_only=True, slots=True)
class Conflict:
    """Something that does not fit: `block` (would really break), `warn` (works, at a price), `note`."""

    level: str
    rule: str
    text: str
    answers: tuple[str, ...]
    ways_out: tuple[str, ...]
    source: Source | None
    leads: bool = False
    """All the rest rests on it: it is said at the beginning."""
    ruled: bool = False
    """How it is built, which the rules of the file say."""
    about: str = ""
    """The first words of `text`, where they only say what it is about."""


def conflicts(reading: Reading) -> tuple[Conflict, ...]:
    """What does not fit together in the pick and what stands beside it, the worst first."""
    coherence = _coherence(reading)
    found = [
        *_hard_constraints(reading),
        *_required_of_the_client(reading),
        *_unused_client(reading),
        *_client_conflicts(reading, Told(item.text for item in coherence)),
        *_no_edge(reading),
        *coherence,
        *_companion_conflicts(reading),
        *_outside_the_rules(reading),
        *_nothing_left(reading),
        *_could_hold_it(reading),
    ]
    rank = {"block": 0, "warn": 1, "note": 2}
    ranked = sorted(dict.fromkeys(found), key=lambda conflict: rank[conflict.level])
    return tuple(replace(item, answers=only_answered(item.answers, reading.answers)) for item in ranked)


#: Answers that no reason of ours cures: a rule to meet, and money that is not there.
FIRM: Final = frozenset({"compliance", "budget"})


def _hard_constraints(reading: Reading) -> list[Conflict]:
    """What is in use or decided although a rule rules it out, and what stays beside the pick for that reason."""
    book, decision, store = reading.book, reading.decision, reading.pick
    if reading.homeless:
        asked, names, ways = nearest.no_host(reading)
        return [replace(of_our_own(reading, nearest.NO_HOST, "block", asked, **names), ways_out=ways)]
    where = reading.existing_stores if reading.place_open else {store.index}
    firm = any(
        where <= hit.excluded and fires(hit.rule, reading.held) and FIRM & hit.rule.when.keys() for hit in decision.hits
    )
    found = []
    for hit in decision.hits:
        if reading.run_by_others and "hosting" in hit.rule.when:
            continue  # a host that own words name runs it
        if decision.beside & hit.excluded and hit.rule.unfit:
            unfit = book.stores[min(decision.beside & hit.excluded)]
            found.append(
                Conflict(
                    level="warn",
                    rule=hit.rule.id,
                    text=fill(hit.rule.because, unfit),
                    answers=(*hit.rule.when, "existing_database"),
                    ways_out=ways_out(
                        book.catalogue, "unfit-stays-beside", database=unfit.database.name, name=reading.pick_name
                    ),
                    source=hit.rule.source,
                )
            )
        if where <= hit.excluded and fires(hit.rule, reading.held):
            kept = reading.pick_name
            first = not firm and not any(item.level == "block" for item in found)
            wish = decision.forced and (first or "hosting" in hit.rule.when)
            keep = ways_out(book.catalogue, "kept-against-a-rule", name=kept) if wish else ()
            found.append(
                Conflict(
                    level="block",
                    rule=hit.rule.id,
                    text=fill(without_the_place(reading, hit.rule.because), store, reading.client),
                    answers=(*hit.rule.when, "existing_database"),
                    ways_out=(
                        *(
                            fill(without_the_place(reading, way), store, reading.client, elsewhere(reading))
                            for way in (*nearest.into_what_is_in_use(reading), *hit.rule.ways_out)
                        ),
                        *keep,
                    ),
                    source=source_of(hit.rule, hit.rule.excludes, store, place_open=reading.placeless),
                )
            )
    return found


#: How it is said that an engine in use searches vectors; of MongoDB, whether it does depends on where it runs.
HELD_VECTORS: Final = {"postgresql": "held-in-use-vectors", "mongodb": "held-in-use-vectors-perhaps"}


def elsewhere(reading: Reading) -> Mapping[str, str]:
    """What ways out name for a kind of data: an engine in use beside the pick that holds it, before a new one."""
    named = dict(ELSEWHERE)
    for item in reversed(open_beside(reading)):
        vectors = HELD_VECTORS.get(item.family, "held-in-use-vectors-built-in")
        held = {"relational": "held-in-use-relational", "vectors": vectors}
        named |= {
            kind: say(reading.catalogue, said, name=item.name)
            for kind, said in held.items()
            if kind in item.serves or (kind == "vectors" and item.family == "mongodb")
        }
    return named


def _required_of_the_client(reading: Reading) -> list[Conflict]:
    """What the client cannot do although it was required, and no other client of the store does it."""
    book, store, client = reading.book, reading.pick, reading.client
    if client is None or client is reading.existing_client:
        return []
    excluding = book.client_rules_for(store, client).excluding
    of_the_store = [hit.rule.when.keys() for hit in reading.decision.hits if store.index in hit.excluded]
    return [
        Conflict(
            level="block",
            rule=rule.id,
            text=fill(rule.because, store, client),
            answers=tuple(rule.when),
            ways_out=tuple(fill(way, store, client) for way in rule.ways_out),
            source=rule.source,
        )
        for index, rule in enumerate(book.client_rules)
        if index in excluding
        and rule.ways_out
        and fires(rule, reading.answers)
        and rule.when.keys() not in of_the_store
    ]


def _coherence(reading: Reading) -> list[Conflict]:
    """What the rules about coherence say of the pick."""
    store, client = reading.pick, reading.client
    places = around_kinds(reading)
    named = elsewhere(reading)
    return [
        Conflict(
            level=rule.level,
            rule=rule.id,
            text=fill(without_the_place(reading, rule.because), store, client),
            answers=(*rule.when, *_brought_along(rule, client, reading.answers)),
            ways_out=tuple(fill(without_the_place(reading, way), store, client, named) for way in rule.ways_out),
            source=source_of(rule, (rule.pick,), store, place_open=reading.placeless),
            leads=rule.leads,
            ruled=rule.ruled,
        )
        for rule in reading.coherent
        if everywhere(rule.pick, places) and not anywhere(rule.pick_not, places)
    ]


def _brought_along(rule: CoherenceRule, client: Client | None, answers: Answers) -> tuple[str, ...]:
    """The answers that brought what the rule is about: a database or a client that is there already."""
    about_client = client is not None and client.id == answers.get("existing_client") and "client" in rule.pick
    about_store = "client" not in rule.pick and not STORE_KEYS.isdisjoint(rule.pick)
    about_store = about_store and answers.get("existing_database", "none") != "none"
    named = {"existing_database": about_store, "existing_client": about_client}
    return tuple(key for key, said in named.items() if said and key not in rule.when)


#: What selects a store by what it is.
STORE_KEYS: Final = frozenset({"database", "service", "family"})


def _companion_conflicts(reading: Reading) -> list[Conflict]:
    """What has to be said of the stores beside the pick: compliance, and what the rules know of that very database."""
    return [
        Conflict(
            level=rule.level,
            rule=rule.id,
            text=f"Beside it: {fill(rule.because, item.store, item.client)}",
            answers=tuple(rule.when),
            ways_out=tuple(fill(way, item.store, item.client) for way in rule.ways_out),
            source=source_of(rule, (rule.pick,), item.store),
        )
        for item in reading.companions
        if not item.within
        for rule in reading.book.coherence
        if warns_of_a_store_beside(rule)
        and fires(rule, as_assumed(reading, item.store))
        and everywhere(rule.pick, reading.wherever_beside(item))
        and not anywhere(rule.pick_not, reading.wherever_beside(item))
    ]


def _outside_the_rules(reading: Reading) -> list[Conflict]:
    """What is in use beside the pick and breaks a rule to meet, wherever it runs."""
    found = []
    for option in reading.catalogue.questions["compliance"].options:
        if option.value in values(reading.answers, "compliance"):
            out = barred(reading.book, {**reading.answers, "compliance": (option.value,)})
            names = [item.name for item in out if item in reading.in_use_beside]
            about, said = ("compliance", "existing_stores"), "in-use-outside-the-rules"
            told = {"names": listed(names), "what": option.phrase} if names else {}
            found += [of_our_own(reading, said, "note", about, **told)] if told else []
    return found


def _no_edge(reading: Reading) -> list[Conflict]:
    """That the platform has no edge for this code: all that is told is about functions in a region. On AWS, where much
    of what an edge is for works, and in languages that hardly run at any edge, that has to be settled."""
    if not reading.no_edge:
        return []
    said = "no-edge-on-aws" if reading.answers["platform"] == "aws" else "no-edge-on-this-cloud"
    level = "note" if said == "no-edge-on-this-cloud" and language_of(reading.answers) in LANGUAGES else "block"
    return [of_our_own(reading, said, level, ("runtime", "platform"))]


def _nothing_left(reading: Reading) -> list[Conflict]:
    """That what is in use takes all that was named, and leaves nothing for the pick to hold."""
    if kinds_in(reading, reading.pick) or not taken_in_use(reading):
        return []
    there = [*dict.fromkeys(item.engine.name for item in reading.places if item.store is None)]
    more = ["a store beside it"] if any(item.store for item in reading.places) else []
    names, used = listed([*more, *there]), listed(there)
    answers = ("data", "existing_stores", "existing_database")
    told = {"names": names, "used": used, "name": reading.pick_name}
    return [of_our_own(reading, "in-use-takes-all", "block", answers, **told)]


def _could_hold_it(reading: Reading) -> list[Conflict]:
    """That an engine in use holds what a new one is to hold: a second of a kind wants a reason. Where it is the same
    engine, or both are in memory, and nothing is decided on, a person says which of the two."""
    pick, able, standing = reading.pick, able_beside(reading), reading.attributes["standing"]
    same = [item for item in able if item.family == pick.family == "redis"] or [
        it for it in able if it is pick.database
    ]
    new = {"leaning", "decided", *(("new",) if same and pick.family == "redis" else ())}
    if not able or standing.isdisjoint(new) or reading.answers.get("runtime") == "local":
        return []
    answers = ("existing_stores", "existing_database", "data")
    if same and "decided" not in standing:
        names = {"database": same[0].name, "name": reading.pick_name}
        return [of_our_own(reading, nearest.second_of_a_kind(same), "block", answers, **names)]
    names = {"names": listed([item.name for item in able]), "name": reading.pick_name}
    found = of_our_own(reading, "in-use-could-hold-it", "note", answers, **names)
    return [replace(found, leads=True)]


def of_our_own(reading: Reading, said: str, level: str, answers: tuple[str, ...], **names: str) -> Conflict:
    """An objection that no rule has the words for."""
    return Conflict(
        level=level,
        rule=said,
        text=say(reading.catalogue, said, **names),
        answers=answers,
        ways_out=ways_out(reading.catalogue, said, **names),
        source=reading.catalogue.built_in[said].source,
    )


#: What says that a client which is there cannot be the one for the pick.
AGAINST_THE_LEANING: Final = "the-leaning-against-the-answers"
UNUSED_CLIENT: Final = frozenset({"one-language-per-client", "a-client-speaks-its-own-protocol", AGAINST_THE_LEANING})


def goes_with_the_leaning(reading: Reading) -> bool:
    """Whether the client that is there speaks to what the person leans towards, which was not picked."""
    line, there, liked = reading.decision.lineup, reading.existing_client, reading.existing_stores
    if line is None or there is None or there is reading.client or reading.stance != "leaning":
        return False
    return reading.pick.index not in liked and any(line.clients[at] is there for at in liked)


def _against_the_leaning(reading: Reading, existing: Client) -> Conflict:
    """What speaks against the database that a person leans to, where the client that is there goes with it: the
    objection is about the data, and not about the client."""
    kept = reading.instead({**reading.answers, "existing_stance": "decided"})
    about_data = [item for item in kept.conflicts if item.level == "block" or (item.leads and "data" in item.answers)]
    why = " ".join(item.text for item in about_data) or reading.reasons[0].text
    instead = f"{reading.pick_name}{f' with {reading.client.name}' if reading.client else ''}"
    named = reading.catalogue.name(str(reading.answers["existing_database"]))
    firm = [item.text for item in about_data if item.level == "block" and not FIRM.isdisjoint(item.answers)]
    names = {"name": named, "existing": existing.name, "instead": instead, "why": why, "firm": " ".join(firm)}
    names["left"] = nearest.that_leaves(kept, firm)
    source = next((item.source for item in about_data), None)
    about = ("existing_database", "existing_client", *(key for item in about_data for key in item.answers))
    found = of_our_own(reading, AGAINST_THE_LEANING, "block", tuple(dict.fromkeys(about)), **names)
    said = "the-leaning-against-a-firm-rule" if firm else AGAINST_THE_LEANING
    keep, take = ways_out(reading.catalogue, said, **names)
    near = nearest.nearest_ways(reading, existing)
    return replace(found, source=source, ways_out=(keep, take, *near, *nearest.into_what_is_in_use(reading)))


def _unused_client(reading: Reading) -> list[Conflict]:
    """The client in use cannot be the one for this store: another language, or another protocol."""
    book, store, client, existing = reading.book, reading.pick, reading.client, reading.existing_client
    if existing is None or existing is client:
        return []
    if any(speaks(existing, book.stores[index]) for index in reading.decision.beside):
        return []
    if goes_with_the_leaning(reading):
        return [_against_the_leaning(reading, existing)]
    language = language_of(reading.answers)
    in_use = reading.stance == "in-use" and store.index in reading.existing_stores  # then something reaches it
    names = {
        "existing": existing.name,
        "name": reading.pick_name,
        "speaks": nearest.spoken_by(book.catalogue, existing),
        "theirs": language_name(existing.language),
        "ours": language_name(language),
        "instead": say(book.catalogue, "instead-with-a-client", client=client.name)
        if client
        else say(book.catalogue, "instead-without-a-client"),
    }
    rule = said = "a-client-speaks-its-own-protocol"
    text, source = "", None
    if existing.language != language:
        rule = said = "one-language-per-client"
    elif store.family in existing.speaks:
        of_it = existing.speaks[store.family]
        said = "a-client-lost-its-protocol" if of_it.value == "no" else "a-client-speaks-on-a-condition"
        text = f"{nearest.of_the_pair(book.catalogue, existing, store, of_it.text)}{of_it.text}"
        source = of_it.page
    elif in_use:
        said = "a-client-is-not-what-reaches-it"
    elif existing.upkeep.value in ("archived", "deprecated"):
        said = "a-client-that-ended"
    ways = ways_out(book.catalogue, said, **names)
    return [
        Conflict(
            level="block",
            rule=rule,
            text=text or say(book.catalogue, said, **names),
            answers=("existing_client", "language"),
            ways_out=tuple(way for way in ways if not (in_use and names["instead"] in way)),
            source=source,
        )
    ]


def _client_conflicts(reading: Reading, told: Told) -> list[Conflict]:
    """There is no client, or it works with a caveat that was not told, or it belongs to another framework."""
    catalogue, store, client = reading.catalogue, reading.pick, reading.client
    found = []
    language, framework = language_of(reading.answers), framework_of(reading.answers)
    asked = not (reading.full and reading.existing_client)  # else something reaches it, which was not said
    ruled = any("language" in hit.rule.when and store.index in hit.excluded for hit in reading.decision.hits)
    if client is None and language in LANGUAGES and asked and not ruled:
        names = {"name": reading.pick_name, "language": language_name(language)}
        answers = ("language", "existing_database")
        found.append(of_our_own(reading, "no-client-in-this-language", "block", answers, **names))
    if client is None:
        return found
    at_home = store.service.id in client.services
    support = None if at_home else client.speaks.get(store.family)
    if support and support.value == "caveat" and support.printable and not told.repeats(support.text):
        about = nearest.of_the_pair(catalogue, client, store, support.text)
        found.append(
            Conflict(
                level="note" if client is not reading.existing_client else "warn",
                rule="works-with-a-caveat",
                text=f"{about}{support.text}",
                about=about,
                answers=("language", "existing_client"),
                ways_out=ways_out(catalogue, "works-with-a-caveat") if client is reading.existing_client else (),
                source=support.page,
            )
        )
    if client.frameworks and framework not in client.frameworks:
        belongs = "a-framework-orm-belongs-to-its-framework"
        inside = " or ".join(name.title() for name in client.frameworks)
        found.append(
            Conflict(
                level="warn",
                rule=belongs,
                text=say(catalogue, belongs, client=client.name, frameworks=inside),
                answers=("existing_client", "framework"),
                ways_out=ways_out(catalogue, belongs),
                source=None,
            )
        )
    return found
