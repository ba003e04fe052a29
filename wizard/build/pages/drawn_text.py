"""Text in drawings: measured by the widest font in common use, and broken before it can leave its box."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import accumulate
from typing import Final

#: The width that drawings for a phone are made for: a screen of 320 pixels less Material's margins.
NARROW: Final = 288

#: Font sizes by kind of line, which is a class, too. They are the stylesheet's.
SIZES: Final[Mapping[str, int]] = {"name": 15, "where": 13}


class _Widths(dict[str, float]):
    def __missing__(self, character: str) -> float:
        return 0.64


#: Widths of characters, in ems of DejaVu Sans. Bold is wider by `_BOLD`.
_WIDTHS: Final = _Widths(
    {
        **dict.fromkeys("ijl'|", 0.3),
        **dict.fromkeys("It.,:;!/-() ", 0.42),
        **dict.fromkeys("frJ", 0.44),
        **dict.fromkeys("mMW%@", 1.0),
        **dict.fromkeys("wGOQDHNU", 0.82),
        **dict.fromkeys("ABCEFKLPRSTVXYZ", 0.7),
    }
)
_BOLD: Final = 1.12


def text_width(text: str, kind: str) -> float:
    """At most how wide `text` is, in units."""
    ems = sum(map(_WIDTHS.__getitem__, text))
    return ems * SIZES[kind] * (_BOLD if kind == "name" else 1)


@lru_cache(maxsize=512)
def wrap(text: str, kind: str, room: float) -> tuple[str, ...]:
    """`text` in lines no wider than `room`: broken at spaces, after hyphens and slashes, and inside a word only where
    the word alone is too wide. A letter that is wider than `room` stands as it is."""
    lines: list[str] = []
    line = ""
    for piece in re.findall(r"\s*[^\s/-]*[/-]?", text):
        if text_width((line + piece).strip(), kind) <= room:
            line += piece
            continue
        if line.strip():
            lines.append(line.strip())
        line = piece.lstrip()
        while len(line) > 1 and text_width(line, kind) > room:
            fits = max(1, sum(width <= room for width in accumulate(text_width(letter, kind) for letter in line)))
            lines.append(line[:fits])
            line = line[fits:]
    return (*lines, line.strip()) if line.strip() else tuple(lines)
