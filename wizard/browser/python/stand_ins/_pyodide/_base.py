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
    body = compile(source, filename, "exec", _ast.PyCF_ONLY_AST).body
    last = body.pop() if body and isinstance(body[-1], _ast.Expr) else None
    exec(compile(_ast.Module(body, []), filename, "exec"), names, locals)
    return eval(compile(_ast.Expression(last.value), filename, "eval"), names, locals) if last else None


def pyimport_impl(path: str) -> Any:
    """A module, or something in one, by its full name."""
    try:
        return importlib.import_module(path)
    except ModuleNotFoundError:
        module, _, name = path.rpartition(".")
        if not module:
            raise
        return getattr(importlib.import_module(module), name)
