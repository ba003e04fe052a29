"""Ways out that are answers: a file with one agreed on would have rules for the store that it leads away from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.explain.nearest import into_what_is_in_use

if TYPE_CHECKING:
    from wizard.explain.conflict import Conflict
    from wizard.explain.reading import Reading

#: Objections whose first way out is the store that is in use.
INTO_WHAT_IS_IN_USE: Final = frozenset({"in-use-takes-all", "memory-in-use", "same-engine-in-use"})


def as_answers(reading: Reading, item: Conflict, way: str) -> str:
    """The answers that a way out into a store in use stands for, as they are set; nothing for any other way."""
    first = item.rule in INTO_WHAT_IS_IN_USE and way == item.ways_out[0]
    there = [it.id for it in reading.in_use_beside if it.name in way]
    if not there or not (first or way in into_what_is_in_use(reading)):
        return ""
    rest = [it.id for it in reading.in_use_beside if it.id != there[0]] or ["none"]
    return f"existing_database={there[0]} existing_stance=in-use existing_stores={','.join(rest)}"
