"""A proof is a build product: what was proved for the very same sources need not be proved again.

A test that is marked `proof` depends on nothing but files of this project, the packages in
requirements.txt and Python itself. When it has passed, that is kept in `.cache/proofs`, under a digest of all these;
for another digest it is proved anew. A fresh machine has nothing kept, CI takes nothing that is, and `--prove` proves
everything. What fails is never kept.

That the digest covers what a proof depends on is checked, too: a proof fails if it opens a file of the project that its
digest does not cover.
"""

from __future__ import annotations

import ast
import hashlib
import os
import shutil
import sys
import time
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import FrameType

    import pytest

ROOT: Final = Path(__file__).parents[1]
KEPT: Final = ROOT / ".cache" / "proofs"

#: For so long, in seconds.
WEEKS: Final = 14 * 24 * 3600

#: Says how many examples of a property are tried.
EXAMPLES: Final = "DATA_STACK_EXAMPLES"

#: Names a folder with a company's rules, which are read beside the guide's.
OVERLAY: Final = "DATA_STACK_OVERLAY"

#: Of a package's other files, what no module of it reads: those that it imports are known by name, and the others are
#: for browsers.
NOT_READ: Final = frozenset({".py", ".js", ".mjs", ".css", ".yml", ".png"})

#: Says which versions of other people's packages there are.
PINNED: Final = ("requirements.txt", "pyproject.toml")

#: Folders of the project that hold what others have made, or what was made here.
MADE: Final = frozenset({".cache", ".git", ".hypothesis", ".tools", ".venv", "__pycache__", "node_modules"})

#: How a reason to skip begins, by which a proof that is kept is told from a test that is left out.
PROVED: Final = "proved for digest "


def imported(file: Path, root: Path = ROOT) -> frozenset[Path]:
    """`file` and the modules of the project that it imports, and these, and so on; wherever in a file it says so."""
    found: set[Path] = set()
    waiting = [file]
    while waiting:
        if (source := waiting.pop()) not in found:
            found.add(source)
            waiting += _imported_by(source, root)
    return frozenset(found)


@cache
def _imported_by(source: Path, root: Path) -> tuple[Path, ...]:
    return tuple(path for name in _names_in(source, root) for path in _files(name, root))


def _names_in(source: Path, root: Path) -> Iterator[str]:
    """Names of what a file imports. What is imported from a module may be a module as well. Of a name that is put
    together, which only tells the folder (`import_module(f"wizard.show.{name}")`), all that is in it."""
    package = source.relative_to(root).parent.parts
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (item.name for item in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) + 1 - node.level] if node.level else ()
            module = ".".join([*above, *([node.module] if node.module else [])])
            yield from (f"{module}.{item.name}" for item in node.names)
        elif isinstance(node, ast.Call) and "import_module" in (
            getattr(node.func, "id", ""),
            getattr(node.func, "attr", ""),
        ):
            begins = ast.unparse(node.args[0]).partition("{")[0].removeprefix("f").strip("'\".")
            yield from (f"{begins}.{file.stem}" for file in root.joinpath(*begins.split(".")).glob("*.py"))


@cache
def _files(name: str, root: Path) -> tuple[Path, ...]:
    """A module's file if the project has it, and those of the packages that it is in."""
    above = _files(name.rpartition(".")[0], root) if "." in name else ()
    place = root.joinpath(*name.split("."))
    return (*above, *(path for path in (place / "__init__.py", place.with_suffix(".py")) if path.is_file()))


def covered(file: Path, root: Path = ROOT) -> frozenset[Path]:
    """Files of the project that the proofs in a file depend on."""
    settings = [folder / "conftest.py" for folder in file.parents if folder.is_relative_to(root)]
    sources = imported(file, root).union(*(imported(setting, root) for setting in settings if setting.is_file()))
    packages = {source.relative_to(root).parts[0] for source in sources if source.parent != root}
    data = {path for package in packages for path in below(root / package) if path.suffix not in NOT_READ}
    pinned = {root / name for name in PINNED}
    overlay = os.environ.get(OVERLAY)
    return sources | data | pinned | (below(root / overlay) if overlay else frozenset())


