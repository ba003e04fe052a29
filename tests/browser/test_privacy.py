"""One whole visit, watched from outside: everything the browser sends goes through a server that writes it down."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Thread
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from wizard.build.tools import serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.browser.conftest import Visit

pytestmark = [pytest.mark.python("as shipped"), pytest.mark.full("every request of a whole session, by a proxy")]


#: Chromium asks this host about the forms of any page, where the person lets it fill them in. No site has a say in it.
BROWSERS_OWN: Final = ("CONNECT", "content-autofill.googleapis.com:443")


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """A request as it came: `url` is absolute, because the server is the browser's proxy."""

    method: str
    url: str
    headers: dict[str, str]


@dataclass(kw_only=True, slots=True)
class Record:
    url: str
    requests: list[Request] = field(default_factory=list)


@pytest.fixture
def record(site: Path) -> Iterator[Record]:
    """The site's server, which takes requests for any host as a proxy does, and answers them all from the site."""
    made = Record(url="")

    class Recorder(serve.Handler):
        def parse_request(self) -> bool:
            well_formed = super().parse_request()
            if well_formed and (self.command, self.path) != BROWSERS_OWN:
                made.requests.append(Request(method=self.command, url=self.path, headers=dict(self.headers)))
            return well_formed

    with serve.Server(site) as server:
        server.RequestHandlerClass = Recorder
        made.url = server.url
        Thread(target=server.serve_forever, daemon=True).start()
        yield made
        server.shutdown()


@pytest.fixture
def watched(new_visit: Callable[..., Visit], record: Record) -> Visit:
    """A visit whose every request, from pages, workers and service workers, goes to the record."""
    through: dict[str, Any] = {"server": record.url, "bypass": "<-loopback>"}
    visit = new_visit(url=record.url, proxy=through, permissions=["clipboard-read", "clipboard-write"])
    visit.page.on("console", lambda message: visit.complaints.append(f"{message.type}: {message.text}"))
    return visit


def whole_session(visit: Visit) -> None:
    """Read, search, switch the colours, copy code, take the interview, go back and forth, take the file away."""
    page = visit.page
    page.goto(f"{visit.url}guide/output/")
    page.locator(".md-code__button, .md-clipboard").first.click()
    expect(page.locator(".md-dialog")).to_contain_text("Copied")
    for _ in range(3):
        page.locator("label.md-header__button[for^=__palette]:visible").first.click()

    page.locator(".md-search__input").click()
    page.keyboard.type("postgresql xyzzy", delay=20)
    expect(page.locator(".md-search-result__item").first).to_be_visible()
    page.locator(".md-search-result__more summary").first.click()
    page.locator(".md-search-result__link").first.click()
    page.wait_for_url(lambda url: "/guide/output/" not in url)

    page.get_by_role("link", name="Wizard", exact=True).first.click()
    page.wait_for_url("**/wizard/")
    visit.choose("yes")
    page.locator("button[value=continue]").click()
    expect(page.locator("[data-screen] form:not([data-at=persistence])")).to_be_visible(timeout=30_000)
    second = visit.at
    visit.answer(visit.way_out)
    page.go_back()
    expect(page.locator(f"form[data-at={second}]")).to_be_visible()
    page.go_forward()
    expect(page.locator(f"[data-screen] form:not([data-at={second}])")).to_be_visible()
    visit.answer_all({"language": "python", "framework": "fastapi", "data": ["relational"]})
    visit.press("confirm")
    with page.expect_download():
        page.click("[data-download]")
    page.click("[data-copy]")
    expect(page.locator("[data-status]")).to_have_text("Copied.")
    page.reload()
    visit.wait_until("ready")
    assert visit.at == "document"
    page.goto(f"{visit.url}wizard/#language=%3Cscript%3E&data=relational&note=x")
    page.reload()
    visit.wait_until("ready")


def test_nothing_but_static_files_of_the_site_is_asked_for(watched: Visit, record: Record, site: Path) -> None:
    whole_session(watched)
    assert len(record.requests) > 20, "the record has missed something"
    asked = {urlsplit(request.url).path for request in record.requests}
    assert any(path.endswith("pyodide.asm.wasm") for path in asked), "the record has missed the worker"
    for request in record.requests:
        parts = urlsplit(request.url)
        assert request.method == "GET", request.url
        assert request.url.startswith(record.url), "a request left the site"
        assert not parts.query
        assert not parts.fragment
        file = site / parts.path.removeprefix("/")
        assert (file / "index.html" if parts.path.endswith("/") else file).is_file(), request.url
        sent = {name.lower() for name in request.headers}
        assert not sent & {"content-length", "cookie", "authorization"}, request.url
        assert "?" not in request.headers.get("Referer", "")


def test_the_record_would_see_what_leaves(watched: Visit, record: Record) -> None:
    """The proof of the proof: a page without the policy that sends answers away is written down."""
    watched.page.route("**/guide/", lambda route: route.fulfill(body="<p>no policy</p>", content_type="text/html"))
    watched.page.goto(f"{watched.url}guide/")
    watched.expected += ["Failed to load", "blocked by CORS"]
    watched.requests.clear()
    watched.page.evaluate("fetch('http://elsewhere.example/?answer=yes', {method: 'POST', body: 'x'}).catch(() => 0)")
    watched.requests.clear()
    (sent,) = [request for request in record.requests if "elsewhere" in request.url]
    assert (sent.method, sent.url) == ("POST", "http://elsewhere.example/?answer=yes")
