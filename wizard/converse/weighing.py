"""What is to be weighed of what a person keeps: its trade-offs, and the warnings that their data hang on."""

from __future__ import annotations

from collections.abc import Iterable

from wizard.converse.record import Record
from wizard.converse.uncompared import stays_unweighed
from wizard.decide.questions import keeps_the_client
from wizard.explain.conflict import Conflict
from wizard.explain.reading import Reading
from wizard.explain.trade_offs import TradeOff


def to_weigh(reading: Reading) -> tuple[TradeOff, ...]:
    """The trade-offs of a database, and of a client, that the person brought along and that the pick keeps: first what
    their data hang on, which elsewhere is told as a warning."""
    store = reading.store
    if store is None:
        return ()
    kept: set[str] = set()
    warned: list[TradeOff] = []
    if store.index in reading.existing_stores:
        kept |= {store.database.id, store.service.id}
        warned = list(filter(None, (as_trade_off(reading, item) for item in reading.conflicts)))
    if keeps_the_client(reading.decision, reading.answers):
        kept.add(str(reading.answers["existing_client"]))
    return (*warned, *(item for item in reading.trade_offs if item.id in kept)) if kept else ()


def has_to_weigh(reading: Reading) -> bool:
    """Whether something that the person brought along is kept, of which there is next to always something to weigh."""
    kept = reading.store is not None and reading.store.index in reading.existing_stores
    return kept or (reading.store is not None and keeps_the_client(reading.decision, reading.answers))


def reason_key(reading: Reading, record: Record) -> str:
    """The question that the reason for what is kept belongs to: the database's, where one stands already, or that of
    the client alone."""
    if reading.store is None or reading.store.index not in reading.existing_stores:
        return "existing_client"
    of_the_database = ("existing_stance", "existing_database")
    return next((key for key in of_the_database if key in record.notes), of_the_database[0])


def as_trade_off(reading: Reading, item: Conflict) -> TradeOff | None:
    """A warning about the pick that the data hang on, as something to be weighed; None for anything else."""
    if item.level != "warn" or item.source is None or "data" not in item.answers:
        return None
    return TradeOff(id=reading.pick.database.id, text=item.text, url=item.source.url)


def accepted(reading: Reading, item: Conflict, record: Record) -> bool:
    """Whether the person has considered a warning that the data hang on."""
    weighed = as_trade_off(reading, item)
    return weighed is not None and weighed.key in (considered(reading, record) or ())


def heard_with(reading: Reading, found: Iterable[Conflict]) -> tuple[Conflict, ...]:
    """The warnings about a stack that objections have told: who takes it all the same has considered them."""
    told = " ".join(item.text for item in found)
    return tuple(item for item in reading.conflicts if as_trade_off(reading, item) and item.text in told)


def heard(reading: Reading, record: Record) -> tuple[str, ...]:
    """Keys of the warnings that were considered with an objection, or kept: nobody is asked about them again."""
    known = {*record.raised, *record.kept}
    there = (as_trade_off(reading, item) for item in reading.conflicts if item.rule in known)
    return tuple(item.key for item in there if item)


def considered(reading: Reading, record: Record) -> tuple[str, ...] | None:
    """Keys of the trade-offs that were considered, with an objection or when that was asked; None for neither."""
    there = heard(reading, record) if reading.store else ()
    return tuple(dict.fromkeys((*there, *(record.weighed or ())))) if there or record.weighed is not None else None


def still_to_weigh(reading: Reading, record: Record) -> tuple[TradeOff, ...]:
    """Those of :func:`to_weigh` that no objection has told; none beside a database that was not weighed."""
    if stays_unweighed(reading, record):
        return ()
    known = heard(reading, record)
    return tuple(item for item in to_weigh(reading) if item.key not in known)
