"""TOML as text, read in time that grows with its length.

What takes Python's parser time that grows with the square (a name of many parts), or fells it (deep brackets, numbers
of absurd length), is an error with its line, wherever TOML comes from outside: answers, a document's comment, project
files, a company's overlay.
"""

from __future__ import annotations

import re
import tomllib
from typing import Any, Final

from wizard.catalogue.text_error import TextError, TooMuchError

#: Names, and what stands for a string, in a dotted key of more parts than anybody writes.
_LONG_KEY: Final = re.compile(r"(?<![\w-])(?:[\w-]++[ \t]*+\.[ \t]*+){20}")

#: Comments, in which nothing means anything, and strings, in which dots mean nothing.
NO_NAME: Final = re.compile(
    r'#[^\n]*+|"""(?:[^"\\]|\\.|"(?!""))*+(?:"{3,5})?|\'\'\'(?:[^\']|\'(?!\'\'))*+(?:\'{3,5})?|"(?:[^"\\\n]|\\.)*+"?|\'[^\'\n]*+\'?',
    re.DOTALL,
)

_LINE: Final = re.compile(r" ?\(at line (\d+), column \d+\)$")


def remarks(text: str) -> list[str]:
    """The comments of a text, each with its mark; empty ones apart."""
    return [found[0].strip() for found in NO_NAME.finditer(text) if found[0][0] == "#" and found[0].strip("# \t")]


def parsed(text: str) -> dict[str, Any]:
    """The tables that a text holds. Raises :class:`TextError`."""
    bare = NO_NAME.sub(lambda found: ("" if found[0][0] == "#" else "s") + "\n" * found[0].count("\n"), text)
    if found := _LONG_KEY.search(bare):
        raise TooMuchError(bare.count("\n", 0, found.start()) + 1, "a name has too many parts to be read")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise TooMuchError(1, "the brackets are nested too deeply") from None
    except ValueError as error:  # TOML's own error, and numbers of absurd length
        told = str(error)
        where = _LINE.search(told)
        line = int(where[1]) if where else text.count("\n") + 1 if "end of document" in told else 1
        raise TextError(line, _LINE.sub("", told).replace(" (at end of document)", " at the end")) from None
