"""Stage what the browser runs: Pyodide's core, Python's standard library and the app, under hashed names.

The browser gets bytecode, not sources: compiling is most of what a stock start of Pyodide waits for. The
interpreter that compiles (this one) and Pyodide's are the same minor version, so they share its format.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import asdict, dataclass
from importlib.metadata import distribution, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from wizard import catalogue

if TYPE_CHECKING:
    from collections.abc import Mapping

PACKAGE: Final = Path(__file__).parents[1]
CACHE: Final = PACKAGE.parent / ".cache" / "runtime"
BROWSER: Final = PACKAGE / "browser"
PYODIDE: Final = BROWSER / "node_modules" / "pyodide"

#: What `loadPyodide` asks for below its `indexURL`, when it is given a lock and a standard library.
CORE: Final = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm")

#: Python packages that go into the app archive beside `wizard`, as Python only: MarkupSafe works without its
#: `_speedups`.
LIBRARIES: Final = ("jinja2", "markupsafe")

#: Parts of `wizard` that the browser does not run; the catalogue goes in as one JSON file instead.
NOT_IN_APP: Final = ("__main__.py", "browser", "catalogue", "site")


@dataclass(frozen=True, kw_only=True, slots=True)
class Runtime:
    """`runtime.json`: what the worker has to know. Paths are relative to it; sizes in bytes, before gzip."""

    python: str
    """Version of Python in Pyodide: 3.13.2."""
    pyodide: str
    """Version of Pyodide: 0.29.5."""
    index: str
    """Folder with Pyodide's core, with a slash at its end: `indexURL` and `packageBaseUrl`."""
    stdlib: str
    """The standard library, compiled: `stdLibURL`."""
    stdlib_full: str
    """The standard library as Pyodide ships it, for a second try: `stdLibURL`."""
    app: str
    """Jinja2, MarkupSafe and wizard, compiled: a zip file to put on Python's path as it is (PYTHONPATH)."""
    lock: Mapping[str, Any]
    """`lockFileContents`, without packages: no lock file is fetched."""
    files: Mapping[str, int]
    """Size of each file that a normal start fetches: all of the above but `stdlib_full`."""
    bytes: int
    """Sum of `files`."""

    def to_json(self) -> str:
        """The text of `runtime.json`."""
        return json.dumps(asdict(self), indent=1) + "\n"


class RuntimeFilesError(Exception):
    """The runtime cannot be staged: the message is one sentence that says what to do."""


def stage(out: Path) -> Runtime:
    """Make `out` a folder that holds the runtime and nothing else. The same inputs give the same bytes."""
    lock = _lock()
    core = {name: (PYODIDE / name).read_bytes() for name in CORE}
    full = (PYODIDE / "python_stdlib.zip").read_bytes()
    index = f"pyodide-{_digest(core)}/"
    normal = {index + name: content for name, content in core.items()}

    def hashed(name: str, content: bytes) -> str:
        return f"{name}-{_digest({name: content})}.zip"

    stdlib = compiled_archive(unzip(full))
    stdlib_name = hashed("stdlib", stdlib)
    app = compiled_archive(app_files())
    app_name = hashed("app", app)
    normal |= {stdlib_name: stdlib, app_name: app}
    full_name = hashed("stdlib-full", full)

    sizes = {path: len(content) for path, content in normal.items()}
    runtime = Runtime(
        python=lock["info"]["python"],
        pyodide=json.loads((PYODIDE / "package.json").read_text())["version"],
        index=index,
        stdlib=stdlib_name,
        stdlib_full=full_name,
        app=app_name,
        lock=lock,
        files=sizes,
        bytes=sum(sizes.values()),
    )
    everything = normal | {full_name: full, "runtime.json": runtime.to_json().encode()}
    shutil.rmtree(out, ignore_errors=True)
    (out / index).mkdir(parents=True)
    for path, content in everything.items():
        (out / path).write_bytes(content)
    return runtime


