"""Where each kind of data goes: into the pick, into a store beside it, or into one that is in use there already.

All that is printed about a kind of data asks here, by :attr:`Reading.held`: the answers as they concern the pick.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from wizard.decide.answers import values
from wizard.decide.in_use import barred, homes, made_for, open_to_more
from wizard.decide.rules import fires, touches
from wizard.explain.words import capital, kind_of_data, listed, say

if TYPE_CHECKING:
    from wizard.catalogue.model import Database
    from wizard.decide.answers import Answers
    from wizard.decide.rules import Everywhere, Store
    from wizard.explain.beside import Companion
    from wizard.explain.reading import Reading

#: Platforms that run functions first of all: where nobody said how the code runs, no long-running server is assumed.
RUNS_FUNCTIONS: Final = frozenset({"vercel", "cloudflare"})

#: Clouds that have no edge from which code reaches a database: it runs there as functions in a region.
NO_EDGE: Final = frozenset({"aws", "azure", "google-cloud"})

#: What a program on somebody's device opens or signs in to itself: a server's password would be anybody's there.
ON_DEVICES: Final = frozenset({"sqlite", "turso", "firestore"})

#: In the answers about a store that takes none of the data that were named. No rule asks for it.
ELSEWHERE: Final = ("elsewhere",)


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where a kind of data goes. `store` is None for an engine in use beside the pick: where it runs was not said."""

    kind: str
    engine: Database
    store: Store | None


def places(reading: Reading) -> tuple[Place, ...]:
    """The place of each kind of data that was named, in the order of the answers."""
    return tuple(_place(reading, kind) for kind in reading.answers.get("data", ()) if kind != "unsure")


def _place(reading: Reading, kind: str) -> Place:
    beside = _companion(reading, kind)
    if beside:
        return Place(kind=kind, engine=beside.store.database, store=beside.store)
    engine = taker(reading, kind)
    if engine:
        return Place(kind=kind, engine=engine, store=None)
    return Place(kind=kind, engine=reading.pick.database, store=reading.pick)


def _companion(reading: Reading, kind: str) -> Companion | None:
    """The store beside the pick that takes a kind of data: what is in use and stays takes all that it holds."""
    kept = (item for item in reading.companions if item.store.index in reading.decision.beside)
    return next((item for item in kept if kind in item.store.database.serves), None) or next(
        (item for item in reading.companions if item.for_ == kind and not item.within), None
    )


def open_beside(reading: Reading) -> list[Database]:
    """What is in use beside the pick and could take more, the best first; where the pick keeps more than measurements,
    nothing in memory takes all there is."""
    found = [item for item in open_to_more(reading.book, reading.answers) if item in reading.in_use_beside]
    lasting = reading.pick.family != "redis" and reading.pick.database.serves != ("time-series",)
    out = lasting and values(reading.answers, "data") == {"key-value"}
    return [item for item in found if not (out and item.family == "redis")]


def taker(reading: Reading, kind: str) -> Database | None:
    """The engine in use beside the pick that takes a kind of data: one that is made for it, or one that holds it where
    the pick does not. A program on somebody's device keeps what it can, and reaches no database server."""
    local = reading.answers.get("runtime") == "local"
    there = [item for item in open_beside(reading) if not local or item.family in ON_DEVICES]
    held = _holds(reading, kind)
    if not local or not held:
        made = made_for(reading.book, reading.answers, kind, (reading.pick.database,))
        if made in there:
            return made
    return next((item for item in there if kind in item.serves and not held), None)


def _holds(reading: Reading, kind: str) -> bool:
    """Whether the pick holds a kind of data: it is made for it, or no second store is put beside it for that."""
    return kind in reading.pick.database.serves or any(
        rule.for_ == kind and not rule.within and all(touches(rule.pick_not, at) for at in reading.wherever)
        for rule in reading.book.companions
    )


def kinds_in(reading: Reading, store: Store) -> tuple[str, ...]:
    """The kinds of data that go into the pick, or into a store beside it."""
    return tuple(item.kind for item in reading.places if item.store is store)


def answers_of(reading: Reading, store: Store) -> Answers:
    """The answers with the kinds of data that go into this store, in the place of all that were named; code for an
    edge that the platform does not have runs as functions."""
    answers = {**reading.answers, "runtime": "serverless"} if reading.no_edge else reading.answers
    return {**answers, "data": kinds_in(reading, store) or ELSEWHERE} if reading.places else answers


