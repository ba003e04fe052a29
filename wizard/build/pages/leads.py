"""Which answers lead to a product: from the guide's tables and from the rules, each with answers for the wizard."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from wizard.build.pages.words import Product
from wizard.catalogue.model import Catalogue, Client, Condition, Database, Option, Row, Table
from wizard.catalogue.rule_model import ClientRule, RankingRule, StoreRule
from wizard.catalogue.vocabulary import CLIENT_FACTS
from wizard.decide.answers import Value, in_order, prune
from wizard.decide.decision import decide
from wizard.decide.rulebook import rulebook
from wizard.decide.rules import Attributes, Store, selects


@dataclass(frozen=True, kw_only=True, slots=True)
class Lead:
    """A rule that counts for (`by` above nought) or against a product, or rules it out (`by` is None).

    `answers` are a few that make the rule fire, or none where it fires without any; `picks` says whether the wizard,
    told these answers and no more, picks the product.
    """

    rule: StoreRule | ClientRule
    by: int | None
    answers: Mapping[str, Value]
    picks: bool


def rows(catalogue: Catalogue, product: Product) -> list[tuple[Table, Row]]:
    """The rows of the guide's decision tables that recommend the product."""
    return [(table, row) for table in catalogue.tables.values() for row in table.rows if product.id in row.recommends]


def leads(catalogue: Catalogue, product: Product) -> list[Lead]:
    """What the rules that rank have to say about a product, strongest first."""
    found = []
    for rule, by in _ranked(catalogue, product):
        answers = _answers(catalogue, rule, product)
        found.append(Lead(rule=rule, by=by, answers=answers, picks=_picks(catalogue, answers, product)))
    return sorted(found, key=lambda lead: -(lead.by or 0))


def has_any(catalogue: Catalogue, product: Product) -> bool:
    """Whether a row of the guide's tables or a rule leads to the product, or away from it."""
    return bool(rows(catalogue, product)) or any(True for _ in _ranked(catalogue, product))


def _ranked(catalogue: Catalogue, product: Product) -> Iterator[tuple[StoreRule | ClientRule, int | None]]:
    """The rules that rank which say something about a product, with what :func:`_points` gives."""
    book = rulebook(catalogue)
    if isinstance(product, Client):
        ways = [book.client_attributes(store, product) for store in book.stores if _near(product, store)]
        rules: Iterable[StoreRule | ClientRule] = book.client_rules
        about = _about_client
    else:
        ways = [store.attributes for store in book.stores if product in (store.database, store.service)]
        rules = [item.rule for item in book.store_rules]
        about = _about_database if isinstance(product, Database) else _about_service
    for rule in rules:
        if (by := _points(rule, ways, about)) != 0:
            yield rule, by


def in_mind(product: Product) -> dict[str, Value]:
    """Answers of somebody who leans towards the product."""
    if isinstance(product, Client):
        return {"persistence": "yes", "language": product.language, "existing_client": product.id}
    return {"persistence": "yes", "existing_database": product.id, "existing_stance": "leaning"}


def answered(catalogue: Catalogue, key: str, option: Option) -> dict[str, Value]:
    """One answer, with the answers without which its question is not asked."""
    wanted: dict[str, Value] = {}
    _choose(catalogue, wanted, key, option, frozenset({option.value}))
    return _in_order(catalogue, wanted)


def _in_order(catalogue: Catalogue, wanted: Mapping[str, Value]) -> dict[str, Value]:
    return in_order(catalogue, {"persistence": "yes", **wanted})


def _near(client: Client, store: Store) -> bool:
    fact = client.speaks.get(store.family)
    return fact is not None and fact.value != "no"


def _about_client(keys: frozenset[str]) -> bool:
    """Whether a selector says something about the client itself, not about the store alone or how the two fit."""
    return "support" not in keys and bool(keys & {"client", "style", "upkeep", *CLIENT_FACTS})


def _about_database(keys: frozenset[str]) -> bool:
    """Whether a selector says something about the engine, wherever it runs."""
    return keys <= {"database", "family", "serves"}


def _about_service(keys: frozenset[str]) -> bool:
    """Whether a selector says something about the place, not only about the engine there."""
    return not _about_database(keys) or "family" in keys


def _points(rule: RankingRule, ways: Iterable[Attributes], about: Callable[[frozenset[str]], bool]) -> int | None:
    """The most points that the rule has for the product in any of its `ways`; None if it rules out all of them."""
    ways = list(ways)
    excludes = [where for where in rule.excludes if about(frozenset(where))]
    if ways and all(any(selects(where, way) for where in excludes) for way in ways):
        return None
    effects = [effect for effect in rule.effects if about(frozenset(effect.where))]
    totals = [sum(effect.by for effect in effects if selects(effect.where, way)) for way in ways]
    return max(totals, key=abs, default=0)


def _answers(catalogue: Catalogue, rule: RankingRule, product: Product) -> dict[str, Value]:
    """Some answers that make the rule fire and that the wizard would accept; empty if there is nothing to answer."""
    wanted: dict[str, Value] = {}
    for key, condition in rule.when.items():
        _want(catalogue, wanted, key, condition)
    if not any(value != "unsure" for value in wanted.values()):
        return {}
    if isinstance(product, Client):
        wanted["language"] = product.language
    kept, dropped = prune(catalogue, _in_order(catalogue, wanted))
    return {} if dropped else kept


def _want(catalogue: Catalogue, wanted: dict[str, Value], key: str, condition: Condition) -> None:
    """Add an answer that meets the condition, and the answers without which its question is not asked."""
    question = catalogue.questions[key]
    if key in wanted:
        return
    meets = [
        option
        for option in question.options
        if condition.holds(frozenset({option.value}) | condition.all_of) and option.value not in condition.none_of
    ]
    first = min(meets, key=lambda option: option.value == "unsure", default=None)
    if first is None:
        return
    _choose(catalogue, wanted, key, first, condition.all_of or frozenset({first.value}))


def _choose(catalogue: Catalogue, wanted: dict[str, Value], key: str, option: Option, chosen: frozenset[str]) -> None:
    question = catalogue.questions[key]
    values = tuple(item.value for item in question.options if item.value in chosen)
    wanted[key] = values if question.several else option.value
    for before in ({} if option.group else option.when, question.when):
        for other, needed in before.items():
            _want(catalogue, wanted, other, needed)


def _picks(catalogue: Catalogue, answers: Mapping[str, Value], product: Product) -> bool:
    if not answers:
        return False
    decision = decide(rulebook(catalogue), answers)
    store = decision.store
    return product in (decision.client, store and store.database, store and store.service)
