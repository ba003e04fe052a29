"""The client of a file that is none of ours: the one that was named, or what is to be taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.converse.clients_in_words import client_in_words, usual_there
from wizard.converse.libraries_said import libraries_in
from wizard.converse.own_words import NOT_THERE, affirmed, clauses
from wizard.explain.words import listed, say
from wizard.write.presumed import engines_of_customers

if TYPE_CHECKING:
    from wizard.converse.record import Record
    from wizard.explain.reading import Reading

#: What is said of what own words name, and the guide does not have.
NOT_WEIGHED: Final = "Named, not weighed."


def client_named(reading: Reading, record: Record) -> str:
    """The client that was named, and is none of ours: by their own words, or for what it reaches on a condition."""
    there = None if reading.client else reading.existing_client
    if there and reading.pick.family in there.speaks:
        return there.name
    return client_in_words(reading, record) or _several_in_words(reading, record)


def _several_in_words(reading: Reading, record: Record) -> str:
    """The clients of a language that the guide has none for, where own words name several: `Hibernate and jOOQ`."""
    notes = (record.notes.get(key, "") for key in ("existing_client", "language"))
    there = [it for it in clauses(affirmed(notes)) if not NOT_THERE.search(it)]
    found = dict.fromkeys(hit[0] for it in there for hit in libraries_in(it))
    other = reading.client is None and reading.answers.get("language") == "other"
    return listed([*found]) if other and len(found) > 1 else ""


def no_client(reading: Reading, record: Record) -> tuple[str, str]:
    """What stands in the place of a client of ours, and why: the one that their own words name, in a language that the
    guide has none for. Something reaches a database in use."""
    if named := client_named(reading, record):
        return named, "" if reading.existing_client else NOT_WEIGHED
    none = reading.answers.get("existing_client") == "none" and not reading.decision.home
    there = reading.full and "language" in reading.answers and not none
    if there:
        name = reading.pick.database.name
        return "The one that is there", say(reading.catalogue, "client-in-use-not-said", name=name)
    language, usual = usual_there(reading, record)
    if usual:
        return "To be chosen", say(reading.catalogue, "to-be-chosen-in", language=language, names=usual)
    if theirs := engines_of_customers(reading, record):
        return "To be chosen", say(reading.catalogue, "to-be-chosen-for-several", database=theirs)
    return "To be chosen", reading.why_no_client
