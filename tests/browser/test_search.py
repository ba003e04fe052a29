"""The search answers what newcomers ask: with the site's own index, by the script that the page's worker runs."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from playwright.sync_api import expect

from wizard.build.assets.bundle import BROWSER

if TYPE_CHECKING:
    from tests.browser.conftest import Visit

HERE: Final = Path(__file__).parent
SEARCHES: Final = tomllib.loads((HERE.parent / "searches.toml").read_text(encoding="utf-8"))["search"]

#: What somebody looks at before they ask otherwise; a search may ask for less.
FIRST: Final = 3


@pytest.fixture(scope="session")
def results(site: Path) -> dict[str, list[list[str]]]:
    """Question -> for each result what it shows, the best first."""
    questions = [search["asks"] for search in SEARCHES]
    index = site / "search" / "search_index.json"
    command = [str(Path(sys.executable).with_name("node")), str(HERE / "searching.mjs")]
    done = subprocess.run(
        [*command, str(BROWSER / "search" / "search.js"), str(index)],
        input=json.dumps(questions),
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(zip(questions, json.loads(done.stdout), strict=True))


def test_there_are_twenty_questions_and_more() -> None:
    assert len({search["asks"] for search in SEARCHES}) == len(SEARCHES) >= 20


@pytest.mark.parametrize("search", SEARCHES, ids=lambda search: search["asks"])
def test_the_answer_is_among_the_first_results(results: dict[str, list[list[str]]], search: dict[str, Any]) -> None:
    found = results[search["asks"]][: search.get("among", FIRST)]
    assert any(place in shown for shown in found for place in search["finds"]), found


@pytest.mark.python("as shipped")
def test_a_question_is_answered_in_the_page(visit: Visit) -> None:
    """Material's own field, with our worker behind it: typed, found, followed."""
    visit.page.goto(visit.url)
    field = visit.page.locator(".md-search__input")
    field.click()
    expect(visit.page.locator(".md-search-result__meta")).to_have_text("Type to start searching")
    field.press_sequentially("drizzle or kysely")
    best = visit.page.locator(".md-search-result__item").first.locator("a[href$='#drizzle-kysely']")
    expect(best).to_be_visible()
    expect(best.locator("mark").first).to_be_visible()
    best.click()
    visit.page.wait_for_url("**/guide/compare/#drizzle-kysely")
    expect(visit.page.get_by_role("heading", name="Drizzle ORM or Kysely")).to_be_in_viewport()
    expect(visit.page.locator("[data-pair='drizzle,kysely']")).to_contain_text("Choose Kysely if")
