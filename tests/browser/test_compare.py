"""The comparison in a browser: two or three columns, linked by the address, and the whole table without a script."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from wizard.build.pages.compare import KINDS, lines
from wizard.catalogue.load import load

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.conftest import Visit

CATALOGUE = load()


def compare(visit: Visit, fragment: str = "") -> None:
    visit.page.goto(f"{visit.url}guide/compare/" + (f"#{fragment}" if fragment else ""))
    expect(visit.page.locator("[data-versus] form:visible")).to_have_count(1)


def columns(visit: Visit) -> list[str]:
    return [text.strip() for text in visit.page.locator("[data-versus] thead th:visible").all_inner_texts()][1:]


def facts(visit: Visit) -> dict[str, bool]:
    """The rows that can be seen, and whether they are marked as different."""
    rows = visit.page.locator("[data-versus]:visible tbody tr:visible").evaluate_all(
        """rows => rows.map((row) => [row.cells[0].firstChild.textContent.trim(),
                                     row.querySelector(".ds-differs")?.textContent === "differs"])"""
    )
    return dict(rows)


@pytest.mark.parametrize(
    ("fragment", "shown"),
    [
        ("databases=postgresql,mongodb", ["PostgreSQL", "MongoDB"]),
        ("databases=sqlite,postgresql,mysql", ["SQLite", "PostgreSQL", "MySQL"]),
        ("services=neon,supabase", ["Neon", "Supabase"]),
        ("clients=prisma,drizzle,kysely", ["Prisma ORM", "Drizzle ORM", "Kysely"]),
        ("databases=mysql,oracle,mysql", ["MySQL", "PostgreSQL"]),
    ],
)
def test_the_address_says_what_is_shown(visit: Visit, fragment: str, shown: list[str]) -> None:
    compare(visit, fragment)
    assert columns(visit) == shown
    assert visit.fragment == fragment, "the address was rewritten"


def test_choosing_writes_the_address(visit: Visit) -> None:
    compare(visit)
    visit.page.get_by_label("Second").locator("visible=true").select_option("mongodb")
    visit.page.get_by_label("Third").locator("visible=true").select_option("sqlite")
    assert visit.fragment == "databases=postgresql,mongodb,sqlite"
    assert columns(visit) == ["PostgreSQL", "MongoDB", "SQLite"]
    visit.page.get_by_label("Only show what differs").locator("visible=true").check()
    assert visit.fragment == "databases=postgresql,mongodb,sqlite&differs=yes"
    before = facts(visit)
    visit.page.reload()
    expect(visit.page.get_by_label("Only show what differs").locator("visible=true")).to_be_checked()
    assert facts(visit) == before


def test_what_differs_is_said_in_words_and_can_be_shown_alone(visit: Visit) -> None:
    compare(visit, "databases=postgresql,mysql")
    first, second = (CATALOGUE.databases[id_].facts for id_ in ("postgresql", "mysql"))
    names = [line.title for line in lines(CATALOGUE, "databases")]
    marked = facts(visit)
    assert list(marked) == names
    for key, title in (("open_source", "Open source"), ("encryption_at_rest", "Encrypts at rest"), ("json", "JSON")):
        assert marked[title] == (first[key].value != second[key].value), title
    assert not marked["JSON"]
    assert marked["Encrypts at rest"]
    status = visit.page.locator("[data-versus]:visible [role=status]")
    expect(status).to_contain_text(f"They differ in {sum(marked.values())} of")
    visit.page.get_by_label("Only show what differs").locator("visible=true").check()
    left = facts(visit)
    assert {title for title, differs in marked.items() if differs} <= set(left)
    assert "JSON" not in left
    assert "Trade-offs" in left


def test_a_product_is_not_compared_with_itself_and_what_is_chosen_twice_changes_places(visit: Visit) -> None:
    compare(visit, "clients=prisma,drizzle")
    first, second, third = visit.page.locator("[data-versus=clients] select").all()
    first.select_option("drizzle")
    assert columns(visit) == ["Drizzle ORM", "Prisma ORM"]
    second.select_option("kysely")
    assert visit.fragment == "clients=drizzle,kysely"
    third.select_option("drizzle")
    assert columns(visit) == ["Drizzle ORM", "Kysely"], "two at least"


def test_the_verdict_stands_above_what_it_is_about(visit: Visit) -> None:
    compare(visit, "clients=prisma,drizzle,kysely")
    verdict = visit.page.locator("[data-versus=clients] .ds-verdict")
    expect(verdict).to_contain_text("Choose Prisma ORM if")
    expect(verdict).to_contain_text("Choose Kysely if")
    expect(verdict.locator("a")).to_have_count(0)
    expect(verdict).to_be_in_viewport()
    visit.page.locator("[data-versus=clients] select").first.select_option("gorm")
    expect(verdict).not_to_contain_text("Prisma")


def test_kinds_are_a_link_away_and_back_returns(visit: Visit) -> None:
    compare(visit, "clients=gorm,pgx")
    visit.page.locator(".ds-kinds").get_by_role("link", name="Services").click()
    expect(visit.page.locator("h2:visible", has_text="Services")).to_be_visible()
    expect(visit.page.locator("h2", has_text="Clients")).to_be_hidden()
    expect(visit.page.locator(".ds-kinds [aria-current]")).to_have_text("Services")
    visit.page.go_back()
    expect(visit.page.locator("h2", has_text="Clients")).to_be_visible()
    assert columns(visit) == ["GORM", "pgx"]


def test_every_cell_that_is_shown_has_its_source_and_day(visit: Visit) -> None:
    compare(visit, "databases=postgresql,mongodb")
    cells = visit.page.locator("[data-versus=databases] td[data-value]:visible").all_inner_texts()
    assert len(cells) > 20
    assert all("Source" in text or text == "Not confirmed." for text in cells)


def test_without_a_script_everything_is_there(new_visit: Callable[..., Visit]) -> None:
    visit = new_visit(java_script_enabled=False)
    visit.page.goto(f"{visit.url}guide/compare/")
    for kind in KINDS:
        section = visit.page.locator(f"[data-versus={kind}]")
        expect(section.locator("table")).to_be_visible()
        expect(section.locator("form")).to_be_hidden()
        products = {"databases": CATALOGUE.databases, "services": CATALOGUE.services, "clients": CATALOGUE.clients}[
            kind
        ]
        expect(section.locator("thead th[data-product]:visible")).to_have_count(len(products))


def test_when_the_script_does_not_come_the_tables_show_after_a_while(visit: Visit) -> None:
    visit.page.route("**/javascripts/*.js", lambda route: route.abort())
    visit.expected.append("ERR_FAILED")
    visit.page.goto(f"{visit.url}guide/compare/")
    table = visit.page.locator("[data-versus=databases] table")
    expect(table).to_be_hidden()
    visit.page.locator("[data-versus=databases] .ds-late").evaluate(
        "box => box.scrollIntoView()"
    )  # out of sight it rests
    expect(table).to_be_visible(timeout=20_000)  # all of its columns are laid out then


def test_on_a_phone_a_fact_is_a_list_of_products(new_visit: Callable[..., Visit]) -> None:
    visit = new_visit(viewport={"width": 320, "height": 640})
    compare(visit, "clients=prisma,drizzle,kysely")
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 320
    row = visit.page.locator("[data-versus=clients] tbody tr:visible").nth(3)
    lefts = row.locator("td:visible").evaluate_all("cells => cells.map((cell) => cell.getBoundingClientRect().left)")
    assert len(lefts) == 3
    assert len(set(lefts)) == 1
    labels = row.locator("td:visible").evaluate_all(
        "cells => cells.map((one) => getComputedStyle(one, '::before').content)"
    )
    assert labels == ['"Prisma ORM: "', '"Drizzle ORM: "', '"Kysely: "']


def test_on_paper_only_what_was_chosen(visit: Visit) -> None:
    compare(visit, "databases=postgresql,mongodb")
    visit.page.emulate_media(media="print")
    assert columns(visit) == ["PostgreSQL", "MongoDB"]
    expect(visit.page.locator("[data-versus=databases] form")).to_be_hidden()
