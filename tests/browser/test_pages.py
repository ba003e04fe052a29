"""Every kind of page, as a browser shows it: axe finds nothing, and nothing is too wide."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import pytest
from playwright.sync_api import expect

from tests.browser.axe import findings, findings_in_both_schemes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.browser.conftest import Visit

#: One page of each kind.
KINDS: Final = {
    "start": "",
    "guide": "guide/",
    "tables": "guide/database/",
    "matrix": "guide/client/#row-compatibility-prisma",
    "comparison": "guide/compare/#clients=prisma,drizzle,kysely",
    "link builder": "guide/onboarding/",
    "rules": "guide/how-it-decides/",
    "quick answers": "guide/questions/",
    "notices": "notices/",
    "index of a kind": "clients/",
    "database": "databases/postgresql/",
    "service": "services/planetscale/",
    "client": "clients/prisma/",
    "client that is not proposed": "clients/motor/",
    "decision record": "decisions/0002-catalogue-and-rules-are-toml/",
    "not found": "404.html",
}


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_and_nothing_scrolls_sideways_on_a_phone(
    new_visit: Callable[..., Visit], kind: str, widths: tuple[int, ...]
) -> None:
    visit = _open(new_visit, kind, 320)
    # A page may still be taking its form: the comparison hides what is not compared once its script is there.
    visit.wait_for("document.documentElement.scrollWidth <= 320")
    assert findings_in_both_schemes(visit.page, widths) == []


def test_axe_finds_what_is_wrong(new_visit: Callable[..., Visit]) -> None:
    """The check itself: a page made worse on purpose."""
    visit = _open(new_visit, "start", 1280)
    visit.page.evaluate("document.querySelector('h1').insertAdjacentElement('afterend', document.createElement('img'))")
    assert any(line.startswith("image-alt:") for line in findings(visit.page))


def test_axe_finds_what_is_wrong_in_the_dark_alone(new_visit: Callable[..., Visit]) -> None:
    """Nor is the dark scheme left out: a colour that can be read on white only."""
    visit = _open(new_visit, "start", 1280)
    visit.page.evaluate("document.querySelector('h1').nextElementSibling.id = 'faint'")
    visit.page.evaluate(
        """() => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync("#faint { color: #444 !important }");
          document.adoptedStyleSheets.push(sheet);
        }"""
    )
    found = findings_in_both_schemes(visit.page, (1280,))
    assert found
    assert all(line.startswith("dark, 1280 pixels: color-contrast:") for line in found)


def test_the_matrix_is_a_grid_or_a_list(new_visit: Callable[..., Visit]) -> None:
    """One piece of HTML: the columns have heads where there is room; on a phone each cell says what it is about."""
    row = "#row-compatibility-prisma"
    wide = _open(new_visit, "matrix", 1280).page
    expect(wide.locator(f"{row} .ds-label").first).to_be_hidden()
    expect(wide.locator(f"{row} td.ds-no").first).to_be_visible()
    narrow = _open(new_visit, "matrix", 320).page
    expect(narrow.locator(f"{row} .ds-label").first).to_be_visible()
    expect(narrow.locator(f"{row} td.ds-no").first).to_be_hidden()
    expect(narrow.locator(f"{row} .ds-rest")).to_contain_text("MongoDB")
    box = narrow.locator(f"{row}").evaluate("row => row.closest('.ds-matrix-box').scrollWidth")
    assert box <= 288, "the list needs no scrolling sideways"


def test_several_texts_of_a_term_stand_below_each_other(new_visit: Callable[..., Visit]) -> None:
    page = _open(new_visit, "database", 1280).page
    assert page.locator("#operations ~ dl dd + dd").count()
    lefts = page.locator(".md-content__inner > dl > dd").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect().left)"
    )
    assert len(set(lefts)) == 1


def _open(new_visit: Callable[..., Visit], kind: str, width: int, **options: Any) -> Visit:
    visit = new_visit(viewport={"width": width, "height": 900}, **options)
    visit.page.goto(visit.url + KINDS[kind])
    return visit


@pytest.mark.parametrize(
    "width", [320, *(pytest.param(width, marks=pytest.mark.full("other widths")) for width in (768, 1280))]
)
def test_a_page_is_copied_as_markdown_by_keyboard(new_visit: Callable[..., Visit], site: Path, width: int) -> None:
    visit = _open(new_visit, "guide", width, permissions=["clipboard-read", "clipboard-write"])
    page = visit.page
    button = page.get_by_role("button", name="Copy this page as Markdown")
    expect(button).to_be_in_viewport()
    box = button.bounding_box()
    button.focus()
    asked = len(visit.requests)
    page.keyboard.press("Enter")
    said = page.get_by_role("button", name="Copied", exact=True)
    expect(said).to_be_visible()
    expect(said).to_be_focused()
    expect(page.locator("[data-copied]")).to_have_text("Copied.")
    assert box == said.bounding_box(), "nothing moves"
    assert page.evaluate("navigator.clipboard.readText()") == (site / "guide" / "index.md").read_text(encoding="utf-8")
    assert visit.requests[asked:] == [f"{visit.url}guide/index.md"]
    expect(button).to_be_visible(timeout=10_000)  # it can be pressed again


def test_a_page_whose_markdown_does_not_come_says_so(new_visit: Callable[..., Visit]) -> None:
    visit = _open(new_visit, "guide", 1280, permissions=["clipboard-read", "clipboard-write"], service_workers="block")
    visit.expected.append("404")
    visit.page.route("**/guide/index.md", lambda route: route.fulfill(status=404))
    visit.page.get_by_role("button", name="Copy this page as Markdown").click()
    expect(visit.page.get_by_role("button", name="Not copied")).to_be_visible()
    expect(visit.page.locator("[data-copied]")).to_contain_text("at the foot of the page")
    expect(visit.page.get_by_role("link", name="This page as Markdown")).to_have_attribute(
        "href", re.compile(r"index\.md$")
    )


@pytest.mark.parametrize("place", ["wizard/", "gallery/", "gallery/first/", "404.html"])
def test_what_is_no_text_is_not_copied(new_visit: Callable[..., Visit], place: str) -> None:
    visit = new_visit()
    visit.page.goto(visit.url + place)
    assert visit.page.locator("[data-copy-page]").count() == 0
