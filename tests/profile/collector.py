"""What Python's garbage collector may call: it comes at any moment, and calls what belongs to what is there then.

So that it was not seen to call something says little. It calls by address, and functions of three types: `tp_traverse`,
`tp_clear`, and what takes an object apart. The few thousand of these that are small cost next to nothing.
"""

from __future__ import annotations

from typing import Final

from wizard.build.assets import webassembly as wasm

TYPE, ELEMENT, FUNCTION_TYPES = 1, 9, 3

#: Parameters and results of `traverseproc`, `inquiry` and `destructor`: pointers and ints are i32.
TYPES: Final = ((b"\x7f\x7f\x7f", b"\x7f"), (b"\x7f", b"\x7f"), (b"\x7f", b""))

#: Bytes of the largest. What is larger does something else.
LARGEST: Final = 600


def functions_of(module: wasm.Module) -> set[int]:
    """Their numbers. Raises `ValueError` for a module that says its types or addresses in another way."""
    sections = dict(module.sections)
    types, taken = _types(sections[TYPE]), _addresses(sections[ELEMENT])
    own = _numbers(sections[FUNCTION_TYPES])
    return {
        number
        for number, kind, body in zip(module.functions, own, module.bodies, strict=True)
        if number in taken and types[kind] in TYPES and len(body) <= LARGEST
    }


def _types(content: bytes) -> list[tuple[bytes, bytes]]:
    """Parameters and results of each type of functions."""
    count, at = wasm.unsigned(content, 0)
    found = []
    for _ in range(count):
        if content[at] != 0x60:
            raise ValueError(f"a type that begins with {content[at]:#x}")
        parameters, at = _list(content, at + 1)
        results, at = _list(content, at)
        found.append((parameters, results))
    return found


def _list(content: bytes, at: int) -> tuple[bytes, int]:
    """Types of values, of a byte each: Pyodide's functions have no others."""
    size, at = wasm.unsigned(content, at)
    return content[at : at + size], at + size


def _numbers(content: bytes, at: int = 0) -> list[int]:
    count, at = wasm.unsigned(content, at)
    found = []
    for _ in range(count):
        number, at = wasm.unsigned(content, at)
        found.append(number)
    return found


def _addresses(content: bytes) -> set[int]:
    """Functions whose address is taken: one list, that begins at `__table_base`."""
    if content[:3] != b"\x01\x00\x23":
        raise ValueError("addresses of functions are not one list")
    _, at = wasm.unsigned(content, 3)
    return set(_numbers(content, at + 1))
