"""The content security policy in a real browser, as a page says it and as headers say it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Route

    from tests.browser.conftest import Visit


class _Attributes(HTMLParser):
    """Collects what a policy without 'unsafe-inline' would refuse."""

    def __init__(self) -> None:
        super().__init__()
        self.refused: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "style" or name.startswith("on") or (value or "").strip().lower().startswith("javascript:"):
                self.refused.append(f"<{tag} {name}={value!r}>")
        if tag == "style":
            self.refused.append("<style>")


def test_every_page_says_it_before_any_script_and_needs_no_exception(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert {"index.html", "404.html"} <= {page.name for page in pages}
    for page in pages:
        html = page.read_text(encoding="utf-8")
        assert 0 < html.find('http-equiv="Content-Security-Policy"') < html.index("<script"), page
        reader = _Attributes()
        reader.feed(html)
        assert not reader.refused, page


def without_headers(route: Route) -> None:
    """As GitHub Pages serves it: the page's own policy is all there is."""
    response = route.fetch()
    kept = {name: value for name, value in response.headers.items() if name != "content-security-policy"}
    route.fulfill(response=response, headers=kept)


def without_meta(route: Route) -> None:
    """As a host with headers serves it; the page's own policy taken away to see that the headers are enough."""
    response = route.fetch()
    route.fulfill(response=response, body=response.text().replace("Content-Security-Policy", "x"))


#: Each gives "refused", or what it managed to do.
ATTACKS: Final = {
    "html from anywhere": """
        try { document.body.innerHTML = "<b>x</b><i>y</i>"; return "put in"; } catch { return "refused"; }""",
    "a second policy for trusted types": """
        try { trustedTypes.createPolicy("mine", {}); return "made"; } catch { return "refused"; }""",
    "our policy once more": """
        try { trustedTypes.createPolicy("data-stack-wizard", {}); return "made"; } catch { return "refused"; }""",
    "eval": """
        await new Promise((resolve) => setTimeout(resolve)); // what a debugger runs itself may use eval
        try { return (0, eval)("'evaluated'"); } catch { return "refused"; }""",
    "a script from elsewhere": """
        const script = document.createElement("script");
        try { script.src = "http://127.0.0.1:9/x.js"; return "set"; } catch { return "refused"; }""",
    "an inline script": """
        const script = document.createElement("script");
        script.textContent = "window.hacked = 'ran'";
        document.body.append(script);
        return window.hacked ?? "refused";""",
    "an event handler in html": """
        const template = new DOMParser().parseFromString("<button onclick='window.hacked = 1'>x</button>", "text/html");
        const button = document.body.appendChild(template.querySelector("button"));
        button.click();
        return window.hacked ? "ran" : "refused";""",
    "a javascript link": """
        const link = document.body.appendChild(document.createElement("a"));
        link.href = "javascript:window.hacked = 1";
        link.click();
        await new Promise((resolve) => setTimeout(resolve, 200));
        return window.hacked ? "ran" : "refused";""",
    "a request to elsewhere": """
        return fetch("http://127.0.0.1:9/?answers").then(() => "sent", (error) => "refused");""",
    "an image from elsewhere": """
        const image = new Image();
        const outcome = new Promise((resolve) => {
          document.addEventListener("securitypolicyviolation", () => resolve("refused"), { once: true });
          setTimeout(resolve, 2000, "asked for");
        });
        image.src = "http://127.0.0.1:9/?answers";
        return outcome;""",
    "a frame": """
        const frame = document.createElement("iframe");
        const outcome = new Promise((resolve) => {
          document.addEventListener("securitypolicyviolation", () => resolve("refused"), { once: true });
          setTimeout(resolve, 2000, "loaded");
        });
        frame.src = location.href.replace("127.0.0.1", "localhost");
        document.body.append(frame);
        return outcome;""",
    "another base for addresses": """
        const base = document.head.appendChild(document.createElement("base"));
        base.href = "http://127.0.0.1:9/";
        return document.baseURI.includes(":9/") ? "moved" : "refused";""",
    "a form sent elsewhere": """
        const form = document.body.appendChild(document.createElement("form"));
        const outcome = new Promise((resolve) => {
          document.addEventListener("securitypolicyviolation", () => resolve("refused"), { once: true });
          setTimeout(resolve, 2000, "sent");
        });
        form.action = "http://127.0.0.1:9/";
        form.submit();
        return outcome;""",
    "a worker from a string": """
        try {
          new Worker(URL.createObjectURL(new Blob(["postMessage(1)"])));
          return "started";
        } catch { return "refused"; }""",
}


#: Tried on the wizard's page: the name of its policy is taken there, by the script that is on that page alone.
WHERE_PYTHON_IS: Final = {"our policy once more"}


@pytest.mark.parametrize("served", [without_headers, without_meta])
def test_it_holds(visit: Visit, served: Callable[[Route], None]) -> None:
    visit.expected += ["Content Security Policy", "TrustedHTML", "TrustedScript", "TrustedTypes", "default", "blocked"]
    visit.page.route(re.compile(r"/(guide|wizard)/$"), served)
    for name, attack in ATTACKS.items():
        if name in WHERE_PYTHON_IS:
            visit.open()
        else:
            visit.page.goto(f"{visit.url}guide/")
        outcome = (
            f"(async () => {{ {attack} }})().catch((error) => (error instanceof TypeError ? 'refused' : `${{error}}`))"
        )
        assert visit.page.evaluate(outcome) == "refused", name
    visit.requests.clear()  # Playwright counts the refused ones too; test_privacy.py counts on the other side


def test_the_worker_is_held_to_it_where_headers_are_sent(visit: Visit) -> None:
    visit.expected += ["Content Security Policy", "violates"]
    visit.open()
    (worker,) = visit.python_workers
    sent = "fetch('http://127.0.0.1:9/?answers').then(() => 'sent', () => 'refused')"
    assert worker.evaluate(sent) == "refused"
    visit.requests.clear()  # Playwright counts the refused one too
    evaluated = "try { resolve((0, eval)('1')); } catch { resolve('refused'); }"
    assert worker.evaluate(f"new Promise((resolve) => setTimeout(() => {{ {evaluated} }}))") == "refused"
