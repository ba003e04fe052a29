"""What a browser's test has proved stays proved while only such sources change as it does not depend on.

All other sources of the project count, whatever they are for: who knows what a page is made of. CI takes nothing that
is kept (see :mod:`tests.proofs`).
"""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests import proofs
from wizard.build.tools.browser import launch_options

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

type Kind = Callable[[Path], bool]

#: Made by the build, not a source.
BUILT: Final = frozenset({"site", "dist"})


def styles(path: Path) -> bool:
    """Whether something can be seen is asked of each screen, in the gallery."""
    return path.suffix == ".css"


def guide(path: Path) -> bool:
    """The pages beside the wizard's own."""
    return path.parts[0] == "docs" and path.suffix == ".md" and path.parts[1] != "wizard"


def scripts_of_the_guide(path: Path) -> bool:
    return path.parts[:2] == ("docs", "javascripts")


def scripts_of_the_wizard(path: Path) -> bool:
    """All but the one that every page loads."""
    return path.parts[:3] == ("wizard", "browser", "page") and path.name != "trusted-default.js"


#: The tests of a file -> the kinds of sources that they do not depend on.
INDEPENDENT_OF: Final[Mapping[str, tuple[Kind, ...]]] = {
    "test_address": (styles, guide, scripts_of_the_guide),
    "test_compare": (scripts_of_the_wizard,),
    "test_conversation": (guide, scripts_of_the_guide),
    "test_gallery": (guide, scripts_of_the_wizard),
    "test_interview": (styles, guide, scripts_of_the_guide),
    "test_look": (guide, scripts_of_the_guide),
    "test_moved": (styles, scripts_of_the_wizard),
    "test_pages": (scripts_of_the_wizard,),
    "test_search": (styles, scripts_of_the_wizard),
    "test_site": (styles, scripts_of_the_wizard),
    "test_start": (styles, guide, scripts_of_the_guide),
    "test_tables": (scripts_of_the_wizard,),
}


@cache
def digest_of(test: Path, *, quick: bool) -> str:
    """The digest of the tests in a file; nothing where what they look at was not made from the sources of now."""
    if test.stem not in INDEPENDENT_OF or not _is_of_now():
        return ""
    program = Path(str(launch_options().get("executable_path") or sys.executable)).stat()
    return proofs.digest(depends_on(test), more=f"{program.st_size} {program.st_mtime} {quick}")


def depends_on(test: Path) -> frozenset[Path]:
    """The files of the project that the tests in a file depend on."""
    settings = [folder / "conftest.py" for folder in (test.parent, test.parents[1])]
    tests = frozenset[Path]().union(*map(proofs.imported, (test, *settings)))
    kinds = INDEPENDENT_OF[test.stem]
    return tests | {file for file in _sources() if not any(kind(file.relative_to(proofs.ROOT)) for kind in kinds)}


@cache
def _sources() -> frozenset[Path]:
    """All of the project's files but for tests of other things."""
    found = set[Path]()
    for place in proofs.ROOT.iterdir():
        if place.name not in proofs.MADE | BUILT and not place.name.startswith("."):
            found |= proofs.below(place) if place.is_dir() else {place}
    tests = proofs.ROOT / "tests"
    return frozenset(
        path
        for path in found
        if not path.is_relative_to(tests) or (path.is_relative_to(tests / "browser") and path.suffix != ".py")
    )


def _is_of_now() -> bool:
    """Whether the site was built after the last change. One that the tests build for themselves is."""
    built = os.environ.get("DATA_STACK_SITE")
    if not built:
        return True
    made = (proofs.ROOT / built / "index.html").stat().st_mtime
    return made >= max(path.stat().st_mtime for path in _sources() if not path.is_relative_to(proofs.ROOT / "tests"))
