"""What own words name of a client, in a language that the guide has none for."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from wizard.catalogue.model import Catalogue
from wizard.converse.libraries_said import (
    brought_with,
    community,
    language_said,
    mapper_said,
    migrates_otherwise,
    opens_a_file,
    refused_libraries,
)
from wizard.converse.own_words import others_said
from wizard.converse.record import Record
from wizard.explain.reading import Reading
from wizard.explain.words import SPOKEN_EVERYWHERE, listed


def client_in_words(reading: Reading, record: Record) -> str:
    """The client that their own words name, in a language that the guide has none for; nothing where they name none."""
    other = reading.client is None and reading.answers.get("language") == "other"
    if not other or reading.pick.family in {"d1", "influxdb", "dynamodb", "firestore"}:  # which no library reaches
        return ""
    brought = brought_with(record.notes.get("language", "")) if reading.pick.family in SPOKEN_EVERYWHERE else ""
    if reading.answers.get("runtime") == "local" and reading.pick.service.kind == "managed":
        return ""  # on a device an SDK reaches it, where each person signs in
    mapper = mapper_said(record.notes)
    return brought if opens_a_file(mapper) and reading.pick.family != "sqlite" else mapper or brought


#: The client that only own words have.
AS_SAID: Final = "As our own words have it"

#: Clients of the guide whose names are words, too.
_WORDS: Final = frozenset({"Bun", "ent", "Motor"})


def client_of_unweighed(reading: Reading, record: Record) -> str:
    """The client that was named beside a database that the guide does not have: by an answer, else by the one name in
    the reason for it, in whatever language; AS_SAID where that has no name we know, and nothing where none was."""
    if reading.existing_client:
        return reading.existing_client.name
    said = record.notes.get("existing_client", "")
    named = others_said([said], _names(reading.catalogue)) if said else ()
    if len(named) == 1:
        return named[0]
    heard = mapper_said({"existing_client": said}) or client_in_words(reading, record)
    return heard or (AS_SAID if said else "")


@lru_cache(maxsize=2)
def _names(catalogue: Catalogue) -> dict[str, str]:
    """The clients of the guide, each with how words call it."""
    names = {it.name for it in catalogue.clients.values()} - _WORDS
    return {name: re.escape(name.removesuffix(" ORM")) for name in names}


def community_in_words(reading: Reading, record: Record) -> str:
    """What a rule calls the community whose language their own words name, where the guide has no client for it."""
    named = community(record.notes.get("language", "")) if reading.answers.get("language") == "other" else None
    return named[0].id if named else ""


def usual_there(reading: Reading, record: Record) -> tuple[str, str]:
    """(the language or framework, as their own words call it; what is usual there with the pick); nothing where that is
    not known."""
    named = community(record.notes.get("language", "")) if reading.answers.get("language") == "other" else None
    on_device, store = reading.answers.get("runtime") == "local", reading.pick
    if not named or store.family not in SPOKEN_EVERYWHERE or (on_device and store.service.kind == "managed"):
        return "", ""
    several = reading.answers.get("engines") == "several"
    usual = named[0].file if on_device else named[0].models if several else named[0].sql
    left = [it for it in re.split(", | or ", usual) if it and it not in refused_libraries(record.notes)]
    return (named[1], listed(left).replace(" and ", " or ")) if left else ("", "")


def code_in_words(reading: Reading, record: Record) -> str:
    """The language and the client that their own words name, where the guide has none: `Rust with SQLx`."""
    client, code = client_in_words(reading, record), language_said(record.notes.get("language", ""))
    return f"{code} with {client.removesuffix(f' ({code})')}" if client and code else ""


def another_tool(reading: Reading, record: Record) -> bool:
    """Whether their own words settle what changes the schema, and it is not what belongs to the client."""
    client = reading.client
    own = [it for it in (client.migrations_with, client.name.split()[0]) if it] if client else []
    return migrates_otherwise(record.notes.values(), own)
