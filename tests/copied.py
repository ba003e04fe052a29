"""A copy of the package, to change as somebody would who adds something to the catalogue, and to run."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def copied(folder: Path) -> Path:
    """A copy of `wizard` in `folder`; the copy's own path is given."""
    leave_out = shutil.ignore_patterns("node_modules", "__pycache__")
    return shutil.copytree(ROOT / "wizard", folder / "wizard", ignore=leave_out)


def run(package: Path, program: str) -> str:
    """What a program prints that imports the copy."""
    same = f"import wizard; assert wizard.__file__ == {str(package / '__init__.py')!r}\n"
    done = subprocess.run(
        [sys.executable, "-c", same + program], cwd=package.parent, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
