"""The names in a line of text: products, languages and the like, amounts of money, and which of them are not wanted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from wizard.catalogue.later import later
from wizard.catalogue.model import Catalogue
from wizard.converse.libraries_said import libraries_in
from wizard.converse.own_words import others_said
from wizard.read.known_elsewhere import DRIVERS
from wizard.read.mention import Mention, counted, money, own_places, plain, without_parts
from wizard.read.phrases import apart, clause_at, parts
from wizard.read.short_names import BOTH, CLOUD, HOSTS, ON_DEVICE, ORDINARY, OTHER_LANGUAGES, OTHERS, SYNONYMS


def mentions(catalogue: Catalogue, line: str) -> list[Mention]:
    """What the line names, in its order."""
    names = _names(catalogue)
    found = [*_misspelt(names, line, _with_libraries(line, own_places(line, _mentions(names, line)))), *money(line)]
    found = [*without_parts(found, many := [*counted(line)]), *many]
    marked = moving_on(catalogue, line, _with_negations(line, sorted(found, key=lambda item: item.start)))
    marked = [it for it in marked if not (_in_part(line, it, marked) if it.left_out else plain(it.text) in CLOUD)]
    refused = {_called(item) for item in marked if item.left_out}
    return [replace(item, left_out=_called(item) in refused) for item in marked]


#: Of what a name is only the first word: "no RDS proxy" refuses a proxy.
_A_PART: Final = later(
    r"(?:[ -](?!(?:pls|please|thanks?|thx|ever|anymore|again|whatsoever|provider|vendor)s?\b)([a-z]\w*))"
)
_OF_PARTS: Final = frozenset({"existing_database", "existing_client", "platform", "framework", "hosting"})


def _in_part(line: str, item: Mention, marked: list[Mention]) -> bool:
    """Whether what is denied is a part of what a name stands for, and the denial right before it."""
    hit = _A_PART.match(line, item.end) if item.key in _OF_PARTS else None
    known = hit is None or hit[1] in ORDINARY or any(it.start <= hit.start(1) < it.end for it in marked)
    return not known and _DIRECTLY.search(line, 0, item.start) is not None


_DIRECTLY: Final = later(r"\b(?:no|not|never|without)\s+(?:(?:an?|any|the|us(?:e|ing))\s+)?$", re.IGNORECASE)


def _called(item: Mention) -> tuple[str, str]:
    """What is refused with a name: what it says, or the name alone where others say the same."""
    return item.key, plain(item.text) if item.value in ("other", "any", "own", "unsure") else item.value


# --- names ------------------------------------------------------------------------------------------------------------

type _Names = Mapping[str, tuple[tuple[str, str], ...]]
"""A name in small letters, with spaces for hyphens -> the (question, value) pairs that it says."""


def _names(catalogue: Catalogue) -> _Names:
    """The catalogue's names, ids and labels, and what people call them."""
    names: dict[str, tuple[tuple[str, str], ...]] = {}
    stores = [*catalogue.services.values(), *catalogue.databases.values()]
    for key, entries in (("existing_client", [*catalogue.clients.values()]), ("existing_database", stores)):
        for entry in entries:
            if entry.id not in ("self-hosted", "embedded"):
                names |= {plain(name): ((key, entry.id),) for name in (entry.id, entry.name)}
    for key in ("language", "framework", "platform"):
        for option in catalogue.questions[key].options:
            if option.value not in ("other", "any", "unsure", "own"):
                names |= {plain(name): ((key, option.value),) for name in (option.value, option.label)}
    known = {key: {option.value for option in question.options} for key, question in catalogue.questions.items()}
    known["existing_database"] = {*catalogue.databases, *catalogue.services}
    known["existing_client"] = {*catalogue.clients}
    names |= {name: (said,) for name, said in SYNONYMS.items() if said[1] in known[said[0]]}
    names |= {name: (("platform", platform),) for name, (platform, _) in HOSTS.items()}
    names |= dict.fromkeys(OTHER_LANGUAGES, (("language", "other"),))
    names |= {name: (("language", language), ("framework", "other")) for name, language in OTHERS.items()}
    on_device = {name: (*names.get(name, ()), ("runtime", "local")) for name in ON_DEVICE}
    names |= {name: said for name, said in BOTH.items() if all(value in known[key] for key, value in said)}
    names |= on_device
    return names


