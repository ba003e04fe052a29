"""Leave out of Pyodide's WebAssembly, and of the script that starts it, the names that nothing asks for.

Pyodide exports ten thousand, so that packages in C could be linked at run time. The wizard has none, and each name
costs bytes, and work at every start. A name stays if the script or the loader has it anywhere but where it is merely
passed on, or if the module asks for it itself.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from wizard.build.assets import webassembly as wasm

#: Where the script passes an export on: `var _free=Module["_free"]=wasmExports["free"];`
_PASSED_ON: Final = re.compile(r'var ([\w$]+)=Module\["\1"\]=wasmExports\["([\w$]+)"\];')

#: A name that the script puts together, which could be any.
_COMPUTED: Final = re.compile(r'.{0,30}\b(?:Module|wasmExports)\[(?!"[\w$]+"\]).{0,30}')

#: Those that are known: what calls the first is for pages that call C, and the second reads pictures for SDL.
_NOT_USED: Final = ('getCFunc=ident=>{var func=Module["_"+ident]', 'data=Module["_"+func](...params,x,y,comp,0)')

_WORD: Final = re.compile(r"[\w$]+")

#: Imports by which the module asks for an address of its own, with the name behind.
_OWN: Final = ("GOT.mem.", "GOT.func.")


class LinkingError(Exception):
    """The script does what is not understood here: the message says where."""


def asked_for(script: str, loader: str) -> frozenset[str]:
    """Words in Pyodide's scripts, without those of the names that are only passed on. Raises :class:`LinkingError`."""
    text = f"{_PASSED_ON.sub('', script)}\n{loader}"
    for known in _NOT_USED:
        text = text.replace(known, "")
    if found := _COMPUTED.search(text):
        raise LinkingError(f"Pyodide's script puts a name together, so any could be asked for: {found[0]!r}")
    return frozenset(_WORD.findall(text))


def unlinked(module: wasm.Module, names: frozenset[str]) -> wasm.Module:
    """The module without the exports that are asked for neither under `names` nor by itself."""
    own = {name.removeprefix(start) for _, name in module.imports for start in _OWN if name.startswith(start)}
    kept = tuple(each for each in module.exports if {each.name, f"_{each.name}"} & names or each.name in own)
    return replace(module, exports=kept)


def shortened(script: str, names: frozenset[str]) -> str:
    """The script without the lines that pass on what nothing asks for."""
    return _PASSED_ON.sub(lambda match: match[0] if {match[1], match[2]} & names else "", script)
