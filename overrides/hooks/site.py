"""Calls the functions in `wizard/build/` when MkDocs asks. Nothing is decided here."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File
from mkdocs.utils import get_relative_url

from wizard.api import first_screen
from wizard.build.assets import bundle, markup, policy, runtime, scripts, styles
from wizard.build.machines import data, markdown_copy, notices, sbom
from wizard.build.pages import gallery, products, tables
from wizard.catalogue import load
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
    """Add the pages made from the catalogue and from the installed packages; and the runtime, for pages name it."""
    try:
        made = {**products.pages(load()), **gallery.pages(), "notices.md": notices.page()}
        config.extra["runtime"] = runtime.stage(Path(config.site_dir, "assets", "runtime"))
    except (notices.NoticesError, runtime.RuntimeFilesError) as error:
        raise PluginError(str(error)) from None
    try:
        config.extra["scripts"] = scripts.contents(config.extra["runtime"])
        config.extra["styles"] = styles.content(Path(config.docs_dir))
    except bundle.BundleError as error:
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
        context["first_question"] = first_screen()
    elif page.meta.get("template") == "gallery.html":
        context["screen"] = gallery.screen(page.meta["screen"])
    context["has_markdown"] = markdown_copy.has_copy(page.url)
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
    if markdown_copy.has_copy(page.url):
        place = Path(page.file.dest_uri).with_name("index.md")
        _write(config, str(place), markdown_copy.markdown(page.content or ""))
    return _finished(output, config)


def on_post_template(output_content: str, config: MkDocsConfig, **_: Any) -> str:
    """Pages without a source of their own, such as the 404 page."""
    return _finished(output_content, config)


def on_post_build(config: MkDocsConfig) -> None:
    """Add the data for machines and the wizard's scripts, and what reads the finished pages."""
    for name, text in data.files(load(), _root(config)).items():
        _write(config, f"data/{name}", text)
    _write(config, "sbom.json", sbom.text())
    site_dir = Path(config.site_dir)
    scripts.write(site_dir, config.extra["scripts"])
    styles.write(site_dir, config.extra["styles"])
    scripts.put_search_index_aside(site_dir)
    try:
        policy.guard(site_dir)  # last: it reads every page
    except policy.PolicyError as error:
        raise PluginError(str(error)) from None
    scripts.write_service_worker(site_dir, config.extra["runtime"], config.extra["scripts"])


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


def _finished(html: str, config: MkDocsConfig) -> str:
    html = scripts.addressed(markup.repaired(html), scripts.folder(config.extra["scripts"]))
    return styles.addressed(html, config.extra["styles"])
