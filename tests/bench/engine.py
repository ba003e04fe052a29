"""How long `wizard.api.handle` takes, in CPython and in Pyodide under Node."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.bench.interviews import INTERVIEWS, OPEN, events
from tests.bench.table import AGAIN, Samples
from wizard.build.assets import bundle, runtime

if TYPE_CHECKING:
    from collections.abc import Callable

HERE: Final = Path(__file__).parent


def measure(runs: int, say: Callable[[str], None]) -> dict[str, Samples]:
    """Milliseconds by engine ("CPython", "Pyodide") and screen, the engines taking turns interview by interview."""
    samples = {"CPython": Samples(), "Pyodide": Samples()}
    interviews = {name: events(answers) for name, answers in INTERVIEWS.items()}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # Pyodide's loader imports a package from beside it when it runs under Node.
        (folder / "node_modules").symlink_to(bundle.BROWSER / "node_modules")
        runtime.stage(folder / "runtime")
        commands = {
            "CPython": [sys.executable, "-m", "tests.bench.answer"],
            "Pyodide": [str(Path(sys.executable).with_name("node")), str(HERE / "answer.mjs"), str(folder / "runtime")],
        }
        for run in range(runs):
            for title, interview in interviews.items():
                say(f"engine, run {run + 1} of {runs}: {title}")
                asked = json.dumps([OPEN, *(event.request for event in interview)])
                for engine, command in commands.items():
                    done = subprocess.run(command, input=asked, stdout=subprocess.PIPE, text=True, check=True)
                    taken = json.loads(done.stdout)
                    for event, first, again in zip(interview, taken["first"], taken["again"], strict=True):
                        samples[engine].add(event.screen, first)
                        samples[engine].add(AGAIN, again)
    return samples
