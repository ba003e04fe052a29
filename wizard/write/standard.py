"""The rules that people and coding agents work by: imperatives of the catalogue, each told only where it holds.

Of each aspect the file tells one: the instruction that presumes most of stack and answers, or, where there is none,
what is to know in operation. The rest of what is to know in operation stands with the audit. The rules for whoever sets
up, runs or tests the store are a section of their own below the line: above it is room for a page.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from wizard.catalogue.elsewhere import which
from wizard.catalogue.later import later
from wizard.catalogue.vocabulary import FURTHER, INSTRUCTIONS
from wizard.converse.clients_in_words import client_in_words
from wizard.converse.files_said import files_placed
from wizard.converse.flow import to_be_settled
from wizard.converse.libraries_said import by_commands, tool_said
from wizard.converse.own_words import CALLED, affirmed, jobs_said, leaves, promised, settled_by
from wizard.converse.quoting import marked, quotations, quoted
from wizard.converse.record import EMPTY, END_OF_LIFE
from wizard.converse.regions_said import names_where, place_words, places_bound
from wizard.converse.stores_said import stand_beside
from wizard.converse.uncompared import beside_unweighed, not_compared, stays_unweighed
from wizard.decide.answers import hold, values
from wizard.decide.rules import selects
from wizard.explain.places import in_its_place, taken_in_use
from wizard.explain.words import capital, fill, kind_of_data, listed, say
from wizard.write.blocks import Blocks, Item, bullets
from wizard.write.operations import operations
from wizard.write.presumed import (
    BINDING,
    apart,
    attributes,
    attributes_beside,
    engines_of_customers,
    instructions,
    most_first,
)
from wizard.write.said import heard, is_past_its_end, pointing, runtime_version, settled, store_version
from wizard.write.start import client_version, start

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wizard.catalogue.model import Cost, Database
    from wizard.converse.record import Record
    from wizard.explain.beside import Companion
    from wizard.explain.reading import Reading

HEADING: Final = "Rules to Work By"

#: The heading of the rules that stand below the line, first there.
FURTHER_RULES: Final = "Further Rules"

#: Aspects of operation that are rules too where no instruction is told: theirs -> ours.
STAND_IN: Final[Mapping[str, str]] = {
    "connections": "pool",
    "extensions": "extensions",
    "limits": "limits",
    "backup": "backup",
    "local": "local",
}

#: What holds while something has to be settled before anybody builds on the stack.
UNTIL_SETTLED: Final = frozenset({"first", "signed", "residency", "encryption", "licences"})

#: What holds of a database that was not weighed, too.
WHATEVER: Final = frozenset({"residency", "licences"})

#: What holds then of a database that is in use all the same: work on it goes on.
MEANWHILE: Final = frozenset({"stays", "security", "backup", "open", "readers", "words"})

#: What waits though it is known what is in use: work on what is there goes on.
WAITING: Final = frozenset(
    {"engines", "place", "licence", "model", "setup", "hobby", "previews", "region", "left", "versions"}
    | {"search", "filters", "vectors", "realtime", "jobs", "documents", "files"}
)

#: What is said of a store beside the main one, in this order.
OF_A_COMPANION: Final = ("addresses", "beside")

#: So many words of ours stand above the line, headings left out.
MOST_WORDS: Final = 430

#: Rules that give way where there are more, the first of them first: they are for whoever runs or tests the store too.
GIVING_WAY: Final = (
    "documents",
    "extensions",
    "secrets",
    "backup",
    "limits",
    "local",
    "engines",
    "pooler",
    "releases",
    "baseline",
    "pool",
    "types",
    "transactions",
)


def standard(
    reading: Reading, record: Record, there: Mapping[str, Cost], others: Blocks, agreed: Iterable[Item] = ()
) -> tuple[Blocks, Blocks]:
    """(what to fetch, what was `agreed`, a rule for each aspect and one for each store beside; the rules for which
    there is no room beside `others` above the line). `there`: see :func:`told`."""
    texts = {about: Item(text=text) for about, text in rules(reading, there, record).items()}
    open_ = to_be_settled(reading, record)
    own = client_version(reading.client, affirmed(record.notes.values()))
    named = "migrations" in there and "said" in there["migrations"].pick
    of_it = ["migrations"] * named + ["realtime"] * reading.full  # is there, and is not fetched
    told_ = (item.text for about, item in texts.items() if about not in of_it)
    first = () if open_ else start(reading, told_, own, said=settled(reading, record))
    last = _meanwhile(reading, record) if open_ else [*beside(reading, record), *beside_in_words(reading, record)]
    agreed, low = tuple(agreed), set(FURTHER)
    for about in GIVING_WAY:
        above = [item for key, item in texts.items() if key not in low]
        if words((*others, *first, *bullets("", [*agreed, *above, *last]))) <= MOST_WORDS:
            break
        low.add(about)
    above = [item for key, item in texts.items() if key not in low]
    below = [item for key, item in texts.items() if key in low]
    return (*first, *bullets("", [*agreed, *above, *last])), bullets("", below)


def version_told(there: Mapping[str, Cost]) -> bool:
    """Whether the rule about the store has the version that the person's own words give."""
    return "store" in there and "version" in there["store"].pick.get("said", ())


