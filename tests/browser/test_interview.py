"""From the first question to the file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.conftest import Visit

pytestmark = pytest.mark.python("cpython")

SECTIONS: Final = [
    "# Data Stack",
    "## Overview",
    "## Rules to Work By",
    "## Database",
    "## ORM / Database Client",
    "## Decision Relationships",
    "## Further Rules",
    "## How This Was Decided",
]
#: Of a project that keeps no data.
FEW: Final = SECTIONS[:-2]

FASTAPI: Final[dict[str, str | list[str]]] = {
    "persistence": "yes",
    "language": "python",
    "framework": "fastapi",
    "runtime": "server",
    "platform": "any",
    "existing_database": "none",
    "data": ["relational"],
    "scale": "millions",
    "realtime": "no",
    "hosting": "managed",
    "compliance": ["residency", "encryption"],
    "budget": "modest",
    "existing_client": "none",
    "query_style": "type-safe",
    "migrations": "built-in",
    "engines": "one",
}


def headings(markdown: str) -> list[str]:
    return [line for line in markdown.splitlines() if line.startswith(("# ", "## "))]


def downloaded(visit: Visit) -> str:
    with visit.page.expect_download() as download:
        visit.page.click("[data-download]")
    assert download.value.suggested_filename == "data-stack.md"
    return Path(download.value.path()).read_text(encoding="utf-8")


@pytest.mark.python("pyodide")
def test_from_the_first_question_to_the_file(visit: Visit) -> None:
    visit.open()
    seen = visit.answer_all(FASTAPI)
    assert seen[:3] == ["persistence", "existing_database", "language"]
    expect(visit.page.get_by_text("Does this capture your data stack? Any adjustments?")).to_be_visible()
    expect(visit.page.locator(".dsw-names")).to_contain_text("PostgreSQL")

    visit.press("confirm")
    assert visit.at == "document"
    expect(visit.page.locator("main")).to_contain_text("standards/")
    file = downloaded(visit)
    assert headings(file) == SECTIONS
    assert "PostgreSQL" in file
    assert "FastAPI" in file
    assert "Python" in file


@pytest.mark.python("pyodide")
def test_not_sure_everywhere_ends_in_a_file_too(visit: Visit) -> None:
    visit.open()
    visit.answer_all({})
    visit.press("confirm")
    file = downloaded(visit)
    assert headings(file) == SECTIONS
    assert "PostgreSQL" in file


@pytest.mark.python("pyodide")
def test_no_database_has_a_document_of_its_own(visit: Visit) -> None:
    visit.open()
    visit.answer("no")
    assert visit.at == "review"
    assert visit.heading == "No database needed"
    visit.press("confirm")
    file = downloaded(visit)
    assert headings(file) == FEW
    assert "PostgreSQL on" not in file


def test_finishing_early_takes_defaults(visit: Visit) -> None:
    visit.open()
    visit.answer("yes")
    visit.answer("none")
    visit.choose("typescript")
    visit.press("finish")
    assert visit.at == "review"
    assert "language=typescript" in visit.fragment


def test_each_step_moves_title_focus_and_announcement(visit: Visit) -> None:
    visit.open()
    titles = {visit.page.title()}
    for value in ("yes", "none", "python", "fastapi"):
        visit.answer(value)
        assert visit.page.evaluate("document.activeElement.innerText") == visit.heading
        assert visit.page.title().startswith(visit.heading)
        titles.add(visit.page.title())
        expect(visit.page.locator("[data-status]")).to_contain_text("Question")
    assert len(titles) == 5


def test_continuing_without_a_choice_says_so_and_keeps_everything(visit: Visit) -> None:
    visit.open()
    visit.answer("yes")
    visit.answer("none")
    before = visit.page.url
    visit.press("continue")
    assert visit.page.url == before
    assert visit.page.title().startswith("Error:")
    summary = visit.page.locator(".dsw-error-summary")
    expect(summary).to_be_focused()
    summary.get_by_role("link").click()
    assert visit.page.evaluate("document.activeElement.name") == "language"
    assert visit.page.url == before, "the link to the field must not take the address"
    visit.answer("go")
    assert "language=go" in visit.fragment
    assert not visit.page.title().startswith("Error:")


def test_changing_an_answer_from_the_summary(visit: Visit) -> None:
    visit.open()
    visit.answer_all(FASTAPI)
    visit.page.locator(".dsw-fold > summary").first.click()
    visit.page.click("button[value=adjust][data-question=framework]")
    heading = visit.page.get_by_role("heading", name="Which framework is the project built on?")
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport()
    assert visit.at == "review"
    assert visit.page.locator(".dsw-option input[value=fastapi]").is_checked()
    visit.choose("django")
    visit.page.keyboard.press("Enter")  # saves, and does not write the document
    expect(visit.page.locator(".dsw-names")).to_contain_text("Django")
    assert visit.at == "review"
    expect(visit.page.locator("h1")).to_be_in_viewport()


def test_one_line_leads_to_the_page_by_its_enter_key(visit: Visit) -> None:
    visit.open()
    visit.page.fill("#dsw-line", "Postgres on Neon, Drizzle, Next.js on Vercel")
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator("form[data-at=review]")).to_be_visible()
    expect(visit.page.locator("[data-screen] h1")).to_contain_text("PostgreSQL on Neon")
    expect(visit.page.locator(".dsw-notice:visible")).to_contain_text("Understood: PostgreSQL on Neon")
    with visit.page.expect_download() as download:
        visit.page.click("[data-download]")
    assert "Drizzle ORM" in download.value.path().read_text(encoding="utf-8"), "the file, from the result itself"


def test_a_line_without_a_product_leads_to_the_first_question_and_is_kept_as_a_note(visit: Visit) -> None:
    visit.open()
    visit.page.fill("#dsw-line", "Hasura")
    visit.press("express")
    expect(visit.page.locator("[data-screen] h1")).to_be_focused()
    expect(visit.page.get_by_text("No product in it: then let us ask.")).to_be_visible()
    expect(visit.page.locator("textarea[name=note]")).to_have_value("Hasura")


def test_the_runner_up_is_seen_and_left_again(visit: Visit) -> None:
    visit.open()
    visit.answer_all(FASTAPI)
    before = visit.page.locator("[data-screen] h1").inner_text()
    address = visit.page.url
    visit.press("see")
    assert visit.page.locator("[data-screen] h1").inner_text() != before
    assert visit.page.url == address
    visit.press("review")
    assert visit.page.locator("[data-screen] h1").inner_text() == before


def test_the_pace_changes_words_and_keeps_the_choice(visit: Visit) -> None:
    visit.open()
    visit.answer("yes")
    visit.answer("none")
    visit.choose("go")
    visit.press("pace-guided")
    assert visit.at == "language"
    assert visit.page.locator(".dsw-context").count() > 0
    assert visit.page.locator(".dsw-option input[value=go]").is_checked()
    visit.press("pace-brief")
    assert visit.page.locator(".dsw-context").count() == 0


def test_keyboard_alone_completes_everything(visit: Visit) -> None:
    keys = visit.page.keyboard
    visit.open()

    def tab_to(selector: str) -> None:
        for _ in range(40):
            if visit.page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
                return
            keys.press("Tab")
        pytest.fail(f"Tab does not reach {selector}")

    def go_on() -> None:
        visit.page.evaluate("document.querySelector('[data-screen] form').dataset.old = 'yes'")
        keys.press("Enter")
        visit.wait_for_next_screen()

    tab_to("input[name=persistence]")
    keys.press("Space")
    go_on()
    tab_to("select[name=existing_database]")
    keys.press("ArrowDown")
    tab_to("button[value=continue]")  # Enter on a list opens it
    go_on()
    tab_to("input[name=language]")
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    go_on()
    assert "language=go" in visit.fragment
    tab_to("button[value=finish]")
    go_on()
    assert visit.at == "review"
    tab_to("button[value=confirm]")
    go_on()
    assert visit.at == "document"
    tab_to("[role=tab]")
    keys.press("ArrowRight")
    expect(visit.page.locator(".dsw-markdown")).to_be_visible()
    expect(visit.page.locator(".dsw-document")).to_be_hidden()
    expect(visit.page.get_by_role("tab", name="Markdown")).to_be_focused()
    keys.press("Home")
    expect(visit.page.locator(".dsw-document")).to_be_visible()


def test_enter_on_a_chosen_option_goes_on(visit: Visit) -> None:
    visit.open()
    visit.choose("yes")
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator("form[data-at=existing_database]")).to_be_visible()


def test_keys_that_turn_pages_do_not_leave_the_interview(visit: Visit) -> None:
    visit.open()
    visit.answer("yes")
    for focus in ("document.activeElement.blur()", "document.querySelector('.md-header a').focus()"):
        visit.page.evaluate(focus)
        for key in ("n", "p", ".", ","):
            visit.page.keyboard.press(key)
    visit.page.wait_for_timeout(200)
    assert visit.at == "existing_database"


def test_a_double_click_is_one_press(visit: Visit) -> None:
    visit.open()
    visit.choose("yes")
    visit.page.locator("button[value=continue]").dblclick(delay=40)
    expect(visit.page.locator("form[data-at=existing_database]")).to_be_visible()
    visit.page.wait_for_timeout(200)
    assert visit.at == "existing_database"
    assert visit.page.locator(".dsw-error-summary").count() == 0


def test_copying(new_visit: Callable[..., Visit]) -> None:
    visit = new_visit(permissions=["clipboard-read", "clipboard-write"])
    visit.open("persistence=no&at=document&review=yes")
    visit.page.click("[data-copy]")
    expect(visit.page.locator("[data-status]")).to_have_text("Copied.")
    copied = visit.page.evaluate("navigator.clipboard.readText()")
    assert headings(copied) == FEW
    assert copied == downloaded(visit)


def test_where_copying_is_refused_the_text_is_selected(visit: Visit) -> None:
    visit.page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    visit.open("persistence=no&at=document&review=yes")
    visit.page.click("[data-copy]")
    expect(visit.page.locator("[data-status]")).to_contain_text("Ctrl+C")
    assert visit.page.evaluate("getSelection().toString()").startswith("# Data Stack")
