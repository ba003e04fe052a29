"""What can go wrong beneath the wizard: each ends in an explained state, with a way on and the answers kept.

While Python starts, and when a worker dies: see also test_start.py.
"""

from __future__ import annotations

import json
import time
from contextlib import contextmanager, suppress
from threading import Thread
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import Error, expect

from tests.browser.conftest import payload
from wizard.build.tools import serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Route

    from tests.browser.conftest import Visit

pytestmark = pytest.mark.full("damaged files, stalled servers and crashes, each with several starts of Pyodide")

#: What the browser and Pyodide themselves say of broken files.
NOISE: Final = [
    "wasm",
    "WebAssembly",
    "standard library",
    "Failed to load",
    "request failed",
    "404",
    "integrity",
    "BadZipFile",
    "zip",
    "Failed to fetch",
    "Pyodide",
    "ERR_",
    "data-stack-wizard:",
    "MIME",
]


def damaged(how: str) -> Callable[[Route], None]:
    """Serve a file that is not what it was."""

    def fulfil(route: Route) -> None:
        response = route.fetch()
        body = response.body()
        middle = len(body) // 2
        changed = {
            "truncated": body[:middle],
            "corrupted": body[:middle]
            + bytes(byte ^ 0xFF for byte in body[middle : middle + 4096])
            + body[middle + 4096 :],
            "empty": b"",
            "a sign-in page": b"<!doctype html><title>Sign in to this network</title>",
        }[how]
        headers = {
            name: value
            for name, value in response.headers.items()
            if name not in ("content-length", "content-encoding")
        }
        route.fulfill(status=200, headers=headers, body=changed)

    return fulfil


@pytest.fixture
def runtime(site: Path) -> dict[str, str]:
    """Path of each file that runtime.json names, by what it is; of WebAssembly both, or the second attempt would do."""
    described = json.loads((site / "assets" / "runtime" / "runtime.json").read_text(encoding="utf-8"))
    return {part: described[part]["path"] for part in ("app", "stdlib", "loader", "glue")} | {"wasm": "*.wasm"}


def patient_for(visit: Visit, seconds: int) -> None:
    """Let a start without a sign of life fail sooner than people have to wait for it."""
    visit.page.add_init_script(
        f"""new MutationObserver(() => {{
              document.querySelector("data-stack-wizard")?.setAttribute("start-limit", "{seconds}");
            }}).observe(document, {{ childList: true, subtree: true }})"""
    )


def explained(visit: Visit) -> None:
    """It says what is wrong, and offers to try again, the guide, and a report without answers."""
    visit.wait_until("failed")
    failure = visit.page.locator("[data-failure]")
    expect(failure.locator("h1")).to_have_text("The wizard could not start")
    expect(failure.locator("[data-reason]")).not_to_be_empty()
    expect(failure.get_by_role("button", name="Try again")).to_be_visible()
    expect(failure.get_by_role("link", name="Choosing a database")).to_be_visible()
    expect(failure.locator("[data-report]")).to_contain_text("Step: start: ")
    expect(failure.locator("[data-report]")).not_to_contain_text("persistence")


#: Each file and each kind of damage. A file is code or data to the browser, and is checked the same way in the end.
DAMAGE: Final = [
    ("wasm", "truncated"),
    ("wasm", "a sign-in page"),
    ("app", "corrupted"),
    ("app", "empty"),
    ("loader", "a sign-in page"),
    ("loader", "corrupted"),
    ("glue", "truncated"),
]


@pytest.mark.parametrize("how", ["corrupted", "a sign-in page"])
def test_a_reader_that_is_damaged_is_told_and_comes_when_it_is_asked_for_again(visit: Visit, how: str) -> None:
    visit.expected += NOISE
    visit.open()
    visit.page.route("**/reader-*.bin", damaged(how))
    files = [
        payload("data-stack.md", "# Our data\n\n## Database\n\nPostgreSQL on Neon, with SQLAlchemy.\n"),
        payload("requirements.txt", "sqlalchemy\npymongo\n"),
    ]
    visit.page.set_input_files("[data-files]", files)
    problem = visit.page.locator("[data-problem]")
    expect(problem).to_contain_text("A file of the wizard", timeout=60_000)
    expect(problem).to_contain_text("What you had answered before is kept.")
    visit.page.unroute_all()
    problem.get_by_role("button", name="Try again").click()
    expect(visit.page.get_by_role("heading", name="What no longer agrees")).to_be_visible(timeout=60_000)
    expect(problem).to_be_empty()


