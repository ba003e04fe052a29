"""The points that are to be settled: the ways out of each, and what a person has to know to choose one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wizard.converse.flow import against, conflicts, to_be_settled
from wizard.converse.weighing import accepted
from wizard.explain.attributes import unplaced
from wizard.explain.words import say
from wizard.write.blocks import Blocks, Item, bullets, paragraph
from wizard.write.presumed import engines_of_customers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wizard.converse.record import Record
    from wizard.explain.conflict import Conflict
    from wizard.explain.reading import Reading


def decided(reading: Reading) -> str:
    """What was decided on: nobody proposes it. Of an engine without a place, or a service without an engine, the rest
    of the pick is proposed. Nothing where nothing was decided."""
    there, named = reading.existing_stores, str(reading.answers.get("existing_database"))
    if reading.stance != "decided" or reading.pick.index not in there:
        return ""
    engine = named in reading.catalogue.services and (
        len(there) == 1 or reading.answers.get("existing_engine") == reading.pick.database.id
    )
    placed = named in reading.catalogue.databases and not unplaced(reading, reading.pick, there)
    return reading.pick_name if engine or placed else reading.called(named)


def objection(item: Conflict) -> Item:
    return Item(text=item.text, url=item.source.url if item.source else "", about=item.about)


def with_what_was_said(reading: Reading, item: Conflict, record: Record) -> Item:
    """What has a price, and whether a person has considered it."""
    told = objection(item)
    return replace(told, text=f"{told.text} We have considered this.") if accepted(reading, item, record) else told


def hangs_on(reading: Reading, record: Record) -> tuple[list[Conflict], list[Conflict]]:
    """(what has a price, what is good to know) of a stack with points to settle: who takes a way has to know what the
    others cost. What leads stands in the overview; a note on how it is built waits for the rules."""
    left = [item for item in conflicts(reading, record) if not (item.leads or item.rule in record.kept)]
    if engines_of_customers(reading, record):  # what one of ours costs is no price of theirs
        left = [item for item in left if reading.pick.database.name not in item.text]
    notes = [item for item in left if item.level == "note" and not item.ruled]
    return [item for item in left if item.level == "warn"], notes


def of_theirs(reading: Reading, record: Record, found: list[Conflict]) -> list[Conflict]:
    """What was found, without our place where customers run the engines: they run in none of ours."""
    if not engines_of_customers(reading, record):
        return found
    return [replace(it, text=it.text.replace(reading.pick.name, reading.pick.database.name)) for it in found]


def ways_out(reading: Reading, record: Record) -> Blocks:
    """The ways out of what is to be settled, which stands in the overview, and how one is taken; of several points a
    line for each."""
    open_ = to_be_settled(reading, record)
    label = "Ways to settle it" if len(open_) == 1 else "Ways to settle it, one for each point"
    ways = [*_each(open_), *(_all_at_once(reading) if len(open_) > 1 else ())]
    return (*bullets(label, [Item(text=way) for way in ways]), *_how(reading, record, open_))


def _all_at_once(reading: Reading) -> Iterable[str]:
    """The stack that the answers alone lead to, for what is in use, where nothing has to be settled about it."""
    keep = {key: it for key, it in reading.unbound.answers.items() if key != "existing_client"}
    other = reading.unbound.instead(keep)
    if reading.full and other.store and other.store is not reading.pick and not other.blocks:
        name = f"{other.pick_name} with {other.client.name}" if other.client else other.pick_name
        yield say(reading.catalogue, "settles-all", name=name)


def _each(open_: list[Conflict]) -> Iterable[str]:
    if len(open_) == 1:
        return open_[0].ways_out
    return [f"Point {number} (`{item.rule}`): {' Or: '.join(item.ways_out)}" for number, item in enumerate(open_, 1)]


def _how(reading: Reading, record: Record, open_: list[Conflict]) -> Blocks:
    """How a way is taken of the points that can be kept by their name."""
    names = [item.rule for item in against(reading, record)]
    if not open_ or any(item.rule not in names for item in open_):
        return ()
    name = open_[0].rule if len(open_) == 1 else "NAME"
    return (paragraph(say(reading.catalogue, "how-a-point-is-settled", name=name)),)