def words(blocks: Blocks) -> int:
    """The words of ours in some blocks."""
    return sum(len(text.split()) for block in blocks for text in (block.label, *(item.text for item in block.items)))


def rules(reading: Reading, there: Mapping[str, Cost], record: Record = EMPTY) -> dict[str, str]:
    """The rules about the main store and its client, by what they are about; those of one name in one, at the first."""
    found: dict[str, str] = {}
    first: dict[str, str] = {}
    without = _parts_left_out(reading, record)
    for about, item in there.items():
        label = INSTRUCTIONS[about]
        topics = item.pick.get("said", ())
        text = pointing(filled(item.without(without), reading, record, topics), record, topics)
        if "ids" in without and any(name == "ids" for name, _ in item.parts):
            text += " " + say(reading.catalogue, "keys-as-said")
        if stays_as_it_is(reading, about, item):
            text = say(reading.catalogue, "migration-tool-stays")
        text = " ".join((text, *_quoted_behind(about, item, there, reading, record)))
        key = first.setdefault(label, about)
        found[key] = f"{found[key]} {text}" if key in found else f"{label}: {text}"
    return found


def _parts_left_out(reading: Reading, record: Record) -> frozenset[str]:
    """The parts of rules that are not told in this file."""
    said = heard(record)
    told = {
        "money": not _holds_no_money(reading),
        "region": not names_where(record.notes),
        "ages": said.isdisjoint({"ages", "kept", "retention"}),
        "apart": said.isdisjoint({"apart", "tenants"}),
        **{name: name not in said for name in ("holder", "sign-in")},
        "ids": "ids" not in said,
        "loss": "recovery" not in said,
        "cache": not any(map(_CACHE.search, record.notes.values())),
        "ended": is_past_its_end(reading, record) and END_OF_LIFE not in record.kept,
        "disk": "encrypts" not in settled(reading, record),
    }
    return frozenset(part for part, holds in told.items() if not holds)


#: Words of a cache: of one that is planned it is not told to wait.
_CACHE: Final = later(r"\b(?:cach|redis|valkey|memcached)", re.IGNORECASE)

#: Words of measurements, which rules on partitions are about.
_READINGS: Final = later(
    r"\b(?:readings?|measurements?|samples?|telemetry|events?|metrics?|raw|partitions?|points?|values?)\b",
    re.IGNORECASE,
)


def _quoted_behind(
    about: str, item: Cost, there: Mapping[str, Cost], reading: Reading, record: Record
) -> tuple[str, ...]:
    """What own words say of a rule that does not have it: a place, how much may be lost, how long something is kept."""
    notes, text = record.notes.values(), "in-our-words"
    if about == "residency":
        said = item.pick.get("said", ())
        words = "" if {"placed", "place"} & {*said} else place_words(record.notes)
    elif about == ("regions" if "regions" in there else "backup"):
        words = quoted(notes, lambda texts: "recovery" in settled_by(texts))
        text = "loss-as-said" if about == "regions" else text
    elif about == next((it for it in ("partitions", "measurements") if it in there), ""):
        words = quoted(notes, lambda it: "retention" in settled_by(it) and any(map(_READINGS.search, it)))
    else:
        words = ""
    return (say(reading.catalogue, text, words=words),) if words else ()


def _said_of(topics: Iterable[str], record: Record) -> str:
    """What own words say of some topics, quoted; of much, where it stands."""
    wanted = {*topics}
    if "place" in wanted:
        return quoted([record.notes.get("region", "")], lambda _: True)
    found = quotations(
        [*record.notes.values(), *record.kept.values()],
        lambda it: not wanted.isdisjoint(settled_by(it)) or ("files-placed" in wanted and files_placed(it)),
    )
    return listed(found) if 0 < len(found) <= _QUOTED else "“In our own words”"


#: So many sentences are quoted in one rule.
_QUOTED: Final = 2


