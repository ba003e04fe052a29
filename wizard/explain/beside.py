"""What stands beside the pick: stores for other kinds of data, and the alternatives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from wizard.catalogue.model import Client, Database, Source
from wizard.catalogue.rule_model import ClientRule, CoherenceRule, CompanionRule
from wizard.decide.answers import Answers, Value, values
from wizard.decide.clients import client_ranking, lineup, speaks
from wizard.decide.decision import Decision, about, beside_in_use, choose_client, decide, judged, stance
from wizard.decide.questions import NOT_OF_STORES_BESIDE
from wizard.decide.rules import Store, fires, selects, touches
from wizard.explain.words import called, fill, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.explain.reading import Reading

#: More would be a list to choose from again.
MOST_ALTERNATIVES: Final = 2

#: Nobody weighs a stack that is further behind than this.
WITHIN_REACH: Final = 7

#: So many points further behind another engine may be, and still be told before another home of the same one.
ANOTHER: Final = 4

#: So many points are a need at the core of the product.
CORE: Final = 12

#: Being ruled out weighs more than any points.
RULED_OUT: Final = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class Companion:
    store: Store
    client: Client | None
    for_: str
    within: bool
    text: str
    source: Source
    place_open: bool = False
    """Whether it is an engine in use, and where it runs was not said."""

    @property
    def name(self) -> str:
        """How it reads in a sentence: without a place that nobody named."""
        return self.store.database.name if self.place_open else self.store.name


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
        if not fires(rule, answers) or not selects(rule.pick, reading.attributes):
            continue
        if touches(rule.pick_not, reading.attributes) or (kept and rule.for_ in kept.store.database.serves):
            continue
        if not rule.within and any(rule.for_ in item.serves for item in reading.in_use_beside):
            continue  # no second one for the same job
        beside, client = store, reading.client
        if not rule.within:
            best = _beside(reading, rule)
            if best is None:
                continue
            there = [(item.store, item.client) for item in found if item.store.family == best[0].family]
            beside, client = there[0] if there else best  # one store for both: what speaks the same holds the same
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
        text=say(reading.catalogue, "kept-beside"),
        source=kept.database.upkeep.source,
        place_open=reading.unplaced(kept, decision.beside),
    )


def _beside(reading: Reading, rule: CompanionRule) -> tuple[Store, Client | None] | None:
    """The best store for a companion, with its client: the same rules, asked about its own kind of data alone. What was
    required of the main store is required of it too; how many engines the code runs on is not its business.

    Beside what a provider runs for the team already, only what is of the same cloud comes in question: a second vendor,
    network and contract are more than a second kind of data is worth.
    """
    book, cloud = reading.book, reading.pick.service.platform
    alone: dict[str, Value] = {
        key: value
        for key, value in reading.answers.items()
        if not key.startswith("existing_") and key not in NOT_OF_STORES_BESIDE
    }
    alone |= {"data": (rule.for_,), "realtime": "no"}
    if cloud and alone.get("platform", "unsure") in ("any", "unsure"):
        alone["platform"] = cloud
    bound = reading.decision.forced and reading.pick.service.kind == "managed"
    line = lineup(book, alone)
    found = judged(book, alone, line)
    left = [
        store
        for store in book.stores
        if store.database.id in rule.databases
        and store.index not in found.excluded | line.out
        and found.points[store.index] > 0
        and (not bound or (bool(cloud) and store.service.platform == cloud))
    ]
    best = max(left, key=lambda store: (found.points[store.index], -store.index), default=None)
    return None if best is None else (best, _client_beside(reading, best, alone))


def _client_beside(reading: Reading, store: Store, alone: Answers) -> Client | None:
    """The client for a store beside the pick: that of the pick where it speaks to both, else the one that is closest to
    the store, for one kind of data wants no models of its own."""
    known = reading.client
    if known and speaks(known, store) and known.speaks[store.family].value == "yes":
        return known
    return lineup(reading.book, {**alone, "query_style": "sql"}).clients[store.index]


def alternatives(reading: Reading) -> tuple[Alternative, ...]:
    """At most two that one would really weigh: what the person leaned towards, another engine that suits the data, and
    other homes of the same engine, each within reach of the pick. What is in use or decided has one at most, and only
    where something serious speaks against it."""
    if reading.decision.forced and reading.store_is_chosen and reading.unbound.store is reading.pick:
        return reading.unbound.alternatives
    if reading.decision.forced:
        return _instead_of_what_is_kept(reading)
    decision, book, pick = reading.decision, reading.book, reading.pick
    near = [
        index
        for index in decision.standings
        if index != pick.index
        and decision.points[pick.index] - decision.points[index] <= WITHIN_REACH
        and not _new_block(reading, book.stores[index], choose_client(book, book.stores[index], reading.answers))
    ]
    others = [
        index
        for index in near
        if book.stores[index].database is not pick.database
        and (book.stores[index].service.kind == "managed") == (pick.service.kind == "managed")
        and (book.stores[index].family != pick.family or "time-series" in values(reading.answers, "data"))
        and _suits(decision, index)
    ]
    homes = [index for index in near if book.stores[index].database is pick.database]
    homes.sort(key=lambda index: book.stores[index].service.platform != pick.service.platform)
    leaning = reading.leaning_not_followed
    wished = [leaning] if leaning else []
    another = others[:1]
    weighed = sorted(another + homes, key=lambda index: -decision.points[index] - ANOTHER * (index in another))
    found = [_alternative(reading, index) for index in weighed]
    best = {item.why_not: item for item in reversed([*wished, *found])}  # the same reason once, for the better one
    return tuple(reversed(best.values()))[:MOST_ALTERNATIVES]


def _new_block(reading: Reading, store: Store, client: Client | None) -> CoherenceRule | None:
    """An objection that would block another stack, and does not block the pick."""
    known = {item.rule for item in reading.blocks}
    rules = (rule for rule in reading.may_block if rule.id not in known)
    return next(about(reading.book, rules, store, client), None)


def _suits(decision: Decision, index: int) -> bool:
    """Whether what was said of the data, or a need at the core of the product, speaks for the store."""
    return any(
        hit.weights[index] >= CORE or (hit.weights[index] > 0 and "data" in hit.rule.when) for hit in decision.hits
    )


def _alternative(reading: Reading, index: int) -> Alternative:
    store = reading.book.stores[index]
    return Alternative(
        store=store,
        client=choose_client(reading.book, store, reading.answers),
        total=reading.decision.points[index],
        why_not=why_not(reading, store),
    )


def leaning_not_followed(reading: Reading) -> Alternative | None:
    """What the person leaned towards, where something else was picked: the best of what the name can mean."""
    liked = reading.existing_stores
    if (
        reading.decision.store is None
        or stance(reading.answers) != "leaning"
        or reading.pick.index in liked
        or not liked
    ):
        return None
    decision = reading.decision
    best = max(liked, key=lambda index: (index in decision.running, decision.points[index], -index))
    return _alternative(reading, best)


def _instead_of_what_is_kept(reading: Reading) -> tuple[Alternative, ...]:
    """What would be picked if nothing were in use, where an objection that is not about the client is serious."""
    serious = [item for item in reading.conflicts if item.level != "note" and "existing_client" not in item.answers]
    answers = reading.answers
    free = {key: value for key, value in answers.items() if key not in ("existing_database", "existing_stance")}
    field = decide(reading.book, free)
    if not serious or field.store is None or field.broken or field.store.database is reading.pick.database:
        return ()
    name = called(reading.catalogue, str(answers["existing_database"]), reading.pick)
    said = "instead-of-what-is-in-use" if stance(answers) == "in-use" else "instead-of-what-was-decided"
    return (
        Alternative(
            store=field.store,
            client=field.client,
            total=field.points[field.store.index],
            why_not=say(reading.catalogue, said, name=name),
        ),
    )


def why_not(reading: Reading, rival: Store) -> str:
    """What is true of the rival and not of the pick and weighs most: a rule that rules it out, that counts against it,
    or that it lacks; or else that it would do."""
    book, decision, pick = reading.book, reading.decision, reading.pick
    if rival is reading.without_leaning:
        return say(reading.catalogue, "without-the-leaning")
    client = choose_client(book, rival, reading.answers)
    attributes = book.stack_attributes(rival, client)
    found: list[tuple[int, str]] = []
    for hit in decision.hits:
        rule, ours, theirs = hit.rule, hit.weights[pick.index], hit.weights[rival.index]
        if rival.index in hit.excluded and pick.index not in hit.excluded:
            found.append((RULED_OUT, rule.because))
        elif theirs < 0 <= ours:
            found.append((ours - theirs, rule.because))
        elif ours > 0 >= theirs and rule.lacking and selects(rule.lacking_of, attributes):
            found.append((ours - theirs, rule.lacking))
        elif ours > theirs > 0 and rule.less and selects(rule.less_of, attributes):
            found.append((ours - theirs, rule.less))
    block = _new_block(reading, rival, client)
    if block:
        found.append((RULED_OUT, block.because))
    found += [(0, rule.because) for rule in _warned(reading, rival)]
    if decision.lineup and rival.index in decision.lineup.out:
        found.append((RULED_OUT - 1, say(reading.catalogue, "no-client-that-meets-it")))
    if found:
        return fill(max(found, key=lambda item: item[0])[1], rival, client)
    level = decision.points[pick.index] <= decision.points[rival.index]
    return say(reading.catalogue, "would-do-as-well" if level else "would-do-too")


def _warned(reading: Reading, rival: Store) -> Iterator[CoherenceRule]:
    """The warnings that hold for another stack and not for the pick, those about rules to meet first. Where the pick is
    warned of the same thing in other words, that separates nothing."""
    told = {item.rule for item in reading.conflicts}
    same = [rule.when for rule in reading.book.coherence if rule.id in told and rule.level != "note" and rule.when]
    rules = (
        rule
        for rule in reading.book.coherence
        if rule.level == "warn" and rule.id not in told and rule.when not in same and fires(rule, reading.answers)
    )
    ordered = sorted(rules, key=lambda rule: "compliance" not in rule.when)
    return about(reading.book, ordered, rival, choose_client(reading.book, rival, reading.answers))


def client_alternatives(reading: Reading) -> tuple[tuple[Client, str], ...]:
    """The runner-up among the clients that nothing blocks, with why it is not the one. What was brought along has one
    only where an objection blocks it: what is in use anyway is compared with nothing."""
    if reading.client is None:
        return ()
    ranking = client_ranking(reading.book, reading.pick, reading.answers)
    others = [
        client for client in ranking if client is not reading.client and not _new_block(reading, reading.pick, client)
    ]
    if reading.client is reading.existing_client:
        others = [client for client in others if _fails_alone(reading, reading.client, client)]
    return tuple((client, _why_not_the_client(reading, reading.client, client)) for client in others[:1])


def in_use_beside(reading: Reading) -> tuple[Database, ...]:
    """The engines that are in use beside the pick, less those that are it or are told beside it already."""
    kept = _kept_beside(reading)
    told = {reading.pick.database.id} | ({kept.store.database.id} if kept else set())
    return tuple(item for item in beside_in_use(reading.book, reading.answers) if item.id not in told)


def same_engine_in_use(reading: Reading) -> tuple[str, ...]:
    """That an engine in use is the engine of the pick, which is new: one server may do for both."""
    store = reading.pick
    new = reading.attributes["standing"] == frozenset({"new"}) and store.service.kind != "embedded"
    there = any(item.id == store.database.id for item in beside_in_use(reading.book, reading.answers))
    said = say(reading.catalogue, "same-engine-in-use", database=store.database.name, name=store.name)
    return (said,) if new and there else ()


def in_use_sentences(reading: Reading) -> tuple[str, ...]:
    """One sentence for each store in use beside the pick."""
    return tuple(
        say(reading.catalogue, "cache-in-use-beside" if item.family == "redis" else "in-use-beside", name=item.name)
        for item in reading.in_use_beside
    )


def _fails_alone(reading: Reading, client: Client, rival: Client) -> bool:
    """Whether an objection blocks the client and would not block the rival."""
    attributes = {**reading.attributes, **reading.book.client_attributes(reading.pick, rival)}
    blocking = {item.rule for item in reading.conflicts if item.level == "block" and client.name in item.text}
    rules = [rule for rule in reading.book.coherence if rule.id in blocking]
    return any(not selects(rule.pick, attributes) or touches(rule.pick_not, attributes) for rule in rules)


def _why_not_the_client(reading: Reading, client: Client, rival: Client) -> str:
    """What is true of the rival and not of the client and weighs most, or else that it would do."""
    book, store = reading.book, reading.pick
    if client is reading.existing_client:
        return say(reading.catalogue, "instead-of-the-client-in-use", client=client.name)
    mine, its = (book.client_rules_for(store, item).weights for item in (client, rival))
    attributes = book.client_attributes(store, rival)
    found: list[tuple[int, str]] = []
    for rule, ours, theirs in zip(book.client_rules, mine, its, strict=True):
        if not fires(rule, reading.answers):
            continue
        if theirs < 0 <= ours:
            found.append((ours - theirs, _caveat(rule, store, rival) or rule.because))
        elif ours > 0 >= theirs and rule.lacking and selects(rule.lacking_of, attributes):
            found.append((ours - theirs, rule.lacking))
    if found:
        return fill(max(found, key=lambda item: item[0])[1], store, rival)
    return say(reading.catalogue, "would-do-as-well" if sum(mine) <= sum(its) else "would-do-too")


def _caveat(rule: ClientRule, store: Store, client: Client) -> str:
    """What the caveat is, where the rule counts against the client that it has one."""
    support = client.speaks.get(store.family)
    about = any("caveat" in effect.where.get("support", ()) for effect in rule.effects)
    return support.text if about and support is not None and support.printable else ""


def companion_sentence(reading: Reading, companion: Companion) -> str:
    """A companion with its client, its reason, and where it is to be made."""
    if companion.within:
        return companion.text
    through = f", through {companion.client.name}" if companion.client else ""
    told = f"{companion.name}{through}. {companion.text}"
    new = companion.store.index not in reading.decision.beside
    if new and companion.store.service.kind == reading.pick.service.kind == "managed":
        told += " " + say(reading.catalogue, "beside-in-the-same-region", name=reading.pick.name)
    return told
