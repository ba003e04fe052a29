"""Tables for pages: whole without a script, with what the script needs beside the words."""

from __future__ import annotations

import re

import pytest
from markdown import markdown

from wizard.build.pages import grid, tables
from wizard.build.pages.grid import Cell, Column, Filter, Grid, Row
from wizard.build.pages.tables import GRIDS, for_page
from wizard.build.pages.words import WORDS
from wizard.catalogue.load import load
from wizard.catalogue.vocabulary import CLIENT_FACTS, STORE_FACTS

CATALOGUE = load()
FILTERED = ("databases", "services", "clients")

SMALL = Grid(
    id="fruit",
    kind="ds-grid",
    noun="fruits",
    columns=(Column(title="Fruit", key="name"), Column(title="Sour", key="sour")),
    rows=tuple(
        Row(
            id=f"fruit-{at}",
            name=name,
            cells=(Cell(text=f"[{name}](https://fruit.example/)"), Cell(text="a | b" if at else "Yes & <no>", rank=at)),
            tags={"sour": ("yes",) if at % 2 else ("no",), "grows": ("here", "there")},
        )
        for at, name in enumerate(("Lime", "Fig & co", "Plum", "Pear", "Kiwi"))
    ),
)


def rendered(name: str) -> str:
    page = for_page(name, "../..", "https://site.example/")
    html: str = markdown(page, extensions=["md_in_html", "attr_list", "tables", "toc"])
    return html


def rows(name: str) -> list[str]:
    return re.findall(r'<tr (?:data-[^>]*)?id="row-.*?</tr>', rendered(name), re.DOTALL)


def test_html_has_a_head_for_each_row_and_a_label_for_each_cell() -> None:
    text = markdown(grid.html(SMALL, "../.."), extensions=["md_in_html"])
    assert text.count('<th scope="row">') == 5
    assert text.count('data-label="Sour"') == 5
    assert '<a href="https://fruit.example/">Fig &amp; co</a>' in text
    assert 'aria-label="Link to Fig &amp; co"' in text
    assert re.findall(r'id="(row-[^"]+)"', text) == [f"row-fruit-{at}" for at in range(5)]
    assert re.findall(r'data-rank="(\d)"', text) == list("01234")


def test_a_short_table_is_not_sorted() -> None:
    short = Grid(id="few", kind="ds-grid", noun="fruits", columns=SMALL.columns, rows=SMALL.rows[:4])
    assert "data-grid" not in grid.html(short, "../..")
    assert "data-key" not in grid.html(short, "../..")
    assert "data-grid" in grid.html(SMALL, "../..")


def test_only_filters_that_part_the_rows_are_offered() -> None:
    known = {
        "sour": ("Sour", {"yes": "Yes", "no": "No", "unknown": "Not confirmed"}),
        "grows": ("Grows", {"here": "Here"}),
        "colour": ("Colour", {"red": "Red"}),
    }
    assert grid.filters(SMALL.rows, known) == (Filter(key="sour", title="Sour", options={"yes": "Yes", "no": "No"}),)


@pytest.mark.parametrize("name", FILTERED)
def test_every_option_of_every_filter_finds_some_rows_and_not_all(name: str) -> None:
    item = GRIDS[name](CATALOGUE)
    assert len(item.filters) >= 5
    for filter_ in item.filters:
        for value in filter_.options:
            found = [row for row in item.rows if value in row.tags[filter_.key]]
            assert found, f"{filter_.key}: {value}"
            assert len(found) < len(item.rows) or len(filter_.options) > 1, f"{filter_.key}: {value}"


def test_tags_say_what_the_catalogue_says() -> None:
    for row in GRIDS["services"](CATALOGUE).rows:
        item = CATALOGUE.services[row.id.removeprefix("services-")]
        assert row.tags["kind"] == (item.kind,)
        assert row.tags["runs"] == tuple(item.runs)
        fact = item.facts.get("scale_to_zero")
        assert row.tags["scale_to_zero"] == (fact.value if fact else "unknown",)
    for row in GRIDS["clients"](CATALOGUE).rows:
        client = CATALOGUE.clients[row.id.removeprefix("clients-")]
        assert row.tags["language"] == (client.language,)
        assert set(row.tags["family"]) == {family for family, fact in client.speaks.items() if fact.value != "no"}
    for row in GRIDS["databases"](CATALOGUE).rows:
        database = CATALOGUE.databases[row.id.removeprefix("databases-")]
        speak = {
            item.language
            for item in CATALOGUE.clients.values()
            if database.family in item.speaks and item.speaks[database.family].value != "no"
        }
        assert set(row.tags["language"]) == speak


def test_tags_hold_no_spaces() -> None:
    """They stand in one attribute, apart by spaces."""
    for name in FILTERED:
        for row in GRIDS[name](CATALOGUE).rows:
            assert all(re.fullmatch(r"[a-z0-9_-]+", value) for values in row.tags.values() for value in values)


def test_words_are_ordered_by_what_they_mean() -> None:
    """Yes before partly before no before not confirmed, whatever the alphabet says."""
    ranks = {
        (column.key, cell.text): cell.rank
        for row in GRIDS["services"](CATALOGUE).rows
        for column, cell in zip(GRIDS["services"](CATALOGUE).columns, row.cells, strict=True)
    }
    for key in ("scale_to_zero", "branching"):
        told = [ranks[key, WORDS[value]] for value in STORE_FACTS[key] if (key, WORDS[value]) in ranks]
        assert told == sorted(told, key=lambda rank: rank or 0)
        assert len(set(told)) == len(told) > 1


@pytest.mark.parametrize("name", ["data-patterns", "managed-services", "go-clients", *FILTERED])
def test_the_page_shows_the_words_of_the_markdown(name: str) -> None:
    """Two printers, one table."""
    plain = markdown(tables.table(name), extensions=["tables"])
    for printed in (plain, rendered(name)):
        assert printed.count('id="row-') == len(re.findall('id="row-', tables.table(name)))
    told = [re.sub(r"<[^>]+>|\s+", " ", cell).split() for cell in re.findall(r"<td.*?</td>", plain, re.DOTALL)]
    shown = re.findall(r'<th (?:data-[^>]*)?scope="row".*?</th>|<td.*?</td>', rendered(name), re.DOTALL)
    assert [re.sub(r"<[^>]+>|\s+", " ", cell).split() for cell in shown] == told


def test_nothing_in_a_page_is_a_script_a_style_or_a_handler() -> None:
    for name in (*tables.names(), "compare-clients", "link-builder", "link-examples"):
        assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=", for_page(name, "../..", "https://site.example/"))


def test_every_fact_has_an_order() -> None:
    assert set(tables.RANKS) == {*STORE_FACTS, *CLIENT_FACTS, "upkeep"}
