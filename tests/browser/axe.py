"""What axe-core finds wrong with a page, for any test that has a page open.

`make test` puts axe-core into tests/node_modules. It runs in the page as it is: `page.evaluate` needs no script
element, so a content security policy does not stand in the way.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from playwright.sync_api import Page

AXE: Final = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"

#: WCAG 2.2 AA, and what axe calls best practice.
TAGS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")

_RUN: Final = """async (tags) => {
  const { violations } = await axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${target.join(" ")}: ${failureSummary}`));
}"""


def findings(page: Page) -> list[str]:
    """One line for each place on the page as it is now: the rule, what it asks for, and a selector of the element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_source())
    return [" ".join(line.split()) for line in page.evaluate(_RUN, list(TAGS))]


@cache
def _source() -> str:
    return AXE.read_text(encoding="utf-8")
