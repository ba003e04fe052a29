"""A project's folder on disk: the files in it that the wizard can read, less what git ignores.

For the command line only: it is not in what the browser gets.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from wizard.read.aside import FOREIGN_FOLDERS
from wizard.read.ignore import Pattern, ignores, patterns
from wizard.read.manifests import reader_of

#: In bytes: a longer file is none that a person wrote.
LONGEST: Final = 5_000_000

#: Progress is told after so many files.
EVERY: Final = 1_000

type Progress = Callable[[int], None]


def names(root: Path, progress: Progress | None = None, wanted: Callable[[str], object] = reader_of) -> Iterator[str]:
    """The names, with folders below `root`, of the files that the wizard can read (or those `wanted`), those higher up
    first. Links, pipes and devices are passed over, and so is what cannot be opened. `progress` is told how many files
    were looked at."""
    told: dict[str, tuple[Pattern, ...]] = {}
    count = 0
    level: list[tuple[str, ...]] = [()]
    while level:
        below: list[tuple[str, ...]] = []
        for folder in level:
            entries = _entries(os.path.join(root, *folder))  # noqa: PTH118, pathlib's takes a tenth of the walk
            _learn(told, folder, entries)
            for entry in entries:
                count += 1
                if progress and count % EVERY == 0:
                    progress(count)
                parts = (*folder, entry.name)
                if _is_folder(entry):
                    if entry.name not in FOREIGN_FOLDERS and not ignores(parts, told, folder=True):
                        below.append(parts)
                elif _is_file(entry) and wanted("/".join(parts)) and not ignores(parts, told, folder=False):
                    yield "/".join(parts)
        level = below


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return sorted(found, key=lambda entry: entry.name)
    except OSError:
        return []


def _learn(told: dict[str, tuple[Pattern, ...]], folder: tuple[str, ...], entries: list[os.DirEntry[str]]) -> None:
    """Takes what a folder's .gitignore says into `told`."""
    own = next((entry for entry in entries if entry.name == ".gitignore"), None)
    if own and _is_file(own):
        try:
            text = read(Path(own.path))
        except (OSError, UnicodeDecodeError):
            return
        told["/".join(folder)] = patterns(text)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file(follow_symlinks=False)
    except OSError:
        return False


def read(path: Path) -> str:
    """The text of a file, as far as one is read. Raises OSError, UnicodeDecodeError."""
    with path.open("rb") as file:
        return file.read(LONGEST).decode("utf-8-sig")
