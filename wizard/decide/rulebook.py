"""The rulebook of a catalogue: what every rule gives every store, worked out beforehand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from wizard.catalogue.model import Catalogue, StoreRule
from wizard.catalogue.vocabulary import LANGUAGES
from wizard.decide.clients import usable_clients
from wizard.decide.rules import Group, Rulebook, Store, WeighedRule, selects, union

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
    store_rules = tuple(_weighed(rule, stores) for rule in catalogue.store_rules)
    return Rulebook(
        catalogue=catalogue,
        stores=stores,
        never=union(item for item in store_rules if not item.rule.when and not item.rule.unless),
        store_rules=store_rules,
        groups=_groups(store_rules),
        client_rules=catalogue.client_rules,
        client_keys=tuple(
            sorted({"language", "framework"}.union(*({*rule.when, *rule.unless} for rule in catalogue.client_rules)))
        ),
        coherence=catalogue.coherence_rules,
        companions=catalogue.companion_rules,
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
        facts = {**database.facts, **service.facts}
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
                    **{key: frozenset({fact.value}) for key, fact in facts.items() if fact.value},
                },
            )
        )
    return tuple(stores)


def _weighed(rule: StoreRule, stores: Iterable[Store]) -> WeighedRule:
    weights = [sum(effect.by for effect in rule.effects if selects(effect.where, store.attributes)) for store in stores]
    excluded = frozenset(
        store.index for store in stores if any(selects(where, store.attributes) for where in rule.excludes)
    )
    return WeighedRule(rule=rule, weights=tuple(weights), excluded=excluded)


def _groups(store_rules: Iterable[WeighedRule]) -> tuple[Group, ...]:
    by_keys: dict[tuple[str, ...], list[WeighedRule]] = {}
    for item in store_rules:
        by_keys.setdefault(tuple(sorted({*item.rule.when, *item.rule.unless})), []).append(item)
    return tuple(Group(keys=keys, rules=tuple(rules)) for keys, rules in by_keys.items())
