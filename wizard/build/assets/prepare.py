"""Works out what the browser's Python would otherwise work out at each start.

Started as a program by :mod:`wizard.build.assets.runtime`, with nothing else on its path: what compiles a regular
expression before the first line of :func:`main` is not seen.
"""

import _sre  # type: ignore[import-not-found]
import builtins
import importlib
import marshal
import sys
from re import _compiler, _constants, _parser  # type: ignore[attr-defined]
from types import SimpleNamespace
from typing import Any

#: What "as often as you like" is in a regular expression where addresses have 32 bits, as in WebAssembly.
MAXREPEAT = 2**31 - 1


def main(folder: str, archive: str, tools: str, *stdlib: str) -> None:
    """Write two files into `folder`.

    `prepared.marshal`, for `wizard/browser/sitecustomize.py`: {"methods": text of a dataclass's methods -> that text
    compiled, "patterns": (regular expression, flags) -> the rest of `_sre.compile`'s arguments, "form": that of
    these}. `packed.pickle`, for `wizard.catalogue.packed`.

    Imports every module of `wizard` out of `archive`, a zip file of sources, and those named in `stdlib`. The archive
    holds Pyodide's own `dataclasses` too, for its texts can differ from one patch release of Python to the next.
    `tools` is the folder of this file.
    """
    texts: list[str] = []
    patterns: dict[tuple[str, int], tuple[Any, ...]] = {}
    _note_patterns(patterns)
    sys.path.insert(0, archive)
    import dataclasses  # noqa: PLC0415, the one in the archive

    def noted_exec(text: str, globals: dict[str, Any], namespace: dict[str, Any]) -> None:  # noqa: A002, as in builtins
        texts.append(text)
        builtins.exec(text, globals, namespace)

    vars(dataclasses)["exec"] = noted_exec
    for name in stdlib:
        importlib.import_module(name)
    _pack(folder)

    sys.path.append(tools)
    without_lines = importlib.import_module("bytecode").without_lines
    methods = {text: without_lines(compile(text, "<string>", "exec")) for text in texts}
    prepared = {"form": (_sre.MAGIC, _sre.CODESIZE, MAXREPEAT), "methods": methods, "patterns": patterns}
    from pathlib import Path  # noqa: PLC0415, not before it is looked at

    Path(folder, "prepared.marshal").write_bytes(marshal.dumps(prepared))


def _note_patterns(patterns: dict[tuple[str, int], tuple[Any, ...]]) -> None:
    """From now on put every regular expression that is compiled into `patterns`, as it is in the browser."""
    compile_pattern = _compiler.compile
    for module in (_constants, _parser, _compiler):
        module.MAXREPEAT = MAXREPEAT

    def noted_compile(pattern: Any, flags: int = 0) -> Any:
        def as_sre(text: Any, all_flags: int, code: list[int], *groups: Any) -> Any:
            if isinstance(pattern, str):
                patterns[pattern, int(flags)] = (int(all_flags), [int(item) for item in code], *groups)
            return _sre.compile(text, all_flags, code, *groups)

        _compiler._sre = SimpleNamespace(**{**vars(_sre), "compile": as_sre})
        return compile_pattern(pattern, flags)

    _compiler.compile = noted_compile


def _pack(folder: str) -> None:
    """Import all of `wizard` out of the archive, and write `packed.pickle` into `folder`."""
    import json  # noqa: PLC0415, only now: it has regular expressions
    import pickle  # noqa: PLC0415
    import pickletools  # noqa: PLC0415
    import pkgutil  # noqa: PLC0415
    from pathlib import Path  # noqa: PLC0415

    import wizard  # noqa: PLC0415, the one in the archive

    for module in pkgutil.walk_packages(wizard.__path__, "wizard."):
        importlib.import_module(module.name)
    catalogue, rules, api = (importlib.import_module(f"wizard.{name}") for name in ("catalogue", "rules", "api"))
    facts = catalogue.build(json.loads(pkgutil.get_data("wizard", "catalogue.json") or b""))
    book = rules.made(facts)
    for patched in (catalogue, rules, api):
        vars(patched)["packed"] = lambda: {"book": book}
    packed = {"book": book, "first": api.first_response()}
    Path(folder, catalogue.PACKED).write_bytes(pickletools.optimize(pickle.dumps(packed)))


if __name__ == "__main__":
    main(*sys.argv[1:])
