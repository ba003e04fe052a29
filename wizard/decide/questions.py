"""Which questions matter after these answers, and the pace at which they are asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from wizard.catalogue.model import Question
from wizard.catalogue.rule_model import CoherenceRule, CompanionRule, Rule, Selector
from wizard.catalogue.vocabulary import STORE_FACTS
from wizard.decide.answers import Answers, applies, values
from wizard.decide.decision import Decision
from wizard.decide.rules import Rulebook, selects, touches

#: What rules may say about a store, whatever the client.
STORE_ATTRIBUTES: Final = frozenset({"database", "service", "family", "kind", "platform", "serves", *STORE_FACTS})

#: What is in use beside the pick: it decides only whether a second store is added.
BESIDE: Final = "existing_stores"

#: So much doubt turns the guided pace on: an honest "not sure" is two, and an answer that leaves a thing open is one.
DOUBT_TO_GUIDE: Final = 4

#: Answers that leave a thing open: none yet, another one or none, no preference.
OPEN_ANSWERS: Final[Mapping[str, str]] = {
    "existing_database": "none",
    "existing_client": "none",
    "framework": "other",
    "platform": "any",
    "hosting": "any",
}


def pace(answers: Answers) -> str:
    """`brief` or `guided`: the person's own choice, else worked out. The pace changes words, never the recommendation.

    Naming a database with confidence makes it brief; two "not sure" answers, or as much hesitation, make it guided.
    """
    chosen = answers.get("pace")
    if isinstance(chosen, str):
        return chosen
    confident = "existing_database" in answers and not values(answers, "existing_database") & {"none"}
    doubt = 2 * sum(values(answers, key) == {"unsure"} for key in answers)
    doubt += sum(answers.get(key) == value for key, value in OPEN_ANSWERS.items())
    return "guided" if doubt >= DOUBT_TO_GUIDE and not confident else "brief"


def relevant(book: Rulebook, answers: Answers, decision: Decision, *, is_settled: bool) -> tuple[Question, ...]:
    """The questions that apply after these answers, in order. When the pick `is_settled`, less those that cannot matter
    any more."""
    keeps_client = keeps_the_client(decision, answers)
    return tuple(
        question
        for question in book.catalogue.questions.values()
        if applies(question, answers)
        and (
            question.key in answers
            or (
                not (keeps_client and question.topic == "client")
                and not (is_settled and _idle(book, decision, answers, question))
            )
        )
    )


def _idle(book: Rulebook, decision: Decision, answers: Answers, question: Question) -> bool:
    """Whether no answer to `question` changes anything, given that the database is settled: not the client, not what
    stands beside it, and nothing that there is to say about the stack."""
    store = decision.store
    if store is None or question.topic != "database" or question.key in book.client_keys:
        return False
    if question.key == BESIDE:
        return not _may_have_another(book, decision, answers)
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


def _may_have_another(book: Rulebook, decision: Decision, answers: Answers) -> bool:
    """Whether a rule may put a second store beside the pick, which what is in use there would make needless."""
    attributes = decision.store.attributes if decision.store else {}
    return any(
        not rule.within
        and not touches(_about_stores(rule.pick_not), attributes)
        and all(condition.holds(values(answers, key)) for key, condition in rule.when.items() if key in answers)
        for rule in book.companions
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


def keeps_the_client(decision: Decision, answers: Answers) -> bool:
    """Whether the client that is in use stays, which leaves nothing to ask about clients."""
    return decision.client is not None and decision.client.id == answers.get("existing_client")
