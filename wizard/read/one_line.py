"""A line of text that names a stack, such as "Postgres on Neon, Drizzle, Next.js on Vercel": the answers that it gives.

Names are looked up, and nothing is guessed: what was understood, what was named to be left out, and what was not
understood are all told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from wizard.catalogue.model import Catalogue
from wizard.converse.own_words import REGION, region_said
from wizard.decide.answers import Value, in_order, prune
from wizard.decide.decision import decide
from wizard.decide.rulebook import rulebook
from wizard.read.short_names import BOTH, ELSEWHERE, ORDINARY, OTHERS, RUNS_AS, SYNONYMS

#: In characters: a line, and no document.
LONGEST: Final = 300


@dataclass(frozen=True, kw_only=True, slots=True)
class Mention:
    """A name in the line. `text` is as it was typed; `left_out`: it is named as what is not wanted, or is left."""

    text: str
    key: str
    value: str
    start: int
    end: int
    left_out: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class OneLine:
    """`answers` in the order of the questions; `left_out`, `second` and `unknown` are words of the line: named as not
    wanted, named beside another one that counts, and not understood. `avoided` are ids of clients not wanted, `region`
    is a provider's name for one, such as eu-west-1."""

    answers: Mapping[str, Value]
    avoided: frozenset[str]
    left_out: tuple[str, ...]
    second: tuple[str, ...]
    region: str
    unknown: tuple[str, ...]


def read_line(catalogue: Catalogue, text: str) -> OneLine:
    """What a line says of a stack; no answers where it names nothing that is known."""
    line = " ".join(text[:LONGEST].split())
    names = _names(catalogue)
    found = _misspelt(names, line, _mentions(names, line))
    found = _with_negations(line, found)
    wanted = [item for item in found if not item.left_out]
    answers, second = _answers(catalogue, wanted, line)
    if _NONE.search(line):
        answers = {"persistence": "no"}
    return OneLine(
        avoided=frozenset(item.value for item in found if item.left_out and item.key == "existing_client"),
        answers=in_order(catalogue, answers),
        left_out=_once(item.text for item in found if item.left_out),
        second=second,
        region=region_said((line,)),
        unknown=_unknown(line, found),
    )


#: A whole answer, too.
_NONE: Final = re.compile(r"\bno (?:database|db|data ?store)\b", re.IGNORECASE)


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


# --- names ------------------------------------------------------------------------------------------------------------

type _Names = Mapping[str, tuple[tuple[str, str], ...]]
"""A name in small letters, with spaces for hyphens -> the (question, value) pairs that it says."""


def _plain(name: str) -> str:
    return re.sub(r"[-_/\s]+", " ", name.lower()).strip()


def _names(catalogue: Catalogue) -> _Names:
    """The catalogue's names, ids and labels, and what people call them."""
    names: dict[str, tuple[tuple[str, str], ...]] = {}
    stores = [*catalogue.services.values(), *catalogue.databases.values()]
    for key, entries in (("existing_client", [*catalogue.clients.values()]), ("existing_database", stores)):
        for entry in entries:
            if entry.id not in ("self-hosted", "embedded"):
                names |= {_plain(name): ((key, entry.id),) for name in (entry.id, entry.name)}
    for key in ("language", "framework", "platform"):
        for option in catalogue.questions[key].options:
            if option.value not in ("other", "any", "unsure", "own"):
                names |= {_plain(name): ((key, option.value),) for name in (option.value, option.label)}
    known = {key: {option.value for option in question.options} for key, question in catalogue.questions.items()}
    known["existing_database"] = {*catalogue.databases, *catalogue.services}
    known["existing_client"] = {*catalogue.clients}
    names |= {name: (said,) for name, said in SYNONYMS.items() if said[1] in known[said[0]]}
    names |= {name: said for name, said in BOTH.items() if all(value in known[key] for key, value in said)}
    names |= {name: (("language", language), ("framework", "other")) for name, language in OTHERS.items()}
    return names


def _mentions(names: _Names, line: str) -> list[Mention]:
    """The longest names first, so that "Redis Cloud" is not Redis."""
    pieces = "|".join(
        re.escape(name).replace(r"\ ", r"[-_/ ]+") for name in sorted(names, key=lambda name: (-len(name), name))
    )
    return [
        Mention(text=match[0], key=key, value=value, start=match.start(), end=match.end())
        for match in re.finditer(rf"(?<![\w.])(?:{pieces})(?!\w|[.-]\w)", line, re.IGNORECASE)
        for key, value in names[_plain(match[0])]
    ]


