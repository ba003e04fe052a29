"""How long the site takes in Chromium, beside pages that start Pyodide as its documentation says."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections import Counter
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import product
from pathlib import Path
from threading import Lock, Thread
from time import perf_counter, sleep
from typing import TYPE_CHECKING, Any, Final, override

from playwright.sync_api import sync_playwright

from tests.bench.interviews import INTERVIEWS, WAYS_OUT
from tests.bench.table import AT_ONCE, Samples
from tests.other_wasm import with_webassembly
from wizard.build.assets.runtime import PYODIDE
from wizard.build.tools.browser import launch_options
from wizard.build.tools.serve import Handler, Server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from playwright.sync_api import Browser, BrowserContext, Page

HERE: Final = Path(__file__).parent

#: Name -> bits per second, and seconds to the server and back. None: as fast as this machine is.
LINES: Final[Mapping[str, tuple[float, float] | None]] = {
    "unthrottled": None,
    "9 Mbit/s, 60 ms": (9e6, 0.060),
    "1.6 Mbit/s, 150 ms": (1.6e6, 0.150),
}

#: Pyodide as it is: the version that we ship, and the newest one.
STOCK: Final[Mapping[str, Path]] = {
    "stock": PYODIDE,
    "newest": HERE.parent / "node_modules" / "newest-pyodide",
}

#: What `loadPyodide()` fetches; the names of the second have changed between versions.
FETCHED: Final = (
    "pyodide.mjs",
    "pyodide.asm.js",
    "pyodide.asm.mjs",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
    "pyodide-lock.json",
)

#: The scripts of the wizard's page that are the wizard's: without them it is a page with a form.
OURS: Final = re.compile(r"<script data-worker.*?</script>|<script[^>]*/data-stack-wizard\.js\"></script>", re.DOTALL)

PATIENCE_MS: Final = 120_000

#: Milliseconds until the browser has drawn the window of a new page. On two cores that takes a good part of a start,
#: and whoever follows a link has a window already.
WINDOW_MS: Final = 1500

#: Milliseconds from picking an answer to pressing Continue. People take longer to find the button.
PICKED_MS: Final = 100

#: Bytes that are sent at a time: a few packets.
PIECE: Final = 8192


@dataclass(kw_only=True)
class Measured:
    """What the runs gave, sample by sample."""

    seconds: dict[tuple[str, str], dict[str, list[float]]] = field(default_factory=dict)
    """From navigation until Python is ready, by line, "cold" or "returning", and "wizard", "whole" (the wizard with
    the untouched WebAssembly) or a name in STOCK."""
    megabytes: dict[str, list[float]] = field(default_factory=dict)
    """Sent by the server until then, headers included; `runtime` is the wizard's without the page around it."""
    requests: list[float] = field(default_factory=list)
    """For the wizard and its page, cold."""
    seen: dict[str, dict[str, list[float]]] = field(default_factory=dict)
    """Seconds until something is seen of the page, cold, by line: `painted` with the wizard, `bare` without it,
    `answerable` when the first question can be answered."""
    shifts: list[float] = field(default_factory=list)
    """Cumulative layout shift of each interview that was answered by mouse."""
    long_tasks: list[float] = field(default_factory=list)
    """Milliseconds of each task over 50 ms on the page's thread from a press to 100 ms after its screen."""
    waits: Samples = field(default_factory=Samples)
    """Milliseconds from a press until the next heading, by screen; `at once` are those of presses with no time since
    the pick."""

    def started(self, line: str, visit: str, what: str, seconds: float) -> None:
        """One more start."""
        names = ("wizard", "whole", *STOCK)
        self.seconds.setdefault((line, visit), {name: [] for name in names})[what].append(seconds)

    def looked(self, line: str, what: str, seconds: float) -> None:
        """One more page that is seen."""
        self.seen.setdefault(line, {}).setdefault(what, []).append(seconds)

    def sent(self, what: str, size: int) -> None:
        """One more count of bytes."""
        self.megabytes.setdefault(what, []).append(size / 1e6)


class Counting(Handler):
    """Answers as `make serve` does, over a line of a certain speed, and counts the bytes that it sends for each path.

    The line is between this server and its sockets, so it holds for pages, workers and service workers alike. Each
    request waits for the way there and back, and all answers share the line's width.
    """

    server: CountingServer

    def setup(self) -> None:
        super().setup()
        write = self.wfile.write

        def shaped(content: Any) -> int:
            piece = PIECE if self.server.line else max(1, len(content))
            for start in range(0, len(content), piece):
                self.server.wait_for(len(content[start : start + piece]), self.path)
                write(content[start : start + piece])
            return len(content)

        self.wfile.write = shaped  # type: ignore[method-assign]  # slower, and otherwise the same
        self.server.travel()  # to open the connection

    @override
    def do_GET(self) -> None:
        self.server.travel()
        super().do_GET()


