"""A press that is likely to come is answered before it is made; whatever is pressed, it is the answer to that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from conftest import Visit

#: Keeps every request that Python is asked, spoils those that are meant to fail, and makes answers slow.
WATCHED: Final = """
window.asked = [];
window.spoiled = 0;
window.slow = 0;
const hear = Worker.prototype.addEventListener;
Worker.prototype.addEventListener = function (type, heard, ...rest) {
  const late = (event) => (event.data?.response && window.slow ? setTimeout(heard, window.slow, event) : heard(event));
  return hear.call(this, type, type === "message" ? late : heard, ...rest);
};
const post = Worker.prototype.postMessage;
Worker.prototype.postMessage = function (message, ...rest) {
  if (message.request) window.asked.push(JSON.parse(message.request).event);
  if (message.request && window.spoiled > 0) {
    window.spoiled -= 1;
    return post.call(this, { ...message, request: "{}" }, ...rest);
  }
  return post.call(this, message, ...rest);
};
"""

PATIENCE_MS: Final = 5000


@pytest.fixture
def watched(visit: Visit) -> Visit:
    visit.page.add_init_script(WATCHED)
    return visit


def asked(visit: Visit) -> int:
    return int(visit.page.evaluate("window.asked.length"))


def wait_until_asked(visit: Visit, number: int) -> None:
    for _ in range(PATIENCE_MS // 20):
        if asked(visit) >= number:
            return
        visit.page.wait_for_timeout(20)
    pytest.fail(f"Python was asked {asked(visit)} times, not {number}")


def test_a_press_on_what_is_picked_has_its_answer_already(watched: Visit) -> None:
    watched.open()
    before = asked(watched)
    for number, value in enumerate(("yes", "none", "go"), start=1):
        watched.choose(value)
        wait_until_asked(watched, before + number)
        watched.press("continue")
    assert "language=go" in watched.fragment
    assert asked(watched) == before + 3, "the presses asked again, or a question was prepared with nothing picked"


def test_the_document_is_prepared_with_the_summary(watched: Visit) -> None:
    watched.open("persistence=yes&language=python&at=review")
    wait_until_asked(watched, 2)
    assert watched.page.evaluate("window.asked.at(-1).type") == "confirm"
    watched.press("confirm")
    assert watched.at == "document"
    assert asked(watched) == 2


@pytest.mark.parametrize(
    "change",
    [
        """document.querySelector("[data-screen] input[value=documents]").click();
        document.querySelector("[data-screen] input[value=relational]").click();""",
        """document.querySelector("[data-screen] input[value=documents]").checked = false;
        document.querySelector("[data-screen] input[value=relational]").checked = true;""",
    ],
    ids=["told", "untold"],
)
def test_a_change_of_mind_gets_the_answer_to_what_is_pressed(watched: Visit, change: str) -> None:
    watched.open("persistence=yes&at=data")
    before = asked(watched)
    watched.choose("documents")
    wait_until_asked(watched, before + 1)
    watched.page.wait_for_timeout(500)  # it is there
    watched.page.evaluate(
        f"""() => {{
          {change}
          document.querySelector("[data-screen] textarea[name=note]").value = "Invoices.";
          document.querySelector("[data-screen] form").dataset.old = "yes";
          document.querySelector("[data-screen] button[value=continue]").click();
        }}"""
    )
    watched.wait_for_next_screen()
    assert "data=relational" in watched.fragment
    watched.page.go_back()
    expect(watched.page.locator("form[data-at=data]")).to_be_visible()
    expect(watched.page.locator("textarea[name=note]")).to_have_value("Invoices.")
    assert watched.page.locator("input[value=relational]").is_checked()
    assert not watched.page.locator("input[value=documents]").is_checked()


def test_quick_picks_do_not_pile_up_before_a_press(watched: Visit) -> None:
    """Such as when an arrow key is held on a slow machine. While Python is busy, only the last of them waits."""
    watched.open("persistence=yes&at=data")
    before = asked(watched)
    watched.page.evaluate(
        """async () => {
          window.slow = 1500; // each answer
          for (const value of ["relational", "documents", "key-value", "time-series", "vectors"]) {
            document.querySelector(`[data-screen] input[value=${value}]`).click();
            await new Promise((later) => setTimeout(later, 50));
          }
          document.querySelector("[data-screen] form").dataset.old = "yes";
          document.querySelector("[data-screen] button[value=back]").click();
        }"""
    )
    watched.wait_for_next_screen()
    assert watched.at != "data"
    picks = [event for event in watched.page.evaluate("window.asked")[before:] if event["type"] == "continue"]
    assert len(picks) == 1
    assert picks[0]["fields"]["data"] == ["relational"]


def test_what_could_not_be_prepared_is_asked_when_it_is_pressed(watched: Visit) -> None:
    watched.open()
    before = asked(watched)
    watched.page.evaluate("window.spoiled = 1")
    watched.choose("yes")
    wait_until_asked(watched, before + 1)
    watched.press("continue")
    assert watched.at == "existing_database"
    assert asked(watched) == before + 2
    expect(watched.page.locator("[data-problem]")).to_be_empty()
