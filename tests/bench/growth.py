"""How answers, the build and the proofs grow with the catalogue: with copies of every product, all in CPython.

Build and proofs take minutes, so what they took of the processor is counted: what else runs changes it little.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.bench.interviews import INTERVIEWS, OPEN, events
from tests.grown import write_overlay
from wizard.catalogue.load import OVERLAY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

ROOT: Final = Path(__file__).parents[2]

#: How many times the products.
TIMES: Final = (1, 2, 4, 8)

BUILD: Final = "build"
PROOFS: Final = "proofs"

type Grown = Mapping[tuple[str, int], Sequence[float]]
"""Samples by what is measured (a screen, in milliseconds; `build` and `proofs`, in seconds) and how many times."""


def measure(runs: int, say: Callable[[str], None], times: Sequence[int] = TIMES) -> Grown:
    """The answers `runs` times; the build and the proofs once, for they take minutes."""
    found: defaultdict[tuple[str, int], list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as name:
        for many in times:
            folder = Path(name, str(many))
            environment = os.environ | {OVERLAY: str(write_overlay(folder / "overlay", many))}
            for run in range(runs):
                say(f"growth, answers with {many} times the catalogue, run {run + 1} of {runs}")
                for screen, ms in _answers(environment):
                    found[screen, many].append(ms)
            say(f"growth, build with {many} times the catalogue")
            site, staged = str(folder / "site"), str(folder / "staged")
            building = [sys.executable, "-m", "wizard.build", "--site", site, "--staged", staged]
            found[BUILD, many].append(_seconds(building, environment))
            say(f"growth, proofs with {many} times the catalogue")
            proving = [sys.executable, "-m", "pytest", "tests/test_promises.py", "-m", "not guide", "-q", "--tb=short"]
            found[PROOFS, many].append(_seconds([*proving, "-p", "no:cacheprovider"], environment))
    return found


def _answers(environment: Mapping[str, str]) -> list[tuple[str, float]]:
    """Screen and milliseconds of each answer in every interview, each in a Python of its own."""
    taken = []
    for answers in INTERVIEWS.values():
        interview = events(answers)
        asked = json.dumps([OPEN, *(event.request for event in interview)])
        command = [sys.executable, "-m", "tests.bench.answer"]
        done = subprocess.run(
            command, cwd=ROOT, env=environment, input=asked, stdout=subprocess.PIPE, text=True, check=True
        )
        screens = (event.screen for event in interview)
        taken += list(zip(screens, json.loads(done.stdout)["first"], strict=True))
    return taken


def _seconds(command: Sequence[str], environment: Mapping[str, str]) -> float:
    """How much of the processor a command takes that must not fail."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
