"""A database that own words name and the guide does not compare: what becomes of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from wizard.catalogue import elsewhere
from wizard.catalogue.later import later
from wizard.catalogue.model import Catalogue
from wizard.converse.own_words import clauses, others_said, sentences
from wizard.converse.record import Record, fingerprint
from wizard.converse.settling import STORES_SAID
from wizard.converse.stores_said import PERMITTED
from wizard.explain.conflict import Conflict, of_our_own
from wizard.explain.reading import Reading
from wizard.explain.words import listed

#: The question whose reason names a database that is not among its options, and what is said of that.
EXISTING: Final = "existing_database"

NOT_COMPARED: Final = "database-not-compared"

#: The ways on from a database that was not compared, in the order of its ways out.
STAYS, REPLACED, BESIDE, MENTIONED = range(4)


#: What the form of :data:`EXISTING` holds for a database that the guide does not have: the answer is `none`, and the
#: note has its name.
ANOTHER: Final = "another"

#: Databases that the guide does not cover, and how the reason for "none of these" calls them.
_CALLED: Final[Mapping[str, str]] = {
    name: elsewhere.CALLED.get(name, name)
    for name in (*elsewhere.which("said"), *elsewhere.which("named"))
    if name not in elsewhere.which("messages")
}
_ONE_OF_THEM: Final = later(rf"(?<!\w)(?:{'|'.join(_CALLED.values())})\b", re.IGNORECASE)
_SOME_STORE: Final = later(rf"(?<!\w)(?:{'|'.join((*STORES_SAID, *_CALLED.values()))})", re.IGNORECASE)

#: Clauses about a store that does not hold this project's own data.
_BESIDE: Final = later(
    r"\b(?:beside|besides|next to|another|other|elsewhere|theirs|their|colleagues?|sources?|reads?|reading|imports?|"
    r"synced|syncs?|fed|feeds?|nobody may|read[- ]only|ERP|CRM|warehouse|analytics|reporting|logs?|search)\b",
    re.IGNORECASE,
)


#: So many words are a name, with its edition and release.
_A_NAME: Final = 4

#: A word that is the name of a database by its make, whoever's it is.
_SO_CALLED: Final = later(rf"(?<![\w-])(?!(?:{'|'.join((*STORES_SAID, 'RDB', 'TSDB'))}))[A-Z][A-Za-z]+DB\b")

#: What a reason begins with that begins with a name, and its release.
_HEAD: Final = later(
    r"(?P<name>[A-Z][\w+-]*(?: [A-Z][\w+-]*){0,2}|\w+(?:db|lite|sql))(?:,? v?\d[\w.]*)?\s*(?:$|[.,;:!(]| -)"
)

#: A word whose letters say that it is a name: a capital inside, or a digit.
_MADE_UP: Final = later(r"[A-Z]?[a-z]+[A-Z]|[A-Z]{2,}[a-z]|[A-Za-z]+\d")

#: Words that are no names, though a reason may consist of them.
_ORDINARY: Final = later(
    r"\b(?:none|nothing|no|not|yet|n/?a|new\w*|green|greenfield|brownfield|start\w*|scratch|fresh|first|proj[eé]\w*|proto\w*|"
    r"proof|po[cv]|mvp|demo|pilot|hobby|experiment\w*|tests?|toy|side|open|undecided|unknown|unsure|free|any\w*|whatever|"
    r"all|later|today|still|empty|blank|clean|slate|our|we|i|it|the|an?|this|there|nobody|paper|excel|sheets?|"
    r"spreadsheets?|csv|json|files?|folders?|google|notes?|decided|ideas?|version|rewrite|choice|teams?|apps?|services?|api|saas|"
    r"ok|yes|default|best|simpl\w+|small|cheap|costs?|price|budget|privacy|security|speed|maybe|evaluat\w*|"
    r"databases?|db|sql|nosql|data|relational|rules?|company|policy|please|recommend\w*|advice|help|legacy|old|internal|same|"
    r"gdpr|hipaa|docker|kubernetes|java\w*|rust|php|ruby|kotlin|clojure|github)\b",
    re.IGNORECASE,
)


def named_main(catalogue: Catalogue, reason: str) -> tuple[str, ...]:
    """The same, and where nothing of the kind is known, the name that the reason consists of or begins with."""
    return main_elsewhere(reason) or _a_name(catalogue, reason)


def _a_name(catalogue: Catalogue, reason: str) -> tuple[str, ...]:
    """The name of which nothing is known here; none where something else has it."""
    hit = _HEAD.match(reason)
    if (
        not hit
        or _ORDINARY.search(hit["name"])
        or (hit.end() < len(reason.strip()) and not _MADE_UP.match(hit["name"]))
    ):
        return ()
    return () if _known(catalogue, hit["name"]) else (hit["name"],)


def _known(catalogue: Catalogue, name: str) -> bool:
    """Whether the guide has something of this name, or knows what it is."""
    products = (*catalogue.databases.values(), *catalogue.services.values(), *catalogue.clients.values())
    asked = (option for question in catalogue.questions.values() for option in question.options)
    others = (*elsewhere.HOSTS, *elsewhere.which("messages"), *elsewhere.which("files"))
    there = (*(it.name for it in products), *(it.label for it in asked))
    said = re.compile(rf"\b{re.escape(name)}\b", re.IGNORECASE)
    return _SOME_STORE.search(name) is not None or any(map(said.search, there)) or name.startswith(others)


def named_at_least(reading: Reading, record: Record) -> str:
    """What the reason for "none of these" begins with, for somebody who says that it is a database; nothing where it
    is longer than a name."""
    first = next(iter(clauses(record.notes.get(EXISTING, ""))), "").strip().rstrip(".")
    here = reading.store is not None and reading.answers.get(EXISTING) == "none"
    name = re.sub(r",? v?\d[\w.]*$", "", first)
    return name if here and 0 < len(name.split()) <= _A_NAME else ""


#: What is struck through, and a sentence that ends in a bare denial: "Use of Oracle: none".
_UNSAID: Final = later(
    r"~~[^~\n]*~~|<(del|s|strike)>.*?</\1>|"
    r"[^.;!?\n]*(?:[:,(]|\s[-\u2013\u2014])\s*(?:none|no|nope|nil|n/a|nada|nothing|never|zero|tbd|tba|gone|retired|"
    r"not(?: (?:used|in use|there|at all|applicable))?)\s*\)?(?=[.;!\n]|$)",
    re.IGNORECASE,
)


def main_elsewhere(reason: str) -> tuple[str, ...]:
    """The databases that the reason for "none of these" names as what holds this project's data: those of which it does
    not say that they stand beside. A sentence that names no store says that of the others."""
    reason = _UNSAID.sub("", reason)
    so_called = [name for name in _SO_CALLED.findall(reason) if not _ONE_OF_THEM.search(name)]
    if not so_called and not _ONE_OF_THEM.search(reason):
        return ()
    called = {**_CALLED, **{name: name for name in so_called}}
    main: list[str] = []
    allowed: list[str] = []
    for text in sentences([reason]):
        if not _BESIDE.search(text):
            here, of_a_rule = _parted(text)
            main += others_said(here, called)
            allowed += others_said(of_a_rule, called)
        elif not _SOME_STORE.search(text):
            return ()
    return tuple(name for name in called if name in (main or allowed))


def _parted(text: str) -> tuple[list[str], list[str]]:
    """(the clauses of a sentence, those that say what a rule allows): a bare name behind such a one goes on with it."""
    parts: tuple[list[str], list[str]] = ([], [])
    goes_on = False
    for clause in clauses(text):
        goes_on = PERMITTED.search(clause) is not None or (goes_on and len(clause.split()) <= _A_NAME)
        parts[goes_on].append(clause)
    return parts


def compared(note: str) -> tuple[str, ...]:
    """The databases of the guide that a note names, where it names no other."""
    return () if main_elsewhere(note) else _named_of_ours(note)


def _named_of_ours(note: str) -> tuple[str, ...]:
    return others_said([note], {name: rf"{name}\w*" for name in STORES_SAID})


def _uncompared(reading: Reading, record: Record) -> tuple[str, ...]:
    """The databases that the reason for "none of these" names, where it does not say that they stand beside."""
    if reading.store is None or reading.answers.get(EXISTING) != "none":
        return ()
    names = named_main(reading.catalogue, record.notes.get(EXISTING, ""))
    if not names and NOT_COMPARED in record.taken and (name := named_at_least(reading, record)):
        ways = of_their_names(reading, (name,)).ways_out
        return (name,) if record.taken[NOT_COMPARED] in map(fingerprint, ways) else ()
    return names


def agreeing(names: Sequence[str]) -> dict[str, str]:
    """Databases by their names, and the verbs that go with one, or with several."""
    verbs = ("were", "stay", "stand") if len(names) > 1 else ("was", "stays", "stands")
    return {"names": listed(names), **dict(zip(("was", "stays", "stands"), verbs, strict=True))}


def staying(names: Sequence[str]) -> str:
    """That they stay, as the beginning of a sentence."""
    return "{names} {stays}".format(**agreeing(names))


def way_with_it(reading: Reading, record: Record) -> int | None:
    """What becomes of a database that was not compared; None where that was not said. It stays where no way was
    agreed on."""
    for item in unweighed(reading, record) if NOT_COMPARED in record.kept else ():
        marks = [fingerprint(way) for way in item.ways_out]
        agreed = record.taken.get(NOT_COMPARED, marks[STAYS])
        return marks.index(agreed) if agreed in marks else None
    return None


#: Engines that clouds sell beside those of the guide, under the same names.
_SOLD_BESIDE: Final = ("SQL Server", "Azure SQL", "Oracle", "Db2")


def other_engine(reading: Reading, record: Record) -> tuple[Conflict, ...]:
    """That the reason for a service of several engines names one that the guide does not have, and none of its own."""
    service = reading.catalogue.services.get(str(reading.answers.get(EXISTING)))
    reason = record.notes.get(EXISTING, "")
    if reading.store is None or service is None or len(service.runs) < 2 or _named_of_ours(reason):
        return ()
    there = tuple(name for name in main_elsewhere(reason) if name in _SOLD_BESIDE)
    if not there:
        return ()
    names = {**agreeing(there), "service": service.name, "database": reading.pick.database.name}
    return (of_our_own(reading, "engine-not-compared", "block", (EXISTING,), **names),)


def not_compared(reading: Reading, record: Record) -> tuple[str, ...]:
    """The databases that the reason for "none of these" names, where they are said neither to stand beside nor to be
    replaced."""
    return _uncompared(reading, record) if way_with_it(reading, record) in (None, STAYS) else ()


def stays_unweighed(reading: Reading, record: Record) -> tuple[str, ...]:
    """The databases that the guide does not have and that stay, as the person keeps to them knowingly."""
    return _uncompared(reading, record) if way_with_it(reading, record) == STAYS else ()


def beside_unweighed(reading: Reading, record: Record) -> tuple[str, ...]:
    """The databases that the guide does not have and that stand beside, as the person has chosen."""
    return _uncompared(reading, record) if way_with_it(reading, record) == BESIDE else ()


def unweighed(reading: Reading, record: Record) -> tuple[Conflict, ...]:
    """That a database was named which the guide does not have."""
    main = _uncompared(reading, record)
    return (of_their_names(reading, main),) if main else ()


def of_their_names(reading: Reading, main: tuple[str, ...]) -> Conflict:
    """What is said of databases that the guide does not have."""
    which = " Which of them holds the data? The reason names it alone." if len(main) > 1 else ""
    names = {"name": reading.pick.name, "which": which, **agreeing(main)}
    return of_our_own(reading, NOT_COMPARED, "block", (EXISTING,), **names)
