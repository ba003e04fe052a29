"""What a person's own words say: the sentences that deny nothing, the version of an engine, a region, and what they
settle that a rule would give a number for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from wizard.catalogue import elsewhere
from wizard.catalogue.later import later
from wizard.converse.settling import ASKED, JOBS_SAID, ONLY_READ, READ_FIRST, SETTLED, STILL_OPEN, STORES_SAID

NEGATION: Final = later(
    r"\b(not|no|never|nor|neither|without|except|instead of|rather than|avoid|replaced|removed|dropped|cannot|isn't|"
    r"don't|doesn't|won't|aren't)\b",
    re.IGNORECASE,
)

#: Words of what is not taken, though they deny nothing, and of what others have who are no part of the project.
REFUSAL: Final = later(
    r"\b(refus\w+|reject\w*|bans?|banned|banning|forbid\w*|forbade|prohibit\w*|disallow\w*|hat(?:e[sd]?|ing)|"
    r"dislik\w+|distrust\w*|fear\w*|nobody|hardly|barely|scarcely|anything but|away from|competitors?|rivals?)\b",
    re.IGNORECASE,
)

#: Clauses that say what somebody else has: their verb comes next, or after a word.
_THEIRS: Final = later(
    r"\b(?:competitors?|rivals?|customers?|vendors?|suppliers?|partners?|others|"
    r"other (?:teams?|companies|firms|people))\s+(?:\w+\s+)?(?:use|run|have|has|host|keep|love|like|want|sell)s?\b",
    re.IGNORECASE,
)

#: Clauses about what is left behind; `on the old machine` says where it is.
_PAST: Final = later(
    r"\b(from|(?<!on the )(?<!on an )(?<!on our )old|"
    r"older|former|formerly|previous|previously|was|were|been|left|leave|leaving|until|off)\b",
    re.IGNORECASE,
)

#: What stands behind a number that counts something, or begins a range, and is no version.
COUNTED: Final = (
    r"(?!\d|\.\d|[\d.]*\s?(?:[kmgt]i?b|%|years?|months?|days?|thousand|[mb]illion|tables?|servers?|nodes?)\b|"
    r"\s*(?:[-\u2013/]|up to|to|through)\s*\d|\+|,? (?:or|and) (?:newer|later|higher|above|up)\b)"
)

#: How an engine is called beside its name.
CALLED: Final = {
    "PostgreSQL": "Postgres(?:QL)?",
    "MongoDB": "Mongo(?:DB)?",
    "InfluxDB": "Influx(?:DB)?",
    "Node.js": r"Node(?:\.?js)?",
}


_A_STORE: Final = later(rf"\b(?:{'|'.join(STORES_SAID)})", re.IGNORECASE)


def ours(notes: Mapping[str, str]) -> dict[str, str]:
    """Notes less the sentences about a store that is only read from; with such a one that names none, the one before
    goes, too: "IT runs PostgreSQL. I can only read it."."""
    return {key: "\n".join(_ours(text)) for key, text in notes.items()}


def _ours(text: str) -> Iterator[str]:
    told = list(sentences([text]))
    read = [ONLY_READ.search(it) is not None for it in told]
    named = [_A_STORE.search(it) is not None for it in told]
    for at, it in enumerate(told):
        if not (named[at] and (read[at] or (any(read[at + 1 : at + 2]) and not named[at + 1]))):
            yield it


#: Words of what is never deleted: they deny, and settle something by it.
_STAYS: Final = later(
    r"\b(?:never|not|no|nothing)\b.{0,99}\b(?:deleted?|deletes|erased?|removed?|changed|overwritten)\b|"
    r"\b(?:gobd|append-only|immutable)\b|"
    r"\b(?:ke(?:ep|eps|pt)|stays?|stored|retain(?:s|ed)?)\b.{0,99}\b"
    r"(?:for ever|forever|for good|indefinitely|permanently)\b|"
    r"\b(?:never|not|nothing)\b.{0,99}\b(?:drop(?:s|ped)?|purged?|expires?|thrown away)\b",
    re.IGNORECASE,
)

#: Words of data that stay in a place of their own, which is narrower than a region.
_INSIDE: Final = later(
    r"\b(?:never|not|nothing|no)\b.{0,99}\b(?:leaves?|leaving|out of)\b.{0,99}"
    r"\b(?:house|building|premises|hospital|clinic|company|plant|site|data cent(?:re|er)|network)\b",
    re.IGNORECASE,
)

#: Words of machines that nobody can run a command on: they deny, and settle something by it.
_NO_SHELL: Final = later(
    r"^(?!.*\b(?:images?|containers?|distroless|pods?)\b).*(?:\b(?:only|just) S?FTPS?\b|\bS?FTPS? (?:only|alone)\b|"
    r"\b(?:deploy\w*|publish\w*|reached)(?: \w+)? (?:by|over|via|through|with) S?FTPS?\b|"
    r"\b(?:no|without|neither|lacks?)(?: \w+){0,2} (?:shell|ssh|command line)\b)",
    re.IGNORECASE,
)

_LICENCE: Final = later(
    r"(?<![\w-])(?:A?GPL(?:v?[23])?|LGPL|SSPL|BU?SL|RSAL(?:v2)?|Elastic License|Commons Clause|copyleft)(?![\w])"
)
_REFUSED: Final = later(
    r"\b(?:no|not|never|without|avoid|refused?|refuses|forbid\w*|forbidden|banned|bans|exclude[sd]?)\b"
    r"(?! (?:problem|issue|objection))",
    re.IGNORECASE,
)
_ALLOWED: Final = later(r"\b(?:fine|okay|ok|accepted?|allowed|but|except|unless|only)\b", re.IGNORECASE)


def _refusing(texts: Iterable[str]) -> list[str]:
    return [text for text in sentences(texts) if _LICENCE.search(text) and _REFUSED.search(text)]


def licences_refused(texts: Iterable[str]) -> str:
    """The licences that words refuse: `AGPL, SSPL or BSL`; empty where a sentence allows something, too."""
    refusing = _refusing(texts)
    if any(_ALLOWED.search(text) for text in refusing):
        return ""
    *more, last = dict.fromkeys(name for text in refusing for name in _LICENCE.findall(text)) or [""]
    return f"{', '.join(more)} or {last}" if more else last


#: Engines that products are promised to run on, and how they are called.
_PROMISED: Final[Mapping[str, str]] = {
    name: elsewhere.CALLED.get(name) or CALLED.get(name, name)
    for name in ("PostgreSQL", "MySQL", "MariaDB", "SQLite", "CockroachDB", *elsewhere.which("promised"))
}


#: Where a part begins that refuses: what stands before it is promised all the same.
_AND_NOT: Final = later(
    r",? (?:and|but)(?= (?:(?:will|do|does|can|would|may|are|is) )?(?:not|never|no|won't|don't|doesn't|cannot)\b)",
    re.IGNORECASE,
)


def promised(notes: Mapping[str, str]) -> tuple[str, ...]:
    """The engines that the reason for several of them names, as they come; none where it names fewer than two."""
    text = affirmed([_AND_NOT.sub("\n", notes.get("engines", ""))])
    at = {name: re.search(rf"\b(?:{called})\b", text, re.IGNORECASE) for name, called in _PROMISED.items()}
    found = {name: hit.start() for name, hit in at.items() if hit}
    return tuple(sorted(found, key=found.__getitem__)) if len(found) > 1 else ()


#: Stores that the guide does not cover, and how they are called.
OTHER_STORES: Final[Mapping[str, str]] = {
    name: elsewhere.CALLED.get(name, name) for name in (*elsewhere.which("said"), *elsewhere.which("files"))
}

#: Whether one of them may be there, whichever it is: most words name none.
_ANY_ELSEWHERE: Final = later(rf"(?<!\w)(?:{'|'.join(OTHER_STORES.values())})\b", re.IGNORECASE)

#: Clauses about what was weighed, or is left behind.
NOT_THERE: Final = later(
    r"\b(?:considered|weighed|heard|know|knows|(?:I|we|they|people) like|liked|instead|rather|off|"
    r"former|formerly|old|was|were|been|replac\w+|"
    r"had|until \d{4}|left|leaving|moved?|moving|(?:migrating|switching) (?:from|off|away|over|to|onto)|would|could|"
    r"should|maybe|perhaps)\b",
    re.IGNORECASE,
)


def clauses(text: str) -> list[str]:
    """The parts of a text between marks and line ends."""
    return re.split(r"[,.;:!?()]\s|\n", text)


def others_said(texts: Iterable[str], stores: Mapping[str, str] = OTHER_STORES) -> tuple[str, ...]:
    """The stores that words say are there, of some (name -> how called): those that the guide does not cover."""
    there = _without(texts, NEGATION, REFUSAL, _THEIRS, NOT_THERE)
    if stores is OTHER_STORES and not _ANY_ELSEWHERE.search(there):
        return ()
    found = _called(stores, there)
    return tuple(it for it in found if it != "SQL Server" or "Azure SQL" not in found)  # which is one


def _without(texts: Iterable[str], *signs: re.Pattern[str]) -> str:
    """The clauses of some texts in which none of these signs stands, a line each: none of a question."""
    told = (clause for text in sentences(texts) if text.rstrip()[-1:] != "?" for clause in clauses(text))
    return "\n".join(it for it in told if not any(sign.search(it) for sign in signs))


#: Sentences about what is planned, and how one begins that says it of the one before.
_PLANNED: Final = later(
    r"\bplanned\b(?! (?:maintenance|downtime))|\bplan(?:s|ning)? to\b|\b(?:we|I|they) plan\b|"
    r"\b(?:not|n't)\b.{0,30}\byet\b|\bnot (?:there|in use)\b|\buntil then\b|"
    r"\b(?:one |some ?)day\b|\b(?:in|for|by|from) Q[1-4]\b|"
    r"\bintend(?:s|ed)? to\b|\broadmap\b|\beventually\b(?! consist)|\b(?:is|are) coming\b|\bwill come\b|"
    r"\bconsidering\b|"
    r"\bnext (?:year|quarter|month|spring|summer|autumn|fall|winter|release)\b",
    re.IGNORECASE,
)
_OF_IT: Final = later(r"(?:(?:but|and) )?(?:it|that|this|they|both|neither|none)\b", re.IGNORECASE)


def there(texts: Iterable[str]) -> Iterator[str]:
    """The sentences of some texts less those about what is planned."""
    for text in texts:
        told = list(sentences([text]))
        planned = [_PLANNED.search(it) is not None for it in told]
        for at, it in enumerate(told):
            if not (planned[at] or (any(planned[at + 1 : at + 2]) and _OF_IT.match(told[at + 1]))):
                yield it


def _called(names: Mapping[str, str], text: str) -> list[str]:
    """Those of some names (-> how called) that a text has."""
    return [name for name, it in names.items() if re.search(rf"(?<!\w)(?:{it})\b", text, re.IGNORECASE)]


#: Words of what is there and will not be, with the store and the denial before them.
_LEAVES: Final = later(
    rf"\b(?P<store>{'|'.join(STORES_SAID)})|\b(?P<no>not|never)\b|"
    r"\b(?:(?:switched|turned) off|phased out|decommissioned|retired|sunset|shut down|go(?:es|ing)? away|"
    r"(?:to|will|shall|being|soon) (?:be )?(?:replaced|removed|dropped))\b",
    re.IGNORECASE,
)


def leaves(name: str, texts: Iterable[str]) -> bool:
    """Whether a sentence says of a store that it goes: it is the last one named before that."""
    for sentence in sentences(texts):
        last = ""
        for hit in _LEAVES.finditer(sentence):
            if hit["store"] or hit["no"]:
                last = hit["store"] or ""
            elif last and last.lower() in name.lower():
                return True
    return False


#: A program for phones that is written in TypeScript.
_EXPO: Final = later(r"\b(?:Expo|React Native)\b")

#: Copies that meet later, and several of them that are edited.
_MERGE: Final = later(
    r"\b(?:merg(?:e[sd]?|ing)|sync(?:s|ed|ing)?|synchroni[sz]\w+|reconcil\w+)\b|"
    r"\b(?:usb|memory)[ -](?:sticks?|drives?)\b(?=.{0,99}\b(?:edit|chang|exchang|shar|swap)\w*\b)|"
    r"\b(?:several|two|three|both|many|their own) (?:devices|phones|tablets|laptops|stations|computers)\b"
    r"(?=.{0,99}\b(?:edit|chang|writ|shar|exchang)\w*\b)|"
    r"\b(?:edit|chang|writ)\w*\b.{0,99}\b(?:several|two|three|both|many) "
    r"(?:devices|phones|tablets|laptops|stations|computers)\b|"
    r"\bshar(?:e[ds]?|ing)\b.{0,99}\b(?:between|among|across)\b.{0,99}\b(?:devices|phones|tablets|laptops|computers)\b|"
    r"\b(?:edit|chang|writ)\w*\b.{0,99}\b(?:apart|independently)\b|"
    r"\b(?:both|two|same|each|several)\b.{0,99}\b(?:edit|chang|writ)\w*\b.{0,99}\boffline\b|"
    r"\b(?:bring|brought)\b.{0,99}\btogether\b",
    re.IGNORECASE,
)

#: What denies it.
_NOTHING: Final = later(r"\b(?:nothing|nobody|no (?!one\b)\w+) (?:is|are|will|gets?|can|may|ever)\b", re.IGNORECASE)


def for_a_phone(texts: Iterable[str]) -> bool:
    """Whether words name what runs TypeScript on a phone."""
    return _EXPO.search(affirmed(texts)) is not None


def merged_later(texts: Iterable[str]) -> bool:
    """Whether words say that copies are edited apart and meet later. That there is no network denies nothing of it."""
    said = [_OFFLINE.sub("offline", text) for text in texts]
    return any(_MERGE.search(text) and not _NOTHING.search(text) for text in affirmed(said).splitlines())


#: Devices that have no network, at times or ever.
_OFFLINE: Final = later(
    r"\b(?:offline|air-?gapped)\b|\b(?:no|without|never|not)\b(?: \w+){0,2} "
    r"(?:internet|network|connection|signal|reception|online|wi-?fi)\b",
    re.IGNORECASE,
)


def works_offline(texts: Iterable[str]) -> bool:
    """Whether words say that there is no network, and of nothing that is sent to a shared place later: what meets over
    sticks has none."""
    said = list(texts)
    if merged_later(said):
        return re.search(r"\b(?:usb|memory)[ -](?:sticks?|drives?)\b", " ".join(said), re.IGNORECASE) is not None
    return any(map(_OFFLINE.search, said))


def settled_by(texts: Iterable[str]) -> frozenset[str]:
    """What a person's words settle, of what rules would give a number or a name for."""
    texts = list(texts)
    signs = {"kept": _STAYS, "inside": _INSIDE, "no-shell": _NO_SHELL, "approval": READ_FIRST}
    denied = {topic for topic, sign in signs.items() if any(map(sign.search, sentences(texts)))}
    told = [it for it in sentences(texts) if not (it.rstrip().endswith("?") or STILL_OPEN.search(it))]
    asked = {topic for topic, sign in ASKED.items() if any(re.search(sign, it, re.IGNORECASE) for it in told)}
    return _affirmed_topics(texts) | denied | asked | ({"licences"} if _refusing(texts) else set())


