"""What the proofs walk over: the answers that can matter to a choice, sorted into classes that no rule tells apart.

Two answers to a question are in one class when every condition of every rule holds for both or for neither; so whatever
holds for one combination of classes holds for every combination of their members. The counts on the page "How the
wizard decides" come from here, and the tests check that they walked exactly that many.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import prod

from wizard.catalogue.model import Condition
from wizard.catalogue.rule_model import Rule
from wizard.decide.answers import UNSURE, Value, possible, several
from wizard.decide.rules import Rulebook


@dataclass(frozen=True, kw_only=True, slots=True)
class Factor:
    """A question and its classes of answers. `None` is the question left unanswered."""

    key: str
    classes: tuple[tuple[Value | None, ...], ...]

    @property
    def answers(self) -> int:
        return sum(len(members) for members in self.classes)


def hard_factors(book: Rulebook) -> tuple[Factor, ...]:
    """The questions that any rule asks which rules something out, a store, a stack or a client, in asking order. Points
    choose among what these leave, so whether anything is left depends on them alone."""
    of_stores = [*(item.rule for item in book.store_rules), *(item.rule for item in book.stack_rules)]
    excluding: list[Rule] = [rule for rule in of_stores if rule.excludes]
    excluding += [rule for rule in book.client_rules if rule.excludes]
    named = {framework for client in book.catalogue.clients.values() for framework in client.frameworks}
    known = {"language": frozenset(book.client_classes), "framework": frozenset(named)}
    return tuple(_merged(factor, known.get(factor.key)) for factor in _factors(book, excluding, always=tuple(known)))


def _merged(factor: Factor, known: frozenset[str] | None) -> Factor:
    """The factor with the answers that no client knows in one class: no rule that rules something out asks for them."""
    if known is None:
        return factor
    strange = [members for members in factor.classes if not known.intersection(filter(None, members))]
    apart = [members for members in factor.classes if members not in strange]
    return Factor(key=factor.key, classes=(*apart, tuple(value for members in strange for value in members)))


def client_factors(book: Rulebook) -> tuple[Factor, ...]:
    """The questions that any rule about clients asks, with language and framework, in asking order."""
    return _factors(book, book.client_rules, always=("language", "framework"))


def combinations(factors: Iterable[Factor]) -> tuple[int, int]:
    """(combinations of answers, combinations of classes that stand for them)."""
    factors = tuple(factors)
    return prod(factor.answers for factor in factors), prod(len(factor.classes) for factor in factors)


def _factors(book: Rulebook, rules: Iterable[Rule], always: tuple[str, ...] = ()) -> tuple[Factor, ...]:
    conditions: dict[str, list[Condition]] = {key: [] for key in always}
    for rule in rules:
        for key, condition in (*rule.when.items(), *rule.unless.items()):
            conditions.setdefault(key, []).append(condition)
    return tuple(
        _factor(book, key, conditions[key], apart=key in always)
        for key in book.catalogue.questions
        if key in conditions
    )


def _factor(book: Rulebook, key: str, conditions: list[Condition], *, apart: bool) -> Factor:
    """One question's classes; `apart` keeps every answer in a class of its own."""
    classes: dict[object, list[Value | None]] = {}
    for value in (None, *possible(book.catalogue.questions[key])):
        chosen = UNSURE if value is None else frozenset(several(value))
        signature: object = value if apart else tuple(condition.holds(chosen) for condition in conditions)
        classes.setdefault(signature, []).append(value)
    return Factor(key=key, classes=tuple(tuple(members) for members in classes.values()))
