"""What is left out of WebAssembly: it is what the profile says, and whoever calls it gets no result."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from base64 import b64encode
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.build.assets import linking, trim
from wizard.build.assets import webassembly as wasm
from wizard.build.assets.runtime import PYODIDE

UNTOUCHED: Final = (PYODIDE / "pyodide.asm.wasm").read_bytes()
DIGEST: Final = hashlib.sha256(UNTOUCHED).hexdigest()


def section(kind: int, *items: bytes) -> bytes:
    content = wasm.vector(items)
    return bytes([kind]) + wasm.number(len(content)) + content


def body(*instructions: int, locals_: bytes = b"\0") -> bytes:
    content = locals_ + bytes(instructions) + wasm.END
    return wasm.number(len(content)) + content


#: (func $exit (import "wasi_snapshot_preview1" "proc_exit") (param i32)) (func $one (result i32) 1)
#: (func $two (result i32) (local i32 i64) call $one; call $one; i32.add)
SMALL: Final = wasm.MAGIC + b"".join(
    (
        section(1, b"\x60\1\x7f\0", b"\x60\0\1\x7f"),
        section(2, b"\x16wasi_snapshot_preview1\x09proc_exit\0\0"),
        section(3, b"\1", b"\1"),
        section(6, b"\x7e\0\x42\x05\x0b"),
        section(7, b"\3one\0\1", b"\3two\0\2"),
        section(10, body(0x41, 1), body(0x10, 1, 0x10, 1, 0x6A, locals_=b"\2\1\x7f\1\x7e")),
    )
)

#: Calls each function of a module: prints results or what was thrown, and the globals. EXIT is what leaving does.
CALL: Final = """
const module = new WebAssembly.Module(Buffer.from(process.argv[1], "base64"));
const { exports } = new WebAssembly.Instance(module, { wasi_snapshot_preview1: { proc_exit: EXIT } });
const seen = {};
for (const [name, value] of Object.entries(exports)) {
  if (typeof value !== "function") continue;
  try { seen[name] = value(); } catch (error) { seen[name] = error.message; }
}
for (const [name, value] of Object.entries(exports)) if (typeof value !== "function") seen[name] = value.value;
console.log(JSON.stringify(seen));
"""


def called(content: bytes, leaving: str = '() => { throw new Error("left") }') -> dict[str, int | str]:
    node = Path(sys.executable).with_name("node")
    command = [str(node), "-e", CALL.replace("EXIT", leaving), b64encode(content).decode()]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def of(content: bytes, *functions: int) -> trim.Profile:
    return trim.Profile(sha256=hashlib.sha256(content).hexdigest(), functions=frozenset(functions))


def test_the_profile_belongs_to_the_pinned_file() -> None:
    """Another version of Pyodide numbers its functions otherwise: `make profile` renews it."""
    profile = trim.profile()
    assert profile.sha256 == DIGEST
    assert profile.functions <= set(wasm.read(UNTOUCHED).functions)
    assert trim.FUNCTIONS.read_text(encoding="utf-8") == profile.text()


def test_a_module_that_nothing_was_changed_in_is_what_it_was() -> None:
    assert wasm.write(wasm.read(UNTOUCHED)) == UNTOUCHED
    assert wasm.write(wasm.read(SMALL)) == SMALL


def test_what_is_not_in_the_profile_is_left_out_and_nothing_else_is_changed() -> None:
    profile = trim.profile()
    before, after = wasm.read(UNTOUCHED), trim.trimmed(UNTOUCHED, profile)
    stub = trim.left_out(before)
    for number, old, new in zip(before.functions, before.bodies, after.bodies, strict=True):
        assert new == (old if number in profile.functions else stub)
    assert [section for section in after.sections if section[0] != wasm.CODE] == [
        section for section in before.sections if section[0] != wasm.CODE
    ]


def test_a_function_that_is_left_out_leaves_the_program_and_gives_no_result_if_that_returns() -> None:
    assert called(SMALL) == {"one": 1, "two": 2}
    assert called(wasm.write(trim.trimmed(SMALL, of(SMALL, 1, 2)))) == {"one": 1, "two": 2}
    assert called(wasm.write(trim.trimmed(SMALL, of(SMALL, 1)))) == {"one": 1, "two": "left"}
    assert called(wasm.write(trim.trimmed(SMALL, of(SMALL, 2)))) == {"one": "left", "two": "left"}
    assert called(wasm.write(trim.trimmed(SMALL, of(SMALL, 1))), "() => {}") == {"one": 1, "two": "unreachable"}


def test_functions_are_counted_where_they_run() -> None:
    seen = called(trim.counting(SMALL))
    assert seen == {"one": 1, "two": 2, trim.RESTS: 0, f"{trim.RAN}1": 1, f"{trim.RAN}2": 1}
    quiet = wasm.read(trim.counting(SMALL))
    without_two = replace(quiet, exports=tuple(each for each in quiet.exports if each.name != "two"))
    assert called(wasm.write(without_two)) == {"one": 1, trim.RESTS: 0, f"{trim.RAN}1": 1, f"{trim.RAN}2": 0}


def test_functions_are_not_counted_while_that_rests() -> None:
    counts = wasm.read(trim.counting(SMALL))
    resting = (counts.globals[0], wasm.MUTABLE_I32 + wasm.I32_CONST + b"\1" + wasm.END, *counts.globals[2:])
    seen = called(wasm.write(replace(counts, globals=resting)))
    assert seen == {"one": 1, "two": 2, trim.RESTS: 1, f"{trim.RAN}1": 0, f"{trim.RAN}2": 0}


def test_a_profile_of_another_file_is_refused() -> None:
    with pytest.raises(trim.ProfileError, match="make profile"):
        trim.trimmed(SMALL, trim.profile())


@given(st.frozensets(st.integers(0, 300)))
def test_a_profile_is_read_as_it_was_written(functions: frozenset[int]) -> None:
    profile = trim.Profile(sha256=DIGEST, functions=functions)
    assert trim.Profile.parse(profile.text()) == profile


@pytest.mark.parametrize("text", ["", "# nothing\n", f"{DIGEST} 1-x", f"{DIGEST} 1- 2"])
def test_a_damaged_profile_is_refused(text: str) -> None:
    with pytest.raises(trim.ProfileError, match="make profile"):
        trim.Profile.parse(text)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"<!doctype html>", "no WebAssembly"),
        (wasm.MAGIC + section(2, b"\0\0\x07\0"), "kind 7"),
        (wasm.MAGIC + section(6, b"\x7f\0\x6a\x0b"), "0x6a"),
        (wasm.MAGIC + section(6, b"\x7f\0\x41\0\x41\0\x6a\x0b"), "more than one"),
        (wasm.MAGIC + b"\x0a\x03\1\0\0", "more than its items"),
    ],
)
def test_what_is_not_understood_is_refused(content: bytes, what: str) -> None:
    with pytest.raises(wasm.FormatError, match=what):
        wasm.read(content)


#: Pyodide's script in small: how it passes exports on, and what it uses of them; what it has for WebAssembly to import.
SCRIPT: Final = """\
"use strict";
var make = (() => {
  return (
async function(moduleArg = {}) {
  var moduleRtn;
var Module=moduleArg;var _one=Module["_one"]=wasmExports["one"];var _two=Module["_two"]=wasmExports["two"];
wasmExports["three"]();_one();function _draw(ctx){return ctx.fill()}Module["_draw"]=_draw;_draw.sig="vp";
function _say(what){return eval(what)}Module["_say"]=_say;_say.sig="vp";function _shown(){return "shown"}
Module["_shown"]=_shown;var helper=()=>_shown();function _glFill(){return "fill"}_glFill.sig="i";
var wasmImports={draw:_draw,say:_say,emscripten_glFill:_glFill};moduleRtn=wasmImports&&Module._shown;
  return moduleRtn;
}
);
})();
"""


IMPORTS: Final = ((wasm.FUNCTION, "env.say"), (wasm.A_GLOBAL, "GOT.func.emscripten_glFill"))


def test_names_that_nothing_asks_for_are_left_out_of_both() -> None:
    names = linking.asked_for(SCRIPT, "loadPyodide()")
    exports = tuple(wasm.Export(name=name, kind=0, index=0) for name in ("one", "two", "three", "four", "five"))
    imports = ((wasm.A_GLOBAL, "GOT.mem.four"), (wasm.FUNCTION, "env.five"))
    left = linking.unlinked(replace(wasm.read(SMALL), exports=exports, imports=imports), names)
    assert [each.name for each in left.exports] == ["one", "three", "four"]


def test_the_script_keeps_what_is_used_and_what_webassembly_imports() -> None:
    module = replace(wasm.read(SMALL), imports=IMPORTS)
    short = linking.shortened(SCRIPT, "loadPyodide()", module)
    assert "_one" in short
    assert "_say" in short
    assert '_say.sig="vp"' in short
    assert "_shown" in short, "it is read of Module"
    assert not [name for name in ("_two", "_draw", "helper", "export") if name in short]
    assert "emscripten_glFill:_leftOut" in short, "an address of a function that draws is one that ends in an error"
    assert "_glFill()" not in short
    assert "(0,eval)(" in short, "text that is run uses no names of the script's, so that these can go"
    made = called_script(short)
    assert made == "shown"


def called_script(script: str) -> str:
    """What the script's function gives, with a module that has what it asks for."""
    node = Path(sys.executable).with_name("node")
    exports = "globalThis.wasmExports = { one() {}, three() {} };"
    run = f"{exports}{script};make().then((shown) => console.log(shown()));"
    done = subprocess.run([str(node), "-e", run], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("var wasmImports=", "var imports=", "another form"),
        ("moduleRtn=", "var {_shown}=Module;moduleRtn=", "another form"),
        ("async function(moduleArg = {})", "function(moduleArg)", "not one function"),
    ],
)
def test_a_script_of_another_form_is_refused(old: str, new: str, what: str) -> None:
    module = replace(wasm.read(SMALL), imports=IMPORTS)
    with pytest.raises(linking.LinkingError, match=what):
        linking.shortened(SCRIPT.replace(old, new), "", module)


@pytest.mark.parametrize("computed", ['Module["_" + name]', "Module[name]", "wasmExports[`${name}`]"])
def test_a_script_that_puts_names_together_is_refused(computed: str) -> None:
    with pytest.raises(linking.LinkingError, match="any could be asked for"):
        linking.asked_for(SCRIPT, f"const any = (name) => {computed};")
