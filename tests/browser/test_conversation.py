"""A peer, not a form: what exists is read, disagreement is kept, and nothing that is entered gets lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import payload

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.conftest import Visit

pytestmark = pytest.mark.python("cpython")

PACKAGE_JSON: Final = json.dumps({"dependencies": {"next": "16.0.1", "drizzle-orm": "0.45.4", "pg": "8"}}, indent=2)
EXPERT: Final = (
    "persistence=yes&existing_database=neon&existing_stance=decided&language=typescript&existing_client=drizzle"
)
KEPT: Final = (
    "persistence=yes&existing_database=mongodb&existing_stance=decided"
    "&language=python&framework=fastapi&at=existing_client"
)


def downloaded(visit: Visit) -> str:
    with visit.page.expect_download() as download:
        visit.page.click("[data-download]")
    return Path(download.value.path()).read_text(encoding="utf-8")


def test_an_expert_needs_three_presses_from_a_link_to_the_file(visit: Visit) -> None:
    visit.open(EXPERT)
    visit.press("finish")
    visit.press("confirm")
    file = downloaded(visit)
    assert "**PostgreSQL on Neon**" in file
    assert "**Drizzle ORM**" in file


def test_six_answers_are_enough_for_who_knows(visit: Visit) -> None:
    visit.open()
    for value in ("yes", "neon", "decided", "typescript", "nextjs"):
        visit.answer(value)
    visit.choose("drizzle")
    visit.press("finish")
    visit.press("confirm")
    assert "**Drizzle ORM**" in downloaded(visit)


def test_files_that_are_picked_propose_answers(visit: Visit) -> None:
    visit.open()
    visit.page.set_input_files("[data-files]", [payload("package.json", PACKAGE_JSON), payload("notes.txt", "milk")])
    expect(visit.page.locator("form[data-at=found]")).to_be_visible()
    expect(visit.page.get_by_text('"next": "16.0.1",').first).to_be_visible()
    visit.press("continue")
    assert visit.at == "existing_stance", "a package alone does not say that a database is in use"
    assert "existing_client=drizzle" in visit.fragment
    visit.answer("in-use")
    assert visit.at == "runtime", "no file says how the code runs, and the rules hang on it"
    visit.answer("server")
    assert visit.at == "compliance"
    visit.answer("none")
    assert visit.at == "weigh", "what it costs to keep it"
    visit.press("continue")
    assert visit.at == "review"
    expect(visit.page.locator(".dsw-summary").first).to_contain_text("from package.json")


def test_a_folder_that_is_picked_proposes_answers(visit: Visit, tmp_path: Path) -> None:
    shop = tmp_path / "shop"
    for name, text in {
        "api/go.mod": "module x\nrequire github.com/jackc/pgx/v5 v5.7.0\n",
        "web/package.json": '{"dependencies": {"react": "19"}}',
        "node_modules/mysql2/package.json": '{"dependencies": {"mysql2": "3"}}',
        "old/compose.yaml": "services:\n  db:\n    image: mongo:8\n",
        ".gitignore": "/old\n",
    }.items():
        (shop / name).parent.mkdir(parents=True, exist_ok=True)
        (shop / name).write_text(text)
    visit.open()
    visit.page.set_input_files("[data-folder]", shop)
    expect(visit.page.locator("form[data-at=found]")).to_be_visible()
    expect(visit.page.get_by_text("Language: Go", exact=True)).to_be_visible()
    expect(visit.page.get_by_text("Existing database: PostgreSQL", exact=True)).to_be_visible()
    expect(visit.page.locator(".dsw-problems")).to_have_count(0)


@pytest.mark.python("pyodide")
def test_files_that_are_dropped_are_read_before_python_is_there(visit: Visit) -> None:
    visit.open(ready=False)
    visit.wait_for("customElements.get('data-stack-wizard') !== undefined")
    visit.page.evaluate(
        """(text) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File([text], "package.json"));
          const form = document.querySelector("data-stack-wizard form");
          for (const type of ["dragenter", "dragover", "drop"])
            form.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
        }""",
        PACKAGE_JSON,
    )
    expect(visit.page.locator("form[data-at=found]")).to_be_visible(timeout=60_000)
    assert visit.page.locator("input[value=existing_client]").is_checked()


def test_a_document_is_opened_again_with_its_words(visit: Visit) -> None:
    visit.open(f"{EXPERT}&at=review")
    visit.press("confirm")
    visit.page.locator(".dsw-edit summary").first.click()
    visit.page.locator(".dsw-edit textarea").first.fill("Agreed on **3 March**.")
    file = downloaded(visit)  # what is being edited is saved first
    assert "Agreed on **3 March**." in file
    expect(visit.page.locator(".dsw-document strong").first).to_have_text("3 March")

    visit.press("restart")
    visit.page.set_input_files("[data-files]", [payload("data-stack.md", file)])
    expect(visit.page.locator("form[data-at=opened]")).to_be_visible()
    expect(visit.page.locator("form[data-at=opened]")).to_contain_text("Overview")
    visit.press("continue")
    visit.press("confirm")
    assert downloaded(visit) == file


def test_disagreement_is_heard_once_and_recorded(visit: Visit) -> None:
    visit.open(KEPT)
    visit.answer("prisma-python")
    assert visit.at == "conflict"
    visit.page.check("input[value=keep]")
    visit.page.fill("textarea[name^='why:']", "We move in May.")
    visit.press("continue")
    assert visit.at != "conflict"
    visit.press("finish")
    visit.press("confirm")
    assert "We keep it: We move in May." in downloaded(visit)


def test_what_is_typed_and_chosen_survives_a_reload(visit: Visit) -> None:
    visit.open("persistence=yes&at=data")
    visit.choose("documents", "vectors")
    visit.page.click(".dsw-note summary")
    visit.page.fill("textarea[name=note]", "Product sheets.")
    visit.page.reload()
    visit.wait_until("ready")
    expect(visit.page.locator("textarea[name=note]")).to_have_value("Product sheets.")
    assert visit.page.locator(".dsw-option input[value=vectors]").is_checked()
    assert not visit.page.locator(".dsw-option input[value=relational]").is_checked()
    visit.press("continue")
    visit.page.go_back()
    expect(visit.page.locator("form[data-at=data]")).to_be_visible()
    expect(visit.page.locator("textarea[name=note]")).to_have_value("Product sheets.")


def test_what_is_typed_survives_back_in_the_browser_and_going_on(visit: Visit) -> None:
    visit.open()
    for value in ("yes", "none"):
        visit.answer(value)
    visit.page.click(".dsw-note summary")
    visit.page.fill("textarea[name=note]", "Not passed on.")
    visit.page.go_back()
    expect(visit.page.locator("form[data-at=existing_database]")).to_be_visible()
    visit.press("continue")
    assert visit.at == "language"
    expect(visit.page.locator("textarea[name=note]")).to_have_value("Not passed on.")


@pytest.mark.parametrize("by", ["reload", "closing the tab"])
def test_what_is_typed_after_the_pace_was_changed_survives(visit: Visit, by: str) -> None:
    visit.open()
    for value in ("yes", "none"):
        visit.answer(value)
    visit.press("pace-guided")
    visit.page.click(".dsw-note summary")
    visit.page.fill("textarea[name=note]", "Not passed on.")
    if by == "reload":
        visit.page.reload()
    else:
        context = visit.page.context
        visit.page.close()
        visit.page = context.new_page()
        visit.open(ready=False)
    visit.wait_until("ready")
    assert visit.at == "language"
    expect(visit.page.locator("textarea[name=note]")).to_have_value("Not passed on.")


@pytest.mark.parametrize("python", ["is slow", "fails"])
def test_what_is_typed_after_the_press_counts(visit: Visit, python: str) -> None:
    visit.expected += ["no answer"]
    visit.page.add_init_script(
        """const post = Worker.prototype.postMessage;
        Worker.prototype.postMessage = function (message, ...more) {
          if (message?.request && window.slow) {
            setTimeout(() => post.call(this, message, ...more), 1500);
          } else if (message?.request && window.fails) {
            window.fails = false;
            this.dispatchEvent(new MessageEvent("message", { data: { id: message.id, error: "no answer" } }));
          } else {
            post.call(this, message, ...more);
          }
        };"""
    )
    visit.open()
    visit.answer("yes")
    visit.choose("none")
    visit.page.click(".dsw-note summary")
    visit.page.fill("textarea[name=note]", "Begun.")
    visit.page.evaluate("window.slow = true" if python == "is slow" else "window.fails = true")
    visit.page.click("button[value=continue]")
    visit.page.fill("textarea[name=note]", "Begun, and finished.")
    if python == "fails":
        visit.page.click("[data-again]")
    else:
        visit.page.evaluate("window.slow = false")
    expect(visit.page.locator("form[data-at=language]")).to_be_visible()
    visit.press("back")
    expect(visit.page.locator("textarea[name=note]")).to_have_value("Begun, and finished.")


def test_a_section_that_is_edited_survives_back_in_the_browser(visit: Visit) -> None:
    visit.open("persistence=no&at=review&review=yes")
    visit.press("confirm")
    visit.page.locator("textarea[data-prose]").first.evaluate(
        "area => area.closest('details')?.setAttribute('open', '')"
    )
    visit.page.locator("textarea[data-prose]").first.fill("In our own words.")
    visit.page.go_back()
    expect(visit.page.locator("form[data-at=review]")).to_be_visible()
    visit.press("confirm")
    assert "In our own words." in downloaded(visit)


def test_notes_survive_a_reload_and_are_in_no_address(visit: Visit) -> None:
    visit.open("persistence=yes&at=data")
    visit.choose("documents")
    visit.page.click(".dsw-note summary")
    visit.page.fill("textarea[name=note]", "Unmistakable words.")
    visit.press("continue")
    assert "Unmistakable" not in visit.page.url
    visit.page.reload()
    visit.wait_until("ready")
    visit.press("finish")
    visit.press("confirm")
    assert "Unmistakable words." in downloaded(visit)


def test_back_in_the_browser_keeps_later_answers(visit: Visit) -> None:
    visit.open()
    for value in ("yes", "none", "python"):
        visit.answer(value)
    visit.page.go_back()
    visit.page.go_back()
    expect(visit.page.locator("form[data-at=existing_database]")).to_be_visible()
    expect(visit.page.locator("select.dsw-select")).to_have_value("none")
    visit.press("continue")
    assert visit.at == "framework"
    assert "language=python" in visit.fragment


def test_starting_again_can_be_undone(visit: Visit) -> None:
    visit.open()
    visit.answer("no")
    visit.press("restart")
    assert visit.at == "persistence"
    visit.press("resume")
    assert visit.at == "review"
    assert "persistence=no" in visit.fragment


def test_a_link_is_copied_with_the_answers_and_nothing_else(new_visit: Callable[..., Visit]) -> None:
    visit = new_visit(permissions=["clipboard-read", "clipboard-write"])
    visit.open(f"{EXPERT}&at=document")
    button = visit.page.locator("[data-copy-link]")
    button.click()
    expect(visit.page.locator("[data-status]")).to_contain_text("The link is copied")
    expect(button).to_have_text("Copied")
    expect(button).to_have_text("Copy link")  # ready for another time
    link = visit.page.evaluate("navigator.clipboard.readText()")
    assert link == f"{visit.url}wizard/#{EXPERT}&at=review"
    other = new_visit()
    other.page.goto(link)
    other.wait_until("ready")
    assert other.at == "review"
    expect(other.page.get_by_text("A colleague's answers. Here is the stack.")).to_be_visible()
    expect(other.page.get_by_role("button", name="Answer it for your own project")).to_be_visible()


def test_a_link_puts_a_stored_interview_aside(visit: Visit) -> None:
    visit.open()
    visit.answer("yes")
    visit.answer("none")
    visit.open("persistence=yes&language=go")
    visit.page.reload()
    visit.wait_until("ready")
    assert "language=go" in visit.fragment


def test_two_tabs_do_not_mix(new_visit: Callable[..., Visit]) -> None:
    one = new_visit()
    one.open("persistence=yes&language=go&at=data")
    other_page = one.page.context.new_page()
    other_page.goto(f"{one.url}wizard/#persistence=yes&language=python&at=data")
    other_page.wait_for_selector("data-stack-wizard[data-state=ready]")
    other_page.locator(".dsw-option input[value=documents]").check()
    other_page.click("button[value=continue]")
    other_page.wait_for_selector("form:not([data-at=data])")
    one.page.goto(f"{one.url}guide/")
    one.page.goto(f"{one.url}wizard/")
    one.wait_until("ready")
    assert "language=go" in one.fragment
    assert "documents" not in one.fragment


def test_where_nothing_can_be_stored_the_page_says_so(visit: Visit) -> None:
    visit.page.add_init_script(
        "for (const name of ['localStorage', 'sessionStorage'])"
        " Object.defineProperty(window, name, { get() { throw new DOMException('no', 'SecurityError'); } });"
    )
    visit.expected.append("uncaught: no")  # Material's own scripts ask for the storage too
    visit.open("persistence=yes&at=data")
    visit.answer("documents")
    expect(visit.page.get_by_text("This browser keeps nothing for this page")).to_be_visible()
    assert "data=documents" in visit.fragment


@pytest.mark.python("pyodide")
def test_the_keyboard_alone_walks_the_whole_interview(visit: Visit) -> None:
    """Every question, from the first to the file: Tab, Space, the arrows and Enter."""
    keys = visit.page.keyboard
    visit.open()
    seen = []
    while (at := visit.at) != "document":
        seen.append(at)
        assert len(seen) < 30, seen
        if at == "review":
            target = "button[value=confirm]"
        else:
            field = "select.dsw-select" if visit.page.locator("select.dsw-select").count() else ".dsw-option input"
            tab_to(visit, f"[data-screen] {field}")
            keys.press("ArrowDown" if field.startswith("select") else "Space")
            target = "button[value=continue]"
        tab_to(visit, target)
        visit.page.evaluate("document.querySelector('[data-screen] form').dataset.old = 'yes'")
        keys.press("Enter")
        visit.wait_for_next_screen()
        assert visit.page.evaluate("document.activeElement.innerText") == visit.heading
    assert len(seen) > 12
    tab_to(visit, "[data-download]")
    with visit.page.expect_download() as download:
        keys.press("Enter")
    assert Path(download.value.path()).read_text(encoding="utf-8").startswith("# Data Stack")


def tab_to(visit: Visit, selector: str) -> None:
    for _ in range(60):
        if visit.page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            outline = visit.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            row = visit.page.evaluate(
                "getComputedStyle(document.activeElement.closest('.dsw-option') ?? document.activeElement).outlineStyle"
            )
            assert "none" not in (outline and row), f"{selector}: the focus cannot be seen"
            return
        visit.page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {selector}")
