"""The engine's promises, over every combination of answers that can be reached.

The combinations are factored (see wizard/build/pages/factors.py): answers that no rule tells apart form a class, and
one member stands for all. Points choose among what the hard requirements leave, so these are walked whole; what only
points decide is proved group by group, and tried on drawn interviews. The counts that are printed are
published on the page "How the wizard decides".

`make promises` runs this over a company's overlay, too, without the tests that are marked `guide`. What has been
proved for the same sources is not proved again: see proofs.py.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import chain, islice, product
from operator import ge, le
from random import Random

import pytest

from wizard.build.pages.factors import Factor, client_factors, combinations, hard_factors
from wizard.catalogue.load import load
from wizard.catalogue.model import Client, Condition, Database, Question, Service
from wizard.catalogue.rule_model import CoherenceRule, Rule
from wizard.catalogue.vocabulary import LANGUAGES, STANDING
from wizard.converse import link
from wizard.converse.flow import next_question
from wizard.decide.answers import Value, applies, check, offered, possible, prune
from wizard.decide.clients import client_ranking, home_stores, lineup, reachable_stores, speaks
from wizard.decide.decision import decide, existing_stores, language_of, running_stores, stance
from wizard.decide.open_stacks import bounds
from wizard.decide.questions import is_suggested, pace
from wizard.decide.reach import OPEN, possible_verdicts, told_apart
from wizard.decide.rulebook import rulebook
from wizard.decide.rules import (
    Attributes,
    Group,
    Store,
    fires,
    group_verdicts,
    selects,
    stack_verdict,
    touches,
    verdict,
)
from wizard.decide.what_if import one_change_away
from wizard.explain.machine import as_json
from wizard.explain.reading import reading_of
from wizard.write import comment

pytestmark = [pytest.mark.proof, pytest.mark.full("the promises over every combination; `make promises` proves them")]

CATALOGUE = load()
BOOK = rulebook(CATALOGUE)
HARD = hard_factors(BOOK)
CLIENTS = client_factors(BOOK)

#: What the factors do not hold: nothing is in use yet.
FREE: Mapping[str, Value] = {"persistence": "yes", "existing_database": "none", "existing_client": "none"}

EVERY_STORE = frozenset(range(len(BOOK.stores)))


def by_facts(attributes: Attributes) -> frozenset[tuple[str, frozenset[str]]]:
    """What the rules can ask about a product or a stack, without its names."""
    return frozenset(item for item in attributes.items() if item[0] not in ("database", "service", "client"))


def first_of[Kind](items: Iterable[Kind], facts: Callable[[Kind], object]) -> tuple[Kind, ...]:
    """The first of those that have the same facts. Where pairs of products are walked it stands for the others, which
    are walked alone, so that the proofs grow as the catalogue does; today no two products are the same."""
    found: dict[object, Kind] = {}
    for item in items:
        found.setdefault(facts(item), item)
    return tuple(found.values())


def client_facts(client: Client) -> object:
    """What the rules can ask about a client with any store, without its name."""
    spoken = tuple((family, fact.value) for family, fact in client.speaks.items())
    return spoken, client.frameworks, bool(client.services), by_facts(BOOK.client_attributes(BOOK.stores[0], client))


STORES = first_of(BOOK.stores, lambda store: by_facts(store.attributes))
CLIENT_KINDS = first_of(CATALOGUE.clients.values(), client_facts)

#: The products that stand for those with the same facts, by id, and the others.
STANDING_FOR = frozenset(
    chain(*((store.database.id, store.service.id) for store in STORES), (client.id for client in CLIENT_KINDS))
)
STOOD_FOR = frozenset((*CATALOGUE.databases, *CATALOGUE.services, *CATALOGUE.clients)) - STANDING_FOR


def told_by_facts(question: Question) -> tuple[Value, ...]:
    """Every answer of a question, without those that name products another stands for."""
    every_ = possible(question)
    return tuple(value for value in every_ if STOOD_FOR.isdisjoint((value,) if isinstance(value, str) else value))


def choices(factor: Factor, answers: Mapping[str, Value]) -> tuple[Value | None, ...]:
    """One answer for each class of the factor that the interview offers after these answers; None is no answer."""
    question = CATALOGUE.questions[factor.key]
    if not applies(question, answers):
        return (None,)
    legal = {None, *(option.value for option in offered(question, answers))}
    found = []
    for members in factor.classes:
        chosen = [member for member in members if isinstance(member, tuple) or member in legal]
        found += [max(chosen, key=lambda member: member is not None)] if chosen else []
    return tuple(found)


def every(factors: Sequence[Factor], start: Mapping[str, Value] = FREE, depth: int = 0) -> Iterator[dict[str, Value]]:
    """Every combination of classes that the interview can reach."""
    if depth == len(factors):
        yield dict(start)
        return
    key = factors[depth].key
    for value in choices(factors[depth], start):
        yield from every(factors, {**start, key: value} if value is not None else start, depth + 1)


def drawn(count: int, seed: int) -> Iterator[dict[str, Value]]:
    """Whole interviews with nothing in use, each answer drawn from those that are offered, or left out."""
    draw = Random(seed)
    for _ in range(count):
        answers: dict[str, Value] = {}
        for key, question in CATALOGUE.questions.items():
            if key in FREE:
                answers[key] = FREE[key]
            elif applies(question, answers) and draw.random() < 0.9:
                answers[key] = draw.choice(several_of(key) if question.several else one_of(question, answers))
        yield answers


@cache
def several_of(key: str) -> tuple[Value, ...]:
    return possible(CATALOGUE.questions[key])


def one_of(question: Question, answers: Mapping[str, Value]) -> tuple[Value, ...]:
    return tuple(option.value for option in offered(question, answers))


# --- the walk over every hard requirement -----------------------------------------------------------------------------

#: Tests that share the walk run in one process, so that nobody walks twice.
shares_walks = pytest.mark.xdist_group("walks")

type Mask = tuple[frozenset[int], frozenset[int], frozenset[int]]


@pytest.fixture(scope="module")
def masks() -> dict[Mask, dict[str, Value]]:
    """What the rules can rule out together (stores, those that are unfit, those without a client), with one set of
    answers for each, over every combination of answers that they tell apart."""
    found: dict[Mask, dict[str, Value]] = {}
    for excluded, unfit, answers in walked():
        line = lineup(BOOK, answers)
        stacks = stack_verdict(BOOK, answers, line)
        found.setdefault((excluded | stacks.excluded, unfit | stacks.unfit, line.out), answers)
    return found


def walked() -> Iterator[tuple[frozenset[int], frozenset[int], dict[str, Value]]]:
    """(the stores that rules about stores alone rule out, those unfit, the answers) for every combination, question by
    question; combinations that have ruled out the same, have met the same rules about clients and stacks, and leave
    the same to ask go on as one."""
    place = {factor.key: depth for depth, factor in enumerate(HARD)}

    def ripe(keys: Iterable[str]) -> int:
        """The place of the last of these questions, after which all of them are answered."""
        return max((place[key] for key in keys if key in place), default=0)

    groups = [group for group in BOOK.groups if any(item.excluded for item in group.rules)]
    others: list[Rule] = [*BOOK.client_rules, *(item.rule for item in BOOK.stack_rules)]
    together = [*(group.keys for group in groups), *({*rule.when, *rule.unless} for rule in others)]
    for factor in HARD:  # whether a question applies, and which of its options do
        question = CATALOGUE.questions[factor.key]
        together.append({factor.key, *question.when, *(key for option in question.options for key in option.when)})
    asking = dict.fromkeys(place, 0)
    for keys in together:
        asking.update({key: max(asking.get(key, 0), ripe(keys)) for key in keys})
    asking |= dict.fromkeys(("language", "framework"), len(HARD))  # the line-up asks for them, beside its rules

    states: dict[object, tuple[frozenset[int], frozenset[int], frozenset[str], Said]] = {}
    states[()] = frozenset(), frozenset(), frozenset(), ()
    for depth, factor in enumerate(HARD):
        of_stores = [group for group in groups if ripe(group.keys) == depth]
        of_others = [rule for rule in others if ripe({*rule.when, *rule.unless}) == depth]
        needed = sorted(key for key, last in asking.items() if last > depth >= place.get(key, depth + 1))
        following: dict[object, tuple[frozenset[int], frozenset[int], frozenset[str], Said]] = {}
        for excluded, unfit, met, said_ in states.values():
            answers = answers_in(said_)
            for value in choices(factor, answers):
                more = {**answers, factor.key: value} if value is not None else answers
                parts = group_verdicts(BOOK, of_stores, more)
                out = excluded.union(*(part.excluded for part in parts))
                bad = unfit.union(*(part.unfit for part in parts))
                told = met.union(rule.id for rule in of_others if fires(rule, more))
                further = (said_, factor.key, value) if value is not None else said_
                following.setdefault((out, bad, told, *map(more.get, needed)), (out, bad, told, further))
        states = following
    for excluded, unfit, _, said_ in states.values():
        yield excluded, unfit, answers_in(said_)


type Said = tuple[Said, str, Value] | tuple[()]
"""Answers as what was said before, and the last one: what many have in common is kept once."""


def answers_in(said_: Said) -> dict[str, Value]:
    """The answers in the order in which they were given."""
    given: list[tuple[str, Value]] = []
    while said_:
        said_, key, value = said_
        given.append((key, value))
    return {**FREE, **dict(reversed(given))}


@shares_walks
def test_every_combination_has_exactly_one_pick_that_breaks_no_hard_requirement(
    masks: dict[Mask, dict[str, Value]],
) -> None:
    """Where nothing is left, the pick says so: an objection that blocks, and not `clear` nor `close`."""
    unmet = 0
    for (excluded, _, out), answers in masks.items():
        result = reading_of(CATALOGUE, answers)
        assert result.store is not None
        left = EVERY_STORE - BOOK.never - excluded - out
        assert result.decision.broken == (not left), answers
        if left:
            assert result.store.index in left
            continue
        unmet += 1
        assert result.certainty == "forced"
        assert result.blocks, answers
    answers_, classes = combinations(HARD)
    print(f"\nhard requirements: {answers_:,} combinations of answers in {classes:,} classes, {len(masks):,} outcomes,")
    print(f"of which {unmet} leave nothing and say so")


def test_the_engine_picks_the_most_points_among_what_is_left() -> None:
    count = 0
    for answers in drawn(1_500, seed=1):
        decision = decide(BOOK, answers)
        line = lineup(BOOK, answers)
        rules = [rule for rule in CATALOGUE.store_rules if fires(rule, answers)]
        told = [BOOK.stack_attributes(store, client) for store, client in zip(BOOK.stores, line.clients, strict=True)]
        points = [sum(e.by for rule in rules for e in rule.effects if selects(e.where, each)) for each in told]
        out = {i for i, each in enumerate(told) if any(selects(w, each) for rule in rules for w in rule.excludes)}
        left = sorted((EVERY_STORE - BOOK.never) - out - line.out) or sorted(decision.running)
        assert decision.store is not None
        assert decision.store.index == max(left, key=points.__getitem__)
        count += 1
    print(f"\npicks: {count:,} drawn interviews, added up rule by rule")


def test_what_a_group_of_rules_can_still_say_holds_all_that_it_says() -> None:
    """For every group and every set of its questions that is still open: "settled" looks at no less than can come."""
    count = 0
    for group in BOOK.groups:
        ways = [told_apart(BOOK, group, key) for key in group.keys]
        whole = list(product(*ways))
        for open_ in product((False, True), repeat=len(group.keys)):
            for chosen in whole:
                given = tuple(OPEN if still else value for still, value in zip(open_, chosen, strict=True))
                reach = possible_verdicts(BOOK, group, given)
                answers = {k: v for k, v in zip(group.keys, chosen, strict=True) if v is not None}
                (said,) = group_verdicts(BOOK, (group,), answers)
                told = {(item.points, item.excluded, item.unfit) for item in reach}
                assert (said.points, said.excluded, said.unfit) in told
                count += 1
    print(f"\nsettled: {count:,} states of groups of rules, each within what was foreseen")


def test_what_the_client_can_still_change_is_within_its_bounds() -> None:
    keys = [key for key in CATALOGUE.questions if key in {*BOOK.client_keys, *BOOK.stack_keys}]
    count = 0
    for answers in drawn(1_500, seed=2):
        said = stack_verdict(BOOK, answers, lineup(BOOK, answers))
        out = lineup(BOOK, answers).out
        for known in range(keys.index("framework") + 1, len(keys)):
            still = frozenset(keys[known:])
            part = {key: value for key, value in answers.items() if key not in still}
            found = bounds(BOOK, part, still)
            assert all(map(le, found.least, said.points))
            assert all(map(ge, found.most, said.points))
            assert said.excluded | out <= found.may_be_out | found.never
            count += 1
    print(f"\nsettled: {count:,} states of what the client can change, within their bounds")


def test_settled_is_sound_no_completion_changes_the_pick() -> None:
    """Drawn interviews, stopped after each question: where it is called settled, the end is foreseen."""
    settled = total = 0
    for answers in drawn(900, seed=3):
        end = decide(BOOK, answers).store
        keys = list(answers)
        for stop in range(8, len(keys)):
            part = {key: answers[key] for key in keys[:stop]}
            reading = reading_of(CATALOGUE, part)
            total += 1
            if reading.settled:
                settled += 1
                assert reading.store is end, part
    assert settled > total / 10, "settled is of use: it is said before the last question"
    print(f"\nsettled: said at {settled:,} of {total:,} points of drawn interviews, and never too early")


@shares_walks
def test_what_is_in_use_is_never_replaced(masks: dict[Mask, dict[str, Value]]) -> None:
    """For every set of stores that the rules can exclude together, every existing database, language and client.

    The pick of a forced choice depends on nothing else but points, and points only choose inside what is kept. The one
    case in which a database in use is not the pick is that it cannot hold the data at all; then it stays beside it.
    """
    existing = [*CATALOGUE.databases, *CATALOGUE.services]
    pairs = {(excluded, unfit) for excluded, unfit, _ in masks}
    count = 0
    for named in existing:
        kept = existing_stores(BOOK, {"existing_database": named})
        assert kept, f"nobody can be using {named}"
        limits = {(excluded & kept, unfit & kept) for excluded, unfit in pairs}
        for language in (*LANGUAGES, "other"):
            clients = ["none", *(item.id for item in CATALOGUE.clients.values() if item.language == language)]
            for client, (excluded, unfit) in product(clients, limits):
                count += 1
                if kept <= unfit:
                    continue
                answers = {"language": language, "existing_database": named, "existing_client": client}
                running = running_stores(BOOK, answers, kept, excluded, lineup(BOOK, answers).out)
                assert running
                assert running <= kept
                assert not running & excluded or kept <= excluded
    print(f"\nin use: {count:,} combinations of {len(pairs)} constraint sets, databases, languages and clients")


def test_a_database_in_use_that_cannot_hold_the_data_stays_beside_the_pick() -> None:
    count = 0
    for named in (*CATALOGUE.databases, *CATALOGUE.services):
        for data in possible(CATALOGUE.questions["data"]):
            answers = {**FREE, "language": "go", "existing_database": named, "existing_stance": "in-use", "data": data}
            result = reading_of(CATALOGUE, answers)
            assert result.store is not None
            if not result.decision.beside:
                assert named in (result.store.database.id, result.store.service.id)
                continue
            count += 1
            beside = result.companions[0].store
            assert named in (beside.database.id, beside.service.id)
            assert result.store.index not in verdict(BOOK, answers, BOOK.groups).unfit
            assert [conflict for conflict in result.conflicts if conflict.level == "warn"]
    assert count > 50
    print(f"\nkept beside: {count:,} combinations of databases in use and data")


@shares_walks
def test_a_client_in_use_is_kept_wherever_it_can_speak(masks: dict[Mask, dict[str, Value]]) -> None:
    """Without an existing database, the client in use narrows the stores to its homes, while any is left."""
    sets = {excluded for excluded, _, _ in masks}
    count = 0
    kinds = [data for data in possible(CATALOGUE.questions["data"]) if len(data) <= 2]
    for client, data in product(CATALOGUE.clients.values(), kinds):
        answers = {"language": client.language, "existing_client": client.id, "data": data}
        homes = home_stores(BOOK, client.id, frozenset(data))
        assert all(speaks(client, BOOK.stores[index]) for index in homes)
        if client.id in STOOD_FOR:
            continue
        line = lineup(BOOK, answers)
        for excluded in sets:
            running = running_stores(BOOK, answers, None, excluded, line.out)
            left = EVERY_STORE - BOOK.never - excluded or EVERY_STORE - BOOK.never
            left = left - line.out or left
            assert running == (left & homes or left)
            count += 1
    print(f"\nclients in use: {count:,} combinations of constraint sets, clients and data")


def client_combinations(step: int = 1) -> Iterator[dict[str, Value]]:
    return islice(every(CLIENTS), 0, None, step)


@cache
def clients_picked() -> frozenset[str]:
    """The clients that are picked for some store and some answers; each is checked on the way."""
    picked: set[str] = set()
    count = 0
    for answers in client_combinations():
        language = language_of(answers)
        for store in BOOK.stores:
            count += 1
            ranking = client_ranking(BOOK, store, answers)
            if language not in LANGUAGES:
                assert ranking == ()
                continue
            if store.index in reachable_stores(BOOK, language) - lineup(BOOK, answers).out:
                assert ranking, f"no client for {store.name}: {answers}"
            for client in ranking[:1]:
                picked.add(client.id)
                assert client.language == language
                assert client.pickable
                assert speaks(client, store)
                assert not client.frameworks or answers.get("framework") in client.frameworks
    print(f"\nclients: {count:,} combinations of stores and answers")
    return frozenset(picked)


@pytest.mark.xdist_group("clients")
def test_the_client_speaks_the_family_and_the_language_for_every_store() -> None:
    assert clients_picked()


@pytest.mark.guide
@pytest.mark.xdist_group("clients")
def test_a_client_that_is_never_picked_says_so() -> None:
    """Of two clients that are the same but for their names, the second never is: so it need not hold of an overlay."""
    pickable = {client.id for client in CATALOGUE.clients.values() if client.pickable}
    assert pickable - clients_picked() == set(), "say so (pickable = no), and why"


# --- the interview ----------------------------------------------------------------------------------------------------


def test_the_interview_always_ends_and_reaches_every_question() -> None:
    """Whatever is in use, in whichever language: each question comes at most once, and there is an end.

    Every pair of a database and a client that are in use (of those that facts tell apart; the others with the first of
    the other kind), and either of them with each way in which it came about; all three together would be three times as
    many interviews.
    """
    asked: set[str] = set()
    count = 0
    for persistence, language in product(("yes", "no", "unsure"), (*LANGUAGES, "other")):
        clients = ["none", *(item.id for item in CATALOGUE.clients.values() if item.language == language)]
        databases = ["none", *CATALOGUE.databases, *CATALOGUE.services] if persistence == "yes" else ["none"]
        for (at, database), (beside, client) in product(enumerate(databases), enumerate(clients)):
            if at and beside and not STOOD_FOR.isdisjoint((database, client)):
                continue
            how = ("in-use", "decided", "leaning")[(at + beside) % 3]
            fixed: dict[str, Value] = {
                "compliance": ("residency",),
                "data": ("relational", "key-value"),  # a cache beside the main store may come
                "scale": "millions",
                "persistence": persistence,
                "language": language,
                "existing_database": database,
                "existing_stance": how,
                "existing_client": client,
            }
            answers: dict[str, Value] = {}
            while question := next_question(reading_of(CATALOGUE, answers)):
                assert question.key not in answers
                asked.add(question.key)
                first = offered(question, answers)[-1].value
                answers[question.key] = fixed.get(question.key, (first,) if question.several else first)
            assert prune(CATALOGUE, answers) == (answers, ())
            count += 1
    assert asked == set(CATALOGUE.questions)
    print(f"\ninterviews: {count:,} walked to their end")


def test_leaving_out_idle_questions_changes_nothing() -> None:
    """The brief pace asks less. Answering what it left out, in any way, changes neither the pick nor the conflicts.
    What nothing suggests is asked at no pace."""
    left_out = 0
    named = [id_ for id_ in (*CATALOGUE.databases, *CATALOGUE.services) if id_ in STANDING_FOR]
    for language, database, how in product(LANGUAGES, named, ("in-use", "decided")):
        answers: dict[str, Value] = {"persistence": "yes", "language": language, "existing_database": database}
        answers |= {"existing_stance": how, "pace": "brief"}
        while question := next_question(reading_of(CATALOGUE, answers)):
            first = offered(question, answers)[0].value
            answers[question.key] = (first,) if question.several else first
        told = reading_of(CATALOGUE, answers)
        shown = {(item.rule, item.level) for item in told.conflicts}
        beside = [item.store.index for item in told.companions]
        for key, question in CATALOGUE.questions.items():
            if key in answers or not applies(question, answers) or not is_suggested(question, answers):
                continue
            for value in told_by_facts(question):
                other = reading_of(CATALOGUE, {**answers, key: value})
                left_out += 1
                if key in ("query_style", "migrations", "engines"):
                    continue  # left out because the client in use stays: they still bring notes
                assert other.decision.key == told.decision.key
                assert {(item.rule, item.level) for item in other.conflicts} == shown
                assert [item.store.index for item in other.companions] == beside
    assert left_out > 100
    print(f"\nleft out: {left_out:,} answers to questions that the brief pace did not ask")


@pytest.mark.guide
def test_not_sure_everywhere_ends_in_postgresql_and_a_safe_client() -> None:
    for language in LANGUAGES:
        answers: dict[str, Value] = {"language": language}
        while question := next_question(reading_of(CATALOGUE, answers)):
            values = [option.value for option in offered(question, answers)]
            honest = next((value for value in ("unsure", "none", "any", "other") if value in values), values[-1])
            answers[question.key] = (honest,) if question.several else honest
        result = reading_of(CATALOGUE, answers)
        assert result.store is not None
        assert result.client is not None
        assert result.store.database.id == "postgresql"
        assert result.store.service.kind == "managed"
        assert result.client.upkeep.value == "active"
        assert result.client.speaks[result.store.family].value == "yes"
        assert not [conflict for conflict in result.conflicts if conflict.level != "note"]


# --- rules and reasons ------------------------------------------------------------------------------------------------


def witnesses(when: Mapping[str, Condition]) -> Iterator[dict[str, Value]]:
    """Legal answer sets in which the condition `when` holds: the smallest, with what its questions need to be asked."""
    needs: dict[str, list[Value]] = {}
    for key, question in CATALOGUE.questions.items():
        if key in when:
            needs[key] = [
                v for v in possible(question) if when[key].holds(frozenset((v,) if isinstance(v, str) else v))
            ]
    needs.setdefault("persistence", ["yes"])
    needs.setdefault("language", [*LANGUAGES])
    keys = [key for key in CATALOGUE.questions if key in needs]
    for chosen in product(*(needs[key][:40] for key in keys)):
        yield dict(zip(keys, chosen, strict=True))


def test_every_reason_is_true_of_the_answers_and_of_the_pick() -> None:
    """A rule speaks for a store only where its condition holds and the store has what the rule names."""
    for item in BOOK.store_rules:
        for store in BOOK.stores:
            earned = [e for e in item.rule.effects if selects(e.where, store.attributes)]
            assert item.weights[store.index] == sum(effect.by for effect in earned)
    count = 0
    for answers in client_combinations(step=5):
        result = reading_of(CATALOGUE, answers)
        for reason in result.reasons:
            rule = next((rule for rule in CATALOGUE.rules if rule.id == reason.rule), None)
            count += 1
            if rule is not None:
                assert fires(rule, answers)
                assert all(key in answers for key in reason.answers)
    print(f"\nreasons: {count:,} checked")


def test_every_rule_fires_somewhere() -> None:
    for rule in CATALOGUE.rules:
        assert any(fires(rule, a) for a in witnesses(rule.when)) or not rule.when, rule.id
    for item in BOOK.store_rules:
        assert any(item.weights) or item.excluded, f"{item.rule.id} touches no store"


def test_every_coherence_rule_is_met_by_a_stack_that_somebody_can_have() -> None:
    """For each rule about the pick: legal answers whose recommendation reports it."""
    missing = [
        rule.id
        for rule in BOOK.coherence
        if not any(rule.id in {c.rule for c in reading_of(CATALOGUE, answers).conflicts} for answers in stacks(rule))
    ]
    assert missing == []


#: Where no server can stand beside what is on the device.
ON_A_DEVICE: dict[str, Value] = {"runtime": "local", "data": ("vectors",), "scale": "millions"}


#: What a second store is put beside a pick for.
MUCH: dict[str, Value] = {"runtime": "server", "scale": "millions", "hosting": "any", "budget": "flexible"}


#: So many answers in which a rule's condition holds are looked at.
MANY = 500


def pairs() -> Iterator[tuple[Store, Client]]:
    """Every store with every client: first those that facts tell apart."""
    yield from product(STORES, CLIENT_KINDS)
    for store, client in product(BOOK.stores, CATALOGUE.clients.values()):
        if not STOOD_FOR.isdisjoint((store.database.id, store.service.id, client.id)):
            yield store, client


def stacks(rule: CoherenceRule) -> Iterator[dict[str, Value]]:
    """Answers in which the rule's condition holds and the stack that it speaks of is in use."""
    told = {key: frozenset(allowed) for key, allowed in STANDING.items() if key != "beside" or key in rule.pick}
    for store, client in pairs():
        if speaks(client, store):
            own = BOOK.client_attributes(store, client)
            if not selects(rule.pick, {**told, **own}) or touches(rule.pick_not, own):
                continue
            tried = set()  # one of each place, and of each wish about who runs it
            for answers in islice(witnesses(rule.when), MANY):
                where = answers.get("hosting"), answers.get("platform")
                unfit = answers["language"] not in (client.language, "other") or not fires(rule, answers)
                if unfit or where in tried:
                    continue
                tried.add(where)
                wish = {"hosting": "self-hosted"} if store.service.kind == "self-hosted" else {}
                yield {**wish, **answers}
                yield {**wish, **answers, **ON_A_DEVICE}
                yield {"data": store.database.serves[:1], **wish, **answers, "existing_client": client.id}
                if "hosting" in rule.when and "new" in rule.pick.get("standing", ()):  # self-hosted, and nobody asked
                    yield {**answers, "existing_database": "none", "data": ("time-series",), "scale": "millions"}
                held = {"data": ("relational", "time-series"), "existing_stores": ("influxdb",)}
                beside = held if "beside" in rule.pick else {}
                added = {"data": ("key-value", *sorted(rule.pick.get("added", ()))), **MUCH}
                for named in (store.service.id, store.database.id):
                    for how in ("in-use", "decided"):
                        known = {"existing_database": named, "existing_stance": how}
                        brought = {} if answers["language"] == "other" else {"existing_client": client.id}
                        yield {**wish, **answers, **known, **brought, **beside}
                        if "existing_client" in rule.unless:
                            yield {**wish, **answers, **known}
                        yield {**wish, **answers, **known, **brought, "runtime": "local"}
                        engine = {"existing_engine": store.database.id}
                        yield {**wish, **answers, **known, **brought, **engine}
                        if "added" in rule.pick:
                            yield {**wish, **answers, **known, **engine, **added}


