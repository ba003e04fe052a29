"""The stores beside the main one that own words tell of: those that hold something, not those that a rule or a wish
names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from wizard.catalogue import elsewhere
from wizard.catalogue.later import later
from wizard.converse.own_words import CALLED, clauses, others_said, sentences

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


#: What refuses the name that it stands before, with little between them; and what may stand behind such a name.
_NO: Final = r"\b(?:not|no|never|nor|without|avoid|refuse|refused|reject|ban|instead of|rather than)"
_REFUSED: Final = rf"{_NO}(?: (?:on|in|at|to|use|take|want|any|with)){{0,2}} "
#: The same of a store that things may be in: what is not in it refuses nothing.
_REFUSED_STORE: Final = rf"{_NO}(?: (?:to|use|take|want|any)){{0,2}} "
_ITS_END: Final = r"(?= (?:and|or|nor|but|because)\b|[^\w ]|$)"


def is_refused(name: str, notes: Mapping[str, str], *, store: bool = False) -> bool:
    """Whether own words refuse a product, and not a part of it: "not Supabase", but not "no Supabase login". Of a
    `store`, what is "not in" it is no refusal."""
    refused = re.compile(
        rf"{_REFUSED_STORE if store else _REFUSED}(?:{CALLED.get(name, re.escape(name))}){_ITS_END}", re.IGNORECASE
    )
    said = [text for text in sentences(notes.values()) if not text.rstrip().endswith("?")]
    return any(refused.search(text) for text in said)


def stand_beside(notes: Mapping[str, str]) -> tuple[str, ...]:
    """The stores that the guide does not cover and that own words say are there: all that the reason for the stores in
    use names, and elsewhere those of which a clause says what they hold."""
    told = [it for text in notes.values() for it in clauses(text) if not _MENTIONED.search(it)]
    there = {*others_said([notes.get(BESIDE, "")])}
    of_the_main = [it for it in clauses(notes.get("existing_database", "")) if not _MENTIONED.search(it)]
    there |= {*others_said(of_the_main)} & {*elsewhere.which("messages")}  # which are never the main one
    for name in set(others_said(told)).difference(elsewhere.which("files")):
        called = rf"(?:{elsewhere.CALLED.get(name, name)})"
        if any(re.search(rf"{_BEFORE}{called}\b|\b{called}{_BEHIND}", it, re.IGNORECASE) for it in told):
            there.add(name)
    return tuple(name for name in (*elsewhere.which("said"), *elsewhere.which("files")) if name in there)
