"""Stands in for the standard library's `asyncio`: Pyodide imports it for promises, and the wizard makes none."""


def __getattr__(name: str) -> object:
    raise AttributeError(f"asyncio.{name} is not in the browser's Python")
