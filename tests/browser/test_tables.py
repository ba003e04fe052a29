"""The guide's tables in a browser: sorting, filtering, links to rows and views, and the same without a script."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, expect

from wizard.catalogue.load import load

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.conftest import Visit

CATALOGUE = load()


def look_at(visit: Visit, page: str, fragment: str = "") -> None:
    """Load a page of the guide and wait for its script."""
    visit.page.goto(f"{visit.url}guide/{page}/" + (f"#{fragment}" if fragment else ""))
    expect(visit.page.locator("form.ds-filters").first).to_be_visible()


def grid(visit: Visit, name: str) -> Locator:
    return visit.page.locator(f"[data-grid='{name}']")


def shown(visit: Visit, name: str) -> list[str]:
    """The rows that can be seen, by the name of their product."""
    names: list[str] = (
        grid(visit, name)
        .locator("tbody tr")
        .evaluate_all("rows => rows.filter((row) => row.checkVisibility()).map((row) => row.dataset.name)")
    )
    return names


def choose(visit: Visit, name: str, key: str, value: str) -> None:
    box = grid(visit, name)
    if not box.locator("details").evaluate("one => one.open"):
        box.locator("summary").click()
    box.locator(f"select[name='{key}']").select_option(value)


def test_a_filter_shows_what_the_catalogue_says_and_counts_it(visit: Visit) -> None:
    look_at(visit, "database")
    choose(visit, "services", "scale_to_zero", "yes")
    wanted = [
        item.name
        for item in CATALOGUE.services.values()
        if (fact := item.facts.get("scale_to_zero")) and fact.value == "yes"
    ]
    assert 1 < len(wanted) < len(CATALOGUE.services)
    assert shown(visit, "services") == wanted
    status = grid(visit, "services").get_by_role("status").first
    expect(status).to_have_text(f"{len(wanted)} of {len(CATALOGUE.services)} services.")
    choose(visit, "services", "runs", "postgresql")
    both = [item.name for item in CATALOGUE.services.values() if item.name in wanted and "postgresql" in item.runs]
    assert shown(visit, "services") == both
    assert len(shown(visit, "databases")) == len(CATALOGUE.databases), "another table changed too"


def test_words_are_looked_for_in_the_whole_row(visit: Visit) -> None:
    look_at(visit, "client")
    grid(visit, "clients").get_by_role("searchbox").fill("  PYTHON pydantic ")
    assert "SQLModel" in shown(visit, "clients")
    assert len(shown(visit, "clients")) < 5


def test_a_view_can_be_linked_and_nothing_is_remembered(visit: Visit) -> None:
    look_at(visit, "client")
    choose(visit, "clients", "language", "go")
    grid(visit, "clients").get_by_role("searchbox").fill("sql c")
    grid(visit, "clients").get_by_role("button", name="Client").click()
    before = shown(visit, "clients")
    assert visit.fragment == "clients.text=sql+c&clients.language=go&clients.sort=name"
    assert visit.page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]")[2] == ""
    kept = visit.page.evaluate("Object.keys(localStorage).filter((key) => /client|table|grid/.test(key))")
    assert kept == []
    visit.page.reload()
    expect(grid(visit, "clients").locator("select[name=language]")).to_be_visible()
    assert shown(visit, "clients") == before
    assert grid(visit, "clients").get_by_role("searchbox").input_value() == "sql c"


def test_a_link_to_a_row_shows_the_row(visit: Visit) -> None:
    look_at(visit, "database", "services.kind=embedded")
    assert len(shown(visit, "services")) == 1
    visit.page.evaluate("location.hash = 'row-services-neon'")
    expect(visit.page.locator("#row-services-neon")).to_be_in_viewport()
    assert len(shown(visit, "services")) == len(CATALOGUE.services)
    assert visit.fragment == "row-services-neon"


def test_a_link_to_a_row_that_is_shown_leaves_the_filter_alone(visit: Visit) -> None:
    look_at(visit, "database", "services.scale_to_zero=yes")
    before = shown(visit, "services")
    row = visit.page.locator("#row-services-neon")
    row.hover()
    row.get_by_role("link", name="Link to Neon").click()
    expect(visit.page).to_have_url(f"{visit.url}guide/database/#row-services-neon")
    assert shown(visit, "services") == before
    visit.page.go_back()
    expect(visit.page).to_have_url(f"{visit.url}guide/database/#services.scale_to_zero=yes")
    assert shown(visit, "services") == before


def test_the_link_of_a_row_appears_on_hover_and_on_focus(visit: Visit) -> None:
    look_at(visit, "database")
    row = visit.page.locator("#row-databases-sqlite")
    link = row.get_by_role("link", name="Link to SQLite")
    visit.page.mouse.move(0, 0)
    assert link.evaluate("one => getComputedStyle(one).opacity") == "0"
    row.hover()
    assert link.evaluate("one => getComputedStyle(one).opacity") == "1"
    visit.page.mouse.move(0, 0)
    link.focus()
    assert link.evaluate("one => getComputedStyle(one).opacity") == "1"


def test_nothing_found_has_a_way_out(visit: Visit) -> None:
    look_at(visit, "database")
    box = grid(visit, "databases")
    box.get_by_role("searchbox").fill("nosuchthing")
    assert shown(visit, "databases") == []
    expect(box.get_by_role("status").first).to_contain_text(f"0 of {len(CATALOGUE.databases)} databases. Nothing")
    box.get_by_role("button", name="Show all").click()
    expect(box.get_by_role("status").first).to_have_text(
        f"{len(CATALOGUE.databases)} of {len(CATALOGUE.databases)} databases."
    )
    assert shown(visit, "databases") == [item.name for item in CATALOGUE.databases.values()]
    assert visit.fragment == ""
    expect(box.get_by_role("button", name="Show all")).to_be_hidden()


def test_sorting_goes_up_down_and_back_to_the_guides_order(visit: Visit) -> None:
    look_at(visit, "database")
    box = grid(visit, "databases")
    in_order = [item.name for item in CATALOGUE.databases.values()]
    head = box.get_by_role("columnheader", name="Database")
    button = head.get_by_role("button")
    assert head.get_attribute("aria-sort") is None
    button.focus()
    visit.page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "ascending"
    assert shown(visit, "databases") == sorted(in_order, key=str.casefold)
    expect(box.get_by_role("status").first).to_contain_text("Sorted by Database.")
    visit.page.keyboard.press("Space")
    assert head.get_attribute("aria-sort") == "descending"
    assert shown(visit, "databases") == sorted(in_order, key=str.casefold, reverse=True)
    visit.page.keyboard.press("Space")
    assert head.get_attribute("aria-sort") is None
    assert shown(visit, "databases") == in_order
    assert visit.fragment == ""


def test_sorting_by_a_fact_puts_yes_before_no_and_unknown_last(visit: Visit) -> None:
    look_at(visit, "database")
    box = grid(visit, "services")
    box.get_by_role("button", name="Branches").click()
    column = box.locator("tbody tr td[data-label=Branches]").all_inner_texts()
    order = ["Yes", "Partly", "No", "Not confirmed"]
    assert [order.index(text) for text in column] == sorted(order.index(text) for text in column)
    assert len(set(column)) > 2


def test_a_table_without_filters_can_be_sorted_too(visit: Visit) -> None:
    look_at(visit, "database")
    box = grid(visit, "data-patterns")
    box.get_by_role("button", name="Recommendation").click()
    expect(box.get_by_role("status")).to_have_text("Sorted by Recommendation.")
    assert visit.fragment == "data-patterns.sort=recommendation"
    visit.page.reload()
    expect(box.get_by_role("columnheader", name="Recommendation")).to_have_attribute("aria-sort", "ascending")


def test_values_that_do_not_exist_change_nothing(visit: Visit) -> None:
    look_at(visit, "database", "services.kind=floating&services.colour=red&nonsense=%ff&services.sort=-colour")
    assert shown(visit, "services") == [item.name for item in CATALOGUE.services.values()]


def test_rows_can_be_compared(visit: Visit) -> None:
    look_at(visit, "database")
    box = grid(visit, "databases")
    for name in ("PostgreSQL", "MongoDB", "SQLite"):
        box.get_by_role("checkbox", name=f"Compare {name}", exact=True).check()
    expect(box.get_by_role("checkbox", name="Compare MySQL")).to_be_disabled()
    box.get_by_role("link", name="Compare PostgreSQL, MongoDB and SQLite").click()
    expect(visit.page).to_have_url(f"{visit.url}guide/compare/#databases=postgresql,mongodb,sqlite")
    heads = visit.page.locator("[data-versus=databases] thead th:visible")
    expect(heads).to_have_text(["Fact", "PostgreSQL", "MongoDB", "SQLite"])


@pytest.mark.parametrize("path", ["guide/client/", "guide/database/"])
def test_a_view_survives_leaving_the_page_and_back(visit: Visit, path: str) -> None:
    visit.page.goto(visit.url)
    visit.page.locator(f"a[href$='{path}']").first.evaluate("link => link.click()")
    boxes = visit.page.locator("[data-grid]:has(form)")
    expect(boxes.first.locator("form")).to_be_visible()
    boxes.first.get_by_role("searchbox").fill("postgres")
    expect(boxes.first.get_by_role("button", name="Show all")).to_be_visible()
    assert boxes.first.locator(".ds-sort").count() == boxes.first.locator("th[data-key]").count(), "buttons twice"
    visit.page.go_back()
    visit.page.wait_for_selector("[data-grid]", state="detached")
    visit.page.go_forward()
    expect(boxes.first.get_by_role("button", name="Show all")).to_be_visible()
    assert boxes.first.get_by_role("searchbox").input_value() == "postgres"


def test_a_view_on_another_page_can_be_linked_from_a_page(visit: Visit) -> None:
    visit.page.goto(visit.url)
    link = visit.page.locator("a[href$='guide/client/']").first
    link.evaluate("link => { link.href += '#clients.language=go'; link.click(); }")
    expect(grid(visit, "clients").locator("select[name=language]")).to_have_value("go")
    assert len(shown(visit, "clients")) == sum(item.language == "go" for item in CATALOGUE.clients.values())


def test_without_a_script_every_row_is_there_and_no_dead_control(new_visit: Callable[..., Visit]) -> None:
    visit = new_visit(java_script_enabled=False)
    visit.page.goto(f"{visit.url}guide/database/#row-services-neon")
    for name, entries in (("databases", CATALOGUE.databases), ("services", CATALOGUE.services)):
        rows = grid(visit, name).locator("tbody tr")
        expect(rows).to_have_count(len(entries))
        for row in rows.all():
            expect(row).to_be_visible()
    for control in visit.page.locator(".md-content :is(input, select, button)").all():
        expect(control).to_be_hidden()
    expect(visit.page.locator("#row-services-neon")).to_be_in_viewport()


def test_on_a_phone_rows_are_lists_with_labels(new_visit: Callable[..., Visit]) -> None:
    visit = new_visit(viewport={"width": 320, "height": 640})
    look_at(visit, "database")
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 320
    row = visit.page.locator("#row-services-neon")
    cells = row.locator("th, td").evaluate_all("cells => cells.map((cell) => cell.getBoundingClientRect().left)")
    assert len(set(cells)) == 1, "cells stand side by side"
    label = "cell => getComputedStyle(cell, '::before').content"
    assert row.locator("td").nth(1).evaluate(label) == '"Scales to zero"'
    assert row.evaluate("row => row.scrollWidth") <= 320
    choose(visit, "services", "sort", "-name")
    assert shown(visit, "services") == sorted(shown(visit, "services"), key=str.casefold, reverse=True)
    assert len(shown(visit, "services")) < len(CATALOGUE.services), "all of them would be many screens"
    grid(visit, "services").get_by_role("button", name=f"Show all {len(CATALOGUE.services)}").click()
    assert grid(visit, "services").get_by_role("rowheader").count() == len(CATALOGUE.services)


def test_on_a_phone_a_row_that_a_link_names_is_there(new_visit: Callable[..., Visit]) -> None:
    visit = new_visit(viewport={"width": 320, "height": 640})
    look_at(visit, "database", "row-services-cloudflare-d1")
    expect(visit.page.locator("#row-services-cloudflare-d1")).to_be_in_viewport()


@pytest.mark.parametrize("width", [320, 1280])
def test_on_paper_everything_is_there_whatever_was_filtered(new_visit: Callable[..., Visit], width: int) -> None:
    visit = new_visit(viewport={"width": width, "height": 900})
    look_at(visit, "database", "services.text=nosuchthing&databases.serves=vectors")
    visit.page.emulate_media(media="print")
    assert len(shown(visit, "services")) == len(CATALOGUE.services)
    assert len(shown(visit, "databases")) == len(CATALOGUE.databases)
    for control in visit.page.locator("form.ds-filters, .ds-row-link, .ds-mark").all():
        expect(control).to_be_hidden()


def test_nothing_moves_while_the_script_comes(visit: Visit) -> None:
    visit.page.add_init_script(
        """window.shift = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
        }).observe({type: "layout-shift", buffered: true});"""
    )
    look_at(visit, "database")
    visit.page.wait_for_timeout(400)
    assert visit.page.evaluate("window.shift") < 0.01


def test_a_table_that_comes_in_two_pieces_stays_where_it_is(new_visit: Callable[..., Visit]) -> None:
    """The short answer: columns do not depend on rows to come, nor what is below on Material's script."""
    plain, scripted = new_visit(java_script_enabled=False), new_visit()
    places = []
    for visit in (plain, scripted):
        visit.page.goto(f"{visit.url}guide/database/")
        if visit is scripted:
            visit.page.locator(".md-typeset__table").first.wait_for()
        below = visit.page.get_by_text("Where it runs, if nothing binds you to a cloud")
        places.append(below.bounding_box())
    assert places[0] == places[1]
    table = scripted.page.locator(".md-content table").first
    widths = "table => [...table.rows[0].cells].map(cell => cell.getBoundingClientRect().width)"
    whole = table.evaluate(widths)
    table.evaluate("table => { for (const row of [...table.rows].slice(2)) row.remove() }")
    assert table.evaluate(widths) == whole


@pytest.mark.parametrize("width", [320, 1280])
def test_targets_are_large_enough(new_visit: Callable[..., Visit], width: int) -> None:
    visit = new_visit(viewport={"width": width, "height": 900})
    look_at(visit, "client", "clients.language=go")
    small = visit.page.locator(
        ".ds-filters :is(input, select, summary, button), .ds-mark, .ds-row-link, .ds-sort"
    ).evaluate_all(
        """all => all.filter((one) => one.checkVisibility({visibilityProperty: true}) && one.getClientRects().length)
            .map((one) => [one.className || one.localName, one.getBoundingClientRect().height])
            .filter(([, height]) => height < 24)"""
    )
    assert small == []
