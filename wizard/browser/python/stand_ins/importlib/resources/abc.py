"""Stands in for the standard library's `importlib.resources.abc`: `importlib.abc` has old names from it."""

__all__: list[str] = []
