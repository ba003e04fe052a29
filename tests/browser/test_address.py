"""Reload, Back, Forward and links: nothing is lost, and no step of the interview fetches the page anew."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from wizard.build.tools.serve import serving

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.browser.conftest import Visit

pytestmark = pytest.mark.python("cpython")


def three_answers(visit: Visit) -> None:
    visit.open()
    for value in ("yes", "none", "python"):
        visit.answer(value)


def wait_for(visit: Visit, question: str) -> None:
    expect(visit.page.locator("[data-screen] form")).to_have_attribute("data-at", question)


@pytest.mark.python("pyodide")
def test_a_reload_in_the_middle_loses_nothing(visit: Visit) -> None:
    three_answers(visit)
    before = visit.page.url
    visit.page.reload()
    visit.wait_until("ready")
    assert (visit.at, visit.page.url) == ("framework", before)
    visit.press("back")
    assert visit.page.locator(".dsw-option input[value=python]").is_checked()


@pytest.mark.python("pyodide")
def test_the_first_question_cannot_be_answered_by_mistake_while_answers_come_back(visit: Visit) -> None:
    three_answers(visit)
    visit.page.route("**/pyodide.asm.wasm", lambda route: None)
    visit.page.reload()
    expect(visit.page.locator("[data-screen]")).to_be_hidden()
    expect(visit.page.locator("[data-progress]")).to_contain_text("Your answers are kept.")


def test_back_and_forward(visit: Visit) -> None:
    three_answers(visit)
    visit.page.evaluate("window.sameDocument = true")
    for question in ("language", "existing_database", "persistence"):
        visit.page.go_back()
        wait_for(visit, question)
    for question in ("existing_database", "language", "framework"):
        visit.page.go_forward()
        wait_for(visit, question)
        assert visit.page.title().startswith(visit.heading)
        expect(visit.page.locator("h1:focus")).to_have_text(visit.heading)
    visit.answer("fastapi")
    assert "language=python" in visit.fragment
    assert "framework=fastapi" in visit.fragment
    assert visit.page.evaluate("window.sameDocument"), "Back fetched the page"


def test_back_after_scrolling(visit: Visit) -> None:
    """Material writes the offset into the entry's state when the page is scrolled: that must not disturb Back."""
    visit.page.set_viewport_size({"width": 400, "height": 400})
    three_answers(visit)
    visit.page.mouse.wheel(0, 300)
    visit.page.wait_for_timeout(300)
    visit.page.go_back()
    wait_for(visit, "language")
    expect(visit.page.locator("h1")).to_be_in_viewport()
    visit.page.go_forward()
    wait_for(visit, "framework")
    expect(visit.page.locator("h1")).to_be_in_viewport()


def test_a_link_fills_in_answers(visit: Visit) -> None:
    visit.open("persistence=yes&language=go&data=relational")
    assert visit.at not in ("persistence", "language", "data")
    expect(visit.page.locator(".dsw-notice:visible")).to_contain_text("link")


def test_an_edited_address_is_followed(visit: Visit) -> None:
    three_answers(visit)
    visit.page.evaluate("location.hash = 'persistence=yes&language=go&at=language'")
    wait_for(visit, "language")
    assert visit.page.locator(".dsw-option input[value=go]").is_checked()


def test_a_later_visit_resumes(visit: Visit) -> None:
    three_answers(visit)
    visit.page.goto("about:blank")
    visit.open()
    assert visit.at == "framework"
    expect(visit.page.locator(".dsw-notice:visible")).to_contain_text("left off")
    assert "language=python" in visit.fragment


def test_starting_again_forgets(visit: Visit) -> None:
    visit.open()
    visit.answer("no")
    visit.press("restart")
    assert (visit.at, visit.fragment) == ("persistence", "")
    visit.page.goto("about:blank")
    visit.open()
    assert (visit.at, visit.fragment) == ("persistence", "")
    visit.page.locator("[name=line]").fill("SQLite, Python")
    visit.press("express")
    visit.press("confirm")  # until then, they can be brought back
    visit.page.reload()
    visit.wait_until("ready")
    assert "existing_database=sqlite" in visit.fragment
    assert "persistence=no" not in visit.page.evaluate("Object.values(localStorage).join()")


def test_what_starting_again_put_aside_is_offered_after_a_reload(visit: Visit) -> None:
    three_answers(visit)
    visit.press("finish")
    visit.press("restart")
    visit.page.reload()
    visit.wait_until("ready")
    expect(visit.page.locator(".dsw-notice:visible")).to_contain_text("Your earlier answers were cleared.")
    visit.press("resume")
    assert "language=python" in visit.fragment


def test_storage_that_is_switched_off_is_no_failure(visit: Visit) -> None:
    visit.page.add_init_script(
        """Object.defineProperty(window, "localStorage", {
          get() { throw new DOMException("storage is off", "SecurityError"); },
        });"""
    )
    visit.expected.append("storage is off")  # Material asks too
    three_answers(visit)
    visit.page.reload()
    visit.wait_until("ready")
    assert visit.at == "framework"


