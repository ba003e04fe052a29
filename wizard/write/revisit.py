"""What the team would come back for: the changes that would move the database, told as the difference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.catalogue.vocabulary import PLATFORMS
from wizard.decide.answers import several
from wizard.decide.decision import about
from wizard.decide.rules import fires
from wizard.decide.what_if import NOTHING
from wizard.explain.places import RUNS_FUNCTIONS
from wizard.explain.reasons import CLOSE
from wizard.explain.words import listed, say
from wizard.write.blocks import Item

if TYPE_CHECKING:
    from wizard.catalogue.model import Database
    from wizard.decide.what_if import Flip
    from wizard.explain.reading import Reading


#: So many changes are told: a longer list is read by nobody.
MOST: Final = 3


def revisit(reading: Reading) -> list[Item]:
    """The changes that would move the database, told as the difference; one for each question and each place that it
    leads to."""
    found: dict[str, Flip] = {}
    for move in moves(reading):
        found.setdefault(_then(reading, move), move)
    return [Item(text=difference(reading, move)) for move in [*found.values()][:MOST]]


def moves(reading: Reading) -> list[Flip]:
    """The first change of each question that would move the database for more than a hair."""
    found: dict[str, Flip] = {}
    for move in reading.what_if.flips:
        if move.store is reading.pick or _moves_what_stays(reading, move) or _by_a_hair(move):
            continue
        if _unasked(reading, move) or _says_itself(reading, move):
            continue
        if not (_assumed(reading, move) or _shrinks(reading, move) or _contradicts(reading, move)):
            found.setdefault(move.question, move)
    return list(found.values())


def _moves_what_stays(reading: Reading, move: Flip) -> bool:
    """Whether the change would only move what is in use and stays: to another place, which machines of the team's own
    are not left for, or to another engine there."""
    pick, in_use = reading.pick, "in-use" in reading.attributes["standing"]
    own = reading.place_open or (in_use and reading.answers.get("platform") == "own")
    return (own and move.store.database is pick.database) or (in_use and move.store.service is pick.service)


def _unasked(reading: Reading, move: Flip) -> bool:
    """Whether it only adds a kind of data that nobody waits for: what the pick was chosen to be open for, look-ups by
    key, which are a table or a cache, and measurements that a general store would take; or only drops one, and leads to
    a store that holds it."""
    added = set(several(move.to)) - set(several(move.from_))
    dropped = set(several(move.from_)) - set(several(move.to))
    if move.question == "data" and not added and dropped <= set(move.store.database.serves):
        return True  # nobody moves to what holds such data for having none
    made_for = move.store.database.serves[0]
    if move.question == "data" and several(move.from_) == ("unsure",) and added <= set(reading.pick.database.serves):
        return True
    return move.question == "data" and (added == {"key-value"} or (added == {"time-series"} and made_for not in added))


def _says_itself(reading: Reading, move: Flip) -> bool:
    """Whether it only says that a provider would run the same engine, or the team: that is what was changed."""
    kinds = {move.store.service.kind, reading.pick.service.kind}
    same = move.store.database is reading.pick.database and kinds == {"managed", "self-hosted"}
    return move.question == "hosting" and same


def _by_a_hair(move: Flip) -> bool:
    """Whether the pick would be close behind after the change: nobody moves a database for that."""
    return move.by is not None and move.by <= CLOSE


def _shrinks(reading: Reading, move: Flip) -> bool:
    """Whether it only says that there will be fewer records, or no money: nobody waits for that."""
    if (move.question, move.to) == ("budget", "free"):
        return True
    sizes = [option.value for option in reading.catalogue.questions["scale"].options if option.value != "unsure"]
    return (
        move.question == "scale"
        and {move.from_, move.to} <= set(sizes)
        and sizes.index(str(move.to)) < sizes.index(str(move.from_))
    )


#: What else was said of the project, and what a warning may hold against the stack that a change leads to.
SURROUNDINGS: Final = frozenset({"platform", "scale", "budget", "hosting", "runtime", "compliance", "engines"})


def _contradicts(reading: Reading, move: Flip) -> bool:
    """Whether what the change leads to does not fit the rest of what was said, and the pick does."""
    if _there(reading, move):
        return False
    if reading.answers.get("platform") in RUNS_FUNCTIONS and move.to in ("server", "self-hosted"):
        return True
    cloud = move.store.service.platform
    if cloud and reading.answers.get("platform") in PLATFORMS and cloud != reading.answers["platform"]:
        return True
    after = {**reading.answers, move.question: move.to}
    here = {item.rule for item in reading.conflicts}
    # Capacity that follows the load is a wish, and own machines are a fact.
    wishes = set() if reading.answers.get("hosting") == "self-hosted" else {"hosting"}
    warnings = (
        rule
        for rule in reading.book.coherence
        if rule.level != "note"
        and rule.id not in here
        and (
            not (SURROUNDINGS - wishes).isdisjoint(rule.when.keys() - {move.question})
            or (not rule.when and "part" in rule.pick)  # whatever was said, it is doubted as the only store
        )
        and fires(rule, after)
    )
    return any(about(reading.book, warnings, move.store, move.client))


def _there(reading: Reading, move: Flip) -> Database | None:
    """What is in use beside the pick and holds the data that a change adds, or is the engine that it leads to."""
    added = set(several(move.to)) - set(several(move.from_)) if move.question == "data" else set[str]()
    # A file that is in use beside functions is on some machine that they do not reach.
    functions = reading.answers.get("runtime") in ("serverless", "edge")
    there = [item for item in reading.in_use_beside if not (functions and item.id == "sqlite")]
    holds = (item for item in there if added and added <= set(item.serves))
    same = (item for item in reading.in_use_beside if item is move.store.database)
    return next(same, None) or next(holds, None)


def _then(reading: Reading, move: Flip) -> str:
    """Where a change leads, in words: what is in use beside the pick and holds the data comes before a new store. A
    client is named where it stays: another one is a choice for that day."""
    there = _there(reading, move)
    if there:
        return f"the {there.name} that is in use beside it"
    if move.store.index in reading.decision.beside:
        return f"{move.store.database.name}, which is in use, as the main store"
    stays = move.client is not None and move.client is reading.client
    return f"{move.store.name} with {move.client.name}" if stays and move.client else move.store.name


def _assumed(reading: Reading, move: Flip) -> bool:
    """Whether the change only says what is assumed anyway: nothing to come back for."""
    open_ = several(move.from_) == ("unsure",)
    options = reading.catalogue.questions[move.question].options
    return open_ and any(several(move.to) == (item.stands_for,) for item in options if item.value == "unsure")


def difference(reading: Reading, move: Flip) -> str:
    """What a changed answer adds, drops or exchanges, and where it leads."""
    then = _then(reading, move)
    before, after = set(several(move.from_)) - NOTHING, set(several(move.to)) - NOTHING
    added, dropped = after - before, before - after
    question = reading.catalogue.questions[move.question]
    said = {option.value: option.phrase for option in question.options}
    more, less = ([said[value] for value in said if value in some] for some in (added, dropped))
    if added and dropped:
        return say(reading.catalogue, "revisit-changed", what=listed(more), before=listed(less), then=then)
    if added and not before and question.key == "data":
        return say(reading.catalogue, "revisit-known", what=listed(more), then=then)
    if added and (not question.several or not before):
        return say(reading.catalogue, "revisit-with", what=listed(more), then=then)
    if added:
        return say(reading.catalogue, "revisit-added", what=listed(more), then=then)
    return say(reading.catalogue, "revisit-removed", what=listed(less), then=then)
