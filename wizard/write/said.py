"""What a person's own words settle of the rules: what an instruction may presume of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wizard.catalogue.vocabulary import MIGRATION_TOOLS
from wizard.converse.flow import another_tool, client_in_words, edited_apart, on_a_phone
from wizard.converse.libraries_said import brings_migrations
from wizard.converse.own_words import affirmed, files_placed, promised, settled_by
from wizard.write.start import another_major, client_version

if TYPE_CHECKING:
    from wizard.converse.record import Record
    from wizard.explain.reading import Reading


def settled(reading: Reading, record: Record) -> frozenset[str]:
    """All that their own words settle."""
    return (
        settled_by(record.notes.values())
        | _of_another_major(reading, record)
        | _of_migrations(reading, record)
        | _of_devices(reading, record)
        | _of_things(record)
    )


def _of_another_major(reading: Reading, record: Record) -> frozenset[str]:
    """Whether the client is in another major than the one that its rules are about; of what a framework brings, the
    rules are about the framework's settings."""
    version = client_version(reading.client, affirmed(record.notes.values()))
    other = another_major(reading.client, version) and reading.client and not reading.client.frameworks
    return frozenset({"another-major"} if other else ())


def _of_migrations(reading: Reading, record: Record) -> frozenset[str]:
    """What their own words settle of how the schema changes: by another tool than the client's, or by what a client of
    another language brings."""
    if another_tool(reading, record):
        return frozenset({"migrations"})
    return frozenset({"mapper"} if brings_migrations(client_in_words(reading, record)) else ())


def _of_things(record: Record) -> frozenset[str]:
    """The engines that are promised, and files."""
    placed = files_placed(record.notes.values())
    files = ["files-placed"] if placed else ["files"] if record.files else []
    return frozenset([*(["engines"] if promised(record.notes) else []), *files])


def _of_devices(reading: Reading, record: Record) -> frozenset[str]:
    """Whether the code runs on a phone, and whether copies are edited apart."""
    there = {"expo": on_a_phone(reading, record), "merge": edited_apart(reading, record)}
    return frozenset(topic for topic, holds in there.items() if holds)


def names_a_migration_tool(text: str) -> bool:
    """Whether a text is about a tool that some client migrates with."""
    return any(re.search(rf"(?<!MongoDB )\b{re.escape(tool)}\b", text, re.IGNORECASE) for tool in MIGRATION_TOOLS)