def test_every_store_rule_is_a_reason_or_a_constraint_somewhere() -> None:
    """No dead rules: for each, answers after which some store's points or constraints are others without it."""
    for group in BOOK.groups:
        for item in group.rules:
            others = tuple(rule for rule in group.rules if rule is not item)
            instead = (replace(group, rules=others),) if others else ()
            without = (*(each for each in BOOK.groups if each is not group), *instead)
            tried = (more for answers in witnesses(item.rule.when) for more in with_one_more(answers))
            assert any(said(BOOK.groups, answers) != said(without, answers) for answers in tried), item.rule.id


def with_one_more(answers: dict[str, Value]) -> Iterator[dict[str, Value]]:
    """`answers`, and with one answer more: a store may be out anyway until something else is known."""
    yield answers
    for key, question in CATALOGUE.questions.items():
        if key not in answers:
            yield from ({**answers, key: value} for value in told_by_facts(question))


def said(groups: Iterable[Group], answers: Mapping[str, Value]) -> tuple[object, ...]:
    """What these rules say about the stores, without which rules they are."""
    found = verdict(BOOK, answers, groups)
    return found.points, found.excluded, found.unfit


#: A project that leads where chance seldom goes: MySQL, for its sharding.
SELDOM: dict[str, Value] = {
    "persistence": "yes",
    "language": "typescript",
    "framework": "nextjs",
    "platform": "vercel",
    "data": ("relational",),
    "scale": "billions",
    "realtime": "no",
    "compliance": ("residency",),
    "region": "us",
    "hosting": "managed",
    "budget": "flexible",
}


