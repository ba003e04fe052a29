"""What a person's own words settle of the rules: what an instruction may presume of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from wizard.catalogue.ended import has_ended
from wizard.catalogue.later import later
from wizard.catalogue.vocabulary import MIGRATION_TOOLS, WHOLE_FILE
from wizard.converse.clients_in_words import another_tool, client_in_words, community_in_words
from wizard.converse.files_said import files_placed
from wizard.converse.flow import agreed_way, edited_apart, on_a_phone
from wizard.converse.hosts_said import host_said
from wizard.converse.libraries_said import brings_migrations
from wizard.converse.own_words import (
    CALLED,
    COUNTED,
    affirmed,
    leaves,
    licences_refused,
    ours,
    promised,
    settled_by,
    version_alone,
    version_said,
)
from wizard.converse.quoting import quoted
from wizard.converse.regions_said import names_where, places_bound
from wizard.converse.settling import BY_AGREEMENT, MONEY
from wizard.decide.answers import values
from wizard.explain.places import in_its_place
from wizard.write.start import another_major, client_version

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wizard.converse.record import Record
    from wizard.explain.reading import Reading

#: A version at the start of what is said of the database that was named: `5.7 on Ubuntu`.
_BARE_VERSION: Final = later(rf"(?:(?:version |v)\d+|\d+(?:\.\d+)+){COUNTED}", re.IGNORECASE)

#: What runs TypeScript in the place of Node.js.
_NOT_NODE: Final = later(r"\b(?:Bun|Deno)\b")

#: Software that customers install, or have on machines of theirs.
_INSTALLED: Final = later(
    r"\b(?:customer|client)s?['\u2019]?s?\b.{0,30}\b(?:installs?|own (?:servers?|machines?|hardware)|premises)\b|"
    r"\binstall(?:s|ed)? (?:at|by|on)\b.{0,30}\b(?:customer|client)s?\b",
    re.IGNORECASE,
)

#: What runs code in a language.
RUNTIMES: Final[Mapping[str, str]] = {"python": "Python", "typescript": "Node.js"}


def heard(record: Record) -> frozenset[str]:
    """What their own words settle, beside answers and where something was agreed on."""
    return settled_by(record.notes.values()) | agreed_topics(record)


def agreed_topics(record: Record) -> frozenset[str]:
    """What the words settle that stand where something was agreed on, or kept."""
    return settled_by(record.kept.values()) & BY_AGREEMENT


def pointing(text: str, record: Record, topics: Iterable[str]) -> str:
    """A rule that points at the person's own words, made to point at where those of its topics stand."""
    if not (agreed_topics(record) & {*topics}) or settled_by(record.notes.values()) & {*topics}:
        return text
    return text.replace("“In our own words”", "“Agreed”" if record.taken else "“Known, and kept”")


def settled(reading: Reading, record: Record) -> frozenset[str]:
    """All that their own words settle."""
    notes = record.notes.values()
    norm = record.notes.get("compliance", "")  # but how long something is kept is no provider's to sign
    norm = "" if {"ages", "kept", "retention"} & settled_by([norm]) else norm
    other, placed = another_tool(reading, record), files_placed(notes)
    language, region = community_in_words(reading, record), str(reading.answers.get("region", ""))
    there = {
        "another-major": _of_another_major(reading, record),
        "client": bool(client_in_words(reading, record)),
        "community": bool(language) and not other,
        "dbup": language == "dotnet" and not other,
        "budget": bool(re.search(r"\d", record.notes.get("budget", ""))),  # an amount
        "disk": _agreed_on(ON_DISK, reading, record),
        "encrypts": _agreed_on(BY_DRIVER, reading, record),
        "engines": bool(promised(record.notes)),
        "expo": on_a_phone(reading, record),
        "hosted": bool(machines_said(record)),
        "host": reading.by_others and bool(host_said(record.notes)),
        "house": reading.run_by_others,
        "installed": bool(_INSTALLED.search(affirmed(notes))),
        "jvm": language == "jvm" and not other,
        "law": bool(norm) and not values(reading.answers, "compliance").isdisjoint(BINDING),
        "files": bool(record.files) and not placed,
        "files-placed": placed,
        "located": names_where(record.notes),
        "mapper": not other and brings_migrations(client_in_words(reading, record)),
        "merge": edited_apart(reading, record),
        "merge-open": edited_apart(reading, record) and "copies-edited-apart" not in record.taken,
        "migrations": other,
        "node-is-not-it": bool(_NOT_NODE.search(affirmed(notes))),
        "money": bool(re.search(MONEY, record.notes.get("budget", ""), re.IGNORECASE)),
        "named-licences": bool(licences_refused(notes)),
        "partitioned": any(agreed_way(it, record).startswith("Partition") for it in reading.conflicts),
        "php": language == "php",
        "place": region == "other" and bool(record.notes.get("region")),
        "placed": bool(places_bound(record.notes, region)),
        "pushes": pushes_already(record),
        "runtime": bool(runtime_version(reading, record)),
        "sqlite": "SQLite" in promised(record.notes),
        "version": bool(store_version(reading, record)),
        "words": bool(record.notes.keys() & reading.catalogue.questions.keys()),
    }
    by_words = heard(record) - ({"house", "tool"} if other else {"house"})
    return by_words | moved_from(reading, record, by_words) | {name for name, holds in there.items() if holds}


#: That a store is there; and what stands before the name of one that is left.
_IS_THERE: Final = later(
    r"\b(?:in (?:use|production)|live|today|currently|holds?|runs?|existing|our (?:data|records|rows) (?:is|are))\b",
    re.IGNORECASE,
)
_LEFT: Final = (
    r"\b(?:from|off|out of|leav(?:e|ing)|replac(?:e|ing)|our|my|today|now|on|runs?)\b(?:(?! to | for )[^.;\n]){0,30}?"
)