def _affirmed_topics(texts: Iterable[str]) -> frozenset[str]:
    """What clauses that deny nothing settle."""
    now = set(there(texts))
    told = (text for text in sentences(texts) if not text.rstrip().endswith("?"))
    said = [(text, clause) for text in told for clause in clauses(text) if not NEGATION.search(clause)]
    return frozenset(
        topic
        for topic, signs in SETTLED.items()
        if any(
            all(re.search(sign, text if sign.startswith("^") else clause, re.IGNORECASE) for sign in signs)
            for text, clause in said
            if topic != "jobs" or text in now
        )
    )


def jobs_said(texts: Iterable[str]) -> list[str]:
    """What words say that jobs run in, by its names."""
    return _called(JOBS_SAID, _without(there(texts), NEGATION, REFUSAL, NOT_THERE))


def affirmed(texts: Iterable[str]) -> str:
    """The sentences of some texts that say what there is, a line each: none that says no, refuses, or asks."""
    return "\n".join(
        text
        for text in sentences(texts)
        if not (NEGATION.search(text) or REFUSAL.search(text) or text.rstrip().endswith("?"))
    )


def sentences(texts: Iterable[str]) -> Iterator[str]:
    """The sentences of some texts."""
    for text in texts:
        yield from re.split(r"(?<=[.!?;])\s+|\n", text)


