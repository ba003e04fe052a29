"""What the functions of Pyodide's WebAssembly name, and where its data point to, with no knowledge of C."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from wizard.build.assets import webassembly as wasm
from wizard.build.assets.runtime import PYODIDE

if TYPE_CHECKING:
    from collections.abc import Iterator

MODULE: Final = wasm.read((PYODIDE / "pyodide.asm.wasm").read_bytes())

#: Where each instruction may stand that has a constant, or an address that is added to one: `i32.const`, loads and
#: stores. Bytes that only look like one of them are taken along.
NAMES: Final = re.compile(rb"[\x41\x28-\x3e]")

#: The function that writes pointers into the data, once: it is known by the file, and has nothing but such stores.
RELOCATES: Final = 254


@cache
def constants(number: int) -> frozenset[int]:
    """Each constant that this function may name, and more."""
    body = MODULE.bodies[number - MODULE.functions.start]
    found = set()
    for match in NAMES.finditer(body):
        try:
            if match[0] == b"\x41":
                found.add(signed(body, match.end())[0])
            else:
                _, at = wasm.unsigned(body, match.end())
                found.add(wasm.unsigned(body, at)[0])
        except IndexError:
            pass
    return frozenset(found)


@cache
def pointers() -> tuple[tuple[int, int], ...]:
    """Place and target of each pointer from data to data."""
    return tuple(_pointers(MODULE.bodies[RELOCATES - MODULE.functions.start]))


def _pointers(body: bytes) -> Iterator[tuple[int, int]]:
    at = body.index(b"\x23\0")
    while body[at : at + 1] != wasm.END:
        assert body[at : at + 3] == b"\x23\0\x41", "the place: what data begin with, and a constant"
        place, at = signed(body, at + 3)
        assert body[at : at + 2] == b"\x6a\x23"
        base, at = wasm.unsigned(body, at + 2)
        target = 0
        if body[at] == 0x41:
            target, at = signed(body, at + 1)
            assert body[at] in (0x6A, 0x6B), "a constant is added or taken away"
            at += 1
        assert body[at : at + 3] == b"\x36\2\0", "a store"
        at += 3
        if base == 0:
            yield place, target


def signed(content: bytes, at: int) -> tuple[int, int]:
    value, end = wasm.unsigned(content, at)
    bits = 7 * (end - at)
    return (value - (1 << bits) if content[end - 1] & 0x40 else value), end
