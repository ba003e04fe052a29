"""The stores beside the main one that own words tell of: those that the reason for the stores in use plainly says are
there. Other words are quoted, and assert nothing (record 0037)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from wizard.catalogue.later import later
from wizard.converse.own_words import NEGATION, NOT_THERE, OTHER_STORES, REFUSAL, sentences
from wizard.converse.settling import STORES_SAID

#: The question about stores beside: only its reason puts one there.
BESIDE: Final = "existing_stores"

#: Sentences about what a rule allows, which is not there for that.
PERMITTED: Final = later(
    r"\b(?:allow(?:s|ed|able)?|permit(?:s|ted)?|approve[sd]?|permissible|whitelist\w*|polic(?:y|ies)|"
    r"(?:our|their|the|\w+'s) list)\b",
    re.IGNORECASE,
)

#: Sentences that suppose, wish or weigh something, or tell of other people, of what was, and of what may come. What is
#: done `for` others is ours.
UNSURE: Final = later(
    r"\?|\b(?:if|once|until|longer|any ?more|gone|dead|last|past|previous|ago|may|next|soon|later|yet|true|false|they|"
    r"their|his|her|who|in (?:20\d\d|Q\d|spring|summer|autumn|winter)|from \d{4}|people|another|elsewhere|head office|"
    r"theory|paper|nothing|nobody|none|nowhere|(?:the|only) (?:first|second|former|latter|others?|rest)|"
    r"(?:might|will|wish|want|going to|hope|plan|idea|option|future|dream|jok|kidding|lie|hypoth|possib|"
    r"migrat|start|sa(?:y|id)|tomorrow|someday|undecided|evaluat|trial|roadmap|everyb|everyone|someb|someone|"
    r"retir|deprecat|decommission|scrap|abandon|cancel|stopp)\w*)\b|"
    r"(?<!for )(?<!for our )\b(?:customer|vendor|supplier|partner|auditor|bank|parent|employer|friend|colleague|"
    r"compan)",
    re.IGNORECASE,
)

#: "No backups", which denies nothing of the store that stands before it.
_NONE_OF_IT: Final = later(r"\b(?:no|without) (?!longer|more|way|one|thanks|use\b)[\w-]+", re.IGNORECASE)

#: What goes on with the sentence before it, though it names a store.
_GOES_ON: Final = later(r"(?:and|also|or|it|that)\b", re.IGNORECASE)

_NAMED: Final = rf"(?:{'|'.join((*OTHER_STORES.values(), *(rf'{name}\w*' for name in STORES_SAID)))})"
_A: Final = r"(?:(?:also|and|only|just|the|an?|our|own|one|two|second|still|Apache) )*"
_WE: Final = r"(?:we|I|(?:our|the) (?:app|api|backend|code|project|service|shop|site))"
_ROLE: Final = (
    r"(?:search|cache|queue|broker|log|bus|store|ledger|archive|index|warehouse|messages|events|jobs|sessions)"
)
_WHAT: Final = r"(?:[\w-]+ ){0,4}?"
_TO: Final = r"(?:in|into|to|through)"

_ANY: Final = later(_NAMED, re.IGNORECASE)
_SIGNS: Final = (UNSURE, NEGATION, REFUSAL, NOT_THERE, PERMITTED)

#: What a store is not there for, and how a bare word says that it is not there.
_NOTHING: Final = r"(?!(?:no|none|nothing|nobody|fun|show|practice|training|tests?|demos?|sale)\b)"
_RUN: Final = r"(?: \(?v?\d[\w.]*\)?)?(?: (?:cluster|server|database))?"
_TAIL: Final = (
    rf"[\s.:;!]*$| (?:(?:for|as|with) {_NOTHING}(?=\w)|since|every|too|on (?-i:[A-Z])|"
    rf"(?:is|are) (?:our|the (?:[\w-]+ )?{_ROLE}|in use|here|there|used(?! by))|"
    r"ha(?:s|ve) (?:the|our|all)|holds?|keeps?|stores?|carr(?:y|ies)|serves?)\b"
)
#: How a part of a sentence plainly says that a store is there: its name alone, or what holds what, or who uses it.
_BARE: Final = later(rf"[-*\s]*{_A}{_NAMED}{_RUN}[\s.:;!]*$", re.IGNORECASE)
_THERE: Final = later(
    rf"[-*\s]*(?:there(?: is|['\u2019]s| are) |(?:our |the )?(?:[\w-]+ )?{_ROLE} (?:is|are|uses?|runs? on) |"
    rf"(?P<we>{_WE}) (?:also |still )?(?:(?:use|run|ha(?:ve|s)|keep)s? |"
    rf"(?:keep|store|write|send|index)s? {_WHAT}{_TO} )|"
    r"(?:[\w-]+ ){1,6}?(?:is|are|goe?s?|lives?|stays?)(?: kept| stored| cached| indexed| held)? "
    rf"{_TO} )?{_A}(?P<name>{_NAMED})(?![\w'\u2019-]){_RUN}"
    rf"(?={_TAIL}|(?(we) (?:in|on|to) (?:our|the|a|its|(?-i:[A-Z]))|$))",
    re.IGNORECASE,
)

#: What goes on behind that without a doubt: what it holds, and how it is run. Whatever else stands behind a bare name
#: makes it doubtful: "Oracle: n/a", "Oracle, retired".
_GOES_WITH: Final = later(
    rf"\s*(?:~|v?[1-9][\w.]*\)?\s*$|reads?|writes? |(?:the|our|all|its) |(?:for|as|with|since|every) {_NOTHING}|"
    r"(?:it|they|that|which|we) (?:also )?(?:has|have|can|holds?|keeps?|stores?|carr(?:y|ies)|feeds?|reads?|writes?|"
    r"(?:is|are) (?:our|for|in use|\w+ed))\b|"
    r"(?:loaded|fed|filled|synced|updated|hosted|managed|backed up)\b|"
    rf"(?:(?!(?:at|by|from|in|into|on|out|to|so|what) )[\w-]+ )*(?:{_ROLE}|analytics|reporting|telemetry|history|graph|"
    r"data|(?!as|is|has|was|yes|always|sometimes|perhaps|status|plans|ideas|doubts|rumou?rs|thanks)[\w-]+s)[\s.:;!]*$)",
    re.IGNORECASE,
)

#: What may stand before it.
_HEAD: Final = later(rf"\s*(?:in use|beside (?:it|that)|also|there|{_ROLE})?[\s:]*$", re.IGNORECASE)
_PARTS: Final = later(r"[,.;:!)]+\s|\s\(|\n|\s[-\u2013\u2014]\s|,?\s(?:and|plus|&)\s", re.IGNORECASE)

#: So few words behind a store are a doubt: "We use it. Ha!"
_FEW: Final = 2


def _there(words: str) -> set[str]:
    """The names of stores of which some words plainly say that they are there: each part of a sentence up to the first
    that says something else. What names no store belongs to the sentence before it: "Certainly not."."""
    told = [""]
    for text in sentences([words.replace("\n", ", ")]):
        if _ANY.search(text) and not _GOES_ON.match(text):
            told.append("")
        told[-1] += f" {_NONE_OF_IT.sub('~', text)}"
    found = set()
    for text in told:
        found |= set() if any(sign.search(text) for sign in _SIGNS) else _said_in(_PARTS.split(text))
    return found


def _said_in(parts: list[str]) -> set[str]:
    """The names in the parts of a statement that nothing denies."""
    sure: set[str] = set()
    bare: set[str] = set()
    for part in parts:
        if hit := _THERE.match(part):
            (bare if _BARE.match(part) else sure).add(hit["name"])
        elif (sure or bare) and _GOES_WITH.match(part):
            sure, bare = sure | bare, set()
        elif not _HEAD.match(part):
            return sure if len(part.split()) > _FEW else set()
    return sure | bare


def stand_beside(notes: Mapping[str, str], stores: Mapping[str, str] = OTHER_STORES) -> tuple[str, ...]:
    """The stores, of some (name -> how called), that the reason for the stores in use says are there: those that the
    guide does not cover."""
    if not (there := _there(notes.get(BESIDE, ""))):
        return ()
    return tuple(name for name, it in stores.items() if any(re.fullmatch(it, said, re.IGNORECASE) for said in there))


#: How words deny a store: "Redis? Certainly not.", "Redis: none", "We do not use Redis.".
_NO: Final = (
    r"(?:no|none|never|gone|retired|n/a|nil|nada|not(?: (?:used|in use|there|at all|any ?more))?)\s*(?:[.!,;)]|$)"
)
_WITHOUT: Final = r"\b(?:no|not|never|without|(?:do|does)(?: not|n't) (?:use|run|have|need))"


def denied_beside(notes: Mapping[str, str], names: Iterable[str]) -> list[str]:
    """Those stores of the answers that the reason for them denies."""
    words = notes.get(BESIDE, "")
    return [
        name
        for name in (names if words else ())
        if (it := rf"{re.escape(name.split()[0])}\w*")
        and re.search(
            rf"{_WITHOUT} {it}\s*(?:[.!,;]|$)|\b{it}\W*(?:(?:is|are|certainly|of course|surely|definitely) )*{_NO}",
            words,
            re.IGNORECASE,
        )
    ]
