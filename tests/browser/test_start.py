"""While Python starts, and when it does not."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import Error, Route, expect

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.browser.conftest import Visit

#: The small one, and the untouched one of a second attempt.
WASM: Final = "**/*.wasm"

#: What the page starts Python with. Where a test is about the page alone, this process answers behind it.
WORKER: Final = "**/worker.js"


class Gate:
    """Holds requests back until it is opened."""

    def __init__(self) -> None:
        self._held: list[Route] = []
        self._let_go: Callable[[Route], None] | None = None

    def __call__(self, route: Route) -> None:
        if self._let_go:
            self._let_go(route)
        else:
            self._held.append(route)

    def open(self, let_go: Callable[[Route], None] = Route.continue_) -> None:
        """Let go of what is held and of all that comes, by default to the server."""
        self._let_go = let_go
        for route in self._held:
            let_go(route)


def give(visit: Visit, **attributes: str) -> None:
    """Set attributes of the element before its script sees it."""
    visit.page.add_init_script(
        """attributes => {
          new MutationObserver(() => {
            const wizard = document.querySelector("data-stack-wizard");
            for (const [name, value] of Object.entries(attributes)) wizard?.setAttribute(name, value);
          }).observe(document, {childList: true, subtree: true});
        }""".join(("(", f")({json.dumps({name.replace('_', '-'): value for name, value in attributes.items()})})"))
    )


def test_the_first_question_is_in_the_page(site: Path) -> None:
    html = (site / "wizard" / "index.html").read_text(encoding="utf-8")
    assert 'data-at="persistence"' in html
    assert 'name="persistence" value="yes"' in html


def test_an_answer_given_before_python_is_up_is_not_lost(visit: Visit) -> None:
    gate = Gate()
    visit.page.route(WASM, gate)
    visit.open(ready=False)
    visit.choose("yes")
    button = visit.page.locator("button[value=continue]")
    button.click()
    expect(button).to_have_attribute("aria-busy", "true")
    expect(visit.page.locator("[data-status]")).to_have_text("Got it. Starting the wizard…")
    expect(visit.page.locator("[data-progress]")).to_contain_text("Got it.")
    expect(visit.page.locator("[data-progress]")).to_be_in_viewport()
    assert visit.page.evaluate("scrollY") == 0, "the page jumped to the progress"
    assert visit.at == "persistence"
    gate.open()
    visit.wait_until("ready")
    expect(visit.page.locator("form[data-at=existing_database]")).to_be_visible()
    assert "persistence=yes" in visit.fragment


@pytest.mark.python("cpython")
def test_the_last_of_several_early_presses_counts(visit: Visit) -> None:
    gate = Gate()
    visit.page.route(WORKER, gate)
    visit.open(ready=False)
    visit.choose("no")
    visit.page.click("button[value=continue]")
    visit.choose("yes")
    visit.page.click("button[value=continue]")
    visit.page.click("button[value=continue]")
    gate.open()
    expect(visit.page.locator("form[data-at=existing_database]")).to_be_visible()
    visit.page.wait_for_timeout(300)
    assert visit.at == "existing_database"
    visit.page.go_back()
    expect(visit.page.locator("form[data-at=persistence]")).to_be_visible()


@pytest.mark.python("cpython")
def test_a_mark_made_before_python_is_up_stays(visit: Visit) -> None:
    gate = Gate()
    visit.page.route(WORKER, gate)
    visit.open(ready=False)
    visit.choose("yes")
    focused = visit.page.evaluate("document.activeElement.value")
    gate.open()
    visit.wait_until("ready")
    assert visit.page.locator("input[value=yes]").is_checked()
    assert visit.page.evaluate("document.activeElement.value") == focused


@pytest.mark.python("cpython")
@pytest.mark.parametrize("by", ["mouse", "keyboard"])
def test_a_press_before_the_script_is_there_counts(visit: Visit, by: str) -> None:
    gate = Gate()
    visit.page.route("**/data-stack-wizard.js", gate)
    visit.page.goto(f"{visit.url}wizard/", wait_until="commit")
    visit.choose("yes")
    button = visit.page.locator("button[value=continue]")
    if by == "mouse":
        button.click()
    else:
        visit.page.locator("input[value=yes]").press("Enter")
    expect(button).to_have_attribute("aria-busy", "true")
    assert visit.page.url == f"{visit.url}wizard/"
    gate.open()
    expect(visit.page.locator("form[data-at=existing_database]")).to_be_visible()
    assert visit.fragment.startswith("persistence=yes")


@pytest.mark.python("cpython")
def test_a_press_before_the_script_is_there_answers_no_other_question(visit: Visit) -> None:
    """The first question is in the page for everybody, but who has answered it before goes on elsewhere."""
    visit.open()
    visit.answer("yes")
    visit.answer("none")
    gate = Gate()
    visit.page.route("**/data-stack-wizard.js", gate)
    visit.page.goto("about:blank")
    visit.page.goto(f"{visit.url}wizard/", wait_until="commit")
    visit.choose("no")
    visit.page.click("button[value=continue]")
    gate.open()
    visit.wait_until("ready")
    assert visit.at == "language"
    assert visit.fragment.startswith("persistence=yes")
    assert not visit.page.locator("[aria-busy=true]").count()


def half(route: Route) -> None:
    response = route.fetch()
    with suppress(Error):  # unrouted meanwhile
        route.fulfill(response=response, body=response.body()[: len(response.body()) // 2])


@pytest.mark.python("cpython")
@pytest.mark.parametrize(
    "how",
    [
        lambda route: route.abort("internetdisconnected"),
        pytest.param(
            lambda route: route.fulfill(status=200, content_type="text/html", body="<h1>Sign in</h1>"),
            marks=pytest.mark.full("other ways in which a script does not come"),
        ),
        pytest.param(half, marks=pytest.mark.full("other ways in which a script does not come")),
    ],
    ids=["absent", "sign-in", "half"],
)
def test_a_script_that_does_not_come_is_explained_by_the_page(visit: Visit, how: Callable[[Route], None]) -> None:
    """Nor one that comes with the first half only, or as a sign-in page: nothing but the page itself can say so."""
    visit.expected += ["ERR_", "Failed to load", "SyntaxError", "uncaught", "MIME type"]
    explained = visit.page.locator("[data-unloaded]")
    visit.page.goto(visit.url)
    others = visit.keep_caches()
    visit.page.route("**/data-stack-wizard.js", how)
    visit.page.goto(f"{visit.url}wizard/")
    expect(explained).to_be_visible()
    expect(explained).to_contain_text("script could not be fetched")
    expect(visit.page.locator("[data-progress]")).to_be_hidden()
    assert visit.caches == others
    visit.page.unroute("**/data-stack-wizard.js")
    with visit.page.expect_response("**/data-stack-wizard.js"):
        visit.page.reload()
    visit.page.wait_for_timeout(3000)  # where the wrong file is still in the browser's cache, the page fetches it anew
    visit.page.reload()
    visit.wait_until("ready")
    expect(explained).to_be_hidden()


@pytest.mark.python("cpython")
def test_a_line_that_is_lost_right_after_the_page_says_nothing_untrue_and_starts_when_it_is_back(visit: Visit) -> None:
    """Without a style sheet as well, which is what hides things in most pages."""
    visit.expected += ["ERR_", "Failed to load"]
    visit.page.route("**/assets/**", lambda route: route.abort("internetdisconnected"))
    visit.page.goto(f"{visit.url}wizard/")
    visit.page.context.set_offline(True)
    expect(visit.page.locator("[data-unloaded]")).to_be_visible()
    assert "keeps nothing" not in visit.page.locator("data-stack-wizard").inner_text()
    visit.page.unroute("**/assets/**")
    visit.page.context.set_offline(False)
    visit.wait_until("ready")
    visit.answer("yes")


@pytest.mark.python("cpython")
def test_what_is_added_to_a_press_that_waits_goes_with_it(visit: Visit) -> None:
    gate = Gate()
    visit.page.route(WORKER, gate)
    visit.open(ready=False)
    visit.choose("yes")
    visit.page.click(".dsw-note summary")
    visit.page.fill("textarea[name=note]", "First")
    visit.page.click("button[value=continue]")
    visit.page.fill("textarea[name=note]", "First, and more.")
    gate.open()
    expect(visit.page.locator("form[data-at=existing_database]")).to_be_visible()
    visit.press("back")
    expect(visit.page.locator("textarea[name=note]")).to_have_value("First, and more.")


def test_progress_is_told_in_bytes(visit: Visit) -> None:
    gate = Gate()
    visit.page.route(WASM, gate)
    visit.open(ready=False)
    text = visit.page.locator("[data-progress-text]")
    expect(text).to_contain_text("Loading the wizard: ")
    expect(text).to_contain_text(" MB")
    gate.open()
    visit.wait_until("ready")
    expect(visit.page.locator("[data-progress]")).to_be_hidden()


def test_without_webassembly_it_says_so(visit: Visit) -> None:
    visit.page.add_init_script("delete globalThis.WebAssembly")
    visit.open(ready=False)
    visit.wait_until("failed")
    expect(visit.page.locator("[data-failure]")).to_contain_text("WebAssembly")
    for name, page in {"Choosing a database": "database", "Choosing an ORM": "client"}.items():
        link = visit.page.get_by_role("link", name=name)
        assert link.evaluate("(link) => link.href") == f"{visit.url}guide/{page}/"
    expect(visit.page.get_by_role("button", name="Try again")).to_be_visible()


def with_policy(policy: str) -> Callable[[Route], None]:
    """Serve a file under a content security policy."""

    def serve(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, headers=response.headers | {"content-security-policy": policy})

    return serve


def test_webassembly_that_a_policy_refuses_is_told_from_a_missing_file(visit: Visit) -> None:
    visit.expected += ["WebAssembly", "wasm"]
    visit.page.route("**/worker.js", with_policy("script-src 'self'"))
    visit.open(ready=False)
    visit.wait_until("failed")
    expect(visit.page.locator("[data-failure]")).to_contain_text("WebAssembly")


def test_a_missing_file_ends_in_an_explanation_and_a_retry_that_works(visit: Visit) -> None:
    visit.expected += ["404", "wasm", "Failed to load", "installing the standard library"]
    gate = Gate()
    visit.page.route(WASM, gate)
    visit.open(ready=False)
    visit.choose("yes")
    visit.page.click("button[value=continue]")
    gate.open(lambda route: route.fulfill(status=404))
    visit.wait_until("failed")
    expect(visit.page.locator("[data-failure]")).to_contain_text("missing")
    expect(visit.page.locator("[data-failure] h1")).to_be_focused()

    visit.page.unroute(WASM)
    visit.page.get_by_role("button", name="Try again").click()
    visit.wait_until("ready")
    expect(visit.page.locator("form[data-at=existing_database]")).to_be_visible()
    expect(visit.page.locator("[data-failure]")).to_be_empty()
    assert "persistence=yes" in visit.fragment, "the early answer was lost"


def test_offline_ends_in_an_explanation_and_starts_by_itself_when_back(visit: Visit) -> None:
    visit.expected += ["ERR_INTERNET_DISCONNECTED", "Failed to fetch", "wasm", "standard library"]
    visit.expected.append("Network error")  # Material's, for its own files
    gate = Gate()
    visit.page.route(WASM, gate)
    visit.open(ready=False)
    visit.page.context.set_offline(True)
    gate.open()
    visit.wait_until("failed")
    expect(visit.page.locator("[data-failure]")).to_contain_text("offline")
    visit.page.context.set_offline(False)
    visit.wait_until("ready")
    visit.answer("yes")


def test_a_file_that_never_comes_ends_in_an_explanation(visit: Visit) -> None:
    give(visit, start_limit="1")
    visit.page.route(WASM, lambda route: None)
    visit.open(ready=False)
    visit.wait_until("failed")
    expect(visit.page.locator("[data-failure]")).to_contain_text("in time")


SLOW_WORKER: Final = """
onmessage = ({ data }) => {
  if (data.start) {
    let loaded = 0;
    const ticking = setInterval(() => {
      loaded += 100_000;
      postMessage({ progress: { phase: "loading", loaded, total: 1_000_000 } });
      if (loaded < 1_000_000) return;
      clearInterval(ticking);
      postMessage({ ready: true });
    }, 400);
  } else {
    const response = {
      answers: {}, record: {}, at: "persistence", fragment: "", link: "", html: "", title: "", history: "replace",
    };
    postMessage({ id: data.id, response: JSON.stringify(response) });
  }
};
"""


def test_a_slow_line_is_no_failure(visit: Visit) -> None:
    """It takes twice the limit, but there is never the limit without a byte."""
    give(visit, start_limit="2")
    worker = {"body": SLOW_WORKER, "content_type": "text/javascript"}
    visit.page.route("**/worker.js", lambda route: route.fulfill(**worker))
    begun = time.monotonic()
    visit.open()
    assert time.monotonic() - begun > 4, "the line was not slow"
    assert sum(url.endswith("worker.js") for url in visit.requests) == 1, "it was started twice"


def test_what_is_broken_is_replaced_by_the_untouched_files(visit: Visit, site: Path) -> None:
    runtime = json.loads((site / "assets" / "runtime" / "runtime.json").read_text(encoding="utf-8"))
    visit.expected += ["404", "standard library", "Failed to load", "request failed", "wasm"]
    for part in ("stdlib", "wasm"):
        visit.page.route(f"**/{runtime[part]['path']}", lambda route: route.fulfill(status=404))
    visit.open()
    for part in ("stdlib_full", "wasm_full"):
        assert any(url.endswith(runtime[part]["path"]) for url in visit.requests)
    visit.answer("yes")


@pytest.mark.parametrize("how", ["close", pytest.param("hang", marks=pytest.mark.full("a worker that hangs"))])
def test_a_worker_that_dies_loses_no_answer(visit: Visit, how: str) -> None:
    visit.open()
    visit.answer("yes")
    visit.answer("none")
    visit.page.locator("data-stack-wizard").evaluate("(wizard) => wizard.setAttribute('answer-limit', '4')")
    (worker,) = visit.python_workers
    if how == "close":
        worker.evaluate("self.close()")
    else:
        worker.evaluate("setTimeout(() => { for (;;) {} })")
    visit.choose("python")
    visit.page.click("button[value=continue]")
    visit.page.wait_for_selector("form[data-at=framework]", timeout=30_000)
    visit.wait_until("ready")
    visit.page.wait_for_timeout(100)
    assert len([one for one in visit.python_workers if one is not worker]) == 1
    visit.answer("fastapi")
    assert "language=python&framework=fastapi" in visit.fragment


@pytest.mark.python("cpython")
def test_an_exception_in_python_keeps_the_screen_and_can_be_tried_again(visit: Visit) -> None:
    visit.expected.append("data-stack-wizard:")
    visit.open()
    visit.answer("yes")
    visit.answer("none")
    form = visit.page.locator("[data-screen] form")
    form.evaluate("(form) => { form.dataset.at = 'no-such-question' }")
    visit.choose("python")
    visit.page.click("button[value=continue]")
    again = visit.page.get_by_role("button", name="Try again")
    expect(again).to_be_visible()
    assert visit.page.locator("input[value=python]").is_checked()
    again.click()
    expect(again).to_be_visible()
    form.evaluate("(form) => { form.dataset.at = 'language' }")
    visit.press("continue")
    assert visit.at == "framework"
    expect(again).to_be_hidden()


def test_other_pages_fetch_nothing_of_python(visit: Visit) -> None:
    visit.page.goto(visit.url, wait_until="networkidle")
    assert not [url for url in visit.requests if "/assets/runtime/" in url or url.endswith("worker.js")]


def test_a_damaged_file_ends_in_an_explanation(visit: Visit) -> None:
    """Damaged at every attempt; what has the right length is caught by its digest."""
    visit.expected += ["wasm", "WebAssembly"]

    def damage(route: Route) -> None:
        response = route.fetch()
        body = response.body()
        route.fulfill(response=response, body=body[:-1] + bytes([body[-1] ^ 1]))

    visit.page.route("**/app-*.bin", damage)
    visit.open(ready=False)
    visit.wait_until("failed")
    expect(visit.page.locator("[data-failure]")).to_contain_text("damaged")


def test_the_page_asks_for_no_more_than_it_may(visit: Visit, site: Path) -> None:
    """Budgets of the first visit to the wizard: how many requests, and how many bytes of HTML."""
    visit.open()
    assert len(visit.requests) < 45
    assert (site / "wizard" / "index.html").stat().st_size < 60_000


@pytest.mark.parametrize(("rehearse", "most"), [("no", 100), ("yes", 60_000)])
def test_a_page_can_do_without_a_rehearsal(visit: Visit, rehearse: str, most: int) -> None:
    """Rehearsed interviews are hundreds of pieces of work, each in a task of its own."""
    give(visit, rehearse=rehearse)
    visit.open()
    (worker,) = visit.python_workers
    took = worker.evaluate(
        """async () => {
          const begun = performance.now();
          while (!performance.getEntriesByName("settled").length) await new Promise((later) => setTimeout(later, 5));
          return performance.now() - begun;
        }"""
    )
    assert took < most
    assert (took > 100) == (rehearse == "yes")


@pytest.mark.parametrize(
    ("keep_after", "kept"), [("50", True), pytest.param("60000", False, marks=pytest.mark.full("a visit that waits"))]
)
def test_a_page_can_say_when_the_next_visit_is_prepared(visit: Visit, keep_after: str, kept: bool) -> None:
    give(visit, keep_after=keep_after)
    visit.open()
    visit.page.wait_for_timeout(2500)
    assert visit.page.evaluate("async () => Boolean(await navigator.serviceWorker.getRegistration())") == kept
