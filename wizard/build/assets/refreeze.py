"""Leaves docstrings and line numbers out of frozen modules, for an interpreter that has loaded nothing else.

Started as a program by :mod:`wizard.build.assets.compiled`: what it says about marshalled code is why.
"""

import dis
import importlib
import marshal
import sys
import zipfile
from collections import Counter
from itertools import pairwise
from types import CodeType


def without_docstrings(code: CodeType) -> CodeType:
    """The same code: None where a function has its docstring, and in what a module or a class calls `__doc__`.

    A function's is its first constant, which no instruction loads.
    """
    constants = [without_docstrings(item) if isinstance(item, CodeType) else item for item in code.co_consts]
    instructions = list(dis.get_instructions(code))
    loaded = Counter(each.arg for each in instructions if each.opcode in dis.hasconst)
    if constants and isinstance(constants[0], str) and not loaded[0]:
        constants[0] = None
    for one, other in pairwise(instructions):
        if (one.opname, other.opname, other.argval) == ("LOAD_CONST", "STORE_NAME", "__doc__") and loaded[one.arg] == 1:
            constants[one.arg or 0] = None
    return code.replace(co_consts=tuple(constants))


def refreeze(source: str, target: str, tools: str) -> None:
    """Make a zip file of marshalled code of another, each shorter. `tools` is the folder of this file."""
    sys.path.append(tools)
    without_lines = importlib.import_module("bytecode").without_lines
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target, "w") as after:
        for name in before.namelist():
            after.writestr(name, marshal.dumps(without_lines(without_docstrings(marshal.loads(before.read(name))))))


if __name__ == "__main__":
    refreeze(*sys.argv[1:])
