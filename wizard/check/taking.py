"""Whether what a person wrote into a file plainly says that a store is there. What affirms is a short list of forms,
and nothing in the same paragraph may make it doubtful: patterns of refusal never end. Whatever else names a store is
quoted, and makes none known (record 0037)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from wizard.catalogue.later import later
from wizard.converse.own_words import NEGATION, NOT_THERE, REFUSAL
from wizard.converse.own_words import sentences as own_sentences
from wizard.converse.stores_said import PERMITTED, UNSURE

#: A paragraph with more characters is read by people.
_LONGEST: Final = 600

#: Stands for the name.
_NAME: Final = "\u00a7"

#: What makes a paragraph, or what it stands below, doubtful, beside what makes a reason so.
_DOUBT: Final = later(
    r"\b(?:jok\w*|fools?|fool\w*|myths?|rumou?rs?|obsolete|outdated|wrong|mistak\w*|false\w*|claim\w*|told|belie\w*|"
    r"think\w*|thought|hear\w*|guess\w*|doubt\w*|suppos\w*|imagin\w*|pretend\w*|imitat\w*|emulat\w*|mock\w*|"
    r"delet\w+|strike|scratch|forget|ignore|disregard|revert\w*|revers\w*|withdr\w*|declin\w*|den(?:y|ied)|"
    r"scrapped|cancel\w*|propos\w*|suggest\w*|consider\w*|candidate\w*|alternativ\w*|compar\w*|than|versus|vs|"
    r"(?:in )?(?:the )?place of|in lieu|spares?|dumps?|exports?|if|unless|when|while|should|must|ought|ha(?:s|ve) to|"
    r"todo|tbd|fixme|decide|pending|wish\w*|staging|temporar\w*|get(?:s|ting)? rid|tor(?:e|n)|mourn\w*|died?|dying|"
    r"my|tests?|testing|benchmark\w*|sandbox|sister|legacy|predecessor\w*|mind|bay|agenda|"
    r"scare|at home|tale|word|course|licen[cs]e|cat|dog|sic|lol|ha|alas|ironically|allegedly|reportedly|sarcas\w*|"
    r"never|not?|nope|nah|zero|nothing|nobody|neither|nor|except|but)\b|\.\.\.|\u2026|\?|[\"\u201c\u201d]|[:;]-?\)",
    re.IGNORECASE,
)
#: What a heading or a label says of what is not there.
_NOT_YET: Final = later(
    r"\b(?:open|questions?|draft\w*|risks?|history|historical|examples?|lessons?|glossary|debts?|issues?|backlog|"
    r"removed|out|against|avoid|forbidden|candidates?|deci(?:de|sion)s? (?:to|pending)|discuss\w*|notes to|"
    r"dreams?|phase|version|"
    r"prohibit\w*|never|not|left|asked|(?:before|until|till) (?:19|20)\d\d)\b|\b(?:to|in) (?:do|be|discuss\w*)\b",
    re.IGNORECASE,
)
_SIGNS: Final = (UNSURE, NEGATION, REFUSAL, NOT_THERE, PERMITTED, _DOUBT)

#: What denies nothing of a store: what is true of what lies in it.
_OF_WHAT_IS_IN_IT: Final = later(
    r"\b(?:nothing|none|no data|not all|not everything) (?:in|of) (?:it|them)\b|"
    r"\b(?:no|without) (?:backups?|persistence|personal data|replicas?|data of (?:customers|people)|copies|loss)\b|"
    r"\b(?:is|are) (?:not|never) (?:backed up|persisted|replicated|personal|critical|sensitive)\b",
    re.IGNORECASE,
)
_PEOPLE_S: Final = later(r"\b(?:customers?|users?)['\u2019]s? (?=[a-z]+ (?:is|are) )", re.IGNORECASE)

_SINCE: Final = later(rf"(\b(?:added|adopted|introduced|chose|picked|decided on) {_NAME}) in 20\d\d\b", re.IGNORECASE)

_ROLE: Final = (
    r"(?:(?:[\w-]+ )?(?:search(?: index| engine)?|cach(?:e|es|ing)|queues?|queueing|brokers?|logs?|logging|bus|stores?|"
    r"storage|ledger|archive|index|warehouse|messages|messaging|events?|event log|jobs|sessions?|databases?|"
    r"data stores?|rate limit(?:s|ing|er)?|locks?|telemetry|history|analytics|reporting|reports|metrics|documents|"
    r"catalogu?e|audit (?:log|trail)|graph|files|counters?|pub/?sub|leaderboards?|feeds?|carts?|tokens|"
    r"invoices|billing|master data|time series|vectors|embeddings|feature flags)\b)"
)
_ROLES: Final = rf"(?:(?:the|our|all|its|an?) )?{_ROLE}(?:(?:,| and|, and| or| &| plus) (?:the |our |all )?{_ROLE})*"

_WORD: Final = (
    r"(?!(?:is|are|am|was|were|be|been|being|that|who\w*|which|what|where|how|why|we|you|he|she|they|i|it|"
    r"to|has|have|had|do|does|did|can|one|some|any\w*)\b)[^\s,;:|.!?()]+"
)
_WORDS: Final = rf"{_WORD}(?: {_WORD})*"
_A: Final = (
    r"(?:(?:also|and|only|just|the|an?|our|own|one|two|small|single|managed|hosted|separate|second|still|now|shared|"
    r"existing|dedicated|Apache) )*"
)
_THING: Final = (
    r"(?:apps?|applications?|apis?|back[ -]?ends?|services?|code|projects?|shop|site|website|workers?|servers?|"
    r"importers?|crawlers?|jobs|pipelines?|products?|platform|system)"
)
_WE: Final = rf"(?:we|I|(?:(?:our|the|this|its|all|every|each) )(?![\w ]*['\u2019])(?:{_WORD} ){{0,2}}?{_THING})"
_OFTEN: Final = r"(?:(?:also|still|now|already|only|currently|additionally) )*"
_N: Final = (
    rf"{_NAME}(?![\w'\u2019-])(?: \(?v?\d[\w.]*\)?)?"
    r"(?: (?:Atlas|Cloud|clusters?|servers?|databases?|instances?))?"
)

#: Behind the name: what for, since when, and on what; no word that turns it.
_MACHINE: Final = (
    r"(?:(?:the|our|its|an?) )?(?:(?:same|own|second|small|other|company's) )*"
    r"(?:machines?|servers?|hosts?|vms?|boxes|box|clusters?|hardware|kubernetes|data cent(?:er|re)s?|premises|"
    r"production|AWS|Azure|GCP|Google Cloud|Hetzner|OVH|Scaleway|Fly(?:\.io)?|Render|Railway|Heroku|DigitalOcean|"
    r"Upstash|Aiven|ElastiCache|Elastic Cloud|Atlas|EKS|ECS|Frankfurt|the EU)"
)
_FOR: Final = (
    rf"(?:,? (?:(?:in|on|at) {_MACHINE}|(?:for|since|every|with|beside|next to|alongside|as) {_WORD}"
    rf"(?:,? (?!(?:in|on|at|for|since|every|with|beside|next|alongside|as)\b){_WORD})*|too|as well))*"
)
_AS_A_ROLE: Final = rf"(?! as (?!(?:the|our|an?) (?:\w+ )?{_ROLE}|{_ROLE}|well))"
_TAIL: Final = rf"{_AS_A_ROLE}{_FOR}"
_USE: Final = (
    r"(?:uses?|keeps? using|rel(?:y|ies) on|depends? on|runs?|ha(?:ve|s)|operates?|"
    r"added|adopted|introduced|chose|picked|decided (?:on|for)|settled on)"
)
_PUT: Final = (
    r"(?:keeps?|stores?|writes?|sends?|puts?|caches?|index(?:es)?|ships?|saves?|reads?|archives?|logs?|publish(?:es)?|"
    r"push(?:es)?|queues?|talks?|connects?)"
)
_HELD: Final = (
    r"(?:kept|stored|cached|held|indexed|written|read|shipped|sent|saved|queued|done|handled|served|archived|logged|"
    r"published|pushed|streamed|collected|recorded|tracked)"
)
_IN: Final = r"(?:in|into|to|on|through|via|with|by)"

_CLAUSE: Final = later(
    rf"(?:{_WE} {_OFTEN}{_USE} (?:[A-Z][\w.]*(?: \d[\w.]*)?(?:,| and|, and| plus) )*{_A}{_N}{_TAIL}|"
    rf"{_WE} {_OFTEN}{_PUT} (?:{_WORD} ){{0,6}}?{_IN} {_A}{_N}{_TAIL}|"
    rf"{_WE} {_OFTEN}reads? (?:{_WORD} ){{0,3}}?from {_A}{_N}{_TAIL}|"
    rf"(?:{_WORD} ){{1,6}}?(?:is|are|stays?|lives?|goe?s?|runs?|sits?|resides?) {_OFTEN}(?:{_HELD} )?"
    rf"(?:from and )?(?:and {_HELD} )?(?:{_IN}|(?<=read )from) {_A}{_N}{_TAIL}|"
    rf"(?:{_WORD} ){{1,4}}?(?:is|are) read from and written to {_A}{_N}{_TAIL}|"
    rf"(?![^{_NAME}]*['\u2019]s? (?:\w+ )?{_THING}\b)(?:{_WORD} ){{1,3}}?(?:writes?|reads?|talks?|connects?) "
    rf"(?:{_WORD} ){{0,3}}?(?:to|from|in|into) {_A}{_N}{_TAIL}|"
    rf"{_A}{_N} {_OFTEN}(?:holds?|keeps?|stores?|serves?|carr(?:y|ies)|caches?|handles?|indexes|powers?|"
    rf"has(?= (?:the|our|all)\b)) (?!(?:us|me|you|back|too|up|out|off|on)\b)(?!(?!{_ROLE}\b)\w+ing\b)"
    rf"{_WORDS}(?:,? and {_WORDS})?|"
    rf"There (?:is|are) {_A}{_N}{_TAIL}|{_A}{_N} acts as {_ROLES}{_TAIL}|"
    rf"(?:(?:our|the) )?(?:{_ROLE}|Celery|Sidekiq|BullMQ|Bull|Django|Rails|Laravel|Horizon|RQ|Channels) "
    rf"(?:uses?|depends? on|rel(?:y|ies) on|(?:is|are) backed by) {_A}{_N}{_TAIL}|"
    rf"{_A}{_N} {_OFTEN}(?:is|are) {_OFTEN}(?:our |the |an? )(?:\w+ )?{_ROLE}{_TAIL}|"
    rf"{_A}{_N} {_OFTEN}(?:is|are) (?:in use|used|there)(?: (?:for|as) (?:the |our |an? |raw )*{_ROLES})?|"
    rf"(?:(?:the|our|its) )?{_ROLE} (?:is|are) {_A}{_N}{_TAIL})",
    re.IGNORECASE,
)
#: What takes a store only where it stands beside others or below what says so: its name, and what for.
_BARE: Final = later(
    rf"{_A}{_N}(?: [-\u2013])?(?:,? for {_WORDS}|,? as {_ROLES}|:? ?\(?{_ROLES}\)?| (?:the|our|all) {_ROLES})?|"
    rf"{_ROLES}: ?{_A}{_N}|{_N}: (?:{_WORD} )?{_ROLES}|\| ?{_N} ?\|(?=.*\b{_ROLE}).*",
    re.IGNORECASE,
)
_LEAD: Final = later(
    r"(?:(?:(?:beside|besides|next to) (?:it|that|PostgreSQL|MySQL|the database)|also|besides|additionally|in addition|"
    r"here|in production|today|as well|for (?:[\w-]+ ){0,3}[\w-]+,|since \d{4}|and),?\s+)+(?=\S)",
    re.IGNORECASE,
)
#: What a list of stores stands below: nothing, a section of the guide, or a word for them.
_OF_STORES: Final = later(
    rf"\b(?:{_ROLE}|overview|database|orm|client|stack|services?|beside|besides|in use|also|rules to work by|further|"
    r"in our own words|data)\b",
    re.IGNORECASE,
)
#: What may stand before a colon.
_HEAD: Final = later(
    rf"{_ROLES}|(?:also )?in use(?: beside it)?|also|beside(?:s| it| that)?|stores?|databases?", re.IGNORECASE
)
#: How a part takes another store, which takes that beside it.
_SURE: Final = later(
    r"[A-Z]\w+ (?:holds?|keeps?|stores?|serves?|for)\b|(?:we|our \w+) (?:use|run|keep)s?\b", re.IGNORECASE
)
#: What goes on in the paragraph without a doubt: how it is run, and what is lost with it.
_GOES_ON: Final = later(
    r"(?:and )?(?:it|its|they|which|that|this|both|all|each|every|the|our|we|an?|backups?|losing|access|memory|"
    r"expires?|rebuilt|reads?|loaded|fed|filled|synced|updated|hosted|managed|backed|can be|writes?)\b.*?"
    r"\b(?:back(?:ed)? ?ups?|backed|rebuil[dt]\w*|lost|loses?|losing|restor\w+|restarts?|nightly|daily|loaded|fed|"
    r"filled|sync\w*|updated?|hosted|managed|runs?|kept|keeps?|holds?|stored?|stores|reads?|writes?|written|persist\w*|"
    r"memory|replicat\w+|expires?|ttl|personal|passwords?|secrets?|port|clusters?|nodes?|costs?|owns?|owned)\b.*",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Paragraph:
    """What a person wrote, as it reads: a paragraph, an item of a list, or a table's row."""

    text: str
    below: tuple[str, ...] = ()
    """The heading and the label that it stands below."""
    beside: str = ""
    """Of a row its table's first one, else the next paragraph where that is so short that it may take this one back."""


