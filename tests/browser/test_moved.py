"""Pages that have become part of another: their addresses and their anchors still lead to what they named."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from wizard.build.pages import decision_map
from wizard.build.pages.moved import MOVED
from wizard.build.stage import url
from wizard.catalogue.load import load
from wizard.catalogue.vocabulary import CLIENT_FACTS, STORE_FACTS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import Visit

pytestmark = pytest.mark.python("cpython")

CATALOGUE = load()


def _facts() -> set[str]:
    kinds = {"databases": STORE_FACTS, "services": STORE_FACTS, "clients": CLIENT_FACTS}
    return set(kinds) | {
        f"{kind}-{key.replace('_', '-')}"
        for kind, facts in kinds.items()
        for key, values in facts.items()
        if values and any(key in item.facts for item in CATALOGUE.products[kind].values())
    }


def _map() -> set[str]:
    rows = {(question.key, row.option.value) for question, rows in decision_map.panels(CATALOGUE) for row in rows}
    answers = {f"answer-{key}-{value}" for key, value in rows}
    return {"decision-map", "the-same-in-words", *answers, *(f"question-{key}" for key, _ in rows)}


#: The anchors that each page had.
ANCHORS: Final = {
    "facts.md": _facts(),
    "guide/completing.md": {
        "completing-the-conversation",
        "the-summary",
        "what-a-good-summary-does",
        "after-the-question",
    },
    "guide/decision-map.md": _map(),
}


@pytest.mark.parametrize("place", MOVED)
def test_every_anchor_is_where_the_page_has_gone(site: Path, place: str) -> None:
    there = (site / url(MOVED[place].place) / "index.html").read_text(encoding="utf-8")
    assert len(ANCHORS[place]) >= 4
    assert ANCHORS[place] - set(re.findall(r' id="([^"]+)"', there)) == set()


@pytest.mark.parametrize("place", MOVED)
def test_an_old_page_says_where_it_is_without_a_script(site: Path, place: str) -> None:
    old = (site / url(place) / "index.html").read_text(encoding="utf-8")
    assert '<meta name="robots" content="noindex">' in old
    (leads,) = re.findall(r"<a [^>]*data-moved[^>]*>", old)
    assert f"{url(MOVED[place].place).split('/')[-2]}/" in leads
    assert f"](../{url(MOVED[place].place).removeprefix('guide/')}" in (site / url(place) / "index.md").read_text() or (
        url(MOVED[place].place) in (site / url(place) / "index.md").read_text()
    )


@pytest.mark.parametrize(
    ("old", "new", "heading"),
    [
        ("facts/#services-free-tier", "guide/compare/#services-free-tier", "Free plan"),
        ("guide/completing/#the-summary", "guide/output/#the-summary", "The summary"),
        ("guide/decision-map/#question-data", "guide/how-it-decides/#question-data", "Kind of data"),
    ],
)
def test_an_old_link_ends_at_what_it_named(visit: Visit, old: str, new: str, heading: str) -> None:
    visit.page.goto(f"{visit.url}{old}")
    visit.page.wait_for_url(f"{visit.url}{new}")
    expect(visit.page.locator(f"#{new.partition('#')[2]}")).to_be_in_viewport()
    expect(visit.page.locator(f"#{new.partition('#')[2]}")).to_contain_text(heading)
