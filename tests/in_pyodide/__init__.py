"""The unit tests of what the browser gets, run in Pyodide under Node, and what they show of the modules it needs.

`python -m tests.in_pyodide` runs them with the whole standard library and writes the list that
`wizard/build/assets/runtime.py` takes its modules from.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from wizard.build.assets import bundle, runtime

if TYPE_CHECKING:
    from collections.abc import Callable

HERE: Final = Path(__file__).parent
PROJECT: Final = HERE.parents[1]

HEADER: Final = "FOUND "


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """What a run gave."""

    passed: bool
    """Whether every test passed."""
    files: list[str]
    """The test files that ran."""
    modules: list[str]
    """Modules of the standard library and of the libraries that Pyodide and the app imported."""
    read: list[str]
    """Files of the project that were opened."""
    said: str
    """What pytest printed."""


def run(folder: Path, *, stdlib: str = "stdlib", examples: int = 10, cases: int = 0) -> Found:
    """Run the tests in the runtime that is staged in `folder`; `examples` is how many each property is tried with, in
    a hundred of those elsewhere, and `cases` how many of each table of cases at most; 0 is all.

    `stdlib` is the field of `runtime.json` that names the standard library.
    """
    node = Path(sys.executable).with_name("node")
    packages = Path(pytest_file()).parents[1]
    script: list[str | Path] = [HERE / "run.mjs", folder, stdlib, PROJECT, packages, str(examples), str(cases)]
    command = [node, "--stack-size=5000", *script]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    said, mark, found = done.stdout.rpartition(HEADER)
    if not mark:
        raise RuntimeError(f"Pyodide stopped: {done.stdout[-3000:]}")
    return Found(said=said, **json.loads(found))


def pytest_file() -> str:
    """Where pytest is installed; a folder below site-packages."""
    import pytest  # noqa: PLC0415, only needed for its place

    return str(pytest.__file__)


def staged(folder: Path, *, whole: bool = False, wasm: Callable[[bytes], bytes] = runtime.small) -> Path:
    """A runtime in a new folder in `folder`, with what its loader needs to run under Node beside it.

    `whole` and `wasm` as for :func:`wizard.build.assets.runtime.stage`.
    """
    (folder / "node_modules").symlink_to(bundle.BROWSER / "node_modules")
    runtime.stage(folder / "runtime", whole=whole, wasm=wasm)
    return folder / "runtime"


def main() -> int:
    """Write the list."""
    with tempfile.TemporaryDirectory() as name:
        found = run(staged(Path(name), whole=True, wasm=bytes))
    if not found.passed:
        print(found.said, file=sys.stderr)
        return 1
    modules = [module for module in found.modules if module not in runtime.NOT_MISSED]
    runtime.TRACED.write_text("\n".join(modules) + "\n", encoding="utf-8")
    print(f"{len(modules)} modules, by {len(found.files)} files of tests")
    return 0
