"""Which releases of an engine are past their end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

#: The last release before those that still get fixes, and when it ended. The check's `lifetimes.toml` has every one,
#: with the sources.
ENDED: Final[Mapping[str, tuple[tuple[int, ...], str]]] = {
    "postgresql": ((14,), "12 November 2026"),
    "mysql": ((8, 0), "30 April 2026"),
    "mariadb": ((10, 6), "6 July 2026"),
    "mongodb": ((6,), "31 July 2025"),
    "redis": ((6, 0), "31 May 2022"),
}

#: Engine and major version of short-term releases after that -> the last of them that has ended.
SHORT: Final[Mapping[tuple[str, int], int]] = {("mysql", 9): 6, ("redis", 7): 0, ("redis", 8): 0}


def is_older(version: tuple[int, ...], first: str) -> bool:
    """Whether a release comes before the `first` one. `mysql:8` is the newest 8, and not before 8.4."""
    asked = tuple(map(int, first.split(".")))[: len(version)]
    return version[: len(asked)] < asked


def has_ended(engine: str, version: tuple[int, ...]) -> bool:
    """Whether a release gets no more fixes. `mysql:8` is the newest 8, and not 8.0."""
    if engine not in ENDED:
        return False
    last, _ = ENDED[engine]
    if len(version) > 1 and version[1] <= SHORT.get((engine, version[0]), -1):
        return True
    return version[: len(last)] <= last if len(version) >= len(last) else version < last[: len(version)]
