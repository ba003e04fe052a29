"""Stage what the browser runs: Pyodide's core, Python's standard library and the app, under hashed names.

The browser gets bytecode, not sources: compiling is most of what a stock start of Pyodide waits for. The
interpreter that compiles (this one) and Pyodide's are the same minor version, so they share its format.

It gets the modules that are used, no others. They come as one gzip file each for the standard library and the app,
around a zip file that is not compressed: that is smaller than a zip file of small compressed files, and the browser
inflates it faster than Python would.
"""

from __future__ import annotations

import ast
import gzip
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from _imp import is_frozen
from dataclasses import asdict, dataclass
from importlib.metadata import distribution, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jinja2 import ModuleLoader

from wizard.build.assets import linking, trim, units
from wizard.build.assets import webassembly as wasm_format
from wizard.catalogue.load import merged_raw
from wizard.door import packed
from wizard.show.render import COMPILED, environment

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PACKAGE: Final = Path(__file__).parents[2]
CACHE: Final = PACKAGE.parent / ".cache" / "runtime"
BROWSER: Final = PACKAGE / "browser"
PYODIDE: Final = BROWSER / "node_modules" / "pyodide"

#: What `loadPyodide` asks for below its `indexURL`, when it is given a lock and a standard library.
CORE: Final = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm")

#: Modules of the standard library and of LIBRARIES that Pyodide and the app were seen to import, one a line:
#: `python -m tests.in_pyodide` writes it, and a test keeps it true.
TRACED: Final = Path(__file__).with_name("modules.txt")

#: Programs for an interpreter of their own.
BYTECODE: Final = Path(__file__).with_name("bytecode.py")
PREPARE: Final = Path(__file__).with_name("prepare.py")

#: Modules in the place of Pyodide's, Jinja2's and the standard library's own, below this folder by their paths: those
#: are only imported by something that the wizard needs, and never used. Their docstrings say why, and so does
#: docs/decisions/0008.
STAND_INS: Final = BROWSER / "python" / "stand_ins"

#: Python packages that go into the app archive beside `wizard`, as Python only: MarkupSafe works without its
#: `_speedups`.
LIBRARIES: Final = ("jinja2", "markupsafe")

#: Parts of `wizard` that the browser does not run. The catalogue goes in parsed and checked, as a pickle, with the
#: rulebook that is made of it: :func:`prepared`.
_OF_CHECK: Final = ("check/command.py", "check/governing.py", "check/report.py", "check/repository.py")
NOT_IN_APP: Final = ("__main__.py", "agent", "browser", "build", "read/folder.py", *_OF_CHECK)

#: What comes in an archive of its own, when the first file or line is to be read: not every visit needs it.
READER: Final = ("wizard/check/", "wizard/read/")
PREPARED: Final = "prepared.marshal"  # in both archives
TOML_IN_READER: Final = ("check/kinds.toml", "check/lifetimes.toml")  # other TOML files go in parsed


@dataclass(frozen=True, kw_only=True, slots=True)
class File:
    """One file of the runtime."""

    path: str
    """Below the folder of the runtime; a digest of the content is part of it."""
    bytes: int
    """Size as it is stored."""
    gzip: int
    """Size on the line, from a server that compresses what is not compressed yet."""
    sha256: str
    """Digest of the content, in hexadecimal digits."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Runtime:
    """`runtime.json`: what the worker has to know."""

    python: str
    """Version of Python in Pyodide: 3.13.2."""
    pyodide: str
    """Version of Pyodide: 0.29.5."""
    index: str
    """Folder with Pyodide's core, with a slash at its end: `indexURL` and `packageBaseUrl`."""
    lock: Mapping[str, Any]
    """`lockFileContents`, without packages: no lock file is fetched."""
    loader: File
    """pyodide.mjs"""
    glue: File
    """pyodide.asm.js, without the names that nothing asks for."""
    wasm: File
    """pyodide.asm.wasm, without functions that never run, tables that nothing reads, names that nothing asks for."""
    wasm_full: File
    """pyodide.asm.wasm as Pyodide ships it, for when one of these is called after all."""
    stdlib: File
    """What is used of the standard library, compiled: a zip file for `stdLibURL`, in a gzip file."""
    app: File
    """wizard, and what is used of Jinja2 and MarkupSafe, compiled: a zip file for PYTHONPATH, in a gzip file."""
    reader: File
    """The part of wizard that reads files and lines, compiled: a zip file in a gzip file."""
    stdlib_full: File
    """The standard library as Pyodide ships it, for a second try: a zip file for `stdLibURL`."""

    def to_json(self) -> str:
        """The text of `runtime.json`."""
        return json.dumps(asdict(self), indent=1) + "\n"


