"""JSON as text from outside, read in time that grows with its length.

What fells Python's parser (deep brackets, in the browser's small stack long before Python can say so; numbers of absurd
length) is an error with its line, wherever JSON comes from outside: answers, project files, what the browser stored.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any, Final

from wizard.catalogue.signs import named
from wizard.catalogue.text_error import TextError, TooMuchError

#: Deeper than any project file or record is, and far from what the stack holds (some 3,400 in Pyodide 0.29).
DEEPEST: Final = 200

_STRING: Final = re.compile(r'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_BRACKET: Final = re.compile(r"[\[\]{}]")
_LONG_NUMBER: Final = re.compile(r"\d{4000}")


def parsed(text: str, *, once: bool = False) -> Any:
    """What a text holds; with `once`, TOML's rule counts: a key is given once. Raises :class:`TextError`."""
    if line := too_deep(text):
        raise TooMuchError(line, "the brackets are nested too deeply")
    try:
        return json.loads(text, object_pairs_hook=_once if once else None)
    except json.JSONDecodeError as error:
        raise TextError(error.lineno, error.msg) from None
    except _TwiceError as error:
        line = next((at for at, words in enumerate(text.split("\n"), 1) if error.key in words), 1)
        raise TextError(line, f"{named(error.key)} is given twice") from None
    except ValueError:
        found = _LONG_NUMBER.search(_STRING.sub("", text))
        before = found.string[: found.start()] if found else ""
        raise TooMuchError(before.count("\n") + 1, "a number is too long to be read") from None


class _TwiceError(Exception):
    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _TwiceError(next(key for key, times in Counter(key for key, _ in pairs).items() if times > 1))
    return found


def too_deep(text: str) -> int:
    """The line on which JSON is nested deeper than :data:`DEEPEST`, or 0. Linear in the text's length."""
    bare = _STRING.sub("", text)
    depth = 0
    for found in _BRACKET.finditer(bare):
        depth += 1 if found[0] in "[{" else -1
        if depth > DEEPEST:
            return bare.count("\n", 0, found.start()) + 1
    return 0
