"""Folders, and names of files, that say that a file is not what a project runs on: the one list for detection, the
check and the page (wizard/browser/page/files.js has the foreign folders too; a test holds the two together)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

#: In folders of these names lie other people's projects, or what a tool has made, whether git is told so or not.
FOREIGN_FOLDERS: Final = frozenset(
    {
        *("node_modules", "bower_components", "site-packages", ".venv", "venv", "virtualenv", "vendor", "third_party"),
        *(".git", ".hg", ".svn", "__pycache__", ".tox", ".nox", ".mypy_cache", ".next", ".nuxt", ".svelte-kit"),
        *(".turbo", ".yarn", ".pnpm-store", ".terraform", ".gradle", ".idea", ".vscode", "Pods", "DerivedData"),
    }
)

#: What was, and what is only shown or tried out: never proposed, and said.
_LEFT: Final = (
    "archives?|archived|attic|old|legacy|deprecated|obsolete|backups?|bak|examples?|samples?|playgrounds?|sandbox"
    "|pocs?|prototypes?|spikes?|experiments?|experimental|tutorials?|cookbooks?"
)
_LEFT_FOLDER: Final = re.compile(rf"[_.]*(?:{_LEFT})_*(?:[-_.]?\d[\d._-]*)?", re.IGNORECASE)

#: What is beside the project: it says something where no other file does.
_BESIDE_FOLDER: Final = re.compile(
    r"(?:.*[-_])?(?:docs?|documentation|storybook|examples?|samples?|demos?|(?:reg|unit|smoke)?tests?|testing|testdata"
    r"|__tests__|specs?|_*fixtures_*|mocks?|e2e|bench(?:marks?)?|templates?|external|dist|public|static|assets|wwwroot"
    r"|\.github|\.devcontainer)(?:[-_].*)?",
    re.IGNORECASE,
)

#: As little beside others, but a project may live there: the check reads it.
_PERHAPS_FOLDER: Final = re.compile(r"(?:.*[-_])?(?:website|suites?|integration)(?:[-_].*)?", re.IGNORECASE)

#: Not of settings: `.env.example` shows the project's own.
_LEFT_NAME: Final = re.compile(
    r"(?=.*(?:compose|requirements))(?:.*[-_.])?"
    r"(?:old|legacy|archived?|deprecated|obsolete|backup|bak|orig|examples?|samples?)(?:[-_.].*)?",
    re.IGNORECASE,
)
#: What only tests start. Their other files say so by themselves, and every project has them.
_OF_TESTS: Final = re.compile(r"(?:docker-)?compose.*[-_.](?:tests?|testing|e2e|ci)(?:[-_.].*)?\.ya?ml", re.IGNORECASE)


def parts(name: str) -> list[str]:
    """The folders and the name of a file, by its path on any system."""
    return re.split(r"[/\\]", name)


def below(name: str, roots: Iterable[str] = ()) -> list[str]:
    """The parts of a file's name below the folder that somebody named as the project, of whatever name that is."""
    whole = parts(name)
    starts = [start for root in roots for start in [parts(root)] if whole[: len(start)] == start]
    return whole[max(map(len, starts), default=0) :]


def is_left(there: list[str]) -> bool:
    """Whether a file, by its parts, is of what was, is only shown or tried out, or what only tests start."""
    *folders, base = there
    by_name = _LEFT_NAME.fullmatch(base) or _OF_TESTS.fullmatch(base)
    return bool(by_name) or any(_LEFT_FOLDER.fullmatch(part) for part in folders)


def is_beside(there: list[str], *, perhaps: bool = False) -> bool:
    """Whether a file, by its parts, lies beside the project, or `perhaps` does."""
    folders = there[:-1]
    return any(_BESIDE_FOLDER.fullmatch(part) or (perhaps and _PERHAPS_FOLDER.fullmatch(part)) for part in folders)
