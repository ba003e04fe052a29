"""Find the tables that are left out: `python -m tests.profile.units` writes `wizard/build/assets/units.toml`.

An extension module of CPython's that was built for this machine and kept its symbols says which tables it has, and what
is in them. Each is looked for in the data of Pyodide's WebAssembly, where it must be exactly once. The names of
characters and the encodings do not change within 3.13, so any release of that will do.
"""

from __future__ import annotations

import hashlib
import importlib.util
import struct
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from wizard.build.assets import runtime, units
from wizard.build.assets import webassembly as wasm

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The module that each file makes, and the file in CPython's sources.
SOURCES: Final = {
    "_codecs_cn": "Modules/cjkcodecs/_codecs_cn.c",
    "_codecs_hk": "Modules/cjkcodecs/_codecs_hk.c",
    "_codecs_jp": "Modules/cjkcodecs/_codecs_jp.c",
    "_codecs_kr": "Modules/cjkcodecs/_codecs_kr.c",
    "_codecs_tw": "Modules/cjkcodecs/_codecs_tw.c",
    "unicodedata": "Modules/unicodedata.c",
}

#: Bytes of the smallest table that is worth a line.
WORTH: Final = 2000

#: Of ELF: kinds of section, and of symbol.
SYMBOLS, NO_BITS, OBJECT = 2, 8, 1

HEAD: Final = """\
# Tables of CPython's in the data of Pyodide's WebAssembly, which are left out with the whole file of C that can read
# them: `python -m tests.profile.units` writes this. Name = [place, bytes].
# They belong to the file with this SHA-256 and to no other.
"""


class Section(NamedTuple):
    """A section of an ELF file, as its header has it."""

    name: int
    kind: int
    flags: int
    address: int
    offset: int
    size: int
    link: int
    info: int
    align: int
    entry: int


def objects(elf: bytes) -> Iterator[tuple[str, bytes]]:
    """Name and content of each object that a 64-bit ELF file of this machine's byte order defines."""
    (at,) = struct.unpack_from("Q", elf, 0x28)
    (count,) = struct.unpack_from("H", elf, 0x3C)
    sections = [Section(*struct.unpack_from("IIQQQQIIQQ", elf, at + 64 * number)) for number in range(count)]
    for symbols in sections:
        if symbols.kind != SYMBOLS:
            continue
        names = sections[symbols.link].offset
        for number in range(symbols.size // symbols.entry):
            name, info, _, where, value, size = struct.unpack_from("IBBHQQ", elf, symbols.offset + 24 * number)
            if info & 0xF == OBJECT and where < count and sections[where].kind != NO_BITS:
                begin = value - sections[where].address + sections[where].offset
                end = elf.index(b"\0", names + name)
                yield elf[names + name : end].decode(), elf[begin : begin + size]


def found_in(data: bytes, module: str) -> dict[str, tuple[int, int]]:
    """Place and size of this module's tables in the data."""
    spec = importlib.util.find_spec(module)
    if spec is None or not spec.origin or not Path(spec.origin).is_file():
        sys.exit(f"{module} is built into this Python: take one that has it as a file of its own.")
    found = {}
    for name, content in sorted(objects(Path(spec.origin).read_bytes())):
        if len(content) >= WORTH and data.count(content) == 1:
            found[name] = (data.index(content), len(content))
    if not found:
        sys.exit(f"{module}: {spec.origin} has no symbols, or other tables than Pyodide.")
    return found


def main() -> int:
    """Write the file."""
    untouched = (runtime.PYODIDE / "pyodide.asm.wasm").read_bytes()
    section = dict(wasm.read(untouched).sections)[wasm.DATA]
    first, _ = wasm.only_segment(section)
    parts = [f'{HEAD}sha256 = "{hashlib.sha256(untouched).hexdigest()}"\n']
    for module, source in SOURCES.items():
        found = found_in(section[first:], module)
        lines = (f"{name} = [{at}, {size}]\n" for name, (at, size) in sorted(found.items(), key=lambda item: item[1]))
        parts.append(f'\n[[unit]]\nsource = "{source}"\ninit = "{units.INIT}{module}"\n[unit.tables]\n{"".join(lines)}')
        print(f"     {module}: {sum(size for _, size in found.values()):,} bytes in {len(found)} tables")
    units.UNITS.write_text("".join(parts), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
