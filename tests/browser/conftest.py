"""What the browser's tests share: one built site, one Chromium, and a `visit` that watches everything it does.

Every visit is checked when it ends: no request left the site, none carried a query, and the console stayed quiet.

`@pytest.mark.python("cpython")`, "pyodide" or "as shipped" says which Python answers the page (see python.py): the mark
of the test, or else of its file, or else Pyodide.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Worker, expect, sync_playwright

from tests import proofs
from tests.browser import independent
from tests.browser.python import HANDLERS, Python, serving
from wizard.build.tools.browser import launch_options

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from playwright.sync_api import FilePayload

HERE: Final = Path(__file__).parent
ROOT: Final = HERE.parents[1]

#: The parts of a test that have passed.
PASSED = pytest.StashKey[set[str]]()

#: Long enough for Python to start on a busy machine.
PATIENCE_MS: Final = 30_000

#: Pages share a process, which keeps what it has compiled: a quarter of the work of loading a page.
ONE_PROCESS: Final = ["--renderer-process-limit=1", "--disable-site-isolation-trials"]

#: What an expectation waits for at most: whoever waits longer is on a machine that has much else to do.
expect.set_options(timeout=15_000)


def payload(name: str, text: str) -> FilePayload:
    """A file, as an input takes it."""
    return {"name": name, "mimeType": "text/plain", "buffer": text.encode()}


@dataclass(kw_only=True)
class Visit:
    """A person in front of the site, with the few moves that they have."""

    page: Page
    url: str
    """Address of the site, with a slash at its end."""
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    """Words that a complaint may hold without failing the test: for tests that break things on purpose."""

    def open(self, fragment: str = "", *, ready: bool = True) -> None:
        """Load the wizard's page, with or without waiting for Python."""
        self.page.goto(f"{self.url}wizard/" + (f"#{fragment}" if fragment else ""))
        if ready:
            self.wait_until("ready")

    def give(self, **attributes: str) -> None:
        """Set attributes of the wizard's element, on each page that is loaded, before its script sees it."""
        self.page.context.add_init_script(
            f"""new MutationObserver(() => {{
              const wizard = document.querySelector("data-stack-wizard");
              for (const [name, value] of Object.entries({json.dumps(attributes)})) wizard?.setAttribute(name, value);
            }}).observe(document, {{ childList: true, subtree: true }})"""
        )

    def wait_until(self, state: str) -> None:
        """Wait for `data-state`."""
        self.page.wait_for_selector(f"data-stack-wizard[data-state={state}]", timeout=PATIENCE_MS)

    def wait_for(self, expression: str) -> None:
        """Wait until an expression of the page is true. Playwright's own way evaluates a text in the page, which the
        site's policy refuses."""
        end = time.monotonic() + PATIENCE_MS / 1000
        while not self.page.evaluate(expression):
            assert time.monotonic() < end, f"not true in {PATIENCE_MS} ms: {expression}"
            self.page.wait_for_timeout(50)

    @property
    def at(self) -> str:
        """Key of the question that is shown, or `review` or `document`."""
        return self.page.locator("[data-screen] form").get_attribute("data-at") or ""

    @property
    def heading(self) -> str:
        return self.page.locator("[data-screen] h1").inner_text()

    @property
    def fragment(self) -> str:
        return urlsplit(self.page.url).fragment

    def choose(self, *values: str) -> None:
        """Mark answers on the question that is shown."""
        if self.page.locator("select.dsw-select").count():
            self.page.select_option("select.dsw-select", values[0])
        else:
            for value in values:
                self.page.locator(f".dsw-option input[value='{value}']").check()

    def press(self, event: str) -> None:
        """Press a button and wait for the screen that follows."""
        self.page.evaluate("document.querySelector('[data-screen] form').dataset.old = 'yes'")
        self.page.locator(f"[data-screen] button[name=event][value='{event}']").first.click()
        self.wait_for_next_screen()

    def wait_for_next_screen(self) -> None:
        """Wait until the form that `press` marked is gone."""
        expect(self.page.locator("[data-screen] form")).not_to_have_attribute("data-old", "yes")
        self.page.evaluate("new Promise((drawn) => requestAnimationFrame(() => drawn()))")  # the focus comes with it

    def answer(self, *values: str) -> None:
        """Choose and continue."""
        self.choose(*values)
        self.press("continue")

    def answer_all(self, answers: dict[str, str | list[str]]) -> list[str]:
        """Answer what is asked, up to the summary; what `answers` leaves out is not sure. Gives the questions seen."""
        seen: list[str] = []
        while (at := self.at) != "review":
            assert len(seen) < 30, f"the interview does not end: {seen}"
            seen.append(at)
            values = answers.get(at) or self.way_out
            self.answer(*([values] if isinstance(values, str) else values))
        return seen

    @property
    def way_out(self) -> str:
        """The value on the question that is shown which commits to least."""
        offered = self.page.locator("[data-screen] :is(option, input)").evaluate_all("all => all.map(one => one.value)")
        return next(value for value in ("unsure", "none", "any", "other") if value in offered)

    def keep_caches(self) -> list[str]:
        """Make a cache as this site and another copy of it on the same origin keep it; gives the other's names."""
        ours, other = (f"data-stack {root} 1" for root in (self.url, f"{self.url}other/"))
        self.page.evaluate("names => Promise.all(names.map((name) => caches.open(name)))", [ours, other])
        return [other]

    @property
    def caches(self) -> list[str]:
        """Names of what the browser keeps for pages of this origin."""
        return sorted(self.page.evaluate("caches.keys()"))

    @property
    def python_workers(self) -> list[Worker]:
        """The workers that run Python: Material has one of its own for the search."""
        ours = re.compile(r"/assets/wizard-[0-9a-z-]+/worker\.js$")
        return [worker for worker in self.page.workers if ours.search(worker.url)]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent == HERE and not proofs.proves_again(config):
            found = independent.digest_of(item.path, quick=config.getoption("quick"))
            if found and proofs.is_kept(found, proofs.name_of(item)):
                item.add_marker(pytest.mark.skip(reason=f"{proofs.PROVED}{found}"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What has passed to its end is kept: a visit is checked when it is over."""
    report = yield
    passed = item.stash.setdefault(PASSED, set())
    passed |= {report.when} if report.passed else set()
    if passed == {"setup", "call", "teardown"}:
        found = independent.digest_of(item.path, quick=item.config.getoption("quick"))
        if found:
            proofs.keep(found, proofs.name_of(item))
    return report


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site: the one that DATA_STACK_SITE names, or one built now."""
    if built := os.environ.get("DATA_STACK_SITE"):
        return (ROOT / built).resolve()
    folder = tmp_path_factory.mktemp("built")
    command = [sys.executable, "-m", "wizard.build", "--site", str(folder / "site"), "--staged", str(folder / "staged")]
    subprocess.run(command, cwd=ROOT, check=True)
    return folder / "site"


@pytest.fixture(scope="session")
def sites(site: Path) -> Iterator[dict[Python, str]]:
    """Addresses of the site, by the Python that answers the page."""
    with ExitStack() as stack:
        yield {python: stack.enter_context(serving(site, python)) for python in HANDLERS}


@pytest.fixture(scope="session")
def site_url(sites: dict[Python, str]) -> str:
    """The site as it is shipped, served at the root."""
    return sites["as shipped"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        options = launch_options()
        browser = playwright.chromium.launch(**options | {"args": options["args"] + ONE_PROCESS})
        yield browser
        browser.close()


@pytest.fixture
def new_visit(
    browser: Browser, sites: dict[Python, str], request: pytest.FixtureRequest
) -> Iterator[Callable[..., Visit]]:
    """Makes visits, each in a browser profile of its own; options as for Playwright's `new_context`."""
    mark = request.node.get_closest_marker("python")
    site_url = sites[mark.args[0] if mark else "pyodide"]
    visits: list[Visit] = []
    contexts: list[BrowserContext] = []

    def make(*, url: str = site_url, **options: Any) -> Visit:
        context = browser.new_context(**({"viewport": {"width": 1280, "height": 900}} | options))
        contexts.append(context)
        page = context.new_page()
        visit = Visit(page=page, url=url)
        visits.append(visit)

        def note(message: ConsoleMessage) -> None:
            if message.type in ("error", "warning"):
                visit.complaints.append(f"{message.type}: {message.text}")

        context.on("request", lambda request: visit.requests.append(request.url))
        context.on("console", note)
        context.on("weberror", lambda error: visit.complaints.append(f"uncaught: {error.error}"))
        return visit

    yield make
    for visit, context in zip(visits, contexts, strict=True):
        visit.page.unroute_all(behavior="ignoreErrors")
        context.close()
    for visit in visits:
        _check(visit)


@pytest.fixture
def visit(new_visit: Callable[..., Visit]) -> Visit:
    return new_visit()


def _check(visit: Visit) -> None:
    strangers = [url for url in visit.requests if not url.startswith((visit.url, "blob:", "data:"))]
    assert not strangers, "requests that left the site"
    assert not [url for url in visit.requests if urlsplit(url).query], "requests with a query"
    complaints = [text for text in visit.complaints if not any(word in text for word in visit.expected)]
    assert not complaints, "complaints in the console"
