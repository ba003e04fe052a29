"""When a rule holds, what it does to the candidates, and who is a candidate at all."""

from __future__ import annotations

import pickle
from dataclasses import replace

import pytest
from hypothesis import given

from tests.strategies import EXAMPLES, legal_answers
from wizard.catalogue.load import load
from wizard.catalogue.model import Client
from wizard.catalogue.rule_model import Rule
from wizard.decide.answers import Value
from wizard.decide.clients import client_ranking, home_stores, reachable_stores, speaks, usable_clients
from wizard.decide.rulebook import rulebook
from wizard.decide.rules import Memo, Store, fires, selects, touches, verdict

CATALOGUE = load()
BOOK = rulebook(CATALOGUE)


def store(database: str, service: str) -> Store:
    return next(item for item in BOOK.stores if (item.database.id, item.service.id) == (database, service))


def client(id_: str) -> Client:
    return CATALOGUE.clients[id_]


def rule(id_: str) -> Rule:
    return next(item for item in CATALOGUE.rules if item.id == id_)


# --- candidates -------------------------------------------------------------------------------------------------------


def test_a_store_is_every_pair_of_an_engine_and_a_service_that_runs_it() -> None:
    pairs = {(item.database.id, item.service.id) for item in BOOK.stores}
    assert len(pairs) == len(BOOK.stores)
    assert {("postgresql", "neon"), ("mysql", "planetscale"), ("sqlite", "embedded"), ("redis", "upstash")} <= pairs
    assert ("mongodb", "neon") not in pairs
    assert pairs == {(database, item.id) for item in CATALOGUE.services.values() for database in item.runs}


def test_stores_stand_in_the_order_of_the_guide() -> None:
    orders = [(item.database.order, item.service.order) for item in BOOK.stores]
    assert orders == sorted(orders)
    assert [item.index for item in BOOK.stores] == list(range(len(BOOK.stores)))


@pytest.mark.parametrize(
    ("database", "service", "name"),
    [
        ("postgresql", "neon", "PostgreSQL on Neon"),
        ("mongodb", "mongodb-atlas", "MongoDB Atlas"),
        ("postgresql", "self-hosted", "PostgreSQL on your own machines"),
        ("sqlite", "embedded", "an embedded SQLite file"),
    ],
)
def test_a_store_has_a_name_that_says_where_it_runs(database: str, service: str, name: str) -> None:
    assert store(database, service).name == name


@pytest.mark.parametrize(
    ("database", "service", "family"),
    [
        ("postgresql", "planetscale", "postgresql"),
        ("mysql", "planetscale", "vitess"),
        ("sqlite", "turso", "turso"),
        ("sqlite", "cloudflare-d1", "d1"),
        ("timescaledb", "tiger-cloud", "postgresql"),
    ],
)
def test_the_service_may_change_the_protocol(database: str, service: str, family: str) -> None:
    assert store(database, service).family == family
    assert store(database, service).attributes["family"] == {family}


def test_a_fact_of_the_service_overrides_the_engine() -> None:
    service, engine = CATALOGUE.services["neon"], CATALOGUE.databases["postgresql"]
    facts = store("postgresql", "neon").facts
    both = set(service.facts) & set(engine.facts)
    assert both
    assert set(engine.facts) - set(service.facts)
    for key, fact in facts.items():
        assert fact is (service.facts[key] if key in service.facts else engine.facts[key])


def test_a_missing_fact_matches_nothing() -> None:
    assert not selects({"open_source": ("no", "unknown")}, {})
    assert not touches({"open_source": ("no", "unknown")}, {})


def test_a_selector_wants_every_attribute_and_touches_any() -> None:
    attributes = {"database": frozenset({"redis"}), "serves": frozenset({"key-value", "vectors"})}
    both = {"database": ("redis",), "serves": ("vectors", "documents")}
    one = {"database": ("redis",), "serves": ("documents",)}
    assert selects(both, attributes)
    assert not selects(one, attributes)
    assert touches(one, attributes)
    assert selects({}, attributes)
    assert not touches({}, attributes)


# --- rules ------------------------------------------------------------------------------------------------------------


def test_a_rule_fires_when_its_condition_holds() -> None:
    wish = rule("capacity-follows-the-load")
    assert fires(wish, {"hosting": "serverless"})
    assert not fires(wish, {"hosting": "managed"})
    assert not fires(wish, {})


def test_unless_takes_a_rule_back() -> None:
    inside = rule("d1-lives-inside-workers")
    assert inside.unless
    assert fires(inside, {})
    assert fires(inside, {"platform": "aws"})
    assert not fires(inside, {"platform": "cloudflare"})


