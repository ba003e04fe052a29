"""Just enough of WebAssembly's binary format to leave parts of a module out.

A module is a list of sections, and most of them pass through as they are. What is understood here: imports, the
bodies of functions, globals, exports, where data begin. The format is public and does not change:
https://webassembly.github.io/spec/core/binary/modules.html (looked up on 28 November 2026).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

MAGIC: Final = b"\0asm\1\0\0\0"

#: Numbers of sections.
IMPORT, GLOBAL, EXPORT, CODE, DATA = 2, 6, 7, 10, 11

#: Kinds of imports and exports.
FUNCTION, TABLE, MEMORY, A_GLOBAL, TAG = range(5)

#: Instructions, and the type of a mutable global that holds an i32.
END: Final = b"\x0b"
UNREACHABLE: Final = b"\x00"
I32_CONST: Final = b"\x41"
GLOBAL_GET: Final = b"\x23"
GLOBAL_SET: Final = b"\x24"
I32_EQZ: Final = b"\x45"
I32_OR: Final = b"\x72"
CALL: Final = b"\x10"
MUTABLE_I32: Final = b"\x7f\x01"

NO_LOCALS: Final = b"\x00"


class FormatError(Exception):
    """A file that is no module, or one with something in it that is not understood here: the message says what."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Export:
    """A name under which JavaScript finds something."""

    name: str
    kind: int
    index: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Module:
    """A module's sections, number and content, in their order; those that are understood also apart."""

    sections: tuple[tuple[int, bytes], ...]
    imports: tuple[tuple[int, str], ...]
    """Kind of each, and its module and name: `env.exit`."""
    bodies: tuple[bytes, ...]
    """Of each function that is not imported: its locals and its instructions."""
    globals: tuple[bytes, ...]
    """Of each global that is not imported: its type and how it begins."""
    exports: tuple[Export, ...]

    @property
    def imported_functions(self) -> tuple[str, ...]:
        """Functions are numbered from 0, these first."""
        return tuple(name for kind, name in self.imports if kind == FUNCTION)

    @property
    def imported(self) -> frozenset[str]:
        """The names of all imports."""
        return frozenset(name for _, name in self.imports)

    @property
    def functions(self) -> range:
        """The numbers of the functions that have a body."""
        first = len(self.imported_functions)
        return range(first, first + len(self.bodies))


def read(content: bytes) -> Module:
    """Take a module apart. Raises :class:`FormatError`."""
    if not content.startswith(MAGIC):
        raise FormatError("this is no WebAssembly module of version 1")
    sections = []
    at = len(MAGIC)
    while at < len(content):
        number = content[at]
        size, at = unsigned(content, at + 1)
        sections.append((number, content[at : at + size]))
        at += size
    found = dict(sections)
    return Module(
        sections=tuple(sections),
        imports=tuple(_imports(found.get(IMPORT, b"\0"))),
        bodies=_bodies(found.get(CODE, b"\0")),
        globals=_globals(found.get(GLOBAL, b"\0")),
        exports=_exports(found.get(EXPORT, b"\0")),
    )


def write(module: Module) -> bytes:
    """Put a module together again. One that nothing was changed in has the content that it was read from."""
    bodies = (number(len(body)) + body for body in module.bodies)
    exports = (_name(each.name) + bytes([each.kind]) + number(each.index) for each in module.exports)
    made: Mapping[int, bytes] = {
        GLOBAL: vector(module.globals),
        EXPORT: vector(list(exports)),
        CODE: vector(list(bodies)),
    }
    parts = [MAGIC]
    for kind, content in module.sections:
        written = made.get(kind, content)
        parts += [bytes([kind]), number(len(written)), written]
    return b"".join(parts)


def with_globals(module: Module, names: Iterable[str]) -> tuple[Module, range]:
    """The module with a global more for each name, and their numbers. Each is an i32, begins as 0, and is exported."""
    names = tuple(names)
    first = sum(kind == A_GLOBAL for kind, _ in module.imports) + len(module.globals)
    numbers = range(first, first + len(names))
    begins = (MUTABLE_I32 + I32_CONST + b"\0" + END,) * len(names)
    exports = tuple(Export(name=name, kind=A_GLOBAL, index=index) for name, index in zip(names, numbers, strict=True))
    return replace(module, globals=module.globals + begins, exports=module.exports + exports), numbers


def set_unless(index: int, other: int) -> bytes:
    """Instructions that set a global to 1 while another one is 0."""
    wanted = GLOBAL_GET + number(other) + I32_EQZ
    return wanted + GLOBAL_GET + number(index) + I32_OR + GLOBAL_SET + number(index)


def beginning_with(body: bytes, instructions: bytes) -> bytes:
    """A function's body with these instructions before its own."""
    groups, at = unsigned(body, 0)
    for _ in range(groups):
        _, at = unsigned(body, at)
        at = _value_type(body, at)
    return body[:at] + instructions + body[at:]


def data(module: Module) -> bytes:
    """What the module's memory begins with. Raises :class:`FormatError`."""
    content = dict(module.sections)[DATA]
    first, size = only_segment(content)
    return content[first : first + size]