@pytest.mark.parametrize("leave", ["link", "back"])
def test_other_pages_and_back(visit: Visit, leave: str) -> None:
    page = visit.page
    page.goto(f"{visit.url}guide/database/")
    page.locator("a[href$='/wizard/']").first.evaluate("link => link.click()")
    visit.wait_until("ready")
    for value in ("yes", "none", "python"):
        visit.answer(value)

    if leave == "link":
        page.locator(".md-header a.md-logo").click()
        page.wait_for_selector("data-stack-wizard", state="detached")
        page.go_back()
    else:
        for _ in range(4):
            page.go_back()
        page.wait_for_selector("data-stack-wizard", state="detached")
        assert page.url.endswith("/guide/database/")
        page.go_forward()  # a page that is loaded goes on where one was
        visit.wait_until("ready")
        # The page may have been left before, or after, Python had answered any of the steps back.
        there = ("persistence", "existing_database", "language", "framework")
        page.wait_for_selector(f"[data-screen] form:is({', '.join(f'[data-at={key}]' for key in there)})")
        page.go_forward()
        for question in there[1:]:
            page.wait_for_selector(f"[data-screen] form[data-at={question}]")
            page.go_forward()

    visit.wait_until("ready")
    wait_for(visit, "framework")
    visit.answer("fastapi")
    assert "framework=fastapi" in visit.fragment


def test_an_address_that_is_pasted_over_this_one_is_a_link(visit: Visit) -> None:
    """A colleague's, out of the address bar, so that it names a screen. Their interview must not get my notes."""
    visit.open()
    visit.answer("yes")
    visit.page.click(".dsw-note summary")
    visit.page.fill("textarea[name=note]", "Mine.")
    visit.answer("none")
    visit.page.evaluate("location.hash = 'persistence=yes&existing_database=mysql&existing_stance=in-use&at=language'")
    expect(visit.page.locator(".dsw-notice", has_text="starts anew")).to_be_visible()
    assert "notes" not in json.loads(visit.page.evaluate("sessionStorage['data-stack-wizard']"))["record"]
    visit.press("resume")
    assert visit.fragment.startswith("persistence=yes&existing_database=none")
    visit.press("back")
    expect(visit.page.locator("textarea[name=note]")).to_have_value("Mine.")


@pytest.mark.python("pyodide")
def test_back_before_the_first_answer_loses_nothing(visit: Visit) -> None:
    """An interview is stored; the page is left before Python has said anything, and come back to by Forward."""
    page = visit.page
    three_answers(visit)
    page.goto("about:blank")
    page.goto(f"{visit.url}guide/database/")
    page.route("**/pyodide.asm.wasm", lambda route: None)
    page.locator("a[href$='/wizard/']").first.evaluate("link => link.click()")
    page.wait_for_selector("data-stack-wizard[data-state=starting]", state="attached")
    page.go_back()
    page.wait_for_selector("data-stack-wizard", state="detached")
    page.unroute("**/pyodide.asm.wasm")
    page.go_forward()
    page.wait_for_selector("data-stack-wizard", state="attached")
    page.locator("data-stack-wizard").evaluate("wizard => wizard.setAttribute('start-limit', 1)")
    visit.wait_until("ready")
    wait_for(visit, "framework")


def test_a_link_to_the_wizard_on_its_own_page_goes_on(visit: Visit) -> None:
    three_answers(visit)
    for _ in range(2):
        with visit.page.expect_navigation():
            visit.page.locator(".md-nav__link", has_text="Wizard").first.evaluate("link => link.click()")
        visit.wait_until("ready")
        wait_for(visit, "framework")
        expect(visit.page).to_have_url(
            f"{visit.url}wizard/#persistence=yes&existing_database=none&language=python&at=framework"
        )


def test_it_works_below_a_sub_path(site: Path, new_visit: Callable[..., Visit]) -> None:
    with serving(site, prefix="/data-stack/") as url:
        visit = new_visit(url=url)
        three_answers(visit)
        assert visit.page.url.startswith(f"{url}wizard/#persistence=yes")
        visit.page.locator(".md-header a.md-logo").click()
        visit.page.wait_for_selector("data-stack-wizard", state="detached")
        visit.page.go_back()
        wait_for(visit, "framework")


def test_an_address_that_adds_to_my_answers_is_a_link_and_a_reload_of_my_own_is_none(visit: Visit) -> None:
    visit.open()
    visit.answer("yes")
    visit.page.reload()
    visit.wait_until("ready")
    assert "Set for you by the link" not in visit.page.locator("[data-screen]").inner_text()
    added = "persistence=yes&existing_database=mongodb&existing_stance=in-use&language=go&at=review&review=yes"
    other = visit.page.context.new_page()
    other.goto(f"{visit.url}wizard/#{added}")
    other.wait_for_selector("data-stack-wizard[data-state=ready]")
    expect(other.get_by_text("A colleague's answers")).to_be_visible()
    other.reload()
    other.wait_for_selector("data-stack-wizard[data-state=ready]")
    expect(other.get_by_text("A colleague's answers")).to_be_visible()
    visit.page.bring_to_front()
    visit.page.evaluate("hash => { location.hash = hash; }", added)
    expect(visit.page.get_by_text("A colleague's answers")).to_be_visible()
    visit.page.go_back()
    expect(visit.page.locator("form[data-at=review]")).to_have_count(0)
    assert "mongodb" not in visit.fragment
