"""What if: the single changes of an answer that would move the pick, and the answers that made no difference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from wizard.catalogue.model import Catalogue, Client, Question
from wizard.decide.answers import ALONE, Answers, Value, applies, offered, several
from wizard.decide.decision import Decision, about, decide, firing_blocks
from wizard.decide.rules import Rulebook, Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Flip:
    """One changed answer that moves the pick. `by` are the points by which the new one leads the old one, or None where
    that is out then."""

    question: str
    from_: Value
    to: Value
    store: Store
    client: Client | None
    by: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class WhatIf:
    """`flips` are the single changes that move the pick, `unmoved` the answered questions for which no change would."""

    flips: tuple[Flip, ...] = ()
    unmoved: tuple[str, ...] = ()


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


def _blocked(book: Rulebook, decision: Decision, answers: Answers) -> bool:
    """Whether an objection would have to be settled before anybody builds on the pick."""
    store, client = decision.store, decision.client
    return store is not None and any(about(book, firing_blocks(book, answers), store, client))


def _fits(book: Rulebook, now: Decision, other: Decision, before: Answers, answers: Answers) -> bool:
    """Whether one could really go from the answers `before` to `answers`: no requirement breaks, no new objection
    blocks it, and a client that lasts and may be there reaches it."""
    if other.store is None or other.broken or (other.client is None and now.client is not None):
        return False
    if other.client and other.client.upkeep.value in ("archived", "deprecated"):
        return False
    if _blocked(book, other, answers) and not _blocked(book, now, before):
        return False
    on_device = "yes" in book.stack_attributes(other.store, other.client)["on_device"]
    return answers.get("runtime") != "local" or on_device or other.store.service.kind == "embedded"


#: Answers that ask for nothing in particular.
NOTHING: Final = frozenset({"unsure", "none", "no", "any", "one"})


def _says_nothing(now: Value, to: Value) -> bool:
    """Whether neither answer asks for anything: there is nothing that could come in or fall away."""
    return NOTHING.issuperset((*several(now), *several(to)))


def _another_project(key: str, now: Value, to: Value) -> bool:
    """Whether the change makes another project of it: a web service does not become a program on people's devices."""
    return key == "runtime" and "local" in (now, to)


def _lead(after: Decision, before: int) -> int | None:
    """The points by which the pick leads what was picked before; None where that is out."""
    if after.store is None or before not in after.running:
        return None
    return after.points[after.store.index] - after.points[before]


def what_if(book: Rulebook, answers: Answers, decision: Decision) -> WhatIf:
    """What every single change of an answer would do; `decision` is the pick for `answers`.

    A change that leads to what breaks a hard requirement, to a place that no client reaches, or into another kind of
    program is nothing to look forward to.
    """
    if decision.store is None:
        return WhatIf()
    flips = []
    unmoved = []
    for key, now, others in one_change_away(book.catalogue, answers):
        found = [(to, decide(book, {**answers, key: to})) for to in others]
        moved = [(to, other) for to, other in found if other.key != decision.key]
        for to, other in moved:
            if to in ("unsure", ("unsure",)) or _says_nothing(now, to) or _another_project(key, now, to):
                continue
            if other.store is not None and _fits(book, decision, other, answers, {**answers, key: to}):
                by = _lead(other, decision.store.index)
                flips.append(Flip(question=key, from_=now, to=to, store=other.store, client=other.client, by=by))
        if key in answers and others and not moved:
            unmoved.append(key)
    return WhatIf(flips=tuple(flips), unmoved=tuple(unmoved))