@pytest.mark.guide
def test_every_database_and_service_can_be_picked_or_says_why_not() -> None:
    """Over the combinations that hard requirements tell apart, drawn interviews, and one that chance seldom draws."""
    tried = chain((answers for _, _, answers in walked()), drawn(3_000, seed=7), (SELDOM,))
    picks = {store.index for answers in tried if (store := decide(BOOK, answers).store)}
    reached = {id_ for index in picks for id_ in (BOOK.stores[index].database.id, BOOK.stores[index].service.id)}
    entries: Mapping[str, Database | Service] = {**CATALOGUE.databases, **CATALOGUE.services}
    silent = {id_ for id_, entry in entries.items() if id_ not in reached and not entry.never_first}
    wrong = {id_ for id_, entry in entries.items() if id_ in reached and entry.never_first}
    assert (silent, wrong) == (set(), set())


# --- pace, order, what if ---------------------------------------------------------------------------------------------


def test_pace_and_order_never_change_the_pick() -> None:
    """No rule asks about the pace, and the engine reads answers by key: for every client combination, reversed."""
    assert all("pace" not in {*rule.when, *rule.unless} for rule in CATALOGUE.rules)
    count = 0
    for answers in client_combinations(step=3):
        key = reading_of(CATALOGUE, answers).decision.key
        assert reading_of(CATALOGUE, dict(reversed(answers.items()))).decision.key == key
        for chosen in ("brief", "guided"):
            paced = {**answers, "pace": chosen}
            assert pace(paced) == chosen
            assert reading_of(CATALOGUE, paced).decision.key == key
        count += 1
    print(f"\npace and order: {count:,} combinations")


