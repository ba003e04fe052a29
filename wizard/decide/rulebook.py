"""The rulebook of a catalogue: what every rule gives every store, worked out beforehand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from wizard.catalogue.model import Catalogue, Client, Fact, Service
from wizard.catalogue.rule_model import Rule, StoreRule
from wizard.catalogue.vocabulary import CLIENT_FACTS, LANGUAGES, STACK_FACTS
from wizard.decide.clients import speaks, usable_clients
from wizard.decide.rules import (
    ByKeys,
    ClientClass,
    ClientRules,
    Group,
    Memo,
    Rulebook,
    Seat,
    StackRule,
    Store,
    WeighedRule,
    selects,
    union,
    weigh,
)

#: The rulebooks that there are, by their catalogues.
_BOOKS: Final[dict[Catalogue, Rulebook]] = {}


def rulebook(catalogue: Catalogue) -> Rulebook:
    """The rulebook of a catalogue: the one that is in use, else worked out and kept."""
    return _BOOKS[catalogue] if catalogue in _BOOKS else in_use(made(catalogue))


def in_use(book: Rulebook) -> Rulebook:
    """The same book, which is from now on the one of its catalogue."""
    _BOOKS[book.catalogue] = book
    return book


def made(catalogue: Catalogue) -> Rulebook:
    """The rulebook, worked out from the catalogue."""
    stores = _stores(catalogue)
    told = [store.attributes for store in stores]
    stack_rules = tuple(rule for rule in catalogue.store_rules if asks_the_client(rule))
    store_rules = tuple(weigh(rule, told) for rule in catalogue.store_rules if not asks_the_client(rule))
    book = _without_clients(catalogue, stores, store_rules, stack_rules)
    return replace(
        book,
        stack_rules=tuple(_stack_rule(book, rule) for rule in stack_rules),
        client_classes={language: tuple(_client_classes(book, language)) for language in LANGUAGES},
        memo=Memo(),
    )


def _stack_rule(book: Rulebook, rule: StoreRule) -> StackRule:
    """What the rule does to every store with every client that speaks to it, and with none."""
    weights: dict[Seat, int] = {}
    excluded = set[Seat]()
    for store in book.stores:
        for client in (None, *(item for item in book.catalogue.clients.values() if speaks(item, store))):
            seat = store.index, client.id if client else ""
            told = book.stack_attributes(store, client)
            by = sum(effect.by for effect in rule.effects if selects(effect.where, told))
            weights |= {seat: by} if by else {}
            excluded |= {seat} if any(selects(where, told) for where in rule.excludes) else set()
    return StackRule(rule=rule, weights=weights, excluded=frozenset(excluded))


#: What only a client, or a stack, has.
OF_CLIENTS: Final = frozenset(
    {"client", "language", "style", "support", "pickable", "upkeep", *CLIENT_FACTS, *STACK_FACTS}
)


def asks_the_client(rule: StoreRule) -> bool:
    """Whether a rule about stores asks what their clients can do."""
    return any(key in OF_CLIENTS for where in (*(item.where for item in rule.effects), *rule.excludes) for key in where)


def _client_classes(book: Rulebook, language: str) -> Iterable[ClientClass]:
    """The stores that clients of this language reach, those with the same clients and the same weights together."""
    classes: dict[object, list[Store]] = {}
    told: dict[object, tuple[tuple[Client, ClientRules], ...]] = {}
    for store in book.stores:
        clients = [
            (client, book.client_rules_for(store, client))
            for client in book.catalogue.clients.values()
            if client.language == language and client.pickable and speaks(client, store)
        ]
        key = tuple((client.id, rules.weights, rules.excluding) for client, rules in clients)
        classes.setdefault(key, []).append(store)
        told[key] = tuple(clients)
    return (
        ClientClass(
            stores=tuple(store.index for store in members),
            clients=told[key],
            points=tuple(tuple((index, by) for index, by in enumerate(rules.weights) if by) for _, rules in told[key]),
        )
        for key, members in classes.items()
        if told[key]
    )


def _by_keys(rules: Iterable[Rule]) -> ByKeys:
    found: dict[tuple[str, ...], tuple[int, ...]] = {}
    for index, rule in enumerate(rules):
        keys = tuple(sorted({*rule.when, *rule.unless}))
        found[keys] = (*found.get(keys, ()), index)
    return found


def _without_clients(
    catalogue: Catalogue,
    stores: tuple[Store, ...],
    store_rules: tuple[WeighedRule, ...],
    stack_rules: tuple[StoreRule, ...],
) -> Rulebook:
    """The rulebook before it is known what clients do to it; `stack_rules` only say which answers they ask for."""
    groups = _groups(store_rules)
    stack_keys = set[str]().union(*({*rule.when, *rule.unless} for rule in stack_rules))
    return Rulebook(
        catalogue=catalogue,
        stores=stores,
        never=union(item for item in store_rules if not item.rule.when and not item.rule.unless),
        store_rules=store_rules,
        groups=groups,
        stack_rules=(),
        stack_keys=tuple(sorted(stack_keys)),
        judged_by=tuple(sorted(stack_keys.union(*(group.keys for group in groups)))),
        client_rules=catalogue.client_rules,
        client_keys=tuple(
            sorted({"language", "framework"}.union(*({*rule.when, *rule.unless} for rule in catalogue.client_rules)))
        ),
        client_classes={},
        always_out=frozenset(
            index
            for index, rule in enumerate(catalogue.client_rules)
            if rule.excludes and not (rule.when or rule.unless)
        ),
        coherence=catalogue.coherence_rules,
        coherence_by_keys=_by_keys(catalogue.coherence_rules),
        client_rules_by_keys=_by_keys(catalogue.client_rules),
        companions=catalogue.companion_rules,
        answered=catalogue.answer_rules,
        reachable={
            language: frozenset(store.index for store in stores if usable_clients(catalogue, store, language, ""))
            for language in LANGUAGES
        },
    )


def _stores(catalogue: Catalogue) -> tuple[Store, ...]:
    pairs = [
        (database, service)
        for database in catalogue.databases.values()
        for service in catalogue.services.values()
        if database.id in service.runs
    ]
    stores = []
    for index, (database, service) in enumerate(pairs):
        of_it = {key: fact for key, fact in service.facts.items() if fact.engine in ("", database.id)}
        facts = {key: _about(fact, database.id) for key, fact in {**database.facts, **of_it}.items()}
        stores.append(
            Store(
                index=index,
                database=database,
                service=service,
                family=service.runs[database.id],
                facts=facts,
                attributes={
                    "database": frozenset({database.id}),
                    "service": frozenset({service.id}),
                    "family": frozenset({service.runs[database.id]}),
                    "kind": frozenset({service.kind}),
                    "platform": frozenset({service.platform or "independent"}),
                    "serves": frozenset(database.serves),
                    "free_limits": frozenset({"yes" if _limits_the_free_plan(service) else "no"}),
                    **{key: frozenset({fact.value}) for key, fact in facts.items() if fact.value},
                },
            )
        )
    return tuple(stores)


def _about(fact: Fact, engine: str) -> Fact:
    """The fact with the page that its service has for this engine."""
    source = fact.source.about(engine)
    return fact if source is fact.source else replace(fact, source=source)


def _limits_the_free_plan(service: Service) -> bool:
    """Whether what there is to know in operation says where the free plan ends."""
    return any(
        item.fact.key == "limits" and "budget" in item.when and "free" in item.when["budget"].any_of
        for item in service.operations
    )


def _groups(store_rules: Iterable[WeighedRule]) -> tuple[Group, ...]:
    """Those that ask the same questions together."""
    by_keys: dict[tuple[str, ...], list[WeighedRule]] = {}
    for item in store_rules:
        by_keys.setdefault(tuple(sorted({*item.rule.when, *item.rule.unless})), []).append(item)
    return tuple(Group(keys=keys, rules=tuple(found)) for keys, found in by_keys.items())
