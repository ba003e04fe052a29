"""Whether words take a product into use, or name it in passing: what was left, what others bring, what is compared."""

from __future__ import annotations

import re
from typing import Final

from wizard.converse.own_words import NOT_THERE, clauses
from wizard.read.affirmed import decides

#: What stands before a name that is taken: nothing but small words, a verb of use, or where something is or goes.
_BEGINS: Final = r"^[^\w]*(?:(?:also|and|plus|or|then|the|our|a|an|one|beside it|besides|here|now)\W+)*"
_USED: Final = (
    r"\b(?:us(?:e[sd]?|ing)|run(?:s|ning)?|ha(?:s|ve)|keep(?:s|ing)?|add(?:s|ed)?|takes?|took|chose|choose|chosen|"
    r"decided (?:on|for)|picked|need(?:s|ed)?|call(?:s|ed)?|quer(?:y|ies|ied)|start(?:s|ed)?|host(?:s|ed)?) "
    r"(?:[\w-]+ ){0,3}?"
)
_WHERE: Final = (
    r"\b(?:in|into|to|by|with|on|onto|through|via|beside|over|under|and|plus|is|are|as) (?:(?!than\b)[\w-]+ ){0,2}?"
)
_TAKEN: Final = rf"(?:{_BEGINS}|{_USED}|{_WHERE})[`\"“*]*"

#: Clauses that compare, or tell of what others have or bring, of what may come, or of what is there no longer.
_IN_PASSING: Final = re.compile(
    r"\b(?:unlike|like|than|versus|vs|compar\w+|similar|as in|equivalent|alternative\w*|competitor\w*|candidate|"
    r"propos\w+|suggest\w+|evaluat\w+|look(?:ed)? at|gone|used to|once|before|earlier|ago|in the past|"
    r"if|unless|later|one day|some ?day|might|may|dumps?|exports?|backups? of|import(?:s|ed|er)?|migrat\w+|"
    r"compatib\w+|dialect|syntax|knowledge|"
    r"(?:customers?|clients|partners?|suppliers?|vendors?|others|competitors?|rivals?|(?:another|other) teams?|they|"
    r"people|someone|somebody)\b(?!'s? \w+ (?:is|are) (?:kept|stored|held)))\b",
    re.IGNORECASE,
)


def takes(text: str, name: str) -> bool:
    """Whether a clause of a text, a sentence a line, takes into use what a pattern names."""
    called = re.compile(name, re.IGNORECASE)
    if not called.search(text):
        return False
    taken = re.compile(rf"{_TAKEN}{name}", re.IGNORECASE)
    for sentence in text.split("\n"):
        supposed = re.match(r"\W*(?:if|unless|should|when we|once we)\b", sentence, re.IGNORECASE)
        for clause in () if supposed else clauses(sentence.replace(" | ", "\n")):
            if not taken.search(clause) or _IN_PASSING.search(clause) or NOT_THERE.search(clause):
                continue
            if decides(clause, (it.span() for it in called.finditer(clause))):
                return True
    return False
