"""The alternatives: the stacks that one would really weigh beside the pick, and why each is not the pick."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import compress, islice
from typing import TYPE_CHECKING, Final

from wizard.catalogue.model import Client
from wizard.catalogue.rule_model import ClientRule, CoherenceRule, Rule
from wizard.catalogue.vocabulary import PLATFORMS
from wizard.decide.answers import several, values
from wizard.decide.clients import client_ranking
from wizard.decide.decision import LEANING, Decision, about, existing_stores, refused_stores, stance
from wizard.decide.rules import Store, fires, selects, touches
from wizard.decide.what_if import NOTHING
from wizard.explain.attributes import unplaced
from wizard.explain.words import fill, say

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

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

#: What is said where nothing but points, too little for a file, or nothing at all tells a stack from the pick.
WOULD_DO: Final = "would-do-too"
AS_WELL: Final = "would-do-as-well"

#: What is said of what the answers alone would pick, where something else was chosen.
NOT_TAKEN: Final = "proposed-and-not-taken"

#: What is said of one store for all, where a part is in use.
WHAT_RUNS: Final = "what-runs-stays"

#: What is said of what own words refuse.
REFUSED: Final = "refused-in-words"

#: What is asked of a region, unless their own words name one of the provider's.
OF_A_REGION: Final = "nobody-looked-whether-it-has-that-region"


@dataclass(frozen=True, kw_only=True, slots=True)
class Alternative:
    store: Store
    client: Client | None
    total: int
    why_not: str
    rule: str
    """What says so: a rule's id, or that of the wizard's own words."""


def alternatives(reading: Reading) -> tuple[Alternative, ...]:
    """At most two that one would really weigh: what the person leaned towards, another engine that suits the data, and
    other homes of the same engine, each within reach of the pick, and none without a reason. Nothing is weighed against
    what is in use or decided: an objection has ways out of its own."""
    if reading.decision.forced and reading.store_is_chosen:
        proposed = reading.unbound.store
        if proposed is reading.pick or proposed is None:
            return reading.unbound.alternatives
        return (_not_taken(reading, _alternative(reading, proposed.index)),)
    if reading.decision.forced:
        return ()
    if reading.decision.beside and (whole := _in_one_store(reading)):
        return (whole,)
    leaning = reading.leaning_not_followed
    near = _near(reading)
    sound = [index for index in near if not _blocked(reading, index)]
    best = {leaning.why_not: leaning} if leaning else {}
    for index in _weighed(reading, sound) or _weighed(reading, near):
        item = _alternative(reading, index)
        if item.rule != WOULD_DO:
            best.setdefault(item.why_not, item)  # the same reason once, for the better one
        if len(best) == MOST_ALTERNATIVES:
            break
    return tuple(best.values())


def _not_taken(reading: Reading, proposed: Alternative) -> Alternative:
    """What the answers alone would pick, where something else was chosen."""
    said = say(reading.catalogue, NOT_TAKEN, name=reading.pick_name)
    against = proposed.rule not in (WOULD_DO, AS_WELL)
    return replace(proposed, rule=NOT_TAKEN, why_not=f"{said} {proposed.why_not}" if against else said)


def overruled(reading: Reading) -> tuple[Alternative, ...]:
    """What the answers alone would pick, where an engine of another kind was decided on, and it is ours to choose: the
    file says that it was passed over."""
    other, decision = reading.unbound.store, reading.decision
    ours = reading.stance == "decided" and not (reading.store_is_chosen or reading.run_by_others or decision.beside)
    if other is None or not decision.forced or not ours or other.family == reading.pick.family:
        return ()
    named = reading.called(str(reading.answers["existing_database"]))  # who runs an engine may be nobody's choice
    said = say(reading.catalogue, NOT_TAKEN, name=named)
    return (replace(_alternative(reading, other.index), rule=NOT_TAKEN, why_not=said),)


def elsewhere(reading: Reading) -> tuple[Alternative, ...]:
    """What comes next and no alternative says: what the answers would pick without a leaning; and where an engine was
    decided on, and its place is the wizard's own choice, the nearest other home of it. Where nothing but points tells
    the two apart, that is no matter for a file."""
    if other := reading.without_leaning:
        told = any(item.store is other for item in reading.alternatives)
        return () if told else (_alternative(reading, other.index),)
    ours = reading.stance == "decided" and not (reading.placeless or reading.store_is_chosen)
    if not ours or not unplaced(reading, reading.pick, reading.existing_stores):
        return ()
    near = (index for index in reading.decision.standings if index != reading.pick.index)
    found = (_alternative(reading, index) for index in near)
    return tuple(islice((item for item in found if item.rule != WOULD_DO), 1))


def _in_one_store(reading: Reading) -> Alternative | None:
    """What the answers alone would pick, where what is in use stays beside another store and that one holds it all."""
    store, kept = reading.unbound.store, reading.book.stores[min(reading.decision.beside)].database.name
    if store is None or store is reading.pick or not values(reading.answers, "data") <= {*store.database.serves}:
        return None
    said = say(reading.catalogue, WHAT_RUNS, name=kept)
    return replace(_alternative(reading, store.index), rule=WHAT_RUNS, why_not=said)


def _near(reading: Reading) -> list[int]:
    """The stores within reach of the pick, best first; what a leaning adds to the pick takes none out of reach."""
    decision, pick = reading.decision, reading.pick
    bonus = LEANING if pick.index in reading.existing_stores else 0
    return [
        index
        for index in decision.standings
        if index != pick.index and decision.points[pick.index] - decision.points[index] <= WITHIN_REACH + bonus
        if not reading.run_by_others
        or reading.book.stores[index].service is pick.service  # others run no Docker set-up
    ]


def _weighed(reading: Reading, near: list[int]) -> list[int]:
    """Of the stores within reach one of another engine and those of the pick's, best first: in the cloud where the
    project runs before others."""
    decision, stores, pick = reading.decision, reading.book.stores, reading.pick
    there = [*reading.in_use_beside, *(it.store.database for it in reading.companions)]
    others = [
        index
        for index in near
        if stores[index].database is not pick.database
        and stores[index].database not in there  # beside the pick: no second one is weighed
        and (stores[index].service.kind == "managed") == (pick.service.kind == "managed")
        and (stores[index].family != pick.family or "time-series" in values(reading.answers, "data"))
        and _suits(decision, index)
        and not _for_more(reading, stores[index])
    ]
    cloud = reading.answers.get("platform")
    rivals = {name for name in PLATFORMS if cloud in PLATFORMS and name != cloud}
    homes = [
        index
        for index in near
        if stores[index].database is pick.database
        and stores[index].service.platform not in rivals
        and not reading.host_not_compared  # no place is weighed against one of which nothing is known
    ]
    homes.sort(key=lambda index: stores[index].service.platform not in (cloud, pick.service.platform))
    ahead = {*others[:1], *(index for index in homes if stores[index].service.platform == cloud)}
    return sorted(others[:1] + homes, key=lambda index: -decision.points[index] - ANOTHER * (index in ahead))


def _for_more(reading: Reading, store: Store) -> bool:
    """Whether a relational engine spreads its writes over machines, which costs retries and latency: nobody weighs one
    where one primary does."""
    spreads = store.database.facts.get("write_scaling")
    relational = store.database.serves[0] == "relational"
    return relational and spreads is not None and spreads.value == "yes" and reading.answers.get("scale") != "billions"


def _blocked(reading: Reading, index: int) -> bool:
    store = reading.book.stores[index]
    return any(_new_blocks(reading, store, reading.client_of(store)))


def _new_blocks(reading: Reading, store: Store, client: Client | None) -> Iterator[CoherenceRule]:
    """The objections that would block another stack, and do not block the pick."""
    known = {item.rule for item in reading.blocks}
    rules = (rule for rule in reading.may_block if rule.id not in known)
    return about(reading.book, rules, store, client)


def _suits(decision: Decision, index: int) -> bool:
    """Whether what was said of the data, or a need at the core of the product, speaks for the store."""
    return any(
        hit.weights[index] >= CORE or (hit.weights[index] > 0 and "data" in hit.rule.when) for hit in decision.hits
    )


def _alternative(reading: Reading, index: int, of_all: Collection[str] | None = None) -> Alternative:
    """`of_all`: the reasons that hold of every home of what was named: nobody named one of them."""
    store = reading.book.stores[index]
    rule, text = _why_not(reading, store, of_all)
    return Alternative(
        store=store,
        client=reading.client_of(store),
        total=reading.decision.points[index],
        why_not=text,
        rule=rule,
    )


def leaning_not_followed(reading: Reading) -> Alternative | None:
    """What the person leaned towards, where something else was picked: the best of what the name can mean."""
    liked = existing_stores(reading.book, reading.answers)
    if (
        reading.decision.store is None
        or stance(reading.answers) != "leaning"
        or reading.pick.index in liked
        or not liked
    ):
        return None
    stores, running, points = reading.book.stores, reading.decision.running, reading.decision.points

    def nearest(index: int) -> tuple[bool, bool, bool, int, int]:
        """Of several homes the one that is run as was asked, or as the pick is, then where the pick is."""
        here, service = stores[index].service, reading.pick.service
        own = reading.answers.get("hosting") == "self-hosted" or reading.answers.get("platform") == "own"
        kind = "self-hosted" if own else service.kind
        return here.kind == kind, index in running, here is service, points[index], -index

    best = max(liked, key=nearest)
    shared = set.intersection(*({*_against(reading, stores[at])} for at in liked))
    told = _alternative(reading, best, _of_the_engine(reading, stores[best], shared) or shared)
    if told.rule not in (WOULD_DO, AS_WELL) or len(liked) == 1:
        return told
    apart = [_alternative(reading, at) for at in (best, *sorted(liked - {best}))]  # each home has a reason of its own
    if any(item.rule in (WOULD_DO, AS_WELL) for item in apart):
        return told
    first = apart[0]
    rest = [item for item in apart if item.rule != first.rule]
    return replace(first, why_not=" ".join(dict.fromkeys((first.why_not, *(item.why_not for item in rest[:1])))))


def _of_the_engine(reading: Reading, rival: Store, shared: set[str]) -> set[str]:
    """Those of the reasons that do not hold of the pick's engine at the same service: why another engine was picked."""
    there = (it for it in reading.book.stores if it.service is rival.service and it.database is reading.pick.database)
    return shared.difference(*(_against(reading, it) for it in there))