#: Words that begin like a name, or are a letter away from one, and are none.
_NO_NAME: Final = (
    r"(?:next (?:week|month|quarter|year|time|step|to|door)|express (?:deliver|shipp|train|lane)|"
    r"swift (?:deliver|payment|code|message)|(?<=\bwe )go\b|(?<=\bI )go\b|free as in|(?<=-)free\b|cheap enough|"
    r"(?:[mb]illions? (?:of )?(?:euros?|dollars?|pounds?)|flash|flasks|prisms?|turbo|mango|nodes|renders|drizzled)\b)"
)
#: Words before what is like a name and is none: a season, and what somebody has to do.
_BEFORE_NONE: Final = r"(?<!\bnext )(?<!\bthis )(?<!\blast )(?<!\bmust )"


#: Before where people are, and no data.
_PEOPLE: Final = later(r"\b(?:team|office|company|founders|we)(?: (?:is|are|all|based))+ in (?:the )?$", re.IGNORECASE)


def _mentions(names: _Names, line: str) -> list[Mention]:
    """The longest names first, so that "Redis Cloud" is not Redis."""
    pieces = "|".join(
        re.escape(name).replace(r"\ ", r"[-_/ ]+") for name in sorted(names, key=lambda name: (-len(name), name))
    )
    return [
        Mention(text=match[0], key=key, value=value, start=match.start(), end=match.end())
        for match in re.finditer(
            rf"(?<![\w.])(?<!SQL Server ){_BEFORE_NONE}(?!{_NO_NAME})(?:{pieces})(?!\w|[.-]\w)", line, re.IGNORECASE
        )
        for key, value in names[plain(match[0])]
        if not (key in ("region", "compliance") and _PEOPLE.search(line, 0, match.start()))
    ]


def _with_libraries(line: str, found: list[Mention]) -> list[Mention]:
    """The mentions with the libraries of languages that were not compared, and the databases of their drivers; a name
    that is a word, too, counts beside such a language."""
    there = any(it.value == "other" and it.key == "language" for it in found)
    for hit in libraries_in(line):
        text = hit[0].rstrip(" .0123456789")
        start, end = hit.start(), hit.start() + len(text)
        store = DRIVERS.get(text.lower(), "")
        if not (there or store) or any(it.start <= start and end <= it.end for it in found):
            continue
        found = [it for it in found if it.end <= start or end <= it.start]
        said = [("language", "other"), *([("existing_database", store)] if store.islower() else [])]
        found += [Mention(text=text, key=key, value=value, start=start, end=end) for key, value in said]
    return found


#: What people misspell are names; words of what they have are words.
_SPELT: Final = frozenset({"existing_database", "existing_client", "language", "framework", "platform"})


def _misspelt(names: _Names, line: str, found: list[Mention]) -> list[Mention]:
    """The mentions, and words that are a letter or two away from exactly one name."""
    more = []
    for match in re.finditer(r"[A-Za-z][\w.]*\w", line):
        word = match[0].lower()
        if (
            len(word) < 5
            or word in ORDINARY
            or re.match(_NO_NAME, line[match.start() :], re.IGNORECASE)
            or any(one.start < match.end() and match.start() < one.end for one in found)
        ):
            continue
        most = 1 if len(word) < 8 else 2
        distances = {
            name: apart(word, name, most)
            for name, said in names.items()
            if len(name) > 3 and word[0] in name[:2] and said[0][0] in _SPELT and name not in OTHER_LANGUAGES
        }
        least = min(distances.values(), default=0)
        near = {names[name] for name, distance in distances.items() if 0 < distance == least <= most}
        if len(near) == 1 and not others_said([word]):
            more += [
                Mention(text=match[0], key=key, value=value, start=match.start(), end=match.end(), guessed=True)
                for key, value in near.pop()
            ]
    return sorted([*found, *more], key=lambda item: item.start)


# --- what is not wanted -----------------------------------------------------------------------------------------------

