"""What somebody on call reads: a few sourced lines about each store, each told only where it holds."""

from __future__ import annotations

import re
from itertools import product
from typing import Final

import pytest
from hypothesis import given

from tests.strategies import legal_answers, tried
from wizard.catalogue.load import load
from wizard.catalogue.model import Cost, Database, Service
from wizard.catalogue.vocabulary import OPERATIONS
from wizard.decide.answers import Value
from wizard.explain.reading import Reading, reading_of
from wizard.write.blocks import Block
from wizard.write.forms import write
from wizard.write.operations import on_call, on_call_beside

CATALOGUE = load()
STORES: tuple[Database | Service, ...] = (*CATALOGUE.databases.values(), *CATALOGUE.services.values())
SOME = tried(60)

#: So many lines about one store are read at night; more are not.
MOST: Final = 8


def reading(**answers: Value) -> Reading:
    return reading_of(CATALOGUE, {"persistence": "yes", **answers})


def lines(blocks: tuple[Block, ...]) -> dict[str, str]:
    """Aspect -> what is said of it, over all blocks."""
    return dict(item.text.split(": ", 1) for block in blocks for item in block.items)


def statements() -> list[tuple[str, Cost]]:
    return [(store.id, item) for store in STORES for item in store.operations]


@pytest.mark.parametrize(("id_", "item"), statements(), ids=lambda value: value if isinstance(value, str) else "")
def test_a_statement_is_short_and_names_no_part_of_the_wizard(id_: str, item: Cost) -> None:
    assert len(item.fact.text) <= 240
    assert item.fact.text.endswith(".")
    assert not re.search(r"\b(wizard|guide|answer|document|question)s?\b", item.fact.text)


def test_each_service_and_each_engine_that_is_run_by_oneself_says_how_to_get_the_data_back() -> None:
    """But for those whose own documentation says nothing of it that we could read."""
    silent = {store.id for store in STORES if not any(item.fact.key == "backup" for item in store.operations)}
    assert silent == {"influxdb", "influxdb-cloud", "firestore", "dynamodb", "self-hosted", "embedded"}


@SOME
@given(legal_answers())
def test_each_store_of_the_stack_has_a_short_block(answers: dict[str, Value]) -> None:
    found = reading_of(CATALOGUE, answers)
    if found.store is None:
        return
    beside = {item.store.name for item in found.companions if not item.within}
    blocks = (*on_call(found), *on_call_beside(found))
    assert 1 <= len(on_call(found)) <= 1
    assert len(on_call_beside(found)) <= len(beside)  # of a service's paid plans nothing is told where nothing is paid
    for block in blocks:
        assert 1 <= len(block.items) <= MOST
        assert [item.text.split(":")[0] for item in block.items] == [
            name for name in OPERATIONS.values() if any(item.text.startswith(f"{name}:") for item in block.items)
        ]
        assert all(not item.url or item.url.startswith("https://") for item in block.items)


def test_what_holds_of_two_stores_is_said_once() -> None:
    used: dict[str, Value] = {"existing_database": "sqlite", "existing_stance": "in-use"}
    data = ("relational", "key-value", "time-series", "vectors")
    found = reading(language="go", data=data, scale="millions", hosting="self-hosted", **used)
    stores = [item.store.database.id for item in found.companions if not item.within]
    assert stores == ["redis", "postgresql"]
    blocks = (*on_call(found), *on_call_beside(found))
    said = [item for block in blocks for item in block.items]
    assert len(blocks) == 3
    assert len(set(said)) == len(said)


@SOME
@given(legal_answers())
def test_nothing_is_said_twice(answers: dict[str, Value]) -> None:
    """No sentence about operation stands in the file a second time, as a trade-off for example."""
    found = reading_of(CATALOGUE, answers)
    if found.store is None:
        return
    text = write(found)[1]
    for block in (*on_call(found), *on_call_beside(found)):
        for item in block.items:
            for sentence in re.findall(r"[^.:]{30,}\.", item.text):
                assert text.count(sentence.strip()) <= 1, sentence


def test_what_a_free_plan_takes_is_told_to_who_has_nothing_to_spend() -> None:
    free = reading(language="typescript", data=("relational",), hosting="serverless", budget="free")
    assert free.pick.service.id == "neon"
    assert "100 CU-hours" in lines(on_call(free))["Limits"]
    modest = reading(language="typescript", data=("relational",), hosting="serverless", budget="flexible")
    assert "Limits" not in lines(on_call(modest))


@pytest.mark.parametrize(
    ("platform", "said"), [("aws", "propose RDS Proxy"), ("vercel", "attachDatabasePool"), ("cloudflare", "Hyperdrive")]
)
def test_functions_are_told_what_they_do_to_connections_where_they_run(platform: str, said: str) -> None:
    used: dict[str, Value] = {"existing_database": "aws-rds", "existing_stance": "in-use"}
    found = reading(language="typescript", runtime="serverless", platform=platform, data=("relational",), **used)
    assert found.pick.service.id == "aws-rds"
    assert found.pick.database.id == "postgresql"
    assert said in lines(on_call(found))["Connections"]


def test_rds_proxy_is_offered_nowhere_but_in_its_network() -> None:
    for service, platform in product(("aws-rds", "aws-aurora"), ("vercel", "cloudflare", "any")):
        used: dict[str, Value] = {"existing_database": service, "existing_stance": "in-use"}
        found = reading(language="go", runtime="serverless", platform=platform, data=("relational",), **used)
        said = lines(on_call(found))["Connections"]
        assert "propose RDS Proxy" not in said
        assert "50 instances" not in said


def test_a_database_in_use_is_asked_for_its_version_instead_of_pinned() -> None:
    new = reading(language="go", data=("relational",), hosting="self-hosted")
    assert "PostgreSQL 18 is supported to" in lines(on_call(new))["Version"]
    used = reading(
        language="go", data=("relational",), existing_database="postgresql", hosting="self-hosted", platform="own"
    )
    assert "Check which one runs" in lines(on_call(used))["Version"]


def test_a_client_that_speaks_http_hears_nothing_of_a_pooler() -> None:
    found = reading(
        language="typescript",
        existing_database="supabase",
        existing_client="supabase-js",
        runtime="serverless",
        data=("relational",),
    )
    assert "6543" not in lines(on_call(found))["Connections"]


def test_what_is_in_use_says_nothing_of_a_new_store_beside_it() -> None:
    """The line about the version of a store beside is the one for a new store."""
    found = reading(
        language="python",
        existing_database="postgresql",
        existing_stance="in-use",
        hosting="self-hosted",
        data=("relational", "key-value"),
        scale="millions",
    )
    (block,) = on_call_beside(found)
    assert "Check which one runs" not in str(block.items)


def test_the_file_holds_what_the_rules_do_not_tell_below_the_line() -> None:
    above, _, below = write(reading(language="go", data=("relational",)))[1].partition("\n---\n")
    assert "\n- Backup: " in above
    assert "\n**On call:**\n\n- Availability: " in below
    assert "\n- Backup and restore: " not in above + below
