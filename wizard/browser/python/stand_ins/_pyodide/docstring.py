"""Stands in for Pyodide's `docstring`: documentation of functions that the browser has no reader for."""

from typing import Any


def get_cmeth_docstring(func: Any) -> str:
    """In the form that CPython wants."""
    return f"{func.__name__}()\n--\n\n"


def dedent_docstring(docstring: str) -> str:
    """As it is."""
    return docstring
