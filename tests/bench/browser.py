"""How long the site takes in Chromium, beside a page that starts Pyodide as its documentation says."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any, Final

from playwright.sync_api import sync_playwright

from tests.bench.interviews import INTERVIEWS, WAYS_OUT
from tests.bench.table import Samples
from wizard.site.browser import launch_options
from wizard.site.runtime import PYODIDE
from wizard.site.serve import Handler, Server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

HERE: Final = Path(__file__).parent

#: What `loadPyodide()` fetches.
STOCK: Final = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")

PATIENCE_MS: Final = 120_000


@dataclass(kw_only=True)
class Measured:
    """What the runs gave, sample by sample."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: {"wizard": [], "stock": []})
    """From navigation until Python is ready."""
    megabytes: dict[str, list[float]] = field(default_factory=lambda: {"wizard": [], "runtime": [], "stock": []})
    """Sent by the server until then, headers included; `runtime` is the wizard's without the page around it."""
    waits: Samples = field(default_factory=Samples)
    """Milliseconds from a press until the next heading, by screen."""


class Counting(Handler):
    """Answers as `make serve` does, and counts the bytes that it sends for each path."""

    server: CountingServer

    def setup(self) -> None:
        super().setup()
        write = self.wfile.write

        def counted(content: Any) -> int:
            with self.server.lock:
                self.server.sent[self.path] += len(content)
            return write(content)

        self.wfile.write = counted  # type: ignore[method-assign]


class CountingServer(Server):
    """Counts what is sent, by path."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.RequestHandlerClass = Counting
        self.sent: Counter[str] = Counter()
        self.lock = Lock()


@contextmanager
def counting(folder: Path) -> Iterator[CountingServer]:
    """Serve `folder` while the context lasts."""
    with CountingServer(folder) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()


def measure(runs: int, site: Path, say: Callable[[str], None]) -> Measured:
    """Start the wizard and stock Pyodide in turn, each in a new profile; walk an interview, another one in each run."""
    measured = Measured()
    interviews = list(INTERVIEWS.items())
    with (
        tempfile.TemporaryDirectory() as name,
        counting(site) as wizard,
        counting(_stock(Path(name))) as stock,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(**launch_options())
        say("browser: a visit to each page that does not count")
        _visit_stock(browser, stock, Measured())
        _visit_wizard(browser, wizard, Measured(), {})
        for run in range(runs):
            title, answers = interviews[run % len(interviews)]
            say(f"browser, run {run + 1} of {runs}: {title}")
            # The one that goes first may find the machine in another state: they take turns at that too.
            if run % 2:
                _visit_stock(browser, stock, measured)
            _visit_wizard(browser, wizard, measured, dict(answers))
            if not run % 2:
                _visit_stock(browser, stock, measured)
        browser.close()
    return measured


def _stock(folder: Path) -> Path:
    for name in STOCK:
        shutil.copyfile(PYODIDE / name, folder / name)
    shutil.copyfile(HERE / "stock.html", folder / "index.html")
    return folder


def _visit_stock(browser: Browser, server: CountingServer, measured: Measured) -> None:
    context = browser.new_context()
    page = context.new_page()
    server.sent.clear()
    page.goto(server.url)
    page.wait_for_selector("body[data-state=ready]", state="attached", timeout=PATIENCE_MS)
    measured.megabytes["stock"].append(server.sent.total() / 1e6)
    measured.seconds["stock"].append(page.evaluate("performance.getEntriesByName('ready')[0].startTime") / 1000)
    context.close()


def _visit_wizard(browser: Browser, server: CountingServer, measured: Measured, answers: dict[str, Any]) -> None:
    context = browser.new_context()
    page = context.new_page()
    server.sent.clear()
    page.goto(f"{server.url}wizard/")
    page.wait_for_selector("data-stack-wizard[data-state=ready]", state="attached", timeout=PATIENCE_MS)
    sent = server.sent.copy()
    runtime = sum(size for path, size in sent.items() if path.startswith("/assets/runtime/"))
    measured.megabytes["wizard"].append(sent.total() / 1e6)
    measured.megabytes["runtime"].append(runtime / 1e6)
    mark = "performance.getEntriesByName('data-stack-wizard-ready')[0].startTime"
    measured.seconds["wizard"].append(page.evaluate(mark) / 1000)
    for wait in page.evaluate((HERE / "walk.js").read_text(), {"answers": answers, "waysOut": list(WAYS_OUT)}):
        measured.waits.add(wait["screen"], wait["ms"])
    context.close()
