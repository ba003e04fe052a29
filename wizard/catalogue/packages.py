"""Packages in, the commands that fetch them out: one for what is shipped and one for the tools."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from wizard.catalogue.model import Fetch

#: Language -> how its package manager fetches what is shipped, and what developers run.
MANAGERS: Final = {
    "typescript": ("npm install --save-exact", "npm install --save-exact --save-dev"),
    "python": ("python -m pip install", "python -m pip install"),
    "go": ("go get", "go install"),
}

#: What stands before the version and the extras: a scope of npm begins with the sign that a version does.
_NAME: Final = re.compile(r"@?[^@=<>!~\[]+")


def name(package: str) -> str:
    """A package without its version and extras: `drizzle-orm` of `drizzle-orm@0.45`."""
    found = _NAME.match(package)
    return found[0] if found else package


def commands(language: str, fetches: Iterable[Fetch]) -> tuple[str, ...]:
    """The commands for all of these; of a package that is named twice, the later version.

    `go install` takes versions of one module only, so each of Go's tools has a command of its own.
    """
    packages: dict[str, str] = {}
    tools: dict[str, str] = {}
    others: dict[str, None] = {}
    for fetch in fetches:
        others |= dict.fromkeys(fetch.commands)
        packages |= {name(item): item for item in fetch.packages}
        tools |= {name(item): item for item in fetch.tools}
    ship, run = MANAGERS[language]
    apart = [[item] for item in tools.values()] if language == "go" else [list(tools.values())]
    shipped, *run_by_us = (
        f"{manager} {' '.join(_quoted(language, item) for item in items)}" if items else ""
        for manager, items in ((ship, list(packages.values())), *((run, items) for items in apart))
    )
    return tuple(filter(None, (shipped, *others, *run_by_us)))


def _quoted(language: str, package: str) -> str:
    """A shell reads brackets and angles of Python's requirements as its own."""
    return f'"{package}"' if language == "python" else package
