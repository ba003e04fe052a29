"""Which parts of a line decide: lists of names, and plain clauses in which what is ours uses, needs or has chosen what
they name. What any other clause names is read, and not taken."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from wizard.catalogue import elsewhere
from wizard.catalogue.later import later
from wizard.converse.own_words import others_said
from wizard.read.line_stores import spans_of
from wizard.read.mention import Mention
from wizard.read.phrases import Span, parts
from wizard.read.short_names import ORDINARY

#: Stands for each name.
_NAME: Final = "\u00a7"

_THING: Final = (
    r"(?:apps?|applications?|apis?|back[ -]?ends?|front[ -]?ends?|sites?|websites?|\w*shops?|servers?|services?|stack|"
    r"code|data|databases?|db|stores?|products?|projects?|systems?|platforms?|tools?|bots?|programs?|scripts?|"
    r"start-?up|company|team|erp|crm|orm|clients?|drivers?|frameworks?|languages?|choice|clusters?|instances?)"
)
#: Words of a list, beside those that are ordinary; of these some have another one for their subject.
_LISTED: Final = later(
    rf"{_NAME}|[\w.,/-]*\d[\w.,/-]*|[a-z]|{_THING}|decided|set|existing|pls|thx|async|dead|simple|latest|vanilla|legacy|old|managed|"
    r"serverless|first|production|prod|frontend|comes|hence|yet|tomorrow|today|next|soon|year|month|week|vm|just|"
    rf"[^\w{_NAME}]+"
)
_OTHERS: Final = frozenset({"they", "people", "somebody", "someone", "used"})

_OURS: Final = (
    rf"(?:\b(?:we|i|it|this|let['\u2019]?s|everything|(?:the|our|my|this|its|an?) "
    rf"(?:(?!old|last|former|previous|other|same)[\w-]+ )?(?:{_THING}|boss|c[et]o|co-?founder))|^(?:[\w-]+ )?{_THING})"
)
_HELPS: Final = (
    r"(?:['\u2019](?:s|re|ll|m|d|ve)|will|shall|should|must|would|to|want|wish|need|plan|like|going|planning|due|"
    r"ha(?:ve|s)|is|are|am|be|been|now|currently|already|still|also|all|really|mostly|just|only|rather|then)"
)
_USES: Final = (
    rf"(?:us(?:e|es|ing)|run(?:s|ning)?|(?:ha(?:ve|s)|got)(?= (?:an? |our )?(?:\w+ )?{_NAME})|on|in|"
    r"(?:go(?:es|ing)?|went|start(?:ing)?|stick(?:ing)?|stay(?:ing)?|work(?:s|ing)?|made) with|"
    r"(?:talk|connect|writ|point)\w* to|(?:mov|switch|migrat|replac|port|convert)\w*(?: [^,;]+?)? (?:to|onto|with|by)|"
    r"(?:rel|bet|base|buil|depend|sit|run|stay|liv|settl|decid|insist|deploy)\w* (?:up)?on|opt\w* for|cho+s\w*|"
    r"pick\w*|selected|tak(?:es?|ing)|prefers?|knows?|wants?|needs?|likes?|loves?|plan\w*(?: for)?|adopt\w*|"
    r"keep(?:s|ing)?|be|is|try(?:ing)?|thinking (?:of|about)|leaning (?:to|towards?)|"
    rf"(?:stor|keep|sav|writ|buil|develop|mak|deploy|host|run)\w*(?: [^\s{_NAME}]+)+ (?:in|on|with|over|to|into))"
)
_IS: Final = (
    r"(?:(?:is|are|was|were|ha(?:s|ve) been|(?:must|should|will) be|['\u2019]s)(?: \w+ly| already| now| all| still)? "
    r"(?:(?:our|my|the|an?)(?: \w+)? (?:plan|database|db|choice|store|framework|language|orm|must|default|given|client|"
    r"way|hosts?|platform)\b|what (?:we|i) (?:use|want|need|have|chose|run|like|prefer)\b|decided|chosen|picked|set\b|"
    r"settled|fixed|given|mandatory|required|preferred|wanted|fine|ok|live|there|running|used by (?:us|our|the)|"
    r"in (?:use|production|place|prod)\b|hosted)|"
    r"(?:seems|looks) (?:fine|ok|right|good)|it is|runs|holds|keeps|stores|serves|stays|hosts|must stay)"
)
_CLAUSE: Final = later(
    rf"(?:{_OURS}|^)(?: ?\b{_HELPS})* ?\b{_USES} (?:[^\s{_NAME}]+ ){{0,2}}?{_NAME}|"
    rf"\b(?:we|i)(?: are| am|['\u2019](?:re|m)) [^{_NAME}]+ using {_NAME}|"
    rf"\b(?:is|are|lives?|stays?|sits?|stored|kept|saved) (?:\w+ )?in (?:\w+ )?{_NAME}|"
    rf"{_NAME}(?: [\w.]*\d[\w.]*)?,? {_IS}"
)
#: Words of a sentence, which a thing and what it is made of have not.
_SPOKEN: Final = later(
    r"\b(?:i|we|you|he|she|they|it|me|us|them|every(?:body|one)|nobody|people|is|are|was|were|am|has|"
    r"have|had|do|does|did|will|would|can|could|shall|should|may|might|be|been|got|gets?|no|not|never|lost|left|ran|went|broke|fell)\b|n['\u2019]t|"
    r"\b(?!hosted|based|deployed|stored|saved)\w+ed (?:in|on)\b|"
    r"\b(?:run|build|live|sit|rel(?:y|ie)|depend|bet)s? on\b"
)
_PHRASE: Final = later(
    rf"(?:.*\b(?:in|on(?: top of)?|over|plus|and|using|(?:{_THING}|{_NAME}) with) (?:(?:an?|the|our|my) )?)?"
    rf"(?:(?:plain|vanilla|managed|hosted|single|simple|legacy|local|new|small|big) )?"
    rf"{_NAME}"
)
#: Behind a thing, and of it alone.
_RELATIVE: Final = later(r" (?:that|which|who|where) ")
_BEHIND: Final = later(
    rf"^(?:(?:the|our|my|an?) )?{_NAME} "
    r"(?!(?:for|in|on|with|as|from|at|by|via|and|or|under|behind|without|to|over|of)\b)(\S+)"
)


def decides(clause: str, names: Iterable[Span]) -> bool:
    """Whether a clause with these names takes them."""
    for start, end in sorted({*names}, reverse=True):
        clause = f"{clause[:start]}{_NAME}{clause[end:]}"
    said = " ".join(clause.lower().split())
    if all(map(_listed, said.split())):
        return True
    if _CLAUSE.search(said):
        return True
    said = _RELATIVE.split(said)[0]
    behind = _BEHIND.match(said)
    return not _SPOKEN.search(said) and _PHRASE.match(said) is not None and (not behind or _listed(behind[1]))


def _listed(word: str) -> bool:
    """Whether a list of names may have it."""
    bare = word.strip(".'\"!?()[],;:~")
    return not bare or (bare in ORDINARY and bare not in _OTHERS) or _LISTED.fullmatch(bare) is not None


#: What a line names beside what it says of the data, the money and the law.
_NAMES: Final = frozenset({"existing_database", "existing_client", "language", "framework", "platform", "hosting"})


def only_named(line: str, found: list[Mention], wanted: list[Mention]) -> tuple[list[Mention], list[str]]:
    """The mentions less those in parts of the line that do not take them, and the names of these. What is thought about
    is none of them, nor what one says to stay on."""
    named = list[str]()
    for start, text in parts(line):
        here = [it for it in found if start <= it.start < start + len(text)]
        names = [it for it in others_said([text]) if it in elsewhere.which("main")]
        if not (names or here) or "?" in text or any(it.maybe or it.used or it.left_out for it in here):
            continue
        if not decides(
            text,
            [*((it.start - start, it.end - start) for it in here), *spans_of(others_said([text, *text.split()]), text)],
        ):
            at = {it.start for it in here if it.key in _NAMES}
            named += [*(it.text for it in wanted if it.start in at), *names]
            wanted = [it for it in wanted if it.start not in at]
    return wanted, [*dict.fromkeys(named)]
