"""Build the last commit twice, in different folders and at different times of day, and compare every byte.

`python -m wizard.build.tools.reproducible`. What differs is named, and the exit status is 1.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import tempfile
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Final

from wizard.build.assets.runtime import PACKAGE

ROOT: Final = PACKAGE.parent

#: What may differ between two machines, and must not show.
CIRCUMSTANCES: Final = (
    {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"},
    {"TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "2"},
)


def main() -> int:
    archive = _git("archive", "HEAD")
    date = _git("log", "-1", "--format=%ct").decode().strip()
    with tempfile.TemporaryDirectory() as name:
        built = []
        for number, circumstances in enumerate(CIRCUMSTANCES, 1):
            folder = Path(name, f"build-{number}{'-in-a-longer-folder' * (number - 1)}")
            print(f"     Building the last commit, {number} of {len(CIRCUMSTANCES)}", flush=True)
            built.append(_build(archive, folder, {**circumstances, "SOURCE_DATE_EPOCH": date}))
    one, other = built
    different = sorted(path for path in one | other if one.get(path) != other.get(path))
    if different:
        print("These files differ:", *different, sep="\n  ", file=sys.stderr)
        return 1
    whole = sha256("".join(f"{one[path]}  {path}\n" for path in sorted(one)).encode()).hexdigest()
    print(f"     Both builds are the same: {len(one)} files, SHA-256 of their sums {whole}")
    return 0


def _build(archive: bytes, folder: Path, circumstances: dict[str, str]) -> dict[str, str]:
    """Path -> SHA-256 of each file of a clean build."""
    with tarfile.open(fileobj=BytesIO(archive)) as packed:
        packed.extractall(folder, filter="data")
    packages = Path("wizard", "browser", "node_modules")
    (folder / packages).symlink_to(ROOT / packages)
    command = [sys.executable, "-m", "wizard.build"]
    subprocess.run(command, cwd=folder, check=True, env={**os.environ, **circumstances})
    site = folder / "site"
    return {
        str(file.relative_to(site)): sha256(file.read_bytes()).hexdigest() for file in site.rglob("*") if file.is_file()
    }


def _git(*arguments: str) -> bytes:
    return subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True).stdout


if __name__ == "__main__":
    sys.exit(main())
