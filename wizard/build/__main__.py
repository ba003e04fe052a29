"""`python -m wizard.build`: build the site. `make build` calls it.

Three steps: :mod:`wizard.build.stage` writes Markdown, MkDocs prints it, :mod:`wizard.build.finish` completes the site.
A mistake in the catalogue, an overlay or a page is one line, and the exit status is 1.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from wizard.build.assets.bundle import BundleError
from wizard.build.assets.compiled import RuntimeFilesError
from wizard.build.assets.policy import PolicyError
from wizard.build.assets.runtime import PACKAGE
from wizard.build.finish import finish
from wizard.build.machines.notices import NoticesError
from wizard.build.settings import Settings, SettingsError
from wizard.build.stage import StageError, stage
from wizard.catalogue.toml_table import CatalogueError

ROOT: Final = PACKAGE.parent
DOCS: Final = ROOT / "docs"


class PrintError(Exception):
    """MkDocs found a mistake: what it said of it."""


#: What is said in a line: where it is and what is wrong.
MISTAKES: Final = (
    BundleError,
    CatalogueError,
    NoticesError,
    PolicyError,
    PrintError,
    RuntimeFilesError,
    SettingsError,
    StageError,
)


def main(arguments: list[str] | None = None) -> int:
    """Build the site that the options name."""
    parser = argparse.ArgumentParser(prog="python -m wizard.build", description="Build the site.")
    parser.add_argument("--site", type=Path, default=ROOT / "site", help="the folder to build into (site)")
    parser.add_argument("--staged", type=Path, default=ROOT / ".cache" / "docs", help="for Markdown (.cache/docs)")
    options = parser.parse_args(arguments)
    try:
        build(options.site.resolve(), options.staged.resolve(), Settings.read())
    except MISTAKES as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def build(site: Path, staged: Path, settings: Settings) -> None:
    """Build the site into `site`, by way of `staged`: both are emptied first."""
    places = stage(DOCS, staged, settings)
    print_pages(staged, site, settings)
    finish(site, DOCS, places, settings)


def print_pages(staged: Path, site: Path, settings: Settings) -> None:
    """Let MkDocs print the Markdown in `staged` as HTML into `site`. Raises :class:`PrintError`."""
    told = {"STAGED": str(staged), "SITE_URL": settings.site, "REPOSITORY_URL": settings.repository}
    environment = {**os.environ, **told, "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:  # its --quiet would keep it from counting warnings
        said = [line for line in (done.stderr + done.stdout).splitlines() if line and not line.startswith("INFO")]
        raise PrintError("\n".join(said))


if __name__ == "__main__":
    sys.exit(main())
