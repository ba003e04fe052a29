"""The step before MkDocs: every page as Markdown in one folder, those of `docs/` with their tables, and those made."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from wizard.build.machines import notices
from wizard.build.pages import first_minutes, gallery, moved, products, tables
from wizard.catalogue.load import load
from wizard.door.api import first_step, response

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from wizard.build.settings import Settings

TABLE: Final = re.compile(r"^<!-- table: (\S+) -->$", re.MULTILINE)

#: The line of the wizard's page after which its first question stands, so that it is there before Python is.
WIZARD: Final = "template: wizard.html\n"


class StageError(Exception):
    """A page that cannot be made: one sentence that names it."""


def stage(docs: Path, staged: Path, settings: Settings) -> tuple[str, ...]:
    """Make `staged` a folder with all that MkDocs prints. Gives the place of each page, those of `docs` first.

    Raises :class:`StageError`, `CatalogueError` and `NoticesError`.
    """
    catalogue = load()  # first, so that a mistake in it is what is said
    made = {
        **products.pages(catalogue, settings.repository),
        **first_minutes.pages(catalogue),
        **moved.pages(),
        **gallery.pages(),
        "notices.md": notices.page(),
    }
    edited = products.sources(catalogue) | first_minutes.sources(catalogue)
    shutil.rmtree(staged, ignore_errors=True)
    shutil.copytree(docs, staged)
    written = tuple(file.relative_to(staged).as_posix() for file in sorted(staged.rglob("*.md")))
    for place in written:
        file = staged / place
        file.write_text(with_tables(file.read_text(encoding="utf-8"), place, settings.site), encoding="utf-8")
    for place, markdown in made.items():
        if place in written:
            raise StageError(f"docs/{place}: a page is made for this place from the catalogue: give yours another name")
        file = staged / place
        file.parent.mkdir(exist_ok=True)
        file.write_text(with_source(markdown, edited.get(place, "")), encoding="utf-8")
    return (*written, *made)


def with_tables(markdown: str, place: str, site: str) -> str:
    """A page of `docs/` with the catalogue's tables where it has `<!-- table: ID -->`, and the first question, with
    all that Python would give for it, where it is the wizard's. `site` is the site's address."""

    def table(match: re.Match[str]) -> str:
        try:
            return tables.for_page(match[1], root=root(place), site=site)
        except KeyError:
            raise StageError(f"docs/{place}: there is no table {match[1]!r}") from None

    first = response(first_step())
    question = json.dumps(first["html"], ensure_ascii=False)
    rest = json.dumps(json.dumps(first, ensure_ascii=False).replace("<", r"\u003c"), ensure_ascii=False)
    shown = f"{WIZARD}first_question: {question}\nfirst_response: {rest}\n"
    return TABLE.sub(table, markdown).replace(WIZARD, shown, 1)


def with_source(markdown: str, source: str) -> str:
    """A page that is made, with the file to edit in its front matter: below the repository, or nothing."""
    return markdown.replace("---\n", f"---\nedit: {json.dumps(source)}\n", 1)


def url(place: str) -> str:
    """Where a page is, below the site: `guide/client.md` is `guide/client/`, `guide/index.md` is `guide/`."""
    path = PurePosixPath(place)
    folder = path.parent if path.name == "index.md" else path.with_suffix("")
    return "" if folder == PurePosixPath() else f"{folder}/"


def root(place: str) -> str:
    """From a page to the site's root."""
    return "/".join(_up(url(place))) or "."


def _up(address: str) -> Iterator[str]:
    return (".." for letter in address if letter == "/")
