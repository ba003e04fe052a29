"""The outcome as a decision record, for teams that keep them: MADR 4.0 (https://adr.github.io/madr/)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from wizard.catalogue.later import later
from wizard.catalogue.model import Client
from wizard.converse.own_words import affirmed
from wizard.converse.record import Record
from wizard.converse.uncompared import NOT_COMPARED, agreeing, stays_unweighed
from wizard.decide.rules import Store
from wizard.explain.beside import companion_sentence
from wizard.explain.candidates import Candidate, candidates
from wizard.explain.reading import Reading
from wizard.explain.trade_offs import TradeOff
from wizard.explain.words import listed, say
from wizard.write import standard
from wizard.write.asked import asked_for
from wizard.write.assumed import assumed
from wizard.write.audit import planned, reason_item, warnings
from wizard.write.blocks import Block, Blocks, Item, bullets, ours, paragraph
from wizard.write.data_stack import agreed, objections, overview
from wizard.write.points import ways_out
from wizard.write.quotes import CLIENT_SAID, STORE_SAID, notes_on, own_first
from wizard.write.revisit import revisit
from wizard.write.said import settled
from wizard.write.start import client_version, start

HEADINGS: Final = (
    "Context and Problem Statement",
    "Decision Drivers",
    "Considered Options",
    "Decision Outcome",
    "Pros and Cons of the Options",
    "More Information",
)


#: What drives a decision for which no answer sets a direction.
NOTHING_DRIVES: Final = "Nothing was said that would set a direction, so defaults stand."
OWN_WORDS_DRIVE: Final = "What stands above in our own words; for the rest, defaults."

#: Where nothing else was weighed, so many that came close are named.
MOST_NEAR: Final = 2


TITLES: Final = later("Use .+ for the project's data|Keep no data and use no database")


def title(reading: Reading, record: Record) -> str:
    """What was decided, as MADR's titles say it."""
    if reading.store is None:
        return "Keep no data and use no database"
    if names := stays_unweighed(reading, record):
        return f"Use {listed(names)} for the project's data"
    return f"Use {_option(reading.pick, reading.client)} for the project's data"


def sections(reading: Reading, record: Record) -> dict[str, Blocks]:
    """The decision record for these answers, with MADR's headings in MADR's order."""
    if reading.store is None:
        return _no_database(reading, record)
    if names := stays_unweighed(reading, record):
        return _unweighed(reading, record, names)
    return _sections(reading, record)


def _option(store: Store, client: Client | None) -> str:
    return f"{store.name} with {client.name}" if client else store.name


def _sections(reading: Reading, record: Record) -> dict[str, Blocks]:
    pick = _option(reading.pick, reading.client)
    question = "Where does this project keep its data, and how does its code talk to it?"
    near = [] if reading.alternatives else [item for item in candidates(reading) if item.within_reach][:MOST_NEAR]
    others = [_option(item.store, item.client) for item in reading.alternatives] or [item.full_name for item in near]
    rules = standard.rules(reading, standard.told(reading, record), record).values()
    version = client_version(reading.client, affirmed(record.notes.values()))
    fetched = start(reading, rules, version, said=settled(reading, record))
    good = [_good(reason_item(reading, reason, record)) for reason in reading.reasons if not reason.kept]
    client_given = [Item(text=reason.text) for reason in reading.reasons if reason.kept and reason.for_ == "client"]
    store_given = [Item(text=reason.text) for reason in reading.reasons if reason.kept and reason.for_ != "client"]
    pairs = (
        own_first(reading, record, STORE_SAID, store_given),
        own_first(reading, record, CLIENT_SAID, client_given),
    )
    given = [item for items in pairs for item in items if not item.said]
    nothing = OWN_WORDS_DRIVE if record.notes else NOTHING_DRIVES
    return {
        "Context and Problem Statement": (
            paragraph(question),
            *overview(reading, record),
            *objections(reading, record),
            *bullets("Agreed", agreed(reading, record)),
            *ways_out(reading, record),
            *bullets("Given", given),
            *notes_on(reading, record, "stack", "database", "client"),
        ),
        "Decision Drivers": bullets("", _drivers(reading, record, pairs)) or (paragraph(nothing),),
        "Considered Options": bullets("", [Item(text=text) for text in (pick, *others)]),
        "Decision Outcome": (
            paragraph(f"Chosen option: “{pick}”, because of what follows."),
            Block(kind="subheading", items=(Item(text="Consequences"),)),
            *bullets("", [*good, *(_bad(item, record) for item in reading.trade_offs)]),
            *bullets("Beside it", [Item(text=companion_sentence(reading, item)) for item in reading.companions]),
            *bullets("What else was asked for", asked_for(reading)),
            *warnings(reading, record),
            Block(kind="subheading", items=(Item(text="Confirmation"),)),
            paragraph(
                "The project's deployment names this database, and its dependencies this client, until a later record "
                "says otherwise."
            ),
        ),
        "Pros and Cons of the Options": tuple(_pros_and_cons(reading, near)) or (paragraph(_alone(reading)),),
        "More Information": (
            *assumed(reading),
            *bullets("Revisit when", revisit(reading)),
            *fetched,
            paragraph("This record was made with the data stack wizard. Its answers are in the comment below."),
        ),
    }


