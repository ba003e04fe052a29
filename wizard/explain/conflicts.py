"""What does not fit together in the pick, why, and the ways out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from wizard.catalogue.model import Client
from wizard.catalogue.rule_model import CoherenceRule
from wizard.catalogue.vocabulary import LANGUAGES
from wizard.decide.answers import Answers, values
from wizard.decide.clients import client_ranking
from wizard.decide.decision import language_of
from wizard.decide.in_use import barred
from wizard.decide.questions import warns_of_a_store_beside
from wizard.decide.rules import anywhere, coherent, everywhere, fires
from wizard.explain import client_conflicts, nearest
from wizard.explain.conflict import FIRM, Conflict, of_our_own
from wizard.explain.places import able_beside, as_assumed, kinds_in, open_beside, taken_in_use
from wizard.explain.reasons import source_of, without_the_place
from wizard.explain.words import ELSEWHERE, Told, fill, listed, only_answered, say, ways_out

if TYPE_CHECKING:
    from wizard.explain.reading import Reading


def conflicts(reading: Reading) -> tuple[Conflict, ...]:
    """What does not fit together in the pick and what stands beside it, the worst first."""
    coherence = _coherence(reading)
    found = [
        *_hard_constraints(reading),
        *client_conflicts.required(reading),
        *client_conflicts.unused(reading),
        *client_conflicts.alone(reading),
        *client_conflicts.with_caveats(reading, Told(item.text for item in coherence)),
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
    """What ways out name for a kind of data: an engine in use beside the pick that holds it, before a new one. And the
    client whose models several engines share, in the place of the one that is there; nothing where there is none."""
    named = ELSEWHERE | {"portable": _portable(reading)}
    for item in reversed(open_beside(reading)):
        vectors = HELD_VECTORS.get(item.family, "held-in-use-vectors-built-in")
        held = {"relational": "held-in-use-relational", "vectors": vectors}
        named |= {
            kind: say(reading.catalogue, said, name=item.name)
            for kind, said in held.items()
            if kind in item.serves or (kind == "vectors" and item.family == "mongodb")
        }
    return named


def _portable(reading: Reading) -> str:
    ranked = client_ranking(reading.book, reading.pick, reading.answers) if "engines" in reading.answers else ()
    found = (it.name for it in ranked if it is not reading.client and it.facts["several_engines"].value == "yes")
    return next(found, "")


def _coherence(reading: Reading) -> list[Conflict]:
    """What the rules about coherence say of the pick."""
    store, client = reading.pick, reading.client
    places = reading.around
    named = elsewhere(reading)
    return [
        Conflict(
            level=rule.level,
            rule=rule.id,
            text=fill(without_the_place(reading, rule.because), store, client),
            answers=(*rule.when, *_brought_along(rule, client, reading.answers)),
            ways_out=tuple(
                fill(without_the_place(reading, way), store, client, named)
                for way in rule.ways_out
                if named["portable"] or "{portable}" not in way
            ),
            source=source_of(rule, (rule.pick,), store, place_open=reading.placeless),
            leads=rule.leads,
            ruled=rule.ruled,
        )
        for rule in reading.coherent
        if everywhere(rule.pick, places) and not anywhere(rule.pick_not, places)
    ]


def _brought_along(rule: CoherenceRule, client: Client | None, answers: Answers) -> tuple[str, ...]:
    """The answers that brought what the rule is about: a database or a client that is there already, and what nobody
    was sure of."""
    about_client = client is not None and client.id == answers.get("existing_client") and "client" in rule.pick
    about_store = "client" not in rule.pick and not STORE_KEYS.isdisjoint(rule.pick)
    about_store = about_store and answers.get("existing_database", "none") != "none"
    named = {"existing_database": about_store, "existing_client": about_client}
    named |= {key: values(answers, key) == {"unsure"} for key in rule.unless}
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
        for rule in coherent(reading.book, as_assumed(reading, item.store))
        if warns_of_a_store_beside(rule)
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
    could = "in-use-could-hold-it"
    other = reading.without_leaning
    said = "in-use-would-be-picked" if other and other.database in able else could
    found = of_our_own(reading, said, "note", answers, **names)
    return [replace(found, rule=could, leads=True)]
