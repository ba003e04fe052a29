"""What the rules about whole stacks can still do to each store while answers are open: bounds, never too narrow."""

from __future__ import annotations

from dataclasses import dataclass
from operator import add

from wizard.catalogue.model import Client
from wizard.catalogue.rule_model import Rule
from wizard.decide.answers import Answers, values
from wizard.decide.clients import lineup, speaks
from wizard.decide.rules import Rulebook, StackRule, Store, fires, stack_verdict


@dataclass(frozen=True, kw_only=True, slots=True)
class Bounds:
    """`least` and `most` points by `Store.index`; `may_be_out`: a rule may rule them out, or leave them no client;
    `never`: no client of the language reaches them."""

    least: tuple[int, ...]
    most: tuple[int, ...]
    may_be_out: frozenset[int]
    never: frozenset[int]


def bounds(book: Rulebook, answers: Answers, open_keys: frozenset[str]) -> Bounds:
    """The bounds after these answers, where those to `open_keys` are still to come."""
    line = lineup(book, answers)
    if open_keys.isdisjoint({*book.client_keys, *book.stack_keys, "existing_client"}):
        found = stack_verdict(book, answers, line)
        return Bounds(
            least=found.points, most=found.points, may_be_out=found.excluded | line.out, never=found.excluded | line.out
        )
    language, in_use = str(answers.get("language", "")), str(answers.get("existing_client", "none"))
    clients = _possible(book, language, in_use)
    none = (0,) * len(book.stores)
    least, most, out = none, none, frozenset[int]()
    for item in book.stack_rules:
        if not _may_fire(item.rule, answers, open_keys):
            continue
        low, high, excluded = _reach(book, item, language, in_use)
        if not open_keys.isdisjoint({*item.rule.when, *item.rule.unless}):
            low, high = tuple(map(min, low, none)), tuple(map(max, high, none))
        least, most, out = tuple(map(add, least, low)), tuple(map(add, most, high)), out | excluded
    listed = language in book.client_classes
    never = frozenset(store.index for store in book.stores if listed and not any(clients[store.index]))
    excluding = frozenset(
        index for index, rule in enumerate(book.client_rules) if rule.excludes and _may_fire(rule, answers, open_keys)
    )
    lost = _lost(book, language, in_use, str(answers.get("framework", "")), excluding)
    return Bounds(least=least, most=most, may_be_out=out | lost, never=never)


def possible_clients(book: Rulebook, store: Store, language: str, in_use: str) -> tuple[Client | None, ...]:
    """Every client that the store could have in a line-up for this language and this client in use."""
    if language not in book.client_classes:
        return (None,)
    kept = book.catalogue.clients.get(in_use)
    right = kept is not None and kept.language == language and speaks(kept, store)
    if kept and right and book.client_rules_for(store, kept).excluding.isdisjoint(book.always_out):
        return (kept,)
    group = next((group for group in book.client_classes[language] if store.index in group.stores), None)
    return tuple(client for client, _ in group.clients) if group else (None,)


def _may_fire(rule: Rule, answers: Answers, open_keys: frozenset[str]) -> bool:
    """Whether no condition on an answer that is there fails. An `unless` with an open answer may fail to hold."""
    if any(not it.holds(values(answers, key)) for key, it in rule.when.items() if key not in open_keys):
        return False
    return fires(rule, answers) or not open_keys.isdisjoint({*rule.when, *rule.unless})


def _possible(book: Rulebook, language: str, in_use: str) -> tuple[tuple[Client | None, ...], ...]:
    key = language, in_use
    if key not in book.memo.possible:
        book.memo.possible[key] = tuple(possible_clients(book, store, language, in_use) for store in book.stores)
    return book.memo.possible[key]


def _reach(
    book: Rulebook, item: StackRule, language: str, in_use: str
) -> tuple[tuple[int, ...], tuple[int, ...], frozenset[int]]:
    """(the least and the most points that the rule gives each store with any of its clients, which it can rule out)."""
    key = item.rule.id, language, in_use
    if key not in book.memo.stack_reach:
        seats = [
            [(index, client.id if client else "") for client in clients]
            for index, clients in enumerate(_possible(book, language, in_use))
        ]
        points = [[item.weights.get(seat, 0) for seat in each] for each in seats]
        book.memo.stack_reach[key] = (
            tuple(map(min, points)),
            tuple(map(max, points)),
            frozenset(index for index, each in enumerate(seats) if not item.excluded.isdisjoint(each)),
        )
    return book.memo.stack_reach[key]


def _lost(book: Rulebook, language: str, in_use: str, framework: str, excluding: frozenset[int]) -> frozenset[int]:
    """The stores that may lose every client: a rule of `excluding` touches each, or a framework to come does. Most
    presses change none of these."""
    key = language, in_use, framework, excluding
    if key not in book.memo.lost:
        listed = language in book.client_classes
        book.memo.lost[key] = frozenset(
            store.index
            for store, clients in zip(book.stores, _possible(book, language, in_use), strict=True)
            if listed
            and not any(
                client is not None
                and (not client.frameworks or framework in client.frameworks or not client.pickable)
                and (client.id == in_use or book.client_rules_for(store, client).excluding.isdisjoint(excluding))
                for client in clients
            )
        )
    return book.memo.lost[key]
