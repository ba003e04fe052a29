"""Put the style sheets into one file, named after its content."""

from __future__ import annotations

import hashlib
from importlib.metadata import distribution
from pathlib import Path
from typing import Final

from wizard.build.assets import bundle

#: Material's templates and assets.
MATERIAL: Final = Path(str(distribution("mkdocs-material").locate_file("material/templates")))

#: Material's, which its own template would name one by one.
THEIRS: Final = ("main", "palette")

#: Ours, in the order of the cascade.
OURS: Final = ("site", "wizard", "picture", "products", "tables")

#: How pages name the file, until :func:`addressed` has put in its digest.
SHEET: Final = "assets/stylesheets/site.css"


def content(docs: Path) -> bytes:
    """All of them. `docs` is the folder of the site's sources."""
    files = [file for name in THEIRS for file in MATERIAL.glob(f"assets/stylesheets/{name}.*.min.css")]
    files += [docs / "stylesheets" / f"{name}.css" for name in OURS]
    texts = [file.read_text(encoding="utf-8") for file in files]
    return bundle.styles("\n".join(text.removeprefix('@charset "UTF-8";') for text in texts))


def address(sheet: bytes) -> str:
    """Where the file is, below the site."""
    return SHEET.replace(".css", f"-{hashlib.sha256(sheet).hexdigest()[:16]}.css")


def addressed(html: str, sheet: bytes) -> str:
    """A page that names the file as it is in this build."""
    return html.replace(SHEET, address(sheet))


def write(site: Path, sheet: bytes) -> None:
    """Put the file into the built site."""
    place = site / address(sheet)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(sheet)
