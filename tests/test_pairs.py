"""Pairs that people compare: each verdict rests on facts, and stands where somebody looks for it."""

from __future__ import annotations

from typing import Final

import pytest

from wizard.build.pages import pairs
from wizard.build.pages.pairs import Pair
from wizard.build.pages.products import product_page
from wizard.build.pages.words import folder, product
from wizard.catalogue.load import load
from wizard.catalogue.toml_table import CatalogueError

CATALOGUE = load()
PAIRS = pairs.pairs()

#: What people ask for most.
ASKED: Final = (
    "prisma-drizzle",
    "drizzle-kysely",
    "sqlalchemy-django-orm",
    "sqlalchemy-sqlmodel",
    "sqlc-gorm",
    "postgresql-mysql",
    "postgresql-mongodb",
    "postgresql-sqlite",
    "neon-supabase",
    "cloudflare-d1-turso",
    "aws-dynamodb-mongodb-atlas",
    "redis-valkey",
    "timescaledb-influxdb",
)


def test_what_people_ask_for_is_there_once() -> None:
    anchors = [pair.anchor for pair in PAIRS]
    assert set(ASKED) <= set(anchors)
    assert len({frozenset(pair.of) for pair in PAIRS}) == len(anchors)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.anchor)
def test_a_verdict_rests_on_facts_that_may_be_told_of_both(pair: Pair) -> None:
    first, second = (product(CATALOGUE, id_) for id_ in pair.of)
    assert folder(first) == folder(second)
    assert {id_ for id_, _ in pair.rests_on} == {*pair.of}
    for id_, key in pair.rests_on:
        assert product(CATALOGUE, id_).facts[key].printable, (id_, key)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.anchor)
def test_a_verdict_is_two_sentences_that_end_well(pair: Pair) -> None:
    for half in (pair.first, pair.second):
        assert half[-1] not in ".;,"
        assert len(half.split()) <= 32, "more than one can weigh"
    assert not pair.note or pair.note.endswith(".")


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.anchor)
def test_each_page_names_the_other(pair: Pair) -> None:
    for id_ in pair.of:
        text = product_page(CATALOGUE, product(CATALOGUE, id_))
        assert pairs.verdict(CATALOGUE, pair) in text
        assert f"/guide/compare/#{folder(product(CATALOGUE, id_))}={','.join(pair.of)}" in text


def test_a_mistake_in_the_file_is_named() -> None:
    with pytest.raises(CatalogueError, match=r"pairs.toml: a and b: missing or unknown: rests_on, secnd, second"):
        pairs._read({"of": ["a", "b"], "first": "x", "secnd": "y"})
