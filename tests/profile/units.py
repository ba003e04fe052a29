"""Find the tables that are left out: `python -m tests.profile.units` writes `wizard/build/assets/units.toml`.

An extension module of CPython's that was built for this machine and kept its symbols says which tables it has, and what
is in them. Each is looked for in the data of Pyodide's WebAssembly, where it must be exactly once. The names of
characters and the encodings do not change within 3.13, so any release of that will do.

The C library's own encodings (`iconv`, which Python does not use) are tables of the same characters: what Python's
codecs say of each pair of bytes, in rows. Where the two differ in some characters, stretches are found that agree.
"""

from __future__ import annotations

import hashlib
import importlib.util
import struct
import sys
from itertools import chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from tests.profile.named import MODULE, RELOCATES, constants, pointers
from wizard.build.assets import docstrings, runtime, units
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

#: What begins the name of a function that makes a module.
INIT: Final = "PyInit_"

#: The file of the C library with its encodings, its first function, and the next file's.
ICONV: Final = ("musl: src/locale/iconv.c", "iconv_open", "iconv_close")

#: Bytes of the smallest table that is worth a line.
WORTH: Final = 2000

#: Of ELF: kinds of section, and of symbol.
SYMBOLS, NO_BITS, OBJECT = 2, 8, 1

HEAD: Final = """\
# Tables in the data of Pyodide's WebAssembly, which are left out with the whole file of C that can read
# them: `python -m tests.profile.units` writes this. Name = [place, bytes].
# They belong to the file with this SHA-256 and to no other.
sha256 = "{sha256}"
# Where docstrings begin that share their end with other strings.
shared = {shared}
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


def encodings() -> dict[str, list[int]]:
    """Name of each of the C library's larger tables -> what should be in it: characters by rows, or by characters."""
    trails = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    japanese = [_character("euc_jp", row, at) for row in range(0xA1, 0xF5) for at in range(0xA1, 0xFF)]
    japanese[japanese.index(0xFF3C)] = 0x5C  # a backslash, which Python takes for a wide one
    places = {character: row * 256 + at for (row, at), character in _numbered(japanese, 94) if character}
    more = (*range(0x87, 0xA1), *range(0xFA, 0xFF))
    return {
        "gb18030": [
            _character("gb18030", row, at)
            for row in range(0x81, 0xFF)
            for at in (*range(0x40, 0x7F), *range(0x80, 0xFF))
        ],
        "jis0208": japanese,
        "rev_jis": [places[character] for character in sorted(places)],
        "big5": [_character("big5hkscs", row, at) for row in range(0xA1, 0xFA) for at in trails],
        "hkscs": [_character("big5hkscs", row, at) for row in more for at in trails],
        "ksc": [_character("cp949", row, at) for row in range(0xA1, 0xFE) for at in range(0xA1, 0xFF)],
    }


def _character(encoding: str, *codes: int) -> int:
    """The lower 16 bits of a character, or 0 where there is none."""
    try:
        text = bytes(codes).decode(encoding)
    except UnicodeDecodeError:
        return 0
    return ord(text) & 0xFFFF if len(text) == 1 else 0


def _numbered(values: list[int], width: int) -> Iterator[tuple[tuple[int, int], int]]:
    return ((divmod(number, width), value) for number, value in enumerate(values))


def stretches(data: bytes, name: str, values: list[int]) -> Iterator[tuple[str, tuple[int, int]]]:
    """Where the data have this table of two bytes each: name, place and size of what is the same.

    The table is where a good part of it is, which must be exactly once.
    """
    content = struct.pack(f"<{len(values)}H", *values)
    part = len(content) // 4
    once = [at for at in range(0, len(content), part) if data.count(content[at : at + part]) == 1]
    if not once:
        sys.exit(f"{name}: not found in the data of WebAssembly, or more than once.")
    begin = data.index(content[once[0] : once[0] + part]) - once[0]
    other = [at for at in range(0, len(content), 2) if content[at : at + 2] != data[begin + at : begin + at + 2]]
    for one, next_one in pairwise((-2, *other, len(content))):
        if next_one - one - 2 >= WORTH:
            yield f"{name}_{(one + 2) // 2}" if other else name, (begin + one + 2, next_one - one - 2)


def shared(data: bytes) -> list[int]:
    """Where docstrings begin that have a place inside which a function, or a pointer, names."""
    named = set(chain.from_iterable(constants(number) for number in MODULE.functions if number != RELOCATES))
    named |= {target for _, target in pointers()}
    return [place.start for place in docstrings.places(data) if not named.isdisjoint(place[1:])]


def main() -> int:
    """Write the file."""
    untouched = (runtime.PYODIDE / "pyodide.asm.wasm").read_bytes()
    data = wasm.data(MODULE)
    begins = sorted((each.index, each.name) for each in MODULE.exports if each.name.startswith(INIT))
    next_of = {name: following for (_, name), (_, following) in pairwise(begins)}
    parts = [HEAD.format(sha256=hashlib.sha256(untouched).hexdigest(), shared=shared(data))]
    rest = bytearray(data)
    for module, source in SOURCES.items():
        found = found_in(data, module)
        parts.append(_unit(source, f"{INIT}{module}", next_of[f"{INIT}{module}"], found))
        for at, size in found.values():
            rest[at : at + size] = bytes(size)  # Python's own tables have some of the same stretches
    tables = chain.from_iterable(stretches(bytes(rest), name, values) for name, values in encodings().items())
    parts.append(_unit(*ICONV, dict(tables)))
    units.UNITS.write_text("".join(parts), encoding="utf-8")
    return 0


def _unit(source: str, init: str, until: str, found: dict[str, tuple[int, int]]) -> str:
    print(f"     {source}: {sum(size for _, size in found.values()):,} bytes in {len(found)} tables")
    lines = (f"{name} = [{at}, {size}]\n" for name, (at, size) in sorted(found.items(), key=lambda item: item[1]))
    return f'\n[[unit]]\nsource = "{source}"\ninit = "{init}"\nuntil = "{until}"\n[unit.tables]\n{"".join(lines)}'


if __name__ == "__main__":
    sys.exit(main())
