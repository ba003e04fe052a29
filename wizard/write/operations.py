"""What somebody on call wants to know of each store in the stack, in a few lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wizard.catalogue.ended import has_ended
from wizard.catalogue.vocabulary import OPERATIONS
from wizard.converse.own_words import affirmed, version_said
from wizard.decide.answers import hold
from wizard.decide.rules import coherent, everywhere
from wizard.explain.places import as_assumed
from wizard.explain.words import fill
from wizard.write.blocks import Blocks, Item, bullets, ours

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from wizard.catalogue.model import Client, Cost
    from wizard.converse.record import Record
    from wizard.decide.answers import Answers
    from wizard.decide.rules import Everywhere, Store
    from wizard.explain.reading import Reading


def on_call(reading: Reading, without: Container[str] = (), parts: Container[str] = ()) -> Blocks:
    """The lines about the main store, without those about aspects that are told elsewhere, and without these parts."""
    return bullets("On call", _main(reading, without, parts))


def on_call_beside(reading: Reading) -> Blocks:
    """The lines about each store beside it, under its name; what was said of a store before it is not said again."""
    said = set(_main(reading))
    blocks: Blocks = ()
    for item in reading.companions:
        lines = [] if item.within else _lines(reading, item.store, item.client, reading.wherever_beside(item))
        blocks += bullets(f"On call for {ours(item.name)}", [line for line in lines if line not in said])
        said |= set(lines)
    return blocks


def _main(reading: Reading, without: Container[str] = (), parts: Container[str] = ()) -> list[Item]:
    return _lines(reading, reading.pick, reading.client, reading.wherever, without, parts)


def where_it_runs(reading: Reading, answers: Answers) -> Answers:
    """The answers, with code that cannot run at the edge moved to where the first way out has it: rules for a binding
    that it cannot have would help nobody."""
    moved = (rule.as_if for rule in coherent(reading.book, answers) if rule.as_if)
    return {**answers, **next(moved, {})}


def answers_about(reading: Reading, store: Store) -> Answers:
    """The answers, and what is assumed of how the code runs, as they concern one store: the kinds of data that go
    there, and what is in use only where it is meant."""
    answers = where_it_runs(reading, as_assumed(reading, store))
    if reading.decision.home and store is reading.pick:
        return {**answers, "existing_database": store.database.id, "existing_stance": "in-use"}
    if store.index in reading.existing_stores:
        return answers
    stays = ("existing_stores",) if store is reading.pick else ()  # beside whatever is picked
    return {key: value for key, value in answers.items() if key in stays or not key.startswith("existing_")}


def operations(reading: Reading, store: Store, places: Everywhere) -> dict[str, Cost]:
    """One statement for each aspect of which something is known: the one that says most about this project. The service
    says nothing where its place is one of several, or others run it.

    What presumes something of the answers comes before what holds for everybody, then what presumes more of the stack,
    and what the service says before what the engine says.
    """
    answers = answers_about(reading, store)
    told: dict[str, Cost] = {}
    placed = len(places) == 1 and not (reading.run_by_others and store is reading.pick)
    known = [*(store.service.operations if placed else ()), *store.database.operations]
    for item in sorted(known, key=lambda item: (not item.when, -len(item.pick))):
        if item.fact.printable and hold(item.when, answers) and everywhere(item.pick, places):
            told.setdefault(item.fact.key, item)
    return told


def _lines(
    reading: Reading,
    store: Store,
    client: Client | None,
    places: Everywhere,
    without: Container[str] = (),
    parts: Container[str] = (),
) -> list[Item]:
    told = operations(reading, store, places)
    return [
        Item(text=f"{name}: {fill(text, store, client)}", url=told[about].fact.link(store.database.id))
        for about, name in OPERATIONS.items()
        if about in told and about not in without and (text := told[about].without(parts))
    ]


def ends_beside(reading: Reading, record: Record) -> Iterator[Item]:
    """Of the stores in use beside the pick, which releases are past their end, unless words name one that is not."""
    words = affirmed([record.notes.get("existing_stores", "")])
    for it in reading.in_use_beside:
        release = tuple(map(int, re.findall(r"\d+", version_said(it.name, words))))
        if not release or has_ended(it.id, release):
            known = (op for op in it.operations if op.fact.key == "versions" and op.pick.keys() == {"standing"})
            yield from (Item(text=op.without(()), url=op.fact.link(it.id)) for op in known)