def why_not(reading: Reading, rival: Store) -> str:
    """Why a stack is not the pick."""
    return _why_not(reading, rival)[1]


def _why_not(reading: Reading, rival: Store, of_all: Collection[str] | None = None) -> tuple[str, str]:
    """What is true of the rival and not of the pick and weighs most, behind its id; or else that it would do."""
    decision, pick = reading.decision, reading.pick
    if rival is reading.without_leaning:
        return "without-the-leaning", say(reading.catalogue, "without-the-leaning")
    against = _against(reading, rival)
    found = [(*told, id_) for id_, told in against.items() if of_all is None or id_ in of_all]
    if found:
        _, text, id_ = max(found, key=lambda item: item[0])
        return id_, fill(text, rival, reading.client_of(rival))
    level = decision.points[pick.index] <= decision.points[rival.index] and not _asked_apart(reading, rival)
    said = AS_WELL if level else WOULD_DO
    return said, say(reading.catalogue, said, name=reading.pick_name)


def _against(reading: Reading, rival: Store) -> dict[str, tuple[int, str]]:
    """Id -> the weight and the words of what is true of the rival and not of the pick: a rule that rules it out, that
    counts against it, or that it lacks."""
    book, decision, pick = reading.book, reading.decision, reading.pick
    client = reading.client_of(rival)
    attributes = book.stack_attributes(rival, client)
    found: dict[str, tuple[int, str]] = {}
    for hit in decision.hits:
        rule, ours, theirs = hit.rule, hit.weights[pick.index], hit.weights[rival.index]
        if _holds_of_the_pick(reading, rule):
            continue
        if rival.index in hit.excluded and pick.index not in hit.excluded:
            found[rule.id] = (RULED_OUT, rule.because)
        elif theirs >= ours or not fires(rule, reading.held):
            continue
        elif theirs < 0 <= ours:
            found[rule.id] = (ours - theirs, rule.because)
        elif ours > 0 >= theirs and rule.lacking and selects(rule.lacking_of, attributes):
            found[rule.id] = (ours - theirs, rule.lacking)
        elif ours > theirs > 0 and rule.less and selects(rule.less_of, attributes):
            found[rule.id] = (ours - theirs, rule.less)
    for block in _new_blocks(reading, rival, client):
        if not any(about(book, [block], pick, client)):  # else it is the client's
            # that nobody looked is no reason while there is one
            found[block.id] = (0 if block.id == OF_A_REGION else RULED_OUT, block.because)
    if rival.index in refused_stores(book, reading.refused):
        found[REFUSED] = (RULED_OUT + 1, say(reading.catalogue, REFUSED))
    found |= {rule.id: (0, rule.because) for rule in _warned(reading, rival) if rule.id not in found}
    if decision.lineup and rival.index in decision.lineup.out:
        said = "no-client-that-meets-it"
        found[said] = (RULED_OUT - 1, say(reading.catalogue, said))
    if decision.home and values(reading.answers, "data") != {"unsure"}:
        said = "in-use-takes-these"
        found[said] = (RULED_OUT - 2, say(reading.catalogue, said, name=pick.database.name))
    return found


