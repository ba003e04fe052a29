"""Leave out of Pyodide's WebAssembly whole files of C, with their tables: the names of Unicode's characters, and the
encodings of East Asia.

A table that is `static` in C can be named by functions of its own file and by no others. A file is left out as a whole:
each of its functions leaves the program, like one that never runs (trim.py), the one that makes the module first of
all. Then nothing is left that could read its tables, and they are blank. `units.toml` says where they lie.
"""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from wizard.build.assets import webassembly as wasm

UNITS: Final = Path(__file__).with_name("units.toml")


class UnitsError(Exception):
    """Tables that cannot be left out: the message says why and what to do."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """An array of constants in C."""

    name: str
    first: int
    """Where it begins in the data, in bytes."""
    size: int
    """In bytes."""

    @property
    def range(self) -> range:
        """The places of its bytes in the data."""
        return range(self.first, self.first + self.size)


@dataclass(frozen=True, kw_only=True, slots=True)
class Unit:
    """A file of C that is left out."""

    source: str
    """In CPython's sources."""
    init: str
    """The name under which its first function is exported."""
    until: str
    """Likewise of the next file."""
    tables: tuple[Table, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Units:
    """The files that are left out of one WebAssembly file."""

    sha256: str
    """Of the untouched file, in hexadecimal digits."""
    units: tuple[Unit, ...]
    shared: frozenset[int]
    """Where docstrings begin that share their end with other strings (docstrings.py)."""


def load() -> Units:
    """Those that are kept with the sources."""
    raw: dict[str, Any] = tomllib.loads(UNITS.read_text(encoding="utf-8"))
    return Units(
        sha256=raw["sha256"],
        shared=frozenset(raw["shared"]),
        units=tuple(
            Unit(
                source=unit["source"],
                init=unit["init"],
                until=unit["until"],
                tables=tuple(Table(name=name, first=at[0], size=at[1]) for name, at in unit["tables"].items()),
            )
            for unit in raw["unit"]
        ),
    )


def functions_of(module: wasm.Module, unit: Unit) -> range:
    """The numbers of a file's functions: from its first to the first of the next file.

    Raises :class:`UnitsError` where the file is not there.
    """
    begins = {each.name: each.index for each in module.exports if each.kind == wasm.FUNCTION}
    first, stop = begins.get(unit.init), begins.get(unit.until)
    if first is None or stop is None or stop <= first:
        raise UnitsError(f"{UNITS.name}: {unit.init} is not before {unit.until}: run `python -m tests.profile.units`.")
    return range(first, stop)


def without(untouched: bytes, module: wasm.Module, left_out: Units, stub: bytes) -> wasm.Module:
    """`module`, which was read from `untouched` and may have lost functions, without these files.

    `stub` is the body of each of their functions. Raises :class:`UnitsError`, and :class:`wasm.FormatError`.
    """
    if hashlib.sha256(untouched).hexdigest() != left_out.sha256:
        raise UnitsError(f"{UNITS.name} belongs to another version of Pyodide: run `python -m tests.profile.units`.")
    gone = {number for unit in left_out.units for number in functions_of(module, unit)}
    numbered = zip(module.functions, module.bodies, strict=True)
    tables = (table for unit in left_out.units for table in unit.tables)
    rest = replace(module, bodies=tuple(stub if n in gone else body for n, body in numbered))
    # As long as before, and next to nothing once compressed.
    return wasm.with_data(rest, {table.first: bytes(table.size) for table in tables})