_NOT: Final = re.compile(
    r"(?:\b(?:no|not|never|nothing|none of|without|avoid(?:ing)?|except(?: for)?|neither|nor|"
    r"drop(?:ping)?|leav(?:e|ing)|ditch(?:ing)?|"
    r"replac\w+|hat(?:e[sd]?|ing)|refus\w+|ban(?:s|ned|ning)?|forbid\w*|instead of|rather than|away from|off|"
    r"(?:(?:do|does|will|would|shall|should|must|may|can|is|are) not|(?:do|does|wo|would|should|ca|is|are)n['\u2019]?t|"
    r"(?:nobody|no[ -]?one)(?: here| (?:[io]n|of) (?:the team|our team|us))?|cannot|"
    r"never) "
    r"(?:(?:to |be )?(?:wants?|likes?|us(?:es?|ing)|needs?|trusts?|afford|takes?|touch|have|considers?|picks?|"
    r"chooses?|buys?|knows?))|"
    r"ex-)|\u00ac|"
    r"\b(?:any|every)(?:thing|where) but)"
    r"(?:\s+(?:the|our|an?|more|any|of|on|in|by|at|with|old|again|only|just))*\s*$",
    re.IGNORECASE,
)
#: Between two of a kind, of which the first is preferred.
OVER: Final = later(
    r"\s*,?\s*(?:(?:is|are|was)\s+)?(?:(?:preferred|chosen|picked|better|any day)\s+)*(?:over|than)\s+"
    r"(?:(?:the|our)\s+)?",
    re.IGNORECASE,
)
_PREFER: Final = later(r"\bprefer\w*\s+$", re.IGNORECASE)
_FROM: Final = re.compile(r"\bfrom(?:\s+(?:the|our|an?))*\s*$", re.IGNORECASE)
#: Verbs of those who are still on the way.
_NOW: Final = re.compile(
    r"\b(?:(?:mov|migrat|switch|chang|port|convert|com|go|leav|replac|dropp)ing|"
    r"(?:want|wish|plan|need|have|has|going|due) to|will|shall|must|to be|soon)\b",
    re.IGNORECASE,
)
#: The way to what is named next.
_ON_THE_WAY: Final = re.compile(
    r"(?:\b(?:(?:mov|migrat|switch|chang|port|convert|go)ing|(?:to|will|shall|must)(?: be)? "
    r"(?:move|migrate|switch|change|port|convert|go)d?)\b[^,;.]*?\b(?:to|onto|into)|"
    r"\b(?:to replace|replacing)\b[^,;.]*?\b(?:with|by))(?:\s+(?:the|our|an?))*\s*$",
    re.IGNORECASE,
)
#: Behind what is named: in the place where the other one is.
_THERE: Final = re.compile(r"\s*(?:over )?(?:there\b|in place\b|(?:on|in|at) the same\b)", re.IGNORECASE)
MOVING: Final = re.compile(
    r"\b(?:mov|migrat|switch|com(?:e|ing)\b|port(?:ed|ing)?\b|chang|convert|go(?:ing)?\b)", re.IGNORECASE
)
_TO: Final = re.compile(r"\s*(?:over\s+)?(?:to|onto|into)\b", re.IGNORECASE)
_TOO: Final = re.compile(r"\s*(?:or|nor|and)\s*$", re.IGNORECASE)
OUT: Final = re.compile(
    r"(?P<no>\s*(?:is|are|was|were|would be)\s+not\b(?! (?:on|at|in|with|by|via|through|as|yet)\b)|"
    r"\s*not\b(?= (?:for (?:us|me|this)|again|any ?more|an option|(?!us|hav)\w+ing|ok(?:ay)?|good|possible|\w+ed)\b|"
    r"(?: yet)?\s*(?:[,;.!?)]|$)))|"
    r"(?P<to>\s*(?:[-=]>|\u2192))|\s+no(?=\s*(?:[,;.!)]|but\b|$))|"
    r"\s*(?:[=:]\s*(?:bad\b|no(?: thanks| way)?(?=\s*(?:[,;.!]|$)))|\u274c|~~|died\b)|"
    r"\s*(?:(?:is|are|was|were|has been|would be|seems|['\u2019]s)\s+)?(?:too \w+\b|an? |considered (?:and|but) )?"
    r"(?:(?:dropped|rejected|abandoned|ruled out|dead)\b(?! (?:simple|\w{3,}s)\b)|out\b(?! of (?!(?:the )?question))|"
    r"no longer\b|unwanted\b|banned\b|forbidden\b|refused\b|overkill\b|\?\s*no(?:pe)?\b|"
    r"(?:must|has to|have to|will) go\b|\? over my dead body\b)|\s*(?:is|are|was|were|would be|seems)\s+too \w+|"
    r"[^,.;:!?]*\bwants?\s+(?:off|out of)\b|[^,.;:!?]*\b(?:want|wish|plan|need|have|going)\s+to\s+"
    r"(?:leave|drop|replace|get (?:rid|off|away)|move (?:off|away))\b",
    re.IGNORECASE,
)