class CountingServer(Server):
    """Counts what is sent, by path."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.RequestHandlerClass = Counting
        self.sent: Counter[str] = Counter()
        self.lock = Lock()
        self.line: tuple[float, float] | None = None
        self._free_at = 0.0

    def travel(self) -> None:
        """Wait as long as the way to the server and back takes."""
        if self.line:
            sleep(self.line[1])

    def wait_for(self, size: int, path: str) -> None:
        """Wait until the line has carried `size` bytes."""
        with self.lock:
            self.sent[path] += size
            if not self.line:
                return
            self._free_at = max(self._free_at, perf_counter()) + 8 * size / self.line[0]
            until = self._free_at
        sleep(max(0.0, until - perf_counter()))


@contextmanager
def counting(folder: Path) -> Iterator[CountingServer]:
    """Serve `folder` while the context lasts."""
    with CountingServer(folder) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()


def measure(runs: int, site: Path, say: Callable[[str], None], lines: Iterable[str] = LINES) -> Measured:
    """Start the wizard and stock Pyodide in turn, each in a new profile, then once more in the same; on each line.

    On the unthrottled line interviews are walked too.
    """
    measured = Measured()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        wizard = stack.enter_context(counting(site))
        bare = stack.enter_context(counting(_bare(site, folder / "bare")))
        untouched = (PYODIDE / "pyodide.asm.wasm").read_bytes()
        whole = stack.enter_context(counting(with_webassembly(site, folder / "whole", untouched)))
        stocks = {name: stack.enter_context(counting(_stock(place, folder / name))) for name, place in STOCK.items()}
        browser = stack.enter_context(sync_playwright()).chromium.launch(**launch_options(whole=True))
        say("browser: a visit to each page that does not count")
        for name, server in stocks.items():
            _visit_stock(browser, server, Measured(), "", name)
        _visit_wizard(browser, wizard, Measured(), "")
        for run in range(runs):
            for line in lines:
                for server in (wizard, whole, bare, *stocks.values()):
                    server.line = LINES[line]
                say(f"browser, run {run + 1} of {runs}, {line}")
                visits = [partial(_visit_wizard, browser, wizard, measured, line)]
                visits += [partial(_visit_wizard, browser, whole, measured, line, "whole")]
                visits += [
                    partial(_visit_stock, browser, server, measured, line, name) for name, server in stocks.items()
                ]
                visits += [partial(_look, browser, wizard, measured, line, "painted")]
                visits += [partial(_look, browser, bare, measured, line, "bare")]
                if wizard.line is None:
                    visits += [partial(_walk, browser, wizard, measured)]
                    visits += [partial(_answer_by_mouse, browser, wizard, measured, say)]
                # The one that goes first may find the machine in another state: they take turns at that too.
                for visit in visits[:: -1 if run % 2 else 1]:
                    visit()
        browser.close()
    return measured


def _stock(pyodide: Path, folder: Path) -> Path:
    folder.mkdir()
    for name in FETCHED:
        if (pyodide / name).is_file():
            shutil.copyfile(pyodide / name, folder / name)
    shutil.copyfile(HERE / "stock.html", folder / "index.html")
    return folder


def _bare(site: Path, folder: Path) -> Path:
    """The site with a wizard's page that has no wizard."""
    shutil.copytree(site, folder)
    page = folder / "wizard" / "index.html"
    html, left_out = OURS.subn("", page.read_text(encoding="utf-8"))
    if left_out < 2:
        raise ValueError("the wizard's page does not have the scripts that were to be left out")
    page.write_text(html, encoding="utf-8")
    return folder


def _look(browser: Browser, server: CountingServer, measured: Measured, line: str, what: str) -> None:
    """Open the wizard's page cold, and note when something is seen of it."""
    context = browser.new_context()
    page = _window(context)
    page.goto(f"{server.url}wizard/")
    page.evaluate(
        """() => new Promise((seen) => {
          const look = (list) => list.getEntriesByName("first-contentful-paint").length && seen();
          new PerformanceObserver(look).observe({ type: "paint", buffered: true });
        })"""
    )
    measured.looked(line, what, _mark(page, "first-contentful-paint"))
    if what == "painted":
        # What is pressed is heard from this mark on: tests/browser/test_start.py sees that it counts.
        answerable = max(_mark(page, "data-stack-wizard-answerable"), _mark(page, "first-contentful-paint"))
        measured.looked(line, "answerable", answerable)
    context.close()


