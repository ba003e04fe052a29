"""The flow: which question comes next, at which pace, and what the person still has to expect.

A flow is a function of the answers; nothing is remembered beside them.
"""

from __future__ import annotations

from typing import Final

from wizard.catalogue.model import Catalogue, CoherenceRule, CompanionRule, Question, Rule, Selector
from wizard.catalogue.vocabulary import STORE_FACTS
from wizard.converse.record import Record
from wizard.decide.answers import Answers, applies, kept_for_a_moment, may_apply, values
from wizard.decide.decision import Decision, decide, existing_stores
from wizard.decide.rules import rulebook, selects, touches
from wizard.decide.settled import settled
from wizard.explain.conflicts import Conflict
from wizard.explain.recommendation import conflicts, recommend
from wizard.explain.trade_offs import TradeOff

#: What rules may say about a store, whatever the client.
STORE_ATTRIBUTES: Final = frozenset({"database", "service", "family", "kind", "platform", "serves", *STORE_FACTS})

#: So many honest "not sure" answers turn the guided pace on.
UNSURE_TO_GUIDE = 2


def pace(answers: Answers) -> str:
    """`brief` or `guided`: the person's own choice, else worked out. The pace changes words, never the recommendation.

    Naming a database with confidence makes it brief; two "not sure" answers make it guided.
    """
    chosen = answers.get("pace")
    if isinstance(chosen, str):
        return chosen
    confident = "existing_database" in answers and not values(answers, "existing_database") & {"none"}
    unsure = sum(values(answers, key) == {"unsure"} for key in answers)
    return "guided" if unsure >= UNSURE_TO_GUIDE and not confident else "brief"


@kept_for_a_moment
def relevant(catalogue: Catalogue, answers: Answers) -> tuple[Question, ...]:
    """The questions that apply after these answers, in order. The brief pace leaves out those that cannot matter."""
    decision = decide(catalogue, answers)
    keeps_client = _keeps_client(decision, answers)
    is_settled = pace(answers) == "brief" and settled(catalogue, answers)
    return tuple(
        question
        for question in catalogue.questions.values()
        if applies(question, answers)
        and (
            question.key in answers
            or (
                not (keeps_client and question.topic == "client")
                and not (is_settled and _idle(catalogue, decision, answers, question))
            )
        )
    )


def _idle(catalogue: Catalogue, decision: Decision, answers: Answers, question: Question) -> bool:
    """Whether no answer to `question` changes anything, given that the database is settled: not the client, not what
    stands beside it, and nothing that there is to say about the stack."""
    store, book = decision.store, rulebook(catalogue)
    if store is None or question.topic != "database" or question.key in book.client_keys:
        return False
    if any(store.index in item.excluded and _may_fire(item.rule, answers, question.key) for item in book.store_rules):
        return False
    client = decision.client
    attributes = book.client_attributes(store, client) if client else store.attributes
    about_the_pick: tuple[CoherenceRule | CompanionRule, ...] = (*book.coherence, *book.companions)
    return not any(
        _may_fire(rule, answers, question.key)
        and selects(_about_stores(rule.pick), attributes)
        and not touches(_about_stores(rule.pick_not), attributes)
        for rule in about_the_pick
    )


def _may_fire(rule: Rule, answers: Answers, key: str) -> bool:
    """Whether the rule asks `key`, and its other conditions hold or are still open."""
    if key not in rule.when and key not in rule.unless:
        return False
    return all(
        condition.holds(values(answers, name))
        for name, condition in rule.when.items()
        if name != key and name in answers
    )


def _about_stores(selector: Selector) -> Selector:
    """The part of a selector that is about the store: the client may still change."""
    return {name: wanted for name, wanted in selector.items() if name in STORE_ATTRIBUTES}


def _keeps_client(decision: Decision, answers: Answers) -> bool:
    """Whether the client that is in use stays, which leaves nothing to ask about clients (questions on that topic)."""
    return decision.client is not None and decision.client.id == answers.get("existing_client")


def next_question(catalogue: Catalogue, answers: Answers) -> Question | None:
    """The first relevant question without an answer; None when there is nothing left to ask."""
    return next((question for question in relevant(catalogue, answers) if question.key not in answers), None)


def previous_question(catalogue: Catalogue, answers: Answers, at: str) -> Question | None:
    """The answered question before `at` (a key, or a screen after the last question)."""
    before = []
    for question in relevant(catalogue, answers):
        if question.key == at:
            break
        if question.key in answers:
            before.append(question)
    return before[-1] if before else None


def at_most_left(catalogue: Catalogue, answers: Answers) -> int:
    """An upper bound of the questions still to come: those that apply, and those that a later answer may raise."""
    if next_question(catalogue, answers) is None:
        return 0
    keeps_client = settled(catalogue, answers) and _keeps_client(decide(catalogue, answers), answers)
    return sum(
        question.key not in answers
        and may_apply(question, answers)
        and not (keeps_client and question.topic == "client")
        for question in catalogue.questions.values()
    )


def first_open(catalogue: Catalogue, answers: Answers) -> str:
    """The screen to show when none is named: the next question, or the review."""
    following = next_question(catalogue, answers)
    return following.key if following else "review"


def objections(catalogue: Catalogue, answers: Answers, record: Record) -> tuple[Conflict, ...]:
    """What would really break and has not been objected to yet."""
    return tuple(
        item
        for item in conflicts(catalogue, answers)
        if item.level == "block" and item.rule not in record.raised and item.rule not in record.kept
    )


def to_weigh(catalogue: Catalogue, answers: Answers) -> tuple[TradeOff, ...]:
    """The trade-offs of a database, and of a client, that the person brought along and that the pick keeps."""
    decision = decide(catalogue, answers)
    if decision.store is None:
        return ()
    kept: set[str] = set()
    if decision.store.index in existing_stores(rulebook(catalogue), answers):
        kept |= {decision.store.database.id, decision.store.service.id}
    if _keeps_client(decision, answers):
        kept.add(str(answers["existing_client"]))
    return tuple(item for item in recommend(catalogue, answers).trade_offs if item.id in kept) if kept else ()