def app_files() -> dict[str, bytes]:
    """Path in the app archive -> content: the libraries, their licences, `wizard`, its catalogue as JSON."""
    files = {}
    for library in LIBRARIES:
        for path in distribution(library).files or ():
            if (path.parts[0] == library and path.suffix == ".py") or "licenses" in path.parts:
                files[path.as_posix()] = path.read_binary()
    for file in PACKAGE.rglob("*"):
        relative = file.relative_to(PACKAGE)
        unwanted = relative.parts[0] in NOT_IN_APP or "__pycache__" in relative.parts or file.name[0] == "."
        if file.is_file() and not unwanted:
            files[f"wizard/{relative.as_posix()}"] = file.read_bytes()
    facts = json.dumps(catalogue.merged_raw(), ensure_ascii=False, separators=(",", ":"))
    files["wizard/catalogue.json"] = facts.encode()
    return files


def compiled_archive(files: Mapping[str, bytes]) -> bytes:
    """A zip file of `files` with each Python source in its place compiled (no docstrings, no asserts)."""
    made_by = f"{sys.version}\n{version('pyodide-build')}\n{Path(__file__).read_text()}"
    key = _digest({**files, "made by": made_by.encode()})
    cached = CACHE / f"{key}.zip"
    if cached.is_file():
        return cached.read_bytes()
    archive = zip_files(_compile(files))
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=CACHE, delete=False) as unfinished:
        unfinished.write(archive)
    Path(unfinished.name).replace(cached)
    return archive


def zip_files(files: Mapping[str, bytes], *, level: int = 9) -> bytes:
    """A zip file that depends on names and contents only: sorted, without the time of day. Level 0: not compressed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name], compress_type=zipfile.ZIP_DEFLATED, compresslevel=level)
    return buffer.getvalue()


def unzip(archive: bytes) -> dict[str, bytes]:
    """Name -> content of each file in a zip file."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist() if not name.endswith("/")}


def _compile(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """`files` with `x.pyc` in the place of `x.py`, by `pyodide py-compile`.

    Marshalled code depends on what else is in the interpreter's memory. So a fresh interpreter compiles, in order; and
    it loads its own modules from their sources, because from cached bytecode it would hold other objects.
    """
    with tempfile.TemporaryDirectory() as name:
        archive, no_cache = Path(name, "archive.zip"), Path(name, "no-cache")
        archive.write_bytes(zip_files(files, level=0))
        python = [sys.executable, "-I", "-OO", "-B", "-X", f"pycache_prefix={no_cache}"]
        compiling = [*python, "-m", "pyodide_cli", "py-compile", "--silent", "--compression-level", "0", str(archive)]
        # With this set, what is compiled is stamped with the hash of its source; else with the time of day.
        environment = os.environ | {"SOURCE_DATE_EPOCH": "0"}
        done = subprocess.run(compiling, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            problem = done.stderr.rpartition("PyCompileError:")[2].strip()
            raise RuntimeFilesError(f"compiling for the browser failed: {problem}")
        return unzip(archive.read_bytes())


def _lock() -> dict[str, Any]:
    """Pyodide's lock file without its packages."""
    try:
        info = json.loads((PYODIDE / "pyodide-lock.json").read_text())["info"]
    except FileNotFoundError:
        raise RuntimeFilesError("Pyodide is not installed: run `make setup`.") from None
    if info["python"].split(".")[:2] != [str(part) for part in sys.version_info[:2]]:
        here = sys.version.split()[0]
        raise RuntimeFilesError(f"Pyodide has Python {info['python']} and this is {here}: their bytecode differs.")
    return {"info": info, "packages": {}}


def _digest(files: Mapping[str, bytes]) -> str:
    """16 hexadecimal digits that change when a name or a content changes."""
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(f"{name}\0{len(files[name])}\0".encode())
        digest.update(files[name])
    return digest.hexdigest()[:16]