def test_what_would_change_it_does_what_it_says() -> None:
    """For drawn interviews: each flip leads where it says, the rest nowhere."""
    count = 0
    for answers in drawn(500, seed=5):
        reading = reading_of(CATALOGUE, answers)
        moves, same = reading.what_if.flips, reading.what_if.unmoved
        now = reading.decision.key
        for move in moves:
            changed = {**answers, move.question: move.to}
            assert check(CATALOGUE, plain(changed))
            assert (
                reading_of(CATALOGUE, changed).decision.key
                == (move.store.index, move.client.id if move.client else None)
                != now
            )
            count += 1
        for question, _, others in one_change_away(CATALOGUE, answers):
            if question in same:
                instead = [reading_of(CATALOGUE, {**answers, question: other}).decision.key for other in others]
                assert all(key == now for key in instead)
    assert count > 500
    print(f"\nwhat would change it: {count:,} flips followed")


def plain(answers: Mapping[str, Value]) -> dict[str, str | list[str]]:
    return {key: value if isinstance(value, str) else list(value) for key, value in answers.items()}


# --- the guide's rows, and round trips --------------------------------------------------------------------------------


@pytest.mark.guide
@pytest.mark.parametrize(
    ("table", "row"), [(table.id, row.id) for table in CATALOGUE.tables.values() for row in table.rows]
)
def test_each_row_answered_alone_gives_its_recommendation(table: str, row: str) -> None:
    told = next(item for item in CATALOGUE.tables[table].rows if item.id == row)
    answers = check(CATALOGUE, told.answers)
    result = as_json(reading_of(CATALOGUE, answers))
    assert {result["database"], result["service"], result["client"]} & set(told.recommends)
    shown = [result, *result["alternatives"]]
    named = {item[kind] for item in shown for kind in ("database", "service", "client")}
    assert set(told.recommends) <= named


def test_every_answer_survives_a_link_and_a_document() -> None:
    """Answers are written key by key, so every answer of every question alone proves every combination."""
    count = 0
    for key, question in CATALOGUE.questions.items():
        for value in possible(question):
            answers = {key: value}
            opened = link.read(CATALOGUE, link.write(answers))
            assert (opened.answers, opened.problems) == (answers, ())
            assert comment.read_answers(CATALOGUE, comment.answers_comment(answers)) == answers
            count += 1
    print(f"\nround trips: {count} answers, alone")


def test_stance_defaults_to_in_use() -> None:
    assert stance({"existing_database": "mysql"}) == "in-use"
    assert not applies(CATALOGUE.questions["existing_stance"], {"persistence": "yes", "existing_database": "none"})