def _drivers(reading: Reading, record: Record, pairs: Iterable[Iterable[Item]]) -> list[Item]:
    """Their own reasons for the store and for the client, as `pairs` have them among others; then what is planned."""
    names = (reading.pick.database.name, reading.client.name if reading.client else "")
    own = ((name, item) for name, items in zip(names, pairs, strict=True) for item in items if item.said)
    said = [replace(item, text=f"{name}. In our own words:") for name, item in own]
    return [*said, *(Item(text=text) for text in planned(reading, record))]


def _good(item: Item) -> Item:
    return replace(item, text=f"Good: {item.text}")


def _bad(item: TradeOff, record: Record) -> Item:
    weighed = " (considered)" if record.weighed is not None and item.key in record.weighed else ""
    return Item(text=f"Bad{weighed}: {item.text}", url=item.url)


def _alone(reading: Reading) -> str:
    """Why no other option is named."""
    if reading.decision.forced:
        return f"{reading.pick_name} was given; no other option was weighed against it."
    return "No other option came close."


def _pros_and_cons(reading: Reading, near: Iterable[Candidate]) -> Iterable[Block]:
    for item in reading.alternatives:
        word = "Neutral" if reading.certainty == "forced" else "Bad"
        yield Block(kind="subheading", items=(Item(text=_option(item.store, item.client)),))
        yield from bullets("", [Item(text=f"{word}: {item.why_not}")])
    for other in near:
        yield Block(kind="subheading", items=(Item(text=other.full_name),))
        yield from bullets("", [Item(text=f"Neutral: {other.distance} by our answers. {ours(other.why_not)}")])


def _no_database(reading: Reading, record: Record) -> dict[str, Blocks]:
    why, reverse = (reason.text for reason in reading.reasons)
    return {
        "Context and Problem Statement": (
            paragraph("Does this project need a database?"),
            *notes_on(reading, record, "stack", "database", "client"),
        ),
        "Considered Options": bullets("", [Item(text="No database"), Item(text="A database from the start")]),
        "Decision Outcome": (
            paragraph("Chosen option: “No database”, because of what follows."),
            Block(kind="subheading", items=(Item(text="Consequences"),)),
            *bullets("", [_good(Item(text=why))]),
        ),
        "More Information": (paragraph(reverse, "Revisit when"),),
    }


def _unweighed(reading: Reading, record: Record, names: tuple[str, ...]) -> dict[str, Blocks]:
    """The record of a database that the guide does not have, and that stays."""
    said, told = record.kept[NOT_COMPARED], say(reading.catalogue, "stays-unweighed", **agreeing(names))
    return {
        "Context and Problem Statement": (
            paragraph("Where does this project keep its data, and how does its code talk to it?"),
            *notes_on(reading, record, "stack", "database", "client"),
        ),
        "Considered Options": bullets("", [Item(text=listed(names))]),
        "Decision Outcome": (
            paragraph(f"Chosen option: “{listed(names)}”. {told}"),
            *bullets("Given", [Item(text="In our own words:", said=said)] if said else []),
        ),
    }
