"""Runs inside Pyodide: the unit tests of what the browser gets, and a watch over what the app imports meanwhile.

pytest and Hypothesis need more of the standard library than the browser gets. That comes last on the path, and the
watch hears of every import by the app's code, or on its behalf, of something that is only there.
"""

from __future__ import annotations

import builtins
import json
import os
import sys
from importlib import import_module
from importlib.machinery import ModuleSpec, PathFinder
from types import FrameType
from typing import TYPE_CHECKING, Any, Final
from zipimport import _zip_directory_cache  # type: ignore[attr-defined]  # private, as in sitecustomize.py

if TYPE_CHECKING:
    from pathlib import Path

PROJECT: Final = "/project"
PACKAGES: Final = "/packages"

#: What is watched over; and the rest of the standard library.
ARCHIVES: Final = ("/lib/python313.zip/", "/lib/app.zip/", "/lib/reader.zip/")
REST: Final = "/lib/rest.zip"

READS_TOML: Final = "wizard.catalogue.load.read_raw"

#: Parts of the app that are not sent: package -> modules.
STAYED_BEHIND: Final = {"wizard.catalogue": ("load",), "wizard.explain": ("machine", "table")}

#: They measure the machine, which this one is not.
TIMED: Final = "not test_time"

#: How the file names begin that the app's compiled code carries.
APP: Final = ("wizard/", "jinja2/", "markupsafe/", "<template>")


def run(examples: int, cases: int) -> str:
    """Run the tests.

    JSON: {"passed": all did, "files": those that ran, "modules": what Pyodide and the app import, "read": files of the
    project that were opened}.
    """
    read: set[str] = set()
    sys.addaudithook(lambda event, given: read.add(str(given[0])) if event == "open" else None)
    import_app()
    needed = {name for name in sys.modules if from_archives(name)}
    sys.path += [PACKAGES, PROJECT, f"{PROJECT}/tests/in_pyodide", REST]
    for name, module in list(sys.modules.items()):  # packages of which the browser gets a part only
        if from_archives(name) and hasattr(module, "__path__"):
            module.__path__ = [*module.__path__, f"{REST}/{name.replace('.', '/')}"]
    bring_what_stayed_behind()
    give_tests_the_packed_catalogue()
    shipped = {name for name in sys.modules if name.split(".")[0] == "wizard"}
    bring_back_what_stood_aside()
    os.environ |= {"DATA_STACK_EXAMPLES": str(examples), "HYPOTHESIS_NO_PLUGINS": "1"}
    os.chdir(PROJECT)

    from importlib.metadata import version  # noqa: PLC0415, it uses what was brought back

    import counting  # noqa: PLC0415
    import native_floats  # noqa: PLC0415
    import pytest  # noqa: PLC0415, only now on the path

    native_floats.install(version("hypothesis"))
    files = sorted(str(file) for file in path("tests").glob("test_*.py") if suits(file, shipped))
    with Watch() as watch:
        errors_can_be_told()
        code = pytest.main(
            [
                "-q",
                "-p",
                "no:cacheprovider",
                "-o",
                "faulthandler_timeout=0",  # there are no threads to watch from
                "--rootdir",
                PROJECT,
                "--tb=native",
                "-W",
                "default",
                "-k",
                TIMED,
                "-m",
                "not compiler and not beside",
                *files,
            ],
            plugins=[counting.rest(), Some(cases)],
        )
    needed |= {name for name in watch.seen if from_archives(name, REST)}
    modules = {name for name in needed if name.split(".")[0] != "wizard"}
    return json.dumps(
        {"passed": code == 0, "files": files, "modules": sorted(modules), "read": sorted(in_project(read))}
    )