def moved_from(reading: Reading, record: Record, by_words: frozenset[str]) -> frozenset[str]:
    """That data move into the pick from another store, and from which: one in use beside it that is to go, or whose
    records may come, one that was leaned to and is in use, and one that own words leave."""
    notes, there = record.notes, [it for it in reading.in_use_beside if it.family != "redis"]
    found = {it.family for it in there if leaves(it.name, [notes.get("existing_stores", "")])}
    if "existing_stores" not in notes:
        found |= {it.family for it in in_its_place(reading)[0] if it in there}
    of_it = affirmed(notes[key] for key in (*OF_WHAT_RUNS, "persistence") if key in notes)
    if (leaning := reading.leaning_not_followed) and _IS_THERE.search(of_it):
        found.add(leaning.store.family)
    if "moves" in by_words:
        words = affirmed(notes.values())
        names = [(it.family, CALLED.get(it.name, re.escape(it.name))) for it in reading.catalogue.databases.values()]
        left = {family for family, called in names if re.search(_LEFT + called, words, re.IGNORECASE)}
        named = {family for family, called in names if re.search(called, words, re.IGNORECASE)}
        found |= left or named - {reading.pick.family}
        found.add("")
    tools = {f"from-{family}" for family in found if f"from-{family}" in WHOLE_FILE["said"]}
    return frozenset({"moves", *(tools if len(found - {""}) == 1 else ())} if found else ())


#: Machines, and what says that they are the database's.
_MACHINES: Final = later(
    r"\b(?:machines?|servers?|vms?|vps|compute engine|ec2|droplets?|bare metal|hetzner|racks?|data ?cent(?:re|er)|"
    r"hardware|on[- ]prem\w*)\b",
    re.IGNORECASE,
)
_OF_THE_DATABASE: Final = later(
    r"\b(?:databases?|dbs?|postgres\w*|mysql|mariadb|mongo\w*|redis|valkey|patroni|primary|replicas?|standby)\b",
    re.IGNORECASE,
)


def machines_said(record: Record) -> str:
    """What own words say of the machines that the database runs on, quoted."""
    of_it = [record.notes[key] for key in (*OF_WHAT_RUNS, "hosting") if key in record.notes]
    of_all = [record.notes[key] for key in ("platform", "runtime") if key in record.notes]
    on_it = quoted(of_it, lambda texts: _MACHINES.search(affirmed(texts)) is not None)
    both = (_MACHINES, _OF_THE_DATABASE)
    return on_it or quoted(of_all, lambda texts: all(sign.search(affirmed(texts)) for sign in both))


def pushes_already(record: Record) -> bool:
    """Whether own words say that live updates are pushed already."""
    return "already" in affirmed([record.notes.get("realtime", "")])


#: Rule -> which of its ways out takes a driver that encrypts the file, and which encrypts the disk.
BY_DRIVER: Final[Mapping[str, int]] = {"who-encrypts-on-the-device": 0, "encrypt-the-device-or-the-file": 1}
ON_DISK: Final[Mapping[str, int]] = {"who-encrypts-on-the-device": 1}


def _agreed_on(ways: Mapping[str, int], reading: Reading, record: Record) -> bool:
    """Whether one of these ways out was agreed on."""
    there = (it for it in reading.conflicts if it.rule in ways and it.rule in record.taken)
    return any(agreed_way(it, record) == it.ways_out[ways[it.rule]] for it in there)


#: The requirements that a provider can be asked to sign for: a reason that is given for them names the norm.
BINDING: Final = ("residency", "encryption")


#: The questions on which a note is about the store that is in use.
OF_WHAT_RUNS: Final = ("existing_database", "existing_stance")


def store_version(reading: Reading, record: Record) -> str:
    """The version of the main store that the person's own words give; where it was named, without its name too."""
    name, notes = reading.pick.database.name, dict(record.notes) if reading.existing_stores else ours(record.notes)
    bare = _BARE_VERSION.match(notes.get("existing_database", ""))
    if bare and reading.pick.index in reading.existing_stores:
        notes["existing_database"] = f"{name} {bare[0]}"
    by_name = version_said(name, affirmed(notes.values()))
    if by_name or not reading.full:
        return by_name
    first = [re.split("[,;]", notes[key])[0] for key in OF_WHAT_RUNS if key in notes]  # what hurts comes behind it
    if at_first := version_said(name, affirmed(first)):
        return at_first
    there = (version_alone(affirmed([notes[key]])) for key in OF_WHAT_RUNS if key in notes)
    return next(filter(None, there), "")


def is_past_its_end(reading: Reading, record: Record) -> bool:
    """Whether the release that words give gets no more fixes."""
    version = tuple(map(int, re.findall(r"\d+", store_version(reading, record))))
    return bool(version) and has_ended(reading.pick.database.id, version)


def runtime_version(reading: Reading, record: Record) -> str:
    """The same of what runs the code."""
    name = RUNTIMES.get(reading.client.language, "") if reading.client else ""
    return version_said(name, affirmed(record.notes.values())) if name else ""


def _of_another_major(reading: Reading, record: Record) -> bool:
    """Whether the client is in another major than the one that its rules are about; of what a framework brings, the
    rules are about the framework's settings."""
    version = client_version(reading.client, affirmed(record.notes.values()))
    return another_major(reading.client, version) and bool(reading.client and not reading.client.frameworks)


def names_a_migration_tool(text: str) -> bool:
    """Whether a text is about a tool that some client migrates with."""
    return any(re.search(rf"(?<!MongoDB )\b{re.escape(tool)}\b", text, re.IGNORECASE) for tool in MIGRATION_TOOLS)
