"""Stands in for the standard library's `inspect`: the few functions that Pyodide and Jinja2 name."""

from typing import Any

CO_COROUTINE = 0x80


def iscoroutinefunction(value: object) -> bool:
    """Whether calling it gives a coroutine."""
    code = getattr(value, "__code__", None)
    return code is not None and bool(code.co_flags & CO_COROUTINE)


def __getattr__(name: str) -> Any:
    if name == "getattr_static":  # Jinja2 imports it for a filter that no template of ours uses
        return None
    raise AttributeError(f"inspect.{name} is not in the browser's Python")
