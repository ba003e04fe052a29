"""Leave out of Pyodide's WebAssembly the docstrings of what is written in C, as CPython's `--without-doc-strings` does.

They are known by their content: Argument Clinic writes `name(…)`, a line of two dashes and an empty line, which makes
the signature of `help()`. An empty string takes the place of each. Nothing but `__doc__` and `__text_signature__` reads
them.

The linker lets strings share an end: "False" may be the last five letters of a docstring. `units.toml` names those with
a place in them that some function or pointer names; they stay.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from wizard.build.assets import webassembly as wasm

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCSTRING: Final = re.compile(rb"(?<=\0)[A-Za-z_][\w.]*\([^\0]*\n--\n\n[^\0]*(?=\0)")


def places(data: bytes) -> Iterator[range]:
    """Where each docstring lies in the data, without the zero at its end."""
    return (range(*found.span()) for found in DOCSTRING.finditer(data))


def without(module: wasm.Module, shared: frozenset[int]) -> wasm.Module:
    """The module without docstrings, but for those that begin at these places. Raises :class:`wasm.FormatError`."""
    gone = (place for place in places(wasm.data(module)) if place.start not in shared)
    return wasm.with_data(module, {place.start: bytes(len(place)) for place in gone})