def _misspelt(names: _Names, line: str, found: list[Mention]) -> list[Mention]:
    """The mentions, and words that are a letter or two away from exactly one name."""
    more = []
    for match in re.finditer(r"[A-Za-z][\w.]*\w", line):
        word = match[0].lower()
        if (
            len(word) < 5
            or word in ORDINARY
            or any(one.start < match.end() and match.start() < one.end for one in found)
        ):
            continue
        most = 1 if len(word) < 8 else 2
        distances = {name: _apart(word, name, most) for name in names if len(name) > 3}
        least = min(distances.values())
        near = {names[name] for name, distance in distances.items() if distance == least <= most}
        if len(near) == 1:
            more += [
                Mention(text=match[0], key=key, value=value, start=match.start(), end=match.end())
                for key, value in near.pop()
            ]
    return sorted([*found, *more], key=lambda item: item.start)


def _apart(one: str, other: str, most: int) -> int:
    """How many letters are wrong, missing, too many or swapped; more than `most` where it is more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last, row = last, row, [i]
        for j, wanted in enumerate(other, 1):
            row.append(min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != wanted)))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                row[j] = min(row[j], before[j - 2] + 1)
        if min(row) > most:
            return most + 1
    return row[-1]


# --- what is not wanted -----------------------------------------------------------------------------------------------

_NOT: Final = re.compile(
    r"(?:\b(?:no|not|never|without|avoid(?:ing)?|except|nor|drop(?:ping)?|leav(?:e|ing)|ditch(?:ing)?|replac\w+|"
    r"instead of|rather than|away from|off|(?:do not|don'?t) (?:want|like|use|need))|\banything but)"
    r"(?:\s+(?:the|our|an?|more|any|of))*\s*$",
    re.IGNORECASE,
)
_FROM: Final = re.compile(r"\bfrom(?:\s+(?:the|our|an?))*\s*$", re.IGNORECASE)
_MOVING: Final = re.compile(
    r"\b(?:mov|migrat|switch|com(?:e|ing)\b|port(?:ed|ing)?\b|chang|convert|go(?:ing)?\b)", re.IGNORECASE
)
_TO: Final = re.compile(r"\s*(?:over\s+)?(?:to|onto|into)\b", re.IGNORECASE)
_TOO: Final = re.compile(r"\s*(?:or|nor|and)\s*$", re.IGNORECASE)
_OUT: Final = re.compile(r"\s*(?:is|are)?\s*(?:out\b(?! of)|not\b|no longer\b|unwanted\b)", re.IGNORECASE)


def _with_negations(line: str, found: list[Mention]) -> list[Mention]:
    """The mentions, with those marked that are named as what is not wanted, or as what one moves from."""
    marked: list[Mention] = []
    for item in found:
        here = [one for one in marked if one.start == item.start]
        last = next((one for one in reversed(marked) if one.end <= item.start), None)
        before = line[last.end if last else 0 : item.start]
        clause = re.split(r"[,;:.!?]\s|(?<!anything )\bbut\b", before)[-1]
        from_ = _FROM.search(clause) and item.key in ("existing_database", "existing_client")
        moved = _MOVING.search(line[: item.start]) or _TO.match(line[item.end :])
        out = bool(_NOT.search(clause) or (from_ and moved) or _OUT.match(line[item.end :]))
        # "no Prisma or TypeORM", "from MySQL on RDS to Postgres"
        goes_on = bool(
            last
            and last.left_out
            and (_TOO.fullmatch(before) or _in_a_list(before, line[item.end :]) or _same_place(before, last, item))
        )
        marked.append(replace(item, left_out=here[0].left_out if here else out or goes_on))
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


# --- answers ----------------------------------------------------------------------------------------------------------

_IN_USE: Final = re.compile(
    r"\b(?:we (?:use|run|have|are on)|already|in production|existing|in use|currently|running since)\b", re.IGNORECASE
)
_DECIDED: Final = re.compile(r"\b(?:decided(?: on)?|settled(?: on)?|going with)\b", re.IGNORECASE)
_LEANING: Final = re.compile(
    r"\b(?:maybe|perhaps|probably|lean\w*|thinking of|considering|might|or so)\b|\?", re.IGNORECASE
)

#: Engines that are a cache beside another store, where both are named.
_BESIDE: Final = frozenset({"redis", "valkey", "redis-cloud", "upstash", "aws-elasticache"})


def _answers(catalogue: Catalogue, wanted: list[Mention], line: str) -> tuple[dict[str, Value], tuple[str, ...]]:
    """The answers, and the names that do not count because another one of their kind does."""
    answers: dict[str, Value] = {}
    second: list[str] = []
    data = [item.value for item in wanted if item.key == "data"]
    stores = [item for item in wanted if item.key == "existing_database"]
    main = [item for item in stores if item.value not in _BESIDE] or stores
    if len(main) < len(stores):
        data = [*dict.fromkeys([_holds(catalogue, main[0]), *data, "key-value"])]
        second += [f"{item.text} (a cache beside it)" for item in stores if item not in main]
    for item in wanted:
        if item.key in ("data", "existing_database", "compliance"):
            continue
        if answers.setdefault(item.key, item.value) != item.value:
            second.append(item.text)
    _client_and_language(catalogue, answers, second, wanted)
    stance = _stance(line)
    named, others = _store(catalogue, main, stance)
    second += others
    if named:
        answers |= {**named, "existing_stance": stance}
    if data:
        answers["data"] = tuple(dict.fromkeys(data))
    if "platform" in answers and str(answers["platform"]) in RUNS_AS:
        answers.setdefault("runtime", RUNS_AS[str(answers["platform"])])
    if rules := tuple(dict.fromkeys(item.value for item in wanted if item.key == "compliance")):
        answers["compliance"] = rules
    return ({"persistence": "yes", **answers} if answers else {}), _once(second)


def _holds(catalogue: Catalogue, item: Mention) -> str:
    """The kind of data that a store, named by engine or service, is made for."""
    engine, service = _parts(catalogue, item)
    return catalogue.databases[engine or next(iter(catalogue.services[service].runs))].serves[0]


def _stance(line: str) -> str:
    if _IN_USE.search(line):
        return "in-use"
    return "leaning" if _LEANING.search(line) else "decided"


def _client_and_language(
    catalogue: Catalogue, answers: dict[str, Value], second: list[str], wanted: list[Mention]
) -> None:
    """The language that the framework or the client brings, and the client as it is called in that language."""
    framework, client = answers.get("framework"), str(answers.get("existing_client", ""))
    options = catalogue.questions["framework"].options
    homes = [option.when["language"] for option in options if option.value == framework != "other" and option.when]
    named = {item.value for item in wanted if item.key == "language"}
    for language in ("typescript", "python", "go"):
        if "language" not in answers and any(home.holds(frozenset({language})) for home in homes):
            answers["language"] = language
    if client:
        language = str(answers.get("language", ""))
        client = ELSEWHERE.get((client, language), client)
        theirs = catalogue.clients[client].language
        if language and language != theirs and named:
            second.append(catalogue.clients[client].name)
            del answers["existing_client"]
        else:
            answers |= {"existing_client": client, "language": theirs}


def _store(catalogue: Catalogue, stores: list[Mention], stance: str) -> tuple[dict[str, Value], list[str]]:
    """The answers that name the first engine or service, together with where it runs or what it runs.

    The other names, which do not count, come with it.
    """
    if not stores:
        return {}, []
    first = stores[0]
    engine, service = _parts(catalogue, first)
    others = []
    for item in stores[1:]:
        one_engine, one_service = _parts(catalogue, item)
        runs = catalogue.services[one_service or service].runs if one_service or service else ()
        if one_service and not service and engine in runs:
            service = one_service
        elif one_engine and not engine and one_engine in runs:
            engine = one_engine
        elif item.value not in (engine, service):
            others.append(item.text)
    if not (engine and service):
        return {"existing_database": service or engine}, others
    book = rulebook(catalogue)
    by_service: dict[str, Value] = {"existing_database": service}
    by_engine: dict[str, Value] = {"existing_database": engine}
    # where something in use runs, nothing but the service's name says
    found = [by_service, {**by_service, "existing_engine": engine}, *([] if stance == "in-use" else [by_engine])]
    for answers in found:
        kept, dropped = prune(catalogue, {"persistence": "yes", **answers, "existing_stance": stance})
        store = decide(book, kept).store
        if not dropped and store and (store.database.id, store.service.id) == (engine, service):
            return answers, others
    return by_engine, [
        *others,
        f"on {catalogue.services[service].name} (only {catalogue.databases[engine].name} is taken)",
    ]


def _parts(catalogue: Catalogue, item: Mention) -> tuple[str, str]:
    """(engine, service) of what was named; one of them is empty."""
    return ("", item.value) if item.value in catalogue.services else (item.value, "")


def _unknown(line: str, found: list[Mention]) -> tuple[str, ...]:
    """The words that nothing was made of, as they were typed."""
    words = re.finditer(r"[^\s,;:!?()\"]+", line)
    said = re.compile(
        rf"(?:{_MOVING.pattern}|{_IN_USE.pattern}|{_DECIDED.pattern}|{_LEANING.pattern})\w*", re.IGNORECASE
    )
    spans = [(one.start, one.end) for one in found] + [match.span() for match in said.finditer(line)]
    spans += [match.span() for match in REGION.finditer(line)]
    return _once(
        match[0].strip(".'")
        for match in words
        if not any(start < match.end() and match.start() < end for start, end in spans)
        and match[0].strip(".'").lower() not in ORDINARY
        and re.search(r"[^\W\d]", match[0])
    )
