"""How a line means the stores that it names: in use, taken, or only thought about; and which of them holds the data."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from wizard.catalogue import elsewhere
from wizard.catalogue.later import later
from wizard.catalogue.model import Catalogue
from wizard.converse.own_words import others_said
from wizard.read.line_stores import STORE, spans_of
from wizard.read.mentions import DOUBT, OVER, SOURCE, STAYING, Mention, denial, on_the_way
from wizard.read.phrases import clause_at, parts

IN_USE: Final = later(
    r"\b(?:we (?:use|run|have|are on)|already|(?<!not )(?<!not yet )(?<!n['\u2019]t )in (?:production|use)|existing|"
    r"currently|today|(?<!from )now(?! \w+ing)|running since)\b",
    re.IGNORECASE,
)
LEANING: Final = later(
    r"\b(?:maybe|perhaps|probably|either|lean\w*|thinking of|considering|might|or so|whether|undecided|not sure|unsure|"
    r"don['\u2019]?t know)\b|\?",
    re.IGNORECASE,
)
_GOAL: Final = later(r"\b(?:to|onto|into|with|by|for)\b", re.IGNORECASE)

#: Words of what somebody else wishes.
_WISH: Final = later(
    r"\b(?:wants|prefers|insists|demands|likes|loves|favou?rs|pushes)\b|\b(?:boss|cto|ceo|team|client|customers?|they) "
    r"(?:want|prefer|insist|like|love|favou?r)\b",
    re.IGNORECASE,
)

#: Behind the name of a store that is there for one thing.
_ITS_TASK: Final = later(r"[^,;]*?\b(?:for|as)\s+(?!(?:the |our )?(?:main|primary|only))", re.IGNORECASE)


def others_there(line: str, found: list[Mention]) -> tuple[list[str], list[str]]:
    """The stores that the guide does not have and that the line says are there, and those that are only thought about:
    they count where nothing else is."""
    said: dict[bool, list[str]] = {True: [], False: []}
    for text in _undenied(line, found):
        doubt = DOUBT.search(text) is not None
        hit = SOURCE.search(text) if doubt or STAYING.search(text) else None
        said[doubt and not hit] += others_said([_GOAL.split(text[hit.end() :])[0] if hit else text])
    firm = said[False] or any(it.key == STORE and not it.maybe and not it.left_out for it in found)
    there, thought = ([*dict.fromkeys(said[doubt])] for doubt in (False, True))
    return (there, thought) if firm else (thought, [])


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
) -> tuple[list[Mention], list[str]]:
    """The mentions, marked where they are of stores in use, those first; without stores that are only thought about
    where another one is there, whose names come with them. One in use goes before others, also one that the guide
    does not have."""
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
    if stores and holding:
        best = []
    used = any(it.used for it in best)
    named = [(it.start, it.end) for it in found]
    open_ = any(LEANING.search(it[1]) and not _any_in(named, it) for it in parts(line))
    out = [it for it in stores if holding or (it.maybe and best and (used or not _same(catalogue, it, best)))]
    left = [replace(it, maybe=it.maybe or open_) for it in wanted if it not in out]
    return sorted(left, key=lambda it: not it.used), [it.text for it in out]


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
    at = [it.start for it in found if it.key == STORE and it.text in second and not it.left_out]
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
    return not never and ((main and (used or alone)) or (used and alone)) and not _ITS_TASK.match(line, at[1])


def _same(catalogue: Catalogue, item: Mention, others: Iterable[Mention]) -> bool:
    """Whether it is where another one runs, or what runs there."""
    runs = {id_: service.runs for id_, service in catalogue.services.items()}
    return any(it.value in runs.get(item.value, ()) or item.value in runs.get(it.value, ()) for it in others)


def stance(stores: list[Mention], *, moves: bool) -> str:
    """How settled the store is; where data are brought over to it, the other one is in use."""
    if not moves and any(it.used for it in stores):
        return "in-use"
    return "leaning" if all(it.maybe for it in stores) else "decided"
