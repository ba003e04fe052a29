"""What stands against a stack, and its costs, as they are told: once, with the ways out and what to run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wizard.converse.flow import conflicts
from wizard.converse.uncompared import stays_unweighed
from wizard.converse.weighing import accepted, as_trade_off, still_to_weigh, to_weigh

if TYPE_CHECKING:
    from wizard.converse.record import Record
    from wizard.explain.conflict import Conflict
    from wizard.explain.reading import Reading


def stands(reading: Reading, record: Record) -> list[Conflict]:
    """The warnings that stand: neither kept, nor considered as a cost."""
    there = (it for it in conflicts(reading, record) if it.level == "warn" and it.rule not in record.kept)
    return [it for it in there if not accepted(reading, it, record)]


def warned(reading: Reading, record: Record) -> list[Conflict]:
    """The warnings that stand, less those that are weighed as costs."""
    weighed = [item.text for item in to_weigh(reading)]
    return [it for it in stands(reading, record) if it.text not in weighed]


def caveats(reading: Reading, record: Record) -> tuple[Conflict, ...]:
    """What a stack that was decided on is warned of and no answer may bring up any more: nobody may have heard it."""
    if not reading.decision.forced or stays_unweighed(reading, record):
        return ()
    return tuple(it for it in warned(reading, record) if it.rule not in record.raised)


def objection(item: Conflict) -> str:
    """An objection or a warning, to be made once."""
    ways = [f"{number}. {way}" for number, way in enumerate(item.ways_out, 1)]
    return "\n".join(
        [
            f"{'Objection' if item.level == 'block' else 'Warning'}, to be made once: {item.text}",
            *(["Ways out:", *ways] if ways else []),
            f"It rests on: {', '.join(item.answers) or 'the pick'}",
            f'Then: data-stack set …, or, if they keep it, data-stack keep {item.rule} --because "their own words"',
            *(["With --way N it is a way out that they take and no answer says: it becomes a rule."] if ways else []),
        ]
    )


def costs(reading: Reading, record: Record) -> str:
    """The costs of what is settled; of one that is a warning its ways out."""
    ways = {it.key: item for item in reading.conflicts if (it := as_trade_off(reading, item))}
    told = [f"- {item.key}: {item.text}{_ways(ways.get(item.key))}" for item in still_to_weigh(reading, record)]
    return "\n".join(
        [
            "This is settled. Which of its costs have they considered?",
            *told,
            "Then: data-stack weigh KEY …, which adds to those noted before, or data-stack weigh none",
        ]
    )


def _ways(item: Conflict | None) -> str:
    """The ways out of a warning, behind it, and what to run where one is taken."""
    if item is None or not item.ways_out:
        return ""
    ways = " ".join(f"{number}. {way}" for number, way in enumerate(item.ways_out, 1))
    return f" A way out: {ways} (data-stack keep {item.rule} --way N)"


def gist(item: Conflict) -> str:
    """The first sentence of what a conflict says, behind the pair that it begins with, which warns of nothing."""
    return f"{item.about}{first_sentence(item.text.removeprefix(item.about))}"


def first_sentence(text: str) -> str:
    """The first sentence of a text, or what stands before its first semicolon or colon, with a full stop."""
    return re.split(r"(?<=[.!?;:])(?<!\b[A-Z]\.)\s", text, maxsplit=1)[0].rstrip(";:.") + "."
