"""Make one small file of several: the wizard's scripts, and the style sheets. esbuild does it.

Each file that a page names costs a request, and a page that starts Python has better uses for its lines and its cores.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

BROWSER: Final = Path(__file__).parents[2] / "browser"
ESBUILD: Final = BROWSER / "node_modules" / "esbuild" / "bin" / "esbuild"

#: Without spaces and comments; names stay, because reports of errors have them.
SMALLER: Final = (
    "--minify-whitespace",
    "--minify-syntax",
    "--legal-comments=none",
    "--charset=utf8",
    "--log-level=error",
)


class BundleError(Exception):
    """A script or a style sheet that cannot be bundled: the message says where and why."""


def script(file: Path, *, form: str = "esm", define: Mapping[str, str] | None = None) -> bytes:
    """A script with all that it imports.

    `form` is `esm` for a module and `iife` for a classic script. `define`: name -> JavaScript that stands for it.
    """
    names = [f"--define:{name}={value}" for name, value in (define or {}).items()]
    return _esbuild(str(file), "--bundle", f"--format={form}", "--external:http*", *names)


def used_of(text: str) -> str:
    """A module without what nothing in it uses. Names stay, and `require` is whatever it is where the module runs."""
    shaken = _esbuild("--bundle", "--format=esm", "--platform=neutral", "--external:*", text=text)
    return shaken.decode()


def styles(text: str) -> bytes:
    """A style sheet."""
    return _esbuild("--loader=css", text=text)


def _esbuild(*arguments: str, text: str = "") -> bytes:
    node = Path(sys.executable).with_name("node")
    command = [str(node), str(ESBUILD), *SMALLER, "--target=es2022", *arguments]
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=False)
    if done.returncode:
        raise BundleError(done.stderr.decode().strip())
    return done.stdout
