"""When a rule holds, and what it concludes about the candidates.

A *store* is an engine at a place: PostgreSQL on Neon. A *stack* is a store with the client that it would have. Every
rule whose condition holds counts (DMN's hit policy *collect*); a stack's total is the sum of the weights of the rules
that match it; a stack that any rule excludes is out. Ties go to the guide's order, which is that of `Rulebook.stores`.

Most rules ask the store alone, and what they say is worked out beforehand, group by group. Those that ask the client
as well (*stack rules*) wait for the line-up: which client each store would have.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from wizard.catalogue.model import Catalogue, Client, Database, Fact, Service
from wizard.catalogue.rule_model import AnswerRule, ClientRule, CoherenceRule, CompanionRule, Rule, Selector, StoreRule
from wizard.decide.answers import Answers, Value, hold

#: The kinds of data that a main store is chosen for; the others may live beside it.
MAIN_DATA: Final = frozenset({"relational", "documents"})

type Attributes = Mapping[str, frozenset[str]]

#: The attributes of a store at each place where it can be: one, but for an engine in use whose place was not said.
type Everywhere = tuple[Attributes, ...]
type ByKeys = Mapping[tuple[str, ...], tuple[int, ...]]
"""The keys of answers that rules ask for -> those that ask for them, by index."""
type Given = tuple[Value | None, ...]
"""Answers to certain questions, in their order; None is no answer."""
type Fired = dict[tuple[tuple[str, ...], Given], tuple[int, ...]]
"""Questions and their answers -> the rules that ask these and whose conditions hold, by index."""


@dataclass(frozen=True, kw_only=True)
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
        """How the store reads in a sentence: `PostgreSQL on Neon`, `MongoDB Atlas`, `Redis on your own machines`."""
        if self.service.kind == "self-hosted":
            return f"{self.database.name} on your own machines"
        if self.service.kind == "embedded":
            return f"an embedded {self.database.name} file"
        if len(self.service.runs) == 1 and self.database.name in self.service.name:
            return self.service.name
        return f"{self.database.name} on {self.service.name}"


@dataclass(frozen=True, kw_only=True)
class WeighedRule:
    """A rule with its effect on every store worked out beforehand: `weights` and `excluded` go by `Store.index`."""

    rule: StoreRule
    weights: tuple[int, ...]
    excluded: frozenset[int]


@dataclass(frozen=True, kw_only=True, slots=True)
class ClientRules:
    """The effect of every client rule on one client in front of one store: `weights` go by the index of the rule in
    `Rulebook.client_rules`, `excluding` are the indices of those that rule it out."""

    weights: tuple[int, ...]
    excluding: frozenset[int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What a set of matching rules says about the stores together. `unfit` are those excluded because they cannot hold
    the data as the main store."""

    hits: tuple[WeighedRule, ...]
    points: tuple[int, ...]
    excluded: frozenset[int]
    unfit: frozenset[int]


@dataclass(frozen=True, kw_only=True, eq=False)
class Group:
    """The store rules that ask the same questions. Their verdict depends on those answers alone."""

    keys: tuple[str, ...]
    rules: tuple[WeighedRule, ...]


type Seat = tuple[int, str]
"""A store by its index and a client by its id; no client is the empty text."""


@dataclass(frozen=True, kw_only=True, eq=False)
class StackRule:
    """A rule that asks the client as well, with its effect on every stack that it touches worked out beforehand."""

    rule: StoreRule
    weights: Mapping[Seat, int]
    excluded: frozenset[Seat]


