"""How a line means its stores and where they run, and what it says of those that the guide does not cover."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from wizard.catalogue import elsewhere
from wizard.catalogue.later import later
from wizard.catalogue.model import Catalogue
from wizard.converse.hosts_said import host_said
from wizard.converse.own_words import others_said, version_said
from wizard.decide.answers import Value
from wizard.read.mention import Mention, plain
from wizard.read.mentions import BESIDE, DOUBT, LEANING, OUT, OVER, SOURCE, STAYING, denial, on_the_way
from wizard.read.phrases import clause_at, parts
from wizard.read.short_names import HOSTS

STORE: Final = "existing_database"

#: What stands between a store and its place: "Postgres 16 on Render", "Render's Postgres".
_AT: Final = later(
    r"\s+v?[\d.]*\s*\(?(?:(?:run |hosted |managed )?(?:on|at|in|by|from)\s+)?(?:(?:the|our|an?|my)\s+)?", re.IGNORECASE
)
_ITS: Final = later(
    r"(?:['\u2019]s|,?(?: with| and)? (?:its|their)| (?:runs|hosts) (?:our|the|my))?\s+(?:(?:managed|own|for)\s+)*",
    re.IGNORECASE,
)
_THERE: Final = later(r"\s+v?[\d.]*\s*(?:(?:is|runs|lives|also|too) )?there\b", re.IGNORECASE)

_CLAUSE: Final = later(r"[,;]\s+|(?<=\w[.!?])\s+")


def elsewhere_at(catalogue: Catalogue, line: str, wanted: list[Mention]) -> tuple[list[Mention], dict[str, str]]:
    """The mentions, less services on which another engine runs than the guide has ("Cloud SQL for SQL Server"), of
    which the platform stays; and that engine -> how it is called with its place."""
    names = [name for name in others_said([line]) if name in elsewhere.which("main")]
    called: dict[str, str] = {}
    kept = []
    for item in wanted:
        service = catalogue.services.get(item.value) if item.key == STORE else None
        name = next((it for it in names if service and _beside(line, item, elsewhere.CALLED.get(it, it))), "")
        if not (name and service):
            kept.append(item)
            continue
        called[name] = f"{name} on {service.name}"
        kept += [replace(item, key="platform", value=service.platform)] if service.platform else []
    return kept, called


def _beside(line: str, item: Mention, called: str) -> bool:
    """Whether a name stands before or behind a service as what runs there."""
    before, after = line[: item.start], line[item.end :]
    return bool(
        re.match(rf"\s*\(?(?:(?:for|with|running)\s+)?(?:{called})\b", after, re.IGNORECASE)
        or re.search(rf"\b(?:{called})(?:\s+v?[\d.]+\w*)?\s+(?:(?:on|in|at)\s+)?\(?$", before, re.IGNORECASE)
    )


def placed(
    catalogue: Catalogue, line: str, wanted: list[Mention]
) -> tuple[list[Mention], dict[str, Value], dict[str, str]]:
    """The mentions, answers and notes where the line says who runs the database: a host that the guide does not weigh,
    or a cloud in which the code does not run. That place is none of the code's, where the code has another."""
    services = [catalogue.services[it.value] for it in wanted if it.key == STORE and it.value in catalogue.services]
    engines = [it for it in wanted if it.key == STORE and it.value in catalogue.services["self-hosted"].runs]
    engines = [it for it in engines if not any(it.value in service.runs for service in services)]
    engines.sort(key=lambda it: catalogue.databases[it.value].family == "redis")  # a cache beside it is not asked for
    places = [it for it in wanted if it.key == "platform"]
    code = [it for it in places if it.value]
    pairs = ((item, at) for item in engines for at in places if _runs_at(line, item, at, code))
    item, at = next(pairs, (None, next((it for it in places if not it.value), None)))
    wanted = [it for it in wanted if it.key != "platform" or it.value]
    if at is None:
        return wanted, {}, {}
    less = [it for it in wanted if it.key != "platform" or it.start != at.start]
    wanted = less if any(it.key == "platform" for it in less) else wanted
    if at.value in ("any", ""):
        return wanted, {"hosting": "self-hosted"}, {"hosting": _said_of(catalogue, line, item, at, places)}
    if at.value == "own":
        return wanted, {"hosting": "self-hosted"}, {}
    runs = (it.id for it in catalogue.services.values() if item and it.platform == at.value and item.value in it.runs)
    service = next(runs, "") if any(it.key == "platform" and it.value != at.value for it in wanted) else ""
    return [*wanted, *([replace(at, key=STORE, value=service)] if service else [])], {}, {}