class RuntimeFilesError(Exception):
    """The runtime cannot be staged: the message is one sentence that says what to do."""


def small(untouched: bytes) -> bytes:
    """Pyodide's WebAssembly without functions that never run, tables that nothing reads, names nothing asks for."""
    try:
        runs = trim.trimmed(untouched, trim.profile())
        read = units.without(untouched, runs, units.load(), trim.left_out(runs))
        return wasm_format.write(linking.unlinked(read, _names()))
    except (trim.ProfileError, units.UnitsError, wasm_format.FormatError) as error:
        raise RuntimeFilesError(str(error)) from None


def _names() -> frozenset[str]:
    """The names that Pyodide's scripts ask for."""
    try:
        return linking.asked_for(*((PYODIDE / name).read_text("utf-8") for name in ("pyodide.asm.js", "pyodide.mjs")))
    except linking.LinkingError as error:
        raise RuntimeFilesError(str(error)) from None


def stage(out: Path, *, whole: bool = False, wasm: Callable[[bytes], bytes] = small) -> Runtime:
    """Make `out` a folder that holds the runtime and nothing else. The same inputs give the same bytes.

    `whole`: with every module of the libraries, to find out which are used. `wasm` makes what is started from of
    Pyodide's WebAssembly.
    """
    lock = _lock()
    untouched = {name: (PYODIDE / name).read_bytes() for name in CORE}
    script = linking.shortened(untouched["pyodide.asm.js"].decode(), _names())
    core = {**untouched, "pyodide.asm.js": script.encode(), "pyodide.asm.wasm": wasm(untouched["pyodide.asm.wasm"])}
    index = f"pyodide-{_digest(core)}/"
    full = (PYODIDE / "python_stdlib.zip").read_bytes()
    library = unzip(full)
    stdlib, app = with_stand_ins(library, app_files())
    if not whole:
        stdlib, app = used(stdlib, app)
    app, reader = prepared(app, library["dataclasses.py"])
    contents: dict[str, bytes] = {}

    def file(path: str, content: bytes) -> File:
        contents[path] = content
        on_the_line = content if path.endswith((".bin", ".zip")) else gzip.compress(content, mtime=0)
        digest = hashlib.sha256(content).hexdigest()
        return File(path=path, bytes=len(content), gzip=len(on_the_line), sha256=digest)

    def hashed(name: str, suffix: str, content: bytes) -> File:
        return file(f"{name}-{_digest({name: content})}.{suffix}", content)

    loader, glue, started = (file(index + name, content) for name, content in core.items())
    runtime = Runtime(
        python=lock["info"]["python"],
        pyodide=json.loads((PYODIDE / "package.json").read_text())["version"],
        index=index,
        lock=lock,
        loader=loader,
        glue=glue,
        wasm=started,
        wasm_full=hashed("pyodide-full", "wasm", untouched["pyodide.asm.wasm"]),
        stdlib=hashed("stdlib", "bin", compiled_archive(stdlib)),
        app=hashed("app", "bin", compiled_archive(app)),
        reader=hashed("reader", "bin", compiled_archive(reader)),
        stdlib_full=hashed("stdlib-full", "zip", full),
    )
    shutil.rmtree(out, ignore_errors=True)
    (out / index).mkdir(parents=True)
    for path, content in {**contents, "runtime.json": runtime.to_json().encode()}.items():
        (out / path).write_bytes(content)
    return runtime