@dataclass(frozen=True, kw_only=True, eq=False)
class ClientClass:
    """Stores in front of which the same clients stand, weighed alike: `clients` are these in the guide's order, each
    with what the client rules say of it. `points` has the rules that give a client any, by index."""

    stores: tuple[int, ...]
    clients: tuple[tuple[Client, ClientRules], ...]
    points: tuple[tuple[tuple[int, int], ...], ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Lineup:
    """The client that each store would have, by `Store.index`; None where there is none. `out` are the stores for which
    the language has no client, or none that meets what was required of it."""

    clients: tuple[Client | None, ...]
    out: frozenset[int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Asking:
    """The rules that ask one question, in the guide's order."""

    store_rules: tuple[WeighedRule, ...]
    stack_rules: tuple[StackRule, ...]
    coherence: tuple[CoherenceRule, ...]
    companions: tuple[CompanionRule, ...]


class Memo:
    """What was worked out from a rulebook and is asked for again and again. It makes things faster, never different.

    A rulebook that is pickled and read again starts with an empty one.
    """

    def __init__(self) -> None:
        self.verdicts: dict[tuple[Group, Given], Verdict] = {}
        self.reach: dict[tuple[Group, tuple[object, ...]], tuple[Verdict, ...]] = {}
        self.outs: dict[tuple[Group, tuple[object, ...]], tuple[frozenset[int], frozenset[int]]] = {}
        self.leads: dict[tuple[Group, tuple[object, ...], int], tuple[int, ...]] = {}
        self.judged: dict[tuple[Lineup, Given], Verdict] = {}
        self.asking: dict[str, Asking] = {}
        self.attributes: dict[tuple[int, str], Attributes] = {}
        self.client_rules: dict[tuple[int, str], ClientRules] = {}
        self.rankings: dict[tuple[int, Given], tuple[Client, ...]] = {}
        self.firing: dict[Given, frozenset[int]] = {}
        self.coherent: Fired = {}
        self.of_clients: Fired = {}
        self.lineups: dict[tuple[str, str, str, frozenset[int], frozenset[str]], Lineup] = {}
        self.stacks: dict[tuple[Lineup, Given], Verdict] = {}
        self.possible: dict[tuple[str, str], tuple[tuple[Client | None, ...], ...]] = {}
        self.stack_reach: dict[tuple[str, str, str], tuple[tuple[int, ...], tuple[int, ...], frozenset[int]]] = {}
        self.weighed: dict[tuple[Lineup, str], WeighedRule] = {}
        self.lost: dict[tuple[str, str, str, frozenset[int]], frozenset[int]] = {}
        self.readings: dict[object, object] = {}
        """The last ones; what they are, a room above says."""

    def __reduce__(self) -> tuple[type[Memo], tuple[()]]:
        return Memo, ()


@dataclass(frozen=True, kw_only=True, eq=False)
class Rulebook:
    """The catalogue's rules, ready to be applied."""

    catalogue: Catalogue
    stores: tuple[Store, ...]
    never: frozenset[int]
    """Stores that some rule rules out whatever the answers are: nobody is sent there, not even for want of another."""
    store_rules: tuple[WeighedRule, ...]
    """Those that ask the store alone."""
    groups: tuple[Group, ...]
    stack_rules: tuple[StackRule, ...]
    """Those that ask its client as well."""
    stack_keys: tuple[str, ...]
    judged_by: tuple[str, ...]
    """The questions that any of these ask."""
    client_rules: tuple[ClientRule, ...]
    client_keys: tuple[str, ...]
    client_classes: Mapping[str, tuple[ClientClass, ...]]
    """Language -> the stores that some client reaches from it, by the clients that they have."""
    always_out: frozenset[int]
    """The client rules, by index, that rule clients out whatever the answers are."""
    coherence: tuple[CoherenceRule, ...]
    coherence_by_keys: ByKeys
    client_rules_by_keys: ByKeys
    companions: tuple[CompanionRule, ...]
    answered: tuple[AnswerRule, ...]
    reachable: Mapping[str, frozenset[int]]
    """Language -> the stores for which some client exists in it."""
    memo: Memo = field(default_factory=Memo, repr=False)

    def asking(self, key: str) -> Asking:
        """The rules that ask this question."""
        if key not in self.memo.asking:
            self.memo.asking[key] = Asking(
                store_rules=tuple(item for item in self.store_rules if asks(item.rule, key)),
                stack_rules=tuple(item for item in self.stack_rules if asks(item.rule, key)),
                coherence=tuple(rule for rule in self.coherence if asks(rule, key)),
                companions=tuple(rule for rule in self.companions if asks(rule, key)),
            )
        return self.memo.asking[key]

    def stack_attributes(self, store: Store, client: Client | None) -> Attributes:
        """What rules may ask about a stack. A language that the guide lists no clients for has the service's own SDKs:
        where users sign in and subscribe, they are made for devices."""
        if client:
            return self.client_attributes(store, client)
        sdk = all(key in store.facts and store.facts[key].value == "yes" for key in ("auth", "client_realtime"))
        return {**store.attributes, "on_device": frozenset({"yes" if sdk else "no"}), "by_driver": frozenset({"yes"})}

    def client_attributes(self, store: Store, client: Client) -> Attributes:
        """What rules may ask about `client` in front of `store`: both their attributes, and what they have together."""
        key = (store.index, client.id)
        if key not in self.memo.attributes:
            support = client.speaks.get(store.family)
            self.memo.attributes[key] = {
                **store.attributes,
                "client": frozenset({client.id}),
                "language": frozenset({client.language}),
                "style": frozenset({client.style}),
                "support": frozenset({support.value} if support else ()),
                "pickable": frozenset({"yes" if client.pickable else "no"}),
                "upkeep": frozenset({client.upkeep.value}),
                "over_http": frozenset({"yes" if store.service.id in client.over_http else "no"}),
                "on_device": frozenset({"yes" if store.service.id in client.on_devices else "no"}),
                "by_driver": frozenset({"no" if client.style == "sdk" else "yes"}),
                **{name: frozenset({fact.value}) for name, fact in client.facts.items() if fact.value},
            }
        return self.memo.attributes[key]

    def client_rules_for(self, store: Store, client: Client) -> ClientRules:
        """What the client rules say about `client` in front of `store`, each if it matches."""
        key = (store.index, client.id)
        if key not in self.memo.client_rules:
            attributes = self.client_attributes(store, client)
            self.memo.client_rules[key] = ClientRules(
                weights=tuple(client_weight(rule, attributes) for rule in self.client_rules),
                excluding=frozenset(
                    index
                    for index, rule in enumerate(self.client_rules)
                    if any(selects(where, attributes) for where in rule.excludes)
                ),
            )
        return self.memo.client_rules[key]


def selects(selector: Selector, attributes: Attributes) -> bool:
    """Whether each attribute that the selector names has one of the wanted values. A missing fact matches nothing."""
    for key, wanted in selector.items():  # noqa: SIM110, a loop is a third of the time of all()
        if key not in attributes or attributes[key].isdisjoint(wanted):
            return False
    return True


def everywhere(selector: Selector, places: Everywhere) -> bool:
    """Whether the selector holds at every place where a store can be."""
    for attributes in places:  # noqa: SIM110, as there
        if not selects(selector, attributes):
            return False
    return True


def anywhere(selector: Selector, places: Everywhere) -> bool:
    """Whether the selector touches the store at one of the places where it can be."""
    return bool(selector) and any(touches(selector, attributes) for attributes in places)


def touches(selector: Selector, attributes: Attributes) -> bool:
    """Whether any attribute that the selector names has one of its values (an empty selector touches nothing)."""
    for key, wanted in selector.items():  # noqa: SIM110, a loop is a third of the time of any()
        if key in attributes and not attributes[key].isdisjoint(wanted):
            return True
    return False


def asks(rule: Rule, key: str) -> bool:
    """Whether the answer to this question decides whether the rule holds."""
    return key in rule.when or key in rule.unless


def fires(rule: Rule, answers: Answers) -> bool:
    """Whether the rule's condition holds: all of `when`, and not all of `unless`."""
    return hold(rule.when, answers) and not (rule.unless and hold(rule.unless, answers))


def coherent(book: Rulebook, answers: Answers) -> tuple[CoherenceRule, ...]:
    """The rules about coherence whose conditions hold, whatever the stack is."""
    firing = firing_of(book.coherence, book.coherence_by_keys, answers, book.memo.coherent)
    return tuple(book.coherence[index] for index in sorted(firing))


def firing_of(rules: Sequence[Rule], by_keys: ByKeys, answers: Answers, known: Fired) -> list[int]:
    """The rules, by index, whose conditions hold. Those that ask for the same answers are tried once for each set of
    them, and `known` after that: most presses change one."""
    firing = list[int]()
    for keys, asking in by_keys.items():
        given = keys, tuple([answers.get(key) for key in keys])
        if given not in known:
            known[given] = tuple(index for index in asking if fires(rules[index], answers))
        firing += known[given]
    return firing


def verdict(book: Rulebook, answers: Answers, groups: Iterable[Group]) -> Verdict:
    """What the store rules in `groups` say about every store; `book.groups` are all of them."""
    return together(book, group_verdicts(book, groups, answers))


def stack_verdict(book: Rulebook, answers: Answers, line: Lineup) -> Verdict:
    """What the stack rules say about every store with the client that it has in this line-up."""
    given = line, tuple(map(answers.get, book.stack_keys))
    found = book.memo.stacks.get(given)
    if found is None:
        hits = tuple(_weighed(book, item, line) for item in book.stack_rules if fires(item.rule, answers))
        found = Verdict(
            hits=hits,
            points=tuple(map(sum, zip(*(item.weights for item in hits), strict=True))) or (0,) * len(book.stores),
            excluded=union(hits),
            unfit=union(item for item in hits if item.rule.unfit),
        )
        book.memo.stacks[given] = found
    return found


def _weighed(book: Rulebook, item: StackRule, line: Lineup) -> WeighedRule:
    key = line, item.rule.id
    if key not in book.memo.weighed:
        seats = [(index, client.id if client else "") for index, client in enumerate(line.clients)]
        book.memo.weighed[key] = WeighedRule(
            rule=item.rule,
            weights=tuple(item.weights.get(seat, 0) for seat in seats),
            excluded=frozenset(seat[0] for seat in seats if seat in item.excluded),
        )
    return book.memo.weighed[key]


def weigh(rule: StoreRule, attributes: Iterable[Attributes]) -> WeighedRule:
    """The rule with its effect on candidates that have these attributes, one for each store."""
    told = tuple(attributes)
    return WeighedRule(
        rule=rule,
        weights=tuple(sum(effect.by for effect in rule.effects if selects(effect.where, each)) for each in told),
        excluded=frozenset(
            index for index, each in enumerate(told) if any(selects(where, each) for where in rule.excludes)
        ),
    )


def together(book: Rulebook, verdicts: Iterable[Verdict]) -> Verdict:
    """Several verdicts as one."""
    said = [item for item in verdicts if item.hits]
    return Verdict(
        hits=tuple(chain.from_iterable(item.hits for item in said)),
        points=tuple(map(sum, zip(*(item.points for item in said), strict=True))) or (0,) * len(book.stores),
        excluded=frozenset().union(*(item.excluded for item in said)),
        unfit=frozenset().union(*(item.unfit for item in said)),
    )


def union(items: Iterable[WeighedRule]) -> frozenset[int]:
    return frozenset().union(*(item.excluded for item in items))


def group_verdicts(book: Rulebook, groups: Iterable[Group], answers: Answers) -> list[Verdict]:
    """What each of these groups says about every store."""
    known, answer = book.memo.verdicts, answers.get
    found = []
    for group in groups:
        given = group, tuple([answer(key) for key in group.keys])
        said = known.get(given)
        if said is None:
            said = known[given] = _group_verdict(group, answers)
        found.append(said)
    return found


def _group_verdict(group: Group, answers: Answers) -> Verdict:
    hits = tuple(item for item in group.rules if fires(item.rule, answers))
    return Verdict(
        hits=hits,
        points=tuple(map(sum, zip(*(item.weights for item in hits), strict=True)))
        or (0,) * len(group.rules[0].weights),
        excluded=union(hits),
        unfit=union(item for item in hits if item.rule.unfit),
    )


def client_weight(rule: ClientRule, attributes: Attributes) -> int:
    """The points that `rule` gives to a client with these attributes."""
    return sum(effect.by for effect in rule.effects if selects(effect.where, attributes))