@pytest.mark.parametrize(("part", "how"), DAMAGE)
def test_a_damaged_file(visit: Visit, runtime: dict[str, str], part: str, how: str) -> None:
    visit.expected += [*NOISE, "SyntaxError", "Unexpected", "Invalid"]
    patient_for(visit, 10)
    visit.page.goto(f"{visit.url}404.html")
    others = visit.keep_caches()
    visit.page.route(f"**/{runtime[part]}", damaged(how))
    visit.open("persistence=yes&language=go", ready=False)
    explained(visit)
    assert visit.caches == others
    visit.page.unroute_all(behavior="ignoreErrors")  # some may be under way
    visit.page.get_by_role("button", name="Try again").click()
    visit.wait_until("ready")
    assert "language=go" in visit.fragment, "the answers were lost"


@contextmanager
def stalling(site: Path, suffix: str) -> Iterator[str]:
    """The site from a server that sends half of each file of a kind and then nothing."""

    class Stalling(serve.Handler):
        def do_GET(self) -> None:  # noqa: N802, the name that http.server calls
            if not self.path.endswith(suffix):
                super().do_GET()
                return
            content = (site / self.path.removeprefix("/")).read_bytes()
            self.send_response(200)
            self.send_header("Content-Type", "application/wasm")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content[: len(content) // 2])
            self.wfile.flush()
            time.sleep(120)

    with serve.Server(site) as server:
        server.RequestHandlerClass = Stalling
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.url
        server.shutdown()


def test_a_server_that_stalls_in_the_middle_of_a_file(new_visit: Callable[..., Visit], site: Path) -> None:
    with stalling(site, ".wasm") as url:
        visit = new_visit(url=url)
        visit.expected += NOISE
        patient_for(visit, 2)
        visit.open("persistence=yes&language=go", ready=False)
        explained(visit)
        expect(visit.page.locator("[data-reason]")).to_contain_text("in time")


def before_the_worker(script: str) -> Callable[[Route], None]:
    """Run a script in the worker before its own."""

    def fulfil(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=f"{script}\n{response.text()}")

    return fulfil


def test_no_memory_for_python(visit: Visit) -> None:
    visit.expected += [*NOISE, "memory"]
    no_memory = "WebAssembly.Memory = function () { throw new RangeError('could not allocate memory'); };"
    visit.page.route("**/worker.js", before_the_worker(no_memory))
    visit.open("persistence=yes", ready=False)
    explained(visit)


@pytest.mark.parametrize("how", ["throw new RangeError('out of memory')", "self.close()"])
def test_a_worker_that_falls_over_between_answers(visit: Visit, how: str) -> None:
    visit.expected += ["out of memory"]
    visit.open()
    visit.answer("yes")
    at = visit.at
    visit.page.locator("data-stack-wizard").evaluate("(wizard) => wizard.setAttribute('answer-limit', '4')")
    visit.python_workers[0].evaluate(f"setTimeout(() => {{ {how} }})")
    visit.choose(visit.way_out)
    visit.page.click("[data-screen] button[value=continue]")
    visit.page.wait_for_selector(f"form:not([data-at={at}])", timeout=60_000)
    visit.wait_until("ready")
    assert "persistence=yes" in visit.fragment


def test_a_tab_that_crashes(new_visit: Callable[..., Visit]) -> None:
    visit = new_visit()
    visit.open()
    visit.answer("yes")
    at, context = visit.at, visit.page.context
    with visit.page.expect_event("crash"), suppress(Error):
        visit.page.goto("chrome://crash")
    visit.page = context.new_page()
    visit.open()
    assert visit.at == at
    assert "persistence=yes" in visit.fragment


def test_an_error_of_ours_offers_a_report_without_answers(new_visit: Callable[..., Visit]) -> None:
    visit = new_visit(permissions=["clipboard-read", "clipboard-write"])
    visit.expected.append("data-stack-wizard:")
    visit.open("language=python&framework=fastapi&at=scale")
    visit.page.locator("[data-screen] form").evaluate("(form) => { form.dataset.at = 'no-such-question' }")
    visit.page.click("[data-screen] button[value=continue]")
    problem = visit.page.locator("[data-problem]")
    problem.get_by_text("A report about this error").click()
    report = problem.locator("[data-report]")
    for words in (
        "Step: continue at no-such-question",
        "wizard/door/api.py",
        "RequestError",
        "Pyodide: 0.",
        "Python: 3.13",
        "app-",
    ):
        expect(report).to_contain_text(words)
    assert "fastapi" not in report.inner_text()
    assert "no such screen" not in report.inner_text(), "an error's text may quote an answer"
    problem.get_by_label("Add my answers").check()
    expect(report).to_contain_text("framework=fastapi")
    problem.get_by_role("button", name="Copy the report").click()
    expect(problem.get_by_role("button", name="Copied")).to_be_visible()
    assert visit.page.evaluate("navigator.clipboard.readText()") == report.inner_text()