def _answer_by_mouse(browser: Browser, server: CountingServer, measured: Measured, say: Callable[[str], None]) -> None:
    """Walk an interview with the mouse: only what moves without a person having done something counts as a shift."""
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(
        """window.shift = 0;
        window.moved = [];
        new PerformanceObserver((list) => {
          for (const { value, startTime, hadRecentInput, sources } of list.getEntries()) {
            if (hadRecentInput) continue;
            window.shift += value;
            const at = document.querySelector("[data-screen] form")?.dataset.at;
            const what = sources.map(({ node }) => node?.className || node?.nodeName);
            window.moved.push(`${what} by ${value} after ${Math.round(startTime)} ms, at ${at}`);
          }
        }).observe({ type: "layout-shift", buffered: true });"""
    )
    _open_wizard(page, server)
    form = page.locator("[data-screen] form")
    while (at := form.get_attribute("data-at")) != "review":
        values = form.locator(f"[name={at}]:is(input, option)").evaluate_all("all => all.map(({ value }) => value)")
        if values:
            value = "yes" if at == "persistence" else next(value for value in WAYS_OUT if value in values)
            form.locator(f"input[name={at}][value={value}]").click()
        else:
            options = form.locator(f"select[name={at}] option").evaluate_all("all => all.map(({ value }) => value)")
            form.locator("select").select_option(next(value for value in WAYS_OUT if value in options))
        form.locator("button[value=continue]").click()
        page.wait_for_selector(f"[data-screen] form:not([data-at={at}])")
    measured.shifts.append(page.evaluate("window.shift"))
    for moved in page.evaluate("window.moved"):
        say(f"browser: moved: {moved}")
    context.close()


def _window(context: BrowserContext) -> Page:
    """An empty page in a window that is drawn, with no service worker up: as on another day."""
    page = context.new_page()
    page.wait_for_timeout(WINDOW_MS)
    tools = context.new_cdp_session(page)
    tools.send("ServiceWorker.enable")
    tools.send("ServiceWorker.stopAllWorkers")
    tools.detach()
    return page


def _open_wizard(page: Page, server: CountingServer) -> None:
    """Go to the wizard, and wait until Python is up."""
    page.goto(f"{server.url}wizard/")
    page.wait_for_selector("data-stack-wizard[data-state=ready]", state="attached", timeout=PATIENCE_MS)


def _visit_stock(browser: Browser, server: CountingServer, measured: Measured, line: str, name: str) -> None:
    context = browser.new_context()
    for visit in ("cold", "returning"):
        page = _window(context)
        server.sent.clear()
        page.goto(server.url)
        page.wait_for_selector("body[data-state=ready]", state="attached", timeout=PATIENCE_MS)
        measured.started(line, visit, name, _mark(page, "ready"))
        if visit == "cold":
            measured.sent(name, server.sent.total())
        page.close()
    context.close()


def _visit_wizard(
    browser: Browser, server: CountingServer, measured: Measured, line: str, name: str = "wizard"
) -> None:
    context = browser.new_context()
    for visit in ("cold", "returning"):
        page = _window(context)
        server.sent.clear()
        _open_wizard(page, server)
        sent = server.sent.copy()
        measured.started(line, visit, name, _mark(page, "data-stack-wizard-ready"))
        if visit == "cold" and name == "whole":
            measured.sent(name, sent.total())
            _wait_until_kept(page)
        elif visit == "cold":
            measured.sent(name, sent.total())
            measured.sent("runtime", sum(size for path, size in sent.items() if path.startswith("/assets/runtime/")))
            measured.requests.append(len(sent))
            _wait_until_kept(page)
        page.close()
    context.close()


def _walk(browser: Browser, server: CountingServer, measured: Measured) -> None:
    """Whole interviews, each on a return visit: as people press, and then as nobody can."""
    context = browser.new_context()
    page = _window(context)
    _open_wizard(page, server)
    _wait_until_kept(page)
    page.close()
    for pause, answers in product((PICKED_MS, 0), INTERVIEWS.values()):
        page = _window(context)
        _open_wizard(page, server)
        page.wait_for_timeout(2000)  # the first question is read
        options = {"answers": dict(answers), "waysOut": list(WAYS_OUT), "pause": pause}
        walked = page.evaluate((HERE / "walk.js").read_text(), options)
        for wait in walked["waits"]:
            if pause or wait["picked"]:  # what needs no pick is prepared all the same
                measured.waits.add(wait["screen"] if pause else AT_ONCE, wait["ms"])
        measured.long_tasks += walked["longTasks"]
        page.evaluate("localStorage.clear()")  # the next one is another person's
        page.close()
    context.close()


def _mark(page: Page, name: str) -> float:
    """Seconds from navigation until a mark."""
    return float(page.evaluate(f"performance.getEntriesByName('{name}')[0].startTime")) / 1000


def _wait_until_kept(page: Page) -> None:
    """Until the service worker has kept all of the site, as when a person comes back another day."""
    until = perf_counter() + PATIENCE_MS / 1000
    while not page.evaluate((HERE / "kept.js").read_text()):
        if perf_counter() > until:
            raise TimeoutError("nothing was kept for the next visit")
        page.wait_for_timeout(200)
