"""How far apart the candidates are: a line for each, with the one reason that separates it from the pick."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from wizard.decide.answers import values
from wizard.decide.decision import refused_stores
from wizard.explain.alternatives import WOULD_DO, why_not
from wizard.explain.reading import Reading
from wizard.explain.reasons import CLOSE
from wizard.explain.words import place_name, say

#: How many others are told: more would be a list to choose from again.
MOST: Final = 8

#: The kinds that people have heard of who ask why it is not another one.
HEARD_OF: Final = ("postgresql", "mongodb", "mysql", "sqlite", "firestore", "dynamodb")

#: What people know for keys and values, and weigh for nothing else.
FOR_KEYS: Final = "redis"


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
    """The alternatives that are named, else the next home of the same engine, and the best of each other kind that
    people have heard of; the nearest first. None where what is in use stays and nothing was said of the data: points
    would be about nothing."""
    if reading.stance == "in-use" and reading.decision.forced and "data" not in reading.answers:
        return ()
    decision, book, pick = reading.decision, reading.book, reading.pick
    out = frozenset[int]().union(*(hit.excluded for hit in decision.hits))
    out |= decision.lineup.out if decision.lineup else frozenset()
    allowed = (
        decision.running if not decision.forced else frozenset(store.index for store in book.stores) - book.never - out
    )
    out |= refused_stores(book, reading.refused)
    points = decision.points
    best = sorted({*allowed, *(out - book.never)}, key=lambda index: (index in out, -points[index], index))
    told = {item.store.index: item.why_not for item in reading.alternatives}
    others = _of_each_kind(reading, told, [index for index in best if index != pick.index])
    why = {index: told.get(index) or _why_not(reading, index) for index in others}
    vague = {text for text in why.values() if sum(text == other for other in why.values()) > 1}
    known = {*told, *out}
    vague.add(say(reading.catalogue, WOULD_DO, name=reading.pick_name))
    return tuple(
        Candidate(
            name=place_name(book.stores[index]),
            full_name=_with_its_client(reading, index),
            distance="ruled out" if index in out else _distance(points[pick.index] - points[index]),
            within_reach=index not in out and points[pick.index] - points[index] <= CLOSE,
            why_not=_made_for(reading, index) if why[index] in vague and index not in known else why[index],
        )
        for index in sorted(others, key=lambda index: (index in out, -points[index], index))
    )


def _of_each_kind(reading: Reading, told: Iterable[int], best: list[int]) -> list[int]:
    """Those of the best that are told: what is named, one home of the pick's engine, and one of each other kind."""
    stores, pick = reading.book.stores, reading.pick
    found = list(told)
    kinds = {stores[index].database.id for index in found}
    kinds |= {pick.database.id} if reading.host_not_compared else set()
    wanted = {*HEARD_OF, pick.database.id, *([FOR_KEYS] if "key-value" in values(reading.answers, "data") else [])}
    for index in sorted(best, key=lambda index: stores[index].service.kind != "embedded"):  # what SQLite means to most
        kind = stores[index].database.id
        if kind not in kinds and kind in wanted:
            found.append(index)
            kinds.add(kind)
    return found[:MOST]


def _made_for(reading: Reading, index: int) -> str:
    """What another kind is for, where the reason against it holds of several; the home of the same engine has its
    own."""
    store = reading.book.stores[index]
    hosted_file = store.family == "sqlite" and store.service.kind != "embedded"
    if store.database is reading.pick.database or hosted_file or not store.database.pick_when:
        return _why_not(reading, index)
    return say(reading.catalogue, "made-for-another-case", case=store.database.pick_when[0])


def _with_its_client(reading: Reading, index: int) -> str:
    store = reading.book.stores[index]
    client = reading.client_of(store)
    return f"{store.name} with {client.name}" if client else store.name


def _why_not(reading: Reading, index: int) -> str:
    if reading.decision.points[index] > reading.decision.points[reading.pick.index]:
        return "Your answers alone would speak for it; what you named is kept."
    return why_not(reading, reading.book.stores[index])


def _distance(behind: int) -> str:
    if behind == 0:
        return "level"
    return f"{abs(behind)} {'point' if abs(behind) == 1 else 'points'} {'behind' if behind > 0 else 'ahead'}"
