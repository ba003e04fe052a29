"""Every screen in every state, from the gallery: axe finds nothing, nothing is too wide, and what a screen reader is
told stays as it was when somebody last looked at it.

`UPDATE_SNAPSHOTS=1 make test` writes the snapshots anew: read the difference before you commit it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.browser.axe import findings_in_both_schemes
from wizard.build.pages.gallery import examples

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

SNAPSHOTS: Final = Path(__file__).parent / "snapshots"
IDS: Final = [example.id for example in examples()]

#: In CSS pixels: what a finger hits. Links inside running text and Material's own header are not ours to size.
TOUCH: Final = 44

#: Controls of ours that are smaller than a finger needs, as the page sees it.
TOO_SMALL: Final = """(least) => [...document.querySelectorAll(
  "[data-screen] :is(button, summary, select, .dsw-option, .dsw-pick-files)")]
  .filter((one) => one.checkVisibility())
  .map((one) => ({ name: one.innerText.trim().slice(0, 40), height: one.getBoundingClientRect().height }))
  .filter(({ height }) => height < least)
  .map(({ name, height }) => `${name}: ${height}`)"""


#: Summaries that are a decision on one page. While an answer is changed there, its options are on it too.
ON_ONE_PAGE: Final = [id_ for id_ in IDS if id_.startswith("review") and id_ != "review-adjusting"]

#: So many words stand on it unfolded, and so many pixels it is high, by the width of the window.
MOST_WORDS: Final = 250
HIGHEST: Final = {1280: 1.3 * 800, 320: 3 * 568}

#: How many words of a screen can be seen.
WORDS: Final = """() => {
  const walker = document.createTreeWalker(document.querySelector("[data-screen]"), NodeFilter.SHOW_TEXT);
  let text = "";
  while (walker.nextNode()) {
    const { parentElement, textContent } = walker.currentNode;
    if (parentElement.checkVisibility() && !parentElement.closest(".dsw-hidden")) text += ` ${textContent}`;
  }
  return text.split(/\\s+/).filter((word) => /\\w/.test(word)).length;
}"""


@pytest.fixture(scope="module")
def gallery(browser: Browser, site_url: str) -> Iterator[Page]:
    """One page for all: the gallery keeps no state."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{site_url}gallery/")
    yield page
    context.close()


def test_the_gallery_lists_every_screen(gallery: Page, site_url: str) -> None:
    gallery.goto(f"{site_url}gallery/")
    links = gallery.locator("article li a")
    expect(links).to_have_count(len(IDS))
    assert gallery.locator(".md-nav a[href*=gallery]").count() == 0, "nobody is led here"


@pytest.mark.parametrize("id_", IDS)
def test_a_screen(gallery: Page, site_url: str, id_: str, widths: tuple[int, ...]) -> None:
    """All that is asked of a screen, on one visit to it: loading the page is most of the time that this takes."""
    gallery.set_viewport_size({"width": 1280, "height": 900})
    gallery.emulate_media(color_scheme="light")
    gallery.goto(f"{site_url}gallery/{id_}/")
    if id_ in ON_ONE_PAGE:
        _check_length(gallery)
    # What is folded is looked at like the rest.
    gallery.locator("[data-screen] .dsw-fold").evaluate_all("folds => folds.forEach((fold) => (fold.open = true))")
    _check_headings(gallery)
    _check_snapshot(gallery, id_, site_url)
    assert findings_in_both_schemes(gallery, widths) == []
    assert gallery.evaluate("document.documentElement.scrollWidth") <= 320, "it scrolls sideways"
    assert gallery.evaluate(TOO_SMALL, TOUCH) == [], "smaller than a finger"


def _check_headings(page: Page) -> None:
    """One first-level heading, no two alike, and one place for the focus."""
    expect(page.locator("h1:visible")).to_have_count(1)
    headings = [" ".join(text.split()) for text in page.locator(":is(h1, h2, h3):visible").all_inner_texts()]
    assert len(set(headings)) == len(headings), "headings are unique"
    assert page.locator("[data-screen] [data-focus]").count() == 1


def _check_length(page: Page) -> None:
    """The decision is on one page, and its button above the fold."""
    for width, highest in HIGHEST.items():
        page.set_viewport_size({"width": width, "height": 800 if width > 320 else 568})
        assert page.evaluate(WORDS) <= MOST_WORDS
        high = page.evaluate("document.documentElement.scrollHeight")
        assert high <= highest, f"{high} pixels high at {width}"
    page.set_viewport_size({"width": 1280, "height": 900})


def _check_snapshot(page: Page, id_: str, site_url: str) -> None:
    """What a screen reader is told is what somebody has read. The site's port is another each time."""
    told = page.locator("data-stack-wizard").aria_snapshot().replace(site_url, "/") + "\n"
    kept = SNAPSHOTS / f"{id_}.yml"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        SNAPSHOTS.mkdir(exist_ok=True)
        kept.write_text(told, encoding="utf-8")
    assert told == kept.read_text(encoding="utf-8"), f"compare {kept}"


def test_every_snapshot_belongs_to_a_screen() -> None:
    assert {file.stem for file in SNAPSHOTS.glob("*.yml")} == set(IDS)
