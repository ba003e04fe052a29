"""What if: the single changes of an answer that would move the pick, and the answers that made no difference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
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
    if other.store is None or other.broken or (other.client is None and now.client is not None and not other.home):
        return False
    if other.client and other.client.upkeep.value in ("archived", "deprecated"):
        return False
    if _blocked(book, other, answers) and not _blocked(book, now, before):
        return False
    on_device = "yes" in book.stack_attributes(other.store, other.client)["on_device"]
    return answers.get("runtime") != "local" or on_device or other.store.service.kind == "embedded"


#: Answers that ask for nothing in particular.
NOTHING: Final = frozenset({"unsure", "none", "no", "any", "one"})


def _is_told(key: str, now: Value, to: Value) -> bool:
    """Whether somebody may look forward to the change: something is asked for, before it or after it, that could come
    in or fall away, and it makes no other project of it, as a web service is none for a program on people's devices."""
    if to in ("unsure", ("unsure",)) or NOTHING.issuperset((*several(now), *several(to))):
        return False
    return not (key == "runtime" and "local" in (now, to))


def _lead(after: Decision, before: int) -> int | None:
    """The points by which the pick leads what was picked before; None where that is out."""
    if after.store is None or before not in after.running:
        return None
    return after.points[after.store.index] - after.points[before]


@dataclass(frozen=True, kw_only=True, eq=False)
class WhatIf:
    """What every single change of an answer would do, worked out as far as it is asked for; `decision` is the pick for
    `answers`."""

    book: Rulebook
    answers: Answers
    decision: Decision

    @cached_property
    def _changes(self) -> tuple[tuple[str, Value, list[Value]], ...]:
        return tuple(one_change_away(self.book.catalogue, self.answers)) if self.decision.store else ()

    @cached_property
    def _moved(self) -> Mapping[str, list[tuple[Value, Decision]]]:
        """Question -> the changes that move the pick, with what is picked then, of those that somebody may look forward
        to."""
        return {
            key: [
                (to, other)
                for to in others
                if _is_told(key, now, to) and (other := self._after(key, to)).key != self.decision.key
            ]
            for key, now, others in self._changes
        }

    def _after(self, key: str, to: Value) -> Decision:
        return decide(self.book, {**self.answers, key: to}, self.decision.refused)

    @cached_property
    def flips(self) -> tuple[Flip, ...]:
        """The single changes that move the pick. A change that leads to what breaks a hard requirement, to a place that
        no client reaches, or into another kind of program is nothing to look forward to."""
        store, answers = self.decision.store, self.answers
        return tuple(
            Flip(
                question=key,
                from_=now,
                to=to,
                store=other.store,
                client=other.client,
                by=_lead(other, store.index),
            )
            for key, now, _ in self._changes
            for to, other in self._moved[key]
            if store and other.store and _fits(self.book, self.decision, other, answers, {**answers, key: to})
        )

    @cached_property
    def unmoved(self) -> tuple[str, ...]:
        """The answered questions for which no change would move the pick."""
        return tuple(
            key
            for key, now, others in self._changes
            if key in self.answers and others and not self._moved[key]
            if all(self._after(key, to).key == self.decision.key for to in others if not _is_told(key, now, to))
        )