def _holds_of_the_pick(reading: Reading, rule: Rule) -> bool:
    """Whether what a rule says against another stack holds of the pick as well, in other words."""
    return bool(rule.also_of) and selects(rule.also_of, reading.attributes)


def _asked_apart(reading: Reading, rival: Store) -> bool:
    """Whether something that was asked for tells the two apart: without it the other one would be the pick."""
    return any(flip.store is rival and not set(several(flip.from_)) <= NOTHING for flip in reading.what_if.flips)


def _warned(reading: Reading, rival: Store) -> Iterator[CoherenceRule]:
    """The warnings that hold for another stack and not for the pick, those about rules to meet first. Where the pick is
    warned of the same thing in other words, that separates nothing."""
    return about(reading.book, reading.may_warn, rival, reading.client_of(rival))


def may_warn(reading: Reading) -> tuple[CoherenceRule, ...]:
    """The warnings that hold for another stack, should they be about it, and not for the pick; see :func:`_warned`. How
    something is built is none against a stack."""
    told = {item.rule for item in reading.conflicts}
    heard = [rule for rule in reading.book.coherence if rule.id in told and rule.level != "note"]
    same, texts = [rule.when for rule in heard if rule.when], {rule.because for rule in heard}
    rules = (
        rule
        for rule in reading.coherent
        if rule.level == "warn"
        and not rule.ruled
        and rule.id not in told
        and rule.when not in same
        and rule.because not in texts
        if not _holds_of_the_pick(reading, rule)
    )
    return tuple(sorted(rules, key=lambda rule: "compliance" not in rule.when))


