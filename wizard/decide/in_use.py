"""What is in use beside the main store, and which kinds of data go there."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from wizard.catalogue.model import Database
from wizard.decide.answers import Answers, values
from wizard.decide.rules import Rulebook, Verdict, verdict

#: Kinds of data for which a store that is made for them comes before a main store that could hold them too.
MADE_FOR: Final = frozenset({"key-value", "time-series"})

#: What was required of every store, whatever it holds.
REQUIRED: Final = ("compliance", "region")


def beside_in_use(book: Rulebook, answers: Answers) -> tuple[Database, ...]:
    """The engines that are in use beside the main one."""
    named = values(answers, "existing_stores")
    return tuple(database for id_, database in book.catalogue.databases.items() if id_ in named)


def homes(book: Rulebook, engine: Database) -> frozenset[int]:
    """The stores that an engine's name can mean, but for its near-relatives."""
    return frozenset(store.index for store in book.stores if store.database is engine and store.family == engine.family)


def _required(book: Rulebook, answers: Answers) -> Verdict:
    return verdict(book, {key: answers[key] for key in REQUIRED if key in answers}, book.groups)


def barred(book: Rulebook, answers: Answers) -> tuple[Database, ...]:
    """Those in use beside the main one that break what was required of every store, wherever they run."""
    found = beside_in_use(book, answers)
    out = _required(book, answers).excluded if found else frozenset()
    return tuple(item for item in found if homes(book, item) <= out)


def open_to_more(book: Rulebook, answers: Answers) -> tuple[Database, ...]:
    """Those that could take more, the best first: nothing that was required rules them out, and a file takes nothing
    from a server. Of two that do the same, it is the one that suits the requirements better."""
    found = beside_in_use(book, answers)
    if not found:
        return ()
    required, local = _required(book, answers), answers.get("runtime") == "local"
    left = [item for item in found if not homes(book, item) <= required.excluded and (item.family != "sqlite" or local)]
    return tuple(sorted(left, key=lambda item: -max(required.points[index] for index in homes(book, item))))


def made_for(book: Rulebook, answers: Answers, kind: str, mains: Collection[Database]) -> Database | None:
    """The engine in use that is made for this kind of data, where none of the `mains` is."""
    if kind not in MADE_FOR or any(item.serves[0] == kind for item in mains):
        return None
    found = [item for item in open_to_more(book, answers) if item.serves[0] == kind and item not in mains]
    return min(found, key=lambda item: item.family != "redis", default=None)  # DynamoDB is more than a cache


def in_memory(book: Rulebook, answers: Answers, liked: Collection[int]) -> frozenset[int]:
    """The stores in memory, where one is in use beside what is leaned to (`liked`) and that is relational: none becomes
    the only copy, for nobody said that it may be lost."""
    if answers.get("existing_stance") != "leaning":
        return frozenset()
    beside = any(item.family == "redis" for item in beside_in_use(book, answers))
    relational = liked and all("relational" in book.stores[index].database.serves for index in liked)
    if not beside or not relational:
        return frozenset()
    return frozenset(store.index for store in book.stores if store.database.family == "redis")


def without_what_is_taken(book: Rulebook, answers: Answers, existing: Collection[int]) -> Answers:
    """The answers, less the kinds of data that go into stores in use which are made for them; all of them where nothing
    would be left. `existing` are the stores that the main one in use can mean."""
    data = values(answers, "data")
    if MADE_FOR.isdisjoint(data) or answers.get("runtime") == "local" or not beside_in_use(book, answers):
        return answers
    mains = [book.stores[index].database for index in existing]
    left = tuple(kind for kind in answers.get("data", ()) if not made_for(book, answers, kind, mains))
    return {**answers, "data": left} if left else answers


def home_in_use(book: Rulebook, answers: Answers, out: frozenset[int], picked: Database) -> frozenset[int]:
    """The stores of an engine in use that holds all these data, and may: no third is proposed where one does, nor a
    second of the engine that was `picked`. What nobody described does not outweigh a leaning, and nobody said that what
    is in memory keeps what it holds. `out` are the stores that are ruled out."""
    needed = (values(answers, "data") - {"unsure"}) or {"relational"}
    unsaid = values(answers, "data") <= {"unsure"} and answers.get("existing_stance") == "leaning"
    if answers.get("runtime") == "local":
        return frozenset()
    there = [item for item in open_to_more(book, answers) if item.family != "redis"]
    able = [item for item in there if needed <= set(item.serves) and not unsaid]
    able += [item for item in there if item is picked]
    return next((found for item in able if (found := homes(book, item)) - out), frozenset())
