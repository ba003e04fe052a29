"""Leave out of Pyodide's WebAssembly, and of the script that starts it, the names that nothing asks for.

Pyodide exports ten thousand, so that packages in C could be linked at run time. The wizard has none, and each name
costs bytes, and work at every start. A name stays if the script or the loader has it anywhere but where it is merely
passed on, or if the module asks for it itself.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from wizard.build.assets import bundle
from wizard.build.assets import webassembly as wasm

#: Where the script passes an export on: `var _free=Module["_free"]=wasmExports["free"];`
_PASSED_ON: Final = re.compile(r'var ([\w$]+)=Module\["\1"\]=wasmExports\["([\w$]+)"\];')

#: A name that the script puts together, which could be any.
_COMPUTED: Final = re.compile(r'.{0,30}\b(?:Module|wasmExports)\[(?!"[\w$]+"\]).{0,30}')

#: Those that are known: what calls the first is for pages that call C, and the second reads pictures for SDL.
_NOT_USED: Final = ('getCFunc=ident=>{var func=Module["_"+ident]', 'data=Module["_"+func](...params,x,y,comp,0)')

#: Where the script makes a function of its own known as part of `Module`: `Module["_glClear"]=_glClear;`
_MADE_KNOWN: Final = re.compile(r'(?<=[;}])Module\["([\w$]+)"\]=[\w$]+;')

#: What a script reads of an object by name.
_READ: Final = re.compile(r"""(?:\.|\[["'])([\w$]+)""")

#: What takes parts of `Module` without saying its name before each: `{_free}=Module;`
_TAKEN_APART: Final = re.compile(r"\}\s*=\s*Module\s*[;,)]")

#: The types of a function that C may point to: `_glClear.sig="vp";`
_SIGNATURE: Final = re.compile(r'(?<=[;}])([\w$]+)\.sig="\w*";')

#: Another name for a function: `var _emscripten_glClear=_glClear;`
_ALIAS: Final = re.compile(r"(?<=[;}])var ([\w$]+)=([\w$]+);")

#: What the script has for WebAssembly to import, with names where they differ: `wasmImports={a,b:_b}`
_IMPORTS: Final = re.compile(r"(?<=[;\n])(var wasmImports=\{)([^{}]*)(?=\};)")

#: How the names of OpenGL's functions begin, and what is in their place.
_DRAWS: Final = "emscripten_gl"
_STUB: Final = """function _leftOut(){throw new Error("OpenGL is left out of Pyodide's script")}_leftOut.sig="v";"""

#: Runs text as a part of the script, which could then use any name. Only code that is linked at run time has such text.
_EVAL: Final = re.compile(r"(?<![\w$.])eval\(")

#: The function that all of the script is in: what it begins and ends with.
_BEGINS: Final = "async function(moduleArg = {}) {\n  var moduleRtn;\n"
_ENDS: Final = "return moduleRtn;\n}\n"

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


def shortened(script: str, loader: str, module: wasm.Module) -> str:
    """Pyodide's script without what is never used. Raises :class:`LinkingError`.

    It has all of Emscripten's library, sound and graphics too, for code that is linked at run time. What goes: lines
    that pass on what nothing asks for, what the module does not import, and then, by esbuild, what nothing uses.
    """
    names = asked_for(script, loader)
    text = _PASSED_ON.sub(lambda match: match[0] if {match[1], match[2]} & names else "", script)
    entries = [item for _, found in _IMPORTS.findall(text) for item in found.split(",")]
    given = [item for item in (_given(entry, module) for entry in entries) if item]
    text = _IMPORTS.sub(lambda match: f"{_STUB}{match[1]}{','.join(given)}", text)
    if not given or _TAKEN_APART.search(f"{text}\n{loader}"):
        raise LinkingError("Pyodide's script has another form: see which of its parts are used.")
    read = {*_READ.findall(_MADE_KNOWN.sub("", text)), *_WORD.findall(loader)}
    text = _MADE_KNOWN.sub(lambda match: match[0] if match[1] in read else "", text)
    functions = {name for item in given for name in item.split(":")}
    functions |= {old for new, old in _ALIAS.findall(text) if new in functions}
    text = _SIGNATURE.sub(lambda match: match[0] if match[1] in functions else "", text)
    return _used(text)


def _given(entry: str, module: wasm.Module) -> str:
    """What the script is to have in the place of this entry for WebAssembly to import: perhaps nothing.

    Of OpenGL the module only wants addresses, to give to a program that draws.
    """
    name = entry.partition(":")[0]
    if {f"env.{name}", f"wasi_snapshot_preview1.{name}"} & module.imported or f"GOT.mem.{name}" in module.imported:
        return entry
    if f"GOT.func.{name}" not in module.imported:
        return ""
    return f"{name}:_leftOut" if name.startswith(_DRAWS) else entry


def _used(script: str) -> str:
    """The script without what nothing in it uses: its function's body, looked at as a module."""
    before, begins, rest = script.partition(_BEGINS)
    body, ends, after = rest.rpartition(_ENDS)
    if not begins or not ends:
        raise LinkingError("Pyodide's script is not one function any more.")
    kept = bundle.used_of(_EVAL.sub("(0,eval)(", f"var moduleRtn;{body}export{{moduleRtn}};"))
    statements, export, _ = kept.rpartition("export{moduleRtn};")
    if not export or "export" in statements.rpartition("moduleRtn=")[2]:
        raise LinkingError("esbuild writes modules otherwise now.")
    return f"{before}async function(moduleArg={{}}){{{statements}return moduleRtn}}{after}"