def with_data(module: Module, changes: Mapping[int, bytes]) -> Module:
    """The module with other bytes at these places of its data. Raises :class:`FormatError`."""
    content = bytearray(dict(module.sections)[DATA])
    first, size = only_segment(bytes(content))
    for place, written in changes.items():
        if not 0 <= place <= place + len(written) <= size:
            raise FormatError(f"data have {size:,} bytes: {len(written):,} at {place:,} are not in them")
        content[first + place : first + place + len(written)] = written
    sections = ((kind, bytes(content) if kind == DATA else old) for kind, old in module.sections)
    return replace(module, sections=tuple(sections))


def only_segment(content: bytes) -> tuple[int, int]:
    """Where the bytes of a data section's only segment begin in the section, and how many there are.

    Raises :class:`FormatError` where there are several, or where one is not placed where a global says.
    """
    if content[:3] != b"\1\0\x23":
        raise FormatError("data that are not one segment at the place that a global holds")
    _, end = unsigned(content, 3)
    if content[end : end + 1] != END:
        raise FormatError("data at a place that is worked out")
    size, first = unsigned(content, end + 1)
    if first + size != len(content):
        raise FormatError("a segment that does not fill its section")
    return first, size


def unsigned(content: bytes, at: int) -> tuple[int, int]:
    """A number (LEB128) and the place after it."""
    value = shift = 0
    while True:
        byte = content[at]
        value |= (byte & 0x7F) << shift
        at += 1
        if byte < 0x80:
            return value, at
        shift += 7


def number(value: int) -> bytes:
    """A number as LEB128."""
    written = bytearray()
    while value >= 0x80:
        written.append(value & 0x7F | 0x80)
        value >>= 7
    written.append(value)
    return bytes(written)


def vector(items: list[bytes] | tuple[bytes, ...]) -> bytes:
    """How many, and each."""
    return number(len(items)) + b"".join(items)


def _items[T](content: bytes, item: Callable[[bytes, int], tuple[T, int]]) -> list[T]:
    count, at = unsigned(content, 0)
    found = []
    for _ in range(count):
        one, at = item(content, at)
        found.append(one)
    if at != len(content):
        raise FormatError("a section holds more than its items")
    return found


def _imports(content: bytes) -> list[tuple[int, str]]:
    """The kind of each import, and its name: `env.exit`."""

    def item(content: bytes, at: int) -> tuple[tuple[int, str], int]:
        names = []
        for _ in ("module", "name"):
            size, at = unsigned(content, at)
            names.append(content[at : at + size].decode())
            at += size
        kind, at = content[at], at + 1
        if kind == FUNCTION:
            at = unsigned(content, at)[1]
        elif kind == TABLE:
            at = _limits(content, _value_type(content, at))
        elif kind == MEMORY:
            at = _limits(content, at)
        elif kind == A_GLOBAL:
            at = _value_type(content, at) + 1
        elif kind == TAG:
            at = unsigned(content, at + 1)[1]
        else:
            raise FormatError(f"an import of kind {kind}")
        return (kind, ".".join(names)), at

    return _items(content, item)


def _bodies(content: bytes) -> tuple[bytes, ...]:
    def item(content: bytes, at: int) -> tuple[bytes, int]:
        size, at = unsigned(content, at)
        return content[at : at + size], at + size

    return tuple(_items(content, item))


def _globals(content: bytes) -> tuple[bytes, ...]:
    """Those that begin as a constant or as another global; Pyodide has no others."""

    def item(content: bytes, begin: int) -> tuple[bytes, int]:
        at = _value_type(content, begin) + 1
        lengths = {0x43: 4, 0x44: 8}  # constants of floats
        operation, at = content[at], at + 1
        if operation in lengths:
            at += lengths[operation]
        elif operation in (0x23, 0x41, 0x42, 0xD2):  # another global, integers, a function
            at = unsigned(content, at)[1]
        elif operation == 0xD0:  # no function
            at += 1
        else:
            raise FormatError(f"a global that begins with the instruction {operation:#x}")
        if content[at : at + 1] != END:
            raise FormatError("a global that begins with more than one instruction")
        return content[begin : at + 1], at + 1

    return tuple(_items(content, item))


def _exports(content: bytes) -> tuple[Export, ...]:
    def item(content: bytes, at: int) -> tuple[Export, int]:
        size, at = unsigned(content, at)
        name, at = content[at : at + size].decode(), at + size
        index, end = unsigned(content, at + 1)
        return Export(name=name, kind=content[at], index=index), end

    return tuple(_items(content, item))


def _name(text: str) -> bytes:
    return number(len(text.encode())) + text.encode()


def _value_type(content: bytes, at: int) -> int:
    """The place after a type of values: one byte, or a reference to something that is said after it."""
    return unsigned(content, at + 1)[1] if content[at] in (0x63, 0x64) else at + 1


def _limits(content: bytes, at: int) -> int:
    bounded, at = content[at] & 1, at + 1
    for _ in range(1 + bounded):
        _, at = unsigned(content, at)
    return at
