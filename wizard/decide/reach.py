"""What rules can still conclude while answers are open, group by group."""

from __future__ import annotations

from itertools import product
from typing import Final

from wizard.decide.answers import Value, possible, values
from wizard.decide.rules import Group, Rulebook, Verdict, group_verdicts


class Open:
    """Stands for an answer that is still to come."""


OPEN: Final = Open()

type Reach = tuple[Value | Open | None, ...]
"""A group's answers in the order of its questions: None is no answer, OPEN any answer or none."""


def split_groups(book: Rulebook, keys: frozenset[str]) -> tuple[tuple[Group, ...], tuple[Group, ...]]:
    """(the groups that ask none of these questions, those that ask some)."""
    touched = tuple(group for group in book.groups if keys & set(group.keys))
    return tuple(group for group in book.groups if group not in touched), touched


def possible_verdicts(book: Rulebook, group: Group, given: Reach) -> tuple[Verdict, ...]:
    """Every different verdict that `group` can still reach."""
    key = group, given
    if key not in book.memo.reach:
        book.memo.reach[key] = _reached(book, group, given)
    return book.memo.reach[key]


def sure_and_possible_outs(book: Rulebook, group: Group, given: Reach) -> tuple[frozenset[int], frozenset[int]]:
    """(the stores that `group` rules out whatever is answered, those that it may rule out)."""
    key = group, given
    if key not in book.memo.outs:
        every = [verdict.excluded for verdict in possible_verdicts(book, group, given)]
        book.memo.outs[key] = every[0].intersection(*every), every[0].union(*every)
    return book.memo.outs[key]


def least_leads(book: Rulebook, group: Group, given: Reach, leader: int) -> tuple[int, ...]:
    """The points by which a store is at least ahead of each, by `group` alone; fewer than none where it is behind."""
    key = group, given, leader
    if key not in book.memo.leads:
        every = [verdict.points for verdict in possible_verdicts(book, group, given)]
        leads = ([points[leader] - rival for rival in points] for points in every)
        book.memo.leads[key] = tuple(map(min, zip(*leads, strict=True)))
    return book.memo.leads[key]


def told_apart(book: Rulebook, group: Group, key: str) -> tuple[Value | None, ...]:
    """One answer to `key` for each way in which the group's conditions on it can turn out; None is no answer."""
    asked = [table[key] for item in group.rules for table in (item.rule.when, item.rule.unless) if key in table]
    ways: dict[tuple[bool, ...], Value | None] = {}
    for value in (None, *possible(book.catalogue.questions[key])):
        chosen = values({key: value} if value is not None else {}, key)
        ways.setdefault(tuple(condition.holds(chosen) for condition in asked), value)
    return tuple(ways.values())


def _reached(book: Rulebook, group: Group, given: Reach) -> tuple[Verdict, ...]:
    choices = [
        told_apart(book, group, key) if isinstance(value, Open) else (value,)
        for key, value in zip(group.keys, given, strict=True)
    ]
    found = {}
    for chosen in product(*choices):
        answers = {key: value for key, value in zip(group.keys, chosen, strict=True) if value is not None}
        (reached,) = group_verdicts(book, (group,), answers)
        found[reached.points, reached.excluded, reached.unfit] = reached
    return tuple(found.values())