def client_alternatives(reading: Reading) -> tuple[tuple[Client, str], ...]:
    """The runner-up among the clients that nothing blocks, with why it is not the one. What was brought along has one
    only where an objection blocks it: what is in use anyway is compared with nothing."""
    if reading.client is None:
        return ()
    pick, ranking = reading.pick, client_ranking(reading.book, reading.pick, reading.answers)
    ranking = tuple(it for it in ranking if it.id not in reading.refused)
    others = [it for it in ranking if it is not reading.client and not any(_new_blocks(reading, pick, it))]
    if reading.client is reading.existing_client:
        others = [client for client in others if _fails_alone(reading, reading.client, client)]
    told = ((client, _why_not_the_client(reading, reading.client, client)) for client in others)
    return tuple(islice(((client, text) for client, text in told if text), 1))


def _fails_alone(reading: Reading, client: Client, rival: Client) -> bool:
    """Whether an objection blocks the client and would not block the rival."""
    attributes = {**reading.attributes, **reading.book.client_attributes(reading.pick, rival)}
    blocking = {item.rule for item in reading.conflicts if item.level == "block" and client.name in item.text}
    rules = [rule for rule in reading.book.coherence if rule.id in blocking]
    return any(not selects(rule.pick, attributes) or touches(rule.pick_not, attributes) for rule in rules)


def _why_not_the_client(reading: Reading, client: Client, rival: Client) -> str:
    """What is true of the rival and not of the client and weighs most, or that nothing separates the two; empty where
    only points do."""
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
        elif ours > theirs > 0 and rule.less and selects(rule.less_of, attributes):
            found.append((ours - theirs, rule.less))
    if found:
        return fill(max(found, key=lambda item: item[0])[1], store, rival)
    fired = [fires(rule, reading.answers) for rule in book.client_rules]
    level = sum(compress(mine, fired)) <= sum(compress(its, fired))
    return say(reading.catalogue, AS_WELL) if level else ""


def _caveat(rule: ClientRule, store: Store, client: Client) -> str:
    """What the caveat is, where the rule counts against the client that it has one."""
    support = client.speaks.get(store.family)
    about = any("caveat" in effect.where.get("support", ()) for effect in rule.effects)
    return support.text if about and support is not None and support.printable else ""
