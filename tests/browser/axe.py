"""What axe-core finds wrong with a page, for any test that has a page open.

`make test` puts axe-core into tests/node_modules. It runs in the page as it is: `page.evaluate` needs no script
element, so a content security policy does not stand in the way.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Page

AXE: Final = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"

#: WCAG 2.2 AA, and what axe calls best practice.
TAGS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")

#: The one rule whose outcome depends on the colours.
CONTRAST: Final = ("color-contrast",)

#: What the browser asks for -> what the page then calls its scheme, and which rules are tried in it.
SCHEMES: Final[tuple[tuple[Literal["light", "dark"], str, Sequence[str]], ...]] = (
    ("light", "default", TAGS),
    ("dark", "slate", CONTRAST),
)

#: A colour on its way to another one is neither: it is taken to its end. To wait for that can take for ever, as a
#: browser without a window draws no frames where it sees no need to.
_RUN: Final = """async (runOnly) => {
  for (const one of document.getAnimations()) if (one instanceof CSSTransition) one.finish();
  const { violations } = await axe.run(document, { runOnly, resultTypes: ["violations"] });
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${target.join(" ")}: ${failureSummary}`));
}"""


def findings(page: Page, only: Sequence[str] = TAGS) -> list[str]:
    """One line for each place on the page as it is now: the rule, what it asks for, and a selector of the element.

    `only` are tags or rules.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(_source())
    return [" ".join(line.split()) for line in page.evaluate(_RUN, list(only))]


@cache
def _source() -> str:
    return AXE.read_text(encoding="utf-8")


def findings_in_both_schemes(page: Page, widths: Sequence[int]) -> list[str]:
    """Findings at each width: of every rule in the light scheme, and of the colours in the dark one."""
    found: list[str] = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        for scheme, named, only in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            expect(page.locator("body")).to_have_attribute("data-md-color-scheme", named)
            found += [f"{scheme}, {width} pixels: {line}" for line in findings(page, only)]
    return found
