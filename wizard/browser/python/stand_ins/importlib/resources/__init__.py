"""Stands in for the standard library's `importlib.resources`: `importlib.abc` imports its `abc`."""
