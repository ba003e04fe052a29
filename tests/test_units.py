"""Files of C that are left out with their tables: nothing that stays can reach what they held."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final

import pytest

from tests.test_trim import DIGEST, UNTOUCHED
from wizard.build.assets import trim, units
from wizard.build.assets import webassembly as wasm

if TYPE_CHECKING:
    from collections.abc import Iterator

MODULE: Final = wasm.read(UNTOUCHED)
LEFT_OUT: Final = units.load()
GONE: Final = frozenset(number for unit in LEFT_OUT.units for number in units.functions_of(MODULE, unit))
PLACES: Final = tuple(table.range for unit in LEFT_OUT.units for table in unit.tables)

#: Where each instruction may stand that has a constant, or an address that is added to one: `i32.const`, loads and
#: stores. Bytes that only look like one of them are taken along.
NAMES: Final = re.compile(rb"[\x41\x28-\x3e]")

#: What functions that stay name as numbers and not as places: limits, powers of two, primes of hashes, bits, and the
#: middle of a floating-point number.
NUMBERS: Final = frozenset(
    (
        *(999_999, 1_000_000, 1_000_003, 1_089_186, 1_664_525),
        *(0x10FFFF, 0x110000, 0xE2080, 0xF0000),
        *(0xC0001, 0xFFC00, 0xFFF00, 0xFFFFF, 0x100000, 0x101000, 0x104000),
    )
)

#: The function that writes pointers into the data, once: it is known by the file, and has nothing but such stores.
RELOCATES: Final = 254


def test_they_belong_to_the_pinned_file() -> None:
    assert LEFT_OUT.sha256 == DIGEST


def test_each_function_of_their_files_is_left_out_and_each_byte_of_theirs_is_blank() -> None:
    stub = trim.left_out(MODULE)
    after = units.without(UNTOUCHED, MODULE, LEFT_OUT, stub)
    for number, old, new in zip(MODULE.functions, MODULE.bodies, after.bodies, strict=True):
        assert new == (stub if number in GONE else old)
    for (kind, old), (_, new) in zip(MODULE.sections, after.sections, strict=True):
        if kind != wasm.DATA:
            assert old == new
            continue
        first, _ = wasm.only_segment(old)
        rest = bytearray(old)
        for place in PLACES:
            assert any(old[first + place.start : first + place.stop])
            rest[first + place.start : first + place.stop] = bytes(len(place))
        assert new == rest


def test_no_function_that_stays_names_a_place_in_a_table() -> None:
    for number in sorted(trim.profile().functions - GONE - {RELOCATES}):
        named = {constant for constant in constants(number) if any(constant in place for place in PLACES)}
        assert named <= NUMBERS, f"function {number} names {named - NUMBERS}: is that a place, or a number?"


def test_pointers_into_tables_stand_where_no_function_that_stays_names_a_place() -> None:
    """They are in the files' own indexes, which lie side by side, and to these nothing else points."""
    into = [place for place, target in pointers() if any(target in table for table in PLACES)]
    assert len(into) > 1000
    indexes = range(min(into) - 8, max(into) + 8)
    assert len(indexes) < 64_000
    for number in sorted(trim.profile().functions - GONE - {RELOCATES}):
        assert not [constant for constant in constants(number) if constant in indexes], number
    assert not [place for place, target in pointers() if target in indexes and place not in indexes]


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


def test_tables_of_another_file_are_refused() -> None:
    other = replace(LEFT_OUT, sha256=hashlib.sha256(b"").hexdigest())
    with pytest.raises(units.UnitsError, match=r"another version.*tests\.profile\.units"):
        units.without(UNTOUCHED, MODULE, other, b"")
    with pytest.raises(units.UnitsError, match="there is no PyInit_dance"):
        units.functions_of(MODULE, replace(LEFT_OUT.units[0], init="PyInit_dance"))


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\2\0\x23\0\x0b\0\0\x23\0\x0b\0", "one segment"),
        (b"\1\1\0", "one segment"),
        (b"\1\0\x23\0\x41\1\x6a\x0b\1x", "worked out"),
        (b"\1\0\x23\0\x0b\1xy", "does not fill"),
        (b"\1\0\x23\0\x0b\1x", "not in them"),
    ],
)
def test_data_that_are_not_understood_are_refused(data: bytes, what: str) -> None:
    module = wasm.read(wasm.MAGIC + bytes([wasm.DATA]) + wasm.number(len(data)) + data)
    with pytest.raises(wasm.FormatError, match=what):
        units.blanked(module, [range(1, 3)])