#: A release as its maker writes it (`5.7`, `19c`, `11gR2`), and what may stand between it and an engine's name.
_RELEASE: Final = r"\d+(?:\.\d+)*(?:(?:c|g|i|ai)(?: ?R\d)?\b)?"
_BEFORE_A_RELEASE: Final = r"(?: (?:Database|DB|Server|Enterprise(?: Edition)?|Standard(?: Edition)?|EE|SE2?|XE))?"
_TO_A_RELEASE: Final = (
    r"(?:[ :-]| ?\((?=(?:version |release |v)?[\d.]+\w*\))|, (?=version|release)|"
    r" (?:is |in |at |on ){1,2}(?=version|release))"
    r"(?:(?:version|release) |v)?"
)


def version_said(name: str, words: str) -> str:
    """The version of an engine that words give: `17`, `5.7`, `19c`. Empty where they give none, or several majors; what
    one moves away from is none."""
    called = CALLED.get(name) or elsewhere.CALLED.get(name) or re.escape(name)
    parts = re.split(r"[:()]\s|,\s(?!version|release)|\n", words)
    now = "\n".join(part for part in parts if not (_PAST.search(part) or _THEIRS.search(part)))
    behind = rf"(?<![\w-])(?:{called}){_BEFORE_A_RELEASE}{_TO_A_RELEASE}({_RELEASE}){COUNTED}"
    before = rf"(?<![\w.])({_RELEASE}) of (?:{called})\b|(?<![\w.])(\d+(?:c|g|i|ai)) (?:{called})\b"
    found = re.findall(behind, now, re.IGNORECASE)
    found += ["".join(hit) for hit in re.findall(before, now, re.IGNORECASE)]
    majors = {re.match(r"\d+", version)[0] for version in found}  # type: ignore[index]  # it begins with a digit
    return max(found, key=len) if len(majors) == 1 else ""


