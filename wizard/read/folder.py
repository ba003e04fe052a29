"""A project's folder on disk: the files in it that the wizard can read, less what git ignores.

For the command line only: it is not in what the browser gets.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Final

from wizard.read.aside import FOREIGN_FOLDERS
from wizard.read.ignore import Pattern, ignores, patterns
from wizard.read.manifests import reader_of

#: In bytes: a longer file is none that a person wrote.
LONGEST: Final = 5_000_000

#: What is said of a pipe, a device or a socket.
NO_FILE: Final = "this is no file"

#: Progress is told after so many files.
EVERY: Final = 1_000

type Progress = Callable[[int], None]


def names(root: Path, progress: Progress | None = None, wanted: Callable[[str], object] = reader_of) -> Iterator[str]:
    """The names, with folders below `root`, of the files that the wizard can read (or those `wanted`), those higher up
    first; a pipe or a device by such a name is told, too, and refused as it is read. Links are passed over, and so is
    what cannot be opened. `progress` is told how many files were looked at."""
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
                elif not entry.is_symlink() and wanted("/".join(parts)) and not ignores(parts, told, folder=False):
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


def read(path: Path, longest: int = LONGEST) -> str:
    """The text of a file, as far as one is read. Raises OSError, UnicodeDecodeError."""
    with opened(path) as file:
        return file.read(longest).decode("utf-8-sig")


def opened(path: Path) -> BinaryIO:
    """A file, to be read. Raises OSError, for what is none too: a pipe is not waited for, and a device has no end."""
    file = open(path, "rb", opener=_at_once)  # noqa: SIM115, pathlib's takes no opener; the caller closes it
    if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        return file
    file.close()
    raise OSError(errno.EINVAL, NO_FILE, str(path))


def _at_once(path: str, flags: int) -> int:
    try:
        return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        if error.errno == errno.ENXIO:  # a socket
            raise OSError(errno.EINVAL, NO_FILE, path) from None
        raise
