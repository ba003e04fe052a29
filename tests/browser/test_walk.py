"""A walk by chance in the real browser: what was typed is on the screen or in the browser's storage, whatever happens.

tests/test_walk.py goes further, without a page: here it is about drafts, reloads, tabs and the browser's own Back.
"""

from __future__ import annotations

import json
import random
import re
from typing import TYPE_CHECKING, Final

import pytest

from tests.walk import NOT_TAKEN, SMALL, WENT

if TYPE_CHECKING:
    from tests.browser.conftest import Visit

pytestmark = [pytest.mark.python("cpython"), pytest.mark.full("a walk by chance in a browser")]

#: Events of one walk.
STEPS: Final = 25

NOTE: Final = "[data-screen] textarea[name=note], [data-screen] details[open] textarea[data-prose]"

#: All that is kept and all that is shown, as one text.
EVERYTHING: Final = """[
  ...[localStorage, sessionStorage].flatMap((storage) => Object.values({ ...storage })),
  ...[...document.querySelectorAll("textarea")].map(({ value }) => value),
  document.querySelector("[data-screen]").textContent,
].join("\\n")"""

QUIET: Final = """document.querySelector("data-stack-wizard")?.dataset.state === "ready"
  && !document.querySelector("[aria-busy=true]")"""


class Walk:
    def __init__(self, visit: Visit, chance: random.Random) -> None:
        self.visit, self.chance = visit, chance
        self.words: set[str] = set()
        self.count = 0
        self.done: list[str] = []

    def type(self) -> None:
        """Write into the screen's field, and press nothing."""
        page = self.visit.page
        for summary in page.locator("[data-screen] details:not([open]) > summary").all()[:1]:
            summary.click()
        field = page.locator(NOTE).first
        if not field.count():
            return
        self.words -= set(re.findall(r"word\d+z", field.input_value()))
        self.count += 1
        field.fill(f"word{self.count}z")
        self.words.add(f"word{self.count}z")

    def go_on(self) -> None:
        fields = self.visit.page.locator("[data-screen] :is(.dsw-option input, select.dsw-select option)")
        values = [value for value in fields.evaluate_all("all => all.map(({ value }) => value)") if value]
        if self.visit.at in ("found", "weigh"):
            pass
        elif self.visit.page.locator("select.dsw-select").count() or values:
            self.visit.choose(self.chance.choice(values))
        self.press("confirm" if self.visit.at == "review" else "save" if self.visit.at == "document" else "continue")

    def back(self) -> None:
        self.press("back")

    def change(self) -> None:
        self.press(self.chance.choice(("adjust", "change")))

    def press(self, event: str) -> None:
        buttons = self.visit.page.locator(f"[data-screen] button[name=event][value='{event}']:visible")
        if buttons.count():
            buttons.nth(self.chance.randrange(buttons.count())).click()

    def drop(self) -> None:
        text = self.chance.choice((*SMALL, '{"dependencies": {"next": "16", "pg": "8"}}'))
        name = "package.json" if text.startswith("{") else "data-stack.md"
        place = self.visit.page.locator("input[data-files]")
        if place.count():
            place.first.set_input_files({"name": name, "mimeType": "text/plain", "buffer": text.encode()})
            self.visit.page.wait_for_timeout(100)

    def reload(self) -> None:
        self.visit.page.reload()

    def browser_back(self) -> None:
        if self.visit.page.evaluate("history.length") > 2 and self.visit.fragment:
            self.visit.page.go_back()
            if "/wizard/" not in self.visit.page.url:
                self.visit.page.go_forward()
            self.visit.page.wait_for_timeout(150)  # nothing on the page says that an address is being opened

    def another_tab(self) -> None:
        """This one is closed, and another opened."""
        before = self.visit.page
        self.visit.page = before.context.new_page()
        before.close(run_before_unload=True)
        self.visit.page.goto(f"{self.visit.url}wizard/")

    def nothing_is_lost(self) -> None:
        self.visit.wait_for(QUIET)
        for text in re.findall(f"{WENT}|{NOT_TAKEN}", self.visit.page.locator("[data-screen]").inner_text()):
            self.words -= set(re.findall(r"word\d+z", " ".join(text)))  # it was named when it went
        try:
            self.visit.wait_for(f"(() => {{ const all = {EVERYTHING}; return {json.dumps(sorted(self.words))}"
                                ".every((word) => all.includes(word)); })()")  # fmt: skip
        except AssertionError as error:
            error.add_note(f"after {', '.join(self.done)}")
            raise


@pytest.mark.parametrize("seed", [4])
def test_what_is_typed_stays_in_the_browser(visit: Visit, seed: int) -> None:
    visit.open()
    walk = Walk(visit, random.Random(seed))
    often = [walk.type, walk.go_on] * 3
    events = [*often, walk.back, walk.change, walk.drop, walk.reload, walk.browser_back, walk.another_tab]
    for _ in range(STEPS):
        event = walk.chance.choice(events)
        walk.done.append(event.__name__)
        event()
        walk.nothing_is_lost()
    assert walk.count > 1, "next to nothing was typed"
