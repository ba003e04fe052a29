"""Stands in for the standard library's `inspect`: the few functions that Pyodide and Jinja2 name."""

from typing import Any

CO_COROUTINE = 0x80


def iscoroutinefunction(value: object) -> bool:
    """Whether calling it gives a coroutine."""
    code = getattr(value, "__code__", None)
    return code is not None and bool(code.co_flags & CO_COROUTINE)


def get_annotations(cls: type) -> dict[str, Any]:
    """A class's own annotations, as they are written."""
    return dict(cls.__dict__.get("__annotations__", ()))


def signature(_: object) -> str:
    """For the docstring of a dataclass that has none, which nobody reads in the browser."""
    return "()"


def __getattr__(name: str) -> Any:
    if name == "getattr_static":  # Jinja2 imports it for a filter that no template of ours uses
        return None
    raise AttributeError(f"inspect.{name} is not in the browser's Python")