def as_assumed(reading: Reading, store: Store) -> Answers:
    """The same, with what is assumed of how the code runs where nobody said: what is told of the code goes by it."""
    answers = answers_of(reading, store)
    if values(answers, "runtime") != frozenset({"unsure"}):
        return answers
    functions = answers.get("platform") in RUNS_FUNCTIONS
    return {**answers, "runtime": "serverless" if functions else "server"}


def taken_in_use(reading: Reading) -> dict[str, tuple[str, ...]]:
    """Engine in use beside the pick -> the kinds of data that go there."""
    found: dict[str, tuple[str, ...]] = {}
    for item in reading.places:
        if item.store is None:
            found[item.engine.id] = (*found.get(item.engine.id, ()), item.kind)
    return found


def in_its_place(reading: Reading) -> tuple[list[Database], list[Database], list[Database]]:
    """Of the stores in use beside the pick to which nothing goes that was named: those in whose place the pick takes
    what is new, as both hold a kind of data that the pick owns, those that keep a job of their own, and those that
    break a rule to meet. What is in memory does another job than a store with the same kind."""
    owned, taken = set(kinds_in(reading, reading.pick)), taken_in_use(reading)
    barred_ = barred(reading.book, reading.answers)
    out = [item for item in reading.in_use_beside if item.id not in taken and item in barred_]
    rest = [item for item in reading.in_use_beside if item.id not in taken and item not in out]
    both = owned & {*reading.pick.database.serves} if reading.pick.family != "redis" else set[str]()
    same = [item for item in rest if item.family != "redis" and both & {*item.serves}]
    return same, [item for item in rest if item not in same], out


def with_beside(reading: Reading, places: Everywhere) -> Everywhere:
    """The attributes at each place, with the kinds of data that other stores hold, those of them that are new, and
    whether one of keys and values in memory stands there: `no`, `new` or `in-use`."""
    apart = [item for item in reading.companions if not item.within]
    new = [item for item in apart if item.store.index not in reading.decision.beside]
    memory = [item for item in apart if item.store.family == "redis"]
    used = any(item not in new for item in memory) or any(item.family == "redis" for item in reading.in_use_beside)
    held = {item.for_ for item in apart} | {item.kind for item in reading.places if item.store is not reading.pick}
    stands = {
        "beside": frozenset(held),
        "added": frozenset(item.for_ for item in new),
        "cache": frozenset({"in-use" if used else "new" if memory else "no"}),
    }
    return tuple({**known, **stands} for known in places)


def able_beside(reading: Reading, *, in_tables: bool = False) -> list[Database]:
    """The engines in use beside the pick that hold all that it is to hold; with `in_tables`, what is looked up by key
    in tables too. No program on somebody's device reaches a database server, and what one of the rules about these
    data and needs keeps out wherever it runs is no place for them either."""
    kinds, by_key = set(kinds_in(reading, reading.pick)), {"key-value"} if in_tables else set()
    local, pick = reading.answers.get("runtime") == "local", reading.pick
    able = [
        item
        for item in open_beside(reading)
        if item is pick.database
        or item.family == pick.family == "redis"
        or kinds <= {*item.serves, *(by_key if "relational" in item.serves else ())}
    ]
    if not able:
        return []
    ruled = [hit.excluded for hit in reading.decision.hits if fires(hit.rule, reading.held)]
    out = [item for item in able if any(homes(reading.book, item) <= those for those in ruled)]
    return [item for item in able if kinds and item not in out and (not local or item.family in ON_DEVICES)]


def goes_beside(reading: Reading, *, stays: bool = False) -> list[str]:
    """What goes into which store in use; that it `stays` where it is, while something about it is to be settled."""
    said = "where-they-are-until-settled" if stays else "goes-into-what-is-in-use"
    return [
        say(reading.catalogue, said, what=capital(_kinds(kinds)), name=reading.catalogue.name(engine))
        for engine, kinds in taken_in_use(reading).items()
    ]


def where_it_goes(reading: Reading) -> list[str]:
    """What the pick owns where others in use beside it hold some of it, or could; what goes into those, a rule says."""
    owned = kinds_in(reading, reading.pick)
    stay, others, _ = in_its_place(reading)
    jobs = [item.name for item in (*stay, *others) if {*owned} & {*item.serves}]
    if not (owned and (jobs or taken_in_use(reading))):
        return []
    kinds = f"the {_kinds(owned)}" + (f", but for the job of {listed(jobs)}" if jobs else "")
    return [say(reading.catalogue, "each-record-has-one-owner", name=capital(reading.pick_name), kinds=kinds)]


def _kinds(kinds: tuple[str, ...]) -> str:
    return listed([kind_of_data(kind) for kind in kinds])
