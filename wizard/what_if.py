"""What if: the single changes of an answer that would move the pick, and the answers that made no difference."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wizard.answers import Answers, Value, applies, kept_for_a_moment, offered
from wizard.catalogue import Catalogue, Client
from wizard.decision import GIVEN, decide
from wizard.rules import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Flip:
    """One changed answer that moves the pick."""

    question: str
    from_: Value
    to: Value
    store: Store
    client: Client | None


def flips(catalogue: Catalogue, answers: Answers) -> Iterable[tuple[str, Value, Value, dict[str, Value]]]:
    """Every single change of one answer: (question, from, to, the changed answers).

    In questions that take several values, one value is added or taken away.
    """
    for key, question in catalogue.questions.items():
        if key in GIVEN or not applies(question, answers):
            continue
        default: Value = ("unsure",) if question.several else "unsure"
        now = answers.get(key, default)
        for option in offered(question, answers):
            if question.several:
                current = {item for item in now if item not in ("unsure", "none")}
                changed = current ^ {option.value} if option.value not in ("unsure", "none") else set()
                if option.value in ("unsure", "none") and current:
                    continue
                to: Value = tuple(item.value for item in question.options if item.value in changed) or ("unsure",)
            else:
                to = option.value
            if to == now:
                continue
            yield key, now, to, {**answers, key: to}


@kept_for_a_moment
def what_if(catalogue: Catalogue, answers: Answers) -> tuple[tuple[Flip, ...], tuple[str, ...]]:
    """(the single changes that move the pick, the answered questions for which no change would).

    A change that only moves what is kept to a place that breaks a hard constraint is nothing to look forward to.
    """
    if answers.get("persistence") == "no":
        return (), ()
    pick = decide(catalogue, answers).key
    moves = []
    tried: dict[str, bool] = {}
    for key, now, to, changed in flips(catalogue, answers):
        decision = decide(catalogue, changed)
        moved = decision.key != pick
        tried[key] = tried.get(key, False) or moved
        fits = decision.store is not None and not any(decision.store.index in hit.excluded for hit in decision.hits)
        if moved and fits and decision.store is not None and to not in ("unsure", ("unsure",)):
            moves.append(Flip(question=key, from_=now, to=to, store=decision.store, client=decision.client))
    return tuple(moves), tuple(key for key, moved in tried.items() if not moved and key in answers)
