"""A project's folder on disk, without what git ignores. The command line's alone: the browser does not get it."""

from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from wizard.catalogue.model import Catalogue
from wizard.check.project import Project, of, reader_of
from wizard.check.readers import LONGEST, short
from wizard.read import folder as walk

#: Files of one project that are read: a repository of ten thousand files has some hundred.
MOST_FILES: Final = 1_000

#: In seconds: git waits without an end for a pipe in the place of a file that its settings name.
LONGEST_WAIT: Final = 5

#: Git without the programs that a repository's own settings name: a watcher of files, and what fetches a missing object
#: (`uploadpack`, `vcs`, `core.sshCommand`). A bare repository among the files is no repository.
_GIT: Final = ("git", "--no-pager", "-c", "core.fsmonitor=false", "-c", "safe.bareRepository=explicit")
#: An older git knows no GIT_NO_LAZY_FETCH; a repository's `protocol.file.allow` outweighs `-c protocol.allow=never`,
#: and not GIT_ALLOW_PROTOCOL.
_ENVIRONMENT: Final = {
    "GIT_ALLOW_PROTOCOL": "",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
}


def read(catalogue: Catalogue, folder: Path) -> Project:
    """The project in `folder`, without what git ignores. Raises OSError where there is no such folder."""
    there, silent = _listed(folder)
    chosen = sorted(file for file in there if reader_of(file))
    texts = {}
    unread = [silent] if silent else []
    if len(chosen) > MOST_FILES:
        unread.append(f"Only {MOST_FILES:,} of {len(chosen):,} project files were read: check the folders one by one.")
    for file in chosen[:MOST_FILES]:
        path = folder / file
        if leads_out(path, folder):
            unread.append(f"{short(file)} is a link out of the folder. It was left out.")
        elif path.exists() and not path.is_dir():  # and no submodule, not deleted
            try:
                texts[file] = walk.read(path, 4 * LONGEST + 1)
            except UnicodeDecodeError:
                unread.append(f"{short(file)} is not UTF-8 text. The file was left out.")
            except OSError as error:
                unread.append(f"{short(file)}: {error.strerror}. The file was left out.")
    found = of(catalogue, texts)
    return replace(found, unread=(*unread, *found.unread))


def leads_out(path: Path, folder: Path) -> bool:
    """Whether a link, in the path's place or above it, leads out of a folder: what lies there is not the project's."""
    return not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def files(folder: Path) -> Iterable[str]:
    """Files below a folder, by their path with `/`: what git knows or would add, or, outside git, those to read."""
    return _listed(folder)[0]


def _listed(folder: Path) -> tuple[Iterable[str], str]:
    """(the same, a sentence where git did not say)."""
    if not folder.is_dir():
        raise NotADirectoryError(20, "there is no such folder", str(folder))
    for file in _told_to_git(folder):
        if file.exists() and not file.is_file():  # git would wait for whoever writes into it
            raise OSError(errno.EINVAL, f"{file.name} is no file, and git would wait for it: remove it", str(file))
    try:
        listed = subprocess.run(
            [*_GIT, "-C", str(folder), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            capture_output=True,
            check=False,
            env=os.environ | _ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            timeout=LONGEST_WAIT,
        )
    except subprocess.TimeoutExpired:
        said = f"git has not listed the files within {LONGEST_WAIT} seconds: is a file that its settings name a pipe?"
        return walk.names(folder, wanted=reader_of), f"{said} What .gitignore names was left out without it."
    except OSError:  # no git
        return walk.names(folder, wanted=reader_of), ""
    if listed.returncode:
        return walk.names(folder, wanted=reader_of), ""
    pipes = (path.name for path in folder.iterdir() if not (path.is_file() or path.is_dir() or path.is_symlink()))
    return dict.fromkeys((*filter(None, os.fsdecode(listed.stdout).split("\0")), *pipes)), ""  # which git passes over


def _told_to_git(folder: Path) -> Iterator[Path]:
    """The files in which git looks for what it ignores, in a folder, above it and below it."""
    here = folder.resolve()
    yield from (above / name for above in (here, *here.parents) for name in (".gitignore", ".git/info/exclude"))
    yield from (folder / name for name in walk.names(folder, wanted=lambda name: name.endswith(".gitignore")))
