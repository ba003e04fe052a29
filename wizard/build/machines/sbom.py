"""A software bill of materials: what this site ships, and what built and tested it, as CycloneDX 1.6 in JSON.

It is made from the lock files, so it names what was really used. The same lock files give the same bytes: there is no
serial number and no time in it.
"""

from __future__ import annotations

import json
import re
import tomllib
from base64 import b64decode
from typing import TYPE_CHECKING, Any, Final

from wizard.build.assets.bundle import BROWSER
from wizard.build.assets.runtime import PACKAGE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT: Final = PACKAGE.parent

#: Packages whose files are in the site; all others only build or test it.
SHIPPED: Final = frozenset({"jinja2", "markupsafe", "mkdocs", "mkdocs-material", "pyodide"})

#: What is not shipped as it was published, and what was done to it. Hashes are those of the package that was published.
CHANGED: Final[Mapping[str, Any]] = {
    "pyodide": {
        "pedigree": {
            "notes": "pyodide.asm.wasm: functions that never run do nothing but end the program, tables and docstrings "
            "that nothing reads are blank, and exports that nothing asks for are left out. pyodide.asm.js: what is "
            "never used is left out. By trim.py, units.py, docstrings.py, frozen.py and linking.py in "
            "wizard/build/assets. "
            "python_stdlib.zip: the modules that are used, compiled, some replaced by those in "
            "wizard/browser/python/stand_ins. Beside them pyodide-full-*.wasm and stdlib-full-*.zip are shipped "
            "as they were published."
        }
    }
}

_PINNED: Final = re.compile(r"^(?P<name>[a-z0-9-]+)==(?P<version>[^ ;\\]+)", re.MULTILINE)


def text() -> str:
    """The whole document."""
    return json.dumps(document(), indent=1, ensure_ascii=False) + "\n"


def document() -> dict[str, Any]:
    """The document as plain data."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": project["name"],
                "name": project["name"],
                "version": project["version"],
                "licenses": [{"license": {"id": project["license"]}}],
            }
        },
        "components": sorted((*_cpython(), *_from_pypi(), *_from_npm()), key=lambda part: part["bom-ref"]),
    }


def _component(kind: str, name: str, version: str) -> dict[str, Any]:
    address = f"pkg:{kind}/{name.replace('@', '%40')}@{version}"
    scope = "required" if name in SHIPPED else "excluded"
    return {"type": "library", "bom-ref": address, "name": name, "version": version, "scope": scope, "purl": address}


def _cpython() -> Iterator[dict[str, Any]]:
    """The interpreter, which comes inside Pyodide."""
    info = json.loads((BROWSER / "node_modules" / "pyodide" / "pyodide-lock.json").read_text(encoding="utf-8"))["info"]
    yield {**_component("generic", "cpython", info["python"]), "type": "platform", "scope": "required"}


def _from_pypi() -> Iterator[dict[str, Any]]:
    """requirements.txt. It has a hash for each file of a release, not one for the release: they stay there."""
    for pinned in _PINNED.finditer((ROOT / "requirements.txt").read_text(encoding="utf-8")):
        yield _component("pypi", pinned["name"], pinned["version"])


def _from_npm() -> Iterator[dict[str, Any]]:
    """Both lock files; a package that both have is named once."""
    found = {}
    for folder in (ROOT / "tests", BROWSER):
        lock = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))
        for path, package in lock["packages"].items():
            if not path:
                continue
            name = package.get(
                "name", path.rpartition("node_modules/")[2]
            )  # the first, where it is installed as another
            part = _component("npm", name, package["version"])
            if folder != BROWSER:
                part["scope"] = "excluded"
            digest = b64decode(package["integrity"].removeprefix("sha512-")).hex()
            found[part["bom-ref"]] = {
                **part,
                **CHANGED.get(name, {}),
                "hashes": [{"alg": "SHA-512", "content": digest}],
            }
    yield from found.values()
