"""The other stack: which comes next, so that it can be seen and taken, and what goes with another answer."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from wizard.catalogue.model import Catalogue
from wizard.converse.record import THINGS
from wizard.converse.uncompared import EXISTING
from wizard.decide.answers import Answers, Value, values
from wizard.decide.decision import existing_stores
from wizard.explain.alternatives import Alternative
from wizard.explain.reading import Reading
from wizard.explain.words import in_words


def runner_up(reading: Reading) -> Alternative | None:
    """Of the alternatives what the person leaned towards, or else the nearest by points."""
    if not reading.alternatives or reading.leaning_not_followed:
        return next(iter(reading.alternatives), None)
    points = reading.decision.points
    return max(reading.alternatives, key=lambda item: points[item.store.index])


def another_named(was: Reading, answers: Answers) -> bool:
    """Whether answers name a database where none was named before, or one with other engines: nobody has said then how
    settled that one is."""
    stores = was.book.stores  # of what was named: an engine in use beside it may be the main store
    before = {stores[index].database.id for index in existing_stores(was.book, was.answers)}
    now = {stores[index].database.id for index in existing_stores(was.book, answers)}
    return bool(now) and not before & now


#: How settled a database is that takes the place of another answer, until somebody says so.
STANCE: Final = "existing_stance"
UNSAID: Final = "decided"


#: Answers that name a product; and answers that nothing was said for.
PRODUCTS: Final = (EXISTING, "existing_engine", "existing_client", "language", "framework", "platform")
OPEN: Final = (None, "unsure")


def answers_gone(catalogue: Catalogue, was: Answers, now: Answers) -> dict[str, str]:
    """Question -> the answer that words on it were about, where it is another one now: of several, where one is left
    out. Those on an engine are about each service that runs it, those on no database may name one that stands beside
    what is there now, and those on what is stored are about all data."""
    gone = {
        key: f"{question.short}: {in_words(catalogue, key, was[key])}"
        for key, question in catalogue.questions.items()
        if key != STANCE and was.get(key) not in OPEN and values(was, key) - values(now, key)
    }
    if spoken := gone.get("language"):  # of another language's libraries there are words alone
        gone = {"framework": spoken, "existing_client": spoken} | gone
    if now.get("persistence") == "no" and "persistence" in gone:
        gone[THINGS] = gone["persistence"]
    service = catalogue.services.get(str(now.get(EXISTING)))
    if was.get(EXISTING) in ("none", *(service.runs if service else ())):
        gone.pop(EXISTING, None)
    name = gone.get(EXISTING) or gone.get("existing_engine")
    return {**gone, STANCE: name} if name else gone


def settled_unsaid(was: Reading, given: Collection[str], merged: dict[str, Value]) -> list[str]:
    """Where a database takes the place of another answer and nothing `given` says how settled it is: what was said of
    another one is left out, to be asked again, and one in the place of none counts as decided. What is told of that."""
    if STANCE in given or EXISTING not in given or EXISTING not in was.answers or not another_named(was, merged):
        return []
    if said := merged.pop(STANCE, None):
        before, now = (was.catalogue.name(str(it[EXISTING])) for it in (was.answers, merged))
        return [f"{STANCE} = {said} was said of {before}, and is left out: ask how settled {now} is."]
    merged[STANCE] = UNSAID
    return [f"{STANCE} = {UNSAID}, until they say how settled it is: ask."]