def takes(paragraph: Paragraph, name: str) -> bool:
    """Whether a paragraph plainly takes what a pattern names."""
    text, names = re.subn(name, _NAME, paragraph.text, flags=re.IGNORECASE)
    if not names or len(text) > _LONGEST:
        return False
    text = _SINCE.sub(r"\1", _OF_WHAT_IS_IN_IT.sub("all", _PEOPLE_S.sub("", text)))
    around = (*paragraph.below, paragraph.beside)
    if any(map(_NOT_YET.search, around)) or any(sign.search(it) for sign in _SIGNS for it in (text, *around)):
        return False
    listed = all(map(_OF_STORES.search, filter(None, paragraph.below)))
    found = False
    text = re.sub(r"^\d+[.)] ", "", text)
    for sentence in own_sentences([text]):
        said = sentence.strip().rstrip(".;! ")
        if _NAME in said and _says(said, listed):
            found = True
        elif said and not _GOES_ON.fullmatch(said):
            return False
    return found


def _says(sentence: str, listed: bool) -> bool:
    """Whether a sentence takes the name: whole, or in a part of it beside others."""
    lead = _LEAD.match(sentence)
    said = sentence[lead.end() :] if lead else sentence
    head, colon, rest = said.partition(": ")
    if colon and _NAME not in head:
        return (_HEAD.fullmatch(head) is not None) and _says(rest, listed=True)
    if _CLAUSE.fullmatch(said) or (listed and _BARE.fullmatch(said)):
        return True
    sure = False
    for piece in re.split(r"[,;]\s(?:and )?|\s(?:and|plus)\s|\s[-\u2013\u2014]\s|\s\(|\)\s?", said):
        part = piece.strip()
        if _NAME in part:
            if _CLAUSE.fullmatch(part) or ((listed or sure) and _BARE.fullmatch(part)):
                return _rest(said, part)
            return False
        sure = sure or _SURE.match(part) is not None
    return False


def _rest(said: str, part: str) -> bool:
    """Whether what stands behind a part goes on without a doubt."""
    rest = said.partition(part)[2].strip(" ,;:()-\u2013\u2014")
    return not rest or all(_GOES_ON.fullmatch(it) or _BARE.fullmatch(it) for it in re.split(r"[,;:]\s", rest))
