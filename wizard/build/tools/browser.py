"""A browser for the tests: one that is on this machine, or else one that is installed now.

`python -m wizard.build.tools.browser` makes sure that there is one; the tests start it with :func:`launch_options`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any, Final

PROGRAMS: Final = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)

#: Keep Chromium from asking hosts of its own for anything while a test listens to its requests.
FLAGS: Final = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)

PLAYWRIGHT: Final = [sys.executable, "-m", "playwright", "install", "chromium"]
UPDATE_DEBIAN: Final = ["apt-get", "update"]
DEBIAN: Final = ["apt-get", "install", "--yes", "--no-install-recommends", "chromium", "fonts-liberation"]

ASK_FOR_ONE: Final = (
    "There is no browser for the tests, and none could be installed (see above): "
    "install Chromium or Google Chrome, or name one with CHROMIUM=/path/to/chromium, and run make again."
)


class BrowserError(Exception):
    """No browser: the message is one sentence that says what to do."""


@cache
def on_this_machine() -> Path | None:
    """Chromium or Chrome on this machine: the one that CHROMIUM names, or the first found that answers.

    Raises :class:`BrowserError` if CHROMIUM names something that is not a browser.
    """
    if named := os.environ.get("CHROMIUM"):
        if not _answers(named):
            raise BrowserError(f"CHROMIUM={named} does not start: name a Chromium or Chrome, or leave it unset.")
        return Path(named)
    found = (shutil.which(program) for program in PROGRAMS)
    return next((Path(program) for program in found if program and _answers(program)), None)


def launch_options() -> dict[str, Any]:
    """Arguments for Playwright's `chromium.launch`; without an executable, Playwright starts its own."""
    program = on_this_machine()
    return {"args": list(FLAGS)} | ({"executable_path": str(program)} if program else {})


def install() -> None:
    """Install a Chromium: Playwright's own or, as root where there is apt-get, Debian's.

    Raises :class:`BrowserError` if neither can be installed.
    """
    print("     No Chromium or Chrome on this machine: installing Playwright's (about 180 MB)", flush=True)
    problem = _run(PLAYWRIGHT) or _cannot_start()
    if problem and os.geteuid() == 0 and shutil.which("apt-get"):
        print("     That did not work: installing Debian's chromium with apt-get (about 100 MB)", flush=True)
        problem = _run(UPDATE_DEBIAN) or _run(DEBIAN)
        on_this_machine.cache_clear()
        if not problem and not on_this_machine():
            problem = "apt-get installed a chromium that does not start."
    if problem:
        print(problem, file=sys.stderr)
        raise BrowserError(ASK_FOR_ONE)


def main() -> int:
    """Say which browser the tests will use, after installing one if there is none."""
    try:
        if not on_this_machine() and _cannot_start():
            install()
        print(f"     Using {on_this_machine() or "Playwright's Chromium"}", flush=True)
    except BrowserError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _answers(program: str) -> bool:
    """Whether a program starts: a launcher can be there (Ubuntu's for its snap) without the browser."""
    try:
        done = subprocess.run([program, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _cannot_start() -> str | None:
    """Why Playwright's own Chromium does not start, if so: not installed, or a system library is missing."""
    from playwright.sync_api import Error, sync_playwright  # noqa: PLC0415, slow to import and seldom needed

    with sync_playwright() as playwright:
        try:
            playwright.chromium.launch(args=list(FLAGS)).close()
        except Error as error:
            return str(error)
    return None


def _run(command: list[str]) -> str | None:
    """Run quietly; what the command said if it failed."""
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
        check=False,
    )
    return (done.stdout or f"{command[0]} failed.") if done.returncode else None


if __name__ == "__main__":
    sys.exit(main())
