"""Stands in for Pyodide's `_base`: running source text and importing by name, without `ast` and `tokenize`."""

import _ast
import importlib
from typing import Any


def eval_code(
    source: str,
    globals: dict[str, Any] | None = None,
    locals: dict[str, Any] | None = None,
    *,
    filename: str = "<exec>",
    **_: Any,
) -> Any:
    """Run `source`; the value of its last statement, if that is an expression."""
    names = {} if globals is None else globals
    tree = compile(source, filename, "exec", _ast.PyCF_ONLY_AST)
    assert isinstance(tree, _ast.Module), "what `exec` compiles to"
    last = tree.body[-1] if tree.body else None
    if not isinstance(last, _ast.Expr):
        exec(compile(tree, filename, "exec"), names, locals)
        return None
    exec(compile(_ast.Module(tree.body[:-1], []), filename, "exec"), names, locals)
    return eval(compile(_ast.Expression(last.value), filename, "eval"), names, locals)


def pyimport_impl(path: str) -> Any:
    """A module, or something in one, by its full name."""
    try:
        return importlib.import_module(path)
    except ModuleNotFoundError:
        module, _, name = path.rpartition(".")
        if not module:
            raise
        return getattr(importlib.import_module(module), name)
