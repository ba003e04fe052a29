"""What no question asks about a program on people's devices, and the agent does."""

from __future__ import annotations

import re
from typing import Final

from wizard.catalogue.later import later
from wizard.converse.flow import edited_apart
from wizard.converse.own_words import settled_by
from wizard.converse.record import Record
from wizard.explain.reading import Reading

#: What no question asks, and keys cannot be changed for afterwards.
APART: Final = (
    "\nAsk, unless they said it: will one record be changed on two devices that cannot reach each other? "
    "If so, “copies are edited apart: …” goes into the reason for runtime, after what that has."
)


#: The same where that was said.
TRAVEL: Final = (
    "\nAsk, unless they said it: how do the changes get from one device to the other? "
    "Their answer goes into the reason for runtime, after what that has."
)

#: Words that answer the first, and the last.
_NOT_APART: Final = later(
    r"\bedited apart\b|\bat (?:a|one) time\b|\b(?:one|a single|the same|only) "
    r"(?:device|phone|tablet|laptop|computer|machine)\b",
    re.IGNORECASE,
)
_WHEN_LOST: Final = later(r"\b(?:lost|stolen|broken|breaks|dies|gone|back(?:ed)?[ -]?ups?)\b", re.IGNORECASE)


#: The same of a device that is lost.
LOST: Final = (
    "\nAsk, unless they said it: what is gone when the device is lost, and may a copy leave it? "
    "Their answer goes into the reason for data, after what that has."
)


def to_ask_of_a_device(reading: Reading, record: Record) -> str:
    """What no question asks of a device, and no words have answered."""
    said = "\n".join(record.notes.values())
    apart = "" if _NOT_APART.search(said) else APART
    if edited_apart(reading, record):
        apart = TRAVEL if "copies-edited-apart" in record.taken else ""
    return apart + ("" if _WHEN_LOST.search(said) or "backup" in settled_by([said]) else LOST)
