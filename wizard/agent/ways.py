"""Ways out that are answers: a file with one agreed on would have rules for the store that it leads away from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.explain.nearest import into_what_is_in_use
from wizard.explain.places import kinds_in

if TYPE_CHECKING:
    from wizard.explain.conflict import Conflict
    from wizard.explain.reading import Reading

#: Objections whose first way out is the store that is in use.
INTO_WHAT_IS_IN_USE: Final = frozenset({"in-use-takes-all", "memory-in-use", "same-engine-in-use"})


def as_answers(reading: Reading, item: Conflict, way: str) -> str:
    """The answers that a way out into another store stands for, as they are set; nothing for any other way."""
    first = item.rule in INTO_WHAT_IS_IN_USE and way == item.ways_out[0]
    there = [it.id for it in reading.in_use_beside if it.name in way]
    if there and (first or way in into_what_is_in_use(reading)):
        rest = [it.id for it in reading.in_use_beside if it.id != there[0]] or ["none"]
        return f"existing_database={there[0]} existing_stance=in-use existing_stores={','.join(rest)}"
    other = [it.id for it in reading.catalogue.databases.values() if it.name in way]
    leaves = _all_of_it(reading, item) and reading.pick.database.id not in other
    return f"existing_database={other[0]} existing_stance=decided" if leaves and len(other) == 1 else ""


def _all_of_it(reading: Reading, item: Conflict) -> bool:
    """Whether a rule keeps all that the pick is to hold out of it: what goes elsewhere leaves nothing there."""
    out = [hit.rule for hit in reading.decision.hits if hit.rule.id == item.rule and reading.pick.index in hit.excluded]
    about = [rule.when["data"].mentioned() for rule in out if "data" in rule.when]
    return bool(out) and all({*kinds_in(reading, reading.pick)} <= {*kinds} for kinds in about)
