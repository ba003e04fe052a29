"""Calls the functions in `wizard/site/` when MkDocs asks. Nothing is decided here."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File
from mkdocs.utils import get_relative_url

from wizard import site
from wizard.catalogue import load
from wizard.site import markup, policy, products, runtime, scripts, tables

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

TABLE: Final = re.compile(r"^<!-- table: (\S+) -->$", re.MULTILINE)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that are made from the catalogue, and what Python in the browser needs, which pages name."""
    for place, markdown in products.pages(load()).items():
        files.append(File.generated(config, place, content=markdown))
    try:
        config.extra["runtime"] = runtime.stage(Path(config.site_dir, "assets", "runtime"))
    except runtime.RuntimeFilesError as error:
        raise PluginError(str(error)) from None
    config.extra["scripts"] = scripts.contents(config.extra["runtime"])
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
    """Give the wizard's page its first question, so that it is there before Python is."""
    if page.meta.get("template") == "wizard.html":
        context["first_question"] = site.first_screen()
    return context


def on_post_page(output: str, config: MkDocsConfig, **_: Any) -> str:
    """Every page."""
    return scripts.addressed(markup.repaired(output), scripts.folder(config.extra["scripts"]))


def on_post_template(output_content: str, config: MkDocsConfig, **_: Any) -> str:
    """Pages without a source of their own, such as the 404 page."""
    return on_post_page(output_content, config)


def on_post_build(config: MkDocsConfig) -> None:
    """Add the wizard's scripts, and what reads the finished pages."""
    site_dir = Path(config.site_dir)
    scripts.write(site_dir, config.extra["scripts"])
    try:
        policy.guard(site_dir)  # last: it reads every page
    except policy.PolicyError as error:
        raise PluginError(str(error)) from None
    scripts.write_service_worker(site_dir, config.extra["runtime"], config.extra["scripts"])