def below(folder: Path) -> frozenset[Path]:
    """The files in a folder and in those inside it, without what was made."""
    found: set[Path] = set()
    for place, folders, names in folder.walk():
        folders[:] = [name for name in folders if name not in MADE]
        found |= {place / name for name in names}
    return frozenset(found)


def digest(files: Iterable[Path], root: Path = ROOT, more: str = "") -> str:
    """16 hexadecimal digits that change with a file's name or content, with Python, and with `more`."""
    told = hashlib.sha256(f"{sys.version}\0{sys.platform}\0{more}".encode())
    for file in sorted(files):
        told.update(f"\0{os.path.relpath(file, root)}\0".encode())
        told.update(hashlib.sha256(file.read_bytes()).digest())
    return told.hexdigest()[:16]


@cache
def covered_by_digest(file: Path) -> frozenset[Path]:
    """What the digest of the proofs in a file covers: found once a run, as each of a thousand tests asks for it."""
    return covered(file)


@cache
def digest_of(file: Path) -> str:
    """The digest of the proofs in a file, for as many examples of a property as are tried."""
    return digest(covered_by_digest(file), more=os.environ.get(EXAMPLES, ""))


def name_of(item: pytest.Item) -> str:
    """A test's name, the same with and without groups, which pytest-xdist adds to a test's id."""
    return f"{item.path.relative_to(ROOT)}::{item.name}"


def proves_again(config: pytest.Config) -> bool:
    """Whether nothing that is kept counts."""
    return bool(config.getoption("prove") or os.environ.get("CI"))


def is_kept(found: str, test: str) -> bool:
    """Whether a test has passed under this digest."""
    return test in _kept(found)


def keep(found: str, test: str) -> None:
    """Keep that a test has passed under this digest."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / found).open("a", encoding="utf-8") as place:  # several processes write at once, each a whole line
        place.write(f"{test}\n")


@cache
def _kept(found: str) -> frozenset[str]:
    place = KEPT / found
    return frozenset(place.read_text(encoding="utf-8").splitlines()) if place.is_file() else frozenset()


def forget_the_old() -> None:
    """Drop what was proved for sources of weeks ago: nobody comes back to them."""
    for place in KEPT.glob("*"):
        if time.time() - place.stat().st_mtime > WEEKS:
            shutil.rmtree(place, ignore_errors=True) if place.is_dir() else place.unlink(missing_ok=True)


# --- what a proof opens -----------------------------------------------------------------------------------------------

_opened: set[Path] | None = None


@contextmanager
def watched() -> Iterator[set[Path]]:
    """Gathers the files of the project that this process opens."""
    global _opened  # noqa: PLW0603, Python calls a hook that cannot be taken away again
    _begin()
    opened: set[Path] = set()
    _opened = opened
    try:
        yield opened
    finally:
        _opened = None


@cache
def _begin() -> None:
    sys.addaudithook(_hear)


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open" and _opened is not None and isinstance(arguments[0], str | os.PathLike):
        file = Path(os.path.abspath(os.fspath(arguments[0])))  # noqa: PTH100, it asks the disk for nothing
        if file.parent.name == "__pycache__":
            file = file.parents[1] / f"{file.name.partition('.')[0]}.py"
        if is_ours(file) and not _looked_at_by_hypothesis():
            _opened.add(file)


def _looked_at_by_hypothesis() -> bool:
    """It looks for constants in the source of whatever module has been imported, by other tests too."""
    frame: FrameType | None = sys._getframe(1)
    while frame and not frame.f_code.co_filename.endswith("hypothesis/internal/constants_ast.py"):
        frame = frame.f_back
    return frame is not None


def is_ours(file: Path) -> bool:
    """Whether it is a file of the project that was not made from others."""
    return file.is_relative_to(ROOT) and MADE.isdisjoint(file.relative_to(ROOT).parts) and file.is_file()
