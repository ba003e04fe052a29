"""What can be settled about the look without a pair of eyes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.conftest import Visit

pytestmark = pytest.mark.python("cpython")

SCREENS: Final = {
    "first question": "",
    "options": "persistence=yes&language=typescript&framework=nextjs&at=runtime",
    "guided": "persistence=yes&language=python&pace=guided&at=framework",
    "list": "persistence=yes&language=python&framework=fastapi&runtime=server&platform=any&at=existing_database",
    "several": "persistence=yes&language=python&existing_database=none&at=data",
    "summary": "persistence=yes&language=python&data=relational&at=review&review=yes",
    "document": "persistence=yes&language=python&data=relational&at=document&review=yes",
}


def show(visit: Visit, fragment: str) -> None:
    """Go to a screen by its address, and wait until it is the one that is shown."""
    if fragment == visit.fragment:
        return
    visit.page.evaluate("document.querySelector('[data-screen] form').dataset.old = 'yes'")
    visit.page.evaluate("(fragment) => { location.hash = fragment }", fragment)
    visit.wait_for_next_screen()
    named = dict(parse_qsl(fragment)).get("at", "persistence")
    expect(visit.page.locator("[data-screen] form")).to_have_attribute("data-at", named)


def test_nothing_scrolls_sideways_at_320_pixels(new_visit: Callable[..., Visit]) -> None:
    visit = new_visit(viewport={"width": 320, "height": 640})
    visit.open()
    for name, fragment in SCREENS.items():
        show(visit, fragment)
        wide = visit.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 320, f"{name}: {wide} pixels wide"
    visit.page.get_by_role("tab", name="Markdown").click()
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("scrolled", [45, 400])
def test_the_header_covers_nothing_of_the_next_screen(visit: Visit, scrolled: int) -> None:
    """Pages begin a little below their heading, and a press is often made further down."""
    visit.open(SCREENS["options"])
    visit.page.evaluate("document.querySelector('data-stack-wizard').style.paddingBottom = '60rem'")
    visit.choose("server")
    visit.page.evaluate("(top) => window.scrollTo(0, top)", scrolled)
    visit.press("continue")
    top, header = visit.page.evaluate(
        """() => ["[data-screen] form", ".md-header"].map((it) => document.querySelector(it).getBoundingClientRect())
          .map(({ top, bottom }, at) => (at ? bottom : top))"""
    )
    assert top >= header


@pytest.mark.parametrize("width", [320, 1280])
def test_targets_are_large_enough(new_visit: Callable[..., Visit], width: int) -> None:
    visit = new_visit(viewport={"width": width, "height": 900})
    visit.open()
    for name, fragment in SCREENS.items():
        show(visit, fragment)
        heights = visit.page.evaluate(
            """() => [...document.querySelectorAll("[data-screen] :is(button, select, .dsw-option)")]
              .filter((one) => one.checkVisibility()).map((one) => one.getBoundingClientRect().height)"""
        )
        assert min(heights) >= 44, f"{name}: {heights}"


@pytest.mark.python("pyodide")
def test_nothing_moves_while_python_starts(visit: Visit) -> None:
    """Layout shift, as browsers count it: what moves without a person having done something."""
    visit.page.add_init_script(
        """window.shift = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
        }).observe({type: "layout-shift", buffered: true});"""
    )
    visit.open()
    visit.page.wait_for_timeout(600)
    assert visit.page.evaluate("window.shift") == 0


@pytest.mark.parametrize("width", [360, 1280])
def test_every_question_stands_where_the_one_before_stood(new_visit: Callable[..., Visit], width: int) -> None:
    visit = new_visit(viewport={"width": width, "height": 900})
    visit.open()
    places = set()
    while visit.at != "review":
        box = visit.page.locator("[data-screen] h1").bounding_box()
        assert box
        places.add((box["x"], box["y"] + visit.page.evaluate("scrollY")))
        visit.answer("python" if visit.at == "language" else visit.way_out)
    assert len(places) == 1


def test_what_is_chosen_shows_by_more_than_colour(visit: Visit) -> None:
    visit.open()
    row = visit.page.locator(".dsw-option").first
    before = row.evaluate("row => getComputedStyle(row).boxShadow")
    row.click()
    assert row.locator("input").is_checked()
    assert row.evaluate("row => getComputedStyle(row).boxShadow") != before


def test_focus_can_be_seen(visit: Visit) -> None:
    visit.open()
    visit.page.locator(".dsw-line button").focus()
    visit.page.keyboard.press("Tab")
    row = visit.page.locator(".dsw-option:has(:focus-visible)")
    assert row.evaluate("row => getComputedStyle(row).outlineWidth") == "3px"


def test_only_the_document_is_printed(visit: Visit) -> None:
    visit.open(SCREENS["document"])
    visit.page.get_by_role("tab", name="Markdown").click()
    visit.page.emulate_media(media="print")
    expect(visit.page.locator(".dsw-document")).to_be_visible()
    for hidden in (".md-header", ".md-footer", ".dsw-toolbar", ".dsw-tabs", ".dsw-topline", ".dsw-markdown"):
        expect(visit.page.locator(hidden).first).to_be_hidden()


def test_the_page_holds_no_styles_or_handlers_in_its_markup(visit: Visit) -> None:
    visit.open()
    for fragment in SCREENS.values():
        show(visit, fragment)
        found = visit.page.locator("data-stack-wizard *").evaluate_all(
            """all => all.flatMap((one) => one.getAttributeNames())
                .filter((name) => name === "style" || name.startsWith("on"))"""
        )
        assert found == []
