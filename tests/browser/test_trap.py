"""A function of Python that the small WebAssembly leaves out is called after all: no failure, a second start.

The site is built here with a profile that lacks one function more. The person loses nothing, and sees a moment's
progress at most.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.browser.python import serving
from tests.other_wasm import with_webassembly
from wizard.build.assets import trim
from wizard.build.assets import webassembly as wasm
from wizard.build.assets.runtime import PYODIDE

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tests.browser.conftest import Visit
    from tests.browser.python import Python

    #: Serves the site with one function less, which is named.
    type Without = Callable[[str, Python], AbstractContextManager[str]]

#: Making the files takes longer than a test: one process does.
pytestmark = [pytest.mark.xdist_group("trap"), pytest.mark.full("a second start where a function of Python is missing")]

#: Called when Python starts; and not before a document is written.
AT_A_START: Final = "Py_InitializeFromConfig"
FOR_A_DOCUMENT: Final = "PyUnicode_Splitlines"

ANSWERS: Final = "persistence=yes&language=go&at=review&review=yes"


@pytest.fixture
def without(site: Path, tmp_path: Path) -> Without:
    return lambda function, python: serving(with_webassembly(site, tmp_path / "site", less(function)), python)


@cache
def less(function: str) -> bytes:
    """The small WebAssembly without one function more, by the name that it is exported under."""
    untouched = (PYODIDE / "pyodide.asm.wasm").read_bytes()
    (number,) = (each.index for each in wasm.read(untouched).exports if each.name == function)
    profile = trim.profile()
    assert number in profile.functions, f"{function} does not run any more: name another"
    return wasm.write(trim.trimmed(untouched, replace(profile, functions=profile.functions - {number})))


def whole_files(visit: Visit) -> int:
    """How often the untouched file was asked for."""
    return sum("/pyodide-full-" in url for url in visit.requests)


def nothing_is_wrong(visit: Visit) -> None:
    expect(visit.page.locator("[data-failure]")).to_be_empty()
    expect(visit.page.locator("[data-problem]")).to_be_empty()


def test_in_the_first_start(new_visit: Callable[..., Visit], without: Without) -> None:
    """And the tab remembers it: its next page begins with the untouched file."""
    with without(AT_A_START, "pyodide") as url:
        visit = new_visit(url=url)
        visit.open(ready=False)
        visit.choose("yes")
        visit.page.click("button[value=continue]")
        visit.page.wait_for_selector("form[data-at=existing_database]", timeout=60_000)
        assert whole_files(visit) == 1
        assert not [url for url in visit.requests if "stdlib-full" in url]
        nothing_is_wrong(visit)
        visit.page.reload()
        visit.wait_until("ready")
        assert len(visit.python_workers) == 1
        assert whole_files(visit) == 2
        visit.answer("none")
        nothing_is_wrong(visit)


def test_in_the_middle_of_an_interview(new_visit: Callable[..., Visit], without: Without) -> None:
    """The same question is asked again, and the page stays with the untouched file."""
    with without(FOR_A_DOCUMENT, "pyodide") as url:
        visit = new_visit(url=url)
        visit.open(ANSWERS)
        assert whole_files(visit) == 0
        visit.page.click("button[value=confirm]")
        visit.page.wait_for_selector("form[data-at=document]", timeout=60_000)
        assert "language=go" in visit.fragment
        nothing_is_wrong(visit)
        visit.press("back")
        visit.press("confirm")
        assert whole_files(visit) == 1
        for _ in range(100):  # a worker that was ended takes a moment to go
            if len(visit.python_workers) > 1:
                visit.page.wait_for_timeout(100)
        assert len(visit.python_workers) == 1


def test_while_nobody_waits(new_visit: Callable[..., Visit], without: Without) -> None:
    """Interviews are rehearsed. What goes wrong there is over before the person presses anything."""
    with without(FOR_A_DOCUMENT, "pyodide") as url:
        visit = new_visit(url=url)
        visit.give(rehearse="yes")
        with visit.page.expect_request("**/pyodide-full-*"):
            visit.open()
        visit.wait_until("ready")
        visit.answer("yes")
        assert whole_files(visit) == 1
        nothing_is_wrong(visit)


def test_offline(new_visit: Callable[..., Visit], without: Without) -> None:
    """The untouched file is not kept for return visits: it is said that a file could not be fetched, the answers stay,
    and with the network it goes on by itself."""
    with without(FOR_A_DOCUMENT, "as shipped") as url:
        visit = new_visit(url=url)
        visit.expected += ["ERR_INTERNET_DISCONNECTED", "Failed to fetch"]
        visit.give(**{"rehearse": "no", "keep-after": "0"})
        visit.open(ANSWERS)
        visit.wait_for("async () => (await navigator.serviceWorker.getRegistration())?.active?.state === 'activated'")
        visit.page.context.set_offline(True)
        visit.page.reload()
        visit.wait_until("ready")
        visit.page.context.set_offline(False)
        visit.page.context.set_offline(True)  # Chromium 150 does not say so to a page that was reloaded without one
        visit.page.click("button[value=confirm]")
        visit.wait_until("failed")
        expect(visit.page.locator("[data-failure]")).to_contain_text("offline")
        assert "language=go" in visit.fragment
        visit.page.context.set_offline(False)
        visit.wait_until("ready")
        expect(visit.page.locator("form[data-at=document]")).to_be_visible()
        nothing_is_wrong(visit)