def test_a_verdict_adds_up_every_rule_that_fires() -> None:
    answers: dict[str, Value] = {"data": ("relational", "key-value"), "hosting": "self-hosted", "scale": "billions"}
    found = verdict(BOOK, answers, BOOK.groups)
    firing = [item for item in BOOK.store_rules if fires(item.rule, answers)]
    assert {hit.rule.id for hit in found.hits} == {item.rule.id for item in firing}
    for index in range(len(BOOK.stores)):
        assert found.points[index] == sum(item.weights[index] for item in firing)
        assert (index in found.excluded) == any(index in item.excluded for item in firing)
    assert store("redis", "redis-cloud").index in found.excluded
    assert store("postgresql", "self-hosted").index not in found.excluded


@EXAMPLES
@given(legal_answers())
def test_a_kept_verdict_is_the_one_worked_out_anew(answers: dict[str, Value]) -> None:
    """Verdicts are kept by group; keeping them must never show."""
    found = verdict(BOOK, answers, BOOK.groups)
    anew = replace(BOOK, memo=Memo())
    fresh = verdict(anew, answers, anew.groups)
    assert (found.points, found.excluded) == (fresh.points, fresh.excluded)
    assert [hit.rule.id for hit in found.hits] == [hit.rule.id for hit in fresh.hits]


def test_a_memo_does_not_travel() -> None:
    """What is packed for the browser does not depend on what was asked before it was packed."""
    verdict(BOOK, {"data": ("relational",)}, BOOK.groups)
    assert BOOK.memo.verdicts
    assert not any(vars(pickle.loads(pickle.dumps(BOOK)).memo).values())


# --- clients ----------------------------------------------------------------------------------------------------------


def test_a_client_speaks_by_protocol_and_by_service() -> None:
    assert speaks(client("pgx"), store("postgresql", "neon"))
    assert not speaks(client("pgx"), store("mysql", "aws-rds"))
    assert not speaks(client("mongoose"), store("postgresql", "neon"))
    assert speaks(client("supabase-js"), store("postgresql", "supabase"))
    assert not speaks(client("supabase-js"), store("postgresql", "neon"))


def test_the_wizard_proposes_only_pickable_clients_of_the_language_and_the_framework() -> None:
    for item in BOOK.stores:
        for found in usable_clients(CATALOGUE, item, "python", "flask"):
            assert found.language == "python"
            assert found.pickable
            assert found.id != "django-orm"
    django = [found.id for found in usable_clients(CATALOGUE, store("postgresql", "neon"), "python", "django")]
    assert "django-orm" in django


def test_reachable_stores_have_a_client_and_every_store_is_reachable_from_an_unlisted_language() -> None:
    reachable = reachable_stores(BOOK, "go")
    assert store("postgresql", "neon").index in reachable
    for index in range(len(BOOK.stores)):
        assert (index in reachable) == bool(usable_clients(CATALOGUE, BOOK.stores[index], "go", ""))
    assert len(reachable_stores(BOOK, "other")) == len(BOOK.stores)


def test_a_client_is_at_home_where_it_speaks_without_a_caveat_and_the_data_fit() -> None:
    unsure = frozenset({"unsure"})
    assert {BOOK.stores[index].family for index in home_stores(BOOK, "pymongo", unsure)} == {"mongodb"}
    assert {BOOK.stores[index].service.id for index in home_stores(BOOK, "supabase-js", unsure)} == {"supabase"}
    assert home_stores(BOOK, "pymongo", frozenset({"relational"})) == frozenset(), "MongoDB is no home of relations"
    assert home_stores(BOOK, "motor", unsure) == frozenset(), "nobody should start on a client that has ended"


def test_the_ranking_puts_the_strongest_wish_first() -> None:
    place = store("postgresql", "neon")
    plain: dict[str, Value] = {"persistence": "yes", "language": "typescript"}
    assert client_ranking(BOOK, place, plain)[0].id == "prisma"
    assert client_ranking(BOOK, place, plain | {"query_style": "sql"})[0].id == "drizzle"
    assert client_ranking(BOOK, place, {"language": "other"}) == ()


def test_equal_clients_stand_in_the_order_of_the_guide() -> None:
    """Without a rule that fires for them, the order of the catalogue decides."""
    ranking = [item.id for item in client_ranking(BOOK, store("mysql", "aws-rds"), {"language": "go"})]
    assert [id_ for id_ in ranking if id_ in ("ent", "sqlc", "database-sql")] == ["sqlc", "ent", "database-sql"]
