"""How far apart the candidates are: a line for each, with the one reason that separates it from the pick."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from wizard.explain.alternatives import why_not
from wizard.explain.reading import Reading
from wizard.explain.reasons import CLOSE
from wizard.explain.words import place_name

#: How many others are told: more would be a list to choose from again.
MOST: Final = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """`distance` is told from the pick: `3 points behind`."""

    name: str
    full_name: str
    """Of the store with the client that it would have."""
    distance: str
    within_reach: bool
    """Whether it is level, or so close that one different answer could change it."""
    why_not: str


def candidates(reading: Reading) -> tuple[Candidate, ...]:
    """The alternatives that are named, and the next best that nothing rules out; the nearest first. None where what is
    in use stays and nothing was said of the data: points would be about nothing."""
    if reading.stance == "in-use" and reading.decision.forced and "data" not in reading.answers:
        return ()
    decision, book, pick = reading.decision, reading.book, reading.pick
    out = frozenset[int]().union(*(hit.excluded for hit in decision.hits))
    out |= decision.lineup.out if decision.lineup else frozenset()
    allowed = (
        decision.running if not decision.forced else frozenset(store.index for store in book.stores) - book.never - out
    )
    points = decision.points
    best = sorted(allowed, key=lambda index: (-points[index], index))
    told = {item.store.index: item.why_not for item in reading.alternatives}
    others = [index for index in dict.fromkeys([*told, *best]) if index != pick.index][:MOST]
    return tuple(
        Candidate(
            name=place_name(book.stores[index]),
            full_name=_with_its_client(reading, index),
            distance="ruled out" if index in out else _distance(points[pick.index] - points[index]),
            within_reach=index not in out and points[pick.index] - points[index] <= CLOSE,
            why_not=told.get(index) or _why_not(reading, index),
        )
        for index in sorted(others, key=lambda index: (index in out, -points[index], index))
    )


def _with_its_client(reading: Reading, index: int) -> str:
    store = reading.book.stores[index]
    client = reading.client_of(store)
    return f"{store.name} with {client.name}" if client else store.name


def _why_not(reading: Reading, index: int) -> str:
    if reading.decision.points[index] > reading.decision.points[reading.pick.index]:
        return "Your answers alone would speak for it; what you have is kept."
    return why_not(reading, reading.book.stores[index])


def _distance(behind: int) -> str:
    if behind == 0:
        return "level"
    return f"{abs(behind)} {'point' if abs(behind) == 1 else 'points'} {'behind' if behind > 0 else 'ahead'}"
