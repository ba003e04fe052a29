"""The side panel: the stack as the answers stand, and what the last answer did to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from wizard.converse.switch import runner_up
from wizard.explain.alternatives import why_not
from wizard.explain.reading import Reading
from wizard.explain.words import kind_of_data, listed, place_name, where
from wizard.show.rows import reason_text

#: So many names stand in a sentence; of more their number is told.
NAMED: Final = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class SoFar:
    """The stack as the answers stand: one line each, and what the last answer did, nothing where it did nothing."""

    store: str
    client: str
    beside: tuple[str, ...]
    certainty: str
    why: str
    changed: str
    out: str
    """What the last answer ruled out, and how much it left."""
    next: str
    """The runner-up."""
    settled: bool


def so_far(reading: Reading, before: Reading | None = None, things: str = "") -> SoFar | None:
    """The side panel; None when no database is needed. `things` is what is stored, where that was said."""
    store = reading.store
    if store is None:
        return None
    moved = changed(before, reading) if before and set(before.answers) - {"pace"} else ""
    begun = set(reading.answers) - {"pace", "persistence"}  # something that tells one stack from another
    other = runner_up(reading) if begun and not _is_early(reading) else None
    return SoFar(
        store=_named(reading),
        client=reading.client.name if reading.client else "",
        beside=(
            *(f"{item.store.database.name} for {kind_of_data(item.for_)}" for item in reading.companions),
            *(f"{item.name}, in use" for item in reading.in_use_beside),
        ),
        certainty=reading.certainty,
        why="" if moved else _why(reading, before, things),
        changed=moved,
        out=ruled_out(before, reading) if before and set(before.answers) - {"pace"} else "",
        next=other.store.name if other and other.store.name not in moved else "",
        settled=reading.settled,
    )


def _named(reading: Reading) -> str:
    """The store, as far as it was said, or can be told; nothing where there is none."""
    if reading.store is None:
        return ""
    return reading.store.database.name if _place_is_open(reading) or _is_early(reading) else reading.pick_name


def _place_is_open(reading: Reading) -> bool:
    """Whether an engine is in use, or may be, and it was not said where it runs."""
    named = reading.answers.get("existing_database", "none")
    unsaid = "existing_stance" not in reading.answers and named in reading.catalogue.databases
    return reading.decision.forced and (unsaid or reading.place_open)


def _is_early(reading: Reading) -> bool:
    """Whether a host would be named before the data are: each answer until then names another."""
    return "data" not in reading.answers and not reading.decision.forced and not reading.settled


def _why(reading: Reading, before: Reading | None, things: str) -> str:
    """A reason that the last answer has brought; where no answer came before, the first. Until it was said how settled
    a database is, nobody claims that it is in use."""
    named = reading.answers.get("existing_database", "none")
    if named != "none" and "existing_stance" not in reading.answers:
        return f"You named {reading.catalogue.name(str(named))}."
    told = [reason for reason in reading.reasons if not reason.by_order]
    told.sort(key=lambda reason: not reason.kept)
    answered = {key for key in reading.answers if before and reading.answers[key] != before.answers.get(key)}
    brought = [reason for reason in told if answered.intersection(reason.answers)]
    if brought and before and "existing_stance" not in answered:
        known = {reason.text for reason in before.reasons}
        brought = [reason for reason in brought if reason.text not in known]
    return next((reason_text(reason, things) for reason in (*brought, *(() if answered else told))), "")


def changed(was: Reading, now: Reading) -> str:
    """What the last answer did to the stack, in a sentence, with the reason why; nothing where it did nothing."""
    pairs = (
        (_named(was), _named(now)),
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
        return ""
    return f"Your last answer changed this: {'; '.join(parts)}. {_why_moved(was, now)}".strip()


def _why_moved(was: Reading, now: Reading) -> str:
    """Why it is not the store of before any more; or why this client."""
    if was.store and now.store and was.store is not now.store:
        return "" if now.decision.forced else why_not(now, was.store)
    if was.client is not now.client:
        return next((item.text for item in now.reasons if item.for_ == "client" and not item.by_order), "")
    return ""


def _exchanged(old: str, new: str) -> str:
    if old and new and not new.startswith(old):
        return f"now {new} instead of {old}"
    return f"{new} joins" if not old else f"now {new}" if new else f"{old} is no longer named"


def ruled_out(was: Reading, now: Reading) -> str:
    """What the last answer ruled out, by engines where all their places are out, and how many places it left."""
    if was.store is None or now.store is None or now.decision.forced or was.decision.forced:
        return ""
    gone = was.decision.running - now.decision.running
    if not gone:
        return ""
    stores = now.book.stores
    left = {stores[index].database.id for index in now.decision.running}
    engines = _once(stores[index].database.name for index in sorted(gone) if stores[index].database.id not in left)
    homes = [stores[index] for index in sorted(gone) if stores[index].database.id in left]
    crowded = {store.service.id for store in homes if sum(one.service is store.service for one in homes) > 2}
    places = _once(
        f"everything {where(store)}" if store.service.id in crowded else place_name(store) for store in homes
    )
    number = len(now.decision.running)
    still = "One candidate is" if number == 1 else f"{number} candidates are"
    return f"Out now: {_some([*engines, *places])}. {still} left."


def _once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _some(names: list[str]) -> str:
    more = len(names) - NAMED
    return listed(names if more <= 1 else [*names[:NAMED], f"{more} more"])
