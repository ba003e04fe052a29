"""A project's folder on disk, without what git ignores. The command line's alone: the browser does not get it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final

from wizard.catalogue.model import Catalogue
from wizard.check.project import Project, of, reader_of
from wizard.check.readers import LONGEST
from wizard.read import folder as walk

#: Files of one project that are read: a repository of ten thousand files has some hundred.
MOST_FILES: Final = 1_000


def read(catalogue: Catalogue, folder: Path) -> Project:
    """The project in `folder`, without what git ignores. Raises OSError where there is no such folder."""
    chosen = sorted(file for file in files(folder) if reader_of(file))
    texts = {}
    for file in chosen[:MOST_FILES]:
        try:
            if not (folder / file).is_file():
                continue  # a submodule, a pipe, or deleted and not committed
            with (folder / file).open("rb") as opened:
                texts[file] = opened.read(4 * LONGEST + 1).decode("utf-8-sig")
        except (OSError, UnicodeDecodeError):
            continue  # no text
    found = of(catalogue, texts)
    if len(chosen) <= MOST_FILES:
        return found
    most = f"Only {MOST_FILES:,} of {len(chosen):,} project files were read: check the folders one by one."
    return replace(found, unread=(most, *found.unread))


def files(folder: Path) -> Iterable[str]:
    """Files below a folder, by their path with `/`: what git knows or would add, or, outside git, those to read."""
    if not folder.is_dir():
        raise NotADirectoryError(20, "there is no such folder", str(folder))
    # No program that the repository's own settings name is run.
    git = [
        "git",
        "-C",
        str(folder),
        "-c",
        "core.fsmonitor=false",
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ]
    try:
        listed = subprocess.run(git, capture_output=True, check=False)
    except OSError:  # no git
        return walk.names(folder, wanted=reader_of)
    if listed.returncode:
        return walk.names(folder, wanted=reader_of)
    return dict.fromkeys(filter(None, os.fsdecode(listed.stdout).split("\0")))
