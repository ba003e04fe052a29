"""The comparison: every product with every fact, each with its source and its day."""

from __future__ import annotations

import re
from html import unescape

import pytest

from wizard.build.pages import compare
from wizard.build.pages.words import FACT_NAMES, WORDS
from wizard.catalogue.load import load
from wizard.catalogue.model import Catalogue

CATALOGUE: Catalogue = load()


def entries(kind: str, title: str) -> dict[str, str]:
    """What a row says of each product."""
    (line,) = [line for line in compare.lines(CATALOGUE, kind) if line.title == title]
    return dict(zip(compare.products_of(CATALOGUE, kind), (entry.html for entry in line.entries), strict=True))


@pytest.mark.parametrize("kind", compare.KINDS)
def test_every_row_has_a_cell_for_every_product(kind: str) -> None:
    products = compare.products_of(CATALOGUE, kind)
    for line in compare.lines(CATALOGUE, kind):
        assert len(line.entries) == len(products), line.title
        assert all(entry.html for entry in line.entries), line.title
    text = compare.section(kind)
    assert text.count("<td ") == len(products) * len(compare.lines(CATALOGUE, kind))


@pytest.mark.parametrize("kind", compare.KINDS)
def test_every_fact_is_there_with_its_source_and_day(kind: str) -> None:
    text = unescape(compare.section(kind))
    for product in compare.products_of(CATALOGUE, kind).values():
        for fact in (*product.facts.values(), product.upkeep, *(cost.fact for cost in product.trade_offs)):
            assert (fact.text in text) == fact.printable or any(
                fact.text in other.text for other in product.facts.values() if other.printable
            )
            if fact.printable and fact.confidence == "verified":
                assert f"checked {fact.source.checked}." in text
                assert fact.source.url in text or fact.source.title in text


@pytest.mark.parametrize("kind", compare.KINDS)
def test_no_fact_of_the_catalogue_is_left_out(kind: str) -> None:
    titles = [line.title for line in compare.lines(CATALOGUE, kind)]
    assert len(set(titles)) == len(titles)
    held = {key for product in compare.products_of(CATALOGUE, kind).values() for key in product.facts}
    assert {FACT_NAMES[key] for key in held} <= set(titles)
    assert {"What it is", "Upkeep", "Pick it when", "Think twice when", "Trade-offs"} <= set(titles)


def test_what_is_not_known_is_said() -> None:
    unknown = [id_ for id_, item in CATALOGUE.services.items() if "client_realtime" not in item.facts]
    assert unknown
    told = entries("services", "Live updates to clients")
    assert all(told[id_] == f"{WORDS['unknown']}." for id_ in unknown)


def test_clients_stand_under_the_languages_they_are_for() -> None:
    assert "Mongoose" in entries("databases", "Clients in TypeScript")["mongodb"]
    assert "Mongoose" not in entries("databases", "Clients in TypeScript")["postgresql"]
    assert "MongoDB" in entries("clients", "Talks to")["mongoose"]


def test_the_form_offers_every_product_three_times_and_asks_for_two() -> None:
    for kind in compare.KINDS:
        (form,) = re.findall(r"<form.*?</form>", compare.section(kind))
        for id_ in compare.products_of(CATALOGUE, kind):
            assert form.count(f'<option value="{id_}">') == compare.MOST
        assert form.count('<option value="">None</option>') == 1
