"""Questions that nobody has to be asked once the whole stack was named: no answer to one of them, whatever the answers
to the others that are left, makes another pick or warns of more. What only adds to the file is set where it is said."""

from __future__ import annotations

from itertools import product
from math import prod
from typing import TYPE_CHECKING, Final

from wizard.converse.flow import conflicts
from wizard.decide.answers import in_order, may_apply, possible, prune, values
from wizard.decide.questions import is_told, keeps_the_client

if TYPE_CHECKING:
    from wizard.catalogue.model import Question
    from wizard.converse.record import Record
    from wizard.decide.answers import Answers
    from wizard.explain.reading import Reading

#: Those that may be passed over. What data have to follow, how the code runs and what is there are in every file.
MAY_BE: Final = ("scale", "realtime", "hosting", "budget", "query_style", "migrations", "engines")

#: So many lists of answers at most are gone through: of more the question is asked.
MOST: Final = 1_000


def is_idle(question: Question, reading: Reading, record: Record) -> bool:
    """Whether a question can change nothing of a stack that was named."""
    catalogue, answers = reading.catalogue, reading.answers
    if question.key not in MAY_BE or not _is_named(reading):
        return False
    left = [it for key, it in catalogue.questions.items() if key not in answers and _may_come(it, answers)]
    others = [it for it in left if it.key != question.key]
    if prod(len(possible(it)) for it in left) > MOST:
        return False
    for some in product(*map(possible, others)):
        given = {**answers, **{it.key: value for it, value in zip(others, some, strict=True)}}
        every = (given, *({**given, question.key: value} for value in possible(question)))
        readings = (reading.instead(prune(catalogue, in_order(catalogue, it))[0]) for it in every)
        first = outcome(next(readings), record)
        if any(outcome(it, record) != first for it in readings):
            return False
    return True


def _is_named(reading: Reading) -> bool:
    """Whether database and client were decided on, or the language is one whose clients are not weighed."""
    client = keeps_the_client(reading.decision, reading.answers)
    return reading.decision.forced and (client or reading.answers.get("language") == "other")


def _may_come(question: Question, answers: Answers) -> bool:
    """Whether a question applies, or may yet, and something suggests it, or may."""
    met = (it.holds(values(answers, key)) for key, it in question.asked.items() if key in answers)
    return may_apply(question, answers) and all(met) and not is_told(question, answers)


def outcome(reading: Reading, record: Record) -> tuple[object, ...]:
    """The pick as it is told, what stands beside it, and what it is warned of."""
    store = reading.pick.database.id if reading.placeless and reading.store else reading.decision.key
    beside = [(item.store.index, item.for_) for item in reading.companions], reading.in_use_beside
    warned = {(item.level, item.rule, item.text) for item in conflicts(reading, record) if item.level != "note"}
    return ((store, reading.client and reading.client.id), beside, warned)
