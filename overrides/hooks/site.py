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
from wizard.site import markup, policy, products, runtime, tables

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

TABLE: Final = re.compile(r"^<!-- table: (\S+) -->$", re.MULTILINE)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that are made from the catalogue."""
    for place, markdown in products.pages(load()).items():
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
    """Give the wizard's page its first question, so that it is there before Python is."""
    if page.meta.get("template") == "wizard.html":
        context["first_question"] = site.first_screen()
    return context


def on_post_page(output: str, **_: Any) -> str:
    """Every page."""
    return markup.repaired(output)


def on_post_template(output_content: str, **_: Any) -> str:
    """Pages without a source of their own, such as the 404 page."""
    return markup.repaired(output_content)


def on_post_build(config: MkDocsConfig) -> None:
    """Add what the browser runs: the runtime and the wizard's own scripts."""
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
