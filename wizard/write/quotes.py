"""What people wrote beside their answers, where the file quotes it: as a reason, or as it was said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from wizard.catalogue.later import later
from wizard.converse.stores_said import stand_beside
from wizard.converse.uncompared import BESIDE, MENTIONED, REPLACED, STAYS, stays_unweighed, way_with_it
from wizard.decide.answers import values
from wizard.explain.words import capital, say
from wizard.write.blocks import Block, Blocks, Item, bullets, ours

if TYPE_CHECKING:
    from wizard.catalogue.model import Question
    from wizard.converse.record import Record
    from wizard.explain.reading import Reading


def agreed_on(way: str, words: str) -> str:
    """What comes before own words on a way out that was agreed on: they say what holds, so beside them it is no order.
    What they tell of may be done, or refused."""
    return f"Agreed, in our words, on “{ours(way).rstrip('.')}”:" if words else f"Agreed: {way}"


def notes_on(reading: Reading, record: Record, *topics: str) -> Blocks:
    """What the team added in its own words, on questions of these topics; less what stands as a reason."""
    why = {*own_reasons(reading, record, *STORE_SAID), *own_reasons(reading, record, *CLIENT_SAID)}
    lean = reading.leaning_not_followed
    other = STORE_SAID if lean else ()
    of_another = dict.fromkeys(STORE_SAID, _leaned(reading)) if _another(reading) else {}
    if reading.store is not None and reading.full and not of_another:
        of_another = {"existing_stance": reading.pick.database.name}
    return (
        *bullets(
            "In our own words",
            [
                Item(text=f"{of_another.get(key) or label_of(reading, record, question)}:", said=record.notes[key])
                for key, question in reading.catalogue.questions.items()
                if key in record.notes and question.topic in topics and key not in {*why, *other}
            ],
        ),
        *(
            Block(
                kind="text", items=(Item(text=say(reading.catalogue, "leaned-for", name=_leaned(reading)), said=said),)
            )
            for said in (record.notes.get(key) for key in other if "database" in topics)
            if said
        ),
    )


def label_of(reading: Reading, record: Record, question: Question) -> str:
    """What stands before words on a question: of a database that was not compared, what becomes of it."""
    way = way_with_it(reading, record) if question.key == "existing_database" else None
    if question.key == "existing_stores" and reading.store is not None:
        if not values(reading.answers, question.key) - {"none", "unsure"} and not stand_beside(record.notes):
            return "Other stores"  # planned, dropped, or refused
        way = None if reading.full else BESIDE
    named = {REPLACED: "To be replaced", BESIDE: "Beside it", MENTIONED: "Mentioned"}
    return named.get(way or STAYS) or _short(reading, question)


def _short(reading: Reading, question: Question) -> str:
    """A question in short: what none is there of does not exist. Of the first one, what is said where data are kept is
    about all of it."""
    if question.key == "persistence" and reading.answers.get("persistence") != "no":
        return "The project"
    there = reading.answers.get(question.key, "none") != "none"
    return question.short if there else capital(question.short.removeprefix("Existing "))


#: The questions on which a note is the reason for the store, or for the client, where that is the one.
STORE_SAID: Final = ("existing_stance", "existing_database")
CLIENT_SAID: Final = ("existing_client",)


def own_reasons(reading: Reading, record: Record, *keys: str) -> dict[str, str]:
    """Question -> the person's own reason, where what they brought along is what stays."""
    # What was said of what runs may be a complaint, and of what was not weighed it is no reason.
    if reading.store is None or reading.full or stays_unweighed(reading, record):
        return {}
    named = not reading.decision.home  # else the reason is that of another store, which stands beside it
    store, client = named and reading.pick.index in reading.existing_stores, reading.client is not None
    left = reading.existing_client is None and not reading.refused.isdisjoint(reading.catalogue.clients)
    stays = store if keys == STORE_SAID else client and (left or reading.client is reading.existing_client)
    return {key: it for key in keys if (it := record.notes.get(key)) and not _A_VERSION.fullmatch(it)} if stays else {}


#: A version, with or without its name, is no reason: "MariaDB 10.6".
_A_VERSION: Final = later(r"(?:[^\W\d][\w.+#-]* ){0,3}v?\d+(?:\.\d+)*\.?", re.IGNORECASE)


def _another(reading: Reading) -> bool:
    """Whether something else was named than what was picked: what was said of it is not about the pick."""
    if reading.store is None or reading.answers.get("existing_database", "none") == "none":
        return False
    return bool(reading.decision.home) or reading.pick.index not in reading.existing_stores


def _leaned(reading: Reading) -> str:
    return reading.catalogue.name(str(reading.answers["existing_database"]))


def own_first(reading: Reading, record: Record, keys: tuple[str, ...], told: list[Item]) -> list[Item]:
    """Reasons, the person's own before them, in their words, in the place of the sentence that says as much."""
    own, instead_of = own_reasons_given(reading, record, keys)
    return [
        *(Item(text="In our own words:", said=said) for said in own),
        *(item for item in told if item.text not in instead_of),
    ]


def own_reasons_given(reading: Reading, record: Record, keys: tuple[str, ...]) -> tuple[tuple[str, ...], set[str]]:
    """The person's own reasons for what stays, and the sentences in whose place they stand."""
    own = tuple(own_reasons(reading, record, *keys).values())
    kept = (reason for reason in reading.reasons if reason.kept and reason.answers)
    instead_of = {reason.text for reason in kept if (reason.for_ == "client") == (keys == CLIENT_SAID)}
    return own, instead_of if own else set()