def used(stdlib: Mapping[str, bytes], app: Mapping[str, bytes]) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """What the browser needs of both, path -> content: the app's own files and licences, and the modules in TRACED.

    A module that the app imports and that is not in TRACED yet comes too, with all that it imports when it is loaded;
    not what is frozen into the interpreter.
    """
    sources = {_module(path): path for path in (*stdlib, *app) if path.endswith(".py")}
    contents = {**stdlib, **app}
    wanted = set(TRACED.read_text(encoding="utf-8").split())
    own = [module for module, path in sources.items() if path in app and module.split(".")[0] not in LIBRARIES]
    new = {name for module in own for name in _imports(module, contents[sources[module]], lazily=True)} - wanted
    while new := {name for name in new if name in sources and name not in wanted and not is_frozen(name)}:
        wanted |= new
        new = {name for module in new for name in _imports(module, contents[sources[module]], lazily=False)}
    paths = {sources[name] for name in wanted | set(own) if name in sources}
    return (
        {path: content for path, content in stdlib.items() if path in paths},
        {path: content for path, content in app.items() if path in paths or not path.endswith(".py")},
    )


def _module(path: str) -> str:
    """`a/b.py` and `a/b/__init__.py` -> `a.b`."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _imports(module: str, source: bytes, *, lazily: bool) -> set[str]:
    """Full names that a module may import: when it is loaded, and `lazily` those in its functions too.

    Of `from a import b` both `a` and `a.b` are given, for b may be a module; packages of what is given are given.
    """
    found = set()
    waiting: list[ast.AST] = [ast.parse(source)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import):
            found |= {item.name for item in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found |= {f"{node.module}.{item.name}" for item in node.names} | {f"{node.module}"}
        elif isinstance(node, ast.ImportFrom):
            package = module.rsplit(".", node.level)[0] if "." in module else module
            base = f"{package}.{node.module}" if node.module else package
            found |= {f"{base}.{item.name}" for item in node.names} | {base}
        elif lazily or not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            waiting += ast.iter_child_nodes(node)
    return {name[:end] for name in found for end in (*(i for i, c in enumerate(name) if c == "."), len(name))}


def app_files() -> dict[str, bytes]:
    """Path in the app archive -> content: the libraries, their licences, `wizard`, its catalogue as JSON."""
    files = {"sitecustomize.py": (BROWSER / "python" / "sitecustomize.py").read_bytes()}
    for library in LIBRARIES:
        for path in distribution(library).files or ():
            if (path.parts[0] == library and path.suffix == ".py") or "licenses" in path.parts:
                files[path.as_posix()] = path.read_binary()
    for file in PACKAGE.rglob("*"):
        relative = file.relative_to(PACKAGE)
        unwanted = (
            not {relative.parts[0], relative.as_posix()}.isdisjoint(NOT_IN_APP)
            or "__pycache__" in relative.parts
            or file.name[0] == "."
            or (file.suffix == ".toml" and relative.as_posix() not in TOML_IN_READER)
        )
        if file.suffix == ".jinja" and not unwanted:
            name = ModuleLoader.get_module_filename(file.name)
            files[f"{COMPILED.relative_to(PACKAGE.parent)}/{name}"] = _template(file)
        elif file.is_file() and not unwanted:
            files[f"wizard/{relative.as_posix()}"] = file.read_bytes()
    facts = json.dumps(merged_raw(), ensure_ascii=False, separators=(",", ":")).encode()
    return files | {"wizard/catalogue/catalogue.json": facts}


def _template(file: Path) -> bytes:
    """A template as the Python that Jinja makes of it: compiling it in the browser would take longer than all else."""
    compiled = environment().compile(file.read_text(encoding="utf-8"), file.name, file.name, raw=True, defer_init=True)
    return str(compiled).encode()


def with_stand_ins(stdlib: Mapping[str, bytes], app: Mapping[str, bytes]) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Both with the modules in STAND_INS in the place of those of the same names, and of what is inside these."""
    stand_ins = {str(file.relative_to(STAND_INS)): file.read_bytes() for file in STAND_INS.rglob("*.py")}
    replaced = {_module(path) for path in stand_ins}

    def kept(path: str) -> bool:
        package = {_module(path[:end] + ".py") for end, c in enumerate(path) if c == "/"}
        return _module(path) not in replaced and replaced.isdisjoint(package)

    ours = {path: content for path, content in stand_ins.items() if path.split("/")[0] in LIBRARIES}
    rest = {path: content for path, content in stand_ins.items() if path not in ours}
    return (
        {path: content for path, content in stdlib.items() if kept(path)} | rest,
        {path: content for path, content in app.items() if kept(path)} | ours,
    )


