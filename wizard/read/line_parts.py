"""The parts of a line, each of which means its stores in its own way."""

from __future__ import annotations

import re
from typing import Final

from wizard.catalogue.later import later

#: Between parts of a line that mean their stores each in its own way.
_PART: Final = later(
    r"[,;:]\s+|(?<=\w[.!?])\s+|\s+(?:(?<!thing )(?<!where )but|while|whereas|(?:al)?though)\s+|"
    r"\s+and\s+(?=(?:are |am |have )?"
    r"(?:\w+ing|we|I|no|not|never|\w+n['\u2019]t|will|want|plan|might|maybe|perhaps|people)\b)",
    re.IGNORECASE,
)


def parts(line: str) -> list[tuple[int, str]]:
    """(where it begins, the text) of each part of a line."""
    ends = [*_PART.finditer(line)]
    starts = [0, *(it.end() for it in ends)]
    return [(at, line[at:end]) for at, end in zip(starts, [*(it.start() for it in ends), len(line)], strict=True)]


def clause_at(line: str, at: int) -> str:
    """The part of a line in which a place is."""
    return next(text for start, text in reversed(parts(line)) if start <= at)
