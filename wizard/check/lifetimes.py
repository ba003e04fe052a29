"""Whether a release of an engine still gets fixes, by `lifetimes.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from wizard.check.finding import table
from wizard.check.versions import Version, numbers


@dataclass(frozen=True, kw_only=True, slots=True)
class Lifetime:
    """The releases of an engine: `ends` maps each to its last day, or to None where that is not known. `is_major` is 0
    where the engine's name stands for every major version."""

    source: str
    newer: str
    ends: Mapping[Version, date | None]
    is_major: int


@cache
def lifetimes() -> Mapping[str, Lifetime]:
    """Every engine whose releases are known, by its id."""
    return {id_: _read(raw) for id_, raw in table("lifetimes.toml").items()}


def _read(raw: Mapping[str, Any]) -> Lifetime:
    ended = {numbers(release): day for release, day in raw.get("ends", {}).items()}
    return Lifetime(
        source=raw["source"],
        newer=raw["newer"],
        ends=ended | {numbers(release): None for release in raw.get("open", ())},
        is_major=raw.get("is_major", 0),
    )


def ended(lifetime: Lifetime, version: Version, today: date) -> date | None:
    """The day on which a release stopped getting fixes, if it has. A version that names several releases (`mysql:8`)
    stands for the newest of them; one that is not listed is not judged, unless it is older than all."""
    named = {release: day for release, day in lifetime.ends.items() if release == version[: len(release)]}
    named = named or {release: day for release, day in lifetime.ends.items() if release[: len(version)] == version}
    if not named and lifetime.ends and version < min(lifetime.ends):
        named = {min(lifetime.ends): lifetime.ends[min(lifetime.ends)]}
    day = named[max(named)] if named else None
    return day if day is not None and day < today else None
