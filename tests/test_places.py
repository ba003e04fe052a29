"""Where each kind of data goes, and that nothing printed about a kind of data speaks of a store that does not hold it.

What a statement is about stands beside it in the catalogue: the kinds of data that its condition asks for. Where each
kind goes is worked out here from the products, by code that does not choose what is printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Final

import pytest

from tests.test_sentences import drawn
from wizard.catalogue.load import load
from wizard.decide.answers import Value, check, prune, values
from wizard.decide.rules import selects
from wizard.explain.places import where_it_goes
from wizard.explain.reading import Reading, reading_of
from wizard.explain.words import kind_of_data
from wizard.write import standard
from wizard.write.operations import operations
from wizard.write.start import fetched

if TYPE_CHECKING:
    from wizard.catalogue.model import Condition

CATALOGUE = load()
RULES: Final = {rule.id: rule for rule in CATALOGUE.rules}
KINDS: Final = ("relational", "documents", "key-value", "time-series", "vectors")
DRAWN: Final = 300


@cache
def readings() -> tuple[Reading, ...]:
    """Drawn answers with something in use and one to five other stores beside it."""
    found = []
    for seed in range(DRAWN):
        draw = Random(seed)
        answers = drawn(seed)
        if answers.get("existing_database", "none") == "none":
            answers["existing_database"] = draw.choice([*CATALOGUE.databases, "aws-rds", "neon", "supabase"])
            answers["existing_stance"] = draw.choice(["in-use", "decided", "leaning"])
        named = draw.sample([*CATALOGUE.databases], draw.choice([1, 1, 2, 3, 5]))
        answers["existing_stores"] = tuple(id_ for id_ in CATALOGUE.databases if id_ in named)
        answers["data"] = tuple(sorted(draw.sample(KINDS, draw.choice([1, 2, 2, 3])), key=KINDS.index))
        found.append(reading_of(CATALOGUE, prune(CATALOGUE, check(CATALOGUE, answers))[0]))
    return tuple(found)


def elsewhere(reading: Reading) -> set[str]:
    """The kinds of data that were named and go into another store than the pick."""
    return {item.kind for item in reading.places if item.store is not reading.pick}


def about(when: Mapping[str, Condition]) -> set[str]:
    """The kinds of data that a statement is about: it is told because one of them was named."""
    return set((when["data"].any_of | when["data"].all_of) - {"unsure"}) if "data" in when else set()


def statements(reading: Reading) -> Iterator[tuple[str, set[str]]]:
    """(text, kinds of data) of all that is told of the pick."""
    told = {item.rule for item in reading.reasons} | {item.rule for item in reading.answered}
    told |= {item.rule for item in reading.conflicts}
    beside = {item.rule for item in reading.conflicts if item.text.startswith("Beside it: ")}
    warned = {hit.rule.id for hit in reading.decision.hits if reading.decision.beside & hit.excluded}
    for id_ in told - beside - warned:
        if id_ in RULES:
            yield id_, about(RULES[id_].when)
    known = operations(reading, reading.pick, reading.wherever)
    for item in (*standard.told(reading).values(), *known.values()):
        yield item.fact.text, about(item.when)
    if reading.client is not None:
        attributes = reading.book.client_attributes(reading.pick, reading.client)
        for fetch in fetched(reading.client, attributes, reading.held):
            yield " ".join(fetch.packages), about(fetch.when)
    products = (reading.pick.database, reading.pick.service, *([reading.client] if reading.client else []))
    texts = {item.text for item in reading.trade_offs}
    for cost in (cost for product in products for cost in product.trade_offs):
        if cost.fact.text in texts and selects(cost.pick, reading.attributes):
            yield cost.fact.text, about(cost.when)


def test_nothing_is_told_of_the_pick_about_data_that_go_elsewhere() -> None:
    count = 0
    for reading in readings():
        away = elsewhere(reading)
        for text, kinds in statements(reading):
            count += bool(kinds and away)
            assert not kinds or kinds - away, (text, kinds, reading.answers)
    assert count > 120
    print(f"\nplaces: {count:,} statements about kinds of data, each of what the pick holds")


def test_every_kind_of_data_that_was_named_has_one_place() -> None:
    for reading in readings():
        assert [item.kind for item in reading.places] == list(reading.answers["data"])
        beside = {reading.pick.index, *(item.store.index for item in reading.companions)}
        for item in reading.places:
            assert item.store is None or item.store.index in beside
            if item.store is None:
                assert item.engine in reading.in_use_beside
                assert item.kind in item.engine.serves
                if "open-source" in values(reading.answers, "compliance"):
                    assert item.engine.facts["open_source"].value != "no"


def test_what_is_in_use_takes_what_it_is_made_for() -> None:
    made = {"key-value": {"redis", "valkey"}, "time-series": {"timescaledb", "influxdb"}}
    count = 0
    for reading in readings():
        there = {item.id for item in reading.in_use_beside} | {
            item.store.database.id for item in reading.companions if item.store.index in reading.decision.beside
        }
        for item in reading.places:
            able = there & made.get(item.kind, set())
            of_its_own = reading.pick.database.serves[0] == item.kind or reading.answers.get("runtime") == "local"
            of_its_own |= values(reading.answers, "data") == {"key-value"}  # nothing in memory takes all there is
            if able and not of_its_own:
                count += 1
                assert item.engine.serves[0] == item.kind, (item, reading.answers)
    assert count > 30


def test_only_what_was_named_and_is_held_there_is_owned() -> None:
    for reading in readings():
        held = [item.kind for item in reading.places if item.store is reading.pick]
        owned = where_it_goes(reading)
        assert len(owned) <= bool(held and reading.in_use_beside)
        for text in owned:
            assert all((kind_of_data(kind) in text) == (kind in held) for kind in KINDS), text


BASE: Final[dict[str, Value]] = {
    "persistence": "yes",
    "language": "go",
    "runtime": "server",
    "scale": "millions",
    "hosting": "managed",
    "budget": "modest",
}


def found(**answers: Value) -> Reading:
    return reading_of(CATALOGUE, check(CATALOGUE, BASE | answers))


def test_no_third_database_is_proposed_where_one_in_use_holds_the_data() -> None:
    reading = found(
        existing_database="influxdb", existing_stance="leaning", existing_stores=("timescaledb",), data=("time-series",)
    )
    assert reading.pick.database.id in ("timescaledb", "influxdb")
    beside = found(
        existing_database="redis",
        existing_stance="in-use",
        existing_stores=("postgresql",),
        data=("relational", "key-value"),
    )
    assert beside.pick.database.id == "postgresql"
    assert beside.place_open
    assert [item.name for item in beside.companions] == ["Redis"]
    assert beside.attributes["standing"] == {"engine-in-use"}


def test_what_leaves_nothing_to_hold_is_to_be_settled() -> None:
    reading = found(
        existing_database="firebase", existing_stance="decided", existing_stores=("timescaledb",), data=("time-series",)
    )
    assert reading.pick.database.id == "firestore"
    assert "in-use-takes-all" in {item.rule for item in reading.blocks}


@pytest.mark.parametrize("required", ["open-source", "none"])
def test_what_breaks_a_rule_takes_nothing_and_is_told(required: str) -> None:
    reading = found(
        existing_database="aws-rds",
        existing_engine="mysql",
        existing_stance="in-use",
        existing_stores=("dynamodb",),
        data=("relational", "key-value"),
        scale="thousands",
        compliance=(required,),
    )
    taken = {item.kind: item.engine.id for item in reading.places}
    assert taken["key-value"] == ("mysql" if required == "open-source" else "dynamodb")
    told = {item.rule for item in reading.conflicts}
    assert ("in-use-outside-the-rules" in told) == (required == "open-source")


def test_nothing_is_settled_while_what_is_in_use_beside_it_may_take_its_place() -> None:
    open_ = {**BASE, "existing_database": "redis", "existing_stance": "in-use", "data": ("relational",)}
    rest: dict[str, Value] = {"platform": "aws", "realtime": "no", "compliance": ("none",), "engines": "one"}
    assert not reading_of(CATALOGUE, check(CATALOGUE, open_ | rest)).settled
