"""The side panel: the stack as the answers stand, and what the last answer changed."""

from __future__ import annotations

from dataclasses import dataclass

from wizard.catalogue.model import Catalogue
from wizard.decide.answers import Answers
from wizard.decide.settled import settled
from wizard.explain.recommendation import Recommendation, recommend
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


def so_far(catalogue: Catalogue, answers: Answers, before: Answers | None = None) -> SoFar | None:
    """The side panel; None when no database is needed."""
    result = recommend(catalogue, answers)
    store = result.store
    if store is None:
        return None
    told = [reason for reason in result.reasons if reason.rule not in ("guide-order", "only-client")]
    told.sort(key=lambda reason: not reason.rule.startswith("kept-because"))
    first = told[0].text if told else ""
    return SoFar(
        store=store.name,
        client=result.client.name if result.client else "",
        beside=tuple(f"{item.store.database.name} for {kind_of_data(item.for_)}" for item in result.companions),
        certainty=result.certainty,
        why=first,
        changed=_changed(catalogue, before, result) if before and "persistence" in before else "",
        settled=settled(catalogue, answers),
    )


def _changed(catalogue: Catalogue, before: Answers, now: Recommendation) -> str:
    """What the last answer did to the stack, in a sentence."""
    was = recommend(catalogue, before)
    pairs = (
        (was.store.name if was.store else "", now.store.name if now.store else ""),
        (was.client.name if was.client else "", now.client.name if now.client else ""),
    )
    parts = [_exchanged(old, new) for old, new in pairs if old != new]
    old_beside = {item.store.name for item in was.companions}
    new_beside = {item.store.name for item in now.companions}
    parts += [f"{name} beside it" for name in sorted(new_beside - old_beside)]
    parts += [f"no {name} beside it any more" for name in sorted(old_beside - new_beside)]
    if not parts:
        return "Your last answer did not change the stack."
    return f"Your last answer changed this: {'; '.join(parts)}."


def _exchanged(old: str, new: str) -> str:
    if old and new:
        return f"now {new} instead of {old}"
    return f"{new} joins" if new else f"{old} is no longer named"
