"""The step that makes the browser's bytecode smaller, for an interpreter that has loaded nothing else.

Started as a program by :mod:`wizard.build.assets.runtime`: what it says about marshalled code is why.
"""

from __future__ import annotations

import marshal
import sys
import zipfile
from itertools import groupby
from types import CodeType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HEADER: Final = 16
"""Bytes of a .pyc file before its code: magic number, flags, hash of the source."""

LONGEST: Final = 8
"""Units of code that an entry of a table of locations is for, at most (CPython: InternalDocs/locations.md)."""

LINE, NO_LINE = 0b1_1101_000, 0b1_1111_000
"""Begin such an entry; the low bits are its units, less 1. After LINE the change of line follows, and no column."""


def without_lines(code: CodeType) -> CodeType:
    """The same code without line numbers, whose tables are two fifths of what the browser would fetch.

    A traceback then names the first line of each function. An empty table would break it.
    """
    return _with_lines(code, lambda code: [code.co_firstlineno] * (len(code.co_code) // 2))


def without_columns(code: CodeType) -> CodeType:
    """The same code with its line numbers. A traceback marks columns in a source, and the browser has no sources."""
    return _with_lines(code, lambda code: [line for line, *_ in code.co_positions()])


def _with_lines(code: CodeType, lines: Callable[[CodeType], list[int | None]]) -> CodeType:
    """The same code, and what is in it, with a table of locations that says what `lines` gives for each unit."""
    constants = tuple(_with_lines(item, lines) if isinstance(item, CodeType) else item for item in code.co_consts)
    table, last = bytearray(), code.co_firstlineno
    for line, run in groupby(lines(code)):
        units = len(list(run))
        for begin in range(0, units, LONGEST):
            length = min(LONGEST, units - begin) - 1
            if line is None:
                table.append(NO_LINE | length)
            else:
                table += bytes([LINE | length, *_signed(line - last)])
                last = line
    return code.replace(co_linetable=bytes(table), co_consts=constants)


def _signed(number: int) -> Iterator[int]:
    """The bytes of a number in such a table: its sign in the lowest bit, six bits a byte, the lowest first."""
    rest = abs(number) << 1 | (number < 0)
    while rest >> 6:
        yield rest & 0x3F | 0x40
        rest >>= 6
    yield rest


def strip(source: str, target: str, kept: str) -> None:
    """Copy a zip file, its .pyc files without columns, and those without lines whose names do not begin with `kept`."""
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name.endswith(".pyc"):
                shorter = without_columns if name.startswith(kept) else without_lines
                content = content[:HEADER] + marshal.dumps(shorter(marshal.loads(content[HEADER:])))
            after.writestr(name, content)


if __name__ == "__main__":
    strip(*sys.argv[1:])