def prepared(app: Mapping[str, bytes], dataclasses: bytes) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """(`app`, the reader in it), each with what the browser's Python would else work out, and without `catalogue.json`.

    `dataclasses` is the source of the module that it will run with.
    """
    sources = {**app, "dataclasses.py": dataclasses}
    stdlib = sorted(name for name in TRACED.read_text().split() if name.split(".")[0] in sys.stdlib_module_names)

    def make() -> bytes:
        with tempfile.TemporaryDirectory() as name:
            archive, folder, no_cache = (Path(name, part) for part in ("archive.zip", "prepared", "no-cache"))
            archive.write_bytes(zip_files(sources))
            folder.mkdir()
            _fresh_python(no_cache, "-S", PREPARE, folder, archive, PREPARE.parent, *stdlib)
            return zip_files({file.name: file.read_bytes() for file in folder.iterdir()})

    made = unzip(_cached({**sources, "with": "\n".join(stdlib).encode()}, make))
    reader = {path: content for path, content in app.items() if path.startswith(READER)}
    rest = {path: content for path, content in app.items() if path not in {*reader, "wizard/catalogue/catalogue.json"}}
    packed_too = {PREPARED: made[PREPARED], f"wizard/door/{packed.FILE}": made[packed.FILE]}
    return rest | packed_too, reader | {PREPARED: made["reader.marshal"]}


def compiled_archive(files: Mapping[str, bytes]) -> bytes:
    """A zip file, not compressed, in a gzip file: `files`, each Python source in its place compiled.

    Without docstrings and asserts; line numbers are kept in the app's own modules only.
    """
    return _cached(files, lambda: gzip.compress(zip_files(_compile(files)), mtime=0))


def _cached(files: Mapping[str, bytes], make: Callable[[], bytes]) -> bytes:
    """What `make` makes of `files`, kept from one build to the next."""
    programs = "\n".join(Path(program).read_text() for program in (__file__, BYTECODE, PREPARE))
    made_by = f"{sys.version}\n{version('pyodide-build')}\n{programs}"
    cached = CACHE / f"{_digest({**files, 'made by': made_by.encode()})}.bin"
    if cached.is_file():
        return cached.read_bytes()
    made = make()
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=CACHE, delete=False) as unfinished:
        unfinished.write(made)
    Path(unfinished.name).replace(cached)
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


def _compile(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """`files` with `x.pyc` in the place of `x.py`, by `pyodide py-compile`."""
    with tempfile.TemporaryDirectory() as name:
        archive, stripped, no_cache = (Path(name, part) for part in ("archive.zip", "stripped.zip", "no-cache"))
        archive.write_bytes(zip_files(files))
        _fresh_python(no_cache, "-m", "pyodide_cli", "py-compile", "--silent", "--compression-level", "0", archive)
        _fresh_python(no_cache, BYTECODE, archive, stripped, f"{PACKAGE.name}/")
        return unzip(stripped.read_bytes())


def _fresh_python(no_cache: Path, *arguments: str | Path) -> None:
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
