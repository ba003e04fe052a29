"""The scripts' own tests, under Node: tests/scripts/."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

FILES: Final = sorted(Path(__file__).with_name("scripts").glob("*.test.mjs"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name.partition(".")[0])
def test_the_scripts_pass_their_own_tests(file: Path) -> None:
    node = Path(sys.executable).with_name("node")
    done = subprocess.run([node, "--test", file], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "\n# pass 0\n" not in done.stdout and "\nℹ pass 0\n" not in done.stdout, "no test was run"
