"""Archives of compiled Python, the same bytes for the same inputs, and the fresh interpreters that compile it."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import tempfile
import zipfile
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

from deflate import gzip_compress

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

CACHE: Final = Path(__file__).parents[3] / ".cache" / "runtime"

#: The level of libdeflate that takes longest: 3 % fewer bytes than zlib's best, in a second.
SMALLEST: Final = 12

#: Programs for an interpreter of their own.
BYTECODE: Final = Path(__file__).with_name("bytecode.py")
PREPARE: Final = Path(__file__).with_name("prepare.py")
REFREEZE: Final = Path(__file__).with_name("refreeze.py")


class RuntimeFilesError(Exception):
    """The runtime cannot be staged: the message is one sentence that says what to do."""


def compiled_archive(files: Mapping[str, bytes]) -> bytes:
    """A zip file, not compressed, in a gzip file: `files`, each Python source in its place compiled.

    Without docstrings, asserts and columns; line numbers are kept in the app's own modules only.
    """
    return cached(files, lambda: bytes(gzip_compress(zip_files(_compile(files)), SMALLEST)))


def cached(files: Mapping[str, bytes], make: Callable[[], bytes]) -> bytes:
    """What `make` makes of `files`, kept from one build to the next."""
    programs = "\n".join(Path(program).read_text() for program in (__file__, BYTECODE, PREPARE, REFREEZE))
    made_by = f"{sys.version}\n{version('pyodide-build')}\n{version('deflate')}\n{programs}"
    kept = CACHE / f"{digest_of({**files, 'made by': made_by.encode()})}.bin"
    if kept.is_file():
        return kept.read_bytes()
    made = make()
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=CACHE, delete=False) as unfinished:
        unfinished.write(made)
    Path(unfinished.name).replace(kept)
    return made


def zip_files(files: Mapping[str, bytes]) -> bytes:
    """A zip file, not compressed, that depends on names and contents only: sorted, without the time of day."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])
    return buffer.getvalue()


def unzip(archive: bytes) -> dict[str, bytes]:
    """Name -> content of each file in a zip file."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist() if not name.endswith("/")}


def refrozen(codes: Mapping[str, bytes]) -> dict[str, bytes]:
    """Name of a frozen module -> its marshalled code, without docstrings and line numbers."""

    def make() -> bytes:
        with tempfile.TemporaryDirectory() as name:
            before, after, no_cache = (Path(name, part) for part in ("before.zip", "after.zip", "no-cache"))
            before.write_bytes(zip_files(codes))
            fresh_python(no_cache, REFREEZE, before, after, REFREEZE.parent)
            return after.read_bytes()

    return unzip(cached({**codes, "with": b"refreeze"}, make))


def _compile(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """`files` with `x.pyc` in the place of `x.py`, by `pyodide py-compile`."""
    with tempfile.TemporaryDirectory() as name:
        archive, stripped, no_cache = (Path(name, part) for part in ("archive.zip", "stripped.zip", "no-cache"))
        archive.write_bytes(zip_files(files))
        fresh_python(no_cache, "-m", "pyodide_cli", "py-compile", "--silent", "--compression-level", "0", archive)
        fresh_python(no_cache, BYTECODE, archive, stripped, "wizard/")
        return unzip(stripped.read_bytes())


def fresh_python(no_cache: Path, *arguments: str | Path) -> None:
    """Run Python with no docstrings and no asserts. The same arguments give the same bytes.

    Marshalled code depends on what else is in the interpreter's memory. So it is a fresh interpreter each time; and it
    loads its own modules from their sources, because from cached bytecode it would hold other objects. Pickled sets
    depend on the hashes of what is in them. So these are the same each time.
    """
    command = [sys.executable, "-P", "-s", "-OO", "-B", "-X", f"pycache_prefix={no_cache}", *arguments]
    ours = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    # With the second set, what is compiled is stamped with the hash of its source; else with the time of day.
    environment = ours | {"PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "0"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        problem = done.stderr.rpartition("PyCompileError:")[2].strip()
        raise RuntimeFilesError(f"compiling for the browser failed: {problem}")


def digest_of(files: Mapping[str, bytes]) -> str:
    """16 hexadecimal digits that change when a name or a content changes."""
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(f"{name}\0{len(files[name])}\0".encode())
        digest.update(files[name])
    return digest.hexdigest()[:16]
