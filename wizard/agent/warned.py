"""Warnings that stand, and what they warn of in one sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wizard.converse.flow import conflicts
from wizard.converse.weighing import to_weigh

if TYPE_CHECKING:
    from wizard.converse.record import Record
    from wizard.explain.conflict import Conflict
    from wizard.explain.reading import Reading


def warned(reading: Reading, record: Record) -> list[Conflict]:
    """The warnings that stand, less those that are weighed as costs."""
    costs = [item.text for item in to_weigh(reading)]
    there = (it for it in conflicts(reading, record) if it.level == "warn" and it.rule not in record.kept)
    return [it for it in there if it.text not in costs]


def gist(item: Conflict) -> str:
    """The first sentence of what a conflict says, behind the pair that it begins with, which warns of nothing."""
    return f"{item.about}{first_sentence(item.text.removeprefix(item.about))}"


def first_sentence(text: str) -> str:
    """The first sentence of a text, or what stands before its first semicolon or colon, with a full stop."""
    return re.split(r"(?<=[.!?;:])(?<!\b[A-Z]\.)\s", text, maxsplit=1)[0].rstrip(";:.") + "."
