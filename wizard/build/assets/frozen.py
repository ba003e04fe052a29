"""Python's frozen modules, `os` and some twenty more, without their docstrings and line numbers.

Their bytecode lies in the data of WebAssembly. The same instructions take its place, and are shorter without what is in
no archive of ours either. What marshal reads ends by itself, so zeros fill the rest.
"""

from __future__ import annotations

import io
import marshal
import re
from types import CodeType
from typing import TYPE_CHECKING, Final

from wizard.build.assets import webassembly as wasm

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: How the code of a module begins in marshal's format: a code object that takes no arguments.
BEGIN: Final = re.compile(rb"\xe3" + bytes(12))

#: What Python calls the file of a frozen module.
NAMED: Final = re.compile(r"<frozen ([\w.]+)>")

#: One is no longer than this, in bytes.
LONGEST: Final = 200_000


class FrozenError(Exception):
    """Frozen modules that are not as they should be: the message says how."""


def found_in(data: bytes) -> dict[str, range]:
    """Name of each frozen module, and where it lies in the data."""
    found = {}
    for match in BEGIN.finditer(data):
        stream = io.BytesIO(data[match.start() : match.start() + LONGEST])
        try:
            code = marshal.load(stream)
        except (EOFError, TypeError, ValueError):
            continue  # bytes that only look like it
        named = isinstance(code, CodeType) and code.co_name == "<module>" and NAMED.fullmatch(code.co_filename)
        if named:
            found[named[1]] = range(match.start(), match.start() + stream.tell())
    return found


def without(module: wasm.Module, shorter: Callable[[Mapping[str, bytes]], Mapping[str, bytes]]) -> wasm.Module:
    """The module with shorter code in the place of each. `shorter` makes it, by the modules' names.

    Raises :class:`FrozenError`, and :class:`wasm.FormatError`.
    """
    data = wasm.data(module)
    found = found_in(data)
    if "os" not in found:
        raise FrozenError("Pyodide has no frozen modules where they were: look at frozen.py.")
    codes = shorter({name: data[place.start : place.stop] for name, place in found.items()})
    if longer := [name for name, code in codes.items() if len(code) > len(found[name])]:
        raise FrozenError(f"frozen modules would become longer: {', '.join(longer)}")
    return wasm.with_data(
        module, {found[name].start: code.ljust(len(found[name]), b"\0") for name, code in codes.items()}
    )