def filled(text: str, reading: Reading, record: Record, topics: Iterable[str] = ()) -> str:
    """A rule with its names, and with what the person's own words say, of its `topics` word for word."""
    text = fill(text, reading.pick, reading.client)
    notes = record.notes.values()
    if "{" not in text or not (record.notes or record.kept):
        return text
    own = {
        "version": store_version(reading, record),
        "runtime_version": runtime_version(reading, record),
        "client_version": client_version(reading.client, affirmed(notes)),
        "mapper": (mapper := client_in_words(reading, record)) + by_commands(mapper, record.notes.get("language", "")),
        "engines": listed(engines) if (engines := promised(record.notes)) else "",
        "place": listed(places) if (places := places_bound(record.notes, str(reading.answers.get("region")))) else "",
        "files": listed([*map(marked, record.files)]) if record.files else "",
        "jobs": listed(jobs) if (jobs := jobs_said(notes)) else "what “In our own words” names",
        "tool": tool_said(notes) or "what “In our own words” has for it",
    }
    if "{said}" in text:
        own["said"] = _said_of(topics, record)
    return re.sub(r"\{(\w+)\}", lambda hit: own.get(hit[1], hit[0]), text)


#: Kinds of store whose schema a migration tool changes.
MIGRATED: Final = frozenset({"postgresql", "cockroachdb", "mysql", "vitess", "sqlite", "turso", "mongodb"})


def stays_as_it_is(reading: Reading, about: str, rule: Cost) -> bool:
    """Whether a rule about migrations names a tool, and the database is in use with one that nobody named: it stays."""
    there, client = "in-use" in reading.attributes["client_standing"], reading.client
    own = there and client is not None and client.facts["migrations"].value == "built-in" and "client" in rule.pick
    said = "standing" in rule.pick or "migrations" in rule.pick.get("said", ())
    return about == "migrations" and reading.full and not (own or said) and reading.pick.family in MIGRATED


def _holds_no_money(reading: Reading) -> bool:
    """Whether all that was named are measurements, embeddings and what is looked up by key."""
    kinds = values(reading.answers, "data")
    return bool(kinds) and kinds <= {"time-series", "vectors", "key-value"}


def told(reading: Reading, record: Record = EMPTY) -> dict[str, Cost]:
    """The statements behind the rules, in their order: of a stack that has something to be settled before anybody
    builds on it, only those that bind whatever is chosen."""
    found = instructions(reading, reading.pick, attributes(reading, record))
    known = _operations(reading)
    stand_in = {ours: known[about] for about, ours in STAND_IN.items() if about in known and not reading.place_open}
    either = stand_in | found
    if to_be_settled(reading, record):
        meanwhile = MEANWHILE if reading.full else frozenset[str]()
        holds = UNTIL_SETTLED | ({*INSTRUCTIONS} - WAITING if goes_on(reading, record) else meanwhile)
        either = {about: item for about, item in either.items() if about in holds}
    stays = {aspect for item in found.values() for aspect in item.instead}
    without = {"beside", *(about for about in stays if about in either and not _binds(either[about]))}
    return {about: either[about] for about in INSTRUCTIONS if about in either and about not in without}


def goes_on(reading: Reading, record: Record) -> bool:
    """Whether work on a database in use goes on while something is to be settled: no point asks what it is."""
    named = {"existing_database", "existing_engine", "existing_client"}
    return reading.full and all({*item.answers} - named for item in to_be_settled(reading, record))


def binding(reading: Reading, record: Record) -> list[str]:
    """The rules that bind whatever database there is: where data stay, and which licences are refused."""
    found = instructions(reading, reading.pick, attributes(reading, record))
    held = {about: found[about] for about in INSTRUCTIONS if about in found and about in WHATEVER}
    return [*rules(reading, held, record).values()]


def _binds(item: Cost) -> bool:
    """Whether an instruction stands though its aspect stays as it is: what was required, or said, binds what is new."""
    return "said" in item.pick or any(not item.when[key].none_of for key in BINDING & item.when.keys())


def on_call_told(reading: Reading, there: Mapping[str, Cost]) -> set[str]:
    """The aspects of operation that the rules tell: by an instruction that replaces the line, or by the line itself.

    What is known of connections stays where an instruction says how large the pool is: it has the numbers behind it.
    """
    known = _operations(reading)
    return {
        about
        for about, ours in STAND_IN.items()
        if ours in there and (ours != "pool" or known.get(about) is there[ours])
    }


def _operations(reading: Reading) -> dict[str, Cost]:
    return operations(reading, reading.pick, reading.wherever)


