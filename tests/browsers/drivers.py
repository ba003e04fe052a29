"""Three engines, each driven by the little that the smoke test needs: open an address, run a script in the page.

Playwright's own builds come first. Where they cannot be had, Debian's Firefox is driven over Marionette, the protocol
that geckodriver speaks to it, and WebKitGTK over WebDriver: both are a few lines of JSON.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from playwright.sync_api import Error, sync_playwright

from wizard.build.tools import browser

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ENGINES: Final = ("chromium", "firefox", "webkit")

#: Seconds that one script may take, and that a browser may take to come up.
SCRIPT_LIMIT: Final = 90
START_LIMIT: Final = 60

#: Debian's packages, where Playwright's builds cannot be had.
PACKAGES: Final = {"firefox": ["firefox-esr"], "webkit": ["webkit2gtk-driver", "xvfb", "xauth"]}


@dataclass(frozen=True, kw_only=True, slots=True)
class Driver:
    """A page in a browser. `run` takes the body of an async function and gives what it returns, as JSON would."""

    name: str
    goto: Callable[[str], None]
    run: Callable[[str], Any]


class DriverError(Exception):
    """A browser cannot be had, or a script in it has failed."""


@contextmanager
def driver(engine: str) -> Iterator[Driver]:
    """The engine in a fresh profile; installed if it is not there. Raises :class:`DriverError`."""
    if engine == "chromium" or _playwright_has(engine):
        with _playwright(engine) as found:
            yield found
        return
    _install(engine)
    with {"firefox": _firefox, "webkit": _webkit}[engine]() as found:
        yield found


# --- Playwright -------------------------------------------------------------------------------------------------------


@contextmanager
def _playwright(engine: str) -> Iterator[Driver]:
    with sync_playwright() as playwright:
        options = browser.launch_options(whole=True) if engine == "chromium" else {}
        with getattr(playwright, engine).launch(**options) as started:
            page = started.new_page()
            page.set_default_timeout(SCRIPT_LIMIT * 1000)
            yield Driver(
                name=f"{engine} {started.version} (Playwright)",
                goto=lambda url: page.goto(url) and None,
                run=lambda script: page.evaluate(f"async () => {{ {script} }}"),
            )


def _playwright_has(engine: str) -> bool:
    """Whether Playwright's build starts, after an attempt to install it."""
    with suppress(subprocess.CalledProcessError, subprocess.TimeoutExpired, Error), sync_playwright() as playwright:
        if not Path(getattr(playwright, engine).executable_path).exists():
            command = [*browser.PLAYWRIGHT[:-1], engine]
            subprocess.run(command, check=True, capture_output=True, timeout=600)
        getattr(playwright, engine).launch().close()
        return True
    return False


def _install(engine: str) -> None:
    """Debian's packages, as root where there is apt-get."""
    if engine == "firefox" and shutil.which("firefox-esr"):
        return
    if engine == "webkit" and shutil.which("WebKitWebDriver") and shutil.which("xvfb-run"):
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise DriverError(f"Playwright's {engine} does not start here: install {' '.join(PACKAGES[engine])}.")
    for command in (browser.UPDATE_DEBIAN, [*browser.DEBIAN[:4], *PACKAGES[engine]]):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise DriverError(done.stdout + done.stderr)


# --- Firefox over Marionette ------------------------------------------------------------------------------------------


@contextmanager
def _firefox() -> Iterator[Driver]:
    port = _free_port()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        Path(profile, "user.js").write_text(f'user_pref("marionette.port", {port});\n', encoding="utf-8")
        command = ["firefox-esr", "--headless", "--marionette", "--no-remote", "--profile", profile]
        with _running(command), closing(_connected(port)) as connection:
            stream = connection.makefile("rb")
            _packet(stream)  # it greets first

            def ask(name: str, **parameters: Any) -> Any:
                text = json.dumps([0, 1, name, parameters])
                connection.sendall(f"{len(text.encode())}:{text}".encode())
                _, _, error, result = _packet(stream)
                if error:
                    raise DriverError(error["message"])
                return result

            session = ask("WebDriver:NewSession")
            ask("WebDriver:SetTimeouts", script=SCRIPT_LIMIT * 1000)
            yield Driver(
                name=f"Firefox {session['capabilities']['browserVersion']} (Debian)",
                goto=lambda url: ask("WebDriver:Navigate", url=url) and None,
                run=lambda script: ask("WebDriver:ExecuteAsyncScript", script=_async(script), args=[])["value"],
            )


def _packet(stream: Any) -> Any:
    length = b""
    while not length.endswith(b":"):
        if not (digit := stream.read(1)):
            raise DriverError("Firefox went away")
        length += digit
    return json.loads(stream.read(int(length[:-1])))


# --- WebKitGTK over WebDriver -----------------------------------------------------------------------------------------


@contextmanager
def _webkit() -> Iterator[Driver]:
    port = _free_port()
    with _running(["xvfb-run", "--auto-servernum", "WebKitWebDriver", f"--port={port}"]):
        _connected(port).close()

        def ask(path: str, parameters: Any, method: str = "POST") -> Any:
            body = json.dumps(parameters).encode() if method == "POST" else None
            try:
                with urlopen(
                    Request(f"http://127.0.0.1:{port}{path}", data=body, method=method), timeout=2 * SCRIPT_LIMIT
                ) as got:
                    return json.load(got)["value"]
            except HTTPError as error:
                raise DriverError(error.read().decode()) from None

        (program,) = Path("/usr/lib").glob("*/webkit2gtk-4.1/MiniBrowser")
        options = {"binary": str(program), "args": ["--automation"]}
        session = ask("/session", {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}})
        base = f"/session/{session['sessionId']}"
        ask(f"{base}/timeouts", {"script": SCRIPT_LIMIT * 1000})
        try:
            yield Driver(
                name=f"WebKitGTK {session['capabilities']['browserVersion']} (Debian)",
                goto=lambda url: ask(f"{base}/url", {"url": url}) and None,
                run=lambda script: ask(f"{base}/execute/async", {"script": _async(script), "args": []}),
            )
        finally:
            ask(base, None, "DELETE")


# --- small things -----------------------------------------------------------------------------------------------------


def _async(script: str) -> str:
    """An async function's body as WebDriver wants it: it calls back with the result. An error comes back as text."""
    return (
        "const done = arguments[arguments.length - 1];"
        f"(async () => {{ {script} }})().then(done, (error) => done(`failed: ${{error}}`));"
    )


def _free_port() -> int:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _connected(port: int) -> socket.socket:
    until = time.monotonic() + START_LIMIT
    while time.monotonic() < until:
        with suppress(OSError):
            return socket.create_connection(("127.0.0.1", port), timeout=2 * SCRIPT_LIMIT)
        time.sleep(0.2)
    raise DriverError(f"nothing answers on port {port} after {START_LIMIT} seconds")


@contextmanager
def _running(command: list[str]) -> Iterator[None]:
    """A program with all that it starts; ended together."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        yield
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, 15)
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=10)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, 9)
