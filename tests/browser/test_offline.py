"""The next visit: with what the first one left, with no network, and after a new build.

What a service worker keeps does not depend on who answers the page. So where a test is about that, this process
answers, and no Pyodide has to start.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Final, override

import pytest
from playwright.sync_api import Error, Route, expect

from tests.browser.conftest import payload
from tests.browser.python import WORKER, InProcess
from wizard.build.tools import serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.browser.conftest import Visit

pytestmark = pytest.mark.full("visits without a network and after an update")

#: Whether everything that the next visit can need is kept.
KEPT: Final = Path(__file__).parents[1].joinpath("bench", "kept.js").read_text(encoding="utf-8")

#: Names of what service workers have kept, the oldest first.
CACHES: Final = "async () => (await caches.keys()).filter((name) => name.startsWith('data-stack '))"

PATIENCE_MS: Final = 60_000


class Answering(InProcess):
    """Serves the site as it is built, its service worker included, and is its Python."""

    @override
    def do_GET(self) -> None:
        serve.Handler.do_GET(self)


@pytest.fixture
def served(site: Path, tmp_path: Path) -> Path:
    """A copy of the site that a test may change, whose worker asks this process. Its service worker knows of that."""
    copy = Path(shutil.copytree(site, tmp_path / "site"))
    (worker,) = copy.glob("assets/wizard-*/worker.js")
    before, after = (hashlib.sha256(content).hexdigest() for content in (worker.read_bytes(), WORKER))
    worker.write_bytes(WORKER)
    keeper = copy / "service-worker.js"
    keeper.write_text(keeper.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    return copy


@contextmanager
def answering(folder: Path, prefix: str = "/") -> Iterator[str]:
    """Serve such a copy."""
    with serve.Server(folder, prefix=prefix) as server:
        server.RequestHandlerClass = Answering
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield server.url
        finally:
            server.shutdown()


def visited(visit: Visit) -> Visit:
    """A first visit, after which everything is kept, at once."""
    visit.give(**{"rehearse": "no", "keep-after": "0"})
    visit.open()
    until = time.monotonic() + PATIENCE_MS / 1000
    while not visit.page.evaluate(KEPT):
        assert time.monotonic() < until, "nothing was kept"
        visit.page.wait_for_timeout(200)
    return visit


#: A document, and a project that differs from it: what holds them against each other is an archive of its own.
DIFFERS: Final = [
    payload("data-stack.md", "# Our data\n\n## Database\n\nPostgreSQL on Neon, with SQLAlchemy.\n"),
    payload("requirements.txt", "sqlalchemy\npymongo\n"),
]


@pytest.mark.python("as shipped")
def test_all_of_the_site_works_without_a_network_after_the_first_visit(visit: Visit, site: Path) -> None:
    """And what is kept of it holds no answers."""
    visited(visit)
    visit.answer("yes")
    visit.expected += ["ERR_INTERNET_DISCONNECTED", "Failed to fetch", "Network error"]
    visit.page.context.set_offline(True)
    visit.page.reload()
    visit.wait_until("ready")
    assert visit.at == "existing_database"
    visit.page.set_input_files("[data-files]", DIFFERS)
    expect(visit.page.get_by_role("heading", name="What no longer agrees")).to_be_visible(timeout=PATIENCE_MS)
    visit.press("back")
    visit.answer("none")
    assert "existing_database=none" in visit.fragment
    kept = visit.page.evaluate(
        """async () => {
          const all = [];
          for (const name of await caches.keys()) all.push(...(await (await caches.open(name)).keys()));
          return all.map(({ url }) => url);
        }"""
    )
    assert f"{visit.url}wizard/" in kept
    assert not [url for url in kept if "#" in url or "?" in url]
    pages = [file.parent.relative_to(site).as_posix() for file in site.glob("*/**/index.html")]
    assert len(pages) > 100
    found = visit.page.evaluate(
        "(pages) => Promise.all(pages.map(async (page) => (await fetch(page)).ok))",
        [f"{visit.url}{page}/" for page in pages if not page.startswith("gallery")],
    )
    assert all(found)
    visit.page.goto(f"{visit.url}guide/compare/")
    expect(visit.page.locator("[data-versus] select").first).to_be_visible()  # its script has come too
    visit.page.goto(f"{visit.url}guide/database/")
    visit.page.get_by_role("link", name="PostgreSQL").first.click()
    expect(visit.page.locator("h1")).to_contain_text("PostgreSQL")


def test_an_update_is_picked_up_at_the_next_visit(new_visit: Callable[..., Visit], served: Path) -> None:
    with answering(served, "/below/") as url:
        visit = visited(new_visit(url=url))
        build(served, "another-0123456789abcdef")
        visit.page.goto(f"{url}guide/database/")
        visit.open()
        assert any("another-0123456789abcdef" in one for one in visit.requests)
        fetched = {one for one in visit.requests if "0123456789abcdef" in one}
        assert all(one.endswith(".js") for one in fetched)
        visit.answer("yes")
        # What the earlier build has kept goes when this one has all of the site.
        until = time.monotonic() + PATIENCE_MS / 1000
        while len(visit.page.evaluate(CACHES)) > 1:
            assert time.monotonic() < until, "what an earlier build has kept is still there"
            visit.page.wait_for_timeout(200)
        assert visit.page.evaluate(KEPT)


def build(site: Path, name: str, number: str = "fedcba9876543210") -> None:
    """Make a built site another build: its scripts lie in another folder, and its pages and service worker say so."""
    (old,) = (site / "assets").glob("wizard-*")
    old.rename(old.with_name(f"wizard-{name}"))
    for file in (*site.rglob("*.html"), site / "service-worker.js"):
        text = file.read_text(encoding="utf-8")
        text = text.replace(old.name, f"wizard-{name}")
        file.write_text(re.sub(r'BUILD = "[0-9a-f]+"', f'BUILD = "{number}"', text), encoding="utf-8")


def test_a_wrong_file_is_kept_by_no_service_worker(new_visit: Callable[..., Visit], served: Path) -> None:
    """A sign-in page, say, or another script, under an address whose content can only be one thing."""
    with answering(served) as url:
        visit = visited(new_visit(url=url))
        visit.expected += ["MIME type", "not kept for offline use", "Failed to load", "uncaught", "ERR_"]
        build(served, "another-0123456789abcdef")
        script = served / "assets" / "wizard-another-0123456789abcdef" / "data-stack-wizard.js"
        right = script.read_bytes()
        script.write_bytes(b"// Sign in first.")
        visit.page.goto(f"{url}wizard/")
        expect(visit.page.locator("[data-unloaded]")).to_be_visible()
        script.write_bytes(right)
        visit.page.reload()
        visit.page.wait_for_timeout(3000)  # what the browser's own cache has kept is as wrong: the page fetches it anew
        visit.page.reload()
        visit.wait_until("ready")
        visit.answer("yes")


def test_a_page_that_is_none_of_ours_is_not_kept(new_visit: Callable[..., Visit], served: Path) -> None:
    """Such as one that asks to sign in, or one of a build whose scripts are not kept yet."""
    with answering(served) as url:
        visit = visited(new_visit(url=url))
        foreign = "<link rel=icon href='data:,'><h1>Sign in</h1>"
        (served / "guide" / "database" / "index.html").write_text(foreign, encoding="utf-8")
        visit.page.goto(f"{url}guide/database/")
        expect(visit.page.locator("h1")).to_have_text("Sign in")
        visit.expected += ["ERR_INTERNET_DISCONNECTED", "Failed to fetch", "Network error"]
        visit.page.context.set_offline(True)
        visit.page.goto(f"{url}guide/database/")
        expect(visit.page.locator("h1")).not_to_have_text("Sign in")


def test_a_wrong_file_is_not_kept_under_an_address_with_a_query(new_visit: Callable[..., Visit], served: Path) -> None:
    """It would run on every page later: what is kept is looked up without the query."""
    script = next((served / "assets" / "javascripts").glob("bundle.*.min.js"))
    unknown = script.with_name("unknown.01234567.min.js")
    with answering(served) as url:
        visit = visited(new_visit(url=url))
        for file in (script, unknown):
            file.write_bytes(b"document.title = 'Taken over';")
            kept = visit.page.evaluate(
                """async (address) => {
                  await (await fetch(address + "?x=1")).text();
                  await new Promise((done) => setTimeout(done, 500));
                  return (await (await caches.match(address))?.text()) ?? "";
                }""",
                f"{url}assets/javascripts/{file.name}",
            )
            assert "Taken over" not in kept
        visit.requests.clear()  # the site itself asks for nothing with a query


def test_a_page_that_stays_open_says_that_an_update_is_ready(new_visit: Callable[..., Visit], served: Path) -> None:
    with answering(served) as url:
        visit = visited(new_visit(url=url))
        build(served, "another-0123456789abcdef")
        visit.page.evaluate("navigator.serviceWorker.ready.then((registration) => registration.update())")
        notice = visit.page.get_by_text("An update of this page is ready.")
        expect(notice).to_be_visible(timeout=PATIENCE_MS)
        build(served, "one-more-0123456789abcdef", "0123456789abcdef")
        visit.page.evaluate(UPDATE)
        visit.page.wait_for_timeout(500)
        expect(notice).to_have_count(1)
        visit.page.get_by_role("button", name="Reload").click()
        visit.wait_until("ready")
        expect(notice).to_be_hidden()


def test_an_update_that_takes_over_offline_loses_no_page(new_visit: Callable[..., Visit], served: Path) -> None:
    """It cannot fetch anew what was visited before: that stays as it was until there is a network."""
    with answering(served) as url:
        visit = visited(new_visit(url=url))
        visit.page.goto(f"{url}guide/database/")
        build(served, "another-0123456789abcdef")
        visit.page.evaluate(UPDATE)
        visit.expected += ["ERR_INTERNET_DISCONNECTED", "Failed to fetch", "Network error"]
        visit.page.context.set_offline(True)
        visit.page.goto("about:blank")  # the old worker has no page left, so the new one takes over
        visit.page.wait_for_timeout(2000)
        visit.page.goto(f"{url}guide/database/")
        expect(visit.page.locator("h1")).to_be_visible()
        (new, *old) = reversed(visit.page.evaluate(CACHES))
        assert new.endswith("fedcba9876543210")
        assert len(old) == 1
        registration = "navigator.serviceWorker.getRegistration()"
        assert visit.page.evaluate(f"{registration}.then(({{ active, waiting }}) => [active.state, waiting])") == [
            "activated",
            None,
        ]


#: Fetches the new build's service worker, and waits until that has kept its files.
UPDATE: Final = """async () => {
  const registration = await (await navigator.serviceWorker.ready).update();
  const worker = registration.installing ?? registration.waiting;
  while (worker.state === "installing") await new Promise((done) => setTimeout(done, 50));
}"""


#: A file of each kind: the worker's script, one that it imports, what is compiled while it comes, what is read.
@pytest.mark.python("as shipped")
@pytest.mark.parametrize("at", ["worker.js", "pyodide.asm.js", "pyodide.asm.wasm", "app-*"])
def test_the_network_may_go_at_any_moment_of_the_first_visit(visit: Visit, at: str) -> None:
    visit.expected += ["ERR_", "Failed to", "wasm", "standard library", "WebAssembly", "Network error"]
    gone: list[Route] = []
    loaded = False

    def abort(route: Route) -> None:
        with suppress(Error):  # the worker that asked may have been ended already
            route.abort("internetdisconnected")

    def lost(route: Route) -> None:
        gone.append(route)
        if loaded:
            abort(route)

    visit.page.context.route(f"**/{at}", lost)
    visit.open(ready=False)  # what the page itself needs comes; the line is as good as dead for the rest
    loaded = True
    visit.page.context.set_offline(True)
    for route in gone:
        abort(route)
    visit.wait_until("failed")
    assert gone
    expect(visit.page.locator("[data-failure]")).to_contain_text("offline")
    visit.page.context.unroute(f"**/{at}")
    visit.page.context.set_offline(False)
    if visit.page.get_by_role("button", name="Try again").is_visible():
        visit.page.get_by_role("button", name="Try again").click()
    visit.wait_until("ready")
    visit.answer("yes")
