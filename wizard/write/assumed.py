"""What is assumed where nobody was sure or said nothing: the defaults that somebody has to check."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.catalogue.later import later
from wizard.explain.words import capital, say
from wizard.write.blocks import Blocks, paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wizard.explain.reading import Reading

#: Defaults that nobody has to check who was not asked: what was picked says them, or the overview does.
NEEDLESS: Final = ("persistence", "query_style", "migrations", "existing_engine", "engines")

#: What says that a service was named, and which of its engines was not: a guess that somebody has to check.
ENGINE_UNSAID: Final = ("a-service-with-several-engines", "firebase-has-several-databases")

#: Nor these, of engines that customers run.
OURS: Final = ("budget", "hosting")

#: How a sentence about a default begins, and what it goes on to say of it, but that somebody has to check it.
_ASSUMED: Final = later(r"^(?:You|We) assume (?:that )?|(?:, (?:and|so) that|; (?!this has to be checked)).*")


def to_check(reading: Reading, *, theirs: bool = False) -> tuple[list[str], list[str]]:
    """The defaults in the place of what was not known, and of what was not said. `theirs`: customers run engines."""
    named = reading.answers.get("existing_database") in reading.catalogue.services and reading.decision.forced
    told = ("existing_engine", *(OURS if theirs else ()), *(("hosting",) if named else ()))
    functions = reading.as_assumed.get("runtime") in ("serverless", "edge") and not reading.full
    elsewhere = () if functions else ("platform",)  # how functions connect hangs on who runs them
    said, needless = ({reading.assumed.get(key) for key in keys} for keys in (told, (*NEEDLESS, *told, *elsewhere)))
    guess = any(it.rule in ENGINE_UNSAID for it in reading.conflicts)
    names = {"database": reading.pick.database.name, "service": reading.pick.service.name} if guess else {}
    engine = [say(reading.catalogue, "assumed-engine", **names)] if guess else []
    unsure = [*engine, *(it for it in reading.unsure if it not in said)]
    return unsure, [it for it in reading.left_out if it not in needless]


def assumed(reading: Reading, *, theirs: bool = False) -> Blocks:
    """The same in words."""
    unsure, left_out = to_check(reading, theirs=theirs)
    return (
        *_assumptions("Assumed, because we were not sure", map(assumption, unsure), _doubted(reading)),
        *_assumptions("Not settled, so defaults stand", map(assumption, left_out), _doubted(reading)),
    )


def _doubted(reading: Reading) -> dict[str, str]:
    """A default -> what speaks against it: billions of records seldom fit the budget that stands in, nor do
    relational data every store."""
    budget, data = reading.assumed.get("budget", ""), reading.assumed.get("data", "")
    doubt = say(reading.catalogue, "billions-and-an-assumed-budget")
    found = {assumption(budget): doubt} if budget and reading.answers.get("scale") == "billions" else {}
    if data and reading.store and "relational" not in reading.pick.database.serves:
        found[assumption(data)] = say(reading.catalogue, "assumed-against-the-store", name=reading.pick.database.name)
    return found


def assumption(text: str) -> str:
    """A default without the words around it."""
    return _ASSUMED.sub("", text).rstrip(".").replace("; this has to be checked", " (to be checked)")


def _assumptions(label: str, texts: Iterable[str], doubted: Mapping[str, str]) -> Blocks:
    """What is assumed, in one sentence under a label that says so."""
    said = [f"{text}{doubted.get(text, '')}" for text in texts]
    return (paragraph(f"{capital('; '.join(said))}.", label),) if said else ()
