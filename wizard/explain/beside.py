"""What stands beside the pick: stores for other kinds of data, and the alternatives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from wizard.catalogue.model import Client, CompanionRule, Source
from wizard.decide.answers import Answers, Value, values
from wizard.decide.clients import client_ranking, reachable_stores
from wizard.decide.decision import choose_client, decide, language_of, stance
from wizard.decide.rules import Rulebook, Store, fires, selects, touches, verdict
from wizard.explain.words import fill

if TYPE_CHECKING:
    from wizard.explain.reading import Reading

#: More would be a list to choose from again.
MOST_ALTERNATIVES: Final = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Companion:
    store: Store
    client: Client | None
    for_: str
    within: bool
    text: str
    source: Source


@dataclass(frozen=True, kw_only=True, slots=True)
class Alternative:
    store: Store
    client: Client | None
    total: int
    why_not: str


def companions(reading: Reading) -> tuple[Companion, ...]:
    """The stores beside the pick: what is in use and stays, then what the rules add."""
    book, answers, store = reading.book, reading.answers, reading.pick
    kept = _kept_beside(reading)
    found = [kept] if kept else []
    for rule in book.companions:
        if not fires(rule, answers) or not selects(rule.pick, store.attributes):
            continue
        if touches(rule.pick_not, store.attributes) or (kept and rule.for_ in kept.store.database.serves):
            continue
        beside, client = store, reading.client
        if not rule.within:
            best = _beside(book, rule, answers)
            if best is None:
                continue
            asked = {key: value for key, value in answers.items() if not key.startswith("existing_")}
            beside, client = best, choose_client(book, best, asked)
        found.append(
            Companion(
                store=beside,
                client=client,
                for_=rule.for_,
                within=rule.within,
                text=fill(rule.because, beside, client),
                source=rule.source,
            )
        )
    return tuple(found)


def _kept_beside(reading: Reading) -> Companion | None:
    """A database in use that cannot be the main store of these data: it stays for what it does."""
    book, decision = reading.book, reading.decision
    if not decision.beside:
        return None
    out = [hit.excluded for hit in decision.hits if not hit.rule.unfit]
    own = frozenset(index for index in decision.beside if book.stores[index].service.kind == "self-hosted")
    allowed = decision.beside - frozenset().union(*out) or own or decision.beside
    kept = book.stores[max(allowed, key=lambda index: (decision.points[index], -index))]
    return Companion(
        store=kept,
        client=choose_client(book, kept, reading.answers),
        for_=kept.database.serves[0],
        within=False,
        text="It is in use and stays for what it does well.",
        source=kept.database.upkeep.source,
    )


def _beside(book: Rulebook, rule: CompanionRule, answers: Answers) -> Store | None:
    """The best store for a companion: the same rules, asked about its own kind of data alone."""
    alone: dict[str, Value] = {key: value for key, value in answers.items() if not key.startswith("existing_")}
    alone |= {"data": (rule.for_,), "realtime": "no"}
    found = verdict(book, alone, book.groups)
    left = [
        store
        for store in book.stores
        if store.database.id in rule.databases
        and store.index not in found.excluded
        and store.index in reachable_stores(book, language_of(answers))
    ]
    return max(left, key=lambda store: (found.points[store.index], -store.index), default=None)


def alternatives(reading: Reading) -> tuple[Alternative, ...]:
    """At most two, the higher total first: what the person leans towards, the best of another engine (when it suits the
    data and earned more than a third of the pick's points), and the best other homes of the same engine."""
    book, answers, pick = reading.book, reading.answers, reading.pick
    field = reading.decision
    if field.forced:
        free = {key: value for key, value in answers.items() if key not in ("existing_database", "existing_stance")}
        field = decide(book, free)
    rivals = [index for index in field.standings if index != pick.index]
    unsure = values(answers, "data") == {"unsure"}
    others = [
        index
        for index in rivals
        if book.stores[index].database is not pick.database
        and field.points[index] * 3 > field.points[pick.index]
        and (unsure or any(hit.weights[index] > 0 and "data" in hit.rule.when for hit in field.hits))
    ]
    homes = [index for index in rivals if book.stores[index].database is pick.database]
    liked = reading.existing_stores if stance(answers) == "leaning" else frozenset[int]()
    wished = [index for index in rivals if index in liked]
    best = list(dict.fromkeys(wished[:1] + others[:1] + homes))
    chosen = best[:MOST_ALTERNATIVES]
    return tuple(
        Alternative(
            store=book.stores[index],
            client=choose_client(book, book.stores[index], answers),
            total=field.points[index],
            why_not=_why_not(reading, book.stores[index]),
        )
        for index in sorted(chosen, key=rivals.index)
    )


def _why_not(reading: Reading, rival: Store) -> str:
    """What the pick has and the rival has not, or what counts against the rival, or that they are level."""
    pick, decision = reading.pick, reading.decision
    if decision.forced:
        return _why_not_instead(reading, rival)
    only = [hit for hit in decision.hits if hit.weights[pick.index] > 0 >= hit.weights[rival.index]]
    against = [hit for hit in decision.hits if hit.weights[rival.index] < 0 <= hit.weights[pick.index]]
    if only:
        best = max(only, key=lambda hit: hit.weights[pick.index])
        return f"This speaks for {pick.name} and not for it: {_lower(fill(best.rule.because, pick))}"
    if against:
        return fill(min(against, key=lambda hit: hit.weights[rival.index]).rule.because, rival)
    if decision.points[pick.index] > decision.points[rival.index]:
        if pick.index in reading.existing_stores:
            return "It would do as well; you lean towards the other."
        return f"It would do, but less closely: {pick.name} fits more of what you said."
    return f"It would do as well; nothing you said separates the two, and {pick.name} comes first in the guide."


def _why_not_instead(reading: Reading, rival: Store) -> str:
    """Why what is in use or decided is not given up for `rival`."""
    pick, answers = reading.pick, reading.answers
    named = str(answers["existing_database"])
    name = reading.catalogue.name(named)
    if rival.database is pick.database and named == pick.database.id:
        return f"{name} runs there as well; nothing you said speaks for moving."
    if stance(answers) == "decided":
        return f"You have decided on {name}; this would need a reason to reopen that."
    return f"You already use {name}; this would be a migration, and needs a problem that it solves."


def _lower(text: str) -> str:
    """Lower the first letter of a sentence, unless its first word is a name."""
    first = text.split(" ", 1)[0]
    plain = {"It", "A", "An", "The", "You", "Your", "Users,", "Devices", "Data", "At", "Measurements", "With"}
    return text[0].lower() + text[1:] if first in plain else text


def client_alternatives(reading: Reading) -> tuple[tuple[Client, str], ...]:
    """The runner-up among the clients, with what it would be better for."""
    if reading.client is None:
        return ()
    ranking = client_ranking(reading.book, reading.pick, reading.answers)
    others = [client for client in ranking if client is not reading.client]
    return tuple((client, client.best_for) for client in others[:1])


def companion_sentence(companion: Companion) -> str:
    """A companion with its client and its reason."""
    if companion.within:
        return companion.text
    through = f", through {companion.client.name}" if companion.client else ""
    return f"{companion.store.name}{through}. {companion.text}"
