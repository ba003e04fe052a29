"""The next visit: with what the first one left, with no network, and after a new build."""

from __future__ import annotations

import re
import shutil
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import Error, Route, expect

from wizard.build.tools.serve import serving

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import FilePayload

    from tests.browser.conftest import Visit

pytestmark = pytest.mark.python("as shipped")

#: Whether everything that the next visit can need is kept.
KEPT: Final = Path(__file__).parents[1].joinpath("bench", "kept.js").read_text(encoding="utf-8")

#: Names of what service workers have kept, the oldest first.
CACHES: Final = "async () => (await caches.keys()).filter((name) => name.startsWith('data-stack '))"

PATIENCE_MS: Final = 60_000


@pytest.fixture
def served(site: Path, tmp_path: Path) -> Path:
    """A copy of the site that a test may change."""
    return Path(shutil.copytree(site, tmp_path / "site"))


#: What the element is when it says nothing of these.
AS_SHIPPED: Final = {"rehearse": "yes", "keep-after": "3000"}


def visited(visit: Visit, **attributes: str) -> Visit:
    """A first visit, after which everything is kept: at once, unless `attributes` of the element say otherwise."""
    visit.give(**({"rehearse": "no", "keep-after": "0"} | attributes))
    visit.open()
    until = time.monotonic() + PATIENCE_MS / 1000
    while not visit.page.evaluate(KEPT):
        assert time.monotonic() < until, "nothing was kept"
        visit.page.wait_for_timeout(200)
    return visit


def test_the_network_may_go_after_the_first_visit(new_visit: Callable[..., Visit]) -> None:
    visit = visited(new_visit(), **AS_SHIPPED)
    visit.page.goto(f"{visit.url}guide/database/")
    expect(visit.page.locator("h1")).to_be_visible()
    visit.expected += ["ERR_INTERNET_DISCONNECTED", "Failed to fetch"]
    visit.page.context.set_offline(True)
    visit.open("persistence=yes")
    visit.press("continue") if visit.at == "persistence" else None
    assert visit.at != "persistence"
    visit.page.goto(f"{visit.url}guide/database/")
    expect(visit.page.locator("h1")).to_be_visible()
    visit.page.goto(visit.url)
    expect(visit.page.locator("h1")).to_be_visible()


def test_the_rest_of_the_site_can_be_read_offline_too(new_visit: Callable[..., Visit], site: Path) -> None:
    visit = visited(new_visit())
    visit.expected += ["ERR_INTERNET_DISCONNECTED", "Failed to fetch", "Network error"]
    visit.page.context.set_offline(True)
    pages = [file.parent.relative_to(site).as_posix() for file in site.glob("*/**/index.html")]
    assert len(pages) > 100
    kept = visit.page.evaluate(
        "(pages) => Promise.all(pages.map(async (page) => (await fetch(page)).ok))",
        [f"{visit.url}{page}/" for page in pages if not page.startswith("gallery")],
    )
    assert all(kept)
    visit.page.goto(f"{visit.url}guide/compare/")
    expect(visit.page.locator("[data-versus] select").first).to_be_visible()  # its script has come too
    visit.page.goto(f"{visit.url}guide/database/")
    visit.page.get_by_role("link", name="PostgreSQL").first.click()
    expect(visit.page.locator("h1")).to_contain_text("PostgreSQL")


def test_a_return_visit_starts_from_the_memory_that_was_kept(visit: Visit) -> None:
    visited(visit)
    visit.page.reload()
    visit.wait_until("ready")
    (worker,) = visit.python_workers
    assert worker.evaluate("performance.getEntriesByName('from-memory').length") == 1
    visit.answer("yes")