class Some:
    """A plugin for pytest: of each table of cases so many run, spread over it. 0 is all."""

    def __init__(self, cases: int) -> None:
        self._cases = cases

    def pytest_collection_modifyitems(self, config: Any, items: list[Any]) -> None:
        """Leave the others out."""
        tables: dict[str, list[Any]] = {}
        for item in items:
            tables.setdefault(item.nodeid.partition("[")[0], []).append(item)
        kept = {id(item) for table in tables.values() for item in self._spread(table)}
        config.hook.pytest_deselected(items=[item for item in items if id(item) not in kept])
        items[:] = [item for item in items if id(item) in kept]

    def _spread(self, table: list[Any]) -> list[Any]:
        if not self._cases or len(table) <= self._cases:
            return table
        return [table[at * (len(table) - 1) // (self._cases - 1)] for at in range(self._cases)]


def path(*parts: str) -> Path:
    """A path, once the rest of the standard library is there."""
    from pathlib import Path  # noqa: PLC0415, the browser does not get it

    return Path(*parts)


def in_project(read: set[str]) -> set[str]:
    """Paths in the project of what was read there, of sources also where it was what Python has made of them."""
    absolute = {path(PROJECT, name) for name in read}
    sources = {
        file.parents[1] / f"{file.name.partition('.')[0]}.py" if file.parent.name == "__pycache__" else file
        for file in absolute
    }
    return {file.relative_to(PROJECT).as_posix() for file in sources if file.is_relative_to(PROJECT)}


def import_app() -> None:
    """Import every module of `wizard` that is shipped, also what it imports lazily itself."""
    files = (*_zip_directory_cache["/lib/app.zip"], *_zip_directory_cache["/lib/reader.zip"])
    for path in sorted(path for path in files if path.startswith("wizard/") and "/compiled/" not in path):
        if path.endswith(".pyc"):
            import_module(path.removesuffix(".pyc").removesuffix("/__init__").replace("/", "."))


def bring_what_stayed_behind() -> None:
    """Modules of the app's that the browser does not get, and tests use to look at the others."""
    for package, modules in STAYED_BEHIND.items():
        import_module(package).__path__.append(f"{PROJECT}/{package.replace('.', '/')}")
        for module in modules:
            import_module(f"{package}.{module}")


def give_tests_the_packed_catalogue() -> None:
    """Tests call `load`, which reads TOML files; here is what the build has made of them."""
    load, packed = import_module("wizard.catalogue.load"), import_module("wizard.door.packed")
    vars(load)["load"] = lambda: packed.rules_in_force().catalogue


def bring_back_what_stood_aside() -> None:
    """pytest and Hypothesis use what the app only imports: `stand_ins` has taken its place till now."""
    folder = path(PROJECT, "wizard", "browser", "python", "stand_ins")
    paths = [file.relative_to(folder).with_suffix("") for file in folder.rglob("*.py")]
    modules = {".".join(path.parts).removesuffix(".__init__") for path in paths}
    aside = {name for name in modules if name.split(".")[0] in sys.stdlib_module_names}

    class Real:
        @staticmethod
        def find_spec(name: str, *_: object) -> ModuleSpec | None:
            place = "/".join([REST.rstrip("/"), *name.split(".")[:-1]])
            return PathFinder.find_spec(name, [place]) if name in aside else None

    sys.meta_path.insert(0, Real)
    stood = {name: sys.modules.pop(name, None) for name in aside}
    give_tests_our_dataclasses(stood["dataclasses"])


def give_tests_our_dataclasses(ours: Any) -> None:
    """What tests ask of `wizard`'s objects, whose classes were made by what stands in."""
    real = import_module("dataclasses")

    def asked(name: str) -> Any:
        functions = {module: getattr(module, name) for module in (real, ours)}

        def ask(of: Any, /, **changes: Any) -> Any:
            made = all(isinstance(it, ours.Field) for it in getattr(of, "__dataclass_fields__", {}).values())
            return functions[ours if made else real](of, **changes)

        return ask

    ours.fields = lambda of: tuple(of.__dataclass_fields__.values())
    vars(real).update(replace=asked("replace"), fields=asked("fields"))


def errors_can_be_told() -> None:
    """What Pyodide does with an exception that reaches JavaScript: it formats the traceback."""
    from js import eval as run_js  # noqa: PLC0415

    from wizard.door.api import handle  # noqa: PLC0415
    from wizard.show.render import render  # noqa: PLC0415

    said = run_js("(handle) => { try { handle('{}') } catch (error) { return error.message } }")(handle)
    assert "RequestError: not a request" in said, said
    said = run_js("(render) => { try { render('question.html.jinja') } catch (error) { return error.message } }")(
        render
    )
    assert "UndefinedError" in said, said


def from_archives(name: str, *more: str) -> bool:
    """Whether a module that is loaded came out of an archive (and is not built into Pyodide)."""
    origin = getattr(getattr(sys.modules.get(name), "__spec__", None), "origin", None)
    return str(origin).startswith((*ARCHIVES, *more))


class Watch:
    """Hears of each import statement that is carried out for the app's code."""

    def __init__(self) -> None:
        self.seen: set[str] = set()
        self._import = builtins.__import__

    def __enter__(self) -> Watch:
        builtins.__import__ = self._watched
        return self

    def __exit__(self, *_: object) -> None:
        builtins.__import__ = self._import

    def _watched(self, name: str, globals: Any = None, locals: Any = None, fromlist: Any = (), level: int = 0) -> Any:  # noqa: A002
        module = self._import(name, globals, locals, fromlist, level)
        if for_the_app():
            package = str((globals or {}).get("__package__") or "")
            base = ".".join([*package.split(".")[: package.count(".") + 2 - level], *([name] if name else [])])
            full = base if level else name
            parts = full.split(".")
            self.seen.update(".".join(parts[: end + 1]) for end in range(len(parts)))
            self.seen.update(f"{full}.{item}" for item in fromlist or ())
        return module


def for_the_app() -> bool:
    """Whether the innermost running code that is not the standard library's is the app's."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        file = frame.f_code.co_filename
        if file.startswith(APP):
            return True
        if file.startswith((PROJECT, PACKAGES, "tests/")):
            return False
        frame = frame.f_back
    return False


def suits(file: Path, shipped: set[str]) -> bool:
    """Whether a file of tests is about what the browser gets.

    It imports nothing of `wizard` that is not shipped, does not read the catalogue's TOML files, which are not, and
    starts no process, which Pyodide cannot.
    """
    import ast  # noqa: PLC0415, the browser does not get it

    wanted: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import) and any(item.name == "subprocess" for item in node.names):
            return False
        if isinstance(node, ast.ImportFrom) and node.module == "tests.talking":  # it runs the command line
            return False
        if isinstance(node, ast.ImportFrom) and not node.level and (node.module or "").split(".")[0] == "wizard":
            below = {f"{node.module}.{item.name}" for item in node.names}
            wanted |= {f"{node.module}"} | {name for name in below if is_module(name) or name == READS_TOML}
    return bool(wanted) and wanted <= shipped


def is_module(name: str) -> bool:
    """Whether the project has a module of this name."""
    place = path(PROJECT, name.replace(".", "/"))
    return place.is_dir() or place.with_suffix(".py").is_file()
