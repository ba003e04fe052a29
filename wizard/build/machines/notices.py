"""Third-party notices for what the site ships, made at build time from the installed packages' own files.

Raises :class:`NoticesError` when a package has lost the file that its notice comes from.
"""

from __future__ import annotations

import json
import re
import sysconfig
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import Final

from wizard.build.assets.bundle import BROWSER

PYODIDE: Final = BROWSER / "node_modules" / "pyodide"

#: A notice that a script keeps through minification.
BANNER: Final = re.compile(r"/\*!\s*(.*?)\s*\*/", re.DOTALL)

#: A package inside a bundle, as its source map names it.
BUNDLED: Final = re.compile(r"node_modules/((?:@[^/]+/)?[^/]+)/")


class NoticesError(Exception):
    """A notice cannot be made; the message names the file that is missing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """A part of the site that others wrote. `licence` is the name that the package gives."""

    name: str
    version: str
    licence: str
    website: str
    use: str
    texts: tuple[str, ...]


def page() -> str:
    """The page as Markdown."""
    lines = [
        "---",
        "title: Third-party notices",
        "description: What this site ships that others wrote, with versions and licences.",
        "search:",
        "  exclude: true",
        "---",
        "",
        "# Third-party notices",
        "",
        "This site ships software that others wrote. The list is made from the packages that built the site, each time",
        "it is built. The site's own code is under the MIT licence.",
        "",
    ]
    for notice in notices():
        version = f" {notice.version}" if notice.version else ""
        lines += [f"## {notice.name}{version}", "", f"{notice.use} Licence: {notice.licence}. <{notice.website}>", ""]
        for text in notice.texts:
            lines += ['??? note "Licence and notices"', "", "    ```text", *_indented(text), "    ```", ""]
    return "\n".join(lines)


def notices() -> Iterator[Notice]:
    """Every part, the runtime first."""
    yield _pyodide()
    yield Notice(
        name="CPython",
        version=sysconfig.get_python_version(),
        licence="PSF-2.0",
        website="https://www.python.org/",
        use="The language and its standard library, inside Pyodide.",
        texts=(_read(Path(sysconfig.get_path("stdlib")) / "LICENSE.txt"),),
    )
    yield _package("jinja2", "Fills the wizard's templates, in the browser.")
    yield _package("markupsafe", "Escapes HTML for Jinja, in the browser.")
    yield _package("mkdocs", "Made the pages; its search index is shipped with them.")
    yield _package("mkdocs-material", "The pages' templates, styles and scripts.")
    yield _scripts()
    yield _icons()


def _pyodide() -> Notice:
    """Pyodide's npm package names its licence and leaves out the text, which pyodide-build carries."""
    package = json.loads(_read(PYODIDE / "package.json"))
    return Notice(
        name="Pyodide",
        version=package["version"],
        licence=package["license"],
        website=f"https://github.com/pyodide/pyodide/tree/{package['version']}",
        use=(
            "Runs Python in the browser. Its source code is at the address. This site's build changes what it ships: "
            "functions that never run, and tables and docstrings that nothing reads, are left out of "
            "`pyodide.asm.wasm`, and what nothing asks for is left out of that and of `pyodide.asm.js` (`trim.py`, "
            "`units.py`, `docstrings.py`, `frozen.py` and `linking.py` in `wizard/build/assets/` in this site's "
            "source); small Python modules stand in for some of its own "
            "(`wizard/browser/python/stand_ins/`). The WebAssembly "
            "as it was published lies beside the other, and is used when that is not enough."
        ),
        texts=_licences(distribution("pyodide-build"))[:1],
    )


def _package(name: str, use: str) -> Notice:
    found = distribution(name)
    metadata = found.metadata
    urls = [line.split(", ", 1) for line in metadata.get_all("Project-URL") or ()]
    addresses = {"": metadata.get("Home-page", ""), **{label.lower(): url for label, url in urls}}
    website = next(addresses[label] for label in ("source", "homepage", "") if label in addresses)
    return Notice(
        name=metadata["Name"],
        version=found.version,
        licence=_licence_name(found),
        website=website,
        use=use,
        texts=_licences(found),
    )


def _licence_name(found: Distribution) -> str:
    """The licence as the metadata name it: an expression, a classifier, or a short text."""
    if expression := found.metadata.get("License-Expression"):
        return expression
    classifiers = found.metadata.get_all("Classifier") or []
    named = [item.rpartition(" :: ")[2] for item in classifiers if item.startswith("License :: ")]
    return named[0] if named else found.metadata.get("License", "see below")


def _licences(found: Distribution) -> tuple[str, ...]:
    files = [file for file in found.files or () if ".dist-info/licenses/" in file.as_posix()]
    if not files:
        raise NoticesError(f"{found.metadata['Name']}: no licence file is installed with it")
    return tuple(_read(Path(str(file.locate()))) for file in sorted(files, key=lambda file: len(file.parts)))


def _scripts() -> Notice:
    """What Material's scripts are bundled from, with the notices that they keep."""
    folder = _material() / "templates" / "assets" / "javascripts"
    bundled = {
        match[1]
        for path in folder.rglob("*.js.map")
        for source in json.loads(_read(path))["sources"]
        if (match := BUNDLED.search(source))
    }
    banners = dict.fromkeys(banner for path in sorted(folder.rglob("*.js")) for banner in BANNER.findall(_read(path)))
    return Notice(
        name="Inside Material's scripts",
        version="",
        licence="each as its notice says",
        website="https://github.com/squidfunk/mkdocs-material",
        use=f"Bundled: {', '.join(sorted(bundled))}; beside them lie the language files of lunr-languages.",
        texts=("\n\n".join(re.sub(r"^ ?\* ?", "", banner, flags=re.MULTILINE) for banner in banners),),
    )


def _icons() -> Notice:
    return Notice(
        name="Material Design Icons",
        version="",
        licence="as below",
        website="https://github.com/Templarian/MaterialDesign",
        use="The icons in the header and in the navigation. No fonts are shipped.",
        texts=(_read(_material() / "templates" / ".icons" / "material" / "LICENSE"),),
    )


def _material() -> Path:
    return Path(str(distribution("mkdocs-material").locate_file("material")))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise NoticesError(f"{path}: no such file") from None


def _indented(text: str) -> Iterable[str]:
    return (f"    {line}".rstrip() for line in text.replace("```", "'''").splitlines())
