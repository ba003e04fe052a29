"""The step that makes the browser's bytecode smaller, for an interpreter that has loaded nothing else.

Started as a program by :mod:`wizard.build.assets.runtime`: what it says about marshalled code is why.
"""

from __future__ import annotations

import marshal
import sys
import zipfile
from types import CodeType
from typing import Final

HEADER: Final = 16
"""Bytes of a .pyc file before its code: magic number, flags, hash of the source."""

SAME_LINE: Final = 0b1_1101_000
"""Begins an entry of a table of locations (CPython: InternalDocs/locations.md): a line and no column.
The low bits are the units of code that it is for, less 1; a byte with the change of line follows."""


def without_lines(code: CodeType) -> CodeType:
    """The same code without line numbers, whose tables are two fifths of what the browser would fetch.

    A traceback then names the first line of each function. An empty table would break it.
    """
    constants = tuple(without_lines(item) if isinstance(item, CodeType) else item for item in code.co_consts)
    units = len(code.co_code) // 2
    whole, rest = divmod(units, 8)
    table = bytes([SAME_LINE | 7, 0] * whole + [SAME_LINE | (rest - 1), 0] * (rest > 0))
    return code.replace(co_linetable=table, co_consts=constants)


def strip(source: str, target: str, kept: str) -> None:
    """Copy a zip file, its .pyc files without line numbers except those whose names begin with `kept`."""
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name.endswith(".pyc") and not name.startswith(kept):
                content = content[:HEADER] + marshal.dumps(without_lines(marshal.loads(content[HEADER:])))
            after.writestr(name, content)


if __name__ == "__main__":
    strip(*sys.argv[1:])
