"""Files that lie beside Python in a package, also where the package is in an archive.

`pkgutil.get_data` and `pathlib` would do. The browser would fetch and run them, and what they import, for this alone.
"""

from __future__ import annotations

import os.path
import sys
from typing import Any


def folder(package: str) -> str:
    """Where a package is that has been imported. In an archive, the path goes through that."""
    return str(sys.modules[package].__path__[0])


def content(package: str, name: str) -> bytes:
    """What is in a file of a package that has been imported. Raises :class:`OSError` where there is none."""
    loader: Any = sys.modules[package].__loader__
    found: bytes = loader.get_data(os.path.join(folder(package), name))  # noqa: PTH118, see above
    return found