def test_every_kind_of_screen_comes_back_from_the_memory_that_was_kept(visit: Visit) -> None:
    """The memory has what the first question takes; what other screens take besides is brought first."""
    visited(visit)
    visit.answer("yes")
    manifest: FilePayload = {
        "name": "package.json",
        "mimeType": "application/json",
        "buffer": b'{"dependencies": {"pg": "8"}}',
    }
    visit.page.set_input_files("[data-files]", [manifest])
    expect(visit.page.locator("form[data-at=found]")).to_be_visible()
    visit.page.reload()
    visit.wait_until("ready")
    assert visit.at == "found"
    answers = "persistence=yes&existing_database=mongodb&existing_stance=decided&language=go&existing_client=prisma"
    for fragment, at in {
        f"{answers}&at=conflict": "conflict",
        f"{answers}&at=review&review=yes": "review",
        f"{answers}&at=document&review=yes": "document",
        f"{answers}&at=data&pace=guided": "data",
        "persistence=no&at=review&review=yes": "review",
    }.items():
        visit.page.evaluate("sessionStorage.clear(), localStorage.clear()")
        visit.page.goto("about:blank")
        visit.open(fragment)
        assert visit.at == at
        (worker,) = visit.python_workers
        assert worker.evaluate("performance.getEntriesByName('from-memory').length") == 1


@pytest.mark.parametrize("length", [10, 21_000_000])
def test_a_memory_that_is_damaged_is_not_used_twice(visit: Visit, length: int) -> None:
    visited(visit)
    visit.expected += ["snapshot", "memory", "RangeError", "wasm"]
    visit.page.evaluate(
        """async (length) => {
          const name = (await caches.keys()).find((name) => name.startsWith("data-stack-memory"));
          const cache = await caches.open(name);
          const [request] = await cache.keys();
          await cache.put(request, new Response(new Uint8Array(length)));
        }""",
        length,
    )
    visit.requests.clear()
    visit.page.reload()
    visit.wait_until("ready")
    assert not [url for url in visit.requests if "stdlib-full" in url]
    visit.answer("yes")


def test_a_memory_that_can_give_no_answer_is_not_used_twice(visit: Visit) -> None:
    visited(visit)
    changed = visit.page.evaluate(
        """async () => {
          let changed = 0;
          for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const request of await cache.keys()) {
              if (!request.url.endsWith("/worker.js")) continue;
              const kept = await cache.match(request);
              const text = await kept.text();
              const raise = "(() => { throw Object.assign(new Error('x'), { name: 'PythonError' }) })()";
              const broken = text.replaceAll("handle(request)", `(fromMemory ? ${raise} : handle(request))`);
              if (text !== broken) changed += 1;
              await cache.put(request, new Response(broken, { headers: kept.headers }));
            }
          }
          return changed;
        }"""
    )
    assert changed == 1
    visit.page.reload()
    visit.wait_until("ready")
    visit.answer("yes")


def test_an_update_is_picked_up_at_the_next_visit(new_visit: Callable[..., Visit], served: Path) -> None:
    with serving(served, prefix="/below/") as url:
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
    with serving(served) as url:
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
    with serving(served) as url:
        visit = visited(new_visit(url=url))
        foreign = "<link rel=icon href='data:,'><h1>Sign in</h1>"
        (served / "guide" / "database" / "index.html").write_text(foreign, encoding="utf-8")
        visit.page.goto(f"{url}guide/database/")
        expect(visit.page.locator("h1")).to_have_text("Sign in")
        visit.expected += ["ERR_INTERNET_DISCONNECTED", "Failed to fetch", "Network error"]
        visit.page.context.set_offline(True)
        visit.page.goto(f"{url}guide/database/")
        expect(visit.page.locator("h1")).not_to_have_text("Sign in")


def test_what_is_kept_of_the_site_holds_no_answers(visit: Visit) -> None:
    visited(visit)
    visit.answer("yes")
    assert "persistence=yes" in visit.fragment
    visit.page.reload()
    visit.wait_until("ready")
    visit.page.wait_for_timeout(500)
    kept = visit.page.evaluate(
        """async () => {
          const all = [];
          for (const name of await caches.keys()) all.push(...(await (await caches.open(name)).keys()));
          return all.map(({ url }) => url);
        }"""
    )
    assert f"{visit.url}wizard/" in kept
    assert not [url for url in kept if "#" in url or "?" in url]


def test_a_wrong_file_is_not_kept_under_an_address_with_a_query(new_visit: Callable[..., Visit], served: Path) -> None:
    """It would run on every page later: what is kept is looked up without the query."""
    script = next((served / "assets" / "javascripts").glob("bundle.*.min.js"))
    unknown = script.with_name("unknown.01234567.min.js")
    with serving(served) as url:
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
    with serving(served) as url:
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
    with serving(served) as url:
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


@pytest.mark.parametrize("at", ["worker.js", "pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "stdlib-*", "app-*"])
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
