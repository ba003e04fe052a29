"""A browser for the tests: one that is on this machine, or else one that is installed now.

`python -m wizard.build.tools.browser` makes sure that there is one; the tests start it with :func:`launch_options`. A
headless shell comes first: it is Chromium without a window to draw, and spares the tests a third of the processor.
`--whole` asks for a browser as people have it.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any, Final

#: Debian's, from the same source as its chromium.
SHELL: Final = "chromium-headless-shell"

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
DEBIAN: Final = ["apt-get", "install", "--yes", "--no-install-recommends", "fonts-liberation"]

ASK_FOR_ONE: Final = (
    "There is no browser for the tests, and none could be installed (see above): "
    "install Chromium or Google Chrome, or name one with CHROMIUM=/path/to/chromium, and run make again."
)


class BrowserError(Exception):
    """No browser: the message is one sentence that says what to do."""


@cache
def on_this_machine(*, whole: bool = False) -> Path | None:
    """Chromium or Chrome on this machine: the one that CHROMIUM names, or the first found that answers.

    `whole`: not a headless shell. Raises :class:`BrowserError` if CHROMIUM names something that is not a browser.
    """
    if named := os.environ.get("CHROMIUM"):
        if not _answers(named):
            raise BrowserError(f"CHROMIUM={named} does not start: name a Chromium or Chrome, or leave it unset.")
        return Path(named)
    found = (shutil.which(program) for program in (PROGRAMS if whole else (SHELL, *PROGRAMS)))
    return next((Path(program) for program in found if program and _answers(program)), None)


def launch_options(*, whole: bool = False) -> dict[str, Any]:
    """Arguments for Playwright's `chromium.launch`; without an executable, Playwright starts its own."""
    program = on_this_machine(whole=whole)
    return {"args": list(FLAGS)} | ({"executable_path": str(program)} if program else {})


def install(*, whole: bool = False) -> None:
    """Install a Chromium: Playwright's own or, as root where there is apt-get, Debian's.

    Raises :class:`BrowserError` if neither can be installed.
    """
    print("     No Chromium or Chrome on this machine: installing Playwright's (about 180 MB)", flush=True)
    problem = _run(PLAYWRIGHT) or _cannot_start()
    if problem and os.geteuid() == 0 and shutil.which("apt-get"):
        # Older releases have no shell of its own.
        packages = ["chromium"] if whole else [SHELL, "chromium"]
        print(f"     That did not work: installing Debian's {packages[0]} with apt-get (about 100 MB)", flush=True)
        problem = _run(UPDATE_DEBIAN) or _first_that_installs(packages)
        on_this_machine.cache_clear()
        if not problem and not on_this_machine(whole=whole):
            problem = "apt-get installed a Chromium that does not start."
    if problem:
        print(problem, file=sys.stderr)
        raise BrowserError(ASK_FOR_ONE)


def main(arguments: list[str] | None = None) -> int:
    """Say which browser the tests will use, after installing one if there is none."""
    parser = argparse.ArgumentParser(prog="python -m wizard.build.tools.browser", description=main.__doc__)
    parser.add_argument("--whole", action="store_true", help="a browser as people have it, not a headless shell")
    whole = parser.parse_args(arguments).whole
    try:
        if not on_this_machine(whole=whole) and _cannot_start():
            install(whole=whole)
        print(f"     Using {on_this_machine(whole=whole) or "Playwright's Chromium"}", flush=True)
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


def _first_that_installs(packages: list[str]) -> str | None:
    """Install one of Debian's packages; what apt-get said of the last if none can be."""
    problem: str | None = None
    for package in packages:
        if not (problem := _run([*DEBIAN, package])):
            return None
    return problem


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
