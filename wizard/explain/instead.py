"""What stands against a database that is kept, and what would be picked in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.decide.answers import values
from wizard.decide.clients import speaks
from wizard.decide.decision import decide
from wizard.decide.rules import selects, touches
from wizard.explain.words import capital, fill, listed, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wizard.catalogue.model import Client
    from wizard.decide.decision import Decision
    from wizard.decide.rules import Store
    from wizard.explain.conflicts import Conflict
    from wizard.explain.reading import Reading


#: What is so whatever is chosen: no warning is about these as about a wish.
SURROUNDINGS: Final = frozenset({"runtime", "platform"})


def serious(reading: Reading) -> list[Conflict]:
    """The objections that are more than a note and not about the client."""
    elsewhere = {"existing_client", "existing_stores"}  # a change of the store would not mend what these are about
    return [item for item in reading.conflicts if item.level != "note" and elsewhere.isdisjoint(item.answers)]


def would_be_picked(reading: Reading) -> Decision | None:
    """What would be decided if nothing were in use, where something serious speaks against what is, and it is another
    database."""
    if not reading.decision.forced or not serious(reading):
        return None
    kept = ("existing_database", "existing_stance")
    field = decide(reading.book, {key: value for key, value in reading.answers.items() if key not in kept})
    other = field.store is not None and not field.broken and field.store.database is not reading.pick.database
    return field if other else None


def why(reading: Reading, rival: Store, client: Client | None, *, blocked: bool, warned: bool) -> str:
    """What a rival has over what is kept, and what it would cost; empty where it has nothing. `blocked`, `warned`:
    whether it has objections that the pick does not have."""
    better = _better(reading, rival, client, blocked=blocked, warned=warned)
    if not better:
        return ""
    placed = str(reading.answers["existing_database"]) in reading.catalogue.services
    elsewhere = placed and rival.service is not reading.pick.service
    name = reading.pick.name if elsewhere else reading.pick.database.name
    if reading.stance == "in-use":
        return say(reading.catalogue, "instead-of-what-is-in-use", better=better, name=name)
    return say(reading.catalogue, "instead-of-what-was-decided", better=better, name=capital(name))


def _better(reading: Reading, rival: Store, client: Client | None, *, blocked: bool, warned: bool) -> str:
    """That nothing is to be settled first with a rival, what a warning is about that does not hold for it, or the kind
    of data that it is made for and the pick is not."""
    against = serious(reading)
    gone = [item for item in against if not _holds_for(reading, item.rule, rival, client)]
    blocks = [item for item in against if item.level == "block"]
    if blocks:
        free = all(item in gone for item in blocks) and not blocked
        return say(reading.catalogue, "nothing-blocks-it") if free else ""
    if warned or not gone:
        return ""
    if said := _asked(reading, gone):
        return say(reading.catalogue, "no-warning-of-it", what=listed(said))
    if gone == against:
        return say(reading.catalogue, "no-warning-holds")
    made = (
        hit
        for hit in reading.decision.hits
        if hit.weights[rival.index] > 0 and "data" in hit.rule.when
        if hit.rule.when["data"].any_of.isdisjoint(reading.pick.database.serves)
    )
    best = max(made, key=lambda hit: hit.weights[rival.index], default=None)
    return fill(best.rule.because, rival, client) if best else ""


def _asked(reading: Reading, told: Iterable[Conflict]) -> list[str]:
    """What the team asked for that objections are about, in phrases; not what is given, such as the platform."""
    rules = {rule.id: rule for rule in reading.book.coherence}
    behind = [rules[item.rule].when for item in told if item.rule in rules]
    return [
        option.phrase
        for key, question in reading.catalogue.questions.items()
        if not question.given and key not in SURROUNDINGS
        for option in question.options
        if option.value in values(reading.answers, key) - {"unsure"}
        if any(key in when and option.value in when[key].any_of for when in behind)
    ]


def _holds_for(reading: Reading, id_: str, rival: Store, client: Client | None) -> bool:
    """Whether what is said against the pick, or the same in other words, holds for a rival too, were it in use. What no
    rule says is taken to hold."""
    told = [rule for rule in reading.book.coherence if rule.level != "note"]
    when = next((rule.when for rule in told if rule.id == id_), None)
    rules = [rule for rule in told if rule.id == id_ or (when and rule.when == when)]
    excluded = [hit.excluded for hit in reading.decision.hits if hit.rule.id == id_]
    came_about = {key: reading.attributes[key] for key in ("standing", "part")}
    attributes = {**reading.book.stack_attributes(rival, client), **came_about}
    against = any(selects(rule.pick, attributes) and not touches(rule.pick_not, attributes) for rule in rules)
    return against or any(rival.index in out for out in excluded) or not (rules or excluded)


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
