"""Runs before all else in the browser's Python: gives `dataclasses` what the build has compiled.

A dataclass writes its methods as text and compiles that when its class is made. Pyodide needs some milliseconds for
each class, a quarter of the import of the wizard. So the build notes the texts (`wizard/site/methods.py`) and compiles
them; a text that it did not meet is compiled here as ever.
"""

import builtins
import dataclasses
import marshal
import pkgutil
from typing import Any

_compiled = marshal.loads(pkgutil.get_data(__name__, "methods.marshal") or b"")


def _exec(text: str, globals: dict[str, Any], namespace: dict[str, Any]) -> None:  # noqa: A002, as in builtins
    builtins.exec(_compiled.get(text, text), globals, namespace)


dataclasses.exec = _exec  # type: ignore[attr-defined]
