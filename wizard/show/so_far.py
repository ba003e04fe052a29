"""The side panel: the stack as the answers stand, and what the last answer changed."""

from __future__ import annotations

from dataclasses import dataclass

from wizard.explain.reading import Reading
from wizard.explain.words import kind_of_data


@dataclass(frozen=True, kw_only=True, slots=True)
class SoFar:
    """The stack as the answers stand: one line each, and what the last answer changed."""

    store: str
    client: str
    beside: tuple[str, ...]
    certainty: str
    why: str
    changed: str
    settled: bool


def so_far(reading: Reading, before: Reading | None = None) -> SoFar | None:
    """The side panel; None when no database is needed."""
    store = reading.store
    if store is None:
        return None
    told = [reason for reason in reading.reasons if not reason.by_order]
    told.sort(key=lambda reason: not reason.kept)
    first = told[0].text if told else ""
    return SoFar(
        store=store.name,
        client=reading.client.name if reading.client else "",
        beside=(
            *(f"{item.store.database.name} for {kind_of_data(item.for_)}" for item in reading.companions),
            *(f"{item.name}, in use" for item in reading.in_use_beside),
        ),
        certainty=reading.certainty,
        why=first,
        changed=_changed(before, reading) if before and "persistence" in before.answers else "",
        settled=reading.settled,
    )


def _changed(was: Reading, now: Reading) -> str:
    """What the last answer did to the stack, in a sentence."""
    pairs = (
        (was.store.name if was.store else "", now.store.name if now.store else ""),
        (was.client.name if was.client else "", now.client.name if now.client else ""),
    )
    parts = [_exchanged(old, new) for old, new in pairs if old != new]
    old_beside = {item.store.name for item in was.companions}
    new_beside = {item.store.name for item in now.companions}
    old_beside |= {item.name for item in was.in_use_beside}
    new_beside |= {item.name for item in now.in_use_beside}
    parts += [f"{name} beside it" for name in sorted(new_beside - old_beside)]
    parts += [f"no {name} beside it any more" for name in sorted(old_beside - new_beside)]
    if not parts:
        return "Your last answer did not change the stack."
    return f"Your last answer changed this: {'; '.join(parts)}."


def _exchanged(old: str, new: str) -> str:
    if old and new:
        return f"now {new} instead of {old}"
    return f"{new} joins" if new else f"{old} is no longer named"