#: Words of those who are not sure.
_UNSURE: Final = (
    r"maybe|perhaps|probably|possibly|either|lean\w*|think(?:s|ing)? (?:of|about)|consider\w*|might|could be|whether|"
    r"undecided|not sure|unsure|no idea|I guess|or so|or what\w+|which\w+|don['\u2019]?t know"
)
LEANING: Final = later(rf"\b(?:{_UNSURE})\b|\?", re.IGNORECASE)
#: Words of what is only thought about, or what others wish.
DOUBT: Final = later(
    rf"\b(?:{_UNSURE}|unless|if|otherwise|between|says?|"
    r"evaluat\w+|discuss\w*|debat\w+|"
    r"wonder\w*|ask(?:s|ed|ing)?|suggest\w*|propos\w+|recommend\w*|look(?:s|ed|ing)? (?:at|into)|explor\w+|tempted|"
    r"would be better|should (?:we|I)|wants|vs\.?|versus|another (?:team|department|company|project)|weigh\w*|"
    r"compar\w+|some ?day|one day|eventually)\b|\?",
    re.IGNORECASE,
)
#: Words of those who stay where they are.
STAYING: Final = later(
    r"(?:\bno (?:plans?|intentions?|wish|need|reason|desire|interest)|"
    r"(?:\b(?:not|never|nobody|cannot|wont|dont)|n['\u2019]t)\b.*\b(?:mov|migrat|switch|chang|port|convert|go|leav|replac|drop|ditch)\w*)\b",
    re.IGNORECASE,
)
_GOAL: Final = later(
    r"\b(?:to|onto|into|with|by|for|us(?:e|ing)|adopt(?:ing)?|introduc(?:e|ing)|add(?:ing)?|try(?:ing)?)"
    r"(?:\s+(?:the|our|an?))*\s*$",
    re.IGNORECASE,
)
SOURCE: Final = later(r"\b(?:from|off|leav(?:e|ing)|replac(?:e|ing)|drop(?:ping)?|ditch(?:ing)?)\b", re.IGNORECASE)
_SOURCE: Final = later(rf"{SOURCE.pattern}(?:\s+(?:the|our|an?))*\s*$", re.IGNORECASE)


_ONLY_READ: Final = later(r"\b(?:reads? only|only reads?) from(?: the| our)?\s+$", re.IGNORECASE)


def _meant(line: str, item: Mention) -> Mention:
    """The mention of a store, marked by what its part of the line says of staying, of a move, or of a thought."""
    if item.key != "existing_database":
        return item
    start, part = next(it for it in reversed(parts(line)) if it[0] <= item.start)
    before = line[start : item.start]
    stays, doubt = STAYING.search(before), DOUBT.search(part)
    if (stays or doubt) and _SOURCE.search(before):
        return replace(item, left_out=False, moves=False, used=True)
    if stays and _GOAL.search(before):
        return replace(item, left_out=True, moves=False)
    return replace(item, maybe=bool(doubt or _ONLY_READ.search(before)) and not item.left_out)


def _with_negations(line: str, found: list[Mention]) -> list[Mention]:
    """The mentions, with those marked that are named as what is not wanted, or as what one moves from."""
    marked: list[Mention] = []
    for at, item in enumerate(found):
        here = [one for one in marked if one.start == item.start]
        last = next((one for one in reversed(marked) if one.end <= item.start), None)
        before = line[last.end if last else 0 : item.start]
        clause = re.split(r"[,;:.!?]\s|(?<!thing )(?<!where )\bbut\b", before.lower())[-1]
        from_ = _FROM.search(clause) and item.key in ("existing_database", "existing_client", "platform")
        moved = MOVING.search(line[: item.start]) or _TO.match(line[item.end :])
        over = _passed_over(line, [one for one in marked if last and one.end == last.end], item)
        out = bool(_NOT.search(clause) or (from_ and moved) or over or _is_out(line, item, found[at + 1 :]))
        # "no Prisma or TypeORM", "from MySQL on RDS to Postgres"
        goes_on = bool(
            last
            and last.left_out
            and (_TOO.fullmatch(before) or _in_a_list(before, line[item.end :]) or _same_place(before, last, item))
            and not (item.key == "platform" and _of_both(line, marked, last))
        )
        left_out = here[0].left_out if here else out or goes_on
        moves = bool((from_ or _GONE.search(clause)) and _NOW.search(clause)) or bool(goes_on and last and last.moves)
        marked.append(_meant(line, replace(item, left_out=left_out, moves=left_out and moves)))
    return marked


def denial(line: str, item: Mention) -> tuple[int, int] | None:
    """Where the words stand that deny a name right behind them."""
    hit = _NOT.search(line[: item.start]) or _OVER_END.search(line, 0, item.start)
    return hit.span() if hit and item.left_out else None


