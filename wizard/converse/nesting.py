"""How deep JSON is nested: Python's own reader falls off the browser's small stack before it can say so."""

from __future__ import annotations

import re
from typing import Final

#: Deeper than any project file or record is, and far from what the stack holds (some 3,400 in Pyodide 0.29).
DEEPEST: Final = 200

_STRING: Final = re.compile(r'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_BRACKET: Final = re.compile(r"[\[\]{}]")


def too_deep(text: str) -> bool:
    """Whether JSON is nested deeper than :data:`DEEPEST`. Linear in the text's length."""
    depth = 0
    for found in _BRACKET.finditer(_STRING.sub("", text)):
        depth += 1 if found[0] in "[{" else -1
        if depth > DEEPEST:
            return True
    return False
