"""The way out that gives up least, where a client and a service do not speak to each other, and what one leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.catalogue.vocabulary import FAMILIES
from wizard.decide.answers import values
from wizard.decide.clients import speaks
from wizard.explain import attributes
from wizard.explain.places import able_beside
from wizard.explain.words import listed, say, ways_out

if TYPE_CHECKING:
    from wizard.catalogue.model import Catalogue, Client, Database
    from wizard.decide.rules import Store
    from wizard.explain.reading import Reading

NO_HOST: Final = "no-host-meets-the-answers"


def nearest_ways(reading: Reading, existing: Client) -> tuple[str, ...]:
    """The way out that gives up least: the engine of the service leaned towards, run by the team, as it asked for."""
    stores = reading.book.stores
    engines = {stores[at].database.id for at in reading.existing_stores}
    near = [
        store.name
        for store in stores
        if store.service.kind == "self-hosted" and store.database.id in engines and speaks(existing, store)
        if store.index in reading.decision.standings
    ]
    if values(reading.answers, "hosting") != {"self-hosted"} or reading.pick_name in near:
        return ()
    return tuple(say(reading.catalogue, "the-nearest-way", near=name, existing=existing.name) for name in near)


def homeless(reading: Reading) -> bool:
    """Whether an engine was decided on and every place of it is ruled out, and not by one rule: nobody named the place
    that stands for them."""
    homes, hits = reading.existing_stores, reading.decision.hits
    if reading.store is None or reading.stance != "decided" or not attributes.unplaced(reading, reading.store, homes):
        return False
    alone = any(homes <= hit.excluded for hit in hits)
    return not alone and homes <= frozenset().union(*(hit.excluded for hit in hits))


def no_host(reading: Reading) -> tuple[tuple[str, ...], dict[str, str], tuple[str, ...]]:
    """(the questions whose answers no place of the engine meets, what the objection names, the ways out)."""
    catalogue, answers, homes = reading.catalogue, reading.answers, reading.existing_stores
    hits = [hit for hit in reading.decision.hits if homes & hit.excluded]
    asked = tuple(key for key in catalogue.questions if any(key in hit.rule.when for hit in hits))
    told = [
        option.phrase
        for key in asked
        for option in catalogue.questions[key].options
        if option.value in values(answers, key)
    ]
    out = frozenset().union(*(hit.excluded for hit in reading.decision.hits))
    kin = [store for store in reading.book.stores if store.family == reading.pick.family and store.index not in out]
    near = max(kin, key=lambda store: reading.decision.points[store.index], default=None)
    names = {"database": reading.pick.database.name, "asked": listed(told), "near": near.name if near else ""}
    named, own, other = ways_out(catalogue, NO_HOST, **names)
    ways = (named, *((own,) if "hosting" in asked else ()), *((other,) if near else ()), *into_what_is_in_use(reading))
    return (*asked, "existing_database"), names, ways


def into_what_is_in_use(reading: Reading) -> tuple[str, ...]:
    """The way into an engine that is in use and holds these data too."""
    able = able_beside(reading, in_tables=True)
    names = [item.name for item in able]
    return ways_out(reading.catalogue, second_of_a_kind(able), database=listed(names))[:1] if able else ()


def second_of_a_kind(able: list[Database]) -> str:
    """What says that the pick would be a second one of a kind that is in use."""
    return "memory-in-use" if any(item.family == "redis" for item in able) else "same-engine-in-use"


def that_leaves(kept: Reading, firm: list[str]) -> str:
    """What keeping the database leaves to be settled, or built, beside the rules that are `firm`."""
    core = kept.answers.get("realtime") == "core"
    built = [item for item in kept.conflicts if core and item.level == "warn" and "realtime" in item.answers]
    left = [item.text for item in (*kept.blocks, *built) if item.text not in firm]
    return say(kept.catalogue, "that-leaves", left=" ".join(left)) if left else ""


def spoken_by(catalogue: Catalogue, client: Client) -> str:
    """What a client speaks to, by name: the services that it is made for, else the protocols."""
    if client.services:
        return listed([catalogue.services[id_].name for id_ in client.services])
    return listed([FAMILIES[family] for family, fact in client.speaks.items() if fact.value != "no"])


def of_the_pair(catalogue: Catalogue, client: Client, store: Store, text: str) -> str:
    """What stands before the words of a client's own page on a database, where these do not say what they are about."""
    if client.name in text.partition(". ")[0]:
        return ""
    return say(catalogue, "said-of-the-pair", client=client.name, database=store.database.name, text="")
