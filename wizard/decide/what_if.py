"""What if: the single changes of an answer that would move the pick, and the answers that made no difference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wizard.catalogue.model import Catalogue, Client, Question
from wizard.decide.answers import ALONE, Answers, Value, applies, kept_for_a_moment, offered
from wizard.decide.decision import decide, decide_instead
from wizard.decide.rules import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Flip:
    """One changed answer that moves the pick."""

    question: str
    from_: Value
    to: Value
    store: Store
    client: Client | None


def one_change_away(catalogue: Catalogue, answers: Answers) -> Iterator[tuple[str, Value, list[Value]]]:
    """Every question that may be asked, with its answer and all that a single change of it can lead to.

    In questions that take several values, one value is added or taken away.
    """
    for key, question in catalogue.questions.items():
        if question.given or not applies(question, answers):
            continue
        now = answers.get(key, ("unsure",) if question.several else "unsure")
        options = [option.value for option in offered(question, answers)]
        others = _one_more_or_less(question, now, options) if question.several else options
        yield key, now, [other for other in others if other != now]


def _one_more_or_less(question: Question, now: Value, options: Iterable[str]) -> Iterator[Value]:
    current = set(now) - ALONE
    for value in options:
        if value in ALONE and current:
            continue
        changed = current ^ ({value} - ALONE)
        yield tuple(option.value for option in question.options if option.value in changed) or ("unsure",)


@kept_for_a_moment
def what_if(catalogue: Catalogue, answers: Answers) -> tuple[tuple[Flip, ...], tuple[str, ...]]:
    """(the single changes that move the pick, the answered questions for which no change would).

    A change that only moves what is kept to a place that breaks a hard constraint is nothing to look forward to.
    """
    if answers.get("persistence") == "no":
        return (), ()
    pick = decide(catalogue, answers).key
    moves = []
    unmoved = []
    for key, now, others in one_change_away(catalogue, answers):
        decisions = decide_instead(catalogue, answers, key, others)
        moved = [(to, found) for to, found in zip(others, decisions, strict=True) if found.key != pick]
        for to, found in moved:
            fits = found.store is not None and not any(found.store.index in hit.excluded for hit in found.hits)
            if fits and found.store is not None and to not in ("unsure", ("unsure",)):
                moves.append(Flip(question=key, from_=now, to=to, store=found.store, client=found.client))
        if key in answers and others and not moved:
            unmoved.append(key)
    return tuple(moves), tuple(unmoved)
