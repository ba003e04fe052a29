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
import json
import shutil
import sys
import tempfile
from _imp import is_frozen
from dataclasses import asdict, dataclass
from importlib.metadata import distribution
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jinja2 import ModuleLoader

from wizard.build.assets import docstrings, frozen, linking, trim, units
from wizard.build.assets import webassembly as wasm_format
from wizard.build.assets.bundle import BROWSER
from wizard.build.assets.compiled import (
    PREPARE,
    RuntimeFilesError,
    cached,
    compiled_archive,
    digest_of,
    fresh_python,
    refrozen,
    unzip,
    zip_files,
)
from wizard.catalogue.load import merged_raw
from wizard.door import packed
from wizard.show.render import COMPILED, environment

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PACKAGE: Final = Path(__file__).parents[2]
PYODIDE: Final = BROWSER / "node_modules" / "pyodide"

#: What `loadPyodide` asks for below its `indexURL`, when it is given a lock and a standard library.
CORE: Final = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm")

#: Modules of the standard library and of LIBRARIES that Pyodide and the app were seen to import, one a line:
#: `python -m tests.in_pyodide` writes it, and a test keeps it true.
TRACED: Final = Path(__file__).with_name("modules.txt")

#: Modules in the place of Pyodide's, Jinja2's and the standard library's own, below this folder by their paths: those
#: are only imported by something that the wizard needs, and never used. Their docstrings say why, and so does
#: docs/decisions/0008.
STAND_INS: Final = BROWSER / "python" / "stand_ins"

#: Python packages that go into the app archive beside `wizard`, as Python only: MarkupSafe works without its
#: `_speedups`.
LIBRARIES: Final = ("jinja2", "markupsafe")

#: Parts of `wizard` that the browser does not run. The catalogue goes in parsed and checked, as a pickle, with the
#: rulebook that is made of it: :func:`packed_rules`.
_OF_CHECK: Final = ("check/command.py", "check/governing.py", "check/report.py", "check/repository.py")
_OF_EXPLAIN: Final = ("explain/machine.py", "explain/table.py")
NOT_IN_APP: Final = ("__main__.py", "agent", "browser", "build", "read/folder.py", *_OF_CHECK, *_OF_EXPLAIN)

#: What makes that pickle of TOML, and then stays behind.
FOR_PREPARING: Final = frozenset(
    f"wizard/catalogue/{name}"
    for name in ("catalogue.json", "conditions.py", "integrity.py", "load.py", "reader.py", "rule_reader.py")
)

#: What comes in an archive of its own, when the first file or line is to be read: not every visit needs it.
READER: Final = ("wizard/check/", "wizard/read/", "wizard/catalogue/toml_text.py", "tomllib/")

#: What is imported where it is there, and not missed: traceback, to underline what failed in sources, of which the
#: browser has none.
NOT_MISSED: Final = frozenset({"ast"})
TOML_IN_READER: Final = ("check/kinds.toml", "check/lifetimes.toml")  # other TOML files go in parsed


_FORMAT_ERRORS: Final = (linking.LinkingError, wasm_format.FormatError)


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
    """pyodide.asm.js, without what is never used."""
    wasm: File
    """pyodide.asm.wasm, without functions that never run, and without data and names that nothing asks for."""
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


def small(untouched: bytes) -> bytes:
    """Pyodide's WebAssembly without functions that never run, and without data and names that nothing asks for."""
    try:
        runs = trim.trimmed(untouched, trim.profile())
        left_out = units.load()
        module = units.without(untouched, runs, left_out, trim.left_out(runs))
        module = docstrings.without(module, left_out.shared)
        short = frozen.without(module, refrozen)
        return wasm_format.write(linking.unlinked(short, linking.asked_for(*_scripts())))
    except (trim.ProfileError, units.UnitsError, frozen.FrozenError, *_FORMAT_ERRORS) as error:
        raise RuntimeFilesError(str(error)) from None


def _glue(untouched: bytes) -> bytes:
    """Pyodide's script without what is never used. It goes with the untouched WebAssembly as with the small one."""
    try:
        return linking.shortened(*_scripts(), wasm_format.read(untouched)).encode()
    except _FORMAT_ERRORS as error:
        raise RuntimeFilesError(str(error)) from None


def _scripts() -> tuple[str, str]:
    """Pyodide's script, and its loader."""
    script, loader = ((PYODIDE / name).read_text("utf-8") for name in ("pyodide.asm.js", "pyodide.mjs"))
    return script, loader


def stage(out: Path, *, whole: bool = False, wasm: Callable[[bytes], bytes] = small) -> Runtime:
    """Make `out` a folder that holds the runtime and nothing else. The same inputs give the same bytes.

    `whole`: with every module of the libraries, to find out which are used. `wasm` makes what is started from of
    Pyodide's WebAssembly.
    """
    lock = _lock()
    untouched = {name: (PYODIDE / name).read_bytes() for name in CORE}
    module = untouched["pyodide.asm.wasm"]
    core = {**untouched, "pyodide.asm.js": _glue(module), "pyodide.asm.wasm": wasm(module)}
    index = f"pyodide-{digest_of(core)}/"
    full = (PYODIDE / "python_stdlib.zip").read_bytes()
    library = unzip(full)
    stdlib, app = with_stand_ins(library, app_files())
    if not whole:
        stdlib, app = used(stdlib, app)
    stdlib, app, reader = archives(stdlib, {**app, f"wizard/door/{packed.FILE}": packed_rules(app)})
    contents: dict[str, bytes] = {}

    def file(path: str, content: bytes) -> File:
        contents[path] = content
        on_the_line = content if path.endswith((".bin", ".zip")) else gzip.compress(content, mtime=0)
        digest = hashlib.sha256(content).hexdigest()
        return File(path=path, bytes=len(content), gzip=len(on_the_line), sha256=digest)

    def hashed(name: str, suffix: str, content: bytes) -> File:
        return file(f"{name}-{digest_of({name: content})}.{suffix}", content)

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
    sent = {module for module, path in sources.items() if path not in FOR_PREPARING}
    new = {
        name for module in sent.intersection(own) for name in _imports(module, contents[sources[module]], lazily=True)
    } - wanted
    while new := {name for name in new if name in sent and name not in wanted and not is_frozen(name)}:
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
            files[f"wizard/show/{COMPILED}/{name}"] = _template(file)
        elif file.suffix == ".toml" and not unwanted:  # without comments
            lines = file.read_bytes().split(b"\n")
            files[f"wizard/{relative.as_posix()}"] = b"\n".join(it for it in lines if it[:1] != b"#")
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


def archives(stdlib: Mapping[str, bytes], app: Mapping[str, bytes]) -> tuple[dict[str, bytes], ...]:
    """(the library, the app, what reads files of both), without what only made the packed rules."""
    reader = {path: content for path, content in {**stdlib, **app}.items() if path.startswith(READER)}
    left_out = {*reader, *FOR_PREPARING}
    rest = ({path: content for path, content in part.items() if path not in left_out} for part in (stdlib, app))
    return *rest, reader


def packed_rules(app: Mapping[str, bytes]) -> bytes:
    """The rulebook, checked and made of `catalogue.json`, as :mod:`wizard.door.packed` reads it."""

    def make() -> bytes:
        with tempfile.TemporaryDirectory() as name:
            archive, file, no_cache = (Path(name, part) for part in ("archive.zip", packed.FILE, "no-cache"))
            archive.write_bytes(zip_files(app))
            fresh_python(no_cache, "-S", PREPARE, file, archive)
            return file.read_bytes()

    return cached({**app, "made": packed.FILE.encode()}, make)


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
