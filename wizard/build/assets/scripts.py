"""Put the wizard's scripts and the service worker into the built site.

Scripts lie in one folder that is named after their content and after the runtime that they start. So a page never
meets scripts of another build, and a script never a runtime of another build, whatever a cache has kept.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from functools import cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

from wizard.build.assets import bundle
from wizard.build.assets.bundle import BROWSER
from wizard.build.assets.styles import MATERIAL

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from wizard.build.assets.runtime import Runtime

#: How pages name the folder, until :func:`addressed` has put in its digest.
FOLDER: Final = "assets/wizard/"

#: Lies at the site's root, because a service worker has no say above its own folder.
SERVICE_WORKER: Final = "service-worker.js"

#: Where Material's search finds its index.
SEARCH_INDEX: Final = "search/search_index.json"

#: Pages that a return visit can begin on.
ALWAYS: Final = ("", "wizard/")

#: Pages that nobody needs offline.
ONLINE: Final = ("gallery/",)

#: Parts of the runtime that a start fetches. The whole standard library is for a second try, with a network.
STARTED_FROM: Final = ("loader", "glue", "wasm", "stdlib", "app")

#: What is kept of it for a visit without a network.
OFFLINE: Final = (*STARTED_FROM, "reader")


def contents(runtime: Runtime) -> dict[str, bytes]:
    """Name -> content of each script in the folder."""
    versions = {"wizard": runtime.app.path, "pyodide": runtime.pyodide, "python": runtime.python}
    return {
        "data-stack-wizard.js": bundle.script(
            BROWSER / "page" / "data-stack-wizard.js", define={"VERSIONS": json.dumps(versions)}
        ),
        "trusted-default.js": bundle.script(BROWSER / "page" / "trusted-default.js", form="iife"),
        "worker.js": bundle.script(BROWSER / "python" / "worker.js", define={"RUNTIME": runtime.to_json()}),
        "search.js": bundle.script(BROWSER / "search" / "worker.js", form="iife"),
    }


def folder(scripts: Mapping[str, bytes]) -> str:
    """The folder's name below the site, with the digest of its content."""
    digest = hashlib.sha256(json.dumps({name: text.decode() for name, text in scripts.items()}).encode())
    return f"{FOLDER.rstrip('/')}-{digest.hexdigest()[:16]}/"


def addressed(html: str, name: str) -> str:
    """A page that names the folder as it is in this build, and our search in the place of Material's."""
    return html.replace(search_worker(), f"{FOLDER}search.js").replace(FOLDER, name)


@cache
def search_worker() -> str:
    """The address of Material's search worker below the site. Ours speaks its language (browser/search/worker.js)."""
    (worker,) = MATERIAL.glob("assets/javascripts/workers/search.*.min.js")
    return worker.relative_to(MATERIAL).as_posix()


def write(site: Path, scripts: Mapping[str, bytes]) -> None:
    """Put the scripts into the built site."""
    place = site / folder(scripts)
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    for name, content in scripts.items():
        (place / name).write_bytes(content)


def write_service_worker(site: Path, runtime: Runtime, scripts: Mapping[str, bytes]) -> None:
    """Write the service worker for a finished site: what it keeps, and a name that changes when any of that does."""
    kept = {f"assets/runtime/{getattr(runtime, part).path}" for part in OFFLINE}
    kept |= {f"{folder(scripts)}{name}" for name in scripts}
    kept.add(SEARCH_INDEX)
    for page in ALWAYS:
        kept |= {page} | {address for address in references(site, page) if (site / address).is_file()}
    files = {address: site / address / "index.html" if address in ALWAYS else site / address for address in kept}
    pages = {f"{file.parent.relative_to(site).as_posix()}/" for file in site.glob("*/**/index.html")}
    rest = {page for page in pages if not page.startswith(ONLINE)} | {"sitemap.xml"}  # by which links are known
    rest |= {file.relative_to(site).as_posix() for file in site.glob("javascripts/*.js")}
    digests = {address: hashlib.sha256(files[address].read_bytes()).hexdigest() for address in sorted(kept)}
    build = hashlib.sha256(json.dumps(digests).encode())
    source = (BROWSER / "offline" / SERVICE_WORKER).read_text(encoding="utf-8")
    head = (
        f'const BUILD = "{build.hexdigest()[:16]}";\n'
        f'const SCRIPTS = "{folder(scripts)}";\n'
        f"const KEPT = {json.dumps(digests, indent=1)};\n"
        f"const REST = {json.dumps(sorted(rest - kept))};\n"
    )
    (site / SERVICE_WORKER).write_text(head + source, encoding="utf-8")


def references(site: Path, page: str) -> set[str]:
    """Addresses, below the site, of the files that a page needs to be shown and to work."""
    reader = _References()
    reader.feed((site / page / "index.html").read_text(encoding="utf-8"))
    base = f"https://site.invalid/{page}"
    found = {urlsplit(urljoin(base, address)) for address in reader.found}
    return {parts.path.removeprefix("/") for parts in found if parts.netloc == "site.invalid"}


class _References(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        address = given.get("href") if tag == "link" else given.get("src")
        if address and (tag != "link" or given.get("rel") in ("stylesheet", "icon", "modulepreload")):
            self.found.add(address)
