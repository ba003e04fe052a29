"""What `data-stack.md` says of a project that keeps nothing, or keeps it where the guide does not look: the guide's
sections, without a database of the guide's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from wizard.converse.own_words import affirmed, settled_by, version_said
from wizard.converse.record import Record
from wizard.converse.uncompared import NOT_COMPARED, stays_unweighed
from wizard.decide.answers import values
from wizard.explain.reading import Reading
from wizard.explain.words import listed, say
from wizard.write import standard
from wizard.write.audit import HEADING, planned
from wizard.write.blocks import Block, Blocks, Item, bullets, paragraph
from wizard.write.client import NOT_WEIGHED

#: The rules of a project whose database was not weighed, beside those that bind any.
LEFT_TO_THEM: Final = (
    "Releases: What changes its schema is reviewed, and runs before the new code: expand first, contract later.",
    "Secrets: None stands in the repository.",
    "Backup: Look up how far back a restore reaches; rehearse one into a new place.",
    "Tests: They run on this engine, never on another, and never on real data.",
    "Ask a person: Before another store, new costs, dropping data or bulk deletes, or renaming what others read.",
)

#: The same where encryption is asked for.
ENCRYPTED: Final = "Encryption: Of data, backups and dumps. Look up who holds the keys, and write it here."

#: The rules of a project that keeps nothing.
NOTHING_KEPT: Final = (
    "Data: This code keeps no state: files that it writes are results, and a cache holds only what can be built again.",
    "Secrets: None stands in the repository.",
    "Ask a person: Before a database, a store of files or anything else that keeps data.",
)


def without_database(reading: Reading, notes: Blocks) -> dict[str, Blocks]:
    """The sections of the document; `notes` is what the team added in its own words."""
    why, reverse = (reason.text for reason in reading.reasons)
    none = Block(kind="pick", items=(Item(text="None"),))
    later = (
        "Keeping no state leaves no database to back up, migrate or secure; tokens, caches and logs are secured as "
        "ever. Adding a database later is a decision of its own, not a detail of a feature: ask a person before you "
        "add one."
    )
    return {
        "Overview": (paragraph("This project keeps no data of its own, so it uses no database." + _named(reading)),),
        standard.HEADING: bullets("", [Item(text=text) for text in NOTHING_KEPT]),
        "Database": (none, paragraph(why, "Why"), paragraph(reverse, "Revisit when"), *notes),
        "ORM / Database Client": (none, paragraph("Without a database there is nothing to connect to.")),
        "Decision Relationships": (paragraph(later),),
    }


def _named(reading: Reading) -> str:
    """What becomes of a database that was named, where none is needed."""
    named = reading.answers.get("existing_database", "none")
    if named == "none":
        return ""
    in_use = reading.answers.get("existing_stance", "in-use") == "in-use"
    said = "there-and-not-of-this-project" if in_use else "named-and-not-needed"
    return " " + say(reading.catalogue, said, names=reading.catalogue.name(str(named)))


#: Of such a database, where own words say how its schema is changed.
SCHEMA: Final = "Schema: Changed as “In our own words” has it, and in no other way."


def with_release(names: Iterable[str], record: Record) -> list[str]:
    """Databases by their names, each with the release that own words give."""
    said = affirmed([*record.notes.values(), *([record.kept[NOT_COMPARED]] if NOT_COMPARED in record.kept else [])])
    return [f"{name} {version_said(name, said)}".rstrip() for name in names]


def left_to_them(
    reading: Reading, record: Record, bind: Iterable[str], client: str, notes: tuple[Blocks, Blocks]
) -> dict[str, Blocks]:
    """The sections for a database that the guide does not have, and that stays. `bind`: the rules that hold whatever
    it is; `client`: the one that own words name; `notes`: own words on the database, and on the client."""
    names = listed(with_release(stays_unweighed(reading, record), record))
    why, phrases = record.kept[NOT_COMPARED], planned(reading, record)
    schema = _schema_said(record.notes)
    rules = [
        f"Store: {names}. Who knows it writes its rules here; until then, ask.",
        *([SCHEMA] if schema else []),
        *bind,
        *([ENCRYPTED] if "encryption" in values(reading.answers, "compliance") else []),
        *LEFT_TO_THEM,
        *(item.text for item in standard.beside_in_words(reading, record)),
    ]
    tied = f"{client} reaches {names}." if client else f"The client has to fit {names}, and where the code runs."
    nobody = f"Who knows the database names the client{'' if schema else ', and the way its schema is changed'}."
    return {
        "Overview": (Block(kind="text", items=(Item(text=_keeps(reading, record, names), things=record.things),)),),
        standard.HEADING: bullets("", [Item(text=text) for text in rules]),
        "Database": (
            Block(kind="pick", items=(Item(text=names),)),
            *bullets("Why", [Item(text="In our own words:", said=why)] if why else []),
            paragraph("It was named and not weighed: nothing was compared with it."),
            *notes[0],
        ),
        "ORM / Database Client": (
            Block(kind="pick", items=(Item(text=client or "To be named"),)),
            paragraph(NOT_WEIGHED if client else nobody),
            *notes[1],
        ),
        "Decision Relationships": (paragraph(tied),),
        HEADING: (paragraph(f"{listed(phrases)}.", "We plan for"),) if phrases else (),
    }


def _schema_said(notes: Mapping[str, str]) -> bool:
    """Whether own words say how, or by whom, a schema is changed."""
    said = settled_by(notes.values())
    return "migrations" in notes or not said.isdisjoint({"schema", "tool", "reviewed", "approval", "theirs"})


def _keeps(reading: Reading, record: Record, names: str) -> str:
    """The first sentences, with a place for what is stored."""
    beside = standard.stores_in_words(reading, record)
    more = f" Beside it, as “In our own words” has it: {listed(beside)}." if beside else ""
    return f"This project keeps {'{things}' if record.things else 'its data'} in {names}.{more}"
