"""Calls the functions in `wizard/site/` when MkDocs asks. Nothing is decided here."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File
from mkdocs.utils import get_relative_url

from wizard import site
from wizard.catalogue import load
from wizard.site import data, gallery, markdown_copy, markup, notices, policy, products, runtime, sbom, tables
from wizard.toml_table import CatalogueError

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

TABLE: Final = re.compile(r"^<!-- table: (\S+) -->$", re.MULTILINE)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read the catalogue first, so that a mistake in it, or in a company's overlay, is one line and not a traceback."""
    try:
        load()
    except CatalogueError as error:
        raise PluginError(str(error)) from None
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that are made from the catalogue and from the installed packages."""
    try:
        made = {**products.pages(load()), **gallery.pages(), "notices.md": notices.page()}
    except notices.NoticesError as error:
        raise PluginError(str(error)) from None
    for place, markdown in made.items():
        files.append(File.generated(config, place, content=markdown))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, **_: Any) -> str:
    """Put the catalogue's tables where a page has `<!-- table: ID -->`."""

    def table(match: re.Match[str]) -> str:
        try:
            return tables.for_page(match[1], root=get_relative_url(".", page.url), site=config.site_url or "/")
        except KeyError:
            raise PluginError(f"{page.file.src_uri}: there is no table {match[1]!r}") from None

    return TABLE.sub(table, markdown)


def on_page_context(context: dict[str, Any], page: Page, **_: Any) -> dict[str, Any]:
    """Give the wizard's page its first question, so that it is there before Python is, and the gallery its screens."""
    if page.meta.get("template") == "wizard.html":
        context["first_question"] = site.first_screen()
    elif page.meta.get("template") == "gallery.html":
        context["screen"] = gallery.screen(page.meta["screen"])
    return context


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Write llms.txt, now that every page has been read."""
    pages = _in_order([file.page for file in files.documentation_pages() if file.page])
    entries = [
        markdown_copy.Entry(
            title=str(page.title), url=page.url.lstrip("./"), description=page.meta.get("description", "")
        )
        for page in pages
    ]
    text = markdown_copy.llms_txt(config.site_name, config.site_description or "", _root(config), entries)
    _write(config, "llms.txt", text)
    return env


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Every page: put its markup right, and its text as Markdown beside it."""
    place = Path(page.file.dest_uri)
    _write(config, str(place.with_name("index.md")), markdown_copy.markdown(page.content or ""))
    return markup.repaired(output)


def on_post_template(output_content: str, **_: Any) -> str:
    """Pages without a source of their own, such as the 404 page."""
    return markup.repaired(output_content)


def on_post_build(config: MkDocsConfig) -> None:
    """Add the data for machines, and what the browser runs: the runtime and the wizard's own scripts."""
    for name, text in data.files(load(), _root(config)).items():
        _write(config, f"data/{name}", text)
    _write(config, "sbom.json", sbom.text())
    assets = Path(config.site_dir) / "assets"
    try:
        runtime.stage(assets / "runtime")
    except runtime.RuntimeFilesError as error:
        raise PluginError(str(error)) from None
    scripts = assets / "wizard"
    scripts.mkdir(exist_ok=True)
    for script in runtime.BROWSER.glob("*.js"):
        shutil.copyfile(script, scripts / script.name)
    try:
        policy.guard(Path(config.site_dir))  # last: it reads every page
    except policy.PolicyError as error:
        raise PluginError(str(error)) from None


def _in_order(pages: list[Page]) -> list[Page]:
    """The pages of the navigation in its order, then the others."""
    page = next((page for page in pages if page.is_homepage), None)
    ordered = []
    while page:
        ordered.append(page)
        page = page.next_page
    return [*ordered, *(page for page in pages if page not in ordered)]


def _root(config: MkDocsConfig) -> str:
    return f"{(config.site_url or '/').rstrip('/')}/"


def _write(config: MkDocsConfig, name: str, text: str) -> None:
    path = Path(config.site_dir) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
