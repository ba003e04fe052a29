"""See :mod:`tests.profile`."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from contextlib import suppress
from itertools import batched
from pathlib import Path
from typing import TYPE_CHECKING, Final
from unittest import mock

from tests.browsers.drivers import ENGINES, DriverError
from tests.in_pyodide import run, staged
from tests.profile.asked import requests
from tests.profile.browsers import functions_in
from tests.profile.collector import functions_of
from wizard.build.assets import runtime, trim, webassembly

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE: Final = Path(__file__).parent

#: Requests that one Python answers.
MANY: Final = 5000


def main() -> int:
    """Measure what the options ask for, and write the profile."""
    parser = argparse.ArgumentParser(prog="python -m tests.profile", description="Measure which functions run.")
    parser.add_argument("--site", type=Path, default=Path("site"), help="the folder that holds the built site (site)")
    parser.add_argument("--interviews", type=int, default=300, help="how many at random (300)")
    parser.add_argument("--seed", default="0", help="other interviews (0)")
    parser.add_argument("--browsers", nargs="*", choices=ENGINES, default=ENGINES, help="all that can be had")
    parser.add_argument("--no-suite", action="store_true", help="leave the unit tests out")
    parser.add_argument(
        "--begin", action="store_true", help="only see that there is a profile, if need be of all functions"
    )
    parser.add_argument("--add", action="store_true", help="keep what the profile has already")
    options = parser.parse_args()
    untouched = (runtime.PYODIDE / "pyodide.asm.wasm").read_bytes()
    digest = hashlib.sha256(untouched).hexdigest()
    if options.begin:
        _begin(untouched, digest)
        return 0
    found = set(trim.profile().functions) if options.add else set()
    found |= _said("the collector", found, functions_of(webassembly.read(untouched)))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        place = staged(folder, wasm=trim.counting)
        if not options.no_suite:
            found |= _said("the unit tests", found, _suite(place, folder))
        asked = requests(options.interviews, options.seed)
        for number, some in enumerate(batched(asked, MANY), start=1):
            found |= _said(f"requests, {number}", found, _asked(place, folder, some))
        for engine in options.browsers:
            try:
                found |= _said(engine, found, functions_in(engine, options.site, folder / engine))
            except DriverError as error:
                print(f"     {engine}: NOT MEASURED: {error}", flush=True)
    profile = trim.Profile(sha256=digest, functions=frozenset(found))
    trim.FUNCTIONS.write_text(profile.text(), encoding="utf-8")
    print(f"     {len(found)} functions: {len(runtime.small(untouched)):,} of {len(untouched):,} bytes stay")
    return 0


def _begin(untouched: bytes, digest: str) -> None:
    """Let a site be built from a file that has not been measured."""
    with suppress(trim.ProfileError):
        if trim.profile().sha256 == digest:
            return
    profile = trim.Profile(sha256=digest, functions=frozenset(webassembly.read(untouched).functions))
    trim.FUNCTIONS.write_text(profile.text(), encoding="utf-8")


def _said(what: str, before: set[int], ran: set[int]) -> set[int]:
    print(f"     {what}: {len(ran)} functions, {len(ran - before)} of them new", flush=True)
    return ran


def _suite(place: Path, folder: Path) -> set[int]:
    """Those that run in the unit tests."""
    with mock.patch.dict(os.environ, NODE_OPTIONS=f"--import {HERE / 'count.mjs'}", FUNCTIONS_INTO=str(folder)):
        tested = run(place, examples=100)
    if not tested.passed:
        sys.exit(tested.said)
    return set(_counted(folder))


def _asked(place: Path, folder: Path, some: tuple[str, ...]) -> set[int]:
    """Those that run when these requests are answered."""
    node = Path(sys.executable).with_name("node")
    command = [
        str(node),
        "--stack-size=5000",
        "--import",
        str(HERE / "count.mjs"),
        str(HERE / "ask.mjs"),
        str(place),
        "often",
    ]
    environment = {**os.environ, "FUNCTIONS_INTO": str(folder)}
    asked = json.dumps(some)
    told = subprocess.run(command, env=environment, input=asked, stdout=subprocess.PIPE, text=True, check=True)
    if fatal := json.loads(told.stdout.splitlines()[-1])["fatal"]:
        sys.exit(fatal)
    return set(_counted(folder))


def _counted(folder: Path) -> Iterator[int]:
    """What the processes that have ended have left behind, which is taken away."""
    for file in folder.glob("*.txt"):
        yield from map(int, file.read_text(encoding="utf-8").split())
        file.unlink()


if __name__ == "__main__":
    sys.exit(main())
