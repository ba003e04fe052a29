"""When a rule holds, and what it concludes about the candidates.

A *store* is an engine at a place: PostgreSQL on Neon. Every rule whose condition holds counts (DMN's hit policy
*collect*); a store's total is the sum of the weights of the rules that match it; a store that any rule excludes is out.
Ties go to the guide's order, which is the order of `Rulebook.stores`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from wizard.answers import Answers, hold
from wizard.catalogue import LANGUAGES, Catalogue, Client, Database, Fact, Rule, Service

type Attributes = Mapping[str, frozenset[str]]
type Selector = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Store:
    """An engine at a place. `facts` are the engine's, overridden by the service's."""

    index: int
    database: Database
    service: Service
    family: str
    facts: Mapping[str, Fact]
    attributes: Attributes

    @property
    def name(self) -> str:
        if self.service.kind == "self-hosted":
            return f"{self.database.name}, self-hosted"
        if self.service.kind == "embedded":
            return f"{self.database.name}, embedded"
        return f"{self.database.name} on {self.service.name}"


@dataclass(frozen=True, kw_only=True, slots=True)
class StoreRule:
    """A rule with its effect on every store worked out beforehand: `weights` and `excluded` go by `Store.index`."""

    rule: Rule
    weights: tuple[tuple[int, int], ...]
    excluded: frozenset[int]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Rulebook:
    """The catalogue's rules, ready to be applied."""

    catalogue: Catalogue
    stores: tuple[Store, ...]
    store_rules: tuple[StoreRule, ...]
    client_rules: tuple[Rule, ...]
    coherence: tuple[Rule, ...]
    companions: tuple[Rule, ...]
    _client_attributes: dict[tuple[int, str], Attributes] = field(default_factory=dict)

    def client_attributes(self, store: Store, client: Client) -> Attributes:
        """What rules may ask about `client` in front of `store`: both their attributes."""
        key = (store.index, client.id)
        if key not in self._client_attributes:
            support = client.speaks.get(store.family)
            self._client_attributes[key] = {
                **store.attributes,
                "client": frozenset({client.id}),
                "language": frozenset({client.language}),
                "style": frozenset({client.style}),
                "support": frozenset({support.value} if support else ()),
                "pickable": frozenset({"yes" if client.pickable else "no"}),
                "upkeep": frozenset({client.upkeep.value}),
                **{name: frozenset({fact.value}) for name, fact in client.facts.items() if fact.value},
            }
        return self._client_attributes[key]


def selects(selector: Selector, attributes: Attributes) -> bool:
    """Whether each attribute that the selector names has one of the wanted values. A missing fact matches nothing."""
    return all(not attributes.get(key, frozenset()).isdisjoint(wanted) for key, wanted in selector.items())


def touches(selector: Selector, attributes: Attributes) -> bool:
    """Whether any attribute that the selector names has one of its values (an empty selector touches nothing)."""
    return any(not attributes.get(key, frozenset()).isdisjoint(values) for key, values in selector.items())


def fires(rule: Rule, answers: Answers) -> bool:
    """Whether the rule's condition holds: all of `when`, and not all of `unless`."""
    return hold(rule.when, answers) and not (rule.unless and hold(rule.unless, answers))


@cache
def rulebook(catalogue: Catalogue) -> Rulebook:
    """The rulebook of a catalogue; worked out once."""
    stores = _stores(catalogue)
    by_stage: dict[str, list[Rule]] = {"stores": [], "clients": [], "coherence": [], "companions": []}
    for rule in catalogue.rules:
        by_stage[rule.stage].append(rule)
    return Rulebook(
        catalogue=catalogue,
        stores=stores,
        store_rules=tuple(_store_rule(rule, stores) for rule in by_stage["stores"]),
        client_rules=tuple(by_stage["clients"]),
        coherence=tuple(by_stage["coherence"]),
        companions=tuple(by_stage["companions"]),
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


def _store_rule(rule: Rule, stores: Iterable[Store]) -> StoreRule:
    weights = []
    for store in stores:
        by = sum(effect.by for effect in rule.effects if selects(effect.where, store.attributes))
        if by:
            weights.append((store.index, by))
    excluded = frozenset(
        store.index for store in stores if any(selects(where, store.attributes) for where in rule.excludes)
    )
    return StoreRule(rule=rule, weights=tuple(weights), excluded=excluded)


def matching(book: Rulebook, answers: Answers) -> list[StoreRule]:
    """The store rules whose conditions hold."""
    return [item for item in book.store_rules if fires(item.rule, answers)]


def usable_clients(book: Rulebook, store: Store, language: str, framework: str) -> list[Client]:
    """The clients the wizard may propose for `store`: right language, family, service and framework; in the guide's
    order."""
    return [
        client
        for client in book.catalogue.clients.values()
        if client.language == language
        and client.pickable
        and speaks(client, store)
        and (not client.frameworks or framework in client.frameworks)
    ]


def speaks(client: Client, store: Store) -> bool:
    """Whether `client` can talk to `store` at all."""
    return store.family in client.speaks and (not client.services or store.service.id in client.services)


@cache
def reachable_stores(book: Rulebook, language: str) -> frozenset[int]:
    """Stores for which some client exists in `language` (all of them when the language has none in the catalogue)."""
    if language not in LANGUAGES:
        return frozenset(store.index for store in book.stores)
    return frozenset(store.index for store in book.stores if usable_clients(book, store, language, ""))


def client_weight(rule: Rule, attributes: Attributes) -> int:
    """The points that `rule` gives to a client with these attributes."""
    return sum(effect.by for effect in rule.effects if selects(effect.where, attributes))


def client_excluded(rule: Rule, attributes: Attributes) -> bool:
    return any(selects(where, attributes) for where in rule.excludes)
