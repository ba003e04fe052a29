"""Runs before all else in the browser's Python: makes the start quick. Nothing here changes what anything does.

Finding and reading modules takes much of the time that a start of Python needs: `zipimport` does it in Python, in
general, and opens the archive anew for each. The garbage collector would look through all that is made several times
and find nothing: it rests until the worker has shown its first screen.
"""

import gc
import marshal
import sys
from _frozen_importlib import ModuleSpec
from types import ModuleType
from typing import Any
from zipimport import _zip_directory_cache, zipimporter  # type: ignore[attr-defined]  # private

gc.disable()

_ARCHIVES = ("/lib/app.zip", "/lib/python313.zip")

#: Bytes of a .pyc file before its code.
_HEADER = 16


class _Archive(zipimporter):
    """Imports .pyc files from a zip file that is not compressed. Anything else in it is zipimport's, as ever."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self._files: dict[str, tuple[Any, ...]] = _zip_directory_cache[path]
        with open(path, "rb") as file:  # noqa: PTH123, pathlib takes its time
            self._content = memoryview(file.read())

    # `sys.meta_path` calls it with a path in between, `zipimporter` without.
    def find_spec(  # type: ignore[override]
        self, fullname: str, path: object = None, target: object = None
    ) -> ModuleSpec | None:
        """As a finder on `sys.meta_path`: by the module's full name."""
        folder = fullname.replace(".", "/")
        package = f"{folder}/__init__.pyc" in self._files
        file = f"{folder}/__init__.pyc" if package else f"{folder}.pyc"
        if file not in self._files:
            return None
        origin = f"{self.archive}/{file}"
        spec = ModuleSpec(fullname, self, origin=origin, is_package=package)  # type: ignore[arg-type]  # it does load
        spec.has_location = True
        if package:
            spec.submodule_search_locations = [f"{self.archive}/{folder}"]
        return spec

    def exec_module(self, module: ModuleType) -> None:
        """Run a module's code, as the compiler has left it."""
        assert module.__spec__ is not None, "it is what the import begins with"
        _, _, size, _, start, *_ = self._files[str(module.__spec__.origin)[len(self.archive) + 1 :]]
        content = self._content
        names = int.from_bytes(content[start + 26 : start + 28], "little")
        extra = int.from_bytes(content[start + 28 : start + 30], "little")
        begin = start + 30 + names + extra  # after the zip file's own header for it
        exec(marshal.loads(content[begin + _HEADER : begin + size]), module.__dict__)


sys.meta_path[2:2] = map(_Archive, _ARCHIVES)  # after what is built in or frozen


def add(path: str) -> None:
    """Import from one more archive of the same kind, which has come since the start."""
    sys.meta_path.append(_Archive(path))
