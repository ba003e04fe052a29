"""The step after MkDocs: what reads the printed pages, and what lies beside them."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from mkdocs.utils.yaml import yaml_load

from wizard.build.assets import markup, policy, runtime, scripts, styles
from wizard.build.machines import data, markdown_copy, sbom, skills
from wizard.build.machines.markdown_copy import Entry
from wizard.build.pages.moved import MOVED
from wizard.build.stage import url
from wizard.catalogue.load import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from wizard.build.settings import Settings

#: MkDocs' settings.
CONFIG: Final = runtime.PACKAGE.parent / "mkdocs.yml"

#: What a page says of itself in its head.
_SAID: Final = {
    "title": re.compile(r'<meta property="og:title" content="([^"]*)">'),
    "description": re.compile(r'<meta property="og:description" content="([^"]*)">'),
    "next": re.compile(r'<link rel="next" href="([^"]*)">'),
    "prev": re.compile(r'<link rel="prev" href="([^"]*)">'),
}


def finish(site: Path, docs: Path, places: Iterable[str], settings: Settings) -> None:
    """Turn what MkDocs printed into `site` into the whole site. `docs` holds the style sheets; `places` are the pages.

    Raises `RuntimeFilesError`, `BundleError` and `PolicyError`.
    """
    running = runtime.stage(site / "assets" / "runtime")
    bundled = scripts.contents(running)
    sheet = styles.content(docs)
    _write_for_machines(site, places, settings)
    for file in site.rglob("*.html"):
        html = scripts.addressed(markup.repaired(file.read_text(encoding="utf-8")), scripts.folder(bundled))
        file.write_text(styles.addressed(html, sheet), encoding="utf-8")
    scripts.write(site, bundled)
    styles.write(site, sheet)
    policy.guard(site)  # last: it reads every page
    scripts.write_service_worker(site, running, bundled)


def _write_for_machines(site: Path, places: Iterable[str], settings: Settings) -> None:
    """Each page as Markdown beside it, what leads there, and the data."""
    with CONFIG.open(encoding="utf-8") as config:
        about = yaml_load(config)
    printed = {address: (site / address / "index.html").read_text(encoding="utf-8") for address in map(url, places)}
    entries, copies = [], {}
    gone = set(map(url, MOVED))
    for address in in_order(printed):
        if markdown_copy.has_copy(address):
            copies[address] = markdown_copy.markdown(markdown_copy.content(printed[address]))
            (site / address / "index.md").write_text(copies[address], encoding="utf-8")
            if address in gone:  # a name for what stands elsewhere
                del copies[address]
                continue
            described = _said("description", printed[address])
            own = "" if described == about["site_description"] else described
            entries.append(Entry(title=_said("title", printed[address]), url=address, description=own))
    named = (about["site_name"], about["site_description"], settings.site)
    known = data.files(load(), settings.site)
    schemas = [file.removesuffix(".schema.json") for file in known if file.endswith(".schema.json")]
    texts = {
        "llms.txt": markdown_copy.llms_txt(*named, entries, schemas),
        markdown_copy.FULL: markdown_copy.llms_full_txt(*named, copies.items()),
        "robots.txt": markdown_copy.robots_txt(settings.site),
        "sbom.json": sbom.text(),
        **{f"data/{name}": text for name, text in known.items()},
        **skills.files(settings.site),
    }
    for name, text in texts.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, encoding="utf-8")


def in_order(printed: Mapping[str, str]) -> list[str]:
    """Addresses of pages (address below the site -> HTML): those of the navigation, where each names the one before it,
    from the start page on; then the others. The wizard's page names none, for keys would turn it."""
    behind = {_led("prev", address, html): address for address, html in printed.items() if _said("prev", html)}
    ordered: dict[str, None] = {}
    address = ""
    while address in printed and address not in ordered:
        ordered[address] = None
        address = behind.get(address) or _led("next", address, printed[address])
    return [*ordered, *(other for other in printed if other not in ordered)]


def _led(rel: str, address: str, html: str) -> str:
    """Where a page's link to the one before or after it leads, below the site."""
    return urljoin(f"/{address}", _said(rel, html)).removeprefix("/")


def _said(what: str, html: str) -> str:
    found = _SAID[what].search(html)
    return unescape(found[1]) if found else ""
