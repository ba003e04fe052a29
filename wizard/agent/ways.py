"""Ways out that are answers: a file with one agreed on would have rules for the store that it leads away from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from wizard.decide.answers import AnswerError
from wizard.explain.client_conflicts import OF_THE_LEANING, OWN_PROTOCOL
from wizard.explain.kept import named_for
from wizard.explain.nearest import into_what_is_in_use
from wizard.explain.places import kinds_in

if TYPE_CHECKING:
    from wizard.explain.conflict import Conflict
    from wizard.explain.reading import Reading

#: Objections whose first way out is the store that is in use.
INTO_WHAT_IS_IN_USE: Final = frozenset({"in-use-takes-all", "memory-in-use", "same-engine-in-use"})

#: Objections whose ways have answers of their own, which follow when one is agreed on.
_ANSWERED: Final = OF_THE_LEANING | {OWN_PROTOCOL}

#: How a way begins that takes something in the place of the pick, and one that names the kind of it alone.
_TAKES: Final = re.compile(r"(?:Use|Take|Choose|Move to|Run|Let a managed)\b(?! (?:this|that|the) (?:\w+ )?code\b)")
_A_KIND: Final = re.compile(
    r"\w+(?: to)? (?:another|an?|the (?:same|cloud's own))(?: [\w-]+){0,3} "
    r"(?:database|service|engine|client|PostgreSQL)\b"
)


def refuse_another(reading: Reading, item: Conflict, number: int) -> None:
    """Raises AnswerError for a way out that there is not, and, with what to run, for one that means other answers."""
    if not 0 < number <= len(item.ways_out):
        told = "; ".join(f"{at}. {text}" for at, text in enumerate(item.ways_out, 1))
        raise AnswerError("way", f"{item.rule} has no way out {number}; there is {told or 'none'}")
    way = item.ways_out[number - 1]
    if answers := as_answers(reading, item, way):
        raise AnswerError("way", f"that one means other answers: data-stack set {answers}")
    if another := another_pick(reading, item, way):
        raise AnswerError("way", f"that one means another pick{another}")


def as_answers(reading: Reading, item: Conflict, way: str) -> str:
    """The answers that a way out into another store stands for, as they are set; nothing for any other way."""
    first = item.rule in INTO_WHAT_IS_IN_USE and way == item.ways_out[0]
    there = [it.id for it in reading.in_use_beside if it.name in way]
    if there and (first or way in into_what_is_in_use(reading)):
        rest = [it.id for it in reading.in_use_beside if it.id != there[0]] or ["none"]
        return f"existing_database={there[0]} existing_stance=in-use existing_stores={','.join(rest)}"
    other = [it.id for it in reading.catalogue.databases.values() if it.name in way]
    leaves = _all_of_it(reading, item) and reading.pick.database.id not in other
    set_ = "existing_stance=decided"
    moving = f', then data-stack set {set_} --because "moving from {reading.pick.database.name}"' * reading.full
    return f"existing_database={other[0]} {set_}{moving}" if leaves and len(other) == 1 else ""


def another_pick(reading: Reading, item: Conflict, way: str) -> str:
    """What to run for a way out that takes another product than the pick; nothing for any other way. What stands beside
    is no pick."""
    if item.rule in _ANSWERED or "-beside-" in item.rule or not _TAKES.match(way):
        return ""
    named = _others_named(reading, way)
    if len(named) == 1:
        return f": data-stack choose {named[0]}"
    moves = reading.pick.service.kind == "managed" and re.search(r"\byourself\b|\bown machines\b", way)
    if not (named or moves or _A_KIND.match(way)):
        return ""
    if " client" in way:
        return ": data-stack next existing_client"
    after = reading.instead({**reading.unbound.answers, "existing_database": "none"})
    objected = {it.rule for it in after.conflicts}
    id_ = named_for(after, after.pick) if after.store and after.pick is not reading.pick else ""
    spared = id_ and item.rule not in objected
    return f", such as {after.pick.name}: data-stack choose {id_}" if spared else ": data-stack next existing_database"


def _others_named(reading: Reading, way: str) -> list[str]:
    """The products that a way names; none where one of them is of the pick."""
    catalogue = reading.catalogue
    products = {**catalogue.databases, **catalogue.services, **catalogue.clients}
    found = {it.id: it.name for it in products.values() if re.search(rf"(?<!\w){re.escape(it.name)}(?!\w)", way)}
    whole = [id_ for id_, name in found.items() if not any(name in other and name != other for other in found.values())]
    return [] if {*whole} & {*reading.pick_ids} else whole


def _all_of_it(reading: Reading, item: Conflict) -> bool:
    """Whether a rule keeps all that the pick is to hold out of it: what goes elsewhere leaves nothing there."""
    out = [hit.rule for hit in reading.decision.hits if hit.rule.id == item.rule and reading.pick.index in hit.excluded]
    about = [rule.when["data"].mentioned() for rule in out if "data" in rule.when]
    return bool(out) and all({*kinds_in(reading, reading.pick)} <= {*kinds} for kinds in about)