def _said_of(catalogue: Catalogue, line: str, item: Mention | None, at: Mention, places: list[Mention]) -> str:
    """The words that put an engine at a host, as they were typed, or as they are heard."""
    name = HOSTS[plain(at.text)][1]
    if item is None:
        return name
    ends = {it.start: it.end for it in places}
    end = max(item.end, at.end)
    end = ends.get(end + 1, end)  # "Heroku JawsDB"
    typed = line[min(item.start, at.start) : end]
    return (
        typed
        if not {",", "("} & set(typed) and host_said({"hosting": typed})
        else f"{catalogue.name(item.value)} at {name}"
    )


def _runs_at(line: str, item: Mention, at: Mention, places: list[Mention]) -> bool:
    """Whether an engine runs at a place: their names stand beside each other, or it is there as the code is."""
    if item.end <= at.start:
        return _AT.fullmatch(line, item.end, at.start) is not None
    if _ITS.fullmatch(line, at.end, item.start):
        return True
    return len({it.value for it in places}) == 1 and _THERE.match(line, item.end) is not None


def still_there(catalogue: Catalogue, found: list[Mention], answers: Mapping[str, Value]) -> dict[str, Value]:
    """The cloud of a service that is left for an engine, where no other place was named: the code runs there."""
    services = (catalogue.services[it.value].platform for it in found if it.moves and it.value in catalogue.services)
    cloud = next(filter(None, services), "")
    open_ = answers.get(STORE) in catalogue.databases and not {"platform", "hosting"} & answers.keys()
    return {"platform": cloud} if cloud and open_ else {}


def notes_on_others(
    line: str, others: Iterable[str], called: Mapping[str, str], moving: str, *, main: bool
) -> dict[str, str]:
    """The note on stores that the guide does not cover: those that are the `main` one, or what the line says of each
    that stands beside it. What copies go to is no store beside, nor is what is left (`moving`)."""
    if main:
        names = [called.get(name) or f"{name} {version_said(name, line)}".strip() for name in others]
        return {STORE: ", ".join(names)} if names else {}
    said = [_said_beside(line, elsewhere.CALLED.get(name, name)) for name in others]
    said = [text for text in said if text and text not in moving]
    return {"existing_stores": "; ".join(said)} if said else {}


def _said_beside(line: str, called: str) -> str:
    what_for = r"(?:\s+(?:for|as|with|in|on|at)\s+(?:(?!\b(?:and|but|because)\b)[^,;.])+)?"
    hit = re.search(rf"\b(?:{called})\b(?:\s+[\d.]+)?{what_for}", line, re.IGNORECASE)
    clause = _CLAUSE.split(line[: hit.start()])[-1] if hit else ""
    whose = _BESIDE_EACH_OTHER.split(clause)[-1]
    return f"{whose}{hit[0]}".strip() if hit and not _COPIES.search(clause) else ""


#: What stands between two names that say nothing of each other.
_BESIDE_EACH_OTHER: Final = later(r"\b(?:and|but|plus|with)\b|[+/&]", re.IGNORECASE)


#: Words before the place where copies go.
_COPIES: Final = later(r"\b(?:back(?:ed)?[ -]?ups?|dump(?:s|ed)?|snapshots?|archived?|exports?)\b", re.IGNORECASE)


def spans_of(others: Iterable[str], line: str) -> list[tuple[int, int]]:
    """Where a line names stores that the guide does not cover."""
    called = (elsewhere.CALLED.get(name, name) for name in others)
    return [hit.span() for it in called for hit in re.finditer(rf"\b(?:{it})\b(?:\s+v?\d[\w.]*)?", line, re.IGNORECASE)]


def brought_over(line: str, found: list[Mention], others: Iterable[str]) -> str:
    """What the line says of the store whose data have to be brought over to another, one of `others` that could be the
    main one, too; nothing where none have."""
    stores = [it for it in found if it.key == STORE]
    goal = next((it for it in stores if not it.left_out and on_the_way(line, it)), None)
    at = {it.start for it in found if it.moves} | {it.start for it in stores if goal and it.start <= goal.start}
    if goal and not any(it.moves for it in found):
        main = [name for name in others if name in elsewhere.which("main")]
        at |= {start for start, _ in spans_of(main, line) if start <= goal.start}
    said, start = [], 0
    for clause in _CLAUSE.split(line):
        start = line.index(clause, start)
        said += [clause.strip(" ,;.")] if any(start <= it < start + len(clause) for it in at) else []
    return " \u2026 ".join(said)


# --- asked about, in use, taken, or only thought about; and which of them holds the data ---

IN_USE: Final = later(
    r"\b(?:(?<!should )(?<!could )(?<!can )(?<!do )we (?:use|run|have(?! decided)|are on)|already|"
    r"(?<!not )(?<!not yet )(?<!n['\u2019]t )in (?:production|use)|existing|"
    r"currently|today|(?<!from )now(?! \w+ing)|since \d{4})\b",
    re.IGNORECASE,
)
_AIM: Final = later(r"\b(?:to|onto|into|with|by|for)\b", re.IGNORECASE)

