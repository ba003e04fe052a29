"""Which questions matter after these answers, and the pace at which they are asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import product
from typing import Final

from wizard.catalogue.model import Question
from wizard.catalogue.rule_model import CoherenceRule, CompanionRule, Rule, Selector
from wizard.catalogue.vocabulary import STANDING, STORE_FACTS
from wizard.decide.answers import Answers, Value, applies, hold, possible, values
from wizard.decide.decision import Decision, decide
from wizard.decide.in_use import MADE_FOR, made_for
from wizard.decide.rules import Rulebook, selects, touches

#: What rules may say about a store, whatever the client.
STORE_ATTRIBUTES: Final = frozenset({"database", "service", "family", "kind", "platform", "serves", *STORE_FACTS})

#: What is asked of the main store alone: a store beside it is weighed without these answers.
NOT_OF_STORES_BESIDE: Final = ("query_style", "migrations", "engines", "realtime", "data")
#: What is in use beside the pick: it decides only whether a second store is added.
BESIDE: Final = "existing_stores"

#: So much doubt turns the guided pace on: an honest "not sure" is two, and an answer that leaves a thing open is one.
DOUBT_TO_GUIDE: Final = 4

#: So many combinations of the last answers are tried.
MOST_TOGETHER: Final = 48

#: Some questions and an answer to each -> what is decided after them; and after each list of answers to them.
type Decide = Callable[[tuple[str, ...], tuple[Value, ...]], Decision]
type Walked = Mapping[tuple[Value, ...], Decision]

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


def relevant(
    book: Rulebook, answers: Answers, decision: Decision, is_settled: Callable[[], bool] | None
) -> tuple[Question, ...]:
    """The questions that apply after these answers and that something suggests, in order. When the pick `is_settled`,
    less those that cannot matter any more (None: they are asked all the same); with a client that is in use, less the
    wishes about clients that it settles."""
    keeps_client = keeps_the_client(decision, answers)
    decided: Decide = cache(
        lambda keys, chosen: decide(book, {**answers, **dict(zip(keys, chosen, strict=True))}, decision.refused)
    )
    moving = frozenset[str]()
    if keeps_client and not (is_settled and is_settled()):
        moving = _moving_wishes(book, answers, decided)
    found = tuple(
        question
        for question in book.catalogue.questions.values()
        if applies(question, answers)
        and (
            question.key in answers
            or (
                is_suggested(question, answers)
                and not (is_settled and is_settled() and _idle(book, decision, answers, question))
                and not (keeps_client and question.key not in moving and _rests(book, decision, answers, question))
            )
        )
    )
    left = tuple(question.key for question in found if question.key not in answers)
    idle = _idle_wishes(book, answers, left, decided)
    return tuple(question for question in found if question.key not in idle)


def _together(book: Rulebook, left: tuple[str, ...], decided: Decide) -> Walked:
    """What would be decided after each list of answers to these questions."""
    every = product(*(possible(book.catalogue.questions[key]) for key in left))
    return {chosen: decided(left, chosen) for chosen in every}


def _idle_wishes(book: Rulebook, answers: Answers, left: tuple[str, ...], decided: Decide) -> frozenset[str]:
    """Of the last questions, where all are about clients, those whose answers change neither the pick nor what it is
    warned of, whatever the others are."""
    asked = [book.catalogue.questions[key] for key in left]
    if not left or any(question.topic != "client" for question in asked):
        return frozenset()
    together = 1
    for question in asked:
        together *= len(possible(question))
    if together > MOST_TOGETHER or all(_moves_alone(asked, at, decided) for at in range(len(asked))):
        return frozenset()
    every = _together(book, left, decided)
    picks = {chosen: decision.key for chosen, decision in every.items()}
    each = {decision.key: decision for decision in every.values()}.values()
    return frozenset(
        question.key
        for at, question in enumerate(asked)
        if question.key != "engines"  # it is asked where something suggests it, and each engine has rules of its own
        and not _tells_apart(picks, at)
        and all(_rests(book, decision, answers, question) for decision in each)
    )


def _moves_alone(asked: Sequence[Question], at: int, decided: Decide) -> bool:
    """Whether the answers to one of these questions move the pick, where each other one has its first answer: few are
    tried, and mostly that is enough."""
    keys, first = tuple(question.key for question in asked), [possible(question)[0] for question in asked]
    picks = {decided(keys, (*first[:at], value, *first[at + 1 :])).key for value in possible(asked[at])}
    return len(picks) > 1


def is_suggested(question: Question, answers: Answers) -> bool:
    """Whether anything that was said suggests the question, and nothing tells its answer; most need no such thing."""
    return hold(question.asked, answers) and not is_told(question, answers)


def is_told(question: Question, answers: Answers) -> bool:
    """Whether what was named tells the answer: a cloud's own database that cloud, a service who runs it."""
    return bool(question.told) and hold(question.told, answers)


def _moving_wishes(book: Rulebook, answers: Answers, decided: Decide) -> frozenset[str]:
    """The questions about clients that are open and whose answer can move the pick, whatever the others are. They come
    last: while others are open, each may."""
    asked = [
        question
        for key, question in book.catalogue.questions.items()
        if key not in answers and applies(question, answers) and is_suggested(question, answers)
    ]
    keys = tuple(question.key for question in asked)
    if any(question.topic != "client" for question in asked):
        return frozenset(keys)
    picks = {chosen: decision.key for chosen, decision in _together(book, keys, decided).items()}
    return frozenset(key for at, key in enumerate(keys) if _tells_apart(picks, at))