def _is_out(line: str, item: Mention, behind: list[Mention]) -> bool:
    """Whether the words behind a name do not want it. A "not" before another name denies that one."""
    hit = OUT.match(line, item.end)
    if hit and hit["to"]:
        return any(it.key == item.key and it.value not in BESIDE for it in behind[:1])
    if hit is None or not hit["no"]:
        return hit is not None
    between = next((line[item.end : it.start] for it in behind if it.start >= item.end), ",")
    return "," in between or not _NOT.search(between)


def _passed_over(line: str, firsts: list[Mention], item: Mention) -> bool:
    """Whether it is what another one of its kind, named right before it, is preferred to: "Postgres over MySQL"."""
    first = next((one for one in firsts if one.key == item.key), None)
    if first is None:
        way = _OVER_END.search(line, 0, item.start) if item.key == "existing_database" else None
        return way is not None and others_said([clause_at(line, way.start())[: way.start()]]) != ()
    to = line[first.end : item.start].strip() == "to" and _PREFER.search(line, 0, first.start)
    return bool(to or OVER.fullmatch(line, first.end, item.start))


_OVER_END: Final = later(rf"{OVER.pattern}$", re.IGNORECASE)


def _of_both(line: str, marked: list[Mention], last: Mention) -> bool:
    """Whether a place behind what is denied is the first, and of what stands before that, without a comma."""
    there = {it.key: it.end for it in marked if not it.left_out}
    return "platform" not in there and last.key in there and "," not in line[there[last.key] : last.start]


#: What is before the name of what is left now.
_GONE: Final = re.compile(r"\b(?:leaving|replacing|dropping|off|away from)(?:\s+(?:the|our|an?))*\s*$", re.IGNORECASE)


#: What is there today; what is wanted, or comes, then; and what is for one thing, or only beside it.
_TODAY: Final = later(
    r"\b(?:today|currently|now|at the moment|(?:we )(?:run|use|have)\b[^,;]*(?=\sbut\s))", re.IGNORECASE
)
_WANTED: Final = later(
    r"\b(?:want|wish for|plan(?:ning)?(?: for)?|would like|tomorrow|soon|next (?:week|month|year))"
    r"(?: to (?:use|have|be on))?(?:\s+(?:the|our|an?))*\s*$",
    re.IGNORECASE,
)
_COMES: Final = later(
    r"(?:\s+v?\d[\d.]*)?\s+(?:tomorrow|soon|next (?:week|month|quarter|year|spring|summer|autumn|winter))\b",
    re.IGNORECASE,
)
_ITS_TASK: Final = later(r"\s+(?:for|as)\b", re.IGNORECASE)
#: Engines that are a cache beside another store, where both are named.
BESIDE: Final = frozenset({"redis", "valkey", "redis-cloud", "upstash", "aws-elasticache"})


def on_the_way(line: str, goal: Mention) -> re.Match[str] | None:
    """The words by which a line says that one is on the way to what it names, and not that one may be."""
    if goal.maybe:
        return None
    way = _ON_THE_WAY.search(line, 0, goal.start)
    if way or goal.value in BESIDE or _ITS_TASK.match(line, goal.end) or not _TODAY.search(line, 0, goal.start):
        return way
    return _WANTED.search(line, 0, goal.start) or _COMES.match(line, goal.end)


def moving_on(catalogue: Catalogue, line: str, marked: list[Mention]) -> list[Mention]:
    """The mentions, with those marked that one is on the way from to another: "MySQL on RDS, moving to Postgres"."""
    for goal in (item for item in marked if item.key == "existing_database" and not item.left_out):
        way = on_the_way(line, goal)
        if way is None:
            continue
        runs = catalogue.services[goal.value].runs if goal.value in catalogue.services else {}
        stays = {goal.value, *runs, *(it.value for it in marked if it.start > goal.start and not it.left_out)}
        if _THERE.match(line, goal.end):
            stays |= {id_ for id_, it in catalogue.services.items() if goal.value in it.runs}
        left = [it for it in marked if it.key == goal.key and it.end <= goal.start and it.value not in stays]
        return [replace(it, left_out=True, moves=True) if it in left else it for it in marked]
    return marked


def _in_a_list(between: str, after: str) -> bool:
    """Whether it is neither the first nor the last of a list: "anything but MongoDB, MySQL or MariaDB"."""
    return between.strip() == "," and bool(re.match(r"\s*,?\s*(?:or|nor)\b", after, re.IGNORECASE))


def _same_place(between: str, last: Mention, item: Mention) -> bool:
    """Whether the second is where the first runs: "MySQL on RDS"."""
    return bool(re.fullmatch(r"\s*(?:on|in|at)\s*", between)) and {last.key, item.key} <= {
        "existing_database",
        "platform",
    }
