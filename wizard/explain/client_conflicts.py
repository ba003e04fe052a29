"""What does not fit together about the client: the one that is there, the one proposed, or that there is none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from wizard.catalogue.vocabulary import LANGUAGES
from wizard.decide.clients import speaks
from wizard.decide.decision import framework_of, language_of
from wizard.decide.rules import fires
from wizard.explain import kept, nearest
from wizard.explain.conflict import FIRM, Conflict, of_our_own
from wizard.explain.words import Told, fill, language_name, say, ways_out

if TYPE_CHECKING:
    from wizard.catalogue.model import Client
    from wizard.explain.reading import Reading


def required(reading: Reading) -> list[Conflict]:
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


#: What says that a client which is there cannot be the one for the pick.
AGAINST_THE_LEANING: Final = "the-leaning-against-the-answers"
CLIENT_AGAINST_IT: Final = "the-client-against-the-leaning"
#: Client and leaning apart, one way or the other: the ways out are answers.
OF_THE_LEANING: Final = frozenset({AGAINST_THE_LEANING, CLIENT_AGAINST_IT})
OWN_PROTOCOL: Final = "a-client-speaks-its-own-protocol"
UNUSED_CLIENT: Final = OF_THE_LEANING | {"one-language-per-client", OWN_PROTOCOL}


def goes_with_the_leaning(reading: Reading) -> bool:
    """Whether the client that is there speaks to what the person leans towards, which was not picked."""
    line, there, liked = reading.decision.lineup, reading.existing_client, reading.existing_stores
    if line is None or there is None or there is reading.client or reading.stance != "leaning":
        return False
    return reading.pick.index not in liked and any(line.clients[at] is there for at in liked)


def _against_the_leaning(reading: Reading, existing: Client) -> Conflict:
    """What speaks against the database that a person leans to, where the client that is there goes with it: the
    objection is about the data, and not about the client."""
    then = reading.instead({**reading.answers, "existing_stance": "decided"})
    about_data = [item for item in then.conflicts if item.level == "block" or (item.leads and "data" in item.answers)]
    why = " ".join(item.text for item in about_data) or reading.reasons[0].text
    instead = f"{reading.pick_name}{f' with {reading.client.name}' if reading.client else ''}"
    named = reading.catalogue.name(str(reading.answers["existing_database"]))
    firm = [item.text for item in about_data if item.level == "block" and not FIRM.isdisjoint(item.answers)]
    names = {"name": named, "existing": existing.name, "instead": instead, "why": why, "firm": " ".join(firm)}
    names["left"] = nearest.that_leaves(then, firm)
    source = next((item.source for item in about_data), None)
    about = ("existing_database", "existing_client", *(key for item in about_data for key in item.answers))
    found = of_our_own(reading, AGAINST_THE_LEANING, "block", tuple(dict.fromkeys(about)), **names)
    said = "the-leaning-against-a-firm-rule" if firm else AGAINST_THE_LEANING
    keep, take = ways_out(reading.catalogue, said, **names)
    near = nearest.nearest_ways(reading, existing)
    return replace(found, source=source, ways_out=(keep, take, *near, *nearest.into_what_is_in_use(reading)))


def alone(reading: Reading) -> list[Conflict]:
    """The client that is there against the engine leaned to: without it that engine would be the pick."""
    existing, stores, pick = reading.existing_client, reading.book.stores, reading.pick
    liked = [stores[at] for at in reading.existing_stores]
    if reading.stance != "leaning" or existing is None or existing is not reading.client:
        return []
    if any(store.family == pick.family or speaks(existing, store) for store in liked):
        return []
    without = reading.instead({**reading.answers, "existing_client": "none"})
    if without.store is None or without.client is None or without.pick.family not in {it.family for it in liked}:
        return []
    names = {
        "existing": existing.name,
        "speaks": nearest.spoken_by(reading.catalogue, existing),
        "database": without.pick.database.name,
        "name": reading.pick_name,
        "near": f"{without.pick_name} with {without.client.name}",
    }
    return [of_our_own(reading, CLIENT_AGAINST_IT, "block", ("existing_database", "existing_client"), **names)]


def unused(reading: Reading) -> list[Conflict]:
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
    rule = said = OWN_PROTOCOL
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
    near = kept.nearest_kept(reading, existing) if said == OWN_PROTOCOL else None
    ways = ways_out(book.catalogue, said, **names, near=near.pick_name if near else "")
    if said == OWN_PROTOCOL and near is None:
        ways = ways[:1]
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


def with_caveats(reading: Reading, told: Told) -> list[Conflict]:
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