_OR: Final = later(
    r"(?:\s+(?:maybe|perhaps|possibly))?\s*[,?]?\s+(?:or|vs\.?|versus)\s+(?:maybe |perhaps )?", re.IGNORECASE
)

#: Behind what holds as long as something else does.
_IF: Final = later(r"[^,;.]*\b(?:unless|if|otherwise)\b", re.IGNORECASE)

#: Words of what somebody else wishes.
_WISH: Final = later(
    r"\b(?:wants|prefers|insists|demands|likes|loves|favou?rs|pushes)\b|\b(?:boss|cto|ceo|team|client|customers?|they) "
    r"(?:want|prefer|insist|like|love|favou?r)\b",
    re.IGNORECASE,
)

#: Behind the name of a store that is there for one thing.
_ONE_TASK: Final = later(r"[^,;]*?\b(?:for|as)\s+(?!(?:the |our )?(?:main|primary|only))", re.IGNORECASE)


def without_asked(line: str, wanted: list[Mention]) -> tuple[list[Mention], list[Mention]]:
    """The mentions less the stores and clients that a question names, and these: it decides nothing."""
    asked = [it for it in wanted if it.key in (STORE, "existing_client") and not it.used and _is_asked(line, it)]
    return [it for it in wanted if it not in asked], asked


def _is_asked(line: str, item: Mention) -> bool:
    start, part = next(it for it in reversed(parts(line)) if it[0] <= item.start)
    return "?" in part[item.end - start :] and not IN_USE.search(part)


def others_there(line: str, found: list[Mention], named: list[str]) -> tuple[list[str], list[str]]:
    """The stores that the guide does not have and that the line says are there, and those that are only thought about,
    which count where nothing else is, behind what is only `named`."""
    said: dict[bool, list[str]] = {True: [], False: []}
    for text in _undenied(line, found):
        doubt = DOUBT.search(text) is not None
        hit = SOURCE.search(text) if doubt or STAYING.search(text) else None
        names = others_said([_AIM.split(text[hit.end() :])[0] if hit else text])
        said[doubt and not hit] += [
            it for it in names if it not in named and not any(OUT.match(text, at) for _, at in spans_of([it], text))
        ]
    firm = said[False] or any(it.key == STORE and not it.maybe and not it.left_out for it in found)
    there, thought = ([*dict.fromkeys(said[doubt])] for doubt in (False, True))
    return (there, [*named, *thought]) if firm else (thought, named)


def _undenied(line: str, found: list[Mention]) -> list[str]:
    """The parts of a line, each less what it denies behind a name: of "Oracle not Postgres" the first is there."""
    said = []
    stores = [it for it in found if it.key == STORE]
    for start, text in parts(line):
        here = [it for it in stores if start <= it.start < start + len(text)]
        cuts = [at[0] for it in here if (at := denial(line, it)) and line[start : at[0]].strip()]
        cuts += [it.end for it in here if OVER.match(line, it.end)]
        said.append(line[start : min(cuts)] if cuts else text)
    return said


def meant(
    catalogue: Catalogue, line: str, wanted: list[Mention], others: Iterable[str], found: list[Mention]
) -> tuple[list[Mention], list[str], list[Mention]]:
    """The mentions, marked where they are of stores in use, those first; without stores that are only thought about
    where another one is there, whose names come with them, and without those between which it is open. One in use goes
    before others, also one that the guide does not have."""
    spans = {name: spans_of([name], line) for name in others}
    places = [*((it.start, it.end) for it in wanted if it.key == STORE), *(at for it in spans.values() for at in it)]
    used = bool([it for it in parts(line) if IN_USE.search(it[1]) and not _any_in(places, it)])
    wanted = [
        replace(it, used=it.used or used or IN_USE.search(clause_at(line, it.start)) is not None)
        if it.key == STORE and not it.maybe
        else it
        for it in wanted
    ]
    wanted = _apart(line, wanted)
    stores = [it for it in wanted if it.key == STORE]
    best = [it for it in stores if it.used] or [it for it in stores if not it.maybe]
    goal = any(on_the_way(line, it) for it in best)
    holding = [
        name
        for name, at in spans.items()
        if at and not (best and best[0].used) and not goal and _holds(line, name, at[0], alone=not best)
    ]
    either = _either(catalogue, line, [it for it in stores if not it.used])
    if (stores and holding) or either:
        best = []
    used = any(it.used for it in best)
    named = [(it.start, it.end) for it in found]
    open_ = any(LEANING.search(it[1]) and not _any_in(named, it) for it in parts(line))
    open_ = open_ or bool(either) or any(_IF.match(line, it.end) for it in stores)
    out = [it for it in stores if holding or (it.maybe and best and (used or not _same(catalogue, it, best)))]
    left = [replace(it, maybe=it.maybe or open_) for it in wanted if it not in out]
    either = _undecided(catalogue, line, left)
    left = [it for it in left if it not in either]
    return sorted(left, key=lambda it: not it.used), [it.text for it in out], either