def beside(reading: Reading, record: Record = EMPTY) -> list[Item]:
    """A rule for each store beside the main one: its address, and what it is for; of one in use, what goes there."""
    found = []
    going = leaving(reading, record)
    for id_, kinds in taken_in_use(reading).items():
        if (engine := reading.catalogue.databases[id_]) not in going:
            found += [Item(text=f"{engine.name}: {_told_of_one_in_use(reading, engine, kinds)}")]
    if going:
        text = say(reading.catalogue, "store-that-goes")
        found += [Item(text=f"{listed([it.name for it in going])}: {text}")]
    same, _, ended = ([it for it in some if it not in going] for some in in_its_place(reading))
    if "existing_stores" in record.notes:  # which say what they are for
        same = []
    for said, engines in zip(("what-is-there-stays", "what-is-there-ends"), (same, ended), strict=True):
        text = say(reading.catalogue, said, name=reading.pick_name)
        found += [Item(text=f"{listed([item.name for item in engines])}: {text}")] if engines else []
    for item in apart(reading):
        texts = [fill(cost.fact.text, item.store, item.client) for cost in told_beside(reading, item).values()]
        if item.store.index not in reading.decision.beside and item.store.service.kind != "embedded":
            texts += [say(reading.catalogue, "new-beside")]
        found += [Item(text=f"{capital(item.name)}: {' '.join(texts)}")] if texts else []
    return found


def _meanwhile(reading: Reading, record: Record) -> list[Item]:
    """A rule for the stores in use beside the pick, while something has to be settled."""
    there = [item.name for item in apart(reading) if item.store.index in reading.decision.beside]
    names = [capital(name) for name in dict.fromkeys((*there, *(item.name for item in reading.in_use_beside)))]
    text = say(reading.catalogue, "what-is-there-meanwhile")
    return [Item(text=f"{listed(names)}: {text}")] if names else []


def leaving(reading: Reading, record: Record) -> list[Database]:
    """The stores in use beside the pick that go, as the person's own words say."""
    said = [text for key, text in record.notes.items() if key == "existing_stores"]
    return [item for item in reading.in_use_beside if leaves(item.name, said)]


def beside_in_words(reading: Reading, record: Record) -> list[Item]:
    """A rule for the stores that their own words say stand beside the main one, of those that the guide lacks."""
    others = stores_in_words(reading, record)
    return [Item(text=say(reading.catalogue, "beside-in-words", names=listed(others)))] if others else []


def stores_in_words(reading: Reading, record: Record) -> tuple[str, ...]:
    """The stores that their own words say stand beside the main one, of those that the guide does not cover."""
    stays = stays_unweighed(reading, record)
    if engines_of_customers(reading, record) or (not_compared(reading, record) and not stays):
        return ()
    if stays:  # beside which no answer names what the guide has
        databases = {it.name: CALLED.get(it.name, re.escape(it.name)) for it in reading.catalogue.databases.values()}
        there = (*stand_beside(record.notes, databases), *stand_beside(record.notes))
        return tuple(name for name in there if name not in stays)
    known = which("mongodb") if "mongodb" in values(reading.answers, "existing_stores") else ()  # it is that one
    beside = dict.fromkeys((*stand_beside(record.notes), *beside_unweighed(reading, record)))
    return tuple(name for name in beside if name not in known)


def _told_of_one_in_use(reading: Reading, engine: Database, kinds: tuple[str, ...]) -> str:
    """What an engine in use beside the pick is for."""
    there = {"part": "beside", "standing": "engine-in-use", "database": engine.id, "family": engine.family}
    known = {key: frozenset({value}) for key, value in there.items()}
    answers = {**reading.answers, "data": kinds}
    held = (
        item
        for item in reading.catalogue.instructions
        if item.fact.key == "beside" and selects(item.pick, known) and hold(item.when, answers)
    )
    purpose = next((item.fact.text for item in most_first(held)), "") if len(kinds) == 1 else ""
    what = capital(listed([kind_of_data(kind) for kind in kinds]))
    return purpose or say(reading.catalogue, "goes-there", what=what)


def told_beside(reading: Reading, item: Companion) -> dict[str, Cost]:
    """The statements behind the rule about a store beside the main one: what is said of such a store alone comes
    first, for two stores share no name of an address."""
    known = attributes_beside(reading, item)
    there = instructions(reading, item.store, known)
    its_own = instructions(reading, item.store, known, part="beside")
    return {about: (there | its_own)[about] for about in OF_A_COMPANION if about in there}


def past_its_end(reading: Reading, record: Record) -> str:
    """That the release which runs stays, though it gets no more fixes."""
    version = store_version(reading, record)
    return f"{reading.pick.database.name} {version} stays past its end:" if version else "A release past its end stays:"
