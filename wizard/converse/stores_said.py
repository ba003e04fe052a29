"""The stores beside the main one that own words tell of: those that hold something, not those that a rule or a wish
names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from wizard.catalogue import elsewhere
from wizard.catalogue.later import later
from wizard.converse.own_words import clauses, others_said

#: The question about stores beside: what its reason names is there.
BESIDE: Final = "existing_stores"

#: What a name stands before or behind, where a clause says that the store holds something.
_BEFORE: Final = (
    r"\b(?:in|into|from|is on|are on|has|have|had by|use|uses|run|runs|keep|keeps|read|reads) (?:\w+ ){0,2}?"
)
_BEHIND: Final = r"(?: \d[\w.]*)? (?:has|have|holds?|keeps?|stores?|serves?|contains?)\b"

#: Clauses about what may be, what others have to do with it, or what might come.
_MENTIONED: Final = later(
    r"\b(?:only|may|must|allow\w*|permit\w*|approv\w*|list|rules?|policy|policies|belongs?|another team|looked|"
    r"read about|wish\w*|want\w*|hope\w*|plan\w*|later|one day|some day|compar\w*)\b",
    re.IGNORECASE,
)


#: Clauses about what a rule allows, which is not there for that.
PERMITTED: Final = later(
    r"\b(?:allow(?:s|ed|able)?|permit(?:s|ted)?|approve[sd]?|permissible|whitelist\w*|polic(?:y|ies)|"
    r"(?:our|their|the|\w+'s) list)\b",
    re.IGNORECASE,
)


def named_beside(notes: Mapping[str, str]) -> list[str]:
    """The clauses of the reason for the stores in use, less what a rule allows."""
    return [it for it in clauses(notes.get(BESIDE, "")) if not PERMITTED.search(it)]


def stand_beside(notes: Mapping[str, str]) -> tuple[str, ...]:
    """The stores that the guide does not cover and that own words say are there: all that the reason for the stores in
    use names, and elsewhere those of which a clause says what they hold."""
    told = [it for text in notes.values() for it in clauses(text) if not _MENTIONED.search(it)]
    there = {*others_said(named_beside(notes))}
    of_the_main = [it for it in clauses(notes.get("existing_database", "")) if not _MENTIONED.search(it)]
    there |= {*others_said(of_the_main)} & {*elsewhere.which("messages")}  # which are never the main one
    for name in set(others_said(told)).difference(elsewhere.which("files")):
        called = rf"(?:{elsewhere.CALLED.get(name, name)})"
        if any(re.search(rf"{_BEFORE}{called}\b|\b{called}{_BEHIND}", it, re.IGNORECASE) for it in told):
            there.add(name)
    return tuple(name for name in (*elsewhere.which("said"), *elsewhere.which("files")) if name in there)
