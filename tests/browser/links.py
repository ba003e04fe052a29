"""An offline check of every link in a built site: files, anchors, and that the site works from a sub-path."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit

from wizard.catalogue.load import load
from wizard.converse import link

#: Attributes that hold addresses.
ADDRESSES: Final = ("href", "src", "action", "runtime")

#: Stands for wherever the site is.
BASE: Final = "https://site.invalid/below/"

#: A link in Markdown, and code, in which there are none.
MARKDOWN: Final = re.compile(r"(?<!!)\]\(<?([^)\s>]+)")
CODE: Final = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """A file of the site that holds links: its address, where they lead to, and its own anchors."""

    address: str
    links: tuple[str, ...]
    anchors: frozenset[str]


def broken(site: Path, site_url: str) -> list[str]:
    """One line for each link that leads nowhere: the page, the link and what is wrong. `site_url` as in mkdocs.yml."""
    documents = {document.address: document for document in _documents(site, site_url)}
    found = []
    for document in documents.values():
        for target in document.links:
            problem = _problem(site, documents, document, target.replace(site_url, BASE, 1))
            if problem:
                found.append(f"{document.address.removeprefix(BASE)}: {target}: {problem}")
    return found


def _documents(site: Path, site_url: str) -> Iterator[Document]:
    for path in sorted((*site.rglob("*.html"), *site.rglob("*.md"), site / "llms.txt", site / "sitemap.xml")):
        address = BASE + path.relative_to(site).as_posix().removesuffix("index.html")
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".html":
            page = _Page()
            page.feed(text)
            links = page.links
            if path.name == "404.html":  # served from any address, so its links begin at the site's root
                root = urlsplit(site_url).path
                links = [f"{BASE}{item.removeprefix(root)}" if item.startswith(root) else item for item in links]
            yield Document(address=address, links=tuple(dict.fromkeys(links)), anchors=frozenset(page.anchors))
        elif path.suffix == ".xml":
            yield Document(address=address, links=tuple(re.findall(r"<loc>(.*?)</loc>", text)), anchors=frozenset())
        else:
            yield Document(
                address=address, links=tuple(dict.fromkeys(MARKDOWN.findall(CODE.sub("", text)))), anchors=frozenset()
            )


class _Page(HTMLParser):
    """Gathers a page's links and anchors."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.links += [given[name] for name in ADDRESSES if name in given]
        if tag == "meta" and given.get("property") == "og:url":
            self.links.append(given["content"])
        if "id" in given:
            self.anchors.add(given["id"])


def _not_compared(fragment: str) -> str:
    """What is wrong with two or three products to be shown side by side."""
    kind, _, ids = fragment.partition("=")
    unknown = {*ids.split(",")} - {*load().products.get(kind, ())}
    return f"not to be compared: {', '.join(sorted(unknown))}" if unknown else ""


def _problem(site: Path, documents: dict[str, Document], document: Document, target: str) -> str:
    if target.startswith("/"):
        return "begins at the host's root, so it breaks below a sub-path"
    inside = target.startswith(BASE)
    absolute = urljoin(BASE, target.removeprefix(BASE) or "./") if inside else urljoin(document.address, target)
    if not absolute.startswith(BASE):
        return "" if target.startswith(("https://", "http://", "mailto:", "data:")) else "leads out of the site"
    address, _, fragment = absolute.partition("#")
    path = unquote(address.removeprefix(BASE).partition("?")[0])
    file = site / path / "index.html" if not path or path.endswith("/") else site / path
    if not file.is_file():
        return "no such file"
    if path == "guide/compare/" and "=" in fragment:
        return _not_compared(fragment)
    if "=" in fragment:
        problems = link.read(load(), fragment).problems
        return "; ".join(problems) if path == "wizard/" else "answers for a page that asks nothing"
    page = documents.get(BASE + path.removesuffix("index.md").removesuffix("index.html"))
    if fragment and page and unquote(fragment) not in page.anchors:
        return "no such anchor"
    return ""
