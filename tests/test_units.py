"""Data that are left out, and frozen modules that became shorter: nothing that stays can reach what was there."""

from __future__ import annotations

import dis
import hashlib
import marshal
from dataclasses import replace
from itertools import pairwise
from types import CodeType
from typing import Final

import pytest

from tests.profile.named import MODULE, RELOCATES, constants, pointers
from tests.test_trim import DIGEST, UNTOUCHED
from wizard.build.assets import docstrings, frozen, trim, units
from wizard.build.assets import webassembly as wasm
from wizard.build.assets.compiled import refrozen

#: Of a code object: what says which instruction is of which line.
LINES: Final = {"co_linetable", "co_lnotab", "co_lines", "co_positions", "co_branches"}

LEFT_OUT: Final = units.load()
GONE: Final = frozenset(number for unit in LEFT_OUT.units for number in units.functions_of(MODULE, unit))
PLACES: Final = tuple(table.range for unit in LEFT_OUT.units for table in unit.tables)
STAYS: Final = sorted(trim.profile().functions - GONE - {RELOCATES})
DATA: Final = wasm.data(MODULE)

#: What functions that stay name as numbers and not as places: limits, powers of two, primes of hashes, bits, and the
#: middle of a floating-point number.
NUMBERS: Final = frozenset(
    (
        *(999_999, 1_000_000, 1_000_003, 1_089_186, 1_664_525, 2_531_011),
        *(0x10FFFF, 0x110000, 0xE2080, 0xF0000),
        *(0x200000, 0x200003, 0x22005C),
        *(0xC0001, 0xFFC00, 0xFFF00, 0xFFFFF, 0x100000, 0x101000, 0x104000),
    )
)


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
    for number in STAYS:
        named = {constant for constant in constants(number) if any(constant in place for place in PLACES)}
        assert named <= NUMBERS, f"function {number} names {named - NUMBERS}: is that a place, or a number?"


def test_pointers_into_tables_stand_where_no_function_that_stays_names_a_place() -> None:
    """They are in the files' own indexes, which lie side by side, and to these nothing else points."""
    into = [place for place, target in pointers() if any(target in table for table in PLACES)]
    assert len(into) > 1000
    indexes = range(min(into) - 8, max(into) + 8)
    assert len(indexes) < 64_000
    for number in STAYS:
        assert not [constant for constant in constants(number) if constant in indexes], number
    assert not [place for place, target in pointers() if target in indexes and place not in indexes]


def test_no_function_that_stays_and_no_pointer_names_a_place_inside_a_docstring_that_is_left_out() -> None:
    """Its beginning is where a pointer says that the docstring is."""
    gone = [place for place in docstrings.places(DATA) if place.start not in LEFT_OUT.shared]
    assert len(gone) > 1500
    inside = {at for place in gone for at in place[1:]}
    named = {constant for number in STAYS for constant in constants(number)}
    assert inside.isdisjoint(named)
    targets = {target for _, target in pointers()}
    assert inside.isdisjoint(targets)
    assert {place.start for place in gone} <= targets
    assert inside.isdisjoint(place for place, _ in pointers())


def test_each_docstring_is_empty_and_nothing_else_has_changed() -> None:
    after = wasm.data(docstrings.without(MODULE, LEFT_OUT.shared))
    rest = bytearray(DATA)
    for place in docstrings.places(DATA):
        if place.start not in LEFT_OUT.shared:
            rest[place.start : place.stop] = bytes(len(place))
    assert after == rest
    assert b"len($module, obj, /)\n--" in DATA
    assert b"len($module, obj, /)\n--" not in after


def test_what_shares_its_end_with_a_docstring_is_known() -> None:
    shared = {DATA[at : DATA.index(b"\0", at)] for at in LEFT_OUT.shared}
    assert b"__bool__($self, /)\n--\n\nTrue if self else False" in shared, '"False" is its last word'


def test_frozen_modules_are_read_from_their_beginning_and_nobody_names_a_place_inside() -> None:
    """Python's table of them has a pointer to each, and beside it its size. One is read by a function that names it."""
    found = frozen.found_in(DATA)
    assert {"os", "zipimport", "importlib._bootstrap", "posixpath"} <= found.keys()
    for name, place in found.items():
        into = [(at, target) for at, target in pointers() if target in place]
        assert into or name == "getpath", name
        for at, target in into:
            assert target == place.start
            assert int.from_bytes(DATA[at + 4 : at + 8], "little") == len(place)
        named = {constant for number in STAYS for constant in constants(number) if constant in place[1:]}
        assert named <= NUMBERS, f"{name}: {named - NUMBERS}"


def test_frozen_modules_do_what_they_did() -> None:
    found = frozen.found_in(DATA)
    after = wasm.data(frozen.without(MODULE, refrozen))
    rest = bytearray(DATA)
    for place in found.values():
        old, new = (marshal.loads(data[place.start : place.stop]) for data in (DATA, after))
        assert_same(old, new)
        rest[place.start : place.stop] = after[place.start : place.stop]
    assert after == rest
    assert b"OS routines for NT or Posix" in DATA
    assert b"OS routines for NT or Posix" not in after


def assert_same(old: CodeType, new: CodeType) -> None:
    """Everything but lines is the same, and but docstrings: None, where only `__doc__` is made of them."""
    names = {name for name in dir(old) if name.startswith("co_")} - LINES
    assert {name for name in names if getattr(old, name) != getattr(new, name)} <= {"co_consts"}
    instructions = list(dis.get_instructions(old))
    said = {one.arg for one, other in pairwise(instructions) if other.argval == "__doc__"}
    loaded = {each.arg for each in instructions if each.opcode in dis.hasconst}
    for number, (one, other) in enumerate(zip(old.co_consts, new.co_consts, strict=True)):
        if isinstance(one, CodeType):
            assert_same(one, other)
        elif one != other:
            assert (type(one), other) == (str, None)
            assert number in said or (number == 0 and 0 not in loaded)


def test_without_frozen_modules_nothing_is_guessed() -> None:
    with pytest.raises(frozen.FrozenError, match="no frozen modules"):
        frozen.without(wasm.with_data(MODULE, {0: bytes(len(DATA))}), refrozen)
    with pytest.raises(frozen.FrozenError, match="longer: os"):
        frozen.without(MODULE, lambda _: {"os": bytes(100_000)})


def test_tables_of_another_file_are_refused() -> None:
    other = replace(LEFT_OUT, sha256=hashlib.sha256(b"").hexdigest())
    with pytest.raises(units.UnitsError, match=r"another version.*tests\.profile\.units"):
        units.without(UNTOUCHED, MODULE, other, b"")
    with pytest.raises(units.UnitsError, match="PyInit_dance is not before"):
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
        wasm.with_data(module, {1: bytes(2)})
