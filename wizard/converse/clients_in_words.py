"""What own words name of a client, in a language that the guide has none for."""

from __future__ import annotations

from wizard.converse.libraries_said import (
    brought_with,
    community,
    language_said,
    mapper_said,
    migrates_otherwise,
    opens_a_file,
)
from wizard.converse.record import Record
from wizard.explain.reading import Reading
from wizard.explain.words import SPOKEN_EVERYWHERE


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
    return (named[1], usual) if usual else ("", "")


def code_in_words(reading: Reading, record: Record) -> str:
    """The language and the client that their own words name, where the guide has none: `Rust with SQLx`."""
    client, code = client_in_words(reading, record), language_said(record.notes.get("language", ""))
    return f"{code} with {client.removesuffix(f' ({code})')}" if client and code else ""


def another_tool(reading: Reading, record: Record) -> bool:
    """Whether their own words settle what changes the schema, and it is not what belongs to the client."""
    client = reading.client
    own = [it for it in (client.migrations_with, client.name.split()[0]) if it] if client else []
    return migrates_otherwise(record.notes.values(), own)