def _tells_apart(picks: Mapping[tuple[Value, ...], object], at: int) -> bool:
    """Whether two lists of answers that differ at one place alone have different picks."""
    outcomes: dict[tuple[Value, ...], object] = {}
    return any(outcomes.setdefault((*some[:at], *some[at + 1 :]), pick) != pick for some, pick in picks.items())


def _rests(book: Rulebook, decision: Decision, answers: Answers, question: Question) -> bool:
    """Whether no answer to a question about clients raises an objection or a warning, given that the client stays: how
    one would rather write queries is settled by the client, as long as it can do that."""
    store, client = decision.store, decision.client
    if question.topic != "client" or store is None or client is None:
        return False
    asking = book.asking(question.key)
    if any(store.index in item.excluded and _may_fire(item.rule, answers, question.key) for item in asking.store_rules):
        return False
    if _moves_what_stands_beside(book, decision, answers, question.key):
        return False
    attributes = book.client_attributes(store, client)
    return not any(
        rule.level != "note"
        and _may_fire(rule, answers, question.key)
        and selects(_about_what_it_is(rule.pick), attributes)
        and not touches(_about_what_it_is(rule.pick_not), attributes)
        for rule in asking.coherence
    )


def _idle(book: Rulebook, decision: Decision, answers: Answers, question: Question) -> bool:
    """Whether no answer to `question` changes anything, given that the database is settled: not the client, not what
    stands beside it, and nothing that there is to say about the stack."""
    store = decision.store
    if store is None or question.topic != "database" or question.key in (*book.client_keys, "region"):
        return False  # where data stay is a rule of every file that has to say so
    if question.key == BESIDE:
        return not (_may_take_some(decision, answers) or _may_have_another(book, decision, answers))
    if question.key == "data" and any(made_for(book, answers, kind, [store.database]) for kind in MADE_FOR):
        return False  # what is in use beside it may take all that is named
    asking = book.asking(question.key)
    if any(store.index in item.excluded and _may_fire(item.rule, answers, question.key) for item in asking.store_rules):
        return False
    if _moves_what_stands_beside(book, decision, answers, question.key):
        return False
    client = decision.client
    attributes = book.client_attributes(store, client) if client else store.attributes
    about_the_pick: tuple[CoherenceRule | CompanionRule, ...] = (*asking.coherence, *asking.companions)
    return not any(
        _may_fire(rule, answers, question.key)
        and selects(_about_stores(rule.pick), attributes)
        and not touches(_about_stores(rule.pick_not), attributes)
        for rule in about_the_pick
    )


def _moves_what_stands_beside(book: Rulebook, decision: Decision, answers: Answers, key: str) -> bool:
    """Whether an answer to `key` can move a store that stands beside the pick, or may yet, or warn of it."""
    store, asking = decision.store, book.asking(key)
    databases = {
        name
        for rule in book.companions
        if store is not None
        and not rule.within
        and all(condition.holds(values(answers, name)) for name, condition in rule.when.items() if name in answers)
        and not touches(_about_stores(rule.pick_not), store.attributes)
        for name in rule.databases
    }
    added = frozenset(other.index for other in book.stores if other.database.id in databases)
    weighed = decision.beside if key in NOT_OF_STORES_BESIDE else decision.beside | added
    moved = any(
        _may_fire(item.rule, answers, key) and any(at in item.excluded or item.weights[at] for at in weighed)
        for item in asking.store_rules
    ) or (bool(weighed) and any(_may_fire(item.rule, answers, key) for item in asking.stack_rules))
    return moved or any(
        _may_fire(rule, answers, key)
        and any(
            selects(_about_stores(rule.pick), book.stores[at].attributes)
            and not touches(_about_stores(rule.pick_not), book.stores[at].attributes)
            for at in decision.beside | added
        )
        for rule in asking.coherence
        if warns_of_a_store_beside(rule)
    )


def warns_of_a_store_beside(rule: CoherenceRule) -> bool:
    """Whether a rule is told of a store beside the pick: one about compliance, or about that very database."""
    return rule.level != "note" and ("compliance" in rule.when or "database" in rule.pick)


def _may_take_some(decision: Decision, answers: Answers) -> bool:
    """Whether what is in use beside the pick could take a kind of data that was named, or may be yet, could do in the
    place of a new store, or could break a rule to meet."""
    new = answers.get("existing_stance", "in-use") != "in-use"
    binds = "open-source" in values(answers, "compliance")
    serves = decision.store.database.serves if decision.store else ()
    kinds = values(answers, "data") - {"unsure"} if "data" in answers else MADE_FOR
    away = any(kind not in serves or (kind in MADE_FOR and kind != serves[0]) for kind in kinds)
    return new or binds or away


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
    """Whether the other conditions of a rule that asks `key` hold or are still open."""
    return all(
        condition.holds(values(answers, name))
        for name, condition in rule.when.items()
        if name != key and name in answers
    )


def _about_stores(selector: Selector) -> Selector:
    """The part of a selector that is about the store: the client may still change."""
    return {name: wanted for name, wanted in selector.items() if name in STORE_ATTRIBUTES}


def _about_what_it_is(selector: Selector) -> Selector:
    """The part of a selector that is about the stack, whatever way it came about."""
    return {name: wanted for name, wanted in selector.items() if name not in STANDING}


def keeps_the_client(decision: Decision, answers: Answers) -> bool:
    """Whether the client that is in use stays, which leaves nothing to ask about clients."""
    return decision.client is not None and decision.client.id == answers.get("existing_client")
