"""Stands in for Pyodide's `code`: what `runPython` needs."""

from _pyodide._base import eval_code as eval_code
