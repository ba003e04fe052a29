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
MOST: Final = 2

#: What nobody waits for: a team that wants it otherwise knows so without a file.
WISHES: Final = frozenset({"hosting", "query_style", "migrations", "engines"})

#: What may lead to an engine of another kind, and, where the pick is out then, the rules to meet.
OF_THE_DATA: Final = frozenset({"data", "scale"})
RULES: Final = frozenset({"compliance", "region"})

#: What a project is likely to change, the likeliest first; another kind of data, which nobody has hinted at, is last.
LIKELY: Final = ("budget", "hosting", "platform", "runtime", "compliance", "region", "realtime")

#: By so many points the other one leads after the change, or nobody moves a database for it.
CLEAR: Final = CLOSE + 1


def revisit(reading: Reading) -> list[Item]:
    """The changes that would move the database, told as the difference; one for each question and each place that it
    leads to."""
    found: dict[str, Flip] = {}
    for move in moves(reading):
        found.setdefault(_then(reading, move), move)
    return [Item(text=difference(reading, move)) for move in [*found.values()][:MOST]]


def moves(reading: Reading) -> list[Flip]:
    """The first change of each question that would move the database, and that somebody would defend."""
    found: dict[str, Flip] = {}
    for move in reading.what_if.flips:
        if move.store is reading.pick or moves_what_stays(reading, move) or not _leads(reading, move):
            continue
        if not (_assumed(reading, move) or _shrinks(reading, move) or _contradicts(reading, move)):
            found.setdefault(move.question, move)
    return sorted(found.values(), key=unlikely)


def unlikely(move: Flip) -> int:
    """How far down a change stands in a list of what may happen to a project."""
    if move.question == "data" and "unsure" not in several(move.from_):
        return len(LIKELY) + 1
    return LIKELY.index(move.question) if move.question in LIKELY else len(LIKELY)


def moves_what_stays(reading: Reading, move: Flip) -> bool:
    """Whether the change would only move what stays: to another place, or to a provider, which machines of the team's
    own are not left for, or to another engine where it is in use."""
    pick, in_use = reading.pick, "in-use" in reading.attributes["standing"]
    own = reading.anywhere or (in_use and reading.answers.get("platform") == "own")
    return (
        bool(reading.host_not_compared)  # no place is weighed against one of which nothing is known
        or to_a_provider(reading, move)
        or (own and move.store.database is pick.database)
        or (in_use and move.store.service is pick.service)
    )


def to_a_provider(reading: Reading, move: Flip) -> bool:
    """Whether the change leads to a provider whoever runs the database themselves: they know that others would."""
    return reading.answers.get("hosting") == "self-hosted" and move.store.service.kind == "managed"


def _leads(reading: Reading, move: Flip) -> bool:
    """Whether the change can happen to a project, adds something, and leads clearly to a store that is made for it. A
    relational database is left for no other kind, and for another engine only where data, or rules, ask for it."""
    before, after = reading.pick.database, move.store.database
    added = set(several(move.to)) - set(several(move.from_)) - NOTHING
    same = before.family == after.family
    if move.question in WISHES or (move.by is not None and move.by <= CLEAR):
        return False
    if not added:
        return same and move.question in RULES
    if "relational" in before.serves and "relational" not in after.serves:
        return False
    if move.question == "data":
        return after.serves[0] in added or _there(reading, move) is not None
    return same or move.question in OF_THE_DATA or (move.question in RULES and move.by is None)


def _shrinks(reading: Reading, move: Flip) -> bool:
    """Whether it only says that there will be less of something: nobody waits for that."""
    if (move.question, move.to) in (("budget", "free"), ("realtime", "nice")):
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
    # A file that is in use beside a server is on some machine that others do not reach.
    there = [item for item in reading.in_use_beside if item.id != "sqlite" or reading.pick.service.kind == "embedded"]
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