def _either(catalogue: Catalogue, line: str, stores: list[Mention]) -> list[Mention]:
    """The stores between which the line leaves it open."""
    pairs = [(it, to) for it in stores for to in stores if it.end < to.start and _OR.fullmatch(line, it.end, to.start)]
    named = [both for it, to in pairs if it.value != to.value and not _same(catalogue, it, [to]) for both in (it, to)]
    return [it for it in named if it.value not in BESIDE]


def _undecided(catalogue: Catalogue, line: str, wanted: list[Mention]) -> list[Mention]:
    """The stores between which the line leaves it open: nobody leans towards either."""
    there = {it.value for it in wanted if it.used}
    stores = [it for it in wanted if it.key == STORE and it.value not in there]
    if either := _either(catalogue, line, stores):
        return either
    apart = all(it.maybe and it.value not in BESIDE and not _same(catalogue, it, stores) for it in stores)
    return stores if len(stores) > 1 and apart and any(_NOT_SURE.search(part) for _, part in parts(line)) else []


_NOT_SURE: Final = later(r"\b(?:not sure|unsure|undecided|no idea|don['\u2019]?t know)\b", re.IGNORECASE)


def _apart(line: str, wanted: list[Mention]) -> list[Mention]:
    """The mentions; of stores that people wish apart, and of which none is there, all are only thought about, what
    somebody else wishes behind the others."""
    stores = [it for it in wanted if it.key == STORE]
    theirs = [it for it in stores if _WISH.search(clause_at(line, it.start))]
    rest = [it for it in wanted if it not in theirs]
    ours = {it.value for it in rest if it.key == STORE}
    if not ours or not {it.value for it in theirs} - ours or any(it.used for it in stores):
        return wanted
    return [replace(it, maybe=True) if it.key == STORE else it for it in (*rest, *theirs)]


def not_taken(line: str, found: list[Mention], second: Iterable[str], others: Iterable[str]) -> list[str]:
    """What the line says of the stores that it names and that are not taken."""
    at = [
        it.start
        for it in found
        if it.key == STORE and not it.left_out and (it.text in second or _IF.match(clause_at(line, it.start)))
    ]
    told = [
        clause_at(line, start).strip(" .").removeprefix("and ")
        for start in (*at, *(start for start, _ in spans_of(others, line)))
    ]
    names = {it.text for it in found}
    return [*dict.fromkeys(f"also named: {text}" if text in names else text for text in told)]


def _any_in(places: Iterable[tuple[int, int]], part: tuple[int, str]) -> bool:
    start, text = part
    return any(start <= at < start + len(text) for at, _ in places)


def _holds(line: str, name: str, at: tuple[int, int], *, alone: bool) -> bool:
    """Whether a store that the guide does not have holds the data: it is in use, or is `alone` beside what is only
    thought about, and could be the main one; and no single task is said of it."""
    main, used = name in elsewhere.which("main"), IN_USE.search(clause_at(line, at[0])) is not None
    never = name in (*elsewhere.which("messages"), *elsewhere.which("files"))
    return not never and ((main and (used or alone)) or (used and alone)) and not _ONE_TASK.match(line, at[1])


def _same(catalogue: Catalogue, item: Mention, others: Iterable[Mention]) -> bool:
    """Whether it is where another one runs, or what runs there."""
    runs = {id_: service.runs for id_, service in catalogue.services.items()}
    return any(it.value in runs.get(item.value, ()) or item.value in runs.get(it.value, ()) for it in others)


def stance(stores: list[Mention], *, moves: bool) -> str:
    """How settled the store is; where data are brought over to it, the other one is in use."""
    if not moves and any(it.used for it in stores):
        return "in-use"
    return "leaning" if all(it.maybe for it in stores) else "decided"


def without_queued(line: str, wanted: list[Mention]) -> tuple[list[Mention], list[str]]:
    """The mentions less the stores that a queue beside the main one runs on, which hold none of the data; and what the
    line says of these."""
    main = any(it.key == "existing_database" and it.value not in BESIDE for it in wanted)
    queued = [it for it in wanted if main and it.value in BESIDE and _QUEUE.search(line, 0, it.start)]
    return [it for it in wanted if it not in queued], [clause_at(line, it.start).strip(" .") for it in queued]


_QUEUE: Final = later(
    r"\b(?:celery|dramatiq|huey|arq|bullmq|bull|sidekiq|resque|asynq|horizon)\s*(?:\+|/|&|and|with|on|over|via)\s*$",
    re.IGNORECASE,
)