def version_alone(words: str) -> str:
    """The version that words about one store give without its name: `version 15`, or `1.8` at their beginning."""
    found = {
        hit[1] or hit[2]
        for hit in re.finditer(rf"\bversion (\d+(?:\.\d+)*){COUNTED}|^v?(\d+\.[\d.]*\d)\b{COUNTED}", words)
    }
    return found.pop() if len(found) == 1 and not _PAST.search(words) else ""


_IS: Final = later(r"\s*(?:is|are|was|were|has been)\b", re.IGNORECASE)


def is_denied(before: str, after: str) -> bool:
    """Whether the words of a clause around a name say that it is not taken: "Never …", "… is forbidden"."""
    beside = before + after if _IS.match(after) else before
    return bool(NEGATION.search(beside) or REFUSAL.search(beside))


def denied(hits: Iterable[re.Match[str]], clause: str) -> set[int]:
    """Where those names of a clause begin that :func:`is_denied`, with one look at the clause for all of them."""
    no = [hit.span() for sign in (NEGATION, REFUSAL) for hit in sign.finditer(clause)]
    first, last = min((end for _, end in no), default=len(clause) + 1), max((start for start, _ in no), default=-1)
    return {it.start() for it in hits if first <= it.start() or (last >= it.end() and _IS.match(clause, it.end()))}
